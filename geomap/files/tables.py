"""CSV tables as people save them, and problems that name the row."""

from __future__ import annotations

import csv
import io
import unicodedata
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geomap.errors import LeftOut, Problem, Problems, warn
from geomap.files.text import read_text
from geomap.folding import nearest_of
from geomap.schema import FILE, LINE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from geomap.errors import BadValue

DELIMITERS = ",;\t"
N_LINES_SHOWN = 5


def read_table(
    path: Path, problems: Problems, *, columns: Sequence[str], required: Sequence[str]
) -> pd.DataFrame:
    """Return the rows of a CSV file as text: ``columns``, and ``file`` and ``line`` of each row.

    The delimiter is the one of ``, ; tab`` that the header has most of. ``line`` is the line on
    which the row starts, the header being line 1. Cells lose the space around them and are in
    Unicode form NFC; cells missing at the end of a row, and columns that are not there, are "".
    Blank lines are passed over. A file with a problem in its header gives no rows, a row with
    text in cells beyond the header is left out; both are in ``problems``.
    """
    text = read_text(path, problems)
    rows, lines = _split(path, text, problems) if text is not None else ([], [])
    if text is not None and not rows and not _has_problem(path, problems):
        hint = f"Its first line names the columns: {','.join(columns)}."
        problems.add(Problem(str(path), 1, "is empty", hint=hint))
    header = [_clean(cell) for cell in rows[0]] if rows else []
    places = _column_places(path, header, rows[1:], problems, columns, required) if rows else None
    if places is None:
        return _frame(path, columns, {}, [], [])
    if len(rows) == 1:
        warn(Problem(str(path), 1, "has a header and no rows"))
    kept = _without_extra_cells(path, len(header), rows, lines, problems)
    return _frame(path, columns, places, [rows[i] for i in kept], [lines[i] for i in kept])


def _has_problem(path: Path, problems: Problems) -> bool:
    return any(problem.file == str(path) for problem in problems.errors)


def _split(path: Path, text: str, problems: Problems) -> tuple[list[list[str]], list[int]]:
    """Return the rows of cells, header first, and the line on which each starts."""
    head = text[: (text + "\n").replace("\r", "\n").index("\n")] if text else ""
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    start = 1
    try:
        for row in reader:
            if any(cell and not cell.isspace() for cell in row):
                rows.append(row)
                lines.append(start)
            start = reader.line_num + 1
    except csv.Error as error:
        hint = 'Close every quoted cell with ", and write a quote inside a cell twice.'
        problems.add(Problem(str(path), start, f"cannot be read as CSV ({error})", hint=hint))
        return [], []
    return rows, lines


def _column_places(
    path: Path, header: list[str], rows: list[list[str]], problems: Problems,
    columns: Sequence[str], required: Sequence[str],
) -> dict[str, int] | None:  # fmt: skip
    """Return where in a row each known column stands; ``None`` where the header cannot be used."""
    n_before = len(problems.errors)
    for i, name in enumerate(header):
        problem = _header_problem(path, header, i, columns)
        unused = not name and not any(row[i].strip() for row in rows if len(row) > i)
        if problem is not None and not unused:
            problems.add(problem)
    missing = [name for name in required if name not in header]
    if missing:
        what = f"has no column {' and no column '.join(missing)}"
        problems.add(Problem(str(path), 1, what, hint=f"Add to the header: {','.join(missing)}."))
    if len(problems.errors) > n_before:
        return None
    return {name: i for i, name in enumerate(header) if name}


def _header_problem(path: Path, header: list[str], i: int, columns: Sequence[str]) -> Problem | None:
    name = header[i]
    if not name:
        hint = f"Name column {i + 1} in the header, or delete it."
        return Problem(str(path), 1, f"has text in column {i + 1}, which has no name", hint=hint)
    if name not in columns:
        near = nearest_of(name, columns, 1)
        offer = f"Did you mean {near[0]}?" if near else f"Known columns: {', '.join(columns)}."
        return Problem(str(path), 1, "is not a known column", "column", name, offer)
    if name in header[:i]:
        return Problem(str(path), 1, "is there twice", "column", name, "Keep one of the two.")
    return None


def _without_extra_cells(
    path: Path, n_columns: int, rows: list[list[str]], lines: list[int], problems: Problems
) -> list[int]:
    """Return the numbers of the rows that fit the header, and report the others."""
    kept = []
    for i in range(1, len(rows)):
        extra = [cell for cell in rows[i][n_columns:] if cell.strip()] if len(rows[i]) > n_columns else []
        if not extra:
            kept.append(i)
            continue
        counts = f"has {len(rows[i])} cells, and the header names {n_columns} columns"
        what = f"{counts}; the first too many is {extra[0][:60]!r}"
        hint = "Put quotes around a cell that holds the delimiter."
        problems.add(Problem(str(path), lines[i], what, hint=hint))
    return kept


def _frame(
    path: Path, columns: Sequence[str], places: Mapping[str, int], rows: list[list[str]], lines: list[int]
) -> pd.DataFrame:
    cells: dict[str, object] = {}
    for name in columns:
        i = places.get(name)
        texts = [""] * len(rows) if i is None else [row[i] if len(row) > i else "" for row in rows]
        cells[name] = np.array(_all_clean(texts), dtype=object)
    cells[FILE] = np.full(len(rows), str(path), dtype=object)
    cells[LINE] = np.array(lines, dtype=np.int64)
    return pd.DataFrame(cells)


def _clean(cell: str) -> str:
    return _all_clean([cell])[0]


def _all_clean(cells: Sequence[str]) -> list[str]:
    """Return cells without the space around them, in Unicode form NFC."""
    stripped = [cell.strip() for cell in cells]
    if "".join(stripped).isascii():
        return stripped
    return [unicodedata.normalize("NFC", cell) for cell in stripped]


def report_rows(
    problems: Problems | None, rows: pd.DataFrame, what: str, *, column: str = "", hint: str = ""
) -> None:
    """Report ``rows``, which all have ``what`` wrong: one problem for each file and value of ``column``.

    The problem stands at the first such row and names the lines of the others. Without
    ``problems`` it is a warning.
    """
    keys = [FILE, column] if column else [FILE]
    for key, group in rows.groupby(keys, sort=False):
        lines = group[LINE].tolist()
        value = key[1] if column else None
        problem = Problem(str(key[0]), lines[0], what + how_many(lines), column, value, hint)
        if problems is None:
            warn(problem)
        else:
            problems.add(problem)


def report_values(
    problems: Problems, rows: pd.DataFrame, column: str, bad: Mapping[str, BadValue]
) -> pd.Series:
    """Report every row whose ``column`` holds a key of ``bad``, and return which rows those are."""
    is_bad = rows[column].isin(list(bad))
    for value, group in rows[is_bad].groupby(column, sort=False):
        error = bad[str(value)]
        if isinstance(error, LeftOut):
            continue  # told where that row stands
        report_rows(problems, group, error.what, column=column, hint=error.hint)
    return is_bad


def how_many(lines: Sequence[int]) -> str:
    """Return `` (3 rows: lines 3, 9, 12)`` for several lines, and nothing for one."""
    if len(lines) == 1:
        return ""
    shown = ", ".join(str(line) for line in lines[:N_LINES_SHOWN])
    more = ", ..." if len(lines) > N_LINES_SHOWN else ""
    return f" ({len(lines)} rows: lines {shown}{more})"
