"""The places: names from ``places.csv``, outlines from the recipes, files for ``data/boundaries``."""

from __future__ import annotations

import csv
from pathlib import Path

import shapely
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from boundaries.areas import Ground, main_stem, recipe_areas
from boundaries.drawn import drawn_places
from boundaries.sources import PUBLIC_DOMAIN, read_layer, source_of
from boundaries.write import Feature, on_grid, write_features

#: Natural Earth's ISO 3166-2 code of every tile of Syria. FIPS codes look like p-codes and are not used.
TILES = {
    "damascus": "SY-DI", "aleppo": "SY-HL", "rif_dimashq": "SY-RD", "homs": "SY-HI", "hama": "SY-HM",
    "latakia": "SY-LA", "idlib": "SY-ID", "hasakah": "SY-HA", "deir_ezzor": "SY-DY", "tartus": "SY-TA",
    "raqqa": "SY-RA", "daraa": "SY-DR", "suwayda": "SY-SU", "quneitra": "SY-QU", "golan": "SY-X01~",
}  # fmt: skip

#: ``rivernum`` of the Euphrates and of its upper course, the Firat and al-Furat.
EUPHRATES = (62, 65, 69)

POINTS = {
    "raqqa_city": (39.010, 35.950),
    "deir_ezzor_city": (40.141, 35.336),
    "mayadin": (40.447, 35.020),
    "abu_kamal_town": (40.918, 34.452),
}

#: What a drawn outline, a sketched one and a recipe say about themselves.
DRAWN = "geomap, drawn from published corner points, centres and areas"
CC0 = "CC0 1.0"

#: ``made`` in ``places.csv`` -> the feature's source and licence.
MADE = {
    "syria": (f"{source_of('provinces')}, joined", PUBLIC_DOMAIN),
    "province": (source_of("provinces"), PUBLIC_DOMAIN),
    "drawn": (DRAWN, CC0),
    "sketch": (f"{DRAWN}; border: {source_of('provinces')}", CC0),
    "recipe": (f"geomap, by recipe from {source_of('provinces')} and {source_of('rivers')}", CC0),
    "point": ("geomap, town coordinates to about 1 km", CC0),
}


def write_places(cache: Path, out: Path) -> list[Path]:
    """Write one GeoJSON file for each ``file`` in ``places.csv`` and return the paths."""
    outlines = _outlines(cache)
    with Path(__file__).with_name("places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    features: dict[str, list[Feature]] = {}
    for row in sorted(rows, key=lambda row: row["place_id"]):
        features.setdefault(row["file"], []).append((_properties(row), outlines[row["place_id"]]))
    paths = {name: out / f"{name}.geojson" for name in sorted(features)}
    for name, path in paths.items():
        write_features(path, features[name])
    return list(paths.values())


def _outlines(cache: Path) -> dict[str, BaseGeometry]:
    tiles = syrian_tiles(cache)
    syria = shapely.coverage_union_all(list(tiles.values()))
    ground = Ground(syria, tiles, main_stem(_euphrates(cache)))
    points = {place: Point(lon_lat) for place, lon_lat in POINTS.items()}
    return {"syria": syria, **tiles, **recipe_areas(ground), **drawn_places(), **points}


def syrian_tiles(cache: Path) -> dict[str, BaseGeometry]:
    """Return the 14 governorates and the UNDOF zone, by ``place_id``; together they tile Syria."""
    provinces = read_layer("provinces", cache).set_index("iso_3166_2")["geometry"]
    tiles = {place: on_grid(provinces[code]) for place, code in TILES.items()}
    if not shapely.coverage_is_valid(list(tiles.values())):
        msg = "the governorates do not meet along the same vertices"
        raise ValueError(msg)
    return tiles


def _euphrates(cache: Path) -> list[LineString]:
    rivers = read_layer("rivers", cache)
    pieces = shapely.get_parts(rivers.loc[rivers["rivernum"].isin(EUPHRATES), "geometry"].to_numpy())
    return [piece for piece in pieces if piece.length > 0.05]


def _properties(row: dict[str, str]) -> dict[str, str | bool]:
    source, licence = MADE[row["made"]]
    named = {
        key: row[key] for key in ("place_id", "name", "name_ar", "name_fr", "aliases", "level", "parent")
    }
    return named | {"approximate": row["approximate"] == "yes", "source": source, "licence": licence}
