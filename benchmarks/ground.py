"""Made-up ground: Voronoi places whose neighbours share their borders to the last digit."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geomap import schema as s

DIGITS = 6  # of a degree: a tenth of a metre
FILE = "places.geojson"

Names = tuple[list[str], list[str]]  # in Latin letters, in Arabic ones

# Latin and Arabic spellings of the syllables that names are made of.
_SYLLABLES = (
    ("al", "ال"), ("ba", "با"), ("dar", "دار"), ("fa", "فا"), ("ha", "ها"), ("ji", "جي"), ("ka", "كا"),
    ("la", "لا"), ("mar", "مار"), ("na", "نا"), ("qas", "قص"), ("ra", "را"), ("sa", "سا"), ("ta", "تا"),
    ("wa", "وا"), ("ya", "يا"), ("zu", "زو"), ("mun", "من"), ("sir", "سر"), ("tel", "تل"), ("bir", "بير"),
    ("nur", "نور"), ("kis", "كس"), ("ril", "ريل"), ("dum", "دم"), ("hos", "حص"), ("lat", "لات"), ("von", "فون"),
)  # fmt: skip


@dataclass(frozen=True)
class Region:
    """Where places lie, and how many: ``n`` cells in ``bounds`` (minx, miny, maxx, maxy)."""

    n: int
    bounds: tuple[float, float, float, float]


def sites(region: Region, rng: np.random.Generator) -> np.ndarray:
    """Return one random (lon, lat) for each place of ``region``."""
    minx, miny, maxx, maxy = region.bounds
    return np.column_stack([rng.uniform(minx, maxx, region.n), rng.uniform(miny, maxy, region.n)])


def cells(region: Region, points: np.ndarray, depth: float, rng: np.random.Generator) -> np.ndarray:
    """Return the Voronoi polygon of each of ``points``; together they tile the region.

    Every border is drawn once and used by both its neighbours. ``depth`` is how often a border of
    middling length is halved and bent: once gives it one point of its own, five times 31. Longer
    borders are bent more often, so that points lie at even distances.
    """
    diagram = shapely.voronoi_polygons(shapely.multipoints(_mirrored(region, points)), ordered=True)
    xy, cell = shapely.get_coordinates(shapely.get_parts(diagram)[: region.n], return_index=True)
    corners, at = np.unique(_rounded(xy), axis=0, return_inverse=True)
    moves = (cell[1:] == cell[:-1]) & (at[1:] != at[:-1])
    start, end, cell = at[:-1][moves], at[1:][moves], cell[1:][moves]
    ends = np.sort(np.column_stack([start, end]), axis=1)
    ends, first, border = np.unique(ends, axis=0, return_index=True, return_inverse=True)
    lines = _lines(corners[ends], points[cell[first]], depth, rng)
    pieces = [
        lines[i][:-1] if forward else lines[i][:0:-1] for i, forward in zip(border, start < end, strict=True)
    ]
    flat, owner = np.concatenate(pieces), np.repeat(cell, [len(piece) for piece in pieces])
    again = (owner[1:] == owner[:-1]) & np.all(flat[1:] == flat[:-1], axis=1)
    kept = np.concatenate([[True], ~again])
    return shapely.polygons(shapely.linearrings(flat[kept], indices=owner[kept]))


def _rounded(xy: np.ndarray) -> np.ndarray:
    return np.round(xy, DIGITS) + 0.0  # no negative zero


def _lines(
    borders: np.ndarray, beside: np.ndarray, depth: float, rng: np.random.Generator
) -> list[np.ndarray]:
    """Return each border as a line from its first end to its second, both included."""
    lines: list[np.ndarray] = [np.empty((0, 2))] * len(borders)
    depths = _depths(borders, depth)
    for level in np.unique(depths):
        rows = np.flatnonzero(depths == level)
        bent = _bent(borders[rows, 0], borders[rows, 1], beside[rows], int(level), rng)
        for row, line in zip(rows, _rounded(bent), strict=True):
            lines[row] = line
    return lines


def _depths(borders: np.ndarray, depth: float) -> np.ndarray:
    """Return how often each border is halved; one too short to show a bend is not."""
    length = np.hypot(*(borders[:, 0] - borders[:, 1]).T)
    if depth <= 1:
        return np.where(length > 10.0 ** (2 - DIGITS), 1, 0)
    longer = np.log2(np.maximum(length, 1e-9) / np.median(length))
    return np.clip(np.round(depth + longer), 0, depth + 2).astype(int)


def _mirrored(region: Region, points: np.ndarray) -> np.ndarray:
    """Return ``points`` and their images in the four sides, which make every cell end at the sides."""
    minx, miny, maxx, maxy = region.bounds
    x, y = points.T
    images = [(2 * minx - x, y), (2 * maxx - x, y), (x, 2 * miny - y), (x, 2 * maxy - y)]
    return np.vstack([points, *(np.column_stack(image) for image in images)])


def _bent(u: np.ndarray, v: np.ndarray, a: np.ndarray, depth: int, rng: np.random.Generator) -> np.ndarray:
    """Return lines from each ``u`` to its ``v``, halved and bent ``depth`` times.

    ``a`` is a site beside each border; the other is its image in the border. Each line stays
    within a rhombus over its ends that lies in the two triangles with those sites. Triangles do
    not overlap, and each half bends in a smaller kite of its own: so no lines ever cross.
    """
    line = np.stack([u, v], axis=1)
    left, right = (point[:, None] for point in _rhombus(u, v, a))
    for _ in range(depth):
        start, end = line[:, :-1], line[:, 1:]
        middle = (start + end) / 2
        side = rng.uniform(-0.6, 0.6, middle.shape[:2])[..., None]
        bend = middle + np.where(side > 0, side * (left - middle), -side * (right - middle))
        line = _woven([start, bend], end[:, -1:])
        left = _woven([(start + left) / 2, (left + end) / 2])
        right = _woven([(start + right) / 2, (right + end) / 2])
    return line


def _rhombus(u: np.ndarray, v: np.ndarray, a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the two points over the middle of each border between which it may bend."""
    along = v - u
    length = np.maximum(np.hypot(*along.T), 10.0**-DIGITS)
    across = np.column_stack([-along[:, 1], along[:, 0]]) / length[:, None]
    height = np.sum((a - u) * across, axis=1)
    foot = np.sum((a - u) * along, axis=1) / length**2
    height *= 0.45 / np.maximum(foot, 1 - foot)  # of the triangle over the middle, and a tenth off
    height = np.clip(height, -length / 2, length / 2)[:, None]
    middle = (u + v) / 2
    return middle + height * across, middle - height * across


