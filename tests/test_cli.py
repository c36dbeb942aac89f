"""The commands as a person or a program meets them: answers, exit codes, which stream says what."""

from __future__ import annotations

import csv
import io
import json

import pytest
from projects import ROOT, contents

WHO_KEYS = [
    "place_id", "on", "known", "status", "parties", "since", "since_text", "since_by", "inherited_from",
    "stale", "records", "dissent", "claimed", "conditions", "verdicts",
]  # fmt: skip


@pytest.fixture
def who(geomap):
    """A function that asks ``geomap who --json``."""

    def ask(*arguments, cwd=ROOT):
        result = geomap("who", *arguments, "--json", cwd=cwd)
        assert (result.exit_code, result.stderr) == (0, "")
        return json.loads(result.stdout)

    return ask


def refused(result, code: int = 2) -> str:
    """Return what a refused command said, having said it in the right place."""
    assert result.exit_code == code
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr


# --- who ---------------------------------------------------------------------------


def test_who_answers_with_the_keys_of_the_contract_in_their_order(who):
    assert list(who("qadam", "--on", "2018-03-15")) == WHO_KEYS


def test_who_qadam_between_opposition_and_is(who):
    assert who("qadam", "--on", "2018-03-15") == {
        "place_id": "qadam",
        "on": "2018-03-15",
        "known": None,
        "status": "vacated",
        "parties": [],
        "since": "2018-03-12",
        "since_text": "2018-03-12/2018-03-13",
        "since_by": False,
        "inherited_from": None,
        "stale": False,
        "records": ["qadam-2018-03-12-vacated"],
        "dissent": [],
        "claimed": ["qadam-2018-03-12-government-claim"],
        "conditions": [],
        "verdicts": {
            "qadam-2013-opposition": "older",
            "qadam-2014-08-truce": "older",
            "qadam-2018-03-12-government-claim": "claimed only",
            "qadam-2018-03-12-truce-ended": "won",
            "qadam-2018-03-12-vacated": "won",
            "qadam-2018-03-12-vacated-afp": "agrees",
            "qadam-2018-03-19-is": "not yet begun",
            "qadam-2018-03-19-is-afp": "not yet begun",
            "qadam-2018-04-19-contested": "not yet begun",
            "qadam-2018-04-21-government": "not yet begun",
        },
    }


def test_who_qadam_as_it_was_known_then(who):
    later, then = (
        who("qadam", "--on", "2018-03-15"),
        who("qadam", "--on", "2018-03-15", "--known", "2018-03-14"),
    )
    unreported = ["qadam-2018-03-12-vacated-afp", "qadam-2018-03-19-is", "qadam-2018-03-19-is-afp"]
    unreported += ["qadam-2018-04-19-contested", "qadam-2018-04-21-government"]
    assert then["known"] == "2018-03-14"
    assert then["verdicts"] == later["verdicts"] | dict.fromkeys(unreported, "not yet reported")
    assert {key: then[key] for key in WHO_KEYS if key not in ("known", "verdicts")} == {
        key: later[key] for key in WHO_KEYS if key not in ("known", "verdicts")
    }


def test_who_qadam_as_known_before_anyone_told(who):
    then = who("qadam", "--on", "2018-03-15", "--known", "2018-03-11")
    assert (then["status"], then["parties"], then["since"], then["claimed"]) == (
        "control",
        ["opposition"],
        "2013-01-01",
        [],
    )
    assert then["conditions"] == [{"condition": "truce", "parties": ["government", "opposition"]}]


def test_who_tells_the_two_days_of_hajar_al_aswad_apart(who):
    early, late = "hajar-al-aswad-2018-05-15-government", "hajar-al-aswad-2018-05-21-government-b"
    before = who("hajar_al_aswad", "--on", "2018-05-14")
    assert (before["status"], before["parties"], before["dissent"]) == ("contested", ["government", "is"], [])
    between = who("Hajar al-Aswad", "--on", "2018-05-16")
    assert (between["status"], between["parties"], between["since"]) == (
        "control",
        ["government"],
        "2018-05-15",
    )
    assert (between["records"], between["dissent"]) == ([early], [late])
    assert (between["verdicts"][early], between["verdicts"][late]) == ("won", "dissents")
    after = who("الحجر الأسود", "--on", "2018-05-22")
    assert (after["since"], after["records"], after["dissent"]) == ("2018-05-15", [late], [])
    assert (after["verdicts"][early], after["verdicts"][late]) == ("agrees", "won")


