"""The ground as pixels: which place each belongs to, what is painted, and where names sit."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geomap.render.bundle import bundle
from geomap.render.html import leaflet_css, leaflet_js, modules
from geomap.render.payload.arcs import Grid
from geomap.render.payload.codec import encode
from geomap.render.payload.shapes import polygon_columns

STEP = Grid(30, 40, 1e-3)
SIDE = 120

WORKSHOP = """
import { decode } from "./codec.js";
import { unpackShapes } from "./shapes.js";
import { projectArcs, ringsOfShape } from "./map/arcs.js";
import { defineFills, paintOf } from "./map/fills.js";
import { clipRing, poleOf, spanAt } from "./map/inside.js";
import { inLines } from "./map/lettering.js";
import { Raster } from "./map/raster.js";
import { makeScanner, scanDisc } from "./map/scanline.js";
import { makeTiles } from "./map/tiles.js";
import { ArcPath } from "./map/vector.js";

let arcs = null;
export async function load(packed, [x0, y0, step]) {
  const { column } = await decode(packed);
  arcs = projectArcs({ ...unpackShapes(column), x0, y0, sx: step, sy: step });
  return [...arcs.boxes];
}

/* The ids of each shape alone, and the shape itself in pixels. */
export function scan(n, width, height, view) {
  return Array.from({ length: n }, (_, shape) => {
    const ids = new Uint16Array(width * height);
    makeScanner(ids, width, height, view)(arcs, shape, 1);
    const rings = ringsOfShape(arcs, shape).map((polygon) => polygon.map((ring) => ring.map((value, i) => value * view.scale + (i % 2 ? view.y : view.x))));
    return { painted: [...ids.keys()].filter((at) => ids[at]), rings };
  });
}

export function painted(width, height, x, y, radius) {
  const ids = new Uint16Array(width * height);
  scanDisc(ids, width, height, x, y, radius, 1);
  return [...ids];
}

/* A map of all shapes, each with a fill of its own choosing. */
export function openMap(fills, chosen) {
  const { left, top, right, bottom } = { left: 30, top: 50, right: 40, bottom: 40 };
  const leaflet = L.map("map", { zoomControl: false, attributionControl: false, zoomSnap: 0, fadeAnimation: false });
  leaflet.fitBounds([[bottom, left], [top, right]], { animate: false });
  const things = chosen.map((_, at) => ({ at, shape: at }));
  const raster = new Raster(arcs, things, fills, { n: chosen.length, radius: 8, tileOf: (at) => 2 * chosen[at] + 1, pane: "overlayPane" }).addTo(leaflet);
  const pixels = () => new Uint32Array(raster._pen.getImageData(0, 0, raster._view.width, raster._view.height).data.buffer);
  return {
    raster, leaflet,
    show: (changes) => {
      changes.forEach(([at, fill]) => (chosen[at] = fill));
      raster.show(changes.map(([at]) => at));
      raster._paintMargins();
    },
    isAsPaintedAnew: () => {
      const before = pixels();
      raster.recolor();
      raster._paintMargins();
      const after = pixels();
      return before.length === after.length && before.every((pixel, at) => pixel === after[at]);
    },
    at: (points) => points.map((point) => raster.at(L.point(point))),
    whereIs: (points) => points.map((point) => leaflet.containerPointToLatLng(point)).map(({ lat, lng }) => [lng, lat]),
  };
}

/* What an SVG path of a shape keeps of it at a scale. */
export function paths(n, zoom) {
  const leaflet = L.map("map", { zoomSnap: 0 }).setView([45, 35], zoom, { animate: false });
  return Array.from({ length: n }, (_, shape) => {
    const path = new ArcPath(arcs, [shape], { renderer: L.svg({ padding: 400 }) }).addTo(leaflet);
    return path.getElement().getAttribute("d");
  });
}

