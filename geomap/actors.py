"""The parties that can hold a place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geomap.cells import reserved_word, split_list
from geomap.errors import BadValue, Problem, Problems
from geomap.files import files_in, read_table, report_values
from geomap.folding import nearest_of, to_slug
from geomap.schema import (
    ACTOR,
    ACTOR_COLUMNS,
    ALIASES,
    COLOR,
    FILE,
    LEFT_OUT,
    LINE,
    NAME,
    NAME_AR,
    NAME_FR,
    ORDER,
    PATTERN,
    PATTERNS,
    SHORT,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

REQUIRED = (ACTOR, NAME, COLOR)

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_SHORT_COLOR = re.compile(r"#?([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])")
_ID = re.compile(r"\w[\w.-]*")


def read_actors(path: str | Path) -> pd.DataFrame:
    """Return the parties of an ``actors.csv``, indexed by ``actor`` and sorted by ``order``.

    Columns: name, name_ar, name_fr, short (the name where empty), color ("#rrggbb", lower case),
    pattern ("none" where empty), order (the place in the file where empty), aliases (a tuple).
    Raises ``DataError`` with every problem of the file.
    """
    problems = Problems()
    actors = collect_actors(path, problems)
    problems.raise_if_any()
    return actors


def collect_actors(path: str | Path, problems: Problems) -> pd.DataFrame:
    """Return the rows of an ``actors.csv`` that have nothing wrong; put the rest into ``problems``."""
    tables = [
        read_table(file, problems, columns=ACTOR_COLUMNS, required=REQUIRED)
        for file in files_in([path], (".csv",), problems)
    ]
    rows = tables[0] if tables else pd.DataFrame({c: [] for c in (*ACTOR_COLUMNS, FILE, LINE)}, dtype=object)
    rows[COLOR] = rows[COLOR].str.strip()
    bad = pd.Series(data=False, index=rows.index)
    for column, check in _CHECKS.items():
        bad |= report_values(problems, rows, column, _failures(rows[column], check))
    bad |= _report_repeated(rows, problems)
    return _to_actors(rows, ~bad)


def _to_actors(rows: pd.DataFrame, good: pd.Series) -> pd.DataFrame:
    """Return the actors frame of the ``good`` rows, defaults filled in."""
    number = np.arange(1, len(rows) + 1)
    order = pd.to_numeric(rows[ORDER].where(good & (rows[ORDER] != ""), pd.Series(number, index=rows.index)))
    actors = rows.assign(
        **{
            SHORT: rows[SHORT].where(rows[SHORT] != "", rows[NAME]),
            COLOR: rows[COLOR].str.lower(),
            PATTERN: rows[PATTERN].where(rows[PATTERN] != "", "none"),
            ORDER: order.astype("int64"),
            ALIASES: pd.Series([split_list(text) for text in rows[ALIASES]], index=rows.index, dtype=object),
        }
    )
    names = [text for column in (ACTOR, NAME) for text in actors.loc[~good, column] if text]
    actors = actors[good].sort_values(ORDER, kind="stable").set_index(ACTOR)
    actors = actors[[NAME, NAME_AR, NAME_FR, SHORT, COLOR, PATTERN, ORDER, ALIASES]]
    actors.attrs[LEFT_OUT] = names
    return actors


def _failures(texts: Iterable[str], check: Callable[[str], BadValue | None]) -> dict[str, BadValue]:
    checked = {text: check(text) for text in dict.fromkeys(texts)}
    return {text: error for text, error in checked.items() if error is not None}


def _check_id(text: str) -> BadValue | None:
    if not text:
        return BadValue("is empty", "Write a short id, such as government.")
    if reserved_word(text):
        return BadValue(
            "is a reserved word, not a party", "Delete the row: maps draw it by the status of a record."
        )
    if not _ID.fullmatch(text):
        return BadValue("is not an id: letters, digits, _ . and - only", f"Write {to_slug(text)}.")
    return None


def _check_name(text: str) -> BadValue | None:
    if not text:
        return BadValue("is empty", "Write the name that the legend shows.")
    if reserved_word(text):
        return BadValue("is a reserved word, not a party", "Give the party another name.")
    return None


def _check_color(text: str) -> BadValue | None:
    if _COLOR.fullmatch(text):
        return None
    match = _SHORT_COLOR.fullmatch(text)
    example = "#" + "".join(2 * digit for digit in match.groups()) if match else "#c8102e"
    if not match and _COLOR.fullmatch("#" + text):
        example = "#" + text
    return BadValue("is not a colour", f"Write # and six of 0-9 a-f, such as {example}.")


def _check_pattern(text: str) -> BadValue | None:
    if not text or text in PATTERNS:
        return None
    near = nearest_of(text, PATTERNS, 1)
    offer = f"Did you mean {near[0]}? " if near else ""
    return BadValue("is not a pattern", f"{offer}Write one of {', '.join(PATTERNS)}.")


def _check_order(text: str) -> BadValue | None:
    if not text or re.fullmatch(r"-?[0-9]{1,9}", text):
        return None
    return BadValue(
        "is not a whole number", "Write 1 for the first in the legend, 2 for the next, or nothing."
    )


_CHECKS: dict[str, Callable[[str], BadValue | None]] = {
    ACTOR: _check_id,
    NAME: _check_name,
    COLOR: _check_color,
    PATTERN: _check_pattern,
    ORDER: _check_order,
}


def _report_repeated(rows: pd.DataFrame, problems: Problems) -> pd.Series:
    """Report ids and names that another row has already, and return which rows those are."""
    bad = pd.Series(data=False, index=rows.index)
    for column in (ACTOR, NAME):
        repeated = rows[column].duplicated() & (rows[column] != "") & ~bad
        for _, row in rows[repeated].iterrows():
            first = rows[rows[column] == row[column]].iloc[0]
            what = f"is there already, on line {first[LINE]}"
            hint = "Give one of the two another " + ("id." if column == ACTOR else "name.")
            problems.add(Problem(row[FILE], int(row[LINE]), what, column, row[column], hint))
        bad |= repeated
    return bad
