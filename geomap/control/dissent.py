"""Rule 4: where another source says otherwise, or says later."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geomap import schema as s
from geomap.control.keys import FOREVER, changes, in_order, key_of, spread
from geomap.control.ledger import INHERIT, Ledger
from geomap.control.winners import Epochs, is_heaviest

#: A source that dates the same change more than this many days later speaks of another event.
SAME_EVENT_DAYS = 30


@dataclass(frozen=True)
class Pairs:
    """Ledger entries attached to something: ``entry[i]`` to ``at[i]``."""

    at: np.ndarray
    entry: np.ndarray

    def __getitem__(self, keep: np.ndarray) -> Pairs:
        return Pairs(self.at[keep], self.entry[keep])

    def bounds(self, n: int) -> np.ndarray:
        """Return where the entries of each of ``n`` begin, and at last where all end, if sorted."""
        return np.append(0, np.cumsum(np.bincount(self.at, minlength=n)))

    def attached_to(self, wanted: np.ndarray, new: np.ndarray, n: int) -> Pairs:
        """Return the pairs at ``wanted``, of ``n`` positions, attached to ``new`` in their place."""
        bounds = self.bounds(n)
        who, position = spread(bounds[wanted], bounds[wanted + 1])
        return Pairs(new[who], self.entry[position])


def joined(parts: list[Pairs]) -> Pairs:
    """Return all pairs once, sorted."""
    at = np.concatenate([pairs.at for pairs in parts]).astype(np.int32)
    entry = np.concatenate([pairs.entry for pairs in parts]).astype(np.int32)
    order = in_order(at, entry)
    order = order[changes(at[order], entry[order])]
    return Pairs(at[order], entry[order])


@dataclass(frozen=True)
class Latest:
    """Entries that are a source's own latest of a place from their first day on, and ``until`` when.

    Sorted by place; ``until`` is the first day on which the source's next record takes over.
    """

    entry: np.ndarray
    until: np.ndarray


def own_latest(ledger: Ledger) -> Latest:
    """Return what each source says of each place, and until when it stands.

    Of one source's counting records of a place the latest first day stands, on a tie the higher
    confidence, then the later reported.
    """
    rows = in_order(ledger.place[: ledger.n], ledger.source[: ledger.n], ledger.first[: ledger.n])
    first = ledger.first[rows]
    speaks = changes(ledger.place[rows], ledger.source[rows])
    opens = speaks | changes(first)
    begins = np.flatnonzero(opens)
    group = np.cumsum(opens) - 1
    following = np.append(first[begins[1:]], np.int32(FOREVER))[: len(begins)]
    following[:-1][speaks[begins[1:]]] = FOREVER
    top = is_heaviest(ledger, rows, begins, group)
    return Latest(rows[top].astype(np.int32), following[group[top]])


def says_otherwise(ledger: Ledger, epochs: Epochs, latest: Latest) -> Pairs:
    """Return (epoch, entry) pairs: another source names another state for those days.

    Rule 4, *says otherwise*: another source's own latest counting, begun record for the place
    names another state than the winner, and either has the winner's first day or was reported
    after it, so that it had the chance to know.
    """
    own_day = Pairs(epochs.of[latest.entry], latest.entry)
    heard = np.minimum(latest.until, ledger.reported[latest.entry]) - 1
    following = own_day.at + 1
    later = following < len(epochs)
    later[later] = epochs.first[following[later]] <= heard[later]
    later[later] = epochs.place[following[later]] == ledger.place[latest.entry[later]]
    entry = latest.entry[later]
    high = np.searchsorted(epochs.key, key_of(ledger.place[entry], heard[later]), side="right")
    who, epoch = spread(following[later], high)
    pairs = [own_day, Pairs(epoch, entry[who])]
    pairs = [each[ledger.state[each.entry] != epochs.state[each.at]] for each in pairs]
    return _of_other_sources(ledger, epochs, joined(pairs))


def says_later(ledger: Ledger, epochs: Epochs) -> Pairs:
    """Return (epoch, entry) pairs: another source dates the very same change to a later day.

    Rule 4, *says later*: another source's ``began`` record dates the winner's very state to a
    first day after the winner's last day and at most 30 days after its first, is not yet begun,
    that source has no counting, begun record of this state, and no counting record of the place
    with a first day between the two names another state.
    """
    entry = np.flatnonzero(ledger.began[: ledger.n] & (epochs.of > 0))
    before = epochs.of[entry] - 1
    near = epochs.place[before] == ledger.place[entry]
    near &= epochs.state[before] == ledger.state[entry]
    near &= epochs.first[before] >= ledger.first[entry] - SAME_EVENT_DAYS
    entry, before = entry[near], before[near]
    reach = key_of(ledger.place[entry], ledger.first[entry] - SAME_EVENT_DAYS)
    low = np.maximum(np.searchsorted(epochs.key, reach), _unchanged_from(epochs)[before])
    who, epoch = spread(low, before + 1)
    pairs = Pairs(epoch, entry[who])
    pairs = pairs[ledger.first[pairs.entry] > epochs.last[pairs.at]]
    pairs = _of_other_sources(ledger, epochs, pairs)
    return pairs[_first_told(ledger, pairs.entry) > epochs.first[pairs.at]]


def _unchanged_from(epochs: Epochs) -> np.ndarray:
    """Return the first epoch since whose first day no record of the place names another state."""
    breaks = changes(epochs.place, epochs.state) | ~epochs.agreed
    return np.maximum.accumulate(np.where(breaks, np.arange(len(breaks)), 0)) if len(breaks) else breaks


def _first_told(ledger: Ledger, entries: np.ndarray) -> np.ndarray:
    """Return the first day of which the source of each entry tells the entry's state of its place."""
    if not len(entries):
        return ledger.first[entries]
    columns = tuple(column[: ledger.n] for column in (ledger.place, ledger.source, ledger.state))
    rows = in_order(*columns, ledger.first[: ledger.n])
    opens = changes(*(column[rows] for column in columns))
    first = np.empty(ledger.n, dtype=np.int32)
    first[rows] = ledger.first[rows[opens]][np.cumsum(opens) - 1]
    return first[entries]


def _of_other_sources(ledger: Ledger, epochs: Epochs, pairs: Pairs) -> Pairs:
    """Keep the pairs whose entry is of a source that is none of the winner's; none for disputed."""
    state = epochs.state[pairs.at]
    pairs = pairs[~ledger.states.are(s.DISPUTED)[state] & (state != INHERIT)]
    return pairs[~shares_source(ledger, epochs, pairs)]


def shares_source(ledger: Ledger, epochs: Epochs, pairs: Pairs) -> np.ndarray:
    """Return which entries are of a source of a winner of their epoch."""
    pair, position = spread(epochs.start[pairs.at], epochs.stop[pairs.at])
    same = ledger.source[epochs.winners[position]] == ledger.source[pairs.entry[pair]]
    result = np.zeros(len(pairs.at), dtype=bool)
    result[pair[same]] = True
    return result


def dissents(ledger: Ledger, epochs: Epochs, latest: Latest) -> Pairs:
    """Return (epoch, entry) pairs of both kinds of dissent, sorted by epoch.

    Rule 4. A disputed state has its tied records and no dissent; two sources that report two
    events one after the other do not disagree.
    """
    return joined([says_otherwise(ledger, epochs, latest), says_later(ledger, epochs)])
