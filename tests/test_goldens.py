"""Pictures of every kind of sheet, held against pictures that were looked at; and Arabic letters, shaped.

A picture that is not there yet is written to ``tests/goldens`` and fails: look at it, then keep it.
After a change that is meant to be seen, delete the old one, run the tests, and look at the new one.
"""

from __future__ import annotations

import io
import itertools
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
import uharfbuzz
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import LoadFlags
from matplotlib.text import Text
from PIL import Image
from test_static import DAYS, drawn, every_kind, shipped_scene

from geomap.paper import read_paper
from geomap.render import chart, render
from geomap.render.static.fonts import FILES, UPRIGHT, add_fonts
from geomap.render.static.wording import EMBED, POP, is_arabic

GOLDENS = Path(__file__).parent / "goldens"
#: Dots to the inch of the pictures: few, so that they are small.
DOTS = 50
#: A channel of a pixel may differ by this much (of 255) and count as alike ...
ALIKE = 24
#: ... and this part of the pixels may differ by more: letters are drawn a hair otherwise by another FreeType.
MOST_UNLIKE = 0.004


def sheet(name, size="sheet", lang="en", on=DAYS[2]):
    return lambda: render(shipped_scene(name, lang), ".png", on=on, paper=read_paper(size, dpi=DOTS))


PICTURES = {
    "every-kind": lambda: render(every_kind(), ".png", paper=read_paper(dpi=DOTS)),
    "syria": sheet("syria"),
    "southern-damascus-social-ar": sheet("southern-damascus", "8x4.5in", "ar"),
    "deir-ezzor-column": sheet("deir-ezzor", "85mm"),
    "southern-damascus-page-en-ar": sheet("southern-damascus", "210x297mm", "en+ar"),
    "southern-damascus-days": sheet("southern-damascus", on=list(DAYS)),
    "syria-area": lambda: chart(
        shipped_scene("syria"),
        ".png",
        kind="area",
        first="2018-01-01",
        last="2018-12-31",
        paper=read_paper(dpi=DOTS),
    ),
    "syria-bars-fr": lambda: chart(
        shipped_scene("syria", "fr"), ".png", kind="bars", on=DAYS[2], paper=read_paper(dpi=DOTS)
    ),
}


def read(path: Path) -> Image.Image:
    return Image.open(io.BytesIO(path.read_bytes()))


def unlike(one: Image.Image, other: Image.Image) -> float:
    """Return the part of the pixels in which two pictures of one size differ by more than is not seen."""
    a, b = (np.asarray(picture.convert("RGB"), dtype=np.int16) for picture in (one, other))
    return float((np.abs(a - b).max(axis=2) > ALIKE).mean())


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_as_it_was_looked_at(name):
    path, picture = GOLDENS / f"{name}.png", Image.open(io.BytesIO(PICTURES[name]()))
    if not path.exists():
        GOLDENS.mkdir(exist_ok=True)
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
        pytest.fail(f"{path.name} was not there and is now: look at it, then keep it.")
    golden = read(path)
    assert picture.size == golden.size
    assert unlike(picture, golden) <= MOST_UNLIKE


def test_a_picture_of_another_day_is_told_from_the_golden():
    golden = read(GOLDENS / "deir-ezzor-column.png")
    other = Image.open(io.BytesIO(sheet("deir-ezzor", "85mm", on="2015-01-01")()))
    assert other.size != golden.size or unlike(other, golden) > 10 * MOST_UNLIKE


# Arabic letters


def run_of(string: str, weight: str) -> list[int]:
    """Return the glyphs in which matplotlib draws a text, in the order in which they stand on the line."""
    add_fonts()
    paths = font_manager.fontManager._find_fonts_by_props(FontProperties(family=UPRIGHT[:1], weight=weight))
    font = font_manager.get_font(paths)
    return [item.glyph_index for item in font._layout(string, LoadFlags.NO_HINTING)]


def shaped(string: str, weight: str) -> list[int]:
    """Return the glyphs in which HarfBuzz alone sets a text of Arabic letters, in the order in which they stand."""
    name = {
        "normal": FILES["fontpkg_ibm_plex_sans_arabic"][0],
        "bold": FILES["fontpkg_ibm_plex_sans_arabic"][1],
    }
    path = files("fontpkg_ibm_plex_sans_arabic").joinpath("files", name[weight])
    font = uharfbuzz.Font(uharfbuzz.Face(path.read_bytes()))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(string)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    return [info.codepoint for info in buffer.glyph_infos]


@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize("string", ["القدم", "مخيم اليرموك", "الحجر الأسود", "لا إله", "حلب"])
def test_arabic_letters_are_joined_and_run_from_the_right(string, weight):
    apart = list(itertools.chain.from_iterable(shaped(letter, weight) for letter in reversed(string)))
    assert run_of(string, weight) == shaped(string, weight)
    assert run_of(string, weight) != apart


def test_every_arabic_text_of_a_sheet_is_set_in_the_face_of_the_package():
    sheet_ = drawn(shipped_scene("southern-damascus", "ar"), DAYS[2])
    arabic = [text for text in sheet_.figure.findobj(Text) if is_arabic(text.get_text())]
    assert len(arabic) > 20
    for text in arabic:
        family = text.get_fontfamily()
        assert "IBM Plex Sans Arabic" in family
        letters = {c for c in text.get_text() if is_arabic(c) and c.isalpha()}
        font = font_manager.get_font(font_manager.findfont(FontProperties(family=["IBM Plex Sans Arabic"])))
        assert not letters - {chr(code) for code in font.get_charmap()}, text.get_text()
        assert text.get_text().strip(EMBED + POP)
