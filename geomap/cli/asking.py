"""``geomap who`` and ``geomap places``: what is known of a place, and of a name."""

from __future__ import annotations

import json
import textwrap
from dataclasses import dataclass
from typing import Any

import click
import pandas as pd

from geomap import schema as s
from geomap.cli.loading import day_of, iso, known_of, load, place_of, table
from geomap.control import (
    as_of,
    conditions_on,
    is_stale,
    lineage_of,
    newest_evidence,
    to_conditions,
    to_spells,
    verdicts,
)
from geomap.names import index_names
from geomap.project import Data
from geomap.words import Words

#: Days after which evidence is called old where no map says otherwise.
STALE_AFTER = 180


@dataclass(frozen=True)
class Answer:
    """What is known of one place on one day."""

    place_id: str
    day: pd.Timestamp
    known_on: pd.Timestamp | None
    state: pd.Series
    conditions: tuple[tuple[str, tuple[str, ...]], ...]
    verdicts: pd.DataFrame
    stale: bool


def ask(data: Data, place_id: str, day: pd.Timestamp, known_on: pd.Timestamp | None) -> Answer:
    """Return the state of a place on a day, with what it rests on."""
    tree = data.places.loc[lineage_of(data.places, place_id)]
    records = data.records[data.records[s.PLACE_ID].isin(tree.index)]
    spells = to_spells(records, tree, known_on=known_on)
    conditions = conditions_on(to_conditions(records, spells, known_on=known_on), day)
    newest = newest_evidence(records, spells, tree, day, known_on=known_on)
    own = conditions[conditions[s.PLACE_ID] == place_id]
    return Answer(
        place_id=place_id,
        day=day,
        known_on=known_on,
        state=as_of(spells, day).loc[place_id],
        conditions=tuple(zip(own[s.CONDITION], own[s.PARTIES], strict=True)),
        verdicts=verdicts(records, tree, place_id, day, known_on=known_on),
        stale=bool(is_stale(newest, day, STALE_AFTER)[place_id]),
    )


def run_who(place: str, day: str, known: str | None, *, as_json: bool) -> None:
    """Print who holds a place."""
    data = load()
    answer = ask(data, place_of(place, data), day_of(day, "--on", data), known_of(known, data))
    if as_json:
        click.echo(json.dumps(to_json(answer), ensure_ascii=False, indent=2))
    else:
        click.echo(in_words(answer, data))


def to_json(answer: Answer) -> dict[str, Any]:
    """Return the answer with the keys of the contract; days are ISO texts or null."""
    state = answer.state
    return {
        "place_id": answer.place_id,
        "on": iso(answer.day),
        "known": iso(answer.known_on),
        "status": state[s.STATUS],
        "parties": list(state[s.PARTIES]),
        "since": iso(state[s.SINCE]),
        "since_text": state[s.SINCE_TEXT],
        "since_by": bool(state[s.SINCE_BY]),
        "inherited_from": state[s.INHERITED_FROM] or None,
        "stale": answer.stale,
        "records": list(state[s.RECORD_IDS]),
        "dissent": list(state[s.DISSENT_IDS]),
        "claimed": list(state[s.CLAIMED_IDS]),
        "conditions": [{"condition": name, "parties": list(parties)} for name, parties in answer.conditions],
        "verdicts": {row.Index: f"{row.verdict} {row.by}".strip() for row in answer.verdicts.itertuples()},
    }


def in_words(answer: Answer, data: Data) -> str:
    """Return the answer as a person would read it."""
    words = Words("en", data.actors)
    place = data.places.loc[answer.place_id]
    head = f"{words.name(place)}  {place[s.NAME_AR]}".rstrip() + f"  ({place[s.LEVEL]}, {answer.place_id})"
    day = words.text("as_of.date", date=words.day(answer.day))
    if answer.known_on is not None:
        day += f", {words.text('known_on', date=words.day(answer.known_on))[:1].lower()}"
        day += words.text("known_on", date=words.day(answer.known_on))[1:]
    lines = [head, f"{day}: {_state_sentence(answer, words)}."]
    lines += _notes(answer, data, words)
    return "\n".join([*lines, "", *_record_lines(answer, data, words)])


