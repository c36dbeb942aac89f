"""What a film says: one legend, one layout and one place for each name, for all of its days."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geomap import schema as s
from geomap.measure import LONG_AGO, changes, latest_of, shares_of
from geomap.partition import DRAWN
from geomap.render.static.content import Content
from geomap.style import MARKS, Fill, legend_rows

if TYPE_CHECKING:
    from geomap.style import LegendRow

#: Stands in for a sentence of any length where the room for it is measured.
LONG_SENTENCE = "n" * 4 + " nnnnnnn" * 60

State = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class FilmContent(Content):
    """A scene on all the days of a film; ``day`` is the last of them.

    What is drawn from it holds on every day: a place has no fill of its own, the longest letters that it will have,
    and all marks that it ever has.
    """

    days: tuple[pd.Timestamp, ...] = ()

    @cached_property
    def dates(self) -> tuple[str, ...]:
        """The days of the film, in words."""
        return tuple(self.line(self.words.day(day)) for day in self.days)

    @property
    def subtitle(self) -> str:
        """A sentence that needs all the room there is: what changed last differs from day to day."""
        return LONG_SENTENCE

    @cached_property
    def changed(self) -> pd.DataFrame:
        """What changed hands up to the last day."""
        return changes(self.scene, LONG_AGO, self.days[-1])

    def seen(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows that hold on a day of the film, of a table with ``valid_from`` and ``valid_to``."""
        days = pd.DatetimeIndex(self.days)
        begins = days.searchsorted(frame[s.VALID_FROM], side="left")
        ends = np.where(
            frame[s.VALID_TO].isna(), len(days), days.searchsorted(frame[s.VALID_TO], side="left")
        )
        return frame[(begins < ends) & frame[s.PLACE_ID].isin(self.scene.places.index).to_numpy()]

    @cached_property
    def states_seen(self) -> dict[str, list[State]]:
        """The states of each place that the film shows, each once, in order of days."""
        spells = self.seen(self.scene.spells)
        found: dict[str, dict[State, None]] = {}
        columns = (spells[name].tolist() for name in (s.PLACE_ID, s.STATUS, s.PARTIES))
        for place, status, parties in zip(*columns, strict=True):
            found.setdefault(place, {})[status, parties] = None
        return {place: list(states) for place, states in found.items()}

    @cached_property
    def marks_seen(self) -> dict[str, tuple[str, ...]]:
        """The marks that each place has on a day of the film, in their order."""
        spells, conditions = self.seen(self.scene.spells), self.seen(self.scene.conditions)
        pairs = [
            *((place, "dissent") for place in spells.loc[spells[s.DISSENT_IDS].map(len) > 0, s.PLACE_ID]),
            *((place, "claim") for place in spells.loc[spells[s.CLAIMED_IDS].map(len) > 0, s.PLACE_ID]),
            *((place, "stale") for place in self.seen(self.scene.stale)[s.PLACE_ID]),
            *zip(conditions[s.PLACE_ID], conditions[s.CONDITION], strict=True),
        ]
        found: dict[str, set[str]] = {}
        for place, mark in pairs:
            found.setdefault(place, set()).add(mark)
        return {place: tuple(mark for mark in MARKS if mark in marks) for place, marks in found.items()}

    @cached_property
    def legend(self) -> tuple[LegendRow, ...]:
        """All that is on the map on a day of the film."""
        drawn = self.scene.places[DRAWN]
        rows = {state: None for place, states in self.states_seen.items() if drawn[place] for state in states}
        marks = [((), marks) for marks in set(self.marks_seen.values())]
        frame = pd.DataFrame(
            {
                s.STATUS: [status for status, _ in rows] + [s.UNKNOWN] * len(marks),
                s.PARTIES: pd.Series([parties for _, parties in rows] + [()] * len(marks), dtype=object),
                "marks": pd.Series([()] * len(rows) + [each for _, each in marks], dtype=object),
                DRAWN: [True] * len(rows) + [False] * len(marks),
            }
        )
        return legend_rows(frame.astype({DRAWN: bool}), self.scene.actors)

    @cached_property
    def shares(self) -> pd.DataFrame:
        """None: the bar has those of the day."""
        return shares_of(self.states.iloc[:0], self.scene.records, self.scene.actors).set_index(s.ACTOR)

    @cached_property
    def marked(self) -> dict[str, tuple[str, ...]]:
        """The marks that places ever have."""
        return self.marks_seen

    @cached_property
    def conditions(self) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
        """The places that have a condition on a day of the film."""
        return dict.fromkeys(self.seen(self.scene.conditions)[s.PLACE_ID].tolist(), ())

    def marks(self, place: str) -> tuple[str, ...]:
        """Return all badges that a place ever has."""
        tied = any(status == s.DISPUTED for status, _ in self.states_seen.get(place, ()))
        return (("disputed",) if tied else ()) + self.marked.get(place, ())

    def code(self, place: str) -> str:
        """Return the longest letters that a place ever has."""
        texts = [
            self.codes(parties) or self.say(f"status.{status}")
            for status, parties in self.states_seen.get(place, [self.state[place]])
        ]
        return max(texts, key=len)

    def fill(self, place: str) -> Fill:  # noqa: ARG002 - as of one day
        """Return a ground that says nothing: the state differs from day to day."""
        return Fill("unknown")


@dataclass(frozen=True)
class DayContent(Content):
    """A day of a film."""

    film: FilmContent | None = None

    @property
    def dates(self) -> tuple[str, ...]:
        """The days of the film: the title keeps its place."""
        return self.film.dates

    @cached_property
    def latest(self) -> pd.DataFrame:
        """What changed hands on the last day on which anything did."""
        rows = self.film.changed
        return latest_of(rows.iloc[: rows["day"].searchsorted(self.day, side="right")])
