"""``geomap build``: what is out of date is drawn again, nothing else is touched, and on an error all stands."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from projects import Squares, contents
from unpacking import packed_of, unpack

from geomap.build import build as build_maps
from geomap.project import read_project
from geomap.words import said

HOSTILE = {
    "script": "</script><script>window.hacked = 1</script>",
    "image": "<img src=x onerror=alert(1)>",
    "template": "{{7*7}} {% 5 {# x #} ${1} `${1}` $title $data",
    "quotes": "\"double\" 'single' \\ &amp; <!-- ]]>",
    "direction": "\u202eright to left\u202c \u2067isolated\u2069 \u200f",
    "long": "x" * 10_000,
    "mathtext": "$\\frac{1}{0}$ _a_ ^b^ %s {0}",
}


@pytest.fixture
def build(geomap, squares):
    """A function that writes the squares and builds them: the result of the command."""

    def run(*arguments):
        squares.write()
        return geomap("build", *arguments, cwd=squares.root)

    return run


@pytest.fixture(scope="module")
def built_once(tmp_path_factory) -> Path:
    """The folder that a build of the squares writes, for every test to copy."""
    folder = tmp_path_factory.mktemp("once") / "squares"
    folder.mkdir()
    made = Squares(folder).write()
    build_maps(read_project(folder / "geomap.toml"))
    return made.maps


@pytest.fixture
def standing(squares, built_once) -> Path:
    """The maps of the squares as they are, standing as if just built: nothing is out of date."""
    return shutil.copytree(built_once, squares.maps)


def written(result) -> list[str]:
    assert result.exit_code == 0, result.stderr
    return result.stdout.splitlines()


def stamps(folder) -> dict:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


#: What stands beside the picture of a day.
TOLD = ("west-map-2018-03-10.json", "west-map-2018-03-10.txt")
WEST = ["maps/west-map.html", "maps/west-map-2018-03-10.svg", *(f"maps/{name}" for name in TOLD)]
EAST = ["maps/east-map.html"]
INDEX = ["maps/index.html"]


def test_a_build_writes_every_map_and_the_gallery(build, squares):
    assert written(build()) == [*WEST, *EAST, *INDEX]
    assert set(contents(squares.maps)) == {
        "west-map.html",
        "west-map-2018-03-10.svg",
        *TOLD,
        "east-map.html",
        "index.html",
        ".geomap.json",
    }


def test_a_second_build_says_up_to_date_and_touches_nothing(build, squares):
    build()
    before = stamps(squares.maps)
    again = build()
    assert written(again) == []
    assert "Up to date: west-map, east-map." in again.stderr
    assert stamps(squares.maps) == before


def test_force_draws_every_map_again_to_the_same_bytes(build, squares):
    build()
    before = contents(squares.maps)
    assert written(build("--force")) == [*WEST, *EAST]
    assert contents(squares.maps) == before


def test_one_map_can_be_built_alone(build, squares):
    assert written(build("east-map")) == [*EAST, *INDEX]
    assert not (squares.maps / "west-map.html").exists()
    assert "west-map.html" not in (squares.maps / "index.html").read_text("utf-8")
    assert written(build()) == [*WEST, *INDEX]


@pytest.mark.usefixtures("standing")
def test_the_gallery_says_of_a_map_not_built_again_nothing_of_how_far_data_reach(build, squares):
    squares.records.append({"id": "n", "place": "land", "effective": "2019-05-09", "actor": "red"})
    assert written(build("east-map")) == [*EAST, *INDEX]
    assert (squares.maps / "index.html").read_text("utf-8").count("9 May 2019") == 1
    build()
    assert (squares.maps / "index.html").read_text("utf-8").count("9 May 2019") == 2


@pytest.mark.usefixtures("standing")
def test_maps_whose_files_would_share_a_name_are_refused(build, squares):
    before = contents(squares.maps)
    squares.config = squares.config.replace('"east-map"', '"West-map-2018-03-10"')
    for names in ([], ["west-map"]):
        result = build(*names)
        assert result.exit_code == 1
        assert "'west-map' and 'West-map-2018-03-10' would both have files" in result.stderr
        assert contents(squares.maps) == before


@pytest.mark.usefixtures("standing")
def test_changing_a_row_draws_the_maps_that_show_it(build, squares):
    before, old = contents(squares.maps), stamps(squares.maps)
    squares.records[2]["actor"] = "blue"
    result = build()
    assert written(result) == EAST
    assert "Up to date: west-map." in result.stderr
    after = contents(squares.maps)
    assert after["east-map.html"] != before["east-map.html"]
    assert [after[name] == before[name] for name in ("west-map.html", "west-map-2018-03-10.svg")] == [
        True,
        True,
    ]
    assert stamps(squares.maps)["west-map.html"] == old["west-map.html"]


@pytest.mark.usefixtures("standing")
def test_changing_a_row_of_the_place_around_draws_both(build, squares):
    squares.records[0]["source"] = "Seen again"
    assert written(build()) == [*WEST, *EAST]


CHANGES = {
    "an outline": lambda s: s.features[3]["geometry"]["coordinates"][0].__setitem__(2, [36.1, 33.12]),
    "a name": lambda s: s.features[3]["properties"].__setitem__("name", "Corner"),
    "a colour": lambda s: s.actors[1].__setitem__("color", "#123456"),
    "a note": lambda s: s.records[1].__setitem__("note", "seen"),
    "a title": lambda s: setattr(s, "config", s.config.replace("The west", "The far west")),
    "an opening day": lambda s: setattr(
        s, "config", s.config.replace("opens = 2018-03-10", "opens = 2018-03-11", 1)
    ),
    "a row taken out": lambda s: s.records.pop(1),
    "a row added": lambda s: s.records.append(
        {"id": "n", "place": "nook", "effective": "2018-03-01", "actor": "red"}
    ),
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.usefixtures("standing")
def test_whatever_a_map_shows_makes_it_out_of_date(build, squares, name):
    before = contents(squares.maps)
    CHANGES[name](squares)
    assert "maps/west-map.html" in written(build())
    assert contents(squares.maps)["west-map.html"] != before["west-map.html"]


@pytest.mark.usefixtures("standing")
def test_what_changes_nothing_draws_nothing(geomap, squares):
    squares.features.append(squares.features.pop(1))
    squares.write()
    squares.table.write_bytes(b"\xef\xbb\xbf" + squares.table.read_bytes().replace(b"\n", b"\r\n\r\n"))
    result = geomap("build", cwd=squares.root)
    assert written(result) == []


@pytest.mark.parametrize("arguments", [["build"], ["who", "west"]])
@pytest.mark.usefixtures("standing")
def test_no_renderer_is_imported_where_nothing_is_drawn(squares, arguments):
    code = (
        "import sys\n"
        f"sys.argv = ['geomap', *{arguments!r}]\n"
        "from geomap.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "print([name for name in ('matplotlib', 'folium', 'branca', 'pyogrio') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=squares.root, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.usefixtures("standing")
def test_a_file_that_is_missing_is_drawn_again(build, squares):
    for name in ("west-map.html", "west-map-2018-03-10.svg", *TOLD, "index.html"):
        (squares.maps / name).unlink()
        assert f"maps/{name}" in written(build())
        assert (squares.maps / name).exists()


@pytest.mark.usefixtures("standing")
def test_a_file_that_was_altered_is_drawn_again(build, squares):
    before = contents(squares.maps)
    for name in ("west-map.html", "west-map-2018-03-10.svg", *TOLD):
        (squares.maps / name).write_bytes(b"not what was drawn")
        assert f"maps/{name}" in written(build())
        assert contents(squares.maps) == before


def test_of_a_sheet_that_shows_the_same_nothing_is_drawn_again(build, squares):
    """A note in a record is told by the live map alone."""
    squares.config = squares.config.replace('"svg"', '"svg", "png"')
    assert "maps/west-map-2018-03-10.png" in written(build())
    before = contents(squares.maps)
    squares.records[0]["note"] = "said by the live map"
    pictures = [name for name in written(build()) if name.endswith((".png", ".pdf"))]
    assert pictures == []
    after = contents(squares.maps)
    changed = {name for name in before if before[name] != after[name]} - {".geomap.json"}
    assert changed
    assert all(name.endswith(".html") for name in changed)


@pytest.mark.usefixtures("standing")
def test_a_note_that_is_broken_is_no_matter(build, squares):
    for text in ("", "[]", "{", '{"maps": 3}'):
        (squares.maps / ".geomap.json").write_text(text)
        assert written(build()) == [*WEST, *EAST]


@pytest.mark.usefixtures("standing")
def test_a_map_taken_out_of_the_configuration_leaves_the_gallery(build, squares):
    squares.config = squares.config.split('[[map]]\nname = "east-map"')[0]
    assert written(build()) == INDEX
    assert "east-map" not in (squares.maps / "index.html").read_text("utf-8")


@pytest.mark.usefixtures("standing")
def test_a_broken_row_leaves_every_file_as_it_was(build, squares):
    before, old = contents(squares.maps), stamps(squares.maps)
    squares.records[2]["effective"] = "12/03/2018"
    result = build()
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "records.csv:4: effective '12/03/2018'" in result.stderr
    assert contents(squares.maps) == before
    assert stamps(squares.maps) == old


@pytest.mark.usefixtures("standing")
def test_a_broken_map_leaves_every_file_as_it_was(build, squares):
    before = contents(squares.maps)
    squares.records[1]["note"] = "changed"
    squares.config = squares.config.replace('places = ["east"]', 'places = ["eest"]')
    result = build()
    assert result.exit_code == 1
    assert "eest" in result.stderr
    assert contents(squares.maps) == before


@pytest.mark.usefixtures("standing")
def test_a_map_that_cannot_be_drawn_leaves_every_file_as_it_was(build, squares, monkeypatch):
    """All is drawn before anything is written: a failure in the last map leaves the first one's files."""
    from geomap.build import drawing as module
    from geomap.errors import GeomapError

    before = contents(squares.maps)
    squares.records[0]["note"] = "changes both maps"
    drawn = module.render_all

    def fail(jobs):
        drawn([job for job in jobs if job.scene.name != "east-map"])
        raise GeomapError("no ink")

    monkeypatch.setattr(module, "render_all", fail)
    result = build()
    assert result.exit_code == 1
    assert "no ink" in result.stderr
    assert contents(squares.maps) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_told(build, squares):
    squares.maps.mkdir()
    squares.maps.chmod(0o500)
    result = build()
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_an_output_that_is_a_file_is_told(build, squares):
    squares.maps.write_text("not a folder")
    result = build()
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr
    assert squares.maps.read_text() == "not a folder"


