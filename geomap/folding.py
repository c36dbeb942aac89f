"""Spellings made equal, and spellings that are near.

``fold`` decides what is one name: case, accents, articles, hyphens. ``nearest_of`` only ever
offers what a text may have been meant to be.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import cache, lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from anyascii import anyascii

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

NEAR_ENOUGH = 62.0  # of 100: low, for an offer that does not fit costs less than one that is missing

# The Arabic article in Latin letters. Before a sun letter it takes the sound of that letter, so
# "ar" is an article in ar-Raqqa and a word in Ar Kafr.
_ARTICLES = ("al", "el", "ul")
_SUN_LETTERS = ("dh", "th", "sh", "d", "t", "s", "z", "r", "n", "l")
_SUN_ARTICLES = {vowel + sun: sun for vowel in "aeiu" for sun in _SUN_LETTERS}

_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
_ARABIC_FORMS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ء": "",
        "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ـ": "",
        **{chr(start + n): str(n) for start in (0x660, 0x6F0) for n in range(10)},
    }
)  # fmt: skip
_ARABIC_ARTICLE = "ال"
_ARTICLE_STEM = 3  # fewer letters than this after the article and it may be part of the word
_APOSTROPHES = re.compile("['`\u2018\u2019\u201b\u02b9-\u02bf\u2032\u00b4]")
_NOT_WORD = re.compile(r"[\W_]+")
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9]) (?=[0-9])")
_SAME_SOUND = (("ou", "u"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("q", "k"))


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return the key that all spellings of one name share.

    Blind to case, accents, apostrophes, hyphens, spaces and the Arabic article (``al-``, ``el-``,
    ``ar-Raqqa``, ``ال``); in Arabic also to vowel signs, tatweel, the seats of hamza and ta
    marbuta. Letters are neither dropped nor exchanged beyond that, so names that only look alike
    keep different keys. Folding a key again gives the same key.

    >>> fold("Al-Yarmūk"), fold("yarmuk"), fold("Hajira") == fold("Hajar al-Aswad")
    ('yarmuk', 'yarmuk', False)
    >>> fold("الحجر الأسود") == fold("حجر اسود"), fold("")
    (True, '')
    """
    key = _folded_once(text)
    while (again := _folded_once(key)) != key:
        key = again
    return key


def to_slug(text: str) -> str:
    """Return an id made from a name: plain lower-case words with ``_`` between.

    >>> to_slug("Ḥajar al-Aswad"), to_slug("***")
    ('hajar_al_aswad', 'name')
    """
    words = _NOT_WORD.sub(" ", _APOSTROPHES.sub("", anyascii(text))).lower().split()
    return "_".join(words)[:60].rstrip("_") or "name"


def _folded_once(text: str) -> str:
    spaced = " ".join(_without_articles(_words(text)))
    # The space between two numbers stays: Zone 1-2 is not Zone 12.
    return _BETWEEN_DIGITS.sub("\0", spaced).replace(" ", "").replace("\0", " ")


def _words(text: str) -> list[str]:
    """Return the words of ``text`` in plain letters: lower-case ASCII, or Arabic with one form a letter."""
    plain = text.casefold()
    if not (plain.isascii() and plain.isprintable()):
        plain = _plain_letters(plain)
    return _NOT_WORD.sub(" ", _APOSTROPHES.sub("", plain)).split()


def _plain_letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf", "Cc", "Co"))
    plain = _APOSTROPHES.sub("", plain.translate(_ARABIC_FORMS))
    if plain.isascii():
        return plain
    return "".join(c if c.isascii() or _ARABIC.match(c) else anyascii(c).lower() for c in plain)


def _without_articles(words: Sequence[str]) -> list[str]:
    pairs = zip_longest(words, words[1:], fillvalue="")
    kept = [word for word, following in pairs if not _is_article(word, following)]
    return [_without_arabic_article(word) for word in kept]


def _is_article(word: str, following: str) -> bool:
    if not following:
        return False
    return word in _ARTICLES or (word in _SUN_ARTICLES and following.startswith(_SUN_ARTICLES[word]))


def _without_arabic_article(word: str) -> str:
    while word.startswith(_ARABIC_ARTICLE) and len(word) >= len(_ARABIC_ARTICLE) + _ARTICLE_STEM:
        word = word[len(_ARABIC_ARTICLE) :]
    return word


def sound_of(text: str) -> str:
    """Return the consonants of each word, sorted: what different spellings of a name tend to share.

    Used to find what is near, never to decide that two names are one.

    >>> sound_of("Tadhamoun"), sound_of("at-Tadamon")
    ('tdmn', 'tdmn')
    """
    return _forms(text).sound


class _Forms(NamedTuple):
    """A text as it is compared with others: its words as they come, sorted, and the sound of each."""

    opening: str
    words: str
    sound: str


# Room for the names of a large country, which are gone through again for every text that is near none.
@lru_cache(maxsize=2**18)
def _forms(text: str) -> _Forms:
    words = _without_articles(_words(text))
    return _Forms(" ".join(words), " ".join(sorted(words)), " ".join(sorted(map(_consonants, words))))


def _consonants(word: str) -> str:
    for spelled, sound in _SAME_SOUND:
        word = word.replace(spelled, sound)
    word = re.sub(r"(.)\1+", r"\1", word)
    return word[:1] + re.sub("[aeiouy\u0627\u0648\u064a]", "", word[1:])


def nearest_of(text: str, candidates: Iterable[str], n: int = 3) -> list[str]:
    """Return up to ``n`` candidates that ``text`` may have been meant to be, nearest first.

    Token-sort likeness of the whole spelling and of the consonants, half and half; a candidate
    that begins with every word of ``text`` is near whatever follows. On a tie the order of
    ``candidates`` decides.
    """
    wanted = _forms(text[:200])
    scores: dict[str, float] = {}
    for candidate in candidates:
        score = _score(wanted, _forms(candidate[:200]))
        if score >= NEAR_ENOUGH:
            scores[candidate] = score
    return sorted(scores, key=lambda candidate: -scores[candidate])[:n]


def _score(wanted: _Forms, forms: _Forms) -> float:
    """Return how near ``forms`` are to what is wanted, from 0 to 100."""
    begins = len(wanted.opening) > 2 and forms.opening.startswith(wanted.opening)
    if _ratio() is None and not begins and _most(wanted, forms) < NEAR_ENOUGH:
        return 0.0  # difflib takes its time
    score = (_likeness(wanted.words, forms.words) + _likeness(wanted.sound, forms.sound)) / 2
    return max(score, NEAR_ENOUGH + score / 4) if begins else score


@cache
def _ratio() -> Callable[[str, str], float] | None:
    """Return the quick likeness of the extra "suggest", imported where a name is near none; ``None`` without it."""
    try:
        from rapidfuzz import fuzz  # noqa: PLC0415
    except ImportError:
        return None  # difflib finds nearly the same
    return fuzz.ratio


def _most(wanted: _Forms, forms: _Forms) -> float:
    """Return how near texts of these lengths can be at most."""
    lengths = [(len(one), len(two)) for one, two in zip(wanted[1:], forms[1:], strict=True)]
    return sum(100 * min(pair) / sum(pair) if any(pair) else 50 for pair in lengths)


def _likeness(one: str, two: str) -> float:
    """Return how alike two texts are, from 0 to 100."""
    ratio = _ratio()
    if ratio is not None:
        return ratio(one, two)
    return 100 * difflib.SequenceMatcher(None, one, two, autojunk=False).ratio()
