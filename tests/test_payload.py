"""What the page gets: every border once on a grid, numbers and texts in few bytes."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

sys.path.insert(0, str(Path(__file__).parent / "browser"))

from scenes import small_scene
from unpacking import header_of

from geomap.render.payload import pack
from geomap.render.payload.arcs import (
    Grid,
    Rings,
    grid_for,
    hilbert_order,
    to_rings,
    to_uses,
    to_xy,
    with_corners_of_others,
)
from geomap.render.payload.codec import encode, fronted, planes, to_unsigned, varints
from geomap.render.payload.shapes import polygon_columns
from geomap.render.payload.spikes import without_spikes
from geomap.render.payload.tables import Texts, area_unit, to_day

STEP = Grid(0, 0, 1.0)


def rings_of(uses) -> list[list[tuple[int, int]]]:
    """Return the rings that uses of arcs draw, from the points of each arc's first use."""
    rings: dict[int, list] = {}
    for use, ring in enumerate(uses.ring):
        first = uses.first[uses.arc[use]]
        arc = to_xy(uses.points[uses.begin[first] : uses.end[first]]).tolist()
        arc = arc[::-1] if uses.back[use] != uses.back[first] else arc
        rings.setdefault(int(ring), []).extend(map(tuple, arc[:-1]))
    return list(rings.values())


def same_ring(one: list, other: list) -> bool:
    """Return whether two rings are one, wherever each begins."""
    if len(one) != len(other) or one[0] not in other:
        return False
    return any(other[at:] + other[:at] == one for at, point in enumerate(other) if point == one[0])


def cells(n: int, seed: int) -> np.ndarray:
    """Return Voronoi cells with integer corners over a square, no two of them overlapping."""
    rng = np.random.default_rng(seed)
    points = shapely.multipoints(rng.uniform(0, 1000, (n, 2)))
    parts = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=shapely.box(0, 0, 1000, 1000)))
    return shapely.intersection(parts, shapely.box(0, 0, 1000, 1000))


@settings(deadline=None, max_examples=40)
@given(st.integers(2, 40), st.integers(0, 10_000))
def test_arcs_draw_the_rings_they_were_cut_from(n: int, seed: int) -> None:
    rings = with_corners_of_others(to_rings(cells(n, seed), STEP))
    drawn = rings_of(to_uses(rings))
    wanted = [
        [tuple(point) for point in to_xy(rings.points[begin:end]).tolist()]
        for begin, end in zip(rings.start[:-1], rings.start[1:], strict=True)
    ]
    assert len(drawn) == len(wanted)
    assert all(same_ring(*pair) for pair in zip(drawn, wanted, strict=True))


def test_a_border_of_two_places_is_one_arc() -> None:
    uses = to_uses(to_rings(np.array([shapely.box(0, 0, 2, 2), shapely.box(2, 0, 4, 2)]), STEP))
    assert len(uses.first) == 3
    assert np.bincount(uses.arc).tolist().count(2) == 1


def test_a_hole_and_what_fills_it_are_one_arc() -> None:
    outer = shapely.box(0, 0, 9, 9).difference(shapely.box(3, 3, 6, 6))
    uses = to_uses(to_rings(np.array([outer, shapely.box(3, 3, 6, 6)]), STEP))
    assert len(uses.first) == 2


def test_a_corner_on_anothers_straight_edge_becomes_a_point_of_it() -> None:
    whole = shapely.box(0, 0, 10, 5)
    pieces = [shapely.box(0, 5, 4.3, 9), shapely.box(4.3, 5, 10, 9)]
    rings = with_corners_of_others(to_rings(np.array([whole, *pieces]), STEP))
    below = to_xy(rings.points[rings.start[0] : rings.start[1]]).tolist()
    assert [4, 5] in below


@settings(deadline=None, max_examples=25)
@given(st.integers(2, 30), st.integers(0, 10_000))
def test_neighbours_leave_no_gap_on_the_grid(n: int, seed: int) -> None:
    rings = with_corners_of_others(to_rings(cells(n, seed), STEP))
    bounds = zip(rings.start[:-1], rings.start[1:], strict=True)
    polygons = [shapely.Polygon(to_xy(rings.points[begin:end])) for begin, end in bounds]
    assert sum(polygon.area for polygon in polygons) == pytest.approx(1000 * 1000)


def spiked(*rings: list[tuple[int, int]], polygon: list[int]) -> list[list[list[int]]]:
    """Return rings on the grid as they are without spikes."""
    points = np.array([(x << 32) + y + 2**31 for ring in rings for x, y in ring], dtype=np.int64)
    start = np.cumsum([0, *map(len, rings)])
    left = without_spikes(Rings(points, start, np.array(polygon), np.array(polygon)))
    xy = to_xy(left.points).tolist()
    return [xy[begin:end] for begin, end in zip(left.start[:-1], left.start[1:], strict=True)]


@pytest.mark.parametrize(
    "ring",
    [
        [(0, 0), (4, 0), (6, 0), (4, 0), (4, 4)],
        [(0, 0), (4, 0), (6, 0), (7, 1), (6, 0), (4, 0), (4, 4)],
        [(4, 0), (4, 4), (0, 0), (4, 0), (6, 0)],
        [(6, 0), (4, 0), (4, 4), (0, 0), (4, 0)],
        [(4, 0), (6, 0), (4, 0), (5, 5), (4, 0), (4, 4), (0, 0)],
    ],
)
def test_a_ring_does_not_go_out_and_back(ring) -> None:
    (left,) = spiked(ring, polygon=[0])
    assert sorted(left) == [[0, 0], [4, 0], [4, 4]]
    assert shapely.Polygon(left).area == 8


