"""The data that ships: outlines against published figures, names, sources, and what the records say."""

from __future__ import annotations

import csv
import itertools
import json
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from openpyxl import load_workbook
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).parents[1]
BOUNDARIES = ROOT / "data" / "boundaries"
CONTROL = ROOT / "data" / "control"
GEOD = Geod(ellps="WGS84")

#: km2 as published: a tenth either way is the most that a shipped outline may differ.
KM2 = {
    "yarmuk": 1.99, "qadam": 4.31, "tadamon": 1.62, "hajar_al_aswad": 4.91, "midan": 2.92, "jobar": 6.20,
    "eastern_ghouta": 105, "afrin": 1_841, "deir_ezzor": 25_158, "deir_ezzor_east": 12_009,
    "deir_ezzor_west": 13_133, "abu_kamal": 6_805, "golan": 265,
}  # fmt: skip

#: Longitude and latitude of each neighbourhood's centre.
CENTRES = {
    "yarmuk": (36.306, 33.471), "qadam": (36.289, 33.472), "tadamon": (36.312, 33.478),
    "hajar_al_aswad": (36.299, 33.454), "midan": (36.298, 33.490), "jobar": (36.333, 33.521),
}  # fmt: skip

NEIGHBOURHOODS = tuple(CENTRES)
MEET = {
    ("yarmuk", "tadamon"), ("yarmuk", "midan"), ("yarmuk", "qadam"), ("yarmuk", "hajar_al_aswad"),
    ("qadam", "hajar_al_aswad"), ("qadam", "midan"), ("tadamon", "midan"),
}  # fmt: skip
GHOUTA = ("douma", "harasta", "ghouta_south", "ghouta_east")
TOWNS_OF = {
    "douma": [(36.402, 33.572), (36.393, 33.545)],
    "harasta": [(36.366, 33.560)],
    "ghouta_south": [
        (36.365, 33.538), (36.353, 33.525), (36.348, 33.513),
        (36.375, 33.513), (36.385, 33.517), (36.400, 33.530),
    ],
    "ghouta_east": [(36.480, 33.510)],
    "yalda_babbila_beit_sahm": [(36.321, 33.465), (36.330, 33.471), (36.337, 33.475)],
    "hajin": [(40.831, 34.690)],
    "baghuz_strip": [(40.982, 34.478), (40.950, 34.450)],
    "rastan_pocket": [(36.733, 34.925), (36.730, 34.840), (36.530, 34.880)],
    "yarmouk_basin": [(35.971, 32.834), (35.935, 32.780), (35.885, 32.755)],
    "euphrates_shield": [(38.011, 36.817), (37.446, 36.614), (37.045, 36.586), (37.516, 36.370)],
    "tanf_zone": [(38.667, 33.485)],
    "manbij": [(37.955, 36.528)],
}  # fmt: skip

PARENTS = {
    "yarmuk": "damascus", "hajar_al_aswad": "rif_dimashq", "douma": "eastern_ghouta", "afrin": "aleppo",
    "hajin": "deir_ezzor_east", "dashisha": "hasakah", "golan": "syria", "syria": "",
}  # fmt: skip

#: Names of other places, which none of ours may carry.
OTHERS = ("Hajira", "حجيرة", "Tadmur", "تدمر", "Palmyra", "Qadmus", "Damascus city", "Homs city", "SYR01")

#: FIPS gives these codes to other governorates than the UN does.
P_CODES = {
    "damascus": "SY01",
    "hasakah": "SY08",
    "deir_ezzor": "SY09",
    "afrin": "SY0203",
    "abu_kamal": "SY0902",
}


@pytest.fixture(scope="module")
def places() -> gpd.GeoDataFrame:
    frames = [gpd.read_file(path) for path in sorted(BOUNDARIES.glob("*.geojson"))]
    return gpd.GeoDataFrame(pd.concat(frames), crs=4326).set_index("place_id")


@pytest.fixture(scope="module")
def records() -> pd.DataFrame:
    paths = sorted(CONTROL.glob("syria*.csv"))
    return pd.concat([pd.read_csv(path, dtype=str, keep_default_na=False) for path in paths]).set_index("id")


