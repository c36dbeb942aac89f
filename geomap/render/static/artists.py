"""What a sheet adds to matplotlib: groups with a name, and many areas as one artist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgba
from matplotlib.path import Path


class Group(Artist):
    """Artists drawn together; in an SVG a group with an id, for those who finish it elsewhere."""

    def __init__(self, gid: str) -> None:
        super().__init__()
        self.set_gid(gid)
        self.members: list[Artist] = []

    def get_children(self) -> list[Artist]:
        """Return the members, so that ``findobj`` finds them."""
        return self.members

    def draw(self, renderer: RendererBase) -> None:
        """Draw the members in order."""
        if not self.members:
            return
        renderer.open_group("group", gid=self.get_gid())
        for member in self.members:
            member.draw(renderer)
        renderer.close_group("group")


class Tiles(Artist):
    """Areas filled alike, each with an id of its own: one artist, for there may be thousands.

    In an SVG each is a path in a group of its id, for those who finish it elsewhere; renderers that
    keep no names are given all of them as one path.
    """

    def __init__(self, names: Iterable[str], path: Path, ends: Sequence[int], color: str) -> None:
        super().__init__()
        self.names = [gid_of(name) for name in names]
        self.path, self.ends = path, ends
        self.color = color

    def get_facecolor(self) -> tuple[float, float, float, float]:
        """Return the fill, as patches do."""
        return to_rgba(self.color)

    def get_path(self) -> Path:
        """Return all areas as one path."""
        return self.path

    def paths(self) -> Iterator[tuple[str, Path]]:
        """Yield the areas one by one, each with its id."""
        points, codes = self.path.vertices, self.path.codes
        for name, begin, end in zip(self.names, [0, *self.ends], self.ends, strict=False):
            yield name, Path(points[begin:end], codes[begin:end])

    def draw(self, renderer: RendererBase) -> None:
        """Draw the areas in order."""
        to_pixels, pen, fill = self.get_transform().frozen(), renderer.new_gc(), self.get_facecolor()
        pen.set_linewidth(0)
        pen.set_snap(False)
        if renderer.open_group.__func__ is RendererBase.open_group:
            renderer.draw_path(pen, self.get_path(), to_pixels, fill)
        else:
            renderer.open_group("tiles", gid=self.get_gid())
            for name, path in self.paths():
                renderer.open_group("tile", gid=name)
                renderer.draw_path(pen, path, to_pixels, fill)
                renderer.close_group("tile")
            renderer.close_group("tiles")
        pen.restore()


def gid_of(name: str) -> str:
    """Return an id that is safe in XML and unlike that of any other name.

    >>> gid_of("place-qadam"), gid_of("place-a b")
    ('place-qadam', 'place-a_20_b')
    """
    return re.sub(r"[^A-Za-z0-9_.-]", lambda match: f"_{ord(match[0]):x}_", name)
