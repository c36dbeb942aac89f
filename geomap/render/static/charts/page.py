"""What stands round a chart that is a figure of its own: title, period, notes, sources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from geomap.measure import figures_near
from geomap.render.static import ink
from geomap.render.static.charts.bars import bars_of, said_of
from geomap.render.static.content import Content
from geomap.render.static.furniture import MARGIN
from geomap.render.static.ink import POINT
from geomap.render.static.view import Box
from geomap.render.static.wording import fit, longest, wrap
from geomap.stack import AREA, Stack, sizes_of

if TYPE_CHECKING:
    from geomap.render.static.artists import Group
    from geomap.render.static.sheet import Sheet

PERIOD = ink.Type(12.5, "bold")
#: A period wider than this part of the sheet stands on two lines.
MOST_WINDOW = 0.3
TITLE_SIZES = (18.0, 16.0, 14.5, 13.0)


@dataclass(frozen=True)
class ChartContent(Content):
    """What a chart says: as a sheet, without what only a map has."""

    stack: Stack | None = None

    @cached_property
    def subtitle(self) -> str:
        """What the shares are shares of."""
        sizes, unit = sizes_of(self.scene)
        total, kind = float(sizes.sum()), "area" if self.stack is not None else "bars"
        if not total:
            return self.say("chart.nothing")
        if unit != AREA:
            return self.say(f"chart.{kind}_places", n=self.words.number(total))
        return self.say(f"chart.{kind}", total=self.words.number(total, 0 if total >= 100 else 1))

    @cached_property
    def notes(self) -> list[str]:
        """How the chart is to be read, and figures of single places that have no bar here."""
        if self.stack is not None:
            return [self.say("chart.steps"), self.say("chart.ticks")]
        scene = self.scene
        notes = [self.say("chart.figures")] if any(bar.figures for bar in bars_of(self)) else []
        if len(scene.show) > 1:
            for place in scene.show:
                for row in figures_near(scene.figures, place, self.day).itertuples():
                    said = said_of(self, row)
                    notes.append(
                        self.say(
                            "chart.figure_of", place=self.name(place), party=self.party(row.actor), said=said
                        )
                    )
        return notes

    @cached_property
    def statements(self) -> list[str]:
        """How far the data reach, and what control does not claim."""
        return [
            self.say("data_to", date=self.words.day(self.scene.data_to)) + ".",
            self.say("chart.disclaimer"),
        ]


def draw_chart_head(sheet: Sheet, content: ChartContent) -> float:
    """Draw title, what is shared out, and the period or day; return where the head ends."""
    group = sheet.group("layer-head")
    top, right = sheet.height - MARGIN, sheet.width - MARGIN
    sheet.shape(group, Box(MARGIN, top, right, top + 1.8 * POINT).path(), facecolor=ink.INK, name="head-rule")
    day_width, day_end = _draw_when(sheet, content, group, top - 7 * POINT, right)
    room = right - MARGIN - day_width - 0.4
    y = top - 7 * POINT
    lines, face = _title(sheet, content, room)
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
    for line in wrap(sheet, content.subtitle, ink.SUBTITLE, room, 3):
        y -= ink.SUBTITLE.ascent
        sheet.write(group, (MARGIN, y), content.shown(line), ink.SUBTITLE)
        y -= ink.SUBTITLE.leading - ink.SUBTITLE.ascent
    return min(y, day_end) - 7 * POINT


def _title(sheet: Sheet, content: ChartContent, room: float) -> tuple[list[str], ink.Type]:
    """Return the title in the largest type that needs one line, else in two."""
    title = content.line(content.scene.title, 300)
    for size in TITLE_SIZES:
        face = ink.TITLE.sized(size)
        if sheet.width_of(title, face) <= room:
            return [title], face
    return wrap(sheet, title, face, room, 2), face


def _draw_when(
    sheet: Sheet, content: ChartContent, group: Group, top: float, right: float
) -> tuple[float, float]:
    """Draw the day, or the period on two lines, in large type; return width and lower end."""
    words, scene, stack = content.words, content.scene, content.stack
    lines = [(content.say("as_of"), ink.AS_OF), (words.day(content.day), ink.DATE)]
    if stack is not None:
        window = content.line(words.effective(f"{stack.first:%Y-%m-%d}/{stack.last:%Y-%m-%d}"))
        halves = [f"{words.day(stack.first)} –", words.day(stack.last)]
        shown = [window] if sheet.width_of(window, PERIOD) <= MOST_WINDOW * sheet.width else halves
        lines = [(content.say("chart.period"), ink.AS_OF), *((line, PERIOD) for line in shown)]
    if scene.known_on is not None:
        lines.append((content.say("known_on", date=words.day(scene.known_on)), ink.KNOWN))
    y = top
    for text, face in lines:
        y -= face.ascent + 0.1 * face.size * POINT
        sheet.write(group, (right, y), content.shown(text), face, align="right")
        y -= 0.3 * face.size * POINT
    return max(longest(sheet, [content.shown(text)], face) for text, face in lines), y


def day_or(day: pd.Timestamp | str | None, default: pd.Timestamp) -> pd.Timestamp:
    """Return a day given, else the default."""
    return default if day is None else pd.Timestamp(day)
