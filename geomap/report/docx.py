"""A report as a Word file: real headings, tables and captions, pictures with what is seen on them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from geomap.report.blocks import (
    Block,
    Figure,
    Figures,
    Heading,
    Item,
    Line,
    Paragraph,
    Run,
    Table,
    blocks_of,
    runs_from_right,
    text_of,
)
from geomap.report.docxstyles import HEAD_FILL, add, new_document, new_numbering, rule, shade
from geomap.report.markdown import missing

if TYPE_CHECKING:
    from geomap.report import Report

#: The date of every file in the archive: zip counts from here.
EPOCH = (1980, 1, 1, 0, 0, 0)
#: Millimetres between pictures that stand beside each other.
GAP = 4.0
#: Letters that a column is as wide as, at least and at most.
LEAST, MOST = 7, 34


def render(report: Report) -> bytes:
    """Return the report as a Word file: the same report gives the same bytes."""
    try:
        import_module("docx")
    except ImportError as error:
        raise missing("python-docx") from error
    document = new_document(report.findings)
    _Writer(document, report.pictures, is_rtl=report.findings.is_rtl).write(blocks_of(report.text))
    _describe(document, report)
    content = io.BytesIO()
    document.save(content)
    return _without_dates(content.getvalue())


def _describe(document: Any, report: Report) -> None:
    """Say what the file is; its dates are the day that the data reach."""
    found, dated, core = report.findings, report.dated, document.core_properties
    core.title, core.subject, core.language = f"{found.title}, {found.period}"[:250], found.kind, found.lang
    core.author, core.last_modified_by, core.comments = found.assessor[:250], "", ""
    day = datetime(dated.year, dated.month, dated.day, tzinfo=UTC).replace(tzinfo=None)
    core.created = core.modified = day
    core.revision = 1


def _without_dates(content: bytes) -> bytes:
    """Return an archive again, without the hour at which it was made."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as read,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in read.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            made.writestr(entry, read.read(name))
    return out.getvalue()


