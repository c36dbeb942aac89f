"""Polygons and records become a ``Scene``."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import pandas as pd
import shapely

from geomap import schema as s
from geomap.control import is_known, lineage_of, to_conditions, to_spells
from geomap.errors import BadValue, GeomapError
from geomap.figures import no_figures
from geomap.names import index_names
from geomap.partition import OUTLINE_KM2, to_ground, with_outlines
from geomap.scene.describing import ContextLayer, Scene
from geomap.scene.extent import bounds_of, clip_context, projection_for, surroundings
from geomap.words import Words

#: A place of which at least this share lies within the map is drawn with its state.
INSIDE_SHARE = 0.5


def compose(
    places: gpd.GeoDataFrame,
    records: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    show: Sequence[str],
    title: str = "",
    first: pd.Timestamp | str | None = None,
    last: pd.Timestamp | str | None = None,
    opens: pd.Timestamp | str | None = None,
    known_on: pd.Timestamp | str | None = None,
    figures: pd.DataFrame | None = None,
    context: Sequence[ContextLayer] = (),
    name: str = "map",
    lang: str = "en",
    stale_after: int = 180,
    notes: Sequence[str] = (),
) -> Scene:
    """Join polygons and records into a map, ready to be written.

    Parameters: ``places``, ``records``, ``actors`` and ``figures`` as the readers give them;
    ``show`` names the places the map is about: finer places in them are drawn too. ``first``
    defaults to the oldest first day of their records, ``last`` to the newest effective or
    reported day, ``opens`` to ``last``. ``known_on`` leaves out what was reported later. ``places``
    may come from ``with_outlines`` already, so that several maps share that work.

    Returns a ``Scene``. Raises ``GeomapError`` where a name in ``show`` is unknown or shared, or
    the days are out of order.
    """
    wanted = _resolved(show, places)
    outlined = places if OUTLINE_KM2 in places else with_outlines(places)
    shown = to_ground(outlined, records, _members(outlined, wanted))
    lineage = {above for place in shown.index for above in lineage_of(places, place)}
    tree = places.loc[sorted(lineage)]
    related = records[records[s.PLACE_ID].isin(tree.index)]
    known = None if known_on is None else pd.Timestamp(known_on)
    spells = to_spells(related, tree, known_on=known)
    days = _days(related if len(related) else records, first, last, opens)
    bounds = bounds_of(shown)
    area_crs, projection = projection_for(bounds)
    figures = no_figures() if figures is None else figures
    if known is not None:
        figures = figures[figures[s.REPORTED] <= known]
    return Scene(
        name=name,
        title=title or _title(shown, wanted, Words(lang, actors)),
        lang=lang,
        places=shown,
        tree=pd.DataFrame(tree.drop(columns=s.GEOMETRY)),
        actors=actors.sort_values(s.ORDER, kind="stable"),
        records=related,
        spells=spells,
        conditions=to_conditions(related, spells, known_on=known),
        figures=figures[figures[s.PLACE_ID].isin(tree.index)],
        context=tuple(clip_context([*context, surroundings(outlined, shown.index)], bounds)),
        show=tuple(wanted),
        first=days[0],
        last=days[1],
        opens=days[2],
        known_on=known,
        data_to=_data_to(related if len(related) else records, known),
        stale_after=stale_after,
        bounds=bounds,
        notes=tuple(notes),
        area_crs=area_crs,
        projection=projection,
    )


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


def _members(outlined: gpd.GeoDataFrame, wanted: Sequence[str]) -> list[str]:
    """Return the wanted places and the finer ones in them: by the tree, or because they lie there."""
    members = {place for place in outlined.index if set(lineage_of(outlined, place)) & set(wanted)}
    outlines = outlined.geometry
    within = shapely.union_all([outlines[place] for place in wanted if not _flat(outlines[place])])
    largest = max((outlined.at[place, OUTLINE_KM2] for place in wanted), default=0.0)
    for place in outlined.index.difference(sorted(members)):
        outline = outlines[place]
        if _flat(outline):
            inside = within.contains(outline)
        elif outlined.at[place, OUTLINE_KM2] < largest:
            inside = within.intersection(outline).area >= INSIDE_SHARE * outline.area
        else:
            inside = False
        if inside:
            members.add(place)
    return sorted(members)


def _flat(geometry: shapely.Geometry) -> bool:
    return geometry.geom_type in ("Point", "MultiPoint")


def _days(
    records: pd.DataFrame, first: object, last: object, opens: object
) -> tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp]:
    """Return first, last and opening day, with their defaults; raise where they are out of order."""
    end = newest_day(records) if last is None else pd.Timestamp(last)
    oldest = end if records.empty else min(records[s.FIRST].min(), end)
    begin = oldest if first is None else pd.Timestamp(first)
    at = end if opens is None else pd.Timestamp(opens)
    if begin > end:
        msg = f"The map would begin on {begin:%Y-%m-%d}, after its last day {end:%Y-%m-%d}. Give an earlier first day."
        raise GeomapError(msg)
    return begin, end, min(max(at, begin), end)


def _title(shown: gpd.GeoDataFrame, wanted: Sequence[str], words: Words) -> str:
    """Return a plain title where none is given: what is mapped, and the places."""
    return words.text("title.control", names=words.join([words.name(shown.loc[place]) for place in wanted]))
