"""Nothing that axe calls serious or critical, on the small map and on shipped ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from scenes import small_page
from standing import Pages

from geomap.render.html import render
from geomap.scene import Scene

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
SCRIPT = (Path(axe.__file__).parent / "axe.min.js").read_text("utf-8")


@pytest.fixture
def check(standing: Pages, tmp_path: Path) -> Callable[..., list]:
    """A function that opens a map and gives back what axe finds: rule and nodes."""

    def check_it(html: bytes, fragment: str, width: int, theme: str, act: str = "") -> list:
        # axe is put into the page, which the page's own policy forbids.
        opened = standing.take(width=width, color_scheme=theme, bypass_csp=True)
        page = opened.page
        path = tmp_path / "map.html"
        path.write_bytes(html)
        page.goto(path.as_uri() + fragment)
        page.wait_for_selector("html.ready", state="attached")
        if act:
            page.locator(act).click()
        page.evaluate(SCRIPT)
        # Nothing is fetched before: only rules on media and on experiments ask for it.
        found = page.evaluate("axe.run(document, { resultTypes: ['violations'], preload: false })")
        standing.give_back(opened)
        assert len(found["passes"]) > 10, "axe ran"
        return [
            (each["id"], [(node["html"], node["failureSummary"]) for node in each["nodes"]])
            for each in found["violations"]
            if each["impact"] in ("serious", "critical")
        ]

    return check_it


@pytest.fixture(scope="module")
def maps() -> dict[str, bytes]:
    """The small map in each language."""
    return {lang: small_page(lang) for lang in ("en", "ar")}


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("fragment", ["", "#place=west", "#embed=1&place=west"])
def test_the_small_map(
    check: Callable, maps: dict[str, bytes], lang: str, theme: str, width: int, fragment: str
) -> None:
    assert check(maps[lang], fragment, width, theme) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_box_of_what_can_be_saved(check: Callable, maps: dict[str, bytes], theme: str) -> None:
    assert check(maps["en"], "", 1280, theme, "#tool-take") == []


def test_axe_sees_what_is_wrong(check: Callable, maps: dict[str, bytes]) -> None:
    wrong = maps["en"].replace(b"</body>", b'<button type="button"></button></body>')
    assert [rule for rule, _ in check(wrong, "", 1280, "light")] == ["button-name"]


@pytest.fixture(scope="module")
def shipped_map(scenes: dict[str, Scene]) -> Callable[[str], bytes]:
    """A function that answers the page of a shipped map and draws each once."""
    return cache(lambda name: render(scenes[name]))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["southern-damascus", "syria"])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_shipped_maps(check: Callable, shipped_map: Callable, name: str, lang: str) -> None:
    html = shipped_map(name)
    for theme, width in [("light", 1280), ("dark", 390)]:
        for chosen in ("", "&place=qadam" if name != "syria" else "&place=homs", "&embed=1"):
            assert check(html, f"#lang={lang}{chosen}", width, theme) == []
