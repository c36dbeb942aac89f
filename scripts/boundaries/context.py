"""What lies round the places and under the labels: neighbours, rivers, lakes, sea, lines, towns."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from boundaries.far import Ring
from boundaries.sources import BOX, FAR, PUBLIC_DOMAIN, fetch, read_layer, source_of
from boundaries.write import GRID, Feature, on_grid, write_features

CC_BY = "CC BY 4.0, GeoNames"
FACTS = "geomap, town coordinates to about 1 km"

#: The neighbours' inner borders are simplified by about 500 m; borders with Syria and coasts are not.
TOLERANCE = 0.005

#: Natural Earth's line classes that are not settled international borders -> rank and names.
UNSETTLED = {
    "Line of control (please verify)": (1, "Ceasefire line", "خط وقف إطلاق النار", "Ligne de cessez-le-feu"),
    "Disputed (please verify)": (2, "Disputed line", "خط متنازع عليه", "Ligne disputée"),
    "Indefinite (please verify)": (2, "Line not agreed", "خط غير متفق عليه", "Ligne non convenue"),
    "Overlay limit": (3, "Limit of the UN zone", "حد منطقة الأمم المتحدة", "Limite de la zone de l’ONU"),
}

#: Rivers whose name in the source is in another spelling, or broken.
RIVERS = {
    "Euphrates": ("Euphrates", "الفرات", "Euphrate"),
    "Firat": ("Euphrates", "الفرات", "Euphrate"),
    "Al Furat": ("Euphrates", "الفرات", "Euphrate"),
    "Murat": ("Murat", "", "Murat"),
    "Tigris": ("Tigris", "دجلة", "Tigre"),
    "Dicle": ("Tigris", "دجلة", "Tigre"),
    "Nile": ("Nile", "النيل", "Nil"),
    "Shatt al Arab": ("Shatt al-Arab", "شط العرب", "Chatt-el-Arab"),
    "Jordan": ("Jordan", "الأردن", "Jourdain"),
    "Kiz?lirmak": ("Kızılırmak", "", "Kızılırmak"),
}

LAKES = {
    "Buhayrat al-Assad": ("Lake Assad", "بحيرة الأسد", "Lac el-Assad"),
    "Ataturk Barajt": ("Atatürk Reservoir", "بحيرة أتاتورك", "Lac Atatürk"),
    "Keban Baraji": ("Keban Reservoir", "بحيرة كيبان", "Lac Keban"),
    "Buhayrat ath Tharthar": ("Lake Tharthar", "بحيرة الثرثار", "Lac Tharthar"),
    "Lake Razazah": ("Lake Razazah", "بحيرة الرزازة", "Lac Razzaza"),
    "Lake Habbaniyah": ("Lake Habbaniyah", "بحيرة الحبانية", "Lac Habbaniya"),
    "Sea of Galilee": ("Sea of Galilee", "بحيرة طبريا", "Lac de Tibériade"),
    "Dead Sea": ("Dead Sea", "البحر الميت", "Mer Morte"),
    "Lake Van": ("Lake Van", "بحيرة وان", "Lac de Van"),
    "Lake Tuz": ("Lake Tuz", "بحيرة توز", "Lac Tuz"),
    "Lake Urmia": ("Lake Urmia", "بحيرة أرومية", "Lac d’Ourmia"),
    "Lake Sevan": ("Lake Sevan", "بحيرة سيفان", "Lac Sevan"),
}

MEDITERRANEAN = ("Mediterranean Sea", "البحر المتوسط", "Mer Méditerranée")
#: The other seas, where they lie, and their names; the Bosporus is where the Black Sea begins.
SEAS = {
    shapely.union(shapely.box(27.3, 41.13, 29.3, 44.3), shapely.box(29.3, 40.85, 42, 44.3)):
        ("Black Sea", "البحر الأسود", "Mer Noire"),
    shapely.box(46, 36, 55.5, 44.3): ("Caspian Sea", "بحر قزوين", "Mer Caspienne"),
    shapely.box(32, 24, 40, 30.1): ("Red Sea", "البحر الأحمر", "Mer Rouge"),
    shapely.box(47, 24, 55.5, 30.6): ("The Gulf", "الخليج", "Le Golfe"),
}  # fmt: skip

#: Drawn as the source has them, and not named: no sovereign of its own, or one that hardly anyone recognises.
UNNAMED = ("CNM", "CYN", "ESB", "WSB")


def write_context(cache: Path, out: Path) -> list[Path]:
    """Write one GeoJSON file for each kind of context and return the paths."""
    ring = Ring(read_layer("countries", cache, FAR))
    kinds = {
        "neighbours": _neighbours(cache, ring),
        "provinces": _provinces(cache, ring),
        "rivers": _rivers(cache),
        "lakes": _lakes(cache),
        "sea": _sea(cache, ring),
        "borders": _borders(cache),
        "towns": _towns(cache),
    }
    paths = []
    for kind, features in kinds.items():
        path = out / f"{kind}.geojson"
        write_features(path, sorted(features, key=_order))
        paths.append(path)
    return paths


def _neighbours(cache: Path, ring: Ring) -> list[Feature]:
    countries = read_layer("countries", cache, FAR)
    columns = {"NAME_LONG": "name", "NAME_AR": "name_ar", "NAME_FR": "name_fr", "LABELRANK": "label_rank"}
    countries = countries[countries["ADM0_A3"] != "SYR"].rename(columns=columns)
    countries = countries.sort_values("ADM0_A3").set_index("ADM0_A3")
    near = dict(_thinned(countries.clip(BOX).sort_index()))
    return [
        _feature("countries", shape, _names_of(code, row), rank=int(row["label_rank"]))
        for code, row in countries.iterrows()
        if not (shape := ring.joined(near.get(code), ring.land.get(code))).is_empty
    ]


def _names_of(country: str, row: pd.Series) -> tuple[str, str, str]:
    return ("", "", "") if country in UNNAMED else (row["name"], row["name_ar"], row["name_fr"])


def _provinces(cache: Path, ring: Ring) -> list[Feature]:
    """Return the provinces of the countries in the box, whole: elsewhere lines and names would say too much."""
    provinces = read_layer("provinces", cache, FAR)
    provinces = provinces[provinces["adm0_a3"] != "SYR"].sort_values("adm1_code").set_index("adm1_code")
    close = provinces.clip(BOX).sort_index()
    near = dict(_thinned(close))
    inner = provinces[provinces["adm0_a3"].isin(close["adm0_a3"])]
    far = ring.beyond(inner.geometry)
    return [
        _feature("provinces", shape, _names_of(row["adm0_a3"], row), country=row["adm0_a3"])
        for code, row in inner.iterrows()
        if not (shape := ring.joined(near.get(code), far.get(code))).is_empty
    ]


def _thinned(frame: gpd.GeoDataFrame) -> list[tuple[str, BaseGeometry]]:
    """Return codes and outlines, whose inner borders are simplified together; the rim stays as it is."""
    shapes = [on_grid(shape) for shape in frame.geometry]
    thin = shapely.coverage_simplify(shapes, TOLERANCE, simplify_boundary=False)
    return list(zip(frame.index, thin, strict=True))


def _rivers(cache: Path) -> list[Feature]:
    near = read_layer("rivers", cache).clip(BOX)
    far = read_layer("rivers", cache, FAR).clip(FAR)
    far = far[far["name"].isin(RIVERS)]
    far = far.assign(geometry=far.difference(shapely.box(*BOX)).simplify(Ring.TOLERANCE))
    rivers = pd.concat([near, far[~far.is_empty]])
    joined = rivers.assign(key=[RIVERS.get(name, (name, "", ""))[0] for name in rivers["name"]])
    named = {names[0]: names for names in RIVERS.values()}
    joined = joined.dissolve("key", aggfunc={"scalerank": "min"}).reset_index()
    return [
        _feature("rivers", shapely.line_merge(shape), named.get(key, (key, "", "")), rank=int(rank))
        for key, rank, shape in joined[["key", "scalerank", "geometry"]].itertuples(index=False)
    ]


def _lakes(cache: Path) -> list[Feature]:
    lakes = read_layer("lakes", cache, FAR).clip(FAR)
    inside = lakes.intersects(shapely.box(*BOX))
    lakes = lakes.assign(geometry=lakes.geometry.where(inside, lakes.simplify(Ring.TOLERANCE)))
    return [
        _feature("lakes", shape, LAKES[name], rank=int(rank))
        for name, rank, shape in lakes[["name", "scalerank", "geometry"]].itertuples(index=False)
        if name in LAKES
    ]


def _sea(cache: Path, ring: Ring) -> list[Feature]:
    """Return the seas, each by its name; what is none of the others is the Mediterranean."""
    ocean = read_layer("ocean", cache).clip(BOX)
    parts = [part for part in shapely.get_parts(ocean.geometry.to_numpy()) if part.area > 0]
    near = [part for part in parts if part.bounds[1] > 31]
    water = ring.joined(shapely.union_all(near), ring.sea)
    named = {names: on_grid(water.intersection(where)) for where, names in SEAS.items()}
    named[MEDITERRANEAN] = on_grid(water.difference(shapely.union_all(list(SEAS))))
    return [_feature("ocean", sea, names, rank=0) for names, sea in named.items()]


def _borders(cache: Path) -> list[Feature]:
    lines = read_layer("lines", cache).clip(BOX)
    lines = lines[lines["FEATURECLA"].isin(UNSETTLED)]
    return [
        _feature("lines", shape, UNSETTLED[kind][1:], rank=UNSETTLED[kind][0])
        for kind, shape in lines[["FEATURECLA", "geometry"]].itertuples(index=False)
    ]


def _towns(cache: Path) -> list[Feature]:
    natural_earth = read_layer("towns", cache)
    by_name = natural_earth[natural_earth["adm0_a3"] == "SYR"].set_index("name")
    cities = _cities(cache)
    with Path(__file__).with_name("towns.csv").open(encoding="utf-8", newline="") as file:
        syrian = [_town(row, by_name, cities) for row in csv.DictReader(file)]
    abroad = natural_earth[~natural_earth["adm0_a3"].isin(["SYR", "EGY", "CYN"])]
    return syrian + [
        _feature("towns", Point(lon, lat), (name, "", ""), rank=int(rank) + 10, population=int(people))
        for name, lon, lat, rank, people in abroad[
            ["name", "longitude", "latitude", "scalerank", "pop_max"]
        ].itertuples(index=False)
        if rank <= 6 or people > 400_000
    ]


def _town(row: Mapping[str, str], natural_earth: pd.DataFrame, cities: Mapping[str, Point]) -> Feature:
    """Return a Syrian town of ``towns.csv``, where its ``from`` column says the point is to be had."""
    names, rank = (row["name"], row["name_ar"], row["name_fr"]), int(row["rank"])
    if row["from"] == "cities":
        return _feature("cities", cities[row["key"]], names, rank=rank, licence=CC_BY)
    more = {"population": int(natural_earth.loc[row["key"], "pop_max"])} if row["key"] else {}
    if row["from"] == "facts":
        point = Point(float(row["lon"]), float(row["lat"]))
        return _feature("towns", point, names, rank=rank, source=FACTS, licence="CC0 1.0", **more)
    return _feature("towns", natural_earth.loc[row["key"], "geometry"], names, rank=rank, **more)


def _cities(cache: Path) -> dict[str, Point]:
    cities = pd.read_json(fetch("cities", cache), dtype=False)
    syrian = cities[cities["country"] == "SY"]
    return {row.name: Point(float(row.lng), float(row.lat)) for row in syrian.itertuples(index=False)}


def _feature(layer: str, shape: BaseGeometry, names: tuple[str, str, str], **more: Any) -> Feature:
    """Return a feature with its names, ``more`` and, where ``more`` does not say, the layer's source."""
    said = dict(zip(("name", "name_ar", "name_fr"), map(_text, names), strict=True))
    origin = {"source": source_of(layer), "licence": PUBLIC_DOMAIN}
    return said | {"rank": 5} | origin | more, shapely.set_precision(shape, GRID)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _order(feature: Feature) -> tuple[int, str, bytes]:
    properties, shape = feature
    return properties["rank"], properties["name"], shape.normalize().wkb
