"""The size and the make of a sheet: how wide, how high, how many dots to the inch."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from geomap.errors import BadValue, GeomapError
from geomap.folding import nearest_of

#: Dots to the inch where none are asked for.
DPI = 160.0
#: No sheet is smaller or larger than this, in inches, nor has more dots along a side.
LEAST, MOST, MOST_DOTS = 2.0, 60.0, 20_000
#: A size in pixels is that of a sheet so long on its longer side (in inches), at no fewer dots to the inch.
LONG_SIDE, LEAST_DPI, MOST_DPI = 8.0, 110.0, 1200.0
#: Units of length in inches.
UNITS = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "pt": 1 / 72}

_NUMBER = r"(\d+(?:\.\d+)?)"
_SIZE = re.compile(rf"{_NUMBER}\s*[x×]\s*{_NUMBER}\s*(px|in|cm|mm|pt)?")
_WIDTH = re.compile(rf"{_NUMBER}\s*(px|in|cm|mm|pt)")


@dataclass(frozen=True)
class Paper:
    """A sheet: ``width`` and ``height`` in inches; ``height`` is ``None`` where it follows from what is drawn.

    ``dpi`` counts for pixels only. ``outlined`` has the letters of an SVG drawn as shapes and not
    written as text; ``transparent`` leaves the paper out, so that what lies below shows through.
    """

    width: float = 10.0
    height: float | None = 7.5
    dpi: float = DPI
    outlined: bool = False
    transparent: bool = False


#: The sheets that have a name: width and height as they are written, dots to the inch.
#: ``column`` and ``page`` are those of a newspaper and of a report on A4, the others those of a screen.
PRESETS = {
    "sheet": ("10x7.5in", DPI),
    "column": ("85mm", 300.0),
    "page": ("210x297mm", 300.0),
    "slide": ("1920x1080px", 192.0),
    "square": ("1080x1080px", 150.0),
    "story": ("1080x1920px", 180.0),
    "social": ("1200x675px", 150.0),
}


def read_paper(
    size: str = "sheet", *, dpi: float | None = None, outlined: bool = False, transparent: bool = False
) -> Paper:
    """Return the sheet of a size: the name of a preset, ``WxH``, or a width alone.

    ``1200x675`` and ``1200x675px`` are pixels, ``180x120mm``, ``18x12cm`` and ``10x7.5in`` lengths;
    of a width alone, such as ``85mm``, the height follows from what is drawn. ``dpi`` goes before
    the dots of a preset; of a size in pixels it says how large type is beside the map.

    Raises ``BadValue`` for what is no size, and for sheets too small or too large to be drawn.

    >>> read_paper("85mm", dpi=300).height is None, read_paper("1200x675").dpi
    (True, 150.0)
    """
    if dpi is not None and not 30 <= dpi <= MOST_DPI:
        raise BadValue("is no number of dots to the inch", f"Write one from 30 to {MOST_DPI:g}.")
    text, own_dpi = PRESETS.get(size.strip().lower(), (size, None))
    width, height, unit = _lengths(text.strip().lower())
    dots, inch = dpi or own_dpi or DPI, UNITS.get(unit, 1.0)
    if unit == "px":
        dots = dpi or own_dpi or min(max(max(width, height or 0) / LONG_SIDE, LEAST_DPI), MOST_DPI)
        # A hair more than the dots asked for, so that none is lost when the length is counted in dots again.
        inch = (1 + 1e-9) / dots
    paper = Paper(width * inch, height and height * inch, dots, outlined, transparent)
    check_room(paper)
    return paper


def _lengths(text: str) -> tuple[float, float | None, str]:
    """Return width, height and unit of a size as it is written."""
    if both := _SIZE.fullmatch(text):
        return float(both[1]), float(both[2]), both[3] or "px"
    if one := _WIDTH.fullmatch(text):
        return float(one[1]), None, one[2]
    near = nearest_of(text, tuple(PRESETS), 1)
    offer = f"Did you mean {near[0]}? " if near else ""
    hint = f"{offer}Use {', '.join(PRESETS)}, or a size such as 1200x675, 180x120mm or 85mm."
    raise BadValue("is no size of a sheet", hint)


def check_room(paper: Paper) -> None:
    """Raise ``BadValue`` where a sheet has no room for a map, or more dots than can be drawn."""
    for side in (paper.width, paper.height):
        if side is None:
            continue
        if not LEAST <= side <= MOST:
            what = f"is {side:.2g} inches on a side at {paper.dpi:g} dots to the inch"
            raise BadValue(
                what, f"A side has {LEAST:g} to {MOST:g} inches: choose another size or other dots."
            )
        if side * paper.dpi > MOST_DOTS:
            raise BadValue(
                f"has more than {MOST_DOTS:,} dots on a side", "Choose a smaller size or fewer dots."
            )


def with_height(paper: Paper, height: float) -> Paper:
    """Return the same sheet with a height, however high: to find out how much is needed."""
    return replace(paper, height=height)


def as_high_as(paper: Paper, height: float) -> Paper:
    """Return the same sheet with the height that it needs; raise ``GeomapError`` where none can be so high."""
    whole = with_height(paper, height)
    try:
        check_room(whole)
    except BadValue as error:
        msg = f"A sheet {paper.width:.2g} inches wide with room for all that stands on it {error}"
        raise GeomapError(msg) from error
    return whole
