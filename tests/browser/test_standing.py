"""Pages that stand from one test to the next are given anew as if they were new, and watched as before."""

from __future__ import annotations

import time

import pytest
from standing import Opened, Pages

SEEN = """() => ({
  address: location.href, kept: window.kept ?? null, over: document.querySelectorAll(":hover").length,
  dark: matchMedia("(prefers-color-scheme: dark)").matches, still: matchMedia("(prefers-reduced-motion)").matches,
  print: matchMedia("print").matches, size: [innerWidth, innerHeight],
})"""
NEW = {
    "address": "about:blank", "kept": None, "over": 0, "dark": False, "still": False, "print": False, "size": [1280, 800],
}  # fmt: skip
WATCH_KEYS = (
    """() => addEventListener("keydown", ({ ctrlKey, shiftKey }) => { window.held = [ctrlKey, shiftKey]; })"""
)


@pytest.fixture
def pages(browser):
    """Pages of their own."""
    pages = Pages(browser)
    made = []
    take = pages.take

    def noted(**options):
        made.append(take(**options))
        return made[-1]

    pages.take = noted
    yield pages
    for page in {id(opened): opened for opened in made}.values():
        page.page.context.close()


def test_a_page_that_is_given_anew_is_as_a_new_one(pages, tmp_path) -> None:
    first = pages.take(width=500, height=400, color_scheme="dark", reduced_motion="reduce")
    (tmp_path / "page.html").write_text("<!DOCTYPE html><title>page</title><p>text", "utf-8")
    first.page.goto((tmp_path / "page.html").as_uri())
    first.page.evaluate("() => { window.kept = 1; }")
    first.page.mouse.move(50, 20)
    first.page.keyboard.down("Control")
    first.page.keyboard.down("Shift")
    first.page.emulate_media(media="print")
    used = first.page.evaluate(SEEN)
    assert [name for name, value in used.items() if value == NEW[name]] == []
    pages.give_back(first)
    again = pages.take()
    assert again is first
    assert again.page.evaluate(SEEN) == NEW
    again.page.goto((tmp_path / "page.html").as_uri())
    again.page.evaluate(WATCH_KEYS)
    again.page.keyboard.press("a")
    assert again.page.evaluate("held") == [False, False]


def test_a_page_is_given_only_to_who_wishes_the_same(pages) -> None:
    first = pages.take(has_touch=True)
    pages.give_back(first)
    assert pages.take() is not first
    assert pages.take(has_touch=True) is first
    assert pages.take(has_touch=True) is not first, "it is taken"


POLICY = "<!DOCTYPE html><meta http-equiv='Content-Security-Policy' content=\"img-src 'none'\"><title>page</title><p>text"


@pytest.mark.parametrize(
    ("harm", "noted"),
    [
        ("console.error('told')", lambda opened: opened.errors),
        ("setTimeout(() => { throw new Error('thrown'); })", lambda opened: opened.errors),
        ("fetch('https://example.org/x').catch(() => 0)", lambda opened: opened.requests),
        ("document.body.append(Object.assign(new Image(), { src: 'data:,x' }))", Opened.breaches),
    ],
    ids=["told", "thrown", "asked", "against the policy"],
)
def test_what_goes_wrong_on_a_page_given_anew_is_noted_and_then_forgotten(
    pages, tmp_path, harm, noted
) -> None:
    (tmp_path / "page.html").write_text(POLICY, "utf-8")
    for _ in range(2):
        opened = pages.take()
        opened.page.goto((tmp_path / "page.html").as_uri())
        opened.assert_clean()
        opened.page.evaluate(f"() => {{ {harm}; }}")
        end = time.monotonic() + 20
        while not noted(opened):
            assert time.monotonic() < end, "it was not noted"
            opened.page.wait_for_timeout(10)
        with pytest.raises(AssertionError):
            opened.assert_clean()
        pages.give_back(opened)
