"""Pictures in dots: layers laid over one another, and ground that is painted again only where it changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import shapely
from matplotlib.backends.backend_agg import RendererAgg
from PIL import Image

from geomap.render.static.fills import draw_fill
from geomap.render.static.sheet import Sheet
from geomap.style import fill_key

if TYPE_CHECKING:
    from geomap.render.static.content import Content
    from geomap.render.static.laying import Laid

#: A place is painted over its edge by so many dots, and cut at it: no rim of an older colour is left.
OVER = 1.6


def raster(sheet: Sheet, groups: Iterable | None = None) -> np.ndarray:
    """Return groups of a sheet, all by default, as an array of dots: red, green, blue and how opaque each is."""
    renderer = RendererAgg(*size_of(sheet), sheet.paper.dpi)
    for group in sheet.groups() if groups is None else groups:
        group.draw(renderer)
    return np.array(renderer.buffer_rgba())


def size_of(sheet: Sheet) -> tuple[int, int]:
    """Return how many dots a sheet has across and up."""
    return int(sheet.figure.bbox.width), int(sheet.figure.bbox.height)


def laid_over(ground: np.ndarray, layers: Sequence[np.ndarray]) -> np.ndarray:
    """Return the opaque dots of a ground with layers over it, the first lowest."""
    height, width, _ = ground.shape
    picture = Image.fromarray(np.dstack([ground, np.full((height, width), 255, dtype=np.uint8)]), "RGBA")
    for layer in layers:
        picture.alpha_composite(Image.fromarray(layer, "RGBA"))
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

    def __init__(self, below: np.ndarray, sheet: Sheet, laid: Laid) -> None:
        self.dots = below
        self.laid = laid
        self._make = lambda: Sheet(sheet.paper, grey=sheet.is_grey)
        self._dots_per_inch = sheet.paper.dpi
        self._owner = owners(self._make(), {place: laid.grounds[place] for place in laid.areas})
        self._shown: dict[str, tuple[str, tuple[str, ...]]] = {}

    def paint(self, content: Content) -> np.ndarray:
        """Bring the ground to a day and return it."""
        state = content.state
        new = [place for place in self.laid.areas if self._shown.get(place) != state[place]]
        self._shown.update((place, state[place]) for place in new)
        number = {place: at for at, place in enumerate(self.laid.areas)}
        for kind, places in content.by_state(new).items():
            mine = np.zeros(len(number) + 1, dtype=bool)
            mine[[number[place] for place in places]] = True
            self._paint_state(content, kind, places, mine[self._owner])
        return self.dots

    def _paint_state(
        self, content: Content, state: tuple[str, tuple[str, ...]], places: list[str], mask: np.ndarray
    ) -> None:
        """Paint places in one state, each to its own edge."""
        sheet, name = self._make(), fill_key(*state)
        grounds = np.array([self.laid.grounds[place] for place in places], dtype=object)
        over = shapely.buffer(grounds, OVER / self._dots_per_inch, join_style="mitre", quad_segs=1)
        shapes = dict(zip(places, over, strict=True))
        draw_fill(sheet, sheet.group("paint"), shapes, content.fill_of(state), name=name, weight=self.laid.weight)
        layer = raster(sheet)
        opaque = layer[mask]
        share = opaque[:, 3:].astype(np.uint16)
        mixed = opaque[:, :3] * share + self.dots[mask] * (255 - share)
        self.dots[mask] = ((mixed + 127) // 255).astype(np.uint8)
