"""Rules 2 and 3: which records decide a place, from each first day on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geomap import schema as s
from geomap.control.ledger import Ledger, key_of, last_at


@dataclass(frozen=True)
class Epochs:
    """Stretches of days that one first day decides, sorted by place and first day.

    An epoch runs from its ``first`` until the next epoch of its place. ``last`` is the last day
    of the winning records' windows. ``start`` and ``stop`` bound its winning entries in
    ``winners``, which are positions in the ledger, in the order of ids.
    """

    place: np.ndarray
    first: np.ndarray
    last: np.ndarray
    state: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    winners: np.ndarray
    key: np.ndarray

    def at(self, place: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Return the epoch of each place on each day, -1 where none has begun."""
        return last_at(self.key, self.place, place, day)

    def __len__(self) -> int:
        return len(self.place)


def claims_only(ledger: Ledger) -> np.ndarray:
    """Return which entries are claims.

    Rule 2. A record of ``low`` confidence never wins, never acts as ``whole``, never dissents.
    """
    return ledger.rank == 0


def to_epochs(ledger: Ledger) -> Epochs:
    """Return who wins each place, from every first day on.

    Rule 3. Of the counting, begun holding records of a place, the latest first day wins; on a tie
    the higher confidence, then the later reported. Still tied and different in state:
    ``disputed``, with all tied records and the union of their parties.
    """
    rows = np.flatnonzero(~claims_only(ledger))
    order = np.lexsort((-ledger.reported[rows], -ledger.rank[rows], ledger.first[rows], ledger.place[rows]))
    rows = rows[order]
    place, first = ledger.place[rows], ledger.first[rows]
    opens = np.ones(len(rows), dtype=bool)
    opens[1:] = (place[1:] != place[:-1]) | (first[1:] != first[:-1])
    epoch = np.cumsum(opens) - 1
    best = rows[opens][epoch] if len(rows) else rows
    top = (ledger.rank[rows] == ledger.rank[best]) & (ledger.reported[rows] == ledger.reported[best])
    winners, epoch_of = rows[top], epoch[top]
    count = np.bincount(epoch_of, minlength=int(opens.sum()))
    stop = np.cumsum(count)
    start = stop - count
    return Epochs(
        place=place[opens],
        first=first[opens],
        last=np.maximum.reduceat(ledger.last[winners], start) if len(start) else start,
        state=_states(ledger, winners, start, stop),
        start=start,
        stop=stop,
        winners=winners,
        key=key_of(place[opens], first[opens]),
    )


def _states(ledger: Ledger, winners: np.ndarray, start: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """Return the state of each epoch: that of its winners, or ``disputed`` where they differ."""
    if not len(start):
        return start
    state = ledger.state[winners]
    lowest, highest = np.minimum.reduceat(state, start), np.maximum.reduceat(state, start)
    result = lowest.copy()
    for epoch in np.flatnonzero(lowest != highest):
        tied = {ledger.states[code] for code in state[start[epoch] : stop[epoch]]}
        parties = sorted({party for _, held_by in tied for party in held_by})
        result[epoch] = ledger.code((s.DISPUTED, tuple(parties)))
    return result


def is_disputed(ledger: Ledger, state: np.ndarray) -> np.ndarray:
    """Return which state codes stand for ``disputed``."""
    table = np.array([status == s.DISPUTED for status, _ in ledger.states])
    return table[state]