def test_a_ring_that_is_all_spike_goes_with_its_polygon() -> None:
    hole, square = [(1, 1), (2, 1), (2, 2)], [(0, 0), (3, 0), (3, 3), (0, 3)]
    flat = [(0, 0), (1, 0), (0, 0), (1, 0)]
    assert spiked(flat, hole, square, flat, polygon=[0, 0, 1, 1]) == [[list(point) for point in square]]


def test_what_vanishes_on_the_grid_is_left_out_with_its_holes() -> None:
    speck = shapely.box(0, 0, 0.1, 0.1)
    columns = polygon_columns(np.array([speck, shapely.box(0, 0, 5, 5)]), STEP)
    in_order = dict(zip(columns["order"].tolist(), columns["polygons"].tolist(), strict=True))
    assert in_order == {0: 0, 1: 1}


def test_the_grid_is_16_bits_and_finer_where_that_bends_the_smallest() -> None:
    bounds = (0.0, 0.0, 20.0, 10.0)
    large = shapely.box(0, 0, 5, 5)
    assert grid_for(bounds, np.array([large])).step == pytest.approx(20 / 65535)
    assert grid_for(bounds, np.array([large, shapely.box(7, 7, 7.0011, 7.0011)])).step == 1e-5
    assert grid_for((0, 0, 0.01, 0.01), np.array([shapely.box(0, 0, 0.01, 0.01)])).step == 1e-6


def test_hilbert_order_keeps_neighbours_together() -> None:
    x, y = np.meshgrid(np.arange(16), np.arange(16))
    boxes = np.stack([x.ravel(), y.ravel(), x.ravel() + 1, y.ravel() + 1], axis=1).astype(float)
    order = hilbert_order(boxes)
    steps = np.abs(np.diff(boxes[order][:, :2], axis=0)).sum(axis=1)
    assert sorted(order.tolist()) == list(range(256))
    assert steps.max() <= 2


def test_numbers_are_written_in_as_few_bytes_as_they_need() -> None:
    assert to_unsigned(np.array([0, -1, 1, -2, 2])).tolist() == [0, 1, 2, 3, 4]
    assert len(varints(to_unsigned(np.array([63, -64, 64])))) == 4
    assert len(planes(to_unsigned(np.array([1, 2, 3])))) == 3


def test_texts_that_begin_alike_share_their_beginning() -> None:
    shared, rest, suffixes = fronted(
        ["record-001", "record-002", "", "أ", "أب", "\U0001f600x", "\U0001f600y"]
    )
    assert shared.tolist() == [0, 9, 0, 0, 1, 0, 0]
    assert rest.tolist() == [10, 1, 0, 1, 1, 3, 3]
    assert suffixes.decode() == "record-0012أب\U0001f600x\U0001f600y"


@pytest.mark.parametrize(
    ("day", "number"), [("1970-01-01", 0), ("2018-03-22", 17612), ("0001-01-01", -719162)]
)
def test_days_are_counted_from_1970(day: str, number: int) -> None:
    assert to_day(pd.Timestamp(day)) == number


def test_texts_are_kept_once_and_the_empty_one_is_first() -> None:
    texts = Texts()
    assert texts.column(pd.Series(["a", "b", "a", ""])).tolist() == [1, 2, 1, 0]
    assert texts.listed() == ["", "a", "b"]


def test_areas_keep_three_digits_of_the_middling_place() -> None:
    assert area_unit(np.array([1.0, 20.0, 5000.0])) == pytest.approx(0.1)
    assert area_unit(np.array([5e6])) == 1


def test_every_state_has_the_fill_of_the_style() -> None:
    scene = small_scene()
    states = header_of(pack(scene))["states"]
    assert states
    for row in states:
        fill = scene.fill(row["status"], tuple(row["parties"]))
        assert (row["kind"], row["colors"], row["pattern"]) == (fill.kind, list(fill.colors), fill.pattern)


def test_the_same_scene_gives_the_same_text_and_is_not_changed() -> None:
    scene = small_scene()
    before = scene.places.copy(), scene.records.copy(), scene.spells.copy()
    assert pack(scene) == pack(small_scene())
    assert before[0].equals(scene.places)
    assert before[1].equals(scene.records)
    assert before[2].equals(scene.spells)


def test_a_column_takes_the_shortest_code() -> None:
    rng = np.random.default_rng(0)
    columns = {"steady": np.arange(1000), "noise": rng.integers(0, 60_000, 1000), "far": np.array([0, 2**40])}
    header = header_of(encode({}, columns, []))
    codes = {name: code for name, code, *_ in header["columns"]}
    assert codes["steady"].startswith("d")
    assert "b" in codes["noise"]
    assert codes["far"].endswith("w")


def test_no_point_stands_further_off_than_the_page_says() -> None:
    scene = small_scene()
    header = header_of(pack(scene))
    x0, y0, step = header["grid"]
    grid = Grid(x0, y0, step)
    points = np.random.default_rng(1).uniform(scene.bounds[:2], scene.bounds[2:], (5000, 2))
    kept = grid.at(points) * step + (x0, y0)
    metres = Geod(ellps="WGS84").inv(*points.T, *kept.T)[2]
    assert 0.7 * header["precision"] < metres.max() < header["precision"]
