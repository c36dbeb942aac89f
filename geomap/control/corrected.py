"""What later corrections changed of a day: the reason for a line "Corrected ..." on a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from geomap import schema as s
from geomap.control.corrections import is_known
from geomap.control.spells import as_of, to_spells

#: Columns of ``corrected``.
CORRECTED_COLUMNS = (
    s.REPORTED, s.PLACE_ID, "was_status", "was_parties", s.STATUS, s.PARTIES, s.RECORD_IDS,
)  # fmt: skip


def corrected(
    records: pd.DataFrame,
    places: pd.DataFrame,
    day: pd.Timestamp | str,
    *,
    shown: Iterable[str] | None = None,
    known_on: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Return where a correction changed what an earlier map of ``day`` showed.

    A correction is a known record that names another in ``corrects``, a ``withdrawn`` one too. One
    that was reported after ``day``, of a record reported before it, may come after a map of that
    day was printed. For each day on which such corrections were reported, the state of a place on
    ``day`` by all that was known then is compared with its state by the same records less these
    corrections; places that inherit from a corrected one are compared too. Where status or parties
    differ, there is a row. What new records changed without correcting another is no correction.

    Parameters: ``records`` as ``read_records`` gives them; ``places``, of which only the index and
    ``parent`` are used; ``shown`` are the places asked about, by default all. Only the places
    concerned are resolved, and nothing at all where nothing was corrected.

    Returns a frame sorted by ``reported`` and ``place_id`` with ``reported, place_id, was_status,
    was_parties, status, parties, record_ids``: what stood before, what stands now, and the
    corrections of that day of the place or of what is around it.
    """
    day = pd.Timestamp(day)
    late = _late(records, day, known_on)
    rows: list[tuple] = []
    if len(late):
        of_interest = places.index if shown is None else pd.Index(list(shown))
        parents = dict(zip(places.index.tolist(), places[s.PARENT].tolist(), strict=True))
        lineages = {place: list(_upwards(place, parents)) for place in of_interest}
        told = records[
            is_known(records, known_on) & ((records[s.FIRST] <= day) | (records[s.CORRECTS] != ""))
        ]
        for reported, made in late.groupby(s.REPORTED, sort=True):
            rows += _differing(told, places, day, (reported, made), lineages)
    frame = pd.DataFrame(rows, columns=list(CORRECTED_COLUMNS)).astype({s.REPORTED: s.DAY_DTYPE})
    return frame.sort_values([s.REPORTED, s.PLACE_ID], kind="stable", ignore_index=True)


def _late(records: pd.DataFrame, day: pd.Timestamp, known_on: pd.Timestamp | None) -> pd.DataFrame:
    """Return the known corrections reported after ``day``, of records that were reported before them."""
    naming = np.asarray(records[s.CORRECTS] != "")
    if not naming.any():
        return records.iloc[:0]
    made = records[naming & np.asarray(is_known(records, known_on)) & np.asarray(records[s.REPORTED] > day)]
    made = made[made[s.CORRECTS].isin(records.index)]
    targets = records.loc[made[s.CORRECTS].to_numpy(dtype=object)]
    begun = (targets[s.FIRST].to_numpy() <= day.to_datetime64()) | (
        made[s.FIRST].to_numpy() <= day.to_datetime64()
    )
    return made[(targets[s.REPORTED].to_numpy() < made[s.REPORTED].to_numpy()) & begun]


def _upwards(place: str, parents: dict[str, str]) -> Iterator[str]:
    """Yield a place and everything above it, nearest first."""
    while place in parents:
        yield place
        place = parents[place]


def _differing(
    told: pd.DataFrame,
    places: pd.DataFrame,
    day: pd.Timestamp,
    made: tuple[pd.Timestamp, pd.DataFrame],
    lineages: dict[str, list[str]],
) -> Iterator[tuple]:
    """Yield a row for each place whose state on ``day`` the corrections of one day changed."""
    reported, corrections = made
    touched = set(corrections[s.PLACE_ID])
    concerned = {place: above for place, above in lineages.items() if not touched.isdisjoint(above)}
    related = sorted({each for above in concerned.values() for each in above})
    known = told[told[s.PLACE_ID].isin(related) & (told[s.REPORTED] <= reported)]
    tree = places.loc[related]
    now, was = (
        as_of(to_spells(heard, tree), day).loc[list(concerned), [s.STATUS, s.PARTIES]]
        for heard in (known, known[~known.index.isin(corrections.index)])
    )
    by_place = corrections.groupby(s.PLACE_ID, sort=False).groups
    columns = (frame[name].tolist() for frame in (was, now) for name in (s.STATUS, s.PARTIES))
    for (place, above), *state in zip(concerned.items(), *columns, strict=True):
        if state[:2] != state[2:]:
            ids = sorted(record for each in above if each in by_place for record in by_place[each])
            yield reported, place, *state, tuple(ids)
