"""What ``geomap check`` warns of, beyond what is wrong in one file."""

from __future__ import annotations

import pytest
from projects import ROOT, feature

from geomap.checking import check_paths


@pytest.fixture
def check(squares, monkeypatch):
    """A function that writes the squares, with places added, and returns the report."""

    def run(*more):
        squares.features += [feature(*row) for row in more]
        squares.write()
        monkeypatch.chdir(squares.root)
        return check_paths()

    return run


def test_good_data_have_nothing_to_tell(check):
    report = check()
    assert (report.errors, report.warnings) == ((), ())
    assert (report.n_places, report.n_records) == (5, 5)


def test_two_places_that_share_ground_are_a_warning_with_the_km2(check):
    report = check(("ford", "Ford", "area", "land", 36.1, 33.11, 36.3, 33.19))
    assert report.errors == ()
    shared = [text for text in report.warnings if "neither lies within" in text]
    assert len(shared) == 2  # with west and with east
    assert all("squares.geojson:" in text for text in shared)
    assert all(" km2" in text for text in shared)
    pairs = {frozenset({"west", "ford"}), frozenset({"east", "ford"})}
    assert {frozenset(w for w in ("west", "east", "ford") if w in text) for text in shared} == pairs


def test_a_place_inside_another_is_no_overlap(check):
    assert check(("court", "Court", "area", "west", 36.12, 33.12, 36.18, 33.18)).warnings == ()


def test_a_place_that_inherits_one_state_inside_a_place_with_another_is_a_warning(check):
    """``stray`` lies in west and has land as its parent: it inherits red and stands in blue ground."""
    report = check(("stray", "Stray", "neighbourhood", "land", 36.12, 33.12, 36.18, 33.18))
    assert report.errors == ()
    assert len(report.warnings) == 1
    warning = report.warnings[0]
    for piece in (
        "stray",
        "inherits control red from land on 2018-02-01",
        "lies inside west",
        "control blue",
        "squares.geojson:7",
    ):
        assert piece in warning
    assert "record of its own" in warning


def test_a_point_that_stands_in_another_state_is_a_warning_too(check):
    report = check(("post", "Post", "town", "land", 36.15, 33.15, 36.15, 33.15))
    assert len(report.warnings) == 1
    assert "post" in report.warnings[0]
    assert "lies inside west" in report.warnings[0]


@pytest.mark.parametrize("parent", ["west", "land"])
def test_a_record_of_its_own_or_the_right_parent_ends_the_warning(check, squares, parent):
    if parent == "land":
        squares.records.append({"id": "stray", "place": "stray", "effective": "2018-01-01", "actor": "red"})
    assert check(("stray", "Stray", "neighbourhood", parent, 36.12, 33.12, 36.18, 33.18)).warnings == ()


def test_a_low_record_that_corrects_a_better_one_is_a_warning(check, squares):
    squares.records.append(
        {
            "id": "doubt",
            "place": "west",
            "effective": "2018-02-01",
            "actor": "red",
            "confidence": "low",
            "corrects": "west-blue",
        }
    )
    report = check()
    assert report.errors == ()
    assert len(report.warnings) == 1
    assert "records.csv:7: corrects 'west-blue' has no effect" in report.warnings[0]
    assert "Raise the confidence" in report.warnings[0]


def test_a_report_before_the_event_is_a_warning(check, squares):
    squares.records[1]["reported"] = "2018-01-01"
    report = check()
    assert "records.csv:3: reported '2018-01-01' lies before" in report.warnings[0]


def test_a_map_of_a_place_that_is_not_there_is_an_error_with_its_line(check, squares):
    squares.config = squares.config.replace('places = ["east"]', 'places = ["eest"]')
    report = check()
    assert len(report.errors) == 1
    told = str(report.errors[0])
    assert "geomap.toml:13: map 'east-map' cannot be made" in told
    assert "Did you mean East" in told


def test_maps_whose_files_would_share_a_name_are_an_error_with_its_line(check, squares):
    squares.config = squares.config.replace('"east-map"', '"West-map-2018-03-10"')
    (error,) = check().errors
    line = squares.config[: squares.config.index("West-map")].count("\n")
    assert str(error).startswith(f"geomap.toml:{line}: The maps 'west-map' and 'West-map-2018-03-10' would both")
    assert str(error).endswith("Give one of the maps another name.")


def test_a_snapshot_outside_the_days_of_its_map_is_a_warning(check, squares):
    squares.config += "snapshots = [1900-01-01, 2018-03-10]\n"
    assert any("1900-01-01 is not drawn" in text for text in check().warnings)


def test_a_place_outside_its_country_is_an_error_with_its_line(check, geomap, squares):
    report = check(("far", "Far", "area", "land", 40.0, 33.0, 40.1, 33.1))
    assert len(report.errors) == 1
    told = str(report.errors[0])
    assert "squares.geojson:7: place_id 'far' lies wholly outside land" in told
    for command in (["build"], ["check"], ["shares"], ["draw", "land", "-o", "x.svg"]):
        result = geomap(*command, cwd=squares.root)
        assert result.exit_code == 1
        assert "lies wholly outside" in result.stderr


def test_check_says_what_it_checked(geomap):
    result = geomap("check", cwd=ROOT)
    assert result.exit_code == 0
    assert result.stdout.startswith("No errors. ")
    assert " places, " in result.stdout
    assert all(line.startswith("warning: ") for line in result.stderr.splitlines())


def test_a_configuration_that_cannot_be_read_is_1(geomap, squares):
    squares.config += "snapshot = []\n"
    squares.write()
    for command in (["check"], ["build"], ["who", "west"]):
        result = geomap(*command, cwd=squares.root)
        assert result.exit_code == 1
        assert "Did you mean snapshots?" in result.stderr
