"""Everything a renderer needs, worked out once: the live map and the sheet cannot disagree."""

from geomap.scene.composing import compose, newest_day
from geomap.scene.describing import ContextLayer, Scene
from geomap.scene.extent import kilometres_across, projection_for

__all__ = ["ContextLayer", "Scene", "compose", "kilometres_across", "newest_day", "projection_for"]
