"""Outlines as shared arcs on a whole-number grid: what two places share stands there once.

An *arc* is a run of points between two *nodes*; a node is a point at which the rings that pass
through it part. A border between two places is the same arcs for both, so that however the page
draws or rounds it, no gap opens and nothing overlaps (the idea of TopoJSON, Bostock 2012).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely

from geomap.control.keys import changes, in_order
from geomap.partition import rings_of

#: Steps across the longer side of an extent: what 16 bits hold.
STEPS = 2**16 - 1
#: No grid is finer than this many degrees, a tenth of a metre.
FINEST = 1e-6
#: Where 16 bits would bend the smallest outline, the grid is this many degrees, about a metre.
FINE = 1e-5
#: How much of its area the smallest outline may gain or lose on the grid.
DISTORTION = 0.01
#: A corner this near another ring's edge, in steps, was on it before it was put on the grid.
ON_EDGE = 0.75


@dataclass(frozen=True)
class Grid:
    """Whole-number coordinates: ``lon = x0 + x * step``, ``lat = y0 + y * step``, in degrees."""

    x0: float
    y0: float
    step: float

    def at(self, coordinates: np.ndarray) -> np.ndarray:
        """Return (lon, lat) pairs as whole steps."""
        return np.rint((coordinates - [self.x0, self.y0]) / self.step).astype(np.int64)


@dataclass(frozen=True)
class Rings:
    """Rings (or lines) of shapes: points end to end, none twice in a row, rings without their last.

    ``start`` bounds the points of each ring; ``polygon`` and ``shape`` say what each belongs to.
    """

    points: np.ndarray
    start: np.ndarray
    polygon: np.ndarray
    shape: np.ndarray


@dataclass(frozen=True)
class Uses:
    """The arcs that rings are made of, in the order in which the rings use them.

    ``ring`` is the ring of each use, ``arc`` the arc (numbered by first use), ``back`` whether it
    runs backwards there; ``first`` is the use that defines each arc, ``begin`` and ``end`` bound
    the points of each use in ``points``, both ends included.
    """

    ring: np.ndarray
    arc: np.ndarray
    back: np.ndarray
    first: np.ndarray
    begin: np.ndarray
    end: np.ndarray
    points: np.ndarray


def grid_for(bounds: tuple[float, float, float, float], polygons: np.ndarray) -> Grid:
    """Return a grid of 16 bits across the bounds, or a metre's where that bends the smallest polygon.

    Polygons are in degrees. "Bends" is a change of its area by more than ``DISTORTION``.
    """
    minx, miny, maxx, maxy = bounds
    coarse = Grid(minx, miny, max(max(maxx - minx, maxy - miny) / STEPS, FINEST))
    areas = shapely.area(polygons)
    if not (areas > 0).any() or coarse.step <= FINE:
        return coarse
    smallest = polygons[np.argmin(np.where(areas > 0, areas, np.inf))]
    on_grid = shapely.transform(smallest, lambda xy: coarse.at(xy) * coarse.step)
    bent = abs(shapely.area(on_grid) / shapely.area(smallest) - 1)
    return Grid(minx, miny, FINE) if bent > DISTORTION else coarse


def to_rings(shapes: np.ndarray, grid: Grid) -> Rings:
    """Return the rings of polygons, shape by shape, on the grid; what vanishes there is left out."""
    parts, shape = shapely.get_parts(shapes, return_index=True)
    rings, polygon = rings_of(parts)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    points = _keys(grid.at(coordinates))
    kept = np.ones(len(points), dtype=bool)
    kept[1:] = (points[1:] != points[:-1]) | (ring[1:] != ring[:-1])
    points, ring = points[kept], ring[kept]
    count = np.bincount(ring, minlength=len(rings))
    stop = np.cumsum(count)
    closing = stop[count > 0] - 1
    closes = points[closing] == points[(stop - count)[count > 0]]
    points, ring = np.delete(points, closing[closes]), np.delete(ring, closing[closes])
    return _without_vanished(points, ring, polygon, shape)


def _without_vanished(points: np.ndarray, ring: np.ndarray, polygon: np.ndarray, shape: np.ndarray) -> Rings:
    """Leave out rings of fewer than three points, and all of a polygon whose outer ring is one."""
    there = np.bincount(ring, minlength=len(polygon)) >= 3
    outer = np.ones(len(polygon), dtype=bool)
    outer[1:] = polygon[1:] != polygon[:-1]
    there &= (there[outer])[np.cumsum(outer) - 1] if len(outer) else there
    points, ring = points[there[ring]], ring[there[ring]]
    count = np.bincount(ring, minlength=len(polygon))[there]
    start = np.concatenate(([0], np.cumsum(count)))
    return Rings(points, start, polygon[there], shape[polygon[there]] if len(shape) else polygon[there])


def _keys(xy: np.ndarray) -> np.ndarray:
    """Return one number for each point: x in the high half, y in the low one."""
    return (xy[:, 0] << 32) + (xy[:, 1] + 2**31)


def to_xy(points: np.ndarray) -> np.ndarray:
    """Return points as (x, y) steps."""
    return np.stack([points >> 32, (points & 0xFFFFFFFF) - 2**31], axis=1)


def numbers_of(*columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where each distinct row stands first, in the order of the rows, and each row's number in it."""
    order = in_order(*columns)
    opens = changes(*(column[order] for column in columns))
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.cumsum(opens) - 1
    return order[opens], number


