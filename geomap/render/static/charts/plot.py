"""The ground of a chart: where shares and days lie in a box, and the axes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geomap.render.static import ink
from geomap.render.static.ink import POINT
from geomap.render.static.paths import lines_path
from geomap.render.static.view import Box

if TYPE_CHECKING:
    from geomap.render.static.artists import Group
    from geomap.render.static.content import Content
    from geomap.render.static.sheet import Sheet

AXIS = ink.Type(7.0, color=ink.INK_2)
#: Between two labels of the time axis, in inches.
LABEL_GAP = 9 * POINT
#: Steps of the time axis: so many months or days.
STEPS = [("days", n) for n in (1, 2, 5, 10)] + [("months", n) for n in (1, 3, 6, 12, 24, 60, 120, 300, 600)]


@dataclass(frozen=True)
class Plot:
    """A box of the furniture in which a chart is drawn: mirrored where its sheet is.

    Time, and shares that lie down, begin where the line begins: in Arabic at the right, as on the
    live page.
    """

    sheet: Sheet
    box: Box

    def x(self, part: float) -> float:
        """Return where on the sheet a part (0 to 1) of the way through the box lies."""
        x = self.box.x0 + part * self.box.width
        return self.sheet.width - x if self.sheet.mirror else x

    def y(self, part: float) -> float:
        """Return the height on the sheet of a part (0 to 1) of the height of the box."""
        return self.box.y0 + part * self.box.height

    def cell(self, left: float, low: float, right: float, high: float) -> Box:
        """Return the box on the sheet of parts of the plot."""
        ends = sorted((self.x(left), self.x(right)))
        return Box(ends[0], self.y(low), ends[1], self.y(high))


def draw_levels(
    plot: Plot, group: Group, content: Content, parts: Iterable[float], *, most: float = 100.0
) -> None:
    """Write per cents beside an upright axis, with a hairline to the plot; ``most`` is at its top."""
    for part in parts:
        text = content.shown(content.say("legend.percent_one", least=content.words.number(part * most)))
        y = plot.y(part)
        ends = [(plot.x(0), y), (plot.x(-3.5 * POINT / plot.box.width), y)]
        plot.sheet.shape(group, lines_path([ends]), edgecolor=ink.FRAME, linewidth=0.5)
        base = (plot.box.x0 - 5 * POINT, y - 0.36 * AXIS.size * POINT)
        plot.sheet.write(group, base, text, AXIS, align="right")


def draw_days(plot: Plot, group: Group, content: Content, first: pd.Timestamp, last: pd.Timestamp) -> None:
    """Write years, months or days below a plot, each at the tick of its first day."""
    sheet, y = plot.sheet, plot.box.y0
    for part, text in _dated(plot, content, first, last):
        tick = [(plot.x(part), y), (plot.x(part), y - 11 * POINT)]
        sheet.shape(group, lines_path([tick]), edgecolor=ink.FRAME, linewidth=0.5)
        at = (plot.box.x0 + part * plot.box.width + 2.5 * POINT, y - 3 * POINT - AXIS.ascent)
        sheet.write(group, at, text, AXIS)


def _dated(plot: Plot, content: Content, first: pd.Timestamp, last: pd.Timestamp) -> list[tuple[float, str]]:
    """Return the ticks of the finest step whose labels have room: where each is, and its label."""
    span = (last - first).days + 1
    for step in STEPS:
        if step[1] * (30 if step[0] == "months" else 1) < span / 40:
            continue
        days = list(_steps(first, last, *step))
        ticks = [
            ((day - first).days / span, _label(content, day, step[0], is_first=at == 0))
            for at, day in enumerate(days)
        ]
        if not ticks:
            break
        ends = [part for part, _ in ticks[1:]] + [1.0]
        fits = [
            (end - part) * plot.box.width >= plot.sheet.width_of(text, AXIS) + 2.5 * POINT + LABEL_GAP
            for (part, text), end in zip(ticks, ends, strict=True)
        ]
        if all(fits[1:-1]) and (len(fits) < 2 or fits[0] or ticks[0][0] > 0):
            return [tick for tick, is_free in zip(ticks, fits, strict=True) if is_free]
    return []


def _steps(first: pd.Timestamp, last: pd.Timestamp, unit: str, n: int) -> Iterator[pd.Timestamp]:
    """Yield the days of a round step between two days; of days, counted from the first."""
    if unit == "days":
        yield from pd.date_range(first, last, freq=pd.Timedelta(days=n))
        return
    month = first.year * 12 + first.month - 1
    month += (-month) % n + (n if (-month) % n == 0 and first.day > 1 else 0)
    while (day := pd.Timestamp(year=month // 12, month=month % 12 + 1, day=1)) <= last:
        yield day
        month += n


def _label(content: Content, day: pd.Timestamp, unit: str, *, is_first: bool) -> str:
    """Return what a tick says: a day, a month, or the year where it begins."""
    words = content.words
    if unit == "days":
        text = words.day(day) if is_first else words.effective(f"{day:%Y-%m-%d}").rsplit(" ", 1)[0]
    elif day.month == 1:
        text = words.effective(f"{day.year:04d}")
    elif is_first:
        text = words.effective(f"{day:%Y-%m}")
    else:
        text = words.text(f"date.month.{day.month}")
    return content.shown(content.line(text))
