"""Read records: every cell checked, names resolved to ids, all problems told at once."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd

from geomap.cells import check_filled, check_id, check_url, check_word, failures, resolve_parties
from geomap.dates import parse_days, parse_windows
from geomap.errors import BadValue, Problems
from geomap.files import files_in, read_table, report_rows, report_values
from geomap.names import index_names
from geomap.records.correcting import report_corrections
from geomap.schema import (
    ACTOR,
    CLAIM,
    CLAIMS,
    CONDITIONS,
    CONFIDENCE,
    CONFIDENCES,
    CONTESTED,
    CONTROL,
    CORRECTS,
    EFFECTIVE,
    ENDED,
    FILE,
    FIRST,
    ID,
    INHERIT,
    LAST,
    LINE,
    N_PARTIES,
    NOTE,
    NOTE_AR,
    PARTIES,
    PLACE,
    PLACE_ID,
    RECORD_COLUMNS,
    RECORD_DEFAULTS,
    RECORD_REQUIRED,
    REPORTED,
    REPORTED_GIVEN,
    SCOPE,
    SCOPES,
    SHARED,
    SOURCE,
    STATUS,
    STATUSES,
    UNKNOWN,
    URL,
    VACATED,
    VIA,
    WITHDRAWN,
)  # fmt: skip

NOT_RECORDS = ("actors.csv", "figures.csv")
FRAME_COLUMNS = [
    PLACE_ID, EFFECTIVE, FIRST, LAST, CLAIM, STATUS, PARTIES, SCOPE, REPORTED, REPORTED_GIVEN,
    SOURCE, VIA, URL, CONFIDENCE, CORRECTS, NOTE, NOTE_AR, FILE, LINE,
]  # fmt: skip


def read_records(*paths: str | Path, places: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """Return the records of CSV files and folders of them, indexed by ``id``, in the order read.

    A folder means its ``*.csv`` but ``actors.csv`` and ``figures.csv``. Names are resolved to
    ``place_id`` and ``parties`` (sorted ids); ``first`` and ``last`` are the days of the window of
    ``effective``; ``reported`` is ``last`` where it was not given. A row without an id is called
    ``file:line``. Raises ``DataError`` with every problem of every file.
    """
    problems = Problems()
    records = collect_records(paths, places, actors, problems)
    problems.raise_if_any()
    return records


def collect_records(
    paths: tuple[str | Path, ...], places: pd.DataFrame, actors: pd.DataFrame, problems: Problems
) -> pd.DataFrame:
    """Return the good records of ``paths``; put what is wrong with the others into ``problems``."""
    found = Problems()
    rows = _read_rows(paths, found)
    bad = _report_cells(rows, found)
    rows, no_names = _with_names(rows, places, actors, found)
    rows, no_days = _with_days(rows, found)
    bad |= no_names | no_days
    bad |= _report_parties(rows, ~bad, found)
    bad |= _report_claims(rows, found)
    bad |= report_corrections(rows, found)
    _warn_of_early_reports(rows[~bad])
    _warn_of_idle_scope(rows[~bad])
    for problem in sorted(found.errors, key=lambda p: (p.file, p.line or 0)):
        problems.add(problem)
    return rows[~bad].set_index(ID)[FRAME_COLUMNS]


def _read_rows(paths: tuple[str | Path, ...], problems: Problems) -> pd.DataFrame:
    """Return the rows of every file as text, with defaults and ids filled in."""
    files = [file for file in files_in(paths, (".csv",), problems) if file.name not in NOT_RECORDS]
    tables = [read_table(file, problems, columns=RECORD_COLUMNS, required=RECORD_REQUIRED) for file in files]
    if not tables:
        rows = pd.DataFrame({column: pd.Series([], dtype=object) for column in (*RECORD_COLUMNS, FILE)})
        rows[LINE] = pd.Series([], dtype="int64")
    else:
        rows = pd.concat(tables, ignore_index=True)
    for column, default in RECORD_DEFAULTS.items():
        rows[column] = rows[column].where(rows[column] != "", default)
    rows["id_given"] = rows[ID] != ""
    by_row = rows[FILE].map(_shown(files)).astype(object) + ":" + rows[LINE].astype(str).astype(object)
    rows[ID] = rows[ID].where(rows["id_given"], by_row)
    return rows


def _shown(files: list[Path]) -> dict[str, str]:
    """Return what each file is called in an id: its name, or where names are shared its path below theirs.

    Never the whole path: ids stand in what is published, and must not depend on the folder.
    """
    names = [file.name for file in files]
    root = Path(os.path.commonpath([file.resolve().parent for file in files])) if files else Path()
    return {
        str(file): file.name if names.count(file.name) == 1 else file.resolve().relative_to(root).as_posix()
        for file in files
    }


def _report_cells(rows: pd.DataFrame, problems: Problems) -> pd.Series:
    """Report cells that are wrong whatever the rest of the row says; return the rows with one."""
    checks = {
        CLAIM: lambda text: check_word(text, CLAIMS),
        STATUS: lambda text: check_word(text, STATUSES),
        SCOPE: lambda text: check_word(text, SCOPES),
        CONFIDENCE: lambda text: check_word(text, CONFIDENCES),
        SOURCE: check_filled,
        URL: check_url,
    }
    bad = pd.Series(data=False, index=rows.index)
    for column, check in checks.items():
        bad |= report_values(problems, rows, column, failures(rows[column].unique(), check)[1])
    given = rows[rows["id_given"]]
    bad_ids = report_values(problems, given, ID, failures(given[ID].unique(), check_id)[1])
    return bad | bad_ids.reindex(rows.index, fill_value=False)


def _with_names(
    rows: pd.DataFrame, places: pd.DataFrame, actors: pd.DataFrame, problems: Problems
) -> tuple[pd.DataFrame, pd.Series]:
    """Return ``rows`` with ``place_id`` and ``parties``, and which rows have a name that is not known."""
    place_index, party_index = index_names(places), index_names(actors, "party")
    place_of, no_place = failures(rows[PLACE].unique(), place_index.resolve)
    parties_of, no_party = failures(rows[ACTOR].unique(), lambda text: resolve_parties(text, party_index))
    if "" in no_place:
        no_place[""] = BadValue("is empty", "Write the id or a name of the place.")
    bad = report_values(problems, rows, PLACE, no_place) | report_values(problems, rows, ACTOR, no_party)
    parties = np.empty(len(rows), dtype=object)
    parties[:] = [parties_of.get(text, ()) for text in rows[ACTOR].tolist()]
    place_ids = np.array([place_of.get(text, "") for text in rows[PLACE].tolist()], dtype=object)
    return rows.assign(**{PLACE_ID: place_ids, PARTIES: parties}), bad


def _with_days(rows: pd.DataFrame, problems: Problems) -> tuple[pd.DataFrame, pd.Series]:
    """Return ``rows`` with the days of ``effective`` and ``reported``, and which rows have a bad one."""
    windows, no_window = parse_windows(rows[EFFECTIVE])
    reported, no_day = parse_days(rows[REPORTED])
    bad = report_values(problems, rows, EFFECTIVE, no_window) | report_values(
        problems, rows, REPORTED, no_day
    )
    given = ~np.isnat(reported)
    last = windows[LAST].to_numpy()
    days = {
        FIRST: windows[FIRST].to_numpy(),
        LAST: last,
        REPORTED: np.where(given, reported, last),
        REPORTED_GIVEN: given,
    }
    return rows.assign(**days), bad


def _report_parties(rows: pd.DataFrame, good: pd.Series, problems: Problems) -> pd.Series:
    """Report rows of ``good`` with more or fewer parties than their status has; return them."""
    bad = pd.Series(data=False, index=rows.index)
    counts = rows[PARTIES].map(len)
    for status, (least, most) in N_PARTIES.items():
        off = (counts < least) | (counts > (most if most is not None else np.inf))
        of_status = good & (rows[STATUS] == status) & off
        for count in sorted(counts[of_status].unique()):
            group = of_status & (counts == count)
            what, hint = _party_count_advice(status, int(count))
            report_rows(problems, rows[group], what, column=ACTOR, hint=hint)
        bad |= of_status
    return bad


def _party_count_advice(status: str, count: int) -> tuple[str, str]:
    """Return what is wrong with ``count`` parties under ``status``, and what to write."""
    named = "names no party" if count == 0 else f"names {count} part{'y' if count == 1 else 'ies'}"
    if status == CONTROL and count == 0:
        hint = f"Name the party that holds it, or write the status {UNKNOWN} or {VACATED}."
        return f"{named}, and control has one", hint
    if status == CONTROL:
        hint = f"Write the status {CONTESTED} (they fight for it) or {SHARED} (each holds a part)."
        return f"{named}, and control has one", hint
    if status in (CONTESTED, SHARED):
        hint = "Name the others, with ; between them" + (", or write the status control." if count else ".")
        return f"{named}, and {status} has two or more", hint
    if status in CONDITIONS:
        return (
            f"{named}, and {status} has at least one",
            "Name those who are present, besiege, attack or agreed.",
        )
    hint = "Leave the actor empty" + (
        "." if status in (INHERIT, WITHDRAWN) else ", or write the status control."
    )
    return f"{named}, and {status} has none", hint


def _report_claims(rows: pd.DataFrame, problems: Problems) -> pd.Series:
    """Report ``ended`` on what cannot end, and ``withdrawn`` that names no record; return those rows."""
    ended = (rows[CLAIM] == ENDED) & rows[STATUS].isin(set(STATUSES) - set(CONDITIONS))
    what = f"is only for conditions ({', '.join(CONDITIONS)})"
    hint = "Who holds a place ends when the next holder begins: write that record, or vacated or unknown."
    report_rows(problems, rows[ended], what, column=CLAIM, hint=hint)
    idle = (rows[STATUS] == WITHDRAWN) & (rows[CORRECTS] == "")
    hint = f"Write the id of the record that is taken back in {CORRECTS}."
    report_rows(problems, rows[idle], f"takes back no record: {CORRECTS} is empty", column=STATUS, hint=hint)
    return ended | idle


def _warn_of_early_reports(rows: pd.DataFrame) -> None:
    early = rows[rows[REPORTED_GIVEN] & (rows[REPORTED] < rows[FIRST])]
    early = early.assign(**{REPORTED: early[REPORTED].dt.strftime("%Y-%m-%d")})
    for (_, effective), group in early.groupby([REPORTED, EFFECTIVE], sort=False):
        what = f"lies before the first day of effective {effective!r}"
        report_rows(None, group, what, column=REPORTED, hint="Reported before it began? Check both dates.")


def _warn_of_idle_scope(rows: pd.DataFrame) -> None:
    idle = rows[(rows[SCOPE] == "whole") & rows[STATUS].isin([*CONDITIONS, WITHDRAWN])]
    what = "has no effect here: only who holds a place can be said of the whole"
    report_rows(None, idle, what, column=SCOPE, hint="Write rest, or nothing.")
