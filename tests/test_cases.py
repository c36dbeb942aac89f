"""The tables of cases in ``tests/cases`` bind the eleven rules; the page's twin reads the same tables.

A table is a list of cases. Every case has ``name``, ``rule``, ``why``, ``places``, ``records`` (the
columns of a records CSV; a column that is left out has its default) and ``ask``. Of rules 1 to 7, 10
and 11 a question is ``place``, ``day`` and, where it matters, ``known``; the answer, ``expect``, has
any of ``status, parties, since, since_text, since_by, inherited_from, stale, records, dissent,
claimed, conditions, verdicts`` as ``geomap who --json`` gives them, ``conditions`` as pairs of
condition and parties, ``verdicts`` with every record of the place. ``stale_after`` is 180 if not said.

Places of rule 8 and 9 have ``bounds`` (west, south, east, north) or a ``point``. Rule 8 asks who owns
the ground ``at`` a point; ``ground`` is the share of its clipped outline that a place owns,
``overlaps`` the pairs that share ground. Rule 9 asks for every party's ``shares`` (least and most, in
per cent), the ``unknown`` land in per cent, and ``km2`` (least and most).
"""

from __future__ import annotations

import csv
import importlib
import inspect
import json
import pkgutil
import re
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

import geomap.control
from geomap import measure, partition
from geomap import schema as s
from geomap.control import as_of, conditions_on, is_stale, newest_evidence, to_conditions, to_spells, verdicts
from geomap.records import read_records
from geomap.scene import compose

FOLDER = Path(__file__).parent / "cases"
RULES = ("1 corrections", "2 claims", "3 winner", "4 dissent", "5 inheritance", "6 since", "7 conditions",
         "8 geometry", "9 area", "10 age", "11 verdict")  # fmt: skip
PARTIES = ("a", "b", "c", "d")
STALE_AFTER = 180

TABLES = {
    path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("rule*.json"))
}
CASES = [case for cases in TABLES.values() for case in cases]
GEOMETRY = [case for case in CASES if case["rule"] == "8 geometry"]
AREA = [case for case in CASES if case["rule"] == "9 area"]
TIMELINES = [case for case in CASES if case not in GEOMETRY and case not in AREA]

# Some cases correct in vain or report early on purpose; the reader warns, and its own tests say of what.
pytestmark = pytest.mark.filterwarnings("ignore::geomap.errors.GeomapWarning")


def each(cases: list[dict]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[f"{case['rule']}: {case['name']}" for case in cases])


def to_places(rows: list[dict]) -> gpd.GeoDataFrame:
    """Return the places of a case in the shape that the reader gives."""
    shapes = [
        shapely.box(*row["bounds"]) if "bounds" in row else shapely.Point(row.get("point", (0, 0)))
        for row in rows
    ]
    ids = [row["place_id"] for row in rows]
    blank = [""] * len(rows)
    columns = {
        s.NAME: ids, s.NAME_AR: blank, s.NAME_FR: blank, s.ALIASES: [()] * len(rows),
        s.LEVEL: [row.get("level", "area") for row in rows], s.PARENT: [row["parent"] for row in rows],
        s.APPROXIMATE: [False] * len(rows), s.SOURCE: blank, s.LICENCE: blank,
        s.FILE: ["case.geojson"] * len(rows), s.LINE: range(1, len(rows) + 1),
    }  # fmt: skip
    index = pd.Index(ids, name=s.PLACE_ID, dtype=object)
    return gpd.GeoDataFrame(columns, index=index, geometry=shapes, crs="EPSG:4326")


def to_actors() -> pd.DataFrame:
    """Return the parties that the cases name."""
    n = len(PARTIES)
    columns = {
        s.NAME: PARTIES, s.NAME_AR: [""] * n, s.NAME_FR: [""] * n, s.SHORT: PARTIES, s.COLOR: ["#336699"] * n,
        s.PATTERN: ["none"] * n, s.ORDER: range(n), s.ALIASES: [()] * n,
    }  # fmt: skip
    return pd.DataFrame(columns, index=pd.Index(PARTIES, name=s.ACTOR, dtype=object))


