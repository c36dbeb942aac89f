"""Spells as changes: what a reader can tell from the records is left out.

Most spells follow from one record of the place itself: they begin on its first day with its state.
Most others are the spell of the place above. ``assets/spells.js`` unpacks what is packed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
import pandas as pd

from geomap import schema as s
from geomap.control.keys import in_order, positions_in
from geomap.control.ledger import to_days

NONE = -1
_LISTS = (s.RECORD_IDS, s.DISSENT_IDS, s.CLAIMED_IDS)
_TOLD = (s.SINCE, s.SINCE_TEXT, s.SINCE_BY, s.INHERITED_FROM, *_LISTS)
#: "Not known since when", before every day.
NEVER = int(np.datetime64(s.BEGINNING, "D").astype(int)) - 1


@dataclass(frozen=True)
class Claims:
    """What spells are told from: the records, one entry each, and the tree of places.

    ``ids`` names the records; ``place`` counts positions in the tree; ``state`` is the number of
    the state that a record names, -1 where no spell has it; ``parent`` is by place.
    """

    ids: pd.Index
    place: np.ndarray
    first: np.ndarray
    state: np.ndarray
    effective: np.ndarray
    held: np.ndarray
    parent: np.ndarray


@dataclass(frozen=True)
class Table:
    """Spells as arrays, sorted by place and first day, with what they rest on as numbers."""

    place: np.ndarray
    day: np.ndarray
    state: np.ndarray
    since: np.ndarray
    since_text: np.ndarray
    since_by: np.ndarray
    inherited: np.ndarray
    records: Lists
    dissent: Lists
    claimed: Lists

    @property
    def opens(self) -> np.ndarray:
        """Which spells are the first of their place."""
        return np.append(True, self.place[1:] != self.place[:-1])[: len(self.place)]


@dataclass(frozen=True)
class Lists:
    """A list of records for each spell: ``row`` end to end, ``n`` of each; ``same`` is equal for equal ones."""

    row: np.ndarray
    n: np.ndarray
    same: np.ndarray

    @property
    def first(self) -> np.ndarray:
        """The first record of each list, -1 for none."""
        result = np.full(len(self.n), NONE)
        there = self.n > 0
        result[there] = self.row[(np.cumsum(self.n) - self.n)[there]]
        return result


def to_table(spells: pd.DataFrame, tree: pd.Index, state: np.ndarray, ids: pd.Index) -> Table:
    """Return the spells as arrays. ``tree`` and ``ids`` number places and records; ``state`` is by spell."""
    place = positions_in(tree, spells[s.PLACE_ID])
    day = to_days(spells[s.VALID_FROM])
    order = in_order(place, day)
    spells, place, day = spells[list(_TOLD)].iloc[order], place[order], day[order]
    row = dict(zip(ids.tolist(), range(len(ids)), strict=True))
    lists = (_lists(spells[column], row) for column in _LISTS)
    return Table(
        place=place,
        day=day,
        state=state[order],
        since=np.where(spells[s.SINCE].isna(), NEVER, to_days(spells[s.SINCE])),
        since_text=spells[s.SINCE_TEXT].to_numpy(dtype=object),
        since_by=spells[s.SINCE_BY].to_numpy(dtype=bool),
        inherited=positions_in(tree, spells[s.INHERITED_FROM]),
        **dict(zip(("records", "dissent", "claimed"), lists, strict=True)),
    )


def _lists(column: pd.Series, row: Mapping[str, int]) -> Lists:
    values = column.to_numpy(dtype=object)
    n = np.fromiter(map(len, values), dtype=np.int64, count=len(values))
    rows = np.fromiter(map(row.__getitem__, chain.from_iterable(values)), dtype=np.int64, count=n.sum())
    lists = Lists(rows, n, np.empty(0))
    same = lists.first  # a list of one record is told by it, and only the others need be compared
    same[n > 1] = len(row) + pd.factorize(values[n > 1])[0]
    return replace(lists, same=same)


def spell_columns(
    table: Table, claims: Claims, n_places: int
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return the columns of the spells, and the texts of ``since.text``.

    ``n``: spells of each place. ``op``: 0 for a spell that is spelled out in ``day, state,
    inherited, records.n, records``; odd for one that follows from a record of the place, even for
    one like a spell of its parent, each counted from the last one so named. ``since.*`` names what
    a run of one state does not tell, by the spell's position; ``dissent`` and ``claimed`` are
    pairs of spell and record.
    """
    follows, record_step = _from_record(table, claims)
    copies, parent, parent_step = _from_parent(table, claims)
    copies &= ~follows
    told = ~follows & ~copies
    op = np.where(follows, 2 * record_step - 1, np.where(copies, 2 * parent_step, 0))
    columns = {
        "n": np.bincount(table.place, minlength=n_places),
        "op": op,
        "day": table.day[told],
        "state": table.state[told],
        "inherited": table.inherited[told] + 1,
        "records.n": table.records.n[told],
        "records": table.records.row[np.repeat(told, table.records.n)],
    }
    for name, lists in (("dissent", table.dissent), ("claimed", table.claimed)):
        n = np.where(copies, 0, lists.n)
        columns[f"{name}.at"] = np.repeat(np.arange(len(n)), n)
        columns[name] = lists.row[np.repeat(~copies, lists.n)]
    odd = _odd_since(table, claims, copies, parent)
    columns |= {
        "since.at": odd,
        "since.known": (table.since[odd] != NEVER).astype(int),
        "since.day": table.since[odd],
        "since.by": table.since_by[odd].astype(int),
    }
    return columns, {"since.text": table.since_text[odd]}


