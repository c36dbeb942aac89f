"""How the sheet is divided: the legend beside the map or below it, whichever leaves the map larger.

Nothing is shrunk to fit: a wide sheet has the legend at the end of the line, a tall one below the
map in as many columns as there is room for, a narrow one in one column. Several maps stand in rows,
all on one scale.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import TYPE_CHECKING

from geomap.render.static import ink
from geomap.render.static.furniture import is_narrow
from geomap.render.static.legend import COLUMN_GAP, Entry, columns_of, entries, more_rows
from geomap.render.static.series import contents_of
from geomap.render.static.view import PADDING, PADDING_PART, Box, padding_of
from geomap.render.static.wording import wrap

if TYPE_CHECKING:
    from geomap.render.static.content import Content
    from geomap.render.static.sheet import Sheet

#: Width of the legend beside the map, in one column, in two, and so on.
BESIDE = (2.34, 3.3, 4.4)
#: A map beside a legend is no narrower than this part of the body.
LEAST_BESIDE = 0.42
#: Width that a column of the legend below the map wants, and at most how many there are.
COLUMN, MOST_COLUMNS = 2.0, 4
#: Sizes in which a legend is set, as parts of the full one: the largest that has room.
SIZES = tuple(1.0 - 0.04 * step for step in range(11))
GAP = 0.24
#: A legend of very many rows has no more columns: in narrower ones no name could be read.
MOST_CRAMMED, LEAST_COLUMN = 4, 1.35
#: Below the map the legend takes at most this part of the height: on a wide sheet, a tall and a narrow one.
MOST_BELOW, MOST_BELOW_TALL, MOST_BELOW_NARROW = 0.36, 0.56, 0.8
#: A map of more places than this may leave some names out, and says which.
CROWDED = 12
#: A map whose height follows from its extent is so high for its width, at least and at most.
LEAST_HIGH, MOST_HIGH = 0.6, 1.35
#: A frame is so many times as high as its map needs, at most, where the legend stands below.
MOST_ROOM = 1.3
#: Room for the date above each of several maps, and between them, in inches.
PANEL_HEAD, PANEL_GAP = 0.24, 0.16


@dataclass(frozen=True)
class Layout:
    """Boxes of the maps, the legend and the notes, and the legend's rows in their columns."""

    maps: list[Box]
    legend: Box
    notes: Box
    columns: list[list[Entry]]
    size: float


def divide(sheet: Sheet, content: Content, body: Box, notes: list[str]) -> Layout | None:
    """Return the division of ``body`` in which the map is drawn larger; ``notes`` stand by the legend.

    ``None`` where no division has room for the legend.
    """
    found = [_beside(sheet, content, body, notes), _below(sheet, content, body, notes)]
    beside, below = (layout and (scale_of(layout.maps[0], content), layout) for layout in found)
    if below and (not beside or below[0] > 1.04 * beside[0]):
        return below[1]
    return beside[1] if beside else None


def force(sheet: Sheet, content: Content, body: Box, notes: list[str]) -> Layout:
    """Return a division for a legend of very many rows: as small and in as many columns as it needs."""
    notes_height = min(notes_room(sheet, content, notes, BESIDE[-1]), 0.2 * body.height)
    width = max(min(BESIDE[-1], 0.5 * body.width), 0.3 * body.width)
    legend = Box(body.x1 - width, body.y0 + notes_height, body.x1, body.y1)
    below = Box(legend.x0, body.y0, legend.x1, legend.y0)
    maps = panels(Box(body.x0, body.y0, legend.x0 - GAP, body.y1), content)
    return Layout(maps, legend, below, _crammed(sheet, content, legend), SIZES[-1])


def scale_of(frame: Box, content: Content) -> float:
    """Return inches for a metre of a map in a frame."""
    across, up = _extent(content)
    inner = frame.grown(-padding_of(frame))
    return min(inner.width / across, inner.height / up)


