"""What of a history a sheet shows: nothing else of it reaches the sheet, and a build draws again where it changed."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from projects import contents

from geomap.build.digesting import _column_bytes, ground_digest, sheet_digest
from geomap.paper import Paper
from geomap.project import read_data, read_project, to_scene
from geomap.render.static.drawing import draw, draw_content
from geomap.render.static.series import content_of
from geomap.render.static.sheet import quiet_settings
from geomap.telling import Shown

DAYS = tuple(pd.Timestamp(day) for day in ("2018-03-12", "2018-03-22"))
FACTS = [name for name, value in vars(Shown).items() if isinstance(value, cached_property)]
NOTE = {"note": "A word, spelt right"}


class Gone:
    """A table that may not be asked."""

    def __getattribute__(self, name):
        raise AssertionError(f"a sheet asked for {name} of the history")


@pytest.mark.parametrize("name", ["qadam", "syria"])
@pytest.mark.parametrize("days", [DAYS[:1], DAYS], ids=["one day", "two days"])
@pytest.mark.parametrize("inset", ["", "area", "bars"])
def test_a_sheet_takes_nothing_from_the_history_but_what_is_shown(scenes, name, days, inset):
    scene = replace(scenes[name], inset=inset)
    with quiet_settings():
        whole = draw(scene, days, Paper()).save(".svg")
        shown = Shown(scene, days)
        for fact in FACTS:
            getattr(shown, fact)
        bare = replace(
            scene, **dict.fromkeys(("records", "spells", "conditions", "figures", "data_to"), Gone())
        )
        if inset:  # it may ask for all spells, who is said to hold what, and what the ground has in it
            said = scene.records[["status", "parties"]]
            bare = replace(bare, spells=scene.spells, records=said, figures=scene.figures)
        vars(bare)["_made"] = scene._made  # the states of the days, as they were asked for
        content = content_of(bare, days)
        vars(content)["told"] = shown
        assert draw_content(content, Paper()).save(".svg") == whole


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_counts(scenes, fact):
    shown = Shown(scenes["qadam"], DAYS)
    before = [str(each) for each in shown.facts()]
    value = getattr(shown, fact)
    if fact == "states":
        spells = shown.scene.spells.assign(status="vacated")
        shown = replace(shown, scene=replace(shown.scene, spells=spells))
    elif isinstance(value, pd.DataFrame):
        vars(shown)[fact] = value.iloc[:0]
    else:
        vars(shown)[fact] = ["Corrected 28 March."] if isinstance(value, list) else DAYS[0]
    assert [str(each) for each in shown.facts()] != before


def test_columns_are_alike_in_bytes_where_their_values_are():
    shapes = [shapely.Point(1, 2), None]
    for values, dtype in (
        (["a", 2**70], object),
        ([10**12, None], "Int64"),
        ([0.1, None], float),
        (["a, b"], "str"),
    ):
        one, other = (_column_bytes(pd.Series(list(values), dtype=dtype)) for _ in range(2))
        assert one == other
    assert _column_bytes(gpd.GeoSeries(shapes)) != _column_bytes(gpd.GeoSeries(shapes[::-1]))
    counted = pd.Series([10**12, None], dtype="Int64")
    assert _column_bytes(counted) == b"['1000000000000', '<NA>']", (
        "where a number lies in memory says nothing"
    )
    alike = [["a', 'b", ""], ["a", "b"], ["a, b"], ["a", "b", ""], ["ab"]]
    assert len({_column_bytes(pd.Series(values, dtype=object)) for values in alike}) == len(alike)


BEFORE: dict[str, tuple[str, str, bytes]] = {}


def digests(squares, edit) -> dict[str, tuple[str, str, bytes]]:
    """Return of each map its ground's and its sheet's digest after an edit, and the sheet."""
    edit(squares)
    squares.write()
    project = read_project(squares.root / "geomap.toml")
    data, made = read_data(project), {}
    for spec in project.maps:
        scene = to_scene(data, spec)
        with quiet_settings():
            sheet = draw(scene, DAYS[:1], Paper(5.0, 4.0)).save(".svg")
        made[spec.name] = (ground_digest(scene, spec, ""), sheet_digest(scene, DAYS[:1]), sheet)
    return made


EDITS = {
    "note": lambda squares: squares.records[3].update(NOTE),
    "status": lambda squares: squares.records[3].update(status="shared"),
    "later": lambda squares: squares.records[3].update(effective="2018-04-01"),
    "party": lambda squares: squares.records[4].update(actor="red"),
    "source": lambda squares: squares.records[4].update(source="C"),
    "around": lambda squares: squares.records[0].update(status="contested", actor="red;blue"),
    "claim": lambda squares: squares.records[1].update(claim="held"),
    "low": lambda squares: squares.records[1].update(confidence="low"),
    "more": lambda squares: squares.records.append({"id": "n", "place": "nook", "effective": "2018-03-02", "actor": "red"}),
    "after": lambda squares: squares.records.append({"id": "n", "place": "nook", "effective": "2018-05-02", "actor": "red"}),
    "siege": lambda squares: squares.records.append(
        {"id": "n", "place": "nook", "effective": "2018-03-02", "status": "besieged", "actor": "red"}
    ),
    "correction": lambda squares: squares.records.append(
        {"id": "n", "place": "west", "effective": "2018-02-01", "actor": "red", "reported": "2018-04-28", "corrects": "west-blue"}
    ),
    "retold": lambda squares: squares.records[3].update(source="D", reported="2018-03-30"),
    "colour": lambda squares: squares.actors[0].update(color="#123456"),
    "title": lambda squares: setattr(squares, "config", squares.config.replace("The west", "West of here")),
    "days": lambda squares: setattr(
        squares, "config", squares.config.replace("opens = 2018-03-10", "opens = 2018-03-10\nsnapshots = [2018-04-01]", 1)
    ),
}  # fmt: skip


#: Those that no sheet of the day shows.
UNSEEN = {"note", "days", "around", "claim"}


@pytest.mark.parametrize("edit", EDITS)
def test_a_sheet_with_the_same_digests_is_the_same(squares, edit):
    before = BEFORE or digests(squares, lambda _: None)
    BEFORE.update(before)
    after = digests(squares, EDITS[edit])
    assert any(before[name][2] != after[name][2] for name in before) is (edit not in UNSEEN)
    for name, (ground, shown, sheet) in after.items():
        if (ground, shown) == before[name][:2]:
            assert sheet == before[name][2]


@pytest.fixture
def build(geomap, squares):
    squares.config = squares.config.replace(
        'formats = ["html", "svg"]', 'formats = ["html", "png"]\nsnapshots = [2018-02-05, 2018-03-10]', 1
    )

    def run(*arguments) -> set[str]:
        squares.write()
        result = geomap("build", *arguments, cwd=squares.root)
        assert result.exit_code == 0, result.stderr
        return {line.removeprefix("maps/") for line in result.stdout.splitlines() if "west-map" in line}

    return run


EARLY, LATE = "west-map-2018-02-05", "west-map-2018-03-10"
TOLD = {f"{stem}{suffix}" for stem in (EARLY, LATE) for suffix in (".json", ".txt")}


def test_a_note_put_right_draws_no_sheet_again(build, squares):
    build()
    squares.records[1].update(NOTE)
    assert build() == {"west-map.html", *TOLD}


def test_an_edit_draws_again_the_days_that_show_it(build, squares):
    assert build() == {"west-map.html", f"{EARLY}.png", f"{LATE}.png", *TOLD}
    before = contents(squares.maps)
    squares.records.append({"id": "n", "place": "nook", "effective": "2018-02-20", "actor": "red"})
    squares.records[-1]["source"] = squares.records[1].get("source", "A")
    made = build()
    assert f"{LATE}.png" in made
    after = contents(squares.maps)
    assert (before[f"{EARLY}.png"] == after[f"{EARLY}.png"]) is (f"{EARLY}.png" not in made)
    assert before[f"{LATE}.png"] != after[f"{LATE}.png"]


def test_sheets_are_what_they_would_be_if_all_were_drawn_again(build, squares):
    build()
    squares.records[1].update(NOTE, confidence="low")
    build()
    once = contents(squares.maps)
    build("--force")
    assert contents(squares.maps) == once


#: A siege that was over before the days of the sheets.
SIEGE = (
    {"id": "n", "place": "land", "status": "besieged", "actor": "blue", "effective": "2016-01-01"},
    {
        "id": "o",
        "place": "land",
        "status": "besieged",
        "actor": "blue",
        "effective": "2016-02-01",
        "claim": "ended",
    },
)
LATER_OR_EARLIER = {
    "the last day": lambda records: records[2].update(effective="2019-06-01"),
    "the first day": lambda records: records[-2].update(effective="2015-01-01"),
    "a later day": lambda records: records.append(
        {"id": "p", "place": "nook", "effective": "2018-05-02", "actor": "red"}
    ),
}


@pytest.mark.parametrize("edit", LATER_OR_EARLIER)
def test_a_chart_on_a_sheet_is_drawn_again_with_the_days_it_goes_through(build, squares, edit):
    for days in ("first = 2018-01-01\n", "last = 2018-06-30\n"):
        squares.config = squares.config.replace(days, "", 1)
    squares.config = squares.config.replace("opens = 2018-03-10", 'opens = 2018-03-10\ninset = "area"', 1)
    squares.records += [dict(row) for row in SIEGE]
    build()
    before = contents(squares.maps)
    LATER_OR_EARLIER[edit](squares.records)
    build()
    once = contents(squares.maps)
    build("--force")
    assert contents(squares.maps) == once
    assert before[f"{LATE}.png"] != once[f"{LATE}.png"]


def test_a_note_put_right_leaves_the_chart_on_a_sheet_as_it_is(build, squares):
    squares.config = squares.config.replace("opens = 2018-03-10", 'opens = 2018-03-10\ninset = "area"', 1)
    build()
    squares.records[1].update(NOTE)
    assert build() == {"west-map.html", *TOLD}


@pytest.mark.parametrize("harm", ["gone", "altered"])
def test_a_picture_that_is_gone_or_altered_is_drawn_again(build, squares, harm):
    build()
    path = squares.maps / f"{EARLY}.png"
    good = path.read_bytes()
    path.unlink() if harm == "gone" else path.write_bytes(b"else")
    assert f"{EARLY}.png" in build()
    assert path.read_bytes() == good


def test_other_ground_and_other_titles_draw_again_what_they_are_on(build, squares):
    build()
    squares.config = squares.config.replace(
        "snapshots = [2018-02-05, 2018-03-10]",
        'snapshots = [{ on = 2018-02-05, title = "First" }, 2018-03-10]',
    )
    assert {each for each in build() if each.endswith(".png")} == {f"{EARLY}.png"}
    squares.config = squares.config.replace('title = "The west"', 'title = "West of here"')
    assert f"{LATE}.png" in build()
    squares.actors[1]["color"] = "#225544"
    assert {f"{EARLY}.png", f"{LATE}.png"} <= build()