def to_records(case: dict, places: gpd.GeoDataFrame, folder: Path) -> pd.DataFrame:
    """Return the records of a case, written to a CSV and read as a user's would be."""
    path = folder / "records.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, s.RECORD_COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(case["records"])
    return read_records(path, places=places, actors=to_actors())


def day_of(text: str | None) -> pd.Timestamp | None:
    return None if text is None else pd.Timestamp(text)


def answer(case: dict, ask: dict, places: gpd.GeoDataFrame, records: pd.DataFrame) -> dict:
    """Return what the public functions say of what is asked, in the words of the tables."""
    place, day, known_on = ask["place"], day_of(ask["day"]), day_of(ask.get("known"))
    spells = to_spells(records, places, known_on=known_on)
    state = as_of(spells, day).loc[place]
    said = {
        "status": lambda: state[s.STATUS],
        "parties": lambda: list(state[s.PARTIES]),
        "since": lambda: None if pd.isna(state[s.SINCE]) else str(state[s.SINCE].date()),
        "since_text": lambda: state[s.SINCE_TEXT],
        "since_by": lambda: bool(state[s.SINCE_BY]),
        "inherited_from": lambda: state[s.INHERITED_FROM],
        "stale": lambda: stale(case, ask, spells, places, records),
        "records": lambda: list(state[s.RECORD_IDS]),
        "dissent": lambda: list(state[s.DISSENT_IDS]),
        "claimed": lambda: list(state[s.CLAIMED_IDS]),
        "conditions": lambda: holding_on(ask, spells, records),
        "verdicts": lambda: verdict_words(ask, places, records),
    }
    return {key: said[key]() for key in ask["expect"]}


def stale(
    case: dict, ask: dict, spells: pd.DataFrame, places: gpd.GeoDataFrame, records: pd.DataFrame
) -> bool:
    newest = newest_evidence(records, spells, places, day_of(ask["day"]), known_on=day_of(ask.get("known")))
    return bool(is_stale(newest, day_of(ask["day"]), case.get("stale_after", STALE_AFTER))[ask["place"]])


def holding_on(ask: dict, spells: pd.DataFrame, records: pd.DataFrame) -> list:
    conditions = to_conditions(records, spells, known_on=day_of(ask.get("known")))
    on_day = conditions_on(conditions, ask["day"])
    return [[row.condition, list(row.parties)] for row in on_day.itertuples() if row.place_id == ask["place"]]


def verdict_words(ask: dict, places: gpd.GeoDataFrame, records: pd.DataFrame) -> dict:
    judged = verdicts(records, places, ask["place"], ask["day"], known_on=day_of(ask.get("known")))
    return {row.Index: f"{row.verdict} {row.by}".strip() for row in judged.itertuples()}


@each(TIMELINES)
def test_timeline(case: dict, tmp_path: Path) -> None:
    places = to_places(case["places"])
    records = to_records(case, places, tmp_path)
    answers = [{**ask, "expect": answer(case, ask, places, records)} for ask in case["ask"]]
    assert answers == case["ask"], case["why"]


def grounds(case: dict, folder: Path) -> gpd.GeoDataFrame:
    """Return the places of a case with the ground that each owns."""
    places = to_places(case["places"])
    return partition.to_ground(partition.with_outlines(places), to_records(case, places, folder))


@each(GEOMETRY)
def test_ground(case: dict, tmp_path: Path) -> None:
    ground = grounds(case, tmp_path)
    for ask in case["ask"]:
        at = shapely.Point(ask["at"])
        owners = [place for place, shape in ground[partition.GROUND].items() if shape.intersects(at)]
        assert owners == [ask["owner"]][: bool(ask["owner"])], case["why"]
    shares = ground[partition.KM2] / ground[partition.OUTLINE_KM2]
    for place, share in case.get("ground", {}).items():
        assert shares[place] == pytest.approx(share, abs=1e-3), (place, case["why"])
    shared = partition.overlaps(ground)
    assert [sorted(pair) for pair in zip(shared["a"], shared["b"], strict=True)] == case.get("overlaps", [])


