"""Whatever text the tables hold, the page shows it as text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from scenes import small_scene

from geomap.render.html import render

HOSTILE = [
    "</script><script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    "{{ 7*7 }} {{ this }} {% 5 {% raw %} {# gone #}",
    "${7*7} `${window.hacked = 1}` \\u003c \\",
    "\"quotes\" 'single' \u201ccurly\u201d &amp; &lt;b&gt;",
    "\u202eright to left\u202c \u200f \u2067isolated\u2069",
    "<!-- <style>* { display: none }</style> ]]>",
    "x" * 10_000,
]

TEXTS = {
    "places": ("name", "name_ar", "name_fr", "source", "licence"),
    "actors": ("name", "name_ar", "name_fr", "short"),
    "records": ("source", "via", "url", "note", "note_ar"),
}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_hostile_text_is_shown_and_nothing_else(open_map: Callable, text: str, lang: str) -> None:
    texts = {table: dict.fromkeys(columns, text) for table, columns in TEXTS.items()}
    scene = small_scene(lang=lang, title=text, texts=texts, notes=[text], name="map")
    opened = open_map(render(scene), "#place=west&date=2018-01-15")
    page = opened.page
    assert page.evaluate("window.hacked") is None
    assert page.text_content("#title") == text
    assert page.title() == " ".join(text.split()) or text in page.evaluate("document.title")
    assert page.text_content("#panel-name bdi") == text
    assert text in page.text_content(".record-note")
    assert text in page.text_content("#about")
    assert text in page.text_content("#day-table tbody")
    assert page.locator("img, #about script, .panel script").count() == 0
    assert page.locator(".record a").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_hostile_ids_and_dates_are_shown(open_map: Callable) -> None:
    opened = open_map(
        render(small_scene(texts={"records": {"url": "javascript:window.hacked = 1"}})), "#place=west"
    )
    assert opened.page.locator(".record a").count() == 0