def test_who_of_a_place_without_a_record_says_unknown(who, geomap):
    golan = who("golan", "--on", "2018-03-22")
    assert (golan["status"], golan["parties"], golan["since"], golan["since_text"]) == (
        "unknown",
        [],
        None,
        "",
    )
    assert (golan["records"], golan["verdicts"], golan["stale"], golan["inherited_from"]) == (
        [],
        {},
        False,
        None,
    )
    text = geomap("who", "golan", "--on", "2018-03-22").stdout
    assert "Unknown: no record says who holds it." in text
    assert "No record speaks of this place." in text


def test_who_of_a_place_that_inherits_names_where_from(who, geomap):
    midan = who("midan", "--on", "2018-03-22")
    assert (midan["status"], midan["parties"], midan["inherited_from"]) == (
        "control",
        ["government"],
        "damascus",
    )
    assert (midan["records"], midan["since_by"]) == (["damascus-2018-01-01-government"], True)
    text = geomap("who", "midan", "--on", "2018-03-22").stdout
    assert "by 1 January 2018" in text
    assert "As in Damascus, which it lies in." in text


def test_who_of_a_point_place(who):
    city = who("Raqqa city", "--on", "2018-03-22")
    assert (city["place_id"], city["status"], city["parties"]) == ("raqqa_city", "control", ["sdf"])
    assert who("deir_ezzor_city", "--on", "2017-10-01")["status"] == "contested"


def test_who_counts_old_evidence_as_stale(who):
    assert not who("raqqa_city", "--on", "2018-04-15")["stale"]
    assert who("raqqa_city", "--on", "2018-04-16")["stale"]


def test_who_in_words_says_all_of_it(geomap):
    text = geomap("who", "qadam", "--on", "2018-03-15").stdout
    for said in (
        "Qadam  القدم  (neighbourhood, qadam)",
        "As of 15 March 2018: Vacated",
        "since 12–13 March 2018",
        "On the word of: Press reporting (a)",
        "Claimed otherwise",
        "[qadam-2018-03-12-government-claim]",
        "claimed only",
        "not yet begun",
    ):
        assert said in text
    for record in ("qadam-2013-opposition", "qadam-2018-03-19-is-afp", "qadam-2018-04-21-government"):
        assert record in text
    known = geomap("who", "qadam", "--on", "2018-03-15", "--known", "2018-03-14").stdout
    assert "as known on 14 March 2018" in known
    assert "not yet reported" in known


@pytest.mark.parametrize(
    ("name", "meant"),
    [("qadem", "Qadam"), ("Yarmuq", "Yarmuk"), ("Hajira", "")],
    ids=["qadem", "Yarmuq", "Hajira"],
)
def test_who_refuses_an_unknown_name_and_offers_the_nearest(geomap, name, meant):
    said = refused(geomap("who", name))
    assert repr(name) in said
    assert "is not a known place" in said
    assert f"Did you mean {meant}" in said if meant else "aliases" in said


@pytest.mark.parametrize(
    "command",
    [
        ["who", "west", "--on"],
        ["who", "west", "--known"],
        ["shares", "--on"],
        ["shares", "--from"],
        ["changes", "--to"],
    ],
)
@pytest.mark.parametrize("day", ["nonsense", "2018-02-30", "22/03/2018", "2018-03", "~2018-03-15", ""])
def test_a_day_that_is_none_is_refused(geomap, squares, command, day):
    said = refused(geomap(*command, day, cwd=squares.root))
    assert command[-1] in said
    assert repr(day) in said


def test_wrong_usage_is_2(geomap):
    for arguments in (
        ["nonsense"],
        ["who"],
        ["who", "qadam", "--nonsense"],
        ["draw"],
        ["shares", "--format", "xml"],
        ["draw", "qadam"],
    ):
        result = geomap(*arguments)
        assert result.exit_code == 2, arguments
        assert result.stdout == ""
    for arguments in (
        ["--on", "2018-03-22", "--from", "2018-01-01"],
        ["--from", "2018-02-01", "--to", "2018-01-01"],
        ["--in", "nowhere"],
    ):
        refused(geomap("shares", *arguments))


def test_help_and_version(geomap):
    text = geomap("--help").stdout
    for command in ("build", "check", "who", "draw", "shares", "changes", "places"):
        assert command in text
    assert geomap("--version").stdout.startswith("geomap")


