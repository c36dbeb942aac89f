"""Who held how much on a day, in a sentence, and the numbers in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from geomap import schema as s
from geomap.cleaning import clean
from geomap.measure import LEAST, MOST, denominator_km2, shares, unknown_km2
from geomap.partition import DRAWN
from geomap.words import Words

if TYPE_CHECKING:
    from geomap.scene import Scene

#: Parties named in the sentence; the rest are counted.
MOST_PARTIES = 3
#: Letters of a party's name.
MOST_PARTY = 120


def sentence(scene: Scene, day: pd.Timestamp | str) -> str:
    """Return who held how much on a day, in a sentence in the scene's language.

    The parties with the most ground come first, each with its share as the range of rule 9; those
    beyond the third are counted, and unknown ground is named beside them. Of a map of points the
    places held are counted instead of km2. Where no record says anything, the sentence says that.
    """
    day, words = pd.Timestamp(day), Words(scene.lang, scene.actors)
    total, date = denominator_km2(scene), words.day(day)
    parts = _of_ground(scene, day, words) if total else _of_places(scene, day, words)
    if not parts:
        return words.text("sentence.unknown", date=date)
    return words.text("sentence.all", date=date, list=words.join(parts))


def _of_ground(scene: Scene, day: pd.Timestamp, words: Words) -> list[str]:
    """Return who held which share of the ground; nothing where nobody had any."""
    held, total = shares(scene, day), denominator_km2(scene)
    held = held.assign(sum=held[LEAST] + held[MOST]).sort_values("sum", ascending=False, kind="stable")
    parts: list[str] = []
    for row in held.head(MOST_PARTIES).itertuples():
        fields = {"party": party_name(row.actor, words), "share": percent(row.least, row.most, words)}
        key = "sentence.next" if parts else "sentence.first"
        parts.append(words.text(key, total=words.number(total, 1 if total < 100 else 0), **fields))
    if len(held) > MOST_PARTIES:
        parts.append(words.text("sentence.others", n=len(held) - MOST_PARTIES))
    unknown = 100 * unknown_km2(scene, day) / total
    if unknown and parts:
        parts.append(words.text("sentence.unknown_part", share=percent(unknown, unknown, words)))
    return parts


def _of_places(scene: Scene, day: pd.Timestamp, words: Words) -> list[str]:
    """Return who held how many places, of a map of which none has an area."""
    states = scene.states(day)
    drawn = states[states[DRAWN] & (states[s.STATUS] == s.CONTROL)]
    counts = drawn[s.PARTIES].str[0].value_counts(sort=True).head(MOST_PARTIES)
    total = int(states[DRAWN].sum())
    return [
        words.text(
            "sentence.next" if at else "sentence.first_places",
            party=party_name(party, words),
            share=n,
            n=n,
            total=total,
        )
        for at, (party, n) in enumerate(counts.items())
    ]


def percent(least: float, most: float, words: Words) -> str:
    """Return a share as a range in per cent, as the legend has it: a decimal below ten, none above."""
    ends = [round(value, 1) if 0 < value < 10 else round(value) for value in (least, most)]
    texts = [words.number(value, 1 if value % 1 else 0) for value in ends]
    if texts[0] == texts[1]:
        return words.text("legend.percent_one", least=texts[0])
    return words.text("legend.percent", least=texts[0], most=texts[1])


def party_name(party: str, words: Words) -> str:
    """Return the name of a party, cleaned; its id where the name is blank."""
    return clean(words.party(party), MOST_PARTY) or clean(party, MOST_PARTY)


def as_sentences(texts: Sequence[str]) -> str:
    """Return texts one after the other, each with a full stop where it has no end of its own."""
    said = [text.strip() for text in texts]
    return " ".join(
        text if text.endswith((".", "!", "?", "؟", "…", ":")) else f"{text}." for text in said if text
    )
