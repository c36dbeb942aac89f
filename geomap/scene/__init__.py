"""Everything a renderer needs, worked out once: the live map and the sheet cannot disagree."""

from geomap.scene.composing import compose, newest_day
from geomap.scene.describing import ContextLayer, Scene, origins_of
from geomap.scene.extent import kilometres_across, projection_for
from geomap.scene.locating import Locator
from geomap.scene.projecting import check_projection

__all__ = [
    "ContextLayer",
    "Locator",
    "Scene",
    "check_projection",
    "compose",
    "kilometres_across",
    "newest_day",
    "origins_of",
    "projection_for",
]
