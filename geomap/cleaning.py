"""Text of the data made fit to be printed: one line, nothing invisible in it, of bounded length."""

from __future__ import annotations

import unicodedata

ELLIPSIS = "\u2026"
#: No sentence is longer; the rest of a text gives way to an ellipsis.
MOST_LETTERS = 1500
#: Joiners shape letters, marks lean on what is beside them: they stay; all other invisible controls go.
JOINERS = "\u200c\u200d\u200e\u200f"
GONE = ("Cc", "Cf", "Cs", "Co", "Cn")


def clean(text: str, most: int = MOST_LETTERS) -> str:
    r"""Return ``text`` on one line, without controls that could turn, hide or break other text.

    >>> clean("a\u202eb\x00  c\n")
    'ab c'
    >>> clean("abcdef", 4)
    'abc…'
    """
    spaced = " ".join(str(text)[: 4 * most].split())
    kept = "".join(c for c in spaced if c in JOINERS or unicodedata.category(c) not in GONE)
    kept = " ".join(kept.split())
    return kept if len(kept) <= most else kept[: most - 1].rstrip() + ELLIPSIS
