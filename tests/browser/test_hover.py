"""What the pointer is told before anything is chosen, and what the legend says that states mean."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from scenes import many_squares_scene, small_page

from geomap.render.html import render
from geomap.words import strings_of


def hover(opened, place: str) -> str:
    """Move the pointer onto a place and return what stands beside it."""
    page = opened.page
    at = page.evaluate(
        """(id) => { const box = document.querySelector(`.leaflet-ground-pane [data-place=${id}], .leaflet-symbols-pane [data-place=${id}]`).getBoundingClientRect();
          return [box.x + box.width / 2, box.y + box.height * 0.25]; }""",
        place,
    )
    page.mouse.move(5, 5)
    page.mouse.move(*at)
    opened.wait("!document.querySelector('.hover-tip').hidden")
    return page.inner_text(".hover-tip")


@pytest.mark.parametrize("lang", ["en", "ar", "fr"])
def test_the_pointer_is_told_state_and_meaning(open_map: Callable, lang: str) -> None:
    words = strings_of(lang)
    opened = open_map(small_page(lang), "#date=2018-02-20")
    said = hover(opened, "west")
    assert opened.page.evaluate("geomap.state('west').status") == "contested"
    assert words["meaning.contested"] in said
    assert words["meaning.control"] not in hover(opened, "north")
    assert words["mark.besieged.means"] in hover(opened, "north")
    opened.page.mouse.move(5, 5)
    opened.wait("document.querySelector('.hover-tip').hidden")


def test_the_pointer_is_told_of_the_day_on_its_side(open_map: Callable) -> None:
    opened = open_map(small_page(), "#date=2018-03-25&compare=2018-02-20&mode=swipe")
    page = opened.page
    west = page.locator('.leaflet-ground-2-pane [data-place="west"]').bounding_box()
    page.mouse.move(west["x"] + 30, west["y"] + 30)
    opened.wait("!document.querySelector('.hover-tip').hidden")
    assert strings_of("en")["meaning.contested"] in page.inner_text(".hover-tip")


def test_many_places_tell_the_pointer_too(open_map: Callable) -> None:
    opened = open_map(render(many_squares_scene()))
    box = opened.page.locator(".folium-map").bounding_box()
    opened.page.mouse.move(box["x"] + box["width"] / 2 + 3, box["y"] + box["height"] / 2 + 3)
    opened.wait("!document.querySelector('.hover-tip').hidden")
    assert opened.page.inner_text(".hover-tip").strip()


@pytest.mark.parametrize("lang", ["en", "ar", "fr"])
def test_the_legend_says_what_its_states_mean(open_map: Callable, lang: str) -> None:
    words = strings_of(lang)
    page = open_map(small_page(lang), "#date=2018-02-20").page
    legend = page.inner_text("#legend")
    for key in ("meaning.contested", "meaning.shared", "mark.besieged.means"):
        assert words[key] in legend
    page.evaluate("geomap.setDate('2018-03-10')")
    legend = page.inner_text("#legend")
    for key in ("meaning.disputed", "mark.presence.means"):
        assert words[key] in legend


def test_the_legend_keeps_the_shares_while_a_place_is_chosen(open_map: Callable) -> None:
    page = open_map(small_page(), "#place=west").page
    shares = page.locator(".legend-share b")
    assert shares.count() > 1
    assert all(shares.nth(at).is_visible() for at in range(shares.count()))
