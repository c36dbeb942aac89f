"""Which places a map shows."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geomap.partition import OUTLINE_KM2, is_point, with_below

#: A place of which at least this share lies within the map is drawn with its state.
INSIDE_SHARE = 0.5


def members_of(outlined: gpd.GeoDataFrame, wanted: Sequence[str]) -> list[str]:
    """Return the wanted places and the finer ones in them: by the tree, or because they lie there."""
    below = with_below(outlined, wanted)
    named = outlined.loc[list(wanted)]
    others = outlined.drop(index=below)
    finer = others[is_point(others) | (others[OUTLINE_KM2] < named[OUTLINE_KM2].max())]
    return sorted([*below, *_lying_in(finer.geometry, named.geometry[~is_point(named)])])


def _lying_in(outlines: gpd.GeoSeries, named: gpd.GeoSeries) -> pd.Index:
    """Return which points lie within the named polygons, and which polygons with half of their area."""
    named_shapes, shapes = named.to_numpy(), outlines.to_numpy()
    which, near = shapely.STRtree(named_shapes).query(shapes, predicate="intersects")
    around, which = shapely.union_all(named_shapes[np.unique(near)]), np.unique(which)
    shapely.prepare(around)
    areas, inside = shapely.area(shapes[which]), shapely.contains(around, shapes[which])
    partly = ~inside & (areas > 0)
    shared = shapely.area(shapely.intersection(around, shapes[which[partly]]))
    inside[partly] = shared >= INSIDE_SHARE * areas[partly]
    return outlines.index[which[inside]]
