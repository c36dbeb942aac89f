"""Ids of records and the corrections that name them."""

from __future__ import annotations

from collections import deque

import pandas as pd

from geomap.errors import Problem, Problems, warn
from geomap.folding import nearest_of
from geomap.schema import CONFIDENCE, CORRECTS, FILE, ID, LINE, PLACE_ID


def report_corrections(rows: pd.DataFrame, problems: Problems) -> pd.Series:
    """Report ids that are there twice and corrections that cannot be made; return those rows.

    Rows need ``id``, ``id_given``, ``place_id`` ("" where not known), ``corrects``, ``confidence``.
    """
    repeated = _report_repeated_ids(rows, problems)
    targets = rows[~rows[ID].duplicated()].set_index(ID)
    correcting = rows[rows[CORRECTS] != ""]
    wrong = {row.Index: _correction_problem(row, targets) for row in correcting.itertuples()}
    bad = [i for i, problem in wrong.items() if problem is not None]
    for problem in filter(None, wrong.values()):
        problems.add(problem)
    in_cycle = _report_cycles(correcting.drop(index=bad), problems)
    _warn_of_weak_corrections(correcting.drop(index=bad), targets)
    return repeated | rows.index.isin([*bad, *in_cycle])


def _report_repeated_ids(rows: pd.DataFrame, problems: Problems) -> pd.Series:
    """Report every row whose id an earlier row has, and return which rows those are."""
    repeated = rows[ID].duplicated()
    first = rows[rows[ID].isin(rows.loc[repeated, ID]) & ~repeated].set_index(ID)
    for row in rows[repeated].itertuples():
        earlier = first.loc[getattr(row, ID)]
        what = f"is there already, at {earlier[FILE]}:{earlier[LINE]}"
        hint = "Give one of the two another id."
        problems.add(Problem(getattr(row, FILE), getattr(row, LINE), what, ID, getattr(row, ID), hint))
    return repeated


def _correction_problem(row: tuple, targets: pd.DataFrame) -> Problem | None:
    """Return why the record that ``row`` corrects cannot be corrected by it."""
    name = getattr(row, CORRECTS)
    what, hint = "", ""
    if name not in targets.index or not targets.at[name, "id_given"]:
        what, hint = _missing_target(name, targets)
    elif name == getattr(row, ID):
        what, hint = "is the record itself", "Write the id of the record that it replaces."
    else:
        target = targets.loc[name]
        here, there = getattr(row, PLACE_ID), target[PLACE_ID]
        if here and there and here != there:
            what = f"is a record of {there} ({target[FILE]}:{target[LINE]}), and this one is of {here}"
            hint = "A record corrects one of its own place: check the id and the place."
    if not what:
        return None
    return Problem(getattr(row, FILE), getattr(row, LINE), what, CORRECTS, name, hint)


def _missing_target(name: str, targets: pd.DataFrame) -> tuple[str, str]:
    if name in targets.index:
        hint = "Give that row an id of its own: a line number changes when rows are sorted."
        return "is a row that has no id", hint
    near = nearest_of(name, targets.index[targets["id_given"]], 3)
    offer = f"Did you mean {' or '.join(near)}? " if near else ""
    return "is not the id of a record", f"{offer}Write the id of the record that this one replaces."


def _report_cycles(correcting: pd.DataFrame, problems: Problems) -> list[int]:
    """Report records that correct each other in a ring, once a ring; return their rows."""
    corrects = dict(zip(correcting[ID], correcting[CORRECTS], strict=True))
    left = dict.fromkeys(_in_rings(corrects))
    row_of = {getattr(row, ID): row for row in correcting.itertuples() if getattr(row, ID) in left}
    index_of = dict(zip(correcting[ID], correcting.index, strict=True))
    in_ring: list[int] = []
    while left:
        ring = _ring_from(next(iter(left)), corrects)
        for identifier in ring:
            del left[identifier]
            in_ring.append(index_of[identifier])
        row = row_of[ring[0]]
        what = f"closes a ring of corrections: {' corrects '.join([*ring, ring[0]])}"
        hint = "Empty one of these cells."
        problems.add(
            Problem(getattr(row, FILE), getattr(row, LINE), what, CORRECTS, getattr(row, CORRECTS), hint)
        )
    return in_ring


def _in_rings(corrects: dict[str, str]) -> list[str]:
    """Return the ids that lie on a ring of ``corrects``, which leads from each id to one other."""
    n_correctors: dict[str, int] = dict.fromkeys(corrects, 0)
    for target in corrects.values():
        if target in n_correctors:
            n_correctors[target] += 1
    # What nothing corrects is in no ring; without it, neither is what only it corrects.
    free = deque(i for i, n in n_correctors.items() if n == 0)
    while free:
        target = corrects[free.popleft()]
        if target in n_correctors:
            n_correctors[target] -= 1
            if n_correctors[target] == 0:
                free.append(target)
    return [i for i, n in n_correctors.items() if n > 0]


def _ring_from(start: str, corrects: dict[str, str]) -> list[str]:
    ring = [start]
    while corrects[ring[-1]] != start:
        ring.append(corrects[ring[-1]])
    return ring


def _warn_of_weak_corrections(correcting: pd.DataFrame, targets: pd.DataFrame) -> None:
    """Warn of claims of low confidence that correct better ones, which rule 1 does not let them."""
    low = correcting[correcting[CONFIDENCE] == "low"]
    target_confidence = low[CORRECTS].map(targets[CONFIDENCE])
    for row in low[target_confidence != "low"].itertuples():
        what = "has no effect: a record of low confidence corrects only others of low confidence"
        hint = "Raise the confidence, or empty the cell."
        warn(Problem(getattr(row, FILE), getattr(row, LINE), what, CORRECTS, getattr(row, CORRECTS), hint))
