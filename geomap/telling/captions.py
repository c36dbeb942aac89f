"""What stands under a picture and beside it: caption, credit, and the days that the data are of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geomap import schema as s
from geomap.cleaning import clean
from geomap.control import is_known
from geomap.dates import Days
from geomap.scene import origins_of
from geomap.telling.sentences import as_of_line, as_sentences, days_told, sentence
from geomap.telling.used import records_used
from geomap.words import Words, said

if TYPE_CHECKING:
    from geomap.scene import Scene

#: Letters of a title, of a source and of a licence.
MOST_TITLE, MOST_SOURCE = 300, 200
#: Sources named in a credit; more are counted.
MOST_SOURCES = 24


@dataclass(frozen=True)
class DataRange:
    """The oldest effective and the newest effective or reported day: of the records used, and of all known.

    Empty (``None``) where there is none.
    """

    used_from: pd.Timestamp | None
    used_to: pd.Timestamp | None
    known_from: pd.Timestamp | None
    known_to: pd.Timestamp | None


def caption(scene: Scene, day: Days) -> str:
    """Return a caption of one paragraph in the scene's language, to be printed as it is.

    Title, the day it is as of (or the days, of a picture of several), the day it is as known on
    where that is another, who held how much and what is open on each day, and that control is not a
    claim of right.
    """
    days, words = days_told(day), Words(scene.lang, scene.actors)
    return as_sentences(
        [
            title_of(scene, day),
            as_of_line(day, words),
            known_line(scene, days[-1], words),
            *(sentence(scene, each) for each in days),
            words.text("about.disclaimer"),
        ]
    )


def title_of(scene: Scene, day: Days) -> str:
    """Return the title of a picture: that of the day where it has one of its own, else the scene's."""
    return clean(scene.title_of(days_told(day)), MOST_TITLE)


def known_line(scene: Scene, day: pd.Timestamp, words: Words) -> str:
    """Return the day the map is as known on; empty where that is the day it is as of, or everything is known."""
    known = scene.known_on
    return "" if known is None or known == day else words.text("known_on", date=words.day(known))


def credit(scene: Scene) -> str:
    """Return who is to be credited: who assessed it, sources of the records and of the outlines, with licences.

    The assessor of ``geomap.toml`` first; then the records, by how many a source has; then whose
    outlines and background are drawn, each with its licence and of when it is, where that is known.
    Beyond ``MOST_SOURCES`` of a kind the others are counted.
    """
    words, voices = Words(scene.lang, scene.actors), scene.sources()
    own = set(origins_of(scene.places))
    drawn = {origin: _origin(*origin, words) for origin in scene.origins()}
    groups = {
        "about.records": [
            words.source(clean(source, MOST_SOURCE), clean(via, MOST_SOURCE))
            for source, via in zip(voices[s.SOURCE], voices[s.VIA], strict=True)
        ],
        "about.boundaries": [text for origin, text in drawn.items() if origin in own],
        "about.context": [text for origin, text in drawn.items() if origin not in own],
    }
    assessor = assessor_of(scene)
    lines = [words.text(key, sources=_listed(texts, words)) for key, texts in groups.items() if any(texts)]
    return as_sentences([words.text("about.assessor", name=assessor) if assessor else "", *lines])


def assessor_of(scene: Scene) -> str:
    """Return who assessed the map, in its language; empty where nobody is named."""
    return clean(said(scene.assessor, scene.lang), MOST_TITLE).rstrip(". ")


def _origin(source: str, licence: str, date: str, words: Words) -> str:
    """Return a source of outlines, of when it is and its licence, as far as each is known."""
    who, free = clean(source, MOST_SOURCE), clean(licence, MOST_SOURCE)
    dated = words.text("about.source_of", date=words.effective(date), source=who) if date else who
    return f"{dated} ({free})" if free and who else dated


def _listed(texts: list[str], words: Words) -> str:
    """Return sources as a list, each once; of very many, the first and how many more."""
    once = [text for text in dict.fromkeys(texts) if text]
    row = words.join_apart(once[:MOST_SOURCES])
    more = len(once) - MOST_SOURCES
    return words.count("telling.more", more, names=row) if more > 0 else row


def data_range(scene: Scene, day: Days) -> DataRange:
    """Return the days that the data of a picture are of.

    From the oldest first day of an ``effective`` to the newest effective or reported day: of the
    records used on ``day``, or on several (see ``records_used``), and of all records known for the map.
    """
    return range_of(scene, records_used(scene, day))


def range_of(scene: Scene, used: pd.DataFrame) -> DataRange:
    """Return the days that the records ``used`` and all known records are of; see ``data_range``."""
    used = scene.records.loc[used.index]
    known = scene.records[is_known(scene.records, scene.known_on)]
    return DataRange(*_range(used), *_range(known))


def _range(records: pd.DataFrame) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    if records.empty:
        return None, None
    return records[s.FIRST].min(), max(records[s.LAST].max(), records[s.REPORTED].max())
