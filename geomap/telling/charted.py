"""What a chart of shares says and shows, in words: caption and alternative text."""

from __future__ import annotations

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
from geomap.telling.seen import MOST_ALT, MOST_CHANGE_DAYS
from geomap.telling.sentences import (
    all_days,
    as_of_line,
    as_sentences,
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
MOST_BARS, MOST_SHARES = 12, 3


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
    on which most changed, the others counted. Of bars each with its least and most, the largest first.
    """
    shown, words = all_days(days), Words(scene.lang, scene.actors)
    lines = [words.text("telling.chart", title=title_of(scene, shown)), _what(scene, kind, words)]
    lines += [days_line(shown, kind, words), known_line(scene, shown[-1], words)]
    if kind == THROUGH_TIME:
        stack = stack_of(scene, first=shown[0], last=shown[-1])
        lines += [who_held(scene, shown[0]), *_changes(stack, words), who_held(scene, shown[-1])]
    else:
        lines += _bars(scene, shown[-1], words)
    return clean(as_sentences(lines), MOST_ALT)


def days_line(days: Days, kind: str, words: Words) -> str:
    """Return the day of a chart, or from when to when it goes."""
    shown = all_days(days)
    if kind != THROUGH_TIME:
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


def _changes(stack: Stack, words: Words) -> list[str]:
    """Return on which days shares changed, and from what to what: those on which most changed, day by day."""
    names = [_name(band, words) for band in stack.bands]
    shares = 100 * stack.parts / max(stack.total, 1)
    # As they are told: what differs by less than that is no change to the reader.
    rounded = np.where(shares < 10, shares.round(1), shares.round())
    steps = np.abs(np.diff(rounded, axis=1))
    days = np.flatnonzero(steps.any(axis=0))
    few = days if len(days) <= MOST_CHANGE_DAYS + 1 else _largest(days, steps.sum(axis=0), MOST_CHANGE_DAYS)
    told = []
    for at in few.tolist():
        bands = _largest(np.flatnonzero(steps[:, at]), steps[:, at], MOST_SHARES)
        moved = [
            _moved(names[band], shares[band, at], shares[band, at + 1], words) for band in bands.tolist()
        ]
        date = words.day(pd.Timestamp(stack.days[at + 1]))
        told.append(words.text("telling.on_day", date=date, changes=words.join_apart(moved)))
    left_out = len(days) - len(few)
    return [*told, words.count("telling.more_days", left_out)] if left_out else told


def _largest(places: np.ndarray, sizes: np.ndarray, most: int) -> np.ndarray:
    """Return the ``most`` of ``places`` whose sizes are the largest, in their order."""
    return np.sort(places[np.argsort(-sizes[places], kind="stable")[:most]])


def _name(band: Band, words: Words) -> str:
    """Return what a band is called within a sentence; ground of a party that sources are at odds over apart."""
    named = words.join([party_name(party, words) for party in band.parties]) or words.text("state.no_party")
    if band.status != s.CONTROL:
        return words.text(f"telling.phrase.{band.status}", parties=named)
    return words.text(f"chart.{band.doubt}", party=named) if band.doubt else named


def _moved(name: str, was: float, share: float, words: Words) -> str:
    fields = {"was": percent(was, was, words), "share": percent(share, share, words)}
    return words.text("telling.moved", party=name, **fields)


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
