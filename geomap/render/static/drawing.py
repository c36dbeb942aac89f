"""The order in which a sheet is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geomap.render.static import ink
from geomap.render.static.background import Background
from geomap.render.static.content import Content
from geomap.render.static.corners import Corners
from geomap.render.static.furniture import (
    MARGIN,
    draw_foot,
    draw_head,
    draw_notes,
    draw_scale,
    foot_height,
    scale_bars,
)
from geomap.render.static.ground import draw_conditions, draw_ground, draw_outlines, draw_symbols
from geomap.render.static.ink import POINT
from geomap.render.static.labels import draw_names, settle_places
from geomap.render.static.laying import SYMBOL_RIM, lay
from geomap.render.static.layout import divide
from geomap.render.static.legend import draw_legend
from geomap.render.static.locator import draw_locator, place_locator
from geomap.render.static.north import draw_north
from geomap.render.static.quiet import label_background
from geomap.render.static.room import Taken
from geomap.render.static.sheet import Sheet
from geomap.render.static.view import Box, View

if TYPE_CHECKING:
    import pandas as pd

    from geomap.render.static.layout import Layout
    from geomap.scene import Scene

#: Width and height of a sheet, in inches.
SIZE = (10.0, 7.5)
#: Where notes beside the legend would press it smaller than this, they go to the foot.
ROOMY = 0.9


def draw(scene: Scene, day: pd.Timestamp) -> Sheet:
    """Return the sheet of a scene on a day, drawn and not yet written."""
    content = Content(scene, day)
    sheet = Sheet(*SIZE, mirror=content.is_rtl)
    head = draw_head(sheet, content)
    layout, notes = _divide(sheet, content, head)
    frame = layout.map.mirrored(sheet.width) if sheet.mirror else layout.map
    unplaced = _draw_map(sheet, content, View(scene, frame, content.extent))
    draw_legend(sheet, layout.legend, layout.columns, layout.size)
    notes += [content.say("sheet.no_room", places=content.listed(unplaced))] if unplaced else []
    draw_notes(sheet, content, layout.notes, notes)
    return sheet


def _divide(sheet: Sheet, content: Content, head: float) -> tuple[Layout, list[str]]:
    """Draw the foot and divide what is left; notes stand by the legend, or in the foot for want of room."""
    for by_legend, in_foot in ((content.notes, []), ([], content.notes)):
        foot = foot_height(sheet, content, in_foot)
        layout = divide(sheet, content, Box(MARGIN, foot + 0.1, sheet.width - MARGIN, head), by_legend)
        if layout.size >= ROOMY or not content.notes:
            break
    draw_foot(sheet, content, in_foot)
    return layout, list(by_legend)


def _draw_map(sheet: Sheet, content: Content, view: View) -> list[str]:
    """Draw the map in its frame; return the places whose names found no room."""
    laid, background = lay(content, view), Background(content, view)
    background.draw_below(sheet)
    draw_ground(sheet, content, laid)
    background.draw_above(sheet)
    draw_outlines(sheet, content, laid, background.unsettled())
    corners = Corners(view.frame, np.array(list(laid.grounds.values()), dtype=object), sheet.mirror)
    bars, corner = scale_bars(sheet, content, view, np.array(list(laid.grounds.values()), dtype=object))
    taken = Taken(view.frame, {place: laid.grounds[place] for place in laid.areas})
    corners.use(corner)
    taken.take_box(corner.grown(2 * POINT))
    inset = place_locator(content, view, corners)
    north = draw_north(sheet, content, view, corners)
    for box in (inset, north):
        if box is not None:
            taken.take_box(box.grown(2 * POINT))
    for place in sorted(laid.points):
        taken.take_box(Box(*shapely.bounds(laid.grounds[place])).grown(SYMBOL_RIM))
    spots, unplaced = settle_places(sheet, content, laid, taken)
    draw_conditions(sheet, content, laid, [spot.box for spot in spots.values()])
    draw_symbols(sheet, content, laid)
    label_background(sheet, content, view, laid, taken)
    draw_names(sheet, content, laid, spots)
    draw_scale(sheet, bars, corner)
    if inset is not None:
        draw_locator(sheet, content, view, inset)
    sheet.shape(
        sheet.group("layer-frame"), view.frame.path(), edgecolor=ink.FRAME, linewidth=0.6, joinstyle="miter"
    )
    return unplaced
