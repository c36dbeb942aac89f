"""The workloads that everything is measured on: the same frames from the same seed, every time.

======= ======================= ==================== ==========
name    places                  records              days
======= ======================= ==================== ==========
small   14, and 60 in them      400                  4 years
medium  270 of 300 points       5,000                10 years
large   33,000 of 12 points     133,000              1,400
huge    33,000 without ground   10 million           1,400
======= ======================= ==================== ==========
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks import ground, history
from geomap import schema as s

SEED = 20180322
SOUTH = (35.6, 32.3, 42.4, 37.3)
EAST = (22.0, 44.0, 40.0, 52.0)
LARGE_CODES = ("UA", 24, 6)


@dataclass(frozen=True)
class Workload:
    """Frames as ``read_places``, ``read_records`` and ``read_actors`` give them, and the days of a map."""

    name: str
    places: pd.DataFrame
    records: pd.DataFrame
    actors: pd.DataFrame
    first: pd.Timestamp
    last: pd.Timestamp

    @property
    def show(self) -> list[str]:
        """The places that a map of everything names: those that lie in no other."""
        return self.places.index[self.places[s.PARENT] == ""].tolist()


def small() -> Workload:
    """Return 14 provinces, 60 neighbourhoods in three of them, 400 records, 4 years."""
    rng = np.random.default_rng(SEED)
    region = ground.Region(14, SOUTH)
    points = ground.sites(region, rng)
    provinces = _tiled(region, points, 6, ground.p_codes("XS", points), "governorate", rng)
    towns = [_town(place, outline, rng) for place, outline in _roomiest(provinces).items()]
    places = pd.concat([provinces, *towns]).sort_index()
    places[s.LINE] = np.arange(2, len(places) + 2)
    places.attrs = {s.LEFT_OUT: []}
    return _told("small", places, 400, ("2014-01-01", 4 * 365 + 1), rng)


def medium() -> Workload:
    """Return 270 districts of about 300 points, 5,000 records, 10 years."""
    rng = np.random.default_rng(SEED)
    region = ground.Region(270, SOUTH)
    points = ground.sites(region, rng)
    places = _tiled(region, points, 5.6, ground.p_codes("XM", points, 14), "subdistrict", rng)
    return _told("medium", places, 5_000, ("2012-01-01", 3653), rng)


def large(n_places: int = 33_000, n_changes: int = 100_000) -> Workload:
    """Return 33,000 places of about 12 points, their first states and 100,000 changes, 1,400 days."""
    rng = np.random.default_rng(SEED)
    region = ground.Region(n_places, EAST)
    points = ground.sites(region, rng)
    places = _tiled(region, points, 1, ground.p_codes(LARGE_CODES[0], points, *LARGE_CODES[1:]), "town", rng)
    return _told("large", places.assign(**{s.NAME_AR: ""}), n_places + n_changes, ("2022-02-24", 1400), rng)


def huge() -> Workload:
    """Return 10 million records of the places of ``large``, in about 1 GB."""
    return scaled(10_000_000)


def scaled(n: int, n_places: int = 33_000) -> Workload:
    """Return ``n`` records of the places of ``large``: ids and parents alone, and categoricals for text."""
    rng = np.random.default_rng(SEED)
    points = ground.sites(ground.Region(n_places, EAST), rng)
    ids = np.sort(ground.p_codes(LARGE_CODES[0], points, *LARGE_CODES[1:]).astype(str))
    places = pd.DataFrame({s.PARENT: ""}, index=pd.Index(ids, name=s.PLACE_ID, dtype="str"))
    begin = np.datetime64("2022-02-24")
    drawn = history.draw(n - n_places, begin, 1400, np.full(n_places, -1), rng)
    records = history.to_records(drawn, places.index, _numbered_ids(n), history.as_category, rng)
    return Workload("huge", places, records, actors(), pd.Timestamp(begin), pd.Timestamp(begin + 1399))


def actors() -> pd.DataFrame:
    """Return the four parties, as ``read_actors`` gives them."""
    colors = ("#3b7ea1", "#b5533c", "#6a994e", "#d9a441")
    names = ("Coastal Council", "Northern Command", "Southern Command", "Valley Guard")
    rows = {
        s.NAME: names, s.NAME_AR: ("مجلس الساحل", "قيادة الشمال", "قيادة الجنوب", "حرس الوادي"), s.NAME_FR: [""] * 4,
        s.SHORT: ("CC", "NC", "SC", "VG"), s.COLOR: colors, s.PATTERN: ("none", "lines", "dots", "cross"),
        s.ORDER: range(1, 5), s.ALIASES: [()] * 4,
    }  # fmt: skip
    frame = pd.DataFrame(rows, index=pd.Index(history.PARTIES, name=s.ACTOR, dtype="str"))
    frame.attrs[s.LEFT_OUT] = []
    return frame


def _told(
    name: str, places: gpd.GeoDataFrame, n: int, days: tuple[str, int], rng: np.random.Generator
) -> Workload:
    """Return a workload of ``n`` records, of which the first are one for each place."""
    begin = np.datetime64(days[0])
    parents = places.index.get_indexer(places[s.PARENT])
    drawn = history.draw(n - len(places), begin, days[1], parents, rng)
    records = history.to_records(drawn, places.index, _ids(drawn), history.as_text, rng)
    last = pd.Timestamp(begin + (days[1] - 1))
    return Workload(name, places, records, actors(), pd.Timestamp(begin), last)


def _tiled(
    region: ground.Region,
    points: np.ndarray,
    depth: float,
    ids: np.ndarray,
    level: str,
    rng: np.random.Generator,
) -> gpd.GeoDataFrame:
    outlines = ground.cells(region, points, depth, rng)
    return ground.to_places(ids, level, ground.names(len(ids), rng), outlines)


def _roomiest(provinces: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return the three largest provinces."""
    largest = provinces.geometry.to_crs("EPSG:6933").area.nlargest(3).index
    return provinces.geometry.loc[sorted(largest)]


def _town(province: str, outline: object, rng: np.random.Generator) -> gpd.GeoDataFrame:
    """Return twenty neighbourhoods about a point well inside a province."""
    lon, lat = outline.representative_point().coords[0]
    region = ground.Region(20, (lon - 0.12, lat - 0.1, lon + 0.12, lat + 0.1))
    points = ground.sites(region, rng)
    town = _tiled(region, points, 3, ground.p_codes(province, points), "neighbourhood", rng)
    return town.assign(**{s.PARENT: province}).astype({s.PARENT: "str"})


def _ids(drawn: history.Drawn) -> pd.Index:
    """Return the ids of rows that were given none but where they are corrected: ``file:line``."""
    lines = range(2, len(drawn.place) + 2)
    ids = [f"{history.FILE}:{line}" for line in lines]
    for row in drawn.corrects[drawn.corrects >= 0]:
        ids[row] = f"r{row + 2}"
    return pd.Index(ids, name=s.ID, dtype="str")


def _numbered_ids(n: int) -> pd.Index:
    """Return ids for millions of rows without a Python object each."""
    digits = pc.utf8_lpad(pa.array(np.arange(n)).cast(pa.string()), 8, "0")
    ids = pc.binary_join_element_wise(pa.scalar("r"), digits, pa.scalar("")).cast(pa.large_string())
    return pd.Index(pd.array(ids, dtype="str"), name=s.ID)
