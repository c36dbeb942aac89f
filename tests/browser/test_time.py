"""The time bar is a chart; the sentence under the title; what changed is outlined for a moment."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scenes import places_frame, points_scene, records_frame, small_page, small_scene

from geomap.measure import shares
from geomap.render.bundle import bundle
from geomap.render.html import modules, render
from geomap.scene import compose
from geomap.telling import sentence
from geomap.words import LANGUAGES

CHART = """
import { outlineOfLayer, stackOf } from "./time/stack.js";
export function stacked(map, order, most) {
  const stack = stackOf(map, order, most);
  return stack && { days: stack.days, layers: stack.layers.map(({ fill, from, to }) => ({ fill, from: [...from], to: [...to], d: outlineOfLayer({ from, to }, 100, 40) })) };
}
"""


@pytest.fixture(scope="module")
def chart(browser):
    page = browser.new_page()
    source = bundle({**modules(), "chart.js": CHART}, "chart.js", returns="chart")
    page.set_content(f"<script>{source};window.chart = chart;</script>")
    yield page
    page.close()


@pytest.fixture(scope="module")
def html() -> bytes:
    """The map of four squares."""
    return small_page()


places = st.lists(
    st.tuples(
        st.integers(0, 50),
        st.lists(
            st.tuples(st.integers(-5, 60), st.integers(0, 3)),
            min_size=1,
            max_size=6,
            unique_by=lambda s: s[0],
        ),
    ),
    min_size=1,
    max_size=8,
)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places, st.integers(1, 60), st.integers(1, 80))
def test_a_column_is_what_its_day_shows(chart, places, n_days, most) -> None:
    start, first, fill = [0], [], []
    for _, spells in places:
        ordered = sorted(spells)
        first += [-1000, *[day for day, _ in ordered[1:]]]
        fill += [state for _, state in ordered]
        start.append(len(first))
    map_ = {
        "placeList": [{"at": at, "units": units} for at, (units, _) in enumerate(places)],
        "spells": {"start": start, "from": first, "fill": fill},
        "fills": [{}] * 4,
        "first": 0,
        "last": n_days - 1,
    }
    stack = chart.evaluate(
        "([map, order, most]) => chart.stacked(map, order, most)", [map_, [2, 0, 3, 1], most]
    )
    total = sum(units for units, _ in places)
    if not total:
        assert stack is None
        return
    assert len(stack["days"]) == min(n_days, most)
    shown = {layer["fill"]: np.subtract(layer["to"], layer["from"]) for layer in stack["layers"]}
    for column, day in enumerate(stack["days"]):
        expected = np.zeros(4)
        for at, (units, _) in enumerate(places):
            now = max(spell for spell in range(start[at], start[at + 1]) if first[spell] <= day)
            expected[fill[now]] += units / total
        found = [shown[state][column] if state in shown else 0 for state in range(4)]
        assert found == pytest.approx(expected, abs=1e-9)


def test_the_chart_stacks_all_the_ground(open_map: Callable, html: bytes) -> None:
    page = open_map(html).page
    fills = page.eval_on_selector_all(".stack path", "nodes => nodes.map(node => node.dataset.fill)")
    assert len(fills) == len(set(fills)) > 3
    boxes = page.eval_on_selector_all(
        ".stack path", "nodes => nodes.map(node => node.getBBox()).map(({ y, height }) => [y, y + height])"
    )
    assert min(top for top, _ in boxes) == pytest.approx(0, abs=0.2)
    assert max(bottom for _, bottom in boxes) == pytest.approx(40, abs=0.2)


def test_a_click_on_the_chart_moves_the_day(open_map: Callable, html: bytes) -> None:
    page = open_map(html).page
    box = page.locator("#day").bounding_box()
    page.mouse.click(box["x"] + 10 + (box["width"] - 20) * 0.5, box["y"] + box["height"] / 2)
    day = pd.Timestamp(page.evaluate("geomap.date()"))
    assert abs((day - pd.Timestamp("2018-04-01")).days) <= 1
    cursor = page.locator(".cursor").bounding_box()
    assert cursor["x"] + cursor["width"] / 2 == pytest.approx(box["x"] + box["width"] / 2, abs=3)


def test_the_tip_tells_the_day_under_the_pointer(open_map: Callable, html: bytes) -> None:
    page = open_map(html).page
    box = page.locator("#day").bounding_box()
    page.mouse.move(box["x"] + 10 + (box["width"] - 20) * (31 / 180), box["y"] + 20)
    assert page.inner_text(".time-tip") == "1 February 2018 · changes: 2"


def test_play_by_day_and_faster(open_map: Callable, html: bytes) -> None:
    opened = open_map(html)
    page = opened.page
    page.locator(".pace").first.click()
    page.locator(".pace").first.click()
    page.locator(".pace-by").click()
    assert page.inner_text(".pace >> nth=0") == "4×"
    page.locator(".time-play").click()
    opened.wait("geomap.date() > '2018-03-19'")
    page.locator(".time-play").click()
    assert page.locator(".time-play.is-playing").count() == 0


def test_what_changed_is_outlined_for_a_moment(open_map: Callable, html: bytes) -> None:
    opened = open_map(html)
    page = opened.page
    outline = "document.querySelector('path.flash').getAttribute('d')"
    assert page.evaluate(outline) == "M0 0"
    page.evaluate("geomap.setDate('2018-03-20')")
    opened.wait(f"{outline}.length > 10")
    opened.wait(f"{outline} === 'M0 0'")


def test_who_runs_through_the_days_sees_in_the_end_what_has_changed(open_map: Callable, html: bytes) -> None:
    """Nothing flashes on the way; a day that comes back to what it was has changed nothing."""
    opened = open_map(html)
    outline = "document.querySelector('path.flash').getAttribute('d')"
    seen = opened.page.evaluate(f"""async () => {{
      const seen = [];
      for (const day of ["2018-03-20", "2018-01-05", "2018-03-15"]) {{
        geomap.setDate(day);
        await new Promise(requestAnimationFrame);
        seen.push({outline});
      }}
      return seen;
    }}""")
    assert set(seen) == {"M0 0"}
    opened.page.wait_for_timeout(400)
    assert opened.page.evaluate(outline) == "M0 0"


#: What the page says and shows of a day, at the end of a frame's scripts.
TOLD = """() => ({
  date: document.querySelector("#date").textContent,
  sentence: document.querySelector("#sentence").textContent,
  legend: [...document.querySelectorAll(".legend-row")].map((row) => row.textContent),
  fills: [...document.querySelectorAll("path.ground")].map((path) => path.getAttribute("fill")),
  names: [...document.querySelectorAll("#map .label")].map((label) => label.textContent),
  state: geomap.places().map((id) => JSON.stringify(geomap.state(id))),
  at: geomap.date(),
})"""


def test_in_every_frame_all_is_of_one_day(open_map: Callable, html: bytes) -> None:
    """Colours, date, sentence, legend and names of a scrub's frames are those of a page that opened on the day."""
    days = ["2018-03-20", "2018-01-10", "2018-03-12", "2018-02-20", "2018-06-30"]
    scrub = f"""async (days) => {{
      const told = {TOLD};
      const frames = [];
      for (const day of days) {{
        geomap.setDate(day);
        await new Promise(requestAnimationFrame);
        frames.push(told());
      }}
      return frames;
    }}"""
    frames = open_map(html).page.evaluate(scrub, days)
    opened = [open_map(html, f"#date={day}").page.evaluate(TOLD) for day in days]
    assert [frame["at"] for frame in frames] == days
    assert len({str(frame["fills"]) for frame in frames}) > 1
    for frame, still in zip(frames, opened, strict=True):
        assert frame == still | {"names": frame["names"]}
        assert sorted(frame["names"]) == sorted(still["names"])


