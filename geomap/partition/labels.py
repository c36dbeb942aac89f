"""Where a name stands: a point well inside each place."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geomap.partition.ground import GROUND

DECIMALS = 6  # of a degree: a tenth of a metre


def label_points(places: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return a point well inside the ground of each place, else inside its outline; a point's own spot.

    The centre of the widest circle that fits into the largest part (the pole of inaccessibility,
    by ``shapely.maximum_inscribed_circle``), in degrees stretched to true proportion there. That
    takes its time: ask for the places that are labelled. Index and CRS are those of ``places``.
    """
    shapes = places.geometry.to_numpy()
    if GROUND in places:
        ground = places[GROUND].to_numpy()
        shapes = np.where(shapely.is_empty(ground), shapes, ground)
    points = [_inner_point(shape) for shape in shapes]
    return gpd.GeoSeries(points, index=places.index, crs=places.crs)


def _inner_point(geometry: shapely.Geometry) -> shapely.Point:
    if shapely.get_dimensions(geometry) < 2:
        return shapely.Point(shapely.get_coordinates(geometry)[0])
    parts = shapely.get_parts(geometry)
    largest = parts[np.argmax(shapely.area(parts))]
    stretch = np.array([np.cos(np.radians(largest.centroid.y)), 1.0])
    flat = shapely.transform(largest, lambda lonlat: lonlat * stretch)
    circle = shapely.maximum_inscribed_circle(flat, tolerance=np.sqrt(flat.area) / 50)
    return shapely.Point((shapely.get_coordinates(circle)[0] / stretch).round(DECIMALS))