def _state_sentence(answer: Answer, words: Words) -> str:
    """Return state and since, such as ``Vacated ..., since 12–13 March 2018``."""
    state = answer.state
    recorded = bool(state[s.RECORD_IDS])
    sentence = words.state(state[s.STATUS], state[s.PARTIES], recorded=recorded)
    if state[s.SINCE_TEXT]:
        sentence += f", {words.since(state[s.SINCE_TEXT], by=state[s.SINCE_BY])}"
    return sentence


def _notes(answer: Answer, data: Data, words: Words) -> list[str]:
    """Return what else belongs beside the state: whence inherited, on whose word, who differs, how old."""
    state, notes = answer.state, []
    if state[s.INHERITED_FROM]:
        notes.append(f"As in {words.name(data.places.loc[state[s.INHERITED_FROM]])}, which it lies in.")
    for label, ids in (
        ("On the word of", state[s.RECORD_IDS]),
        ("Says otherwise", state[s.DISSENT_IDS]),
        ("Claimed otherwise, with low confidence, which decides nothing", state[s.CLAIMED_IDS]),
    ):
        notes += [f"{label}: {_said(data.records.loc[record], words)} [{record}]" for record in ids]
    notes += [f"{words.state(condition, parties)}." for condition, parties in answer.conditions]
    if answer.stale:
        notes.append(f"The newest evidence was reported more than {STALE_AFTER} days before.")
    if answer.known_on is not None:
        own = data.records.loc[answer.verdicts.index]
        n_assumed = int((~own[s.REPORTED_GIVEN]).sum())
        notes.append(
            f"{n_assumed} of its {len(own)} records give no day of report: "
            "each counts as known from the last day of its date."
        )
    return notes


def _said(record: pd.Series, words: Words) -> str:
    """Return one record as ``source: what, when``."""
    what = words.state(record[s.STATUS], record[s.PARTIES])
    if record[s.CLAIM] == s.ENDED:
        what = words.text("state.ended", state=what)
    return f"{words.source(record[s.SOURCE], record[s.VIA])}: {what}, {words.effective(record[s.EFFECTIVE])}"


def _record_lines(answer: Answer, data: Data, words: Words) -> list[str]:
    """Return a table of every record of the place and its verdict, with notes below each."""
    if answer.verdicts.empty:
        return ["No record speaks of this place."]
    lines = []
    for row in answer.verdicts.itertuples():
        record = data.records.loc[row.Index]
        reported = iso(record[s.REPORTED]) if record[s.REPORTED_GIVEN] else "not given"
        verdict = f"{row.verdict} {row.by}".strip()
        lines.append(f"{verdict:<16}  {_said(record, words)}")
        detail = f"{row.Index}; {record[s.CLAIM]}; reported {reported}; {record[s.CONFIDENCE]} confidence"
        lines += textwrap.wrap(detail, 100, initial_indent=" " * 18, subsequent_indent=" " * 18)
        for text in (record[s.NOTE], record[s.URL]):
            lines += textwrap.wrap(text, 100, initial_indent=" " * 18, subsequent_indent=" " * 18)
    return lines


def run_places(name: str | None) -> None:
    """Print what a name means, or every place."""
    data = load()
    if name is None:
        rows = [
            [place, row[s.NAME], row[s.NAME_AR], row[s.LEVEL], row[s.PARENT]]
            for place, row in data.places.iterrows()
        ]
        click.echo(table(("place_id", "name", "name_ar", "level", "parent"), rows))
        return
    index = index_names(data.places)
    ids = index.candidates(name)
    if not ids:
        place_of(name, data)  # raises, with what it may mean
    for place in ids:
        click.echo(_described(place, data))
    if len(ids) > 1:
        click.echo(f"{name!r} is shared: write {' or '.join(index.qualified(place) for place in ids)}.")


def _described(place: str, data: Data) -> str:
    """Return a few lines about one place."""
    row = data.places.loc[place]
    above = " < ".join(data.places.at[each, s.NAME] for each in lineage_of(data.places, place))
    names = ", ".join(text for text in (row[s.NAME_AR], row[s.NAME_FR], *row[s.ALIASES]) if text)
    n = int((data.records[s.PLACE_ID] == place).sum())
    return "\n".join(
        [
            f"{place}: {row[s.NAME]} ({row[s.LEVEL]})",
            f"  also: {names}" if names else "  no other names",
            f"  in: {above}",
            f"  {n} records; outline{' approximate,' if row[s.APPROXIMATE] else ''} from {row[s.SOURCE]}",
        ]
    )
