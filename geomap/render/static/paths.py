"""Shapes in inches as paths of the pen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from matplotlib.path import Path

from geomap.render.static.ink import POINT

#: Paths are drawn on a grid this fine (in inches), which is not seen and makes files smaller.
GRID = 0.01 * POINT
#: What ``shapely.get_type_id`` calls them.
LINE, RING, POLYGON, COLLECTION = 1, 2, 3, 4


def path_of(shapes: shapely.Geometry | np.ndarray) -> Path:
    """Return polygons or lines in inches, one or many, as one path; of points and nothing, an empty one."""
    lines, closed, _ = _lines_of(np.atleast_1d(shapes))
    points, codes, _ = _points_of(lines, closed)
    return _path(points, codes)


def tiles_of(shapes: np.ndarray) -> tuple[Path, list[int]]:
    """Return many polygons in inches as one path, as ``path_of`` does, and where in it each ends."""
    lines, closed, owner = _lines_of(shapes)
    points, codes, line = _points_of(lines, closed)
    ends = np.searchsorted(owner[line], np.arange(len(shapes)), side="right")
    return _path(points, codes), ends.tolist()


def _lines_of(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the rings and lines of shapes, which of them are rings, and whose they are, in order."""
    owner, kind = np.arange(len(shapes)), shapely.get_type_id(shapes)
    while (kind >= COLLECTION).any():
        shapes, part = shapely.get_parts(shapes, return_index=True)
        owner, kind = owner[part], shapely.get_type_id(shapes)
    areas, paths = np.flatnonzero(kind == POLYGON), np.flatnonzero((kind == LINE) | (kind == RING))
    rings, ring = shapely.get_rings(shapes[areas], return_index=True)
    position = np.concatenate([areas[ring], paths])
    order = np.argsort(position, kind="stable")
    lines = np.concatenate([rings, shapes[paths]])[order]
    closed = np.repeat([True, False], [len(rings), len(paths)])[order]
    return lines, closed, owner[position[order]]


def _points_of(lines: np.ndarray, closed: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the points of lines on the grid of the sheet, what the pen does at each, and its line."""
    points, line = shapely.get_coordinates(lines, return_index=True)
    opens = np.append(True, line[1:] != line[:-1])[: len(line)]
    ends = np.append(line[1:] != line[:-1], True)[: len(line)]
    codes = np.full(len(points), Path.LINETO, dtype=Path.code_type)
    codes[ends & closed[line]] = Path.CLOSEPOLY
    codes[opens] = Path.MOVETO
    return np.round(points / GRID) * GRID, codes, line


def borders_of(shapes: np.ndarray) -> Path:
    """Return the edges of polygons in inches, each once, also where two polygons share it."""
    lines, closed, _ = _lines_of(shapes)
    points, codes, line = _points_of(lines, closed)
    if not len(points):
        return _path(points, codes)
    end, edge = edges_of(points, line, GRID)
    drawn = np.zeros(len(points), dtype=bool)
    drawn[end[np.unique(edge, return_index=True)[1]]] = True
    all_drawn = np.bincount(line, ~drawn & (codes != Path.MOVETO))[line] == 0
    codes = np.where(drawn, np.where(all_drawn, codes, Path.LINETO), Path.MOVETO).astype(Path.code_type)
    kept = drawn | np.append(drawn[1:], False)
    return _path(points[kept], codes[kept])


def edges_of(points: np.ndarray, line: np.ndarray, grid: float) -> tuple[np.ndarray, np.ndarray]:
    """Return which points end an edge of their line, and a number for each edge, whichever way it runs."""
    spot = np.rint(points / grid).astype(np.int64) @ np.array([1 << 32, 1])
    end = np.flatnonzero(line[1:] == line[:-1]) + 1
    low, high = np.minimum(spot[end], spot[end - 1]), np.maximum(spot[end], spot[end - 1])
    order = np.lexsort((high, low))
    new = (np.diff(low[order]) != 0) | (np.diff(high[order]) != 0)
    edge = np.empty(len(order), dtype=np.int64)
    edge[order] = np.concatenate([[0], np.cumsum(new)])[: len(order)]
    return end, edge


def _path(points: np.ndarray, codes: np.ndarray) -> Path:
    return Path(points, codes) if len(points) else Path(np.zeros((1, 2)), [Path.MOVETO])


def lines_path(lines: Iterable[Sequence[tuple[float, float]]]) -> Path:
    """Return lines, each a sequence of points, as one path."""
    vertices, codes = [], []
    for line in lines:
        vertices.extend(line)
        codes.extend([Path.MOVETO] + [Path.LINETO] * (len(line) - 1))
    return Path(vertices or [(0.0, 0.0)], codes or [Path.MOVETO])


def dots_path(points: np.ndarray) -> Path:
    """Return a dot at each point: a line of next to no length, which a round pen draws as a disc."""
    if not len(points):
        return lines_path([])
    vertices = np.repeat(points, 2, axis=0)
    vertices[1::2, 0] += 1e-4
    return Path(vertices, np.tile([Path.MOVETO, Path.LINETO], len(points)))
