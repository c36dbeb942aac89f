"""What a state looks like and how it reads, in three languages."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from geomap import schema as s
from geomap.dates import parse_edtf
from geomap.style import KINDS, MARKS, NEUTRAL, fill_key, fill_of, in_order, legend_rows, marks_of
from geomap.words import LANGUAGES, Words, strings_of

ACTORS = pd.DataFrame(
    {
        s.NAME: ["Reds", "Blues", "Golds"],
        s.NAME_AR: ["حمر", "زرق", ""],
        s.NAME_FR: ["Rouges", "", ""],
        s.SHORT: ["RED", "", "GLD"],
        s.COLOR: ["#a00000", "#0000a0", "#a0a000"],
        s.PATTERN: ["none", "dots", ""],
    },
    index=pd.Index(["red", "blue", "gold"], name=s.ACTOR),
)
FIELD = re.compile(r"\{(\w+)\}")


@pytest.fixture(params=LANGUAGES)
def words(request) -> Words:
    return Words(request.param, ACTORS)


# --- strings -------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_the_same_keys_and_fields(lang):
    ours, english = strings_of(lang), strings_of("en")
    assert set(ours) ^ set(english) == set()
    fields = {key: (set(FIELD.findall(text)), set(FIELD.findall(english[key]))) for key, text in ours.items()}
    wrong = {key: pair for key, pair in fields.items() if pair[0] != pair[1] and not key.startswith("date.")}
    assert wrong == {}
    assert all(isinstance(text, str) for text in ours.values())
    assert [key for key, text in ours.items() if not text and english[key]] == []


@pytest.mark.parametrize("lang", ["ar", "fr"])
def test_no_sentence_was_left_in_english(lang):
    same = {
        key
        for key, text in strings_of(lang).items()
        if text == strings_of("en")[key] and re.search("[A-Za-z]{4}", FIELD.sub("", text))
    }
    same_in_french = {
        "level.district",
        "level_down.district",
        "time.pause",
        "report.point",
        "report.col.licence",
        "report.col.source",
        "report.heading.sources",
        "evidence.source",
        "evidence.sources",
        "gallery.film",
    }
    assert same <= same_in_french


def test_directions():
    assert [strings_of(lang)["direction"] for lang in ("en", "ar", "fr")] == ["ltr", "rtl", "ltr"]
    assert [Words(lang, ACTORS).is_rtl for lang in ("en", "ar", "fr")] == [False, True, False]


def test_a_language_that_is_none_is_an_error():
    with pytest.raises(KeyError):
        strings_of("de")


@pytest.mark.parametrize(
    "key",
    [f"status.{word}" for word in (*s.STATUSES, "disputed")]
    + [f"mark.{mark}" for mark in MARKS]
    + [f"level.{level}" for level in s.LEVELS],
)
def test_every_word_of_the_vocabularies_has_a_name(words, key):
    assert words.text(key) != key


@pytest.mark.parametrize("verdict", [s.WON, s.AGREES, s.OLDER, s.CLAIMED_ONLY, s.NOT_YET_BEGUN, s.NOT_YET_REPORTED,
                                     s.CORRECTED_BY, s.WITHDRAWN_BY, s.ENDED_BY_WHOLE, s.DISSENTS, s.TAKES_BACK])  # fmt: skip
def test_every_verdict_has_words(words, verdict):
    text = words.verdict(verdict, "r-1")
    assert not text.startswith("verdict.")
    assert "{" not in text
    assert ("r-1" in text) == (verdict in (s.CORRECTED_BY, s.WITHDRAWN_BY, s.ENDED_BY_WHOLE, s.TAKES_BACK))


# --- dates ---------------------------------------------------------------------------

DATES = {
    "2018-03-20": ("20 March 2018", "20 mars 2018"),
    "2018-03-01": ("1 March 2018", "1er mars 2018"),
    "2018-03": ("March 2018", "mars 2018"),
    "2018": ("2018", "2018"),
    "2018-03-12/2018-03-13": ("12–13 March 2018", "12-13 mars 2018"),
    "2018-03-31/2018-04-02": ("31 March – 2 April 2018", None),
    "2017-12-31/2018-01-02": ("31 December 2017 – 2 January 2018", None),
    "2017-09/2017-12": ("between September and December 2017", None),
    "2017-12/2018-01": ("between December 2017 and January 2018", None),
    "2012/2013": ("between 2012 and 2013", None),
    "2015~": ("about 2015", None),
    "2018-03-12~/2018-03-13": ("about 12–13 March 2018", None),
}


@pytest.mark.parametrize(("text", "said"), DATES.items())
def test_dates_in_english_and_french(text, said):
    assert Words("en", ACTORS).effective(text) == said[0]
    if said[1]:
        assert Words("fr", ACTORS).effective(text).replace("\u202f", " ").replace("\u00a0", " ") == said[1]


@pytest.mark.parametrize("text", DATES)
def test_dates_lose_nothing_in_any_language(words, text):
    said, window = words.effective(text), parse_edtf(text)
    assert "{" not in said
    assert "date." not in said
    assert str(window.first.year) in said
    assert str(window.last.year) in said
    if len(text.split("/")[0].rstrip("~")) == 10:
        assert re.search(rf"(?<!\d){window.first.day}(?!\d)", said)
        assert re.search(rf"(?<!\d){window.last.day}(?!\d)", said)
    exact = words.effective(text.replace("~", ""))
    assert (said != exact) == ("~" in text)
    assert exact in said


def test_twelve_months_are_twelve_words(words):
    assert len({words.effective(f"2018-{month:02d}") for month in range(1, 13)}) == 12


@pytest.mark.parametrize("text", DATES)
def test_since_and_by_are_told_apart(words, text):
    since, by = words.since(text, by=False), words.since(text, by=True)
    assert since != by
    assert words.effective(text) in since
    assert words.effective(text) in by


def test_since_in_english():
    english = Words("en", ACTORS)
    assert english.since("2018-03-12/2018-03-13", by=False) == "since 12–13 March 2018"
    assert english.since("2018-01-01", by=True) == "by 1 January 2018"
    assert english.since("2017-09/2017-12", by=False) == "since some time between September and December 2017"


# --- states --------------------------------------------------------------------------


@pytest.mark.parametrize("status", s.STATE_STATUSES)
def test_every_state_reads_with_its_parties(words, status):
    parties = () if status in ("vacated", "unknown") else ("blue", "red")
    text = words.state(status, parties)
    assert "{" not in text
    assert not text.startswith("state.")
    assert all(words.party(party) in text for party in parties)


def test_unknown_for_want_of_records_is_told_from_unknown_by_record(words):
    assert words.state("unknown", ()) != words.state("unknown", (), recorded=False)


def test_names_fall_back_to_the_first_one():
    assert [Words(lang, ACTORS).party("red") for lang in LANGUAGES] == ["Reds", "حمر", "Rouges"]
    assert [Words(lang, ACTORS).party("gold") for lang in LANGUAGES] == ["Golds", "Golds", "Golds"]
    assert Words("en", ACTORS).party("nobody") == "nobody"
    assert [Words("en", ACTORS).short(actor) for actor in ("red", "blue", "nobody")] == [
        "RED",
        "Blues",
        "nobody",
    ]


def test_lists_in_words():
    english = Words("en", ACTORS)
    assert [english.join(list("abcd")[:n]) for n in range(5)] == [
        "",
        "a",
        "a and b",
        "a, b and c",
        "a, b, c and d",
    ]


def test_counts_have_the_forms_of_each_language():
    arabic, french = Words("ar", ACTORS), Words("fr", ACTORS)
    assert [arabic.count("sentence.places", n) for n in (1, 2, 3, 11, 100, 103, 1111)] == [
        "مكان واحد", "مكانان", "3 أماكن", "11 مكانًا", "100 مكان", "103 أماكن", "1,111 مكانًا",
    ]  # fmt: skip
    assert [french.count("sentence.places", n) for n in (1, 2, 5)] == ["un lieu", "deux lieux", "5 lieux"]


def test_a_name_that_looks_like_a_field_is_not_filled_in():
    assert (
        Words("en", ACTORS).text("telling.control", parties="{places}", places="West")
        == "Held by {places}: West"
    )


def test_a_party_with_braces_in_its_name_stays_as_it_is():
    actors = ACTORS.assign(**{s.NAME: ["{id}", "{parties}", "{{7*7}}"]})
    text = Words("en", actors).state("contested", ("red", "gold"))
    assert "{id}" in text
    assert "{{7*7}}" in text


def test_numbers_are_written_as_the_language_does():
    assert Words("en", ACTORS).number(1234567.89, 1) == "1,234,567.9"
    assert Words("fr", ACTORS).number(1234567.89, 1) == "1\u202f234\u202f567,9"


def test_a_source_is_told_with_who_carried_it(words):
    assert words.source("SOHR", "") == "SOHR"
    assert words.source("AFP", "AFP") == "AFP"
    told = words.source("SOHR", "AFP")
    assert "SOHR" in told
    assert "AFP" in told


# --- fills ---------------------------------------------------------------------------


def test_every_status_has_a_kind_of_its_own():
    assert set(KINDS) == set(s.STATE_STATUSES)
    assert len(set(KINDS.values())) == len(KINDS)


def test_fills_take_the_colours_in_the_order_of_the_table():
    fill = fill_of("contested", ("blue", "red"), ACTORS)
    assert (fill.kind, fill.colors, fill.pattern) == ("stripes", ("#a00000", "#0000a0"), "none")
    assert fill_of("control", ("blue",), ACTORS).pattern == "dots"
    assert fill_of("control", ("gold",), ACTORS).pattern == "none"
    assert fill_of("control", ("nobody",), ACTORS).colors == (NEUTRAL,)
    assert fill_of("vacated", (), ACTORS).colors == ()
    assert in_order(("zeta", "blue", "red"), ACTORS) == ("red", "blue", "zeta")


def test_fill_keys():
    assert [fill_key("control", ("is",)), fill_key("contested", ("a", "b")), fill_key("unknown", ())] == [
        "control:is",
        "contested:a+b",
        "unknown",
    ]


def test_marks_come_in_their_order_and_once():
    assert marks_of(("x",), ("y",), True, ["truce", "presence", "truce", "besieged", "assault"]) == MARKS
    assert marks_of((), (), False, []) == ()


def test_the_legend_has_what_is_on_the_map_and_nothing_else():
    rows = [
        ("unknown", (), (), True), ("control", ("blue",), ("stale",), True), ("control", ("red",), (), True),
        ("contested", ("blue", "red"), ("dissent",), True), ("control", ("red",), (), True), ("vacated", (), (), False),
    ]  # fmt: skip
    states = pd.DataFrame(rows, columns=[s.STATUS, s.PARTIES, "marks", "drawn"])
    legend = legend_rows(states, ACTORS)
    assert [row.key for row in legend] == [
        "control:red",
        "control:blue",
        "contested:blue+red",
        "unknown",
        "dissent",
        "stale",
    ]
    assert [row.kind for row in legend] == ["state"] * 4 + ["mark"] * 2
    assert legend[2].parties == ("red", "blue")
