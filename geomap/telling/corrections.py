"""The lines "Corrected 28 March: ..." of a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

    Of the places drawn, by what is known for the map.
    """
    return corrected(scene.records, scene.tree, day, shown=scene.drawn(), known_on=scene.known_on)


def corrected_lines(scene: Scene, on: Days) -> list[str]:
    """Return a sentence for each correction that changed what an earlier sheet of a day, or of several, showed.

    Such as "Corrected 28 March 2018: Qadam. Held by X, not by Y.", the first reported first, day after
    day; what is to be said of several days is said once.
    """
    return list(dict.fromkeys(line for day in all_days(on) for line in _lines(scene, day)))


def _lines(scene: Scene, day: pd.Timestamp) -> list[str]:
    """Return the sentences of one day."""
    rows = corrections(scene, day)
    if rows.empty:
        return []
    seen = Seen(scene, day)
    names = (s.REPORTED, s.PLACE_ID, "was_status", "was_parties", s.STATUS, s.PARTIES)
    return [_line(seen, *row) for row in zip(*(rows[name].tolist() for name in names), strict=True)]


def _line(
    seen: Seen,
    reported: pd.Timestamp,
    place: str,
    was_status: str,
    was_parties: tuple[str, ...],
    status: str,
    parties: tuple[str, ...],
) -> str:
    words = seen.words
    said = {"date": words.day(reported), "place": place_name(seen.scene, place, words)}
    if status == was_status == s.CONTROL:
        party, was = (party_name(each[0], words) for each in (parties, was_parties))
        return words.text("telling.corrected_holder", party=party, was=was, **said)
    state = seen.phrase(status, parties)
    state = state[:1].upper() + state[1:]
    return words.text("telling.corrected", state=state, was=seen.phrase(was_status, was_parties), **said)
