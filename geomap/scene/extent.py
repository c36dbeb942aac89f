"""The extent of a map: its bounds, a projection that suits them, the context around it."""

from __future__ import annotations

import math
from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from geomap import schema as s
from geomap.partition import GEOD, is_among, is_point
from geomap.scene.describing import ContextLayer

#: Extents up to this many km across are drawn in a local transverse Mercator projection.
LOCAL_KM = 120
#: Context is kept this many times the longer side beyond the places: enough for windows from 9:21 to 21:9.
AROUND = 3.0
#: The least extent, in degrees: a point alone has none.
LEAST_EXTENT = 0.05
#: An extent wider than this, in degrees, may lie on both sides of the meridian of 180 degrees.
HALF_WAY_ROUND = 180
#: North may lean so many degrees at the middle of a map before its central meridian is moved, in so many steps.
MOST_LEAN, TRIES = 1.0, 6


def bounds_of(shown: gpd.GeoDataFrame) -> tuple[float, float, float, float]:
    """Return the extent of the places, at least a few km across (a point alone has none)."""
    minx, miny, maxx, maxy = (float(edge) for edge in shown.total_bounds)
    pad_x, pad_y = max(0.0, LEAST_EXTENT - (maxx - minx)) / 2, max(0.0, LEAST_EXTENT - (maxy - miny)) / 2
    return minx - pad_x, miny - pad_y, maxx + pad_x, maxy + pad_y


