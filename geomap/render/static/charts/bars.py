"""The chart of one day: a bar a party, solid to the least that it holds and light on to the most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geomap import schema as s
from geomap.measure import LEAST, LEAST_KM2, MOST, MOST_KM2, figures_near
from geomap.partition import KM2
from geomap.render.static import ink
from geomap.render.static.charts.plot import AXIS, Plot
from geomap.render.static.charts.tint import tinted
from geomap.render.static.fills import draw_fill
from geomap.render.static.ink import POINT
from geomap.render.static.legend import percent_words
from geomap.render.static.paths import lines_path, path_of
from geomap.render.static.view import Box
from geomap.render.static.wording import fit, longest, wrap
from geomap.stack import AREA, shares_in, sizes_of
from geomap.style import Fill, fill_of

if TYPE_CHECKING:
    from geomap.render.static.artists import Group
    from geomap.render.static.content import Content
    from geomap.render.static.sheet import Sheet

NAME = ink.Type(8.6, "bold")
CODE = ink.Type(6.8, "bold", color=ink.INK_3)
PERCENT = ink.Type(8.6, "bold")
AMOUNT = ink.Type(7.6, color=ink.INK_2)
SAID = ink.Type(6.8, color=ink.INK_2)
#: Rows are no higher and, before type is made smaller, no lower than this, in inches.
MOST_ROW, LEAST_ROW = 0.46, 0.26
#: The smallest type of a row, as a part of the full one, and the room of the axis below, in inches.
SMALLEST, AXIS_ROOM = 0.7, 0.2
#: A bar takes this part of its row; names take at most this part of the width.
BAR, NAMES = 0.56, 0.3
GAP = 0.12
#: Round ends of the axis, in per cent.
ENDS = (1, 2, 5, 10, 20, 40, 60, 80, 100)
MARK = 3.4 * POINT
LRM = "\u200e"


@dataclass(frozen=True)
class Bar:
    """A row: who, how much at least and at most (per cent, and km2 or places), and figures of others."""

    key: str
    name: str
    code: str
    fill: Fill
    least: float
    most: float
    amount: tuple[float, float]
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A published figure: where it stands (per cent), whether it is a bound, about or exact, and in words."""

    value: float
    op: str
    text: str


def bars_of(content: Content) -> list[Bar]:
    """Return the bars of a day: the parties in the order of the legend, then vacated and unknown ground."""
    scene, day = content.scene, content.day
    sizes, _ = sizes_of(scene)
    total = float(sizes.sum())
    figures = _figures(content, total)
    shares = shares_in(scene, day).set_index(s.ACTOR)
    said = [actor for actor in figures if actor not in shares.index and actor]
    bars = []
    for actor in [*shares.index, *said]:
        row = shares.loc[actor] if actor in shares.index else pd.Series(0.0, index=shares.columns)
        bars.append(
            Bar(
                f"control:{actor}", content.party(actor), content.codes((actor,)),
                fill_of(s.CONTROL, (actor,), scene.actors), float(row[LEAST]), float(row[MOST]),
                (float(row[LEAST_KM2]), float(row[MOST_KM2])), tuple(figures.get(actor, ())),
            )
        )  # fmt: skip
    states = scene.states(day).assign(**{KM2: sizes})
    for status in (s.VACATED, s.UNKNOWN):
        size = float(states.loc[states[s.STATUS] == status, KM2].sum())
        if size > 0:
            share = 100 * size / total
            fill = fill_of(status, (), scene.actors)
            bars.append(Bar(status, content.say(f"status.{status}"), "", fill, share, share, (size, size)))
    return bars


def _figures(content: Content, total: float) -> dict[str, list[Figure]]:
    """Return the figures that others published of the one place shown, by party: near the day."""
    scene = content.scene
    found: dict[str, list[Figure]] = {}
    if len(scene.show) != 1 or not total:
        return found
    for row in figures_near(scene.figures, scene.show[0], content.day).itertuples():
        value = row.value if row.measure == "share" else 100 * row.value / total
        found.setdefault(row.actor, []).append(Figure(min(value, 100.0), row.op, said_of(content, row)))
    return found


def said_of(content: Content, row: object) -> str:
    """Return a published figure in words: who says what of which day."""
    words = content.words
    number = words.number(row.value, 0 if float(row.value).is_integer() else 1)
    value = (
        content.say("legend.percent_one", least=number)
        if row.measure == "share"
        else content.say("panel.area", km2=number)
    )
    text = content.say(
        "chart.figure", source=words.source(row.source, row.via), op=content.say(f"figure.op.{row.op}"), value=value,
        date=words.effective(row.on_text),
    )  # fmt: skip
    return " ".join(text.split())


