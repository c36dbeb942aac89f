"""Rule 7: sieges, assaults, truces and presences, which never change who holds a place."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from geomap import schema as s
from geomap.control.corrections import uncorrected

#: Conditions that are about those who hold the place, and end when none of them does any more.
ABOUT_THE_HOLDERS = ("besieged", "assault", "truce")

Run = tuple[pd.Timestamp, pd.Timestamp, tuple[str, ...]]


def to_conditions(
    records: pd.DataFrame, spells: pd.DataFrame, *, known_on: pd.Timestamp | None = None
) -> pd.DataFrame:
    """Return the spells of every condition, one for each place, condition and party.

    Rule 7. A condition runs from ``began`` or ``held`` to ``ended``; a truce is of the set of its
    parties, the others of each party alone. It is not inherited. ``besieged``, ``assault`` and
    ``truce`` also end on the day when none of the parties that held the place at their start
    holds it any more.

    Returns a frame sorted by ``place_id``, ``condition``, ``parties`` and ``valid_from`` with
    ``place_id, valid_from, valid_to, condition, parties, record_ids``; ``valid_to`` is NaT while
    the condition lasts, ``record_ids`` are the records that open and confirm it.
    """
    held_by = dict(iter(spells.groupby(s.PLACE_ID, sort=False)))
    rows = []
    for (place, condition, parties), said in condition_claims(records, known_on).groupby(
        [s.PLACE_ID, s.CONDITION, s.PARTIES], sort=True
    ):
        holders = held_by.get(place) if condition in ABOUT_THE_HOLDERS else None
        rows += [(place, begin, end, condition, parties, ids) for begin, end, ids in _runs(said, holders)]
    frame = pd.DataFrame(rows, columns=list(s.CONDITION_COLUMNS))
    return frame.astype({s.VALID_FROM: s.DAY_DTYPE, s.VALID_TO: s.DAY_DTYPE})


def condition_claims(records: pd.DataFrame, known_on: pd.Timestamp | None = None) -> pd.DataFrame:
    """Return the counting records of conditions, one row for each party, in the order they take effect.

    Of records of one place, condition, party and first day only the best stand: the higher
    confidence, then the later reported, then ``began`` and ``held`` over ``ended``.
    """
    counting = uncorrected(records, known_on)
    counting = counting[counting[s.STATUS].isin(s.CONDITIONS) & (counting[s.CONFIDENCE] != "low")]
    claims = counting.reset_index().rename(columns={s.STATUS: s.CONDITION})
    claims[s.PARTIES] = [
        [parties] if condition == "truce" else [(party,) for party in parties]
        for condition, parties in zip(claims[s.CONDITION], claims[s.PARTIES], strict=True)
    ]
    claims = claims.explode(s.PARTIES, ignore_index=True)
    claims["rank"] = (
        claims[s.CONFIDENCE].map({name: rank for rank, name in enumerate(s.CONFIDENCES)}).astype(int)
    )
    claims["opens"] = claims[s.CLAIM] != "ended"
    key = [s.PLACE_ID, s.CONDITION, s.PARTIES, s.FIRST]
    standing = claims.sort_values(["rank", s.REPORTED, "opens", s.ID], ascending=[False, False, False, True])
    best = standing.groupby(key, sort=False)[["rank", s.REPORTED, "opens"]].transform("first")
    same = (standing[["rank", s.REPORTED, "opens"]] == best).all(axis=1)
    return standing[same].sort_values([*key, s.ID], kind="stable")


def _runs(said: pd.DataFrame, holders: pd.DataFrame | None) -> Iterator[Run]:
    """Yield (from, to, record ids) of one condition of one party at one place."""
    begin: pd.Timestamp | None = None
    end, ids = pd.NaT, list[str]()
    for day, rows in said.groupby(s.FIRST, sort=True):
        if begin is not None and end <= day:
            yield begin, end, tuple(sorted(ids))
            begin = None
        if not rows["opens"].iloc[0]:
            if begin is not None and begin < day:
                yield begin, day, tuple(sorted(ids))
            begin = None
        elif begin is None:
            begin, end, ids = day, _holders_gone(holders, day), list(rows[s.ID])
        else:
            ids += list(rows[s.ID])
    if begin is not None:
        yield begin, end, tuple(sorted(ids))


def _holders_gone(holders: pd.DataFrame | None, start: pd.Timestamp) -> pd.Timestamp:
    """Return the first day after ``start`` when none of those who held the place then still does."""
    if holders is None:
        return pd.NaT
    begun = holders[holders[s.VALID_FROM] <= start]
    held = set(begun[s.PARTIES].iloc[-1]) if len(begun) else set()
    if not held:
        return pd.NaT
    later = holders[holders[s.VALID_FROM] > start]
    gone = later[[held.isdisjoint(parties) for parties in later[s.PARTIES]]]
    return gone[s.VALID_FROM].iloc[0] if len(gone) else pd.NaT


def conditions_on(conditions: pd.DataFrame, day: pd.Timestamp | str) -> pd.DataFrame:
    """Return the conditions that hold on ``day``: the same columns, one row each."""
    day = pd.Timestamp(day)
    lasts = conditions[s.VALID_TO].isna() | (conditions[s.VALID_TO] > day)
    return conditions[(conditions[s.VALID_FROM] <= day) & lasts]
