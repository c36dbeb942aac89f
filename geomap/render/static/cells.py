"""Stripes, bands and squares: the cells of a pattern of two or more colours, of many shapes at once."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely

from geomap.render.static.ink import POINT

#: Width of one stripe, one band and one square, in points.
WIDTHS = {"stripes": 5.0, "bands": 10.0, "checks": 6.5}


@dataclass(frozen=True)
class Grain:
    """Where a pattern begins, in inches, and how much smaller it is drawn than on open ground."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0


class Cells:
    """The cells of a pattern of a ``kind`` over the bounds of shapes, each in its own grain."""

    def __init__(self, kind: str, shapes: np.ndarray, grains: list[Grain]) -> None:
        self._kind = kind
        self._minx, self._miny, self._maxx, self._maxy = shapely.bounds(shapes).T
        self._x, self._y, scale = np.array([(each.x, each.y, each.scale) for each in grains]).T
        self._width = WIDTHS[kind] * POINT * scale

    def of_color(self, at: int, count: int) -> np.ndarray:
        """Return for each shape every cell of colour number ``at`` of ``count``, as one geometry."""
        if self._kind == "checks":
            return self._squares(at, count)
        owner, number = self._slanted()
        mine = number % count == at
        owner, number = owner[mine], number[mine]
        start, step = (each[owner] for each in self._origin())
        x, lean = start + number * step, self._lean()[owner]
        y0, y1 = self._miny[owner], self._maxy[owner]
        corners = np.stack([x, y0, x + step, y0, x + step + lean, y1, x + lean, y1], axis=1)
        return self._joined(shapely.polygons(corners.reshape(-1, 4, 2)), owner, shapely.multipolygons)

    def joints(self) -> np.ndarray:
        """Return for each shape the lines between its cells, as one geometry."""
        owner, number = self._slanted()
        start, step = (each[owner] for each in self._origin())
        x, lean = start + number * step, self._lean()[owner]
        ends = np.stack([x, self._miny[owner], x + lean, self._maxy[owner]], axis=1)
        if self._kind == "checks":
            level, row = _numbers(self._miny, self._maxy, self._width, self._y)
            y = self._y[level] + row * self._width[level]
            flat = np.stack([self._minx[level], y, self._maxx[level], y], axis=1)
            owner, ends = np.concatenate([owner, level]), np.concatenate([ends, flat])
            order = np.argsort(owner, kind="stable")
            owner, ends = owner[order], ends[order]
        return self._joined(shapely.linestrings(ends.reshape(-1, 2, 2)), owner, shapely.multilinestrings)

    def _squares(self, at: int, count: int) -> np.ndarray:
        """Return every square of a colour: the colours take turns along rows and columns."""
        columns = _ends(self._minx, self._maxx, self._width, self._x)
        rows = _ends(self._miny, self._maxy, self._width, self._y)
        across = columns[1] - columns[0] + 1
        owner, within = _counted(across * (rows[1] - rows[0] + 1))
        column = columns[0][owner] + within % across[owner]
        row = rows[0][owner] + within // across[owner]
        mine = (column + row) % count == at
        owner, column, row = owner[mine], column[mine], row[mine]
        width = self._width[owner]
        x, y = self._x[owner] + column * width, self._y[owner] + row * width
        return self._joined(shapely.box(x, y, x + width, y + width), owner, shapely.multipolygons)

    def _slanted(self) -> tuple[np.ndarray, np.ndarray]:
        """Return shape and number of every cell that crosses the lower edge of the bounds of its shape."""
        start, step = self._origin()
        return _numbers(self._minx - self._lean(), self._maxx, step, start)

    def _origin(self) -> tuple[np.ndarray, np.ndarray]:
        """Return where the cells begin on the lower edge of the bounds, and how far apart.

        A stripe leans at 45 degrees: where it meets that edge depends on how high the edge lies, and
        so the stripes of neighbours meet.
        """
        if self._kind == "stripes":
            return self._x + self._miny - self._y, self._width * math.sqrt(2)
        return self._x, self._width

    def _lean(self) -> np.ndarray:
        return self._maxy - self._miny if self._kind == "stripes" else np.zeros_like(self._miny)

    def _joined(self, parts: np.ndarray, owner: np.ndarray, join: np.ufunc) -> np.ndarray:
        """Return the parts of each shape as one geometry, an empty one where a shape has none."""
        joined = np.full(len(self._minx), shapely.MultiPolygon(), dtype=object)
        owners, number = np.unique(owner, return_inverse=True)
        if len(owners):
            joined[owners] = join(parts, indices=number)
        return joined


def _ends(low: np.ndarray, high: np.ndarray, step: np.ndarray, origin: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return the first and the last number of the cells that cover ``low`` to ``high``."""
    return tuple(
        rounded((edge - origin) / step).astype(int) for edge, rounded in ((low, np.floor), (high, np.ceil))
    )


def _numbers(
    low: np.ndarray, high: np.ndarray, step: np.ndarray, origin: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return shape and number of every cell that covers ``low`` to ``high``."""
    first, last = _ends(low, high, step, origin)
    owner, within = _counted(last - first + 1)
    return owner, first[owner] + within


def _counted(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return for so many things of each shape its number, and theirs among its own.

    >>> [each.tolist() for each in _counted(np.array([2, 0, 3]))]
    [[0, 0, 2, 2, 2], [0, 1, 0, 1, 2]]
    """
    owner = np.repeat(np.arange(len(counts)), counts)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
