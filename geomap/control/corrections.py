"""Rule 1: which records have been taken back or replaced, and so no longer count."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geomap import schema as s
from geomap.control.keys import NONE, changes, codes_of, in_order, take
from geomap.control.ledger import Ledger, to_ledger
from geomap.control.tree import Branch, Tree


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
    known = is_known(records, known_on).to_numpy()
    target, corrector = _named(records, known)
    named = records.iloc[corrector].assign(target=records.index[target])
    named = named.sort_index(kind="stable").sort_values(s.REPORTED, kind="stable")
    withdrawn = named[s.STATUS] == s.WITHDRAWN
    verdict = np.where(withdrawn, s.WITHDRAWN_BY, s.CORRECTED_BY)
    by_name = pd.DataFrame({"verdict": verdict, "by": named.index}, index=named["target"], dtype=object)
    told = pd.concat([by_name, _by_newest(records, _known_ledger(records, known))])
    return told[~told.index.duplicated()].rename_axis(s.ID).sort_index()


def uncorrected(records: pd.DataFrame, known_on: pd.Timestamp | None = None) -> pd.DataFrame:
    """Return the known records that survive rule 1, low ones included."""
    known = is_known(records, known_on).to_numpy()
    ledger = _known_ledger(records, known)
    standing = known & ~is_taken_back(records, known)
    standing[ledger.row[is_retold(ledger)]] = False
    return records[standing]


def retold(records: pd.DataFrame, known_on: pd.Timestamp | None = None) -> pd.Series:
    """Return, for each known record that its own source told again later, the id of the newest telling (rule 1)."""
    known = is_known(records, known_on).to_numpy()
    return _by_newest(records, _known_ledger(records, known))["by"]


def is_taken_back(records: pd.DataFrame, known: np.ndarray) -> np.ndarray:
    """Return which records a known one takes back by naming them in ``corrects``."""
    taken = np.zeros(len(records), dtype=bool)
    taken[_named(records, known)[0]] = True
    return taken


def is_retold(ledger: Ledger) -> np.ndarray:
    """Return which entries the same source has told again, later."""
    entries, _, newest = _tellings(ledger)
    retold = np.zeros(len(ledger.row), dtype=bool)
    retold[entries[~newest]] = True
    return retold


@dataclass(frozen=True)
class Known:
    """Records and the position in ``tree`` of each one's place, NONE where it is not known, or is in none.

    ``taken_back`` says which records a known one names in ``corrects``.
    """

    records: pd.DataFrame
    tree: Tree
    place: np.ndarray
    taken_back: np.ndarray

    def ledger(self, branch: Branch) -> Ledger:
        """Return the holding records of a branch that rule 1 leaves, claims after those that count."""
        place = take(branch.inside, self.place, NONE)
        rows = np.flatnonzero(place != NONE)
        ledger = to_ledger(self.records, rows, place[rows])
        stands = ledger.states.are(*s.HOLDING)[ledger.state] & ~self.taken_back[ledger.row]
        stands &= ~is_retold(ledger)
        counts = np.flatnonzero(stands & (ledger.rank > 0))
        return ledger.take(np.append(counts, np.flatnonzero(stands & (ledger.rank == 0))), n=len(counts))


def to_known(records: pd.DataFrame, tree: Tree, known_on: pd.Timestamp | None = None) -> Known:
    """Return the records that had been reported by ``known_on``, placed in the tree."""
    known = is_known(records, known_on).to_numpy()
    place = np.where(known, tree.positions(records[s.PLACE_ID]), np.int32(NONE))
    return Known(records, tree, place, is_taken_back(records, known))


def _known_ledger(records: pd.DataFrame, known: np.ndarray) -> Ledger:
    rows = np.flatnonzero(known)
    return to_ledger(records, rows, codes_of(records[s.PLACE_ID])[0][rows])


def _named(records: pd.DataFrame, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows that known records take back by naming them in ``corrects``, and those records."""
    correctors = np.flatnonzero(known & (records[s.CORRECTS] != "").to_numpy())
    names = records[s.CORRECTS].iloc[correctors].to_numpy(dtype=object)
    named = np.flatnonzero(known & records.index.isin(names)) if len(names) else correctors
    at = records.index[named].get_indexer(names)
    correctors, targets = correctors[at >= 0], named[at[at >= 0]]
    confidence = records[s.CONFIDENCE]
    may = (confidence.iloc[correctors] != "low").to_numpy() | (confidence.iloc[targets] == "low").to_numpy()
    return targets[may], correctors[may]


def _tellings(ledger: Ledger) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return entries by what they tell of, a number for that thing, and which are the newest of it.

    A thing is what one source says of one place, ``effective``, family and confidence class. Only
    entries that share place and first day can tell of one thing; others are left out.
    """
    opens = changes(ledger.place, ledger.first)
    shared = ~opens | ~np.append(opens[1:], True)[: len(opens)]
    entries = np.flatnonzero(shared & ~ledger.states.are(s.WITHDRAWN)[ledger.state])
    state = ledger.state[entries]
    family = np.where(ledger.states.are(*s.HOLDING)[state], NONE, state)
    columns = (ledger.place, ledger.effective, ledger.source)
    thing = (*(column[entries] for column in columns), ledger.rank[entries] == 0, family)
    reported = ledger.reported[entries]
    order = in_order(*thing, reported)
    number = np.cumsum(changes(*(column[order] for column in thing))) - 1
    last = np.append(number[1:] != number[:-1], True)[: len(number)]
    return entries[order], number, reported[order] == reported[order][last][number]


def _by_newest(records: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Return the replaced tellings with the newest of the same thing, of several the first by id."""
    entries, thing, newest = _tellings(ledger)
    again = np.isin(thing, thing[~newest])  # the others, nearly all, were told once
    thing, newest = thing[again], newest[again]
    ids = pd.Series(records.index[ledger.row[entries[again]]], dtype=object)
    by = ids[newest].groupby(thing[newest]).min()
    verdicts = {"verdict": s.CORRECTED_BY, "by": by.reindex(thing[~newest]).to_numpy()}
    return pd.DataFrame(verdicts, index=ids[~newest].to_numpy(), dtype=object)
