"""Films: the sheet of day after day as an animated GIF or WebP, or as an MP4."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.paper import Paper
from geomap.render.static.film.days import shots_of
from geomap.render.static.film.drawing import pictures
from geomap.render.static.film.writing import WRITERS, find_ffmpeg
from geomap.render.static.sheet import quiet_settings

if TYPE_CHECKING:
    from geomap.scene import Scene

#: The size of a film where none is asked for: 1200 by 900 dots.
PAPER = Paper(10.0, 7.5, 120.0)


def animate(scene: Scene, suffix: str, *, paper: Paper | None = None, **chosen: Any) -> bytes:
    """Return a film of a scene as the bytes of a file: see ``geomap.render.animate``; ``chosen`` as ``shots_of``."""
    if suffix == ".mp4":
        find_ffmpeg()
    shots = shots_of(scene, **chosen)
    with quiet_settings():
        drawn = pictures(scene, [shot.day for shot in shots], paper or PAPER)
        return WRITERS[suffix](drawn, [shot.seconds for shot in shots], scene)