def _woven(parts: list[np.ndarray], tail: np.ndarray | None = None) -> np.ndarray:
    """Return the points of ``parts`` in turn along each line, and ``tail`` at its end."""
    woven = np.stack(parts, axis=2).reshape(len(parts[0]), -1, 2)
    return woven if tail is None else np.concatenate([woven, tail], axis=1)


def _ring(corners: list[int], lines: dict[tuple[int, int], np.ndarray]) -> np.ndarray:
    """Return the closed ring through ``corners`` along ``lines``, each point once."""
    ring = np.concatenate([lines[pair] for pair in zip(corners, [*corners[1:], corners[0]], strict=True)])
    ring = np.concatenate([ring, ring[:1]])
    moves = np.any(ring[1:] != ring[:-1], axis=1)
    return ring[np.concatenate([[True], moves])]


def p_codes(prefix: str, points: np.ndarray, *shape: int) -> np.ndarray:
    """Return an id for each point, such as UA0102003: the region, the district in it, the number.

    ``shape`` is how many parts each level but the last has. Parts lie together on the ground.
    """
    ids = np.full(len(points), prefix, dtype=object)
    groups = [np.arange(len(points))]
    for depth, n in enumerate(shape):
        axis = depth % 2
        split = [np.array_split(rows[np.argsort(points[rows, axis], kind="stable")], n) for rows in groups]
        for parts in split:
            for number, rows in enumerate(parts, 1):
                ids[rows] += f"{number:02d}"
        groups = [rows for parts in split for rows in parts]
    width = max(2, len(str(max(map(len, groups)))))
    for rows in groups:
        ids[rows] += [f"{number:0{width}d}" for number in range(1, len(rows) + 1)]
    return ids


def to_places(ids: np.ndarray, level: str, named: Names, outlines: np.ndarray) -> gpd.GeoDataFrame:
    """Return a places frame as ``read_places`` gives it, without parents and sorted by id."""
    n = len(ids)
    aliases = np.empty(n, dtype=object)
    aliases[:] = [()] * n
    columns = {
        s.PLACE_ID: ids.tolist(), s.NAME: named[0], s.NAME_AR: named[1], s.NAME_FR: [""] * n, s.ALIASES: aliases,
        s.LEVEL: [level] * n, s.PARENT: [""] * n, s.APPROXIMATE: False, s.SOURCE: ["made up"] * n,
        s.LICENCE: ["CC0 1.0"] * n, s.SOURCE_DATE: [""] * n, s.FILE: [FILE] * n,
    }  # fmt: skip
    frame = pd.DataFrame(columns).assign(**{s.GEOMETRY: outlines}).sort_values(s.PLACE_ID)
    frame.insert(frame.columns.get_loc(s.GEOMETRY), s.LINE, np.arange(2, n + 2))
    places = gpd.GeoDataFrame(frame.set_index(s.PLACE_ID), geometry=s.GEOMETRY, crs="EPSG:4326")
    places.attrs[s.LEFT_OUT] = []
    return places


def names(n: int, rng: np.random.Generator) -> Names:
    """Return ``n`` names and their Arabic spellings; many places share theirs, as in life."""
    syllables = rng.integers(0, len(_SYLLABLES), (max(60, n * 4 // 5), 4))
    lengths = 2 + np.searchsorted((0.2, 0.8), rng.random(len(syllables)))
    drawn = rng.integers(0, len(syllables), n)
    words = [syllables[i][: lengths[i]] for i in drawn]
    return [_joined(word, 0).capitalize() for word in words], [_joined(word, 1) for word in words]


def _joined(word: np.ndarray, spelling: int) -> str:
    return "".join(_SYLLABLES[i][spelling] for i in word)