def hilbert_order(bounds: np.ndarray) -> np.ndarray:
    """Return the positions of boxes along a Hilbert curve: neighbours on the map, neighbours in the file.

    ``bounds`` is (n, 4). The curve runs through 2**16 by 2**16 cells; see Hilbert 1891, and
    Skilling 2004 for the way it is worked out, bit by bit from the highest.
    """
    middle = (bounds[:, :2] + bounds[:, 2:]) / 2
    middle = np.nan_to_num(middle - np.nanmin(middle, axis=0, initial=np.inf) if len(middle) else middle)
    scale = STEPS / max(float(middle.max(initial=0)), 1e-12)
    x, y = (middle * scale).astype(np.int64).T
    along = np.zeros(len(x), dtype=np.int64)
    for bit in 2 ** np.arange(15, -1, -1):
        right, upper = (x & bit) > 0, (y & bit) > 0
        along += bit * bit * ((3 * right) ^ upper)
        flips = ~upper & right
        x, y = np.where(flips, STEPS - x, x), np.where(flips, STEPS - y, y)
        x, y = np.where(upper, x, y), np.where(upper, y, x)
    return np.argsort(along, kind="stable")


def with_corners_of_others(rings: Rings) -> Rings:
    """Return the rings with a point wherever a corner of another ring lies on one of their edges.

    Where three places meet, the border of one often runs straight past the corner of the other
    two. On the grid that corner may leave the line by part of a step, and a gap would open. Only
    edges that one ring alone has can be such lines.
    """
    here, there = edges_of(rings)
    one, other = edges_of(replace(rings, points=numbers_of(*to_xy(rings.points).T)[1]))
    _, edge = numbers_of(np.minimum(one, other), np.maximum(one, other))
    alone = np.flatnonzero(np.bincount(edge)[edge] == 1)
    if not len(alone):
        return rings
    lines = shapely.linestrings(np.stack([to_xy(here[alone]), to_xy(there[alone])], axis=1).astype(float))
    corners = np.unique(np.concatenate([here[alone], there[alone]]))
    dots = shapely.points(to_xy(corners).astype(float))
    dot, line = shapely.STRtree(lines).query(dots, predicate="dwithin", distance=ON_EDGE)
    edge = alone[line]
    inner = (corners[dot] != here[edge]) & (corners[dot] != there[edge])
    return _inserted(rings, here, edge[inner], corners[dot[inner]])


def _inserted(rings: Rings, here: np.ndarray, edge: np.ndarray, corner: np.ndarray) -> Rings:
    """Return the rings with corners put into their edges, in the order in which they are passed."""
    along = np.hypot(*(to_xy(corner) - to_xy(here[edge])).T)
    order = np.lexsort((along, edge))
    edge, corner = edge[order], corner[order]
    points = np.insert(rings.points, edge + 1, corner)
    added = np.searchsorted(edge, rings.start, side="left")
    return Rings(points, rings.start + added, rings.polygon, rings.shape)


def edges_of(rings: Rings) -> tuple[np.ndarray, np.ndarray]:
    """Return the points at which each edge begins and ends, in the order of the points."""
    following = np.arange(1, len(rings.points) + 1)
    following[rings.start[1:] - 1] = rings.start[:-1]
    return rings.points, rings.points[following]


def to_uses(rings: Rings) -> Uses:
    """Cut rings into arcs, and find the arcs that are the same.

    Each ring is turned so that it begins at a node and, where it can, with an arc that an earlier
    ring has already; a ring without a node is one closed arc from its lowest point.
    """
    n = np.diff(rings.start)
    ring = np.repeat(np.arange(len(n)), n)
    first, vertex = numbers_of(*to_xy(rings.points).T)
    values = rings.points[first]
    turned = _turned(rings, ring, vertex, _nodes(rings, vertex))
    cut = _nodes(rings, vertex)[turned]
    cut[rings.start[:-1]] = True
    closed = np.insert(vertex[turned], rings.start[1:], vertex[turned][rings.start[:-1]])
    use_ring = ring[cut]
    begin = np.flatnonzero(cut) + use_ring
    is_last = np.append(use_ring[1:] != use_ring[:-1], True)[: len(begin)]
    end = np.append(begin[1:], len(closed))[: len(begin)] + ~is_last
    same = _same(closed, begin, end, rings.start[1:] + np.arange(len(n)))
    order = _known_first(use_ring, same)
    return _numbered(use_ring, same[order], begin[order], end[order], values[closed])


