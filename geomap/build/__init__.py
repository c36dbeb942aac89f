"""Build the maps of a project that are out of date, and say what they rest on."""

from geomap.build.building import Built, build
from geomap.build.tallying import Tally, tally

__all__ = ["Built", "Tally", "build", "tally"]
