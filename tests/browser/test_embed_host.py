"""What ``geomap embed`` prints, pasted into a page: frames that work in their sandbox, side by side and apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from scenes import small_page, small_scene

from geomap.render.plain import page as script_free
from geomap.render.plain.snippets import AUTOMATIC_HEIGHT, Embedded, figure, frame, still


def embedded(name: str) -> Embedded:
    return Embedded(
        title="Four <squares>", lang="en", caption="Squares & more.", alt='West is "vacated".', credit="Records: A.",
        live=f"{name}.html", picture="picture.png", dots=(1600, 1200), plain="plain.html", open_text="Open",
    )  # fmt: skip


@pytest.fixture
def host(tmp_path: Path) -> Path:
    """A page with two maps in frames, a figure, and the script-free page, all beside it on the disk."""
    for name in ("one", "two"):
        (tmp_path / f"{name}.html").write_bytes(small_page())
    (tmp_path / "plain.html").write_bytes(script_free(small_scene(), small_scene().opens))
    (tmp_path / "picture.png").write_bytes(b"")
    parts = [
        frame(embedded("one"), "2018-03-15"),
        frame(embedded("two"), "2018-02-02"),
        still(embedded("one")),
    ]
    page = tmp_path / "host.html"
    body = "\n".join([*parts, AUTOMATIC_HEIGHT]).replace('loading="lazy"', "")
    page.write_text(f"<!DOCTYPE html><html lang=en><title>host</title><body>{body}</body></html>", "utf-8")
    return page


def test_two_maps_on_a_page_work_and_do_not_disturb_each_other(open_page: Callable, host: Path) -> None:
    page = open_page(host, width=800, height=900).page
    one, two = (page.frame_locator("iframe").nth(at) for at in (0, 1))
    for each in (one, two):
        each.locator("html.ready").wait_for(state="attached")
    assert one.locator("#date").inner_text() == "15 March 2018"
    assert two.locator("#date").inner_text() == "2 February 2018"
    one.locator("#day").focus()
    page.keyboard.press("ArrowRight")
    assert one.locator("#date").inner_text() == "16 March 2018"
    assert two.locator("#date").inner_text() == "2 February 2018"
    one.locator('[data-place="west"]').click(force=True)
    assert one.locator(".embed-place").inner_text().startswith("West")
    assert two.locator(".embed-place").inner_text() == ""


def test_each_frame_is_as_high_as_its_map_asks(open_page: Callable, host: Path) -> None:
    opened = open_page(host, width=800, height=900)
    opened.wait(
        "[...document.querySelectorAll('iframe[data-geomap]')].every((it) => it.style.height.endsWith('px'))"
    )
    heights = opened.page.eval_on_selector_all("iframe", "all => all.map((it) => it.style.height)")
    assert heights[0] == heights[1] != "560px"
    assert heights[2] == ""
    opened.page.evaluate("postMessage({ geomap: 'height', value: 9999 }, '*')")
    opened.page.wait_for_timeout(60)
    assert opened.page.eval_on_selector_all("iframe", "all => all.map((it) => it.style.height)") == heights


def test_the_script_free_page_shows_in_a_frame_where_nothing_runs(open_page: Callable, host: Path) -> None:
    page = open_page(host).page
    still_page = page.frame_locator("iframe").nth(2)
    assert still_page.locator("svg").first.is_visible()
    assert still_page.locator("table").first.is_visible()


def test_without_scripts_the_picture_and_its_words_are_there(open_page: Callable, host: Path) -> None:
    page = open_page(host, java_script_enabled=False).page
    assert page.get_by_alt_text('West is "vacated".').count() == 2
    text = figure(embedded("one"), "2018-03-15")
    assert 'alt="West is &quot;vacated&quot;."' in text
    assert "<script" not in text
