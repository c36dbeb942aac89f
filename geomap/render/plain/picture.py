"""One day of a scene as a small SVG that stands in a page: no scripts, no styles, no fonts of its own."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geomap import schema as s
from geomap.partition import DRAWN, GROUND, IS_POINT, label_points
from geomap.render.plain.tiles import tile_of
from geomap.style import Fill

if TYPE_CHECKING:
    import pandas as pd

    from geomap.scene import Scene
    from geomap.words import Words

WIDTH, MOST_HEIGHT = 760, 640
PADDING = 24
#: Units of the picture to a pixel: coordinates are whole numbers.
UNITS = 10
#: Outlines may be off by so many pixels.
OFF = 0.45
#: Above so many places the ground is drawn as squares of so many pixels.
MANY, CELL = 400, 6
MOST_NAMES = 40
TYPE = 13
CONTEXT = {"neighbours": "#f1efe9", "provinces": "#f1efe9", "sea": "#d4e1ea", "lakes": "#d4e1ea"}
LINES = {"rivers": "#8fb3cc", "coast": "#8fb3cc", "borders": "#a9a79f"}


def fill_ids(states: pd.DataFrame) -> dict[tuple[str, tuple[str, ...]], str]:
    """Return the id of the pattern of every state on the map that day."""
    drawn = states[states[DRAWN]]
    kinds = set(zip(drawn[s.STATUS].tolist(), drawn[s.PARTIES].tolist(), strict=True))
    return {kind: f"plain-fill-{at}" for at, kind in enumerate(sorted(kinds))}


def pattern(ident: str, fill: Fill) -> str:
    """Return a fill as an SVG pattern, for coordinates of ``UNITS`` to the pixel."""
    size, strokes = tile_of(fill)
    paths = "".join(
        f'<path d="{stroke.d}" fill="{stroke.fill or "none"}"'
        + (f' stroke="{stroke.stroke}" stroke-width="{stroke.width}"' if stroke.stroke else "")
        + "/>"
        for stroke in strokes
    )
    box = f'width="{size}" height="{size}" patternUnits="userSpaceOnUse" patternTransform="scale({UNITS})"'
    return f'<pattern id="{ident}" {box}>{paths}</pattern>'


def picture(scene: Scene, day: pd.Timestamp, words: Words, alt: str) -> str:
    """Return the map of a day as one ``<svg>``: ground, points, names where they have room, quiet land."""
    states = scene.states(day)
    ids = fill_ids(states)
    view = _View(scene.bounds)
    defs = "".join(pattern(ident, scene.fill(*kind)) for kind, ident in ids.items())
    parts = [
        *_context(scene, view),
        *_ground(scene, states, ids, view),
        *_points(scene, states, ids, view),
        *_names(scene, states, words, view),
    ]
    box = f"0 0 {WIDTH * UNITS} {view.height * UNITS}"
    return (
        f'<svg class="plain-map" viewBox="{box}" role="img" aria-label="{escape(alt)}">'
        f'<defs>{defs}</defs><rect width="{WIDTH * UNITS}" height="{view.height * UNITS}" fill="#f1efe9"/>'
        + "".join(parts)
        + "</svg>"
    )


class _View:
    """Web Mercator, as the live map: the extent in whole units of the picture."""

    def __init__(self, bounds: tuple[float, float, float, float]) -> None:
        (x0, y0), (x1, y1) = _mercator(np.array([bounds[:2], bounds[2:]], dtype=float))
        across, up = max(x1 - x0, 1e-6), max(y1 - y0, 1e-6)
        inner = WIDTH - 2 * PADDING
        scale = min(inner / across, (MOST_HEIGHT - 2 * PADDING) / up)
        self.height = math.ceil(up * scale + 2 * PADDING)
        self.scale = scale * UNITS
        self.origin = np.array([x0 - (WIDTH / scale - across) / 2, y1 + (self.height / scale - up) / 2])

    def page(self, geometries: np.ndarray) -> np.ndarray:
        """Return geometries in degrees in units of the picture."""
        return shapely.transform(
            geometries, lambda xy: (_mercator(xy) - self.origin) * [self.scale, -self.scale]
        )

    def clipped(self, geometries: np.ndarray) -> np.ndarray:
        """Return what of geometries lies in the picture."""
        moved = shapely.make_valid(shapely.simplify(self.page(geometries), UNITS))
        return shapely.clip_by_rect(moved, 0, 0, WIDTH * UNITS, self.height * UNITS)


def _mercator(xy: np.ndarray) -> np.ndarray:
    lat = np.radians(np.clip(xy[:, 1], -85, 85))
    return np.column_stack((xy[:, 0], np.degrees(np.log(np.tan(np.pi / 4 + lat / 2)))))


def path_of(geometry: shapely.Geometry) -> str:
    """Return rings and lines as a path of whole numbers, each point by its step from the last.

    >>> path_of(shapely.box(0, 0, 10, 5))
    'M10 0v5h-10v-5z'
    """
    rings = []
    for part in shapely.get_parts(geometry):
        closed = part.geom_type == "Polygon"
        for line in shapely.get_rings(part) if closed else [part]:
            points = np.rint(shapely.get_coordinates(line)).astype(int)
            steps = np.diff(points, axis=0)
            steps = steps[(steps != 0).any(axis=1)]
            if len(steps) > (2 if closed else 0):
                rings.append(f"M{points[0][0]} {points[0][1]}{_steps(steps)}{'z' if closed else ''}")
    return "".join(rings)


def _steps(steps: np.ndarray) -> str:
    return "".join(
        f"h{dx}" if dy == 0 else f"v{dy}" if dx == 0 else f"l{dx}{'' if dy < 0 else ' '}{dy}"
        for dx, dy in steps.tolist()
    )


def _context(scene: Scene, view: _View) -> list[str]:
    shapes = []
    for layer in scene.context:
        if layer.frame.empty or layer.kind not in CONTEXT | LINES:
            continue
        drawn = "".join(
            path_of(each) for each in view.clipped(layer.frame.geometry.to_numpy()) if not each.is_empty
        )
        if layer.kind in CONTEXT:
            rim = ' stroke="#a9a79f" stroke-width="7"' if layer.kind in ("neighbours", "provinces") else ""
            shapes.append(f'<path d="{drawn}" fill="{CONTEXT[layer.kind]}"{rim}/>')
        else:
            shapes.append(f'<path d="{drawn}" fill="none" stroke="{LINES[layer.kind]}" stroke-width="12"/>')
    return shapes


def _ground(
    scene: Scene, states: pd.DataFrame, ids: dict[tuple[str, tuple[str, ...]], str], view: _View
) -> list[str]:
    """Return the ground of every place, or, of many, of every fill; borders stay shared."""
    places = scene.places[scene.places[DRAWN] & ~scene.places[IS_POINT]]
    if places.empty:
        return []
    shapes = view.page(places[GROUND].to_numpy())
    now = states.loc[places.index]
    kinds = list(zip(now[s.STATUS].tolist(), now[s.PARTIES].tolist(), strict=True))
    if len(places) > MANY:
        return _cells(shapes, kinds, ids, view)
    shapes = shapely.coverage_simplify(shapes, OFF * UNITS)
    rim = 'stroke="#ffffff" stroke-width="12" stroke-linejoin="round"'
    return [
        f'<path d="{path_of(shape)}" fill="url(#{ids[kind]})" {_vacated(kind) or rim}/>'
        for shape, kind in zip(shapes, kinds, strict=True)
    ]


def _cells(
    shapes: np.ndarray,
    kinds: list[tuple[str, tuple[str, ...]]],
    ids: dict[tuple[str, tuple[str, ...]], str],
    view: _View,
) -> list[str]:
    """Return very many places as small squares, each filled as the place in which its middle lies."""
    side = CELL * UNITS
    columns, rows = math.ceil(WIDTH / CELL), math.ceil(view.height / CELL)
    middles = shapely.points(
        (np.tile(np.arange(columns), rows) + 0.5) * side, (np.repeat(np.arange(rows), columns) + 0.5) * side
    )
    cell, place = shapely.STRtree(shapes).query(middles, predicate="within")
    order = {kind: at for at, kind in enumerate(ids)}
    shown = np.full(columns * rows, -1)
    shown[cell] = np.array([order[kind] for kind in kinds])[place]
    drawn: list[list[str]] = [[] for _ in ids]
    starts = np.flatnonzero(np.diff(shown, prepend=-2) | (np.arange(len(shown)) % columns == 0))
    for start, end in zip(starts, np.append(starts[1:], len(shown)), strict=True):
        if shown[start] >= 0:
            x, y, width = start % columns * side, start // columns * side, (end - start) * side
            drawn[shown[start]].append(f"M{x} {y}h{width}v{side}h-{width}z")
    return [
        f'<path d="{"".join(paths)}" fill="url(#{ident})"/>'
        for paths, ident in zip(drawn, ids.values(), strict=True)
        if paths
    ]


def _vacated(kind: tuple[str, tuple[str, ...]]) -> str:
    return 'stroke="#16191d" stroke-width="22" stroke-dasharray="80 50"' if kind[0] == s.VACATED else ""


def _points(
    scene: Scene, states: pd.DataFrame, ids: dict[tuple[str, tuple[str, ...]], str], view: _View
) -> list[str]:
    places = scene.places[scene.places[DRAWN] & scene.places[IS_POINT]]
    at = shapely.get_coordinates(view.page(shapely.centroid(places.geometry.to_numpy())))
    now = states.loc[places.index]
    return [
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="80" fill="url(#{ids[kind]})" stroke="#16191d" stroke-width="10"/>'
        for (x, y), kind in zip(at, zip(now[s.STATUS], now[s.PARTIES], strict=True), strict=True)
    ]


def _names(scene: Scene, states: pd.DataFrame, words: Words, view: _View) -> list[str]:
    """Return the names of the largest places in which they have room, and of all points if they are few."""
    drawn = scene.places[scene.places[DRAWN]]
    places = drawn.sort_values("km2", ascending=False, kind="stable").head(MOST_NAMES)
    if len(drawn) > MANY or places.empty:
        return []
    anchors = shapely.get_coordinates(view.page(label_points(places).to_numpy()))
    shapes = view.page(places[GROUND].to_numpy())
    texts: list[str] = []
    taken: list[shapely.Geometry] = []
    for (place, row), (x, y), shape in zip(places.iterrows(), anchors, shapes, strict=True):
        name = words.name(row)
        across = 0.62 * TYPE * UNITS * len(name)
        point = bool(row[IS_POINT])
        top = y + (180 if point else 0)
        box = shapely.box(x - across / 2, top - 70, x + across / 2, top + 70)
        middle = shapely.clip_by_rect(shape, x - 1e6, y - 1, x + 1e6, y + 1) if not point else box
        room = 1.15 * (middle.bounds[2] - middle.bounds[0]) if not middle.is_empty else 0
        if (across > room and not point) or any(box.intersects(other) for other in taken):
            continue
        taken.append(box)
        sign = {s.VACATED: "V", s.DISPUTED: "?"}.get(states.at[place, s.STATUS], "")
        texts.append(_text(x, top + 45, name) + (_text(x, top - 110, sign) if sign and not point else ""))
    return texts


def _text(x: float, y: float, text: str) -> str:
    type_ = f'text-anchor="middle" font-size="{TYPE * UNITS}" font-weight="700" fill="#121417"'
    halo = 'stroke="#ffffff" stroke-width="34" stroke-linejoin="round" paint-order="stroke"'
    return f'<text x="{x:.0f}" y="{y:.0f}" {type_} {halo}>{escape(text)}</text>'