def _nodes(rings: Rings, vertex: np.ndarray) -> np.ndarray:
    """Return at which points rings part: a point's neighbours are not the same wherever it stands."""
    before = np.arange(-1, len(vertex) - 1)
    before[rings.start[:-1]] = rings.start[1:] - 1
    after = np.arange(1, len(vertex) + 1)
    after[rings.start[1:] - 1] = rings.start[:-1]
    one, other = vertex[before], vertex[after]
    low, high = np.minimum(one, other), np.maximum(one, other)
    known = np.zeros((2, int(vertex.max(initial=-1)) + 1), dtype=np.int64)
    known[0, vertex], known[1, vertex] = low, high
    parts = np.zeros(known.shape[1], dtype=bool)
    parts[vertex[(low != known[0, vertex]) | (high != known[1, vertex])]] = True
    return parts[vertex]


def _turned(rings: Rings, ring: np.ndarray, vertex: np.ndarray, node: np.ndarray) -> np.ndarray:
    """Return the positions of points with each ring begun at its first node, else at its lowest point."""
    if not len(vertex):
        return vertex
    here = np.arange(len(vertex))
    has_node = np.maximum.reduceat(node, rings.start[:-1])
    lowest = vertex == np.minimum.reduceat(vertex, rings.start[:-1])[ring]
    may = np.where(has_node[ring], node, lowest)
    first = np.minimum.reduceat(np.where(may, here, len(here)), rings.start[:-1])
    start, n = rings.start[:-1][ring], np.diff(rings.start)[ring]
    return start + (here - start + (first[ring] - start)) % n


def _same(points: np.ndarray, begin: np.ndarray, end: np.ndarray, closing: np.ndarray) -> np.ndarray:
    """Return a number for each use, equal for the same arc whichever way it runs.

    Between nodes there is one way to go on, so that arcs with an edge in common are the same; what
    odd rings (that run back on themselves) make of it is checked by length and ends.
    """
    if not len(begin):
        return begin
    after = np.append(points[1:], 0)
    edge = np.minimum(points, after) * (int(points.max()) + 1) + np.maximum(points, after)
    edge[closing] = np.iinfo(np.int64).max  # from the end of one ring to the next is no edge
    first, same = numbers_of(np.minimum.reduceat(edge, begin))
    ends = np.sort(np.stack([points[begin], points[end - 1]]), axis=0)
    opener = first[same]
    unlike = (end - begin != (end - begin)[opener]) | (ends != ends[:, opener]).any(axis=0)
    return np.where(unlike, len(first) + np.arange(len(same)), same)


def _known_first(ring: np.ndarray, same: np.ndarray) -> np.ndarray:
    """Return the uses with each ring turned to begin where arcs begin that an earlier ring has."""
    here = np.arange(len(ring))
    if not len(ring):
        return here
    opens = np.append(True, ring[1:] != ring[:-1])
    start = np.flatnonzero(opens)
    n = np.diff(np.append(start, len(ring)))
    turn = np.cumsum(opens) - 1
    first, back = numbers_of(same)
    known = ring[first][back] < ring
    before = np.where(opens, (start + n - 1)[turn], here - 1)
    begins = known & ~known[before]
    at = np.minimum.reduceat(np.where(begins, here, len(here)), start)
    at = np.where(at == len(here), start, at)
    return start[turn] + (here - start[turn] + (at - start)[turn]) % n[turn]


def _numbered(
    ring: np.ndarray, same: np.ndarray, begin: np.ndarray, end: np.ndarray, points: np.ndarray
) -> Uses:
    """Return the uses with their arcs numbered in the order of first use."""
    first, back = numbers_of(same)
    by_use = np.argsort(first, kind="stable")
    number = np.empty(len(first), dtype=np.int64)
    number[by_use] = np.arange(len(first))
    arc, first = number[back], first[by_use]
    opener = first[arc] if len(arc) else arc
    alike = (points[begin] == points[begin[opener]]) & (points[begin + 1] == points[begin[opener] + 1])
    return Uses(ring, arc, ~alike, first, begin, end, points)
