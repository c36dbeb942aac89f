"""A scene on one day as a sheet for print: PNG, SVG or PDF. The only place that knows matplotlib.

What is drawn is the ``Scene``'s own: fills, legend and sentences are those of the live page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from geomap.render.static.drawing import draw
from geomap.render.static.sheet import quiet_settings

if TYPE_CHECKING:
    from geomap.scene import Scene

__all__ = ["render", "render_all"]


def render(scene: Scene, suffix: str, *, on: pd.Timestamp | str | None = None) -> bytes:
    """Return ``scene`` as it was on a day, as the bytes of a ``.png``, ``.svg`` or ``.pdf`` file.

    ``on`` defaults to the day on which the scene opens. The same scene gives the same bytes. In an
    SVG and a PDF, texts are text; in an SVG, groups are named by layer and place.
    """
    return render_all(scene, (suffix,), on=on)[suffix]


def render_all(
    scene: Scene, suffixes: Sequence[str], *, on: pd.Timestamp | str | None = None, unless: str = ""
) -> dict[str, bytes]:
    """Return the sheet of one day in several formats, drawn once: suffix -> bytes; see ``render``.

    An SVG holds all that is drawn: where it is the one with the SHA-256 ``unless``, it alone is returned.
    """
    day = scene.opens if on is None else pd.Timestamp(on)
    with quiet_settings():
        sheet = draw(scene, day)
        vector = {".svg": sheet.save(".svg")} if ".svg" in suffixes else {}
        if vector and hashlib.sha256(vector[".svg"]).hexdigest() == unless:
            return vector
        return {suffix: vector.get(suffix) or sheet.save(suffix) for suffix in suffixes}
