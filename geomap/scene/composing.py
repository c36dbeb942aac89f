"""Polygons and records become a ``Scene``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from geomap import schema as s
from geomap.colors import OWN, with_palette
from geomap.control import is_known, to_conditions, to_spells
from geomap.control.keys import NONE, positions_in
from geomap.errors import BadValue, GeomapError
from geomap.figures import no_figures
from geomap.names import index_names
from geomap.partition import DRAWN, OUTLINE_KM2, to_ground, with_above, with_outlines
from geomap.scene.describing import ContextLayer, Scene, parties_of
from geomap.scene.extent import bounds_of, clip_context, suited_projection, surroundings, unwrapped
from geomap.scene.locating import locate
from geomap.scene.members import members_of
from geomap.scene.projecting import given_projection
from geomap.words import LANGUAGES, Text, Words, languages_of, said

#: A title that nobody gave names no more places than these.
MOST_NAMED = 12


def compose(
    places: gpd.GeoDataFrame,
    records: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    show: Sequence[str],
    title: Text = "",
    first: pd.Timestamp | str | None = None,
    last: pd.Timestamp | str | None = None,
    opens: pd.Timestamp | str | None = None,
    known_on: pd.Timestamp | str | None = None,
    figures: pd.DataFrame | None = None,
    context: Sequence[ContextLayer] = (),
    name: str = "map",
    lang: str = "en",
    stale_after: int = 180,
    notes: Sequence[Text] = (),
    palette: str = OWN,
    projection: str = "",
) -> Scene:
    """Join polygons and records into a map, ready to be written; ``Scene.published`` adds what its publisher does.

    Parameters: ``places``, ``records``, ``actors`` and ``figures`` as the readers give them;
    ``show`` names the places the map is about: finer places in them are drawn too. ``first``
    defaults to the oldest first day of their records, ``last`` to the newest effective or
    reported day, ``opens`` to ``last``. ``known_on`` leaves out what was reported later. ``places``
    may come from ``with_outlines`` already, so that several maps share that work. ``title`` and each
    of ``notes`` is one text, or one for each language: ``{"en": ..., "ar": ...}``; without a title the
    map is named after its places. ``lang`` is a language, or two as in ``"en+ar"``: the second adds names.
    ``palette`` is ``"own"``, the colours of ``actors``, ``"safe"`` or ``"grey"``: see ``with_palette``.
    ``projection`` is an EPSG code, a PROJ string or WKT, in metres, in place of the one that suits the extent.

    Returns a ``Scene``. Raises ``GeomapError`` where a name in ``show`` is unknown or shared, the
    days are out of order, or the projection is not fit for the extent.
    """
    wanted = _resolved(show, places)
    outlined = places if OUTLINE_KM2 in places else with_outlines(places)
    members = pd.Index(members_of(outlined, wanted), dtype=outlined.index.dtype)
    tree = places.loc[with_above(outlined, members)]
    related = _related(records, tree.index)
    heard = related if len(related) else records
    known, days = None if known_on is None else pd.Timestamp(known_on), _days(heard, first, last, opens)
    shown = to_ground(outlined, records, members)
    told = _told(related, figures, tree, known)
    holders = parties_of(told["spells"], shown.index[shown[DRAWN]], days["first"], days["last"])
    return Scene(
        name=name,
        **_told_by_author(title or _titles(shown, wanted, actors), notes, lang),
        places=shown,
        tree=pd.DataFrame(tree.drop(columns=s.GEOMETRY)),
        actors=with_palette(actors.sort_values(s.ORDER, kind="stable"), palette, holders),
        show=tuple(wanted),
        known_on=known,
        data_to=_data_to(heard, known),
        stale_after=stale_after,
        locator=locate(outlined, shown, wanted, context),
        palette=palette,
        **told,
        **days,
        **_extent(shown, [*context, surroundings(outlined, members)], projection),
    )


def _related(records: pd.DataFrame, tree: pd.Index) -> pd.DataFrame:
    """Return the records of the places of a tree; where all are, the table itself."""
    is_there = positions_in(tree, records[s.PLACE_ID]) != NONE
    return records if is_there.all() else records[is_there]


def _told_by_author(title: Text, notes: Sequence[Text], lang: str) -> dict[str, Any]:
    """Return title and notes in the language of the map, and in all languages they were given in."""
    first, also = languages_of(lang)
    return {
        "lang": first,
        "also": also,
        "title": said(title, first),
        "titles": {} if isinstance(title, str) else dict(title),
        "notes": tuple(said(note, first) for note in notes),
        "said_notes": tuple(notes),
    }


def _told(
    records: pd.DataFrame, figures: pd.DataFrame | None, tree: pd.DataFrame, known: pd.Timestamp | None
) -> dict[str, Any]:
    """Return what is told of the places of a tree: records, and what follows from them, and figures."""
    spells = to_spells(records, tree, known_on=known)
    figures = no_figures() if figures is None else figures
    if known is not None:
        figures = figures[figures[s.REPORTED] <= known]
    return {
        "records": records,
        "spells": spells,
        "conditions": to_conditions(records, spells, known_on=known),
        "figures": figures[figures[s.PLACE_ID].isin(tree.index)],
    }


def _extent(shown: gpd.GeoDataFrame, context: Sequence[ContextLayer], given: str) -> dict[str, Any]:
    """Return the bounds of the places, the projection given or one that suits them, and what lies around."""
    bounds = bounds_of(shown)
    wide = unwrapped(shown, bounds)
    area_crs, projection = given_projection(given, wide) if given else suited_projection(shown, wide)
    return {
        "bounds": bounds,
        "area_crs": area_crs,
        "projection": projection,
        "context": tuple(clip_context(context, bounds)),
    }


def _data_to(records: pd.DataFrame, known_on: pd.Timestamp | None) -> pd.Timestamp:
    """Return how far the data reach: no further than what was known."""
    if known_on is None:
        return newest_day(records)
    known = records[is_known(records, known_on)]
    return min(newest_day(known), known_on) if len(known) else known_on


def newest_day(records: pd.DataFrame) -> pd.Timestamp:
    """Return the newest effective or reported day in the records: how far the data reach.

    Of no records at all, the first day of 1970 stands in, so that an empty map can be drawn.
    """
    if records.empty:
        return pd.Timestamp("1970-01-01")
    return max(records[s.LAST].max(), records[s.REPORTED].max())


def _resolved(show: Sequence[str], places: gpd.GeoDataFrame) -> list[str]:
    """Return the ids of the places named in ``show``; every wrong name is told at once."""
    ids = list(dict.fromkeys(text.strip() for text in show))
    if ids and (places.index.get_indexer(ids) >= 0).all():
        return ids  # an id comes before every name, so that no name need be looked at
    index = index_names(places)
    wanted, wrong = [], []
    for text in show:
        try:
            wanted.append(index.resolve(text))
        except BadValue as error:
            wrong.append(f"place {text!r} {error}")
    if wrong or not wanted:
        raise GeomapError("\n".join(wrong) or "No place was named. Name at least one.")
    return list(dict.fromkeys(wanted))


def _days(records: pd.DataFrame, first: object, last: object, opens: object) -> dict[str, pd.Timestamp]:
    """Return first, last and opening day, with their defaults; raise where they are out of order."""
    end = newest_day(records) if last is None else pd.Timestamp(last)
    oldest = end if records.empty else min(records[s.FIRST].min(), end)
    begin = oldest if first is None else pd.Timestamp(first)
    at = end if opens is None else pd.Timestamp(opens)
    if begin > end:
        msg = f"The map would begin on {begin:%Y-%m-%d}, after its last day {end:%Y-%m-%d}. Give an earlier first day."
        raise GeomapError(msg)
    return {"first": begin, "last": end, "opens": min(max(at, begin), end)}


def _titles(shown: gpd.GeoDataFrame, wanted: Sequence[str], actors: pd.DataFrame) -> dict[str, str]:
    """Return a plain title in each language where none is given."""
    return {lang: _title(shown, wanted, Words(lang, actors)) for lang in LANGUAGES}


def _title(shown: gpd.GeoDataFrame, wanted: Sequence[str], words: Words) -> str:
    """Return a plain title where none is given: what is mapped, and the places, at most a few of them."""
    few = [words.name(shown.loc[place]) for place in wanted[:MOST_NAMED]]
    names, more = words.join(few), len(wanted) - len(few)
    if more:
        comma = "، " if words.is_rtl else ", "
        names = words.text("sheet.and_more", names=comma.join(few), n=more)
    return words.text("title.control", names=names)
