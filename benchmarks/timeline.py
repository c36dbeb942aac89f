"""The history that every peer is given: who holds each place when, already worked out."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from benchmarks.workloads import Workload
from geomap import schema as s
from geomap import to_spells

_UNKNOWN, _VACATED = "#c8c8c8", "#ffffff"


@dataclass(frozen=True)
class Timeline:
    """Runs of days on which a place has one colour.

    ``places`` has names and outlines, larger ones first; ``days`` are those on which anything
    changes. A run is a position in ``places``, in ``days`` where it starts, where it stops (not
    included), and in ``fills``; runs are sorted by place and start, and every place has one on
    every day.
    """

    places: gpd.GeoDataFrame
    days: list[str]
    fills: list[str]
    place: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    fill: np.ndarray

    def table(self) -> np.ndarray:
        """Return the fill of each place on each day, a row a day."""
        table = np.zeros((len(self.places), len(self.days)), dtype=np.uint8)
        at = self.place * len(self.days) + self.start
        steps = np.zeros(table.size, dtype=np.int16)
        steps[at] = np.diff(self.fill.astype(np.int16), prepend=0)
        table.ravel()[:] = np.cumsum(steps)
        return np.ascontiguousarray(table.T)


def to_timeline(workload: Workload) -> Timeline:
    """Return the history of ``workload`` as colours: a party's own, mixed ones where several are there."""
    area = workload.places.geometry.to_crs("EPSG:6933").area
    order = area.sort_values(ascending=False, kind="stable").index if area.nunique() else area.index
    nested = (workload.places[s.PARENT] != "").any()
    places = workload.places.loc[order if nested else workload.places.index, [s.NAME, s.GEOMETRY]]
    spells = to_spells(workload.records, workload.places)
    begin = spells[s.VALID_FROM].clip(lower=workload.first)
    shown = spells.assign(begin=begin)[(begin <= workload.last) & ~(spells[s.VALID_TO] <= workload.first)]
    texts = shown[s.STATUS] + "|" + shown[s.PARTIES].map("|".join)
    codes, states = pd.factorize(texts, sort=True)
    runs = pd.DataFrame(
        {"place": places.index.get_indexer(shown[s.PLACE_ID]), "day": shown["begin"], "fill": codes}
    )
    runs = runs.sort_values(["place", "day"], kind="stable")
    again = (runs["place"].diff() == 0) & (runs["fill"].diff() == 0)
    runs = runs[~again]
    start, days = pd.factorize(runs["day"], sort=True)
    last_of_place = runs["place"].diff(-1) != 0
    stop = np.where(last_of_place, len(days), np.append(start[1:], 0))
    fills = [_mixed(text, workload.actors) for text in states]
    iso = pd.DatetimeIndex(days).strftime("%Y-%m-%d").tolist()
    return Timeline(places, iso, fills, runs["place"].to_numpy(), start, stop, runs["fill"].to_numpy())


def _mixed(text: str, actors: pd.DataFrame) -> str:
    """Return the colour of a state: the mean of its parties' colours."""
    status, *parties = text.split("|")
    if not any(parties):
        return _VACATED if status == s.VACATED else _UNKNOWN
    colors = [actors.at[party, s.COLOR] for party in parties]
    parts = np.mean([[int(color[i : i + 2], 16) for i in (1, 3, 5)] for color in colors], axis=0)
    return "#" + "".join(f"{round(part):02x}" for part in parts)
