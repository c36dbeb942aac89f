"""Days and windows of days: the EDTF forms a table may hold, and what to write instead of the rest."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from geomap.errors import BadValue
from geomap.schema import DAY_DTYPE

#: How far apart days are, in words and as pandas has it, the finest first.
STEPS = {"day": "D", "week": "7D", "month": "MS", "year": "YS"}
#: One day or several.
Days = pd.Timestamp | str | Sequence[pd.Timestamp | str]

FORMS = (
    "Write a day 2018-03-20, a month 2018-03, a year 2018 or a window 2018-03-12/2018-03-13, "
    "each with ~ for about"
)

_PART = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(~?)")
_DASH = r"[-/.\u2010-\u2015\u2212]"
_YEAR_FIRST = re.compile(rf"([0-9]{{4}}){_DASH}([0-9]{{1,2}})(?:{_DASH}([0-9]{{1,2}}))?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})")
_CLOCK = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]{1,2}:[0-9]{2}.*")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]*)?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SPREADSHEET_EPOCH = date(1899, 12, 30)
_MONTHS = {name.casefold(): n for n, name in enumerate(calendar.month_abbr) if name}
_MONTH_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August",
                "September", "October", "November", "December")  # fmt: skip
_WORD = r"([A-Za-z]{3,9})\.?"
_DAY_MONTH_YEAR = re.compile(rf"([0-9]{{1,2}})[ -]{_WORD}[ -]([0-9]{{4}}|[0-9]{{2}})")
_MONTH_DAY_YEAR = re.compile(rf"{_WORD} ([0-9]{{1,2}}),? ([0-9]{{4}})")
_MONTH_YEAR = re.compile(rf"{_WORD}[ -]([0-9]{{4}})")
_MONTH_NUMBER = re.compile(rf"{_WORD}[ -]([0-9]{{2}})")
_NUMBER_MONTH = re.compile(rf"([0-9]{{1,2}})[ -]{_WORD}")


@dataclass(frozen=True)
class Window:
    """The days from ``first`` to ``last``, both included; ``approximate`` if any part says about."""

    first: date
    last: date
    approximate: bool = False


def parse_edtf(text: str) -> Window:
    """Return the window of days that ``text`` names.

    EDTF (ISO 8601-2) in four forms: a day, a month, a year, or an interval of two of these, each
    part with an optional ``~``. The years are 0001 to 9999. Open intervals, seasons and masked
    digits are not read.

    Raises ``BadValue`` that says what is wrong and what to write.

    >>> parse_edtf("2018-03~")
    Window(first=datetime.date(2018, 3, 1), last=datetime.date(2018, 3, 31), approximate=True)
    >>> parse_edtf("2018-03-12/2018-03-13").last
    datetime.date(2018, 3, 13)
    """
    text = text.strip()
    parts = [_PART.fullmatch(part) for part in text.split("/")]
    matches = [part for part in parts if part is not None]
    if len(matches) != len(parts) or len(parts) > 2:
        raise _explained(text)
    windows = [_window_of(match) for match in matches]
    first, last = windows[0].first, windows[-1].last
    if last < first:
        what = "ends before it starts"
        raise BadValue(what, f"Write the earlier day first: {'/'.join(reversed(text.split('/')))}.")
    return Window(first, last, any(window.approximate for window in windows))


def parse_day(text: str) -> date:
    """Return the one day that ``text`` names, as ``2018-03-20``; raise ``BadValue`` for anything else.

    >>> parse_day("2018-03-20")
    datetime.date(2018, 3, 20)
    """
    window = parse_edtf(text)
    if window.first != window.last or window.approximate or len(text.strip()) != len("2018-03-20"):
        raise BadValue("is not a single day", f"Write one day, such as {window.last.isoformat()}.")
    return window.first


def parse_windows(texts: Iterable[str]) -> tuple[pd.DataFrame, dict[str, BadValue]]:
    """Return the first and last day of every text, and what is wrong with those that are no dates.

    The frame has columns ``first`` and ``last`` (``datetime64[s]``, NaT where the text is bad) and
    the order of ``texts``. Each distinct text is parsed once.
    """
    codes, distinct = pd.factorize(np.asarray(list(texts), dtype=object))
    bad: dict[str, BadValue] = {}
    first, last = [], []
    for text in distinct:
        try:
            window = parse_edtf(text)
        except BadValue as error:
            bad[text] = error
            window = None
        first.append(np.datetime64(window.first if window else "NaT", "s"))
        last.append(np.datetime64(window.last if window else "NaT", "s"))
    days = {"first": _taken(first, codes), "last": _taken(last, codes)}
    return pd.DataFrame(days), bad


def parse_days(texts: Iterable[str]) -> tuple[np.ndarray, dict[str, BadValue]]:
    """Return one ``datetime64[s]`` for each text, NaT where it is empty or bad, and what is wrong."""
    codes, distinct = pd.factorize(np.asarray(list(texts), dtype=object))
    bad: dict[str, BadValue] = {}
    days = []
    for text in distinct:
        day: date | str = "NaT"
        if text:
            try:
                day = parse_day(text)
            except BadValue as error:
                bad[text] = error
        days.append(np.datetime64(day, "s"))
    return _taken(days, codes), bad


def _taken(days: Sequence[np.datetime64], codes: np.ndarray) -> np.ndarray:
    return np.array(days, dtype=DAY_DTYPE)[codes] if days else np.array([], dtype=DAY_DTYPE)


def _window_of(match: re.Match[str]) -> Window:
    """Return the window of one part of an interval; raise ``BadValue`` where no calendar has it."""
    year, month, day = (int(number) if number else None for number in match.group(1, 2, 3))
    about = bool(match.group(4))
    if not year:
        raise BadValue("has the year 0000", "Write a year from 0001 to 9999.")
    if month is None:
        return Window(date(year, 1, 1), date(year, 12, 31), about)
    if not 1 <= month <= 12:
        what = f"has the month {month:02d}, and months are 01 to 12"
        raise BadValue(what, _swapped_hint(year, month, day))
    n_days = calendar.monthrange(year, month)[1]
    if day is None:
        return Window(date(year, month, 1), date(year, month, n_days), about)
    if not 1 <= day <= n_days:
        what = f"does not exist: {_MONTH_NAMES[month - 1]} {year} has {n_days} days"
        raise BadValue(what, f"Write a day from 01 to {n_days}, or the month alone: {year:04d}-{month:02d}.")
    return Window(date(year, month, day), date(year, month, day), about)


def _swapped_hint(year: int, month: int, day: int | None) -> str:
    if day is not None and 1 <= day <= 12 and _is_day(year, day, month):
        return f"Write year-month-day: {year:04d}-{day:02d}-{month:02d}?"
    return "Write year-month-day, such as 2018-03-20."


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(max(year, 1), month)[1]


def _explained(text: str) -> BadValue:
    """Return what is wrong with ``text``, which has none of the forms, and what to write."""
    if not text:
        return BadValue("is empty", f"{FORMS}.")
    plain = _latin_digits(text)
    found = _about_digits(text, plain) or _about_numbers(plain) or _about_words(plain) or _about_marks(plain)
    return found or BadValue("is not a date", f"{FORMS}.")


def _latin_digits(text: str) -> str:
    return "".join(str(int(c)) if c.isdecimal() else c for c in text)


def _about_digits(text: str, plain: str) -> BadValue | None:
    if plain == text or not re.search(r"[0-9]{4}", plain):
        return None
    try:
        parse_edtf(plain)
    except BadValue:
        return None
    return BadValue("has digits other than 0 to 9", f"Write {plain}.")


def _about_numbers(text: str) -> BadValue | None:
    """Explain dates written in digits: the day first, slashes, a missing zero, a spreadsheet's number."""
    if match := _CLOCK.fullmatch(text):
        return BadValue("has a time of day", f"Write the day alone: {match[1]}.")
    if match := _YEAR_FIRST.fullmatch(text):
        given = "-".join(part.zfill(2) for part in match.groups() if part)
        return BadValue("is not in the form year-month-day", f"Write {given}.")
    if match := _YEAR_LAST.fullmatch(text):
        return _day_or_month_first(match)
    if match := _COMPACT.fullmatch(text):
        return BadValue("has no hyphens", f"Write {match[1]}-{match[2]}-{match[3]}.")
    if match := _SERIAL.fullmatch(text):
        day = _SPREADSHEET_EPOCH + timedelta(days=int(match[1]))
        what = "looks like the day number of a spreadsheet"
        return BadValue(what, f"Write {day.isoformat()} and format the column as text.")
    return None


