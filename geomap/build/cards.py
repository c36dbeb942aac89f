"""The gallery of a project: a card for each map, with links to its files."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import pandas as pd

from geomap.project import MapSpec, Output, Project, outputs_of
from geomap.render.gallery import Card, gallery_page
from geomap.scene import Scene
from geomap.words import Words, languages_of, said

#: What a browser shows in a page.
PICTURES = (".png", ".webp", ".svg")


def gallery_of(
    project: Project, scenes: dict[str, Scene], there: AbstractSet[str], current: AbstractSet[str]
) -> bytes:
    """Return the gallery of the maps whose files are ``there``.

    Of a map that is not ``current``, whose files are of earlier data, it does not say how far the data reach.
    """
    lang, _ = languages_of(project.lang)
    words = Words(lang, next(iter(scenes.values())).actors) if scenes else None
    return gallery_page(
        said(project.title, lang),
        [_card(scenes[spec.name], spec, there, lang, dated=spec.name in current) for spec in project.maps],
        note=words.text("about.disclaimer") if words else "",
        lang=lang,
        direction="rtl" if words and words.is_rtl else "ltr",
    )


def _card(scene: Scene, spec: MapSpec, there: AbstractSet[str], lang: str, *, dated: bool) -> Card:
    """Return the gallery's card of one map, with links to those of its files that are ``there``."""
    words, title = Words(lang, scene.actors), said(scene.titles or scene.title, lang)
    files = {name: made for name, made in outputs_of(scene, spec).items() if name in there}
    pictures = {name: made.days for name, made in files.items() if made.suffix in PICTURES and made.days}
    picture = next(
        (name for name, days in pictures.items() if days == (scene.opens,)), next(iter(pictures), "")
    )
    shown = pictures.get(picture)
    rows: dict[str, list[tuple[str, str]]] = {}
    for name, made in files.items():
        rows.setdefault(_what(made, words), []).append((made.suffix[1:].upper(), name))
    days = f"{words.day(scene.first)} – {words.day(scene.last)}"
    return Card(
        title=title,
        range_text=f"{days}. {words.text('data_to', date=words.day(scene.data_to))}" if dated else "",
        live=f"{spec.name}.html" if f"{spec.name}.html" in files else "",
        picture=picture,
        alt=title if shown is None else f"{scene.title_on(shown[-1], lang)}, {_days_in_words(shown, words)}",
        files=tuple((what, tuple(row)) for what, row in rows.items()),
    )


def _what(made: Output, words: Words) -> str:
    """Return what a file is, in words: a film, the live map, or a sheet's days and its size where it is another."""
    if made.is_of_film:
        return words.text("gallery.film")
    if not made.days:
        return words.text("gallery.live")
    days = _days_in_words(made.days, words)
    return days if made.size == "sheet" else f"{days}, {made.size}"


def _days_in_words(days: Sequence[pd.Timestamp], words: Words) -> str:
    if len(days) == 1:
        return words.day(days[0])
    return words.effective(f"{days[0]:%Y-%m-%d}/{days[-1]:%Y-%m-%d}")
