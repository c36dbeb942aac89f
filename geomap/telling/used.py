"""The records that a picture rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geomap import schema as s
from geomap.control import agreeing, conditions_on
from geomap.dates import Days
from geomap.stack import sizes_of
from geomap.telling.sentences import all_days

if TYPE_CHECKING:
    from geomap.scene import Scene

#: Verdicts of the records used, the weightiest first.
VERDICTS = (s.WON, s.DISSENTS, s.CLAIMED_ONLY, s.AGREES)
#: Columns of a state that name its records, and the verdict on those.
DECIDING = ((s.WON, s.RECORD_IDS), (s.DISSENTS, s.DISSENT_IDS), (s.CLAIMED_ONLY, s.CLAIMED_IDS))
USED_COLUMNS = (
    s.PLACE_ID, "verdict", s.STATUS, s.PARTIES, s.EFFECTIVE, s.REPORTED, s.REPORTED_GIVEN,
    s.SOURCE, s.VIA, s.URL, s.CONFIDENCE,
)  # fmt: skip


def records_used(scene: Scene, on: Days) -> pd.DataFrame:
    """Return the records that the picture of a day, or of several, rests on, or is marked because of.

    Of the places drawn: the records that won, those that agree with what is shown, those that
    dissent, and the claims. A state that is inherited rests on records of the place around it. Of
    the conditions shown: the records that opened and confirmed them, of which the newest won.

    Returns a frame indexed by ``id``, sorted by place, first day and id, with ``place_id, verdict``
    (won, dissents, claimed only, agrees; a record that serves several places or days has its weightiest),
    ``status, parties, effective, reported, reported_given, source, via, url, confidence``.
    """
    found: dict[str, str] = {}
    for day in all_days(on):
        for record, verdict in _found(scene, day).items():
            found[record] = min(found.get(record, verdict), verdict, key=VERDICTS.index)
    return _framed(scene, found)


def records_through(scene: Scene, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """Return the records that a chart through time rests on: those that won, dissent or claim on any of its days.

    Of the places that it counts, from ``first`` to ``last``, both included; as ``records_used``.
    """
    spells = scene.spells
    within = (spells[s.VALID_FROM] <= last) & ~(spells[s.VALID_TO] <= first)
    sizes, _ = sizes_of(scene)
    spells = spells[within & spells[s.PLACE_ID].isin(sizes.index[sizes > 0])]
    found: dict[str, str] = {}
    for verdict, column in DECIDING:
        _note(found, (record for ids in spells[column] for record in ids), verdict)
    return _framed(scene, found)


def _framed(scene: Scene, found: dict[str, str]) -> pd.DataFrame:
    """Return records with their verdicts as the frame of ``records_used``."""
    used = scene.records.loc[list(found)]
    used = used.assign(verdict=list(found.values())).sort_index(kind="stable")
    return used.sort_values([s.PLACE_ID, s.FIRST], kind="stable")[list(USED_COLUMNS)]


def _found(scene: Scene, day: pd.Timestamp) -> dict[str, str]:
    """Return the records that the picture of one day rests on, each with its weightiest verdict."""
    states = scene.states(day)
    drawn = states.loc[scene.drawn()]
    found: dict[str, str] = {}
    for verdict, column in DECIDING:
        _note(found, (record for ids in drawn[column] for record in ids), verdict)
    deciding = drawn[s.INHERITED_FROM].where(drawn[s.INHERITED_FROM] != "", drawn.index.to_series())
    places = set(drawn.index) | set(deciding)
    agree = agreeing(scene.records, scene.spells, scene.tree, day, known_on=scene.known_on)
    agree = agree[scene.records.loc[agree, s.PLACE_ID].isin(places).to_numpy()]
    _note_conditions(found, scene, day)
    _note(found, agree, s.AGREES)
    return found


def _note(found: dict[str, str], ids: object, verdict: str) -> None:
    for record in ids:  # type: ignore[attr-defined]
        found.setdefault(record, verdict)


def _note_conditions(found: dict[str, str], scene: Scene, day: pd.Timestamp) -> None:
    """Note the begun records of the conditions shown: the newest of each won, the others agree."""
    shown = conditions_on(scene.conditions, day)
    shown = shown[shown[s.PLACE_ID].isin(scene.places.index)]
    told = dict.fromkeys(record for ids in shown[s.RECORD_IDS] for record in ids)
    first = scene.records.loc[list(told), s.FIRST].to_dict()
    for ids in shown[s.RECORD_IDS]:
        begun = {record: first[record] for record in ids if first[record] <= day}
        for record, since in begun.items():
            found.setdefault(str(record), s.WON if since == max(begun.values()) else s.AGREES)
