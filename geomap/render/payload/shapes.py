"""Shapes as columns of whole numbers: which rings, which arcs, and every arc's points once.

``assets/shapes.js`` unpacks what is packed here; the two files are changed together. A ring is
walked arc by arc, so that most of what a reader could know already is left out: a new arc begins
where the one before it ended, and ends where a known one begins or where the ring began.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from geomap.render.payload.arcs import (
    Grid,
    Rings,
    Uses,
    hilbert_order,
    to_rings,
    to_uses,
    to_xy,
    with_corners_of_others,
)
from geomap.render.payload.spikes import without_spikes


def polygon_columns(polygons: np.ndarray, grid: Grid) -> dict[str, np.ndarray]:
    """Return the columns of polygons and multipolygons in degrees, in their own order.

    ``order``: the position of each shape of the file. ``polygons``: how many each of these has.
    ``rings``: how many each polygon has. ``arcs``: how many each ring has. ``ref``: for each use of
    an arc 0 if it is new, else 1 plus which of the arc ends at this point it begins with; where it
    follows no known arc, 1, and ``far`` says which arc it is. ``inner``: how many points each new
    arc has between its ends. ``x, y``: steps from point to point. ``x0, y0``: where rings begin
    that begin with a new arc, as steps from the one before.
    """
    order = hilbert_order(shapely.bounds(polygons))
    rings = without_spikes(with_corners_of_others(to_rings(polygons[order], grid)))
    uses = to_uses(rings)
    return {
        "order": order,
        **_structure(rings, uses, len(polygons)),
        **_references(uses),
        **_points(uses),
    }


def line_columns(lines: Sequence[shapely.Geometry], grid: Grid) -> dict[str, np.ndarray]:
    """Return the columns of lines in degrees: ``n`` points each, and ``x, y`` as steps.

    The first step of a line is from the first point of the line before.
    """
    keys = [_without_repeats(grid.at(shapely.get_coordinates(line))) for line in lines]
    firsts = np.array([points[0] for points in keys], dtype=np.int64).reshape(-1, 2)
    starts = np.diff(firsts, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    moves = [
        np.concatenate([start[None], np.diff(points, axis=0)])
        for start, points in zip(starts, keys, strict=True)
    ]
    steps = np.concatenate(moves) if moves else np.zeros((0, 2), dtype=np.int64)
    return {
        "n": np.array([len(points) for points in keys], dtype=np.int64),
        "x": steps[:, 0],
        "y": steps[:, 1],
    }


def _without_repeats(points: np.ndarray) -> np.ndarray:
    moves = np.ones(len(points), dtype=bool)
    moves[1:] = (np.diff(points, axis=0) != 0).any(axis=1)
    return points[moves]


def _structure(rings: Rings, uses: Uses, n_shapes: int) -> dict[str, np.ndarray]:
    """Return how many polygons each shape has, rings each polygon, arcs each ring."""
    polygons, first = np.unique(rings.polygon, return_index=True)
    return {
        "polygons": np.bincount(rings.shape[first], minlength=n_shapes),
        "rings": np.bincount(np.searchsorted(polygons, rings.polygon), minlength=len(polygons)),
        "arcs": np.bincount(uses.ring, minlength=len(rings.start) - 1),
    }


def _is_new(uses: Uses) -> np.ndarray:
    is_new = np.zeros(len(uses.arc), dtype=bool)
    is_new[uses.first] = True
    return is_new


def _opens(uses: Uses) -> np.ndarray:
    """Return which uses are the first of their ring."""
    return np.append(True, uses.ring[1:] != uses.ring[:-1])[: len(uses.ring)]


def _references(uses: Uses) -> dict[str, np.ndarray]:
    """Return ``ref`` and ``far``: which arc each use is."""
    is_new = _is_new(uses)
    follows_known = ~_opens(uses) & ~np.append(True, is_new[:-1])[: len(is_new)]
    near = ~is_new & follows_known
    far = ~is_new & ~follows_known
    ref = np.where(is_new, 0, 1)
    ref[near] = 1 + _rank_at_node(uses)[near]
    known = np.cumsum(is_new)
    distance = known - 1 - uses.arc
    return {"ref": ref, "far": (2 * distance + uses.back)[far]}


def _rank_at_node(uses: Uses) -> np.ndarray:
    """Return which of the arc ends at the point where it begins each use is, the oldest arc first."""
    starts = uses.points[uses.begin[uses.first]]
    ends = uses.points[uses.end[uses.first] - 1]
    arcs = np.arange(len(uses.first))
    node = np.concatenate([starts, ends])
    order = np.lexsort((np.concatenate([2 * arcs, 2 * arcs + 1]), node))
    opens = np.append(True, node[order][1:] != node[order][:-1])[: len(order)]
    start = np.flatnonzero(opens)[np.cumsum(opens) - 1] if len(order) else order
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - start
    return rank[uses.arc + len(arcs) * uses.back]


def _points(uses: Uses) -> dict[str, np.ndarray]:
    """Return the points of every arc, without those a reader knows from the rings."""
    is_new, opens = _is_new(uses), _opens(uses)
    next_is_new = np.append(is_new[1:], False)[: len(is_new)] & ~np.append(opens[1:], True)[: len(opens)]
    begin, end = uses.begin[is_new] + 1, uses.end[is_new] - 1
    at = _spread(begin, end + next_is_new[is_new])
    xy = to_xy(uses.points)
    steps = xy[at] - xy[at - 1]
    corners = xy[uses.begin[is_new & opens]]
    first = np.diff(corners, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    return {"inner": end - begin, "x": steps[:, 0], "y": steps[:, 1], "x0": first[:, 0], "y0": first[:, 1]}


def _spread(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return every ``j`` with ``low[i] <= j < high[i]``, one run after another."""
    count = high - low
    return np.arange(count.sum()) + np.repeat(low - (np.cumsum(count) - count), count)
