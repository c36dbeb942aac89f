"""What stands in the corners of the map: the scale, the locator, the arrow to the north."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geomap.render.static import ink
from geomap.render.static.corners import Corners
from geomap.render.static.furniture import SCALE_HEIGHT, draw_scale, scale_bars, scale_width
from geomap.render.static.ink import POINT
from geomap.render.static.legend import COLUMN_GAP
from geomap.render.static.locator import MOST_COVERED, draw_locator, is_wanted, size_of, sizes_in
from geomap.render.static.north import draw_north, north_of
from geomap.render.static.view import Box

if TYPE_CHECKING:
    from geomap.render.static.content import Content
    from geomap.render.static.laying import Laid
    from geomap.render.static.layout import Layout
    from geomap.render.static.north import North
    from geomap.render.static.room import Taken
    from geomap.render.static.sheet import Sheet
    from geomap.render.static.view import View

#: A locator by the legend keeps so far from it, in inches.
BY_LEGEND = 0.14


@dataclass(frozen=True)
class Insets:
    """The bars of the scale, their box, and the boxes of locator and arrow, where there are any.

    ``is_on_ground`` says whether places lie below the scale, for want of a free corner.
    """

    bars: list[tuple[float, str]]
    scale: Box
    is_on_ground: bool
    locator: Box | None
    north: tuple[North, Box] | None


def place_insets(sheet: Sheet, content: Content, view: View, laid: Laid, taken: Taken) -> Insets:
    """Return where scale, locator and arrow stand, in corners with the least ground; keep names off them."""
    grounds = np.array(list(laid.grounds.values()), dtype=object)
    corners = Corners(view.frame, grounds, sheet.mirror)
    bars = scale_bars(content, view)
    scale = corners.best(scale_width(sheet, bars), SCALE_HEIGHT) or view.frame
    locator = _in_corner(content, view, corners)
    north = north_of(sheet, content, view)
    spot = corners.best(north.width, north.height) if north else None
    for box in (scale, locator, spot):
        if box is not None:
            taken.take_box(box.grown(2 * POINT))
    return Insets(bars, scale, corners.covered(scale) > 0, locator, (north, spot) if north and spot else None)


def _in_corner(content: Content, view: View, corners: Corners) -> Box | None:
    """Return the box of the locator in a corner without ground, the largest there is; ``None`` for none."""
    if not is_wanted(content, view):
        return None
    for side in sizes_in(min(view.frame.width, view.frame.height)):
        box = corners.best(*size_of(content, side), most=MOST_COVERED)
        if box is not None:
            return box
    return None


def draw_insets(sheet: Sheet, content: Content, view: View, insets: Insets) -> None:
    """Draw what ``place_insets`` found room for."""
    if (
        insets.is_on_ground
    ):  # no corner was free: the scale gets a sheet of its own, and no state shines through
        look = {"facecolor": ink.PAPER, "edgecolor": ink.FRAME, "linewidth": 0.4, "joinstyle": "miter"}
        back = insets.scale.grown(3 * POINT).path()
        sheet.shape(sheet.group("layer-scale-back"), back, name="scale-back", **look)
    draw_scale(sheet, insets.bars, insets.scale)
    if insets.locator is not None:
        draw_locator(sheet, content, view, insets.locator)
    if insets.north is not None:
        draw_north(sheet, *insets.north)


def draw_locator_by_legend(sheet: Sheet, content: Content, view: View, layout: Layout) -> Box | None:
    """Draw the locator in the room that the legend leaves, if there is any; return where."""
    if not is_wanted(content, view):
        return None
    for room in spare(layout):
        for side in sizes_in(min(view.frame.width, view.frame.height)):
            width, height = size_of(content, side)
            if width <= room.width and height <= room.height:
                box = Box(room.x0, room.y0, room.x0 + width, room.y0 + height)
                draw_locator(sheet, content, view, box.mirrored(sheet.width) if sheet.mirror else box)
                return box
    return None


def spare(layout: Layout) -> list[Box]:
    """Return what the columns of the legend leave free below them, the last column first."""
    legend, notes = layout.legend, layout.notes
    width = (legend.width - COLUMN_GAP * (len(layout.columns) - 1)) / max(len(layout.columns), 1)
    rooms = []
    for at, column in enumerate(layout.columns):
        x, top = legend.x0 + at * (width + COLUMN_GAP), legend.y1 - sum(entry.height for entry in column)
        room = Box(x, legend.y0 + BY_LEGEND / 2, x + width, top - BY_LEGEND)
        if room.height > 0 and not room.grown(-0.01).overlaps(notes):
            rooms.append(room)
    return rooms[::-1]
