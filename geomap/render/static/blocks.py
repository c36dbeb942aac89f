"""The name of a place set in lines, with the letters of the parties and the marks below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.render.static import ink
from geomap.render.static.badges import draw_row, row_height, row_width
from geomap.render.static.ink import POINT
from geomap.render.static.toning import toned
from geomap.render.static.wording import ELLIPSIS, balanced, fit, longest

if TYPE_CHECKING:
    from geomap.render.static.artists import Group
    from geomap.render.static.content import Content
    from geomap.render.static.sheet import Sheet
    from geomap.render.static.view import Box
    from geomap.style import Fill

#: No block is wider than this, in inches.
MOST_WIDTH = 1.75


@dataclass(frozen=True)
class Block:
    """A name in lines, and below it the letters of the parties with the marks."""

    lines: tuple[str, ...]
    code: str
    marks: tuple[str, ...]
    face: ink.Type
    code_face: ink.Type
    letter: ink.Type | None
    width: float
    height: float


def _block(
    sheet: Sheet, content: Content, place: str, size: float, count: int, *, letter: bool = False
) -> Block:
    """Return the block of a place with its name in up to ``count`` lines."""
    apart = place not in content.drawn
    face = ink.NAME.sized(size)
    code_face = ink.CODE.sized(max(0.74 * size, 5.4))
    lines = balanced(sheet, content.name(place), face, count)
    lines = tuple(content.shown(fit(sheet, line, face, MOST_WIDTH)) for line in lines)
    marks = content.marks(place)
    code = "" if apart else content.shown(fit(sheet, content.code(place), code_face, MOST_WIDTH))
    below = sheet.width_of(code, code_face) + row_width(len(marks)) + (2.2 * POINT if code and marks else 0)
    big = ink.LETTER_V.sized(2.1 * size) if letter and content.fill(place).kind == "vacated" else None
    height = len(lines) * face.leading + max(
        code_face.leading if code else 0, row_height() + POINT if marks else 0
    )
    height += 0.98 * big.size * POINT if big else 0
    return Block(lines, code, marks, face, code_face, big, max(longest(sheet, lines, face), below), height)


def variants(sheet: Sheet, content: Content, place: str, size: float) -> list[Block]:
    """Return the blocks of a place in one size, those with a large V first where it was vacated."""
    blocks = {}
    letter = content.fill(place).kind == "vacated"
    for big in (True, False) if letter else (False,):
        for block in blocks_of(sheet, content, place, size, letter=big):
            blocks[block.lines, big] = block
    return list(blocks.values())


def blocks_of(
    sheet: Sheet, content: Content, place: str, size: float, *, letter: bool = False
) -> list[Block]:
    """Return the blocks of a name in one to four lines; one that must be cut only where all are."""
    blocks = {}
    for count in (1, 2, 3, 4):
        block = _block(sheet, content, place, size, count, letter=letter)
        blocks[block.lines] = block
    whole = [block for lines, block in blocks.items() if not any(ELLIPSIS in line for line in lines)]
    return whole or list(blocks.values())[-1:]


def draw_block(
    sheet: Sheet, group: Group, block: Block, box: Box, align: str, *, fill: Fill | None, name: str
) -> None:
    """Draw the lines of a block from the top of its box, in the tone of the ground below it."""
    face, code_face = toned(block.face, fill), toned(block.code_face, fill)
    x = {"left": box.x0, "center": box.middle[0], "right": box.x1}[align]
    y = box.y1
    if block.letter:
        y -= 0.98 * block.letter.size * POINT
        sheet.text(group, (x, y + 0.23 * block.letter.size * POINT), "V", block.letter, align=align)
    for line in block.lines:
        sheet.text(
            group, (x, y - block.face.ascent - 0.06 * block.face.size * POINT), line, face, align=align
        )
        y -= block.face.leading
    code_width, marks_width = sheet.width_of(block.code, block.code_face), row_width(len(block.marks))
    gap = 2.2 * POINT if block.code and block.marks else 0
    whole = code_width + gap + marks_width
    start = {"left": x, "center": x - whole / 2, "right": x - whole}[align]
    middle = (y + box.y0) / 2
    sheet.text(group, (start, middle - 0.36 * block.code_face.size * POINT), block.code, code_face)
    draw_row(sheet, group, (start + code_width + gap, middle), block.marks, name=name)
