"""Outlines: repaired where they cross themselves, refused where they cannot be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

from geomap.boundaries.features import spot_of
from geomap.errors import BadValue, Problem, Problems, warn
from geomap.schema import GEOMETRY, LEVEL, NAME, PARENT, PLACE_ID

if TYPE_CHECKING:
    import geopandas as gpd

_POLYGONAL = ("Polygon", "MultiPolygon")
_TYPES = (shapely.GeometryType.POINT, shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_FAR = 0.5  # degrees from every country before a place is thought to be swapped
_MARGIN = 1.0  # degrees round the middle half of the places, where no country is drawn
_MIN_OTHERS = 4  # fewer places than this do not say where the map is
_GEOD = Geod(ellps="WGS84")


def to_outlines(rows: gpd.GeoDataFrame, problems: Problems) -> tuple[gpd.GeoDataFrame, pd.Series]:
    """Return ``rows`` with every outline a valid polygon or a point, and which rows have none.

    Rings that cross themselves are repaired, their polygonal part kept, and a warning says how
    much the area changed. Lines, empty geometries and coordinates off the globe are problems.
    """
    geometries = np.array(rows[GEOMETRY], dtype=object)
    bad = np.zeros(len(rows), dtype=bool)
    for i in np.flatnonzero(~_as_it_should_be(geometries)):
        try:
            geometries[i] = _to_outline(geometries[i], rows.iloc[i])
        except BadValue as error:
            row = rows.iloc[i]
            problems.add(
                Problem(**spot_of(row), what=error.what, column=GEOMETRY, hint=_of(row) + error.hint)
            )
            bad[i] = True
    return rows.set_geometry(geometries, crs=rows.crs), pd.Series(bad, index=rows.index)


def _as_it_should_be(geometries: np.ndarray) -> np.ndarray:
    """Return which geometries are valid polygons or points on the globe, as nearly all of them are."""
    minx, miny, maxx, maxy = shapely.bounds(geometries).T
    with np.errstate(invalid="ignore"):
        on_globe = (minx >= -180) & (maxx <= 180) & (miny >= -90) & (maxy <= 90)
    coordinates, owner = shapely.get_coordinates(geometries, return_index=True)
    finite = np.ones(len(geometries), dtype=bool)
    finite[owner[~np.isfinite(coordinates).all(axis=1)]] = False
    return np.isin(shapely.get_type_id(geometries), _TYPES) & on_globe & finite & shapely.is_valid(geometries)


def _of(row: pd.Series) -> str:
    return f"Place {row[PLACE_ID]}: " if row[PLACE_ID] else ""


def _to_outline(geometry: shapely.Geometry | None, row: pd.Series) -> shapely.Geometry:
    """Return the valid polygon or point of a place; raise ``BadValue`` where there is none."""
    single = _single(geometry)
    if single is None or single.is_empty:
        raise BadValue("is empty", "draw the place, as a polygon or a point, or take the feature out.")
    _check_coordinates(single)
    return single if single.is_valid else _repaired(single, row)


def _single(geometry: shapely.Geometry | None) -> shapely.Geometry | None:
    """Return the one member of a collection of one, else the geometry itself."""
    if geometry is not None and geometry.geom_type in ("MultiPoint", "GeometryCollection"):
        parts = list(geometry.geoms)
        return parts[0] if len(parts) == 1 else geometry
    return geometry


def _check_coordinates(geometry: shapely.Geometry) -> None:
    """Raise ``BadValue`` if a geometry is of a kind that no place has, or does not lie on the globe."""
    if geometry.geom_type not in (*_POLYGONAL, "Point"):
        hint = "a place is a polygon or a point; lines belong in the context layers."
        raise BadValue(f"is a {geometry.geom_type}", hint)
    minx, miny, maxx, maxy = geometry.bounds
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        raise BadValue("has a coordinate that is not a number", "draw it again.")
    if minx >= -180 and maxx <= 180 and miny >= -90 and maxy <= 90:
        return
    if minx >= -90 and maxx <= 90 and miny >= -180 and maxy <= 180:
        raise BadValue("has latitude and longitude swapped", "write (longitude, latitude).")
    what = f"lies off the globe ({minx:g} {miny:g} to {maxx:g} {maxy:g})"
    raise BadValue(
        what, "the numbers are not degrees: declare the coordinate system the file has, or convert it."
    )


def _repaired(geometry: shapely.Geometry, row: pd.Series) -> shapely.Geometry:
    """Return the polygonal part of the valid form of ``geometry``, and warn of it."""
    made = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    polygons = [part for part in shapely.get_parts(made) if part.geom_type == "Polygon"]
    if not polygons or shapely.area(made) == 0:
        raise BadValue("crosses itself so that no area is left", "draw it again.")
    made = polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    before, after = km2_of(geometry), km2_of(made)
    what = (
        f"has an outline that is not valid ({shapely.is_valid_reason(geometry)}); it was repaired, "
        f"and its area went from {before:.3f} to {after:.3f} km²"
    )
    hint = "Look at it, or draw it again."
    warn(Problem(**spot_of(row), what=what, column=PLACE_ID, value=row[PLACE_ID], hint=hint))
    return made


def km2_of(geometry: shapely.Geometry) -> float:
    """Return the area on the WGS 84 ellipsoid in km², whichever way the rings turn."""
    parts = shapely.get_parts(geometry)
    return sum(_ring_km2(p.exterior) - sum(_ring_km2(hole) for hole in p.interiors) for p in parts)


def _ring_km2(ring: shapely.LinearRing) -> float:
    x, y = shapely.get_coordinates(ring).T
    return abs(_GEOD.polygon_area_perimeter(x, y)[0]) / 1e6


def report_swapped(rows: gpd.GeoDataFrame, problems: Problems) -> pd.Series:
    """Report places that lie among the others only once longitude and latitude change places.

    A place is swapped if it lies off its declared parent and, turned round, on it; or more than
    half a degree from every country that is drawn and, turned round, wholly within the countries'
    extent; or, where no country is drawn, far from the middle half of the places and, turned
    round, among them. A whole file that is swapped is not noticed by this.
    """
    boxes = rows.geometry.bounds.to_numpy()
    turned = boxes[:, [1, 0, 3, 2]]
    swapped = _off_parent(rows, boxes, turned)
    countries = (rows[LEVEL] == "country").to_numpy()
    swapped |= _off_home(boxes, turned, countries)
    for i in np.flatnonzero(swapped):
        row = rows.iloc[i]
        at = ", ".join(f"{c:.3f}" for c in shapely.get_coordinates(shapely.centroid(row[GEOMETRY]))[0])
        where = f"of {row[NAME] or row[PLACE_ID]} lies at {at}, far from the other places"
        what = f"{where}: latitude and longitude are swapped"
        problems.add(Problem(**spot_of(row), what=what, column=GEOMETRY, hint="Write (longitude, latitude)."))
    return pd.Series(swapped, index=rows.index)


def _off_parent(rows: gpd.GeoDataFrame, boxes: np.ndarray, turned: np.ndarray) -> np.ndarray:
    """Return which places lie off the box of their declared parent and, turned round, in it."""
    at = {identifier: i for i, identifier in enumerate(rows[PLACE_ID])}
    parents = np.array([at.get(parent, -1) for parent in rows[PARENT]], dtype=int)
    around = boxes[parents] if len(boxes) else boxes
    named = (parents >= 0) & (_extent(around) > _extent(boxes))
    return named & _apart(boxes, around) & _within(turned, around)


def _off_home(boxes: np.ndarray, turned: np.ndarray, countries: np.ndarray) -> np.ndarray:
    none = np.zeros(len(boxes), dtype=bool)
    if countries.any():
        homes = boxes[countries]
        far, inside = ~none, none.copy()
        for home in homes:
            far &= _apart(boxes, home + np.array([-_FAR, -_FAR, _FAR, _FAR]))
            inside |= _within(turned, home)
        if (far & inside).sum() <= len(boxes) / 2:
            return far & inside & ~countries
        # Most places lie elsewhere: then it is the country that is turned round.
        return countries & (len(homes) == 1)
    if len(boxes) < _MIN_OTHERS + 1:
        return none
    centres = np.column_stack([boxes[:, [0, 2]].mean(axis=1), boxes[:, [1, 3]].mean(axis=1)])
    low, high = np.quantile(centres, 0.25, axis=0), np.quantile(centres, 0.75, axis=0)
    reach = 1.5 * (high - low) + _MARGIN
    home = np.concatenate([low - reach, high + reach])
    return _apart(boxes, home) & _within(turned, home)


def _extent(boxes: np.ndarray) -> np.ndarray:
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def _apart(boxes: np.ndarray, home: np.ndarray) -> np.ndarray:
    minx, miny, maxx, maxy = np.moveaxis(home, -1, 0)
    return (boxes[:, 0] > maxx) | (boxes[:, 2] < minx) | (boxes[:, 1] > maxy) | (boxes[:, 3] < miny)


def _within(boxes: np.ndarray, home: np.ndarray) -> np.ndarray:
    minx, miny, maxx, maxy = np.moveaxis(home, -1, 0)
    return (boxes[:, 0] >= minx) & (boxes[:, 2] <= maxx) & (boxes[:, 1] >= miny) & (boxes[:, 3] <= maxy)
