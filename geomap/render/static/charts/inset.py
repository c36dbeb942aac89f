"""A small chart on a sheet, in the room that the legend leaves."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.errors import GeomapWarning
from geomap.render.static import ink
from geomap.render.static.charts.area import draw_area
from geomap.render.static.charts.barplot import draw_bars, height_in
from geomap.render.static.ink import POINT
from geomap.render.static.insets import spare
from geomap.render.static.view import Box
from geomap.render.static.wording import wrap
from geomap.stack import stack_of

if TYPE_CHECKING:
    from geomap.render.static.artists import Group
    from geomap.render.static.content import Content
    from geomap.render.static.layout import Layout
    from geomap.render.static.sheet import Sheet

AREA, BARS = "area", "bars"
#: A chart on a sheet is no narrower than this, in inches, and through time no lower and no higher.
LEAST_WIDTH, LEAST_HEIGHT, MOST_HEIGHT = 1.7, 1.0, 1.7
#: Between a chart and a locator, in inches.
GAP = 0.12


def draw_inset(sheet: Sheet, content: Content, layout: Layout, taken: Box | None) -> None:
    """Draw the small chart that the scene asks for below the legend, clear of what is ``taken`` there.

    Where it has no room it is left out, and a ``GeomapWarning`` says so.
    """
    rooms = [_clear_of(room, taken) for room in spare(layout)]
    rooms = [room for room in rooms if room.width >= LEAST_WIDTH]
    best = max(rooms, key=lambda room: room.height, default=None)
    if best is None or not _draw(sheet, content, best):
        text = (
            f"The map {content.scene.name!r} has no room for its inset on a sheet of {sheet.width:.3g} by"
            f" {sheet.height:.3g} inches: it is left out. Draw it larger, or as a chart of its own with geomap chart."
        )
        warnings.warn(text, GeomapWarning, stacklevel=2)


def _clear_of(room: Box, taken: Box | None) -> Box:
    """Return the upper part of a room, above what is taken in it."""
    return replace(room, y0=taken.y1 + GAP) if taken is not None and room.overlaps(taken) else room


def _draw(sheet: Sheet, content: Content, room: Box) -> bool:
    """Draw heading and chart from the top of a room; return whether there was room for both."""
    kind, face = content.scene.inset, ink.HEADING
    text = (
        content.say("chart.inset")
        if kind == AREA
        else content.say("chart.shares_on", date=content.words.day(content.day))
    )
    lines = wrap(sheet, text, face, room.width, 2)
    top = room.y1 - len(lines) * face.leading - 2 * POINT
    need = LEAST_HEIGHT if kind == AREA else height_in(room.width, content, least=True)
    if top - room.y0 < need:
        return False
    most = MOST_HEIGHT if kind == AREA else height_in(room.width, content)
    group = sheet.group("layer-inset")
    for at, line in enumerate(lines):
        base = room.y1 - at * face.leading - face.ascent
        sheet.write(group, (room.x0, base), content.shown(line), face)
    draw_chart(sheet, group, Box(room.x0, max(room.y0, top - most), room.x1, top), content, kind=kind)
    return True


def draw_chart(sheet: Sheet, group: Group, box: Box, content: Content, *, kind: str) -> None:
    """Draw a chart of the scene in a box of a sheet: through time, or of the sheet's day."""
    if kind == BARS:
        draw_bars(sheet, group, box, content)
        return
    stack = stack_of(content.scene)
    if stack.total:
        draw_area(sheet, group, box, content, stack)
