"""Situation reports: what they say, the templates they are made from, Markdown and HTML."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent / "browser"))
from scenes import points_scene

import geomap.report
from geomap.errors import GeomapError, UsageError
from geomap.measure import changes, denominator_km2, shares, unknown_km2
from geomap.project import outlined, read_data, read_project, to_scene
from geomap.report import gather, render_report, shipped_template, write_report
from geomap.report.blocks import Heading, Table, blocks_of, text_of
from geomap.report.markdown import escape, link, parse
from geomap.telling import percent, sentence
from geomap.words import LANGUAGES, Words

FIRST, LAST = pd.Timestamp("2018-03-01"), pd.Timestamp("2018-03-31")
PERIOD = {"first": FIRST, "last": LAST}
#: Nothing of it may be followed, run, drawn or lost.
HOSTILE = "*x* _y_ `c` [a](javascript:alert(1)) <img src=x onerror=alert(1)> {{ 7*7 }} {% raw %} | ![p](q.png) # </style>"


def scene_of(squares, name="west-map"):
    """Return the scene of a map of a small project."""
    squares.write()
    project = read_project(squares.root / "geomap.toml")
    data = outlined(read_data(project))
    return to_scene(data, next(spec for spec in project.maps if spec.name == name))


def text_in(scene, template=None, lang=None):
    """Return a report as Markdown; its pictures are for other tests to draw."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(geomap.report, "drawn", lambda *_: {})
        return render_report(scene, ".md", **PERIOD, template=template, lang=lang)[""].decode()


def table_under(text, heading):
    """Return the first table behind a heading as lists of texts, the head first."""
    blocks = blocks_of(text)
    at = next(
        n for n, block in enumerate(blocks) if isinstance(block, Heading) and text_of(block.runs) == heading
    )
    table = next(block for block in blocks[at:] if isinstance(block, Table))
    return [[text_of(cell) for cell in row] for row in (table.head, *table.rows)]


