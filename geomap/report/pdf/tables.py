"""Tables on pages: columns as wide as their texts ask for, heads again on every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geomap.cleaning import words_of
from geomap.report.blocks import Run, Runs, Table
from geomap.report.pdf.lines import Line, broken, measured, print_lines
from geomap.report.pdf.page import BAND, BOTTOM, CELL, HAIR, HEAD, INK, SIDE, TOP, Face, make_room

#: Millimetres: beside and above the text of a cell.
ACROSS, ABOVE = 1.7, 1.3
#: No column asks for more of the page than this share of it.
LONG = 0.3
#: A table no higher than so many millimetres is not parted.
SMALL_TABLE = 75.0
Row = list[list[Line]]


def print_table(pdf: Any, table: Table) -> None:
    """Print a table from here on, over as many pages as it needs."""
    widths = column_widths(pdf, table)
    head = _broken(pdf, table.head, widths, HEAD)
    rows = [_broken(pdf, row, widths, CELL) for row in table.rows]
    make_room(pdf, _together(head, rows))
    _print_head(pdf, head, widths, table.ends)
    for at, row in enumerate(rows):
        if pdf.get_y() + _height(row, CELL) > pdf.h - BOTTOM:
            pdf.add_page()
            pdf.set_y(TOP)
            _print_head(pdf, head, widths, table.ends)
        for part in _parts(row, pdf.h - BOTTOM - TOP - _height(head, HEAD)):
            if pdf.get_y() + _height(part, CELL) > pdf.h - BOTTOM:
                pdf.add_page()
                pdf.set_y(TOP)
            _print_row(pdf, part, widths, table.ends, CELL, band=at % 2 == 1)


def least_height(pdf: Any, table: Table) -> float:
    """Return how much of a table stays together: see ``_together``."""
    widths = column_widths(pdf, table)
    rows = [_broken(pdf, row, widths, CELL) for row in table.rows]
    return _together(_broken(pdf, table.head, widths, HEAD), rows)


def _together(head: Row, rows: Sequence[Row]) -> float:
    """Return the height of a small table, of a larger one that of its head and first two rows."""
    heights = [_height(row, CELL) for row in rows]
    whole = _height(head, HEAD) + sum(heights)
    return whole if whole <= SMALL_TABLE else _height(head, HEAD) + sum(heights[:2])


def column_widths(pdf: Any, table: Table) -> list[float]:
    """Return the widths of the columns, which fill the page.

    Each has room for its longest word; what is left is shared out by how much more a column would
    take to have each text on one line (the automatic layout of CSS 2.1, section 17.5.2.2), no more
    than ``LONG`` of the page, so that one long text does not break all short ones.
    """
    columns = list(zip(table.head, *table.rows, strict=True))
    least, most = [], []
    for column in columns:
        faces = [HEAD, *[CELL] * (len(column) - 1)]
        texts = list(zip(column, faces, strict=True))
        least.append(max(_longest_word(pdf, runs, face) for runs, face in texts) + 2 * ACROSS)
        most.append(max(measured(pdf, runs, face) for runs, face in texts) + 2 * ACROSS)
    room = pdf.epw
    if sum(least) >= room:
        return _shared(least, room)
    if sum(most) <= room or len(columns) == 1:
        return [width + (room - sum(most)) * width / sum(most) for width in most]
    asked = [max(low, min(high, LONG * room)) for low, high in zip(least, most, strict=True)]
    wanted = sum(asked) - sum(least) or 1.0
    return [low + (room - sum(least)) * (high - low) / wanted for low, high in zip(least, asked, strict=True)]


def _shared(least: list[float], room: float) -> list[float]:
    """Return widths where not every longest word has room: narrow columns keep theirs, the others share the rest.

    What is longer than its column is broken within the word.
    """
    widths, left = [0.0] * len(least), room
    for done, at in enumerate(sorted(range(len(least)), key=least.__getitem__)):
        widths[at] = min(least[at], left / (len(least) - done))
        left -= widths[at]
    return [width + left / len(least) for width in widths]


def _longest_word(pdf: Any, runs: Runs, face: Face) -> float:
    words = [(word, run) for run in runs for word in words_of(run.text)]
    return max((measured(pdf, (Run(word, run.bold),), face) for word, run in words), default=0.0)


def _broken(pdf: Any, row: Sequence[Runs], widths: Sequence[float], face: Face) -> Row:
    return [broken(pdf, runs, face, width - 2 * ACROSS) for runs, width in zip(row, widths, strict=True)]


def _height(row: Row, face: Face) -> float:
    return max(len(lines) for lines in row) * face.leading + 2 * ABOVE


def _parts(row: Row, room: float) -> list[Row]:
    """Return a row whole, or in parts that each have room on a page."""
    most = max(1, int((room - 2 * ABOVE) // CELL.leading))
    longest = max(len(lines) for lines in row)
    return [[lines[at : at + most] for lines in row] for at in range(0, max(longest, 1), most)]


def _print_head(pdf: Any, head: Row, widths: Sequence[float], ends: Sequence[bool]) -> None:
    _print_row(pdf, head, widths, ends, HEAD, band=False)
    pdf.set_draw_color(*INK)
    pdf.set_line_width(0.4)
    pdf.line(SIDE, pdf.get_y(), pdf.w - SIDE, pdf.get_y())


def _print_row(
    pdf: Any, row: Row, widths: Sequence[float], ends: Sequence[bool], face: Face, *, band: bool
) -> None:
    """Print a row: the first column where lines begin, a hair line below it, every other row on a band."""
    y, height = pdf.get_y(), _height(row, face)
    if band:
        pdf.set_fill_color(*BAND)
        pdf.rect(SIDE, y, pdf.epw, height, style="F")
    x = pdf.w - SIDE if pdf.is_rtl else SIDE
    for lines, width, at_end in zip(row, widths, ends, strict=True):
        left = x - width if pdf.is_rtl else x
        print_lines(pdf, lines, (left + ACROSS, width - 2 * ACROSS), y + ABOVE, face, at_end=at_end)
        x += -width if pdf.is_rtl else width
    pdf.set_draw_color(*HAIR)
    pdf.set_line_width(0.2)
    pdf.line(SIDE, y + height, pdf.w - SIDE, y + height)
    pdf.set_y(y + height)
