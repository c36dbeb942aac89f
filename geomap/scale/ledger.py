"""Holding records narrowed to what the rules read, and two ways to join tables by days."""

from __future__ import annotations

from typing import Any

import ibis
import pandas as pd
from ibis import _
from ibis.expr.types import IntegerValue, Table

from geomap import schema as s
from geomap.scale.corrections import uncorrected

#: Days are counted from 0001-01-01, which is 1, so that none is negative and 0 is before them all.
BEFORE_ALL = 0
AFTER_ALL = 2**22
_EPOCH = 719_163  # 1970-01-01

#: The state of a place of which no record says anything, and two that records name.
NOTHING, UNKNOWN, INHERIT = "", f"{s.UNKNOWN};", f"{s.INHERIT};"

#: The bit length of a day: confidence stands above it in a ``weight``.
_DAY_BITS = 22

#: Days that share a number in a join by days.
_MONTH = 32


def to_ledger(records: Table, places: Table, known_on: pd.Timestamp | str | None = None) -> Table:
    """Return the holding records that rule 1 leaves, low ones included, one row each.

    ``state`` is the status and the parties as one text, ``weight`` orders by confidence and then
    by the day of the report, and days count from the year 1.
    """
    known = records
    if known_on is not None:
        known = records.filter(_[s.REPORTED].cast("date") <= pd.Timestamp(known_on).date())
    return uncorrected(_narrowed(known)).semi_join(places, s.PLACE_ID).drop(s.STATUS, s.CORRECTS)


def _narrowed(records: Table) -> Table:
    """Return what the rules read of records, in plain texts and numbers."""
    rank = _[s.CONFIDENCE].cases(*((name, rank) for rank, name in enumerate(s.CONFIDENCES)), else_=0)
    reported = to_number(_[s.REPORTED])
    return records.select(
        s.ID,
        s.PLACE_ID,
        s.STATUS,
        **{
            s.FIRST: to_number(_[s.FIRST]),
            s.LAST: to_number(_[s.LAST]),
            s.REPORTED: reported,
            s.SOURCE: _[s.SOURCE].fill_null(""),
            s.EFFECTIVE: _[s.EFFECTIVE].fill_null(""),
            s.CORRECTS: _[s.CORRECTS].fill_null(""),
            "weight": (rank * 2**_DAY_BITS + reported).cast("int32"),
            "is_claim": _[s.CONFIDENCE] == "low",
            "state": state_of(_[s.STATUS], _[s.PARTIES].join(";").fill_null("")),
            "whole": _[s.SCOPE] == "whole",
            "began": _[s.CLAIM] == "began",
            "held": _[s.CLAIM] == "held",
        },
    )


def state_of(status: Any, parties: Any) -> Any:
    """Return a status and its parties as one text: ``shared;a;b``, or ``vacated;``."""
    return status + ";" + parties


def parties_of(state: Any) -> Any:
    """Return the parties of a state as one text."""
    return state.substr(state.find(";") + 1)


def to_number(day: ibis.Value) -> IntegerValue:
    """Return a date as a number of days."""
    return (day.cast("date").epoch_days() + _EPOCH).cast("int32")


def to_date(number: IntegerValue) -> ibis.Value:
    """Return a number of days as a date; what is before all days as the first of them."""
    days = ibis.ifelse(number == BEFORE_ALL, 1, number) - _EPOCH
    return (ibis.date(1970, 1, 1) + days.as_interval("D")).cast("date")


def spread(rows: Table, points: Table, by: tuple[str, ...] = (s.PLACE_ID,)) -> Table:
    """Return every row beside every point alike in ``by`` whose day ``at`` is from ``low`` to ``high``.

    A join by ranges of days is one that no engine does well, so days are cut into months of 32 days:
    rows meet the points of their months, which is a join of equals, and those before ``low`` or after
    ``high`` are dropped.
    """
    rows = rows.filter(_["low"] <= _["high"])
    months = ibis.range(rows["low"] // _MONTH, rows["high"] // _MONTH + 1)
    rows = rows.mutate(month=months.unnest())
    points = points.mutate(month=_["at"] // _MONTH)
    pairs = rows.join(points, [*by, "month"]).filter(_["low"] <= _["at"], _["at"] <= _["high"])
    return pairs.drop("month", "low", "high")
