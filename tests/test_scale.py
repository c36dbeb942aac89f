"""The rules on an engine of tables give what they give on frames, row for row."""

from __future__ import annotations

import shutil

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import places_frame, records_frame
from test_rules_against_oracle import PARENTS, day_of, histories

from geomap import schema as s
from geomap.control import as_of, to_spells
from geomap.errors import GeomapError

ibis = pytest.importorskip("ibis", reason="the extra geomap[scale] is not installed")
scale = pytest.importorskip("geomap.scale")

# What ibis and Spark ask of newer pandas and DuckDB is theirs to mend.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

EXAMPLES = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def duckdb():
    pytest.importorskip("duckdb")
    con = ibis.duckdb.connect()
    yield con
    con.disconnect()


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    """Spark in this process, on two threads."""
    pyspark = pytest.importorskip("pyspark", reason="the extra geomap[spark] is not installed")
    if not shutil.which("java"):
        pytest.skip("Spark needs Java")
    folder = tmp_path_factory.mktemp("spark")
    options = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={folder}",
    }
    builder = pyspark.sql.SparkSession.builder.master("local[2]").appName("geomap")
    for name, value in options.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield ibis.pyspark.connect(session)
    session.stop()


def on_engine(con, records: pd.DataFrame, places: pd.DataFrame, **options) -> pd.DataFrame:
    """Return the spells that an engine works out, as a frame."""
    tables = scale.records_table(con, records), scale.places_table(con, places)
    return scale.to_frame(scale.to_spells_table(*tables, **options))


def assert_same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)


def random_history(n: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return records of a tree of forty places, all statuses, scopes and corrections among them."""
    rng = np.random.default_rng(seed)
    places = ["land", *(f"district{i}" for i in range(4)), *(f"town{i}" for i in range(35))]
    parents = {
        place: "land" if place.startswith("d") else f"district{at % 4}" for at, place in enumerate(places)
    }
    parents["land"] = ""
    kinds = [("control", ("a",)), ("control", ("b",)), ("control", ("c",)), ("shared", ("a", "b")), ("vacated", ()),
             ("unknown", ()), ("inherit", ()), ("contested", ("b", "c"))]  # fmt: skip
    rows = []
    for at in range(n):
        first = int(rng.integers(0, 60))
        status, parties = kinds[rng.integers(len(kinds))]
        last = first + int(rng.choice([0, 0, 3]))
        row = {
            "id": f"r{at:05d}", "place": places[rng.integers(len(places))], "effective": f"{first}/{last}",
            "first": first, "last": last, "claim": str(rng.choice(["began", "held"])), "status": status,
            "parties": parties, "scope": str(rng.choice(["rest", "rest", "whole"])),
            "reported": last + int(rng.integers(-2, 6)), "source": str(rng.choice(list("ABC"))),
            "confidence": str(rng.choice(["low", "medium", "medium", "high"])), "corrects": "",
        }  # fmt: skip
        same = [other for other in rows[-40:] if other["place"] == row["place"]]
        if same and rng.random() < 0.2:
            row["corrects"] = same[rng.integers(len(same))]["id"]
            if rng.random() < 0.4:
                row["status"], row["parties"] = "withdrawn", ()
        rows.append(row)
    return records_frame(rows), places_frame(parents)


@EXAMPLES
@given(histories(), st.sampled_from([5, 100]))
def test_duckdb_gives_what_the_frames_give(duckdb, rows, known) -> None:
    records, places = records_frame(rows), places_frame(PARENTS)
    known_on = day_of(known)
    assert_same(
        on_engine(duckdb, records, places, known_on=known_on), to_spells(records, places, known_on=known_on)
    )


@pytest.mark.parametrize("seed", range(4))
def test_duckdb_gives_what_the_frames_give_of_many(duckdb, seed) -> None:
    records, places = random_history(1500, seed)
    assert_same(on_engine(duckdb, records, places), to_spells(records, places))


# Spark leaves its sockets to Python to close.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_spark_gives_what_the_frames_give(spark, seed) -> None:
    records, places = random_history(300, seed)
    assert_same(on_engine(spark, records, places), to_spells(records, places))


def test_the_states_of_a_day_are_those_of_the_frames(duckdb) -> None:
    records, places = random_history(400, 9)
    tables = scale.records_table(duckdb, records), scale.places_table(duckdb, places)
    spells, frame = scale.to_spells_table(*tables), to_spells(records, places)
    for day in map(day_of, (-1, 0, 17, 80)):
        found = scale.to_frame(scale.as_of(spells, day)).set_index(s.PLACE_ID)
        assert_same(found, as_of(frame, day))


def test_the_order_of_rows_says_nothing(duckdb) -> None:
    records, places = random_history(400, 3)
    mixed = records.sample(frac=1, random_state=1)
    assert_same(on_engine(duckdb, mixed, places), on_engine(duckdb, records, places))


def test_places_below_themselves_are_told(duckdb) -> None:
    records, _ = random_history(5, 0)
    round_about = places_frame({"one": "two", "two": "one"})
    with pytest.raises(GeomapError, match="below"):
        on_engine(duckdb, records, round_about)


def test_nothing_at_the_core_imports_an_engine() -> None:
    import subprocess
    import sys

    told = "import sys, geomap, geomap.cli, geomap.build, geomap.render.html; print([m for m in sys.modules if m.split('.')[0] in ('ibis', 'duckdb', 'pyspark')])"
    assert (
        subprocess.run(
            [sys.executable, "-c", told], capture_output=True, text=True, check=True
        ).stdout.strip()
        == "[]"
    )
