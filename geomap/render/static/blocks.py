"""The name of a place set in lines, in one language or two, with the letters of the parties and the marks below it."""

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
#: How large a name in the second language is, beside the first.
ALSO = 0.88


@dataclass(frozen=True)
class Block:
    """A name in lines, below it the one in a second language, and the letters of the parties with the marks."""

    lines: tuple[str, ...]
    code: str
    marks: tuple[str, ...]
    face: ink.Type
    code_face: ink.Type
    letter: ink.Type | None
    width: float
    height: float
    also: str
    also_face: ink.Type


def _block(
    sheet: Sheet, content: Content, place: str, size: float, count: int, *, letter: bool, also: bool
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
    also_face = ink.NAME_ALSO.sized(ALSO * size)
    second = content.name_also(place) if also else ""
    second = content.shown_also(fit(sheet, second, also_face, MOST_WIDTH))
    height = len(lines) * face.leading + max(
        code_face.leading if code else 0, row_height() + POINT if marks else 0
    )
    height += (0.98 * big.size * POINT if big else 0) + (also_face.leading if second else 0)
    width = max(longest(sheet, lines, face), sheet.width_of(second, also_face), below)
    return Block(lines, code, marks, face, code_face, big, width, height, second, also_face)


def scripts_of(content: Content, place: str) -> tuple[bool, ...]:
    """Return the ways to name a place: with the second language, then without; without alone where it has none."""
    return (True, False) if content.name_also(place) else (False,)


def variants(sheet: Sheet, content: Content, place: str, size: float, *, also: bool = False) -> list[Block]:
    """Return the blocks of a place in one size, those with a large V first where it was vacated."""
    blocks = {}
    letter = content.fill(place).kind == "vacated"
    for big in (True, False) if letter else (False,):
        for block in blocks_of(sheet, content, place, size, letter=big, also=also):
            blocks[block.lines, big] = block
    return list(blocks.values())


def blocks_of(
    sheet: Sheet, content: Content, place: str, size: float, *, letter: bool = False, also: bool = False
) -> list[Block]:
    """Return the blocks of a name in one to four lines; one that must be cut only where all are."""
    blocks = {}
    for count in (1, 2, 3, 4):
        block = _block(sheet, content, place, size, count, letter=letter, also=also)
        blocks[block.lines] = block
    whole = [
        block for lines, block in blocks.items() if not any(ELLIPSIS in line for line in (*lines, block.also))
    ]
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
    if block.also:
        second = toned(block.also_face, fill)
        sheet.text(
            group, (x, y - second.ascent - 0.06 * second.size * POINT), block.also, second, align=align
        )
        y -= second.leading
    code_width, marks_width = sheet.width_of(block.code, block.code_face), row_width(len(block.marks))
    gap = 2.2 * POINT if block.code and block.marks else 0
    whole = code_width + gap + marks_width
    start = {"left": x, "center": x - whole / 2, "right": x - whole}[align]
    middle = (y + box.y0) / 2
    sheet.text(group, (start, middle - 0.36 * block.code_face.size * POINT), block.code, code_face)
    draw_row(sheet, group, (start + code_width + gap, middle), block.marks, name=name)
