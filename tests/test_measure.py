"""Rule 9: shares that are ranges, with their denominator; what changed hands."""

from __future__ import annotations

import pandas as pd
import pytest
from pyproj import Geod

from geomap import schema as s
from geomap.measure import (
    change_days,
    changes,
    denominator_km2,
    figures_near,
    shares,
    shares_of,
    unknown_km2,
)

GEOD = Geod(ellps="WGS84")
DAYS = ["2018-01-01", "2018-03-15", "2018-03-22", "2018-05-16", "2018-07-31", "2018-12-31"]


def km2(shape) -> float:
    return abs(GEOD.geometry_area_perimeter(shape)[0]) / 1e6


def shares_by_party(scene, day) -> pd.DataFrame:
    return shares(scene, day).set_index(s.ACTOR)


# --- the shipped maps ------------------------------------------------------------------


def test_the_visible_polygons_tile_syria(scenes):
    syria = scenes["syria"]
    outline = syria.places.geometry["syria"]
    grounds = [ground for ground in syria.places["ground"] if not ground.is_empty]
    assert sum(map(km2, grounds)) == pytest.approx(km2(outline), rel=1e-3)
    assert denominator_km2(syria) == pytest.approx(km2(outline), rel=1e-3)


def test_no_two_visible_polygons_share_ground(scenes):
    for scene in scenes.values():
        drawn = scene.places[scene.places["km2"] > 0].set_geometry("ground")
        left, right = drawn.sindex.query(drawn.geometry, predicate="intersects")
        for a, b in zip(left[left < right], right[left < right], strict=True):
            shared = drawn.geometry.iloc[a].intersection(drawn.geometry.iloc[b])
            assert km2(shared) < 1e-4, (scene.name, drawn.index[a], drawn.index[b])


def test_is_has_less_than_five_per_cent_of_syria_in_march_2018(scenes):
    row = shares_by_party(scenes["syria"], "2018-03-22").loc["is"]
    assert 0 < row["least"] <= row["most"] < 5


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("name", ["syria", "southern-damascus", "deir-ezzor"])
def test_shares_are_ranges_within_the_whole(scenes, name, day):
    scene = scenes[name]
    rows, whole = shares(scene, day), denominator_km2(scene)
    assert (rows["least_km2"] <= rows["most_km2"] + 1e-9).all()
    assert (rows["most_km2"] <= whole + 1e-6).all()
    assert rows["least"].to_list() == pytest.approx((100 * rows["least_km2"] / whole).to_list())
    assert rows["most"].to_list() == pytest.approx((100 * rows["most_km2"] / whole).to_list())
    order = [actor for actor in scene.actors.index if actor in set(rows[s.ACTOR])]
    assert rows[s.ACTOR].to_list() == order


@pytest.mark.parametrize("day", DAYS)
def test_every_km2_is_sure_unsure_vacated_or_unknown(scenes, day):
    scene = scenes["syria"]
    states = scene.states(day)
    sure = shares(scene, day)["least_km2"].sum()
    said = scene.records[[s.STATUS, s.PARTIES]].apply(tuple, axis=1)
    opposed = [
        any(said[record] != (row.status, row.parties) for record in row.dissent_ids)
        for row in states.itertuples()
    ]
    unsure = states.loc[(states[s.STATUS] != "control") | pd.Series(opposed, index=states.index), "km2"].sum()
    assert sure + unsure == pytest.approx(denominator_km2(scene))
    assert unknown_km2(scene, day) == pytest.approx(states.loc[states[s.STATUS] == "unknown", "km2"].sum())


def test_unknown_land_counts_in_the_whole_and_for_no_party(scenes):
    scene = scenes["syria"]
    assert unknown_km2(scene, "2018-03-22") == pytest.approx(km2(scene.places.geometry["golan"]), rel=1e-3)
    assert shares(scene, "2018-03-22")["least"].sum() < 100


def test_points_have_no_area(scenes):
    points = scenes["syria"].places[scenes["syria"].places["is_point"]]
    assert len(points) > 2
    assert (points["km2"] == 0).all()


def test_the_published_figure_stands_beside_for_a_month(scenes):
    figures = scenes["syria"].figures
    for day, n in (("2018-03-20", 0), ("2018-03-21", 1), ("2018-04-21", 1), ("2018-04-22", 0)):
        assert len(figures_near(figures, "syria", day)) == n, day
    assert len(figures_near(figures, "homs", "2018-03-22")) == 0


# --- small ones ------------------------------------------------------------------------


def states_of(*rows) -> pd.DataFrame:
    columns = [s.STATUS, s.PARTIES, s.DISSENT_IDS, s.CLAIMED_IDS, "km2"]
    return pd.DataFrame(rows, columns=columns)


