"""The places: ground filled by state, outlines, sieges, presence, and symbols for points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geomap import schema as s
from geomap.render.static import ink
from geomap.render.static.fills import draw_fill, symbol_grain
from geomap.render.static.ink import POINT
from geomap.render.static.laying import SYMBOL_RADIUS, SYMBOL_RIM
from geomap.render.static.paths import borders_of, lines_path, path_of
from geomap.render.static.view import Box
from geomap.style import NEUTRAL, fill_key

if TYPE_CHECKING:
    from geomap.render.static.artists import Group
    from geomap.render.static.content import Content
    from geomap.render.static.laying import Laid
    from geomap.render.static.sheet import Sheet

#: Side of a tile with two signs of presence.
PRESENCE_TILE = 30 * POINT
#: A place narrower than this has no room for the notches of a siege.
ROOM_FOR_NOTCHES = 30 * POINT
DASH_APPROXIMATE = (0, (3.2, 2.2))
DASH_VACATED = (0, (4.2, 2.6))


def draw_ground(sheet: Sheet, content: Content, laid: Laid) -> None:
    """Draw every place that owns ground in the fill of its state, all places of a state at once."""
    group = sheet.group("layer-ground")
    for state, places in content.by_state(laid.areas).items():
        name = f"ground-{fill_key(*state)}"
        shapes = {f"place-{place}": laid.grounds[place] for place in places}
        own, fill = sheet.group(name, group), content.fill_of(state)
        draw_fill(sheet, own, shapes, fill, name=name, weight=laid.weight)


def draw_symbols(sheet: Sheet, content: Content, laid: Laid) -> None:
    """Draw the places that are points: a disc in the fill of the state, with a white ring."""
    group = sheet.group("layer-symbols")
    for place in sorted(laid.points & content.drawn):
        own = sheet.group(f"place-{place}", group)
        fill = content.fill(place)
        rim = laid.anchors[place].buffer(SYMBOL_RADIUS + SYMBOL_RIM, quad_segs=12)
        sheet.shape(own, path_of(rim), facecolor=ink.PAPER, edgecolor=ink.EDGE, linewidth=0.5)
        disc, grain = laid.grounds[place], symbol_grain(shapely.bounds(laid.grounds[place]), fill)
        draw_fill(sheet, own, {f"place-{place}-disc": disc}, fill, name=f"place-{place}", grain=grain)
        if fill.kind == "vacated":
            look = {"edgecolor": ink.INK, "linewidth": 1.0, "linestyle": (0, (2, 1.4))}
            sheet.shape(own, path_of(disc), name=f"place-{place}-edge", **look)


def draw_outlines(sheet: Sheet, content: Content, laid: Laid, unsettled: shapely.Geometry) -> None:
    """Draw the lines between places: plain, dashed where approximate, heavy round vacated ground.

    Along ``unsettled`` borders the rim of the whole is left open, for the dashes drawn there. Where
    places are small all lines between them are finer.
    """
    group = sheet.group("layer-outlines")
    areas = laid.areas
    shapes = np.array([laid.grounds[place] for place in areas], dtype=object)
    _draw_idle(sheet, group, content, laid)
    look = {"edgecolor": ink.SEAM, "linewidth": 0.9 * laid.weight, "capstyle": "round"}
    sheet.shape(group, borders_of(shapes), name="seams", **look)
    approximate = content.scene.places.loc[areas, s.APPROXIMATE].to_numpy(dtype=bool)
    coarse = shapely.boundary(shapes[approximate])
    _draw_rim(sheet, group, laid.whole, np.concatenate([coarse, shapely.get_parts(unsettled)]))
    look = {"edgecolor": ink.EDGE, "linewidth": 0.6 * laid.weight, "linestyle": DASH_APPROXIMATE}
    sheet.shape(group, borders_of(shapes[approximate]), name=s.APPROXIMATE, capstyle="butt", **look)
    draw_vacated(sheet, group, content, laid)


def draw_vacated(sheet: Sheet, group: Group, content: Content, laid: Laid) -> None:
    """Draw heavy dashes round vacated ground."""
    vacated = [laid.grounds[place] for place in laid.areas if content.fill(place).kind == "vacated"]
    look = {"edgecolor": ink.INK, "linewidth": 1.7 * laid.weight, "linestyle": DASH_VACATED}
    path = path_of(np.array(vacated, dtype=object))
    sheet.shape(group, path, name="vacated", capstyle="butt", **look)


def _draw_idle(sheet: Sheet, group: Group, content: Content, laid: Laid) -> None:
    """Draw, faintly, the outlines of places that own no ground and reach beyond all that is drawn."""
    idle = [place for place in laid.outlines if place not in content.drawn]
    inner = shapely.buffer([laid.outlines[place] for place in idle], -POINT)
    shapely.prepare(laid.whole)
    for place, within in zip(idle, shapely.covers(laid.whole, inner), strict=True):
        if not within:
            look = {"edgecolor": ink.EDGE, "linewidth": 0.35, "alpha": 0.45}
            sheet.shape(group, path_of(laid.outlines[place]), name=f"outline-{place}", **look)


def _draw_rim(sheet: Sheet, group: Group, whole: shapely.Geometry, dashed: np.ndarray) -> None:
    """Draw the edge of all that is shown, but for lines that are dashed."""
    rim, reach = whole.boundary, 1.2 * POINT
    near = shapely.STRtree(dashed).query(rim, predicate="dwithin", distance=reach)
    rim = rim.difference(shapely.union_all(shapely.buffer(dashed[near], reach)))
    sheet.shape(group, path_of(_merged(rim)), edgecolor=ink.EDGE, linewidth=0.75, name="rim")


def _merged(lines: shapely.Geometry) -> shapely.Geometry:
    """Return lines joined end to end, so that dashes run on; specks are left out."""
    merged = shapely.line_merge(lines) if lines.geom_type == "MultiLineString" else lines
    parts = [part for part in shapely.get_parts(merged) if part.length > POINT and part.geom_type != "Point"]
    return shapely.multilinestrings(parts) if parts else shapely.MultiLineString()


def condition_groups(sheet: Sheet) -> tuple[Group, Group]:
    """Return the groups of presence and of sieges, below all that is drawn after this."""
    return sheet.group("layer-presence"), sheet.group("layer-sieges")


def draw_conditions(
    sheet: Sheet, groups: tuple[Group, Group], content: Content, laid: Laid, texts: list[Box]
) -> None:
    """Draw presence as sparse signs over the whole outline, and a siege as a line round it.

    No sign of presence stands below one of the ``texts``. ``groups`` are those of ``condition_groups``.
    """
    presence, sieges = groups
    for place, conditions in content.conditions.items():
        for condition, parties in conditions:
            colors = [_color(content, party) for party in parties]
            if place not in laid.outlines:
                continue
            if condition == "presence" and place not in laid.points:
                _draw_presence(sheet, presence, (laid.outlines[place], texts), colors, f"presence-{place}")
            elif condition == "besieged":
                _draw_siege(sheet, sieges, laid.outlines[place], colors, f"siege-{place}")


def _color(content: Content, party: str) -> str:
    actors = content.scene.actors
    return actors.at[party, s.COLOR] if party in actors.index else NEUTRAL


def _draw_siege(sheet: Sheet, group: Group, outline: shapely.Geometry, colors: list[str], name: str) -> None:
    """Draw a line in the besieger's colour with notches, on a white casing, along the outline."""
    own = sheet.group(name, group)
    minx, miny, maxx, maxy = shapely.bounds(outline)
    large = min(maxx - minx, maxy - miny) >= ROOM_FOR_NOTCHES
    path = path_of(outline)
    sheet.shape(own, path, edgecolor=ink.PAPER, linewidth=4.0 if large else 1.9, alpha=0.9)
    sheet.shape(own, path, edgecolor=colors[0], linewidth=1.4 if large else 1.0, name=f"{name}-line")
    if large:
        look = {"linewidth": 4.6, "linestyle": (0, (0.28, 1.3)), "capstyle": "butt"}
        sheet.shape(own, path, edgecolor=colors[-1], name=f"{name}-notches", **look)


