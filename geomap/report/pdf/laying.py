"""The blocks of a report laid out on pages."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from geomap.report.blocks import Block, Figure, Figures, Heading, Item, Line, Paragraph, Table, text_of
from geomap.report.pdf.lines import broken, plain, print_line, print_lines
from geomap.report.pdf.page import (
    BODY,
    BOTTOM,
    HAIR,
    KICKER,
    MARK,
    QUIET,
    SIDE,
    SMALL,
    TITLES,
    TOP,
    Face,
    make_room,
    width_of,
)
from geomap.report.pdf.tables import least_height, print_table

#: Millimetres.
BETWEEN, GAP, INDENT, MOST_PICTURE = 2.2, 6.0, 5.0, 190.0
QUOTE = Face(BODY.size, BODY.leading, QUIET)


def lay(pdf: Any, blocks: Sequence[Block], pictures: Mapping[str, bytes]) -> Any:
    """Print blocks below each other, on as many pages as they need; return the PDF.

    A heading stays with what follows it, a picture with its caption.
    """
    titled = next((at for at, block in enumerate(blocks) if isinstance(block, Heading)), 0)
    pdf.set_fill_color(*MARK)
    pdf.rect(SIDE, TOP - 6, pdf.epw, 1.4, style="F")
    pdf.set_y(TOP)
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        match block:
            case Heading():
                _heading(pdf, block, _need(pdf, following, pictures))
            case Paragraph():
                _text(pdf, block.runs, KICKER if at < titled else QUOTE if block.kind == "quote" else BODY)
            case Item():
                _item(pdf, block)
            case Table():
                print_table(pdf, block)
                pdf.set_y(pdf.get_y() + BETWEEN)
            case Figures():
                _figures(pdf, block, pictures)
            case Line():
                _rule(pdf)
    return pdf


def _need(pdf: Any, block: Block | None, pictures: Mapping[str, bytes]) -> float:
    """Return how much room a block needs at least behind its heading."""
    match block:
        case Figures():
            return max(height for _, height, _ in _placed(pdf, block, pictures))
        case Table():
            return least_height(pdf, block)
        case Heading():
            return 24.0
        case None:
            return 0.0
        case _:
            return 2 * BODY.leading


def _heading(pdf: Any, block: Heading, need: float) -> None:
    face = TITLES[min(block.level, 3)]
    before = {1: 1.0, 2: 5.0}.get(block.level, 2.5)
    lines = broken(pdf, block.runs, face, pdf.epw)
    make_room(pdf, min(before + len(lines) * face.leading + 2 + need, pdf.h - TOP - BOTTOM))
    y = pdf.get_y() + (before if pdf.get_y() > TOP else 0)
    if block.level == 2 and pdf.get_y() > TOP:
        _hair(pdf, y - 1.6)
    pdf.set_y(y)
    pdf.start_section(text_of(block.runs), level=min(block.level, 3) - 1, strict=False)
    pdf.set_y(y + print_lines(pdf, lines, (SIDE, pdf.epw), y, face) + 1.6)


def _hair(pdf: Any, y: float) -> None:
    pdf.set_draw_color(*HAIR)
    pdf.set_line_width(0.2)
    pdf.line(SIDE, y, pdf.w - SIDE, y)


def _rule(pdf: Any) -> None:
    make_room(pdf, 6)
    _hair(pdf, pdf.get_y() + 2)
    pdf.set_y(pdf.get_y() + 5)


def _text(pdf: Any, runs: Any, face: Face) -> None:
    """Print a paragraph, over pages where it is long."""
    for line in broken(pdf, runs, face, pdf.epw):
        make_room(pdf, face.leading)
        print_line(pdf, line, (SIDE, pdf.epw), pdf.get_y(), face)
        pdf.set_y(pdf.get_y() + face.leading)
    pdf.set_y(pdf.get_y() + BETWEEN)


def _item(pdf: Any, block: Item) -> None:
    """Print an item of a list, its mark in the margin of its text."""
    shift = INDENT * (block.depth + 1)
    box = (SIDE + (0 if pdf.is_rtl else shift), pdf.epw - shift)
    for at, line in enumerate(broken(pdf, block.runs, BODY, box[1])):
        make_room(pdf, BODY.leading)
        y = pdf.get_y()
        if at == 0 and block.mark:
            mark = (Face(BODY.size, BODY.leading, MARK, bold=True), plain(block.mark))
            edge = box[0] + box[1] if pdf.is_rtl else box[0] - INDENT + 1
            width = width_of(pdf, block.mark, mark[0])
            print_line(pdf, mark[1], (edge + (INDENT - 1 - width if pdf.is_rtl else 0), width), y, mark[0])
        print_line(pdf, line, box, y, BODY)
        pdf.set_y(y + BODY.leading)
    pdf.set_y(pdf.get_y() + 1.1)


def _placed(
    pdf: Any, block: Figures, pictures: Mapping[str, bytes]
) -> list[tuple[Figure, float, tuple[float, float]]]:
    """Return pictures beside each other: each with its whole height, and its size on the page."""
    n = len(block.figures)
    width = (pdf.epw - GAP * (n - 1)) / n
    placed = []
    for figure in block.figures:
        across, up = _size(pictures[figure.name])
        size = min(width, MOST_PICTURE * across / up)
        lines = broken(pdf, plain(figure.caption), SMALL, width)
        placed.append(
            (figure, size * up / across + 1.5 + len(lines) * SMALL.leading, (size, size * up / across))
        )
    return placed


def _size(content: bytes) -> tuple[int, int]:
    from PIL import Image  # noqa: PLC0415 - matplotlib brings it; only a report in PDF asks for a size

    with Image.open(io.BytesIO(content)) as image:
        return image.size


def _figures(pdf: Any, block: Figures, pictures: Mapping[str, bytes]) -> None:
    """Print pictures beside each other, in the order in which the page is read."""
    placed = _placed(pdf, block, pictures)
    n, tallest = len(placed), max(height for _, height, _ in placed)
    width = (pdf.epw - GAP * (n - 1)) / n
    make_room(pdf, tallest)
    top = pdf.get_y()
    for at, (figure, _, (across, up)) in enumerate(placed):
        x = SIDE + (n - 1 - at if pdf.is_rtl else at) * (width + GAP)
        pdf.image(io.BytesIO(pictures[figure.name]), x, top, across, up, alt_text=figure.alt)
        pdf.set_draw_color(*HAIR)
        pdf.set_line_width(0.2)
        pdf.rect(x, top, across, up)
        lines = broken(pdf, plain(figure.caption), SMALL, width)
        print_lines(pdf, lines, (x, width), top + up + 1.5, SMALL)
    pdf.set_y(top + tallest + BETWEEN)
