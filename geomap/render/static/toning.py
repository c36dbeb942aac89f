"""The tone of a text after the ground that it stands on: light on dark, dark on light."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.render.static import ink
from geomap.render.static.fills import luminance_of

if TYPE_CHECKING:
    from geomap.render.static.ink import Type
    from geomap.style import Fill

#: Grounds darker than this carry white letters.
DARK = 0.19


def toned(face: Type, fill: Fill | None) -> Type:
    """Return ``face`` for a text on ``fill`` (none: beside the places).

    On the plain ground of one party the halo is of that ground's own colour: it only parts the
    letters from lines and texture. On any other ground the halo is white.
    """
    if fill is None or fill.kind != "solid" or not fill.colors:
        return replace(face, halo_color=ink.HALO)
    ground = fill.colors[0]
    return replace(face, color=ink.PAPER if luminance_of(ground) < DARK else ink.INK, halo_color=ground)


def quietened(face: Type, fill: Fill | None) -> Type:
    """Return ``face`` for a quiet name that lies on ``fill``: of its tone, but not as strong."""
    if fill is None:
        return face
    if fill.kind != "solid" or not fill.colors:
        return replace(face, color=ink.INK_2, halo_color=ink.HALO)
    ground = fill.colors[0]
    color = "#f3ecea" if luminance_of(ground) < DARK else "#3a3d41"
    return replace(face, color=color, halo_color=ground)
