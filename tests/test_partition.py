"""Rule 8: who owns which ground, on squares small enough to reckon by hand."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from pyproj import Geod

from geomap import schema as s
from geomap.errors import DataError
from geomap.partition import area_km2, country_of, label_points, overlaps, to_ground, with_outlines

GEOD = Geod(ellps="WGS84")


def places_of(**rows) -> gpd.GeoDataFrame:
    """Return places from ``name=(level, parent, geometry)``."""
    index = pd.Index(list(rows), name=s.PLACE_ID, dtype=object)
    columns = {
        s.NAME: list(rows), s.LEVEL: [row[0] for row in rows.values()], s.PARENT: [row[1] for row in rows.values()],
    }  # fmt: skip
    return gpd.GeoDataFrame(columns, index=index, geometry=[row[2] for row in rows.values()], crs="EPSG:4326")


def records_of(*places, status="control") -> pd.DataFrame:
    rows = [(place, status) if isinstance(place, str) else place for place in places]
    return pd.DataFrame(rows, columns=[s.PLACE_ID, s.STATUS])


def grounds(places, *decided, members=None) -> gpd.GeoDataFrame:
    return to_ground(with_outlines(places), records_of(*decided), members)


def same(one, other) -> bool:
    return one.symmetric_difference(other).area < 1e-9


COUNTRY = shapely.box(0, 0, 4, 4)
BIG, SMALL, SHIFTED = shapely.box(0, 0, 3, 3), shapely.box(1, 1, 2, 2), shapely.box(1, 1, 2.5, 2)
LAND = {"land": ("country", "", COUNTRY), "big": ("district", "land", BIG), "small": ("town", "big", SMALL)}


def test_ground_belongs_to_the_smallest_place_with_a_record():
    owned = grounds(places_of(**LAND), "land", "big", "small")
    assert same(owned.at["small", "ground"], SMALL)
    assert same(owned.at["big", "ground"], BIG.difference(SMALL))
    assert same(owned.at["land", "ground"], COUNTRY.difference(BIG))
    assert owned["drawn"].all()


def test_a_place_without_a_record_owns_nothing_where_a_larger_one_has_one():
    owned = grounds(places_of(**LAND), "land", "big")
    assert owned.at["small", "ground"].is_empty
    assert owned.at["small", "km2"] == 0
    assert not owned.at["small", "drawn"]
    assert same(owned.at["big", "ground"], BIG)
    assert same(owned.geometry["small"], SMALL)  # the outline stays


def test_without_any_record_ground_belongs_to_the_smallest_place():
    owned = grounds(places_of(**LAND))
    assert same(owned.at["small", "ground"], SMALL)
    assert same(owned.at["big", "ground"], BIG.difference(SMALL))


@pytest.mark.parametrize("status", ["besieged", "presence", "truce", "assault", "withdrawn"])
def test_a_condition_gives_no_ground(status):
    owned = grounds(places_of(**LAND), "big", ("small", status))
    assert owned.at["small", "ground"].is_empty


@pytest.mark.parametrize("status", ["control", "contested", "shared", "vacated", "unknown", "inherit"])
def test_every_holding_record_gives_ground(status):
    owned = grounds(places_of(**LAND), "big", ("small", status))
    assert same(owned.at["small", "ground"], SMALL)


def test_on_a_tie_the_earlier_id_owns_the_ground():
    twins = {"b": ("town", "", SMALL), "a": ("town", "", SMALL)}
    owned = grounds(places_of(**twins), "a", "b")
    assert same(owned.at["a", "ground"], SMALL)
    assert owned.at["b", "ground"].is_empty
    assert same(grounds(places_of(**twins), "b").at["b", "ground"], SMALL)


def test_smaller_is_by_km2_not_by_degrees():
    north, south = shapely.box(0, 60, 1.5, 61), shapely.box(0.5, 59.9, 1.5, 61.0)
    low, high = shapely.box(10, 0, 11, 1), shapely.box(10.5, 0, 12, 0.7)
    owned = grounds(
        places_of(north=("area", "", north), south=("area", "", south), low=("area", "", low), high=("area", "", high)),
        "north", "south", "low", "high",
    )  # fmt: skip
    order = area_km2(gpd.GeoSeries({"north": north, "south": south}))
    smaller = order.idxmin()
    assert same(owned.at[smaller, "ground"], {"north": north, "south": south}[smaller])


def test_ground_tiles_the_country_whatever_has_records():
    cross = {
        **LAND,
        "odd": ("area", "land", shapely.box(2, 0.5, 3.5, 2.5)),
        "shifted": ("town", "land", SHIFTED),
    }
    for decided in ([], ["land"], ["big", "odd"], ["small", "shifted"], list(cross)):
        owned = grounds(places_of(**cross), *decided)
        assert owned["km2"].sum() == pytest.approx(area_km2(gpd.GeoSeries([COUNTRY]))[0], rel=1e-9)
        pieces = [ground for ground in owned["ground"] if not ground.is_empty]
        assert same(shapely.union_all(pieces), COUNTRY)
        assert sum(piece.area for piece in pieces) == pytest.approx(COUNTRY.area)


def test_a_point_is_drawn_and_never_owns_ground():
    owned = grounds(places_of(**LAND, inn=("town", "small", shapely.Point(1.5, 1.5))), "land", "inn")
    assert owned.at["inn", "ground"].is_empty
    assert owned.at["inn", "km2"] == 0
    assert owned.at["inn", "drawn"]
    assert owned.at["inn", "is_point"]
    assert label_points(owned).at["inn"].equals(shapely.Point(1.5, 1.5))
    assert same(owned.at["land", "ground"], COUNTRY)


def test_everything_is_clipped_to_its_country():
    out = shapely.box(3, 3, 6, 6)
    owned = grounds(places_of(**LAND, out=("area", "land", out), free=("area", "", out)), "out", "land")
    assert same(owned.geometry["out"], shapely.box(3, 3, 4, 4))
    assert same(owned.at["out", "ground"], shapely.box(3, 3, 4, 4))
    assert same(owned.geometry["free"], out)  # no country above it: nothing to be cut by


def test_a_place_wholly_outside_its_country_is_an_error():
    places = places_of(**LAND, far=("area", "land", shapely.box(7, 7, 8, 8)))
    with pytest.raises(DataError, match="'far' lies wholly outside land"):
        with_outlines(places)


def test_countries_are_found_through_the_tree():
    places = places_of(**LAND, far=("area", "", shapely.box(7, 7, 8, 8)))
    assert country_of(places).to_dict() == {"land": "land", "big": "land", "small": "land", "far": ""}


def test_a_map_without_the_place_around_paints_its_member():
    """``big`` holds the only record; a map of ``small`` alone shows it in the state it inherits."""
    owned = grounds(places_of(**LAND), "big", members=["small"])
    assert list(owned.index) == ["small"]
    assert same(owned.at["small", "ground"], SMALL)


def test_a_smaller_place_that_is_not_on_the_map_keeps_its_ground():
    cross = {"wide": ("area", "", BIG), "nook": ("area", "", SMALL)}
    owned = grounds(places_of(**cross), "wide", "nook", members=["wide"])
    assert same(owned.at["wide", "ground"], BIG.difference(SMALL))


def test_midan_is_painted_on_the_map_of_southern_damascus(scenes):
    places = scenes["southern-damascus"].places
    assert places.at["midan", "km2"] == pytest.approx(area_km2(places.geometry)["midan"], rel=1e-6)
    assert not scenes["syria"].places.at["midan", "drawn"]  # there Damascus is on the map and has the record
    assert scenes["southern-damascus"].states("2018-03-22").at["midan", s.PARTIES] == ("government",)


def test_the_caller_keeps_what_was_passed():
    places = with_outlines(places_of(**LAND))
    before = places.copy()
    to_ground(places, records_of("land"))
    pd.testing.assert_frame_equal(pd.DataFrame(places), pd.DataFrame(before))


def test_row_order_never_matters():
    places = places_of(**LAND, odd=("area", "land", shapely.box(2, 0.5, 3.5, 2.5)))
    one, other = grounds(places, "big", "odd"), grounds(places.iloc[::-1], "odd", "big")
    assert list(one.index) == list(other.index)
    assert [a.equals(b) for a, b in zip(one["ground"], other["ground"], strict=True)] == [True] * 4


def test_areas_are_geodesic():
    shape = shapely.box(36, 33, 37, 34)
    expected = pytest.approx(abs(GEOD.geometry_area_perimeter(shape)[0]) / 1e6, rel=1e-5)
    series = gpd.GeoSeries(
        [shape, shape.reverse(), shapely.Point(1, 1), shapely.Polygon(), shapely.LineString([(0, 0), (1, 1)])]
    )
    assert area_km2(series).tolist() == [expected, expected, 0, 0, 0]
    holed = shape.difference(shapely.box(36.4, 33.4, 36.6, 33.6))
    assert area_km2(gpd.GeoSeries([holed]))[0] == pytest.approx(0.96 * area_km2(series)[0], rel=1e-3)


def test_labels_stand_well_inside(scenes):
    for scene in scenes.values():
        places = scene.places[scene.places["km2"] > 0]
        spots = label_points(places)
        assert [
            place for place in places.index if not places.at[place, "ground"].contains(spots[place])
        ] == []


def test_overlaps_name_both_and_the_km2_they_share():
    places = places_of(one=("area", "", shapely.box(0, 0, 2, 1)), two=("area", "", shapely.box(1, 0, 3, 1)),
                       within=("area", "", shapely.box(0, 0, 0.5, 0.5)), beside=("area", "", shapely.box(3, 0, 4, 1)))  # fmt: skip
    found = overlaps(places)
    assert found[["a", "b"]].to_numpy().tolist() == [["one", "two"]]
    assert found["km2"][0] == pytest.approx(area_km2(gpd.GeoSeries([shapely.box(1, 0, 2, 1)]))[0])
    assert overlaps(places.drop(index="two")).empty
