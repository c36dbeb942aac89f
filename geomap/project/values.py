"""The values of a ``geomap.toml``, one kind at a time: what each may be and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from geomap.dates import parse_day
from geomap.errors import BadValue
from geomap.words import LANGUAGES

FORMATS = ("html", "png", "svg", "pdf")


def to_text(value: object) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise BadValue("is not a text", "Write it in quotes.")
    return value


def _slug(value: object) -> str:
    text = to_text(value)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", text) or text.casefold() == "index":
        hint = "Use letters, digits, hyphens and underscores; not index."
        raise BadValue("cannot be the name of a file", hint)
    return text


def _texts(value: object) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise BadValue("is not a list of texts", 'Write it as ["one", "another"].')
    return tuple(items)


def to_address(value: object) -> str:
    """Return an http or https address that ends in a slash, empty for none."""
    text = to_text(value)
    if text and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", text):
        raise BadValue("is no address", "Write it as https://example.org/maps/.")
    return text if not text or text.endswith("/") else f"{text}/"


def _origins(value: object) -> tuple[str, ...]:
    """Return origins: scheme, host and port, without a path."""
    origins = _texts(value)
    for origin in origins:
        if not re.fullmatch(r"https?://[^\s/?#@]+", origin):
            raise BadValue(
                f"has {origin!r}, which is no origin", "Write it as https://example.org, without a path."
            )
    return origins


def to_path(root: Path) -> Callable[[object], Path]:
    """Return a reader of one path below ``root``."""
    return lambda value: root / to_text(value)


def to_paths(root: Path) -> Callable[[object], tuple[Path, ...]]:
    """Return a reader of one path or several below ``root``, or of none."""
    return lambda value: tuple(root / text for text in _texts(value))


def to_some_paths(root: Path) -> Callable[[object], tuple[Path, ...]]:
    """Return a reader of one path or several below ``root``."""

    def read(value: object) -> tuple[Path, ...]:
        if not _texts(value):
            raise BadValue("names no file or folder", "Name one at least, or leave the key out.")
        return to_paths(root)(value)

    return read


def _day(value: object) -> pd.Timestamp | None:
    if value == "last":
        return None
    if isinstance(value, date):
        return pd.Timestamp(value).tz_localize(None).normalize()
    return pd.Timestamp(parse_day(to_text(value)))


def _day_list(value: object) -> tuple[pd.Timestamp, ...]:
    if not isinstance(value, list):
        raise BadValue("is not a list of days", "Write it as [2018-03-12, 2018-03-22].")
    if "last" in value:
        raise BadValue("has 'last', which is no day of its own", "Write the day, such as 2018-03-22.")
    return tuple(day for item in value if (day := _day(item)) is not None)


def _formats(value: object) -> tuple[str, ...]:
    formats = _texts(value)
    wrong = [name for name in formats if name not in FORMATS]
    if wrong:
        raise BadValue(f"has {wrong[0]!r}, which is no format", f"Use {', '.join(FORMATS)}.")
    return tuple(dict.fromkeys(formats))


def _days_count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadValue("is not a number of days", "Write 180, or 0 to turn it off.")
    return value


def to_language(value: object) -> str:
    """Return a language that geomap speaks."""
    text = to_text(value)
    if text not in LANGUAGES:
        raise BadValue("is not a language geomap speaks", f"Use {', '.join(LANGUAGES)}.")
    return text


#: What each key of a ``[[map]]`` is read with.
MAP_READERS: dict[str, Callable[[Any], Any]] = {
    "name": _slug,
    "title": to_text,
    "places": _texts,
    "first": _day,
    "last": _day,
    "opens": _day,
    "known_on": _day,
    "snapshots": _day_list,
    "formats": _formats,
    "stale_after": _days_count,
    "lang": to_language,
    "notes": _texts,
    "embed_origins": _origins,
}
