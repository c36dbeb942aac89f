"""Areas on the ellipsoid, of polygons as they are drawn and cut: with edges straight in degrees."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

#: Distances are geodesic, on the WGS 84 ellipsoid (Karney 2013, through PROJ).
GEOD = Geod(ellps="WGS84")

#: Slivers that overlays leave along shared lines, in square degrees (about 1 m2).
SLIVER_DEG2 = 1e-10

# Five points along an edge integrate the sine of its latitudes to 1e-12 up to 60 degrees of them.
_SPOTS, _WEIGHTS = np.polynomial.legendre.leggauss(5)
_KM_PER_DEGREE2 = (GEOD.a / 1000) ** 2 / 2 * np.pi / 180


def area_km2(geometries: gpd.GeoSeries) -> pd.Series:
    """Return the area of each geometry on the WGS 84 ellipsoid, in km2; points and empty ones have 0.

    Geometries are in degrees of longitude and latitude (EPSG:4326), and their edges run straight
    in degrees, as they are drawn and cut: so the areas of pieces add up to the area of the whole.
    The strip between an edge and the equator has the area ``a²/2 ∫ q dλ``, where ``q`` of the
    latitude is that of Snyder (1987, *Map Projections*, equation 3-12); a ring has the sum of its
    edges, whichever way it turns. Slivers that overlays leave have none.

    >>> area_km2(gpd.GeoSeries([shapely.box(0, 0, 1, 1), shapely.Point(0, 0), None])).round(1).tolist()
    [12308.5, 0.0, 0.0]
    """
    polygons, owner = polygons_in(geometries.to_numpy())
    large = shapely.area(polygons) > SLIVER_DEG2
    rings, of_polygon = rings_of(polygons[large])
    areas = _ring_areas(rings)
    is_hole = np.diff(of_polygon, prepend=-1) == 0
    total = np.bincount(owner[large][of_polygon], np.where(is_hole, -areas, areas), minlength=len(geometries))
    return pd.Series(total, index=geometries.index, dtype=float)


def polygons_in(geometries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return every polygon that the geometries are made of, and the position of its geometry."""
    parts, owner = np.asarray(geometries, dtype=object), np.arange(len(geometries))
    while (shapely.get_type_id(parts) > shapely.GeometryType.POLYGON).any():
        parts, of_part = shapely.get_parts(parts, return_index=True)
        owner = owner[of_part]
    is_polygon = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    return parts[is_polygon], owner[is_polygon]


def rings_of(polygons: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the rings of polygons, for their coordinates, and the position of each one's polygon.

    Where no polygon has a hole each stands for its only ring, as their coordinates are the same.
    """
    if (shapely.get_num_interior_rings(polygons) > 0).any():
        return shapely.get_rings(polygons, return_index=True)
    there = np.flatnonzero(~shapely.is_empty(polygons))
    return polygons[there], there


def _ring_areas(rings: np.ndarray) -> np.ndarray:
    """Return what each ring encloses, in km2, whichever way it turns."""
    points, ring = shapely.get_coordinates(rings, return_index=True)
    edges = np.flatnonzero(ring[1:] == ring[:-1])
    lon, lat = np.ascontiguousarray(points.T)
    low, east, north = lat[edges], lon[edges + 1] - lon[edges], lat[edges + 1] - lat[edges]
    # Differences are taken in degrees, where they are exact: a small ring far from 0 loses nothing.
    mean_q = sum(
        weight / 2 * _q(np.radians(low + (spot + 1) / 2 * north))
        for spot, weight in zip(_SPOTS, _WEIGHTS, strict=True)
    )
    enclosed = np.bincount(ring[edges], east * mean_q, minlength=len(rings))
    return np.abs(enclosed) * _KM_PER_DEGREE2


def _q(latitude: np.ndarray) -> np.ndarray:
    """Return Snyder's ``q``: ``a²/2 q`` is the area from the equator to a latitude, per radian."""
    e = np.sqrt(GEOD.es)
    e_sine = e * np.sin(latitude)
    return (1 - GEOD.es) / e * (e_sine / (1 - e_sine**2) + np.arctanh(e_sine))