def _from_record(table: Table, claims: Claims) -> tuple[np.ndarray, np.ndarray]:
    """Return which spells follow from one record of the place, and how many records on it is."""
    record = table.records.first
    there = (table.records.n == 1) & (table.inherited == NONE) & (record != NONE)
    there &= _at(claims.place, record) == table.place
    there &= (_at(claims.first, record) == table.day) & (_at(claims.state, record) == table.state)
    return there, _steps(table.place, there, _at(_rank(claims), record))


def _rank(claims: Claims) -> np.ndarray:
    """Return how many records of the same place come before each, by first day and then as given."""
    order = np.lexsort((claims.first, claims.place))
    place = claims.place[order]
    opens = np.append(True, place[1:] != place[:-1])[: len(place)]
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - np.flatnonzero(opens)[np.cumsum(opens) - 1]
    return rank


def _from_parent(table: Table, claims: Claims) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return which spells are like one of the parent's, which one, and how many spells on it is."""
    n = len(table.place)
    key = (table.place << 24) + table.day + 2**23
    parent = claims.parent[table.place]
    wanted = (parent << 24) + table.day + 2**23
    at = np.searchsorted(key, wanted)
    there = (parent != NONE) & (_at(key, np.where(at < n, at, NONE)) == wanted)
    at = np.where(there, at, NONE)
    passed_on = np.where(_at(table.inherited, at) == NONE, parent, _at(table.inherited, at))
    there &= (_at(table.state, at) == table.state) & (passed_on == table.inherited)
    for lists in (table.records, table.dissent, table.claimed):
        there &= _at(lists.same, at) == lists.same
    start = np.flatnonzero(table.opens)[np.cumsum(table.opens) - 1] if n else at
    rank = np.where(there, at - _at(start, at), 0)
    return there, at, _steps(table.place, there, rank)


def _steps(place: np.ndarray, there: np.ndarray, rank: np.ndarray) -> np.ndarray:
    """Return by how much the rank has grown since the last one of the place that is ``there``.

    Ranks start from 0 and grow within a place; the first one grows from -1.
    """
    base = place << 32
    reached = np.maximum.accumulate(np.where(there, base + rank + 1, base)) if len(place) else base
    before = np.append(0, reached[:-1])[: len(reached)]
    return np.where(there, rank + 1 - np.maximum(before - base, 0), 0)


def _odd_since(table: Table, claims: Claims, copies: np.ndarray, parent: np.ndarray) -> np.ndarray:
    """Return the spells whose ``since`` is not what their run, or the parent's spell, tells.

    A run is of one state; it is told to be since its first day, in the words of the first record
    that its first spell rests on.
    """
    decided = table.records.n > 0
    same = (table.state[1:] == table.state[:-1]) & (decided[1:] == decided[:-1]) & ~table.opens[1:]
    opens = np.append(True, ~same)[: len(table.place)]
    start = np.flatnonzero(opens)[np.cumsum(opens) - 1] if len(opens) else opens
    opener = table.records.first[start] if len(start) else start
    day = np.where(copies, _at(table.since, parent), np.where(decided, table.day[start], NEVER))
    text = np.where(copies, _at(table.since_text, parent), np.where(decided, _texts(claims, opener), ""))
    by = np.where(copies, _at(table.since_by, parent), decided & _at(claims.held, opener).astype(bool))
    return np.flatnonzero((day != table.since) | (text != table.since_text) | (by != table.since_by))


def _texts(claims: Claims, at: np.ndarray) -> np.ndarray:
    return np.append(claims.effective, "").astype(object)[at]


def _at(values: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Return ``values[at]``, and whatever stands last where ``at`` is -1; nothing gives -1."""
    return values[at] if len(values) else np.full(len(at), NONE)
