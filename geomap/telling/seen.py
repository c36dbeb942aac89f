"""What a sighted reader sees in the picture of a day, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from geomap import schema as s
from geomap.cleaning import clean
from geomap.dates import Days
from geomap.measure import between, changes, latest_changes
from geomap.partition import DRAWN, KM2
from geomap.style import in_order
from geomap.telling.captions import known_line, title_of
from geomap.telling.sentences import all_days, as_sentences, days_told, party_name, places_listed, who_held
from geomap.words import Words

if TYPE_CHECKING:
    from geomap.scene import Scene

#: States told one by one, those of the most ground first, and conditions.
MOST_STATES, MOST_CONDITIONS = 14, 6
#: Places named for each of them, the largest first.
MOST_NAMED = 6
#: Changes told one by one.
MOST_CHANGES = 4
#: Days of change told one by one, of a picture of very many days.
MOST_CHANGE_DAYS = 12
#: Letters of the whole text: names may be long.
MOST_ALT = 4000
#: Marks that say what the sources leave open.
OPEN_MARKS = ("dissent", "claim", "stale")

State = tuple[str, tuple[str, ...]]


def alt_text(scene: Scene, day: Days, *, since: pd.Timestamp | str | None = None) -> str:
    """Return what a sighted reader sees in the picture of a day, in words, in the scene's language.

    Title and day; who holds how much; which places are in which state, those of the most ground
    first; where sources disagree, claim otherwise or are old; sieges, assaults, truces and
    presence; and the latest change of hands, or with ``since``, the day of an earlier picture, what
    differs from it. Of a picture of several days the first is told so, of the others who holds how
    much and what differs from the day before; of more than ``MOST_DAYS``, as a film has, what changed and when.
    Of many places the largest are named and the others
    counted, so that the text of 33,000 places is as short as that of twenty.
    """
    days = days_told(day)
    seen = Seen(scene, days[0])
    lines = [seen.words.text("telling.map", title=title_of(scene, days))]
    lines += [known_line(scene, days[-1], seen.words), who_held(scene, seen.day)]
    lines += [*seen.states(), *seen.open_marks(), *seen.conditions()]
    if len(days) == 1:
        lines.append(seen.latest() if since is None else seen.changed_since(pd.Timestamp(since)))
    if len(all_days(day)) > len(days):
        return clean(
            as_sentences([*lines, *seen.changed_on(all_days(day)), who_held(scene, days[-1])]), MOST_ALT
        )
    for before, later in pairwise(days):
        lines += [who_held(scene, later), Seen(scene, later).changed_since(before)]
    return clean(as_sentences(lines), MOST_ALT)


@dataclass(frozen=True)
class Seen:
    """A scene on a day, as statements about places."""

    scene: Scene
    day: pd.Timestamp

    @cached_property
    def words(self) -> Words:
        """The sentences of the scene's language."""
        return Words(self.scene.lang, self.scene.actors)

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The states of the places, the largest first."""
        return self.scene.states(self.day).sort_values(KM2, ascending=False, kind="stable")

    @cached_property
    def drawn(self) -> pd.DataFrame:
        """The states of the places that own ground or are points, the largest first."""
        return self.shown[self.shown[DRAWN]]

    def states(self) -> list[str]:
        """Return which places are in which state: a statement for each state, that of the most ground first."""
        members: dict[State, list[str]] = {}
        km2: dict[State, float] = {}
        columns = (self.drawn[name].tolist() for name in (s.STATUS, s.PARTIES, KM2))
        for place, status, parties, size in zip(self.drawn.index.tolist(), *columns, strict=True):
            members.setdefault((status, parties), []).append(place)
            km2[status, parties] = km2.get((status, parties), 0.0) + size
        order = sorted(members, key=lambda state: -km2[state])
        few = order if len(order) <= MOST_STATES + 1 else order[:MOST_STATES]
        told = [self._state(f"telling.{state[0]}", state[1], members[state]) for state in few]
        rest = [place for state in order[len(few) :] for place in members[state]]
        return [*told, self.words.text("telling.other_states", places=self.listed(rest))] if rest else told

    def _state(self, key: str, parties: tuple[str, ...], places: Sequence[str]) -> str:
        return self.words.text(key, parties=self.parties(parties), places=self.listed(places))

    def open_marks(self) -> list[str]:
        """Return where sources disagree, where another state is claimed, where the evidence is old."""
        marked = {
            mark: self.drawn.index[[mark in marks for marks in self.drawn["marks"].tolist()]]
            for mark in OPEN_MARKS
        }
        days = self.words.count("telling.days", self.scene.stale_after)
        return [
            self.words.text(f"telling.{mark}", places=self.listed(places.tolist()), days=days)
            for mark, places in marked.items()
            if len(places)
        ]

    def conditions(self) -> list[str]:
        """Return sieges, assaults, truces and presence: by whom and where, those of the most places first."""
        members: dict[State, list[str]] = {}
        for place, pairs in zip(self.shown.index.tolist(), self.shown["conditions"].tolist(), strict=True):
            for pair in pairs:
                members.setdefault(pair, []).append(place)
        order = sorted(
            members, key=lambda pair: (s.CONDITIONS[::-1].index(pair[0]), -len(members[pair]), pair[1])
        )
        told = [self._state(f"telling.{pair[0]}", pair[1], members[pair]) for pair in order[:MOST_CONDITIONS]]
        more = len(order) - len(told)
        return [*told, self.words.count("telling.more_lines", more)] if more else told

    def latest(self) -> str:
        """Return the latest change of hands up to the day; empty where there was none."""
        rows = latest_changes(self.scene, self.day)
        if rows.empty:
            return ""
        date = self.words.day(rows["day"].iloc[0])
        return self.words.text("telling.latest", date=date, changes=self._changes(rows))

    def changed_since(self, since: pd.Timestamp) -> str:
        """Return what differs from an earlier day."""
        rows, date = between(self.scene, since, self.day), self.words.day(since)
        if rows.empty:
            return self.words.text("telling.since_nothing", date=date)
        return self.words.text("telling.since", date=date, changes=self._changes(rows))

    def changed_on(self, days: Sequence[pd.Timestamp]) -> list[str]:
        """Return what changed on each of some days since the one before, day by day; of very many days the first."""
        rows = changes(self.scene, days[0], days[-1])
        shown = pd.DatetimeIndex(days)
        by_day = rows.groupby(shown.searchsorted(rows["day"], side="left"))
        nets = {shown[at]: net for at, each in by_day if len(net := _net(each))}
        told = [
            self.words.text("telling.on_day", date=self.words.day(on), changes=self._changes(net))
            for on, net in nets.items()
        ]
        if len(told) <= MOST_CHANGE_DAYS + 1:
            return told
        more = self.words.count("telling.more_days", len(told) - MOST_CHANGE_DAYS)
        return [*told[:MOST_CHANGE_DAYS], more]

    def _changes(self, rows: pd.DataFrame) -> str:
        """Return changes as a list: places that changed alike together, those of the most ground first."""
        members: dict[tuple, list[str]] = {}
        rows = rows.sort_values(KM2, ascending=False, kind="stable")
        names = (s.PLACE_ID, "was_status", "was_parties", s.STATUS, s.PARTIES)
        for place, *alike in zip(*(rows[name].tolist() for name in names), strict=True):
            members.setdefault(tuple(alike), []).append(place)
        told = [
            self.words.text(
                "telling.change",
                places=self.listed(places),
                state=self.phrase(*alike[2:]),
                was=self.phrase(*alike[:2]),
            )
            for alike, places in list(members.items())[:MOST_CHANGES]
        ]
        if len(members) > len(told):
            told.append(self.words.count("telling.more_lines", len(members) - len(told)))
        return self.words.join_apart(told)

    def phrase(self, status: str, parties: tuple[str, ...]) -> str:
        """Return a state in a few words, to stand within a sentence."""
        return self.words.text(f"telling.phrase.{status}", parties=self.parties(parties))

    def parties(self, parties: tuple[str, ...]) -> str:
        """Return the names of parties as a list in words, in the order of the actors table."""
        names = [party_name(party, self.words) for party in in_order(parties, self.scene.actors)]
        return self.words.join(names) or self.words.text("state.no_party")

    def listed(self, places: Sequence[str]) -> str:
        """Return names of places as a list in words; see ``places_listed``."""
        return places_listed(self.scene, places, self.words, most=MOST_NAMED)


def _net(rows: pd.DataFrame) -> pd.DataFrame:
    """Return changes of a few days as if of one: from what stood before the first to what stood after the last."""
    first, last = rows.drop_duplicates(s.PLACE_ID), rows.drop_duplicates(s.PLACE_ID, keep="last")
    was = first.set_index(s.PLACE_ID)[["was_status", "was_parties"]].loc[last[s.PLACE_ID]]
    net = last.assign(was_status=was["was_status"].to_numpy(), was_parties=was["was_parties"].to_numpy())
    return net[(net["was_status"] != net[s.STATUS]) | (net["was_parties"] != net[s.PARTIES])]
