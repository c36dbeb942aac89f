"""The legend: what is on the map that day, each in its own fill, then the marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from geomap import schema as s
from geomap.render.static import ink
from geomap.render.static.badges import draw_badge
from geomap.render.static.fills import draw_fill, symbol_grain
from geomap.render.static.ink import POINT
from geomap.render.static.paths import path_of
from geomap.render.static.view import Box
from geomap.render.static.wording import fit, wrap

if TYPE_CHECKING:
    from geomap.render.static.artists import Group
    from geomap.render.static.content import Content
    from geomap.render.static.sheet import Sheet
    from geomap.style import LegendRow

SWATCH = (25 * POINT, 15 * POINT)
INDENT = SWATCH[0] + 7 * POINT
#: Room for a share at the end of a row, in inches.
SHARE = 0.62
ROW_GAP = 4.6 * POINT
CODE_GAP = 5.0 * POINT
#: A party's name is set in no more lines.
MOST_LINES = 3
#: Between the columns of a legend, in inches.
COLUMN_GAP = 0.28


@dataclass(frozen=True)
class Entry:
    """One row, measured: what it shows, its lines, and how high it is."""

    row: LegendRow | None
    lines: tuple[tuple[str, ink.Type], ...]
    share: str
    height: float
    beside: tuple[str, ink.Type] | None = None
    beside_at: int = 0


def entries(sheet: Sheet, content: Content, width: float, size: float) -> list[Entry]:
    """Return the rows of the legend in a column of ``width`` inches, in ``size`` of full type."""
    rows = [_heading(content, "legend.title", size)]
    states = [row for row in content.legend if row.kind == "state"]
    marks = [row for row in content.legend if row.kind == "mark"]
    explained = {party for row in states if row.status == s.CONTROL for party in row.parties}
    for row in states:
        rows.append(_state(sheet, content, row, width, size, [p for p in row.parties if p not in explained]))
        explained.update(row.parties)
    if any(row.share for row in rows):
        rows.append(_note(sheet, content, width, size))
    rows += [_mark(sheet, content, row, width, size) for row in marks]
    return rows if states or marks else []


def _heading(content: Content, key: str, size: float) -> Entry:
    face = ink.HEADING.sized(ink.HEADING.size * size)
    return Entry(None, ((content.shown(content.say(key)), face),), "", face.leading + 2 * POINT)


def _state(
    sheet: Sheet, content: Content, row: LegendRow, width: float, size: float, strange: list[str]
) -> Entry:
    """Return a row of a state: a party's name and share, or a kind and the parties it joins.

    Of parties that are ``strange``, because no row before names them, it has the names too.
    """
    face, code = ink.ROW.sized(ink.ROW.size * size), ink.ROW_CODE.sized(ink.ROW_CODE.size * size)
    share = _share(content, row) if row.status == s.CONTROL else ""
    room = width - INDENT * size - (SHARE * size if share else 0)
    if row.status == s.CONTROL:
        name = content.party(row.parties[0]) if row.parties else content.say("state.no_party")
    else:
        name = content.say(f"status.{row.status}")
    lines = [(content.shown(line), face) for line in wrap(sheet, name, face, room, MOST_LINES)]
    codes = content.codes(row.parties)
    beside_at = len(lines) - 1
    beside = sheet.width_of(lines[-1][0], face) + CODE_GAP + sheet.width_of(codes, code) <= room
    lines += _also(sheet, content, row, room, size)
    shown = (content.shown(codes), code) if codes and codes != name and beside else None
    if codes and codes != name and not beside:
        lines += [(content.shown(line), code) for line in wrap(sheet, codes, code, room, 2)]
    small = ink.ROW_NOTE.sized(ink.ROW_NOTE.size * size)
    for text in _meanings(content, row, strange):
        lines += [(content.shown(line), small) for line in wrap(sheet, text, small, room, 2)]
    return Entry(row, tuple(lines), content.shown(share), _height(lines, size), shown, beside_at)


def _meanings(content: Content, row: LegendRow, strange: list[str]) -> list[str]:
    """Return what a state means that names no party, or who the parties are that no row before names."""
    if row.status in (s.VACATED, s.UNKNOWN):
        return [content.say(f"meaning.{row.status}")]
    if row.status == s.CONTROL:
        return []
    return codes_said(content, strange)


def codes_said(content: Content, parties: list[str]) -> list[str]:
    """Return what the short letters of parties stand for; nothing of a party whose letters are its name."""
    pairs = [(content.codes((party,)), content.party(party)) for party in parties]
    return [content.say("legend.code", code=code, name=name) for code, name in pairs if code != name]


def _also(
    sheet: Sheet, content: Content, row: LegendRow, room: float, size: float
) -> list[tuple[str, ink.Type]]:
    """Return the name of the party that holds it in the second language, in lines."""
    name = content.party_also(row.parties[0]) if row.status == s.CONTROL and row.parties else ""
    face = ink.ROW_ALSO.sized(ink.ROW_ALSO.size * size)
    return [(content.shown_also(line), face) for line in wrap(sheet, name, face, room, 2)]


def _height(lines: list, size: float) -> float:
    return max(SWATCH[1] * size, sum(face.leading for _, face in lines)) + ROW_GAP * size


def _share(content: Content, row: LegendRow) -> str:
    """Return a party's share of the ground as a range in per cent; empty where there is no ground."""
    share = content.share_of.get(row.parties[0]) if row.parties else None
    return content.percent(*share) if share else ""