def test_every_command_has_help(geomap):
    from geomap.cli import main

    for name, command in main.commands.items():
        result = geomap(name, "--help")
        assert result.exit_code == 0
        for parameter in command.params:
            if parameter.param_type_name == "option":
                assert parameter.help, f"{name} {parameter.name}"
                assert parameter.opts[0] in result.stdout


def test_outside_a_project_every_command_says_so(geomap, tmp_path):
    for arguments in (
        ["who", "qadam"],
        ["build"],
        ["check"],
        ["shares"],
        ["changes"],
        ["places"],
        ["draw", "x", "-o", "x.svg"],
    ):
        said = refused(geomap(*arguments, cwd=tmp_path), 1)
        assert "geomap.toml" in said
        assert "data/control" in said
    assert contents(tmp_path) == {}


@pytest.mark.parametrize(
    "arguments",
    [
        ["who", "west"],
        ["shares"],
        ["changes"],
        ["places"],
        ["build"],
        ["check"],
        ["draw", "west", "-o", "out.svg"],
    ],
)
def test_broken_data_are_1_and_nothing_is_written(geomap, squares, arguments):
    squares.records[1]["effective"] = "Mar-18"
    squares.records[2]["actor"] = "nobody"
    squares.write()
    before = contents(squares.root)
    said = refused(geomap(*arguments, cwd=squares.root), 1)
    assert "records.csv:3: effective 'Mar-18'" in said
    assert "records.csv:4: actor 'nobody'" in said
    assert contents(squares.root) == before


def test_commands_work_from_a_folder_below_the_project(geomap, squares):
    below = squares.root / "data" / "control"
    assert json.loads(geomap("who", "west", "--on", "2018-03-01", "--json", cwd=below).stdout)["parties"] == [
        "blue"
    ]


# --- places ------------------------------------------------------------------------


def test_places_lists_every_place_once(geomap, shipped_data):
    lines = geomap("places").stdout.splitlines()
    assert sorted(line.split()[0] for line in lines[1:]) == sorted(shipped_data.places.index)


def test_places_says_what_a_name_means(geomap):
    text = geomap("places", "daesh").stderr + geomap("places", "اليرموك").stdout
    assert "is not a known place" in text
    assert "yarmuk" in text
    homs = geomap("places", "حمص").stdout
    assert "homs: Homs (governorate)" in homs
    assert "Syria" in homs


def test_places_lists_both_owners_of_a_shared_name(geomap, squares):
    squares.features[3]["properties"]["name"] = "East"
    squares.write()
    result = geomap("places", "East", cwd=squares.root)
    assert result.exit_code == 0
    assert "east: East (district)" in result.stdout
    assert "nook: East (neighbourhood)" in result.stdout
    assert "East (district) or East (neighbourhood)" in result.stdout
    said = refused(geomap("who", "East", cwd=squares.root))
    assert "East (district)" in said
    assert "East (neighbourhood)" in said
    assert (
        json.loads(geomap("who", "East (neighbourhood)", "--json", cwd=squares.root).stdout)["place_id"]
        == "nook"
    )


# --- shares and changes --------------------------------------------------------------


def test_shares_as_json_has_the_contract(geomap):
    answer = json.loads(geomap("shares", "--in", "syria", "--on", "2018-03-22", "--format", "json").stdout)
    assert list(answer) == ["on", "place", "denominator_km2", "unknown_km2", "figures", "rows"]
    assert all(list(row) == ["actor", "least_km2", "most_km2", "least", "most"] for row in answer["rows"])
    shares = {row["actor"]: row for row in answer["rows"]}
    assert 0 < shares["is"]["least"] <= shares["is"]["most"] < 5
    published = answer["figures"]
    assert [(row["actor"], row["op"], row["value"], row["source"], row["via"]) for row in published] == [
        ("is", "<", 5.0, "SOHR", "AFP")
    ]


def test_shares_as_a_table_say_whole_unknown_and_published(geomap):
    text = geomap("shares", "--in", "syria", "--on", "2018-03-22").stdout
    assert "Syria, 22 March 2018" in text
    assert "Unknown land" in text
    assert "Published: Islamic State (IS) less than 5 %, 21 March 2018, SOHR, via AFP." in text