def column_widths(table: Table, room: int) -> list[int]:
    """Return the widths of the columns, which fill ``room``: by the letters of the longest text, within bounds."""
    columns = zip(table.head, *table.rows, strict=True)
    letters = [min(max(LEAST, *(len(text_of(runs)) for runs in column)), MOST) for column in columns]
    return [room * n // sum(letters) for n in letters]


class _Writer:
    """Writes blocks into a document, from the left or from the right."""

    def __init__(self, document: Any, pictures: Mapping[str, bytes], *, is_rtl: bool) -> None:
        self.document, self.pictures, self.is_rtl = document, pictures, is_rtl
        self.oxml, self.shared = import_module("docx.oxml"), import_module("docx.shared")
        self.named = import_module("docx.oxml.ns").qn
        self.numberings: dict[int, int] = {}
        section = document.sections[0]
        self.width = section.page_width - section.left_margin - section.right_margin

    def write(self, blocks: Sequence[Block]) -> None:
        """Write every block."""
        titled = next((at for at, block in enumerate(blocks) if isinstance(block, Heading)), 0)
        for at, block in enumerate(blocks):
            match block:
                case Heading():
                    style = "Title" if block.level == 1 else f"Heading {min(block.level - 1, 3)}"
                    self.runs(self.document.add_paragraph(style=style), block.runs)
                case Paragraph():
                    style = "Subtitle" if at < titled else "Quote" if block.kind == "quote" else "Normal"
                    self.runs(self.document.add_paragraph(style=style), block.runs)
                case Item():
                    self.item(block)
                case Table():
                    self.table(block)
                case Figures():
                    self.figures(block.figures)
                case Line():
                    self.document.add_paragraph()

    def item(self, block: Item) -> None:
        """Write an item of a list; every list with numbers counts from its own first one."""
        is_numbered = block.mark not in ("•", "")
        paragraph = self.document.add_paragraph(style="List Number" if is_numbered else "List Bullet")
        if is_numbered:
            if block.list_no not in self.numberings:
                self.numberings[block.list_no] = new_numbering(self.document, int(block.mark.rstrip(".")))
            numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
            numbering.get_or_add_ilvl().val = 0
            numbering.get_or_add_numId().val = self.numberings[block.list_no]
        self.runs(paragraph, block.runs)

    def runs(self, paragraph: Any, runs: Sequence[Run], *, at_end: bool = False) -> None:
        """Write runs into a paragraph, which runs from the right where its text does."""
        from_right = runs_from_right(text_of(runs), page=self.is_rtl)
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no door to direction
        if from_right:
            add(properties, "bidi")
        flush_right = self.is_rtl != at_end
        if flush_right or from_right:
            # In a paragraph from the right, left and right change places.
            add(properties, "jc", "left" if flush_right and from_right else "right")
        for run in runs:
            self.run(paragraph, run)

    def run(self, paragraph: Any, run: Run) -> None:
        """Write one run; one that leads somewhere is a link."""
        made = paragraph.add_run(run.text)
        made.bold, made.italic = run.bold or None, run.italic or None
        properties = made._r.get_or_add_rPr()  # noqa: SLF001
        if run.bold:
            add(properties, "bCs")
        if run.code:
            made.font.name = "Consolas"
        if runs_from_right(run.text, page=False) or (self.is_rtl and runs_from_right(run.text, page=True)):
            add(properties, "rtl")
        if run.url:
            self.link(paragraph, made, run.url)

    def link(self, paragraph: Any, made: Any, url: str) -> None:
        """Make a run a link to another place."""
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        link = self.oxml.OxmlElement("w:hyperlink")
        link.set(self.named("r:id"), paragraph.part.relate_to(url, kind, is_external=True))
        made.font.underline = True
        made.font.color.rgb = self.shared.RGBColor(0x1F, 0x4E, 0x79)
        paragraph._p.replace(made._r, link)  # noqa: SLF001
        link.append(made._r)  # noqa: SLF001

    def table(self, block: Table) -> None:
        """Write a table: its head is said again on every page, no row is parted."""
        table = self.document.add_table(rows=0, cols=len(block.head), style="Table Grid")
        widths = column_widths(block, self.width)
        if self.is_rtl:
            add(table._tbl.tblPr, "bidiVisual")  # noqa: SLF001
        for at, row in enumerate((block.head, *block.rows)):
            cells = table.add_row()
            properties = cells._tr.get_or_add_trPr()  # noqa: SLF001
            properties.append(self.oxml.OxmlElement("w:cantSplit"))
            if at == 0:
                properties.append(self.oxml.OxmlElement("w:tblHeader"))
            for cell, runs, at_end, width in zip(cells.cells, row, block.ends, widths, strict=True):
                cell.width = width
                paragraph = cell.paragraphs[0]
                paragraph.style = "Table Head" if at == 0 else "Table Text"
                self.runs(paragraph, runs, at_end=at_end)
                if at == 0:
                    shade(cell, HEAD_FILL)
        rule(table)
        self.document.add_paragraph(style="Table Text")

    def figures(self, figures: Sequence[Figure]) -> None:
        """Write pictures, several beside each other in a table without lines; a caption below each."""
        if len(figures) == 1:
            self.picture(self.document.add_paragraph(), figures[0], self.width)
            self.caption(self.document.add_paragraph(style="Caption"), figures[0])
            return
        table = self.document.add_table(rows=1, cols=len(figures))
        if self.is_rtl:
            add(table._tbl.tblPr, "bidiVisual")  # noqa: SLF001
        width = self.width // len(figures) - self.shared.Mm(GAP)
        for cell, figure in zip(table.rows[0].cells, figures, strict=True):
            self.picture(cell.paragraphs[0], figure, width)
            self.caption(cell.add_paragraph(style="Caption"), figure)

    def picture(self, paragraph: Any, figure: Figure, width: int) -> None:
        """Put a picture into a paragraph that stays with its caption; say what is seen on it."""
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(self.pictures[figure.name]), width=width)
        shape._inline.docPr.set("descr", figure.alt)  # noqa: SLF001
        shape._inline.docPr.set("name", figure.name)  # noqa: SLF001

    def caption(self, paragraph: Any, figure: Figure) -> None:
        """Write what is printed below a picture."""
        self.runs(paragraph, (Run(figure.caption),) if figure.caption else ())
