"""A scene on one day, or on several, as a sheet for print: PNG, WebP, SVG or PDF. The only place that knows matplotlib.

What is drawn is the ``Scene``'s own: fills, legend and sentences are those of the live page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from geomap.paper import Paper
from geomap.render.static.drawing import draw
from geomap.render.static.sheet import quiet_settings

if TYPE_CHECKING:
    from geomap.dates import Days
    from geomap.scene import Scene

__all__ = ["SUFFIXES", "render", "render_all"]

SUFFIXES = (".png", ".webp", ".svg", ".pdf")


def render(
    scene: Scene,
    suffix: str,
    *,
    on: Days | None = None,
    paper: Paper | None = None,
) -> bytes:
    """Return ``scene`` as it was on a day, as the bytes of a ``.png``, ``.webp``, ``.svg`` or ``.pdf`` file.

    ``on`` defaults to the day on which the scene opens; of several days there is a map for each, on
    one scale and with one legend. The same scene gives the same bytes. In an SVG and a PDF, texts
    are text, unless ``paper`` is ``outlined``; in an SVG, groups are named by layer and place.
    """
    return render_all(scene, (suffix,), on=on, paper=paper)[suffix]


def render_all(
    scene: Scene,
    suffixes: Sequence[str],
    *,
    on: Days | None = None,
    paper: Paper | None = None,
) -> dict[str, bytes]:
    """Return one sheet in several formats, drawn once: suffix -> bytes; see ``render``."""
    with quiet_settings():
        sheet = draw(scene, days_of(scene, on), paper or Paper())
        return {suffix: sheet.save(suffix) for suffix in suffixes}


def days_of(scene: Scene, on: Days | None) -> list[pd.Timestamp]:
    """Return the days of a sheet, in order and each once: by default the one on which the scene opens."""
    if on is None:
        return [scene.opens]
    days = [on] if isinstance(on, (str, pd.Timestamp)) else list(on)
    return sorted({pd.Timestamp(day) for day in days}) or [scene.opens]