def test_shares_as_csv_agree_with_json(geomap):
    arguments = ["shares", "--in", "syria", "--from", "2018-01-01", "--to", "2018-03-22", "--every", "month"]
    rows = list(csv.DictReader(io.StringIO(geomap(*arguments, "--format", "csv").stdout)))
    answers = json.loads(geomap(*arguments, "--format", "json").stdout)
    assert [answer["on"] for answer in answers] == ["2018-01-01", "2018-02-01", "2018-03-01", "2018-03-22"]
    flat = [
        (answer["on"], row["actor"], row["least_km2"], row["most"])
        for answer in answers
        for row in answer["rows"]
    ]
    assert [(row["on"], row["actor"], float(row["least_km2"]), float(row["most"])) for row in rows] == flat
    assert {row["place"] for row in rows} == {"syria"}
    assert {float(row["denominator_km2"]) for row in rows} == {answers[0]["denominator_km2"]}


@pytest.mark.parametrize(
    ("every", "days"),
    [
        ("day", ["2018-01-01", "2018-01-02", "2018-01-03"]),
        ("week", ["2018-01-01", "2018-01-03"]),
        ("year", ["2018-01-01", "2018-01-03"]),
    ],
)
def test_shares_step_as_asked_and_end_on_the_last_day(geomap, squares, every, days):
    arguments = ["shares", "--from", "2018-01-01", "--to", "2018-01-03", "--every", every, "--format", "json"]
    assert [answer["on"] for answer in json.loads(geomap(*arguments, cwd=squares.root).stdout)] == days


def test_one_step_alone_is_answered_like_one_day(geomap, squares):
    arguments = ["shares", "--from", "2018-01-01", "--to", "2018-01-01", "--format", "csv"]
    assert len(geomap(*arguments, cwd=squares.root).stdout.splitlines()) == 2


def test_shares_default_to_the_newest_day_and_the_whole(geomap, squares):
    answer = json.loads(geomap("shares", "--format", "json", cwd=squares.root).stdout)
    assert (answer["on"], answer["place"]) == ("2018-12-31", "land")


def test_shares_of_a_point_have_no_whole(geomap, squares):
    answer = json.loads(geomap("shares", "--in", "inn", "--format", "json", cwd=squares.root).stdout)
    assert (answer["denominator_km2"], answer["rows"]) == (0.0, [])
    assert "0.0 km²" in geomap("shares", "--in", "inn", cwd=squares.root).stdout


def test_changes_list_what_changed_hands_and_nothing_else(geomap):
    listed = json.loads(
        geomap(
            "changes", "--in", "qadam", "--from", "2018-03-01", "--to", "2018-04-30", "--format", "json"
        ).stdout
    )
    assert [
        (row["day"], row["was_status"], row["was_parties"], row["status"], row["parties"]) for row in listed
    ] == [
        ("2018-03-12", "control", ["opposition"], "vacated", []),
        ("2018-03-19", "vacated", [], "control", ["is"]),
        ("2018-04-19", "control", ["is"], "contested", ["government", "is"]),
        ("2018-04-21", "contested", ["government", "is"], "control", ["government"]),
    ]
    assert listed[0]["records"] == ["qadam-2018-03-12-vacated"]
    assert listed[0]["since_text"] == "2018-03-12/2018-03-13"
    text = geomap("changes", "--in", "qadam", "--from", "2018-03-12", "--to", "2018-03-19").stdout
    assert len(text.splitlines()) == 2  # the head, and the 19th alone: changes after --from
    assert (
        geomap("changes", "--in", "qadam", "--from", "2018-03-13", "--to", "2018-03-18").stdout
        == "Nothing changed hands between these days.\n"
    )
    empty = geomap(
        "changes", "--in", "qadam", "--from", "2018-03-13", "--to", "2018-03-18", "--format", "json"
    ).stdout
    assert json.loads(empty) == []


def test_changes_as_csv(geomap):
    text = geomap("changes", "--in", "qadam", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["day"] for row in rows] == [
        "2013-01-01",
        "2018-03-12",
        "2018-03-19",
        "2018-04-19",
        "2018-04-21",
    ]
    assert rows[3]["parties"] == "government;is"


def test_changes_say_whether_a_record_stands_behind_unknown(geomap):
    first = geomap("changes", "--in", "qadam").stdout.splitlines()[1]
    assert "Unknown: no record says who holds it" in first


# --- draw --------------------------------------------------------------------------