def _extent(content: Content) -> tuple[float, float]:
    minx, miny, maxx, maxy = content.extent
    return max(maxx - minx, 1.0), max(maxy - miny, 1.0)


def panels(box: Box, content: Content) -> list[Box]:
    """Return the frames of the maps of a sheet within a box: in the rows and columns that leave them largest."""
    count = len(contents_of(content))
    if count == 1:
        return [box]
    grids = [_grid(box, across, ceil(count / across)) for across in range(1, count + 1)]
    best = max(grids, key=lambda frames: round(scale_of(frames[0], content), 12))
    return best[:count]


def _trimmed(frames: list[Box], content: Content) -> list[Box]:
    """Return the frames, each no higher than is good for its map: what lies beyond says nothing of it."""
    first = frames[0]
    high = MOST_ROOM * (_extent(content)[1] * scale_of(first, content) + 2 * padding_of(first))
    spare = first.height - high
    if spare <= 0:
        return frames
    tops = sorted({frame.y1 for frame in frames}, reverse=True)
    lifts = {top: row * spare for row, top in enumerate(tops)}
    return [Box(f.x0, f.y1 + lifts[f.y1] - high, f.x1, f.y1 + lifts[f.y1]) for f in frames]


def _grid(box: Box, across: int, down: int) -> list[Box]:
    """Return frames in rows, each with room for its date above."""
    width = (box.width - PANEL_GAP * (across - 1)) / across
    height = (box.height - PANEL_GAP * (down - 1)) / down
    corners = [
        (box.x0 + column * (width + PANEL_GAP), box.y1 - row * (height + PANEL_GAP))
        for row in range(down)
        for column in range(across)
    ]
    return [Box(x, top - height, x + width, top - PANEL_HEAD) for x, top in corners]


def _beside(sheet: Sheet, content: Content, body: Box, notes: list[str]) -> Layout | None:
    """Return the legend at the end of the line, notes below it: in one column, of very many rows in more."""
    for count, width in enumerate(BESIDE, 1):
        if body.width - width - GAP < LEAST_BESIDE * body.width:
            return None
        notes_height = min(notes_room(sheet, content, notes, width), 0.36 * body.height)
        column = Box(body.x1 - width, body.y0, body.x1, body.y1)
        legend = Box(column.x0, column.y0 + notes_height + 0.06, column.x1, column.y1)
        size, columns = _largest(sheet, content, legend, count)
        if columns is not None:
            maps = panels(Box(body.x0, body.y0, column.x0 - GAP, body.y1), content)
            maps = maps if len(maps) == 1 else _trimmed(maps, content)
            below = Box(column.x0, column.y0, column.x1, column.y0 + notes_height)
            return Layout(maps, legend, below, columns, size)
    return None


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
    for count in range(1, MOST_CRAMMED + 1):
        width = (box.width - COLUMN_GAP * (count - 1)) / count
        columns = columns_of(entries(sheet, content, width, SIZES[-1]), count, box.height)
        if columns is not None:
            return columns
    return _shortened(sheet, content, box, max(min(int(box.width / LEAST_COLUMN), MOST_CRAMMED), 1))


def _shortened(sheet: Sheet, content: Content, box: Box, count: int) -> list[list[Entry]]:
    """Return as many rows as have room in so many columns, and last how many more there are."""
    width = (box.width - COLUMN_GAP * (count - 1)) / count
    rows = entries(sheet, content, width, SIZES[-1])

    def first(kept: int) -> list[list[Entry]] | None:
        last = more_rows(sheet, content, len(rows) - kept, width, SIZES[-1])
        return columns_of([*rows[:kept], last], count, box.height)

    kept = bisect_left(range(len(rows)), True, key=lambda kept: first(kept) is None)
    return first(max(kept - 1, 0)) or [[]]


