"""Rules 2 and 3: which records decide a place, from each first day on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geomap import schema as s
from geomap.control.keys import changes, key_of, last_at
from geomap.control.ledger import Ledger


@dataclass(frozen=True)
class Epochs:
    """Stretches of days that one first day decides, sorted by place and first day.

    An epoch runs from its ``first`` until the next epoch of its place. ``last`` is the last day
    of the winning records' windows. ``start`` and ``stop`` bound its winning entries in
    ``winners``, which are positions in the ledger. ``agreed`` is true where all its entries, not
    only the winning ones, name its state; ``of`` is the epoch of each counting entry.
    """

    place: np.ndarray
    first: np.ndarray
    last: np.ndarray
    state: np.ndarray
    agreed: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    winners: np.ndarray
    of: np.ndarray
    key: np.ndarray

    def at(self, place: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Return the epoch of each place on each day, NONE where none has begun."""
        return last_at(self.key, place, day)

    def __len__(self) -> int:
        return len(self.place)


def claims_only(ledger: Ledger) -> np.ndarray:
    """Return the entries that are claims, in the order of places and first days.

    Rule 2. A record of ``low`` confidence never wins, never acts as ``whole``, never dissents.
    """
    return np.arange(ledger.n, len(ledger.row))


def to_epochs(ledger: Ledger) -> Epochs:
    """Return who wins each place, from every first day on.

    Rule 3. Of the counting, begun holding records of a place, the latest first day wins; on a tie
    the higher confidence, then the later reported. Still tied and different in state:
    ``disputed``, with all tied records and the union of their parties.
    """
    place, first, state = ledger.place[: ledger.n], ledger.first[: ledger.n], ledger.state[: ledger.n]
    opens = changes(place, first)
    of = np.cumsum(opens, dtype=np.int32) - 1
    begins = np.flatnonzero(opens)
    winners = np.flatnonzero(is_heaviest(ledger, np.arange(ledger.n), begins, of)).astype(np.int32)
    stop = np.cumsum(np.bincount(of[winners], minlength=len(begins)), dtype=np.int32)
    start = np.append(np.int32(0), stop)[:-1]
    return Epochs(
        place=place[begins],
        first=first[begins],
        last=reduced(np.maximum, ledger.last[winners], start),
        state=_states(ledger, state[winners], start, stop),
        agreed=reduced(np.minimum, state, begins) == reduced(np.maximum, state, begins),
        start=start,
        stop=stop,
        winners=winners,
        of=of,
        key=key_of(place[begins], first[begins]),
    )


def is_heaviest(ledger: Ledger, entries: np.ndarray, begins: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Return which entries have the highest confidence of their group and, of those, the latest report."""
    weight = key_of(ledger.rank[entries], ledger.reported[entries])
    return weight == reduced(np.maximum, weight, begins)[group]


def reduced(ufunc: np.ufunc, values: np.ndarray, begins: np.ndarray) -> np.ndarray:
    """Return ``ufunc`` over the runs of values that begin at ``begins``."""
    return ufunc.reduceat(values, begins) if len(begins) else values[:0]


def _states(ledger: Ledger, state: np.ndarray, start: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """Return the state of each epoch: that of its winners, or ``disputed`` where they differ."""
    result = reduced(np.minimum, state, start)
    torn = np.flatnonzero(result != reduced(np.maximum, state, start))
    names, codes, known = list(ledger.states), state.tolist(), dict[frozenset[int], int]()
    for epoch, begin, end in zip(torn, start[torn].tolist(), stop[torn].tolist(), strict=True):
        tied = frozenset(codes[begin:end])
        if tied not in known:
            parties = sorted({party for code in tied for party in names[code][1]})
            known[tied] = ledger.states.code((s.DISPUTED, tuple(parties)))
        result[epoch] = known[tied]
    return result
