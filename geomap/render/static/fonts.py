"""The letters of a sheet: from font packages that are installed with geomap, never from the machine.

IBM Plex Sans Arabic has Latin and Arabic letters of one hand; its condensed sister has the sloping
ones that waters are named in. What neither has comes from DejaVu Sans, which is part of matplotlib, and then
from any other font package (``fontpkg-noto-sans-ethiopic``, say) that is installed beside them.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib import get_data_path
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

UPRIGHT = ("IBM Plex Sans Arabic", "DejaVu Sans")
SLOPING = ("IBM Plex Sans Condensed", "IBM Plex Sans Arabic", "DejaVu Sans")
#: What an SVG asks for where the reader's machine has none of these.
ANY_SANS = ("Verdana", "Arial", "sans-serif")

#: The files used of each package: two weights upright, one sloping.
FILES = {
    "fontpkg_ibm_plex_sans_arabic": ("IBMPlexSansArabic-Regular.ttf", "IBMPlexSansArabic-Bold.ttf"),
    "fontpkg_ibm_plex_sans_condensed": ("IBMPlexSansCondensed-Italic.ttf",),
}


@cache
def add_fonts() -> None:
    """Make the packages' fonts known to matplotlib, once; nothing else of it is changed."""
    for package, names in FILES.items():
        for name in names:
            fontManager.addfont(str(files(package).joinpath("files", name)))
    for package in _others():
        for path in sorted(Path(str(files(package))).glob("files/*.ttf")):
            fontManager.addfont(str(path))


@cache
def _others() -> tuple[str, ...]:
    """Return the other font packages that are installed, by name."""
    return tuple(sorted({each.value for each in entry_points(group="fontpkg.family")} - set(FILES)))


@cache
def _families() -> tuple[str, ...]:
    """Return the families of the other font packages."""
    return tuple(import_module(package).FAMILY for package in _others())


@cache
def letters_of(slope: str) -> frozenset[int]:
    """Return the code points that the fonts of a slope have between them."""
    add_fonts()
    paths = [findfont(FontProperties(family=[name])) for name in family_of(slope)]
    return frozenset(code for path in paths for code in get_font(path).get_charmap())


def letters_in(weight: int | str, slope: str) -> FT2Font:
    """Return the letters of a weight and slope, those of the first font that has each; every thread has its own."""
    return get_font(_files_in(weight, slope))


@cache
def _files_in(weight: int | str, slope: str) -> tuple[str, ...]:
    """Return the files of the fonts of a weight and slope, the first wanted first."""
    add_fonts()
    looks = (FontProperties(family=[name], weight=weight, style=slope) for name in family_of(slope))
    return tuple(findfont(look) for look in looks)


def stand_ins() -> tuple[Path, Path]:
    """Return the files of DejaVu Sans, regular and bold, for what draws letters without matplotlib."""
    folder = Path(get_data_path()) / "fonts" / "ttf"
    return folder / "DejaVuSans.ttf", folder / "DejaVuSans-Bold.ttf"


def family_of(slope: str) -> tuple[str, ...]:
    """Return the families that a text is set in, the first wanted first."""
    return (*(SLOPING if slope == "italic" else UPRIGHT), *_families())