SIGNS = {".html": b"<!DOCTYPE html>", ".png": b"\x89PNG\r\n", ".svg": b"<?xml", ".pdf": b"%PDF-"}


@pytest.mark.parametrize("suffix", SIGNS)
def test_draw_works_without_a_configuration(geomap, squares, suffix):
    (squares.root / "geomap.toml").unlink()
    result = geomap("draw", "west", "Inn", "--on", "2018-03-10", "-o", f"out{suffix}", cwd=squares.root)
    assert (result.exit_code, result.stdout) == (0, f"out{suffix}\n")
    assert (squares.root / f"out{suffix}").read_bytes().startswith(SIGNS[suffix])


def test_draw_titles_and_speaks_as_asked(geomap, squares):
    arguments = ["--on", "2018-03-10", "--title", "Who holds the west", "--lang", "fr", "-o", "out.html"]
    geomap("draw", "west", *arguments, cwd=squares.root)
    page = (squares.root / "out.html").read_text("utf-8")
    assert '<html lang="fr"' in page
    assert "<title>Who holds the west</title>" in page


@pytest.mark.parametrize("name", ["out.jpg", "out", "out.htm", "out.png.txt", ".svg"])
def test_draw_refuses_another_suffix_before_it_reads_anything(geomap, tmp_path, name):
    said = refused(geomap("draw", "west", "-o", name, cwd=tmp_path))
    assert ".png" in said
    assert ".html" in said
    assert contents(tmp_path) == {}


def test_draw_refuses_unknown_places_and_writes_nothing(geomap, squares):
    before = contents(squares.root)
    said = refused(geomap("draw", "west", "easst", "-o", "out.svg", cwd=squares.root))
    assert "Did you mean East" in said
    assert contents(squares.root) == before


def test_draw_says_when_it_cannot_write(geomap, squares):
    (squares.root / "taken").write_text("a file, not a folder")
    said = refused(geomap("draw", "west", "-o", "taken/out.html", cwd=squares.root), 1)
    assert "cannot be written" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["west", "--inset", "bars", "-o", "x.html"], "--inset: only of a sheet or a film"),
        (["west", "--on", "2018-02-01", "--on", "2018-03-01", "-o", "x.html"], "--on more than once: only of"),
        (["west", "--from", "2018-02-01", "--size", "slide", "-o", "x.html"], "--from, --size: only of"),
        (["west", "--outlined", "--transparent", "-o", "x.gif"], "--outlined, --transparent: only of a sheet"),
        (["west", "--inset", "area", "-o", "x.mp4"], "--inset: only of a sheet"),
        (["west", "--width", "1200x675", "-o", "x.png"], "--width '1200x675' is not one length. Write one such as 85mm"),
        (["west", "--width", "social", "-o", "x.png"], "--width 'social' is not one length"),
        (["west", "--width", "85mm", "--size", "social", "-o", "x.png"], "Use one of them"),
        (["west", "--size", "social", "--dpi", "nan", "-o", "x.png"], "--dpi nan is no number of dots to the inch"),
        (["west", "--on", "2018-03-01", "--to", "2018-03-02", "-o", "x.png"], "--on names days; --from, --to"),
        (["west", "--on", "2018-03-01", "--every", "day", "-o", "x.gif"], "--on names days; --from, --to"),
        (["west", "--every", "day", "-o", "x.png"], "have no room on one sheet: 36 have. Take a longer step"),
        (
            ["west", *[part for day in range(1, 32) for part in ("--on", f"2018-03-{day:02d}")],
             *[part for day in range(1, 9) for part in ("--on", f"2018-04-{day:02d}")], "-o", "x.png"],
            "39 days have no room on one sheet: 36 have. Name fewer with --on.",
        ),
    ],
)  # fmt: skip
def test_draw_refuses_what_it_would_not_do(geomap, squares, arguments, said):
    before = contents(squares.root)
    assert said in refused(geomap("draw", *arguments, cwd=squares.root))
    assert contents(squares.root) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--dpi", "nan"], "--dpi nan is no number of dots to the inch. Write one from 30 to 1200."),
        (["--dpi", "10", "--size", "slide"], "--dpi 10 is no number of dots"),
        (["--width", "1200x675"], "--width '1200x675' is not one length"),
        (["--size", "85mm", "--width", "85mm"], "--size and --width both say how wide"),
        (["--size", "85mn"], "--size '85mn' is no size of a sheet"),
    ],
)
def test_a_chart_and_an_atlas_refuse_the_sheets_that_draw_refuses(geomap, squares, arguments, said):
    assert said in refused(geomap("chart", *arguments, "-o", "x.svg", cwd=squares.root))
    assert said in refused(geomap("atlas", "land", *arguments, "-o", "x.pdf", cwd=squares.root))


