"""Rule 8: which ground each place owns, so that nothing is counted twice. Geometry without time."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

from geomap import schema as s
from geomap.errors import Problem, Problems

#: Areas and distances are geodesic, on the WGS 84 ellipsoid (Karney 2013, through PROJ).
GEOD = Geod(ellps="WGS84")

GROUND = "ground"
KM2 = "km2"
OUTLINE_KM2 = "outline_km2"
IS_POINT = "is_point"
DRAWN = "drawn"
LABEL_LON = "label_lon"
LABEL_LAT = "label_lat"

#: Slivers that overlays leave along shared lines, in square degrees (about 1 m2).
SLIVER_DEG2 = 1e-10
#: Edges longer than this are divided for measuring; what is left of the error is under 1e-6.
EDGE_DEG = 0.1
#: How much of a place may stick out of another and still lie "within" it.
WITHIN_SHARE = 0.98


def area_km2(geometries: gpd.GeoSeries) -> pd.Series:
    """Return the geodesic area of each geometry in km2; points and empty ones have 0.

    Geometries are in degrees of longitude and latitude (EPSG:4326), and their edges run straight
    in degrees, as they are drawn and cut: long ones are divided before the geodesic is taken, so
    that the areas of pieces add up to the area of the whole.
    """
    areas = [
        abs(GEOD.geometry_area_perimeter(polygon)[0]) / 1e6 for polygon in map(_counter_clockwise, geometries)
    ]
    return pd.Series(areas, index=geometries.index, dtype=float)


def _counter_clockwise(geometry: shapely.Geometry) -> shapely.Geometry:
    """Return the polygons of ``geometry`` with rings turned the way the geodesic area expects."""
    if shapely.get_dimensions(geometry) < 2 or shapely.is_empty(geometry):
        return shapely.Polygon()
    return shapely.segmentize(shapely.orient_polygons(polygons_of(geometry), exterior_cw=False), EDGE_DEG)


def polygons_of(geometry: shapely.Geometry) -> shapely.Geometry:
    """Return the polygonal part of what an overlay gave, without lines, points and slivers."""
    parts = [part for part in shapely.get_parts(geometry, return_index=False) if part.geom_type == "Polygon"]
    if geometry.geom_type == "GeometryCollection":
        nested = [polygons_of(part) for part in shapely.get_parts(geometry)]
        parts = [p for part in nested for p in shapely.get_parts(part) if p.geom_type == "Polygon"]
    kept = [part for part in parts if part.area > SLIVER_DEG2]
    return shapely.MultiPolygon(kept) if len(kept) != 1 else kept[0]


def is_point(places: gpd.GeoDataFrame) -> pd.Series:
    """Return which places are points: drawn as symbols, never counted in km2."""
    return places.geometry.geom_type.isin(["Point", "MultiPoint"])


def clip_to_country(places: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return each outline, cut off where it leaves its country; a point stays where it is.

    A place's country is the ancestor of level ``country``; where it has none nothing is cut.
    """
    countries = country_of(places)
    outlines = places.geometry.copy()
    polygonal = ~is_point(places)
    for country, members in countries[countries != ""].groupby(countries):
        frame = places.geometry[country]
        inside = members.index[polygonal[members.index] & (members.index != country)]
        sticks_out = [place for place in inside if not frame.covers(outlines[place])]
        for place in sticks_out:
            outlines[place] = polygons_of(outlines[place].intersection(frame))
    return outlines


def country_of(places: gpd.GeoDataFrame) -> pd.Series:
    """Return the ``place_id`` of each place's country, empty where nothing above it is one."""
    country = pd.Series("", index=places.index, dtype=object)
    here = pd.Series(places.index, index=places.index, dtype=object)
    level = places[s.LEVEL].to_dict()
    parent = places[s.PARENT].to_dict()
    while (here != "").any():
        found = (country == "") & here.map(level).eq("country")
        country[found] = here[found]
        here = here.map(parent).fillna("").where(country == "", "")
    return country


