"""The page without scripts, the notebook's frame, and the tiles that page and plain picture share."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest
from scenes import small_page, small_scene

from geomap.render import in_frame
from geomap.render.bundle import bundle
from geomap.render.html import modules
from geomap.render.plain import page as plain_page
from geomap.render.plain.tiles import DOT, HAIRLINE, UNKNOWN, VACATED, tile_of
from geomap.style import Fill

COLORS = [("#a9332f",), ("#2f5ba9", "#ecc94b"), ("#000000", "#ffffff", "#7a7a7a")]
FILLS = [
    *(Fill("solid", ("#a9332f",), pattern) for pattern in ("none", "dots", "lines", "cross", "rings", "dashes", "waves", "odd")),
    *(Fill(kind, colors) for kind in ("stripes", "bands", "checks") for colors in COLORS),
    Fill("checks", ()), Fill("vacated"), Fill("unknown"),
]  # fmt: skip
NAMED = {
    "var(--vacated)": VACATED,
    "var(--unknown)": UNKNOWN,
    "var(--unknown-dot)": DOT,
    "var(--hairline)": HAIRLINE,
}

TILE = 'import { drawingOf } from "./map/fills.js"; export const drawn = (fill) => drawingOf(fill);'.replace(
    "; export", ";\nexport"
)


def test_a_tile_is_the_same_on_the_page_and_without_scripts(browser) -> None:
    page = browser.new_page()
    page.set_content(
        f"<script>{bundle({**modules(), 'tile.js': TILE}, 'tile.js', returns='tile')};window.tile = tile;</script>"
    )
    for fill in FILLS:
        shown = page.evaluate(
            "(fill) => tile.drawn(fill)",
            {"kind": fill.kind, "colors": list(fill.colors), "pattern": fill.pattern},
        )
        size, strokes = tile_of(fill)
        assert size == shown["size"], fill
        expected = [
            (
                re.sub(r"\d+\.\d+", lambda number: f"{round(float(number[0]), 6):g}", path["d"]),
                NAMED.get(path.get("fill"), path.get("fill") or ""),
                path.get("stroke") or "",
                path.get("width") or 0,
            )
            for path in shown["paths"]
        ]
        assert [(stroke.d, stroke.fill, stroke.stroke, stroke.width) for stroke in strokes] == expected, fill
    page.close()


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 390])
def test_without_javascript_the_last_day_is_there(open_page: Callable, lang: str, width: int) -> None:
    page = open_page(small_page(lang), width=width, height=844, java_script_enabled=False).page
    assert page.locator(".plain-map").is_visible()
    assert page.locator(".plain-table tbody tr").count() == 5
    assert not page.locator(".page").is_visible()
    assert page.locator(".plain-map").bounding_box()["width"] <= width


def test_with_javascript_the_plain_page_is_not_seen(open_map: Callable) -> None:
    page = open_map(small_page()).page
    assert not page.locator("#plain").is_visible()
    ids = page.eval_on_selector_all("[id]", "nodes => nodes.map(node => node.id)")
    assert len(ids) == len(set(ids))


def test_a_frame_in_which_nothing_runs_shows_the_script_free_page(open_page: Callable) -> None:
    host = open_page(
        "<!DOCTYPE html><title>host</title><iframe sandbox='' width=800 height=600></iframe>"
    ).page
    text = plain_page(small_scene(), pd.Timestamp("2018-03-15")).decode()
    host.evaluate("(text) => { document.querySelector('iframe').srcdoc = text }", text)
    frame = host.frame_locator("iframe")
    frame.locator(".plain-table").wait_for()
    assert "15 March 2018" in frame.locator("figcaption").inner_text()


def test_a_notebook_shows_the_live_map(open_page: Callable) -> None:
    page = open_page(f"<!DOCTYPE html><title>notebook</title>{in_frame(small_scene())}").page
    frame = page.frame_locator("iframe")
    frame.locator("html.ready").wait_for(state="attached")
    frame.locator('[data-place="west"]').click()
    assert "West" in frame.locator("#panel-name").inner_text()
