"""Where the places lie on the sheet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geomap.partition import DRAWN, GROUND, IS_POINT, label_points, polygons_of
from geomap.render.static.ink import POINT
from geomap.render.static.paths import edges_of
from geomap.render.static.view import FINEST

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geomap.render.static.content import Content
    from geomap.render.static.view import View
    from geomap.scene import Scene

SYMBOL_RADIUS = 4.2 * POINT
SYMBOL_RIM = 1.5 * POINT
#: Where places are narrower than this, the lines between them are finer in proportion.
OPEN_GROUND = 11 * POINT
#: No name has room on less ground (in square inches), not one letter in the smallest type.
LEAST_NAMED = 0.0075
#: Half of the widest hair between two places that is none of their own, in inches.
HAIR = 0.4 * POINT
#: A gap is made of other places where these are this part of it.
FULL = 0.9
#: Where more places than this have no room for their names, no lines lead to them.
MOST_LED = 80
#: Points with a name, at most; of more, those furthest from the others.
MOST_POINTS = 200


@dataclass(frozen=True)
class Laid:
    """The places on the sheet, in inches.

    ``grounds`` are those of the places that own ground, and the symbols of points; ``outlines``
    those of places that own none or have a condition. ``named`` are the places that may have a
    name, the largest first, then points; ``anchors`` say where it may stand. ``whole`` is all
    ground as one. Lines between places have this part of their full ``weight``.
    """

    grounds: dict[str, shapely.Geometry]
    outlines: dict[str, shapely.Geometry]
    anchors: dict[str, shapely.Point]
    points: frozenset[str]
    named: tuple[str, ...]
    whole: shapely.Geometry
    weight: float
    _rooms: dict[tuple[str, float], shapely.Geometry] = field(default_factory=dict)

    def room(self, place: str, reach: float) -> shapely.Geometry:
        """Return the ground of a place grown by so many inches, ready to be asked what lies in it."""
        if (place, reach) not in self._rooms:
            room = self._rooms[place, reach] = self.grounds[place].buffer(reach)
            shapely.prepare(room)
        return self._rooms[place, reach]

    @cached_property
    def areas(self) -> list[str]:
        """The places that own ground, in the order of their ids."""
        return [place for place in self.grounds if place not in self.points]

    @cached_property
    def ground_tree(self) -> shapely.STRtree:
        """The ground of ``areas``, for a look at what lies below something."""
        return shapely.STRtree([self.grounds[place] for place in self.areas])


def lay(content: Content, view: View) -> Laid:
    """Return the places of the scene on the sheet; a point's ground is its symbol.

    Days on which the same places have conditions share it.
    """
    scene, told = content.scene, tuple(content.conditions)
    return scene.once("laid", (view.frame, told), lambda: _with_outlines(scene, view, told))


def _with_outlines(scene: Scene, view: View, told: tuple[str, ...]) -> Laid:
    """Return the places on the sheet, with the outlines of places ``told`` too."""
    laid = scene.once("grounds", view.frame, lambda: _without_conditions(scene.places, view))
    more = scene.places.index.intersection(told).difference(list(laid.outlines))
    shapes = _by_id(more, _polygons(view.page(scene.places.geometry.loc[more].to_numpy())))
    outlines = laid.outlines | shapes
    in_order = {place: outlines[place] for place in scene.places.index if place in outlines}
    return replace(laid, outlines=in_order)


def _without_conditions(places: gpd.GeoDataFrame, view: View) -> Laid:
    """Return the places on the sheet as they lie on any day: ``outlines`` are those of places without ground."""
    is_drawn, is_point = (places[column].to_numpy(dtype=bool) for column in (DRAWN, IS_POINT))
    rough = view.page(places[GROUND].to_numpy()[is_drawn & ~is_point])
    shapes = _polygons(rough)
    grounds = _by_id(places.index[is_drawn & ~is_point], shapes)
    outlines = _by_id(places.index[~is_drawn], _polygons(view.page(places.geometry.to_numpy()[~is_drawn])))
    points = places.index[is_point].tolist()
    named = _nameable(grounds)
    led = [*named, *points, *places.index[~is_drawn].tolist()]
    anchors = dict(zip(led, view.page(label_points(places.loc[led]).to_numpy()), strict=True))
    symbols = shapely.buffer([anchors[place] for place in points], SYMBOL_RADIUS, quad_segs=12)
    return Laid(
        grounds=grounds | dict(zip(points, symbols, strict=True)),
        outlines=outlines | dict(zip(points, symbols, strict=True)),
        anchors=anchors,
        points=frozenset(points),
        named=(*named, *_apart({place: anchors[place] for place in points})),
        whole=whole_of(rough),
        weight=_weight(shapes),
    )


def _by_id(places: pd.Index, shapes: np.ndarray) -> dict[str, shapely.Geometry]:
    """Return shapes by place; what is too small for the sheet is left out."""
    there = ~shapely.is_empty(shapes)
    return dict(zip(places[there].tolist(), shapes[there], strict=True))


def _polygons(geometries: np.ndarray) -> np.ndarray:
    """Return the polygons of geometries in inches, without steps too fine to see."""
    shapes = shapely.simplify(geometries, FINEST, preserve_topology=False)
    mend = np.flatnonzero(shapely.is_empty(shapes) | ~shapely.is_valid(shapes))
    shapes[mend] = shapely.make_valid(shapely.simplify(geometries[mend], FINEST))
    for at in np.flatnonzero(shapely.get_dimensions(shapes) != 2):
        shapes[at] = polygons_of(shapes[at])
    return shapes


def _nameable(grounds: dict[str, shapely.Geometry]) -> list[str]:
    """Return the places large enough for a name, and the rest too where lines could lead to all of it."""
    area = dict(zip(grounds, shapely.area(list(grounds.values())).tolist(), strict=True))
    places = sorted(grounds, key=lambda place: (-area[place], place))
    large = sum(each >= LEAST_NAMED for each in area.values())
    return places if len(places) - large <= MOST_LED else places[:large]


def _apart(anchors: dict[str, shapely.Point]) -> list[str]:
    """Return the points that may have a name: all of them, or those furthest from their neighbours."""
    if len(anchors) <= MOST_POINTS:
        return sorted(anchors)
    spots = np.array(list(anchors.values()), dtype=object)
    found, distance = shapely.STRtree(spots).query_nearest(
        spots, exclusive=True, all_matches=False, return_distance=True
    )
    alone = dict(zip(np.array(list(anchors))[found[0]], distance.tolist(), strict=True))
    return sorted(sorted(alone, key=lambda place: (-alone[place], place))[:MOST_POINTS])


def whole_of(grounds: np.ndarray) -> shapely.Geometry:
    """Return all grounds (in inches, every corner kept) as one, without the hairs between them.

    Only grounds with an edge that no other has lie at the rim of the whole or of a hair: these are
    joined. What they go round is filled where it is made of the others.
    """
    lone = _has_lone_edge(grounds)
    outer = shapely.union_all(shapely.make_valid(grounds[lone]))
    whole = _without_hairs(shapely.simplify(_filled(outer, grounds[~lone]), FINEST))
    # Again: places round the rim may not have met before the hairs between them were closed.
    return _without_hairs(_filled(whole, grounds[~lone]))


def _filled(shape: shapely.Geometry, others: np.ndarray) -> shapely.Geometry:
    """Return a shape with those of its gaps filled that are made of the ``others``."""
    rings = [ring for part in shapely.get_parts(polygons_of(shape)) for ring in part.interiors]
    gaps = np.array([shapely.Polygon(ring) for ring in rings], dtype=object)
    # Asked of few gaps for many points, and not the other way: the tree prepares what it is asked for.
    gap, other = shapely.STRtree(shapely.point_on_surface(others)).query(gaps, predicate="contains")
    within = np.bincount(gap, shapely.area(others[other]), minlength=len(gaps))
    full = (within > 0) & (within >= FULL * shapely.area(gaps))
    return shapely.union_all([shape, *gaps[full]]) if full.any() else shape


def _without_hairs(shape: shapely.Geometry) -> shapely.Geometry:
    """Return a shape whose parts are joined where less than a hair lies between them."""
    return shape.buffer(HAIR, join_style="mitre").buffer(-HAIR, join_style="mitre")


def _has_lone_edge(shapes: np.ndarray) -> np.ndarray:
    """Return which polygons have an edge that no other polygon has."""
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    end, edge = edges_of(points, owner, 1e-7)
    lone = np.bincount(edge)[edge] == 1
    has = np.zeros(len(shapes), dtype=bool)
    has[owner[end[lone]]] = True
    return has


def _weight(shapes: np.ndarray) -> float:
    """Return how heavy lines between places are: in full where half of the ground is that of broad places."""
    area = np.sort(shapely.area(shapes))
    if not area.sum():
        return 1.0
    typical = np.sqrt(area[np.searchsorted(np.cumsum(area), area.sum() / 2)])
    return float(min(1.0, typical / OPEN_GROUND))
