"""What stands round the map: head, foot, scale bar."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geomap.render.static import ink
from geomap.render.static.ink import POINT
from geomap.render.static.paths import lines_path
from geomap.render.static.view import Box
from geomap.render.static.wording import fit, longest, wrap

if TYPE_CHECKING:
    from geomap.render.static.content import Content
    from geomap.render.static.sheet import Sheet
    from geomap.render.static.view import View

MARGIN = 0.4
#: The scale bar is no longer than this, in inches.
MOST_BAR = 1.5
FOOT_GAP = 0.32
MOST_FOOT_LINES = 11
TITLE_SIZES = (18.0, 16.0, 14.5, 13.0)


def draw_head(sheet: Sheet, content: Content) -> float:
    """Draw title, subtitle and the day; return where the head ends."""
    group = sheet.group("layer-head")
    top = sheet.height - MARGIN
    right = sheet.width - MARGIN
    sheet.shape(group, Box(MARGIN, top, right, top + 1.8 * POINT).path(), facecolor=ink.INK, name="head-rule")
    day_width, day_end = _draw_day(sheet, content, group, top - 7 * POINT, right)
    room = right - MARGIN - day_width - 0.4
    y = top - 7 * POINT
    lines, face = _title_lines(sheet, content, room)
    for line in lines:
        y -= face.ascent + 0.1 * face.size * POINT
        sheet.write(group, (MARGIN, y), content.shown(line), face)
        y -= 0.28 * face.size * POINT
    if content.title_also:
        face = ink.TITLE_ALSO
        y -= face.ascent
        line = fit(sheet, content.line(content.title_also, 300), face, room)
        sheet.write(group, (MARGIN, y), content.shown_also(line), face)
        y -= 0.35 * face.size * POINT
    y -= 2 * POINT
    for line in wrap(sheet, content.subtitle, ink.SUBTITLE, room, 2):
        y -= ink.SUBTITLE.ascent
        sheet.write(group, (MARGIN, y), content.shown(line), ink.SUBTITLE)
        y -= ink.SUBTITLE.leading - ink.SUBTITLE.ascent
    return min(y, day_end) - 5 * POINT


def _title_lines(sheet: Sheet, content: Content, room: float) -> tuple[list[str], ink.Type]:
    """Return the title in the largest type that needs one line, else two lines."""
    title = content.line(content.title, 300)
    for size in TITLE_SIZES[:3]:
        face = ink.TITLE.sized(size)
        if sheet.width_of(title, face) <= room:
            return [title], face
    if len(wrap(sheet, title, face, room)) > 2:
        face = ink.TITLE.sized(TITLE_SIZES[3])
    return wrap(sheet, title, face, room, 2), face


def _draw_day(sheet: Sheet, content: Content, group: object, top: float, right: float) -> tuple[float, float]:
    """Draw the day in large type, and the day of knowledge below; return width and lower end."""
    words, scene = content.words, content.scene
    lines = [(content.say("as_of"), ink.AS_OF), (words.day(content.day), ink.DATE)]
    if scene.known_on is not None:
        lines.append((content.say("known_on", date=words.day(scene.known_on)), ink.KNOWN))
    y = top
    for text, face in lines:
        y -= face.ascent + 0.1 * face.size * POINT
        sheet.write(group, (right, y), content.shown(text), face, align="right")
        y -= 0.3 * face.size * POINT
    return max(sheet.width_of(content.shown(text), face) for text, face in lines), y


def foot_height(sheet: Sheet, content: Content, notes: list[str]) -> float:
    """Return where the foot begins, in inches from the lower edge."""
    count = max(len(column) for _, column in _foot_columns(sheet, content, notes))
    return MARGIN - 0.06 + count * ink.FOOT.leading + 5 * POINT


def _foot_columns(sheet: Sheet, content: Content, notes: list[str]) -> list[tuple[float, list[str]]]:
    """Return both columns: where each begins, and its lines."""
    whole = sheet.width - 2 * MARGIN - FOOT_GAP
    wide, narrow = 0.56 * whole, 0.44 * whole
    sources = _paragraphs(sheet, content.sources, ink.FOOT, wide)
    statements = _paragraphs(sheet, [*content.statements, *notes], ink.FOOT, narrow)
    return [(MARGIN, sources), (MARGIN + wide + FOOT_GAP, statements)]


def draw_foot(sheet: Sheet, content: Content, notes: list[str]) -> None:
    """Draw sources on one side, statements and ``notes`` on the other, below a rule."""
    group, face = sheet.group("layer-foot"), ink.FOOT
    top = foot_height(sheet, content, notes)
    sheet.shape(
        group, lines_path([((MARGIN, top), (sheet.width - MARGIN, top))]), edgecolor=ink.RULE, linewidth=0.6
    )
    for x, column in _foot_columns(sheet, content, notes):
        y = top - 5 * POINT
        for line in column:
            sheet.write(group, (x, y - face.ascent), content.shown(line), face)
            y -= face.leading


def _paragraphs(sheet: Sheet, texts: list[str], face: ink.Type, width: float) -> list[str]:
    """Return texts in lines, each text beginning its own; the longest give way where all is too much."""
    most = MOST_FOOT_LINES
    while True:
        lines = [line for text in texts for line in wrap(sheet, text, face, width, most)]
        if len(lines) <= MOST_FOOT_LINES or most == 1:
            return lines
        most -= 1


def draw_notes(sheet: Sheet, content: Content, box: Box, texts: list[str]) -> None:
    """Draw the notes at the lower end of a box; what has no room is cut with an ellipsis."""
    face = ink.ROW_NOTE
    most = max(int(box.height / face.leading), 0)
    lines = [line for text in texts for line in wrap(sheet, text, face, box.width)]
    if len(lines) > most:
        each = max(most // max(len(texts), 1), 1)
        lines = [line for text in texts for line in wrap(sheet, text, face, box.width, each)][:most]
    group = sheet.group("layer-notes")
    y = box.y0 + len(lines) * face.leading
    for line in lines:
        sheet.write(group, (box.x0, y - face.ascent), content.shown(line), face)
        y -= face.leading


def bar_length(metres_per_inch: float, unit: float) -> tuple[float, float]:
    """Return the longest round length (1, 2, 3 or 5 times a power of ten) of a unit, and its inches.

    >>> bar_length(10_000, 1000)
    (10.0, 1.0)
    """
    most = MOST_BAR * metres_per_inch / unit
    power = 10 ** math.floor(math.log10(most))
    steps = [step * power for step in (5, 3, 2, 1) if step * power <= most * (1 + 1e-12)]
    return float(steps[0]), steps[0] * unit / metres_per_inch


def scale_bars(
    sheet: Sheet, content: Content, view: View, grounds: np.ndarray
) -> tuple[list[tuple[float, str]], Box]:
    """Return a bar of kilometres and one of miles, and the corner with the least ground for them."""
    words = content.words
    bars = []
    for unit, big_key, small, small_key in ((1000, "km", 1, "m"), (1609.344, "mi", 0.3048, "ft")):
        number, inches = bar_length(view.metres_per_inch, unit)
        key = big_key
        if number < 0.5:
            key = small_key
            number, inches = bar_length(view.metres_per_inch, small)
        text = words.number(number, 0 if number >= 1 else 1)
        bars.append((inches, content.shown(content.say(f"map.scale_{key}", n=text))))
    labels = longest(sheet, [text for _, text in bars], ink.SCALE)
    width = max(inches for inches, _ in bars) + labels + 4 * POINT
    return bars, _corner(view.frame.grown(-9 * POINT), width, 23 * POINT, grounds)


def draw_scale(sheet: Sheet, bars: list[tuple[float, str]], corner: Box) -> None:
    """Draw the bars of ``scale_bars``, one above the other."""
    group = sheet.group("layer-scale")
    for at, (inches, text) in enumerate(bars):
        _draw_bar(sheet, group, (corner.x0, corner.y1 - (4 + 13 * at) * POINT), inches, text)


def _corner(inner: Box, width: float, height: float, grounds: np.ndarray) -> Box:
    """Return a box in the corner of the frame that covers the least ground."""
    corners = [(x, y) for y in (inner.y0, inner.y1 - height) for x in (inner.x0, inner.x1 - width)]
    boxes = [Box(x, y, x + width, y + height) for x, y in corners]
    tree = shapely.STRtree(grounds)

    def covered(box: Box) -> float:
        shape = box.grown(3 * POINT).shape()
        return round(shapely.union_all(shapely.intersection(grounds[tree.query(shape)], shape)).area, 4)

    return min(boxes, key=covered)


def _draw_bar(sheet: Sheet, group: object, start: tuple[float, float], inches: float, text: str) -> None:
    """Draw a bar in four parts, dark and light by turns, and its length beside it."""
    x, y = start
    thick = 3.0 * POINT
    halo = Box(x, y - thick, x + inches, y).grown(1.2 * POINT)
    sheet.shape(group, halo.path(), facecolor=ink.LAND, alpha=0.85)
    for part in range(4):
        color = ink.INK if part % 2 == 0 else ink.PAPER
        cell = Box(x + part * inches / 4, y - thick, x + (part + 1) * inches / 4, y)
        sheet.shape(group, cell.path(), facecolor=color, edgecolor=ink.INK, linewidth=0.5, joinstyle="miter")
    sheet.text(
        group, (x + inches + 4 * POINT, y - thick / 2 - 0.36 * ink.SCALE.size * POINT), text, ink.SCALE
    )


__all__ = [
    "MARGIN",
    "bar_length",
    "draw_foot",
    "draw_head",
    "draw_notes",
    "draw_scale",
    "foot_height",
    "scale_bars",
]
