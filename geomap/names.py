"""Names to ids: every known spelling of a place or a party leads to it, and likeness never does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from geomap.errors import BadValue, LeftOut
from geomap.folding import fold, nearest_of
from geomap.schema import ALIASES, LEFT_OUT, LEVEL, NAME, NAME_AR, NAME_FR, PARENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

__all__ = ["NameIndex", "fold", "index_names", "nearest_of"]

_QUALIFIED = re.compile(r"(.*\S)\s*\(([^()]+)\)")
_Ids = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class NameIndex:
    """Every spelling in a frame of places or of actors, and the ids it stands for.

    ``names`` has the first name of each id, ``spellings`` every id with each of its names.
    """

    kind: str
    names: Mapping[str, str]
    spellings: Sequence[tuple[str, str]]
    levels: Mapping[str, str]
    parents: Mapping[str, str]
    refused: tuple[str, ...] = ()

    @cached_property
    def exact(self) -> _Ids:
        """The names as written, and the ids that have each."""
        return _ids_by(self.spellings)

    @cached_property
    def folded(self) -> _Ids:
        """The keys of all names and ids (see ``geomap.folding.fold``), and the ids that have each.

        Folding takes a while where there are many names, so it waits for a text that is neither an
        id nor a name as written.
        """
        folded = ((i, fold(text)) for i, text in (*self.spellings, *zip(self.names, self.names, strict=True)))
        return _ids_by((i, key) for i, key in folded if key)

    @cached_property
    def left_out(self) -> frozenset[str]:
        """The keys of ids and names of rows that were refused when the frame was read."""
        return frozenset(fold(name) for name in self.refused)

    def resolve(self, text: str) -> str:
        """Return the one id that ``text`` names.

        An id comes before a name, a name as written before a folded one; ``Name (level)`` and
        ``Name (Parent)`` pick one of several. Raises ``BadValue`` where no name or more than one
        fits, with the names that may have been meant; ``LeftOut`` where it names a row that was
        refused when the frame was read.
        """
        ids = self.candidates(text)
        if len(ids) == 1:
            return ids[0]
        if ids:
            what = f"is the name of {len(ids)} {self.kind}s"
            raise BadValue(what, f"Write {' or '.join(self.qualified(i, text.strip()) for i in ids)}.")
        if fold(text) in self.left_out:
            raise LeftOut(f"is a {self.kind} that has a problem of its own")
        raise BadValue(f"is not a known {self.kind}", self._advice(text))

    def candidates(self, text: str) -> tuple[str, ...]:
        """Return every id that ``text`` can stand for: none, one, or several that share the name."""
        text = text.strip()
        if text in self.names:
            return (text,)
        found = self.exact.get(text) or self.folded.get(fold(text), ())
        return found or self._qualified_candidates(text)

    def nearest(self, text: str, n: int = 3) -> list[str]:
        """Return up to ``n`` names that ``text`` may have been meant to be, one for each id."""
        offers: dict[str, str] = {}
        for spelling in nearest_of(text, [*self.names, *self.exact], 4 * n):
            for i in (spelling,) if spelling in self.names else self.exact[spelling]:
                offers.setdefault(i, self.label(i))
        return list(offers.values())[:n]

    def label(self, identifier: str) -> str:
        """Return the name of an id, qualified where others have the same name."""
        name = self.names[identifier]
        shared = len(self.exact.get(name, ())) > 1
        return self.qualified(identifier) if shared or not name else name

    def qualified(self, identifier: str, name: str = "") -> str:
        """Return what to write to mean this id alone: ``Homs (governorate)``, else the id.

        ``name`` is the spelling to qualify, by default the first name.
        """
        name = name or self.names[identifier]
        parent = self.parents.get(identifier, "")
        for qualifier in (self.levels.get(identifier, ""), self.names.get(parent, "")):
            text = f"{name} ({qualifier})"
            if qualifier and self.candidates(text) == (identifier,):
                return text
        return identifier

    def _qualified_candidates(self, text: str) -> tuple[str, ...]:
        match = _QUALIFIED.fullmatch(text)
        if match is None:
            return ()
        name, qualifier = match.groups()
        for ids in (self.exact.get(name, ()), self.folded.get(fold(name), ())):
            fitting = tuple(i for i in ids if self._fits(i, qualifier))
            if fitting:
                return fitting
        return ()

    def _fits(self, identifier: str, qualifier: str) -> bool:
        """Return whether a level or the name of a place around it is what ``qualifier`` says."""
        if self.levels.get(identifier, "") == qualifier.strip().casefold():
            return True
        key = fold(qualifier)
        around = {qualifier.strip(), *self.exact.get(qualifier.strip(), ()), *self.folded.get(key, ())}
        seen = {identifier}
        while (identifier := self.parents.get(identifier, "")) and identifier not in seen:
            if identifier in around:
                return True
            seen.add(identifier)
        return False

    def _advice(self, text: str) -> str:
        near = self.nearest(text)
        offer = f"Did you mean {' or '.join(near)}? " if near else ""
        return f"{offer}Write the id or a known name, or add the spelling to its aliases."


def index_names(frame: pd.DataFrame, kind: str = "place") -> NameIndex:
    """Return the index of all names in a frame of places (or of actors, with ``kind="party"``).

    Looking a name up afterwards takes the same time however many there are.
    """
    return NameIndex(
        kind=kind,
        names=_column(frame, NAME),
        spellings=tuple(_spellings(frame)),
        levels=_column(frame, LEVEL),
        parents=_column(frame, PARENT),
        refused=tuple(frame.attrs.get(LEFT_OUT, ())),
    )


def _spellings(frame: pd.DataFrame) -> Iterable[tuple[str, str]]:
    """Yield each id with each of its names that is not empty."""
    columns = (frame[column].tolist() for column in (ALIASES, NAME, NAME_AR, NAME_FR))
    for identifier, aliases, *named in zip(frame.index.tolist(), *columns, strict=True):
        for spelling in (*named, *aliases):
            if spelling:
                yield identifier, spelling


def _ids_by(pairs: Iterable[tuple[str, str]]) -> _Ids:
    """Return the ids that have each text, in the order in which they come, from pairs of id and text."""
    ids: dict[str, dict[str, None]] = {}
    for identifier, text in pairs:
        ids.setdefault(text, {})[identifier] = None
    return {text: tuple(found) for text, found in ids.items()}


def _column(frame: pd.DataFrame, column: str) -> dict[str, str]:
    return dict(zip(frame.index.tolist(), frame[column].tolist(), strict=True)) if column in frame else {}