class Page(HTMLParser):
    """The elements of a page and its text."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.text = ""
        self.feed(content.decode())

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


# --- what is said ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["southern-damascus", "syria"])
def test_every_number_is_that_of_the_same_scene(scenes, name):
    scene = scenes[name]
    found, words = gather(scene, FIRST, LAST), Words("en", scene.actors)
    then, now = (shares(scene, day).set_index("actor") for day in (FIRST, LAST))
    assert [share.party for share in found.shares] == [
        words.party(actor) for actor in now.index.union(then.index, sort=False)
    ]
    for share, actor in zip(found.shares, now.index, strict=True):
        assert share.last_range == tuple(now.loc[actor, ["least", "most"]])
        assert share.last_km2 == tuple(now.loc[actor, ["least_km2", "most_km2"]])
        assert share.first_range == tuple(then.loc[actor, ["least", "most"]])
    moved = changes(scene, FIRST, LAST)
    assert [change.km2 for change in found.changes] == list(moved["km2"])
    assert [change.place for change in found.changes] == [
        scene.places.at[place, "name"] for place in moved["place_id"]
    ]
    assert (found.total_km2, found.unknown_km2) == (denominator_km2(scene), unknown_km2(scene, LAST))
    assert found.last_sentence == sentence(scene, LAST) == found.brief[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tables_print_those_numbers(scenes, lang):
    scene = scenes["syria"]
    text, words = text_in(scene, lang=lang), Words(lang, scene.actors)
    now, then = shares(scene, LAST).set_index("actor"), shares(scene, FIRST).set_index("actor")
    _, *rows = table_under(text, words.text("report.heading.shares"))
    assert len(rows) == len(now)
    for row, actor in zip(rows, now.index, strict=True):
        assert row[0] == words.party(actor)
        assert row[1] == percent(then.at[actor, "least"], then.at[actor, "most"], words)
        assert row[2] == percent(now.at[actor, "least"], now.at[actor, "most"], words)
    moved = changes(scene, FIRST, LAST)
    _, *rows = table_under(text, words.text("report.heading.changes"))
    assert [row[4] for row in rows] == [words.state(row.status, row.parties) for row in moved.itertuples()]
    assert [row[0] for row in rows] == [words.effective(each) for each in moved["since_text"]]


def test_a_change_names_its_sources_and_their_date_as_given(scenes):
    change = gather(scenes["southern-damascus"], FIRST, LAST).changes[0]
    assert (change.place, change.day, change.reported) == ("Qadam", "12 March 2018", "12–13 March 2018")
    assert [said.name for said in change.sources] == ["Press reporting (a)"]


def test_published_figures_stand_beside_ours(scenes):
    (line,) = gather(scenes["syria"], FIRST, LAST).figures
    assert line == "SOHR, via AFP: Islamic State (IS) under 5% (21 March 2018)"
    assert gather(scenes["syria"], FIRST, pd.Timestamp("2018-03-20")).figures == ()


def test_disagreements_and_claims_are_told(scenes):
    found = gather(scenes["southern-damascus"], FIRST, pd.Timestamp("2018-03-15"))
    (qadam,) = [each for each in found.disagreements if each.place == "Qadam"]
    assert "Vacated" in qadam.shown
    assert qadam.otherwise == (
        "Press reporting (a): Held by Government of Syria and allies, 12–13 March 2018 (a low-confidence claim, which decides nothing)",
    )


def test_conditions_that_touch_the_period_are_told(scenes):
    found = gather(scenes["southern-damascus"], FIRST, LAST)
    assert {(each.place, each.begin, each.end) for each in found.conditions} == {
        ("Yalda, Babbila and Beit Sahm", "17 February 2014", "still so on 31 March 2018"),
        ("Qadam", "August 2014", "12–13 March 2018"),
    }
    late = gather(scenes["southern-damascus"], pd.Timestamp("2018-03-13"), LAST)
    assert [each.place for each in late.conditions] == ["Yalda, Babbila and Beit Sahm"]


def test_who_answers_for_it_is_named(scenes):
    scene = replace(scenes["southern-damascus"], assessor={"en": "Desk *A*", "fr": "Bureau A."})
    found = gather(scene, FIRST, LAST)
    assert (found.assessor, found.assessed) == ("Desk *A*", "Assessment: Desk *A*.")
    assert "*Assessment: Desk \\*A\\*.*" in text_in(scene)
    assert gather(scenes["southern-damascus"], FIRST, LAST).assessed == ""


def test_a_correction_is_told(squares):
    fix = {
        "id": "fix",
        "place": "east",
        "effective": "2018-03-01",
        "actor": "blue",
        "corrects": "east-fight",
        "reported": "2018-04-05",
    }
    squares.records[3] |= {"reported": "2018-03-02"}
    squares.records.append(fix)
    found = gather(scene_of(squares, "east-map"), FIRST, LAST)
    assert len(found.corrections) == 1
    assert found.corrections[0].startswith("Corrected 5 April 2018: East. ")


def test_a_period_without_changes_says_so(scenes):
    day = pd.Timestamp("2018-03-01")
    found = gather(scenes["southern-damascus"], day, day + pd.Timedelta(days=3))
    assert found.changes == ()
    assert found.changed == "No place changed hands after 1 March 2018 and up to 4 March 2018."
    text = render_report(scenes["southern-damascus"], ".md", first=day, last=day + pd.Timedelta(days=3))[
        ""
    ].decode()
    assert found.changed in text
    assert "On whose word" not in text


def test_unknown_ground_is_named(squares):
    squares.records = [row for row in squares.records if row["place"] not in ("land", "west")]
    squares.config = squares.config.replace('["west"]', '["west", "east"]')
    scene = scene_of(squares)
    found = gather(scene, FIRST, LAST)
    west = scene.places.loc[["west", "nook"], "km2"].sum()
    assert found.unknown_km2 == pytest.approx(west)
    assert found.unknown.startswith("On 31 March 2018 it is not known who held ")
    assert found.unknown.endswith("(50%): West and Nook.")
    assert found.brief[2] == found.unknown


def test_places_without_any_record_make_a_report(squares):
    squares.records = []
    scene = scene_of(squares)
    found = gather(scene, FIRST, LAST)
    assert found.unknown == "No record speaks of these places: all of it is unknown."
    assert found.sources == ()
    assert found.unknown in text_in(scene)


def test_what_was_known_on_a_day_is_all_that_is_used(shipped_data):
    spec = next(spec for spec in read_project("geomap.toml").maps if spec.name == "southern-damascus")
    scene = to_scene(shipped_data, replace(spec, known_on=pd.Timestamp("2018-03-14")))
    found = gather(scene, FIRST, LAST)
    assert found.known == "As known on 14 March 2018"
    assert "Only what had been reported by 14 March 2018 is used." in found.method
    assert [change.became for change in found.changes] == ["Vacated: nobody is reported to hold it"]


def test_sources_are_counted_among_the_records_used(scenes):
    scene = scenes["southern-damascus"]
    found = gather(scene, FIRST, LAST)
    assert [source.n for source in found.sources] == sorted(
        (source.n for source in found.sources), reverse=True
    )
    assert sum(source.n for source in found.sources) < len(scene.records)
    assert found.sources[0].name == "Press reporting (a)"


def test_of_very_many_places_the_changed_and_the_largest_are_listed(scenes, monkeypatch):
    from geomap.report import gathering

    monkeypatch.setattr(gathering, "MOST_PLACES", 3)
    found = gather(scenes["southern-damascus"], FIRST, LAST)
    assert [place.name for place in found.places] == [
        "Qadam",
        "Hajar al-Aswad",
        "Yalda, Babbila and Beit Sahm",
    ]
    assert found.more_places == "More places, not listed: 3."


POINTS = {
    "en": ("Places concerned: 2 of 4.", "it is not known who held 1 of the 4 places shown: Point 3."),
    "fr": ("Lieux concernés\u00a0: 2 sur 4.", "on ignore qui tenait 1 des 4 lieux montrés\u00a0: Point 3."),
    "ar": (
        "الأماكن المعنية: 2 من أصل 4.",
        "لم يكن معلومًا من يسيطر على أماكن عددها 1 من أصل 4 معروضة: نقطة 3.",
    ),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_on_a_map_of_points_places_are_counted_and_no_ground(lang):
    found = gather(points_scene("aab?", later={"p0": "b", "p1": "b"}, lang=lang), FIRST, LAST)
    changed, unknown = POINTS[lang]
    assert found.changed.endswith(changed)
    assert found.unknown.endswith(unknown)
    assert not re.search(r"km|كم", " ".join(found.brief))


def test_of_very_many_changes_those_of_the_most_ground_are_listed(squares, monkeypatch):
    from geomap.report import ground

    scene = scene_of(squares, "east-map")
    period = {"first": pd.Timestamp("2017-01-01"), "last": LAST}
    moved, whole = changes(scene, **period), gather(scene, **period)
    assert len(moved) == len(whole.changes) > 2
    assert whole.more_changes == ""
    monkeypatch.setattr(ground, "MOST_CHANGES", 2)
    found = gather(scene, **period)
    assert [change.km2 for change in found.changes] == list(
        moved.loc[sorted(moved["km2"].nlargest(2).index), "km2"]
    )
    assert found.changed == whole.changed
    assert found.more_changes == f"More changes, not listed: {len(moved) - 2}."
    assert found.more_changes in render_report(scene, ".md", **period)[""].decode()


# --- text of the data is text ----------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["*a*", "_a_", "`a`", "[a](b)", "![a](b)", "<b>a</b>", "a | b", "# a", "- a", "1. a", "1) a", "> a", "+ a", "=", "---",
     "&amp;", "~~a~~", "$a$", "a\\", "{{ a }}", ": a", "[^1]", "@a", "```", "    a", "http://a.b", "a\nb", "1.5"],
)  # fmt: skip
def test_escaped_text_shows_itself(text):
    tokens = parse(escape(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    kinds = {child.type for child in tokens[1].children}
    assert kinds <= {"text", "text_special"}
    assert "".join(child.content for child in tokens[1].children) == " ".join(text.split())


def test_only_pages_and_mail_are_linked():
    assert link("a", "https://example.org/x") == "[a](<https://example.org/x>)"
    for address in (
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//x",
        "https://a b",
        "https://a>b",
    ):
        assert link("a", address) == "a"
    assert [t.type for t in parse("[a](javascript:alert(1)) [b](vbscript:x)")[1].children] == ["text"]


@pytest.fixture
def poisoned(squares):
    """A scene in which every text of the data is hostile."""
    plain = scene_of(squares)
    squares.poison(HOSTILE)
    return plain, scene_of(squares)


def test_hostile_text_stays_text_on_the_page(poisoned):
    plain, scene = poisoned
    clean, page = (Page(render_report(each, ".html", **PERIOD)[""]) for each in (plain, scene))
    assert HOSTILE in page.text
    assert "49" not in re.sub(r"\d\d\d\d", "", page.text)
    assert page.all("a") == page.all("script") == []
    assert all(image["src"].startswith("data:image/png;base64,") for image in page.all("img"))
    assert {name for _, attrs in page.elements for name in attrs} == {
        name for _, attrs in clean.elements for name in attrs
    }
    for tag in ("em", "strong", "code", "img", "style", "h1", "h2"):
        assert len(page.all(tag)) == len(clean.all(tag)), tag


def test_hostile_text_stays_text_in_markdown_where_html_is_allowed(poisoned):
    from markdown_it import MarkdownIt

    _, scene = poisoned
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text_in(scene))
    inner = [child for token in tokens for child in token.children or ()]
    assert not {token.type for token in [*tokens, *inner]} & {
        "html_block",
        "html_inline",
        "link_open",
        "code_inline",
    }
    shown = "".join(child.content for child in inner if child.type in ("text", "text_special"))
    assert HOSTILE in shown


# --- templates -------------------------------------------------------------------------------


@pytest.fixture
def template(tmp_path):
    """A function that writes a template and returns its path."""

    def write(text):
        path = tmp_path / "mine.md"
        path.write_text(text, "utf-8")
        return path

    return write


def test_an_edited_template_is_filled_in(scenes, template):
    mine = template(
        "# Bulletin\n\n{% for change in changes %}\n- {{ change.place }}: {{ change.km2 | number(2) }}\n{% endfor %}\n"
    )
    assert text_in(scenes["southern-damascus"], mine) == "# Bulletin\n\n- Qadam: 4.34\n- Qadam: 4.34\n"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_that_ships_is_written_out_in_its_language(scenes, template, lang):
    source = shipped_template(lang)
    assert "text(" not in source
    assert f"## {Words(lang, scenes['syria'].actors).text('report.heading.changes')}" in source
    scene = scenes["southern-damascus"]
    assert text_in(scene, template(source), lang) == text_in(scene, None, lang)


WRONG = {
    "{{ zzzzzz }}": ["mine.md:1: 'zzzzzz' is not there. There is: assessed, assessor, boundaries, brief,"],
    "a\n{{ titel }}\n": ["mine.md:2: 'titel' is not there. Did you mean title?", "geomap report --new-template"],
    "{% for c in changes %}\n\n{{ c.plase }}{% endfor %}": ["mine.md:3: 'plase' is not there. Did you mean place?"],
    "a\nb\n{% fro x in y %}": ["mine.md:3: ", "unknown tag 'fro'"],
    "{% for x in changes %}": ["mine.md:1: ", "endfor"],
    "\n{{ title.__class__ }}": ["mine.md:2: "],
    "\n{{ ''.__class__.__mro__ }}": ["mine.md:2: "],
    "{{ 1 / 0 }}": ["mine.md:1: division by zero"],
    "\n{% include 'x' %}": ["mine.md:2: "],
    "{{ title | nope }}": ["mine.md:1: ", "nope"],
    '{{ text("report.heading.chnges") }}': ["mine.md:1: ", "Did you mean report.heading.changes?"],
    "{{ total_km2 | number('x') }}": ["mine.md:1: "],
    "\n{% macro a() %}{{ a() }}{% endmacro %}\n{{ a() }}": ["mine.md:", "calls itself without end"],
    "\n" + "{% for x in changes %}\n" * 25 + "{% endfor %}" * 25: ["mine.md:", "too much in each other"],
    "\n{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}": ["mine.md", "too much in each other"],
    "a\nb\x01": ["mine.md:2: holds the control character U+0001", "Delete it"],
    "![logo](missing.png)": ["missing.png", "Put it beside the template"],
    "![logo](../secret.png)": ["'../secret.png'", "beside the template"],
}  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_an_error_in_a_template_is_told_with_its_line(scenes, template, text):
    with pytest.raises(GeomapError) as caught:
        render_report(scenes["southern-damascus"], ".md", **PERIOD, template=template(text))
    assert [piece for piece in WRONG[text] if piece not in str(caught.value)] == []


def test_a_template_that_is_not_there_is_told(scenes, tmp_path):
    with pytest.raises(GeomapError, match=r"gone\.md: cannot be read .*--new-template"):
        render_report(scenes["southern-damascus"], ".md", **PERIOD, template=tmp_path / "gone.md")


def test_a_picture_of_ones_own_lies_beside_the_template(scenes, template, tmp_path):
    dot = render_report(
        scenes["southern-damascus"], ".md", **PERIOD, template=template("{{ map_last }}"), stem="x"
    )
    (tmp_path / "logo.png").write_bytes(dot["x-2018-03-31.png"])
    page = Page(
        render_report(
            scenes["southern-damascus"], ".html", **PERIOD, template=template("![Our logo](logo.png)")
        )[""]
    )
    assert [image["alt"] for image in page.all("img")] == ["Our logo"]


def bytes_of(kind, size=(40, 20)):
    content = io.BytesIO()
    Image.new("RGB", size, "red").save(content, kind)
    return content.getvalue()


NO_PICTURES = {
    "text": (b"no picture", "the picture that the template shows is not a picture, or is damaged"),
    "cut": (bytes_of("PNG", (400, 300))[:200], "is not a picture, or is damaged"),
    "gif": (bytes_of("GIF"), "is a picture of the kind GIF. Use a PNG or a JPEG."),
    "vast": (bytes_of("PNG", (4100, 1000)), "a picture has at most 4000 a side"),
    "heavy": (bytes_of("PNG") + b"x" * 2_000_000, "a picture has at most 2 MB"),
}


@pytest.mark.parametrize("suffix", [".md", ".html", ".docx", ".pdf"])
@pytest.mark.parametrize("kind", NO_PICTURES)
def test_what_is_no_picture_is_refused_in_every_format(scenes, template, tmp_path, kind, suffix):
    content, message = NO_PICTURES[kind]
    (tmp_path / "logo.png").write_bytes(content)
    with pytest.raises(GeomapError, match=r"logo\.png: ") as caught:
        render_report(scenes["southern-damascus"], suffix, **PERIOD, template=template("![Logo](logo.png)"))
    assert message in str(caught.value)


def test_a_report_replaces_no_file_of_another_hand(scenes, template, tmp_path):
    scene, out = scenes["southern-damascus"], tmp_path / "out"
    out.mkdir()
    mine = template("![Logo](logo.png)\n\n{{ chart }}\n")
    (tmp_path / "logo.png").write_bytes(bytes_of("PNG"))
    for name in ("logo.png", "r-shares.png"):
        (out / name).write_bytes(b"of another hand")
        with pytest.raises(GeomapError, match=rf"{name}: is there already .* Nothing was written"):
            write_report(scene, out / "r.md", **PERIOD, template=mine)
        assert {path.name: path.read_bytes() for path in out.iterdir()} == {name: b"of another hand"}
        (out / name).unlink()


def test_a_report_is_written_again_over_its_own_pictures(scenes, template, tmp_path):
    scene, mine = scenes["southern-damascus"], template("![Logo](logo.png)\n\n{{ chart }}\n")
    (tmp_path / "logo.png").write_bytes(bytes_of("PNG"))
    first = write_report(scene, tmp_path / "r.md", **PERIOD, template=mine)
    assert [path.name for path in first] == ["r.md", "logo.png", "r-shares.png"]
    drawn = first[2].read_bytes()
    assert write_report(scene, tmp_path / "r.md", first=FIRST, last=FIRST, template=mine) == first
    assert first[2].read_bytes() != drawn
    first[0].unlink()
    with pytest.raises(GeomapError, match=r"shares\.png: is there already"):
        write_report(scene, tmp_path / "r.md", **PERIOD, template=mine)


@pytest.mark.parametrize("suffix", [".md", ".MD"])
def test_a_report_never_replaces_its_template(scenes, template, tmp_path, suffix):
    mine = template("Nothing.").rename(tmp_path / f"mine{suffix}")
    with pytest.raises(GeomapError, match=r"is the template\. Nothing was written"):
        write_report(scenes["southern-damascus"], mine, **PERIOD, template=mine)
    assert mine.read_text("utf-8") == "Nothing."


def test_only_pictures_that_are_shown_are_drawn(scenes, template):
    assert set(
        render_report(scenes["southern-damascus"], ".md", **PERIOD, template=template("Nothing."))
    ) == {""}


# --- files -----------------------------------------------------------------------------------


def test_markdown_has_its_pictures_beside_it(scenes, tmp_path):
    written = write_report(scenes["southern-damascus"], tmp_path / "my report.md", **PERIOD)
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in written} == {
        "my report.md", "my report-2018-03-31.png", "my report-2018-03-01-to-2018-03-31.png", "my report-shares.png",
    }  # fmt: skip
    images = [
        child
        for token in parse(written[0].read_text("utf-8"))
        for child in token.children or ()
        if child.type == "image"
    ]
    assert [image.attrs["src"] for image in images] == [
        "my%20report-2018-03-31.png",
        "my%20report-2018-03-01-to-2018-03-31.png",
        "my%20report-shares.png",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_makes_no_request_and_runs_nothing(scenes, lang):
    content = render_report(scenes["southern-damascus"], ".html", **PERIOD, lang=lang)[""]
    page = Page(content)
    assert page.all("html") == [{"lang": lang, "dir": "rtl" if lang == "ar" else "ltr"}]
    policy = next(meta["content"] for meta in page.all("meta") if meta.get("http-equiv"))
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script-src" not in policy
    assert not any("style" in attrs for _, attrs in page.elements)
    assert all(image["alt"] for image in page.all("img"))
    assert len(page.all("figcaption")) == len(page.all("img")) == 3
    assert b"http" not in re.sub(rb'src="data:[^"]*"|http-equiv', b"", content)


def test_latin_text_on_an_arabic_page_says_its_direction(scenes):
    page = render_report(scenes["southern-damascus"], ".html", **PERIOD, lang="ar")[""].decode()
    assert '<td dir="ltr">Press reporting (a)</td>' in page
    assert re.search(r"<td>Al-Watan،? عبر AFP</td>", page)


@pytest.mark.parametrize("path", ["report", "report.odt"])
def test_another_suffix_is_told(scenes, tmp_path, path):
    with pytest.raises(UsageError, match=r"\.md, \.html, \.docx, \.pdf"):
        write_report(scenes["southern-damascus"], tmp_path / path, **PERIOD)


def test_days_out_of_order_are_told(scenes, tmp_path):
    with pytest.raises(UsageError, match="begin on 2018-03-31, after its last day 2018-03-01"):
        write_report(scenes["southern-damascus"], tmp_path / "r.md", first=LAST, last=FIRST)
    assert list(tmp_path.iterdir()) == []


# --- the command -----------------------------------------------------------------------------


def test_the_command_writes_places_and_maps(geomap, squares):
    result = geomap(
        "report", "west", "--from", "2018-01-31", "--to", "2018-03-31", "-o", "west.md", cwd=squares.root
    )
    assert result.exit_code == 0
    assert result.stdout.split() == [
        "west.md",
        "west-2018-03-31.png",
        "west-2018-01-31-to-2018-03-31.png",
        "west-shares.png",
    ]
    assert "# Control of West" in (squares.root / "west.md").read_text("utf-8")
    result = geomap(
        "report",
        "--map",
        "east-map",
        "--title",
        "East *side*",
        "--lang",
        "fr",
        "--from",
        "2018-02-20",
        "--palette",
        "safe",
        "-o",
        "east.html",
        cwd=squares.root,
    )
    assert result.exit_code == 0
    assert "<h1>East *side*</h1>" in (squares.root / "east.html").read_text("utf-8")


def test_the_template_is_written_once(geomap, squares):
    arguments = ("report", "--new-template", "mine.md", "--lang", "ar")
    assert geomap(*arguments, cwd=squares.root).stdout == "mine.md\n"
    path = squares.root / "mine.md"
    assert path.read_text("utf-8") == shipped_template("ar")
    path.write_text("mine", "utf-8")
    again = geomap(*arguments, cwd=squares.root)
    assert (again.exit_code, path.read_text("utf-8")) == (1, "mine")
    assert "was left as it is" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["west"], "-o is missing. Write -o FILE with one of .md"),
        (["west", "-o", "a.txt"], "-o 'a.txt' has no suffix of a format"),
        (["west", "-o", "a.md"], "--from is missing"),
        (["-o", "a.md", "--from", "2018-01-01"], "Name the places to report on, or a map"),
        (["west", "--map", "west-map", "-o", "a.md", "--from", "2018-01-01"], "one of the two"),
        (["--map", "wst-map", "-o", "a.md", "--from", "2018-01-01"], "Did you mean west-map?"),
        (["wst", "-o", "a.md", "--from", "2018-01-01"], "place 'wst' is not a known place. Did you mean West?"),
        (["west", "-o", "a.md", "--from", "2018-03-01", "--to", "2018-02-01"], "--from 2018-03-01 is after --to 2018-02-01"),
        (["west", "--new-template", "t.md"], "Leave out the places and -o"),
    ],
)  # fmt: skip
def test_wrong_usage_is_told(geomap, squares, arguments, message):
    result = geomap("report", *arguments, cwd=squares.root)
    assert result.exit_code == 2
    assert message in result.stderr
