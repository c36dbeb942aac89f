"""A report as a PDF for print and filing: texts as text, fonts embedded, bookmarks, numbered pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.report.blocks import blocks_of
from geomap.report.pdf.laying import lay
from geomap.report.pdf.page import new_pdf

if TYPE_CHECKING:
    from geomap.report import Report


def render(report: Report) -> bytes:
    """Return the report as a PDF. It is laid out twice, for its pages say how many there are."""
    blocks, widths = blocks_of(report.text), dict[Any, float]()
    n_pages, content = 0, b""
    for _ in range(2):
        with new_pdf(report, n_pages, widths) as pdf:
            n_pages, content = lay(pdf, blocks, report.pictures).page_no(), bytes(pdf.output())
    return content
