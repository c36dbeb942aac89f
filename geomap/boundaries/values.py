"""The properties of a place, one value at a time."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

import numpy as np

from geomap.cells import split_list
from geomap.dates import parse_edtf
from geomap.errors import BadValue
from geomap.folding import nearest_of, to_slug
from geomap.schema import LEVELS

_ID = re.compile(r"\w[\w.-]*")
_YES = ("true", "yes", "y", "t", "1")
_NO = ("false", "no", "n", "f", "0", "")


def to_text(value: object) -> str:
    """Return a property as text: "" for nothing, ``101`` for 101.0, space around it taken off.

    >>> to_text(None), to_text(float("nan")), to_text(101.0), to_text(" a ")
    ('', '', '101', 'a')
    """
    if isinstance(value, str):
        text = value.strip()
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if type(value).__name__ in ("NAType", "NaTType"):
        return ""
    return str(value)


def to_date_text(value: object) -> str:
    """Return a date as text: as written, or the day of a column that a file keeps as dates.

    >>> to_date_text("2018-05"), to_date_text(2018.0), to_date_text(np.datetime64("2018-05-03").item())
    ('2018-05', '2018', '2018-05-03')
    """
    if isinstance(value, date) and value == value:  # noqa: PLR0124 - NaT is a date unlike itself
        return f"{value:%Y-%m-%d}"
    return to_text(value)


def to_aliases(value: object) -> tuple[str, ...]:
    """Return aliases, given as a list or as text with ``;`` between them, each once."""
    if isinstance(value, (list, tuple, np.ndarray)):
        parts = [to_text(part) for part in value]
        return tuple(dict.fromkeys(part for part in parts if part))
    return tuple(dict.fromkeys(split_list(to_text(value))))


def to_bool(value: object) -> bool:
    """Return a property that is true or false; raise ``BadValue`` for anything else."""
    text = to_text(value).casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise BadValue("is neither true nor false", "Write true or false.")


def check_place_id(text: str) -> None:
    """Raise ``BadValue`` if ``text`` cannot be the id of a place."""
    if not text:
        raise BadValue("is empty", "Write a short id, such as yarmuk, or the p-code.")
    if not _ID.fullmatch(text):
        raise BadValue("is not an id: letters, digits, _ . and - only", f"Write {to_slug(text)}.")


def check_level(text: str) -> None:
    """Raise ``BadValue`` if ``text`` is not a level of places."""
    if text in LEVELS:
        return
    near = [text.casefold()] if text.casefold() in LEVELS else nearest_of(text, LEVELS, 1)
    offer = f"Did you mean {near[0]}? " if near else ""
    what = "is not a level" if text else "is empty"
    raise BadValue(what, f"{offer}Write one of {', '.join(LEVELS)}.")


def check_source_date(text: str) -> None:
    """Raise ``BadValue`` if ``text`` is no date of a source: a year, a month, a day or a window, or none."""
    if text:
        parse_edtf(text)


def check_name(text: str) -> None:
    """Raise ``BadValue`` if a place has no name."""
    if not text:
        raise BadValue("is empty", "Write the name that the map shows.")