def _day_or_month_first(match: re.Match[str]) -> BadValue:
    one, two = int(match[1]), int(match[2])
    year = _full_year(match[3])
    readings = [f"{year}-{month:02d}-{day:02d}" for month, day in ((two, one), (one, two))
                if _is_day(int(year), month, day)]  # fmt: skip
    if not readings:
        return BadValue("is not a date", f"{FORMS}.")
    if len(set(readings)) == 1:
        return BadValue("is not in the form year-month-day", f"Write {readings[0]}.")
    what = "looks like day/month/year or month/day/year, and which is not said"
    return BadValue(what, f"Write {readings[0]} or {readings[1]}.")


def _full_year(digits: str) -> str:
    return digits if len(digits) == 4 else f"20{digits}"


def _month_number(word: str) -> int | None:
    number = _MONTHS.get(word[:3].casefold())
    return number if number and _MONTH_NAMES[number - 1].casefold().startswith(word.casefold()) else None


def _about_words(text: str) -> BadValue | None:
    """Explain dates with the name of a month, which spreadsheets make of ``2018-03``."""
    what = "has the month as a word"
    if (match := _DAY_MONTH_YEAR.fullmatch(text)) and (month := _month_number(match[2])):
        return BadValue(what, f"Write {_full_year(match[3])}-{month:02d}-{int(match[1]):02d}.")
    if (match := _MONTH_DAY_YEAR.fullmatch(text)) and (month := _month_number(match[1])):
        return BadValue(what, f"Write {match[3]}-{month:02d}-{int(match[2]):02d}.")
    if (match := _MONTH_YEAR.fullmatch(text)) and (month := _month_number(match[1])):
        return BadValue(what, f"Write {match[2]}-{month:02d}.")
    if (match := _MONTH_NUMBER.fullmatch(text)) and (month := _month_number(match[1])):
        return _spreadsheet_month(month, match[2])
    if (match := _NUMBER_MONTH.fullmatch(text)) and (month := _month_number(match[2])):
        return _spreadsheet_month(month, match[1].zfill(2))
    return None


