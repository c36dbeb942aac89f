"""Results as tables, put into docs/performance.md between the marks of each part."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from benchmarks.part import Part
from benchmarks.process import ROOT

PAGE = ROOT / "docs" / "performance.md"

#: What came of one tool in one case: a number for each measure, or why there is none.
Outcome = Mapping[str, float] | str
Results = Mapping[str, Mapping[str, Outcome]]


def write(part: Part, results: Results) -> None:
    """Put the tables of a part between its marks in docs/performance.md."""
    begin, end = f"<!-- {part.name} -->", f"<!-- /{part.name} -->"
    text = PAGE.read_text("utf-8")
    if begin not in text or end not in text:
        msg = f"{PAGE}: no marks {begin} and {end} to write between. Put them where the tables belong."
        raise SystemExit(msg)
    tables = f"{begin}\n\n{tables_of(part, results)}\n\n*{machine()}*\n\n{end}"
    PAGE.write_text(re.sub(f"{begin}.*?{end}", lambda _: tables, text, flags=re.DOTALL), "utf-8")


def tables_of(part: Part, results: Results) -> str:
    """Return a table for each case that was run: a tool a row, a measure a column."""
    return "\n\n".join(
        f"**{part.cases[case]}**\n\n{_table(part, results[case])}" for case in part.cases if case in results
    )


def _table(part: Part, outcomes: Mapping[str, Outcome]) -> str:
    base = next(iter(outcomes.values()))
    rows = [["", *part.measures.values()], ["---", *["---:"] * len(part.measures)]]
    for tool, outcome in outcomes.items():
        compared = {} if part.by_itself or outcome is base or isinstance(base, str) else base
        rows.append([tool, *_cells(part, outcome, compared)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cells(part: Part, outcome: Outcome, base: Mapping[str, float]) -> list[str]:
    if isinstance(outcome, str):
        return [f"not finished: {outcome}", *[""] * (len(part.measures) - 1)]
    return [_cell(outcome.get(name), base.get(name)) for name in part.measures]


def _cell(value: float | None, base: float | None) -> str:
    """Return a number, and how many times that of the first tool it is.

    >>> _cell(2.0, 0.5), _cell(0.5, None), _cell(None, 1.0)
    ('2.00 (4.0×)', '0.500', '–')
    """
    if value is None:
        return "–"
    return _number(value) + (f" ({_number(value / base, 2)}×)" if base else "")


def _number(value: float, digits: int = 3) -> str:
    """Return a number in so many digits.

    >>> _number(1234.5), _number(12.34), _number(0.0123)
    ('1,234', '12.3', '0.0123')
    """
    if abs(value) >= 10 ** (digits - 1):
        return f"{value:,.0f}"
    return f"{value:#.{digits}g}"


def machine() -> str:
    """Return the machine in words, and the day."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    day = datetime.now(UTC).date()
    return (
        f"Measured on {day:%-d %B %Y}: {os.cpu_count()} cores, {gigabytes:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}, Chromium without a GPU."
    )


def show(part: Part, results: Results) -> None:
    """Print the tables of a part."""
    print(f"# {part.title}\n\n{tables_of(part, results)}\n")
