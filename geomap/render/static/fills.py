"""Fills as real shapes, clipped by the place: they stay lines and areas in SVG and PDF.

Widths are those of print, and their phase is that of the page, so that a pattern runs on from one
place to its neighbour. In a symbol, a swatch or a place too small for it a pattern is drawn
smaller, and begins at the symbol's own edge, so that every colour shows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from matplotlib.path import Path

from geomap.render.static import ink
from geomap.render.static.ink import POINT
from geomap.render.static.sheet import lines_path
from geomap.render.static.view import path_of

if TYPE_CHECKING:
    from geomap.render.static.sheet import Group, Sheet
    from geomap.style import Fill

#: Width of one stripe, one band and one square, in points.
WIDTHS = {"stripes": 5.0, "bands": 10.0, "checks": 6.5}
#: Side of a tile of a party's texture and of the dots of unknown ground, in points.
TEXTURE_TILE, UNKNOWN_TILE = 7.6, 5.6
HAIRLINE = 0.5


@dataclass(frozen=True)
class Grain:
    """Where a pattern begins, in inches, and how much smaller it is drawn than on open ground."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0


def draw_fill(
    sheet: Sheet, group: Group, shape: shapely.Geometry, fill: Fill, *, name: str, grain: Grain | None = None
) -> None:
    """Fill ``shape`` (in inches) as its state asks; ``name`` begins the ids of what is drawn."""
    outline = path_of(shape)
    bounds = shapely.bounds(shape)
    grain = grain or _grain_for(shape, fill)
    colors = _colors(fill)
    sheet.shape(group, outline, facecolor=colors[0], name=f"{name}-{fill.kind}")
    if fill.kind in WIDTHS:
        for at, color in enumerate(colors[1:], 1):
            overlay = _cells(fill.kind, bounds, len(colors), at, grain)
            sheet.shape(group, overlay, clip=outline, facecolor=color, name=f"{name}-{fill.kind}-{at}")
        look = {
            "edgecolor": "#ffffff",
            "alpha": 0.85,
            "linewidth": HAIRLINE * (1.5 if fill.kind == "checks" else 1),
        }
        sheet.shape(group, _joints(fill.kind, bounds, grain), clip=outline, name=f"{name}-joints", **look)
    elif fill.kind == "unknown":
        _draw_dots(sheet, group, bounds, outline, name)
    elif fill.kind == "solid" and fill.pattern in TEXTURES:
        segments, width, cap = TEXTURES[fill.pattern](bounds, grain)
        look = {"edgecolor": tone_of(colors[0]), "linewidth": width, "capstyle": cap}
        sheet.shape(group, segments, clip=outline, name=f"{name}-texture", **look)


def _colors(fill: Fill) -> tuple[str, ...]:
    """Return what is laid down, first colour first; a tie of one party stands beside bare paper."""
    if fill.kind == "vacated":
        return (ink.VACATED,)
    if fill.kind == "unknown":
        return (ink.UNKNOWN,)
    if fill.kind == "checks":
        return (*fill.colors, ink.VACATED, ink.UNKNOWN)[: max(len(fill.colors), 2)]
    return fill.colors or (ink.UNKNOWN,)


def _grain_for(shape: shapely.Geometry, fill: Fill) -> Grain:
    """Return the grain of the page, or a finer one where the shape is too small to show it all."""
    if fill.kind not in WIDTHS:
        return Grain()
    minx, miny, maxx, maxy = shapely.bounds(shape)
    period = WIDTHS[fill.kind] * POINT * max(len(fill.colors), 2)
    across = (maxx - minx) if fill.kind == "bands" else min(maxx - minx, maxy - miny)
    if across >= 1.5 * period:
        return Grain()
    return Grain(minx, miny, max(across / period, 0.08))


def symbol_grain(bounds: tuple[float, float, float, float], fill: Fill) -> Grain:
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


def _cells(kind: str, bounds: tuple, count: int, at: int, grain: Grain) -> Path:
    """Return every stripe, band or square of colour number ``at``."""
    width = WIDTHS[kind] * POINT * grain.scale
    if kind == "checks":
        columns, rows = (
            _steps(bounds[0], bounds[2], width, grain.x),
            _steps(bounds[1], bounds[3], width, grain.y),
        )
        column, row = (grid.ravel() for grid in np.meshgrid(columns, rows))
        mine = (column + row) % count == at
        x, y = grain.x + column[mine] * width, grain.y + row[mine] * width
        return _quads(np.stack([x, y, x + width, y, x + width, y + width, x, y + width], axis=1))
    start, step, ends = _slanted(kind, bounds, grain, width)
    numbers = _steps(*ends, step, start)
    x = start + numbers[numbers % count == at] * step
    lean = _lean(kind, bounds)
    y0, y1 = np.full_like(x, bounds[1]), np.full_like(x, bounds[3])
    return _quads(np.stack([x, y0, x + step, y0, x + step + lean, y1, x + lean, y1], axis=1))


