"""Rule 11: what became of every record."""

from __future__ import annotations

import pandas as pd

from geomap import schema as s
from geomap.control.conditions import condition_claims, to_conditions
from geomap.control.corrections import corrections, is_known, uncorrected
from geomap.control.spells import as_of, to_spells
from geomap.control.tree import lineage_of


def verdicts(
    records: pd.DataFrame,
    places: pd.DataFrame,
    place_id: str,
    day: pd.Timestamp | str,
    *,
    known_on: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Return what became of every record of one place on ``day``.

    Rule 11. Every record of the place gets one verdict, the first of these that fits: ``not yet
    reported``; ``corrected by`` or ``withdrawn by`` another; ``takes back`` another (a withdrawal
    does only that); ``dissents``; ``not yet begun``; ``claimed only`` (of low confidence);
    ``won``; ``ended by the whole of`` another; ``agrees`` (names the state shown, and began
    within its unbroken run); ``older``. Of a condition the record that decides it now ``won``.

    Returns a frame indexed by record ``id``, in the order of first days, with ``verdict`` and
    ``by`` (the ``id`` of the other record, or empty).

    Raises ``KeyError`` where ``place_id`` is not in ``places``.
    """
    day = pd.Timestamp(day)
    lineage = lineage_of(places, place_id)
    related = records[records[s.PLACE_ID].isin(lineage)]
    spells = to_spells(related, places.loc[lineage], known_on=known_on)
    own = related[related[s.PLACE_ID] == place_id].sort_index().sort_values(s.FIRST, kind="stable")
    result = pd.DataFrame({"verdict": s.OLDER, "by": ""}, index=own.index, dtype=object)
    whole = whole_over(related, places, place_id, day, known_on)
    state = as_of(spells, day).loc[place_id]
    _judge_holding(result, own, state, whole)
    if (own[s.STATUS] == s.INHERIT).any():
        result.loc[_standing_inherits(own, day, whole, known_on), ["verdict", "by"]] = [s.WON, ""]
    if own[s.STATUS].isin(s.CONDITIONS).any():
        _judge_conditions(result, own, to_conditions(own, spells, known_on=known_on), day, known_on)
    _judge_standing(result, own, state, day, known_on)
    return result


def _judge_holding(
    result: pd.DataFrame, own: pd.DataFrame, state: pd.Series, whole: tuple[pd.Timestamp, str] | None
) -> None:
    """Write won, agrees and ended by the whole of, of the records that say who holds the place."""
    holding = own[s.STATUS].isin(s.HOLDING)
    agrees = holding & _names(own, state) & (own[s.FIRST] >= state[s.SINCE])
    result.loc[agrees, "verdict"] = s.AGREES
    if whole:
        ended = holding & (own[s.FIRST] < whole[0])
        result.loc[ended, ["verdict", "by"]] = [s.ENDED_BY_WHOLE, whole[1]]
    result.loc[own.index.isin(state[s.RECORD_IDS]), ["verdict", "by"]] = [s.WON, ""]


def _names(own: pd.DataFrame, state: pd.Series) -> pd.Series:
    """Return which records name ``state``."""
    same = [parties == state[s.PARTIES] for parties in own[s.PARTIES]]
    return (own[s.STATUS] == state[s.STATUS]) & pd.Series(same, index=own.index, dtype=bool)


def day_winners(records: pd.DataFrame, known_on: pd.Timestamp | None = None) -> pd.DataFrame:
    """Return the counting holding records that win their place on their own first day (rule 3)."""
    counting = uncorrected_holding(records, known_on)
    group = [counting[s.PLACE_ID], counting[s.FIRST]]
    for column in ("rank", s.REPORTED):
        counting = counting[counting[column] == counting.groupby(group)[column].transform("max")]
        group = [counting[s.PLACE_ID], counting[s.FIRST]]
    return counting


def _standing_inherits(
    own: pd.DataFrame,
    day: pd.Timestamp,
    whole: tuple[pd.Timestamp, str] | None,
    known_on: pd.Timestamp | None,
) -> pd.Index:
    """Return the ``inherit`` records of one place that win it alone on ``day``."""
    winners = day_winners(own, known_on)
    winners = winners[winners[s.FIRST] <= day]
    winners = winners[winners[s.FIRST] == winners[s.FIRST].max()]
    stands = (winners[s.STATUS] == s.INHERIT).all() and not (whole and (winners[s.FIRST] < whole[0]).any())
    return winners.index if stands else winners.index[:0]


def uncorrected_holding(records: pd.DataFrame, known_on: pd.Timestamp | None = None) -> pd.DataFrame:
    """Return the counting holding records, with ``rank`` for their confidence."""
    counting = uncorrected(records, known_on)
    counting = counting[counting[s.STATUS].isin(s.HOLDING) & (counting[s.CONFIDENCE] != "low")]
    return counting.assign(rank=(counting[s.CONFIDENCE] == "high").astype(int))


def _judge_conditions(
    result: pd.DataFrame,
    own: pd.DataFrame,
    conditions: pd.DataFrame,
    day: pd.Timestamp,
    known_on: pd.Timestamp | None,
) -> None:
    """Write won and agrees of the records of conditions: of each, the newest to have begun decides."""
    claims = condition_claims(own, known_on)
    for _, said in claims[claims[s.FIRST] <= day].groupby([s.CONDITION, s.PARTIES], sort=False):
        newest = said[said[s.FIRST] == said[s.FIRST].max()]
        differs = said.loc[said["opens"] != newest["opens"].iloc[0], s.FIRST]
        run = said[said[s.FIRST] > differs.max()] if len(differs) else said
        if newest["opens"].iloc[0]:
            run = run[run[s.ID].isin(_same_spell(conditions, newest[s.ID].iloc[0]))]
        fresh = run[~run[s.ID].isin(result.index[result["verdict"] == s.WON])]
        result.loc[fresh[s.ID], "verdict"] = s.AGREES
        result.loc[newest[s.ID], "verdict"] = s.WON


def _same_spell(conditions: pd.DataFrame, record: str) -> set[str]:
    """Return the records that open or confirm the same spells of a condition as ``record``."""
    return {each for ids in conditions[s.RECORD_IDS] if record in ids for each in ids}


def _judge_standing(
    result: pd.DataFrame,
    own: pd.DataFrame,
    state: pd.Series,
    day: pd.Timestamp,
    known_on: pd.Timestamp | None,
) -> None:
    """Write the verdicts that come before who won, the weightiest last."""
    begun = own[s.FIRST] <= day
    result.loc[begun & (own[s.CONFIDENCE] == "low"), ["verdict", "by"]] = [s.CLAIMED_ONLY, ""]
    result.loc[~begun, ["verdict", "by"]] = [s.NOT_YET_BEGUN, ""]
    result.loc[own.index.isin(state[s.DISSENT_IDS]), ["verdict", "by"]] = [s.DISSENTS, ""]
    withdraws = own[s.STATUS] == s.WITHDRAWN
    of_low = own[s.CORRECTS].map(own[s.CONFIDENCE]) == "low"
    may = withdraws & ((own[s.CONFIDENCE] != "low") | of_low)
    result.loc[withdraws, ["verdict", "by"]] = [s.CLAIMED_ONLY, ""]
    result.loc[may, "verdict"] = s.TAKES_BACK
    result.loc[may, "by"] = own.loc[may, s.CORRECTS]
    corrected = corrections(own, known_on)
    result.loc[corrected.index, ["verdict", "by"]] = corrected[["verdict", "by"]]
    result.loc[~is_known(own, known_on), ["verdict", "by"]] = [s.NOT_YET_REPORTED, ""]


def whole_over(
    records: pd.DataFrame,
    places: pd.DataFrame,
    place_id: str,
    day: pd.Timestamp,
    known_on: pd.Timestamp | None = None,
) -> tuple[pd.Timestamp, str] | None:
    """Return (first day, record id) of the ``whole`` record that overrules the place on ``day``.

    Rule 5's W; of several on one day that of the nearest ancestor, then the first by id.
    """
    above = lineage_of(places, place_id)[1:]
    told = records[records[s.PLACE_ID].isin(above)]
    if not (told[s.SCOPE] == "whole").any():
        return None
    winners = day_winners(told, known_on)
    wholes = winners[(winners[s.SCOPE] == "whole") & (winners[s.FIRST] <= day)]
    newest = wholes[wholes[s.FIRST] == wholes[s.FIRST].max()].sort_index()
    nearest = min(zip(newest[s.PLACE_ID].map(above.index), newest.index, strict=True), default=None)
    return (newest[s.FIRST].iloc[0], nearest[1]) if nearest else None
