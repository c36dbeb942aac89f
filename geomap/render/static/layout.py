"""How the sheet is divided: the legend beside the map or below it, whichever leaves the map larger."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from geomap.render.static import ink
from geomap.render.static.legend import COLUMN_GAP, Entry, columns_of, entries
from geomap.render.static.view import PADDING, Box
from geomap.render.static.wording import wrap

if TYPE_CHECKING:
    from geomap.render.static.content import Content
    from geomap.render.static.sheet import Sheet

#: Width of the legend beside the map, in one column, in two, and so on; number of its columns below it.
BESIDE = (2.34, 3.3, 4.4)
BELOW_COLUMNS = 4
#: Sizes in which a legend is set, as parts of the full one: the largest that has room.
SIZES = tuple(1.0 - 0.04 * step for step in range(11))
GAP = 0.24
#: Below the map the legend takes at most this part of the height.
MOST_BELOW = 0.36
#: A map of more places than this may leave some names out, and says which.
CROWDED = 12


@dataclass(frozen=True)
class Layout:
    """Boxes of the map, the legend and the notes, and the legend's rows in their columns."""

    map: Box
    legend: Box
    notes: Box
    columns: list[list[Entry]]
    size: float


def divide(sheet: Sheet, content: Content, body: Box, notes: list[str]) -> Layout:
    """Return the division of ``body`` in which the map is drawn larger; ``notes`` stand by the legend."""
    beside, below = _beside(sheet, content, body, notes), _below(sheet, content, body, notes)
    across, up = _extent(content)

    def scale(layout: Layout | None) -> float:
        if layout is None:
            return 0.0
        inner = layout.map.grown(-PADDING)
        return min(inner.width / across, inner.height / up)

    return below if below is not None and scale(below) > 1.04 * scale(beside) else beside


def _extent(content: Content) -> tuple[float, float]:
    minx, miny, maxx, maxy = content.extent
    return max(maxx - minx, 1.0), max(maxy - miny, 1.0)


def _beside(sheet: Sheet, content: Content, body: Box, notes: list[str]) -> Layout:
    """Return the legend at the end of the line, notes below it: in one column, of very many rows in more."""
    for count, width in enumerate(BESIDE, 1):
        notes_height = min(notes_room(sheet, content, notes, width), 0.36 * body.height)
        column = Box(body.x1 - width, body.y0, body.x1, body.y1)
        legend = Box(column.x0, column.y0 + notes_height + 0.06, column.x1, column.y1)
        size, columns = _largest(sheet, content, legend, count)
        if columns is not None:
            break
    else:
        columns = _crammed(sheet, content, legend)
    below = Box(column.x0, column.y0, column.x1, column.y0 + notes_height)
    return Layout(Box(body.x0, body.y0, column.x0 - GAP, body.y1), legend, below, columns, size)


def _largest(sheet: Sheet, content: Content, box: Box, count: int) -> tuple[float, list[list[Entry]] | None]:
    """Return the largest type in which a legend of ``count`` columns fits a box, and the columns if it does."""
    width = (box.width - COLUMN_GAP * (count - 1)) / count

    @cache
    def fitted(size: float) -> list[list[Entry]] | None:
        return columns_of(entries(sheet, content, width, size), count, box.height)

    at = bisect_left(SIZES, True, hi=len(SIZES) - 1, key=lambda size: fitted(size) is not None)
    return SIZES[at], fitted(SIZES[at])


def _crammed(sheet: Sheet, content: Content, box: Box) -> list[list[Entry]]:
    """Return as many columns, in the smallest type, as a legend of very many rows needs."""
    for count in range(len(BESIDE) + 1, 9):
        width = (box.width - COLUMN_GAP * (count - 1)) / count
        columns = columns_of(entries(sheet, content, width, SIZES[-1]), count, box.height)
        if columns is not None:
            return columns
    return [entries(sheet, content, box.width, SIZES[-1])]


def _below(sheet: Sheet, content: Content, body: Box, texts: list[str]) -> Layout | None:
    """Return the legend in columns below the map, the last of them for the notes."""
    width = (body.width - COLUMN_GAP * (BELOW_COLUMNS - 1)) / BELOW_COLUMNS
    rows = entries(sheet, content, width, 1.0)
    notes_height = notes_room(sheet, content, texts, width)
    count = BELOW_COLUMNS - (1 if notes_height else 0)
    height = max([row.height for row in rows] + [notes_height, 0.3])
    while height < MOST_BELOW * body.height:
        columns = columns_of(rows, count, height)
        if columns is not None:
            columns += [[] for _ in range(BELOW_COLUMNS - len(columns))]
            strip = Box(body.x0, body.y0, body.x1, body.y0 + height)
            notes = Box(body.x1 - width, body.y0, body.x1, body.y0 + height)
            return Layout(Box(body.x0, strip.y1 + GAP, body.x1, body.y1), strip, notes, columns, 1.0)
        height += 0.05
    return None


def notes_room(sheet: Sheet, content: Content, notes: list[str], width: float) -> float:
    """Return how high the notes are, with room for the names that the map will not hold."""
    lines = [line for note in notes for line in wrap(sheet, note, ink.ROW_NOTE, width)]
    drawn = len(content.scene.drawn())
    spare = 6 if drawn > 2 * CROWDED else 4 if drawn > CROWDED else 1 if drawn > 1 else 0
    return (len(lines) + spare) * ink.ROW_NOTE.leading
