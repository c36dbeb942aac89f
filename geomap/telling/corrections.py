"""The lines "Corrected 28 March: ..." of a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from geomap import schema as s
from geomap.control import corrected
from geomap.dates import Days
from geomap.telling.seen import Seen
from geomap.telling.sentences import all_days, party_name, place_name

if TYPE_CHECKING:
    from geomap.scene import Scene


def corrections(scene: Scene, day: pd.Timestamp | str) -> pd.DataFrame:
    """Return where a correction changed what an earlier sheet of ``day`` showed; see ``control.corrected``.

    By what is known for the map: of the places drawn, and of others where conditions changed, for these are
    drawn on their outlines.
    """
    rows = corrected(scene.records, scene.tree, day, shown=scene.places.index, known_on=scene.known_on)
    if rows.empty:
        return rows
    marked = rows["was_conditions"] != rows["conditions"]
    return rows[rows[s.PLACE_ID].isin(scene.drawn()) | marked].reset_index(drop=True)


def corrected_lines(scene: Scene, on: Days) -> list[str]:
    """Return a sentence for each correction that changed what an earlier sheet of a day, or of several, showed.

    Such as "Corrected 28 March 2018: Qadam. Held by X, not by Y.", the first reported first, day after
    day; what is to be said of several days is said once.
    """
    told = [scene.once("corrections", day, partial(_lines, scene, day)) for day in all_days(on)]
    return list(dict.fromkeys(line for lines in told for line in lines))


def _lines(scene: Scene, day: pd.Timestamp) -> list[str]:
    """Return the sentences of one day."""
    rows = corrections(scene, day)
    if rows.empty:
        return []
    seen, drawn = Seen(scene, day), set(scene.drawn())
    return [
        line for row in rows.itertuples() for line in _lines_of(seen, row, is_drawn=row.place_id in drawn)
    ]


def _lines_of(seen: Seen, row: Any, *, is_drawn: bool) -> Iterator[str]:
    """Yield what is said of one row of ``corrections``."""
    words = seen.words
    said = {"date": words.day(row.reported), "place": place_name(seen.scene, row.place_id, words)}
    was, now = ((row.was_status, row.was_parties), (row.status, row.parties))
    if is_drawn and was != now:
        yield _of_state(seen, was, now, said)
    for key, one, other in (
        ("telling.corrected_gone", row.was_conditions, row.conditions),
        ("telling.corrected_added", row.conditions, row.was_conditions),
    ):
        pairs = [pair for pair in one if pair not in other]
        if pairs:
            yield words.text(key, conditions=_conditions(seen, pairs), **said)


def _of_state(
    seen: Seen, was: tuple[str, tuple[str, ...]], now: tuple[str, tuple[str, ...]], said: dict[str, str]
) -> str:
    words = seen.words
    if was[0] == now[0] == s.CONTROL:
        party, before = (party_name(parties[0], words) for _, parties in (now, was))
        return words.text("telling.corrected_holder", party=party, was=before, **said)
    state = seen.phrase(*now)
    state = state[:1].upper() + state[1:]
    return words.text("telling.corrected", state=state, was=seen.phrase(*was), **said)


def _conditions(seen: Seen, pairs: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    """Return conditions as a list in words, those of one kind with all their parties."""
    members: dict[str, list[str]] = {}
    for condition, parties in pairs:
        members.setdefault(condition, []).extend(parties)
    texts = [seen.phrase(condition, tuple(dict.fromkeys(parties))) for condition, parties in members.items()]
    return seen.words.join_apart(texts)
