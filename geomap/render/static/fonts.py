"""The letters of a sheet: from font packages that are installed with geomap, never from the machine.

IBM Plex Sans Arabic has Latin and Arabic letters of one hand; its condensed sister has the sloping
ones that waters are named in. What neither has comes from DejaVu Sans, which is part of matplotlib.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from matplotlib import get_data_path
from matplotlib.font_manager import fontManager

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


def stand_ins() -> tuple[Path, Path]:
    """Return the files of DejaVu Sans, regular and bold, for what draws letters without matplotlib."""
    folder = Path(get_data_path()) / "fonts" / "ttf"
    return folder / "DejaVuSans.ttf", folder / "DejaVuSans-Bold.ttf"


def family_of(slope: str) -> tuple[str, ...]:
    """Return the families that a text is set in, the first wanted first."""
    return SLOPING if slope == "italic" else UPRIGHT
