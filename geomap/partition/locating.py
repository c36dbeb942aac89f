"""Which place each of many points lies in."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geomap import schema as s
from geomap.errors import GeomapError
from geomap.partition.areas import area_km2
from geomap.partition.outlines import OUTLINE_KM2, is_point


def locate(points: gpd.GeoSeries, places: gpd.GeoDataFrame) -> pd.Series:
    """Return the ``place_id`` of the smallest place over each point, "" where there is none.

    The smallest is that of rule 8: by km2, ties by ``place_id``. A point on a border lies in both
    neighbours, and so in the smaller. Place points have no ground and are never found.

    Parameters: ``points`` in any declared CRS, longitude and latitude where none is; missing and
    empty ones lie nowhere. ``places`` from ``read_places``. Returns the index of ``points``.
    Raises ``GeomapError`` for anything but points.

    >>> towns = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 2, 2), shapely.box(1, 1, 2, 2)], index=["a", "b"])
    >>> locate(gpd.GeoSeries.from_xy([0.5, 1.5, 1, 9], [0.5, 1.5, 1, 9]), towns).tolist()
    ['a', 'b', 'b', '']
    """
    _check_points(points)
    if points.crs is not None and places.crs is not None:
        points = points.to_crs(places.crs)
    outlines = _largest_first(places)
    found = _last_over(points.to_numpy(), outlines.to_numpy())
    ids = np.append(outlines.index.to_numpy(dtype=object), "")
    return pd.Series(pd.array(ids, dtype="str").take(found), index=points.index, name=s.PLACE_ID)


def _check_points(points: gpd.GeoSeries) -> None:
    kinds = shapely.get_type_id(points.to_numpy())
    others = int((kinds > shapely.GeometryType.POINT).sum())
    if others:
        msg = f"{others} of the {len(points)} geometries to locate are not points. Give a point of each."
        raise GeomapError(msg)


def _largest_first(places: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return the polygons from the largest to the smallest, ties by id backwards."""
    polygonal = places.geometry[~is_point(places)]
    km2 = places[OUTLINE_KM2][polygonal.index] if OUTLINE_KM2 in places else area_km2(polygonal)
    return polygonal.iloc[np.lexsort((polygonal.index.to_numpy(dtype=object), km2.to_numpy()))[::-1]]


def _last_over(points: np.ndarray, outlines: np.ndarray) -> np.ndarray:
    """Return the position of the last of the outlines over each point, -1 where none is."""
    point, over = shapely.STRtree(outlines).query(points)
    order = np.argsort(over, kind="stable")  # an outline at a time, and the last is written last
    point, over = point[order], over[order]
    x, y = shapely.get_x(points), shapely.get_y(points)
    fresh = outlines[~shapely.is_prepared(outlines)]
    shapely.prepare(fresh)
    holds = shapely.intersects_xy(outlines[over], x[point], y[point])
    shapely.destroy_prepared(fresh)
    found = np.full(len(points), -1)
    found[point[holds]] = over[holds]
    return found