def km2(shape: BaseGeometry) -> float:
    return abs(GEOD.geometry_area_perimeter(shape)[0]) / 1e6


def metres(frame: gpd.GeoDataFrame) -> gpd.GeoSeries:
    return frame.geometry.to_crs(32637)


def names_of(row: pd.Series) -> set[str]:
    return {row["name"], row["name_ar"], row["name_fr"], *row["aliases"].split(";")} - {""}


# --- outlines -------------------------------------------------------------------


@pytest.mark.parametrize(("place", "published"), list(KM2.items()))
def test_area_is_within_a_tenth_of_the_published_one(places, place, published):
    assert km2(places.geometry[place]) == pytest.approx(published, rel=0.1)


@pytest.mark.parametrize(("place", "centre"), list(CENTRES.items()))
def test_neighbourhood_lies_where_it_should(places, place, centre):
    ours = places.geometry[place].centroid
    assert GEOD.inv(ours.x, ours.y, *centre)[2] < 150


def test_every_outline_is_valid_and_rounded(places):
    assert places.geometry.is_valid.all()
    coordinates = shapely.get_coordinates(places.geometry) * 1e5
    assert abs(coordinates - coordinates.round()).max() < 1e-4


def test_neighbourhoods_do_not_overlap(places):
    shapes = places.geometry[[*NEIGHBOURHOODS, "yalda_babbila_beit_sahm", *GHOUTA]]
    for one, other in itertools.combinations(shapes.index, 2):
        assert shapes[one].intersection(shapes[other]).area == 0, (one, other)


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(NEIGHBOURHOODS, 2)))
def test_neighbours_share_a_line_and_others_stay_apart(places, one, other):
    shapes = places.geometry
    if (one, other) in MEET or (other, one) in MEET:
        assert shapes[one].intersection(shapes[other]).length > 0.001
        assert shapely.coverage_is_valid([shapes[one], shapes[other]])
    else:
        assert shapes[one].disjoint(shapes[other])


def test_tadamon_and_hajar_al_aswad_are_about_900_m_apart(places):
    shapes = metres(places)
    assert shapes["tadamon"].distance(shapes["hajar_al_aswad"]) == pytest.approx(900, abs=100)


def test_pocket_of_yalda_is_drawn_against_its_neighbours(places):
    pocket = places.geometry["yalda_babbila_beit_sahm"]
    for neighbour in ("yarmuk", "tadamon"):
        shape = places.geometry[neighbour]
        assert pocket.intersection(shape).length > 0.005
        assert shapely.coverage_is_valid([pocket, shape])


def test_governorates_and_the_golan_tile_syria(places):
    tiles = [*places.index[places["level"] == "governorate"], "golan"]
    assert len(tiles) == 15
    shapes = list(places.geometry[tiles])
    assert shapely.coverage_is_valid(shapes)
    assert shapely.coverage_union_all(shapes).equals(places.geometry["syria"])
    assert sum(map(km2, shapes)) == pytest.approx(km2(places.geometry["syria"]), rel=1e-9)


def test_halves_of_deir_ezzor_are_the_governorate(places):
    east, west, whole = places.geometry[["deir_ezzor_east", "deir_ezzor_west", "deir_ezzor"]]
    assert shapely.coverage_is_valid([east, west])
    assert shapely.coverage_union_all([east, west]).equals(whole)
    assert east.contains(shapely.Point(40.56, 35.39))
    assert west.contains(shapely.Point(40.1, 34.9))


def test_parts_of_eastern_ghouta_tile_it_and_jobar_adjoins(places):
    parts = list(places.geometry[list(GHOUTA)])
    assert shapely.coverage_is_valid([*parts, places.geometry["jobar"]])
    assert shapely.coverage_union_all(parts).equals(places.geometry["eastern_ghouta"])
    assert places.geometry["jobar"].intersection(places.geometry["ghouta_south"]).length > 0.03


