"""What the chart of one day says: a bar a party, from the least that it holds to the most, and figures of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geomap import schema as s
from geomap.measure import LEAST, LEAST_KM2, MOST, MOST_KM2
from geomap.partition import KM2
from geomap.stack import AREA, shares_in, sizes_of
from geomap.style import Fill, fill_of
from geomap.telling.published import figure_words, figures_beside

if TYPE_CHECKING:
    from geomap.render.static.content import Content

#: Round ends of the axis, in per cent, and in how many parts each is divided.
ENDS = {1: 2, 2: 2, 5: 5, 10: 5, 20: 4, 40: 4, 60: 3, 80: 4, 100: 4}


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
    figures = _figures(content)
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


def _figures(content: Content) -> dict[str, list[Figure]]:
    """Return the figures that others published of the one place shown, by party: near the day."""
    found: dict[str, list[Figure]] = {}
    for row in figures_beside(content.scene, content.day).itertuples():
        found.setdefault(row.actor, []).append(Figure(row.share, row.op, said_of(content, row)))
    return found


def said_of(content: Content, row: object) -> str:
    """Return a published figure in words: who says what of which day."""
    return content.line(figure_words(row, content.words))


def axis_end(bars: list[Bar]) -> float:
    """Return where the axis ends, in per cent: a round number that holds all bars and figures."""
    most = max([bar.most for bar in bars] + [each.value for bar in bars for each in bar.figures])
    return float(next(end for end in ENDS if end >= min(most, 100) - 1e-9))


def amount_words(content: Content, bar: Bar) -> str:
    """Return how much a bar stands for: km2, or places where none has ground."""
    _, unit = sizes_of(content.scene)
    digits = 0 if unit != AREA or bar.amount[1] >= 100 else 1
    least, most = (content.words.number(each, digits) for each in bar.amount)
    if unit == AREA:
        key = "legend.share_one" if least == most else "legend.share"
    else:
        key = "chart.places_one" if least == most else "chart.places"
    return content.say(key, least=least, most=most)


def share_words(content: Content, bar: Bar) -> str:
    """Return the share that a bar stands for."""
    return content.percent(bar.least, bar.most)
