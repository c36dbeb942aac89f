"""The frozen description of a map: what renderers are handed, with nothing left to work out."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from geomap import schema as s
from geomap import style
from geomap.control import as_of, conditions_on, is_known, is_stale, newest_evidence
from geomap.partition import KM2


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
    ``outline_km2``, ``label_lon``, ``label_lat``, ``is_point`` and ``drawn``; ``tree`` has these
    and everything above them; ``records``, ``spells`` and ``conditions`` are those of the tree.
    ``area_crs`` is a projection that suits the extent, ``projection`` its name in words.
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

    def drawn(self) -> pd.Index:
        """Return the ids of the places that own ground or are points."""
        return self.places.index[self.places["drawn"]]

    def states(self, day: pd.Timestamp | str) -> pd.DataFrame:
        """Return the state of every place shown on ``day``, indexed by ``place_id``.

        The columns of ``as_of``, and ``km2``, ``drawn``, ``stale``, ``conditions`` (pairs of
        condition and parties) and ``marks`` (see ``style.MARKS``).
        """
        tree_states = as_of(self.spells, day)
        newest = newest_evidence(self.records, self.spells, self.tree, day, known_on=self.known_on)
        states = tree_states.loc[self.places.index].copy()
        states[KM2] = self.places[KM2]
        states["drawn"] = self.places["drawn"]
        states["stale"] = is_stale(newest, day, self.stale_after).reindex(states.index)
        states["conditions"] = _pairs(conditions_on(self.conditions, day), states.index)
        columns = (s.DISSENT_IDS, s.CLAIMED_IDS, "stale", "conditions")
        states["marks"] = [
            style.marks_of(dissent, claimed, stale, (condition for condition, _ in pairs))
            for dissent, claimed, stale, pairs in zip(*(states[column] for column in columns), strict=True)
        ]
        return states

    def legend(self, day: pd.Timestamp | str) -> tuple[style.LegendRow, ...]:
        """Return the legend of what is on the map on ``day``."""
        return style.legend_rows(self.states(day), self.actors)

    def fill(self, status: str, parties: tuple[str, ...]) -> style.Fill:
        """Return how a state is filled on this map."""
        return style.fill_of(status, parties, self.actors)

    def sources(self) -> pd.DataFrame:
        """Return who the records known for the map come from: ``source, via, n`` by number of records."""
        known = self.records[is_known(self.records, self.known_on)]
        counted = known.groupby([s.SOURCE, s.VIA], sort=True).size().rename("n").reset_index()
        return counted.sort_values("n", ascending=False, kind="stable", ignore_index=True)

    def boundary_sources(self) -> list[tuple[str, str]]:
        """Return (source, licence) of every outline and context layer drawn, in order of use."""
        frames = [self.places, *(layer.frame for layer in self.context)]
        pairs = [
            pair
            for frame in frames
            for pair in zip(frame[s.SOURCE], frame[s.LICENCE], strict=True)
            if pair[0]
        ]
        return list(dict.fromkeys(pairs))


def _pairs(conditions: pd.DataFrame, index: pd.Index) -> pd.Series:
    """Return (condition, parties) pairs for each place of ``index``."""
    pairs: dict[str, list] = {}
    for row in conditions.itertuples():
        pairs.setdefault(row.place_id, []).append((row.condition, row.parties))
    return pd.Series([tuple(pairs.get(place, ())) for place in index], index=index, dtype=object)
