"""The bars of one day, drawn: solid to the least that a party holds, light on to the most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.render.static import ink
from geomap.render.static.charts.bars import ENDS, Bar, Figure, amount_words, axis_end, bars_of, share_words
from geomap.render.static.charts.plot import AXIS, Plot
from geomap.render.static.charts.tint import tinted
from geomap.render.static.fills import draw_fill
from geomap.render.static.ink import POINT
from geomap.render.static.paths import lines_path, path_of
from geomap.render.static.view import Box
from geomap.render.static.wording import fit, longest, wrap

if TYPE_CHECKING:
    from geomap.render.static.artists import Group
    from geomap.render.static.content import Content
    from geomap.render.static.sheet import Sheet

NAME = ink.Type(8.6, "bold")
PERCENT = ink.Type(8.6, "bold")
AMOUNT = ink.Type(7.6, color=ink.INK_2)
SAID = ink.Type(6.8, color=ink.INK_2)
#: A box narrower than this, in inches, has names and numbers above the bars and not beside them.
NARROW = 4.4
#: Rows are no higher and, before type is made smaller, no lower than this, in inches; stacked rows are higher.
MOST_ROW, LEAST_ROW, STACKED = 0.46, 0.26, 1.15
#: On a sheet whose height is given they may grow to this.
TALL_ROW = 0.72
#: The smallest type of a row, as a part of the full one, and the room of the axis below, in inches.
SMALLEST, AXIS_ROOM = 0.7, 0.22
#: A bar takes this part of its row; names take at most this part of the width.
BAR, NAMES = 0.56, 0.3
GAP = 0.12
MARK = 3.4 * POINT


@dataclass(frozen=True)
class Rows:
    """How rows are drawn: the ground of the bars, where its axis ends, sizes, and who stands where."""

    plot: Plot
    box: Box
    content: Content
    end: float
    size: float
    height: float
    numbers: tuple[float, float]

    @property
    def is_stacked(self) -> bool:
        """Whether names and numbers stand above the bars."""
        return self.box.width < NARROW


def draw_bars(sheet: Sheet, group: Group, box: Box, content: Content) -> int:
    """Draw the bars of a day in a box; return how many found no room."""
    bars, own = bars_of(content), sheet.group("chart-bars", group)
    if not bars:
        return 0
    factor = STACKED if box.width < NARROW else 1.0
    least = SMALLEST * LEAST_ROW * factor
    row = max(min(TALL_ROW * factor, (box.height - AXIS_ROOM) / len(bars)), least)
    shown = bars[: int((box.height - AXIS_ROOM + 1e-6) / row)]
    if shown:
        rows = _rows(sheet, content, box, shown, row)
        _draw_axis(rows, sheet.group("chart-levels", own), box.y1 - row * len(shown))
        for at, bar in enumerate(shown):
            _draw_row(rows, sheet.group(f"bar-{bar.key}", own), bar, box.y1 - (at + 1) * row)
    return len(bars) - len(shown)


def height_of(sheet: Sheet, content: Content) -> float:
    """Return how high the bars of a day are on a sheet with all the room that they may take, in inches."""
    return height_in(sheet.width - 2 * sheet.margin, content)


def height_in(width: float, content: Content, *, least: bool = False) -> float:
    """Return how high the bars of a day are in a width, at most or at ``least``, in inches."""
    factor = STACKED if width < NARROW else 1.0
    row = SMALLEST * LEAST_ROW if least else MOST_ROW
    return row * factor * len(bars_of(content)) + AXIS_ROOM


def _rows(sheet: Sheet, content: Content, box: Box, bars: list[Bar], height: float) -> Rows:
    """Return how the rows are drawn: the bars between names and numbers, in a narrow box below both."""
    is_stacked = box.width < NARROW
    size = min(1.0, height / LEAST_ROW / (STACKED if is_stacked else 1.0))
    numbers = (
        longest(sheet, [share_words(content, bar) for bar in bars], PERCENT.sized(PERCENT.size * size)),
        longest(sheet, [amount_words(content, bar) for bar in bars], AMOUNT.sized(AMOUNT.size * size)),
    )
    name = NAME.sized(NAME.size * size)
    names = min(longest(sheet, [bar.name for bar in bars], name), NAMES * box.width)
    end = axis_end(bars)
    percent = sheet.width_of(content.say("legend.percent_one", least=content.words.number(end)), AXIS) / 2
    right = max(numbers[1] + GAP, percent) if is_stacked else sum(numbers) + 2.4 * GAP
    left = GAP / 2 if is_stacked else names + GAP
    plot = Plot(sheet, Box(box.x0 + left, box.y0, box.x1 - right, box.y1))
    return Rows(plot, box, content, end, size, height, numbers)


def _draw_axis(rows: Rows, group: Group, bottom: float) -> None:
    """Draw upright hairlines at round shares, with their numbers below."""
    plot, content, steps = rows.plot, rows.content, ENDS[int(rows.end)]
    for step in range(steps + 1):
        part = step / steps
        line = [(plot.x(part), bottom - 2 * POINT), (plot.x(part), plot.box.y1)]
        look = {"edgecolor": ink.FRAME if step == 0 else ink.RULE, "linewidth": 0.8 if step == 0 else 0.5}
        plot.sheet.shape(group, lines_path([line]), **look)
        value = part * rows.end
        number = content.words.number(value, 0 if value.is_integer() else 1)
        text = content.shown(content.say("legend.percent_one", least=number))
        at = (plot.box.x0 + part * plot.box.width, bottom - 4 * POINT - AXIS.ascent)
        plot.sheet.write(group, at, text, AXIS, align="center")


def _draw_row(rows: Rows, group: Group, bar: Bar, low: float) -> None:
    """Draw a row from its lower edge up: the bar, what others published below it, name and numbers."""
    high, said = low + rows.height, SAID.sized(SAID.size * rows.size)
    if rows.is_stacked:
        high -= 1.25 * NAME.sized(NAME.size * rows.size).leading
    below = said.leading if bar.figures else 0.0
    thick = min(BAR * rows.height, high - low - below - 3 * POINT)
    middle = high - thick / 2 - POINT if rows.is_stacked else (low + below + high) / 2
    _draw_shares(rows, group, bar, (middle - thick / 2, middle + thick / 2))
    for figure in bar.figures:
        _draw_figure(rows, group, figure, (middle, thick))
    plot = rows.plot
    room = rows.box.x1 - plot.box.x0 if rows.is_stacked else plot.box.width
    text = fit(plot.sheet, "; ".join(figure.text for figure in bar.figures), said, room - 3 * POINT)
    at = (plot.box.x0 + 3 * POINT, middle - thick / 2 - said.ascent - 1.5 * POINT)
    plot.sheet.write(group, at, rows.content.shown(text), said)
    line = high + 0.5 * (rows.height + low - high) if rows.is_stacked else low + rows.height / 2
    _draw_name(rows, group, bar, line)
    _draw_numbers(rows, group, bar, (line, middle if rows.is_stacked else line))


def _draw_name(rows: Rows, group: Group, bar: Bar, middle: float) -> None:
    """Write who it is: next to the bar, or above it."""
    plot, face = rows.plot, NAME.sized(NAME.size * rows.size)
    if rows.is_stacked:
        room = rows.box.width - rows.numbers[0] - GAP
        lines, x, align = [fit(plot.sheet, bar.name, face, room)], plot.box.x0, "left"
    else:
        room = plot.box.x0 - GAP - rows.box.x0 + POINT
        lines, x, align = wrap(plot.sheet, bar.name, face, room, 2), plot.box.x0 - GAP, "right"
    if len(lines) > 1:
        face = face.sized(0.86 * face.size)
    base = middle - 0.36 * face.size * POINT + (len(lines) - 1) * 0.55 * face.size * POINT
    for line in lines:
        plot.sheet.write(group, (x, base), rows.content.shown(line), face, align=align)
        base -= 1.1 * face.size * POINT


def _draw_numbers(rows: Rows, group: Group, bar: Bar, middles: tuple[float, float]) -> None:
    """Write the share and the area at the end of the row, side by side; of stacked rows one above the other."""
    sheet, content, (_, amount) = rows.plot.sheet, rows.content, rows.numbers
    face, small = PERCENT.sized(PERCENT.size * rows.size), AMOUNT.sized(AMOUNT.size * rows.size)
    drop, edge = 0.36 * face.size * POINT, rows.box.x1
    text = content.shown(amount_words(content, bar))
    sheet.write(group, (edge, middles[1] - drop), text, small, align="right")
    text = content.shown(share_words(content, bar))
    end = edge if rows.is_stacked else edge - amount - 1.2 * GAP
    sheet.write(group, (end, middles[0] - drop), text, face, align="right")


def _draw_shares(rows: Rows, group: Group, bar: Bar, band: tuple[float, float]) -> None:
    """Draw the bar itself: in its fill to the least, lightened and with a dashed edge on to the most."""
    sheet, plot = rows.plot.sheet, rows.plot
    for part, begin, stop in (("least", 0.0, bar.least), ("open", bar.least, bar.most)):
        if stop - begin <= 0:
            continue
        x0, x1 = sorted((plot.x(begin / rows.end), plot.x(stop / rows.end)))
        shape, name = Box(x0, band[0], x1, band[1]).shape(), f"bar-{bar.key}-{part}"
        fill = bar.fill if part == "least" else tinted(bar.fill, "dissent")
        draw_fill(sheet, group, {f"{name}-shape": shape}, fill, name=name)
        color = bar.fill.colors[0] if bar.fill.colors else ink.UNKNOWN_DOT
        look = {"edgecolor": color, "linewidth": 0.8, "joinstyle": "miter"}
        look |= {"linestyle": (0, (2.4, 1.6))} if part == "open" else {}
        sheet.shape(group, path_of(shape), name=f"{name}-edge", **look)


def _draw_figure(rows: Rows, group: Group, figure: Figure, at: tuple[float, float]) -> None:
    """Draw the sign of a published figure at its value: an arrow for a bound, open where it is about."""
    middle, thick = at
    sheet, x = rows.plot.sheet, rows.plot.x(figure.value / rows.end)
    back = 1 if sheet.mirror else -1
    top, bottom = middle + thick / 2 + 1.5 * POINT, middle - thick / 2 - 1.5 * POINT
    sheet.shape(group, lines_path([[(x, bottom), (x, top)]]), edgecolor=ink.PAPER, linewidth=2.8)
    sheet.shape(group, lines_path([[(x, bottom), (x, top)]]), edgecolor=ink.INK, linewidth=1.2)
    if figure.op == "<":
        head = [(x, middle + MARK), (x + back * 1.6 * MARK, middle), (x, middle - MARK)]
    else:
        head = [(x, middle + MARK), (x + MARK, middle), (x, middle - MARK), (x - MARK, middle)]
    look = {"facecolor": ink.PAPER if figure.op == "~" else ink.INK, "edgecolor": ink.INK, "linewidth": 0.9}
    sheet.shape(group, lines_path([[*head, head[0]]]), name="figure", **look)
