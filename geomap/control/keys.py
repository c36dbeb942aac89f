"""Rows as sorted integers: the form in which the rules work on millions of them."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from geomap import schema as s

ArrayLike: TypeAlias = pd.Series | ExtensionArray | np.ndarray

#: Position of what is not there.
NONE = -1

#: Before every day and after every day that can be written, with room for a few days more.
NEVER = -(2**22)
FOREVER = 2**22

#: The first of all days, on which the first spell of every place starts.
BEGINNING = int(np.datetime64(s.BEGINNING, "D").astype(int))

#: Days take this many bits of a key, with day 0 in their middle.
DAY_BITS = 24
MIDDLE = 2 ** (DAY_BITS - 1)


def to_days(days: ArrayLike) -> np.ndarray:
    """Return naive datetimes as whole days since 1970-01-01, NaT as NEVER."""
    values = np.asarray(days).astype("datetime64[D]")
    whole = values.astype(np.int32)
    whole[np.isnat(values)] = NEVER
    return whole


def to_dates(days: np.ndarray) -> np.ndarray:
    """Return whole days since 1970-01-01 as ``datetime64[s]``, NEVER and FOREVER as NaT."""
    dates = days.astype("datetime64[D]").astype(s.DAY_DTYPE)
    dates[(days <= NEVER) | (days >= FOREVER)] = np.datetime64("NaT")
    return dates


def codes_of(values: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return a code for each value and the values that the codes stand for.

    A categorical brings its codes; some of its categories may not occur.
    """
    values = values.array if isinstance(values, pd.Series) else values
    if isinstance(values, pd.Categorical):
        return values.codes, values.categories.to_numpy(dtype=object)
    codes, uniques = pd.factorize(values)
    return codes, np.asarray(uniques, dtype=object)


def positions_in(index: pd.Index, values: ArrayLike | pd.Index) -> np.ndarray:
    """Return the position of each value in an index, NONE where it is not there; each is looked up once."""
    values = values.array if isinstance(values, pd.Series) else values
    if isinstance(values, pd.Categorical):
        codes, distinct = values.codes, values.categories
    else:
        codes, distinct = pd.factorize(values)
    return take(index.get_indexer(distinct), codes, NONE)


def key_of(place: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return one sortable integer for each place and day: place first, then day."""
    key = np.asarray(place).astype(np.int64)
    key <<= DAY_BITS
    key += day
    key += MIDDLE
    return key


def place_and_day(key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the places and days that keys were made of."""
    day = key & (2**DAY_BITS - 1)
    day -= MIDDLE
    return (key >> DAY_BITS).astype(np.int32), day.astype(np.int32)


def sorted_once(keys: np.ndarray) -> np.ndarray:
    """Return every key once, in order."""
    keys = np.sort(keys)
    return keys[changes(keys)]


def changes(*columns: np.ndarray) -> np.ndarray:
    """Return which rows differ from the one before them in any column; the first does."""
    result = np.zeros(len(columns[0]), dtype=bool)
    result[:1] = True
    for column in columns:
        result[1:] |= column[1:] != column[:-1]
    return result


def in_order(*columns: np.ndarray) -> np.ndarray:
    """Return the positions that sort by the first column, then the next; equal rows keep their order.

    Columns and position are packed into one integer where they fit, which sorts many times faster.
    """
    n = len(columns[0])
    if not n:
        return np.zeros(0, dtype=np.int64)
    lowest = [int(column.min()) for column in columns]
    widths = [(int(column.max()) - low).bit_length() for column, low in zip(columns, lowest, strict=True)]
    if sum(widths) + n.bit_length() > 63:
        return np.lexsort(columns[::-1])
    key = np.zeros(n, dtype=np.int64)
    for column, low, width in zip(columns, lowest, widths, strict=True):
        key <<= width
        key += column
        key -= low
    key <<= n.bit_length()
    key += np.arange(n)
    key.sort()
    key &= (1 << n.bit_length()) - 1
    return key


def last_at(keys: np.ndarray, place: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return, for each (place, day), the position of the newest key of that place up to that day.

    ``keys`` is sorted; NONE where the place has none yet.
    """
    at = np.searchsorted(keys, key_of(place, day), side="right") - 1
    if not len(keys):
        return np.full(len(at), NONE)
    at[(at >= 0) & (keys[at] >> DAY_BITS != place)] = NONE
    return at


def take(values: np.ndarray, at: np.ndarray, otherwise: int) -> np.ndarray:
    """Return ``values[at]``, and ``otherwise`` where ``at`` is NONE."""
    if not len(values):
        return np.full(len(at), otherwise, dtype=values.dtype)
    result = values[at]
    result[at == NONE] = otherwise
    return result


def spread(low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return every (i, j) with ``low[i] <= j < high[i]``, as two arrays."""
    count = np.maximum(high - low, 0)
    who = np.repeat(np.arange(len(low)), count)
    start = np.repeat(low - (np.cumsum(count) - count), count)
    return who, start + np.arange(len(who))


def ends_of(place: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return the next day of the same place, FOREVER after its last, of sorted places and days."""
    ends = np.full(len(day), FOREVER, dtype=np.int32)
    goes_on = place[1:] == place[:-1]
    ends[:-1][goes_on] = day[1:][goes_on]
    return ends
