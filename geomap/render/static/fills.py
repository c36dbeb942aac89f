"""Fills as real shapes, cut to the places: they stay lines and areas in SVG and PDF.

All places in one state are drawn at once. Widths are those of print, and their phase is that of the
page, so that a pattern runs on from one place to its neighbour. In a symbol, a swatch or a place too
small for it a pattern is drawn smaller, and begins at the symbol's own edge, so that every colour
shows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely
from matplotlib.path import Path

from geomap.render.static import ink
from geomap.render.static.cells import WIDTHS, Cells, Grain
from geomap.render.static.ink import POINT
from geomap.render.static.paths import dots_path, lines_path, path_of
from geomap.style import luminance_of

if TYPE_CHECKING:
    from geomap.render.static.artists import Group
    from geomap.render.static.sheet import Sheet
    from geomap.style import Fill

#: Side of a tile of a party's texture and of the dots of unknown ground, in points.
TEXTURE_TILE, UNKNOWN_TILE = 7.6, 5.6
HAIRLINE = 0.5

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Cover:
    """What a pattern is laid over: shapes in inches."""

    shapes: np.ndarray

    @cached_property
    def bounds(self) -> Bounds:
        """Their extent."""
        return tuple(shapely.total_bounds(self.shapes).tolist())

    def near(self, points: np.ndarray, reach: float) -> np.ndarray:
        """Return the points no further than ``reach`` from the box of a shape."""
        x, y = points.T
        boxes = shapely.box(x - reach, y - reach, x + reach, y + reach)
        return points[np.unique(shapely.STRtree(self.shapes).query(boxes)[0])]


def draw_fill(
    sheet: Sheet,
    group: Group,
    shapes: Mapping[str, shapely.Geometry],
    fill: Fill,
    *,
    name: str,
    grain: Grain | None = None,
    weight: float = 1.0,
) -> None:
    """Fill shapes (in inches, by id) as their state asks; ``name`` begins the ids of what is drawn.

    Hairlines between the colours of a pattern have this part of their full ``weight``.
    """
    outlines = np.array(list(shapes.values()), dtype=object)
    colors = _colors(fill)
    inside = sheet.tiles(group, shapes, colors[0], name=f"{name}-{fill.kind}").get_path()
    if fill.kind in WIDTHS:
        grains = _grains_for(outlines, fill) if grain is None else [grain] * len(outlines)
        joints = _draw_cells(sheet, group, outlines, grains, (fill.kind, colors, name))
        thick = HAIRLINE * (1.5 if fill.kind == "checks" else 1) * weight
        look = {"edgecolor": "#ffffff", "alpha": 0.85, "linewidth": thick, "capstyle": "butt"}
        sheet.shape(group, joints, name=f"{name}-joints", **look)
    elif fill.kind == "unknown":
        points = _grid(Cover(outlines), UNKNOWN_TILE * POINT, ((0.25, 0.25), (0.75, 0.75)), Grain())
        look = {"edgecolor": ink.UNKNOWN_DOT, "linewidth": 1.15, "capstyle": "round"}
        sheet.shape(group, dots_path(points), clip=inside, name=f"{name}-dots", **look)
    elif fill.kind == "solid" and fill.pattern in TEXTURES:
        segments, width, cap = TEXTURES[fill.pattern](Cover(outlines), grain or Grain())
        look = {"edgecolor": tone_of(colors[0]), "linewidth": width, "capstyle": cap}
        sheet.shape(group, segments, clip=inside, name=f"{name}-texture", **look)


def _draw_cells(
    sheet: Sheet,
    group: Group,
    outlines: np.ndarray,
    grains: list[Grain],
    state: tuple[str, tuple[str, ...], str],
) -> Path:
    """Draw stripes, bands or squares of every colour but the first, cut to their shapes; return the joints."""
    kind, colors, name = state
    cells = Cells(kind, outlines, grains)
    for at, color in enumerate(colors[1:], 1):
        path = path_of(shapely.intersection(cells.of_color(at, len(colors)), outlines))
        sheet.shape(group, path, facecolor=color, name=f"{name}-{kind}-{at}")
    return path_of(shapely.intersection(cells.joints(), outlines))


def _colors(fill: Fill) -> tuple[str, ...]:
    """Return what is laid down, first colour first; a tie of one party stands beside bare paper."""
    if fill.kind == "vacated":
        return (ink.VACATED,)
    if fill.kind == "unknown":
        return (ink.UNKNOWN,)
    if fill.kind == "checks":
        return (*fill.colors, ink.VACATED, ink.UNKNOWN)[: max(len(fill.colors), 2)]
    return fill.colors or (ink.UNKNOWN,)


def _grains_for(shapes: np.ndarray, fill: Fill) -> list[Grain]:
    """Return the grain of the page, or a finer one for a shape too small to show it all."""
    period = WIDTHS[fill.kind] * POINT * max(len(fill.colors), 2)
    minx, miny, maxx, maxy = shapely.bounds(shapes).T
    across = (maxx - minx) if fill.kind == "bands" else np.minimum(maxx - minx, maxy - miny)
    fine = np.maximum(across / period, 0.08).tolist()
    own = zip(minx.tolist(), miny.tolist(), fine, strict=True)
    return [Grain(*each) if each[2] < 1.5 else Grain() for each in own]


def symbol_grain(bounds: Bounds, fill: Fill) -> Grain:
    """Return a grain in which a symbol or swatch shows each colour of a fill."""
    minx, miny, maxx, maxy = bounds
    if fill.kind not in WIDTHS:
        return Grain(minx, miny, 0.8)
    period = WIDTHS[fill.kind] * POINT * max(len(fill.colors), 2)
    times = {"bands": 1, "stripes": 1.5, "checks": 1.5}[fill.kind]
    return Grain(minx, miny, min((maxx - minx) / period / times, (maxy - miny) / period * times, 1.0))


def _steps(low: float, high: float, step: float, origin: float) -> np.ndarray:
    """Return the numbers of the cells of a grid that cover ``low`` to ``high``."""
    return np.arange(math.floor((low - origin) / step), math.ceil((high - origin) / step) + 1)


def _grid(cover: Cover, tile: float, offsets: tuple[tuple[float, float], ...], grain: Grain) -> np.ndarray:
    """Return the points at ``offsets`` (in parts of the tile) of every tile near what is covered."""
    bounds = cover.bounds
    columns, rows = _steps(bounds[0], bounds[2], tile, grain.x), _steps(bounds[1], bounds[3], tile, grain.y)
    column, row = (grid.ravel() for grid in np.meshgrid(columns, rows))
    corners = np.column_stack((grain.x + column * tile, grain.y + row * tile))
    return cover.near(np.concatenate([corners + np.array(offset) * tile for offset in offsets]), tile)


def _dots(cover: Cover, grain: Grain) -> tuple[Path, float, str]:
    points = _grid(cover, TEXTURE_TILE * POINT * grain.scale, ((0.25, 0.25), (0.75, 0.75)), grain)
    return dots_path(points), 1.4 * grain.scale, "round"


def _lines(cover: Cover, grain: Grain) -> tuple[Path, float, str]:
    return _ruled(cover, TEXTURE_TILE / 2 * POINT * grain.scale, grain), 0.65, "butt"


def _ruled(cover: Cover, step: float, grain: Grain) -> Path:
    minx, miny, maxx, maxy = cover.bounds
    y = grain.y + (_steps(miny, maxy, step, grain.y) + 0.5) * step
    return lines_path([((minx, each), (maxx, each)) for each in y])


def _cross(cover: Cover, grain: Grain) -> tuple[Path, float, str]:
    step = TEXTURE_TILE * POINT * grain.scale
    minx, miny, maxx, maxy = cover.bounds
    x = grain.x + (_steps(minx, maxx, step, grain.x) + 0.5) * step
    upright = lines_path([((each, miny), (each, maxy)) for each in x])
    return Path.make_compound_path(_ruled(cover, step, grain), upright), 0.6, "butt"


def _rings(cover: Cover, grain: Grain) -> tuple[Path, float, str]:
    tile = TEXTURE_TILE * POINT * grain.scale
    turn = np.linspace(0, 2 * math.pi, 17)
    ring = 0.22 * tile * np.column_stack((np.cos(turn), np.sin(turn)))
    return lines_path([ring + centre for centre in _grid(cover, tile, ((0.5, 0.5),), grain)]), 0.65, "butt"


def _dashes(cover: Cover, grain: Grain) -> tuple[Path, float, str]:
    tile = TEXTURE_TILE * POINT * grain.scale
    starts = _grid(cover, tile, ((0.05, 0.75), (0.55, 0.25)), grain)
    return lines_path([((x, y), (x + 0.42 * tile, y)) for x, y in starts]), 0.7, "butt"


def _waves(cover: Cover, grain: Grain) -> tuple[Path, float, str]:
    tile = TEXTURE_TILE * POINT * grain.scale
    minx, miny, maxx, maxy = cover.bounds
    x = np.arange(math.floor(minx / tile) * tile, maxx + tile, tile / 8)
    rise = 0.13 * tile * np.sin(2 * math.pi * (x - grain.x) / tile)
    heights = grain.y + _steps(miny, maxy, tile / 2, grain.y) * tile / 2
    return lines_path([np.column_stack((x, y + rise)) for y in heights]), 0.65, "butt"


TEXTURES = {
    "dots": _dots,
    "lines": _lines,
    "cross": _cross,
    "rings": _rings,
    "dashes": _dashes,
    "waves": _waves,
}


def tone_of(color: str) -> str:
    """Return a lighter tone of a dark colour, a darker one of a light colour.

    >>> tone_of("#000000"), tone_of("#ffffff")
    ('#333333', '#d6d6d6')
    """
    rgb = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    towards, share = (255, 0.2) if luminance_of(color) < 0.22 else (0, 0.16)
    return "#" + "".join(f"{round(value + (towards - value) * share):02x}" for value in rgb)
