"""Rule 1: which records have been taken back or replaced, and so no longer count."""

from __future__ import annotations

import pandas as pd

from geomap import schema as s


def is_known(records: pd.DataFrame, known_on: pd.Timestamp | None) -> pd.Series:
    """Return, for each record, whether it had been reported by ``known_on`` (``None``: all had)."""
    if known_on is None:
        return pd.Series(data=True, index=records.index)
    return records[s.REPORTED] <= known_on


def corrections(records: pd.DataFrame, known_on: pd.Timestamp | None = None) -> pd.DataFrame:
    """Return the known records that no longer count, with the record that saw to it.

    Rule 1. A record named in ``corrects`` by a known record no longer counts, even if that one is
    itself corrected later; ``withdrawn`` does only that; a ``low`` record corrects only ``low``
    ones. Of two known records of one source, of the same confidence class (low or not), for one
    place, one ``effective`` as written and one family (holding, or the same condition and
    parties), the later reported replaces the earlier. What was replaced never comes back.

    Parameters: ``records`` as ``read_records`` gives them. Returns a frame indexed by ``id`` with
    ``verdict`` (``corrected by`` or ``withdrawn by``) and ``by`` (an ``id``): an explicit
    correction before a replacement, the first reported before a later one.
    """
    known = records[is_known(records, known_on)]
    named = pd.concat([_named(known), _replaced(known)])
    return named[~named.index.duplicated()].sort_index()


def _named(known: pd.DataFrame) -> pd.DataFrame:
    """Return what known records take back by naming it in ``corrects``."""
    correctors = known[known[s.CORRECTS] != ""]
    correctors = correctors.sort_index(kind="stable").sort_values(s.REPORTED, kind="stable")
    confidence = known[s.CONFIDENCE].reindex(correctors[s.CORRECTS]).to_numpy()
    may = (correctors[s.CONFIDENCE].to_numpy() != "low") | (confidence == "low")
    correctors = correctors[may & pd.notna(confidence)]
    withdrawn = correctors[s.STATUS] == s.WITHDRAWN
    verdict = withdrawn.map({True: s.WITHDRAWN_BY, False: s.CORRECTED_BY}).to_numpy()
    return pd.DataFrame(
        {"verdict": verdict, "by": correctors.index.to_numpy()},
        index=pd.Index(correctors[s.CORRECTS].to_numpy(), name=s.ID),
        dtype=object,
    )


def _replaced(known: pd.DataFrame) -> pd.DataFrame:
    """Return what the same source has said again, later, of the same place, day and kind."""
    claims = known[known[s.STATUS] != s.WITHDRAWN].sort_index(kind="stable")
    holding = claims[s.STATUS].isin(s.HOLDING)
    kind = [
        claims[s.SOURCE],
        claims[s.CONFIDENCE] == "low",
        claims[s.PLACE_ID],
        claims[s.EFFECTIVE],
        claims[s.STATUS].where(~holding, "holding"),
        claims[s.PARTIES].where(~holding, None).map(_key),
    ]
    group = claims.groupby(kind, sort=False, dropna=False).ngroup()
    by_report = claims.assign(group=group).sort_values(s.REPORTED, ascending=False, kind="stable")
    newest = by_report.drop_duplicates("group").reset_index().set_index("group")[[s.ID, s.REPORTED]]
    last = newest.reindex(group)
    replaced = claims[s.REPORTED].to_numpy() < last[s.REPORTED].to_numpy()
    by = last[s.ID].to_numpy()[replaced]
    return pd.DataFrame({"verdict": s.CORRECTED_BY, "by": by}, index=claims.index[replaced], dtype=object)


def _key(parties: tuple[str, ...] | None) -> str:
    return ";".join(parties) if isinstance(parties, tuple) else ""


def uncorrected(records: pd.DataFrame, known_on: pd.Timestamp | None = None) -> pd.DataFrame:
    """Return the known records that survive rule 1, low ones included."""
    known = records[is_known(records, known_on)]
    return known[~known.index.isin(corrections(records, known_on).index)]
