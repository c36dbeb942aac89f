"""Spikes of rings: where a ring goes out to a point and back the way it came."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geomap.render.payload.arcs import Rings

#: A ring has so many points at least.
LEAST = 3


def without_spikes(rings: Rings) -> Rings:
    """Return the rings without spikes, and without rings and polygons of which nothing else is left.

    On the grid a narrow end of a place may become one, and so may an edge that a corner of another place is put
    into. It has no ground, and its arc would be followed by itself, before a reader of the file knows where it ends.
    """
    while True:
        spike = _spikes(rings)
        if not spike.any():
            return _without_vanished(rings)
        rings = _without_repeats(_kept(rings, ~spike))


def _spikes(rings: Rings) -> np.ndarray:
    """Return which points end spikes: of several in a row the first, of a ring of nothing else its start."""
    before, after = _neighbours(rings)
    ends = rings.points[before] == rings.points[after]
    ring = np.repeat(np.arange(len(rings.start) - 1), np.diff(rings.start))
    n = np.diff(rings.start)
    is_whole = (np.bincount(ring, weights=ends, minlength=len(n)) == n) & (n > 0)
    chosen = ends & ~ends[before]
    chosen[rings.start[:-1][is_whole]] = True
    return chosen & (n >= LEAST)[ring]


def _without_repeats(rings: Rings) -> Rings:
    """Return the rings without points that are the same as the one before."""
    before, _ = _neighbours(rings)
    alone = np.diff(rings.start).repeat(np.diff(rings.start)) == 1
    return _kept(rings, (rings.points != rings.points[before]) | alone)


def _without_vanished(rings: Rings) -> Rings:
    """Return the rings of three points and more, and none of a polygon whose outer ring has fewer."""
    n = np.diff(rings.start)
    outer = np.append(True, rings.polygon[1:] != rings.polygon[:-1])[: len(n)]
    there = (n >= LEAST) & (n >= LEAST)[outer][np.cumsum(outer) - 1] if len(n) else n >= LEAST
    if there.all():
        return rings
    start = np.concatenate(([0], np.cumsum(n[there])))
    return Rings(rings.points[there.repeat(n)], start, rings.polygon[there], rings.shape[there])


def _kept(rings: Rings, kept: np.ndarray) -> Rings:
    """Return the rings with the points that are kept; a ring may be left with none."""
    start = np.concatenate(([0], np.cumsum(kept)))[rings.start]
    return replace(rings, points=rings.points[kept], start=start)


def _neighbours(rings: Rings) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of the points before and after each, round each ring."""
    full = np.diff(rings.start) > 0
    begin, end = rings.start[:-1][full], rings.start[1:][full]
    before, after = np.arange(-1, len(rings.points) - 1), np.arange(1, len(rings.points) + 1)
    before[begin], after[end - 1] = end - 1, begin
    return before, after