def _slanted(
    kind: str, bounds: tuple, grain: Grain, width: float
) -> tuple[float, float, tuple[float, float]]:
    """Return where the cells stand on the lower edge of the bounds: origin, step, and both ends.

    A stripe leans at 45 degrees: where it meets that edge depends on how high the edge lies, and
    so the stripes of neighbours meet.
    """
    if kind == "stripes":
        return (
            grain.x + bounds[1] - grain.y,
            width * math.sqrt(2),
            (bounds[0] - _lean(kind, bounds), bounds[2]),
        )
    return grain.x, width, (bounds[0], bounds[2])


def _lean(kind: str, bounds: tuple) -> float:
    return bounds[3] - bounds[1] if kind == "stripes" else 0.0


def _quads(corners: np.ndarray) -> Path:
    if not len(corners):
        return lines_path([])
    points = corners.reshape(-1, 4, 2)
    closed = np.concatenate([points, points[:, :1]], axis=1).reshape(-1, 2)
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(points)
    return Path(closed, codes)


def _joints(kind: str, bounds: tuple, grain: Grain) -> Path:
    """Return the hairlines between the cells."""
    width = WIDTHS[kind] * POINT * grain.scale
    minx, miny, maxx, maxy = bounds
    start, step, ends = _slanted(kind, bounds, grain, width)
    lean = _lean(kind, bounds)
    x = start + _steps(*ends, step, start) * step
    lines = [((each, miny), (each + lean, maxy)) for each in x]
    if kind == "checks":
        y = grain.y + _steps(miny, maxy, width, grain.y) * width
        lines += [((minx, each), (maxx, each)) for each in y]
    return lines_path(lines)


def _grid(bounds: tuple, tile: float, offsets: tuple[tuple[float, float], ...], grain: Grain) -> np.ndarray:
    """Return the points at ``offsets`` (in parts of the tile) of every tile over the bounds."""
    columns, rows = _steps(bounds[0], bounds[2], tile, grain.x), _steps(bounds[1], bounds[3], tile, grain.y)
    column, row = (grid.ravel() for grid in np.meshgrid(columns, rows))
    corners = np.column_stack((grain.x + column * tile, grain.y + row * tile))
    return np.concatenate([corners + np.array(offset) * tile for offset in offsets])


def _draw_dots(sheet: Sheet, group: Group, bounds: tuple, outline: Path, name: str) -> None:
    points = _grid(bounds, UNKNOWN_TILE * POINT, ((0.25, 0.25), (0.75, 0.75)), Grain())
    look = {"edgecolor": ink.UNKNOWN_DOT, "linewidth": 1.15, "capstyle": "round"}
    sheet.shape(group, _specks(points), clip=outline, name=f"{name}-dots", **look)


def _specks(points: np.ndarray) -> Path:
    """Return a dot at each point: a line of next to no length that a round pen draws as a disc."""
    return lines_path([((x, y), (x + 1e-4, y)) for x, y in points])


def _dots(bounds: tuple, grain: Grain) -> tuple[Path, float, str]:
    points = _grid(bounds, TEXTURE_TILE * POINT * grain.scale, ((0.25, 0.25), (0.75, 0.75)), grain)
    return _specks(points), 1.4 * grain.scale, "round"


def _lines(bounds: tuple, grain: Grain) -> tuple[Path, float, str]:
    return _ruled(bounds, TEXTURE_TILE / 2 * POINT * grain.scale, grain), 0.65, "butt"


def _ruled(bounds: tuple, step: float, grain: Grain) -> Path:
    y = grain.y + (_steps(bounds[1], bounds[3], step, grain.y) + 0.5) * step
    return lines_path([((bounds[0], each), (bounds[2], each)) for each in y])


def _cross(bounds: tuple, grain: Grain) -> tuple[Path, float, str]:
    step = TEXTURE_TILE * POINT * grain.scale
    x = grain.x + (_steps(bounds[0], bounds[2], step, grain.x) + 0.5) * step
    upright = lines_path([((each, bounds[1]), (each, bounds[3])) for each in x])
    return Path.make_compound_path(_ruled(bounds, step, grain), upright), 0.6, "butt"


def _rings(bounds: tuple, grain: Grain) -> tuple[Path, float, str]:
    tile = TEXTURE_TILE * POINT * grain.scale
    turn = np.linspace(0, 2 * math.pi, 17)
    ring = 0.22 * tile * np.column_stack((np.cos(turn), np.sin(turn)))
    return lines_path([ring + centre for centre in _grid(bounds, tile, ((0.5, 0.5),), grain)]), 0.65, "butt"


def _dashes(bounds: tuple, grain: Grain) -> tuple[Path, float, str]:
    tile = TEXTURE_TILE * POINT * grain.scale
    starts = _grid(bounds, tile, ((0.05, 0.75), (0.55, 0.25)), grain)
    return lines_path([((x, y), (x + 0.42 * tile, y)) for x, y in starts]), 0.7, "butt"


def _waves(bounds: tuple, grain: Grain) -> tuple[Path, float, str]:
    tile = TEXTURE_TILE * POINT * grain.scale
    x = np.arange(math.floor(bounds[0] / tile) * tile, bounds[2] + tile, tile / 8)
    rise = 0.13 * tile * np.sin(2 * math.pi * (x - grain.x) / tile)
    heights = grain.y + _steps(bounds[1], bounds[3], tile / 2, grain.y) * tile / 2
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


def luminance_of(color: str) -> float:
    """Return the relative luminance of a colour, from 0 to 1 (WCAG 2.2)."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
