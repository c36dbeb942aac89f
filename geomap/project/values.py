"""The values of a ``geomap.toml``, one kind at a time: what each may be and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from geomap.colors import PALETTES
from geomap.dates import parse_day
from geomap.errors import BadValue
from geomap.folding import nearest_of
from geomap.tiles import Tiles, read_tiles
from geomap.words import LANGUAGE_CHOICES, LANGUAGES, Text

#: Kinds of a small chart on a sheet.
INSETS = ("area", "bars")
FILMS = ("gif", "webp", "mp4")
FORMATS = ("html", "png", "webp", "svg", "pdf")


def to_text(value: object) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise BadValue("is not a text", "Write it in quotes.")
    if any(ord(letter) < 32 and letter not in "\t\n\r" for letter in value):
        raise BadValue("has a control character", "Take it out.")
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
    return None if value == "last" else to_day(value)


def to_day(value: object) -> pd.Timestamp:
    """Return one day: a TOML date, or a text of the same form."""
    if isinstance(value, date):
        return pd.Timestamp(value).tz_localize(None).normalize()
    return pd.Timestamp(parse_day(to_text(value)))


def _formats(value: object) -> tuple[str, ...]:
    formats = _texts(value)
    wrong = [name for name in formats if name not in FORMATS]
    if wrong:
        raise BadValue(f"has {wrong[0]!r}, which is no format", f"Use {', '.join(FORMATS)}.")
    return tuple(dict.fromkeys(formats))


def _inset(value: object) -> str:
    text = to_text(value)
    if text not in ("", *INSETS):
        raise BadValue("is no chart that a sheet can have", f"Use {' or '.join(INSETS)}.")
    return text


def _films(value: object) -> tuple[str, ...]:
    films = _texts(value)
    wrong = [name for name in films if name not in FILMS]
    if wrong:
        raise BadValue(f"has {wrong[0]!r}, which is no format of a film", f"Use {', '.join(FILMS)}.")
    return tuple(dict.fromkeys(films))


def _days_count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadValue("is not a number of days", "Write 180, or 0 to turn it off.")
    return value


def to_languages(value: object) -> str:
    """Return a language that geomap speaks, or two with a plus between, the second for names."""
    text = to_text(value)
    if text not in LANGUAGE_CHOICES:
        first, plus, second = text.partition("+")
        what = "is not a language geomap speaks"
        if plus:
            what = (
                "names one language twice"
                if first == second in LANGUAGES
                else "is not two languages geomap speaks"
            )
        raise BadValue(what, f"Use {', '.join(LANGUAGES)}, or two of them, such as en+ar.")
    return text


def to_palette(value: object) -> str:
    """Return which colours parties have: their own, or safe ones."""
    text = to_text(value)
    if text not in PALETTES:
        near = nearest_of(text, PALETTES, 1)
        offer = f"Did you mean {near[0]}? " if near else ""
        raise BadValue("is not a palette", f"{offer}Use {', '.join(PALETTES)}.")
    return text


def to_said(value: object) -> Text:
    """Return a text: one for all languages, or one for each of some."""
    if not isinstance(value, dict):
        if not isinstance(value, str):
            raise BadValue("is not a text", 'Write it in quotes, or as { en = "...", ar = "..." }.')
        return value
    known = f"Known languages: {', '.join(LANGUAGES)}."
    for key, text in value.items():
        if key not in LANGUAGES:
            near = nearest_of(key, LANGUAGES, 1)
            offer = f"Did you mean {near[0]}? " if near else ""
            raise BadValue(f"has {key!r}, which is not a language geomap speaks", offer + known)
        if not isinstance(text, str):
            raise BadValue(f"has no text for {key}", "Write it in quotes.")
    texts = {lang: value[lang] for lang in LANGUAGES if value.get(lang, "").strip()}
    if not texts:
        raise BadValue("has no text in any language", 'Write { en = "...", ar = "..." }.')
    return texts


def _notes(value: object) -> tuple[Text, ...]:
    items = value if isinstance(value, list) else [value]
    if not all(isinstance(item, (str, dict)) for item in items):
        hint = 'Write it as ["one", { en = "another", ar = "..." }].'
        raise BadValue("is not a list of texts", hint)
    return tuple(to_said(item) for item in items)


def _tiles(value: object) -> Tiles:
    """Return the tiles of a provider: its name, or a table with the name and a key."""
    if not isinstance(value, dict):
        return read_tiles(to_text(value))
    unknown = [key for key in value if key not in ("name", "key")]
    if unknown or "name" not in value:
        what = f"has {unknown[0]!r}, which is not a known key" if unknown else "names no provider"
        raise BadValue(what, 'Write { name = "...", key = "..." }.')
    return read_tiles(to_text(value["name"]), to_text(value.get("key", "")))


#: What each key of a ``[[map]]`` is read with that reads no file; ``furnishing`` has the others.
PLAIN_READERS: dict[str, Callable[[Any], Any]] = {
    "name": _slug,
    "title": to_said,
    "places": _texts,
    "first": _day,
    "last": _day,
    "opens": _day,
    "known_on": _day,
    "assessor": to_said,
    "formats": _formats,
    "films": _films,
    "inset": _inset,
    "stale_after": _days_count,
    "lang": to_languages,
    "notes": _notes,
    "palette": to_palette,
    "tiles": _tiles,
    "embed_origins": _origins,
}