def test_an_unknown_map_is_2_with_the_nearest(build, squares):
    result = build("west-mpa")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'west-mpa' is not a map" in result.stderr
    assert "Did you mean west-map?" in result.stderr
    assert not squares.maps.exists()


def test_an_unknown_key_is_1_with_the_nearest(build, squares):
    squares.config += "snapshot = []\n"
    result = build()
    assert result.exit_code == 1
    assert "geomap.toml:21: snapshot is not a known key. Did you mean snapshots?" in result.stderr
    assert not squares.maps.exists()


def test_a_project_without_maps_says_what_to_do(build, squares):
    squares.config = "[project]\n"
    result = build()
    assert result.exit_code == 2
    assert "[[map]]" in result.stderr


def test_snapshots_are_those_in_the_range_of_the_map(build, squares):
    squares.config = squares.config.replace(
        "opens = 2018-03-10",
        "opens = 2018-03-10\nsnapshots = [2017-01-01, 2018-02-01, 2018-06-30, 2019-01-01]",
        1,
    )
    assert written(build("west-map")) == [
        "maps/west-map.html",
        "maps/west-map-2018-02-01.svg",
        "maps/west-map-2018-06-30.svg",
        *(f"maps/west-map-2018-{day}.{suffix}" for day in ("02-01", "06-30") for suffix in ("json", "txt")),
        *INDEX,
    ]