def _draw_presence(
    sheet: Sheet, group: Group, ground: tuple[shapely.Geometry, list[Box]], colors: list[str], name: str
) -> None:
    """Draw diamonds in the colours of those present, wherever a whole one has room."""
    half = 3.0 * POINT
    outline, texts = ground
    middles = _presence_points(outline, half)
    free = [(x, y) for x, y in middles if not any(t.overlaps(Box(x, y, x, y).grown(half)) for t in texts)]
    middles = free or middles[:1]
    own = sheet.group(name, group)
    for at, color in enumerate(colors):
        mine = [point for number, point in enumerate(middles) if number % len(colors) == at]
        signs = [[(x, y - half), (x + half, y), (x, y + half), (x - half, y), (x, y - half)] for x, y in mine]
        look = {"facecolor": color, "edgecolor": ink.PAPER, "linewidth": 0.8, "joinstyle": "miter"}
        sheet.shape(own, lines_path(signs), name=f"{name}-{at}", **look)


def _presence_points(outline: shapely.Geometry, half: float) -> list[tuple[float, float]]:
    """Return where signs stand: on the page's own grid, else in the middle of a small place."""
    minx, miny, maxx, maxy = shapely.bounds(outline)
    step = PRESENCE_TILE / 2
    columns = np.arange(np.floor(minx / step), np.ceil(maxx / step) + 1)
    rows = np.arange(np.floor(miny / step), np.ceil(maxy / step) + 1)
    column, row = (grid.ravel() for grid in np.meshgrid(columns, rows))
    even = (column + row) % 2 == 0
    x, y = (column[even] + 0.5) * step, (row[even] + 0.5) * step
    inner = outline.buffer(-1.3 * half)
    inside = shapely.intersects_xy(inner, x, y)
    points = list(zip(x[inside].tolist(), y[inside].tolist(), strict=True))
    middle = outline.representative_point()
    return points or [(middle.x, middle.y)]
