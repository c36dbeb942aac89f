"""Rule 6, and what all places show over time, still as integers: a few bytes for each spell."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import accumulate

import numpy as np
import pandas as pd

from geomap import schema as s
from geomap.control.corrections import Known, to_known
from geomap.control.dissent import Pairs
from geomap.control.inheritance import Segments, to_segments
from geomap.control.keys import FOREVER, NONE, changes, ends_of, in_order, spread, take
from geomap.control.ledger import NOTHING, State
from geomap.control.tree import Branch, to_tree
from geomap.control.winners import reduced, to_epochs

#: A tree with more records than this is worked out in branches, but never in more than so many.
BRANCH_RECORDS = 1_000_000
MOST_BRANCHES = 12
#: More threads than this need more memory than they save time.
MOST_THREADS = 4


@dataclass(frozen=True)
class Timeline:
    """The spells of all places, sorted by place and first day, in few bytes.

    ``place`` and ``decider`` are positions in ``names``, ``state`` one in ``states``. ``decider`` is
    the ancestor whose records decide, NONE where the place's own do or none does; ``since`` is
    FOREVER where nothing is known, as ``until`` is while the spell lasts. A spell rests on the
    winners ``bounds[epoch]`` up to ``bounds[epoch + 1]``. ``opener``, ``winners`` and the entries of
    ``dissent`` and ``claims`` are positions in the records frame; those of one spell stand in the
    order of ids.
    """

    names: pd.Index
    states: list[State]
    place: np.ndarray
    day: np.ndarray
    until: np.ndarray
    state: np.ndarray
    since: np.ndarray
    opener: np.ndarray
    decider: np.ndarray
    epoch: np.ndarray
    winners: np.ndarray
    bounds: np.ndarray
    dissent: Pairs
    claims: Pairs


def to_timeline(
    records: pd.DataFrame, places: pd.DataFrame, *, known_on: pd.Timestamp | None = None
) -> Timeline:
    """Return what every place's state was, rules 1 to 6, as integers; see ``to_spells``.

    The tree is worked out in branches, several at a time, so that what they need on the way stays
    small beside the records.
    """
    tree = to_tree(places)
    known = to_known(records, tree, known_on)
    weight = np.bincount(known.place + 1, minlength=len(tree.names) + 1)[1:]
    branches = tree.branches(weight, n=min(MOST_BRANCHES, 1 + len(records) // BRANCH_RECORDS))
    with ThreadPoolExecutor(min(MOST_THREADS, os.cpu_count() or 1)) as pool:
        parts = list(pool.map(partial(_resolved, known), branches))
    return _joined(parts)


def _resolved(known: Known, branch: Branch) -> Timeline:
    """Return the spells of a branch's own places, in the order of the branch."""
    ledger = known.ledger(branch)
    epochs = to_epochs(ledger)
    spells = _spelled(to_segments(ledger, epochs, branch), branch.own)
    ids = known.records.index
    start = run_starts(spells)
    winners = _by_id(epochs.of[epochs.winners], ledger.row[epochs.winners], ids)
    opener = np.where(spells.state == NOTHING, NONE, spells.opener[start])
    decider = take(epochs.place, spells.epoch, NONE)
    return Timeline(
        names=known.tree.names,
        states=[(s.UNKNOWN, ()) if code == NOTHING else state for code, state in enumerate(ledger.states)],
        place=branch.places[spells.place],
        day=spells.day,
        until=ends_of(spells.place, spells.day),
        state=spells.state,
        since=np.where(opener == NONE, np.int32(FOREVER), spells.day[start]),
        opener=take(winners, take(epochs.start, opener, NONE), NONE),
        decider=take(branch.places, np.where(decider == spells.place, NONE, decider), NONE),
        epoch=spells.epoch,
        winners=winners,
        bounds=np.append(epochs.start, np.int32(len(winners))),
        dissent=_as_records(spells.dissent, ledger.row, ids),
        claims=_as_records(spells.claims, ledger.row, ids),
    )


def run_starts(segments: Segments) -> np.ndarray:
    """Return, for each segment, the position of the segment that opened its unbroken run.

    Rule 6. A run is broken where the status or the parties change; who supports the state, and
    whether it is inherited, does not break it.
    """
    opens = changes(segments.place, segments.state)
    return np.flatnonzero(opens)[np.cumsum(opens) - 1]


