"""Rule 10: how old the evidence for each place's state is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geomap import schema as s
from geomap.control.corrections import to_known
from geomap.control.keys import (
    DAY_BITS,
    FOREVER,
    NEVER,
    NONE,
    changes,
    ends_of,
    in_order,
    key_of,
    last_at,
    place_and_day,
    sorted_once,
    spread,
    take,
    to_dates,
    to_days,
)
from geomap.control.ledger import INHERIT, Ledger
from geomap.control.tree import Branch, Tree, to_tree
from geomap.control.wholes import Wholes, to_wholes
from geomap.control.winners import Epochs, to_epochs


@dataclass(frozen=True)
class Shown:
    """Spells as integers: what each place showed from each day on, sorted by place and day.

    ``decider`` is the place whose records decide, the place itself where no other does.
    """

    place: np.ndarray
    day: np.ndarray
    state: np.ndarray
    since: np.ndarray
    decider: np.ndarray
    key: np.ndarray


@dataclass(frozen=True)
class Runs:
    """The newest report of each place from each day on, sorted by place and day; NEVER for none."""

    place: np.ndarray
    day: np.ndarray
    newest: np.ndarray
    key: np.ndarray

    def at(self, place: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Return the newest report of each place up to each day."""
        return take(self.newest, last_at(self.key, place, day), NEVER)


