"""Rule 8: which ground each place owns, so that nothing is counted twice. Geometry without time."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geomap import schema as s
from geomap.partition.areas import SLIVER_DEG2, area_km2
from geomap.partition.outlines import OUTLINE_KM2, is_point, polygons_of, with_outlines
from geomap.partition.sharing import Sharing, sharing_pairs
from geomap.partition.tree import is_among, with_above

GROUND = "ground"
KM2 = "km2"
IS_POINT = "is_point"
DRAWN = "drawn"


def to_ground(
    outlined: gpd.GeoDataFrame, records: pd.DataFrame, members: Sequence[str] | None = None
) -> gpd.GeoDataFrame:
    """Return the places of a map with the ground that each owns and its area.

    Rule 8. Ground belongs to the smallest place over it (km2; ties by ``place_id``) that has any
    holding record in the files, else to the smallest place. So nothing is counted twice and the
    visible polygons tile the extent. Everything is clipped to its country.

    Parameters: ``outlined`` from ``with_outlines`` (or ``read_places``); ``members`` are the ids on the map (all of
    them by default). Places that are not on the map keep the ground they own, so that it is not
    painted with another's state, except those around a member: the map is not about them.

    Adds ``ground`` (a geometry, empty for points and where smaller places own it all), ``km2``
    (its area on the ellipsoid), ``is_point`` and ``drawn`` (owns ground or is a point). Sorted by
    ``place_id``.
    """
    outlined = outlined if OUTLINE_KM2 in outlined else with_outlines(outlined)
    members = (
        outlined.index if members is None else pd.Index(members, dtype=outlined.index.dtype).sort_values()
    )
    around = with_above(outlined, members).difference(members)
    decided = records.loc[records[s.STATUS].isin(s.HOLDING), s.PLACE_ID].unique()
    order = _in_order(outlined.drop(index=around), decided)
    ground = _owned(order, np.flatnonzero(is_among(order.index, members)))
    result = outlined.loc[members].copy()
    owned = pd.Series(ground, index=order.index).reindex(members, fill_value=shapely.Polygon())
    result[GROUND] = gpd.GeoSeries(owned, crs=result.crs)
    result[KM2] = _ground_km2(result)
    result[IS_POINT] = is_point(result)
    result[DRAWN] = result[IS_POINT] | (result[KM2] > 0)
    return result


def _ground_km2(places: gpd.GeoDataFrame) -> np.ndarray:
    """Return the area of the ground of each place: where that is the outline itself, it is measured already."""
    km2 = places[OUTLINE_KM2].to_numpy(dtype=float, copy=True)
    pairs = (places[name].to_numpy() for name in (s.GEOMETRY, GROUND))
    cut = ~np.fromiter(map(operator.is_, *pairs), dtype=bool, count=len(places))
    km2[cut] = area_km2(places.loc[cut, GROUND])
    return km2


def _in_order(places: gpd.GeoDataFrame, decided: Iterable[str]) -> gpd.GeoDataFrame:
    """Return the polygons in the order of their claim to ground: with records first, then the smallest."""
    polygonal = places[~is_point(places)]
    rank = pd.DataFrame({"undecided": ~is_among(polygonal.index, decided), KM2: polygonal[OUTLINE_KM2]})
    return polygonal.loc[rank.rename_axis(s.PLACE_ID).sort_values(["undecided", KM2, s.PLACE_ID]).index]


def _owned(order: gpd.GeoDataFrame, of: np.ndarray) -> np.ndarray:
    """Return what each polygon owns beyond those ahead of it; only those at ``of`` are worked out.

    Ground is cut only where two places share some and something may be left: in a tree of places
    that tile each other nothing ever is.
    """
    outlines = order.geometry.to_numpy()
    ground = outlines.copy()
    shared = sharing_pairs(outlines, order[s.PARENT], of)
    owns_nothing = _owns_nothing(outlines, shared, of)
    around = _nearest_around(shared, len(outlines))
    for at, ahead in pd.Series(shared.ahead).groupby(shared.behind):
        if not owns_nothing[at]:
            outermost = ahead[~np.isin(around[ahead], ahead)]
            ground[at] = shapely.difference(outlines[at], _union(outlines[outermost]))
    ground[owns_nothing] = shapely.Polygon()
    for at in of[shapely.get_type_id(ground[of]) != shapely.GeometryType.POLYGON]:
        ground[at] = polygons_of(ground[at])
    return ground


def _owns_nothing(outlines: np.ndarray, shared: Sharing, of: np.ndarray) -> np.ndarray:
    """Return which outlines lie in one ahead of them, or are filled by smaller ones ahead of them.

    Places that share ground with none ahead of them are whole, and share none with each other: so
    those that lie in a place fill it where their areas add up to its own.
    """
    areas = shapely.area(outlines)
    is_whole = np.zeros(len(outlines), dtype=bool)
    is_whole[of] = True
    is_whole[shared.behind] = False
    fills = shared.ahead_is_inside & is_whole[shared.ahead]
    filled = np.bincount(shared.behind[fills], areas[shared.ahead[fills]], minlength=len(outlines))
    owns_nothing = filled > areas - SLIVER_DEG2
    owns_nothing[shared.behind[shared.behind_is_inside]] = True
    return owns_nothing


def _nearest_around(shared: Sharing, n: int) -> np.ndarray:
    """Return the first of the outlines behind each that it lies in, ``n`` where there is none."""
    around = np.full(n, n)
    np.minimum.at(around, shared.ahead[shared.ahead_is_inside], shared.behind[shared.ahead_is_inside])
    return around


def _union(outlines: np.ndarray) -> shapely.Geometry:
    """Return the ground of all the outlines, by the short way where they only share borders."""
    if shapely.coverage_is_valid(outlines):
        return shapely.coverage_union_all(outlines)
    return shapely.union_all(outlines)
