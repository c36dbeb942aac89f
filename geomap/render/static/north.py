"""The arrow to the north, on maps where north is not up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import shapely

from geomap.partition import GEOD
from geomap.render.static import ink
from geomap.render.static.ink import POINT
from geomap.render.static.paths import path_of

if TYPE_CHECKING:
    from geomap.render.static.content import Content
    from geomap.render.static.corners import Corners
    from geomap.render.static.sheet import Sheet
    from geomap.render.static.view import Box, View

#: North may be so many degrees off before there is an arrow; it is said to vary where it turns by more.
LEAST_TURN = 2.0
LENGTH, HALF_WIDTH, NOTCH = 22 * POINT, 6 * POINT, 5 * POINT
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


def draw_north(sheet: Sheet, content: Content, view: View, corners: Corners) -> Box | None:
    """Draw an arrow to true north at the middle of the map, where that is not up; return its box."""
    if is_up(view):
        return None
    turn = turn_at(view, *view.frame.middle)
    word = content.shown(content.say("north.middle")) if varies(view) else ""
    face, small = ink.SCALE.sized(8.0), ink.SCALE.sized(6.0)
    spot = _tip(turn, LENGTH / 2 + 0.62 * face.leading)
    ends = [spot, _tip(turn, LENGTH / 2), _tip(turn, -LENGTH / 2)]
    up = max(y for _, y in ends) + face.ascent / 2
    down = HALF_WIDTH - min(y for _, y in ends)
    width = max(LENGTH + 2 * face.leading, sheet.width_of(word, small))
    box = corners.best(width, up + down + (small.leading if word else 0))
    if box is None:
        return None
    x, y = box.middle[0], box.y1 - up
    group = sheet.group("layer-north")
    _draw_arrow(sheet, group, (x, y), turn)
    at = (x + spot[0], y + spot[1] - 0.36 * face.size * POINT)
    sheet.text(group, at, content.shown(content.say("north.letter")), face, align="center")
    if word:
        sheet.text(group, (x, box.y0 + small.descent), word, small, align="center")
    return box


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
