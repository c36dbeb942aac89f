"""Which places share ground: not merely a border or a corner, but some of what lies within."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

# Both interiors meet, whatever else does (DE-9IM; Clementini and Di Felice 1993).
_INTERIORS_MEET = "T********"
# A polygon that is compared with more others than this is indexed first.
_MANY = 16
# Sums of areas agree to this part of them where nothing is counted twice.
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Sharing:
    """Pairs of polygons that share ground, by position, and which of the two lies in the other."""

    behind: np.ndarray
    ahead: np.ndarray
    behind_is_inside: np.ndarray
    ahead_is_inside: np.ndarray


def sharing_pairs(outlines: np.ndarray, parents: pd.Series, of: np.ndarray | None = None) -> Sharing:
    """Return the pairs of polygons that share ground, each with one that stands earlier.

    Places that only touch are no pairs, however many borders they have in common. ``parents`` has
    the place around each: those of one parent mostly tile it, and are then not compared at all.
    ``of``: the positions to find pairs for, by default all.
    """
    of = np.arange(len(outlines)) if of is None else of
    siblings = pd.factorize(parents)[0]
    tiles = _tiles(outlines, siblings, of)
    which, ahead = shapely.STRtree(outlines).query(outlines[of])
    behind = of[which]
    apart = tiles[behind] & (siblings[behind] == siblings[ahead])
    behind, ahead = behind[~apart & (ahead < behind)], ahead[~apart & (ahead < behind)]
    areas = shapely.area(outlines)
    large = np.where(areas[behind] >= areas[ahead], behind, ahead)
    small = behind + ahead - large
    shapely.prepare(outlines[np.bincount(large, minlength=len(outlines)) > _MANY])
    within = shapely.covers(outlines[large], outlines[small])
    share = within.copy()
    share[~within] = shapely.relate_pattern(
        outlines[large[~within]], outlines[small[~within]], _INTERIORS_MEET
    )
    behind, ahead, small, within = behind[share], ahead[share], small[share], within[share]
    return Sharing(behind, ahead, within & (small == behind), within & (small == ahead))


def _tiles(outlines: np.ndarray, siblings: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Return which outlines belong to siblings that share no ground; only those at ``of`` are looked at."""
    found = np.zeros(len(outlines), dtype=bool)
    groups = pd.Series(siblings).groupby(siblings).indices
    for group in np.unique(siblings[of]):
        found[groups[group]] = _tile(outlines[groups[group]])
    return found


def _tile(outlines: np.ndarray) -> bool:
    """Return whether polygons share borders to the last digit and no ground.

    Borders that two of them have cancel out, and what is left bounds the ground that an odd number
    of them covers. Where that has the area of all of them together, none is covered twice.
    """
    try:
        whole = shapely.coverage_union_all(outlines)
    except shapely.errors.GEOSException:
        return False
    total = shapely.area(outlines).sum()
    return bool(shapely.is_valid(whole)) and abs(shapely.area(whole) - total) <= _ROUNDING * total
