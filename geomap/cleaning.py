"""Text of the data made fit to be printed: one line, nothing invisible in it, of bounded length."""

from __future__ import annotations

import re
import unicodedata

ELLIPSIS = "\u2026"
#: No sentence is longer; the rest of a text gives way to an ellipsis.
MOST_LETTERS = 1500
#: Joiners shape letters, marks lean on what is beside them: they stay; all other invisible controls go.
JOINERS = "\u200c\u200d\u200e\u200f"
GONE = ("Cc", "Cf", "Cs", "Co", "Cn")
#: Spaces at which no line may break: they stand before a colon in French, and between the digits of a number.
NO_BREAK = "\u00a0\u202f"
SPACES = re.compile(r"\s+")
WORD = re.compile(rf"[\S{NO_BREAK}]+")


def words_of(text: str) -> list[str]:
    r"""Return the words of a text, between which a line may break: not at a no-break space.

    >>> words_of("Tenu par\u00a0: 1\u202f655 km²")
    ['Tenu', 'par\xa0:', '1\u202f655', 'km²']
    """
    return WORD.findall(text)


def clean(text: str, most: int = MOST_LETTERS) -> str:
    r"""Return ``text`` on one line, without controls that could turn, hide or break other text.

    Space is one space, and a no-break one where nothing else stood there.

    >>> clean("a\u202eb\x00  c\n")
    'ab c'
    >>> clean("abcdef", 4)
    'abc…'
    >>> clean("par\u00a0: \u00a0a")
    'par\xa0: a'
    """
    spaced = SPACES.sub(_one_space, str(text)[: 4 * most].strip())
    kept = "".join(c for c in spaced if c in JOINERS or unicodedata.category(c) not in GONE)
    kept = SPACES.sub(_one_space, kept.strip())
    return kept if len(kept) <= most else kept[: most - 1].rstrip() + ELLIPSIS


def _one_space(run: re.Match[str]) -> str:
    return " " if run[0].strip(NO_BREAK) else run[0][0]
