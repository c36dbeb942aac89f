"""Pictures in dots: layers laid over one another, and ground that is painted again only where it changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from matplotlib.backends.backend_agg import RendererAgg
from PIL import Image

from geomap.render.static.fills import draw_fill
from geomap.style import fill_key

if TYPE_CHECKING:
    from geomap.render.static.content import Content
    from geomap.render.static.laying import Laid
    from geomap.render.static.sheet import Sheet

#: A place is painted over its edge by so many dots, and cut at it: no rim of an older colour is left.
OVER = 1.6


@dataclass(frozen=True)
class Patch:
    """Dots of a layer, as far as there are any: where they begin, and red, green, blue and how opaque each is."""

    left: int
    top: int
    dots: np.ndarray


class Brush:
    """Draws on one sheet again and again, and keeps what it drew by name as long as it says the same."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._kept: dict[str, tuple[Hashable, Patch]] = {}

    def raster(self, draw: Callable[[Sheet], object]) -> np.ndarray:
        """Return what is drawn as an array of dots of the whole sheet."""
        self.sheet.clear()
        draw(self.sheet)
        return raster(self.sheet)

    def patch(self, name: str, key: Hashable, draw: Callable[[Sheet], object]) -> Patch:
        """Return what is drawn, cut to its extent; drawn again only where ``key`` is new for ``name``."""
        if name not in self._kept or self._kept[name][0] != key:
            self._kept[name] = key, cut(self.raster(draw))
        return self._kept[name][1]


def raster(sheet: Sheet) -> np.ndarray:
    """Return a sheet as an array of dots: red, green, blue and how opaque each is; bare paper is not."""
    renderer = RendererAgg(*size_of(sheet), sheet.paper.dpi)
    for group in sheet.groups():
        group.draw(renderer)
    return np.array(renderer.buffer_rgba())


def size_of(sheet: Sheet) -> tuple[int, int]:
    """Return how many dots a sheet has across and up."""
    return int(sheet.figure.bbox.width), int(sheet.figure.bbox.height)


def cut(dots: np.ndarray) -> Patch:
    """Return a layer cut to what is not bare; of nothing, one bare dot."""
    seen = dots[:, :, 3] > 0
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    if not len(rows):
        return Patch(0, 0, dots[:1, :1].copy())
    return Patch(
        int(columns[0]), int(rows[0]), dots[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].copy()
    )


def laid_over(ground: np.ndarray, patches: Sequence[Patch]) -> np.ndarray:
    """Return the opaque dots of a ground with layers over it, the first lowest."""
    height, width, _ = ground.shape
    picture = Image.fromarray(np.dstack([ground, np.full((height, width), 255, dtype=np.uint8)]), "RGBA")
    for patch in patches:
        picture.alpha_composite(Image.fromarray(patch.dots, "RGBA"), (patch.left, patch.top))
    return np.array(picture)[:, :, :3]


def owners(sheet: Sheet, shapes: Mapping[str, shapely.Geometry]) -> np.ndarray:
    """Return which shape each dot belongs to, as its number in order; -1 where none does."""
    renderer = RendererAgg(*size_of(sheet), sheet.paper.dpi)
    group = sheet.group("owners")
    tiles = sheet.tiles(group, shapes, "#000000", name="owners")
    to_dots = tiles.get_transform().frozen()
    for number, (_, path) in enumerate(tiles.paths(), 1):
        pen = renderer.new_gc()
        pen.set_antialiased(False)
        pen.set_linewidth(0)
        pen.set_snap(False)
        color = (number >> 16 & 255) / 255, (number >> 8 & 255) / 255, (number & 255) / 255, 1.0
        renderer.draw_path(pen, path, to_dots, color)
    dots = np.array(renderer.buffer_rgba()).astype(np.int32)
    found = (dots[:, :, 0] << 16) + (dots[:, :, 1] << 8) + dots[:, :, 2]
    return np.where(dots[:, :, 3] > 0, found, 0) - 1


class Ground:
    """The ground of a map in dots, painted day by day: only places whose state changed are drawn again."""

    def __init__(self, below: np.ndarray, brush: Brush, laid: Laid) -> None:
        self.dots, self.laid = below, laid
        self._brush = brush
        brush.sheet.clear()
        self._owner = owners(brush.sheet, {place: laid.grounds[place] for place in laid.areas})
        self._number = {place: at for at, place in enumerate(laid.areas)}
        self._shown: dict[str, tuple[str, tuple[str, ...]]] = {}

    def paint(self, content: Content) -> np.ndarray:
        """Bring the ground to a day and return it."""
        state = content.state
        new = {place: state[place] for place in self.laid.areas if self._shown.get(place) != state[place]}
        self._shown |= new
        for kind, places in content.by_state(new).items():
            mine = np.zeros(len(self._number) + 1, dtype=bool)
            mine[[self._number[place] for place in places]] = True
            self._paint_state(content, kind, places, mine[self._owner])
        return self.dots

    def _paint_state(
        self, content: Content, state: tuple[str, tuple[str, ...]], places: list[str], mask: np.ndarray
    ) -> None:
        """Paint places in one state, each to its own edge."""
        grounds = np.array([self.laid.grounds[place] for place in places], dtype=object)
        reach = OVER / self._brush.sheet.paper.dpi
        shapes = dict(
            zip(places, shapely.buffer(grounds, reach, join_style="mitre", quad_segs=1), strict=True)
        )
        look = {"name": fill_key(*state), "weight": self.laid.weight}
        fill = content.fill_of(state)
        layer = self._brush.raster(lambda sheet: draw_fill(sheet, sheet.group("paint"), shapes, fill, **look))
        painted = layer[mask]
        share = painted[:, 3:].astype(np.uint16)
        mixed = painted[:, :3] * share + self.dots[mask] * (255 - share)
        self.dots[mask] = ((mixed + 127) // 255).astype(np.uint8)
