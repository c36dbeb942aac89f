"""The key of a stacked chart: its bands from the top down, each with its share on the last day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geomap import schema as s
from geomap.measure import LEAST, MOST
from geomap.render.static import ink
from geomap.render.static.charts.area import band_name
from geomap.render.static.charts.tint import tinted
from geomap.render.static.ink import POINT
from geomap.render.static.legend import (
    CODE_GAP,
    COLUMN_GAP,
    INDENT,
    ROW_GAP,
    SHARE,
    SWATCH,
    Entry,
    codes_said,
    columns_of,
)
from geomap.render.static.view import Box
from geomap.render.static.wording import wrap
from geomap.stack import COUNT, shares_in
from geomap.style import LegendRow

if TYPE_CHECKING:
    from geomap.render.static.content import Content
    from geomap.render.static.sheet import Sheet
    from geomap.stack import Band, Stack

#: Width of a key beside the chart in one column, two and three, in inches, and the sizes it may be set in.
WIDTHS = (2.4, 3.5, 4.4)
SIZES = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6)
#: Beside its key a chart is no narrower than this part of the whole, above it no lower.
LEAST_WIDE, LEAST_HIGH = 0.44, 0.4
#: A column of the key below the chart is no narrower than this, in inches.
COLUMN = 2.1
#: Between the chart and its key, in inches.
GAP = 0.26


@dataclass(frozen=True)
class Key:
    """How a body is divided: the box of the chart, that of the key, its columns and its size of type."""

    chart: Box
    box: Box
    columns: list[list[Entry]]
    size: float


def fit_key(sheet: Sheet, content: Content, stack: Stack, body: Box) -> Key:
    """Return the division of a body: the key beside the chart, on a tall or a narrow sheet below it.

    The largest type that has room is taken, in the fewest columns. Of very many bands the last find
    no room in the smallest: the caller says how many.
    """
    beside = _beside(sheet, content, stack, body) if body.width > body.height else None
    return beside or _below(sheet, content, stack, body)


def _beside(sheet: Sheet, content: Content, stack: Stack, body: Box) -> Key | None:
    found = None
    for count, width in enumerate(WIDTHS, 1):
        if body.width - width - GAP < LEAST_WIDE * body.width:
            break
        box = Box(body.x1 - width, body.y0, body.x1, body.y1)
        chart = Box(body.x0, body.y0, box.x0 - GAP, body.y1)
        for size in SIZES:
            rows = key_entries(sheet, content, stack, (width - COLUMN_GAP * (count - 1)) / count, size)
            columns = columns_of(rows, count, body.height)
            if columns is not None:
                return Key(chart, box, columns, size)
        found = Key(chart, box, _cut(rows, stack, count, body.height), SIZES[-1])
    return found


def _below(sheet: Sheet, content: Content, stack: Stack, body: Box) -> Key:
    most = (1 - LEAST_HIGH) * body.height - GAP
    for size in SIZES:
        height, columns, rows = _strip(sheet, content, stack, body.width, size)
        if height <= most:
            break
    else:
        height, columns = most, _cut(rows, stack, len(columns), most)
    box = Box(body.x0, body.y0, body.x1, body.y0 + height)
    return Key(Box(body.x0, box.y1 + GAP, body.x1, body.y1), box, columns, size)


def _cut(rows: list[Entry], stack: Stack, count: int, height: float) -> list[list[Entry]]:
    """Return as many rows as fit so many columns: those of the smallest bands are left out first."""
    sizes = stack.parts @ np.diff(stack.ends)
    smallest = [stack.bands[at].key for at in np.argsort(sizes, kind="stable")]
    while (columns := columns_of(rows, count, height)) is None and smallest:
        gone = smallest.pop(0)
        rows = [entry for entry in rows if entry.row is None or entry.row.key != gone]
    return columns or [[]]


def key_height(sheet: Sheet, content: Content, stack: Stack, width: float) -> float:
    """Return how high a key below a chart of a width is in full type, in inches."""
    return _strip(sheet, content, stack, width, SIZES[0])[0] + GAP


def _strip(
    sheet: Sheet, content: Content, stack: Stack, width: float, size: float
) -> tuple[float, list[list[Entry]], list[Entry]]:
    """Return the lowest strip that holds a key: its height, its columns and its rows."""
    count = max(int((width + COLUMN_GAP) / (COLUMN + COLUMN_GAP)), 1)
    rows = key_entries(sheet, content, stack, (width - COLUMN_GAP * (count - 1)) / count, size)
    height = sum(row.height for row in rows) / count
    while (columns := columns_of(rows, count, height)) is None:
        height += 0.05
    return height, columns + [[] for _ in range(count - len(columns))], rows


def key_entries(sheet: Sheet, content: Content, stack: Stack, width: float, size: float) -> list[Entry]:
    """Return the rows of the key in a column of ``width`` inches, in ``size`` of full type."""
    shares = share_texts(content, stack)
    face = ink.HEADING.sized(ink.HEADING.size * size)
    heading = content.say("chart.shares_on", date=content.words.day(stack.last))
    lines = tuple((content.shown(line), face) for line in wrap(sheet, heading, face, width, 2))
    rows = [Entry(None, lines, "", len(lines) * face.leading + 3 * POINT)]
    listed = list(zip(stack.bands, shares, strict=True))
    explained = {party for band in stack.bands if band.status == s.CONTROL for party in band.parties}
    for band, share in reversed(listed):
        strange = [party for party in band.parties if party not in explained]
        rows.append(_row(sheet, content, band, share, strange, width=width, size=size))
        explained.update(strange)
    return [*rows, _note(sheet, content, stack, width, size)] if stack.bands else []


def _row(
    sheet: Sheet, content: Content, band: Band, share: str, strange: list[str], *, width: float, size: float
) -> Entry:
    """Return the row of one band, with the names of parties that are ``strange``: no row before names them."""
    fill = tinted(band.fill, band.doubt)
    row = LegendRow("state", band.key, band.status, band.parties, fill)
    face, code = ink.ROW.sized(ink.ROW.size * size), ink.ROW_CODE.sized(ink.ROW_CODE.size * size)
    room = width - (INDENT + SHARE) * size
    lines = [(content.shown(line), face) for line in wrap(sheet, band_name(content, band), face, room, 3)]
    beside, n_name = None, len(lines)
    codes = content.codes(band.parties)
    if band.parties and codes not in band_name(content, band):
        if sheet.width_of(lines[-1][0], face) + CODE_GAP + sheet.width_of(codes, code) <= room:
            beside = (content.shown(codes), code)
        else:
            lines += [(content.shown(line), code) for line in wrap(sheet, codes, code, room, 2)]
    small = ink.ROW_NOTE.sized(ink.ROW_NOTE.size * size)
    for text in codes_said(content, strange):
        lines += [(content.shown(line), small) for line in wrap(sheet, text, small, room, 2)]
    height = max(SWATCH[1] * size, sum(each.leading for _, each in lines)) + ROW_GAP * size
    return Entry(row, tuple(lines), content.shown(share), height, beside, n_name - 1)


def share_texts(content: Content, stack: Stack) -> list[str]:
    """Return the share of each band on the last day: of a party the least and the most, else its own."""
    shares = shares_in(content.scene, stack.last).set_index(s.ACTOR)
    texts = []
    for band, part in zip(stack.bands, stack.parts[:, -1].tolist(), strict=True):
        least = most = 100 * part / max(stack.total, 1)
        if band.status == s.CONTROL and not band.doubt and set(band.parties) & set(shares.index):
            least, most = (shares.at[band.parties[0], column] for column in (LEAST, MOST))
        texts.append(content.percent(least, most))
    return texts


def _note(sheet: Sheet, content: Content, stack: Stack, width: float, size: float) -> Entry:
    """Return what the shares are shares of."""
    face = ink.ROW_NOTE.sized(ink.ROW_NOTE.size * size)
    lines = tuple(
        (content.shown(line), face) for line in wrap(sheet, whole_words(content, stack), face, width, 6)
    )
    return Entry(None, lines, "", len(lines) * face.leading + ROW_GAP * size)


def whole_words(content: Content, stack: Stack) -> str:
    """Return what the shares are shares of, and how they are to be read."""
    if stack.unit == COUNT:
        return content.say("chart.shares_places", n=content.words.number(stack.size))
    total = content.words.number(stack.size, 0 if stack.size >= 100 else 1)
    return content.say("legend.shares_note", total=total)
