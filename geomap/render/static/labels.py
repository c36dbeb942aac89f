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
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geomap import schema as s
from geomap.render.static import ink
from geomap.render.static.blocks import Block, blocks_of, draw_block, scripts_of, variants
from geomap.render.static.ink import POINT
from geomap.render.static.laying import LEAST_NAMED, MOST_LED, SYMBOL_RADIUS, SYMBOL_RIM, Laid
from geomap.render.static.paths import lines_path
from geomap.render.static.room import SMALL, Spot, Taken
from geomap.render.static.view import Box

if TYPE_CHECKING:
    from geomap.render.static.artists import Group
    from geomap.render.static.content import Content
    from geomap.render.static.sheet import Sheet
    from geomap.style import Fill

#: Sizes of a name within its place, from the most to the least wanted, in points.
SIZES = (12.0, 9.5, 8.5, 7.5, 6.6, 6.0)
#: A name in two languages is no smaller.
LEAST_IN_TWO = 6.6
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
#: Positions are tried so many at a time: most names find room in one of the first.
FEW = 40
#: Places without room nearer than this to one another, in inches, are a crowd.
CROWD = 0.5
DISTANCES = tuple(step * POINT for step in (5, 9, 14, 20, 28, 37, 48, 62))
#: A place that is not small may have its name further off.
FAR_DISTANCES = tuple(step * POINT for step in (80, 100, 120))
#: A line to a small place is no longer than this, in inches: one across half of the map leads nowhere.
MOST_LEADER = 0.75
ANGLES = tuple(math.radians(15 * step) for step in range(24))


def settle_places(
    sheet: Sheet, content: Content, laid: Laid, taken: Taken
) -> tuple[dict[str, Spot], list[str]]:
    """Return where the names of the places stand, and the ids of those without room."""
    areas = [place for place in laid.named if place not in laid.points]
    spots: dict[str, Spot] = {}
    left = []
    for place in areas:
        inside = _inside(sheet, content, laid, place, taken)
        if not _settle(place, inside, taken, spots):
            left.append(place)
    large = [place for place in left if laid.grounds[place].area >= SMALL]
    small = [place for place in left if laid.grounds[place].area < SMALL]
    left = _settle_outside(sheet, content, laid, taken, spots, large) + small
    left += _settle_points(sheet, content, laid, taken, spots)
    left += [place for place in _marked_apart(content) if place in laid.outlines and place not in left]
    left = _settle_outside(sheet, content, laid, taken, spots, left)
    unnamed = [place for place in laid.grounds if place not in laid.named]
    return spots, sorted([*left, *unnamed])


def _marked_apart(content: Content) -> list[str]:
    """Return places that own no ground but have a mark that none of the places in them has."""
    parent = content.scene.tree[s.PARENT].to_dict()
    below: dict[str, set[str]] = {}
    for place, marks in content.marked.items():
        above = parent.get(place, "") if place in content.drawn else ""
        while above:
            below.setdefault(above, set()).update(marks)
            above = parent.get(above, "")
    idle = {place: marks for place, marks in content.marked.items() if place not in content.drawn}
    return [place for place, marks in idle.items() if set(marks) - below.get(place, set())]


def _settle(place: str, spots: Iterator[Spot], taken: Taken, settled: dict[str, Spot]) -> bool:
    """Take the first free position of a place; return whether there was one."""
    for spot in spots:
        if spot.leader is None or taken.is_clear(spot.leader):
            taken.take(spot)
            settled[place] = spot
            return True
    return False


def _inside(sheet: Sheet, content: Content, laid: Laid, place: str, taken: Taken) -> Iterator[Spot]:
    """Yield free positions within a place: the largest type first, nearest to its widest part."""
    ground = laid.grounds[place]
    if ground.area < LEAST_NAMED:
        return
    points = _inner_points(max(shapely.get_parts(ground), key=lambda part: part.area), laid.anchors[place])
    sizes = SIZES if ground.area > LARGE else SIZES[1:]
    tries = [(also, size) for also in scripts_of(content, place) for size in sizes]
    for also, size in tries:
        if also and size < LEAST_IN_TWO:
            continue
        room = laid.room(place, OVERHANG[size])
        for block in variants(sheet, content, place, size, also=also):
            if block.width * block.height > 1.15 * ground.area:
                continue
            half = np.array([block.width / 2, block.height / 2])
            boxes = np.hstack([points - half, points + half])
            for few in np.split(boxes, range(FEW, len(boxes), FEW)):
                within = few[_corners_in(room, few)]
                within = within[shapely.contains(room, shapely.box(*within.T))]
                yield from (Spot(block, box) for box in taken.free(within, place))


def _corners_in(room: shapely.Geometry, boxes: np.ndarray) -> np.ndarray:
    """Return which boxes have all corners in a room: told sooner than whether all of a box is."""
    inside = shapely.contains_xy(room, boxes[:, [0, 0, 2, 2]], boxes[:, [1, 3, 1, 3]])
    return inside.all(axis=1)


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
    for place in laid.named:
        if place not in laid.points:
            continue
        tries = (
            blocks_of(sheet, content, place, OUTSIDE_SIZE, also=also)[:2]
            for also in scripts_of(content, place)
        )
        beside = (
            spot
            for blocks in tries
            for block in blocks
            for spot in _beside(block, laid.anchors[place], place, taken)
        )
        if not _settle(place, beside, taken, spots):
            left.append(place)
    return left