def test_what_stands_beside_a_picture_tells_what_changed_since_the_one_before(build, squares):
    squares.config = squares.config.replace(
        "opens = 2018-03-10", "opens = 2018-03-10\nsnapshots = [2018-03-10, 2018-01-15]", 1
    )
    build()
    alts = [
        json.loads((squares.maps / f"west-map-2018-{day}.json").read_text("utf-8"))["alt"]
        for day in ("01-15", "03-10")
    ]
    assert "since the map" not in alts[0]
    assert "Changed since the map of 15 January 2018: West" in alts[1]


@pytest.mark.parametrize("name", TOLD)
def test_a_file_of_another_hand_beside_a_picture_is_never_replaced(build, squares, name):
    squares.maps.mkdir()
    (squares.maps / name).write_text('{"mine": 1}')
    result = build()
    assert result.exit_code == 1
    assert f"{name}: was not written by geomap" in result.stderr
    assert contents(squares.maps) == {name: b'{"mine": 1}'}


def test_the_tally_counts_what_came_of_the_records(build, squares):
    squares.features.append(
        {
            **squares.features[3],
            "properties": {
                **squares.features[3]["properties"],
                "place_id": "far",
                "name": "Far",
                "parent": "",
            },
        }
    )
    squares.features[-1]["geometry"] = {"type": "Point", "coordinates": [37.0, 35.0]}
    squares.records += [
        {"id": "low", "place": "west", "effective": "2018-02-01", "actor": "red", "confidence": "low"},
        {"id": "far", "place": "far", "effective": "2018-02-01", "actor": "red"},
        {"id": "late", "place": "west", "effective": "2019-02-01", "actor": "red"},
    ]
    text = build().stderr
    assert (
        "8 records read: 5 that decide something on a map, 1 low-confidence claims, 1 of places on no map."
        in text
    )
    assert "1 place has no record of who holds it: nook." in text


