"""What a chart that is a figure of its own says: title, period, notes, sources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from geomap.render.static.charts.bars import bars_of
from geomap.render.static.content import Content
from geomap.stack import AREA, Stack, sizes_of
from geomap.telling.published import figures_told


@dataclass(frozen=True)
class ChartContent(Content):
    """What a chart says: as a sheet, without what only a map has."""

    stack: Stack | None = None

    @property
    def date_lead(self) -> str:
        """What stands before the day, or the period."""
        return self.say("as_of" if self.stack is None else "chart.period")

    @property
    def date(self) -> str:
        """The day, or the first and the last one, in words."""
        if self.stack is None:
            return self.line(self.words.day(self.day))
        window = f"{self.stack.first:%Y-%m-%d}/{self.stack.last:%Y-%m-%d}"
        return self.line(self.words.effective(window))

    @property
    def date_line(self) -> str:
        """The same with its lead, in one line."""
        return self.say("as_of.date", date=self.words.day(self.day)) if self.stack is None else self.date

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
            notes += [self.line(said) for said in figures_told(scene, self.day, self.words)]
        return notes

    @cached_property
    def statements(self) -> list[str]:
        """How far the data reach, and what control does not claim."""
        return [
            self.say("data_to", date=self.words.day(self.scene.data_to)) + ".",
            self.say("chart.disclaimer"),
        ]


def day_or(day: pd.Timestamp | str | None, default: pd.Timestamp) -> pd.Timestamp:
    """Return a day given, else the default."""
    return default if day is None else pd.Timestamp(day)
