"""A day without scripts, and what publishers paste."""

from __future__ import annotations

import json
import re
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
import shapely
from click.testing import Result
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent / "browser"))

from projects import SQUARE_MAPS, Squares
from scenes import actors_frame, places_frame, records_frame, small_scene

from geomap.render.html import render
from geomap.render.plain import fragment, page
from geomap.render.plain.picture import path_of
from geomap.scene import compose
from geomap.telling import sentence

DAY = pd.Timestamp("2018-03-15")


class Tags(HTMLParser):
    """Notes every tag with its attributes, and that all are closed in their order."""

    EMPTY = frozenset(("meta", "img", "rect", "path", "circle", "br"))

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict]] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.EMPTY:
            assert self.open.pop() == tag


@pytest.mark.parametrize("lang", ["en", "ar", "fr"])
def test_nothing_runs_is_styled_or_fetched(lang: str) -> None:
    tags = Tags(fragment(small_scene(lang=lang), DAY)).seen
    names = {name for _, attributes in tags for name in attributes}
    assert not {"style", "src", "href"} & names
    assert not [name for name in names if name.startswith("on")]
    assert not {"script", "style", "iframe", "img"} & {tag for tag, _ in tags}


def test_every_place_is_in_the_table_and_every_state_has_its_fill() -> None:
    scene = small_scene()
    text = fragment(scene, DAY)
    for name in scene.places["name"]:
        assert f"<bdi>{name}</bdi></th>" in text
    patterns = set(re.findall(r'<pattern id="([^"]+)"', text))
    used = set(re.findall(r"url\(#([^)]+)\)", text))
    assert used == patterns
    assert len(patterns) == sum(row.kind == "state" for row in scene.legend(DAY))


def test_hostile_names_are_text() -> None:
    hostile = "<img src=x onerror=alert(1)>"
    texts = {
        "places": {"name": hostile, "source": hostile},
        "actors": {"name": hostile},
        "records": {"source": hostile},
    }
    text = fragment(small_scene(texts=texts, title=hostile, notes=[hostile]), DAY)
    assert "<img" not in text
    Tags(text)


def test_a_page_of_its_own_allows_its_style_alone() -> None:
    text = page(small_scene(lang="ar"), DAY).decode()
    assert '<html lang="ar" dir="rtl">' in text
    assert "default-src 'none'; style-src &#x27;sha256-" in text.replace("&#x27;none&#x27;", "'none'")
    assert "<script" not in text


def test_the_sentence_says_who_held_how_much() -> None:
    assert sentence(small_scene(), pd.Timestamp("2018-01-01")).startswith(
        "On 1 January 2018, Reds held 100% of the"
    )
    assert "no record says" in sentence(small_scene(first="2017-01-01"), pd.Timestamp("2017-06-01"))


def test_many_places_are_drawn_by_fill_and_listed_in_part() -> None:
    rows = [("land", "Land", "", "governorate", "", shapely.box(36, 33, 37, 34))]
    rows += [
        (
            f"p{at:03d}",
            f"P {at}",
            "",
            "district",
            "land",
            shapely.box(
                36 + at % 25 / 25, 33 + at // 25 / 25, 36 + at % 25 / 25 + 0.04, 33 + at // 25 / 25 + 0.04
            ),
        )
        for at in range(500)
    ]
    places = places_frame(rows)
    records = records_frame(
        [
            {"place_id": f"p{at:03d}", "effective": "2018", "parties": ("red" if at % 2 else "blue",)}
            for at in range(500)
        ]
    )
    scene = compose(places, records, actors_frame(), show=["land"], title="Many")
    text = fragment(scene, scene.last)
    picture = text[text.index("</defs>") : text.index("</figure>")]
    assert picture.count("<path") == 3
    assert text.count("<tr>") == 301
    assert "and 201 more places" in text


def test_paths_are_whole_steps() -> None:
    hole = shapely.Polygon([(0, 0), (90, 0), (90, 90), (0, 90)], [[(30, 30), (30, 60), (60, 60), (60, 30)]])
    assert path_of(hole).count("M") == 2
    assert path_of(shapely.LineString([(0, 0), (5.4, -3.2)])) == "M0 0l5-3"
    assert path_of(shapely.Polygon()) == ""


