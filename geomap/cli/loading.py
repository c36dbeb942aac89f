"""What several commands need: the project's data, a day, a place, columns of text."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import pandas as pd

from geomap import schema as s
from geomap.dates import STEPS, parse_day
from geomap.errors import BadValue, GeomapWarning, UsageError
from geomap.names import index_names
from geomap.project import Data, Project, find_project, likeness_warnings, read_data
from geomap.scene import Scene, newest_day


def load() -> Data:
    """Return the data of the project here."""
    return read_data(find_project())


def day_of(text: str | None, option: str, data: Data) -> pd.Timestamp:
    """Return the day an option names; ``last`` or nothing is the newest in the records."""
    if text is None or text == "last":
        return newest_day(data.records)
    try:
        return pd.Timestamp(parse_day(text))
    except BadValue as error:
        msg = f"{option} {text!r} {error}"
        raise UsageError(msg) from error


def known_of(text: str | None, data: Data) -> pd.Timestamp | None:
    """Return the day of ``--known``, or ``None`` where it was not given."""
    return None if text is None else day_of(text, "--known", data)


def warn_of_likeness(project: Project, scene: Scene) -> None:
    """Warn of parties on the map that some readers cannot tell apart, as a build does."""
    for text in likeness_warnings(project, {scene.name: scene}):
        warnings.warn(text, GeomapWarning, stacklevel=2)


def place_of(text: str, data: Data) -> str:
    """Return the id of the place an argument names. Raises ``UsageError`` with what it may mean."""
    try:
        return index_names(data.places).resolve(text)
    except BadValue as error:
        msg = f"place {text!r} {error}"
        raise UsageError(msg) from error


def steps_between(first: pd.Timestamp, last: pd.Timestamp, every: str) -> list[pd.Timestamp]:
    """Return the first day, the last, and every step between them."""
    if first > last:
        msg = f"--from {iso(first)} is after --to {iso(last)}. Swap them."
        raise UsageError(msg)
    return sorted({first, last, *pd.date_range(first, last, freq=STEPS[every])})


def whole_map(data: Data) -> list[str]:
    """Return the places at the top: what a command is about where none is named."""
    tops = data.places.index[data.places[s.PARENT] == ""]
    return list(tops) or list(data.places.index)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> str:
    """Return rows as columns of text; those in ``right`` are aligned to the right."""
    cells = [list(head), *[list(row) for row in rows]]
    widths = [max(len(row[at]) for row in cells) for at in range(len(head))]
    lines = []
    for row in cells:
        padded = [
            text.rjust(w) if at in right else text.ljust(w)
            for at, (text, w) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines)


def iso(day: pd.Timestamp | None) -> str | None:
    """Return a day as 2018-03-22, ``None`` for no day."""
    return None if day is None or pd.isna(day) else f"{day.year:04d}-{day.month:02d}-{day.day:02d}"
