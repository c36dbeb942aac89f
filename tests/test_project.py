"""geomap.toml: what it may say, its defaults, and every mistake told with its line."""

from __future__ import annotations

import pandas as pd
import pytest
from projects import LEAST, problems_of

from geomap.errors import DataError, GeomapError
from geomap.project import MapSpec, find_project, read_data, read_project, to_scene


def test_every_key_but_name_and_places_has_a_default(config, tmp_path):
    project = config(LEAST)
    assert project.root == tmp_path.resolve()
    assert project.boundaries == (tmp_path / "data/boundaries",)
    assert project.control == (tmp_path / "data/control",)
    assert project.output == tmp_path / "maps"
    assert project.context == ()
    assert project.maps == (MapSpec(name="one", places=("west",)),)
    spec = project.maps[0]
    assert (spec.formats, spec.stale_after, spec.lang, spec.first, spec.snapshots) == (
        ("html",),
        180,
        "en",
        None,
        (),
    )


def test_every_key_is_read(config, tmp_path):
    project = config("""
[project]
title = "T"
boundaries = ["a", "b/c.geojson"]
control = "d"
output = "out"
context = ["e"]
lang = "fr"

[[map]]
name = "one"
title = "One"
places = "west"
first = 2018-01-01
last = "2018-12-31"
opens = 2018-03-22
known_on = 2018-04-01
snapshots = [2018-03-12, "2018-03-15"]
formats = ["png", "html", "png"]
stale_after = 0
notes = ["a note"]

[[map]]
name = "two"
places = ["east", "inn"]
last = "last"
lang = "ar"
""")
    assert (project.title, project.output) == ("T", tmp_path / "out")
    assert project.boundaries == (tmp_path / "a", tmp_path / "b/c.geojson")
    one, two = project.maps
    assert (one.title, one.places, one.lang, one.stale_after, one.notes) == (
        "One",
        ("west",),
        "fr",
        0,
        ("a note",),
    )
    assert (one.first, one.last, one.opens, one.known_on) == tuple(
        map(pd.Timestamp, ("2018-01-01", "2018-12-31", "2018-03-22", "2018-04-01"))
    )
    assert one.snapshots == (pd.Timestamp("2018-03-12"), pd.Timestamp("2018-03-15"))
    assert one.formats == ("png", "html")
    assert (two.lang, two.last, two.places) == ("ar", None, ("east", "inn"))


