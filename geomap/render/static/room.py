"""What is taken on the map, and where names find room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geomap.render.static.ink import POINT
from geomap.render.static.view import Box

if TYPE_CHECKING:
    from geomap.render.static.blocks import Block

#: A place smaller than this, in square inches, is kept free of other names.
SMALL = 0.12


@dataclass(frozen=True)
class Spot:
    """Where a block stands: its box, how its lines are aligned, and a line that leads to it."""

    block: Block
    box: Box
    align: str = "center"
    leader: shapely.LineString | None = None


@dataclass
class Taken:
    """What is taken on the map: boxes of texts and symbols, lines that lead to them, small places."""

    frame: Box
    grounds: dict[str, shapely.Geometry] = field(default_factory=dict)
    boxes: np.ndarray = field(default_factory=lambda: np.zeros((0, 4)))
    leaders: list[shapely.LineString] = field(default_factory=list)
    _shapes: np.ndarray | None = None

    def __post_init__(self) -> None:
        small = {place: shape for place, shape in self.grounds.items() if shape.area < SMALL}
        self._small = np.array(list(small), dtype=object)
        self._tree = shapely.STRtree(list(small.values()))

    def free(self, boxes: np.ndarray, place: str = "") -> Iterator[Box]:
        """Yield those of many boxes (x0, y0, x1, y1) that are free for the name of a place."""
        return (box for _, box in self.free_at(boxes, place))

    def free_at(self, boxes: np.ndarray, place: str = "") -> Iterator[tuple[int, Box]]:
        """Yield the same, each with its position.

        A box is free that lies in the frame, on nothing that is taken, and on no small place but
        its own.
        """
        at = np.flatnonzero(self._in_frame(boxes))
        at = at[~self._on_small(shapely.points((boxes[at, :2] + boxes[at, 2:]) / 2), place)]
        at = at[~self._on_taken(boxes[at])]
        at = at[~self._on_small(shapely.box(*boxes[at].T), place)]
        return ((position, Box(*boxes[position].tolist())) for position in at.tolist())

    def is_free(self, box: Box) -> bool:
        """Return whether a box lies in the frame and on nothing that is taken."""
        one = np.array([[box.x0, box.y0, box.x1, box.y1]])
        return bool(self._in_frame(one)[0] and not self._on_taken(one)[0])

    def covers_small(self, box: Box, place: str) -> bool:
        """Return whether a box lies on a small place other than its own."""
        return bool(self._on_small(np.array([box.shape()]), place)[0])

    def is_clear(self, line: shapely.LineString) -> bool:
        """Return whether a leading line crosses no text and no other such line."""
        if self._shapes is None:
            self._shapes = np.concatenate([shapely.box(*self.boxes.T), np.array(self.leaders, dtype=object)])
        return not shapely.intersects(line, self._shapes).any()

    def take_box(self, box: Box) -> None:
        """Keep a box free of what comes later."""
        self.boxes = np.vstack([self.boxes, [box.x0, box.y0, box.x1, box.y1]])
        self._shapes = None

    def all_boxes(self) -> list[Box]:
        """Return every box that is taken."""
        return [Box(*box) for box in self.boxes.tolist()]

    def take(self, spot: Spot) -> None:
        """Keep what a block needs."""
        self.take_box(spot.box)
        if spot.leader is not None:
            self.leaders.append(spot.leader)

    def _in_frame(self, boxes: np.ndarray) -> np.ndarray:
        inner = self.frame.grown(-2 * POINT)
        low, high = boxes[:, :2] >= [inner.x0, inner.y0], boxes[:, 2:] <= [inner.x1, inner.y1]
        return low.all(axis=1) & high.all(axis=1)

    def _on_taken(self, boxes: np.ndarray) -> np.ndarray:
        near = boxes + 0.8 * POINT * np.array([-1, -1, 1, 1])
        low, high = near[:, None, :2] < self.boxes[:, 2:], self.boxes[:, :2] < near[:, None, 2:]
        on = (low & high).all(axis=2).any(axis=1)
        lines = np.array(self.leaders, dtype=object)
        return on | shapely.intersects(shapely.box(*near.T)[:, None], lines).any(axis=1)

    def _on_small(self, shapes: np.ndarray, place: str) -> np.ndarray:
        at, small = self._tree.query(shapes, predicate="intersects")
        on = np.zeros(len(shapes), dtype=bool)
        on[at[self._small[small] != place]] = True
        return on