def unwrapped(
    shown: gpd.GeoDataFrame, bounds: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """Return bounds that run on past 180 degrees, for places on both sides of that meridian.

    The widest gap between places is then outside of them. Other bounds are as they were.
    """
    minx, miny, maxx, maxy = bounds
    if maxx - minx <= HALF_WAY_ROUND:
        return bounds
    sides = shapely.bounds(shapely.get_parts(shown.geometry.to_numpy()))[:, [0, 2]]
    sides = sides[sides[:, 0].argsort()]
    reach = np.maximum.accumulate(sides[:, 1])
    gaps = sides[1:, 0] - reach[:-1]
    if not len(gaps) or gaps.max() < 360 - (maxx - minx):
        return bounds
    at = int(gaps.argmax())
    return float(sides[at + 1, 0]), miny, float(reach[at]) + 360, maxy


def projection_for(bounds: tuple[float, float, float, float]) -> tuple[str, str]:
    """Return a projection that suits an extent in degrees, as a PROJ string and in words.

    A local transverse Mercator up to ``LOCAL_KM`` across (true to shape, and to scale within a
    hair), the Lambert azimuthal equal-area beyond (Snyder 1987, sections 8 and 24), both centred
    on the extent.
    """
    minx, miny, maxx, maxy = bounds
    lon, lat = round(_turned((minx + maxx) / 2), 2), round((miny + maxy) / 2, 2)
    across = GEOD.line_length([minx, maxx], [miny, maxy]) / 1000
    centre = f"{abs(lon):g}°{'E' if lon >= 0 else 'W'} {abs(lat):g}°{'N' if lat >= 0 else 'S'}"
    if across <= LOCAL_KM:
        crs = f"+proj=tmerc +lat_0={lat} +lon_0={lon} +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs"
        return crs, f"Transverse Mercator, {centre}"
    crs = f"+proj=laea +lat_0={lat} +lon_0={lon} +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs"
    return crs, f"Lambert azimuthal equal-area, {centre}"


def suited_projection(shown: gpd.GeoDataFrame, bounds: tuple[float, float, float, float]) -> tuple[str, str]:
    """Return ``projection_for`` an extent, turned so that north is up at the middle of the map.

    Far from the equator a country wider in the north than in the south has its middle elsewhere on
    the sheet than in degrees: then the central meridian moves there.
    """
    minx, miny, maxx, maxy = bounds
    crs, said = projection_for(bounds)
    lean = np.sin(np.radians((miny + maxy) / 2))
    if abs((maxx - minx) / 2 * lean) <= MOST_LEAN:
        return crs, said
    coordinates = _coarsest_coordinates(shown)
    moved, central = 0.0, _turned((minx + maxx) / 2)
    for _ in range(TRIES):
        away = _turned(_middle_lon(coordinates, crs) - central - moved)
        if not abs(away * lean) > MOST_LEAN:
            break
        moved += away
        crs, said = projection_for((minx + moved, miny, maxx + moved, maxy))
    return crs, said


def _coarsest_coordinates(shown: gpd.GeoDataFrame) -> np.ndarray:
    """Return the corners of the coarsest places, where these reach as far as all of them; else of all."""
    order = shown[s.LEVEL].map({level: rank for rank, level in enumerate(s.LEVELS)})
    coarse = shown.geometry[(order == order.min()).to_numpy()]
    alike = np.allclose(coarse.total_bounds, shown.total_bounds, atol=0.05)
    return shapely.get_coordinates((coarse if alike else shown.geometry).to_numpy())


def _middle_lon(coordinates: np.ndarray, crs: str) -> float:
    """Return the longitude at the middle of what is drawn, in a projection."""
    forward = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    moved = np.column_stack(forward.transform(*coordinates.T))
    moved = moved[np.isfinite(moved).all(axis=1)]
    if not len(moved):
        return np.nan
    middle = (moved.min(axis=0) + moved.max(axis=0)) / 2
    return float(forward.transform(middle[0], middle[1], direction="INVERSE")[0])


def _turned(lon: float) -> float:
    """Return a longitude from -180 to 180 degrees; one that is, as it is."""
    return lon if -180 <= lon <= 180 else (lon + 180) % 360 - 180


def kilometres_across(bounds: tuple[float, float, float, float]) -> float:
    """Return the width of an extent along its middle parallel, in km."""
    minx, miny, maxx, maxy = bounds
    middle = (miny + maxy) / 2
    length = GEOD.line_length([minx, maxx], [middle, middle]) / 1000
    return length if math.isfinite(length) else 0.0


def clip_context(
    layers: Iterable[ContextLayer], bounds: tuple[float, float, float, float]
) -> list[ContextLayer]:
    """Return the layers cut to the surroundings of ``bounds``, those of one kind as one; empty ones are left out."""
    box = _around(bounds)
    clipped = []
    for layer in _by_kind(layers):
        geometry = shapely.clip_by_rect(layer.frame.geometry.to_numpy(), *box)
        kept = ~shapely.is_empty(geometry)
        if kept.any():
            frame = layer.frame[kept].reset_index(drop=True)
            frame[s.GEOMETRY] = gpd.GeoSeries(geometry[kept], crs=frame.crs)
            clipped.append(ContextLayer(layer.kind, frame))
    return clipped


def _by_kind(layers: Iterable[ContextLayer]) -> list[ContextLayer]:
    """Return one layer of each kind, in the order in which the kinds come: what draws them knows them by kind."""
    frames: dict[str, list[gpd.GeoDataFrame]] = {}
    for layer in layers:
        frames.setdefault(layer.kind, []).append(layer.frame)
    return [
        ContextLayer(kind, those[0] if len(those) == 1 else pd.concat(those, ignore_index=True))
        for kind, those in frames.items()
    ]


def _around(bounds: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return an extent and ``AROUND`` times its longer side, as long on the ground, on all four sides of it."""
    minx, miny, maxx, maxy = bounds
    narrow = max(math.cos(math.radians((miny + maxy) / 2)), 0.1)
    pad = AROUND * max((maxx - minx) * narrow, maxy - miny)
    return minx - pad / narrow, max(miny - pad, -90), maxx + pad / narrow, min(maxy + pad, 90)


def surroundings(outlined: gpd.GeoDataFrame, members: Iterable[str]) -> ContextLayer:
    """Return the other places as context, kind ``places``: outlines and names, without any state.

    Countries, areas drawn for a purpose and point places are left out: around another map they
    say nothing.
    """
    others = outlined[~is_among(outlined.index, members)]
    others = others[~others[s.LEVEL].isin(("country", "area")) & ~is_point(others)]
    columns = [s.NAME, s.NAME_AR, s.NAME_FR, s.SOURCE, s.LICENCE, s.SOURCE_DATE, s.GEOMETRY]
    ranks = others[s.LEVEL].map({level: rank for rank, level in enumerate(s.LEVELS)})
    frame = (
        others[[name for name in columns if name in others]]
        .assign(**{s.RANK: ranks})
        .sort_values(s.RANK, kind="stable", ignore_index=True)
    )
    return ContextLayer("places", frame)