def test_nothing_is_missing_once_the_page_says_that_it_stands(open_map: Callable, html: bytes) -> None:
    page = open_map(html).page
    full = "all => all.filter((node) => node.childElementCount > 0).length"
    parts = "#time, #tools, #search, #legend, #panel, #table, #about, .years, #map .labels"
    assert page.locator(parts).evaluate_all(full) == len(parts.split(","))
    assert page.locator("#day-table tbody tr").count() == len(page.evaluate("geomap.places()"))
    assert page.locator(".border-line").count() > 0


def test_nothing_flashes_for_who_would_rather_have_it_still(open_map: Callable, html: bytes) -> None:
    page = open_map(html, reduced_motion="reduce").page
    page.evaluate("geomap.setDate('2018-03-20')")
    page.wait_for_timeout(400)
    assert page.evaluate("document.querySelector('path.flash').getAttribute('d')") == "M0 0"


def test_the_sentence_says_who_held_how_much(open_map: Callable, html: bytes) -> None:
    page = open_map(html).page
    scene = small_scene()
    held = shares(scene, "2018-03-15").sort_values("most_km2", ascending=False)
    sentence = page.inner_text("#sentence")
    assert sentence.startswith("On 15 March 2018, ")
    for _, row in held.head(3).iterrows():
        assert scene.actors.at[row.actor, "name"] in sentence
        assert f"{round(row.most)}%" in sentence
    assert "Vacated: West." in sentence
    page.evaluate("geomap.setDate('2018-01-01')")
    assert page.inner_text("#sentence").startswith("On 1 January 2018, Reds held 100% of the")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("held", [None, "aaabbcde??", "ddcba?", "ab"])
def test_page_and_captions_say_the_same_sentence(open_map: Callable, lang: str, held: str | None) -> None:
    scene = small_scene(lang=lang, show=["west", "east"]) if held is None else points_scene(held, lang=lang)
    page = open_map(render(scene)).page
    for day in ("2018-01-01", "2018-03-15", "2018-06-30"):
        page.evaluate("(day) => geomap.setDate(day)", day)
        assert page.inner_text("#sentence") == sentence(scene, day)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentence_counts_the_parties_beyond_the_third(open_map: Callable, lang: str) -> None:
    shared = [{"place_id": "land", "effective": "2018", "status": "shared", "parties": tuple("abcdef")}]
    points = points_scene("abcdef", lang=lang)
    scene = compose(
        places_frame(), records_frame(shared), points.actors, show=["land"], title="T", lang=lang,
        first="2018-01-01", last="2018-06-30", stale_after=0,
    )  # fmt: skip
    assert open_map(render(scene)).page.inner_text("#sentence") == sentence(scene, "2018-06-30")


def test_before_any_record_the_sentence_says_so(open_map: Callable) -> None:
    page = open_map(render(small_scene(first="2017-01-01", opens="2017-06-01"))).page
    assert page.inner_text("#sentence") == "On 1 June 2017, no record says who held any place shown."
