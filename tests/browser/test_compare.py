"""Two days compared: side by side, and what changed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from scenes import small_page, small_scene
from test_take import saved

from geomap.measure import between
from geomap.render.bundle import bundle
from geomap.render.html import modules

DAYS = ["2018-01-05", "2018-01-15", "2018-02-03", "2018-02-20", "2018-03-04", "2018-03-15", "2018-03-25"]

TWIN = """
import { differing, groupsOf } from "./compare/between.js";
export function grouped(fills, actors, placeList, was, now) {
  const map = { fills, placeList, actors: new Map(actors.map((id) => [id, {}])) };
  return groupsOf(map, differing(map, (at) => was[at], (at) => now[at]));
}
"""


@pytest.fixture(scope="module")
def twin(browser):
    page = browser.new_page()
    source = bundle({**modules(), "twin.js": TWIN}, "twin.js", returns="twin")
    page.set_content(f"<script>{source};window.twin = twin;</script>")
    yield page
    page.close()


@pytest.fixture(scope="module")
def html() -> bytes:
    """The map of four squares."""
    return small_page()


@pytest.mark.parametrize(("first", "last"), [*pairwise(DAYS), (DAYS[0], DAYS[-1])])
def test_the_page_groups_as_python_does(twin, first: str, last: str) -> None:
    scene = small_scene()
    ids = scene.drawn().tolist()
    days = [scene.states(day).loc[ids] for day in (first, last)]
    states = [list(zip(each["status"], each["parties"], strict=True)) for each in days]
    fills = sorted(set(states[0] + states[1]))
    found = twin.evaluate(
        "(given) => twin.grouped(...given)",
        [
            [{"status": status, "parties": list(parties)} for status, parties in fills],
            scene.actors.index.tolist(),
            [{"at": at, "isDrawn": True} for at in range(len(ids))],
            *[[fills.index(state) for state in each] for each in states],
        ],
    )
    groups = {(group["kind"], group["party"]): {ids[row["at"]] for row in group["rows"]} for group in found}
    rows = between(scene, first, last).set_index("place_id")
    assert set().union(*groups.values()) <= set(rows.index)
    for kind in ("gained", "lost"):
        for party in scene.actors.index:
            assert groups.get((kind, party), set()) == set(rows.index[rows[kind] == party])
    for status in ("contested", "shared", "disputed", "vacated", "unknown"):
        new = rows.index[(rows.status == status) & (rows.was_status != status)]
        assert groups.get((status, ""), set()) == set(new)


def test_what_changed_is_listed_and_the_rest_stands_back(open_map: Callable, html: bytes) -> None:
    page = open_map(html, "#date=2018-03-20&compare=2018-02-20&mode=changes").page
    rows = between(small_scene(), "2018-02-20", "2018-03-20")
    dim = page.eval_on_selector_all(
        ".ground.dim[data-place]", "nodes => nodes.map(node => node.dataset.place)"
    )
    clear = page.eval_on_selector_all(
        ".ground:not(.dim)[data-place]", "nodes => nodes.map(node => node.dataset.place)"
    )
    assert set(clear) == set(rows.place_id)
    assert set(dim) == set(small_scene().drawn()) - set(rows.place_id)
    assert "Golds gained" in page.inner_text("#compare")
    page.locator(".compare-gained .compare-place").first.click()
    assert page.inner_text("#panel-name bdi") in page.inner_text(".compare-gained ul")
    page.evaluate("geomap.compare(null)")
    assert page.locator(".ground.dim").count() == 0
    assert not page.locator("#compare").is_visible()


def test_two_equal_days_say_that_nothing_differs(open_map: Callable, html: bytes) -> None:
    page = open_map(html, "#date=2018-03-20&compare=2018-03-20&mode=changes").page
    assert "No place shown differs" in page.inner_text("#compare")


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_side_by_side_shows_each_day_on_its_side(open_map: Callable, lang: str) -> None:
    opened = open_map(small_page(lang), "#date=2018-03-15&compare=2018-01-15&mode=swipe")
    page = opened.page
    sides = page.evaluate(
        """() => ["ground", "ground-2"].map((name) => {
            const pane = document.querySelector(`.leaflet-${name}-pane`);
            return [pane.style.clipPath, ...pane.querySelectorAll('[data-place="west"]')].map((it) => it.dataset?.fill ?? it);
        })"""
    )
    fills = page.evaluate(
        "['2018-03-15', '2018-01-15'].map((day) => { geomap.setDate(day); return document.querySelector('.leaflet-ground-pane [data-place=west]').dataset.fill; })"
    )
    assert [fill for _, fill in sides] == fills
    assert len(set(fills)) == 2
    starts = [float(path.removeprefix("polygon(").split("px")[0]) for path, _ in sides]
    assert (starts[1] < starts[0]) == (lang == "en")


def test_the_line_between_the_days_moves_by_key_and_by_drag(open_map: Callable, html: bytes) -> None:
    page = open_map(html, "#date=2018-03-15&compare=2018-01-15&mode=swipe").page
    handle = page.locator(".divider-handle")
    handle.focus()
    page.keyboard.press("ArrowLeft")
    assert handle.get_attribute("aria-valuenow") == "45"
    assert page.evaluate("geomap.date()") == "2018-03-15"
    box = handle.bounding_box()
    page.mouse.move(box["x"] + 22, box["y"] + 22)
    page.mouse.down()
    page.mouse.move(box["x"] + 122, box["y"] + 22)
    page.mouse.up()
    assert int(handle.get_attribute("aria-valuenow")) > 50


def test_the_compare_box_sets_mode_and_day(open_map: Callable, html: bytes) -> None:
    page = open_map(html).page
    page.locator("#tool-compare").click()
    page.locator("#box-compare .segment", has_text="What changed").click()
    assert "mode=changes" in page.evaluate("location.hash")
    assert page.locator("#box-compare .segment[aria-pressed=true]").inner_text() == "What changed"
    page.locator("#box-compare input[type=date]").fill("2018-01-05")
    assert "compare=2018-01-05" in page.evaluate("location.hash")
    page.locator("#box-compare .quick-button", has_text="Swap").click()
    assert page.evaluate("geomap.date()") == "2018-01-05"
    page.keyboard.press("Escape")
    assert not page.locator("#box-compare").is_visible()


def test_the_legend_has_the_states_of_both_sides(open_map: Callable, html: bytes) -> None:
    page = open_map(html, "#date=2018-03-25&compare=2018-03-15&mode=swipe").page
    assert "Vacated" in page.inner_text("#legend"), "only the earlier day has it"
    assert "25 March 2018" in page.inner_text("#legend .note"), "whose shares they are"
    page.evaluate("geomap.compare(null)")
    assert "Vacated" not in page.inner_text("#legend")


def test_a_picture_of_two_days_is_cut_at_the_line(open_map: Callable, html: bytes) -> None:
    page = open_map(html, "#date=2018-03-25&compare=2018-03-15&mode=swipe").page
    svg = saved(page, "svg")[1].decode("utf-8")
    for part in ("ground", "ground-2", "labels", "labels-2"):
        assert f'id="layer-{part}" clip-path="url(#cut-{part})"' in svg
        assert f'<clipPath id="cut-{part}">' in svg
    days = svg[svg.index('id="days"') :]
    assert "15 March 2018" in days
    assert "25 March 2018" in days
    page.evaluate("geomap.compare(null)")
    svg = saved(page, "svg")[1].decode("utf-8")
    assert "cut-" not in svg
    assert "-2" not in "".join(part.split('"')[0] for part in svg.split('id="layer-')[1:])
    assert 'id="days"' not in svg


def test_a_picture_of_what_changed_says_what(open_map: Callable, html: bytes) -> None:
    page = open_map(html, "#date=2018-03-20&compare=2018-02-20&mode=changes").page
    svg = saved(page, "svg")[1].decode("utf-8")
    said = " ".join(part.split("<")[0] for part in svg.split("<text")[1:] for part in [part.split(">", 1)[1]])
    assert "From 20 February 2018 to 20 March 2018" in said
    assert "Golds gained" in said
