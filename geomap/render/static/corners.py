"""Where in the frame of the map something small may stand: in the corner that covers the least ground."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import shapely

from geomap.render.static.ink import POINT
from geomap.render.static.view import Box

#: What stands in a corner keeps so far from the frame, and from the ground and from one another.
INSET, AWAY = 9 * POINT, 3 * POINT


@dataclass
class Corners:
    """The corners of a frame, the ground in it (in inches), and the boxes that stand in them already.

    Where the sheet runs from right to left, of corners alike the right ones come first.
    """

    frame: Box
    grounds: np.ndarray
    mirror: bool = False
    used: list[Box] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._tree = shapely.STRtree(self.grounds)

    def best(self, width: float, height: float, *, most: float = np.inf) -> Box | None:
        """Return the box in the corner with the least ground below it; keep it for what asks for it.

        ``None`` where every corner is taken, or more than the part ``most`` of the box would lie on
        ground. Of corners alike the lower ones come first, and those where lines begin.
        """
        boxes = [box for box in self._boxes(width, height) if not self._is_used(box)]
        covered = {box: self.covered(box) for box in boxes}
        boxes = [box for box in boxes if covered[box] <= most * width * height]
        if not boxes:
            return None
        box = min(boxes, key=covered.__getitem__)
        self.use(box)
        return box

    def use(self, box: Box) -> None:
        """Keep a box free of what comes later."""
        self.used.append(box)

    def _boxes(self, width: float, height: float) -> Iterable[Box]:
        """Yield boxes in the corners, then beside what stands in a corner already."""
        inner = self.frame.grown(-INSET)
        lefts, bottoms = [inner.x0, inner.x1 - width], [inner.y0, inner.y1 - height]
        lefts = lefts[::-1] if self.mirror else lefts
        beside = [x for box in self.used for x in (box.x1 + 2 * AWAY, box.x0 - 2 * AWAY - width)]
        for xs in (lefts, beside):
            for y in bottoms:
                for x in xs:
                    box = Box(x, y, x + width, y + height)
                    if inner.grown(1e-9).holds(box):
                        yield box

    def _is_used(self, box: Box) -> bool:
        return any(box.grown(AWAY).overlaps(each) for each in self.used)

    def covered(self, box: Box) -> float:
        """Return how much ground (in square inches) lies below a box."""
        shape = box.grown(AWAY).shape()
        near = self.grounds[self._tree.query(shape)]
        return round(shapely.union_all(shapely.intersection(near, shape)).area, 4)
