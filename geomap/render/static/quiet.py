"""Names of the background: towns, neighbours, rivers and lakes, where the places leave room."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geomap import schema as s
from geomap.render.static import ink
from geomap.render.static.background import clipped_layer
from geomap.render.static.ink import POINT
from geomap.render.static.labels import fill_under
from geomap.render.static.paths import lines_path
from geomap.render.static.sheet import width_of
from geomap.render.static.toning import quietened
from geomap.render.static.view import Box
from geomap.render.static.wording import clean, is_arabic

if TYPE_CHECKING:
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
#: Towns of these ranks stand out: 1 is the first of a country, 2 and 3 are large; of 0 nothing is known.
FIRST, LARGE = 1, 3
#: A town this near to a place that is a point is that place.
SAME_SPOT = 7 * POINT


@dataclass(frozen=True)
class Standing:
    """How a town of a rank is drawn: its dot in points, whether in a ring, and the type of its name."""

    dot: float
    ring: bool
    face: ink.Type

    @property
    def reach(self) -> float:
        """How far the symbol reaches from its middle, in inches."""
        return (self.dot / 2 + (1.6 if self.ring else 0.5)) * POINT


def standing_of(rank: float) -> Standing:
    """Return how a town is drawn, after its rank in the context: the first ringed, the large ones larger."""
    if 0 < rank <= FIRST:
        return Standing(2.8, True, ink.TOWN_FIRST)
    if FIRST < rank <= LARGE:
        return Standing(2.8, False, ink.TOWN_LARGE)
    return Standing(2.0, False, ink.TOWN)


def label_background(sheet: Sheet, content: Content, view: View, laid: Laid, taken: Taken) -> None:
    """Draw what has room, the more important first; each name once."""
    group, scene = sheet.group("layer-background-labels"), content.scene
    layers = scene.once("quiet", view.frame, lambda: _candidates(content, view))
    named = {content.name(place).casefold() for place in scene.places.index} if layers else set()
    for kind, candidates in layers.items():
        drawn = 0
        for each in candidates:
            if each.name.casefold() in named:
                continue
            label = _label_town if kind == "towns" else _label_shape
            if label(sheet, group, content, laid, each, taken):
                named.add(each.name.casefold())
                drawn += 1
            if kind == "towns" and drawn == MOST_TOWNS:
                break


@dataclass(frozen=True)
class Candidate:
    """A name of the background as it may stand on any day: what it names, in inches, and how."""

    name: str
    shape: shapely.Geometry
    standing: Standing

    @cached_property
    def width(self) -> float:
        """How wide the name is, in inches."""
        return width_of(self.name, self.standing.face)

    @cached_property
    def spots(self) -> tuple[tuple[float, float, float], ...]:
        """Where the name of a line or an area may stand, the best first: its middle and its turn."""
        if self.shape.length and not self.shape.area:
            return tuple(_along(self.shape, self.width))
        return tuple(_within(self.shape, self.width, self.standing.face))


def _candidates(content: Content, view: View) -> dict[str, list[Candidate]]:
    """Return what has a name and lies in the frame, by kind, the more important first."""
    layers = {layer.kind: layer for layer in content.scene.context if layer.kind in FACES}
    found: dict[str, list[Candidate]] = {}
    for kind in sorted(layers, key=list(FACES).index):
        order = np.argsort(layers[kind].frame[s.RANK].to_numpy(), kind="stable")
        rows = layers[kind].frame.drop(columns=s.GEOMETRY).iloc[order].to_dict("records")
        shapes = clipped_layer(content.scene, view, layers[kind])[order]
        found[kind] = [
            Candidate(name, shape, _standing(kind, row))
            for row, shape in zip(rows, shapes, strict=True)
            if not (shape is None or shape.is_empty) and (name := _name(content, row, kind))
        ]
    return found


def _standing(kind: str, row: Mapping[str, Any]) -> Standing:
    return standing_of(row[s.RANK]) if kind == "towns" else Standing(0.0, False, FACES[kind])


def _name(content: Content, row: Mapping[str, Any], kind: str) -> str:
    name = clean(content.words.name(row), 40)
    return name.upper() if kind == "neighbours" and not is_arabic(name) else name


def _label_town(
    sheet: Sheet,
    group: object,
    content: Content,
    laid: Laid,
    label: Candidate,
    taken: Taken,
) -> bool:
    """Draw a dot and, right or left of it, a name, unless the town is one of the places."""
    point, standing, face = label.shape.representative_point(), label.standing, label.standing.face
    if any(laid.anchors[place].distance(point) < SAME_SPOT for place in laid.points):
        return False
    dot = Box(point.x, point.y, point.x, point.y).grown(standing.reach + 0.1 * POINT)
    if not taken.is_free(dot):
        return False
    box = _beside_dot(point, label.width, standing, laid, taken)
    if box is None:
        return False
    _draw_dot(sheet, group, point, standing)
    tone = quietened(face, fill_under(content, laid, box))
    sheet.text(group, (box.x0, point.y - 0.36 * face.size * POINT), label.name, tone)
    taken.take_box(dot)
    taken.take_box(box)
    return True


def _beside_dot(
    point: shapely.Point, width: float, standing: Standing, laid: Laid, taken: Taken
) -> Box | None:
    """Return where a town's name has room, right or left of its dot: rather where no border runs through it."""
    away, half = standing.reach + 1.6 * POINT, 0.5 * standing.face.leading
    boxes = [
        Box(x0, point.y - half, x0 + width, point.y + half) for x0 in (point.x + away, point.x - away - width)
    ]
    free = [box for box in boxes if taken.is_free(box) and not taken.covers_small(box, "")]
    return min(free, key=lambda box: _is_crossed(laid, box), default=None)


def _is_crossed(laid: Laid, box: Box) -> bool:
    """Return whether a box lies on more than one ground, or half on one and half beside all."""
    shape = box.shape()
    near = laid.ground_tree.query(shape, predicate="intersects")
    return len(near) > 0 and len(laid.ground_tree.query(shape, predicate="within")) == 0


def _draw_dot(sheet: Sheet, group: object, point: shapely.Point, standing: Standing) -> None:
    """Draw the dot of a town, in a ring where it is of the first rank, on a white rim."""
    speck = lines_path([((point.x, point.y), (point.x + 1e-4, point.y))])
    rings = [(4.4, ink.PAPER), (3.2, ink.INK_2), (1.8, ink.PAPER)] if standing.ring else [(1.2, ink.PAPER)]
    for wider, color in [*rings, (0.0, ink.INK_2)]:
        sheet.shape(group, speck, edgecolor=color, linewidth=standing.dot + wider, capstyle="round")


def _label_shape(
    sheet: Sheet,
    group: object,
    content: Content,
    laid: Laid,
    label: Candidate,
    taken: Taken,
) -> bool:
    """Draw a name along a river, or in the middle of a land or water large enough for it."""
    face = label.standing.face
    along, thick = label.width / 2, 0.55 * face.size * POINT
    for x, y, turn in label.spots:
        across = abs(math.cos(turn)) * along + abs(math.sin(turn)) * thick
        up = abs(math.sin(turn)) * along + abs(math.cos(turn)) * thick
        box = Box(x - across, y - up, x + across, y + up)
        if taken.is_free(box) and not taken.covers_small(box, ""):
            drop = 0.36 * face.size * POINT
            at = (x + drop * math.sin(turn), y - drop * math.cos(turn))
            tone = quietened(face, fill_under(content, laid, box))
            sheet.text(group, at, label.name, tone, align="center", turn=math.degrees(turn))
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
