"""The page of a report: its size, fonts, colours, and what stands at its foot."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from geomap.report.blocks import runs_from_right
from geomap.report.markdown import missing
from geomap.words import strings_of

if TYPE_CHECKING:
    from geomap.report import Report

#: Millimetres: the margins of an A4 page.
SIDE, TOP, BOTTOM = 18.0, 18.0, 20.0
FAMILY, FALLBACK = "plex", "dejavu"
#: The faces of IBM Plex Sans Arabic, which has Latin letters too; italics are set upright and quiet.
FACES = {"": "Regular", "B": "SemiBold", "I": "Light", "BI": "SemiBold"}
INK, QUIET, HAIR, BAND, MARK = (27, 29, 32), (92, 96, 104), (205, 202, 194), (246, 245, 241), (31, 78, 121)


@dataclass(frozen=True)
class Face:
    """How a text is set: points, millimetres from line to line, colour, whether all of it is bold."""

    size: float = 9.5
    leading: float = 4.7
    color: tuple[int, int, int] = INK
    bold: bool = False


BODY = Face()
KICKER = Face(8.5, 4.2, QUIET)
SMALL = Face(8, 3.9, QUIET)
CELL = Face(8.2, 3.9)
HEAD = Face(7.8, 3.7, QUIET, bold=True)
TITLES = {
    1: Face(21, 9.2, INK, bold=True),
    2: Face(13, 6.2, INK, bold=True),
    3: Face(10.5, 5.2, INK, bold=True),
}


@contextmanager
def new_pdf(report: Report, n_pages: int, widths: dict[Any, float]) -> Iterator[Any]:
    """Yield an empty PDF in the language of a report; ``n_pages`` is what its feet say, 0 for not known.

    ``widths`` remembers how wide texts are, from one laying out to the next.
    """
    try:
        fpdf = import_module("fpdf")
        import_module("uharfbuzz")
    except ImportError as error:
        raise missing("fpdf2 with uharfbuzz") from error

    class _Pdf(fpdf.FPDF):  # type: ignore[name-defined]
        def footer(self) -> None:
            _foot(self, report, n_pages)

        def _parse_chars(self, text: str, *_: object, **__: object) -> Iterator[Any]:
            return _fragments(self, text)

    pdf = _Pdf(format="A4")
    pdf.alias_nb_pages(None)  # a text of the data is printed as it is
    pdf.set_auto_page_break(auto=False)
    pdf.set_margins(SIDE, TOP, SIDE)
    pdf.c_margin = 0
    pdf.widths = widths
    pdf.is_rtl = report.findings.is_rtl
    _describe(pdf, report)
    try:
        _add_fonts(pdf)
        pdf.add_page()
        yield pdf
    finally:
        for font in pdf.fonts.values():
            font.ttfont.close()  # fpdf2 leaves the files of its fonts open


def _fragments(pdf: Any, text: str) -> Iterator[Any]:
    """Yield a text in parts of one font, each shaped as a whole.

    fpdf2 also parts it wherever its script changes, and a mark above a letter is of no script: the
    letters beside it then lose their joints. Here a mark stays with its letter.
    """
    fragment = import_module("fpdf.line_break").Fragment
    for fallback, part in groupby(_with_fonts(pdf, text), key=itemgetter(0)):
        state = pdf._get_current_graphics_state()  # noqa: SLF001 - what a part is drawn with has no other door
        if fallback:
            state.font_family, state.font_style = FALLBACK, fallback.removeprefix(FALLBACK)
            state.current_font = pdf.fonts[fallback]
        yield fragment([letter for _, letter in part], state, pdf.k)


def _with_fonts(pdf: Any, text: str) -> Iterator[tuple[str, str]]:
    """Yield every letter with the font that stands in for the current one, "" where that has it itself."""
    fallback = ""
    for letter in text:
        if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf":
            has = ord(letter) in pdf.current_font.cmap
            fallback = "" if has else pdf.get_fallback_font(letter, pdf.font_style.replace("I", "")) or ""
        yield fallback, letter


def _add_fonts(pdf: Any) -> None:
    """Add the faces, and those that have the letters they lack."""
    plex = files("fontpkg_ibm_plex_sans_arabic")
    for style, weight in FACES.items():
        pdf.add_font(FAMILY, style, str(plex.joinpath("files", f"IBMPlexSansArabic-{weight}.ttf")))
    for style, path in zip(("", "B"), import_module("geomap.render.static.fonts").stand_ins(), strict=True):
        pdf.add_font(FALLBACK, style, path)
    pdf.set_fallback_fonts([FALLBACK], exact_match=False)


def _describe(pdf: Any, report: Report) -> None:
    """Say what the file is: title, language, who answers for it, the day that its data reach."""
    found, dated = report.findings, report.dated
    pdf.set_title(f"{found.title}, {found.period}")
    pdf.set_subject(found.kind)
    pdf.set_lang(found.lang)
    pdf.set_creator("geomap")
    if found.assessor:
        pdf.set_author(found.assessor)
    pdf.set_creation_date(datetime(dated.year, dated.month, dated.day, tzinfo=UTC))


def _foot(pdf: Any, report: Report, n_pages: int) -> None:
    """Print title, period and the number of the page below a line."""
    found = report.findings
    y = pdf.h - BOTTOM + 6
    pdf.set_draw_color(*HAIR)
    pdf.set_line_width(0.2)
    pdf.line(SIDE, y, pdf.w - SIDE, y)
    number = strings_of(found.lang)["report.page"].format(n=pdf.page_no(), m=n_pages)
    width = width_of(pdf, number, SMALL)
    room = pdf.epw - width - 8
    title = _cut(pdf, f"{found.title}, {found.period}", room)
    put(pdf, title, SIDE if not found.is_rtl else pdf.w - SIDE - width_of(pdf, title, SMALL), y + 1.5, SMALL)
    put(pdf, number, pdf.w - SIDE - width if not found.is_rtl else SIDE, y + 1.5, SMALL)


def _cut(pdf: Any, text: str, room: float) -> str:
    """Return as much of a text as has room, with an ellipsis where it was cut."""
    kept = text
    while kept and width_of(pdf, kept if kept == text else f"{kept}…", SMALL) > room:
        kept = kept[: int(len(kept) * 0.95) if len(kept) > 40 else -1].rstrip()
    return kept if kept == text else f"{kept}…"


def make_room(pdf: Any, height: float) -> None:
    """Begin a page where ``height`` millimetres have no room on this one, and it has something on it."""
    if pdf.get_y() + height > pdf.h - BOTTOM and pdf.get_y() > TOP + 0.01:
        pdf.add_page()
        pdf.set_y(TOP)


def choose(pdf: Any, face: Face, style: str = "") -> None:
    """Take a face, bold or italic as ``style`` says or the face itself is."""
    bold = "B" if face.bold or "B" in style else ""
    pdf.set_font(FAMILY, bold + ("I" if "I" in style and not bold else ""), face.size)


def width_of(pdf: Any, text: str, face: Face, style: str = "") -> float:
    """Return the width of a text on one line, in millimetres, shaped as it will be drawn."""
    key = (text, face.size, face.bold or "B" in style, style)
    if key not in pdf.widths:
        choose(pdf, face, style)
        _shape(pdf, text)
        pdf.widths[key] = float(pdf.get_string_width(text))
    return float(pdf.widths[key])


def put(pdf: Any, text: str, x: float, y: float, face: Face, style: str = "", url: str = "") -> float:
    """Print a text at its left edge and the top of its line; return its width."""
    width = width_of(pdf, text, face, style)
    choose(pdf, face, style)
    _shape(pdf, text)
    pdf.set_text_color(*(MARK if url else face.color))
    pdf.set_xy(x, y)
    pdf.cell(width, face.leading, text, link=url)
    return width


def _shape(pdf: Any, text: str) -> None:
    """Have a text shaped, and turned where it runs from the right."""
    way = "rtl" if runs_from_right(text, page=pdf.is_rtl) else "ltr"
    pdf.set_text_shaping(use_shaping_engine=True, direction=way)
