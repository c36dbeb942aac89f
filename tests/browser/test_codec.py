"""What the generator writes, the page reads: the two are each other's inverse."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geomap.render.bundle import bundle
from geomap.render.html import modules
from geomap.render.payload.arcs import Grid, to_rings, to_xy, with_corners_of_others
from geomap.render.payload.codec import encode
from geomap.render.payload.shapes import line_columns, polygon_columns
from geomap.render.payload.spikes import without_spikes

STEP = Grid(0, 0, 1.0)

READER = """
import { decode } from "./codec.js";
import { latLngsOf, unpackContext } from "./outlines.js";
import { unpackShapes } from "./shapes.js";
export async function readColumns(packed, names, nTexts) {
  const { header, column, text } = await decode(packed);
  const columns = Object.fromEntries(names.map((name) => [name, [...column(name)]]));
  return { header, columns, texts: Array.from({ length: nTexts }, (_, at) => text(at)) };
}
export async function readShapes(packed, n) {
  const { column } = await decode(packed);
  const shapes = { ...unpackShapes(column), x0: 0, y0: 0, sx: 1, sy: 1 };
  return Array.from({ length: n }, (_, at) => latLngsOf(shapes, at).polygons);
}
"""


@pytest.fixture(scope="module")
def reader(browser):
    page = browser.new_page()
    source = bundle({**modules(), "reader.js": READER}, "reader.js", returns="reader")
    page.set_content(f"<script>{source};window.reader = reader;</script>")
    yield page
    page.close()


whole = st.integers(-(2**48), 2**48)
MANY = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@MANY
@given(st.lists(st.lists(whole, max_size=40), max_size=5), st.lists(st.text(max_size=12), max_size=20))
def test_columns_and_texts_come_back(reader, lists, texts) -> None:
    texts = [text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") for text in texts]
    columns = {f"c{at}": np.array(values, dtype=np.int64) for at, values in enumerate(lists)}
    packed = encode({"title": "</script>{{ 7*7 }}"}, columns, texts)
    found = reader.evaluate(
        "([packed, names, n]) => reader.readColumns(packed, names, n)", [packed, list(columns), len(texts)]
    )
    assert found["header"]["title"] == "</script>{{ 7*7 }}"
    assert found["columns"] == {f"c{at}": values for at, values in enumerate(lists)}
    assert found["texts"] == texts


def outlines(n: int, seed: int) -> np.ndarray:
    """Return cells, some merged, some with a hole that another fills, some in two parts."""
    rng = np.random.default_rng(seed)
    points = shapely.multipoints(rng.uniform(0, 500, (n, 2)))
    box = shapely.box(0, 0, 500, 500)
    cells = shapely.intersection(shapely.get_parts(shapely.voronoi_polygons(points, extend_to=box)), box)
    inner = shapely.buffer(shapely.centroid(cells[:3]), 4)
    holed = shapely.difference(cells[:3], inner)
    return np.array([*holed, *inner, shapely.union_all(cells[3:9:2]), *cells[4:9:2], *cells[9:]])


@MANY
@given(st.integers(10, 60), st.integers(0, 10_000))
@example(26, 900)
@example(19, 900)
def test_shapes_come_back_as_they_lie_on_the_grid(reader, n, seed) -> None:
    shapes = outlines(n, seed)
    packed = encode({}, polygon_columns(shapes, STEP), [])
    found = reader.evaluate("([packed, n]) => reader.readShapes(packed, n)", [packed, len(shapes)])
    rings = without_spikes(with_corners_of_others(to_rings(shapes, STEP)))
    drawn = dict.fromkeys(range(len(shapes)), 0.0)
    for at, polygons in enumerate(found):
        for outer, *holes in polygons:
            turned = [[(x, y) for y, x in ring] for ring in (outer, *holes)]
            drawn[at] += shapely.Polygon(turned[0]).area - sum(
                shapely.Polygon(hole).area for hole in turned[1:]
            )
    # Both sides walk the same points, so that areas are equal to the last bit, and points by set.
    wanted = {}
    for begin, end, shape in zip(rings.start[:-1], rings.start[1:], rings.shape, strict=True):
        wanted.setdefault(int(shape), set()).update(map(tuple, to_xy(rings.points[begin:end]).tolist()))
    for at, polygons in enumerate(found):
        assert {(x, y) for rings_ in polygons for ring in rings_ for y, x in ring} == wanted.get(at, set())
    # In a narrow cell the disc that fills its hole lies over others, too.
    if shapely.area(shapes).sum() == pytest.approx(500 * 500, rel=1e-9):
        assert sum(drawn.values()) == pytest.approx(500 * 500, rel=1e-9)


def test_lines_come_back(reader) -> None:
    lines = [
        shapely.LineString([(0, 0), (3, 4), (3, 4.2), (9, -5)]),
        shapely.LineString([(100, 50), (90, 40)]),
    ]
    columns = line_columns(lines, STEP)
    assert columns["n"].tolist() == [3, 2]
    packed = encode({}, columns, [])
    found = reader.evaluate("(packed) => reader.readColumns(packed, ['n', 'x', 'y'], 0)", packed)["columns"]
    assert found["x"] == [0, 3, 6, 100, -10]
    assert found["y"] == [0, 4, -9, 50, -10]
