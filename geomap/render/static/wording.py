"""Texts made fit for paper: cleaned, cut to a width, broken into lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from geomap.cleaning import ELLIPSIS, MOST_LETTERS, clean, words_of

if TYPE_CHECKING:
    from geomap.render.static.ink import Type
    from geomap.render.static.sheet import Sheet

__all__ = [
    "ELLIPSIS",
    "MOST_LETTERS",
    "balanced",
    "clean",
    "fit",
    "is_arabic",
    "longest",
    "set_in_line",
    "wrap",
]

#: A text in which Arabic leads is embedded, so that Latin words in it keep their place everywhere.
EMBED, POP = "\u202b", "\u202c"


def is_arabic(text: str) -> bool:
    """Return whether any letter of ``text`` is written from right to left."""
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def set_in_line(text: str, *, rtl: bool) -> str:
    """Return a line as it is to be drawn: embedded where it runs from the right."""
    return f"{EMBED}{text}{POP}" if rtl and text else text


def fit(sheet: Sheet, text: str, face: Type, width: float) -> str:
    """Return as much of ``text`` as has room in ``width`` inches, with an ellipsis where it was cut."""
    if sheet.width_of(text, face) <= width:
        return text
    low, high = 0, min(len(text), 400)
    while low < high:
        middle = (low + high + 1) // 2
        if sheet.width_of(text[:middle].rstrip() + ELLIPSIS, face) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + ELLIPSIS


def wrap(sheet: Sheet, text: str, face: Type, width: float, most: int = 99) -> list[str]:
    """Return ``text`` in lines no wider than ``width`` inches, at most ``most``; none breaks at a no-break space."""
    lines: list[str] = []
    line = ""
    words = words_of(text)
    for at, word in enumerate(words):
        longer = f"{line} {word}".strip()
        if not line or sheet.width_of(longer, face) <= width:
            line = longer
            continue
        if len(lines) == most - 1:
            line = " ".join([line, *words[at:]])
            break
        lines.append(line)
        line = word
    return [fit(sheet, each, face, width) for each in [*lines, line] if each]


def balanced(sheet: Sheet, text: str, face: Type, count: int) -> list[str]:
    """Return ``text`` in up to ``count`` lines of about one width."""
    words = words_of(text)
    if count <= 1 or len(words) <= 1:
        return [text]
    narrowest = max(sheet.width_of(word, face) for word in words)
    width = max(narrowest, sheet.width_of(text, face) / count)
    for _ in range(12):
        lines = wrap(sheet, text, face, width)
        if len(lines) <= count:
            return lines
        width *= 1.08
    return wrap(sheet, text, face, width, count)


def longest(sheet: Sheet, lines: Sequence[str], face: Type) -> float:
    """Return the width of the widest line, in inches."""
    return max((sheet.width_of(line, face) for line in lines), default=0.0)
