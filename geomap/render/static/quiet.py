"""Names of the background: towns, neighbours, rivers and lakes, where the places leave room."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import shapely

from geomap.render.static import ink
from geomap.render.static.ink import POINT
from geomap.render.static.labels import fill_under
from geomap.render.static.paths import lines_path
from geomap.render.static.toning import quietened
from geomap.render.static.view import Box
from geomap.render.static.wording import clean, is_arabic

if TYPE_CHECKING:
    import pandas as pd

    from geomap.render.static.content import Content
    from geomap.render.static.laying import Laid
    from geomap.render.static.room import Taken
    from geomap.render.static.sheet import Sheet
    from geomap.render.static.view import View

#: The order in which kinds find their room, and how each is set.
FACES = {
    "neighbours": ink.NEIGHBOUR,
    "towns": ink.TOWN,
    "rivers": ink.WATERS,
    "lakes": ink.WATERS,
    "sea": ink.WATERS,
    "provinces": ink.PROVINCE,
}
#: At most this many towns: they are there to find one's way, not to be complete.
MOST_TOWNS = 16
DOT = 2.3
#: A town this near to a place that is a point is that place.
SAME_SPOT = 7 * POINT


def label_background(sheet: Sheet, content: Content, view: View, laid: Laid, taken: Taken) -> None:
    """Draw what has room, the more important first; each name once."""
    group = sheet.group("layer-background-labels")
    layers = {layer.kind: layer.frame for layer in content.scene.context if layer.kind in FACES}
    named = {content.name(place).casefold() for place in content.scene.places.index} if layers else set()
    for kind in sorted(layers, key=list(FACES).index):
        frame = layers[kind].sort_values("rank", kind="stable")
        shapes = view.clipped(frame.geometry.to_numpy())
        drawn = 0
        for (_, row), shape in zip(frame.iterrows(), shapes, strict=True):
            name = _name(content, row, kind)
            if not name or name.casefold() in named or shape is None or shape.is_empty:
                continue
            label = _label_town if kind == "towns" else _label_shape
            if label(sheet, group, content, laid, (name, shape, kind), taken):
                named.add(name.casefold())
                drawn += 1
            if kind == "towns" and drawn == MOST_TOWNS:
                break


def _name(content: Content, row: pd.Series, kind: str) -> str:
    name = clean(content.words.name(row), 40)
    return name.upper() if kind == "neighbours" and not is_arabic(name) else name


def _label_town(
    sheet: Sheet,
    group: object,
    content: Content,
    laid: Laid,
    label: tuple[str, shapely.Geometry, str],
    taken: Taken,
) -> bool:
    """Draw a dot and, right or left of it, a name, unless the town is one of the places."""
    name, shape, kind = label
    point, face = shape.representative_point(), FACES[kind]
    if any(laid.anchors[place].distance(point) < SAME_SPOT for place in laid.points):
        return False
    dot = Box(point.x, point.y, point.x, point.y).grown(1.6 * POINT)
    if not taken.is_free(dot):
        return False
    width = sheet.width_of(name, face)
    for x0 in (point.x + 3.2 * POINT, point.x - 3.2 * POINT - width):
        box = Box(x0, point.y - 0.5 * face.leading, x0 + width, point.y + 0.5 * face.leading)
        if taken.is_free(box) and not taken.covers_small(box, ""):
            speck = lines_path([((point.x, point.y), (point.x + 1e-4, point.y))])
            sheet.shape(group, speck, edgecolor=ink.PAPER, linewidth=DOT + 1.2, capstyle="round")
            sheet.shape(group, speck, edgecolor=ink.INK_2, linewidth=DOT, capstyle="round")
            tone = quietened(face, fill_under(content, laid, box))
            sheet.text(group, (x0, point.y - 0.36 * face.size * POINT), name, tone)
            taken.take_box(dot)
            taken.take_box(box)
            return True
    return False


def _label_shape(
    sheet: Sheet,
    group: object,
    content: Content,
    laid: Laid,
    label: tuple[str, shapely.Geometry, str],
    taken: Taken,
) -> bool:
    """Draw a name along a river, or in the middle of a land or water large enough for it."""
    name, shape, kind = label
    face = FACES[kind]
    width = sheet.width_of(name, face)
    for x, y, turn in (
        _along(shape, width) if shape.length and not shape.area else _within(shape, width, face)
    ):
        along, thick = width / 2, 0.55 * face.size * POINT
        across = abs(math.cos(turn)) * along + abs(math.sin(turn)) * thick
        up = abs(math.sin(turn)) * along + abs(math.cos(turn)) * thick
        box = Box(x - across, y - up, x + across, y + up)
        if taken.is_free(box) and not taken.covers_small(box, ""):
            drop = 0.36 * face.size * POINT
            at = (x + drop * math.sin(turn), y - drop * math.cos(turn))
            tone = quietened(face, fill_under(content, laid, box))
            sheet.text(group, at, name, tone, align="center", turn=math.degrees(turn))
            taken.take_box(box)
            return True
    return False


def _along(shape: shapely.Geometry, width: float) -> Iterator[tuple[float, float, float]]:
    """Yield middles and turns along the longest line, beside it, where it is straight enough."""
    merged = shapely.line_merge(shape) if shape.geom_type == "MultiLineString" else shape
    line = max(shapely.get_parts(merged), key=lambda part: part.length)
    if line.length < 2 * width:
        return
    for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
        middle = line.interpolate(share, normalized=True)
        reach = width / 2 / line.length
        a, b = (line.interpolate(share + step, normalized=True) for step in (-reach, reach))
        turn = math.atan2(b.y - a.y, b.x - a.x)
        turn = turn - math.pi if turn > math.pi / 2 else turn + math.pi if turn < -math.pi / 2 else turn
        away = 5.5 * POINT
        yield middle.x - away * math.sin(turn), middle.y + away * math.cos(turn), turn
        yield middle.x + away * math.sin(turn), middle.y - away * math.cos(turn), turn


def _within(shape: shapely.Geometry, width: float, face: ink.Type) -> Iterator[tuple[float, float, float]]:
    """Yield the middles of the widest part of an area in which the name has room."""
    areas = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    if not areas:
        return
    largest = max(areas, key=lambda part: part.area)
    height = 1.6 * face.size * POINT
    centre = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, tolerance=0.05))[0]
    for dx, dy in ((0, 0), (0, 0.3), (0, -0.3), (0.5, 0), (-0.5, 0), (0, 0.7), (0, -0.7), (1, 0), (-1, 0)):
        x, y = centre[0] + dx, centre[1] + dy
        if largest.contains(shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)):
            yield x, y, 0.0
