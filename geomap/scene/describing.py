"""The frozen description of a map: what renderers are handed, with nothing left to work out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd

from geomap import schema as s
from geomap import style
from geomap.colors import GREYS, OWN
from geomap.control import as_of, condition_pairs, conditions_on, is_known, to_stale
from geomap.control.keys import NONE, positions_in
from geomap.partition import DRAWN, KM2, is_among
from geomap.tiles import Tiles
from geomap.words import Text, said

if TYPE_CHECKING:
    from geomap.logo import Logo
    from geomap.scene.locating import Locator

#: So many days' states are kept.
DAYS_KEPT = 4

Made = TypeVar("Made")


@dataclass(frozen=True)
class ContextLayer:
    """Something drawn behind the places and never read as one: ``rivers``, ``towns`` and so on.

    ``frame`` has ``name, name_ar, name_fr, rank, source, licence`` and geometry in EPSG:4326.
    """

    kind: str
    frame: gpd.GeoDataFrame


@dataclass(frozen=True)
class Scene:
    """A map, described: what is shown, from when to when, with every state already resolved.

    ``places`` are those drawn, sorted, with ``geometry`` (outline), ``ground``, ``km2``,
    ``outline_km2``, ``is_point`` and ``drawn``; ``tree`` has these and everything above them;
    ``records``, ``spells`` and ``conditions`` are those of the tree.
    ``area_crs`` is a projection that suits the extent, ``projection`` its name in words.
    ``title`` and ``notes`` are in ``lang``; ``titles`` has the title by language, ``said_notes``
    each note as it was given: one text, or one for each language. ``also`` is the language that adds
    names, "" for none. ``tiles`` are pictures that the live map loads from a server, none by default.
    ``day_titles`` are the titles of days whose sheet has one of its own, ``assessor`` says who assessed
    the map, ``logo`` is theirs. ``locator`` says where in the world the map lies.
    ``palette`` is the one that the colours of ``actors`` come from. ``inset`` is the
    kind of chart on sheets, "" for none.
    """

    name: str
    title: str
    lang: str
    places: gpd.GeoDataFrame
    tree: pd.DataFrame
    actors: pd.DataFrame
    records: pd.DataFrame
    spells: pd.DataFrame
    conditions: pd.DataFrame
    figures: pd.DataFrame
    context: tuple[ContextLayer, ...]
    show: tuple[str, ...]
    first: pd.Timestamp
    last: pd.Timestamp
    opens: pd.Timestamp
    known_on: pd.Timestamp | None
    data_to: pd.Timestamp
    stale_after: int
    bounds: tuple[float, float, float, float]
    notes: tuple[str, ...]
    area_crs: str
    projection: str
    embed_origins: tuple[str, ...] = ()
    also: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    said_notes: tuple[Text, ...] = ()
    tiles: Tiles | None = None
    day_titles: Mapping[pd.Timestamp, Text] = field(default_factory=dict)
    assessor: Text = ""
    logo: Logo | None = None
    locator: Locator | None = None
    palette: str = OWN
    inset: str = ""

    def published(
        self,
        *,
        assessor: Text = "",
        logo: Logo | None = None,
        day_titles: Mapping[pd.Timestamp | str, Text] | None = None,
        inset: str = "",
        tiles: Tiles | None = None,
        embed_origins: Sequence[str] = (),
    ) -> Scene:
        """Return the map with what its publisher adds: nothing of it changes who holds what.

        ``assessor`` says who assessed the map, ``logo`` (of ``read_logo``) is theirs. ``day_titles`` are titles
        of days whose sheet has one of its own. ``inset`` is a small chart of shares on sheets, ``"area"`` or
        ``"bars"``; "" for none. ``tiles``, of ``read_tiles``, has the live map load its background from a
        server. ``embed_origins`` are the only origins (``https://example.org``) whose pages may talk to the
        live map; none: any.
        """
        return replace(
            self,
            assessor=assessor,
            logo=logo,
            day_titles={pd.Timestamp(day): text for day, text in (day_titles or {}).items()},
            inset=inset,
            tiles=tiles,
            embed_origins=tuple(embed_origins),
        )

    def title_on(self, day: pd.Timestamp | str, lang: str = "") -> str:
        """Return the title of the sheet of a day: its own where it has one, else that of the map."""
        given = self.day_titles.get(pd.Timestamp(day), "")
        return said(given or self.titles or self.title, lang or self.lang)

    def title_of(self, days: Sequence[pd.Timestamp]) -> str:
        """Return the title of a sheet of some days: of one it may have its own."""
        return self.title_on(days[0]) if len(days) == 1 else self.title

    def titles_on(self, day: pd.Timestamp | str) -> Mapping[str, str]:
        """Return the title of the sheet of a day by language; empty where it is one for all of them."""
        given = self.day_titles.get(pd.Timestamp(day), "")
        titles = given or self.titles
        return {} if isinstance(titles, str) else titles

    @property
    def is_grey(self) -> bool:
        """Whether all that is drawn is grey: for print without colour."""
        return self.palette == GREYS

    def drawn(self) -> pd.Index:
        """Return the ids of the places that own ground or are points."""
        return self.places.index[self.places[DRAWN]]

    def parties(self) -> list[str]:
        """Return the parties that hold ground of the map, or a part in it, on some of its days: in their order."""
        present = parties_of(self.spells, self.drawn(), self.first, self.last)
        return [party for party in self.actors.index if party in present]

    @cached_property
    def stale(self) -> pd.DataFrame:
        """The days on which each place's state is stale (rule 10): ``place_id, valid_from, valid_to``."""
        return to_stale(
            self.records, self.spells, self.tree, stale_after=self.stale_after, known_on=self.known_on
        )

    def states(self, day: pd.Timestamp | str) -> pd.DataFrame:
        """Return the state of every place shown on ``day``, indexed by ``place_id``.

        The columns of ``as_of``, and ``km2``, ``drawn``, ``stale``, ``conditions`` (pairs of
        condition and parties) and ``marks`` (see ``style.MARKS``). Asking again for one of the
        last days costs nothing.
        """
        day = pd.Timestamp(day)
        return self.kept("states", day, lambda: self._states_on(day))

    def kept(self, what: str, day: pd.Timestamp, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """Return a frame of a day, made once: a sheet, its legend, its shares and its caption ask for the same."""
        return self.once(what, day, make).copy(deep=False)

    def once(self, what: str, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what ``make`` makes of this scene and ``key`` alone, made once: it is not to be changed.

        So the sheets of a map share what is the same on all of its days. Of each kind the last few are kept.
        """
        made = self._made.setdefault(what, {})
        if (value := made.get(key)) is None:
            if len(made) == DAYS_KEPT:
                made.pop(next(iter(made)), None)  # another thread may have been as quick
            value = made[key] = make()
        return value

    @cached_property
    def _made(self) -> dict[str, dict[Hashable, Any]]:
        """What was made last, by kind and key."""
        return {}

    def _states_on(self, day: pd.Timestamp) -> pd.DataFrame:
        states = as_of(self.spells, day).reindex(self.places.index)
        is_stale = is_among(states.index, as_of(self.stale, day).index)
        conditions = _pairs(conditions_on(self.conditions, day), states.index)
        return states.assign(
            **{KM2: self.places[KM2], DRAWN: self.places[DRAWN]},
            stale=is_stale,
            conditions=conditions,
            marks=_marks(states, is_stale, conditions),
        )

    def legend(self, day: pd.Timestamp | str) -> tuple[style.LegendRow, ...]:
        """Return the legend of what is on the map on ``day``."""
        return style.legend_rows(self.states(day), self.actors)

    def fill(self, status: str, parties: tuple[str, ...]) -> style.Fill:
        """Return how a state is filled on this map."""
        return style.fill_of(status, parties, self.actors)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return how a notebook shows the scene: the live map in a frame of its own, and a line of text."""
        in_frame = import_module("geomap.render").in_frame
        return {"text/html": in_frame(self), "text/plain": f"<Scene {self.name}: {self.title}>"}

    def sources(self) -> pd.DataFrame:
        """Return who the records known for the map come from, by number of records.

        Columns ``source, via, n, newest``: the newest day one was reported, of a record without
        such a day the last of its ``effective``.
        """
        return self.once("sources", "", self._counted_sources).copy(deep=False)

    def _counted_sources(self) -> pd.DataFrame:
        known = self.records[is_known(self.records, self.known_on)]
        groups = known.groupby([s.SOURCE, s.VIA], sort=True)[s.REPORTED]
        counted = groups.agg(n="size", newest="max").reset_index()
        return counted.sort_values("n", ascending=False, kind="stable", ignore_index=True)

    def boundary_sources(self) -> list[tuple[str, str]]:
        """Return (source, licence) of every outline and context layer drawn, in order of use."""
        return list(dict.fromkeys((source, licence) for source, licence, _ in self.origins()))

    def origins(self) -> list[tuple[str, str, str]]:
        """Return (source, licence, date) of every outline and context layer drawn, in order of use.

        The date is EDTF text as it was published, "" where it is not known.
        """
        return list(self.once("origins", "", self._origins))

    def _origins(self) -> tuple[tuple[str, str, str], ...]:
        frames = [self.places, *(layer.frame for layer in self.context)]
        return tuple(dict.fromkeys(origin for frame in frames for origin in origins_of(frame) if origin[0]))


def origins_of(frame: gpd.GeoDataFrame) -> list[tuple[str, str, str]]:
    """Return (source, licence, date) of outlines, each once."""
    names = (s.SOURCE, s.LICENCE, s.SOURCE_DATE)
    columns = [frame[name].tolist() if name in frame else [""] * len(frame) for name in names]
    return list(dict.fromkeys(zip(*columns, strict=True)))


def parties_of(
    spells: pd.DataFrame, drawn: pd.Index, first: pd.Timestamp, last: pd.Timestamp
) -> frozenset[str]:
    """Return the parties that hold one of the places ``drawn``, or a part in it, on some day of a range."""
    within = (spells[s.VALID_FROM] <= last) & ~(spells[s.VALID_TO] <= first)
    shown = spells.loc[within & (positions_in(drawn, spells[s.PLACE_ID]) != NONE), s.PARTIES]
    return frozenset(party for parties in set(shown) for party in parties)


def _pairs(conditions: pd.DataFrame, index: pd.Index) -> pd.Series:
    """Return (condition, parties) pairs for each place of ``index``."""
    pairs = condition_pairs(conditions)
    return pd.Series([pairs.get(place, ()) for place in index.tolist()], index=index, dtype=object)


def _marks(states: pd.DataFrame, is_stale: np.ndarray, conditions: pd.Series) -> pd.Series:
    """Return the marks of each state; there are few kinds of states, each looked at once."""
    columns = (states[column].tolist() for column in (s.DISSENT_IDS, s.CLAIMED_IDS))
    said = ([ids and (True,) for ids in column] for column in columns)
    present = (pairs and tuple(condition for condition, _ in pairs) for pairs in conditions.tolist())
    kinds = list(zip(*said, is_stale.tolist(), present, strict=True))
    marks = {kind: style.marks_of(*kind) for kind in set(kinds)}
    return pd.Series([marks[kind] for kind in kinds], index=states.index, dtype=object)
