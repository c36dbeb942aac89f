"""Rule 1 on an engine: which records have been taken back or replaced, and so no longer count."""

from __future__ import annotations

from ibis import _
from ibis.expr.types import Table

from geomap import schema as s


def uncorrected(known: Table) -> Table:
    """Return the holding records among the known ones that survive rule 1, low ones included.

    Rule 1. A record named in ``corrects`` no longer counts, even if the one that names it is itself
    corrected; a ``low`` record corrects only ``low`` ones. Of two records of one source, both
    ``low`` or neither, for one place and one ``effective``, the later reported replaces the earlier.
    """
    holding = known.filter(_[s.STATUS].isin(s.HOLDING))
    return holding.anti_join(_replaced(holding), s.ID).anti_join(_named(known), s.ID)


def _replaced(holding: Table) -> Table:
    """Return the ids of what the same source has said again, later, of the same place and day."""
    same = [s.SOURCE, s.PLACE_ID, s.EFFECTIVE, "is_claim"]
    again = holding.group_by(same).agg(oldest=_[s.REPORTED].min(), newest=_[s.REPORTED].max())
    again = again.filter(_["oldest"] < _["newest"]).drop("oldest")
    return holding.join(again, same).filter(_[s.REPORTED] < _["newest"]).select(s.ID)


def _named(known: Table) -> Table:
    """Return the ids that known records take back by naming them in ``corrects``."""
    correctors = known.filter(_[s.CORRECTS] != "").select(by=s.CORRECTS, by_claim="is_claim")
    targets = known.select(s.ID, "is_claim")
    pairs = targets.join(correctors, targets[s.ID] == correctors["by"])
    return pairs.filter(~_["by_claim"] | _["is_claim"]).select(s.ID)