def with_outlines(places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the places, sorted, with outlines clipped to their country and ``outline_km2``.

    Raises ``DataError`` with every place of which nothing is left.
    """
    result = places.sort_index().copy()
    result[s.GEOMETRY] = clip_to_country(result)
    _check_inside(result)
    result[OUTLINE_KM2] = area_km2(result.geometry)
    return result


def _check_inside(clipped: gpd.GeoDataFrame) -> None:
    """Raise ``DataError`` with every place that lies wholly outside its country."""
    problems = Problems()
    countries = country_of(clipped)
    for place, row in clipped[clipped.geometry.is_empty].iterrows():
        what = f"lies wholly outside {countries[place]}, the country it belongs to"
        hint = "Check its parent, and that coordinates are written longitude, latitude."
        problems.add(Problem(row.get(s.FILE, ""), row.get(s.LINE) or None, what, s.PLACE_ID, place, hint))
    problems.raise_if_any()


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
    (its geodesic area), ``is_point``, ``drawn`` (owns ground or is a point), and a point well
    inside it, ``label_lon`` and ``label_lat``. Sorted by ``place_id``.
    """
    outlined = outlined if OUTLINE_KM2 in outlined else with_outlines(outlined)
    members = list(outlined.index) if members is None else sorted(members)
    around = {above for place in members for above in _above(outlined, place)} - set(members)
    decided = set(records.loc[records[s.STATUS].isin(s.HOLDING), s.PLACE_ID])
    ground = _owned(outlined.drop(index=sorted(around)), decided, set(members))
    result = outlined.loc[members].copy()
    result[GROUND] = gpd.GeoSeries(ground[members], crs=result.crs)
    result[KM2] = area_km2(result[GROUND])
    result[IS_POINT] = is_point(result)
    result[DRAWN] = result[IS_POINT] | (result[KM2] > 0)
    return _with_label_points(result)


def _above(places: gpd.GeoDataFrame, place: str) -> list[str]:
    """Return the places above one, nearest first."""
    above = []
    while (place := places.at[place, s.PARENT]) and place in places.index:
        above.append(place)
    return above


def _owned(places: gpd.GeoDataFrame, decided: set[str], members: set[str]) -> pd.Series:
    """Return the ground of the members: claimed by those with records first, the smallest first."""
    polygonal = places[~is_point(places)]
    rank = pd.DataFrame({"undecided": ~polygonal.index.isin(decided), KM2: polygonal[OUTLINE_KM2]})
    order = rank.rename_axis(s.PLACE_ID).sort_values(["undecided", KM2, s.PLACE_ID]).index
    outlines = polygonal.geometry[order].to_numpy()
    tree = shapely.STRtree(outlines)
    ground = pd.Series([shapely.Polygon()] * len(places), index=places.index, dtype=object)
    for position, place in enumerate(order):
        if place not in members:
            continue
        near = tree.query(outlines[position], predicate="intersects")
        ahead = outlines[np.sort(near[near < position])]
        left = (
            shapely.difference(outlines[position], shapely.union_all(ahead))
            if len(ahead)
            else outlines[position]
        )
        ground[place] = polygons_of(left)
    return ground


def _with_label_points(places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add a point well inside the ground (else inside the outline) of each place."""
    where = np.where(places[KM2] > 0, places[GROUND].to_numpy(), places.geometry.to_numpy())
    points = [_inner_point(geometry) for geometry in where]
    places[LABEL_LON] = [point.x for point in points]
    places[LABEL_LAT] = [point.y for point in points]
    return places


def _inner_point(geometry: shapely.Geometry) -> shapely.Point:
    """Return the centre of the widest circle that fits (of the largest part), or the point itself.

    The pole of inaccessibility, by ``shapely.maximum_inscribed_circle``, in degrees stretched to
    true proportion at this latitude.
    """
    if shapely.get_dimensions(geometry) < 2:
        return shapely.Point(shapely.get_coordinates(geometry)[0])
    largest = max(shapely.get_parts(geometry), key=lambda part: part.area)
    stretch = np.cos(np.radians(largest.centroid.y))
    flat = shapely.transform(largest, lambda xy: xy * [stretch, 1])
    circle = shapely.maximum_inscribed_circle(flat, tolerance=np.sqrt(flat.area) / 50)
    x, y = shapely.get_coordinates(circle)[0]
    return shapely.Point(round(x / stretch, 6), round(y, 6))


def overlaps(places: gpd.GeoDataFrame, *, least_km2: float = 0.01) -> pd.DataFrame:
    """Return pairs of places of which neither lies within the other and that share ground.

    Rule 8. Such ground has two owners in the data; the smaller one is drawn. Returns ``a``, ``b``
    and ``km2`` shared, largest first; shared lines and slivers under ``least_km2`` are left out.
    """
    outlines = places.geometry[~is_point(places)]
    tree = shapely.STRtree(outlines.to_numpy())
    left, right = tree.query(outlines.to_numpy(), predicate="intersects")
    rows = []
    for one, other in zip(left[left < right], right[left < right], strict=True):
        a, b = outlines.iloc[one], outlines.iloc[other]
        shared = polygons_of(shapely.intersection(a, b))
        if shared.is_empty or shared.area > WITHIN_SHARE * min(a.area, b.area):
            continue
        rows.append((outlines.index[one], outlines.index[other], shared))
    frame = pd.DataFrame(rows, columns=["a", "b", s.GEOMETRY])
    frame[KM2] = area_km2(gpd.GeoSeries(frame.pop(s.GEOMETRY)))
    frame = frame[frame[KM2] >= least_km2]
    return frame.sort_values([KM2, "a", "b"], ascending=[False, True, True], ignore_index=True)
