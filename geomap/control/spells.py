"""Records to spells, and spells to the states of a day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from geomap import schema as s
from geomap.control.dissent import Pairs
from geomap.control.keys import BEGINNING, NEVER, NONE, codes_of, spread, take, to_dates
from geomap.control.timeline import Timeline, to_timeline

#: Ids are made into tuples so many at a time, because on the way they take four times the memory.
TUPLES_AT_ONCE = 1_000_000


def to_spells(
    records: pd.DataFrame, places: pd.DataFrame, *, known_on: pd.Timestamp | None = None
) -> pd.DataFrame:
    """Return what every place's state was, as spells of days on which nothing about it changed.

    Rules 1 to 6. The spells of a place are disjoint, in order, and cover all days: the first
    starts on 0001-01-01, the last has no end. Two neighbouring spells differ in something, if
    only in the records they rest on.

    Parameters: ``records`` from ``read_records``, whose repeated columns may be categoricals;
    ``places`` from ``read_places``, of which only the index and ``parent`` are used; ``known_on``
    leaves out what was reported later.

    Returns a frame sorted by ``place_id`` and ``valid_from`` with ``place_id, valid_from,
    valid_to, status, parties, since, since_text, since_by, inherited_from, record_ids,
    dissent_ids, claimed_ids``. ``valid_to`` is the first day after the spell, NaT while it lasts.
    ``since`` is NaT and ``since_text`` empty where no record says anything.
    """
    return frame_of(to_timeline(records, places, known_on=known_on), records)


def as_of(spells: pd.DataFrame, day: pd.Timestamp | str) -> pd.DataFrame:
    """Return the state of every place on ``day``, one row each, indexed by ``place_id``.

    Parameters: ``spells`` from ``to_spells``; ``day`` naive. Columns are those of the spells.

    >>> as_of(pd.DataFrame(columns=list(s.SPELL_COLUMNS)), "2018-03-22").empty
    True
    """
    day = pd.Timestamp(day)
    begun = pd.to_datetime(spells[s.VALID_FROM]) <= day
    not_ended = spells[s.VALID_TO].isna() | (pd.to_datetime(spells[s.VALID_TO]) > day)
    return spells[begun & not_ended].set_index(s.PLACE_ID)


def frame_of(timeline: Timeline, records: pd.DataFrame) -> pd.DataFrame:
    """Return the spells of a timeline of ``records`` as a frame; see ``to_spells``."""
    effective, texts = codes_of(records[s.EFFECTIVE])
    columns = {
        s.PLACE_ID: _texts(timeline.names, timeline.place),
        s.VALID_FROM: to_dates(np.where(timeline.day == NEVER, BEGINNING, timeline.day)),
        s.VALID_TO: to_dates(timeline.until),
        s.STATUS: _texts([status for status, _ in timeline.states], timeline.state),
        s.PARTIES: np.fromiter((parties for _, parties in timeline.states), dtype=object)[timeline.state],
        s.SINCE: to_dates(timeline.since),
        s.SINCE_TEXT: _texts(texts, take(effective, timeline.opener, NONE)),
        s.SINCE_BY: take((records[s.CLAIM] == "held").to_numpy(), timeline.opener, False),
        s.INHERITED_FROM: _texts(timeline.names, timeline.decider),
        s.RECORD_IDS: _winner_ids(timeline, records.index),
        s.DISSENT_IDS: _pair_ids(timeline.dissent, records.index, len(timeline.place)),
        s.CLAIMED_IDS: _pair_ids(timeline.claims, records.index, len(timeline.place)),
    }
    return pd.DataFrame(columns, copy=False)


def _texts(values: Sequence[str] | pd.Index | np.ndarray, at: np.ndarray) -> ExtensionArray:
    """Return the texts at ``at``, empty where it is NONE."""
    return pd.Index(values, dtype="str").append(pd.Index([""], dtype="str")).array.take(at)


def _winner_ids(timeline: Timeline, ids: pd.Index) -> np.ndarray:
    """Return the ids of the records that each spell rests on; spells of one epoch share a tuple."""
    used = np.zeros(len(timeline.bounds), dtype=bool)
    used[timeline.epoch] = True
    bounds = np.append(timeline.bounds, timeline.bounds[-1])  # after the last epoch comes NONE, of no winners
    epochs = np.flatnonzero(used)
    tuples = _tuples(ids, timeline.winners, bounds[epochs], bounds[epochs + 1])
    return tuples[(np.cumsum(used, dtype=np.int32) - 1)[timeline.epoch]]


def _pair_ids(pairs: Pairs, ids: pd.Index, n: int) -> np.ndarray:
    """Return the ids of what is attached to each of ``n`` spells."""
    bounds = pairs.bounds(n)
    return _tuples(ids, pairs.entry, bounds[:-1], bounds[1:])


def _tuples(ids: pd.Index, rows: np.ndarray, start: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """Return the ids of ``rows[start:stop]`` for each start and stop, as tuples in an array of objects."""
    tuples = np.empty(len(start), dtype=object)
    tuples.fill(())
    single = np.flatnonzero(stop - start == 1)
    for part in np.array_split(single, 1 + len(single) // TUPLES_AT_ONCE):
        texts = ids[rows[start[part]]].to_numpy(dtype=object)
        tuples[part] = np.fromiter(zip(texts, strict=False), dtype=object, count=len(part))
    several = np.flatnonzero(stop - start > 1)
    who, at = spread(start[several], stop[several])
    texts = ids[rows[at]].to_numpy(dtype=object)
    begins = np.searchsorted(who, np.arange(len(several) + 1)).tolist()
    for position, begin, end in zip(several.tolist(), begins, begins[1:], strict=False):
        tuples[position] = tuple(texts[begin:end])
    return tuples
