"""Titles, notes and names on the page, in one language and in two."""

from __future__ import annotations

from scenes import small_scene

from geomap.render import html

TITLES = {"en": "Four squares", "ar": "أربعة مربعات", "fr": "Quatre carrés"}
NOTE = {"en": "A note <b>", "ar": "ملاحظة <b>"}


def page_of(open_map, fragment="", **options):
    return open_map(html.render(small_scene(title=TITLES, notes=[NOTE], **options)), fragment).page


def speak(page, lang):
    page.evaluate("(lang) => { location.hash = `#lang=${lang}`; }", lang)
    page.wait_for_selector(f"html[lang={lang}]", state="attached")


def labels(page):
    return page.locator(".labels .label text").all_text_contents()


def test_the_switch_turns_title_and_notes(open_map):
    page = page_of(open_map)
    assert page.locator("#title").inner_text() == TITLES["en"]
    assert page.locator("#title-also").inner_text() == ""
    assert NOTE["en"] in page.locator("#about").inner_text()
    speak(page, "ar")
    assert (page.locator("#title").inner_text(), page.title()) == (TITLES["ar"], TITLES["ar"])
    assert NOTE["ar"] in page.locator("#about").inner_text()
    speak(page, "fr")
    assert page.locator("#title").inner_text() == TITLES["fr"]
    assert NOTE["en"] in page.locator("#about").inner_text()
    assert page.locator(".label-also, .legend .also").count() == 0


def test_two_languages_name_everything_in_both(open_map):
    page = page_of(open_map, lang="en+ar")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("#title-also").inner_text() == TITLES["ar"]
    assert {"East", "شرق"} <= set(labels(page))
    assert "حمر" in page.locator(".legend .also").all_inner_texts()
    assert page.locator(".legend .also bdi").first.get_attribute("lang") == "ar"
    first, second = (
        page.locator(".label text", has_text=text).first.bounding_box() for text in ("East", "شرق")
    )
    assert first["y"] + first["height"] / 2 < second["y"] + second["height"] / 2


def test_the_switch_turns_the_first_and_the_other_stays(open_map):
    page = page_of(open_map, lang="en+ar")
    speak(page, "ar")
    assert (page.locator("#title").inner_text(), page.locator("#title-also").inner_text()) == (
        TITLES["ar"],
        TITLES["en"],
    )
    assert {"East", "شرق"} <= set(labels(page))
    speak(page, "fr")
    assert page.locator("#title-also").inner_text() == TITLES["ar"]


def test_where_there_is_no_room_for_two_the_first_stands_alone(open_map):
    long = {"places": {"name_ar": "اسم طويل جدا لا مكان له على الخريطة أبدا مهما كبرت الخريطة على الشاشة"}}
    page = page_of(open_map, lang="en+ar", texts=long)
    shown = labels(page)
    assert "East" in shown
    assert not [text for text in shown if "طويل" in text]


def test_a_comma_at_the_end_of_an_arabic_line_stands_at_its_left(open_map):
    """On the map and in a picture saved of it: an Arabic name breaks after its comma."""
    texts = {"places": {"name_ar": ["أرض", "غرب،", "شرق", "شمال", "بلدة"]}}
    page = page_of(open_map, lang="ar", texts=texts)
    is_left = """() => {
      const text = [...document.querySelectorAll(".labels .label text")].find((node) => node.textContent === "غرب،");
      return text.getStartPositionOfChar(3).x < text.getStartPositionOfChar(0).x;
    }"""
    assert page.evaluate(is_left)
    with page.expect_download() as download:
        page.locator("#tool-take").click()
        page.locator("#box-take .command").nth(1).click()
    saved = download.value.path().read_text("utf-8")
    assert 'unicode-bidi="plaintext">غرب،<' in saved