export function tilesBesidePatterns(fills) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  Object.entries({ width: 120, height: 120 * fills.length }).forEach(([name, value]) => svg.setAttribute(name, value));
  defineFills(svg, fills);
  fills.forEach((_, at) => {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    Object.entries({ y: 120 * at, width: 120, height: 120, fill: paintOf(at) }).forEach(([name, value]) => rect.setAttribute(name, value));
    svg.append(rect);
  });
  document.body.replaceChildren(svg);
  const { pixels, size, start } = makeTiles(fills, 1);
  return fills.map((_, at) => at * 2 + 1).map((tile) => ({ side: size[tile], pixels: [...new Uint8Array(pixels.buffer, 4 * start[tile], 4 * size[tile] ** 2)] }));
}

export const clipped = (ring, box) => clipRing(ring, box);
export const deepest = (rings, tall) => poleOf(rings, tall);
export const spanOf = (rings, x, y) => spanAt(rings, x, y);
export const lines = (name, n) => inLines(name, n, (text) => text.length);
"""

MANY = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])

FILLS = [
    {"status": "control", "parties": ["a"], "kind": "solid", "colors": ["#a9332f"], "pattern": "none"},
    {"status": "control", "parties": ["b"], "kind": "solid", "colors": ["#2f5ba9"], "pattern": "waves"},
    {"status": "contested", "kind": "stripes", "colors": ["#a9332f", "#2f5ba9"]},
    {"status": "shared", "kind": "bands", "colors": ["#a9332f", "#2f5ba9", "#ecc94b"]},
    {"status": "disputed", "kind": "checks", "colors": ["#a9332f", "#2f5ba9"]},
    {"status": "vacated", "kind": "vacated", "colors": []},
    {"status": "unknown", "kind": "unknown", "colors": []},
]


@pytest.fixture(scope="module")
def script() -> str:
    return bundle({**modules(), "workshop.js": WORKSHOP}, "workshop.js", returns="workshop")


def blank(script: str) -> str:
    """Return a page with a map's place and everything in ``WORKSHOP``."""
    look = f"{leaflet_css()} body {{ margin: 0 }} #map {{ width: 400px; height: 300px }}"
    names = (
        "--vacated: #fffdf8; --unknown: #dcdddc; --unknown-dot: #85898c; --hairline: rgba(255,255,255,0.85)"
    )
    return (
        f"<!DOCTYPE html><title>raster</title><style>{look} :root {{ {names} }}</style><div id=map></div>"
        f"<script>{leaflet_js()}</script><script>{script};window.workshop = workshop;</script>"
    )


@pytest.fixture(scope="module")
def page(browser, script: str):
    page = browser.new_page()
    page.set_content(blank(script))
    yield page
    page.close()


def cells(n: int, seed: int) -> np.ndarray:
    """Return cells that tile 30 to 40 degrees east, 40 to 50 north, with wavy borders in common.

    Some are merged into multipolygons, some have a hole that another cell fills.
    """
    rng = np.random.default_rng(seed)
    box = shapely.box(30, 40, 40, 50)
    points = shapely.multipoints(rng.uniform((30, 40), (40, 50), (n, 2)))
    plain = shapely.intersection(shapely.get_parts(shapely.voronoi_polygons(points, extend_to=box)), box)
    inner = shapely.buffer(shapely.centroid(plain[:3]), 0.08)
    holed = shapely.difference(plain[:3], inner)
    whole = np.array([*holed, *inner, shapely.union_all(plain[3:9:2]), *plain[4:9:2], *plain[9:]])
    return shapely.transform(shapely.segmentize(whole, 0.3), _waved)


def _waved(points: np.ndarray) -> np.ndarray:
    inset = np.sin(math.pi * (points[:, 0] - 30) / 10) * np.sin(math.pi * (points[:, 1] - 40) / 10)
    off = np.column_stack([np.sin(9 * points[:, 1]), np.sin(7 * points[:, 0])])
    return points + 0.06 * inset[:, None] * off


