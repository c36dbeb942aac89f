"""Control maps from polygons and dated, sourced control records."""

__version__ = "0.1.0"
