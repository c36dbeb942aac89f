"""Colours, weights of line and sizes of type of a sheet. Everything else takes them from here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache

from geomap.style import luminance_of

#: One point in inches: a sheet is measured in inches, lines and type in points.
POINT = 1 / 72
#: So many sizes of types are kept: a legend is tried in a few, a row at a time.
SIZES_KEPT = 1000

PAPER = "#ffffff"
INK = "#16191d"
INK_2 = "#4d545c"
INK_3 = "#6d747d"
RULE = "#d5d7da"
FRAME = "#a3a6aa"
LAND = "#f1efe9"
LAND_2 = "#f7f5f0"
WATER = "#d4e1ea"
RIVER = "#7ea9c8"
BORDER = "#a9a79f"
CONTEXT_INK = "#74726a"
WATER_INK = "#5e89a8"
EDGE = "#3b3f45"
SEAM = "#ffffff"
HALO = "#ffffff"
VACATED = "#fffdf8"
UNKNOWN = "#dcdddc"
UNKNOWN_DOT = "#85898c"


@cache
def in_grey(color: str) -> str:
    """Return the grey that is as light as a colour: the sRGB of its relative luminance (IEC 61966-2-1).

    >>> in_grey("#ff0000"), in_grey("none")
    ('#7f7f7f', 'none')
    """
    if not color.startswith("#"):
        return color
    light = luminance_of(color)
    level = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return f"#{round(255 * level):02x}" + 2 * f"{round(255 * level):02x}"


@dataclass(frozen=True)
class Type:
    """How a text is set: size in points, weight, colour, slope; ``halo`` is its width in points."""

    size: float
    weight: str = "normal"
    color: str = INK
    style: str = "normal"
    halo: float = 0.0
    halo_color: str = HALO

    def sized(self, size: float) -> Type:
        """Return the same type in another size."""
        return _sized(self, size)

    @property
    def ascent(self) -> float:
        """How far letters reach above the line, in inches (IBM Plex Sans Arabic)."""
        return 0.79 * self.size * POINT

    @property
    def descent(self) -> float:
        """How far letters reach below the line, in inches."""
        return 0.25 * self.size * POINT

    @property
    def leading(self) -> float:
        """Distance from one line to the next, in inches."""
        return 1.3 * self.size * POINT


@lru_cache(maxsize=SIZES_KEPT)
def _sized(face: Type, size: float) -> Type:
    return replace(face, size=size)


TITLE = Type(20, "bold")
TITLE_ALSO = Type(13.5, color=INK_2)
SUBTITLE = Type(10, color=INK_2)
AS_OF = Type(9.2, color=INK_2)
DATE = Type(20, "bold")
KNOWN = Type(9.2, "bold", color=INK_2)
PANEL = Type(10, "bold")
HEADING = Type(9.2, "bold")
ROW = Type(8.6)
ROW_ALSO = Type(7.8, color=INK_2)
ROW_CODE = Type(7.2, "bold", color=INK_3)
ROW_SHARE = Type(8.2, "bold")
ROW_NOTE = Type(7.0, color=INK_3)
FOOT = Type(6.6, color=INK_2)
NAME = Type(9.0, "bold", halo=2.4)
NAME_ALSO = Type(8.0, halo=2.2)
CODE = Type(6.8, "bold", color=INK, halo=2.0)
LETTER_V = Type(19, "bold", halo=2.4)
SCALE = Type(7.0, color=INK, halo=2.0, halo_color=LAND)
LOCATOR = Type(7.0, color=INK_2)
TOWN_FIRST = Type(8.0, "bold", color=CONTEXT_INK, halo=1.8, halo_color=LAND)
TOWN_LARGE = Type(7.4, color=CONTEXT_INK, halo=1.6, halo_color=LAND)
TOWN = Type(6.9, color=CONTEXT_INK, halo=1.6, halo_color=LAND)
NEIGHBOUR = Type(7.6, color=CONTEXT_INK, halo=1.6, halo_color=LAND)
PROVINCE = Type(7.2, color=CONTEXT_INK, style="italic", halo=1.6, halo_color=LAND)
WATERS = Type(7.2, color=WATER_INK, style="italic", halo=1.6, halo_color=LAND)
