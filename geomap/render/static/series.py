"""What one sheet says of several days: one map for each, with one legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from geomap import schema as s
from geomap.measure import between
from geomap.partition import KM2
from geomap.render.static.content import MOST_NAMED, Content
from geomap.style import legend_rows
from geomap.telling import Shown

if TYPE_CHECKING:
    from geomap.scene import Scene
    from geomap.style import LegendRow


@dataclass(frozen=True)
class Series(Content):
    """A scene on several days, in order; ``day`` is the last of them."""

    days: tuple[pd.Timestamp, ...] = ()

    @cached_property
    def told(self) -> Shown:
        """What the sheet takes from the records."""
        return Shown(self.scene, self.days)

    @property
    def title(self) -> str:
        """The title of the map: that of one day is not that of several."""
        return self.scene.title

    @property
    def _titles(self) -> Mapping[str, str]:
        return self.scene.titles

    @property
    def date_lead(self) -> str:
        """Nothing: the days are a range."""
        return ""

    @property
    def date(self) -> str:
        """From the first day to the last, in words."""
        return self.line(self.words.effective(f"{self.days[0]:%Y-%m-%d}/{self.days[-1]:%Y-%m-%d}"))

    @property
    def date_line(self) -> str:
        """The same."""
        return self.date

    @cached_property
    def legend(self) -> tuple[LegendRow, ...]:
        """What is on any of the maps."""
        return legend_rows(pd.concat([self.scene.states(day) for day in self.days]), self.scene.actors)

    @cached_property
    def shares(self) -> pd.DataFrame:
        """None: a share is that of one day."""
        return self.told.shares.iloc[:0]

    @cached_property
    def subtitle(self) -> str:
        """Which places are held otherwise on the last day than on the first, the largest first."""
        rows = between(self.scene, self.days[0], self.days[-1]).sort_values(
            KM2, ascending=False, kind="stable"
        )
        ends = {"first": self.words.day(self.days[0]), "last": self.words.day(self.days[-1])}
        if rows.empty:
            return self.say("sheet.between_none", **ends)
        return self.say("sheet.between", places=self.listed(list(rows[s.PLACE_ID]), MOST_NAMED), **ends)


def content_of(scene: Scene, days: Sequence[pd.Timestamp]) -> Content:
    """Return what a sheet of these days says: of one, or of several."""
    if len(days) == 1:
        return Content(scene, days[0])
    return Series(scene, days[-1], tuple(days))


def contents_of(content: Content) -> list[Content]:
    """Return what each map of a sheet shows: one for each day."""
    if not isinstance(content, Series):
        return [content]
    return [Content(content.scene, day) for day in content.days]
