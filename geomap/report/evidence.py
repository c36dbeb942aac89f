"""On whose word a report stands: who says it, who says otherwise, what else went on, whose outlines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from geomap import schema as s
from geomap.cleaning import clean
from geomap.partition import DRAWN
from geomap.report.findings import Boundary, Condition, Disagreement, Said, Voice
from geomap.words import Words

if TYPE_CHECKING:
    from geomap.scene import Scene


def window_text(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """Return two days as an EDTF window, or the one day that they are.

    >>> window_text(pd.Timestamp("2018-03-01"), pd.Timestamp("2018-03-31"))
    '2018-03-01/2018-03-31'
    """
    days = [f"{day.year:04d}-{day.month:02d}-{day.day:02d}" for day in (first, last)]
    return "/".join(dict.fromkeys(days))


def said_of(scene: Scene, ids: Iterable[str], words: Words) -> tuple[Said, ...]:
    """Return the sources of some records, each once, in the order of the records."""
    records = scene.records
    known = [record for record in ids if record in records.index]
    columns = (records.loc[known, name].tolist() for name in (s.SOURCE, s.VIA, s.URL))
    said = [Said(clean(words.source(source, via)), url) for source, via, url in zip(*columns, strict=True)]
    return tuple(dict.fromkeys(said))


def disagreements_of(scene: Scene, day: pd.Timestamp, words: Words) -> tuple[Disagreement, ...]:
    """Return the places of which sources name different states on a day, dissent before claims.

    Of a disputed state every tied record is told; ``low`` records are named as claims.
    """
    states = scene.states(day)
    drawn = states[states[DRAWN]]
    found = []
    for place, state in drawn.iterrows():
        tied = state[s.RECORD_IDS] if state[s.STATUS] == s.DISPUTED else ()
        others = (*tied, *state[s.DISSENT_IDS], *state[s.CLAIMED_IDS])
        told = tuple(
            _said_otherwise(scene, record, words) for record in others if record in scene.records.index
        )
        if told:
            shown = words.state(state[s.STATUS], state[s.PARTIES], recorded=bool(state[s.RECORD_IDS]))
            found.append(Disagreement(clean(words.name(scene.places.loc[place])), clean(shown), told))
    return tuple(found)


def _said_otherwise(scene: Scene, record_id: str, words: Words) -> str:
    """Return one record as ``source: state, when``; a claim is called one."""
    record = scene.records.loc[record_id]
    said = words.text(
        "report.said",
        source=words.source(record[s.SOURCE], record[s.VIA]),
        state=words.state(record[s.STATUS], record[s.PARTIES]),
        date=words.effective(record[s.EFFECTIVE]),
    )
    return clean(words.text("report.claim", said=said) if record[s.CONFIDENCE] == "low" else said)


def conditions_of(
    scene: Scene, first: pd.Timestamp, last: pd.Timestamp, words: Words
) -> tuple[Condition, ...]:
    """Return the conditions of the places shown that touch the period, in order of their first day."""
    rows = touching(scene, first, last).sort_values([s.VALID_FROM, s.PLACE_ID], kind="stable")
    return tuple(
        Condition(
            place=clean(words.name(scene.places.loc[row.place_id])),
            what=clean(words.state(row.condition, row.parties)),
            begin=_begin(scene, row, words),
            end=words.text("report.ongoing", date=words.day(last))
            if pd.isna(row.valid_to) or row.valid_to > last
            else _end(scene, row, words),
        )
        for row in rows.itertuples()
    )


def touching(scene: Scene, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """Return the spells of conditions of the places shown that touch the period."""
    spells = scene.conditions
    within = (spells[s.VALID_FROM] <= last) & ~(spells[s.VALID_TO] <= first)
    return spells[within & spells[s.PLACE_ID].isin(scene.places.index)]


def _end(scene: Scene, row: object, words: Words) -> str:
    """Return until when, as the record that ends the condition says it; a day where its holders lost the place."""
    records = scene.records
    ends = records[
        (records[s.PLACE_ID] == row.place_id)  # type: ignore[attr-defined]
        & (records[s.CLAIM] == s.ENDED)
        & (records[s.STATUS] == row.condition)  # type: ignore[attr-defined]
        & (records[s.FIRST] == row.valid_to)  # type: ignore[attr-defined]
    ]
    own = ends[[bool(set(parties) & set(row.parties)) for parties in ends[s.PARTIES]]]  # type: ignore[attr-defined]
    return words.day(row.valid_to) if own.empty else words.effective(own[s.EFFECTIVE].iloc[0])  # type: ignore[attr-defined]


def _begin(scene: Scene, row: object, words: Words) -> str:
    """Return since when, as the record that opens the condition says it."""
    opening = scene.records.loc[list(row.record_ids)].sort_values(s.FIRST, kind="stable")  # type: ignore[attr-defined]
    return words.effective(opening[s.EFFECTIVE].iloc[0])


def voices_of(
    scene: Scene, first: pd.Timestamp, last: pd.Timestamp, moved: pd.DataFrame, words: Words
) -> tuple[Voice, ...]:
    """Return the sources of what the report says, by number of records.

    Counted are the records behind the states of both days, behind every change and condition of
    the period, and those that say otherwise.
    """
    used = scene.records[scene.records.index.isin(_used(scene, first, last, moved))]
    voices = []
    for (source, via), told in used.groupby([s.SOURCE, s.VIA], sort=True):
        begin, end = told[s.FIRST].min(), told[s.LAST].max()
        dates = window_text(begin, end)
        urls = tuple(dict.fromkeys(url for url in told[s.URL] if url))
        voices.append(Voice(clean(words.source(source, via)), len(told), words.effective(dates), urls))
    return tuple(sorted(voices, key=lambda voice: -voice.n))


def _used(scene: Scene, first: pd.Timestamp, last: pd.Timestamp, moved: pd.DataFrame) -> set[str]:
    """Return the ids of the records that the report rests on or names."""
    ids: set[str] = set()
    states = [frame[frame[DRAWN]] for frame in (scene.states(first), scene.states(last))]
    columns = [frame[name] for frame in states for name in (s.RECORD_IDS, s.DISSENT_IDS, s.CLAIMED_IDS)]
    for column in (*columns, moved[s.RECORD_IDS], touching(scene, first, last)[s.RECORD_IDS]):
        ids.update(*column)
    return ids


def boundaries_of(scene: Scene) -> tuple[Boundary, ...]:
    """Return the sources and licences of the outlines and of what lies around them."""
    return tuple(Boundary(clean(source), clean(licence)) for source, licence in scene.boundary_sources())
