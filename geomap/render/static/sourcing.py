"""Whom a sheet names: who assessed the map, whose records and whose outlines it shows, and of when they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap import schema as s
from geomap.render.static.wording import clean
from geomap.scene import origins_of
from geomap.words import Words, said

if TYPE_CHECKING:
    import pandas as pd

    from geomap.scene import Scene

#: Letters of the name of a source or a licence, and of who assessed the map.
MOST_SOURCE, MOST_ASSESSOR = 200, 300


def source_lines(scene: Scene, told: pd.DataFrame, words: Words) -> list[str]:
    """Return who assessed the map, who says so and until when, who drew the lines, of when and by what licence.

    ``told`` are the sources of the records, as ``Scene.sources`` gives them.
    """
    assessor = clean(said(scene.assessor, scene.lang), MOST_ASSESSOR).rstrip(". ")
    lines = [words.text("about.assessor", name=assessor)] if assessor else []
    columns = (told[name].tolist() for name in (s.SOURCE, s.VIA, "newest"))
    voices = [_voice(words, *voice) for voice in zip(*columns, strict=True)]
    lines += [words.text("about.records", sources=_listed(voices, rtl=words.is_rtl))] if voices else []
    drawn = [origin for origin in origins_of(scene.places) if origin[0]]
    around = [origin for origin in scene.origins() if origin not in drawn]
    for key, origins in (("about.boundaries", drawn), ("about.context", around)):
        pairs = [
            (_origin(words, source, date), clean(licence, MOST_SOURCE)) for source, licence, date in origins
        ]
        lines += [words.text(key, sources=_by_licence(pairs))] if pairs else []
    return lines


def _voice(words: Words, source: str, via: str, newest: pd.Timestamp) -> str:
    """Return a source of records, and the newest day that it reported on."""
    who = words.source(clean(source, MOST_SOURCE), clean(via, MOST_SOURCE))
    return words.text("about.source_to", date=words.day(newest), source=who)


def _origin(words: Words, source: str, date: str) -> str:
    """Return a source of outlines, and of when it is, where that is known."""
    who = clean(source, MOST_SOURCE)
    return words.text("about.source_of", date=words.effective(date), source=who) if date else who


def _listed(texts: list[str], *, rtl: bool) -> str:
    """Return texts as a list; marks keep Latin items in their order in a line from right to left."""
    return ("\u200f; \u200f" if rtl else "; ").join(dict.fromkeys(texts))


def _by_licence(pairs: list[tuple[str, str]]) -> str:
    """Return sources with the licence that each group of them has."""
    groups: dict[str, list[str]] = {}
    for source, licence in pairs:
        if source:
            groups.setdefault(licence, []).append(source)
    return ". ".join(
        "; ".join(dict.fromkeys(sources)) + (f" ({licence})" if licence else "")
        for licence, sources in groups.items()
    )
