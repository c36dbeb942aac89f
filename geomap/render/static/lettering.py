"""Lines of text on a sheet: shaped and inked once for all sheets that say the same in the same spot."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import TextToPath
from matplotlib.transforms import Affine2D

from geomap.render.static.fonts import family_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from matplotlib.backend_bases import GraphicsContextBase, RendererBase

#: Kept for the other days of a map and for the other formats of a sheet; a sheet has some hundred lines.
LINES_KEPT = 2000
#: A line of more dots is not kept, so that all of them stay below 64 MB at any resolution.
MOST_DOTS = 32_000
#: How far from where a line begins its letters are set, in parts of its width.
SHIFTS = {"left": 0.0, "center": 0.5, "right": 1.0}

_Bitmap = tuple[np.ndarray, float, float]
_Letter = tuple[np.ndarray, int, int]


class Line(Text):
    """One line of text on its base line, drawn as it stands: no markup in it is read.

    matplotlib's own text may have several lines, markup and paths as effects, and works all of it out anew for
    every file. The letters are those that it draws.
    """

    def draw(self, renderer: RendererBase) -> None:
        """Draw the letters."""
        renderer.open_group("text", self.get_gid())
        pen = renderer.new_gc()
        pen.set_foreground(to_rgba(self.get_color()), isRGBA=True)
        self._put(renderer, pen, *self._start(renderer))
        pen.restore()
        renderer.close_group("text")

    def _start(self, renderer: RendererBase) -> tuple[float, float]:
        """Return where the first letter stands in the renderer's own units, from the lower left."""
        x, y = self.get_transform().transform(self.get_unitless_position())
        shift = SHIFTS[self.get_ha()]
        if not shift:
            return x, y
        along = shift * _width_in(renderer, self.get_text(), self._kind)
        turn = np.radians(self.get_rotation())
        return x - np.cos(turn) * along, y - np.sin(turn) * along

    @property
    def _kind(self) -> tuple[float, int | str, str]:
        """Size, weight and slope: what letters look like but for their colour."""
        font = self.get_fontproperties()
        return font.get_size_in_points(), font.get_weight(), font.get_style()

    def _put(self, renderer: RendererBase, pen: GraphicsContextBase, x: float, y: float) -> None:
        """Put the letters down with a pen of their colour, the first at a spot."""
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        angle, font = self.get_rotation(), self.get_fontproperties()
        if isinstance(renderer, RendererAgg) and hasattr(renderer, "_renderer"):
            _print_in_dots(renderer, pen, (x, y, angle), self)
        else:
            renderer.draw_text(pen, x, y, self.get_text(), font, angle, ismath=False, mtext=self)


class Halo(Line):
    """The outline below a line of text, in a colour of its own and so many points wide."""

    def __init__(self, *at: Any, width: float, rim: str, **look: Any) -> None:
        super().__init__(*at, **look)
        self.width, self.rim = width, rim
        self.set_gid("halo")

    def _put(self, renderer: RendererBase, pen: GraphicsContextBase, x: float, y: float) -> None:
        size, weight, slope = self._kind
        outline, scale = _outline(self.get_text(), weight, slope)
        placed = Affine2D().scale(renderer.points_to_pixels(size) / scale)
        placed = placed.rotate_deg(self.get_rotation()).translate(x, y)
        fill = pen.get_rgb()
        pen.set_linewidth(self.width)
        pen.set_foreground(self.rim)
        pen.set_joinstyle("round")
        renderer.draw_path(pen, outline, placed, rgbFace=fill)


@lru_cache(maxsize=LINES_KEPT)
def font_of(size: float, weight: int | str, slope: str) -> FontProperties:
    """Return the font of a size, weight and slope, which nobody changes."""
    return FontProperties(size=size, weight=weight, style=slope, family=family_of(slope))


@lru_cache(maxsize=LINES_KEPT)
def _outline(string: str, weight: int | str, slope: str) -> tuple[Path, float]:
    """Return the outlines of the letters of a line as one path, and the size in which they are."""
    points, codes = TextToPath().get_text_path(font_of(1.0, weight, slope), string)
    return Path(points, codes), TextToPath.FONT_SCALE


def _width_in(renderer: RendererBase, string: str, kind: tuple[float, int | str, str]) -> float:
    """Return how wide a line is in a renderer's own units, as that renderer measures it."""
    measure = renderer.get_text_width_height_descent
    key = measure.__func__, renderer.points_to_pixels(1.0), string, kind
    return _widths.of(key, lambda: measure(string, font_of(*kind), ismath=False)[0])


