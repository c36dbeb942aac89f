"""Titles and notes in several languages, and maps that speak two."""

from __future__ import annotations

import pandas as pd
import pytest
from browser.scenes import small_scene
from projects import LEAST
from unpacking import unpack

from geomap.cli import LANGS
from geomap.errors import DataError
from geomap.render.payload import pack
from geomap.render.static.content import Content
from geomap.words import LANGUAGE_CHOICES, LANGUAGES, languages_of, said, said_in

TITLES = {"en": "Four squares", "ar": "أربعة مربعات", "fr": "Quatre carrés"}


def test_titles_and_notes_are_read_in_every_language(config):
    project = config(
        '[project]\ntitle = { fr = "Cartes", en = "Maps" }\nlang = "ar+en"\n'
        + LEAST
        + 'title = { ar = "غرب", en = "West" }\nnotes = ["For all", { en = "One", fr = "Une" }]\n'
        + LEAST.replace("one", "two")
        + 'lang = "fr"\nnotes = { en = "Alone" }\n'
    )
    assert project.title == {"en": "Maps", "fr": "Cartes"}
    one, two = project.maps
    assert (one.lang, two.lang) == ("ar+en", "fr")
    assert one.title == {"en": "West", "ar": "غرب"}
    assert one.notes == ("For all", {"en": "One", "fr": "Une"})
    assert two.notes == ({"en": "Alone"},)


WRONG = {
    'title = { eng = "x" }\n': ["4: title", "has 'eng', which is not a language", "Did you mean en?", "en, ar, fr"],
    "title = {}\n": ["4: title {} has no text in any language", 'Write { en = "...", ar = "..." }'],
    'title = { en = " " }\n': ["has no text in any language"],
    "title = { en = 3 }\n": ["has no text for en"],
    "title = 3\n": ["4: title 3 is not a text"],
    'notes = ["a", { de = "b" }]\n': ["4: notes", "has 'de', which is not a language geomap speaks"],
    'notes = ["a", 3]\n': ["4: notes", "is not a list of texts"],
    'notes = ["a", {}]\n': ["4: notes", "has no text in any language"],
    'lang = "en+en"\n': ["4: lang 'en+en' names one language twice", "such as en+ar"],
    'lang = "en+de"\n': ["4: lang 'en+de' is not two languages geomap speaks", "en, ar, fr"],
    'lang = "en+ar+fr"\n': ["4: lang 'en+ar+fr' is not two languages"],
    'palette = "save"\n': ["4: palette 'save' is not a palette. Did you mean safe?", "own, safe"],
    'tiles = "OpenStreetMap.Mapnick"\n': ["4: tiles", "is not a provider of tiles. Did you mean OpenStreetMap.Mapnik?"],
    'tiles = "Thunderforest.Outdoors"\n': ["4: tiles 'Thunderforest.Outdoors' is a provider that needs a key", "key ="],
    'tiles = { name = "OpenStreetMap.Mapnik", key = "s3cret" }\n': ["4: tiles 'OpenStreetMap.Mapnik' is a provider that takes no key"],
    'tiles = { nam = "OpenStreetMap.Mapnik" }\n': ["has 'nam', which is not a known key"],
    'tiles = "<script>alert(1)</script>"\n': ["is not a provider of tiles"],
}  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_a_mistake_is_told_with_its_line_and_the_remedy(config, text):
    with pytest.raises(DataError) as caught:
        config(LEAST + text)
    (problem,) = map(str, caught.value.problems)
    assert [piece for piece in WRONG[text] if piece not in problem] == []
    assert "s3cret" not in problem


def test_a_key_goes_into_the_address_and_nowhere_else(config):
    tiles = config(LEAST + 'tiles = { name = "Thunderforest.Outdoors", key = "a/b&c;d" }\n').maps[0].tiles
    assert tiles.url.endswith("?apikey=a%2Fb%26c%3Bd")
    assert tiles.hosts == ("api.thunderforest.com",)


