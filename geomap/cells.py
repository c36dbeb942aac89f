"""The cells of a table, one value at a time: what each may hold and what to write instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from geomap.errors import BadValue
from geomap.folding import fold, nearest_of
from geomap.schema import RESERVED_ACTORS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from geomap.names import NameIndex

T = TypeVar("T")

_BETWEEN_IDS = re.compile(r"[\s;]")

RESERVED_HINT = "Leave the actor empty and say it in the status column"


def split_list(text: str) -> tuple[str, ...]:
    """Return the parts of a cell with ``;`` between them, empty ones left out.

    >>> split_list("Daesh; ISIS;"), split_list("")
    (('Daesh', 'ISIS'), ())
    """
    return tuple(part.strip() for part in text.split(";") if part.strip())


def reserved_word(text: str) -> BadValue | None:
    """Return why ``text`` cannot be a party, if it is one of the reserved words."""
    if fold(text) not in RESERVED_ACTORS:
        return None
    return BadValue("is a status, not a party", f"{RESERVED_HINT}: {fold(text)}.")


def failures(texts: Iterable[str], read: Callable[[str], T]) -> tuple[dict[str, T], dict[str, BadValue]]:
    """Return what ``read`` makes of every distinct text, and what is wrong with those it cannot read."""
    values: dict[str, T] = {}
    bad: dict[str, BadValue] = {}
    for text in dict.fromkeys(texts):
        try:
            values[text] = read(text)
        except BadValue as error:
            bad[text] = error
    return values, bad


def check_filled(text: str) -> None:
    """Raise ``BadValue`` if a required cell is empty."""
    if not text:
        raise BadValue("is empty", "Say who says so: the originator, not the carrier.")


def check_word(text: str, words: Sequence[str]) -> None:
    """Raise ``BadValue`` if ``text`` is not one of ``words``."""
    if text in words:
        return
    near = [text.casefold()] if text.casefold() in words else nearest_of(text, words, 1)
    offer = f"Did you mean {near[0]}? " if near else ""
    raise BadValue("is not known here", f"{offer}Write one of {', '.join(words)}.")


def check_url(text: str) -> None:
    """Raise ``BadValue`` if ``text`` is neither empty nor a web address."""
    if not text:
        return
    hint = (
        f"Write the whole address: https://{text}."
        if re.match(r"www\.|[\w-]+\.\w+/", text)
        else ("Write an address that starts with https:// or http://, or nothing.")
    )
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"[\s<>\"]", text):
        raise BadValue("is not a web address", hint)


def check_id(text: str) -> None:
    """Raise ``BadValue`` if ``text`` cannot be the id of a record."""
    if _BETWEEN_IDS.search(text):
        hint = f"Write {'-'.join(re.split(r'[ ;]+', text.strip()))}." if text.isprintable() else ""
        raise BadValue("is not an id: it holds a space or a semicolon", hint)


def resolve_party(text: str, index: NameIndex) -> str:
    """Return the id of the one party that ``text`` names."""
    if not text:
        raise BadValue("is empty", "Name the party.")
    reserved = reserved_word(text)
    if reserved is not None:
        raise reserved
    return index.resolve(text)


def resolve_parties(text: str, index: NameIndex) -> tuple[str, ...]:
    """Return the sorted ids of the parties that ``text`` names, with ``;`` between them."""
    if text in index.names or text in index.exact:
        return (index.resolve(text),)
    parts = split_list(text)
    ids: dict[str, str] = {}
    for part in parts:
        try:
            party = resolve_party(part, index)
        except BadValue as error:
            if len(parts) == 1:
                raise
            what = f"names {part!r}, which {error.what}"
            raise BadValue(what, error.hint) from error
        if party in ids:
            raise BadValue(f"names {party} twice", "Write each party once.")
        ids[party] = part
    return tuple(sorted(ids))
