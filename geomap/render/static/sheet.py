"""A sheet of paper in inches, with groups, shapes and texts: the one door to matplotlib."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ft2font import LoadFlags
from matplotlib.patches import PathPatch
from PIL import Image

from geomap.paper import Paper
from geomap.render.static.artists import Group, Tiles, gid_of
from geomap.render.static.fonts import ANY_SANS, UPRIGHT, add_fonts, letters_in, letters_of
from geomap.render.static.ink import PAPER, Type, in_grey
from geomap.render.static.lettering import Halo, Line, font_of
from geomap.render.static.paths import tiles_of
from geomap.render.static.wording import is_arabic

if TYPE_CHECKING:
    import shapely
    from matplotlib.artist import Artist
    from matplotlib.path import Path

#: Size in which words are measured, in points, and its dots to the inch; without hinting, widths grow with both.
MEASURED, MEASURED_DPI = 20.0, 160
#: A font counts in so many parts of a dot.
UNITS = 64
#: The margin of a sheet in inches, at most, and as a part of its shorter side.
MOST_MARGIN, MARGIN_PART = 0.4, 0.0535
#: So many widths are kept: the sheets of a build say much the same.
WIDTHS_KEPT = 100_000

#: Settings that decide the bytes and the fonts; never left behind for the caller's own figures.
SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "geomap",
    "svg.id": None,
    "pdf.fonttype": 42,
    "pdf.compression": 6,
    "font.family": ["sans-serif"],
    "font.sans-serif": [*UPRIGHT, *ANY_SANS],
    "text.usetex": False,
    "text.hinting": "none",
    "text.antialiased": True,
    "path.simplify": False,
    "path.sketch": None,
    "path.effects": [],
    "agg.path.chunksize": 0,
    "axes.unicode_minus": True,
}

#: How hard a PNG is pressed: of flat colours and letters, more takes longer and makes it no smaller.
PNG_LEVEL = 3

#: No timestamp: the same input gives the same bytes. No colour is lost in a WebP.
SAVING = {
    "png": {"metadata": {"Software": None}},
    "webp": {"pil_kwargs": {"lossless": True, "method": 4}},
    "svg": {"metadata": {"Date": None, "Creator": None}},
    "pdf": {"metadata": {"CreationDate": None, "Creator": None, "Producer": None}},
}


class Sheet:
    """A page of ``width`` by ``height`` inches, the origin at its lower left.

    ``mirror`` turns the furniture round for languages written from right to left; what belongs to
    the map is never mirrored. With ``grey`` every colour becomes a grey of its own lightness.
    """

    def __init__(self, paper: Paper, *, mirror: bool = False, grey: bool = False) -> None:
        add_fonts()
        self.paper = paper
        self.width = paper.width
        self.height = float(paper.height or 0.0)
        self.mirror = mirror
        self.is_grey = grey
        self._tone: Callable[[str], str] = in_grey if grey else str
        self._naming = ""
        #: Letters on the sheet that no font has: they are drawn as boxes.
        self.unlettered: set[str] = set()
        ground = "none" if paper.transparent else PAPER
        self.figure = Figure(figsize=(self.width, self.height), dpi=paper.dpi, facecolor=ground)
        FigureCanvasAgg(self.figure)
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set(xlim=(0, self.width), ylim=(0, self.height))

    @property
    def margin(self) -> float:
        """How far what is drawn keeps from the edge, in inches."""
        return min(MOST_MARGIN, MARGIN_PART * min(self.width, self.height))

    @contextmanager
    def naming(self, prefix: str) -> Iterator[None]:
        """Put ``prefix`` before the ids of all groups and shapes added meanwhile: ids stand once in a file."""
        before, self._naming = self._naming, prefix
        yield
        self._naming = before

    def _gid(self, name: str) -> str:
        return gid_of(self._naming + name)

    def group(self, name: str, parent: Group | None = None) -> Group:
        """Return a new group on the sheet, or within another one."""
        group = Group(self._gid(name))
        if parent is None:
            self._axes.add_artist(group)
            group.set_clip_on(False)
        else:
            self._adopt(parent, group)
        return group

    def groups(self) -> list[Group]:
        """Return the groups on the sheet, the lowest first."""
        return [artist for artist in self._axes.get_children() if isinstance(artist, Group)]

    def clear(self) -> None:
        """Take everything off the sheet."""
        for group in self.groups():
            group.remove()

    def add(self, group: Group, artist: Artist) -> None:
        """Add any artist, in inches, to a group."""
        self._adopt(group, artist)

    def _adopt(self, group: Group, artist: Artist) -> None:
        artist.set_figure(self.figure)
        artist.axes = self._axes
        if not artist.is_transform_set():
            artist.set_transform(self._axes.transData)
        group.members.append(artist)

    def shape(
        self, group: Group, path: Path, *, clip: Path | None = None, name: str = "", **look: object
    ) -> PathPatch:
        """Add a path in inches; ``look`` are properties of a patch. Returns the artist."""
        look = {
            "facecolor": "none",
            "edgecolor": "none",
            "linewidth": 0,
            "snap": False,
            "joinstyle": "round",
        } | look
        look |= {key: self._tone(look[key]) for key in ("facecolor", "edgecolor")}
        patch = PathPatch(path, **look)
        if name:
            patch.set_gid(self._gid(name))
        self._adopt(group, patch)
        patch.set_clip_on(clip is not None)
        if clip is not None:
            patch.set_clip_path(clip, self._axes.transData)
        return patch

    def tiles(self, group: Group, shapes: Mapping[str, shapely.Geometry], color: str, *, name: str) -> Tiles:
        """Add areas in inches by id, filled alike. Returns the artist."""
        named = [self._naming + name for name in shapes]
        tiles = Tiles(named, *tiles_of(np.array(list(shapes.values()), dtype=object)), self._tone(color))
        tiles.set_gid(self._gid(name))
        self._adopt(group, tiles)
        return tiles

    def text(
        self,
        group: Group,
        at: tuple[float, float],
        string: str,
        face: Type,
        *,
        align: str = "left",
        turn: float = 0.0,
    ) -> Line | None:
        """Add one line of text as it stands: no markup in it is read.

        ``at`` is the start, middle or end of its base line, after ``align``. A halo is an outline
        drawn below it, so that the letters themselves stay text in SVG and PDF.
        """
        if not string:
            return None
        slope = slope_of(string, face)
        self.unlettered |= _without_font(string, slope)
        look = {
            "fontproperties": font_of(face.size, face.weight, slope), "color": self._tone(face.color), "ha": align,
            "va": "baseline", "parse_math": False, "rotation": turn, "rotation_mode": "anchor",
        }  # fmt: skip
        if face.halo:
            self._adopt(group, Halo(*at, string, width=face.halo, rim=self._tone(face.halo_color), **look))
        text = Line(*at, string, **look)
        self._adopt(group, text)
        return text

    def write(
        self, group: Group, at: tuple[float, float], string: str, face: Type, *, align: str = "left"
    ) -> Line | None:
        """Add one line of the furniture: mirrored where the sheet is."""
        if self.mirror:
            at = (self.width - at[0], at[1])
            align = {"left": "right", "right": "left"}.get(align, align)
        return self.text(group, at, string, face, align=align)

    def width_of(self, string: str, face: Type) -> float:
        """Return how wide a text is, in inches, as the renderer draws it."""
        return width_of(string, face)

    def save(self, suffix: str) -> bytes:
        """Return the sheet as the bytes of a PNG, WebP, SVG or PDF file."""
        kind = suffix.lower().lstrip(".")
        if kind == "png" and not self.paper.transparent:
            return self._in_dots()
        buffer = io.BytesIO()
        with rc_context({"svg.fonttype": "path" if self.paper.outlined else "none"}):
            self.figure.savefig(buffer, format=kind, dpi=self.paper.dpi, **SAVING[kind])
        return buffer.getvalue()

    def _in_dots(self) -> bytes:
        """Return the sheet as an opaque PNG: nothing shines through, so that no dot says how opaque it is."""
        canvas, buffer = FigureCanvasAgg(self.figure), io.BytesIO()
        canvas.draw()
        dots = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
        dots.save(buffer, "png", dpi=(self.paper.dpi, self.paper.dpi), compress_level=PNG_LEVEL)
        return buffer.getvalue()


@lru_cache(maxsize=WIDTHS_KEPT)
def _without_font(string: str, slope: str) -> frozenset[str]:
    """Return the letters of a text that no font of its slope has; marks of direction are no letters."""
    missing = {letter for letter in string if ord(letter) not in letters_of(slope)}
    return frozenset(letter for letter in missing if letter.isprintable() and not letter.isspace())


def width_of(string: str, face: Type) -> float:
    """Return how wide a text is on any sheet, in inches."""
    return _width_of_words(string, face.weight, face.style) * face.size


@lru_cache(maxsize=WIDTHS_KEPT)
def _width_of_words(string: str, weight: int | str, style: str) -> float:
    """Return the width of a text in inches for a point of size."""
    words = string.split(" ")
    space = _width_of_word("n n", weight, style) - 2 * _width_of_word("n", weight, style)
    return sum(_width_of_word(word, weight, style) for word in words) + (len(words) - 1) * space


@lru_cache(maxsize=WIDTHS_KEPT)
def _width_of_word(word: str, weight: int | str, style: str) -> float:
    """Return the width of one word in inches for a point of size: measured once, in one size, for all sizes."""
    if not word:
        return 0.0
    font = letters_in(weight, "normal" if is_arabic(word) else style)
    font.set_size(MEASURED, MEASURED_DPI)
    font.set_text(word, 0.0, flags=LoadFlags.NO_HINTING)
    return font.get_width_height()[0] / UNITS / MEASURED_DPI / MEASURED


def quiet_settings() -> Iterable[None]:
    """Return a context with our settings, in which a letter that no font has raises no warning."""
    return _Settings()


class _Settings:
    def __enter__(self) -> None:
        self._rc = rc_context(SETTINGS)
        self._warnings = warnings.catch_warnings()
        self._warnings.__enter__()
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        self._rc.__enter__()

    def __exit__(self, *error: object) -> None:
        self._rc.__exit__(*error)
        self._warnings.__exit__(*error)


def slope_of(string: str, face: Type) -> str:
    """Return the slope of a text: Arabic is always upright, for the sloping font has none of its letters."""
    return "normal" if is_arabic(string) else face.style
