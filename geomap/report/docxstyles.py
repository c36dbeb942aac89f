"""How a Word file looks: page, styles, colours, what stands at the foot."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from geomap.words import strings_of

if TYPE_CHECKING:
    from geomap.report.findings import Findings

#: A face that Word has everywhere, with Latin and Arabic letters.
FONT = "Arial"
INK, QUIET, MARK = "1B1D20", "5C6068", "1F4E79"
HEAD_FILL, HAIR = "F1EFE9", "CDCAC2"


@dataclass(frozen=True)
class Look:
    """How a style looks: points, colour, points before and after, bold."""

    size: float
    color: str
    before: float = 0
    after: float = 0
    bold: bool = False


LOOKS = {
    "Normal": Look(10, INK, after=5),
    "Title": Look(22, INK, after=8, bold=True),
    "Subtitle": Look(9, QUIET, after=2),
    "Heading 1": Look(14, MARK, before=16, after=5, bold=True),
    "Heading 2": Look(11.5, INK, before=10, after=3, bold=True),
    "Heading 3": Look(10.5, INK, before=8, after=3, bold=True),
    "Caption": Look(8.5, QUIET, before=2, after=8),
    "List Bullet": Look(10, INK, after=3),
    "List Number": Look(10, INK, after=3),
    "Quote": Look(10, QUIET, after=5),
    "Table Head": Look(8.5, QUIET, before=1, after=1, bold=True),
    "Table Text": Look(8.5, INK, before=1, after=1),
}


#: The order in which the schema of the format (ECMA-376, part 1, section 17) has what we add to others.
ORDER = (
    "pStyle", "keepNext", "keepLines", "bidi", "jc", "rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs",
    "u", "shd", "rtl", "cs", "lang", "tblStyle", "bidiVisual", "tblW", "tblInd", "tblBorders", "tblLayout",
    "tblCellMar", "tblLook",
)  # fmt: skip


def add(parent: Any, name: str, value: str = "") -> Any:
    """Add an element to properties, at the place where the schema has it; return it."""
    oxml, qn = import_module("docx.oxml"), import_module("docx.oxml.ns").qn
    element = oxml.OxmlElement(f"w:{name}")
    if value:
        element.set(qn("w:val"), value)
    later = {qn(f"w:{each}") for each in ORDER[ORDER.index(name) + 1 :]}
    for old in parent.findall(qn(f"w:{name}")):
        parent.remove(old)
    following = next((each for each in parent if each.tag in later), None)
    if following is None:
        parent.append(element)
    else:
        following.addprevious(element)
    return element


def new_document(found: Findings) -> Any:
    """Return an empty document with the page, the styles and the foot of a report."""
    docx, shared = import_module("docx"), import_module("docx.shared")
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = shared.Mm(210), shared.Mm(297)
    section.left_margin = section.right_margin = shared.Mm(18)
    section.top_margin, section.bottom_margin = shared.Mm(18), shared.Mm(18)
    for name, look in LOOKS.items():
        _style(document, name, look)
    _foot(section, found)
    return document


def _style(document: Any, name: str, look: Look) -> None:
    """Give a style its look, in Latin and in Arabic letters; make it where there is none."""
    shared, qn = import_module("docx.shared"), import_module("docx.oxml.ns").qn
    kind = import_module("docx.enum.style").WD_STYLE_TYPE.PARAGRAPH
    styles = document.styles
    style = styles[name] if name in [each.name for each in styles] else styles.add_style(name, kind)
    style.font.name, style.font.size = FONT, shared.Pt(look.size)
    style.font.bold, style.font.italic = look.bold, False
    style.font.color.rgb = shared.RGBColor.from_string(look.color)
    style.paragraph_format.space_before = shared.Pt(look.before)
    style.paragraph_format.space_after = shared.Pt(look.after)
    properties = style.element.get_or_add_rPr()
    fonts = properties.rFonts
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for part in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{part}"), FONT)
    add(properties, "bCs", "1" if look.bold else "0")
    add(properties, "szCs", str(int(look.size * 2)))
    border = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if border is not None:
        style.element.pPr.remove(border)


def _foot(section: Any, found: Findings) -> None:
    """Print title and period, and the number of the page, which Word counts."""
    shared = import_module("docx.shared")
    paragraph = section.footer.paragraphs[0]
    if found.is_rtl:
        add(paragraph._p.get_or_add_pPr(), "bidi")  # noqa: SLF001
    before, _, rest = strings_of(found.lang)["report.page"].partition("{n}")
    between, _, after = rest.partition("{m}")
    parts = (f"{found.title}, {found.period}    {before}", "PAGE", between, "NUMPAGES", after)
    for at, part in enumerate(parts):
        run = paragraph.add_run("" if at % 2 else part)
        run.font.size = shared.Pt(8)
        run.font.color.rgb = shared.RGBColor.from_string(QUIET)
        if found.is_rtl and not at % 2:
            add(run._r.get_or_add_rPr(), "rtl")  # noqa: SLF001
        if at % 2:
            _field(run, part)


def _field(run: Any, code: str) -> None:
    """Make a run a field that Word fills in."""
    oxml, qn = import_module("docx.oxml"), import_module("docx.oxml.ns").qn
    for kind in ("begin", "", "end"):
        element = oxml.OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.set(qn("xml:space"), "preserve")
            element.text = f" {code} "
        run._r.append(element)  # noqa: SLF001


def new_numbering(document: Any, start: int) -> int:
    """Return the id of a new numbering that looks as that of numbered lists does and begins at ``start``."""
    given = document.styles["List Number"].element.pPr.numPr.numId.val
    numbering = document.part.numbering_part.element
    made = numbering.add_num(numbering.num_having_numId(given).abstractNumId.val)
    made.add_lvlOverride(0).add_startOverride(start)
    return int(made.numId)


def shade(cell: Any, fill: str) -> None:
    """Fill a cell with a colour."""
    qn = import_module("docx.oxml.ns").qn
    element = add(cell._tc.get_or_add_tcPr(), "shd", "clear")  # noqa: SLF001
    element.set(qn("w:color"), "auto")
    element.set(qn("w:fill"), fill)


def rule(table: Any) -> None:
    """Leave of a table's lines only those between rows."""
    oxml, qn = import_module("docx.oxml"), import_module("docx.oxml.ns").qn
    borders = add(table._tbl.tblPr, "tblBorders")  # noqa: SLF001
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line, is_drawn = oxml.OxmlElement(f"w:{side}"), side in ("top", "bottom", "insideH")
        line.set(qn("w:val"), "single" if is_drawn else "nil")
        if is_drawn:
            line.set(qn("w:sz"), "4")
            line.set(qn("w:color"), HAIR)
        borders.append(line)