WRONG = {
    "an unknown key": (LEAST + "snapshot = []\n", ["4: snapshot is not a known key. Did you mean snapshots?"]),
    "an unknown key of the project": ('[project]\ntitel = "x"\n' + LEAST, ["2: titel is not a known key. Did you mean title?"]),
    "an unknown table": ("[maps]\n" + LEAST, ["1: maps is not a known key. Did you mean map?"]),
    "no name": ('\n[[map]]\nplaces = ["west"]\n', ["2: [[map]] has no name"]),
    "no places": ('[[map]]\nname = "one"\n', ["1: [[map]] has no places"]),
    "empty places": ('[[map]]\nname = "one"\nplaces = []\n', ["has no places"]),
    "a day that is none": (LEAST + 'first = "Mar-18"\n', ["4: first 'Mar-18'", "2018-03"]),
    "a month": (LEAST + 'opens = "2018-03"\n', ["4: opens '2018-03' is not a single day"]),
    "a number for a day": (LEAST + "last = 2018\n", ["4: last 2018 is not a text"]),
    "a format that is none": (LEAST + 'formats = ["jpg"]\n', ["4: formats", "'jpg', which is no format", "html, png, webp, svg, pdf"]),
    "a format as a number": (LEAST + "formats = [1]\n", ["4: formats [1] is not a list of texts"]),
    "days that are none": (LEAST + "stale_after = -1\n", ["4: stale_after -1 is not a number of days", "0 to turn it off"]),
    "true for a number": (LEAST + "stale_after = true\n", ["4: stale_after True is not a number of days"]),
    "one day for a list": (LEAST + "snapshots = 2018-03-12\n", ["4: snapshots", "is not a list of days"]),
    "a language that is none": (LEAST + 'lang = "de"\n', ["4: lang 'de'", "en, ar, fr"]),
    "a name that is a path": ('[[map]]\nname = "../one"\nplaces = ["west"]\n', ["2: name '../one' cannot be the name of a file"]),
    "the gallery's name": ('[[map]]\nname = "index"\nplaces = ["west"]\n', ["2: name 'index' cannot be"]),
    "a name twice": (LEAST + LEAST, ["4: name 'one' is the name of two maps"]),
    "names that differ in case alone": (LEAST + LEAST.replace("one", "ONE"), ["4: name 'ONE' is the name of two maps"]),
    "a table for a list": ('[map]\nname = "one"\nplaces = ["west"]\n', ["map is not a list of tables", "[[map]]"]),
    "a text for a table": ("project = 3\n" + LEAST, ["project is not a table"]),
    "no boundaries": ("[project]\nboundaries = []\n" + LEAST, ["2: boundaries [] names no file or folder"]),
    "no records": ("[project]\ncontrol = []\n" + LEAST, ["2: control [] names no file or folder"]),
    "no folder for the maps": ("[project]\noutput = []\n" + LEAST, ["2: output [] is not a text"]),
    "the gallery's name in capitals": ('[[map]]\nname = "Index"\nplaces = ["west"]\n', ["2: name 'Index' cannot be"]),
    "no TOML": (LEAST + "first = \n", ["4: is not TOML"]),
    "a size that is none": (LEAST + 'sizes = ["colum"]\n', ["4: sizes", "has 'colum'", "Did you mean column?"]),
    "no size": (LEAST + "sizes = []\n", ["4: sizes [] is not a list of sizes"]),
    "dots that are none": (LEAST + "dpi = 5\n", ["4: dpi 5 is no number of dots to the inch"]),
    "more dots than can be drawn": (LEAST + 'sizes = ["50x50in"]\ndpi = 600\n', ["4: sizes", "20,000 dots"]),
    "a word for yes": (LEAST + 'outlined = "yes"\n', ["4: outlined 'yes' is neither true nor false"]),
    "a series of one day": (LEAST + "series = [2018-03-12]\n", ["4: series", "a sheet of 1 days"]),
    "two series with the same ends": (LEAST + "series = [[2018-01-01, 2018-02-01, 2018-03-01], [2018-01-01, 2018-03-01]]\n", ["4: series", "two sheets from 2018-01-01 to 2018-03-01"]),
    "a control character": (LEAST + 'logo = "a\\u0000b.png"\n', ["4: logo", "has a control character"]),
    "a day that does not exist": (LEAST + "first = 2018-02-30\n", ["4: is not TOML"]),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_told_with_its_line_and_the_remedy(config, name):
    text, pieces = WRONG[name]
    problems = problems_of(config, text)
    assert len(problems) == 1, problems
    for piece in pieces:
        assert piece in problems[0]


def test_all_mistakes_are_told_at_once(config):
    assert (
        len(
            problems_of(
                config, '[project]\ntitel = 3\n[[map]]\nname = "one"\nformats = ["gif"]\nopens = "x"\n'
            )
        )
        == 4
    )


def test_a_configuration_in_another_encoding_is_told(tmp_path):
    path = tmp_path / "geomap.toml"
    path.write_bytes('[project]\ntitle = "Carte d\xe9taill\xe9e"\n'.encode("latin-1") + LEAST.encode())
    with pytest.raises(GeomapError, match="UTF-8"):
        read_project(path)


def test_context_may_be_none_at_all(config):
    assert config("[project]\ncontext = []\n" + LEAST).context == ()


def test_a_byte_order_mark_is_no_matter(tmp_path):
    path = tmp_path / "geomap.toml"
    path.write_bytes(b"\xef\xbb\xbf" + LEAST.encode())
    assert read_project(path).maps[0].name == "one"


def test_the_project_is_found_from_below(squares):
    below = squares.root / "data" / "control"
    assert find_project(below).root == squares.root.resolve()


def test_a_folder_with_data_alone_is_a_project(squares):
    (squares.root / "geomap.toml").unlink()
    project = find_project(squares.root)
    assert (project.maps, project.context) == ((), ())
    assert set(read_data(project).places.index) == {"land", "west", "east", "nook", "inn"}


def test_a_folder_with_nothing_is_none(tmp_path):
    with pytest.raises(GeomapError, match=r"geomap\.toml"):
        find_project(tmp_path)


def test_missing_files_are_told_together(squares):
    squares.config = squares.config.replace('title = "Squares"', 'boundaries = "nowhere"\ncontrol = "gone"')
    squares.write()
    with pytest.raises(DataError) as caught:
        read_data(read_project(squares.root / "geomap.toml"))
    told = str(caught.value)
    assert "nowhere" in told
    assert "gone" in told


def test_a_scene_has_what_the_configuration_says(squares):
    project = read_project(squares.root / "geomap.toml")
    scene = to_scene(read_data(project), project.maps[0])
    assert (scene.name, scene.title, scene.show) == ("west-map", "The west", ("west",))
    assert [f"{day:%Y-%m-%d}" for day in (scene.first, scene.last, scene.opens)] == [
        "2018-01-01",
        "2018-06-30",
        "2018-03-10",
    ]
    assert set(scene.places.index) == {"west", "nook"}


def test_days_default_to_those_of_the_records(squares):
    squares.config = squares.config.replace("first = 2018-01-01\nlast = 2018-06-30\nopens = 2018-03-10\n", "")
    squares.write()
    project = read_project(squares.root / "geomap.toml")
    scene = to_scene(read_data(project), project.maps[1])
    assert [f"{day:%Y-%m-%d}" for day in (scene.first, scene.last, scene.opens)] == [
        "2018-01-01",
        "2018-12-31",
        "2018-12-31",
    ]


def test_a_map_whose_days_are_out_of_order_is_an_error(squares):
    squares.config = squares.config.replace("last = 2018-06-30", "last = 2017-06-30")
    squares.write()
    project = read_project(squares.root / "geomap.toml")
    with pytest.raises(GeomapError, match="after its last day 2017-06-30"):
        to_scene(read_data(project), project.maps[0])


def test_the_shipped_configuration_has_the_five_maps(built):
    maps = {spec.name: spec for spec in built.project.maps}
    assert set(maps) == {"syria", "southern-damascus", "yarmuk", "qadam", "deir-ezzor"}
    for spec in maps.values():
        assert spec.formats == ("html", "png", "svg")
        assert spec.opens == pd.Timestamp("2018-03-22")
        assert [f"{day:%m-%d}" for day in spec.snapshots] == ["03-12", "03-15", "03-22", "05-22"]


def test_a_map_is_read_however_its_table_is_written(config):
    project = config(LEAST + '[["map"]]\nname = "two"\nplaces = ["east"]\n')
    assert [spec.name for spec in project.maps] == ["one", "two"]
