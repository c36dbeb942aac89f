"""The values of a ``geomap.toml`` that say which sheets are made of a map: their sizes, and those of several days."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd

from geomap.errors import BadValue
from geomap.paper import Paper, read_paper
from geomap.project.values import to_day, to_text

#: Fewer days than two are no series, more have no room on a sheet.
LEAST_DAYS, MOST_DAYS = 2, 36


def to_sizes(value: object) -> tuple[str, ...]:
    """Return sizes of a sheet as they are written, each once; raise ``BadValue`` for what is none."""
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not items:
        raise BadValue("is not a list of sizes", 'Write it as ["sheet", "social", "85mm"].')
    for item in items:
        try:
            read_paper(to_text(item))
        except BadValue as error:
            what = f"has {item!r}, which {error.what}"
            raise BadValue(what, error.hint) from error
    return tuple(dict.fromkeys(item.strip().lower() for item in items))


def to_dpi(value: object) -> float:
    """Return dots to the inch."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise BadValue("is not a number of dots to the inch", "Write one such as 300.")
    read_paper(dpi=float(value))
    return float(value)


def to_flag(value: object) -> bool:
    """Return yes or no."""
    if not isinstance(value, bool):
        raise BadValue("is neither true nor false", "Write true or false, without quotes.")
    return value


def to_series(value: object) -> tuple[tuple[pd.Timestamp, ...], ...]:
    """Return the days of sheets of several days: one list of days, or a list of such lists."""
    lists = value if isinstance(value, list) and value and isinstance(value[0], list) else [value]
    series = tuple(dict.fromkeys(_series(each) for each in lists))
    ends = [(days[0], days[-1]) for days in series]
    twice = next((pair for at, pair in enumerate(ends) if pair in ends[:at]), None)
    if twice:
        what = (
            f"has two sheets from {twice[0]:%Y-%m-%d} to {twice[1]:%Y-%m-%d}, whose files would have one name"
        )
        raise BadValue(what, "Keep one of them, or change its first or last day.")
    return series


def _series(value: object) -> tuple[pd.Timestamp, ...]:
    hint = "Write it as [2018-03-12, 2018-05-22], or as a list of such lists."
    if not isinstance(value, list) or "last" in value:
        raise BadValue("is not a list of days", hint)
    days = sorted({to_day(item) for item in value})
    if not LEAST_DAYS <= len(days) <= MOST_DAYS:
        what = f"has a sheet of {len(days)} days"
        raise BadValue(what, f"A series has {LEAST_DAYS} to {MOST_DAYS} of them. {hint}")
    return tuple(days)


def papers_of(given: dict[str, Any]) -> dict[str, Paper]:
    """Return the sheets that a map is drawn on, by the name of their size in the names of files.

    ``given`` are the values of the map's keys. Raises ``BadValue`` where size and dots together are too much.
    """
    look = {key: given[key] for key in PAPER_READERS if key in given and key != "sizes"}
    return {_name(size): read_paper(size, **look) for size in given.get("sizes", ("sheet",))}


def _name(size: str) -> str:
    """Return a size as it stands in the name of a file."""
    return re.sub(r"[^0-9a-z.]+", "x" if "×" in size else "", size)


#: The keys of a ``[[map]]`` that say what its sheets are drawn on.
PAPER_READERS: dict[str, Callable[[Any], Any]] = {
    "sizes": to_sizes,
    "dpi": to_dpi,
    "outlined": to_flag,
    "transparent": to_flag,
}