def _beside(block: Block, anchor: shapely.Point, place: str, taken: Taken) -> Iterator[Spot]:
    """Yield the free positions round a symbol: right, left, above, below, and the corners."""
    reach = SYMBOL_RADIUS + SYMBOL_RIM + GAP
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1), (0.8, 0.8), (0.8, -0.8), (-0.8, 0.8), (-0.8, -0.8)):
        x, y = anchor.x + dx * reach, anchor.y + dy * reach
        x0 = x if dx > 0 else x - block.width if dx < 0 else x - block.width / 2
        y0 = y if dy > 0 else y - block.height if dy < 0 else y - block.height / 2
        align = "left" if dx > 0 else "right" if dx < 0 else "center"
        box = Box(x0, y0, x0 + block.width, y0 + block.height)
        if taken.is_free(box) and not taken.covers_small(box, place):
            yield Spot(block, box, align)


def _settle_outside(
    sheet: Sheet, content: Content, laid: Laid, taken: Taken, spots: dict[str, Spot], left: list[str]
) -> list[str]:
    """Settle with a leading line what has no room in its place; the outer ones of a crowd first.

    Of very many none: so many lines cannot be told apart, and a few would be any few.
    """
    if len(left) > MOST_LED:
        return sorted(left)
    unplaced = []
    away = {place: _away(place, left, laid) for place in left}
    for place in sorted(left, key=lambda place: (-round(math.hypot(*away[place]), 3), place)):
        tries = (
            blocks_of(sheet, content, place, OUTSIDE_SIZE, also=also)[:2]
            for also in scripts_of(content, place)
        )
        around = (spot for blocks in tries for spot in _around(blocks, laid, place, away[place], taken))
        if not _settle(place, around, taken, spots):
            unplaced.append(place)
    return sorted(unplaced)


def _away(place: str, others: list[str], laid: Laid) -> tuple[float, float]:
    """Return the way out of a crowd: from the middle of the places nearby to this one."""
    here = laid.anchors[place]
    near = [laid.anchors[other] for other in others if laid.anchors[other].distance(here) < CROWD]
    return here.x - sum(p.x for p in near) / len(near), here.y - sum(p.y for p in near) / len(near)


def _around(
    blocks: list[Block], laid: Laid, place: str, away: tuple[float, float], taken: Taken
) -> Iterator[Spot]:
    """Yield free positions round a place: the nearer first, and those that lead out of a crowd."""
    anchor, shape = laid.anchors[place], laid.grounds.get(place) or laid.outlines[place]
    minx, miny, maxx, maxy = shapely.bounds(shape)
    reach = np.minimum([(maxx - minx) / 2, (maxy - miny) / 2], 0.4)
    small = place not in laid.grounds or laid.grounds[place].area < SMALL
    distance, angle = _turns(DISTANCES if small else DISTANCES + FAR_DISTANCES, away)
    way = np.column_stack((np.cos(angle), np.sin(angle)))
    size = np.array([[block.width, block.height] for block in blocks])
    middle = shapely.get_coordinates(anchor) + way[:, None] * (reach + distance[:, None, None] + size / 2)
    boxes = np.concatenate([middle - size / 2, middle + size / 2], axis=2).reshape(-1, 4)
    for at, box in taken.free_at(boxes, place):
        turn, number = divmod(at, len(blocks))
        align = "left" if way[turn, 0] > 0.4 else "right" if way[turn, 0] < -0.4 else "center"
        leader = _leader(box, anchor, place in laid.points)
        if leader is not None and not (small and leader.length > MOST_LEADER):
            yield Spot(blocks[number], box, align, leader)


def _turns(distances: tuple[float, ...], away: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Return distances and angles, in the order of how well a name is read there."""
    distance, angle = (grid.ravel() for grid in np.meshgrid(distances, ANGLES, indexing="ij"))
    onward = (np.cos(angle) * away[0] + np.sin(angle) * away[1]) / (math.hypot(*away) or 1.0)
    order = np.argsort(distance * (1.6 - onward), kind="stable")
    return distance[order], angle[order]


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
    below = laid.ground_tree.query(box.shape(), predicate="within")
    return content.fill(laid.areas[below.min()]) if len(below) else None


def _draw_leader(sheet: Sheet, group: Group, leader: shapely.LineString, *, dot: bool) -> None:
    path = lines_path([list(leader.coords)])
    sheet.shape(group, path, edgecolor=ink.PAPER, linewidth=1.8, alpha=0.85, capstyle="round")
    sheet.shape(group, path, edgecolor=ink.INK, linewidth=0.6, capstyle="round")
    if dot:
        x, y = leader.coords[-1]
        speck = lines_path([((x, y), (x + 1e-4, y))])
        sheet.shape(group, speck, edgecolor=ink.PAPER, linewidth=3.4, capstyle="round")
        sheet.shape(group, speck, edgecolor=ink.INK, linewidth=2.2, capstyle="round")
