"""What a chart of shares says and shows, in words: caption and alternative text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geomap import schema as s
from geomap.cleaning import clean
from geomap.dates import Days
from geomap.measure import LEAST, MOST
from geomap.partition import KM2
from geomap.stack import AREA, Band, Stack, shares_in, sizes_of, stack_of
from geomap.telling.captions import known_line, title_of
from geomap.telling.published import figures_told
from geomap.telling.seen import MOST_ALT, MOST_CHANGE_DAYS
from geomap.telling.sentences import (
    all_days,
    as_of_line,
    as_sentences,
    as_told,
    party_name,
    percent,
    sentence,
    who_held,
)
from geomap.words import Words

if TYPE_CHECKING:
    from geomap.scene import Scene

#: Kinds of chart, as ``geomap.render.chart`` has them: through time, and of one day.
THROUGH_TIME, OF_ONE_DAY = "area", "bars"
#: Bars told one by one, and shares told of each day on which they changed, those that changed most.
MOST_BARS, MOST_SHARES = 12, 8
#: Figures that others published, told one by one.
MOST_FIGURES = 12


def chart_caption(scene: Scene, days: Days, kind: str) -> str:
    """Return a caption of one paragraph for a chart, in the scene's language: see ``caption``.

    ``days`` are the first and the last day of a chart through time (``area``), or the day of ``bars``.
    """
    shown, words = all_days(days), Words(scene.lang, scene.actors)
    return as_sentences(
        [
            title_of(scene, shown),
            days_line(shown, kind, words),
            known_line(scene, shown[-1], words),
            *(sentence(scene, day) for day in shown),
            words.text("chart.disclaimer"),
        ]
    )


def chart_alt(scene: Scene, days: Days, kind: str) -> str:
    """Return what a sighted reader sees in a chart, in words, in the scene's language.

    Of a chart through time what it shares out, who held how much on the first day, on which days
    shares changed and from what to what, and who held how much on the last: of many such days those
    on which most changed, the others counted. Of bars each with its least and most, the largest first, and
    then what others published, as far as the chart shows it.
    """
    shown, words = all_days(days), Words(scene.lang, scene.actors)
    lines = [words.text("telling.chart", title=title_of(scene, shown)), _what(scene, kind, words)]
    lines += [days_line(shown, kind, words), known_line(scene, shown[-1], words)]
    if kind != THROUGH_TIME:
        told = [*_bars(scene, shown[-1], words), *_published(scene, shown[-1], words)]
        return clean(as_sentences([*lines, *told]), MOST_ALT)
    lines += [who_held(scene, shown[0])]
    ends = [who_held(scene, day) for day in shown[1:]]
    changes = Changes(stack_of(scene, first=shown[0], last=shown[-1]), words)
    for most in range(MOST_CHANGE_DAYS, -1, -1):
        text = as_sentences([*lines, *changes.told(most), *ends])
        if len(text) <= MOST_ALT:
            break
    return clean(text, MOST_ALT)


def days_line(days: Days, kind: str, words: Words) -> str:
    """Return the day of a chart, or from when to when it goes."""
    shown = all_days(days)
    if kind != THROUGH_TIME or len(shown) == 1:
        return as_of_line(shown, words)
    return words.text("date.days", **{"from": words.day(shown[0]), "to": words.day(shown[-1])})


def _what(scene: Scene, kind: str, words: Words) -> str:
    """Return what the shares are shares of."""
    sizes, unit = sizes_of(scene)
    total = float(sizes.sum())
    if not total:
        return words.text("chart.nothing")
    if unit != AREA:
        return words.text(f"chart.{kind}_places", n=words.number(total))
    return words.text(f"chart.{kind}", total=words.number(total, 0 if total >= 100 else 1))


@dataclass(frozen=True)
class Changes:
    """On which days the bands of a stack changed, and from what to what, as the reader sees them."""

    stack: Stack
    words: Words

    @cached_property
    def shares(self) -> np.ndarray:
        """The share of every band in every column, in per cent."""
        return 100 * self.stack.parts / max(self.stack.total, 1)

    @cached_property
    def steps(self) -> np.ndarray:
        """By how much each band differs from the column before, as it is told: what is told alike is no change."""
        rounded = np.array([[as_told(share) for share in row] for row in self.shares.tolist()], dtype=float)
        return np.abs(np.diff(rounded.reshape(self.shares.shape), axis=1))

    def told(self, most: int) -> list[str]:
        """Return the changes day by day: of the ``most`` days on which most changed, the others counted."""
        days = np.flatnonzero(self.steps.any(axis=0))
        if not len(days):
            return []
        few = np.sort(days[np.argsort(-self.steps.sum(axis=0)[days], kind="stable")[:most]])
        lines = [self.words.text("telling.bands"), *(self._on(at) for at in few.tolist())]
        left_out = len(days) - len(few)
        return [*lines, self.words.count("telling.more_days", left_out)] if left_out else lines

    def _on(self, at: int) -> str:
        """Return what changed from one column to the next, the most first."""
        changed = np.flatnonzero(self.steps[:, at])
        changed = changed[np.argsort(-self.steps[changed, at], kind="stable")]
        moved = [self._moved(band, at) for band in changed[:MOST_SHARES].tolist()]
        if more := len(changed) - len(moved):
            moved.append(self.words.count("telling.more_lines", more))
        date = self.words.day(pd.Timestamp(self.stack.days[at + 1]))
        return self.words.text("telling.on_day", date=date, changes=self.words.join_apart(moved))

    def _moved(self, band: int, at: int) -> str:
        was, share = (percent(each, each, self.words) for each in self.shares[band, at : at + 2].tolist())
        name = _name(self.stack.bands[band], self.words)
        return self.words.text("telling.moved", party=name, was=was, share=share)


def _name(band: Band, words: Words) -> str:
    """Return what a band is called within a sentence; ground of a party that sources are at odds over apart."""
    named = words.join([party_name(party, words) for party in band.parties]) or words.text("state.no_party")
    if band.status != s.CONTROL:
        return words.text(f"telling.phrase.{band.status}", parties=named)
    return words.text(f"telling.doubt.{band.doubt}", party=named) if band.doubt else named


def _bars(scene: Scene, day: pd.Timestamp, words: Words) -> list[str]:
    """Return every bar of a day, the largest first, and how much is vacated or unknown; of many the largest."""
    sizes, _ = sizes_of(scene)
    total = float(sizes.sum())
    if not total:
        return []
    held = shares_in(scene, day)
    held = held.assign(sum=held[LEAST] + held[MOST]).sort_values("sum", ascending=False, kind="stable")
    bars = [(party_name(row.actor, words), row.least, row.most) for row in held.itertuples()]
    states = scene.states(day).assign(**{KM2: sizes})
    for status in (s.VACATED, s.UNKNOWN):
        size = 100 * float(states.loc[states[s.STATUS] == status, KM2].sum()) / total
        bars += [(words.text(f"status.{status}"), size, size)] if size else []
    told = [
        words.text("sentence.next", party=name, share=percent(least, most, words))
        for name, least, most in bars[:MOST_BARS]
    ]
    more = len(bars) - len(told)
    return [words.join_apart([*told, *([words.count("telling.more_lines", more)] if more else [])])]


def _published(scene: Scene, day: pd.Timestamp, words: Words) -> list[str]:
    """Return the figures of others that the chart shows, in one sentence; of many the first ones."""
    figures = figures_told(scene, day, words)
    if not figures:
        return []
    few, more = figures[:MOST_FIGURES], len(figures) - MOST_FIGURES
    told = words.join_apart([*few, *([words.count("telling.more_lines", more)] if more > 0 else [])])
    return [words.text("telling.published", figures=told)]
