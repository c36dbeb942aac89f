"""Files of polygons and points become one checked frame of places."""

from geomap.boundaries.context import read_context
from geomap.boundaries.reading import collect_places, read_places

__all__ = ["collect_places", "read_context", "read_places"]
