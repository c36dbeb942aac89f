"""``geomap.toml``: which maps to make, from which files."""

from geomap.project.describing import ACTORS_FILE, CONFIG, FIGURES_FILE, MapSpec, Project
from geomap.project.furnishing import MAP_KEYS
from geomap.project.loading import Data, collect_data, outlined, read_data, to_scene
from geomap.project.outputs import (
    Output,
    days_left_out,
    outputs_of,
    shared_names,
    sheets_of,
    snapshot_days,
)
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
    "Output",
    "Project",
    "collect_data",
    "days_left_out",
    "find_project",
    "likeness_warnings",
    "outlined",
    "outputs_of",
    "read_data",
    "read_project",
    "shared_names",
    "sheets_of",
    "snapshot_days",
    "to_scene",
]
