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
    first = lay(new_pdf(report, 0, widths), blocks, report.pictures)
    return bytes(lay(new_pdf(report, first.page_no(), widths), blocks, report.pictures).output())
