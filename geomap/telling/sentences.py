"""Who held how much on a day, in a sentence, and the numbers in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geomap import schema as s
from geomap.cleaning import clean
from geomap.dates import Days
from geomap.measure import LEAST, MOST, denominator_km2, shares, unknown_km2
from geomap.partition import DRAWN
from geomap.style import in_order
from geomap.words import Words

if TYPE_CHECKING:
    from geomap.scene import Scene

#: Ends of a sentence.
ENDS = (".", "!", "?", "؟", "…")
#: Parties named in the sentence; the rest are counted.
MOST_PARTIES = 3
#: Places named in the sentence for each status; more are counted.
MOST_PLACES = 3
#: Statuses that the sentence names beside who held how much.
OPEN = (s.CONTESTED, s.SHARED, s.DISPUTED, s.VACATED)
#: Days told one by one of a picture of several.
MOST_DAYS = 6
#: Commas of the scripts that names are written in.
COMMAS = (",", "،")
#: Letters of a party's name and of a place's.
MOST_PARTY, MOST_NAME = 120, 80


def sentence(scene: Scene, day: pd.Timestamp | str) -> str:
    """Return who held how much on a day, and what is open, in the scene's language: the live page's own sentence.

    The parties with the most ground come first, each with its share as the range of rule 9; those
    beyond the third are counted, and unknown ground is named beside them. Then what is contested,
    shared, disputed or vacated: the places by name, more than three by number. Of a map of points
    the places held by one party are counted instead of km2, and so are the unknown ones. Where no
    record says anything, it says that. ``render/assets/side/sentence.js`` says the same in the page.
    """
    day, words = pd.Timestamp(day), Words(scene.lang, scene.actors)
    return " ".join([who_held(scene, day), *_open_parts(scene, day, words)])


def who_held(scene: Scene, day: pd.Timestamp) -> str:
    """Return who held how much on a day: the first part of the sentence."""
    words, total = Words(scene.lang, scene.actors), denominator_km2(scene)
    parts = _of_ground(scene, day, words) if total else _of_places(scene, day, words)
    if not parts:
        states = scene.states(day)
        is_known = (states.loc[states[DRAWN], s.STATUS] != s.UNKNOWN).any()
        return words.text("sentence.none" if is_known else "sentence.unknown", date=words.day(day))
    return words.text("sentence.all", date=words.day(day), list=words.join(parts))


def _of_ground(scene: Scene, day: pd.Timestamp, words: Words) -> list[str]:
    """Return who held which share of the ground; nothing where nobody had any.

    A party that is only said to hold ground by a claim or a dissent held none in the state that is shown.
    """
    held, total, states = shares(scene, day), denominator_km2(scene), scene.states(day)
    shown = {party for parties in set(states.loc[states[DRAWN], s.PARTIES]) for party in parties}
    held = held[held[s.ACTOR].isin(shown)]
    held = held.assign(sum=held[LEAST] + held[MOST]).sort_values("sum", ascending=False, kind="stable")
    parts: list[str] = []
    for row in held.head(MOST_PARTIES).itertuples():
        fields = {"party": party_name(row.actor, words), "share": percent(row.least, row.most, words)}
        key = "sentence.next" if parts else "sentence.first"
        parts.append(words.text(key, total=words.number(total, 1 if total < 100 else 0), **fields))
    if len(held) > MOST_PARTIES:
        parts.append(words.count("sentence.others", len(held) - MOST_PARTIES))
    unknown = 100 * unknown_km2(scene, day) / total
    if unknown and parts:
        parts.append(words.text("sentence.unknown_part", share=percent(unknown, unknown, words)))
    return parts


def _of_places(scene: Scene, day: pd.Timestamp, words: Words) -> list[str]:
    """Return who held how many places, of a map of which none has an area; nothing where nobody held one.

    Parties that hold as many stand in the order of the table of parties; the places of those beyond
    the third are counted together, and then the unknown ones.
    """
    states = scene.states(day)
    drawn = states[states[DRAWN]]
    counts = drawn.loc[drawn[s.STATUS] == s.CONTROL, s.PARTIES].str[0].value_counts()
    order = in_order(counts.index, scene.actors)
    held = sorted(((party, int(counts[party])) for party in order), key=lambda pair: -pair[1])
    parts: list[str] = []
    total = words.number(len(drawn))
    for party, n in held[:MOST_PARTIES]:
        key, places = "sentence.next" if parts else "sentence.first_places", words.number(n)
        parts.append(words.text(key, party=party_name(party, words), share=places, n=places, total=total))
    if rest := held[MOST_PARTIES:]:
        places = words.number(sum(n for _, n in rest))
        parts.append(words.count("sentence.others_places", len(rest), places=places))
    unknown = int((drawn[s.STATUS] == s.UNKNOWN).sum())
    if unknown and parts:
        parts.append(words.text("sentence.unknown_part", share=words.number(unknown)))
    return parts


def _open_parts(scene: Scene, day: pd.Timestamp, words: Words) -> list[str]:
    """Return which places were contested, shared, disputed or vacated, a sentence each."""
    states = scene.states(day)
    drawn = states[states[DRAWN]]
    parts = []
    for status in OPEN:
        places = drawn.index[drawn[s.STATUS] == status]
        if len(places):
            few = len(places) <= MOST_PLACES
            names = words.join([place_name(scene, place, words) for place in places]) if few else ""
            told = names or words.count("sentence.places", len(places))
            parts.append(words.text("sentence.open", status=words.text(f"status.{status}"), places=told))
    return parts


def percent(least: float, most: float, words: Words) -> str:
    """Return a share as a range in per cent, as the legend has it: a decimal below ten, none above."""
    ends = [as_told(value) for value in (least, most)]
    texts = [words.number(value, 1 if value % 1 else 0) for value in ends]
    if texts[0] == texts[1]:
        return words.text("legend.percent_one", least=texts[0])
    return words.text("legend.percent", least=texts[0], most=texts[1])


def as_told(share: float) -> float:
    """Return a share in per cent as it is told: a decimal below ten, none above."""
    return round(share, 1) if 0 < share < 10 else round(share)


def party_name(party: str, words: Words) -> str:
    """Return the name of a party, cleaned; its id where the name is blank."""
    return clean(words.party(party), MOST_PARTY) or clean(party, MOST_PARTY)


def all_days(on: Days) -> list[pd.Timestamp]:
    """Return the days of a picture, in order and each once.

    >>> [f"{day:%d}" for day in all_days(["2018-03-22", "2018-03-12", "2018-03-22"])]
    ['12', '22']
    """
    given = [on] if isinstance(on, (str, pd.Timestamp)) else on
    return sorted({pd.Timestamp(day) for day in given})


def days_told(on: Days) -> list[pd.Timestamp]:
    """Return the days of a picture that are told one by one: all, of more than ``MOST_DAYS`` the first and the last."""
    days = all_days(on)
    return days if len(days) <= MOST_DAYS else [days[0], days[-1]]


def as_of_line(on: Days, words: Words) -> str:
    """Return the days that a picture is as of; of more than ``MOST_DAYS`` from when to when."""
    days = all_days(on)
    named = [words.day(day) for day in days_told(days)]
    many = len(days) > MOST_DAYS
    row = words.text("date.days", **{"from": named[0], "to": named[-1]}) if many else words.join(named)
    return words.text("as_of.date", date=row)


def place_name(scene: Scene, place: str, words: Words, *, most: int = MOST_NAME) -> str:
    """Return the name of a place that is shown, cleaned, ``most`` letters; its id where the name is blank."""
    columns = scene.once("names", "", partial(_name_columns, scene))
    at = scene.places.index.get_loc(place)
    row = {name: values[at] for name, values in columns.items()}
    return clean(words.name(row), most) or clean(place, most)


def _name_columns(scene: Scene) -> dict[str, np.ndarray]:
    """Return the names of the places by language: quicker to look up than in a frame."""
    return {name: scene.places[name].to_numpy(dtype=object) for name in (s.NAME, s.NAME_AR, s.NAME_FR)}


def places_listed(scene: Scene, places: Sequence[str], words: Words, *, most: int) -> str:
    """Return names of places as a list in words; of many, the first ``most`` and how many more.

    Where a name has a comma in it, semicolons stand between the names.
    """
    few = places if len(places) <= most + 1 else places[:most]
    names = [place_name(scene, place, words) for place in few]
    apart = any(comma in name for name in names for comma in COMMAS)
    if len(few) == len(places):
        return words.join_apart(names) if apart else words.join(names)
    row = words.join_apart(names, "telling.semicolon" if apart else "list.comma")
    return words.count("telling.more", len(places) - len(few), names=row)


def as_sentences(texts: Sequence[str]) -> str:
    """Return texts one after the other, each with a full stop where it has no end of its own.

    >>> as_sentences(["Who holds Homs?", "", "As of 1 May"])
    'Who holds Homs? As of 1 May.'
    """
    said = [text.strip() for text in texts]
    return " ".join(
        text if text.endswith((".", "!", "?", "؟", "…", ":")) else f"{text}." for text in said if text
    )
