"""Areas made by recipe from Natural Earth: river banks, pockets, zones; all but the tiles approximate."""

from __future__ import annotations

import itertools
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from shapely import LineString, MultiLineString, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, split

from boundaries.write import GRID, on_grid

#: Lambert's equal-area projection centred on Syria: lengths are true to 0.1 per cent there.
METRIC = "+proj=laea +lat_0=35 +lon_0=38.5 +datum=WGS84 +units=m"

TOWNS: dict[str, tuple[float, float]] = {
    "hajin": (40.831, 34.690), "susah": (40.982, 34.478), "baghuz": (40.950, 34.450),
    "rastan": (36.733, 34.925), "talbiseh": (36.730, 34.840), "taldou": (36.530, 34.880),
    "tasil": (35.971, 32.834), "saham": (35.935, 32.780), "shajara": (35.885, 32.755),
    "jarabulus": (38.011, 36.817), "rai": (37.446, 36.614), "azaz": (37.045, 36.586),
    "bab": (37.516, 36.370),
    "tanf": (38.667, 33.485), "manbij": (37.955, 36.528),
}  # fmt: skip

#: Afrin's eastern and southern sides; westwards and northwards it runs on past the border and is clipped.
AFRIN_REACH = [
    (37.058, 36.790), (37.058, 36.721), (37.041, 36.672), (37.018, 36.634), (37.001, 36.583),
    (36.996, 36.531), (36.979, 36.478), (36.962, 36.431), (36.938, 36.377), (36.926, 36.334),
    (36.913, 36.302), (36.894, 36.299), (36.846, 36.306), (36.791, 36.305), (36.744, 36.317),
    (36.693, 36.315), (36.652, 36.326), (36.608, 36.330), (36.500, 36.330), (36.450, 36.900),
    (36.900, 36.900), (37.030, 36.850),
]  # fmt: skip

#: Abu Kamal's northern and western sides; towards Iraq it runs on past the border and is clipped.
ABU_KAMAL_REACH = [
    (41.300, 35.130), (41.220, 35.108), (41.118, 35.061), (41.022, 35.029), (40.914, 34.951),
    (40.792, 34.907), (40.711, 34.836), (40.586, 34.807), (40.447, 34.784), (40.291, 34.779),
    (40.123, 34.741), (39.969, 34.722), (39.802, 34.660), (39.851, 34.574), (39.942, 34.471),
    (40.016, 34.362), (40.113, 34.251), (40.181, 34.148), (40.265, 34.068), (40.400, 33.900),
    (41.400, 34.300), (41.500, 35.100),
]  # fmt: skip


class Ground(NamedTuple):
    """What the recipes start from: Syria, its governorates by id, the Euphrates down its stream."""

    syria: BaseGeometry
    governorates: dict[str, BaseGeometry]
    euphrates: LineString


def recipe_areas(ground: Ground) -> dict[str, BaseGeometry]:
    """Return every area made by recipe, by ``place_id``, clipped to Syria."""
    clip = ground.governorates
    east, west = river_halves(clip["deir_ezzor"], ground.euphrates)
    afrin = overlay("intersection", Polygon(AFRIN_REACH), clip["aleppo"])
    shield = overlay("difference", hull(["jarabulus", "rai", "azaz", "bab"], 6), afrin)
    tanf = grown(Point(TOWNS["tanf"]), 55)
    areas = {
        "deir_ezzor_east": east,
        "deir_ezzor_west": west,
        "abu_kamal": overlay("intersection", Polygon(ABU_KAMAL_REACH), clip["deir_ezzor"]),
        "afrin": afrin,
        "dashisha": overlay("intersection", shapely.box(41.0, 35.6, 41.35, 36.05), clip["hasakah"]),
        "rastan_pocket": hull(["rastan", "talbiseh", "taldou"], 5),
        "yarmouk_basin": hull(["tasil", "saham", "shajara"], 6),
        "euphrates_shield": shield,
        "tanf_zone": tanf,
        "manbij": manbij(shield, ground.euphrates),
        "homs_desert": overlay("difference", east_of(clip["homs"], 37.5), tanf),
    }
    areas |= bank_pockets(east, ground.euphrates)
    return {place: _clipped(shape, ground.syria) for place, shape in areas.items()}


