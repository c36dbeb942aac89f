"""Names of the places: where each stands, by one greedy rule, measured from the renderer.

First the places in which their name has room, the largest before the smaller; then large ones in
which it has none, with a line that leads to them; then points; then the rest, with such a line.
Each takes the first position, in the order of how well it is read there, in which it covers no
text, no symbol and no other small place, and lies within the frame. A name that has none is left
out, and said to be.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geomap import schema as s
from geomap.render.static import ink
from geomap.render.static.blocks import Block, blocks_of, draw_block, variants
from geomap.render.static.ground import SYMBOL_RADIUS, SYMBOL_RIM, Laid
from geomap.render.static.ink import POINT
from geomap.render.static.sheet import lines_path
from geomap.render.static.view import Box

if TYPE_CHECKING:
    from geomap.render.static.content import Content
    from geomap.render.static.sheet import Group, Sheet
    from geomap.style import Fill

#: Sizes of a name within its place, from the most to the least wanted, in points.
SIZES = (12.0, 9.5, 8.5, 7.5, 6.6, 6.0)
#: Ground of at least this many square inches carries the largest.
LARGE = 4.0
OUTSIDE_SIZE = 7.2
#: How far a block may reach over the edge of its place and still be read as its name, in inches:
#: only in the smaller sizes further than a hair.
OVERHANG = {
    12.0: 0.0,
    9.5: 2.4 * POINT,
    8.5: 2.4 * POINT,
    7.5: 4.5 * POINT,
    6.6: 6.0 * POINT,
    6.0: 7.0 * POINT,
}
GAP = 2.0 * POINT
#: A place smaller than this, in square inches, is kept free of other names.
SMALL = 0.12
#: Places without room nearer than this to one another, in inches, are a crowd.
CROWD = 0.5
DISTANCES = tuple(step * POINT for step in (5, 9, 14, 20, 28, 37, 48, 62))
#: A place that is not small may have its name further off.
FAR_DISTANCES = tuple(step * POINT for step in (80, 100, 120))
ANGLES = tuple(math.radians(15 * step) for step in range(24))


@dataclass(frozen=True)
class Spot:
    """Where a block stands: its box, how its lines are aligned, and a line that leads to it."""

    block: Block
    box: Box
    align: str = "center"
    leader: shapely.LineString | None = None


@dataclass
class Taken:
    """What is taken on the map: boxes of texts and symbols, and lines that lead to them."""

    frame: Box
    boxes: list[Box] = field(default_factory=list)
    shapes: list[shapely.Polygon] = field(default_factory=list)
    leaders: list[shapely.LineString] = field(default_factory=list)
    small: dict[str, shapely.Geometry] = field(default_factory=dict)

    def is_free(self, box: Box) -> bool:
        """Return whether a box lies in the frame and on nothing that is taken."""
        near = box.grown(0.8 * POINT)
        if not self.frame.grown(-2 * POINT).holds(box) or any(near.overlaps(other) for other in self.boxes):
            return False
        shape = near.shape()
        return not any(leader.intersects(shape) for leader in self.leaders)

    def is_clear(self, line: shapely.LineString) -> bool:
        """Return whether a leading line crosses no text and no other such line."""
        lines = [*self.shapes, *self.leaders]
        return not shapely.intersects(line, np.array(lines, dtype=object)).any()

    def covers_small(self, box: Box, place: str) -> bool:
        """Return whether a box lies on a small place other than its own."""
        shape = box.shape()
        return any(other != place and ground.intersects(shape) for other, ground in self.small.items())

    def take_box(self, box: Box) -> None:
        """Keep a box free of what comes later."""
        self.boxes.append(box)
        self.shapes.append(box.shape())

    def take(self, spot: Spot) -> None:
        """Keep what a block needs."""
        self.take_box(spot.box)
        if spot.leader is not None:
            self.leaders.append(spot.leader)


def settle_places(
    sheet: Sheet, content: Content, laid: Laid, taken: Taken
) -> tuple[dict[str, Spot], list[str]]:
    """Return where the names of the places stand, and the ids of those without room."""
    grounds = {
        place: laid.grounds[place]
        for place in content.scene.drawn()
        if place not in laid.points and not laid.grounds[place].is_empty
    }
    taken.small = {place: ground for place, ground in grounds.items() if ground.area < SMALL}
    for place in sorted(laid.points):
        taken.take_box(Box(*shapely.bounds(laid.grounds[place])).grown(SYMBOL_RIM))
    spots: dict[str, Spot] = {}
    left = []
    for place in sorted(grounds, key=lambda place: (-grounds[place].area, place)):
        inside = _inside(sheet, content, place, grounds[place], laid.anchors[place])
        if not _settle(place, inside, taken, spots):
            left.append(place)
    large = [place for place in left if place not in taken.small]
    left = _settle_outside(sheet, content, laid, taken, spots, large) + [p for p in left if p in taken.small]
    left += _settle_points(sheet, content, laid, taken, spots)
    left += [place for place in _marked_apart(content) if place not in left]
    return spots, _settle_outside(sheet, content, laid, taken, spots, left)


def _marked_apart(content: Content) -> list[str]:
    """Return places that own no ground but have a mark that none of the places in them has."""
    states, parent = content.states, content.scene.tree[s.PARENT].to_dict()
    idle = [place for place in states.index if not states.at[place, "drawn"] and states.at[place, "marks"]]
    below: dict[str, set[str]] = {}
    for place in states.index[states["drawn"].astype(bool)]:
        above = parent.get(place, "")
        while above:
            below.setdefault(above, set()).update(states.at[place, "marks"])
            above = parent.get(above, "")
    return [place for place in idle if set(states.at[place, "marks"]) - below.get(place, set())]


def _settle(place: str, spots: Iterator[Spot], taken: Taken, settled: dict[str, Spot]) -> bool:
    """Take the first free position of a place; return whether there was one."""
    for spot in spots:
        if not taken.is_free(spot.box) or taken.covers_small(spot.box, place):
            continue
        if spot.leader is None or taken.is_clear(spot.leader):
            taken.take(spot)
            settled[place] = spot
            return True
    return False


def _inside(
    sheet: Sheet, content: Content, place: str, ground: shapely.Geometry, anchor: shapely.Point
) -> Iterator[Spot]:
    """Yield positions within a place: the largest type first, nearest to its widest part."""
    points = _inner_points(max(shapely.get_parts(ground), key=lambda part: part.area), anchor)
    for size in SIZES if ground.area > LARGE else SIZES[1:]:
        room = ground.buffer(OVERHANG[size])
        shapely.prepare(room)
        for block in variants(sheet, content, place, size):
            if block.width * block.height > 1.15 * ground.area:
                continue
            half = np.array([block.width / 2, block.height / 2])
            low, high = points - half, points + half
            for at in np.flatnonzero(shapely.contains(room, shapely.box(*low.T, *high.T))):
                yield Spot(block, Box(*low[at].tolist(), *high[at].tolist()))


def _inner_points(part: shapely.Polygon, anchor: shapely.Point) -> np.ndarray:
    """Return points within a polygon, the given one first, then by how far they are from it."""
    minx, miny, maxx, maxy = part.bounds
    x, y = (
        grid.ravel()
        for grid in np.meshgrid(np.linspace(minx, maxx, 25)[1:-1], np.linspace(miny, maxy, 25)[1:-1])
    )
    inside = shapely.contains_xy(part, x, y)
    x, y = x[inside], y[inside]
    near = np.argsort(np.hypot(x - anchor.x, y - anchor.y), kind="stable")
    return np.vstack([[anchor.x, anchor.y], np.column_stack((x, y))[near]])


def _settle_points(
    sheet: Sheet, content: Content, laid: Laid, taken: Taken, spots: dict[str, Spot]
) -> list[str]:
    """Settle the names of points beside their symbols; return those that found no room."""
    left = []
    for place in sorted(laid.points & set(content.scene.drawn())):
        blocks = blocks_of(sheet, content, place, OUTSIDE_SIZE)[:2]
        anchor = laid.anchors[place]
        if not _settle(place, (spot for block in blocks for spot in _beside(block, anchor)), taken, spots):
            left.append(place)
    return left


def _beside(block: Block, anchor: shapely.Point) -> Iterator[Spot]:
    """Yield the positions round a symbol: right, left, above, below, and the corners."""
    reach = SYMBOL_RADIUS + SYMBOL_RIM + GAP
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1), (0.8, 0.8), (0.8, -0.8), (-0.8, 0.8), (-0.8, -0.8)):
        x, y = anchor.x + dx * reach, anchor.y + dy * reach
        x0 = x if dx > 0 else x - block.width if dx < 0 else x - block.width / 2
        y0 = y if dy > 0 else y - block.height if dy < 0 else y - block.height / 2
        align = "left" if dx > 0 else "right" if dx < 0 else "center"
        yield Spot(block, Box(x0, y0, x0 + block.width, y0 + block.height), align)


def _settle_outside(
    sheet: Sheet, content: Content, laid: Laid, taken: Taken, spots: dict[str, Spot], left: list[str]
) -> list[str]:
    """Settle with a leading line what has no room in its place; the outer ones of a crowd first."""
    away = {place: _away(place, left, laid) for place in left}
    unplaced = []
    for place in sorted(left, key=lambda place: (-round(math.hypot(*away[place]), 3), place)):
        blocks = blocks_of(sheet, content, place, OUTSIDE_SIZE)[:2]
        if not _settle(place, _around(blocks, laid, place, away[place]), taken, spots):
            unplaced.append(place)
    return sorted(unplaced)


def _away(place: str, others: list[str], laid: Laid) -> tuple[float, float]:
    """Return the way out of a crowd: from the middle of the places nearby to this one."""
    here = laid.anchors[place]
    near = [laid.anchors[other] for other in others if laid.anchors[other].distance(here) < CROWD]
    return here.x - sum(p.x for p in near) / len(near), here.y - sum(p.y for p in near) / len(near)


def _around(blocks: list[Block], laid: Laid, place: str, away: tuple[float, float]) -> Iterator[Spot]:
    """Yield positions round a place: the nearer first, and those that lead out of a crowd."""
    shape, anchor = laid.grounds[place], laid.anchors[place]
    shape = laid.outlines[place] if shape.is_empty else shape
    minx, miny, maxx, maxy = shapely.bounds(shape)
    reach_x, reach_y = min((maxx - minx) / 2, 0.4), min((maxy - miny) / 2, 0.4)
    length = math.hypot(*away) or 1.0
    small = laid.grounds[place].area < SMALL
    distances = DISTANCES if small else DISTANCES + FAR_DISTANCES
    turns = [(distance, angle) for distance in distances for angle in ANGLES]

    def cost(turn: tuple[float, float]) -> float:
        onward = (math.cos(turn[1]) * away[0] + math.sin(turn[1]) * away[1]) / length
        return turn[0] * (1.6 - onward)

    for distance, angle in sorted(turns, key=cost):
        dx, dy = math.cos(angle), math.sin(angle)
        for block in blocks:
            x = anchor.x + dx * (reach_x + distance + block.width / 2)
            y = anchor.y + dy * (reach_y + distance + block.height / 2)
            box = Box(x - block.width / 2, y - block.height / 2, x + block.width / 2, y + block.height / 2)
            align = "left" if dx > 0.4 else "right" if dx < -0.4 else "center"
            if (leader := _leader(box, anchor, place in laid.points)) is not None:
                yield Spot(block, box, align, leader)


def _leader(box: Box, anchor: shapely.Point, is_point: bool) -> shapely.LineString | None:  # noqa: FBT001
    """Return the line from a block to its place; none where the block lies on the place itself."""
    edge = box.grown(0.9 * POINT)
    x, y = min(max(anchor.x, edge.x0), edge.x1), min(max(anchor.y, edge.y0), edge.y1)
    length = math.hypot(anchor.x - x, anchor.y - y)
    if length < GAP:
        return None
    stop = min((SYMBOL_RADIUS + SYMBOL_RIM + 0.4 * POINT) / length, 1) if is_point else 0.0
    return shapely.LineString([(x, y), (anchor.x + (x - anchor.x) * stop, anchor.y + (y - anchor.y) * stop)])


def draw_names(sheet: Sheet, content: Content, laid: Laid, spots: dict[str, Spot]) -> None:
    """Draw the lines that lead to places, then the blocks."""
    leaders, group = sheet.group("layer-leaders"), sheet.group("layer-labels")
    for place in sorted(spots):
        spot = spots[place]
        if spot.leader is not None:
            _draw_leader(sheet, leaders, spot.leader, dot=place not in laid.points)
    for place in sorted(spots):
        inside = spots[place].leader is None and place not in laid.points
        fill = content.fill(place) if inside else fill_under(content, laid, spots[place].box)
        own, spot = sheet.group(f"label-{place}", group), spots[place]
        draw_block(sheet, own, spot.block, spot.box, spot.align, fill=fill, name=f"badge-{place}")


def fill_under(content: Content, laid: Laid, box: Box) -> Fill | None:
    """Return the fill of the ground below all of a box; none where it is mixed, or background."""
    shape = box.shape()
    for place in content.scene.drawn():
        if place not in laid.points and laid.grounds[place].contains(shape):
            return content.fill(place)
    return None


def _draw_leader(sheet: Sheet, group: Group, leader: shapely.LineString, *, dot: bool) -> None:
    path = lines_path([list(leader.coords)])
    sheet.shape(group, path, edgecolor=ink.PAPER, linewidth=1.8, alpha=0.85, capstyle="round")
    sheet.shape(group, path, edgecolor=ink.INK, linewidth=0.6, capstyle="round")
    if dot:
        x, y = leader.coords[-1]
        speck = lines_path([((x, y), (x + 1e-4, y))])
        sheet.shape(group, speck, edgecolor=ink.PAPER, linewidth=3.4, capstyle="round")
        sheet.shape(group, speck, edgecolor=ink.INK, linewidth=2.2, capstyle="round")
