"""Rules 2 and 3 on an engine: which records decide a place, from each first day on."""

from __future__ import annotations

import ibis
from ibis import _
from ibis.expr.types import Table

from geomap import schema as s
from geomap.scale.ledger import parties_of, state_of


def claims_only(ledger: Table) -> Table:
    """Return the claims: place, day ``at``, id and state.

    Rule 2. A record of ``low`` confidence never wins, never acts as ``whole``, never dissents.
    """
    return ledger.filter(_["is_claim"]).select(s.PLACE_ID, s.ID, at=s.FIRST, claimed="state")


def to_counting(ledger: Table) -> Table:
    """Return the counting records, with ``wins``: whether each decides its place on its first day."""
    day = ibis.window(group_by=[s.PLACE_ID, s.FIRST])
    return ledger.filter(~_["is_claim"]).mutate(wins=_["weight"] == _["weight"].max().over(day))


def to_epochs(counting: Table) -> Table:
    """Return who wins each place, from every first day on: one row for each place and first day.

    Rule 3. Of the counting, begun holding records of a place, the latest first day wins; on a tie
    the higher confidence, then the later reported. Still tied and different in state:
    ``disputed``, with all tied records and the union of their parties.

    ``one`` is the state that all counting records of the day name, null where they name several;
    ``whole`` is whether a winner speaks for the whole place.
    """
    wins = _["wins"]
    days = counting.group_by(s.PLACE_ID, at=_[s.FIRST]).agg(
        lowest=_["state"].min(),
        highest=_["state"].max(),
        state=_["state"].min(where=wins),
        other=_["state"].max(where=wins),
        whole=(_["whole"] & wins).any(),
        sources=_[s.SOURCE].collect(where=wins),
        **{
            s.LAST: _[s.LAST].max(where=wins),
            s.RECORD_IDS: _[s.ID].collect(where=wins),
            s.SINCE_TEXT: _[s.EFFECTIVE].argmin(_[s.ID], where=wins),
            s.SINCE_BY: _["held"].argmin(_[s.ID], where=wins),
        },
    )
    named = _parties_of_all(counting.filter(wins), days.filter(_["state"] != _["other"]))
    days = days.left_join(named, [s.PLACE_ID, "at"]).select(*days.columns, "named")
    disputed = state_of(s.DISPUTED, _["named"].fill_null(""))
    return days.mutate(
        state=ibis.ifelse(_["state"] == _["other"], _["state"], disputed),
        one=ibis.ifelse(_["lowest"] == _["highest"], _["lowest"], ibis.null("string")),
        **{s.RECORD_IDS: _[s.RECORD_IDS].sort()},
    ).drop("lowest", "highest", "other", "named")


def _parties_of_all(winners: Table, tied: Table) -> Table:
    """Return the union of the winners' parties on the ``tied`` days, by place and first day."""
    winners = winners.select(s.PLACE_ID, "state", at=s.FIRST).semi_join(tied, [s.PLACE_ID, "at"])
    parties = winners.mutate(party=parties_of(_["state"]).split(";").unnest()).filter(_["party"] != "")
    return parties.group_by(s.PLACE_ID, "at").agg(named=_["party"].collect(distinct=True).sort().join(";"))


def is_disputed(state: ibis.Deferred) -> ibis.Deferred:
    """Return whether a state is ``disputed``."""
    return state.startswith(state_of(s.DISPUTED, ""))
