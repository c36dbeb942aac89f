"""The places: ground filled by state, outlines, sieges, presence, and symbols for points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geomap import schema as s
from geomap.partition import GROUND, polygons_of
from geomap.render.static import ink
from geomap.render.static.fills import draw_fill, symbol_grain
from geomap.render.static.ink import POINT
from geomap.render.static.sheet import lines_path
from geomap.render.static.view import FINEST, Box, path_of
from geomap.style import NEUTRAL

if TYPE_CHECKING:
    from geomap.render.static.content import Content
    from geomap.render.static.sheet import Group, Sheet
    from geomap.render.static.view import View

SYMBOL_RADIUS = 4.2 * POINT
SYMBOL_RIM = 1.5 * POINT
#: Side of a tile with two signs of presence.
PRESENCE_TILE = 30 * POINT
#: A place narrower than this has no room for the notches of a siege.
ROOM_FOR_NOTCHES = 30 * POINT
DASH_APPROXIMATE = (0, (3.2, 2.2))
DASH_VACATED = (0, (4.2, 2.6))


@dataclass(frozen=True)
class Laid:
    """The places on the sheet, in inches, by place: outline, ground and where a name may stand."""

    outlines: dict[str, shapely.Geometry]
    grounds: dict[str, shapely.Geometry]
    anchors: dict[str, shapely.Point]
    points: frozenset[str]


def lay(content: Content, view: View) -> Laid:
    """Return the places of the scene on the sheet; a point's ground is its symbol."""
    places = content.scene.places
    points = frozenset(places.index[places["is_point"]])
    anchors = dict(
        zip(places.index, view.page(shapely.points(places["label_lon"], places["label_lat"])), strict=True)
    )
    outlines = dict(zip(places.index, _polygons(view.page(places.geometry)), strict=True))
    grounds = dict(zip(places.index, _polygons(view.page(places[GROUND])), strict=True))
    for place in points:
        outlines[place] = grounds[place] = anchors[place].buffer(SYMBOL_RADIUS, quad_segs=12)
    return Laid(outlines, grounds, anchors, points)


def _polygons(geometries: np.ndarray) -> np.ndarray:
    """Return the polygons of geometries in inches, without steps too fine to see."""
    return np.array(
        [polygons_of(shapely.make_valid(shape)) for shape in shapely.simplify(geometries, FINEST)],
        dtype=object,
    )


def draw_ground(sheet: Sheet, content: Content, laid: Laid) -> None:
    """Draw every place that owns ground in the fill of its state, the larger ones first."""
    group = sheet.group("layer-ground")
    drawn = [place for place in content.scene.drawn() if place not in laid.points]
    for place in sorted(drawn, key=lambda place: (-laid.grounds[place].area, place)):
        if not laid.grounds[place].is_empty:
            own = sheet.group(f"place-{place}", group)
            draw_fill(sheet, own, laid.grounds[place], content.fill(place), name=f"place-{place}")


def draw_symbols(sheet: Sheet, content: Content, laid: Laid) -> None:
    """Draw the places that are points: a disc in the fill of the state, with a white ring."""
    group = sheet.group("layer-symbols")
    for place in sorted(laid.points & set(content.scene.drawn())):
        own = sheet.group(f"place-{place}", group)
        fill = content.fill(place)
        rim = laid.anchors[place].buffer(SYMBOL_RADIUS + SYMBOL_RIM, quad_segs=12)
        sheet.shape(own, path_of(rim), facecolor=ink.PAPER, edgecolor=ink.EDGE, linewidth=0.5)
        disc = laid.grounds[place]
        draw_fill(
            sheet, own, disc, fill, name=f"place-{place}", grain=symbol_grain(shapely.bounds(disc), fill)
        )
        if fill.kind == "vacated":
            look = {"edgecolor": ink.INK, "linewidth": 1.0, "linestyle": (0, (2, 1.4))}
            sheet.shape(own, path_of(disc), name=f"place-{place}-edge", **look)


def draw_outlines(sheet: Sheet, content: Content, laid: Laid, unsettled: shapely.Geometry) -> None:
    """Draw the lines between places: plain, dashed where approximate, heavy round vacated ground.

    Along ``unsettled`` borders the rim of the whole is left open, for the dashes drawn there.
    """
    group = sheet.group("layer-outlines")
    places = content.scene.places
    areas = [place for place in places.index if place not in laid.points]
    drawn = [place for place in areas if places.at[place, "drawn"] and not laid.grounds[place].is_empty]
    whole = _whole([laid.grounds[place] for place in drawn])
    for place in areas:
        if place not in drawn and not whole.covers(laid.outlines[place].buffer(-POINT)):
            look = {"edgecolor": ink.EDGE, "linewidth": 0.35, "alpha": 0.45}
            sheet.shape(group, path_of(laid.outlines[place]), name=f"outline-{place}", **look)
    for place in drawn:
        sheet.shape(
            group, path_of(laid.grounds[place]), edgecolor=ink.SEAM, linewidth=0.9, name=f"seam-{place}"
        )
    coarse = shapely.union_all([laid.grounds[p].boundary for p in drawn if places.at[p, s.APPROXIMATE]])
    _draw_rim(sheet, group, whole, shapely.union_all([coarse, unsettled]))
    look = {"edgecolor": ink.EDGE, "linewidth": 0.6, "linestyle": DASH_APPROXIMATE, "capstyle": "butt"}
    sheet.shape(group, path_of(_merged(coarse)), name=s.APPROXIMATE, **look)
    _draw_vacated(sheet, group, content, laid, drawn)


def _draw_vacated(sheet: Sheet, group: Group, content: Content, laid: Laid, drawn: list[str]) -> None:
    for place in drawn:
        if content.fill(place).kind == "vacated":
            look = {"edgecolor": ink.INK, "linewidth": 1.7, "linestyle": DASH_VACATED, "capstyle": "butt"}
            sheet.shape(group, path_of(laid.grounds[place]), name=f"vacated-{place}", **look)


def _draw_rim(sheet: Sheet, group: Group, whole: shapely.Geometry, without: shapely.Geometry) -> None:
    """Draw the edge of all that is shown, but for what is dashed."""
    rim = whole.boundary.difference(without.buffer(1.2 * POINT)) if not without.is_empty else whole.boundary
    sheet.shape(group, path_of(_merged(rim)), edgecolor=ink.EDGE, linewidth=0.75, name="rim")


def _whole(grounds: list[shapely.Geometry]) -> shapely.Geometry:
    """Return all grounds as one, without the hairs between them."""
    hair = 0.4 * POINT
    return shapely.union_all(grounds).buffer(hair, join_style="mitre").buffer(-hair, join_style="mitre")


def _merged(lines: shapely.Geometry) -> shapely.Geometry:
    """Return lines joined end to end, so that dashes run on; specks are left out."""
    merged = shapely.line_merge(lines) if lines.geom_type == "MultiLineString" else lines
    parts = [part for part in shapely.get_parts(merged) if part.length > POINT and part.geom_type != "Point"]
    return shapely.multilinestrings(parts) if parts else shapely.MultiLineString()


def draw_conditions(sheet: Sheet, content: Content, laid: Laid, texts: list[Box]) -> None:
    """Draw presence as sparse signs over the whole outline, and a siege as a line round it.

    No sign of presence stands below one of the ``texts``.
    """
    presence, sieges = sheet.group("layer-presence"), sheet.group("layer-sieges")
    for place in content.states.index:
        for condition, parties in content.states.at[place, "conditions"]:
            colors = [_color(content, party) for party in parties]
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
