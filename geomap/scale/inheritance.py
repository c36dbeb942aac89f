"""Rule 5 on an engine: what a place takes from the place around it, level by level down the tree."""

from __future__ import annotations

from typing import Any

import ibis
from ibis import _
from ibis.expr.types import ArrayValue, Table

from geomap import schema as s
from geomap.scale.engines import kept
from geomap.scale.ledger import BEFORE_ALL, INHERIT, NOTHING, UNKNOWN, spread

#: The columns of a segment: a run of days of a place, from ``day`` on, in which nothing changes.
#: ``decider`` and ``decided_on`` are place and first day of the epoch that decides, ``opener`` is
#: the ``effective`` of the record that takes effect on ``day``, empty where none does.
SEGMENT = (
    s.PLACE_ID, "day", "state", "decider", "decided_on", "opener", "opener_held",
    s.RECORD_IDS, s.DISSENT_IDS, s.CLAIMED_IDS,
)  # fmt: skip


def to_wholes(epochs: Table, ancestors: Table) -> Table:
    """Return which ``whole`` records overrule which places: place, ``cut`` and their ``sources``.

    Rule 5. W is a begun, counting ``whole`` record on any ancestor that is among the winning
    records of its own place on its first day. Where ancestors have one on the same day, the
    nearest is named.
    """
    wholes = epochs.filter(_["whole"]).select("sources", above=s.PLACE_ID, cut="at")
    over = ancestors.join(wholes, "above").group_by(s.PLACE_ID, "cut")
    return over.agg(sources=_["sources"].argmin(_["steps"]))


def to_layers(places: Table, epochs: Table, claims: Table, wholes: Table) -> Table:
    """Return what its own records say of each place, from every day on which this may change.

    Rule 5. Records of the place with a first day before W's no longer decide. ``own`` is the first
    day of the place's epoch, ``gives`` of the last one that was an ``inherit``, ``over`` of the W
    over it, ``claimed`` of its newest claim, each 0 where there is none; ``stands`` is whether the
    epoch is not overruled, ``decides`` whether it is no ``inherit`` either, ``ends`` whether the
    place decides again after it did not.
    """
    gives = ibis.ifelse(_["state"] == INHERIT, _["at"], BEFORE_ALL)
    marks = [
        _marks(places, ibis.literal(BEFORE_ALL)),
        _marks(epochs, _["at"], own=_["at"], gives=gives),
        _marks(wholes, _["cut"], over=_["cut"]),
        _marks(claims, _["at"], claimed=_["at"]),
    ]
    layers = carried(ibis.union(*marks, distinct=False), _KNOWN, before=_KNOWN[:3])
    stands = (_["own"] > BEFORE_ALL) & (_["own"] >= _["over"])
    stood = (_["own_before"] > BEFORE_ALL) & (_["own_before"] >= _["over_before"])
    did = stood & (_["own_before"] > _["gives_before"])
    layers = layers.mutate(stands=stands, decides=stands & (_["own"] > _["gives"]), did=did)
    return layers.select(
        s.PLACE_ID, "day", "own", "over", "claimed", "stands", "decides", ends=_["decides"] & ~_["did"]
    )


#: What marks of days tell of a place, each as the first day of the newest of its kind.
_KNOWN = ("own", "gives", "over", "claimed")


def _marks(table: Table, day: Any, **known: Any) -> Table:
    """Return the days of ``table`` on which something may change, with what is known from them on."""
    columns = {"day": day, **{name: known.get(name, ibis.literal(BEFORE_ALL)) for name in _KNOWN}}
    return table.select(s.PLACE_ID, **{name: value.cast("int32") for name, value in columns.items()})


def carried(marks: Table, columns: tuple[str, ...], before: tuple[str, ...] = ()) -> Table:
    """Return each place and day once, with the newest of each of ``columns`` up to that day.

    Those of ``before`` are given up to the day before it too.
    """
    days = marks.group_by(s.PLACE_ID, "day").agg(**{name: _[name].max() for name in columns})
    order = {"group_by": s.PLACE_ID, "order_by": "day"}
    so_far, earlier = ibis.cumulative_window(**order), ibis.window(**order, rows=(None, -1))
    newest = {name: _[name].max().over(so_far) for name in columns}
    newest |= {f"{name}_before": _[name].max().over(earlier).fill_null(BEFORE_ALL) for name in before}
    return days.mutate(**newest)


