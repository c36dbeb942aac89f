"""The values of a ``geomap.toml`` that say what stands round a map: snapshots, projection, logo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from geomap.errors import BadValue
from geomap.folding import nearest_of
from geomap.logo import Logo, read_logo
from geomap.project.sizing import PAPER_READERS, to_series
from geomap.project.values import PLAIN_READERS, to_day, to_said, to_text
from geomap.scene import check_projection
from geomap.words import Text

#: Keys of a snapshot that is a table.
SNAPSHOT_KEYS = ("on", "title")


def map_readers(root: Path) -> dict[str, Callable[[Any], Any]]:
    """Return what each key of a ``[[map]]`` is read with, its paths below ``root``."""
    return {
        **PLAIN_READERS,
        "snapshots": to_snapshots,
        "projection": to_projection,
        "logo": to_logo(root),
        "series": to_series,
        **PAPER_READERS,
    }


def to_logo(root: Path) -> Callable[[object], Logo | None]:
    """Return a reader of a logo: a picture in a file below ``root``; an empty text is none."""
    return lambda value: read_logo(root / to_text(value)) if to_text(value) else None


def to_projection(value: object) -> str:
    """Return a projection as it was written; raise ``BadValue`` for one that no sheet can be drawn in."""
    text = to_text(value).strip()
    check_projection(text)
    return text


def to_snapshots(value: object) -> dict[pd.Timestamp, Text]:
    """Return the days of the snapshots, each with a title of its own, "" where it has none."""
    if not isinstance(value, list):
        raise BadValue("is not a list of days", "Write it as [2018-03-12, 2018-03-22].")
    if "last" in value or any(isinstance(item, dict) and item.get("on") == "last" for item in value):
        raise BadValue("has 'last', which is no day of its own", "Write the day, such as 2018-03-22.")
    titles: dict[pd.Timestamp, Text] = {}
    for item in value:
        day, title = _snapshot(item) if isinstance(item, dict) else (to_day(item), "")
        if title and titles.get(day, title) not in ("", title):
            raise BadValue(f"has two titles for {day:%Y-%m-%d}", "Keep one of them.")
        titles[day] = title or titles.get(day, "")
    return titles


def _snapshot(table: dict) -> tuple[pd.Timestamp, Text]:
    """Return day and title of a snapshot that is a table."""
    for key in table:
        if key not in SNAPSHOT_KEYS:
            near = nearest_of(key, SNAPSHOT_KEYS, 1)
            offer = f"Did you mean {near[0]}? " if near else ""
            raise BadValue(
                f"has {key!r}, which is not a known key", f"{offer}Write {{ on = ..., title = ... }}."
            )
    if "on" not in table:
        raise BadValue("has a table without a day", 'Write { on = 2018-03-22, title = "..." }.')
    return to_day(table["on"]), to_said(table["title"]) if "title" in table else ""


#: The keys of a ``[[map]]``.
MAP_KEYS = tuple(map_readers(Path()))
