"""What later corrections changed of a day: the reason for a line "Corrected ..." on a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from geomap import schema as s
from geomap.control.conditions import condition_pairs, conditions_on, to_conditions
from geomap.control.corrections import is_known, retold
from geomap.control.keys import NONE
from geomap.control.spells import as_of, to_spells
from geomap.control.tree import Tree, to_tree

#: Columns of ``corrected``.
CORRECTED_COLUMNS = (
    s.REPORTED, s.PLACE_ID, "was_status", "was_parties", "was_conditions", s.STATUS, s.PARTIES, "conditions",
    s.RECORD_IDS,
)  # fmt: skip
#: Status, parties, and the conditions with their parties.
Seen = tuple[str, tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]


def corrected(
    records: pd.DataFrame,
    places: pd.DataFrame,
    day: pd.Timestamp | str,
    *,
    shown: Iterable[str] | None = None,
    known_on: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Return where a correction changed what an earlier map of ``day`` showed.

    A correction is a known record that names another in ``corrects``, a ``withdrawn`` one too, or with
    which a source tells again what it told before (rule 1). One that was reported after ``day``, of a
    record reported before it, may come after a map of that day was printed. For each day on which
    such corrections were reported, the state of a place on ``day`` by all that was known then is
    compared with its state by the same records less these corrections; places that inherit from a
    corrected one are compared too. Where status, parties or conditions differ, there is a row. What new
    records changed without correcting another is no correction.

    Parameters: ``records`` as ``read_records`` gives them; ``places``, of which only the index and
    ``parent`` are used; ``shown`` are the places asked about, by default all. Only the places
    concerned are resolved, and nothing at all where nothing was corrected.

    Returns a frame sorted by ``reported`` and ``place_id`` with ``reported, place_id, was_status,
    was_parties, was_conditions, status, parties, conditions, record_ids``: what stood before, what
    stands now, and the corrections of that day of the place or of what is around it. Conditions are
    pairs of a condition and its parties.
    """
    day = pd.Timestamp(day)
    late = _late(records, day, known_on)
    rows: list[tuple] = []
    if len(late):
        tree = to_tree(places)
        asked = np.ones(len(tree.names), dtype=bool) if shown is None else tree.names.isin(list(shown))
        told = records[np.asarray(is_known(records, known_on))]
        told = told[np.asarray(told[s.FIRST] <= day) | told.index.isin(late.index)]
        told = told.assign(at=tree.positions(told[s.PLACE_ID]))
        told = told[np.isin(told["at"], _around(tree, asked, late)[1])]
        for reported, made in late.groupby(s.REPORTED, sort=True):
            concerned, related = _around(tree, asked, made)
            known = told[np.isin(told["at"], related) & np.asarray(told[s.REPORTED] <= reported)]
            lineages = {tree.names[at]: tree.names[_path(tree, at)] for at in concerned}
            changed = _differing(known, places.loc[tree.names[related]], day, made, lineages)
            rows += [(reported, *row) for row in changed]
    frame = pd.DataFrame(rows, columns=list(CORRECTED_COLUMNS)).astype({s.REPORTED: s.DAY_DTYPE})
    return frame.sort_values([s.REPORTED, s.PLACE_ID], kind="stable", ignore_index=True)


def _late(records: pd.DataFrame, day: pd.Timestamp, known_on: pd.Timestamp | None) -> pd.DataFrame:
    """Return the known corrections reported after ``day``, of records that were reported before them."""
    after = np.asarray(is_known(records, known_on)) & np.asarray(records[s.REPORTED] > day)
    if not after.any():
        return records.iloc[:0]
    naming = records.index[after & np.asarray(records[s.CORRECTS] != "")]
    again = retold(records, known_on)
    pairs = pd.concat([records.loc[naming, s.CORRECTS], pd.Series(again.index, index=again, dtype=object)])
    made, target = (records.index.get_indexer(ids.to_numpy(dtype=object)) for ids in (pairs.index, pairs))
    there = (target != NONE) & after[made]
    made, target = made[there], target[there]
    first, reported = (records[name].to_numpy() for name in (s.FIRST, s.REPORTED))
    begun = (first[target] <= np.datetime64(day)) | (first[made] <= np.datetime64(day))
    late = made[(reported[target] < reported[made]) & begun]
    return records.iloc[np.unique(late)]


def _around(tree: Tree, asked: np.ndarray, made: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the places asked about that corrections concern, and these with all that is above them."""
    touched = tree.positions(made[s.PLACE_ID])
    concerned = np.flatnonzero(asked & np.isin(tree.lineage, touched[touched != NONE]).any(axis=1))
    related = np.unique(tree.lineage[concerned])
    return concerned, related[related != NONE]


def _path(tree: Tree, at: int) -> np.ndarray:
    """Return the positions of a place and everything above it."""
    lineage = tree.lineage[at]
    return lineage[lineage != NONE]


def _differing(
    known: pd.DataFrame,
    places: pd.DataFrame,
    day: pd.Timestamp,
    made: pd.DataFrame,
    lineages: Mapping[str, pd.Index],
) -> Iterator[tuple]:
    """Yield place, what stood before, what stands now, and corrections, where ``made`` changed the state on ``day``."""
    now, was = (
        _seen_on(heard, places, day, list(lineages))
        for heard in (known, known[~known.index.isin(made.index)])
    )
    for (place, above), before, after in zip(lineages.items(), was, now, strict=True):
        if before != after:
            yield place, *before, *after, tuple(sorted(made.index[made[s.PLACE_ID].isin(above)]))


def _seen_on(
    records: pd.DataFrame, places: pd.DataFrame, day: pd.Timestamp, asked: Sequence[str]
) -> list[Seen]:
    """Return the states and conditions of places on a day, by these records alone."""
    spells = to_spells(records, places)
    states = as_of(spells, day).loc[list(asked), [s.STATUS, s.PARTIES]]
    pairs = condition_pairs(conditions_on(to_conditions(records, spells), day))
    columns = (states[name].tolist() for name in (s.STATUS, s.PARTIES))
    return [(*state, pairs.get(place, ())) for place, *state in zip(asked, *columns, strict=True)]