def draw_bars(sheet: Sheet, group: Group, box: Box, content: Content) -> int:
    """Draw the bars of a day in a box; return how many found no room."""
    bars = bars_of(content)
    own = sheet.group("chart-bars", group)
    if not bars:
        return 0
    row = min(MOST_ROW, (box.height - AXIS_ROOM) / len(bars))
    room = len(bars)
    if row < SMALLEST * LEAST_ROW:
        row = SMALLEST * LEAST_ROW
        room = int((box.height - AXIS_ROOM) / row)
    size = min(1.0, row / LEAST_ROW)
    shown = bars[:room]
    widths = _number_widths(sheet, content, shown, size)
    plot = _plot(sheet, box, shown, size, sum(widths))
    end = axis_end(shown)
    bottom = box.y1 - row * len(shown)
    _draw_axis(plot, sheet.group("chart-levels", own), content, end, bottom)
    for at, bar in enumerate(shown):
        low = box.y1 - (at + 1) * row
        each = sheet.group(f"bar-{bar.key}", own)
        _draw_bar(plot, each, content, bar, (low, low + row), (end, size))
        _draw_name(plot, each, content, bar, (box, low + row / 2), size)
        _draw_numbers(plot, each, content, bar, (low + row / 2, widths), size)
    return len(bars) - len(shown)


def height_of(content: Content) -> float:
    """Return how high the bars of a day are with all the room that they may take, in inches."""
    return MOST_ROW * len(bars_of(content)) + AXIS_ROOM


def axis_end(bars: list[Bar]) -> float:
    """Return where the axis ends, in per cent: a round number that holds all bars and figures."""
    most = max([bar.most for bar in bars] + [each.value for bar in bars for each in bar.figures])
    return float(next(end for end in ENDS if end >= min(most, 100) - 1e-9))


def _plot(sheet: Sheet, box: Box, bars: list[Bar], size: float, numbers: float) -> Plot:
    """Return the ground of the bars: between the names and the ``numbers``, which are so wide."""
    name = NAME.sized(NAME.size * size)
    names = min(longest(sheet, [bar.name for bar in bars], name), NAMES * box.width)
    return Plot(sheet, Box(box.x0 + names + GAP, box.y0, box.x1 - numbers - 2.4 * GAP, box.y1))


def _number_widths(sheet: Sheet, content: Content, bars: list[Bar], size: float) -> tuple[float, float]:
    percents = [percent_words(content, bar.least, bar.most) for bar in bars]
    amounts = [amount_words(content, bar) for bar in bars]
    return (
        longest(sheet, percents, PERCENT.sized(PERCENT.size * size)),
        longest(sheet, amounts, AMOUNT.sized(AMOUNT.size * size)),
    )


def amount_words(content: Content, bar: Bar) -> str:
    """Return how much a bar stands for: km2, or places where none has ground."""
    _, unit = sizes_of(content.scene)
    digits = 0 if unit != AREA or bar.amount[1] >= 100 else 1
    least, most = (content.words.number(each, digits) for each in bar.amount)
    if unit == AREA:
        key = "legend.share_one" if least == most else "legend.share"
    else:
        key = "chart.places_one" if least == most else "chart.places"
    text = content.say(key, least=least, most=most)
    # Marks keep a range in the direction of the per cents beside it.
    return text.replace("–", f"{LRM}–{LRM}") if content.is_rtl else text


def _draw_axis(plot: Plot, group: Group, content: Content, end: float, bottom: float) -> None:
    """Draw upright hairlines at round shares, with their numbers below."""
    sheet = plot.sheet
    steps = 4 if end in (4, 20, 40, 80, 100) else 5 if end in (5, 10) else 3 if end == 60 else 2
    for step in range(steps + 1):
        part = step / steps
        line = [(plot.x(part), bottom - 2 * POINT), (plot.x(part), plot.box.y1)]
        look = {"edgecolor": ink.FRAME if step == 0 else ink.RULE, "linewidth": 0.8 if step == 0 else 0.5}
        sheet.shape(group, lines_path([line]), **look)
        value = part * end
        number = content.words.number(value, 0 if value.is_integer() else 1)
        text = content.shown(content.say("legend.percent_one", least=number))
        at = (plot.box.x0 + part * plot.box.width, bottom - 4 * POINT - AXIS.ascent)
        sheet.write(group, at, text, AXIS, align="center")