def river_halves(governorate: BaseGeometry, river: LineString) -> tuple[BaseGeometry, BaseGeometry]:
    """Cut ``governorate`` along ``river``; return the left bank and the right bank.

    The cut starts and ends on vertices that the outline already has, so that no neighbour needs
    a new one: the two halves are exactly the governorate.
    """
    inside = max(_lines(river.intersection(governorate)), key=lambda line: line.length)
    corners = shapely.points(shapely.get_coordinates(governorate))
    ends = [min(corners, key=Point(end).distance) for end in (inside.coords[0], inside.coords[-1])]
    middle = [point for point in inside.coords[1:-1] if governorate.contains(Point(point))]
    cut = LineString([ends[0], *middle, ends[1]])
    left, right = sorted(split(governorate, cut).geoms, key=lambda half: -half.centroid.x)
    return left, right


def bank_pockets(left_bank: BaseGeometry, river: LineString) -> dict[str, BaseGeometry]:
    """Return the two pockets on the left bank: round Hajin, and from there down to al-Baghuz."""
    reach = overlay("intersection", left_bank, grown(river, 8))
    north, middle, south = 34.800, 34.600, 34.350
    hajin = overlay("intersection", reach, shapely.box(40.60, middle, 41.20, north))
    strip = overlay("intersection", reach, shapely.box(40.60, south, 41.20, middle))
    towns = shapely.union_all([grown(Point(TOWNS[town]), 2) for town in ("susah", "baghuz")])
    return {"hajin": hajin, "baghuz_strip": _largest(overlay("union", strip, towns))}


def manbij(shield: BaseGeometry, river: LineString) -> BaseGeometry:
    """Return 20 km round Manbij, the side of the Euphrates that the town is on, less ``shield``."""
    town = Point(TOWNS["manbij"])
    sides = split(grown(town, 20), river).geoms
    return overlay("difference", next(side for side in sides if side.contains(town)), shield)


def hull(towns: list[str], km: float) -> BaseGeometry:
    """Return the convex hull of ``towns``, grown by ``km``."""
    return grown(shapely.MultiPoint([TOWNS[town] for town in towns]).convex_hull, km)


def grown(shape: BaseGeometry, km: float) -> BaseGeometry:
    """Return ``shape`` (longitude, latitude) grown by ``km`` on the ground."""
    metric = gpd.GeoSeries([shape], crs=4326).to_crs(METRIC)
    return on_grid(metric.buffer(km * 1000, quad_segs=16).to_crs(4326).iloc[0])


def east_of(shape: BaseGeometry, lon: float) -> BaseGeometry:
    """Return the part of ``shape`` east of the meridian ``lon``."""
    return overlay("intersection", shape, shapely.box(lon, -90, 180, 90))


def overlay(verb: str, left: BaseGeometry, right: BaseGeometry) -> BaseGeometry:
    """Return the overlay (``intersection``, ``union``, ``difference``) snapped to the grid."""
    return getattr(shapely, verb)(on_grid(left), on_grid(right), grid_size=GRID)


def main_stem(lines: list[LineString]) -> LineString:
    """Return the longest run of ``lines`` joined end to end; ends within about 300 m are one."""
    ends: list[tuple[float, float]] = []

    def met(end: tuple[float, float]) -> tuple[float, float]:
        near = next((other for other in ends if Point(other).distance(Point(end)) < 0.003), None)
        if near is None:
            ends.append(end)
        return near or end

    joined = [LineString([met(line.coords[0]), *line.coords[1:-1], met(line.coords[-1])]) for line in lines]
    return max(_lines(linemerge(MultiLineString(joined))), key=lambda line: line.length)


def _clipped(shape: BaseGeometry, syria: BaseGeometry) -> BaseGeometry:
    if syria.covers(shape):
        return shape
    inside = _largest(overlay("intersection", shape, syria))
    return shapely.transform(inside, lambda corners: _drawn_in(corners, syria))


def _drawn_in(corners: np.ndarray, syria: BaseGeometry) -> np.ndarray:
    """Move each corner that rounding put outside Syria to the nearest grid point inside."""
    moves = sorted(
        itertools.product((-GRID, 0, GRID), repeat=2), key=lambda move: abs(move[0]) + abs(move[1])
    )
    moved = []
    for corner in corners:
        near = [np.round(corner + move, 5) for move in moves]
        moved.append(next(point for point in near if syria.covers(Point(point))))
    return np.array(moved)


def _largest(shape: BaseGeometry) -> Polygon:
    return max(shapely.get_parts(shape), key=lambda part: part.area)


def _lines(shape: BaseGeometry) -> list[LineString]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "LineString"]
