"""Numbers that others published, shown beside ours and never mixed in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geomap.cells import check_filled, check_url, check_word, failures, resolve_party
from geomap.dates import parse_days, parse_windows
from geomap.errors import BadValue, Problems
from geomap.files import files_in, read_table, report_values
from geomap.names import index_names
from geomap.schema import (
    ACTOR,
    DAY_DTYPE,
    FIGURE_COLUMNS,
    FILE,
    FIRST,
    LINE,
    MEASURE,
    MEASURES,
    ON,
    ON_TEXT,
    OP,
    OPS,
    PLACE,
    PLACE_ID,
    REPORTED,
    SOURCE,
    URL,
    VALUE,
    VIA,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

REQUIRED = (PLACE, ON, ACTOR, MEASURE, VALUE, SOURCE)

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_MOST_PER_CENT = 100.0


#: The columns of the frame of figures.
KEPT = (PLACE_ID, ON, ON_TEXT, ACTOR, MEASURE, OP, VALUE, SOURCE, VIA, REPORTED, URL, FILE, LINE)


def read_figures(path: str | Path, places: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """Return the published figures of a ``figures.csv``, one row each, in the order of the file.

    Columns: place_id, on (the first day of the ``on`` window), on_text (as given), actor, measure,
    op, value (per cent or km²), source, via, reported (NaT where empty), url, file, line.
    Raises ``DataError`` with every problem of the file.
    """
    problems = Problems()
    figures = collect_figures(path, places, actors, problems)
    problems.raise_if_any()
    return figures


def collect_figures(
    path: str | Path, places: pd.DataFrame, actors: pd.DataFrame, problems: Problems
) -> pd.DataFrame:
    """Return the good rows of a ``figures.csv``; put what is wrong with the others into ``problems``."""
    rows = _read_rows(path, problems)
    place_index, party_index = index_names(places), index_names(actors, "party")
    place_of, no_place = failures(rows[PLACE], place_index.resolve)
    actor_of, no_actor = failures(rows[ACTOR], lambda text: resolve_party(text, party_index))
    windows, no_day = parse_windows(rows[ON])
    reported, not_reported = parse_days(rows[REPORTED])
    bad = pd.Series(data=False, index=rows.index)
    wrong = {PLACE: no_place, ACTOR: no_actor, ON: no_day, REPORTED: not_reported, **_wrong_cells(rows)}
    for column, found in wrong.items():
        bad |= report_values(problems, rows, column, found)
    bad |= _report_shares(rows[~bad], problems).reindex(rows.index, fill_value=False)
    value = pd.to_numeric(rows[VALUE].where(~bad, "0")).astype("float64")
    resolved: dict[str, pd.Series] = {
        PLACE_ID: rows[PLACE].map(place_of),
        ACTOR: rows[ACTOR].map(actor_of),
        VALUE: value,
    }
    days: dict[str, np.ndarray] = {ON: windows[FIRST].to_numpy(), REPORTED: reported}
    figures = rows.assign(**{ON_TEXT: rows[ON]}).assign(**resolved).assign(**days)
    return figures.loc[~bad, list(KEPT)].reset_index(drop=True)


def no_figures() -> pd.DataFrame:
    """Return a table of no figures, for a project without them."""
    return pd.DataFrame(columns=list(KEPT)).astype({ON: DAY_DTYPE, REPORTED: DAY_DTYPE, VALUE: "float64"})


def _read_rows(path: str | Path, problems: Problems) -> pd.DataFrame:
    """Return the rows of the file as text, with the default of ``op`` filled in."""
    files = files_in([path], (".csv",), problems)
    tables = [read_table(file, problems, columns=FIGURE_COLUMNS, required=REQUIRED) for file in files]
    empty = pd.DataFrame({column: pd.Series([], dtype=object) for column in (*FIGURE_COLUMNS, FILE, LINE)})
    rows = pd.concat(tables, ignore_index=True) if tables else empty
    return rows.assign(**{OP: rows[OP].where(rows[OP] != "", "=")})


def _wrong_cells(rows: pd.DataFrame) -> dict[str, dict[str, BadValue]]:
    """Return, for each column that is checked by itself, its bad values and what is wrong with them."""
    checks: dict[str, Callable[[str], object]] = {
        MEASURE: lambda text: check_word(text, MEASURES),
        OP: lambda text: check_word(text, OPS),
        VALUE: _to_number,
        SOURCE: check_filled,
        URL: check_url,
    }
    return {column: failures(rows[column], check)[1] for column, check in checks.items()}


def _to_number(text: str) -> float:
    """Return the number a cell holds; raise ``BadValue`` that shows how to write it."""
    if _NUMBER.fullmatch(text):
        return float(text)
    if not text:
        raise BadValue("is empty", "Write a number, such as 4.5.")
    bare = re.sub(r"\s|%|km[2²]?$", "", text)
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", bare):
        bare = bare.replace(",", "")
    bare = bare.replace(",", ".").lstrip("<~=")
    hint = f"Write {bare}." if _NUMBER.fullmatch(bare) else "Write digits with a point, such as 4.5."
    raise BadValue("is not a plain number", hint)


def _report_shares(rows: pd.DataFrame, problems: Problems) -> pd.Series:
    """Report shares of more than 100 per cent, and return which rows those are."""
    shares = rows[rows[MEASURE] == MEASURES[0]]
    too_much = {
        text: BadValue(
            "is more than 100 per cent", f"Write a share from 0 to 100, or the measure {MEASURES[1]}."
        )
        for text in shares[VALUE].unique()
        if float(text) > _MOST_PER_CENT
    }
    return report_values(problems, shares, VALUE, too_much)
