"""Rule 4 on an engine: where another source says otherwise, or says later."""

from __future__ import annotations

import ibis
from ibis import _
from ibis.expr.types import Table

from geomap import schema as s
from geomap.scale.ledger import AFTER_ALL, INHERIT, spread
from geomap.scale.winners import is_disputed

#: A source that dates the same change more than this many days later speaks of another event.
SAME_EVENT_DAYS = 30


def own_latest(counting: Table) -> Table:
    """Return the records that are a source's own latest of a place at some time, and ``until`` when.

    Of one source's counting records of a place the latest first day stands, on a tie the higher
    confidence, then the later reported.
    """
    day = ibis.window(group_by=[s.PLACE_ID, s.SOURCE, s.FIRST])
    later = ibis.window(group_by=[s.PLACE_ID, s.SOURCE], order_by=s.FIRST, range=(1, None))
    until = _[s.FIRST].min().over(later).fill_null(AFTER_ALL)
    latest = counting.mutate(until=until, best=_["weight"].max().over(day))
    return latest.filter(_["weight"] == _["best"]).drop("best")


def heard(counting: Table, epochs: Table, wholes: Table) -> Table:
    """Return what other sources' own latest records said when a record decided or overruled.

    One row for each such record and each epoch or ``whole`` record that it had the chance to know
    of: those with its own first day, or up to the day before its report. ``said`` is its state,
    ``state`` that of the epoch; ``cut`` is the first day of what decides or overrules, ``by_whole``
    whether this is a ``whole`` record of a place above, which is heard by its eve.
    """
    rows = own_latest(counting).filter(~_["wins"] | (_[s.REPORTED] > _[s.FIRST] + 1))
    chance = ibis.greatest(_[s.FIRST], _[s.REPORTED] - 1)
    rows = rows.select(
        s.PLACE_ID,
        s.ID,
        s.SOURCE,
        s.REPORTED,
        said="state",
        low=s.FIRST,
        high=ibis.least(_["until"] - 1, chance),
    )
    own = epochs.select(s.PLACE_ID, "at", "state", "sources", cut="at", by_whole=ibis.literal(False))
    over = wholes.select(
        s.PLACE_ID,
        "sources",
        at=(_["cut"] - 1).cast("int32"),
        state=ibis.literal(INHERIT),
        cut="cut",
        by_whole=ibis.literal(True),
    ).select(own.columns)
    pairs = spread(rows, ibis.union(own, over, distinct=False))
    return pairs.filter(~_["sources"].contains(_[s.SOURCE])).drop("sources")


def says_otherwise(pairs: Table) -> Table:
    """Return (place, first day of the epoch, id): another source names another state for those days.

    Rule 4, *says otherwise*: another source's own latest counting, begun record for the place
    names another state than the winner, and either has the winner's first day or was reported
    after it, so that it had the chance to know. A disputed state has no dissent.
    """
    decided = (_["state"] != INHERIT) & ~is_disputed(_["state"])
    return pairs.filter(decided, _["said"] != _["state"]).select(s.PLACE_ID, "at", s.ID)


def overruled(pairs: Table) -> Table:
    """Return what an ``inherit`` or a ``whole`` record overruled, where it was reported after it.

    Rule 5. A row for each: place, ``cut``, ``by_whole``, id and the state it ``said``.
    """
    late = pairs.filter(_["state"] == INHERIT, _[s.REPORTED] > _["cut"])
    return late.select(s.PLACE_ID, "cut", "by_whole", s.ID, "said")


def says_later(counting: Table, epochs: Table) -> Table:
    """Return (place, first day of the epoch, id): another source dates the very same change later.

    Rule 4, *says later*: another source's ``began`` record dates the winner's very state to a
    first day after the winner's last day and at most 30 days after its first, is not yet begun,
    that source has no counting, begun record of this state, and no counting record of the place
    with a first day between the two names another state.
    """
    state = ibis.window(group_by=[s.PLACE_ID, s.SOURCE, "state"])
    began = counting.mutate(high=_[s.FIRST].min().over(state) - 1)
    began = began.filter(_["began"], _["state"] != INHERIT)
    low = ibis.greatest(_[s.FIRST] - SAME_EVENT_DAYS, 1)
    rows = began.select(s.PLACE_ID, s.ID, s.SOURCE, "state", "high", low=low, first=s.FIRST)
    points = epochs.select(s.PLACE_ID, "at", "state", "sources", last=s.LAST)
    pairs = spread(rows, points, by=(s.PLACE_ID, "state"))
    pairs = pairs.filter(_["first"] > _["last"], ~_["sources"].contains(_[s.SOURCE]))
    return _unchanged(pairs.select(s.PLACE_ID, s.ID, "state", "first", epoch="at"), epochs)


def _unchanged(pairs: Table, epochs: Table) -> Table:
    """Keep the pairs without a record between their first days that names another state."""
    between = pairs.mutate(low=_["epoch"] + 1, high=_["first"] - 1)
    days = spread(between, epochs.select(s.PLACE_ID, "at", "one"))
    changed = days.filter((_["one"] != _["state"]) | _["one"].isnull()).select(s.ID, "epoch").distinct()
    return pairs.anti_join(changed, [s.ID, "epoch"]).select(s.PLACE_ID, s.ID, at="epoch")


def dissents(pairs: Table, counting: Table, epochs: Table) -> Table:
    """Return the sorted ``dissent_ids`` of the epochs that have any, by place and first day.

    Rule 4. Both kinds of dissent; two sources that report two events one after the other do not
    disagree.
    """
    both = ibis.union(
        says_otherwise(pairs), says_later(counting, epochs).select(s.PLACE_ID, "at", s.ID), distinct=False
    )
    return both.group_by(s.PLACE_ID, "at").agg(**{s.DISSENT_IDS: _[s.ID].collect().sort()})