def test_pockets_do_not_overlap_one_another(places):
    pockets = places.geometry[["hajin", "baghuz_strip", "dashisha", "homs_desert", "tanf_zone"]]
    north = places.geometry[["afrin", "euphrates_shield", "manbij"]]
    for group in (pockets, north):
        for one, other in itertools.combinations(group, 2):
            assert km2(one.intersection(other)) < 0.01


def test_everything_lies_inside_syria(places):
    syria = places.geometry["syria"]
    assert list(places.index[~places.geometry.covered_by(syria)]) == []
    assert syria.geom_type == "Polygon"
    assert not syria.interiors


@pytest.mark.parametrize(("place", "towns"), list(TOWNS_OF.items()))
def test_area_has_the_towns_it_is_named_for(places, place, towns):
    assert all(places.geometry[place].contains(shapely.Point(town)) for town in towns)


def test_yarmouk_basin_is_far_from_yarmuk(places):
    shapes = metres(places)
    assert shapes["yarmouk_basin"].distance(shapes["yarmuk"]) > 50_000


# --- names and origins ------------------------------------------------------------


def test_places_have_names_in_three_languages_and_an_origin(places):
    for column in ("name", "name_ar", "name_fr", "source", "licence", "level"):
        assert (places[column].str.strip() != "").all(), column
    assert places["name_ar"].str.contains("[\u0621-\u064a]").all()
    assert places.index.is_unique


def test_drawn_and_recipe_places_say_that_they_are_approximate(places):
    exact = {"country", "governorate", "neighbourhood"}
    expected = ~places["level"].isin(exact) & (places.index != "golan")
    assert (places["approximate"] == expected).all()


def test_every_parent_is_there(places):
    assert set(places["parent"]) - {""} <= set(places.index)
    assert list(places.index[places["parent"] == ""]) == ["syria"]
    assert {place: places.loc[place, "parent"] for place in PARENTS} == PARENTS


def test_no_name_is_that_of_two_places(places):
    owners: dict[str, set[str]] = {}
    for place, row in places.iterrows():
        for name in names_of(row):
            owners.setdefault(name.casefold(), set()).add(place)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_no_place_has_a_name_that_belongs_elsewhere(places):
    ours = set().union(*(names_of(row) for _, row in places.iterrows()))
    assert not ours & set(OTHERS)
    assert "Yarmouk" in names_of(places.loc["yarmuk"])
    assert "Yarmouk" not in names_of(places.loc["yarmouk_basin"])


def test_cities_have_no_bare_name(places):
    for city, bare in (
        ("raqqa_city", "Raqqa"),
        ("deir_ezzor_city", "Deir Ezzor"),
        ("abu_kamal_town", "Abu Kamal"),
    ):
        assert bare not in names_of(places.loc[city])
        assert "مدينة" in places.loc[city, "name_ar"]


@pytest.mark.parametrize(("place", "code"), list(P_CODES.items()))
def test_p_codes_are_the_uns(places, place, code):
    assert code in names_of(places.loc[place])


@pytest.mark.parametrize("kind", ["neighbours", "provinces", "rivers", "lakes", "sea", "borders", "towns"])
def test_context_has_names_and_origins(kind):
    frame = gpd.read_file(BOUNDARIES / "context" / f"{kind}.geojson")
    assert {"name", "name_ar", "name_fr", "rank", "source", "licence"} <= set(frame.columns)
    assert (frame[["source", "licence"]] != "").all(axis=None)
    # Cyprus' bases, its UN zone and its north are drawn as the source has them and not named.
    assert (frame["name"] == "").sum() == {"neighbours": 4, "provinces": 2}.get(kind, 0)
    assert frame.geometry.is_valid.all()


def test_neighbours_leave_syria_free(places):
    neighbours = gpd.read_file(BOUNDARIES / "context" / "neighbours.geojson")
    assert km2(neighbours.union_all().intersection(places.geometry["syria"])) < 20


def test_boundaries_are_small_and_one_feature_a_line():
    paths = sorted(BOUNDARIES.rglob("*.geojson"))
    assert sum(path.stat().st_size for path in paths) < 2_500_000
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") == len(json.loads(text)["features"]) + 2


