"""What stands beside a picture: written with it or not at all, and never over another's file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parent / "browser"))
from scenes import small_scene

import geomap.render
from geomap import __version__
from geomap.errors import GeomapError, GeomapWarning
from geomap.measure import shares
from geomap.telling import alt_text, caption, credit, files_beside, sidecar
from geomap.words import LANGUAGES, Words

DAY = pd.Timestamp("2018-03-15")
KEYS = [
    "geomap", "title", "picture", "caption", "alt", "credit", "assessor", "as_of", "days", "known_on", "data_from",
    "data_to",
    "known_from", "known_to", "language", "denominator_km2", "unknown_km2", "parties", "figures", "places",
    "records", "left_out", "boundaries", "projection", "disclaimer", "notes",
]  # fmt: skip


@pytest.fixture
def drawing(monkeypatch):
    """Pictures are drawn in no time: what is beside them is looked at."""
    monkeypatch.setattr(geomap.render, "render", lambda *_args, **_options: b"drawn")


def in_folder(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_json_says_what_the_scene_does():
    scene = small_scene(notes=["A note."])
    told = json.loads(files_beside(scene, DAY)[".json"])
    states = scene.states(DAY)
    assert list(told) == KEYS
    assert told["geomap"] == __version__
    assert (told["as_of"], told["days"], told["known_on"], told["language"]) == (
        "2018-03-15",
        ["2018-03-15"],
        None,
        "en",
    )
    assert [told[key] for key in ("caption", "alt", "credit")] == [
        caption(scene, DAY),
        alt_text(scene, DAY),
        credit(scene),
    ]
    assert {place["id"] for place in told["places"]} == set(scene.drawn())
    for place in told["places"]:
        state = states.loc[place["id"]]
        assert (place["status"], tuple(place["parties"])) == (state["status"], state["parties"])
        assert tuple(place["records"]) == state["record_ids"]
        assert tuple(place["dissent"]) == state["dissent_ids"]
        assert [(each["condition"], tuple(each["parties"])) for each in place["conditions"]] == list(
            state["conditions"]
        )
    north = next(place for place in told["places"] if place["id"] == "north")
    assert (north["since"], north["since_text"], north["inherited_from"]) == ("2018-01-01", "2018", "")
    held = shares(scene, DAY)
    assert [(row["id"], round(row["most"])) for row in told["parties"]] == [
        (row.actor, round(row.most)) for row in held.itertuples()
    ]
    assert [row["verdict"] for row in told["records"] if row["id"] == "r10"] == ["dissents"]
    assert [row["reported"] for row in told["records"] if row["id"] == "r10"] == [None]
    assert told["left_out"] == {"places": 0, "records": 0}
    assert told["boundaries"] == [{"source": "Drawn for the tests", "licence": "CC0", "date": ""}]
    assert told["notes"] == ["A note."]


def test_assessor_titles_of_days_and_dates_of_outlines_are_told():
    scene = small_scene(texts={"places": {"source_date": "2017-05"}}).published(
        assessor={"en": "The desk.", "fr": "Le service"}, day_titles={"2018-03-15": "Before noon"}
    )
    told = sidecar(scene, DAY)
    assert (
        credit(scene)
        == "Assessment: The desk. Records: A; B. Boundaries: Drawn for the tests, May 2017 (CC0)."
    )
    assert (told["assessor"], told["title"]) == ("The desk", "Before noon")
    assert told["caption"].startswith("Before noon. As of 15 March 2018.")
    assert told["alt"].startswith("Map: Before noon. ")
    assert told["boundaries"] == [{"source": "Drawn for the tests", "licence": "CC0", "date": "2017-05"}]
    assert sidecar(scene, ["2018-03-15", "2018-03-16"])["title"] == "Four squares"


def test_records_of_the_place_around_are_listed_where_a_state_is_inherited():
    told = sidecar(small_scene(show=["west"], last="2018-06-30"), pd.Timestamp("2018-01-05"))
    assert [place["inherited_from"] for place in told["places"]] == ["land"]
    assert [(row["id"], row["place"], row["verdict"]) for row in told["records"]] == [("r01", "land", "won")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_txt_has_its_headings_in_the_language(lang):
    scene = small_scene(lang=lang, known_on="2018-05-01", notes=["A note."])
    text = files_beside(scene, DAY)[".txt"].decode()
    words = Words(lang, scene.actors)
    sections = text.removesuffix("\n").split("\n\n")
    names = ("caption", "alt", "credit", "dates", "notes")
    assert [part.split("\n")[0] for part in sections] == [
        words.text(f"telling.heading.{name}").upper() for name in names
    ]
    assert sections[1].split("\n")[1] == alt_text(scene, DAY)
    assert sections[3].split("\n")[1:3] == [
        words.text("as_of.date", date=words.day(DAY)),
        words.text("known_on", date=words.day("2018-05-01")),
    ]
    assert len(sections[3].split("\n")) == 5
    assert sections[4].split("\n")[1:] == ["A note."]


def test_where_nothing_is_known_the_dates_say_so():
    scene = small_scene(known_on="2017-01-01", first="2017-01-01")
    text = files_beside(scene, "2017-01-01")[".txt"].decode()
    assert text.endswith(
        "DATES\nAs of 1 January 2017\nAs known on 1 January 2017\nNo record says who holds any place shown\n"
    )


def test_the_same_scene_gives_the_same_bytes():
    assert files_beside(small_scene(), DAY) == files_beside(small_scene(), "2018-03-15")


def test_several_days_are_told_of_one_picture():
    told = sidecar(small_scene(), ["2018-03-15", "2018-01-15"])
    assert (told["as_of"], told["days"]) == ("2018-03-15", ["2018-01-15", "2018-03-15"])
    assert "Changed since the map of 15 January 2018" in told["alt"]


MONTHS = [f"2018-{month:02d}-15" for month in range(1, 9)]


def test_of_many_days_every_one_is_named_and_every_record_used_is_told():
    scene = small_scene()
    told = sidecar(scene, MONTHS)
    assert (told["as_of"], told["days"]) == (MONTHS[-1], MONTHS)
    each = {row["id"] for day in MONTHS for row in sidecar(scene, day)["records"]}
    assert {row["id"] for row in told["records"]} == each
    assert each > {row["id"] for row in sidecar(scene, MONTHS[-1])["records"]}
    # What was contested from February on is on the map of 15 February alone.
    assert next(row for row in told["records"] if row["id"] == "r04")["verdict"] == "won"
    assert told["data_from"] == min(sidecar(scene, day)["data_from"] for day in MONTHS)
    assert [row["verdict"] for row in sidecar(scene, ["2018-01-15", "2018-03-15"])["records"] if row["id"] == "r03"] == [
        "claimed only"
    ]  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_many_days_are_from_one_to_another_and_not_two(lang):
    scene = small_scene(lang=lang)
    words = Words(lang, scene.actors)
    line = files_beside(scene, MONTHS)[".txt"].decode().split("\n\n")[3].split("\n")[1]
    ends = {"from": words.day(MONTHS[0]), "to": words.day(MONTHS[-1])}
    assert line == words.text("as_of.date", date=words.text("date.days", **ends))
    assert line in sidecar(scene, MONTHS)["caption"]


@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf", ".webp", ".PNG"])
def test_three_files_are_written_together(tmp_path, suffix):
    scene = small_scene()
    geomap.render.write(scene, tmp_path / f"x.y{suffix}", on=DAY)
    assert in_folder(tmp_path) == {
        f"x.y{suffix}": b"drawn",
        **{f"x.y{name}": text for name, text in files_beside(scene, DAY).items()},
    }
    geomap.render.write(scene, tmp_path / f"x.y{suffix}")
    assert len(in_folder(tmp_path)) == 3


@pytest.mark.usefixtures("drawing")
def test_a_live_map_has_nothing_beside_it_and_minds_nothing(tmp_path):
    (tmp_path / "x.json").write_text("mine")
    geomap.render.write(small_scene(), tmp_path / "x.html")
    assert in_folder(tmp_path) == {"x.json": b"mine", "x.html": b"drawn"}


MINE = ["", "{}", "[1, 2]", '["geomap"]', "3", '{"geomap"', '{"other": "geomap"}', "[" * 20_000]


@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize("text", MINE, ids=range(len(MINE)))
@pytest.mark.parametrize("name", ["x.json", "x.txt"])
def test_a_file_of_another_hand_is_refused(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    with pytest.raises(GeomapError, match=rf"{name}: was not written by geomap") as caught:
        geomap.render.write(small_scene(), tmp_path / "x.png")
    assert f"Move {name}, or give the picture another name" in str(caught.value)
    assert in_folder(tmp_path) == {name: text.encode()}


@pytest.mark.usefixtures("drawing")
def test_where_one_cannot_be_written_none_is(tmp_path):
    (tmp_path / "x.png").mkdir()
    with pytest.raises(GeomapError, match="cannot be written"):
        geomap.render.write(small_scene(), tmp_path / "x.png")
    assert [path.name for path in tmp_path.iterdir()] == ["x.png"]


def test_draw_writes_them_and_refuses_with_1(geomap, squares):
    asked = ("draw", "west", "--on", "2018-03-10", "-o", "out.svg")
    assert geomap(*asked, cwd=squares.root).exit_code == 0
    told = json.loads((squares.root / "out.json").read_text("utf-8"))
    assert told["as_of"] == "2018-03-10"
    assert (
        (squares.root / "out.txt")
        .read_text("utf-8")
        .startswith("CAPTION\nControl of West. As of 10 March 2018.")
    )
    (squares.root / "out.svg").unlink()
    (squares.root / "out.json").write_text('{"mine": true}')
    refused = geomap(*asked, cwd=squares.root)
    assert refused.exit_code == 1
    assert "out.json: was not written by geomap" in refused.stderr
    assert not (squares.root / "out.svg").exists()


@pytest.mark.usefixtures("drawing")
def test_a_picture_of_another_day_under_one_name_is_told(tmp_path):
    scene = small_scene()
    geomap.render.write(scene, tmp_path / "x.png", on="2018-03-15")
    with pytest.warns(GeomapWarning, match=r"x\.png beside x\.svg shows something else"):
        geomap.render.write(scene, tmp_path / "x.svg", on="2018-03-22")


@pytest.mark.usefixtures("drawing")
def test_one_day_in_two_formats_has_one_caption(tmp_path, recwarn):
    scene = small_scene()
    for suffix in (".png", ".svg", ".png"):
        geomap.render.write(scene, tmp_path / f"x{suffix}", on="2018-03-15")
    assert not [each for each in recwarn if issubclass(each.category, GeomapWarning)]