def _below(sheet: Sheet, content: Content, body: Box, notes: list[str]) -> Layout | None:
    """Return the legend in columns below the map, in the largest type in which it leaves the map enough."""
    most = MOST_BELOW_TALL if sheet.height > sheet.width else MOST_BELOW
    most = (MOST_BELOW_NARROW if is_narrow(sheet) else most) * body.height
    for size in SIZES:
        strip = _strip(sheet, content, body, notes, size)
        if strip is not None and strip.height <= most:
            maps = _trimmed(
                panels(Box(body.x0, body.y0 + strip.height + GAP, body.x1, body.y1), content), content
            )
            top = min(frame.y0 for frame in maps) - GAP
            foot = top - strip.height
            legend = Box(body.x0, foot + strip.lift, body.x1, top)
            right = Box(body.x1 - strip.width, foot, body.x1, top)
            under = Box(body.x0, foot, body.x1, foot + strip.lift)
            return Layout(maps, legend, under if strip.lift else right, strip.columns, size)
    return None


@dataclass(frozen=True)
class _Strip:
    """A legend below the map: its columns, their width, how high it is, and how far notes lift it."""

    columns: list[list[Entry]]
    width: float
    height: float
    lift: float


def _strip(sheet: Sheet, content: Content, body: Box, notes: list[str], size: float) -> _Strip | None:
    """Return the lowest strip that holds the legend: notes in its last column, below it where it has but one."""
    whole = min(max(int((body.width + COLUMN_GAP) / (COLUMN + COLUMN_GAP)), 1), MOST_COLUMNS)
    width = (body.width - COLUMN_GAP * (whole - 1)) / whole
    rows = entries(sheet, content, width, size)
    lift = notes_room(sheet, content, notes, width if whole > 1 else body.width)
    aside = whole > 1 and lift > 0
    count = whole - 1 if aside else whole
    height = max([row.height for row in rows] + [lift if aside else 0.0, 0.3])
    while height < body.height:
        columns = columns_of(rows, count, height)
        if columns is not None:
            columns += [[] for _ in range(whole - len(columns))]
            lift = 0.0 if aside else lift
            return _Strip(columns, width, height + lift, lift)
        height += 0.05
    return None


def height_of_body(sheet: Sheet, content: Content, width: float, notes: list[str]) -> float:
    """Return how high a body of a width is that has just room for its maps and the legend."""
    body = Box(0.0, 0.0, width, sheet.height)
    beside = width - BESIDE[0] - GAP
    if beside >= LEAST_BESIDE * width and width > 2.4 * BESIDE[0]:
        rows = sum(row.height for row in entries(sheet, content, BESIDE[0], 1.0))
        return max(_map_height(content, beside), rows + notes_room(sheet, content, notes, BESIDE[0]) + 0.1)
    strip = _strip(sheet, content, body, notes, 1.0)
    return _map_height(content, width) + GAP + (strip.height if strip else 0.0)


def _map_height(content: Content, width: float) -> float:
    """Return how high the maps are in a width: after their extent, within bounds."""
    across, up = _extent(content)
    count = len(contents_of(content))
    columns = 1 if count == 1 else min(count, max(int(width / 2.4), 1))
    each = (width - PANEL_GAP * (columns - 1)) / columns
    inner = min(PADDING, PADDING_PART * each)
    high = (each - 2 * inner) * up / across + 2 * inner
    high = min(max(high, LEAST_HIGH * each), MOST_HIGH * each)
    return high if count == 1 else ceil(count / columns) * (high + PANEL_HEAD + PANEL_GAP)


def notes_room(sheet: Sheet, content: Content, notes: list[str], width: float) -> float:
    """Return how high the notes are, with room for the names that the map will not hold."""
    lines = [line for note in notes for line in wrap(sheet, note, ink.ROW_NOTE, width)]
    drawn = len(content.scene.drawn())
    spare = 8 if drawn > 2 * CROWDED else 4 if drawn > CROWDED else 1 if drawn > 1 else 0
    return (len(lines) + spare) * ink.ROW_NOTE.leading