def to_evidence(
    records: pd.DataFrame,
    spells: pd.DataFrame,
    places: pd.DataFrame,
    *,
    known_on: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Return when the newest evidence for each place's state was reported, as spells of days.

    Rule 10 counts the records with the verdict ``won`` or ``agrees``, for an inherited state those
    of the ancestor that decides too. ``spells`` and ``places`` hold all ancestors.

    Returns a frame sorted by ``place_id`` and ``valid_from`` with ``place_id, valid_from, valid_to,
    reported``; ``valid_to`` is NaT where it stays so. Days without evidence are left out.
    """
    tree = to_tree(places)
    branch = tree.branch(tree.walk())
    ledger = to_known(records, tree, known_on).ledger(branch)
    epochs = to_epochs(ledger)
    shown = _shown(spells, tree, branch, ledger)
    own = _own_evidence(ledger, epochs, to_wholes(ledger, epochs, branch), shown)
    return _frame(_with_deciders(own, shown), branch.places, tree.names)


def newest_evidence(
    records: pd.DataFrame,
    spells: pd.DataFrame,
    places: pd.DataFrame,
    day: pd.Timestamp | str,
    *,
    known_on: pd.Timestamp | None = None,
) -> pd.Series:
    """Return the day on which the newest evidence for each place's state was reported.

    Rule 10, for one day; of many days, ask ``evidence_on`` of one ``to_evidence``. NaT where no
    record says anything. Indexed by ``place_id``.
    """
    evidence = to_evidence(records, spells, places, known_on=known_on)
    return evidence_on(evidence, pd.Index(spells[s.PLACE_ID].unique(), name=s.PLACE_ID), day)


def evidence_on(evidence: pd.DataFrame, places: pd.Index, day: pd.Timestamp | str) -> pd.Series:
    """Return the newest evidence of each of ``places`` on ``day``, NaT where there is none."""
    day = pd.Timestamp(day)
    lasts = evidence[s.VALID_TO].isna() | (evidence[s.VALID_TO] > day)
    holds = evidence[(evidence[s.VALID_FROM] <= day) & lasts]
    return holds.set_index(s.PLACE_ID)[s.REPORTED].reindex(places)


def is_stale(newest: pd.Series, day: pd.Timestamp | str, stale_after: int) -> pd.Series:
    """Return whether each place's evidence is old on ``day``.

    Rule 10. A state is stale when the newest record with the verdict won or agrees was reported
    more than ``stale_after`` days before the day; 0 turns it off.
    """
    if stale_after == 0:
        return pd.Series(data=False, index=newest.index)
    return newest < pd.Timestamp(day) - pd.Timedelta(days=stale_after)


def to_stale(
    records: pd.DataFrame,
    spells: pd.DataFrame,
    places: pd.DataFrame,
    *,
    stale_after: int,
    known_on: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Return the days on which each place's state is stale, as spells.

    Rule 10, for all days: what ``is_stale`` says of the ``newest_evidence`` of each.

    Returns a frame sorted by ``place_id`` and ``valid_from`` with ``place_id, valid_from,
    valid_to``; ``valid_to`` is the first day on which it is fresh again, NaT where it never is.
    """
    if stale_after == 0:
        nothing = spells.iloc[:0][[s.PLACE_ID, s.VALID_FROM, s.VALID_TO]]
        return nothing.reset_index(drop=True)
    evidence = to_evidence(records, spells, places, known_on=known_on)
    old = evidence[s.REPORTED] + pd.Timedelta(days=stale_after + 1)
    begin = old.where(old > evidence[s.VALID_FROM], evidence[s.VALID_FROM]).astype(s.DAY_DTYPE)
    lasts = evidence[s.VALID_TO].isna() | (begin < evidence[s.VALID_TO])
    stale = evidence.assign(**{s.VALID_FROM: begin})[lasts]
    follows = (stale[s.PLACE_ID] == stale[s.PLACE_ID].shift()) & (
        stale[s.VALID_FROM] == stale[s.VALID_TO].shift()
    )
    opens = np.flatnonzero(~follows)
    closes = np.append(opens[1:], len(stale))[: len(opens)] - 1
    result = stale.iloc[opens][[s.PLACE_ID, s.VALID_FROM]].reset_index(drop=True)
    return result.assign(**{s.VALID_TO: stale[s.VALID_TO].to_numpy()[closes]})


def _shown(spells: pd.DataFrame, tree: Tree, branch: Branch, ledger: Ledger) -> Shown:
    """Return ``spells`` as integers; a state without ``since`` rests on no record and never agrees."""
    place = take(branch.inside, tree.positions(spells[s.PLACE_ID]), NONE)
    decider = take(branch.inside, tree.positions(spells[s.INHERITED_FROM]), NONE)
    since = to_days(spells[s.SINCE])
    key = key_of(place, to_days(spells[s.VALID_FROM]))
    order = np.argsort(key)
    return Shown(
        place=place[order],
        day=place_and_day(key[order])[1],
        state=ledger.states.codes(spells[s.STATUS], spells[s.PARTIES])[order],
        since=np.where(since == NEVER, np.int32(FOREVER), since)[order],
        decider=np.where(decider == NONE, place, decider)[order],
        key=key[order],
    )


def _own_evidence(ledger: Ledger, epochs: Epochs, wholes: Wholes, shown: Shown) -> Runs:
    """Return the newest report of each place's own records that won or agree."""
    key = sorted_once(np.concatenate([shown.key, epochs.key, key_of(wholes.place, wholes.day)]))
    place, day = place_and_day(key)
    spell = last_at(shown.key, place, day)
    key, place, day, spell = (column[spell != NONE] for column in (key, place, day, spell))
    cut = wholes.day_at(place, day)
    agreed = _agreeing(ledger, key, shown.state[spell], np.maximum(shown.since[spell], cut))
    own, inherits = epochs.at(place, day), shown.decider[spell] != place
    hands_over = take(epochs.state, own, INHERIT) == INHERIT
    stands = (take(epochs.first, own, NEVER - 1) >= cut) & (hands_over == inherits)
    return Runs(
        place,
        day,
        np.maximum(agreed, np.where(stands, take(_standing(ledger, epochs), own, NEVER), NEVER)),
        key,
    )


def _agreeing(ledger: Ledger, key: np.ndarray, state: np.ndarray, floor: np.ndarray) -> np.ndarray:
    """Return the newest report up to each day of a record that agrees, NEVER where none does.

    A record agrees that names the state shown and began on or after ``floor``: within the unbroken
    run, and not before the ``whole`` record that overrules it. Until ``floor`` moves, the newest
    report can only grow.
    """
    said = np.full(len(key), NEVER, dtype=np.int64)
    at = np.searchsorted(key, key_of(ledger.place[: ledger.n], ledger.first[: ledger.n]))
    same = (take(state, at, NONE) == ledger.state[: ledger.n]) & (
        take(floor, at, FOREVER) <= ledger.first[: ledger.n]
    )
    np.maximum.at(said, at[same], ledger.reported[: ledger.n][same])
    stretch = np.cumsum(changes(key >> DAY_BITS, floor))
    return place_and_day(np.maximum.accumulate(key_of(stretch, said)))[1]


def _standing(ledger: Ledger, epochs: Epochs) -> np.ndarray:
    """Return the newest report that decides each epoch, or hands the place over by ``inherit``."""
    reported = ledger.reported[epochs.winners[epochs.start]]
    handing = np.flatnonzero((ledger.state[: ledger.n] == INHERIT) & (epochs.state[epochs.of] == INHERIT))
    np.maximum.at(reported, epochs.of[handing], ledger.reported[handing])
    return reported


def _with_deciders(own: Runs, shown: Shown) -> Runs:
    """Return the newer of each place's own evidence and, where it inherits, its decider's."""
    heirs = np.flatnonzero(shown.decider != shown.place)
    ends = ends_of(shown.place, shown.day)[heirs]
    low = np.searchsorted(own.key, key_of(shown.decider[heirs], shown.day[heirs]), side="right")
    high = np.searchsorted(own.key, key_of(shown.decider[heirs], ends), side="left")
    heir, change = spread(low, high)
    inherited = key_of(shown.place[heirs[heir]], own.day[change])
    key = sorted_once(np.concatenate([own.key, shown.key, inherited]))
    place, day = place_and_day(key)
    decider = shown.decider[last_at(shown.key, place, day)]
    return Runs(place, day, np.maximum(own.at(place, day), own.at(decider, day)), key)


def _frame(evidence: Runs, places: np.ndarray, names: pd.Index) -> pd.DataFrame:
    """Return the runs of days with one newest report, those without any left out; ``names`` are sorted."""
    opens = changes(evidence.place, evidence.newest)
    place, day, newest = evidence.place[opens], evidence.day[opens], evidence.newest[opens]
    ends, place = ends_of(place, day), places[place]
    there = np.flatnonzero(newest != NEVER)
    there = there[in_order(place[there], day[there])]
    return pd.DataFrame(
        {
            s.PLACE_ID: pd.array(names, dtype="str").take(place[there]),
            s.VALID_FROM: to_dates(day[there]),
            s.VALID_TO: to_dates(ends[there]),
            s.REPORTED: to_dates(newest[there]),
        }
    )