SAID = pd.DataFrame(
    {
        s.STATUS: ["control", "control", "contested", "vacated"],
        s.PARTIES: [("red",), ("blue",), ("blue", "gold"), ()],
    },
    index=["red", "blue", "fight", "left"],
)
ACTORS = pd.DataFrame(index=["gold", "red", "blue"])


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("control", ("red",), (), (), 10.0), {"red": (10, 10)}),
        (("contested", ("blue", "red"), (), (), 10.0), {"red": (0, 10), "blue": (0, 10)}),
        (("shared", ("blue", "red"), (), (), 10.0), {"red": (0, 10), "blue": (0, 10)}),
        (("disputed", ("blue", "red"), (), (), 10.0), {"red": (0, 10), "blue": (0, 10)}),
        (("vacated", (), (), (), 10.0), {}),
        (("vacated", (), (), ("red",), 10.0), {"red": (0, 10)}),
        (("unknown", (), (), (), 10.0), {}),
        (("control", ("red",), ("blue",), (), 10.0), {"red": (0, 10), "blue": (0, 10)}),
        (("control", ("red",), ("red",), (), 10.0), {"red": (10, 10)}),  # says later: not otherwise
        (("control", ("red",), ("left",), (), 10.0), {"red": (0, 10)}),
        (("control", ("red",), (), ("blue",), 10.0), {"red": (10, 10), "blue": (0, 10)}),
        (
            ("control", ("red",), ("fight", "blue"), (), 10.0),
            {"gold": (0, 10), "red": (0, 10), "blue": (0, 10)},
        ),
        (("control", ("red",), (), (), 0.0), {}),
    ],
)
def test_least_and_most_of_one_place(row, expected):
    rows = shares_of(states_of(row, ("unknown", (), (), (), 30.0)), SAID, ACTORS)
    found = {each.actor: (each.least_km2, each.most_km2) for each in rows.itertuples()}
    assert found == expected
    assert rows[s.ACTOR].to_list() == [actor for actor in ACTORS.index if actor in expected]
    whole = 30 + row[4]
    assert rows["most"].to_list() == [
        pytest.approx(100 * most / whole) for _, most in (expected[a] for a in rows[s.ACTOR])
    ]


def test_shares_of_nothing_are_no_rows():
    rows = shares_of(states_of(), SAID, ACTORS)
    assert rows.empty
    assert list(rows.columns) == ["actor", "least_km2", "most_km2", "least", "most"]


def test_a_party_outside_the_table_is_counted_last():
    rows = shares_of(
        states_of(("control", ("zeta",), (), (), 1.0), ("control", ("red",), (), (), 1.0)), SAID, ACTORS
    )
    assert rows[s.ACTOR].to_list() == ["red", "zeta"]


# --- changes ---------------------------------------------------------------------------


def test_changes_are_those_after_the_first_day_up_to_the_last(scenes):
    qadam = scenes["qadam"]
    every = changes(qadam, "2018-03-01", "2018-04-30")
    assert [f"{day:%m-%d}" for day in every["day"]] == ["03-12", "03-19", "04-19", "04-21"]
    assert changes(qadam, "2018-03-12", "2018-03-18").empty
    assert len(changes(qadam, "2018-03-11", "2018-03-12")) == 1


@pytest.mark.parametrize("name", ["syria", "southern-damascus", "deir-ezzor"])
def test_changes_lead_from_the_states_of_one_day_to_those_of_another(scenes, name):
    scene = scenes[name]
    first, last = scene.first, scene.last
    held = {
        place: (row.status, row.parties)
        for place, row in zip(scene.places.index, scene.states(first).itertuples(), strict=True)
    }
    for row in changes(scene, first, last).itertuples():
        assert held[row.place_id] == (row.was_status, row.was_parties)
        assert held[row.place_id] != (row.status, row.parties)
        held[row.place_id] = (row.status, row.parties)
    drawn = scene.states(last).loc[scene.drawn()]
    assert {place: held[place] for place in drawn.index} == {
        row.Index: (row.status, row.parties) for row in drawn.itertuples()
    }


def test_change_days_are_in_order_and_in_range(scenes):
    days = change_days(scenes["southern-damascus"])
    assert days == sorted(set(days))
    assert pd.Timestamp("2018-03-12") in days
    assert all(scenes["southern-damascus"].first <= day <= scenes["southern-damascus"].last for day in days)


@pytest.mark.parametrize("name", ["syria", "southern-damascus"])
def test_changes_know_the_records_behind_both_states(scenes, name):
    scene = scenes[name]
    rows = changes(scene, "2000-01-01", scene.last)
    assert {bool(ids) for ids in rows["was_record_ids"]} == {True, False}
    for row in rows.iloc[:: max(1, len(rows) // 40)].itertuples():
        before, after = scene.states(row.day - pd.Timedelta(days=1)), scene.states(row.day)
        assert row.was_record_ids == before.at[row.place_id, s.RECORD_IDS]
        assert row.record_ids == after.at[row.place_id, s.RECORD_IDS]


def test_measuring_changes_nothing_in_the_scene(scenes):
    scene = scenes["qadam"]
    before = [frame.copy() for frame in (pd.DataFrame(scene.places), scene.spells, scene.records)]
    shares(scene, "2018-03-22")
    changes(scene, scene.first, scene.last)
    for frame, old in zip((pd.DataFrame(scene.places), scene.spells, scene.records), before, strict=True):
        pd.testing.assert_frame_equal(frame, old)
