"""The order in which a sheet is drawn."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from geomap.errors import GeomapWarning
from geomap.paper import Paper, as_high_as, with_height
from geomap.render.static import ink
from geomap.render.static.background import background_of
from geomap.render.static.charts.inset import draw_inset
from geomap.render.static.furniture import (
    draw_foot,
    draw_head,
    draw_notes,
    foot_height,
)
from geomap.render.static.ground import (
    condition_groups,
    draw_conditions,
    draw_ground,
    draw_outlines,
    draw_symbols,
)
from geomap.render.static.ink import POINT
from geomap.render.static.insets import draw_insets, draw_locator_by_legend, place_insets
from geomap.render.static.labels import draw_names, settle_places
from geomap.render.static.laying import SYMBOL_RIM, lay
from geomap.render.static.layout import divide, force, height_of_body
from geomap.render.static.legend import draw_legend
from geomap.render.static.quiet import label_background
from geomap.render.static.room import Taken
from geomap.render.static.series import content_of, contents_of
from geomap.render.static.sheet import Sheet
from geomap.render.static.view import Box, View

if TYPE_CHECKING:
    import pandas as pd

    from geomap.render.static.content import Content
    from geomap.render.static.layout import Layout
    from geomap.scene import Scene

#: Where notes beside the legend would press it smaller than this, they go to the foot.
ROOMY = 0.9
#: A sheet whose height follows from what is drawn is first tried on one so high, in inches.
TRIAL_HEIGHT = 60.0
#: So many letters without a font are named in a warning.
MOST_LETTERS = 12
#: Between foot and body, in inches.
FOOT_GAP = 0.1


def draw(scene: Scene, days: Sequence[pd.Timestamp], paper: Paper) -> Sheet:
    """Return the sheet of a scene on a day, or on several with a map for each, drawn and not yet written."""
    return draw_content(content_of(scene, days), paper)


def draw_content(content: Content, paper: Paper) -> Sheet:
    """Return the sheet of what it says, drawn and not yet written."""
    scene = content.scene
    look = {"mirror": content.is_rtl, "grey": scene.is_grey}
    if paper.height is None:
        paper = as_high_as(paper, height_for(Sheet(with_height(paper, TRIAL_HEIGHT), **look), content))
    sheet = Sheet(paper, **look)
    head = draw_head(sheet, content)
    layout, notes = divide_sheet(sheet, content, head)
    drawn = _draw_maps(sheet, content, layout)
    unplaced = sorted({place for each in drawn for place in each.unplaced})
    draw_legend(sheet, layout.legend, layout.columns, layout.size)
    by_legend = None
    if not any(each.is_located for each in drawn):
        by_legend = draw_locator_by_legend(sheet, content, drawn[0].view, layout)
    if scene.inset:
        draw_inset(sheet, content, layout, by_legend)
    notes += [content.say("sheet.no_room", places=content.listed(unplaced))] if unplaced else []
    draw_notes(sheet, content, layout.notes, notes, layout.size)
    warn_of_boxes(sheet, scene)
    return sheet


def warn_of_boxes(sheet: Sheet, scene: Scene) -> None:
    """Warn where letters are drawn as boxes, because no font here has them."""
    if sheet.unlettered:
        some = " ".join(sorted(sheet.unlettered)[:MOST_LETTERS])
        warnings.warn(
            f"map {scene.name!r}: no font here has the letters {some}, and boxes stand for them. Install a font "
            "package of their script, such as fontpkg-noto-sans-ethiopic: it is found by itself.",
            GeomapWarning,
            stacklevel=2,
        )


def height_for(trial: Sheet, content: Content) -> float:
    """Return how high a sheet is that has just room for all that stands on it."""
    head = trial.height - draw_head(trial, content)
    foot = foot_height(trial, content, content.notes) + FOOT_GAP
    return head + foot + height_of_body(trial, content, trial.width - 2 * trial.margin, [])


def divide_sheet(sheet: Sheet, content: Content, head: float, strip: float = 0.0) -> tuple[Layout, list[str]]:
    """Draw the foot and divide what is left; notes stand by the legend, or in the foot for want of room.

    A ``strip`` so high is left free above the foot.
    """
    layout = None
    for by_legend, in_foot in ((content.notes, []), ([], content.notes)):
        foot = foot_height(sheet, content, in_foot)
        body = Box(sheet.margin, foot + FOOT_GAP + strip, sheet.width - sheet.margin, head)
        layout = divide(sheet, content, body, by_legend)
        if (layout and layout.size >= ROOMY) or not content.notes:
            break
    draw_foot(sheet, content, in_foot)
    return layout or force(sheet, content, body, by_legend), list(by_legend)


@dataclass(frozen=True)
class _Drawn:
    """A map on the sheet: how it lies, the places whose names found no room, whether it has a locator."""

    view: View
    unplaced: list[str]
    is_located: bool = False


def _draw_maps(sheet: Sheet, content: Content, layout: Layout) -> list[_Drawn]:
    """Draw the maps in their frames."""
    contents = contents_of(content)
    if len(contents) == 1:
        return [_draw_map(sheet, content, view_of(sheet, content, layout.maps[0]))]
    drawn = []
    # In the direction of reading: on a mirrored sheet the first day stands on the right.
    for at, (each, frame) in enumerate(zip(contents, layout.maps, strict=True)):
        with sheet.naming(f"{each.day:%Y-%m-%d}-"):
            _draw_date(sheet, each, frame)
            drawn.append(_draw_map(sheet, each, view_of(sheet, each, frame), scaled=at == 0))
    return drawn


def view_of(sheet: Sheet, content: Content, frame: Box) -> View:
    """Return where places lie in a frame of the furniture; days with one frame share it, and what lies in it."""
    frame = frame.mirrored(sheet.width) if sheet.mirror else frame
    return content.scene.once("view", frame, lambda: View(content.scene, frame, content.extent))


def _draw_date(sheet: Sheet, content: Content, frame: Box) -> None:
    """Draw the day above the frame of its map."""
    group = sheet.group("layer-date")
    sheet.write(group, (frame.x0, frame.y1 + 5 * POINT), content.shown(content.date), ink.PANEL)


def _draw_map(sheet: Sheet, content: Content, view: View, *, scaled: bool = True) -> _Drawn:
    """Draw a map in its frame, with scale and locator where ``scaled``."""
    laid, background = lay(content, view), background_of(content, view)
    background.draw_below(sheet)
    draw_ground(sheet, content, laid)
    background.draw_above(sheet)
    draw_outlines(sheet, content, laid, background.unsettled)
    taken = Taken(view.frame, {place: laid.grounds[place] for place in laid.areas})
    insets = place_insets(sheet, content, view, laid, taken) if scaled else None
    for place in sorted(laid.points):
        taken.take_box(Box(*shapely.bounds(laid.grounds[place])).grown(SYMBOL_RIM))
    spots, unplaced = settle_places(sheet, content, laid, taken)
    groups = condition_groups(sheet)
    draw_symbols(sheet, content, laid)
    label_background(sheet, content, view, laid, taken)
    draw_conditions(sheet, groups, content, laid, taken.all_boxes())
    draw_names(sheet, content, laid, spots)
    if insets is not None:
        draw_insets(sheet, content, view, insets)
    sheet.shape(
        sheet.group("layer-frame"), view.frame.path(), edgecolor=ink.FRAME, linewidth=0.6, joinstyle="miter"
    )
    return _Drawn(view, unplaced, insets is not None and insets.locator is not None)
