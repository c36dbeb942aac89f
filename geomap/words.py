"""The sentences, in each language: dates, states and marks in words.

Templates stand in ``render/assets/strings/{lang}.json``, one flat file a language, which the page
reads too, so that the live map and the sheet say the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import permutations

import pandas as pd

from geomap import schema as s

LANGUAGES = ("en", "ar", "fr")
#: What ``lang`` may be: a language, or two of them with a plus between: the first is the language of
#: the sentences, the second adds names.
LANGUAGE_CHOICES = (*LANGUAGES, *("+".join(pair) for pair in permutations(LANGUAGES, 2)))

#: A field of a template.
FIELD = re.compile(r"\{(\w+)\}")

#: A text of the author's: one for all languages, or one for each.
Text = str | Mapping[str, str]


def languages_of(lang: str) -> tuple[str, str]:
    """Return the language of the sentences, and the one that adds names ("" for none).

    >>> languages_of("en+ar"), languages_of("fr")
    (('en', 'ar'), ('fr', ''))
    """
    first, _, also = lang.partition("+")
    return first, also


def said(text: Text, lang: str) -> str:
    """Return a text of the author's in a language; else the English one, else the first there is.

    >>> said({"fr": "Carte"}, "ar"), said("Map", "ar")
    ('Carte', 'Map')
    """
    if isinstance(text, str):
        return text
    return text.get(lang) or text.get("en") or next(iter(text.values()), "")


def said_in(text: Text, lang: str) -> str:
    """Return a text of the author's in just this language; "" where there is none in it."""
    return "" if isinstance(text, str) else text.get(lang, "")


@cache
def strings_of(lang: str) -> dict[str, str]:
    """Return the templates of a language, by key. Raises ``KeyError`` for one there is not."""
    if lang not in LANGUAGES:
        raise KeyError(lang)
    text = files("geomap.render").joinpath("assets", "strings", f"{lang}.json").read_text("utf-8")
    return json.loads(text)


