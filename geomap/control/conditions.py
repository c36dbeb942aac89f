"""Rule 7: sieges, assaults, truces and presences, which never change who holds a place."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

import numpy as np
import pandas as pd

from geomap import schema as s
from geomap.control.corrections import uncorrected
from geomap.control.keys import FOREVER, NONE, positions_in, to_dates, to_days

#: Conditions that are about those who hold the place, and end when none of them does any more.
ABOUT_THE_HOLDERS = ("besieged", "assault", "truce")

#: A day of first holding, and who held from then on.
Held = tuple[int, tuple[str, ...]]
#: Place, condition, parties, whether it opens the condition, record id, day.
Said = tuple[str, str, tuple[str, ...], bool, str, int]
#: First day, the day after the last one, record ids.
Run = tuple[int, int, tuple[str, ...]]


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
    claims = condition_claims(records, known_on)
    holders = _holders(spells, claims.loc[claims[s.CONDITION].isin(ABOUT_THE_HOLDERS), s.PLACE_ID])
    columns = (claims[name].tolist() for name in (s.PLACE_ID, s.CONDITION, s.PARTIES, "opens", s.ID))
    said = zip(*columns, to_days(claims[s.FIRST]).tolist(), strict=True)
    rows = []
    for (place, condition, parties), told in groupby(said, key=itemgetter(0, 1, 2)):
        held = holders[place] if condition in ABOUT_THE_HOLDERS else []
        rows += [(place, begin, end, condition, parties, ids) for begin, end, ids in _runs(told, held)]
    frame = pd.DataFrame(rows, columns=list(s.CONDITION_COLUMNS))
    days = {name: to_dates(frame[name].to_numpy(dtype=np.int64)) for name in (s.VALID_FROM, s.VALID_TO)}
    return frame.assign(**days)


def condition_claims(records: pd.DataFrame, known_on: pd.Timestamp | None = None) -> pd.DataFrame:
    """Return the counting records of conditions, one row for each party, in the order they take effect.

    Of records of one place, condition, party and first day only the best stand: the higher
    confidence, then the later reported, then ``began`` and ``held`` over ``ended``.
    """
    # Rule 1 stays within a place, so that places without conditions need not be asked.
    places = pd.Index(records.loc[records[s.STATUS].isin(s.CONDITIONS), s.PLACE_ID].unique())
    counting = uncorrected(records[positions_in(places, records[s.PLACE_ID]) != NONE], known_on)
    counting = counting[counting[s.STATUS].isin(s.CONDITIONS) & (counting[s.CONFIDENCE] != "low")]
    claims = counting.reset_index().rename(columns={s.STATUS: s.CONDITION})
    claims[s.PARTIES] = [
        [parties] if condition == "truce" else [(party,) for party in parties]
        for condition, parties in zip(claims[s.CONDITION].tolist(), claims[s.PARTIES].tolist(), strict=True)
    ]
    claims = claims.explode(s.PARTIES, ignore_index=True)
    claims["opens"] = claims[s.CLAIM] != s.ENDED
    return claims.iloc[_best(claims)]


def _best(claims: pd.DataFrame) -> list[int]:
    """Return the positions of the claims that stand, in the order of place, condition, parties, first day and id."""
    texts = [claims[name].tolist() for name in (s.PLACE_ID, s.CONDITION, s.PARTIES)]
    keys = list(zip(*texts, to_days(claims[s.FIRST]).tolist(), strict=True))
    rank = {name: at for at, name in enumerate(s.CONFIDENCES)}
    reported = to_days(claims[s.REPORTED]).tolist()
    ranks = [rank[name] for name in claims[s.CONFIDENCE].tolist()]
    weights = list(zip(ranks, reported, claims["opens"].tolist(), strict=True))
    best: dict[tuple, tuple] = {}
    for key, weight in zip(keys, weights, strict=True):
        best[key] = max(weight, best.get(key, weight))
    ids = claims[s.ID].tolist()
    standing = [at for at, key in enumerate(keys) if weights[at] == best[key]]
    return sorted(standing, key=lambda at: (*keys[at], ids[at]))


def _holders(spells: pd.DataFrame, places: pd.Series) -> defaultdict[str, list[Held]]:
    """Return who held each of some places from which day on, in the order of the days."""
    told = spells[positions_in(pd.Index(places.unique()), spells[s.PLACE_ID]) != NONE]
    held = defaultdict(list)
    days = to_days(told[s.VALID_FROM]).tolist()
    for place, day, parties in zip(told[s.PLACE_ID].tolist(), days, told[s.PARTIES].tolist(), strict=True):
        held[place].append((day, parties))
    return held


def _runs(said: Iterable[Said], held: Sequence[Held]) -> Iterator[Run]:
    """Yield (from, to, record ids) of one condition of one party at one place."""
    begin: int | None = None
    end, ids = FOREVER, list[str]()
    for day, rows in groupby(said, key=itemgetter(-1)):
        _, _, _, all_open, all_ids, _ = zip(*rows, strict=True)
        if begin is not None and end <= day:
            yield begin, end, tuple(sorted(ids))
            begin = None
        if not all_open[0]:
            if begin is not None and begin < day:
                yield begin, day, tuple(sorted(ids))
            begin = None
        elif begin is None:
            begin, end, ids = day, _holders_gone(held, day), list(all_ids)
        else:
            ids += all_ids
    if begin is not None:
        yield begin, end, tuple(sorted(ids))


def _holders_gone(held: Sequence[Held], start: int) -> int:
    """Return the first day after ``start`` when none of those who held the place then still does."""
    later = bisect_right(held, start, key=itemgetter(0))
    holders = set(held[later - 1][1]) if later else set()
    if not holders:
        return FOREVER
    return next((day for day, parties in held[later:] if holders.isdisjoint(parties)), FOREVER)


def conditions_on(conditions: pd.DataFrame, day: pd.Timestamp | str) -> pd.DataFrame:
    """Return the conditions that hold on ``day``: the same columns, one row each."""
    day = pd.Timestamp(day)
    lasts = conditions[s.VALID_TO].isna() | (conditions[s.VALID_TO] > day)
    return conditions[(conditions[s.VALID_FROM] <= day) & lasts]


def condition_pairs(conditions: pd.DataFrame) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Return the conditions of each place that has any, as pairs of a condition and its parties."""
    pairs: dict[str, list] = {}
    columns = (conditions[column].tolist() for column in (s.PLACE_ID, s.CONDITION, s.PARTIES))
    for place, condition, parties in zip(*columns, strict=True):
        pairs.setdefault(place, []).append((condition, parties))
    return {place: tuple(said) for place, said in pairs.items()}