def test_a_live_map_holds_its_last_day_for_who_has_no_scripts() -> None:
    text = render(small_scene()).decode()
    plain = text[text.index('<section id="plain"') : text.index("</section>")]
    assert "This map needs JavaScript" in plain
    assert "As of 30 June 2018." in plain
    assert "<table" in plain


# --- what publishers paste -----------------------------------------------------------


@pytest.fixture
def squares(tmp_path: Path) -> Squares:
    """A project whose first map has a sheet of the day on which it opens, and an address."""
    config = SQUARE_MAPS.replace(
        'title = "Squares"', 'title = "Squares"\nbase_url = "https://example.org/maps"'
    )
    config = config.replace(
        'formats = ["html", "svg"]', 'formats = ["html", "svg"]\nsnapshots = [2018-03-10]', 1
    )
    return Squares(tmp_path, config=config).write()


def test_embed_prints_every_kind_with_whole_addresses(geomap, squares: Squares) -> None:
    done = geomap("embed", "west-map", "-o", "plain.html", cwd=squares.root)
    assert (done.exit_code, done.stderr) == (0, "")
    tags = Tags(done.stdout).seen
    frames = [attributes for tag, attributes in tags if tag == "iframe"]
    assert frames[0]["src"] == "https://example.org/maps/west-map.html#date=2018-03-10&embed=1&lang=en"
    assert frames[0]["title"] == "The west"
    assert (frames[0]["loading"], frames[0]["allow"]) == ("lazy", "fullscreen; clipboard-write")
    assert "allow-scripts" in frames[0]["sandbox"]
    assert "allow-same-origin" not in frames[0]["sandbox"]
    assert (frames[1]["src"], frames[1]["sandbox"]) == ("https://example.org/maps/plain.html", "")
    pictures = [attributes for tag, attributes in tags if tag == "img"]
    assert {each["src"] for each in pictures} == {"https://example.org/maps/west-map-2018-03-10.svg"}
    assert all("Blues held" in each["alt"] for each in pictures)
    assert len(re.search(r"<script>(.*?)</script>", done.stdout, re.DOTALL)[1].splitlines()) <= 20
    written = (squares.root / "plain.html").read_text("utf-8")
    assert written.startswith("<!DOCTYPE html>")
    assert "10 March 2018" in written


def test_embed_says_what_is_missing(geomap, squares: Squares) -> None:
    squares.config = SQUARE_MAPS
    done = geomap("embed", "west-map", "--kind", "iframe", "--on", "2018-02-02", cwd=squares.write().root)
    assert done.exit_code == 0
    assert "west-map.html#date=2018-02-02" in done.stdout
    assert "set base_url in geomap.toml" in done.stderr
    assert "No picture of 2018-02-02 is built" in done.stderr


def embedded_as_built(geomap, squares: Squares, keys: str, *arguments: str) -> tuple[dict, Result]:
    """Build the first map with these keys; return the picture embedded, which has to be there, and all that was said."""
    squares.config = SQUARE_MAPS.replace('formats = ["html", "svg"]', keys, 1)
    squares.write()
    assert geomap("build", "west-map", cwd=squares.root).exit_code == 0
    done = geomap("embed", "west-map", "--kind", "figure", *arguments, cwd=squares.root)
    assert done.exit_code == 0
    picture = next(attributes for tag, attributes in Tags(done.stdout).seen if tag == "img")
    assert (squares.maps / picture["src"]).is_file()
    return picture, done


@pytest.mark.parametrize(
    ("keys", "name", "size"),
    [
        ('formats = ["html", "png"]', "west-map-2018-03-10.png", ("1600", "1200")),
        ('formats = ["png", "svg"]\nsizes = ["social"]', "west-map-2018-03-10-social.png", ("1200", "675")),
        (
            'formats = ["webp", "png"]\nsizes = ["85mm"]\ndpi = 100',
            "west-map-2018-03-10-85mm.png",
            ("334", None),
        ),
        ('formats = ["webp"]\nsizes = ["square", "sheet"]', "west-map-2018-03-10.webp", ("1600", "1200")),
        (
            'formats = ["png"]\nsnapshots = [2018-02-01, 2018-03-10]\ndpi = 60',
            "west-map-2018-03-10.png",
            ("600", "450"),
        ),
    ],
)
def test_the_picture_embedded_is_the_one_that_is_built(
    geomap, squares: Squares, keys: str, name: str, size: tuple
) -> None:
    picture, done = embedded_as_built(geomap, squares, keys)
    assert (picture["src"], (picture["width"], picture.get("height"))) == (name, size)
    assert "No picture" not in done.stderr
    assert ("No live map is built. Add html to formats" in done.stderr) == ("html" not in keys)
    with Image.open(squares.maps / name) as drawn:
        assert (drawn.width, drawn.height) == (int(size[0]), int(size[1] or drawn.height))


