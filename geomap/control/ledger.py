"""Holding records as sorted integers: the form in which the rules work on millions of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geomap import schema as s
from geomap.control.corrections import uncorrected

#: State code of a place of which no record says anything.
NOTHING = 0
#: State code of a record that says the place no longer differs from the one around it.
INHERIT = 1

#: Before every day and after every day, far from overflow when added to.
NEVER = -(2**40)
FOREVER = 2**40

State = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Ledger:
    """Known, uncorrected holding records, one entry each, in the order of their ids.

    ``place`` counts positions in the places frame, days count from 1970-01-01, ``state`` is a
    position in ``states`` and ``rank`` is 0 for low, 1 for medium, 2 for high confidence.
    """

    ids: np.ndarray
    place: np.ndarray
    first: np.ndarray
    last: np.ndarray
    reported: np.ndarray
    source: np.ndarray
    state: np.ndarray
    rank: np.ndarray
    whole: np.ndarray
    began: np.ndarray
    held: np.ndarray
    effective: np.ndarray
    states: list[State]

    def take(self, rows: np.ndarray) -> Ledger:
        """Return the entries at ``rows``; states keep their codes."""
        columns = {name: column if name == "states" else column[rows] for name, column in vars(self).items()}
        return Ledger(**columns)

    def code(self, state: State) -> int:
        """Return the code of ``state``, adding it where it is new."""
        if state not in self.states:
            self.states.append(state)
        return self.states.index(state)


def to_days(days: pd.Series) -> np.ndarray:
    """Return naive datetimes as whole days since 1970-01-01."""
    return days.to_numpy().astype("datetime64[D]").astype(np.int64)


def to_dates(days: np.ndarray) -> np.ndarray:
    """Return whole days since 1970-01-01 as ``datetime64[s]``, what is out of reach as NaT."""
    dates = np.clip(days, -800_000, 3_000_000).astype("datetime64[D]").astype(s.DAY_DTYPE)
    dates[(days <= NEVER) | (days >= FOREVER)] = np.datetime64("NaT")
    return dates


def to_ledger(records: pd.DataFrame, places: pd.DataFrame, known_on: pd.Timestamp | None = None) -> Ledger:
    """Return the holding records that rule 1 leaves, as a ledger; low ones are in it with rank 0."""
    rows = uncorrected(records, known_on)
    rows = rows[rows[s.STATUS].isin(s.HOLDING) & rows[s.PLACE_ID].isin(places.index)].sort_index(
        kind="stable"
    )
    state, states = _state_codes(rows)
    return Ledger(
        ids=rows.index.to_numpy(dtype=object),
        place=places.index.get_indexer(rows[s.PLACE_ID]),
        first=to_days(rows[s.FIRST]),
        last=to_days(rows[s.LAST]),
        reported=to_days(rows[s.REPORTED]),
        source=pd.factorize(rows[s.SOURCE])[0],
        state=state,
        rank=rows[s.CONFIDENCE]
        .map({name: rank for rank, name in enumerate(s.CONFIDENCES)})
        .to_numpy(dtype=np.int64),
        whole=(rows[s.SCOPE] == "whole").to_numpy(),
        began=(rows[s.CLAIM] == "began").to_numpy(),
        held=(rows[s.CLAIM] == "held").to_numpy(),
        effective=rows[s.EFFECTIVE].to_numpy(dtype=object),
        states=states,
    )


def _state_codes(rows: pd.DataFrame) -> tuple[np.ndarray, list[State]]:
    """Return a state code for each row and the states the codes stand for."""
    pairs = pd.Series(list(zip(rows[s.STATUS], rows[s.PARTIES], strict=True)), dtype=object)
    codes, uniques = pd.factorize(pairs)
    states: list[State] = [("", ()), (s.INHERIT, ())]
    positions = []
    for state in uniques:
        if state not in states:
            states.append(state)
        positions.append(states.index(state))
    return np.array(positions, dtype=np.int64)[codes] if len(codes) else codes.astype(np.int64), states


def key_of(place: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return one sortable integer for a place and a day: place first, then day.

    Days from year 1 to year 9999 lie within 22 bits of 1970; what is beyond sorts at the ends.
    """
    return (np.asarray(place, dtype=np.int64) << 24) + np.clip(day, -(2**23) + 1, 2**23 - 1) + 2**23


def last_at(keys: np.ndarray, owner: np.ndarray, place: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return, for each (place, day), the position of the newest key of that place up to that day.

    ``keys`` is sorted and ``owner`` is the place of each; -1 where the place has none yet.
    """
    at = np.searchsorted(keys, key_of(place, day), side="right") - 1
    if not len(keys):
        return np.full(len(at), -1)
    return np.where((at >= 0) & (owner[at] == place), at, -1)


def spread(low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return every (i, j) with ``low[i] <= j < high[i]``, as two arrays."""
    count = np.maximum(high - low, 0)
    who = np.repeat(np.arange(len(low)), count)
    start = np.repeat(low - (np.cumsum(count) - count), count)
    return who, start + np.arange(len(who))
