"""What one sheet says: the scene on one day, in one language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import pandas as pd

from geomap import schema as s
from geomap.measure import LEAST, MOST
from geomap.partition import KM2
from geomap.render.static.sourcing import source_lines
from geomap.render.static.view import extent_of
from geomap.render.static.wording import clean, is_arabic, set_in_line
from geomap.style import in_order, legend_rows
from geomap.telling import Shown
from geomap.words import Words, said_in

if TYPE_CHECKING:
    from geomap.scene import Scene
    from geomap.style import Fill, LegendRow

#: Places named one by one in the line on the latest change.
MOST_NAMED = 3
#: Places named one by one in a note.
MOST_LISTED = 60
#: Letters of a name on the map, of a party's name and of its short name.
MOST_NAME, MOST_PARTY, MOST_CODE = 80, 120, 24


@dataclass(frozen=True)
class Content:
    """A scene on a day."""

    scene: Scene
    day: pd.Timestamp

    @cached_property
    def told(self) -> Shown:
        """What the sheet takes from the records."""
        return Shown(self.scene, (self.day,))

    @cached_property
    def words(self) -> Words:
        """The sentences of the sheet's language."""
        return Words(self.scene.lang, self.scene.actors)

    @cached_property
    def words_also(self) -> Words | None:
        """The words of the language that adds names, if there is one."""
        return Words(self.scene.also, self.scene.actors) if self.scene.also else None

    @property
    def is_rtl(self) -> bool:
        """Whether the sheet runs from right to left."""
        return self.words.is_rtl

    @property
    def title(self) -> str:
        """The title of the sheet: that of its day, else of the map."""
        return self.scene.title_on(self.day)

    @property
    def date_lead(self) -> str:
        """What stands before the day, where that has a line of its own."""
        return self.say("as_of")

    @property
    def date(self) -> str:
        """The day, in words."""
        return self.line(self.words.day(self.day))

    @property
    def dates(self) -> tuple[str, ...]:
        """All dates that the head is to have room for."""
        return (self.date,)

    @property
    def date_line(self) -> str:
        """The day and what stands before it, in one line."""
        return self.say("as_of.date", date=self.words.day(self.day))

    @property
    def known(self) -> str:
        """As known on which day; empty where all is known."""
        known_on = self.scene.known_on
        return "" if known_on is None else self.say("known_on", date=self.words.day(known_on))

    @cached_property
    def states(self) -> pd.DataFrame:
        """The state of every place shown."""
        return self.told.states

    @cached_property
    def extent(self) -> tuple[float, float, float, float]:
        """The extent of the places in metres of the scene's projection."""
        return self.scene.once("extent", "", lambda: extent_of(self.scene))

    @cached_property
    def state(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Status and parties by place: quicker to look up."""
        return dict(self._by_place(s.STATUS, s.PARTIES))

    @cached_property
    def drawn(self) -> frozenset[str]:
        """The places that own ground or are points."""
        return frozenset(self.scene.drawn().tolist())

    @cached_property
    def marked(self) -> dict[str, tuple[str, ...]]:
        """The marks of the places that have any."""
        return {place: marks for place, (marks,) in self._by_place("marks") if marks}

    @cached_property
    def conditions(self) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
        """The conditions of the places that have any: each with its parties."""
        return {place: pairs for place, (pairs,) in self._by_place("conditions") if pairs}

    def _by_place(self, *columns: str) -> Iterator[tuple[str, tuple]]:
        values = zip(*(self.states[column].to_numpy(dtype=object) for column in columns), strict=True)
        return zip(self.states.index.tolist(), values, strict=True)

    @cached_property
    def legend(self) -> tuple[LegendRow, ...]:
        """What is on the map."""
        return legend_rows(self.states, self.scene.actors)

    @cached_property
    def shares(self) -> pd.DataFrame:
        """Each party's share of the ground, by party."""
        return self.told.shares

    @cached_property
    def share_of(self) -> dict[str, tuple[float, float]]:
        """The least and the most per cent of the parties: quicker to look up."""
        ends = zip(*(self.shares[column].tolist() for column in (LEAST, MOST)), strict=True)
        return dict(zip(self.shares.index.tolist(), ends, strict=True))

    @cached_property
    def shares_note(self) -> str:
        """What the shares are shares of, and how much of it is unknown."""
        total = float(self.states[KM2].sum())
        unknown = float(self.states.loc[self.states[s.STATUS] == s.UNKNOWN, KM2].sum())
        digits = 0 if total >= 100 else 1
        text = self.say("legend.shares_note", total=self.words.number(total, digits))
        if unknown > 0:
            fields = {"km2": self.words.number(unknown, digits), "total": self.words.number(total, digits)}
            text += " " + self.say("legend.unknown_land", **fields) + "."
        return text

    def percent(self, least: float, most: float) -> str:
        """Return a share as a range in per cent; one number where both ends are written alike."""
        return self._percent_of(_rounded(least), _rounded(most))

    @cached_property
    def _percent_of(self) -> Callable[[float, float], str]:
        def said(least: float, most: float) -> str:
            key = "legend.percent_one" if least == most else "legend.percent"
            least_said, most_said = (self.words.number(each, 1 if each % 1 else 0) for each in (least, most))
            return self.say(key, least=least_said, most=most_said)

        return cache(said)

    def say(self, key: str, **fields: object) -> str:
        """Return a sentence; what is filled in was cleaned before, or comes from the words."""
        return self.line(self.words.text(key, **fields))

    def line(self, text: str, most: int = 4000) -> str:
        """Return any text as it can be drawn on one line, or broken into several."""
        return clean(text, most)

    def shown(self, text: str) -> str:
        """Return a finished line in the direction of the sheet."""
        return set_in_line(text, rtl=self.is_rtl and is_arabic(text))

    def name(self, place: str) -> str:
        """Return a place's name in the language of the sheet."""
        return self._name_of(place)

    @cached_property
    def _name_of(self) -> Callable[[str], str]:
        words, places = self.words, self.scene.places
        columns = (s.NAME, s.NAME_AR, s.NAME_FR)
        rows = zip(*(places[column].to_numpy(dtype=object) for column in columns), strict=True)
        given = dict(zip(places.index.tolist(), rows, strict=True))

        def name(place: str) -> str:
            row = dict(zip(columns, given[place], strict=True))
            return clean(words.name(row), MOST_NAME) or clean(place)

        return cache(name)

    @cached_property
    def name_also(self) -> Callable[[str], str]:
        """The name of a place in the second language: "" where there is none, or it reads alike."""
        words, places = self.words_also, self.scene.places
        if words is None:
            return lambda place: ""  # noqa: ARG005 - as the other one is called

        def name(place: str) -> str:
            return self._unlike(clean(words.name_given(places.loc[place]), MOST_NAME), self.name(place))

        return cache(name)

    def party_also(self, party: str) -> str:
        """Return the name of a party in the second language: "" where there is none, or it reads alike."""
        actors = self.scene.actors
        if self.words_also is None or party not in actors.index:
            return ""
        given = clean(self.words_also.name_given(actors.loc[party]), MOST_PARTY)
        return self._unlike(given, self.party(party))

    @property
    def _titles(self) -> Mapping[str, str]:
        return self.scene.titles_on(self.day)

    @property
    def title_also(self) -> str:
        """The title in the second language: "" where it is not given in it."""
        return self._unlike(said_in(self._titles, self.scene.also), self.title)

    @staticmethod
    def _unlike(text: str, shown: str) -> str:
        return "" if text == shown else text

    def shown_also(self, text: str) -> str:
        """Return a finished line in the second language, in its own direction."""
        return set_in_line(text, rtl=is_arabic(text))

    def listed(self, places: Sequence[str], most: int = MOST_LISTED) -> str:
        """Return names of places as a list in words; of more than ``most``, a few and how many more."""
        names = [self.name(place) for place in (places if len(places) <= most else places[:MOST_NAMED])]
        if len(places) == len(names):
            return self.words.join(names)
        more = self.words.number(len(places) - len(names))
        return self.words.text("sheet.and_more", names=", ".join(names), n=more)

    def by_state(self, places: Iterable[str]) -> dict[tuple[str, tuple[str, ...]], list[str]]:
        """Return places by the state that they are in, in the order of the legend."""
        members: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for place in places:
            members.setdefault(self.state[place], []).append(place)
        return {state: members[state] for state in sorted(members, key=_rank)}

    def fill(self, place: str) -> Fill:
        """Return how a place is filled."""
        return self.fill_of(self.state[place])

    @cached_property
    def fill_of(self) -> Callable[[tuple[str, tuple[str, ...]]], Fill]:
        """How a state is filled, worked out once for each."""
        return cache(lambda state: self.scene.fill(*state))

    def marks(self, place: str) -> tuple[str, ...]:
        """Return the badges of a place: the question of a tie before its marks."""
        tied = self.state[place][0] == s.DISPUTED
        return (("disputed",) if tied else ()) + self.marked.get(place, ())

    def code(self, place: str) -> str:
        """Return the short letters of those who hold a place, so that colour is never alone."""
        status, parties = self.state[place]
        return self.codes(parties) or self.say(f"status.{status}")

    def party(self, party: str) -> str:
        """Return the name of a party, its id where the name is blank."""
        return self._party_of(party)

    @cached_property
    def _party_of(self) -> Callable[[str], str]:
        return cache(lambda party: clean(self.words.party(party), MOST_PARTY) or clean(party, MOST_PARTY))

    def codes(self, parties: tuple[str, ...]) -> str:
        """Return the short letters of parties, in the order of the actors table."""
        return self._codes_of(parties)

    @cached_property
    def _codes_of(self) -> Callable[[tuple[str, ...]], str]:
        def short(party: str) -> str:
            return clean(self.words.short(party), MOST_CODE) or clean(party, MOST_CODE)

        return cache(
            lambda parties: " / ".join(short(party) for party in in_order(parties, self.scene.actors))
        )

    @cached_property
    def latest(self) -> pd.DataFrame:
        """What changed hands on the last day on which anything did."""
        return self.told.latest

    @cached_property
    def subtitle(self) -> str:
        """The latest change of hands up to the day, as a sentence; empty where nothing changed."""
        if self.latest.empty:
            return ""
        latest = self.latest.sort_values(KM2, ascending=False, kind="stable")
        first = latest.iloc[0]
        same = latest[(latest[s.STATUS] == first[s.STATUS]) & (latest[s.PARTIES] == first[s.PARTIES])]
        listed = self.listed(list(same[s.PLACE_ID]), MOST_NAMED)
        state = self.words.state(first[s.STATUS], in_order(first[s.PARTIES], self.scene.actors))
        when = (
            self.words.effective(first[s.SINCE_TEXT]) if first[s.SINCE_TEXT] else self.words.day(first["day"])
        )
        return self.say("sheet.latest", date=when, places=listed, state=state)

    @cached_property
    def notes(self) -> list[str]:
        """What was corrected since, the notes of the scene, and which outlines are approximate."""
        places = self.scene.places
        coarse = list(places.index[places[s.APPROXIMATE].astype(bool) & places["drawn"]])
        notes = [self.line(line) for line in self.told.corrected]
        notes += [self.line(note) for note in self.scene.notes]
        if coarse:
            notes.append(self.say("about.approximate", places=self.listed(coarse)))
        return notes

    @cached_property
    def sources(self) -> list[str]:
        """Who assessed the map, who says so and until when, who drew the lines, of when and by what licence."""
        return [self.line(line) for line in source_lines(self.scene, self.told.sources, self.words)]

    @cached_property
    def statements(self) -> list[str]:
        """How far the data reach, the projection, and what a map of control does not claim."""
        scene = self.scene
        return [
            self.say("data_to", date=self.words.day(self.told.data_to)) + ".",
            self.say("about.projection", projection=scene.projection),
            self.say("about.disclaimer"),
        ]


def _rounded(value: float) -> float:
    return round(value, 1) if 0 < value < 10 else float(round(value))


def _rank(state: tuple[str, tuple[str, ...]]) -> tuple[int, tuple[str, ...]]:
    return s.STATE_STATUSES.index(state[0]), state[1]