def test_an_embedded_picture_has_the_caption_and_the_credit_of_its_day(geomap, squares: Squares) -> None:
    for each in squares.features:
        each["properties"]["licence"] = "CC BY 4.0"
    keys = (
        'assessor = "The desk"\nformats = ["html", "svg"]\n'
        'snapshots = [{ on = 2018-03-10, title = "Who holds the west?" }]'
    )
    _, done = embedded_as_built(geomap, squares, keys)
    text = unescape(done.stdout)
    told = json.loads((squares.maps / "west-map-2018-03-10.json").read_text("utf-8"))
    assert f"{told['caption']} {told['credit']}" in text
    assert "<figcaption>Who holds the west? As of 10 March 2018." in text
    assert "Assessment: The desk. Records: " in text
    assert "(CC BY 4.0)" in text


def test_embed_says_only_what_is_missing_for_a_picture(geomap, squares: Squares) -> None:
    squares.config = SQUARE_MAPS
    squares.write()
    said = geomap("embed", "east-map", cwd=squares.root).stderr
    assert "No picture of 2018-03-10 is built. Add png to formats of east-map, and build." in said
    said = geomap("embed", "west-map", "--on", "2018-02-02", cwd=squares.root).stderr
    assert "No picture of 2018-02-02 is built. Add 2018-02-02 to snapshots of west-map, and build." in said
    said = geomap("embed", "west-map", "--on", "2019-01-01", cwd=squares.root).stderr
    assert (
        "west-map has the days from 2018-01-01 to 2018-06-30. Set first or last, or take another day." in said
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["wset-map"], "Did you mean west-map?"),
        (["west-map", "-o", "plain.png"], "Give it the suffix .html"),
        (["west-map", "--on", "spring"], "--on 'spring'"),
    ],
)
def test_embed_refuses_what_is_no_map_page_or_day(
    geomap, squares: Squares, arguments: list[str], said: str
) -> None:
    done = geomap("embed", *arguments, cwd=squares.root)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert not (squares.root / "plain.png").exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('base_url = "example.org"', "is no address. Write it as https://example.org/maps/."),
        ('base_url = "javascript:alert(1)"', "is no address"),
        ('base_url = "https://example.org/?a=\\"b"', "is no address"),
    ],
)
def test_an_address_that_is_none_is_refused(geomap, squares: Squares, line: str, said: str) -> None:
    squares.config = SQUARE_MAPS.replace('title = "Squares"', line)
    done = geomap("build", cwd=squares.write().root)
    assert done.exit_code == 1
    assert said in done.stderr


def test_the_origins_that_may_talk_to_a_map_reach_the_page(geomap, squares: Squares) -> None:
    squares.config = SQUARE_MAPS.replace(
        'title = "The west"', 'title = "The west"\nembed_origins = ["https://example.org/x"]'
    )
    done = geomap("build", cwd=squares.write().root)
    assert "is no origin. Write it as https://example.org, without a path." in done.stderr
    assert small_scene().published(embed_origins=["https://example.org"]).embed_origins == (
        "https://example.org",
    )


def test_a_scene_shows_itself_in_a_notebook() -> None:
    shown = small_scene()._repr_mimebundle_()
    assert shown["text/plain"] == "<Scene map: Four squares>"
    frame = Tags(shown["text/html"]).seen[0]
    assert frame[0] == "iframe"
    assert frame[1]["srcdoc"].encode() == render(small_scene())
    assert "allow-same-origin" not in frame[1]["sandbox"]
    assert "Trust" not in re.sub(r'srcdoc="[^"]*"', "", shown["text/html"])