@each(GEOMETRY)
def test_ground_tiles_the_extent(case: dict, tmp_path: Path) -> None:
    ground = grounds(case, tmp_path)
    country = ground.loc["country"]
    pieces = ground[partition.GROUND].to_numpy()
    in_degrees = (shapely.area(pieces).sum(), shapely.union_all(pieces).area)
    assert in_degrees == pytest.approx((country[s.GEOMETRY].area, country[s.GEOMETRY].area))
    # A geodesic between the ends of a line is not the same as two by way of a point in its middle.
    assert ground[partition.KM2].sum() == pytest.approx(country[partition.OUTLINE_KM2], rel=1e-4)


@each(AREA)
def test_shares(case: dict, tmp_path: Path) -> None:
    places = to_places(case["places"])
    records = to_records(case, places, tmp_path)
    for ask in case["ask"]:
        scene = compose(places, records, to_actors(), show=["country"], known_on=ask.get("known"))
        shares = measure.shares(scene, ask["day"]).set_index(s.ACTOR)
        expect = ask["expect"]
        assert list(shares.index) == sorted(expect["shares"]), case["why"]
        for party, (least, most) in expect["shares"].items():
            row = shares.loc[party]
            assert (row[measure.LEAST], row[measure.MOST]) == pytest.approx((least, most), abs=0.01), case[
                "why"
            ]
        for party, (least, most) in expect.get("km2", {}).items():
            row = shares.loc[party]
            assert (row[measure.LEAST_KM2], row[measure.MOST_KM2]) == pytest.approx((least, most), rel=1e-6)
        unknown = 100 * measure.unknown_km2(scene, ask["day"]) / measure.denominator_km2(scene)
        assert unknown == pytest.approx(expect["unknown"], abs=0.01), case["why"]


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_table(rule: str) -> None:
    number = int(rule.split(maxsplit=1)[0])
    tables = [cases for name, cases in TABLES.items() if name.startswith(f"rule{number:02}_")]
    assert [{case["rule"] for case in cases} for cases in tables] == [{rule}]


@pytest.mark.parametrize("number", range(1, 12))
def test_every_rule_is_a_named_function(number: int) -> None:
    modules = [importlib.import_module(found.name)
               for found in pkgutil.walk_packages(geomap.control.__path__, "geomap.control.")]  # fmt: skip
    functions = [
        function
        for module in (*modules, measure, partition)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_")
    ]
    assert any(re.search(rf"\bRules? {number}\b", function.__doc__ or "") for function in functions)


def test_cases_are_named_once_and_say_something() -> None:
    names = [(case["rule"], case["name"]) for case in CASES]
    assert len(names) == len(set(names))
    for case in CASES:
        assert case["why"].endswith("."), case["name"]
        assert case["ask"], case["name"]
        assert all(ask.get("expect") or "owner" in ask for ask in case["ask"]), case["name"]


def test_cases_are_well_formed() -> None:
    keys = {"status", "parties", "since", "since_text", "since_by", "inherited_from", "stale",
            "records", "dissent", "claimed", "conditions", "verdicts"}  # fmt: skip
    for case in TIMELINES:
        ids = {row["place_id"] for row in case["places"]}
        assert set(case) <= {"name", "rule", "why", "places", "records", "stale_after", "ask"}, case["name"]
        for row in case["records"]:
            assert set(row) <= set(s.RECORD_COLUMNS), case["name"]
            assert row["place"] in ids, case["name"]
        for ask in case["ask"]:
            own = {row["id"] for row in case["records"] if row["place"] == ask["place"]}
            assert set(ask) <= {"place", "day", "known", "expect"}, case["name"]
            assert set(ask["expect"]) <= keys, case["name"]
            assert set(ask["expect"].get("verdicts", own)) == own, case["name"]
