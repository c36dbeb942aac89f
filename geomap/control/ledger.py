"""Records as integers, sorted by place and first day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from geomap import schema as s
from geomap.control.keys import ArrayLike, codes_of, in_order, to_days

State = tuple[str, tuple[str, ...]]

#: State code of a place of which no record says anything.
NOTHING = 0
#: State code of a record that says the place no longer differs from the one around it.
INHERIT = 1


class States:
    """States and their codes, in the order in which they were first met."""

    def __init__(self) -> None:
        self._codes: dict[State, int] = {("", ()): NOTHING, (s.INHERIT, ()): INHERIT}

    def __iter__(self) -> Iterator[State]:
        return iter(self._codes)

    def code(self, state: State) -> int:
        """Return the code of ``state``, a new one where it is new."""
        return self._codes.setdefault(state, len(self._codes))

    def codes(self, status: ArrayLike, parties: ArrayLike) -> np.ndarray:
        """Return the code of each pair of status and parties."""
        status_code, statuses = codes_of(status)
        parties_code, held_by = codes_of(parties)
        pair = status_code.astype(np.int32) * len(held_by) + parties_code
        occurs = np.zeros(len(statuses) * len(held_by), dtype=bool)
        occurs[pair] = True
        table = np.zeros(len(occurs), dtype=np.int32)
        for at in np.flatnonzero(occurs):
            table[at] = self.code((statuses[at // len(held_by)], held_by[at % len(held_by)]))
        return table[pair]

    def are(self, *statuses: str) -> np.ndarray:
        """Return, for each code, whether its status is one of these."""
        return np.array([status in statuses for status, _ in self._codes])


@dataclass(frozen=True)
class Ledger:
    """Records, one entry each, sorted by place and first day.

    ``row`` is the position in the records frame, ``place`` one in a branch of the tree; days count
    from 1970-01-01; ``source``, ``effective`` and ``state`` are codes, ``state`` of ``states``, and
    ``rank`` is 0 for low, 1 for medium, 2 for high confidence. The first ``n`` entries count; of
    holding records those of low confidence, which are claims, stand after them. Entries of one
    place and day stand in no meant order.
    """

    n: int
    row: np.ndarray
    place: np.ndarray
    first: np.ndarray
    last: np.ndarray
    reported: np.ndarray
    source: np.ndarray
    effective: np.ndarray
    state: np.ndarray
    rank: np.ndarray
    whole: np.ndarray
    began: np.ndarray
    states: States

    def take(self, entries: np.ndarray, n: int) -> Ledger:
        """Return some of the entries, of which the first ``n`` count."""
        columns = {
            name: column[entries] for name, column in vars(self).items() if isinstance(column, np.ndarray)
        }
        return replace(self, n=n, **columns)


def to_ledger(records: pd.DataFrame, rows: np.ndarray, place: np.ndarray) -> Ledger:
    """Return the records at ``rows`` as a ledger; ``place`` is the number of each one's place."""

    def values(column: str) -> ArrayLike:
        return records[column].array.take(rows)

    states = States()
    ledger = Ledger(
        n=len(rows),
        row=rows.astype(np.int32),
        place=place,
        first=to_days(values(s.FIRST)),
        last=to_days(values(s.LAST)),
        reported=to_days(values(s.REPORTED)),
        source=codes_of(values(s.SOURCE))[0],
        effective=codes_of(values(s.EFFECTIVE))[0],
        state=states.codes(values(s.STATUS), values(s.PARTIES)),
        rank=_ranks(values(s.CONFIDENCE)),
        whole=np.asarray(values(s.SCOPE) == "whole"),
        began=np.asarray(values(s.CLAIM) == "began"),
        states=states,
    )
    return ledger.take(in_order(ledger.place, ledger.first), n=len(rows))


def _ranks(confidence: ArrayLike) -> np.ndarray:
    """Return how much each confidence weighs: 0 for low, 1 for medium, 2 for high."""
    codes, values = codes_of(confidence)
    return np.array([s.CONFIDENCES.index(value) for value in values], dtype=np.int8)[codes]