def load(page, shapes: np.ndarray) -> list[float]:
    """Put shapes into the page; return all their boxes."""
    packed = encode({}, polygon_columns(shapes, STEP), [])
    return page.evaluate("([packed, grid]) => workshop.load(packed, grid)", [packed, [30, 40, 1e-3]])


def view_of(boxes: list[float], zoom: float) -> dict[str, float]:
    """Return a view with all shapes in ``SIDE`` pixels, magnified about their middle."""
    left, top, right, bottom = (np.array(boxes[at::4]) for at in range(4))
    x, y = (left.min() + right.max()) / 2, (top.min() + bottom.max()) / 2
    scale = 0.9 * SIDE / max(right.max() - left.min(), bottom.max() - top.min()) * zoom
    return {"scale": scale, "x": SIDE / 2 - x * scale, "y": SIDE / 2 - y * scale}


def scanned(page, shapes: np.ndarray, zoom: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return what is painted of each shape alone, and what shapely says is inside it, and inside or on its border."""
    view = view_of(load(page, shapes), zoom)
    found = page.evaluate(
        "([n, side, view]) => workshop.scan(n, side, side, view)", [len(shapes), SIDE, view]
    )
    middles = np.arange(SIDE) + 0.5
    x, y = (grid.ravel() for grid in np.meshgrid(middles, middles))
    painted = np.zeros((len(shapes), SIDE**2), dtype=bool)
    for row, shape in zip(painted, found, strict=True):
        row[shape["painted"]] = True
    polygons = [_polygon(shape["rings"]) for shape in found]
    inside = np.array([shapely.contains_xy(polygon, x, y) for polygon in polygons])
    touched = np.array([shapely.intersects_xy(polygon, x, y) for polygon in polygons])
    return painted, inside, touched


def _polygon(polygons: list) -> shapely.MultiPolygon:
    rings = [[np.reshape(ring, (-1, 2)) for ring in polygon] for polygon in polygons]
    return shapely.MultiPolygon([(outer, holes) for outer, *holes in rings])


@MANY
@given(st.integers(10, 60), st.integers(0, 10_000), st.floats(0.3, 30))
def test_a_pixel_is_painted_where_its_centre_lies_inside_by_one_shape_and_by_no_other(
    page, n, seed, zoom
) -> None:
    painted, inside, touched = scanned(page, cells(n, seed), zoom)
    assert (painted >= inside).all()
    assert (painted <= touched).all()
    assert painted.sum(axis=0).max(initial=0) <= 1
    ground = inside.any(axis=0)
    assert (painted.sum(axis=0)[ground] == 1).all()


def test_ground_that_fills_the_view_has_no_open_pixel_at_any_zoom(page) -> None:
    shapes = cells(40, 3)
    for zoom in 1.5 ** np.arange(2, 24, 3):
        assert scanned(page, shapes, zoom)[0].sum(axis=0).all()


@MANY
@given(st.floats(-10, 50), st.floats(-10, 50), st.floats(0.2, 30))
def test_a_disc_is_the_pixels_whose_centres_are_near_enough(page, x, y, radius) -> None:
    ids = page.evaluate("([x, y, radius]) => workshop.painted(40, 40, x, y, radius)", [x, y, radius])
    middles = np.arange(40) + 0.5
    distance = np.hypot(*np.meshgrid(middles - x, middles - y))
    clear = np.abs(distance - radius) > 1e-9
    assert ((np.reshape(ids, (40, 40)) > 0) == (distance < radius))[clear].all()


@pytest.fixture
def open_raster(browser, script: str):
    """A function that opens a map of cells, each with a fill, at a number of device pixels a pixel."""
    contexts = []

    def open_it(shapes: np.ndarray, fills: list[int], ratio: float = 1):
        context = browser.new_context(device_scale_factor=ratio, viewport={"width": 400, "height": 300})
        contexts.append(context)
        page = context.new_page()
        page.set_content(blank(script))
        load(page, shapes)
        page.evaluate("([fills, chosen]) => { window.map = workshop.openMap(fills, chosen) }", [FILLS, fills])
        return page

    yield open_it
    for context in contexts:
        context.close()


MOVES = [
    "leaflet.setZoom(leaflet.getZoom() + 1.7, { animate: false })",
    "leaflet.panBy([61, -43], { animate: false })",
    "leaflet.setZoom(leaflet.getZoom() - 2.2, { animate: false })",
]


@pytest.mark.parametrize("ratio", [1, 1.25, 2, 3])
def test_what_a_step_paints_is_what_painting_all_anew_would(open_raster, ratio) -> None:
    rng = np.random.default_rng(5)
    shapes = cells(80, 5)
    page = open_raster(shapes, rng.integers(0, len(FILLS), len(shapes)).tolist(), ratio)
    for move in ["", *MOVES]:
        page.evaluate(f"() => {{ const {{ leaflet }} = map; {move}; map.raster.catchUp() }}")
        for n in (0, 1, 3, len(shapes)):
            places = rng.permutation(len(shapes))[:n].tolist()
            changes = [[at, int(rng.integers(0, len(FILLS)))] for at in places]
            page.evaluate("(changes) => map.show(changes)", changes)
            assert page.evaluate("map.isAsPaintedAnew()")


@pytest.mark.parametrize("ratio", [1, 2])
def test_the_place_under_a_point_is_the_one_that_contains_it(open_raster, ratio) -> None:
    shapes = cells(80, 8)
    borders = shapely.boundary(shapes)
    page = open_raster(shapes, [0] * len(shapes), ratio)
    rng = np.random.default_rng(8)
    for move in ["", *MOVES]:
        page.evaluate(f"() => {{ const {{ leaflet }} = map; {move} }}")
        # Points are taken for the whole pixel they lie in, so those near a border may go either way.
        points = (rng.integers(0, 300, (400, 2)) + 0.5 / ratio).tolist()
        hits = page.evaluate("(points) => map.at(points)", points)
        lonlats = shapely.points(page.evaluate("(points) => map.whereIs(points)", points))
        for hit, point in zip(hits, lonlats, strict=True):
            is_clear = not shapely.dwithin(borders, point, 0.05).any()
            near = np.flatnonzero(shapely.dwithin(shapes, point, 0 if is_clear else 0.05)).tolist()
            assert hit in (near or [-1]) if is_clear else hit in (*near, -1)


def test_a_tile_looks_as_the_pattern_in_svg_does(browser, script) -> None:
    own = browser.new_page(viewport={"width": 120, "height": 120 * len(FILLS)})
    own.set_content(blank(script))
    tiles = own.evaluate("(fills) => workshop.tilesBesidePatterns(fills)", FILLS)
    drawn = own.screenshot()
    shown = own.evaluate(
        """async (base64) => {
        const bitmap = await createImageBitmap(await (await fetch("data:image/png;base64," + base64)).blob());
        const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
        pen.drawImage(bitmap, 0, 0);
        return [...pen.getImageData(0, 0, bitmap.width, bitmap.height).data];
    }""",
        __import__("base64").b64encode(drawn).decode(),
    )
    shown = np.reshape(shown, (len(FILLS), 120, 120, 4)).astype(int)
    for at, (fill, tile, svg) in enumerate(zip(FILLS, tiles, shown, strict=True)):
        side = tile["side"]
        canvas = np.reshape(tile["pixels"], (side, side, 4)).astype(int)
        hung = np.roll(canvas, -120 * at, axis=0)
        repeated = np.tile(hung, (math.ceil(120 / side),) * 2 + (1,))[:120, :120]
        assert (canvas[..., 3] == 255).all(), fill
        assert np.abs(repeated - svg).mean() < 4, fill
    own.close()


@MANY
@given(st.integers(10, 40), st.integers(0, 10_000), st.floats(0, 7))
def test_paths_of_neighbours_keep_the_same_points(page, n, seed, zoom) -> None:
    shapes = cells(n, seed)
    load(page, shapes)
    page.evaluate("document.body.innerHTML = '<div id=map></div>'")
    drawn = page.evaluate("([n, zoom]) => workshop.paths(n, zoom)", [len(shapes), zoom])
    edges: dict[tuple, int] = {}
    for d in drawn:
        for ring in d.split("M")[1:]:
            points = np.reshape([float(value) for value in ring.rstrip("Z").split()], (-1, 2)).tolist()
            for a, b in zip(points, [*points[1:], points[0]], strict=True):
                if a != b:
                    key = tuple(sorted((tuple(a), tuple(b))))
                    edges[key] = edges.get(key, 0) + 1
    outer = shapely.union_all(shapes)
    lengths = {edge: math.dist(*edge) for edge, uses in edges.items() if uses % 2}
    assert sum(lengths.values()) == pytest.approx(outline_length(drawn), rel=0.02), outer.length


def outline_length(drawn: list[str]) -> float:
    """Return twice the width and height of everything drawn: the tiled square's own outline."""
    values = [
        np.reshape([float(v) for v in part.rstrip("Z").split()], (-1, 2))
        for d in drawn
        for part in d.split("M")[1:]
    ]
    points = np.concatenate(values)
    return float(2 * np.ptp(points, axis=0).sum())


@MANY
@given(st.integers(10, 40), st.integers(0, 10_000))
def test_a_name_sits_deep_inside(page, n, seed) -> None:
    for shape in cells(n, seed)[:6]:
        polygon = max(shapely.get_parts(shape), key=shapely.area)
        rings = [
            shapely.get_coordinates(ring).ravel().tolist() for ring in (polygon.exterior, *polygon.interiors)
        ]
        found = page.evaluate("(rings) => workshop.deepest(rings, 1)", rings)
        deepest = shapely.length(shapely.maximum_inscribed_circle(polygon, tolerance=1e-3))
        depth = shapely.distance(shapely.Point(found["x"], found["y"]), polygon.boundary)
        assert polygon.contains(shapely.Point(found["x"], found["y"]))
        assert depth > 0.93 * deepest
        wide = page.evaluate("(rings) => workshop.deepest(rings, 2.2)", rings)
        assert polygon.contains(shapely.Point(wide["x"], wide["y"]))
        span = page.evaluate("([rings, x, y]) => workshop.spanOf(rings, x, y)", [rings, wide["x"], wide["y"]])
        line = shapely.LineString([(0, wide["y"]), (90, wide["y"])])
        parts = shapely.get_parts(shapely.intersection(polygon, line))
        (part,) = (part.bounds for part in parts if part.bounds[0] <= wide["x"] <= part.bounds[2])
        assert span == pytest.approx([part[0], part[2]], abs=1e-6)


@MANY
@given(st.integers(10, 40), st.integers(0, 10_000), st.floats(29, 39), st.floats(39, 49), st.floats(0.2, 6))
def test_a_clipped_ring_covers_what_lies_in_the_box(page, n, seed, x, y, side) -> None:
    box = [x, y, x + side, y + side]
    for shape in cells(n, seed)[9:14]:
        ring = shapely.get_coordinates(shape.exterior).ravel().tolist()
        found = np.reshape(
            page.evaluate("([ring, box]) => workshop.clipped(ring, box)", [ring, box]), (-1, 2)
        )
        area = shapely.Polygon(found).area if len(found) > 3 else 0
        assert area == pytest.approx(
            shapely.Polygon(shape.exterior).intersection(shapely.box(*box)).area, abs=1e-6
        )


def test_names_break_into_lines_of_like_width(page) -> None:
    name = "Yalda, Babbila and Beit Sahm"
    lines = [page.evaluate("([name, n]) => workshop.lines(name, n)", [name, n]) for n in (1, 2, 3, 6)]
    assert lines == [
        [name],
        ["Yalda, Babbila", "and Beit Sahm"],
        ["Yalda,", "Babbila and", "Beit Sahm"],
        None,
    ]