@dataclass(frozen=True)
class Words:
    """The sentences of one map in one language; ``actors`` is the table of parties."""

    lang: str
    actors: pd.DataFrame

    @cached_property
    def _rows(self) -> dict[str, dict[str, str]]:
        """The names of the parties, a row each: one is looked up for every line of a legend."""
        names = [name for name in (s.NAME, s.NAME_AR, s.NAME_FR, s.SHORT) if name in self.actors]
        columns = (self.actors[name].tolist() for name in names)
        rows = (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))
        return dict(zip(self.actors.index.tolist(), rows, strict=True))

    def text(self, key: str, **fields: object) -> str:
        """Return the template ``key`` with its fields filled in; the key itself where there is none."""
        template = strings_of(self.lang).get(key, key)
        return FIELD.sub(lambda field: str(fields.get(field[1], field[0])), template)

    def count(self, key: str, n: int, **fields: object) -> str:
        """Return the template that counts ``n`` things: ``key.one``, ``.two``, ``.few``, ``.many``, ``.other``.

        The forms are those of Arabic (Unicode CLDR plural rules): few is 3 to 10, many 11 to 99, by the
        last two digits; one and two have no ``{n}``.
        """
        last = n % 100
        few_or_many = "few" if 3 <= last <= 10 else "many" if last > 10 else "other"
        form = {1: "one", 2: "two"}.get(n, few_or_many)
        return self.text(f"{key}.{form}", n=self.number(n), **fields)

    @property
    def is_rtl(self) -> bool:
        """Whether the language is written from right to left."""
        return strings_of(self.lang).get("direction") == "rtl"

    def name(self, row: pd.Series | Mapping[str, str]) -> str:
        """Return the name of a place or a party in this language, else its first name."""
        return (row[f"name_{self.lang}"] if self.lang != "en" else "") or row[s.NAME]

    def name_given(self, row: pd.Series | Mapping[str, str]) -> str:
        """Return the name of a place or a party in this language, "" where the table has none in it."""
        return row[s.NAME if self.lang == "en" else f"name_{self.lang}"]

    def party(self, actor: str) -> str:
        """Return the name of a party; its id where the table does not have it."""
        return self.name(self._rows[actor]) if actor in self._rows else actor

    def short(self, actor: str) -> str:
        """Return the short letters of a party, else its name."""
        return (self._rows[actor][s.SHORT] if actor in self._rows else "") or self.party(actor)

    def parties(self, actors: Iterable[str]) -> str:
        """Return the names of parties as a list in words."""
        return self.join([self.party(actor) for actor in actors])

    def join(self, texts: Sequence[str]) -> str:
        """Return texts as a list in words: ``a``, ``a and b``, ``a, b and c``."""
        if len(texts) < 2:
            return texts[0] if texts else ""
        head = texts[0]
        for text in texts[1:-1]:
            head = self.text("list.comma", a=head, b=text)
        return self.text("list.two" if len(texts) == 2 else "list.last", a=head, b=texts[-1])

    def join_apart(self, texts: Sequence[str], key: str = "telling.semicolon") -> str:
        """Return texts one after the other, with the same mark between any two: by default a semicolon."""
        row = texts[0] if texts else ""
        for text in texts[1:]:
            row = self.text(key, a=row, b=text)
        return row

    def day(self, day: pd.Timestamp | str) -> str:
        """Return a day in words, such as ``22 March 2018``."""
        day = pd.Timestamp(day)
        return self._single((day.year, day.month, day.day))

    def effective(self, text: str) -> str:
        """Return an EDTF date or window in words, as precise as it is written."""
        window = self._window(text)
        return self.text("date.about", date=window) if "~" in text else window

    def since(self, text: str, *, by: bool) -> str:
        """Return ``since`` (or ``by``, where the opening record only held on that day) and the date."""
        start, end = _parts(text)
        if end is None:
            shape = "day" if len(start) == 3 else "month"
        else:
            shape = "day" if len(start) == len(end) == 3 else "window"
        return self.text(f"{'by' if by else 'since'}.{shape}", date=self.effective(text))

    def state(self, status: str, parties: Sequence[str], *, recorded: bool = True) -> str:
        """Return a state in words; ``recorded`` is false where no record says anything."""
        if status == s.UNKNOWN:
            return self.text("state.unknown_recorded" if recorded else "state.unknown")
        return self.text(f"state.{status}", parties=self.parties(parties) or self.text("state.no_party"))

    def verdict(self, verdict: str, by: str) -> str:
        """Return what became of a record, in words."""
        return self.text("verdict." + verdict.replace(" ", "_"), id=by)

    def source(self, source: str, via: str) -> str:
        """Return who says so, and who carried it."""
        return self.text("record.via", source=source, via=via) if via and via != source else source

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number with this language's marks for thousands and decimals."""
        text = f"{value:,.{digits}f}"
        if self.lang == "fr":
            return text.replace(",", "\u202f").replace(".", ",")
        return text

    def _month(self, date: tuple[int, ...]) -> str:
        return self.text(f"date.month.{date[1]}")

    def _number(self, date: tuple[int, ...]) -> str:
        return self.text("date.first_of_month") if date[2] == 1 else str(date[2])

    def _single(self, date: tuple[int, ...]) -> str:
        match len(date):
            case 1:
                return self.text("date.year", year=date[0])
            case 2:
                return self.text("date.month_year", month=self._month(date), year=date[0])
            case _:
                return self.text("date.day", day=self._number(date), month=self._month(date), year=date[0])

    def _window(self, text: str) -> str:
        """Return a date or a window in words, without its ``~``."""
        start, end = _parts(text)
        if end is None:
            return self._single(start)
        fields: dict[str, object] = {"month_from": self._month(start)} if len(start) > 1 else {}
        fields |= {"month_to": self._month(end), "year": end[0]} if len(end) > 1 else {}
        if len(start) == len(end) == 3:
            fields |= {"day_from": self._number(start), "day_to": self._number(end)}
            if start[:2] == end[:2]:
                return self.text("date.days_in_month", month=self._month(end), **fields)
            if start[0] == end[0]:
                return self.text("date.days_in_year", **fields)
            return self.text("date.days", **{"from": self._single(start), "to": self._single(end)})
        if len(start) == len(end) == 2 and start[0] == end[0]:
            return self.text("date.months_in_year", **fields)
        return self.text("date.window", **{"from": self._single(start), "to": self._single(end)})


def _parts(text: str) -> tuple[tuple[int, ...], tuple[int, ...] | None]:
    """Return an EDTF text as one or two (year, month, day), as far as each is given."""
    dates = [tuple(int(part) for part in date.replace("~", "").split("-")) for date in text.split("/")]
    return dates[0], dates[1] if len(dates) > 1 else None
