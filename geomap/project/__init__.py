"""``geomap.toml``: which maps to make, from which files."""

from geomap.project.describing import ACTORS_FILE, CONFIG, FIGURES_FILE, MapSpec, Project
from geomap.project.furnishing import MAP_KEYS
from geomap.project.loading import Data, collect_data, outlined, read_data, to_scene
from geomap.project.reading import PROJECT_KEYS, find_project, read_project
from geomap.project.seeing import likeness_warnings
from geomap.project.values import FORMATS

__all__ = [
    "ACTORS_FILE",
    "CONFIG",
    "FIGURES_FILE",
    "FORMATS",
    "MAP_KEYS",
    "PROJECT_KEYS",
    "Data",
    "MapSpec",
    "Project",
    "collect_data",
    "find_project",
    "likeness_warnings",
    "outlined",
    "read_data",
    "read_project",
    "to_scene",
]