def _draw_bar(
    plot: Plot, group: Group, content: Content, bar: Bar, row: tuple[float, float], scale: tuple[float, float]
) -> None:
    """Draw a bar in its row, and what others published: a sign each, and below it who says so."""
    (low, high), (end, size) = row, scale
    line = SAID.sized(SAID.size * size)
    below = line.leading if bar.figures else 0.0
    middle = (low + below + high) / 2
    thick = min(BAR * (high - low), high - low - below - 3 * POINT)
    _draw_shares(plot, group, bar, (middle - thick / 2, middle + thick / 2), end)
    for figure in bar.figures:
        _draw_figure(plot, group, figure, (middle, thick), end)
    text = fit(plot.sheet, "; ".join(figure.text for figure in bar.figures), line, plot.box.width)
    at = (plot.box.x0 + 3 * POINT, low + line.descent + 0.5 * POINT)
    plot.sheet.write(group, at, content.shown(text), line)


def _draw_name(
    plot: Plot, group: Group, content: Content, bar: Bar, at: tuple[Box, float], size: float
) -> None:
    """Write who it is at the end of the room for names, next to the bar."""
    box, middle = at
    face = NAME.sized(NAME.size * size)
    lines = wrap(plot.sheet, bar.name, face, plot.box.x0 - GAP - box.x0 + POINT, 2)
    if len(lines) > 1:
        face = face.sized(0.86 * face.size)
    base = middle - 0.36 * face.size * POINT + (len(lines) - 1) * 0.55 * face.size * POINT
    for line in lines:
        plot.sheet.write(group, (plot.box.x0 - GAP, base), content.shown(line), face, align="right")
        base -= 1.1 * face.size * POINT


def _draw_shares(plot: Plot, group: Group, bar: Bar, band: tuple[float, float], end: float) -> None:
    """Draw the bar itself: in its fill to the least, lightened and outlined on to the most."""
    sheet = plot.sheet
    for part, begin, stop in (("least", 0.0, bar.least), ("open", bar.least, bar.most)):
        if stop - begin <= 0:
            continue
        x0, x1 = sorted((plot.x(begin / end), plot.x(stop / end)))
        shape, name = Box(x0, band[0], x1, band[1]).shape(), f"bar-{bar.key}-{part}"
        fill = bar.fill if part == "least" else tinted(bar.fill, "dissent")
        draw_fill(sheet, group, {f"{name}-shape": shape}, fill, name=name)
        color = bar.fill.colors[0] if bar.fill.colors else ink.UNKNOWN_DOT
        look = {"edgecolor": color, "linewidth": 0.8, "joinstyle": "miter"}
        look |= {"linestyle": (0, (2.4, 1.6))} if part == "open" else {}
        sheet.shape(group, path_of(shape), name=f"{name}-edge", **look)


def _draw_numbers(
    plot: Plot, group: Group, content: Content, bar: Bar, at: tuple[float, tuple[float, float]], size: float
) -> None:
    """Write the share and the area at the end of the row, each in a column of its width."""
    middle, (percent, amount) = at
    face, small = PERCENT.sized(PERCENT.size * size), AMOUNT.sized(AMOUNT.size * size)
    base, edge = middle - 0.36 * face.size * POINT, plot.box.x1 + GAP + percent
    text = content.shown(percent_words(content, bar.least, bar.most))
    plot.sheet.write(group, (edge, base), text, face, align="right")
    text = content.shown(amount_words(content, bar))
    plot.sheet.write(group, (edge + 1.4 * GAP + amount, base), text, small, align="right")


def _draw_figure(plot: Plot, group: Group, figure: Figure, at: tuple[float, float], end: float) -> None:
    """Draw the sign of a published figure at its value: an arrow for a bound, open where it is about."""
    middle, thick = at
    sheet, x = plot.sheet, plot.x(figure.value / end)
    back = 1 if plot.sheet.mirror else -1
    top, bottom = middle + thick / 2 + 1.5 * POINT, middle - thick / 2 - 1.5 * POINT
    look = {"edgecolor": ink.PAPER, "linewidth": 2.8}
    sheet.shape(group, lines_path([[(x, bottom), (x, top)]]), **look)
    sheet.shape(group, lines_path([[(x, bottom), (x, top)]]), edgecolor=ink.INK, linewidth=1.2)
    if figure.op == "<":
        head = [(x, middle + MARK), (x + back * 1.6 * MARK, middle), (x, middle - MARK)]
    else:
        head = [(x, middle + MARK), (x + MARK, middle), (x, middle - MARK), (x - MARK, middle)]
    color = ink.PAPER if figure.op == "~" else ink.INK
    sheet.shape(
        group,
        lines_path([[*head, head[0]]]),
        facecolor=color,
        edgecolor=ink.INK,
        linewidth=0.9,
        name="figure",
    )
