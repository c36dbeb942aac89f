"""What stands round the map: head, foot, scale bar."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geomap.render.static import ink
from geomap.render.static.emblem import draw_logo, logo_size
from geomap.render.static.ink import POINT
from geomap.render.static.paths import lines_path
from geomap.render.static.view import Box
from geomap.render.static.wording import fit, longest, wrap

if TYPE_CHECKING:
    from geomap.render.static.artists import Group
    from geomap.render.static.content import Content
    from geomap.render.static.sheet import Sheet
    from geomap.render.static.view import View

#: A sheet narrower than this, in inches, has its furniture in one column.
NARROW = 5.6
#: The scale bar is no longer than this, in inches, and than this part of the map.
MOST_BAR, BAR_PART = 1.5, 0.26
FOOT_GAP, LOGO_GAP = 0.32, 0.2
#: Both bars of the scale are so high, in inches.
SCALE_HEIGHT = 23 * POINT
#: Notes are set no smaller than this, in points.
LEAST_NOTE = 5.6
#: The foot takes at most this part of the height of a sheet, and of a narrow one.
MOST_FOOT, MOST_FOOT_NARROW = 0.18, 0.32
TITLE_SIZES = (20.0, 17.5, 15.5, 14.0, 12.5, 11.0, 9.5)
#: A title in more lines is no larger than this.
IN_LINES = 15.5


def is_narrow(sheet: Sheet) -> bool:
    """Return whether a sheet has its furniture in one column."""
    return sheet.width < NARROW


def draw_head(sheet: Sheet, content: Content) -> float:
    """Draw title, subtitle and the day; return where the head ends."""
    group, margin = sheet.group("layer-head"), sheet.margin
    top, right = sheet.height - margin, sheet.width - margin
    sheet.shape(group, Box(margin, top, right, top + 1.8 * POINT).path(), facecolor=ink.INK, name="head-rule")
    y = top - 7 * POINT
    if is_narrow(sheet):
        y = _draw_title(sheet, content, group, y, right - margin)
        return _draw_day_line(sheet, content, group, y) - 5 * POINT
    day_width, day_end = _draw_day(sheet, content, group, y, right)
    y = _draw_title(sheet, content, group, y, right - margin - day_width - 0.4)
    return min(y, day_end) - 5 * POINT


def _draw_title(sheet: Sheet, content: Content, group: Group, y: float, room: float) -> float:
    """Draw the title, the one in a second language and the subtitle; return where they end."""
    x, (lines, face) = sheet.margin, _title_lines(sheet, content, room)
    for line in lines:
        y -= face.ascent + 0.1 * face.size * POINT
        sheet.write(group, (x, y), content.shown(line), face)
        y -= 0.28 * face.size * POINT
    if content.title_also:
        also = ink.TITLE_ALSO.sized(min(ink.TITLE_ALSO.size, 0.8 * face.size))
        y -= also.ascent
        line = fit(sheet, content.line(content.title_also, 300), also, room)
        sheet.write(group, (x, y), content.shown_also(line), also)
        y -= 0.35 * also.size * POINT
    y -= 2 * POINT
    small = ink.SUBTITLE.sized(min(ink.SUBTITLE.size, 0.75 * face.size))
    for line in wrap(sheet, content.subtitle, small, room, 4 if is_narrow(sheet) else 2):
        y -= small.ascent
        sheet.write(group, (x, y), content.shown(line), small)
        y -= small.leading - small.ascent
    return y


def _title_lines(sheet: Sheet, content: Content, room: float) -> tuple[list[str], ink.Type]:
    """Return the title in the largest type in which it has room: in one line if need be smaller, then in more."""
    title, most = content.line(content.title, 300), 3 if is_narrow(sheet) else 2
    for size in TITLE_SIZES:
        face = ink.TITLE.sized(size)
        if size >= IN_LINES and sheet.width_of(title, face) <= room:
            return [title], face
        if size <= IN_LINES and len(wrap(sheet, title, face, room)) <= most:
            break
    return wrap(sheet, title, face, room, most), face


def _draw_day(sheet: Sheet, content: Content, group: Group, top: float, right: float) -> tuple[float, float]:
    """Draw the day in large type, and the day of knowledge below; return width and lower end."""
    widest = longest(sheet, content.dates, ink.DATE.sized(1.0))
    face = ink.DATE.sized(min(ink.DATE.size, 0.36 * sheet.width / widest))
    lines = [(content.date_lead, ink.AS_OF), (content.date, face)]
    lines += [(content.known, ink.KNOWN)] if content.known else []
    lines = [(content.shown(text), face) for text, face in lines if text]
    y = top
    for text, face in lines:
        y -= face.ascent + 0.1 * face.size * POINT
        sheet.write(group, (right, y), text, face, align="right")
        # Arabic letters reach further up and down than the line that they stand on.
        y -= (0.55 if content.is_rtl else 0.3) * face.size * POINT
    return max([sheet.width_of(text, face) for text, face in lines] + [widest * face.size]), y


def _draw_day_line(sheet: Sheet, content: Content, group: Group, y: float) -> float:
    """Draw the day, and the day of knowledge, in lines below the title; return where they end."""
    face, room = ink.HEADING.sized(10.5), sheet.width - 2 * sheet.margin
    lines = [line for text in (content.date_line, content.known) for line in wrap(sheet, text, face, room)]
    y -= 2 * POINT
    for line in lines:
        y -= face.ascent
        sheet.write(group, (sheet.margin, y), content.shown(line), face)
        y -= face.leading - face.ascent
    return y


def foot_height(sheet: Sheet, content: Content, notes: list[str]) -> float:
    """Return where the foot begins, in inches from the lower edge."""
    count = max(len(column) for _, column in _foot_columns(sheet, content, notes))
    text, (_, logo) = count * ink.FOOT.leading, _logo_size(sheet, content)
    below = text + (logo + LOGO_GAP if logo else 0.0) if is_narrow(sheet) else max(text, logo)
    return 0.85 * sheet.margin + below + 5 * POINT


def _logo_size(sheet: Sheet, content: Content) -> tuple[float, float]:
    """Return width and height of the logo on the sheet; of none, nothing."""
    return logo_size(sheet, content.scene.logo) if content.scene.logo else (0.0, 0.0)


def _logo_box(sheet: Sheet, content: Content, top: float) -> Box:
    """Return where the logo stands: at the end of the foot, on a narrow sheet below its lines."""
    width, height = _logo_size(sheet, content)
    if is_narrow(sheet):
        y, x = 0.85 * sheet.margin, sheet.margin
        return Box(x, y, x + width, y + height)
    right = sheet.width - sheet.margin
    return Box(right - width, top - height, right, top)


def _foot_columns(sheet: Sheet, content: Content, notes: list[str]) -> list[tuple[float, list[str]]]:
    """Return the columns, two or one: where each begins, and its lines."""
    margin, statements = sheet.margin, [*content.statements, *notes]
    if is_narrow(sheet):
        texts = [*content.sources, *statements]
        return [(margin, _paragraphs(sheet, texts, ink.FOOT, sheet.width - 2 * margin))]
    logo, _ = _logo_size(sheet, content)
    whole = sheet.width - 2 * margin - FOOT_GAP - (logo + LOGO_GAP if logo else 0.0)
    wide, narrow = 0.56 * whole, 0.44 * whole
    return [
        (margin, _paragraphs(sheet, content.sources, ink.FOOT, wide)),
        (margin + wide + FOOT_GAP, _paragraphs(sheet, statements, ink.FOOT, narrow)),
    ]


def draw_foot(sheet: Sheet, content: Content, notes: list[str]) -> None:
    """Draw sources on one side, statements and ``notes`` on the other, below a rule."""
    group, face, margin = sheet.group("layer-foot"), ink.FOOT, sheet.margin
    top = foot_height(sheet, content, notes)
    sheet.shape(
        group, lines_path([((margin, top), (sheet.width - margin, top))]), edgecolor=ink.RULE, linewidth=0.6
    )
    for x, column in _foot_columns(sheet, content, notes):
        y = top - 5 * POINT
        for line in column:
            sheet.write(group, (x, y - face.ascent), content.shown(line), face)
            y -= face.leading
    if content.scene.logo:
        box = _logo_box(sheet, content, top - 5 * POINT)
        draw_logo(sheet, content.scene.logo, box, grey=content.scene.is_grey)


def _paragraphs(sheet: Sheet, texts: list[str], face: ink.Type, width: float) -> list[str]:
    """Return texts in lines, each text beginning its own; the longest give way where all is too much."""
    part = MOST_FOOT_NARROW if is_narrow(sheet) else MOST_FOOT
    room = most = max(int(part * sheet.height / face.leading), 3)
    while True:
        lines = [line for text in texts for line in wrap(sheet, text, face, width, most)]
        if len(lines) <= room or most == 1:
            return lines
        most -= 1


def draw_notes(sheet: Sheet, content: Content, box: Box, texts: list[str], size: float = 1.0) -> None:
    """Draw the notes at the lower end of a box, in ``size`` of full type; what has no room is cut with an ellipsis."""
    face = ink.ROW_NOTE.sized(max(ink.ROW_NOTE.size * size, LEAST_NOTE))
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


def bar_length(metres_per_inch: float, unit: float, most: float = MOST_BAR) -> tuple[float, float]:
    """Return the longest round length (1, 2, 3 or 5 times a power of ten) of a unit, and its inches, up to ``most``.

    >>> bar_length(10_000, 1000)
    (10.0, 1.0)
    """
    longest_bar = most * metres_per_inch / unit
    power = 10 ** math.floor(math.log10(longest_bar))
    steps = [step * power for step in (5, 3, 2, 1) if step * power <= longest_bar * (1 + 1e-12)]
    return float(steps[0]), steps[0] * unit / metres_per_inch


def scale_bars(content: Content, view: View) -> list[tuple[float, str]]:
    """Return a bar of kilometres and one of miles: how long in inches, and how long in words."""
    words, most = content.words, min(MOST_BAR, BAR_PART * view.frame.width)
    bars = []
    for unit, big_key, small, small_key in ((1000, "km", 1, "m"), (1609.344, "mi", 0.3048, "ft")):
        number, inches = bar_length(view.metres_per_inch, unit, most)
        key = big_key
        if number < 0.5:
            key = small_key
            number, inches = bar_length(view.metres_per_inch, small, most)
        text = words.number(number, 0 if number >= 1 else 1)
        bars.append((inches, content.shown(content.say(f"map.scale_{key}", n=text))))
    return bars


def scale_width(sheet: Sheet, bars: list[tuple[float, str]]) -> float:
    """Return how wide the bars are with their words, in inches."""
    labels = longest(sheet, [text for _, text in bars], ink.SCALE)
    return max(inches for inches, _ in bars) + labels + 4 * POINT


def draw_scale(sheet: Sheet, bars: list[tuple[float, str]], corner: Box) -> None:
    """Draw the bars of ``scale_bars``, one above the other."""
    group = sheet.group("layer-scale")
    for at, (inches, text) in enumerate(bars):
        _draw_bar(sheet, group, (corner.x0, corner.y1 - (4 + 13 * at) * POINT), inches, text)


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
