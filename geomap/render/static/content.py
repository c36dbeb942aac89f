"""What one sheet says: the scene on one day, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from geomap import schema as s
from geomap.measure import changes, shares_of
from geomap.partition import KM2
from geomap.render.static.wording import clean, is_arabic, set_in_line
from geomap.style import in_order, legend_rows
from geomap.words import Words

if TYPE_CHECKING:
    from geomap.scene import Scene
    from geomap.style import Fill, LegendRow

#: Places named one by one in the line on the latest change.
MOST_NAMED = 3
#: Letters of a name on the map, of a party's name and of its short name.
MOST_NAME, MOST_PARTY, MOST_CODE = 80, 120, 24
LONG_AGO = "0002-01-01"


@dataclass(frozen=True)
class Content:
    """A scene on a day."""

    scene: Scene
    day: pd.Timestamp

    @cached_property
    def words(self) -> Words:
        """The sentences of the sheet's language."""
        return Words(self.scene.lang, self.scene.actors)

    @property
    def is_rtl(self) -> bool:
        """Whether the sheet runs from right to left."""
        return self.words.is_rtl

    @cached_property
    def states(self) -> pd.DataFrame:
        """The state of every place shown."""
        return self.scene.states(self.day)

    @cached_property
    def rows(self) -> dict[str, dict]:
        """The same, row by row: quicker to look up."""
        return self.states.to_dict("index")

    @cached_property
    def legend(self) -> tuple[LegendRow, ...]:
        """What is on the map."""
        return legend_rows(self.states, self.scene.actors)

    @cached_property
    def shares(self) -> pd.DataFrame:
        """Each party's share of the ground, by party."""
        return shares_of(self.states, self.scene.records, self.scene.actors).set_index(s.ACTOR)

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
        return self._names[place]

    @cached_property
    def _names(self) -> dict[str, str]:
        words, places = self.words, self.scene.places
        return {place: clean(words.name(row), MOST_NAME) or clean(place) for place, row in places.iterrows()}

    def fill(self, place: str) -> Fill:
        """Return how a place is filled."""
        state = self.rows[place]
        return self.scene.fill(state[s.STATUS], state[s.PARTIES])

    def marks(self, place: str) -> tuple[str, ...]:
        """Return the badges of a place: the question of a tie before its marks."""
        state = self.rows[place]
        return (("disputed",) if state[s.STATUS] == s.DISPUTED else ()) + tuple(state["marks"])

    def code(self, place: str) -> str:
        """Return the short letters of those who hold a place, so that colour is never alone."""
        state = self.rows[place]
        return self.codes(state[s.PARTIES]) or self.say(f"status.{state[s.STATUS]}")

    def party(self, party: str) -> str:
        """Return the name of a party, its id where the name is blank."""
        return clean(self.words.party(party), MOST_PARTY) or clean(party, MOST_PARTY)

    def codes(self, parties: tuple[str, ...]) -> str:
        """Return the short letters of parties, in the order of the actors table."""
        return " / ".join(
            clean(self.words.short(party), MOST_CODE) or clean(party, MOST_CODE)
            for party in in_order(parties, self.scene.actors)
        )

    @cached_property
    def subtitle(self) -> str:
        """The latest change of hands up to the day, as a sentence; empty where nothing changed."""
        rows = changes(self.scene, LONG_AGO, self.day)
        rows = rows[rows["was_status"] != s.UNKNOWN]
        if rows.empty:
            return ""
        latest = rows[rows["day"] == rows["day"].max()].sort_values(KM2, ascending=False, kind="stable")
        first = latest.iloc[0]
        same = latest[(latest[s.STATUS] == first[s.STATUS]) & (latest[s.PARTIES] == first[s.PARTIES])]
        names = [self.name(place) for place in same[s.PLACE_ID]]
        listed = self.words.join(names[:MOST_NAMED])
        if len(names) > MOST_NAMED:
            listed = self.words.text(
                "sheet.and_more", names=", ".join(names[:MOST_NAMED]), n=len(names) - MOST_NAMED
            )
        state = self.words.state(first[s.STATUS], in_order(first[s.PARTIES], self.scene.actors))
        when = (
            self.words.effective(first[s.SINCE_TEXT]) if first[s.SINCE_TEXT] else self.words.day(first["day"])
        )
        return self.say("sheet.latest", date=when, places=listed, state=state)

    @cached_property
    def notes(self) -> list[str]:
        """The notes of the scene, and which outlines are approximate."""
        places = self.scene.places
        coarse = [self.name(place) for place in places.index[places[s.APPROXIMATE] & places["drawn"]]]
        notes = [self.line(note) for note in self.scene.notes]
        if coarse:
            notes.append(self.say("about.approximate", places=self.words.join(coarse)))
        return notes

    @cached_property
    def sources(self) -> list[str]:
        """Who says so, who drew the lines, by what licence, in which projection, and the disclaimer."""
        words, scene = self.words, self.scene
        said = [
            words.source(source, via)
            for source, via in zip(*_columns(scene.sources(), s.SOURCE, s.VIA), strict=True)
        ]
        lines = [words.text("about.records", sources=_listed(said, self.is_rtl))] if said else []
        drawn = list(dict.fromkeys(zip(*_columns(scene.places, s.SOURCE, s.LICENCE), strict=True)))
        around = [pair for pair in scene.boundary_sources() if pair not in drawn]
        for key, pairs in (("about.boundaries", drawn), ("about.context", around)):
            lines += (
                [words.text(key, sources=_by_licence(pairs))] if any(source for source, _ in pairs) else []
            )
        return [self.line(line) for line in lines]

    @cached_property
    def statements(self) -> list[str]:
        """How far the data reach, the projection, and what a map of control does not claim."""
        scene = self.scene
        return [
            self.say("data_to", date=self.words.day(scene.data_to)) + ".",
            self.say("about.projection", projection=scene.projection),
            self.say("about.disclaimer"),
        ]


def _columns(frame: pd.DataFrame, *names: str) -> list[list[str]]:
    return [[clean(value, 200) for value in frame[name]] for name in names]


def _listed(texts: list[str], rtl: bool) -> str:  # noqa: FBT001
    """Return texts as a list; marks keep Latin items in their order in a line from right to left."""
    return ("\u200f; \u200f" if rtl else "; ").join(dict.fromkeys(texts))


def _by_licence(pairs: list[tuple[str, str]]) -> str:
    """Return sources with the licence that each group of them has."""
    groups: dict[str, list[str]] = {}
    for source, licence in pairs:
        if source:
            groups.setdefault(licence, []).append(source)
    return ". ".join(
        "; ".join(dict.fromkeys(sources)) + (f" ({licence})" if licence else "")
        for licence, sources in groups.items()
    )
