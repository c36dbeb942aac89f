"""The small map that says where in a wider area the large one lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geomap.render.static import ink
from geomap.render.static.ink import POINT
from geomap.render.static.paths import path_of
from geomap.render.static.view import Box, projection_to
from geomap.render.static.wording import clean, fit

if TYPE_CHECKING:
    from pyproj import Transformer

    from geomap.render.static.content import Content
    from geomap.render.static.sheet import Sheet
    from geomap.render.static.view import View
    from geomap.scene import Locator

#: The longer side of a locator in inches, the largest first, and the part of the map's shorter side it may take.
SIDES, MOST_PART = (1.3, 1.15, 1.0), 0.3
#: No locator is more oblong than this.
OBLONG = 1.6
#: The part of a locator that may lie on ground of the map: it would hide who holds it.
MOST_COVERED = 0.0
#: An extent smaller than this on paper is shown as a square of this size.
LEAST_MARK = 5 * POINT
#: Where the map shows this part of a locator's window itself, there is none.
KNOWN_ALREADY = 0.8
PADDING = 3 * POINT
AREA, SUBJECT, AROUND = "#dcd8cc", "#8a8f95", "#f3f1ec"


@dataclass(frozen=True)
class Small:
    """A locator on the sheet: its map's box, and from degrees to inches in it."""

    locator: Locator
    map: Box

    def page(self, shape: shapely.Geometry) -> shapely.Geometry:
        """Return a shape in degrees in inches of the sheet."""
        forward = projection_to(self.locator.crs)
        scale, (dx, dy) = self._fitted(forward)

        def move(degrees: np.ndarray) -> np.ndarray:
            return np.column_stack(forward.transform(*degrees.T)) * scale + (dx, dy)

        return shapely.transform(shape, move)

    def _fitted(self, forward: Transformer) -> tuple[float, tuple[float, float]]:
        """Return inches for a metre, and the shift that puts the window in the middle of the box."""
        minx, miny, maxx, maxy = _extent(self.locator, forward)
        scale = min(self.map.width / (maxx - minx), self.map.height / (maxy - miny))
        x, y = self.map.middle
        return scale, (x - scale * (minx + maxx) / 2, y - scale * (miny + maxy) / 2)


def _extent(locator: Locator, forward: Transformer) -> tuple[float, float, float, float]:
    """Return the window of a locator in metres of its projection."""
    edge = shapely.segmentize(shapely.box(*locator.bounds), (locator.bounds[2] - locator.bounds[0]) / 24)
    moved = np.column_stack(forward.transform(*shapely.get_coordinates(edge).T))
    (minx, miny), (maxx, maxy) = moved.min(axis=0), moved.max(axis=0)
    return minx, miny, maxx, maxy


def sizes_in(room: float) -> list[float]:
    """Return the sizes of a locator on a map whose shorter side is ``room`` inches, the largest first."""
    return [side for side in SIDES if side <= MOST_PART * room]


def is_wanted(content: Content, view: View) -> bool:
    """Return whether a locator says more than the map does."""
    locator = content.scene.locator
    if locator is None:
        return False
    window = shapely.box(*locator.bounds)
    return window.intersection(shapely.box(*view.degrees)).area < KNOWN_ALREADY * window.area


def size_of(content: Content, side: float) -> tuple[float, float]:
    """Return width and height of a locator whose longer side of map is ``side``, with room for the name."""
    locator = content.scene.locator
    minx, miny, maxx, maxy = _extent(locator, projection_to(locator.crs))
    ratio = min(max((maxx - minx) / (maxy - miny), 1 / OBLONG), OBLONG)
    width, height = (side, side / ratio) if ratio >= 1 else (side * ratio, side)
    return width, height + (_name_height() if _name(content) else 0)


def _name(content: Content) -> str:
    return clean(content.words.name(content.scene.locator.name), 60)


def _name_height() -> float:
    return ink.LOCATOR.leading + 1.5 * POINT


def draw_locator(sheet: Sheet, content: Content, view: View, box: Box) -> Small:
    """Draw the locator in its box: the wider area and its name, and where the map lies in it."""
    group, name = sheet.group("layer-locator"), _name(content)
    below = _name_height() if name else 0
    map_box = Box(box.x0, box.y0 + below, box.x1, box.y1)
    small = Small(content.scene.locator, map_box.grown(-PADDING))
    sheet.shape(group, box.path(), facecolor=ink.PAPER, name="locator-ground")
    _draw_areas(sheet, group, small, map_box)
    if not small.locator.fills:
        _draw_extent(sheet, group, small, view)
    look = {"edgecolor": ink.FRAME, "linewidth": 0.6, "joinstyle": "miter"}
    sheet.shape(group, box.path(), name="locator-frame", **look)
    if name:
        text = content.shown(fit(sheet, name, ink.LOCATOR, box.width - 4 * POINT))
        sheet.text(group, (box.middle[0], box.y0 + 2.6 * POINT), text, ink.LOCATOR, align="center")
    return small


def _draw_areas(sheet: Sheet, group: object, small: Small, map_box: Box) -> None:
    """Draw what lies around, then the area: darker where it is what the map is about."""
    locator, clip = small.locator, map_box.path()
    around = small.page(locator.around)
    for part in shapely.get_parts(around):
        look = {"facecolor": AROUND, "edgecolor": ink.BORDER, "linewidth": 0.35}
        sheet.shape(group, path_of(part), clip=clip, **look)
    fill = SUBJECT if locator.fills else AREA
    look = {"facecolor": fill, "edgecolor": ink.INK_3, "linewidth": 0.5}
    sheet.shape(group, path_of(small.page(locator.area)), clip=clip, name="locator-area", **look)


def _draw_extent(sheet: Sheet, group: object, small: Small, view: View) -> None:
    """Draw the frame of the map where it lies; one too small to be seen as a square."""
    frame = view.outline()
    mark = small.page(frame).intersection(small.map.grown(PADDING).shape())
    minx, miny, maxx, maxy = shapely.bounds(mark)
    if max(maxx - minx, maxy - miny) < LEAST_MARK:
        spot = small.page(shapely.Point(view.degrees_at(*view.frame.middle)))
        mark = Box(spot.x, spot.y, spot.x, spot.y).grown(LEAST_MARK / 2).shape()
    look = {"joinstyle": "miter", "clip": small.map.grown(PADDING).path()}
    sheet.shape(group, path_of(mark), edgecolor=ink.PAPER, linewidth=2.6, **look)
    sheet.shape(group, path_of(mark), edgecolor=ink.INK, linewidth=1.2, name="locator-extent", **look)
