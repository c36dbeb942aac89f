"""What must hold on a phone: nothing cut off, the chart under its days, a sheet that leaves map and time in view."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from scenes import small_page

PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
TOOLS = ["layers", "compare", "known", "take", "settings"]


@pytest.fixture(scope="module", params=["en", "ar", "fr"])
def html(request) -> bytes:
    """The map of four squares in one of the languages."""
    return small_page(request.param)


def box(page, selector: str) -> dict:
    return page.locator(selector).bounding_box()


@pytest.mark.parametrize("width", [320, 390, 820])
def test_no_box_of_choices_is_cut_off(open_map: Callable, html: bytes, width: int) -> None:
    page = open_map(html, width=width, height=844).page
    for tool in TOOLS:
        page.locator(f"#tool-{tool}").click()
        found = box(page, f"#box-{tool}")
        assert found["x"] >= 0, tool
        assert found["x"] + found["width"] <= width, tool
        inside = page.eval_on_selector(f"#box-{tool}", "(box) => box.scrollWidth <= box.clientWidth + 1")
        assert inside, tool
        page.keyboard.press("Escape")


@pytest.mark.parametrize(
    ("fragment", "width", "height"), [("", 1280, 800), ("", 390, 844), ("#embed=1", 390, 400)]
)
def test_the_chart_fills_the_track_on_which_the_days_lie(
    open_map: Callable, html: bytes, fragment: str, width: int, height: int
) -> None:
    page = open_map(html, fragment, width=width, height=height).page
    page.wait_for_selector(".stack path")
    ends = page.evaluate(
        """() => { const box = (node) => node.getBoundingClientRect();
          const all = [...document.querySelectorAll(".stack path")].map(box);
          const { left, right, top, bottom } = box(document.querySelector(".stack"));
          return [[Math.min(...all.map((it) => it.left)), left], [Math.max(...all.map((it) => it.right)), right],
            [Math.min(...all.map((it) => it.top)), top], [Math.max(...all.map((it) => it.bottom)), bottom]]; }"""
    )
    for drawn, track in ends:
        assert drawn == pytest.approx(track, abs=0.6)


@pytest.mark.parametrize("fragment", ["", "#embed=1"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_years_are_whole_and_apart(open_map: Callable, html: bytes, fragment: str, width: int) -> None:
    page = open_map(html, fragment, width=width, height=700).page
    opened = page.evaluate(
        """() => { const track = document.querySelector(".years").getBoundingClientRect();
          const seen = [...document.querySelectorAll(".years span")].filter((it) => getComputedStyle(it).visibility === "visible")
            .map((it) => it.getBoundingClientRect()).sort((a, b) => a.left - b.left);
          return { n: seen.length, cut: seen.some((it) => it.left < track.left - 4 || it.right > track.right + 4),
            touch: seen.some((it, at) => at && it.left < seen[at - 1].right) }; }"""
    )
    assert opened["n"] >= 1
    assert not opened["cut"]
    assert not opened["touch"]


def test_an_open_sheet_leaves_map_and_time_whole(open_map: Callable, html: bytes) -> None:
    page = open_map(html, "#place=west", **PHONE).page
    handle, time = box(page, "#handle"), box(page, "#time")
    assert time["y"] + time["height"] <= handle["y"] + 1
    assert box(page, "#map")["height"] >= 150
    assert box(page, ".masthead")["y"] >= 0
    assert page.locator("#date").is_visible()
    assert not page.locator("#tool-take").is_visible(), "the buttons would hide what is left of the map"
    page.locator("#handle").click()
    assert page.locator("#tool-take").is_visible()


def test_the_sentence_is_whole_where_there_is_room(open_map: Callable, html: bytes) -> None:
    page = open_map(html, **PHONE).page
    assert page.eval_on_selector("#sentence", "(it) => it.scrollHeight <= it.clientHeight + 1")


def test_search_opens_the_sheet_in_full_and_what_is_found_shows_the_map(
    open_map: Callable, html: bytes
) -> None:
    opened = open_map(html, **PHONE)
    page = opened.page
    page.locator("#tool-search").click()
    assert "full" in page.get_attribute("#side", "class")
    page.keyboard.type("west")
    page.keyboard.press("Enter")
    assert "full" not in page.get_attribute("#side", "class")
    assert "open" in page.get_attribute("#side", "class")
    opened.wait("location.hash.includes('place=west')")


def test_the_handle_says_what_changed(open_map: Callable, html: bytes) -> None:
    page = open_map(html, "#date=2018-03-20&compare=2018-02-20&mode=changes", **PHONE).page
    assert page.inner_text(".sheet-title") == page.get_attribute("#compare", "aria-label")


def test_the_days_of_two_sides_cover_neither_scale_nor_link(open_map: Callable, html: bytes) -> None:
    page = open_map(html, "#date=2018-03-15&compare=2018-01-15&mode=swipe", **PHONE).page
    scale = box(page, ".scale")
    for at in range(2):
        flag = page.locator(".flag").nth(at).bounding_box()
        assert flag["y"] + flag["height"] <= scale["y"] or flag["y"] >= scale["y"] + scale["height"]
        assert page.locator(".flag").nth(at).evaluate(
            "(it) => getComputedStyle(it).direction"
        ) == page.evaluate("document.documentElement.dir")


@pytest.mark.parametrize(("width", "height"), [(820, 700), (1000, 700), (844, 390), (667, 375)])
def test_windows_between_cut_nothing(open_map: Callable, html: bytes, width: int, height: int) -> None:
    page = open_map(html, width=width, height=height).page
    time = box(page, "#time")
    handle = box(page, "#handle") or {"y": height}
    assert time["y"] + time["height"] <= handle["y"] + 1
    assert box(page, "#map")["height"] >= 96
    inside = page.eval_on_selector_all(
        ".time-button, .masthead h1, #date, .track",
        "(all) => all.map((it) => it.getBoundingClientRect()).every((it) => it.left >= 0 && it.right <= innerWidth && it.top >= 0)",
    )
    assert inside
    buttons = page.eval_on_selector_all(
        ".time-button", "(all) => all.map((it) => it.getBoundingClientRect().bottom)"
    )
    assert max(buttons) <= time["y"] + time["height"] + 1
    assert box(page, "#title")["width"] > 120
    if height > 420:
        assert page.eval_on_selector("#sentence", "(it) => it.scrollHeight <= it.clientHeight + 1")