def test_a_chart_is_as_wide_as_asked(geomap, squares):
    for name, arguments in (
        ("one", ["--width", "100mm"]),
        ("two", ["--size", "100mm"]),
        ("usual", ["--dpi", "90"]),
    ):
        assert geomap("chart", *arguments, "-o", f"{name}.png", cwd=squares.root).exit_code == 0
    made = contents(squares.root)
    assert made["one.png"] == made["two.png"]
    # Width in dots: bytes 16 to 20 of a PNG.
    assert [int.from_bytes(made[f"{name}.png"][16:20]) for name in ("one", "usual")] == [629, 900]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nook"], "Nook has no finer places in it: its atlas would be one page. Draw that with geomap draw."),
        (["land", "--level", "village"], "no place is of level 'village'. Choose another --level: country, district, "),
        (["nook", "--level", "town"], "In Nook no place is of level 'town'. Choose another --level: neighbourhood."),
    ],
)  # fmt: skip
def test_an_atlas_without_pages_says_why(geomap, squares, arguments, said):
    assert said in refused(geomap("atlas", *arguments, "-o", "x.pdf", cwd=squares.root))


def test_an_atlas_of_too_many_pages_says_how_to_have_fewer(geomap, squares, monkeypatch):
    monkeypatch.setattr("geomap.cli.drawing.MOST_PAGES", 2)
    said = refused(geomap("atlas", "land", "-o", "x.pdf", cwd=squares.root))
    assert "4 places would get a page; an atlas has up to 2. Choose a --level." in said


def test_what_the_project_says_is_said_of_places_too(geomap, squares, monkeypatch):
    from PIL import Image

    Image.new("RGB", (40, 20)).save(squares.root / "logo.png")
    head = 'title = "Squares"\nlang = "fr"\npalette = "safe"\nassessor = "Us"\nlogo = "logo.png"\nprojection = "EPSG:32637"'
    squares.config = squares.config.replace('title = "Squares"', head)
    squares.write()
    drawn = []
    for where, name, made in (
        ("drawing", "write", None),
        ("drawing", "animate", b"film"),
        ("charting", "chart", b"chart"),
        ("reporting", "write_report", []),
    ):
        monkeypatch.setattr(
            f"geomap.cli.{where}.{name}", lambda scene, *_, made=made, **__: drawn.append(scene) or made
        )
    monkeypatch.setattr(
        "geomap.cli.drawing.atlas", lambda whole, scenes, **_: drawn.extend([whole, *scenes]) or b"atlas"
    )
    commands = (
        ["draw", "west", "-o", "a.png"],
        ["draw", "west", "-o", "a.html"],
        ["draw", "west", "-o", "a.gif"],
        ["atlas", "west", "-o", "a.pdf"],
        ["report", "west", "--from", "2018-01-01", "-o", "a.md"],
        ["report", "--map", "west-map", "--from", "2018-01-01", "-o", "a.md"],
        ["chart", "--in", "west", "-o", "a.svg"],
    )
    for command in commands:
        assert geomap(*command, cwd=squares.root).exit_code == 0, command
    assert len(drawn) == len(commands) + 1  # an atlas has a second page
    assert {(scene.lang, scene.palette, scene.assessor, scene.logo.width) for scene in drawn} == {
        ("fr", "safe", "Us", 40)
    }
    assert {scene.area_crs for scene in drawn[:-1]} == {"EPSG:32637"}
    for command in commands:
        assert geomap(*command, "--lang", "ar", "--palette", "grey", cwd=squares.root).exit_code == 0
    assert {(scene.lang, scene.palette) for scene in drawn[len(commands) + 1 :]} == {("ar", "grey")}


def test_every_command_has_the_same_steps():
    from geomap.cli import main
    from geomap.dates import STEPS

    choices = {
        name: tuple(each.type.choices)
        for name, command in main.commands.items()
        for each in command.params
        if each.name == "every"
    }
    assert choices == dict.fromkeys(("draw", "shares"), tuple(STEPS))