def _note(sheet: Sheet, content: Content, width: float, size: float) -> Entry:
    """Return what the shares are shares of."""
    text = content.shares_note
    face = ink.ROW_NOTE.sized(ink.ROW_NOTE.size * size)
    lines = tuple((content.shown(line), face) for line in wrap(sheet, text, face, width, 4))
    return Entry(None, lines, "", len(lines) * face.leading + 1.6 * ROW_GAP * size)


def _mark(sheet: Sheet, content: Content, row: LegendRow, width: float, size: float) -> Entry:
    face, small = ink.ROW.sized(ink.ROW.size * size), ink.ROW_NOTE.sized(ink.ROW_NOTE.size * size)
    meaning = content.say(f"mark.{row.key}.means", days=content.scene.stale_after)
    room = width - INDENT * size
    lines = [(content.shown(fit(sheet, content.say(f"mark.{row.key}"), face, room)), face)]
    lines += [(content.shown(line), small) for line in wrap(sheet, meaning, small, room, 2)]
    return Entry(row, tuple(lines), "", _height(lines, size))


def more_rows(sheet: Sheet, content: Content, count: int, width: float, size: float) -> Entry:
    """Return a row that says how many more there are."""
    face = ink.ROW_NOTE.sized(ink.ROW_NOTE.size * size)
    text = content.say("legend.more", n=content.words.number(count))
    lines = tuple((content.shown(line), face) for line in wrap(sheet, text, face, width, 3))
    return Entry(None, lines, "", len(lines) * face.leading + ROW_GAP * size)


def columns_of(rows: list[Entry], count: int, height: float) -> list[list[Entry]] | None:
    """Return rows in up to ``count`` columns of ``height`` inches; none where they have no room."""
    columns: list[list[Entry]] = [[]]
    used = 0.0
    for row in rows:
        if columns[-1] and used + row.height > height + 1e-9:
            columns.append([])
            used = 0.0
        columns[-1].append(row)
        used += row.height
    fits = len(columns) <= count and all(
        sum(row.height for row in column) <= height + 1e-9 for column in columns
    )
    return columns if fits else None


def draw_legend(sheet: Sheet, box: Box, columns: list[list[Entry]], size: float) -> None:
    """Draw the legend in a box, its columns side by side."""
    group = sheet.group("layer-legend")
    width = (box.width - COLUMN_GAP * (len(columns) - 1)) / max(len(columns), 1)
    for at, column in enumerate(columns):
        x, y = box.x0 + at * (width + COLUMN_GAP), box.y1
        for entry in column:
            _draw_entry(sheet, group, entry, Box(x, y - entry.height, x + width, y), size)
            y -= entry.height


def _draw_entry(sheet: Sheet, group: Group, entry: Entry, box: Box, size: float) -> None:
    own = sheet.group(f"legend-{entry.row.key}", group) if entry.row else group
    indent = INDENT * size if entry.row else 0.0
    y = box.y1
    text_height = sum(face.leading for _, face in entry.lines)
    if entry.row:
        y -= max(0.0, (SWATCH[1] * size - text_height) / 2)
        _draw_sign(sheet, own, entry.row, box, size)
    for at, (line, face) in enumerate(entry.lines):
        base = y - face.ascent - 0.06 * face.size * POINT
        sheet.write(own, (box.x0 + indent, base), line, face)
        if entry.beside and at == entry.beside_at:
            end = box.x0 + indent + sheet.width_of(line, face) + CODE_GAP
            sheet.write(own, (end, base), *entry.beside)
        y -= face.leading
    if entry.share:
        face = ink.ROW_SHARE.sized(ink.ROW_SHARE.size * size)
        top = (
            box.y1 - max(0.0, (SWATCH[1] * size - entry.lines[0][1].leading) / 2)
            if len(entry.lines) == 1
            else box.y1
        )
        at = (box.x1, top - entry.lines[0][1].ascent - 0.06 * face.size * POINT)
        sheet.write(own, at, entry.share, face, align="right")


def _draw_sign(sheet: Sheet, group: Group, row: LegendRow, box: Box, size: float) -> None:
    """Draw a swatch or a badge at the start of a row."""
    place = Box(box.x0, box.y1 - SWATCH[1] * size, box.x0 + SWATCH[0] * size, box.y1)
    place = place.mirrored(sheet.width) if sheet.mirror else place
    if row.kind == "mark":
        draw_badge(sheet, group, place.middle, row.key, size=1.2 * size, name=f"legend-badge-{row.key}")
        return
    name, shape = f"legend-{row.key}", place.shape()
    grain = symbol_grain(shapely.bounds(shape), row.fill)
    draw_fill(sheet, group, {f"{name}-swatch": shape}, row.fill, name=name, grain=grain)
    vacated = row.fill.kind == "vacated"
    look = (
        {"edgecolor": ink.INK, "linewidth": 1.3, "linestyle": (0, (3, 2))}
        if vacated
        else {"edgecolor": ink.EDGE, "linewidth": 0.5}
    )
    sheet.shape(group, path_of(shape), joinstyle="miter", **look)
    letter = {"vacated": "V", "checks": "?"}.get(row.fill.kind)
    if letter:
        face = ink.Type(8.5 * size, "bold", halo=2.0)
        sheet.text(
            group, (place.middle[0], place.middle[1] - 0.36 * face.size * POINT), letter, face, align="center"
        )
