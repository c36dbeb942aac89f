"""A ``Scene``: what is on a map, when, with what around it, and everything a renderer needs."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from geomap import schema as s
from geomap.control import as_of
from geomap.errors import GeomapError
from geomap.project import read_data, read_project
from geomap.render import render
from geomap.scene import ContextLayer, compose, kilometres_across, newest_day, projection_for


@pytest.fixture
def compose_squares(squares):
    """A function that composes a map of the squares."""

    def make(*show, **options):
        squares.write()
        data = read_data(read_project(squares.root / "geomap.toml"))
        return compose(data.places, data.records, data.actors, show=show, figures=data.figures, **options)

    return make


def iso(day) -> str:
    return f"{day:%Y-%m-%d}"


# --- which places ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("show", "shown"),
    [
        (["land"], {"land", "west", "east", "nook", "inn"}),
        (["west"], {"west", "nook"}),
        (["East"], {"east", "inn"}),
        (["nook", "inn", "nook"], {"nook", "inn"}),
    ],
)
def test_finer_places_are_shown_with_those_named(compose_squares, show, shown):
    assert set(compose_squares(*show).places.index) == shown


def test_a_place_that_lies_there_is_shown_whatever_its_parent(compose_squares, squares):
    squares.features[3]["properties"]["parent"] = "land"
    assert set(compose_squares("west").places.index) == {"west", "nook"}


def test_every_wrong_name_is_told_at_once(compose_squares):
    with pytest.raises(GeomapError) as caught:
        compose_squares("wset", "esat")
    assert "Did you mean West" in str(caught.value)
    assert "Did you mean East" in str(caught.value)


def test_no_name_at_all_is_an_error(compose_squares):
    with pytest.raises(GeomapError, match="Name at least one"):
        compose_squares()


def test_the_tree_has_what_stands_above_and_nothing_beside(compose_squares):
    scene = compose_squares("nook")
    assert set(scene.tree.index) == {"nook", "west", "land"}
    assert set(scene.records[s.PLACE_ID]) == {"west", "land"}
    assert set(scene.spells[s.PLACE_ID]) == {"nook", "west", "land"}


# --- days --------------------------------------------------------------------------


def test_days_default_to_those_of_the_records_on_the_map(compose_squares):
    scene = compose_squares("east")
    assert [iso(day) for day in (scene.first, scene.last, scene.opens)] == [
        "2018-01-01",
        "2018-12-31",
        "2018-12-31",
    ]
    assert iso(scene.data_to) == "2018-12-31"


def test_the_opening_day_is_kept_within_the_range(compose_squares):
    days = {"first": "2018-01-01", "last": "2018-06-30"}
    assert iso(compose_squares("east", **days, opens="2017-01-01").opens) == "2018-01-01"
    assert iso(compose_squares("east", **days, opens="2019-01-01").opens) == "2018-06-30"


def test_days_out_of_order_are_an_error_that_says_so(compose_squares):
    with pytest.raises(GeomapError, match="begin on 2018-02-01, after its last day 2018-01-01"):
        compose_squares("east", first="2018-02-01", last="2018-01-01")


def test_a_map_without_any_record_can_still_be_drawn(compose_squares, squares):
    squares.records = []
    scene = compose_squares("land")
    assert set(scene.states(scene.opens)[s.STATUS]) == {"unknown"}
    assert iso(newest_day(scene.records)) == "1970-01-01"


def test_known_on_leaves_out_what_was_reported_later(compose_squares, squares):
    squares.records[1]["reported"] = "2018-05-01"
    late, early = compose_squares("west"), compose_squares("west", known_on="2018-04-30")
    assert late.states("2018-03-01").at["west", s.PARTIES] == ("blue",)
    assert early.known_on == pd.Timestamp("2018-04-30")
    assert (
        early.states("2018-03-01").at["west", s.STATUS] == "unknown"
    )  # the year 2018 counts as told on its last day


# --- states ------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2012-06-01", "2018-03-12", "2018-03-15", "2018-03-22", "2018-12-31"])
def test_states_are_those_of_as_of_for_every_place(scenes, day):
    for scene in scenes.values():
        states, expected = scene.states(day), as_of(scene.spells, day).loc[scene.places.index]
        assert list(states.index) == list(scene.places.index)
        columns = [s.STATUS, s.PARTIES, s.SINCE, s.RECORD_IDS, s.DISSENT_IDS, s.CLAIMED_IDS, s.INHERITED_FROM]
        pd.testing.assert_frame_equal(states[columns], expected[columns])


def test_marks_say_what_is_beside_a_state(scenes):
    states = scenes["southern-damascus"].states("2018-03-15")
    assert "claim" in states.at["qadam", "marks"]
    dissent = scenes["southern-damascus"].states("2018-05-16")
    assert dissent.at["hajar_al_aswad", "marks"] == ("dissent",)
    ghouta = scenes["syria"].states("2018-03-01")
    assert {"besieged", "assault"} <= set(ghouta.at["douma", "marks"])
    assert ("besieged", ("government",)) in ghouta.at["douma", "conditions"]
    assert "presence" in scenes["deir-ezzor"].states("2018-03-22").at["deir_ezzor_east", "marks"]


def test_age_is_told_where_the_map_asks_for_it(scenes):
    assert not scenes["southern-damascus"].states("2018-03-12")["stale"].any()  # stale_after = 0
    assert scenes["deir-ezzor"].states("2018-12-01")["stale"].any()  # 180 days


@pytest.mark.parametrize("day", ["2018-03-12", "2018-03-15", "2018-03-22", "2018-05-16"])
def test_the_legend_has_every_state_on_the_map_and_no_other(scenes, day):
    for scene in scenes.values():
        states = scene.states(day)
        drawn = states[states["drawn"]]
        shown = {(row.status, tuple(sorted(row.parties))) for row in drawn.itertuples()}
        legend = scene.legend(day)
        assert {(row.status, tuple(sorted(row.parties))) for row in legend if row.kind == "state"} == shown
        assert {row.key for row in legend if row.kind == "mark"} == {
            mark for marks in states["marks"] for mark in marks
        }
        for row in legend:
            assert row.fill is None or row.fill == scene.fill(row.status, row.parties)


def test_sources_count_every_record(scenes):
    scene = scenes["southern-damascus"]
    sources = scene.sources()
    assert sources["n"].sum() == len(scene.records)
    assert sources["n"].is_monotonic_decreasing
    assert ("AFP", "") in set(zip(sources["source"], sources["via"], strict=True))


def test_boundary_sources_name_every_licence(scenes):
    for scene in scenes.values():
        pairs = scene.boundary_sources()
        assert len(pairs) == len(set(pairs))
        assert set(scene.places["source"]) <= {source for source, _ in pairs}
        assert all(licence for _, licence in pairs)


# --- extent ------------------------------------------------------------------------


def test_bounds_hold_every_place_and_a_point_has_an_extent(scenes, compose_squares):
    for scene in scenes.values():
        minx, miny, maxx, maxy = scene.places.total_bounds
        assert scene.bounds[0] <= minx
        assert scene.bounds[1] <= miny
        assert scene.bounds[2] >= maxx
        assert scene.bounds[3] >= maxy
    point = compose_squares("inn").bounds
    assert point[2] - point[0] >= 0.049
    assert point[3] - point[1] >= 0.049


def test_the_projection_suits_the_extent(scenes):
    assert "tmerc" in scenes["qadam"].area_crs
    assert "laea" in scenes["syria"].area_crs
    assert "Lambert" in projection_for((-70, -40, -60, -30))[1]
    assert "W" in projection_for((-70, -40, -60, -30))[1]
    assert kilometres_across((36.0, 33.0, 37.0, 33.0)) == pytest.approx(93.4, abs=0.5)


def test_two_layers_of_one_kind_are_drawn_both(shipped_data):
    whole = next(layer.frame for layer in shipped_data.context if layer.kind == "rivers")
    parts = [ContextLayer("rivers", whole.iloc[:3]), ContextLayer("rivers", whole.iloc[3:])]
    scenes = [
        compose(
            shipped_data.places, shipped_data.records, shipped_data.actors, show=["syria"], context=context
        )
        for context in (parts, [ContextLayer("rivers", whole)])
    ]
    assert all([layer.kind for layer in scene.context].count("rivers") == 1 for scene in scenes)
    svgs = [render(scene, ".svg", on="2018-03-22") for scene in scenes]
    assert svgs[0] == svgs[1]


def test_context_is_cut_to_the_surroundings_and_holds_no_place_of_the_map(scenes):
    qadam = scenes["qadam"]
    assert {layer.kind for layer in qadam.context} >= {"places", "towns"}
    minx, miny, maxx, maxy = qadam.bounds
    pad = 4 * max(maxx - minx, maxy - miny)
    for layer in qadam.context:
        assert not layer.frame.geometry.is_empty.any()
        left, low, right, high = layer.frame.total_bounds
        assert left >= minx - pad
        assert right <= maxx + pad
        assert low >= miny - pad
        assert high <= maxy + pad
    places = next(layer.frame for layer in qadam.context if layer.kind == "places")
    assert "Qadam" not in set(places["name"])
    assert "Yarmuk" in set(places["name"])


# --- trust -------------------------------------------------------------------------


def test_a_scene_cannot_be_changed(scenes):
    with pytest.raises(dataclasses.FrozenInstanceError):
        scenes["qadam"].title = "another"


def test_compose_changes_nothing_it_was_given(squares):
    data = read_data(read_project(squares.root / "geomap.toml"))
    frames = (pd.DataFrame(data.places), data.records, data.actors)
    before = [frame.copy() for frame in frames]
    scene = compose(data.places, data.records, data.actors, show=["land"])
    scene.states("2018-03-01")
    scene.legend("2018-03-01")
    for frame, old in zip(frames, before, strict=True):
        pd.testing.assert_frame_equal(frame, old)


def test_the_order_of_rows_never_matters(squares):
    data = read_data(read_project(squares.root / "geomap.toml"))
    scenes = [
        compose(data.places, records, data.actors, show=["land"])
        for records in (data.records, data.records.iloc[::-1])
    ]
    pd.testing.assert_frame_equal(scenes[0].spells, scenes[1].spells)
    pd.testing.assert_frame_equal(scenes[0].states("2018-03-10"), scenes[1].states("2018-03-10"))
