"""Outlines as a map draws them: within their country, measured."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geomap import schema as s
from geomap.errors import Problem, Problems
from geomap.partition.areas import SLIVER_DEG2, area_km2
from geomap.partition.tree import country_of

OUTLINE_KM2 = "outline_km2"


def is_point(places: gpd.GeoDataFrame) -> pd.Series:
    """Return which places are points: drawn as symbols, never counted in km2."""
    return places.geometry.geom_type.isin(["Point", "MultiPoint"])


def polygons_of(geometry: shapely.Geometry) -> shapely.Geometry:
    """Return the polygonal part of what an overlay gave, without lines, points and slivers."""
    parts = [part for part in shapely.get_parts(geometry, return_index=False) if part.geom_type == "Polygon"]
    if geometry.geom_type == "GeometryCollection":
        nested = [polygons_of(part) for part in shapely.get_parts(geometry)]
        parts = [p for part in nested for p in shapely.get_parts(part) if p.geom_type == "Polygon"]
    kept = [part for part in parts if part.area > SLIVER_DEG2]
    return shapely.MultiPolygon(kept) if len(kept) != 1 else kept[0]


def clip_to_country(places: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return each outline, cut off where it leaves its country; a point stays where it is.

    A place's country is the ancestor of level ``country``; where it has none nothing is cut.
    """
    country = country_of(places).to_numpy()
    outlines = places.geometry.to_numpy().copy()
    inside = (country != "") & (country != places.index) & ~is_point(places).to_numpy()
    for name in dict.fromkeys(country[inside]):
        frame = places.geometry[name]
        shapely.prepare(frame)
        members = np.flatnonzero(inside & (country == name))
        for at in members[~shapely.covers(frame, outlines[members])]:
            outlines[at] = polygons_of(outlines[at].intersection(frame))
    return gpd.GeoSeries(outlines, index=places.index, crs=places.crs, name=s.GEOMETRY)


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
    outside = clipped.geometry.is_empty
    if not outside.any():
        return
    problems = Problems()
    countries = country_of(clipped)
    for place, row in clipped[outside].iterrows():
        what = f"lies wholly outside {countries[place]}, the country it belongs to"
        hint = "Check its parent, and that coordinates are written longitude, latitude."
        problems.add(Problem(row.get(s.FILE, ""), row.get(s.LINE) or None, what, s.PLACE_ID, place, hint))
    problems.raise_if_any()