def test_the_command_line_takes_the_languages_that_the_words_have():
    assert sorted(LANGS) == sorted(LANGUAGE_CHOICES)


def test_a_text_in_no_such_language_is_said_in_english_or_what_there_is():
    assert [said(TITLES, lang) for lang in LANGUAGES] == list(TITLES.values())
    assert said({"ar": "أ", "en": "A"}, "fr") == "A"
    assert said({"ar": "أ"}, "fr") == "أ"
    assert (said_in({"ar": "أ"}, "fr"), said_in("A", "en")) == ("", "")
    assert languages_of("ar+fr") == ("ar", "fr")


def test_a_scene_says_it_in_its_language_and_keeps_all():
    note = {"en": "A note", "ar": "ملاحظة"}
    scene = small_scene(lang="ar", title=TITLES, notes=["For all", note])
    assert (scene.title, scene.notes) == (TITLES["ar"], ("For all", "ملاحظة"))
    header = unpack(pack(scene)).header
    assert (header["title"], header["notes"], header["lang"], header["also"]) == (
        TITLES,
        ["For all", note],
        "ar",
        "",
    )


def test_one_title_stays_one_and_none_is_made_in_every_language():
    assert unpack(pack(small_scene())).header["title"] == "Four squares"
    made = small_scene(title="", lang="fr")
    assert made.titles == {"en": "Control of Land", "ar": "السيطرة على أرض", "fr": "Contrôle\u00a0: Land"}
    assert made.title == "Contrôle\u00a0: Land"


def test_a_sheet_in_two_languages_has_the_names_of_both():
    scene = small_scene(lang="en+ar", title=TITLES)
    content = Content(scene, pd.Timestamp("2018-03-15"))
    assert (scene.lang, scene.also) == ("en", "ar")
    assert (content.name("west"), content.name_also("west")) == ("West", "غرب")
    assert (content.party("red"), content.party_also("red")) == ("Reds", "حمر")
    assert content.title_also == TITLES["ar"]


def test_a_second_name_that_reads_alike_or_is_missing_is_left_out():
    content = Content(
        small_scene(lang="en+fr", texts={"actors": {"name_fr": "Reds"}}), pd.Timestamp("2018-03-15")
    )
    assert content.name_also("west") == ""
    assert content.party_also("red") == ""
    assert content.party_also("blue") == "Reds"
    assert content.title_also == ""
    assert Content(small_scene(), pd.Timestamp("2018-03-15")).name_also("west") == ""


def test_the_gallery_speaks_the_language_of_the_project(squares, monkeypatch):
    from click.testing import CliRunner

    from geomap.cli import main

    squares.config = squares.config.replace(
        'title = "Squares"', 'title = { en = "Squares", ar = "مربعات" }\nlang = "ar+en"'
    )
    squares.config = squares.config.replace(
        'title = "The west"', 'title = { en = "The west", ar = "الغرب" }\nlang = "en"'
    )
    squares.write()
    monkeypatch.chdir(squares.root)
    assert CliRunner().invoke(main, ["build"]).exit_code == 0
    gallery = (squares.maps / "index.html").read_text("utf-8")
    assert '<html lang="ar" dir="rtl">' in gallery
    assert "<h1>مربعات</h1>" in gallery
    assert "الغرب" in gallery
    assert "<title>The west</title>" in (squares.maps / "west-map.html").read_text("utf-8")
    result = CliRunner().invoke(
        main, ["draw", "west", "--lang", "en+ar", "--title", "A <b>", "-o", "out.svg"]
    )
    assert result.exit_code == 0
    drawn = (squares.root / "out.svg").read_text("utf-8")
    assert "زرق" in drawn
    assert "A &lt;b&gt;" in drawn


def test_the_shipped_maps_have_all_three_languages(built):
    texts = [built.project.title]
    for spec in built.project.maps:
        texts += [spec.title, *spec.notes]
    assert [text for text in texts if set(text) != set(LANGUAGES)] == []
