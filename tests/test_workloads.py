"""The frames that everything is measured on: what the readers would give, the same every time."""

from __future__ import annotations

import pandas as pd
import pytest
import shapely
from pandas.testing import assert_frame_equal

pytest.importorskip("pyarrow")

from benchmarks import workloads
from geomap import compose, read_places, read_records, to_spells
from geomap import schema as s


@pytest.fixture(scope="module")
def small():
    return workloads.small()


@pytest.fixture(scope="module")
def large():
    return workloads.large(600, 2000)


def test_the_same_seed_gives_the_same_frames(small):
    again = workloads.small()
    assert_frame_equal(pd.DataFrame(again.places), pd.DataFrame(small.places))
    assert_frame_equal(again.records, small.records)
    assert_frame_equal(workloads.scaled(3000, 200).records, workloads.scaled(3000, 200).records)


def test_small_is_fourteen_provinces_and_sixty_neighbourhoods(small):
    assert small.places[s.LEVEL].value_counts().to_dict() == {"governorate": 14, "neighbourhood": 60}
    assert len(small.records) == 400
    assert len(small.show) == 14
    inside = small.places[small.places[s.PARENT] != ""]
    around = small.places.geometry[inside[s.PARENT]]
    assert shapely.contains_properly(around.to_numpy(), inside.geometry.to_numpy()).all()


def test_neighbours_share_their_borders(small, large):
    for workload in (small, large):
        outlines = workload.places.loc[workload.show].geometry.to_numpy()
        assert shapely.is_valid(outlines).all()
        assert shapely.coverage_is_valid(outlines)
        together = shapely.coverage_union_all(outlines)
        assert (together.geom_type, len(together.interiors)) == ("Polygon", 0)
    assert 11 < shapely.get_num_coordinates(outlines).mean() < 14


def test_written_to_files_the_readers_give_them_back(small, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    given = pd.DataFrame(small.places).drop(columns=[s.GEOMETRY, s.FILE, s.LINE]).reset_index()
    given[s.ALIASES] = ""
    features = small.places.assign(**given.set_index(s.PLACE_ID)).reset_index().drop(columns=[s.FILE, s.LINE])
    features.to_file("places.geojson", driver="GeoJSON", COORDINATE_PRECISION=6)
    places = read_places("places.geojson")
    assert_frame_equal(
        pd.DataFrame(places).drop(columns=[s.GEOMETRY, s.LINE]),
        pd.DataFrame(small.places).drop(columns=[s.GEOMETRY, s.LINE]),
    )
    assert shapely.equals_exact(places.geometry.to_numpy(), small.places.geometry.to_numpy(), 1e-9).all()
    rows = small.records.reset_index()
    rows[s.ID] = rows[s.ID].where(~rows[s.ID].str.contains(":"), "")
    rows[s.PLACE], rows[s.ACTOR] = rows[s.PLACE_ID], [";".join(parties) for parties in rows[s.PARTIES]]
    rows[s.REPORTED] = rows[s.REPORTED].dt.strftime("%Y-%m-%d").where(rows[s.REPORTED_GIVEN], "")
    rows[list(s.RECORD_COLUMNS)].to_csv("records.csv", index=False)
    records = read_records("records.csv", places=places, actors=small.actors)
    assert_frame_equal(records, small.records)


def test_millions_differ_from_thousands_in_their_columns_alone():
    few = workloads.scaled(5000, 300)
    assert len(few.records) == 5000
    assert isinstance(few.records[s.SOURCE].dtype, pd.CategoricalDtype)
    assert few.records.index.is_unique
    assert few.records[s.CORRECTS].ne("").sum() > 10
    assert set(few.records[s.PLACE_ID]) <= set(few.places.index)
    kept = few.records[few.records[s.CORRECTS] != ""]
    assert (few.records.loc[kept[s.CORRECTS], s.PLACE_ID].tolist()) == kept[s.PLACE_ID].tolist()
    assert len(to_spells(few.records, few.places)) > 1000


def test_every_kind_of_state_occurs(small, large):
    spells = to_spells(large.records, large.places)
    assert set(spells[s.STATUS]) == set(s.STATE_STATUSES)
    assert spells[s.DISSENT_IDS].map(len).sum() > 0
    assert spells[s.CLAIMED_IDS].map(len).sum() > 0
    scene = compose(
        small.places, small.records, small.actors, show=small.show, first=small.first, last=small.last
    )
    assert len(scene.places) == 74
    assert (scene.spells[s.INHERITED_FROM] != "").any()
