"""Rule 4: where another source says otherwise, or says later."""

from __future__ import annotations

import numpy as np

from geomap.control.ledger import FOREVER, INHERIT, Ledger, key_of, spread
from geomap.control.winners import Epochs, claims_only, is_disputed

#: A source that dates the same change more than this many days later speaks of another event.
SAME_EVENT_DAYS = 30


def own_latest(ledger: Ledger) -> tuple[np.ndarray, np.ndarray]:
    """Return the entries that are a source's own latest of a place at some time, and until when.

    Of one source's counting records of a place the latest first day stands, on a tie the higher
    confidence, then the later reported. The second array is the first day on which the source's
    next record takes over (far in the future where none does).
    """
    rows = np.flatnonzero(~claims_only(ledger))
    columns = (ledger.reported, ledger.rank, ledger.first, ledger.source, ledger.place)
    rows = rows[np.lexsort(tuple(column[rows] for column in columns))]
    place, source, first = ledger.place[rows], ledger.source[rows], ledger.first[rows]
    same_source = (place[1:] == place[:-1]) & (source[1:] == source[:-1])
    closes = np.ones(len(rows), dtype=bool)
    closes[:-1] = ~same_source | (first[1:] != first[:-1])
    day_of = np.cumsum(np.concatenate(([0], closes[:-1]))) if len(rows) else np.zeros(0, dtype=int)
    ends = np.flatnonzero(closes)
    best = rows[ends][day_of] if len(rows) else rows
    top = (ledger.rank[rows] == ledger.rank[best]) & (ledger.reported[rows] == ledger.reported[best])
    following = np.full(len(ends), FOREVER)
    if len(ends) > 1:
        goes_on = same_source[ends[:-1]]
        following[:-1][goes_on] = first[ends[:-1] + 1][goes_on]
    return rows[top], following[day_of][top]


def says_otherwise(ledger: Ledger, epochs: Epochs) -> tuple[np.ndarray, np.ndarray]:
    """Return (epoch, entry) pairs: another source names another state for those days.

    Rule 4, *says otherwise*: another source's own latest counting, begun record for the place
    names another state than the winner, and either has the winner's first day or was reported
    after it, so that it had the chance to know.
    """
    rows, until = own_latest(ledger)
    latest_day = np.minimum(until - 1, np.maximum(ledger.first[rows], ledger.reported[rows] - 1))
    low = np.searchsorted(epochs.key, key_of(ledger.place[rows], ledger.first[rows]), side="left")
    high = np.searchsorted(epochs.key, key_of(ledger.place[rows], latest_day), side="right")
    who, epoch = spread(low, high)
    entry = rows[who]
    keep = ledger.state[entry] != epochs.state[epoch]
    keep &= (ledger.first[entry] == epochs.first[epoch]) | (ledger.reported[entry] > epochs.first[epoch])
    return _of_other_sources(ledger, epochs, epoch[keep], entry[keep])


def says_later(ledger: Ledger, epochs: Epochs) -> tuple[np.ndarray, np.ndarray]:
    """Return (epoch, entry) pairs: another source dates the very same change to a later day.

    Rule 4, *says later*: another source's ``began`` record dates the winner's very state to a
    first day after the winner's last day and at most 30 days after its first, is not yet begun,
    that source has no counting, begun record of this state, and no counting record of the place
    with a first day between the two names another state.
    """
    rows = np.flatnonzero(~claims_only(ledger) & ledger.began)
    first, place = ledger.first[rows], ledger.place[rows]
    low = np.searchsorted(epochs.key, key_of(place, first - SAME_EVENT_DAYS), side="left")
    high = np.searchsorted(epochs.key, key_of(place, first), side="left")
    who, epoch = spread(low, high)
    entry = rows[who]
    keep = (ledger.state[entry] == epochs.state[epoch]) & (ledger.first[entry] > epochs.last[epoch])
    epoch, entry = _of_other_sources(ledger, epochs, epoch[keep], entry[keep])
    keep = ~_says_so_already(ledger, epochs, epoch, entry) & ~_changes_between(ledger, epochs, epoch, entry)
    return epoch[keep], entry[keep]


def _of_other_sources(
    ledger: Ledger, epochs: Epochs, epoch: np.ndarray, entry: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Keep the pairs whose entry is of a source that is none of the winner's; none for disputed."""
    pair, position = spread(epochs.start[epoch], epochs.stop[epoch])
    same = ledger.source[epochs.winners[position]] == ledger.source[entry[pair]]
    own = np.zeros(len(epoch), dtype=bool)
    own[pair[same]] = True
    state = epochs.state[epoch]
    keep = ~own & ~is_disputed(ledger, state) & (state != INHERIT)
    return epoch[keep], entry[keep]


def _says_so_already(ledger: Ledger, epochs: Epochs, epoch: np.ndarray, entry: np.ndarray) -> np.ndarray:
    """Return which entries' sources have a begun record of this very state."""
    earlier, pair = _earlier(ledger, epochs.first[epoch], entry, since=None)
    found = (ledger.source[earlier] == ledger.source[entry[pair]]) & (
        ledger.state[earlier] == ledger.state[entry[pair]]
    )
    return _any(found, pair, len(entry))


def _changes_between(ledger: Ledger, epochs: Epochs, epoch: np.ndarray, entry: np.ndarray) -> np.ndarray:
    """Return for which pairs a counting record between the two first days names another state."""
    between, pair = _earlier(ledger, ledger.first[entry] - 1, entry, since=epochs.first[epoch] + 1)
    return _any(ledger.state[between] != ledger.state[entry[pair]], pair, len(entry))


def _earlier(
    ledger: Ledger, until: np.ndarray, entry: np.ndarray, since: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the counting entries of each pair's place with a first day in [since, until], and the pair."""
    rows = np.flatnonzero(~claims_only(ledger))
    rows = rows[np.lexsort((ledger.first[rows], ledger.place[rows]))]
    keys = key_of(ledger.place[rows], ledger.first[rows])
    place = ledger.place[entry]
    start = np.full(len(entry), -FOREVER) if since is None else since
    low = np.searchsorted(keys, key_of(place, start), side="left")
    high = np.searchsorted(keys, key_of(place, until), side="right")
    pair, position = spread(low, high)
    return rows[position], pair


def _any(found: np.ndarray, pair: np.ndarray, n: int) -> np.ndarray:
    result = np.zeros(n, dtype=bool)
    result[pair[found]] = True
    return result


def dissents(ledger: Ledger, epochs: Epochs) -> tuple[np.ndarray, np.ndarray]:
    """Return (epoch, entry) pairs of both kinds of dissent, sorted by epoch.

    Rule 4. A disputed state has its tied records and no dissent; two sources that report two
    events one after the other do not disagree.
    """
    pairs = [says_otherwise(ledger, epochs), says_later(ledger, epochs)]
    epoch = np.concatenate([epoch for epoch, _ in pairs])
    entry = np.concatenate([entry for _, entry in pairs])
    order = np.lexsort((entry, epoch))
    return epoch[order], entry[order]
