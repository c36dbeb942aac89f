"""The arrow to the north, on maps where north is not up."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from geomap.partition import GEOD
from geomap.render.static import ink
from geomap.render.static.ink import POINT
from geomap.render.static.paths import path_of

if TYPE_CHECKING:
    from geomap.render.static.content import Content
    from geomap.render.static.sheet import Sheet
    from geomap.render.static.view import Box, View

#: North may be so many degrees off before there is an arrow; it is said to vary where it turns by more.
LEAST_TURN = 2.0
LENGTH, HALF_WIDTH, NOTCH = 22 * POINT, 6 * POINT, 5 * POINT
LETTER, WORD = ink.SCALE.sized(8.4), ink.SCALE.sized(6.6)
#: How far the letter stands from the middle of the arrow.
TO_LETTER = LENGTH / 2 + 0.62 * LETTER.leading
#: Part of the frame's height that is walked to the north to see where it lies.
STEP = 0.02


def turn_at(view: View, x: float, y: float) -> float:
    """Return how far true north at a spot of the sheet is turned from up, in degrees clockwise; NaN off the globe.

    North is the azimuth 0 of the geodesic (Karney 2013) that starts at the spot.
    """
    lon, lat = view.degrees_at(x, y)
    away = STEP * view.frame.height * view.metres_per_inch
    if not math.isfinite(lon + lat + away):
        return math.nan
    end = GEOD.fwd(lon, lat, 0.0, away)[:2]
    ends = shapely.get_coordinates(view.page(shapely.points([(lon, lat), end])))
    if len(ends) < 2:
        return math.nan
    a, b = ends
    return math.degrees(math.atan2(b[0] - a[0], b[1] - a[1]))


def is_up(view: View) -> bool:
    """Return whether north is up at the middle of the map, within ``LEAST_TURN`` degrees, or nowhere at all."""
    return not abs(turn_at(view, *view.frame.middle)) > LEAST_TURN


def varies(view: View) -> bool:
    """Return whether north turns over the map by more than ``LEAST_TURN`` degrees."""
    frame = view.frame
    middle = turn_at(view, *frame.middle)
    ends = [turn_at(view, x, y) - middle for x in (frame.x0, frame.x1) for y in (frame.y0, frame.y1)]
    return any(abs((end + 180) % 360 - 180) > LEAST_TURN for end in ends)


@dataclass(frozen=True)
class North:
    """An arrow: how far it is turned clockwise from up, its letter and its word, and the room it needs in inches.

    ``up`` is how far it reaches above its middle.
    """

    turn: float
    letter: str
    word: str
    width: float
    height: float
    up: float


def north_of(sheet: Sheet, content: Content, view: View) -> North | None:
    """Return the arrow to true north at the middle of the map; ``None`` where that is up.

    Where north turns by more than ``LEAST_TURN`` over the map, it is said that the arrow holds at the middle.
    """
    if is_up(view):
        return None
    turn = turn_at(view, *view.frame.middle)
    word = content.shown(content.say("north.middle")) if varies(view) else ""
    ends = [_tip(turn, reach)[1] for reach in (TO_LETTER, LENGTH / 2, -LENGTH / 2)]
    up, down = max(ends) + LETTER.ascent / 2, HALF_WIDTH - min(ends)
    width = max(2 * TO_LETTER + LETTER.leading, sheet.width_of(word, WORD))
    height = up + down + (WORD.leading if word else 0)
    return North(turn, content.shown(content.say("north.letter")), word, width, height, up)


def draw_north(sheet: Sheet, north: North, box: Box) -> None:
    """Draw the arrow in its box."""
    x, y = box.middle[0], box.y1 - north.up
    group = sheet.group("layer-north")
    _draw_arrow(sheet, group, (x, y), north.turn)
    dx, dy = _tip(north.turn, TO_LETTER)
    at = (x + dx, y + dy - 0.36 * LETTER.size * POINT)
    sheet.text(group, at, north.letter, LETTER, align="center")
    sheet.text(group, (x, box.y0 + WORD.descent), north.word, WORD, align="center")


def _tip(turn: float, reach: float) -> tuple[float, float]:
    """Return where one gets from the middle of the arrow by so many inches towards its tip."""
    angle = math.radians(turn)
    return reach * math.sin(angle), reach * math.cos(angle)


def _draw_arrow(sheet: Sheet, group: object, middle: tuple[float, float], turn: float) -> None:
    """Draw an arrow of two halves, one dark and one light, its tip turned ``turn`` degrees clockwise from up."""
    x, y = middle
    tip, notch = (x, y + LENGTH / 2), (x, y - LENGTH / 2 + NOTCH)
    sides = [(x - HALF_WIDTH, y - LENGTH / 2), (x + HALF_WIDTH, y - LENGTH / 2)]
    turned = [
        shapely.affinity.rotate(shapely.Polygon([tip, side, notch]), -turn, origin=middle) for side in sides
    ]
    halo = {"edgecolor": ink.LAND, "linewidth": 2.4, "facecolor": ink.LAND}
    for half in turned:
        sheet.shape(group, path_of(half), **halo)
    for half, color, name in zip(turned, (ink.INK, ink.PAPER), ("north-dark", "north-light"), strict=True):
        look = {"edgecolor": ink.INK, "linewidth": 0.6, "joinstyle": "miter"}
        sheet.shape(group, path_of(half), facecolor=color, name=name, **look)