# --- the shipped maps ------------------------------------------------------------------


def test_the_shipped_project_builds_every_map_in_every_format(built):
    days = ("2018-03-12", "2018-03-15", "2018-03-22", "2018-05-22")
    names = {"index.html", ".geomap.json"}
    for spec in built.project.maps:
        names |= {f"{spec.name}.html"} | {
            f"{spec.name}-{day}.{suffix}" for day in days for suffix in ("png", "svg", "json", "txt")
        }
    assert set(contents(built.maps)) == names
    tally = built.report.tally
    assert tally.read == len(built.data.records)
    assert tally.deciding > 80
    assert tally.claims == 1
    assert tally.not_drawn == 0
    assert "golan" in tally.bare


class Links(HTMLParser):
    """Every tag, and every link and picture of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.files: list[str] = []
        self.handlers: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.files += [value for name, value in attributes if name in ("href", "src")]
        self.handlers += [name for name, _ in attributes if name.startswith("on") or name == "style"]


def test_the_gallery_shows_every_map_and_runs_nothing(built):
    text = (built.maps / "index.html").read_text("utf-8")
    links = Links(text)
    assert "script" not in links.tags
    assert links.handlers == []
    assert "default-src 'none'" in unescape(text)
    assert [name for name in links.files if not (built.maps / name).is_file()] == []
    assert {f"{spec.name}.html" for spec in built.project.maps} <= set(links.files)
    assert links.tags.count("img") == len(built.project.maps)
    assert "takes no position" in text
    for spec in built.project.maps:
        assert said(spec.title, built.project.lang) in text
    for name in contents(built.maps):
        assert name in links.files or name.startswith((".", "index"))


# --- hostile text ----------------------------------------------------------------------


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_in_every_column_builds_and_stays_text(build, squares, name):
    text = HOSTILE[name]
    squares.poison(text)
    result = build()
    assert result.exit_code == 0, result.stderr
    links = Links((squares.maps / "index.html").read_text("utf-8"))
    assert set(links.files) == {"west-map.html", "west-map-2018-03-10.svg", "east-map.html", *TOLD}
    assert not {"script"} & set(links.tags)
    assert links.handlers == []
    page = (squares.maps / "west-map.html").read_text("utf-8")
    assert page.count("<script") == page.count("</script>")
    data = unpack(packed_of(page))
    assert data.header["title"] == text
    assert data.header["notes"] == [text]
    assert text in data.texts
    assert f"{text} west" in data.texts
    sheet = (squares.maps / "west-map-2018-03-10.svg").read_bytes()
    tags = {node.tag.rsplit("}", 1)[-1] for node in ET.fromstring(sheet).iter()}  # noqa: S314 - our own
    assert not {"script", "foreignObject", "a"} & tags


@pytest.mark.usefixtures("standing")
@pytest.mark.parametrize("version", [None, 1], ids=["this version", "an older version"])
def test_records_that_are_gone_never_replace_good_maps(geomap, squares, version):
    if version:
        (squares.maps / ".geomap.json").write_text(f'{{"version": {version}}}')
    good = contents(squares.maps)
    squares.records = []
    squares.write()
    result = geomap("build", cwd=squares.root)
    assert result.exit_code == 1
    assert "no records" in result.stderr
    assert "--force" in result.stderr
    assert contents(squares.maps) == good
    assert geomap("build", "--force", cwd=squares.root).exit_code == 0
    assert contents(squares.maps) != good


# Sheets of several days and sizes


def test_sheets_are_made_in_every_size_and_of_several_days(build, squares):
    squares.config = squares.config.replace(
        'formats = ["html", "svg"]',
        'formats = ["svg", "png"]\nsizes = ["sheet", "85mm"]\nseries = [2018-02-01, 2018-03-10]\ntransparent = true',
    )
    made = {path for path in written(build()) if "west-map" in path}
    stems = {
        f"maps/west-map-{days}{size}"
        for days in ("2018-03-10", "2018-02-01-to-2018-03-10")
        for size in ("", "-85mm")
    }
    assert made == {f"{stem}{suffix}" for stem in stems for suffix in (".svg", ".png", ".json", ".txt")}
    assert "<rect" not in (squares.maps / "west-map-2018-03-10.svg").read_text("utf-8")


def test_other_dots_have_the_picture_drawn_again_though_its_lines_are_the_same(build, squares):
    squares.config = squares.config.replace(
        'formats = ["html", "svg"]', 'formats = ["svg", "png"]\ndpi = 100'
    )
    build()
    coarse = contents(squares.maps)
    squares.config = squares.config.replace("dpi = 100", "dpi = 200")
    assert "maps/west-map-2018-03-10.png" in written(build())
    fine = contents(squares.maps)
    assert fine["west-map-2018-03-10.svg"] == coarse["west-map-2018-03-10.svg"]
    assert fine["west-map-2018-03-10.png"] != coarse["west-map-2018-03-10.png"]


def test_days_outside_the_map_are_told_and_not_drawn(build, squares):
    squares.config = squares.config.replace(
        'formats = ["html", "svg"]', 'formats = ["svg"]\nseries = [1900-01-01, 2018-02-01, 2018-03-10]'
    )
    result = build()
    assert "map 'west-map': 1900-01-01 is not drawn" in result.stderr
    assert "maps/west-map-2018-02-01-to-2018-03-10.svg" in written(result)


@pytest.mark.usefixtures("standing")
def test_a_strange_file_beside_the_maps_is_left_alone(build, squares):
    (squares.maps / "odd").symlink_to("/proc/self/mem")
    assert written(build()) == []


@pytest.mark.parametrize(("lang", "film"), [("en", "Film"), ("ar", "فيلم"), ("fr", "Film")])
def test_the_gallery_calls_a_film_a_film(squares, lang, film):
    from geomap.build.cards import gallery_of
    from geomap.project import outputs_of, read_data, read_project, to_scene
    from geomap.words import Words

    squares.config = squares.config.replace('title = "Squares"', f'lang = "{lang}"')
    squares.config = squares.config.replace(
        '["html", "svg"]', '["html", "webp"]\nfilms = ["gif", "webp", "mp4"]'
    )
    squares.write()
    project = read_project(squares.root / "geomap.toml")
    data, spec = read_data(project), project.maps[0]
    scenes = {each.name: to_scene(data, each) for each in project.maps}
    scene = scenes[spec.name]
    page = gallery_of(project, scenes, set(outputs_of(scene, spec)), set(scenes)).decode("utf-8")
    rows = [row.split("</li>")[0] for row in page.split("<li>")[1:]]
    live = Words(lang, scene.actors).text("gallery.live")
    assert [name for name in (live, film) for row in rows if f">{name}<" in row] == [live, film]
    found = next(row for row in rows if f">{film}<" in row)
    assert [name in found for name in (".gif", "west-map.webp", ".mp4", "west-map.json", ".html")] == [
        True
    ] * 4 + [False]


def test_what_a_film_shows_stands_beside_it(build, squares):
    squares.config = squares.config.replace('["html", "svg"]', '["html"]\nfilms = ["gif"]')
    made = written(build())
    assert made[:4] == [f"maps/west-map.{suffix}" for suffix in ("html", "gif", "json", "txt")]
    told = json.loads((squares.maps / "west-map.json").read_text("utf-8"))
    assert [told["days"][0], told["days"][-1]] == ["2018-01-01", "2018-06-30"]
    (squares.maps / "west-map.txt").unlink()
    assert "maps/west-map.txt" in written(build())
