"""Where in the world a map lies: the wider area around it, for a small map in its corner."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import shapely

from geomap import schema as s
from geomap.partition import is_point
from geomap.scene.describing import ContextLayer
from geomap.scene.extent import HALF_WAY_ROUND, bounds_of, projection_for

Bounds = tuple[float, float, float, float]

#: The wider area is so many times as long as the map, at least: less would show nothing new.
WIDER = 1.4
#: Round a country its neighbours are shown, as far as so many of its own lengths in all.
AROUND_COUNTRY = 2.2
#: Where the neighbours end, so much of what is known of them (as a part of its sides) is left out: their cut edge.
CUT_EDGE = 0.05
#: Outlines keep a point for so many parts of the longer side: more is not seen on an inch of paper.
PARTS = 500
#: Parts of an outline smaller than this many parts of the longer side, squared, are left out.
SPECK = 150
EXTENT_PAD = 0.04


@dataclass(frozen=True)
class Locator:
    """What a locator shows, in degrees: an area, what lies round it, and where the map is in it.

    ``name`` has the names of the area by column (``name``, ``name_ar``, ``name_fr``). ``bounds`` are
    those of the locator, ``extent`` those of the map. ``fills`` is true where the map is the area
    itself, among its neighbours.
    """

    name: Mapping[str, str]
    area: shapely.Geometry = field(repr=False)
    around: shapely.Geometry = field(repr=False)
    bounds: Bounds
    extent: Bounds
    crs: str
    fills: bool

    def digest(self) -> str:
        """Return one fingerprint of all it shows."""
        said = repr(self).encode() + shapely.to_wkb(self.area) + shapely.to_wkb(self.around)
        return hashlib.sha256(said).hexdigest()


def locate(
    outlined: gpd.GeoDataFrame,
    shown: gpd.GeoDataFrame,
    wanted: Sequence[str],
    context: Sequence[ContextLayer],
) -> Locator | None:
    """Return where a map of the places ``wanted`` lies; ``None`` where nothing wider is known.

    That is the coarsest place that all of them lie in and that is not on the map itself, if it is wider
    than the map; else, of a map as wide as all that is known, the map among the neighbours of the
    context. Of a map on both sides of the meridian of 180 degrees there is none.
    ``shown`` are the places on the map, ``context`` the layers as they were read, not cut to it.
    """
    bounds = bounds_of(shown)
    if bounds[2] - bounds[0] > HALF_WAY_ROUND:
        return None
    wider = _wider(outlined, shown, wanted, bounds)
    near = [layer.frame.geometry.to_numpy() for layer in context if layer.kind == "neighbours"]
    neighbours = np.concatenate(near) if near else np.array([], dtype=object)
    if wider:
        area = outlined.geometry[wider]
        window = _grown(_as_bounds(shapely.bounds(area)), EXTENT_PAD)
        return _locator(_names(outlined, wider), area, neighbours, window, bounds, fills=False)
    if not len(neighbours):
        return None
    named = outlined.loc[list(wanted)]
    area = shapely.union_all(named.geometry[~is_point(named)].to_numpy())
    window = _among(bounds, _as_bounds(shapely.total_bounds(neighbours)))
    if shapely.is_empty(area) or not _is_wider(window, bounds):
        return None
    name = (
        _names(outlined, wanted[0]) if len(wanted) == 1 else dict.fromkeys((s.NAME, s.NAME_AR, s.NAME_FR), "")
    )
    return _locator(name, area, neighbours, window, bounds, fills=True)


def _wider(outlined: gpd.GeoDataFrame, shown: gpd.GeoDataFrame, wanted: Sequence[str], bounds: Bounds) -> str:
    """Return the coarsest place that all the wanted lie in, if it is not on the map and wider; else ""."""
    lines = [_line_up(outlined, parent) for parent in dict.fromkeys(outlined.loc[list(wanted), s.PARENT])]
    common = [place for place in lines[0] if all(place in line for line in lines)]
    for place in reversed(common):
        outline = outlined.geometry[place]
        if place in shown.index or shapely.get_dimensions(outline) < 2 or shapely.is_empty(outline):
            continue
        if _is_wider(_as_bounds(shapely.bounds(outline)), bounds):
            return place
    return ""


def _line_up(places: gpd.GeoDataFrame, place: str) -> list[str]:
    """Return a place and what it lies in, the finest first."""
    line: list[str] = []
    while place in places.index and place not in line:
        line.append(place)
        place = places.at[place, s.PARENT]
    return line


def _is_wider(window: Bounds, bounds: Bounds) -> bool:
    return max(_sides(window)) >= WIDER * max(_sides(bounds))


def _sides(bounds: Bounds) -> tuple[float, float]:
    """Return width and height in degrees of latitude."""
    minx, miny, maxx, maxy = bounds
    return (maxx - minx) * float(np.cos(np.radians((miny + maxy) / 2))), maxy - miny


def _among(bounds: Bounds, known: Bounds) -> Bounds:
    """Return the window round a country in which its neighbours are shown: no further than they are known."""
    wide, known = _grown(bounds, (AROUND_COUNTRY - 1) / 2), _grown(known, -CUT_EDGE)
    low = (max(each) for each in zip(wide[:2], known[:2], strict=True))
    high = (min(each) for each in zip(wide[2:], known[2:], strict=True))
    return _as_bounds((*(min(a, b) for a, b in zip(low, bounds[:2], strict=True)),
                       *(max(a, b) for a, b in zip(high, bounds[2:], strict=True))))  # fmt: skip


def _grown(bounds: Bounds, part: float) -> Bounds:
    """Return bounds with a margin: this part of each side, within the globe."""
    minx, miny, maxx, maxy = bounds
    dx, dy = part * (maxx - minx), part * (maxy - miny)
    return minx - dx, max(miny - dy, -90.0), maxx + dx, min(maxy + dy, 90.0)


def _locator(
    name: Mapping[str, str], area: shapely.Geometry, around: np.ndarray, window: Bounds, bounds: Bounds,
    *, fills: bool,
) -> Locator:  # fmt: skip
    """Return the locator of a window, its outlines as coarse as its size on paper allows."""
    side = max(window[2] - window[0], window[3] - window[1])
    near = around[shapely.intersects(around, shapely.box(*window))] if len(around) else around
    cut = shapely.clip_by_rect(shapely.make_valid(near), *_grown(window, 0.3))
    return Locator(
        name=name,
        area=_coarse(area, side),
        around=shapely.GeometryCollection(
            [shape for shape in (_coarse(each, side) for each in cut) if not shape.is_empty]
        ),
        bounds=window,
        extent=bounds,
        crs=projection_for(window)[0],
        fills=fills,
    )


def _coarse(shape: shapely.Geometry, side: float) -> shapely.Geometry:
    """Return a shape without the points and the specks that an inch of paper cannot show."""
    flat = shapely.get_parts(
        shapely.get_parts(shape)
    )  # twice: a collection may hold polygons of several parts
    parts = flat[shapely.get_type_id(flat) == shapely.GeometryType.POLYGON]
    if not len(parts):
        return shapely.Polygon()
    areas = shapely.area(parts)
    kept = parts[(areas >= (side / SPECK) ** 2) | (areas == areas.max())]
    return shapely.MultiPolygon(
        [part for part in shapely.get_parts(shapely.make_valid(shapely.simplify(kept, side / PARTS)))
         for part in shapely.get_parts(part) if part.geom_type == "Polygon"]
    )  # fmt: skip


def _names(places: gpd.GeoDataFrame, place: str) -> dict[str, str]:
    return {column: str(places.at[place, column]) for column in (s.NAME, s.NAME_AR, s.NAME_FR)}


def _as_bounds(values: Sequence[float]) -> Bounds:
    minx, miny, maxx, maxy = (float(value) for value in values)
    return minx, miny, maxx, maxy