def decided(layers: Table, epochs: Table, dissents: Table, claims: Table) -> Table:
    """Return the segments in which places decide for themselves."""
    said = epochs.select(s.PLACE_ID, "state", s.RECORD_IDS, s.SINCE_TEXT, s.SINCE_BY, own="at")
    own = layers.filter(_["decides"]).join(said, [s.PLACE_ID, "own"])
    claimed = claimed_in(own.select(s.PLACE_ID, "day", "state", "claimed", threshold="own"), claims)
    said = dissents.select(s.PLACE_ID, s.DISSENT_IDS, own="at")
    segments = own.left_join(said, [s.PLACE_ID, "own"]).select(*own.columns, s.DISSENT_IDS)
    segments = segments.left_join(claimed, [s.PLACE_ID, "day"]).select(*segments.columns, s.CLAIMED_IDS)
    return segments.select(
        s.PLACE_ID,
        "day",
        "state",
        decider=s.PLACE_ID,
        decided_on="own",
        opener=ibis.ifelse(_["own"] == _["day"], _[s.SINCE_TEXT], ""),
        opener_held=(_["own"] == _["day"]) & _[s.SINCE_BY],
        **{
            s.RECORD_IDS: _[s.RECORD_IDS],
            s.DISSENT_IDS: _or_none(_[s.DISSENT_IDS]),
            s.CLAIMED_IDS: _or_none(_[s.CLAIMED_IDS]),
        },
    ).select(*SEGMENT)


def to_gaps(layers: Table, epochs: Table) -> Table:
    """Return the layers in which places do not decide for themselves, and those that end them."""
    said = epochs.select(s.PLACE_ID, s.SINCE_TEXT, s.SINCE_BY, own="at")
    gaps = layers.filter(~_["decides"] | _["ends"])
    return gaps.left_join(said, [s.PLACE_ID, "own"]).select(*gaps.columns, s.SINCE_TEXT, s.SINCE_BY)


def inherited(level: Table, gaps: Table, above: Table, claims: Table, overruled: Table) -> Table:
    """Return the segments in which the places of one level take their state from those ``above``.

    Rule 5. A place with no deciding record, or whose winner is ``inherit``, takes its parent's
    state, dissent and claims. No ancestor with a state: nothing is known. To the dissent is added
    each other source's latest record of the place that W (or the ``inherit``) overruled, if it was
    reported after the first day of W (or of the ``inherit``) and names another state than the
    inherited one.
    """
    mine = kept(_taken(level, gaps, above))
    claimed = claimed_in(mine.filter(_["claimed"] > BEFORE_ALL), claims, inherits=True)
    against = mine.select(s.PLACE_ID, "day", "cut", "by_whole", "state").join(
        overruled, [s.PLACE_ID, "cut", "by_whole"]
    )
    against = against.filter(_["said"] != _["state"]).group_by(s.PLACE_ID, "day")
    against = against.agg(own_dissent=_[s.ID].collect())
    segments = mine.left_join(against, [s.PLACE_ID, "day"]).select(*mine.columns, "own_dissent")
    claimed = claimed.select(s.PLACE_ID, "day", own_claims=s.CLAIMED_IDS)
    segments = segments.left_join(claimed, [s.PLACE_ID, "day"]).select(*segments.columns, "own_claims")
    return segments.mutate(
        **{
            s.DISSENT_IDS: _both(_[s.DISSENT_IDS], _["own_dissent"]),
            s.CLAIMED_IDS: _both(_[s.CLAIMED_IDS], _["own_claims"]),
        }
    ).select(*SEGMENT)