def _spelled(segments: Segments, own: np.ndarray) -> Segments:
    """Return the segments of ``own`` places that differ in anything from the one before."""
    keep = np.flatnonzero(_differs(segments) & own[segments.place])
    new = np.full(len(segments.place), NONE, dtype=np.int32)
    new[keep] = np.arange(len(keep))
    columns = (segments.place, segments.day, segments.epoch, segments.state, segments.opener)
    dissent, claims = (Pairs(new[pairs.at], pairs.entry) for pairs in (segments.dissent, segments.claims))
    of_kept = (pairs[pairs.at != NONE] for pairs in (dissent, claims))
    return Segments(*(column[keep] for column in columns), *of_kept)  # type: ignore[arg-type]


def _joined(parts: list[Timeline]) -> Timeline:
    """Return the timelines of all branches as one, sorted by place."""
    order = _by_place(np.concatenate([part.place for part in parts]))
    new = np.empty(len(order), dtype=np.int32)
    new[order] = np.arange(len(order))
    states = {
        state: code
        for code, state in enumerate(dict.fromkeys(state for part in parts for state in part.states))
    }
    codes = (np.array([states[state] for state in part.states], dtype=np.int32)[part.state] for part in parts)
    spells = [len(part.place) for part in parts]
    winners = [len(part.winners) for part in parts]

    def column(name: str) -> np.ndarray:
        return np.concatenate([getattr(part, name) for part in parts])[order]

    def pairs(name: str) -> Pairs:
        attached: list[Pairs] = [getattr(part, name) for part in parts]
        at = new[_end_to_end([each.at for each in attached], spells)]
        by_spell = in_order(at)
        return Pairs(at, np.concatenate([each.entry for each in attached]))[by_spell]

    return Timeline(
        names=parts[0].names,
        states=list(states),
        state=np.concatenate(list(codes))[order],
        epoch=_end_to_end([part.epoch for part in parts], [len(part.bounds) - 1 for part in parts])[order],
        winners=np.concatenate([part.winners for part in parts]),
        bounds=np.append(_end_to_end([part.bounds[:-1] for part in parts], winners), np.int32(sum(winners))),
        dissent=pairs("dissent"),
        claims=pairs("claims"),
        **{name: column(name) for name in ("place", "day", "until", "since", "opener", "decider")},
    )


def _end_to_end(arrays: list[np.ndarray], sizes: list[int]) -> np.ndarray:
    """Return positions in things of these sizes as positions in all of them in a row; NONE stays."""
    starts = [0, *accumulate(sizes)][: len(sizes)]
    moved = [
        np.where(array == NONE, array, array + start) for array, start in zip(arrays, starts, strict=True)
    ]
    return np.concatenate(moved)


def _by_place(place: np.ndarray) -> np.ndarray:
    """Return the positions that sort by place, where all of one place stand together already."""
    begins = np.flatnonzero(changes(place))
    ends = np.append(begins[1:], len(place))
    order = np.argsort(place[begins])
    return spread(begins[order], ends[order])[1]


def _differs(segments: Segments) -> np.ndarray:
    """Return which segments differ in anything from the one before them."""
    n = len(segments.place)
    marks = (_fingerprint(pairs, n) for pairs in (segments.dissent, segments.claims))
    return changes(segments.place, segments.state, segments.epoch, *marks)


def _fingerprint(pairs: Pairs, n: int) -> np.ndarray:
    """Return one integer for the set of entries of each segment: equal sets, equal integers.

    Sums of well mixed 64-bit numbers (the finaliser of splitmix64), so that unequal sets have
    equal sums about once in 10**19.
    """
    mixed = pairs.entry.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    begins = np.flatnonzero(changes(pairs.at))
    sums = np.zeros(n, dtype=np.uint64)
    sums[pairs.at[begins]] = reduced(np.add, mixed, begins)
    return sums


def _as_records(pairs: Pairs, row: np.ndarray, ids: pd.Index) -> Pairs:
    """Return the pairs with records for ledger entries, sorted by spell and id."""
    order = in_order(pairs.at)
    at = pairs.at[order]
    return Pairs(at, _by_id(at, row[pairs.entry[order]], ids))


def _by_id(group: np.ndarray, rows: np.ndarray, ids: pd.Index) -> np.ndarray:
    """Return ``rows`` with those of one group, which stand together, in the order of their ids."""
    opens = changes(group)
    tied = np.flatnonzero(~opens | ~np.append(opens[1:], True)[: len(opens)])
    rank = np.empty(len(tied), dtype=np.int64)
    rank[ids[rows[tied]].argsort()] = np.arange(len(tied))
    result = rows.copy()
    result[tied] = rows[tied[in_order(group[tied], rank)]]
    return result
