"""Which place lies in which: as declared, else by geometry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geomap.boundaries.features import spot_of
from geomap.errors import Problem, Problems
from geomap.folding import nearest_of
from geomap.schema import GEOMETRY, LEVEL, LEVELS, NAME, PARENT, PLACE_ID

if TYPE_CHECKING:
    import geopandas as gpd

INSIDE = 0.9  # of a polygon's area must lie in its parent
_ANY_LEVEL = "area"  # compares with every level


def report_parents(rows: gpd.GeoDataFrame, problems: Problems, known: set[str]) -> pd.Series:
    """Report declared parents that are not there, and return which rows have one.

    ``known`` are all ids in the files, also of places that have something else wrong.
    """
    missing = (rows[PARENT] != "") & ~rows[PARENT].isin(list(known))
    ids = rows[PLACE_ID].tolist()
    by_name = dict(zip(rows[NAME], ids, strict=True))
    wanted = rows.loc[missing, PARENT].unique()
    meant = {name: [by_name[name]] if name in by_name else nearest_of(name, ids, 3) for name in wanted}
    for _, row in rows[missing].iterrows():
        parent, near = row[PARENT], meant[row[PARENT]]
        offer = f"Did you mean {' or '.join(near)}? " if near else ""
        hint = f"{offer}Write the place_id of the place around it, or nothing: it is then found by geometry."
        what = "is not a place_id in these files"
        problems.add(Problem(**spot_of(row), what=what, column=PARENT, value=parent, hint=hint))
    return missing


def with_parents(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return ``rows`` with every missing parent found by geometry, "" where nothing is around.

    The parent is the smallest strictly larger polygon of a fitting level that contains the point
    or at least nine tenths of the polygon's area. A coarser level fits, and so does the same one
    from ``area`` down; an ``area`` fits with every level. Units of one administrative level never
    lie in each other, though Damascus lies in a gap of Rif Dimashq.
    """
    geometries = np.array(rows[GEOMETRY], dtype=object)
    orphans = np.flatnonzero((rows[PARENT] == "").to_numpy())
    if not len(orphans):
        return rows
    areas = shapely.area(geometries)
    which, other = shapely.STRtree(geometries).query(geometries[orphans])
    child = orphans[which]
    fits = (areas[other] > areas[child]) & _levels_fit(rows[LEVEL].to_numpy(), other, child)
    child, other = child[fits], other[fits]
    held = _contains(geometries, areas, other, child)
    found = pd.DataFrame({"child": child[held], "other": other[held], "area": areas[other[held]]})
    found = found.sort_values(["area", "other"]).drop_duplicates("child")
    parents = np.array(rows[PARENT], dtype=object)
    parents[found["child"]] = rows[PLACE_ID].to_numpy(dtype=object)[found["other"]]
    return rows.assign(**{PARENT: parents})


def _levels_fit(levels: np.ndarray, other: np.ndarray, child: np.ndarray) -> np.ndarray:
    rank = {level: n for n, level in enumerate(LEVELS)}
    ranks = np.array([rank[level] for level in levels])
    free = levels == _ANY_LEVEL
    nests = ranks >= rank[_ANY_LEVEL]
    same = (ranks[other] == ranks[child]) & nests[child]
    return (ranks[other] < ranks[child]) | same | free[other] | free[child]


def _contains(geometries: np.ndarray, areas: np.ndarray, other: np.ndarray, child: np.ndarray) -> np.ndarray:
    """Return which pairs lie one in the other: a point at all, a polygon with most of its area.

    Only where it sticks out, and yet its box does not by much, must the shared part be cut out.
    """
    shapely.prepare(geometries[np.unique(other)])
    held = shapely.covers(geometries[other], geometries[child])  # a point on the edge lies in it
    doubtful = ~held & (areas[child] > 0)
    doubtful[doubtful] = _box_shared(geometries[other[doubtful]], geometries[child[doubtful]]) >= (
        INSIDE * areas[child[doubtful]]
    )
    shared = shapely.area(shapely.intersection(geometries[other[doubtful]], geometries[child[doubtful]]))
    held[doubtful] = shared >= INSIDE * areas[child[doubtful]]
    return held


def _box_shared(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Return the area that the boxes of each pair share: the pair itself shares no more."""
    left, right = shapely.bounds(one), shapely.bounds(two)
    low, high = np.maximum(left[:, :2], right[:, :2]), np.minimum(left[:, 2:], right[:, 2:])
    return np.prod(np.maximum(high - low, 0), axis=1)


def report_cycles(rows: gpd.GeoDataFrame, problems: Problems) -> pd.Series:
    """Report places that lie in each other in a ring, once a ring; return their rows."""
    parents = dict(zip(rows[PLACE_ID], rows[PARENT], strict=True))
    done: set[str] = set()
    in_ring: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        here = start
        while here in parents and here not in done and here not in path:
            path[here] = None
            here = parents[here]
        if here in path:
            ring = list(path)[list(path).index(here) :]
            in_ring.update(ring)
            row = rows[rows[PLACE_ID] == ring[0]].iloc[0]
            what = f"closes a ring: {' lies in '.join([*ring, ring[0]])}"
            hint = "Give one of them another parent, or none."
            problems.add(Problem(**spot_of(row), what=what, column=PARENT, value=row[PARENT], hint=hint))
        done.update(path)
    return rows[PLACE_ID].isin(in_ring)