def _spreadsheet_month(month: int, number: str) -> BadValue:
    what = f"looks like what a spreadsheet makes of 20{number}-{month:02d}"
    or_day = f", or the whole day if {int(number)} is a day of the month" if int(number) <= 31 else ""
    return BadValue(what, f"Write 20{number}-{month:02d}{or_day}, and format the column as text.")


def _about_marks(text: str) -> BadValue | None:
    """Explain EDTF that is not read here: ``?``, ``%``, open ends, seasons, masks, a leading ``~``."""
    if ".." in text or text.startswith("/") or text.endswith("/"):
        return BadValue("is a window with an open end", "Write both ends: 2018-03-12/2018-03-13.")
    if re.search(r"[0-9X]X", text, re.IGNORECASE):
        return BadValue("has masked digits", "Write the month alone, 2018-03, or the year alone, 2018.")
    if match := re.fullmatch(r"(?:~|c\.?|ca\.?|about|circa) ?([0-9-]{4,10})", text, re.IGNORECASE):
        return BadValue("has the mark for about in front", f"Write {match[1]}~.")
    if match := re.fullmatch(r"([0-9-]{4,10})[?%]", text):
        return BadValue("ends in a mark that is not read here", f"Write {match[1]}~ for about.")
    ends = re.split(r" ?(?:/| to | - |[\u2013\u2014]) ?", text)
    if len(ends) == 2 and all(_PART.fullmatch(end) for end in ends):
        return BadValue("is not in the form of a window", f"Write {ends[0]}/{ends[1]}.")
    return _about_short_end(text)


def _about_short_end(text: str) -> BadValue | None:
    match = re.fullmatch(r"([0-9]{4}-[0-9]{2}-)([0-9]{2})/([0-9]{2})", text)
    if match is None:
        return None
    hint = f"Write {match[1]}{match[2]}/{match[1]}{match[3]}."
    return BadValue("has a window whose second part is not a whole date", hint)
