"""The pictures of a film: what stays is drawn once, and of what moves only what differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geomap import schema as s
from geomap.paper import Paper, as_high_as, with_height
from geomap.render.static import ink
from geomap.render.static.background import background_of
from geomap.render.static.blocks import MOST_WIDTH
from geomap.render.static.drawing import TRIAL_HEIGHT, divide_sheet, height_for, view_of
from geomap.render.static.film.content import DayContent, FilmContent
from geomap.render.static.film.painting import Brush, Ground, Patch, cut, laid_over, raster
from geomap.render.static.film.strip import STRIP, draw_day, draw_time
from geomap.render.static.furniture import draw_head, draw_notes
from geomap.render.static.ground import (
    condition_groups,
    draw_conditions,
    draw_outlines,
    draw_symbols,
    draw_vacated,
)
from geomap.render.static.insets import draw_insets, draw_locator_by_legend, place_insets
from geomap.render.static.labels import draw_names, fill_under, settle_places
from geomap.render.static.laying import SYMBOL_RIM, Laid, lay
from geomap.render.static.legend import draw_legend
from geomap.render.static.quiet import label_background
from geomap.render.static.room import Spot, Taken
from geomap.render.static.sheet import Sheet
from geomap.render.static.view import Box, View
from geomap.render.static.wording import fit
from geomap.stack import Stack, stack_of

if TYPE_CHECKING:
    import pandas as pd

    from geomap.scene import Scene

#: Above the strip, in inches.
STRIP_GAP = 0.12


@dataclass(frozen=True)
class Stage:
    """All that stays the same in a film: the sheet, how it is divided, and the layers of dots that never change."""

    content: FilmContent
    paper: Paper
    laid: Laid
    spots: dict[str, Spot]
    texts: list[Box]
    strip: Box
    below: np.ndarray
    above: Patch

    @cached_property
    def stack(self) -> Stack:
        """Who held how much, from the first day of the film to its last."""
        return _stack(self.content)


def _stack(content: FilmContent) -> Stack:
    return stack_of(content.scene, first=content.days[0], last=content.days[-1])


def _sheet(content: FilmContent, paper: Paper) -> Sheet:
    return Sheet(paper, mirror=content.is_rtl, grey=content.scene.is_grey)


def pictures(scene: Scene, days: Sequence[pd.Timestamp], paper: Paper) -> Iterator[np.ndarray]:
    """Yield the picture of each day as an array of dots: red, green, blue."""
    stage = set_stage(scene, days, paper)
    brush = Brush(_sheet(stage.content, stage.paper))
    ground = Ground(stage.below, brush, stage.laid)
    for day in days:
        content = DayContent(scene, day, film=stage.content)
        yield laid_over(ground.paint(content), [stage.above, *_moving(stage, content, brush)])


def set_stage(scene: Scene, days: Sequence[pd.Timestamp], paper: Paper) -> Stage:
    """Return what stays the same in a film of some days."""
    content = FilmContent(scene, days[-1], days=tuple(days))
    paper = replace(paper, transparent=False, outlined=False)
    if paper.height is None:
        trial = _sheet(content, with_height(paper, TRIAL_HEIGHT))
        paper = as_high_as(paper, height_for(trial, content) + STRIP + STRIP_GAP)
    sheet = _sheet(content, paper)
    head = draw_head(_sheet(content, paper), content)
    layout, notes = divide_sheet(sheet, content, head, STRIP + STRIP_GAP)
    view = view_of(sheet, content, layout.maps[0])
    laid, background = lay(content, view), background_of(content, view)
    below = _sheet(content, paper)
    background.draw_below(below)
    background.draw_above(sheet)
    draw_outlines(sheet, content, laid, background.unsettled)
    spots, unplaced, texts, is_located = _settle(sheet, content, view, laid)
    draw_legend(sheet, layout.legend, layout.columns, layout.size)
    if not is_located:
        draw_locator_by_legend(sheet, content, view, layout)
    notes += [content.say("sheet.no_room", places=content.listed(unplaced))] if unplaced else []
    draw_notes(sheet, content, layout.notes, notes)
    foot = min(box.y0 for box in (*layout.maps, layout.legend, layout.notes))
    strip = Box(sheet.margin, foot - STRIP - STRIP_GAP, sheet.width - sheet.margin, foot - STRIP_GAP)
    draw_time(sheet, content, _stack(content), strip)
    return Stage(content, paper, laid, spots, texts, strip, _on_paper(raster(below)), cut(raster(sheet)))


def _on_paper(layer: np.ndarray) -> np.ndarray:
    """Return a layer on white paper, as red, green and blue."""
    white = np.full((*layer.shape[:2], 3), 255, dtype=np.uint8)
    return laid_over(white, [cut(layer)])


def _settle(
    sheet: Sheet, content: FilmContent, view: View, laid: Laid
) -> tuple[dict[str, Spot], list[str], list[Box], bool]:
    """Give every name its place, draw scale, locator, quiet names and frame.

    Returns the places of the names, who has none, the boxes of all texts, and whether a locator found room.
    """
    taken = Taken(view.frame, {place: laid.grounds[place] for place in laid.areas})
    insets = place_insets(sheet, content, view, laid, taken)
    for place in sorted(laid.points):
        taken.take_box(Box(*shapely.bounds(laid.grounds[place])).grown(SYMBOL_RIM))
    spots, unplaced = settle_places(sheet, content, laid, taken)
    label_background(sheet, content, view, laid, taken)
    draw_insets(sheet, content, view, insets)
    look = {"edgecolor": ink.FRAME, "linewidth": 0.6, "joinstyle": "miter"}
    sheet.shape(sheet.group("layer-frame"), view.frame.path(), **look)
    return spots, unplaced, taken.all_boxes(), insets.locator is not None


def _moving(stage: Stage, content: DayContent, brush: Brush) -> Iterator[Patch]:
    """Yield what may differ from day to day, but for the ground, the lowest first."""
    laid, state = stage.laid, content.state
    vacated = tuple(place for place in laid.areas if state[place][0] == s.VACATED)
    yield brush.patch("vacated", vacated, lambda sheet: draw_vacated(sheet, sheet.group("v"), content, laid))
    conditions = tuple(content.conditions.items())
    signs = (content, laid, stage.texts)
    yield brush.patch(
        "conditions", conditions, lambda sheet: draw_conditions(sheet, condition_groups(sheet), *signs)
    )
    points = tuple(state[place] for place in sorted(laid.points))
    yield brush.patch("symbols", points, lambda sheet: draw_symbols(sheet, content, laid))
    for place in sorted(stage.spots):
        yield _name(stage, content, brush, place)
    yield brush.patch("head", content.day, lambda sheet: draw_head(sheet, content))
    strip = (content, stage.stack, stage.strip, content.day)
    yield brush.patch("strip", content.day, lambda sheet: draw_day(sheet, *strip))


def _name(stage: Stage, content: DayContent, brush: Brush, place: str) -> Patch:
    """Return the name of a place with the letters and marks of the day, in the tone of the ground below it."""
    spot, laid = _on_day(brush.sheet, content, place, stage.spots[place]), stage.laid
    inside = spot.leader is None and place not in laid.points
    fill = content.fill(place) if inside else fill_under(content, laid, spot.box)
    key = (spot.block.code, spot.block.marks, fill)
    return brush.patch(f"name-{place}", key, lambda sheet: draw_names(sheet, content, laid, {place: spot}))


def _on_day(sheet: Sheet, content: DayContent, place: str, spot: Spot) -> Spot:
    """Return where a name stands, with the letters and marks of a day."""
    block = spot.block
    code = content.shown(fit(sheet, content.code(place), block.code_face, MOST_WIDTH)) if block.code else ""
    return replace(spot, block=replace(block, code=code, marks=content.marks(place)))
