"""Records to spells, and spells to the states of a day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geomap import schema as s
from geomap.control.inheritance import NONE, Segments, to_segments
from geomap.control.ledger import FOREVER, NEVER, NOTHING, Ledger, to_dates, to_ledger
from geomap.control.winners import Epochs, to_epochs


def to_spells(
    records: pd.DataFrame, places: pd.DataFrame, *, known_on: pd.Timestamp | None = None
) -> pd.DataFrame:
    """Return what every place's state was, as spells of days on which nothing about it changed.

    Rules 1 to 6. The spells of a place are disjoint, in order, and cover all days: the first
    starts on 0001-01-01, the last has no end. Two neighbouring spells differ in something, if
    only in the records they rest on.

    Parameters: ``records`` from ``read_records``; ``places`` from ``read_places``, of which only
    the index and ``parent`` are used; ``known_on`` leaves out what was reported later.

    Returns a frame sorted by ``place_id`` and ``valid_from`` with ``place_id, valid_from,
    valid_to, status, parties, since, since_text, since_by, inherited_from, record_ids,
    dissent_ids, claimed_ids``. ``valid_to`` is the first day after the spell, NaT while it lasts.
    ``since`` is NaT and ``since_text`` empty where no record says anything.
    """
    places = places.sort_index()
    ledger = to_ledger(records, places, known_on)
    epochs = to_epochs(ledger)
    segments = to_segments(ledger, epochs, places)
    keep = _differs(segments)
    spells = _frame(ledger, epochs, segments, places)
    spells = spells[keep].reset_index(drop=True)
    following = spells[s.VALID_FROM].shift(-1)
    same_place = spells[s.PLACE_ID].eq(spells[s.PLACE_ID].shift(-1))
    spells[s.VALID_TO] = following.where(same_place)
    return spells[list(s.SPELL_COLUMNS)]


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


def run_starts(segments: Segments) -> np.ndarray:
    """Return, for each segment, the position of the segment that opened its unbroken run.

    Rule 6. A run is broken where the status or the parties change; who supports the state, and
    whether it is inherited, does not break it.
    """
    place, state = segments.place, segments.state
    opens = np.ones(len(place), dtype=bool)
    opens[1:] = (place[1:] != place[:-1]) | (state[1:] != state[:-1])
    return np.flatnonzero(opens)[np.cumsum(opens) - 1] if len(place) else np.zeros(0, dtype=np.int64)


def _frame(ledger: Ledger, epochs: Epochs, segments: Segments, places: pd.DataFrame) -> pd.DataFrame:
    """Return a spell for every segment, alike neighbours included."""
    names = places.index.to_numpy(dtype=object)
    state = np.array([*ledger.states], dtype=object).reshape(-1, 2)
    state[NOTHING] = (s.UNKNOWN, ())
    start = run_starts(segments)
    opener = np.where(segments.state == NOTHING, NONE, segments.opener[start])
    decider = np.where(segments.epoch == NONE, NONE, _of(epochs.place, segments.epoch))
    inherited = np.where((decider == NONE) | (decider == segments.place), NONE, decider)
    valid_from = to_dates(segments.day)
    valid_from[segments.day == NEVER] = np.datetime64(s.BEGINNING)
    return pd.DataFrame(
        {
            s.PLACE_ID: names[segments.place],
            s.VALID_FROM: valid_from,
            s.STATUS: state[segments.state, 0],
            s.PARTIES: state[segments.state, 1],
            s.SINCE: to_dates(np.where(opener == NONE, FOREVER, segments.day[start])),
            s.SINCE_TEXT: _text(ledger.effective, opener),
            s.SINCE_BY: (opener != NONE) & _of(ledger.held, opener).astype(bool),
            s.INHERITED_FROM: _text(names, inherited),
            s.RECORD_IDS: _winner_ids(ledger, epochs, segments.epoch),
            s.DISSENT_IDS: _attached(ledger.ids, segments.dissent_seg, segments.dissent, len(start)),
            s.CLAIMED_IDS: _attached(ledger.ids, segments.claim_seg, segments.claim, len(start)),
        }
    )


def _of(values: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Return ``values[at]``, whatever stands at -1; nothing to take from gives zeros."""
    return values[at] if len(values) else np.zeros(len(at), dtype=np.int64)


def _text(values: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Return the texts at ``at``, empty where it is -1."""
    return np.append(values, "").astype(object)[at]


def _winner_ids(ledger: Ledger, epochs: Epochs, epoch: np.ndarray) -> np.ndarray:
    """Return a tuple of record ids for each deciding epoch, empty for -1; equal ones are shared."""
    used, back = np.unique(epoch, return_inverse=True)
    tuples = np.empty(len(used), dtype=object)
    for position, at in enumerate(used):
        entries: np.ndarray | list[int] = (
            [] if at == NONE else epochs.winners[epochs.start[at] : epochs.stop[at]]
        )
        tuples[position] = tuple(sorted(ledger.ids[entries])) if len(entries) else ()
    return tuples[back]


def _attached(ids: np.ndarray, segment: np.ndarray, entry: np.ndarray, n: int) -> np.ndarray:
    """Return a sorted tuple of record ids for each of ``n`` segments, most of them empty."""
    tuples = np.empty(n, dtype=object)
    tuples[:] = [()] * n
    at, start, count = np.unique(segment, return_index=True, return_counts=True)
    for position, begin, length in zip(at, start, count, strict=True):
        tuples[position] = tuple(sorted(ids[entry[begin : begin + length]]))
    return tuples


def _differs(segments: Segments) -> np.ndarray:
    """Return which segments differ in anything from the one before them."""
    n = len(segments.place)
    marks = [
        segments.place,
        segments.state,
        segments.epoch,
        _fingerprint(segments.dissent_seg, segments.dissent, n),
        _fingerprint(segments.claim_seg, segments.claim, n),
    ]
    differs = np.ones(n, dtype=bool)
    if n:
        differs[1:] = np.any([mark[1:] != mark[:-1] for mark in marks], axis=0)
    return differs


def _fingerprint(segment: np.ndarray, entry: np.ndarray, n: int) -> np.ndarray:
    """Return one integer for the set of entries of each segment: equal sets, equal integers.

    Sums of well mixed 64-bit numbers (the finaliser of splitmix64), so that unequal sets have
    equal sums about once in 10**19.
    """
    mixed = entry.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    sums = np.zeros(n, dtype=np.uint64)
    np.add.at(sums, segment, mixed)
    return sums