def _taken(level: Table, gaps: Table, above: Table) -> Table:
    """Return the parents' segments, cut where the places of ``level`` begin and cease to inherit.

    ``cut`` is the first day of what makes a place inherit, a W where it is ``by_whole``;
    ``threshold`` is the day before which its own claims are too old.
    """
    mine = gaps.semi_join(level, s.PLACE_ID)
    higher = above.select("day", **{s.PARENT: s.PLACE_ID})
    days = ibis.union(
        mine.select(s.PLACE_ID, "day", layer="day", up=ibis.literal(BEFORE_ALL, "int32")),
        level.join(higher, s.PARENT).select(
            s.PLACE_ID, "day", layer=ibis.literal(BEFORE_ALL, "int32"), up="day"
        ),
        distinct=False,
    )
    days = carried(days, ("layer", "up")).join(level, s.PLACE_ID)
    own = mine.filter(~_["decides"]).select(
        s.PLACE_ID, "own", "over", "claimed", "stands", s.SINCE_TEXT, s.SINCE_BY, layer="day"
    )
    days = days.join(own, [s.PLACE_ID, "layer"])
    taken = above.select(*SEGMENT[2:], up="day", **{s.PARENT: s.PLACE_ID})
    segments = days.left_join(taken, [s.PARENT, "up"]).select(*days.columns, *SEGMENT[2:])
    starts = _["stands"] & (_["own"] == _["day"])
    goes_on = (_["up"] == _["day"]) & _["opener"].notnull()
    decided_on = _["decided_on"].fill_null(BEFORE_ALL)
    return segments.select(
        s.PLACE_ID,
        "day",
        "claimed",
        state=_["state"].fill_null(NOTHING),
        decider=_["decider"].fill_null(""),
        decided_on=decided_on,
        opener=ibis.cases((starts, _[s.SINCE_TEXT]), (goes_on, _["opener"]), else_=""),
        opener_held=ibis.cases((starts, _[s.SINCE_BY]), (goes_on, _["opener_held"]), else_=False),
        cut=ibis.ifelse(_["stands"], _["own"], _["over"]),
        by_whole=~_["stands"],
        threshold=ibis.greatest(ibis.ifelse(_["stands"], _["own"], BEFORE_ALL), decided_on),
        **{name: _or_none(_[name]) for name in (s.RECORD_IDS, s.DISSENT_IDS, s.CLAIMED_IDS)},
    )


def claimed_in(segments: Table, claims: Table, *, inherits: bool = False) -> Table:
    """Return the sorted ``claimed_ids`` of the segments that have any, by place and day.

    Rule 2. Begun claims of the place that name another state, with a first day that is not before
    the winner's, which is the ``threshold``. A claim to inherit says nothing where the place
    ``inherits``.
    """
    oldest = claims.group_by(s.PLACE_ID).agg(oldest=_["at"].min())
    fresh = segments.filter(_["claimed"] > BEFORE_ALL, _["claimed"] >= _["threshold"]).join(
        oldest, s.PLACE_ID
    )
    fresh = fresh.select(
        s.PLACE_ID, "day", "state", low=ibis.greatest(_["threshold"], _["oldest"]), high=_["day"]
    )
    pairs = spread(fresh, claims)
    shown = ibis.ifelse(_["state"] == NOTHING, UNKNOWN, _["state"])
    says = _["claimed"] != shown
    pairs = pairs.filter(says & (_["claimed"] != INHERIT) if inherits else says)
    return pairs.group_by(s.PLACE_ID, "day").agg(**{s.CLAIMED_IDS: _[s.ID].collect().sort()})


def to_segments(levels: list[Table], gaps: Table, own: Table, claims: Table, overruled: Table) -> Table:
    """Return the timeline of every place: its ``own`` segments where it decides, else its parent's."""
    above, found = own.filter(ibis.literal(False)), [own]
    for level in levels:
        mine = kept(inherited(level, gaps, above, claims, overruled))
        found.append(mine)
        above = ibis.union(own.semi_join(level, s.PLACE_ID), mine, distinct=False)
    return ibis.union(*found, distinct=False)


def no_ids() -> ArrayValue:
    """Return the array of no texts."""
    return ibis.literal([], "array<string>")


def _or_none(ids: Any) -> Any:
    """Return ``ids``, and no ids where they are missing."""
    return ids.fill_null(no_ids())


def _both(ids: Any, more: Any) -> Any:
    """Return ``ids`` and ``more``, sorted; ``more`` may be missing."""
    return ibis.ifelse(more.isnull(), ids, ids.concat(more).sort())