def _print_in_dots(
    renderer: RendererAgg, pen: GraphicsContextBase, at: tuple[float, float, float], line: Line
) -> None:
    """Draw the letters of a line in dots: those of a line that stood there before are inked again."""
    string, font = line.get_text(), line.get_fontproperties()
    key = string, line._kind, at, renderer.dpi, renderer.height  # noqa: SLF001 - of this module
    press = renderer._renderer  # noqa: SLF001 - what lays bitmaps down; there is no other way to see them

    def inked() -> list[_Bitmap]:
        renderer._renderer = recorder = _Recorder(press)  # noqa: SLF001
        try:
            renderer.draw_text(pen, *at[:2], string, font, at[2], ismath=False, mtext=line)
        finally:
            renderer._renderer = press  # noqa: SLF001
        return list(_joined(recorder.bitmaps))

    for dots, left, foot in _inks.of(key, inked):
        press.draw_text_image(dots, left, foot, 0, pen)


class _Recorder:
    """Stands in for what lays dots down: keeps the bitmaps of letters, and does all else as it would."""

    def __init__(self, press: Any) -> None:
        self._press = press
        self.bitmaps: list[_Bitmap] = []

    def draw_text_image(self, dots: np.ndarray, left: float, foot: float, *_: object) -> None:
        """Keep the bitmap of a letter: its left edge, and how far below the top of the sheet its foot is."""
        self.bitmaps.append((np.array(dots), left, foot))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._press, name)


def _joined(bitmaps: list[_Bitmap]) -> Iterator[_Bitmap]:
    """Yield as few bitmaps as may be, each of letters in a row that share no dot: laid down, they look the same."""
    letters = [(dots, int(left), int(foot)) for dots, left, foot in bitmaps if dots.size]
    if not letters:
        return
    left, top, right, foot = _box(letters)
    inked, together = np.zeros((foot - top, right - left), dtype=bool), []
    for letter in letters:
        spot, ink = _spot(inked, letter, left, top), letter[0] > 0
        if (spot & ink).any():
            yield _laid_down(together)
            inked[:], together = False, []
        spot |= ink
        together.append(letter)
    yield _laid_down(together)


def _box(letters: list[_Letter]) -> tuple[int, int, int, int]:
    """Return the left, upper, right and lower edge of letters, in dots from the upper left."""
    lefts, feet = [left for _, left, _ in letters], [foot for *_, foot in letters]
    tops = [foot - len(dots) for dots, _, foot in letters]
    return min(lefts), min(tops), max(left + dots.shape[1] for dots, left, _ in letters), max(feet)


def _spot(dots: np.ndarray, letter: _Letter, left: int, top: int) -> np.ndarray:
    """Return the part of ``dots``, whose corner lies at ``left`` and ``top``, that a letter is laid on."""
    shape, x, foot = letter[0].shape, letter[1] - left, letter[2] - top
    return dots[foot - shape[0] : foot, x : x + shape[1]]


def _laid_down(letters: list[_Letter]) -> _Bitmap:
    """Return letters that share no dot as one bitmap."""
    left, top, right, foot = _box(letters)
    dots = np.zeros((foot - top, right - left), dtype=np.uint8)
    for letter in letters:
        spot = _spot(dots, letter, left, top)
        spot += letter[0]
    return dots, left, foot


class _Kept:
    """The last values made, by key: those that ``fits`` is true of."""

    def __init__(self, fits: Callable[[Any], bool] = bool) -> None:
        self._fits = fits
        self._values: dict[Hashable, Any] = {}

    def of(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return the value of a key, made where it is not there; for one too many the oldest goes."""
        if (value := self._values.get(key)) is None:
            value = make()
            if self._fits(value):
                if len(self._values) == LINES_KEPT:
                    self._values.pop(next(iter(self._values)), None)
                self._values[key] = value
        return value


def _are_few_dots(bitmaps: list[_Bitmap]) -> bool:
    """Return whether bitmaps are worth keeping: there are some, and they are no larger than a line of a sheet."""
    return 0 < sum(dots.size for dots, *_ in bitmaps) <= MOST_DOTS


_widths, _inks = _Kept(), _Kept(_are_few_dots)