# --- records ----------------------------------------------------------------------


def test_records_and_places_are_read_without_a_problem():
    from geomap.actors import read_actors
    from geomap.boundaries import read_places
    from geomap.figures import read_figures
    from geomap.records import read_records

    places = read_places(BOUNDARIES)
    actors = read_actors(CONTROL / "actors.csv")
    records = read_records(*sorted(CONTROL.glob("syria*.csv")), places=places, actors=actors)
    figures = read_figures(CONTROL / "figures.csv", places, actors)
    assert len(records) > 100
    assert figures[["place_id", "actor", "op", "value"]].to_numpy().tolist() == [["syria", "is", "<", 5.0]]


def test_ids_of_records_say_place_and_day(records):
    assert records.index.is_unique
    for row in records.itertuples():
        assert row.effective.removesuffix("~")[:7].split("/")[0] in row.Index, row.Index


def test_records_name_only_the_known_sources(records):
    pairs = set(zip(records["source"], records["via"], strict=True))
    press = {("Press reporting (a)", ""), ("Press reporting (b)", "")}
    assert pairs == press | {("AFP", ""), ("Al-Watan", "AFP")}
    assert set(records.loc[records["source"] == "AFP", "reported"]) == {"2018-03-21"}


def test_reported_is_given_only_where_it_is_known(records):
    press = records[records["source"].str.startswith("Press")]
    assert list(press.index[press["reported"] != ""]) == ["qadam-2018-03-19-is"]


def test_qadam_passes_through_three_states_and_keeps_the_claim(records):
    qadam = records[(records["place"] == "qadam") & (records["effective"].str[:7] == "2018-03")]
    holding = qadam[~qadam["status"].isin(["truce"])]
    assert set(holding["status"] + " " + holding["actor"]) == {"vacated ", "control is", "control government"}
    assert list(holding.index[holding["confidence"] == "low"]) == ["qadam-2018-03-12-government-claim"]
    assert list(records.index[records["confidence"] == "low"]) == ["qadam-2018-03-12-government-claim"]


def test_both_days_of_hajar_al_aswad_are_kept(records):
    taken = records[(records["place"] == "hajar_al_aswad") & (records["actor"] == "government")]
    assert list(zip(taken["effective"], taken["source"], strict=True)) == [
        ("2018-05-15", "Press reporting (a)"),
        ("2018-05-21", "Press reporting (b)"),
    ]


def test_every_siege_and_assault_on_the_ghouta_ends(records):
    for condition in ("besieged", "assault"):
        rows = records[records["status"] == condition]
        begun, ended = (set(rows.loc[rows["claim"] == claim, "place"]) for claim in ("began", "ended"))
        assert begun == ended == {*GHOUTA, "jobar", "eastern_ghouta"}


def test_actors_can_be_told_apart_without_colour():
    with (CONTROL / "actors.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for column in ("pattern", "short", "color", "order", "name", "name_ar", "name_fr"):
        assert len({row[column] for row in rows}) == len(rows) == 7, column
    assert {row["actor"]: row["pattern"] for row in rows}["government"] == "none"


def test_template_has_the_columns_as_text_and_the_drop_downs(records):
    sheet = load_workbook(CONTROL / "template.xlsx")["Records"]
    assert [cell.value for cell in sheet[1]] == [records.index.name, *records.columns]
    assert {cell.number_format for cell in sheet[2]} == {"@"}
    columns = {str(choice.sqref)[0] for choice in sheet.data_validations.dataValidation}
    heads = {sheet[f"{column}1"].value for column in columns}
    assert heads == {"place", "claim", "status", "actor", "scope", "confidence"}


def test_template_is_made_the_same_again(tmp_path):
    (tmp_path / "actors.csv").write_bytes((CONTROL / "actors.csv").read_bytes())
    script = [sys.executable, str(ROOT / "scripts" / "make_template.py")]
    subprocess.run([*script, "--control", tmp_path, "--places", BOUNDARIES], check=True, capture_output=True)
    assert (tmp_path / "template.xlsx").read_bytes() == (CONTROL / "template.xlsx").read_bytes()
