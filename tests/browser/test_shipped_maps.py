"""The maps as built, opened from disk with the network off: the page says what the rules say, on every day."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from unpacking import header_of

from geomap import schema as s
from geomap.measure import shares
from geomap.style import fill_key

pytestmark = pytest.mark.browser

NAMES = ("southern-damascus", "yarmuk", "qadam", "deir-ezzor", "syria")
N_DAYS = 60

#: What is read of a state in the page: every day and place in one go, for a trip for each is slow.
READ_STATES = """(days) => Object.fromEntries(days.map((day) => {
  geomap.setDate(day);
  return [geomap.date(), Object.fromEntries(geomap.places().map((id) => [id, geomap.state(id)]))];
}))"""

#: The fills that are drawn, and those that the legend shows, as positions in the packed fills.
READ_FILLS = """(days) => Object.fromEntries(days.map((day) => {
  geomap.setDate(day);
  const drawn = [...document.querySelectorAll("[data-place][data-fill]")];
  return [day, {
    drawn: Object.fromEntries(drawn.map((node) => [node.dataset.place, [Number(node.dataset.fill), node.getAttribute("fill")]])),
    legend: [...document.querySelectorAll(".legend-row")].map((node) => Number(node.dataset.fill)),
  }];
}))"""


#: The boxes of elements: left, top, right, bottom.
BOXES = "all => all.map((it) => it.getBoundingClientRect()).map((box) => [box.left, box.top, box.right, box.bottom])"


def fills_of(page) -> list[dict]:
    """Return the fills that the page was given, in the order in which it numbers them."""
    return header_of(page.evaluate("JSON.parse(document.getElementById('geomap-data').textContent)"))[
        "states"
    ]


@pytest.fixture(scope="module")
def states() -> Callable:
    """A function that answers ``scene.states(day)`` and works each out once."""
    known: dict = {}

    def states_on(scene, day: str) -> pd.DataFrame:
        if (scene.name, day) not in known:
            known[scene.name, day] = scene.states(day)
        return known[scene.name, day]

    return states_on


def days_of(scene, n: int = N_DAYS) -> list[str]:
    """Return ``n`` days over the range of a map: evenly, the ends, and the days around every change in spring 2018."""
    even = pd.date_range(scene.first, scene.last, periods=n - 12).normalize()
    told = pd.to_datetime([
        "2018-03-11", "2018-03-12", "2018-03-14", "2018-03-18", "2018-03-19", "2018-03-22",
        "2018-04-19", "2018-05-14", "2018-05-15", "2018-05-16", "2018-05-21", "2018-05-22",
    ])  # fmt: skip
    return [f"{day:%Y-%m-%d}" for day in sorted({*even, *told}) if scene.first <= day <= scene.last]


def expected_state(row) -> dict:
    """Return what the page must answer for a row of ``Scene.states``."""
    return {
        "status": row.status,
        "parties": list(row.parties),
        "since": None if pd.isna(row.since) else f"{row.since:%Y-%m-%d}",
        "sinceText": row.since_text,
        "sinceBy": bool(row.since_by),
        "inheritedFrom": row.inherited_from,
        "stale": bool(row.stale),
        "records": list(row.record_ids),
        "dissent": list(row.dissent_ids),
        "claimed": list(row.claimed_ids),
        "conditions": sorted(([name, list(parties)] for name, parties in row.conditions)),
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_page_says_of_every_place_what_the_rules_say(
    built, states: Callable, open_map: Callable, name: str
) -> None:
    """``open_map`` fails the test for any request, console message or breach of the policy."""
    scene = built.scenes[name]
    days = days_of(scene)
    assert len(days) >= N_DAYS - 12
    told = open_map(built.maps / f"{name}.html").page.evaluate(READ_STATES, days)
    assert list(told) == days
    for day in days:
        expected_states = states(scene, day)
        assert set(told[day]) == set(expected_states.index)
        for row in expected_states.itertuples():
            shown = told[day][row.Index]
            shown["conditions"] = sorted([each["condition"], each["parties"]] for each in shown["conditions"])
            expected = expected_state(row)
            assert {key: shown[key] for key in expected} == expected, (day, row.Index)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_gives_every_record_its_verdict(built, open_map: Callable, name: str) -> None:
    from geomap.control import verdicts

    scene = built.scenes[name]
    days = ["2018-05-16"]
    told = open_map(built.maps / f"{name}.html").page.evaluate(READ_STATES, days)
    for day in days:
        for place in scene.places.index:
            judged = verdicts(scene.records, scene.tree, place, day, known_on=scene.known_on)
            expected = {row.Index: f"{row.verdict} {row.by}".strip() for row in judged.itertuples()}
            assert told[day][place]["verdicts"] == expected, (day, place)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_drawn_is_what_the_state_is_and_what_the_legend_shows(
    built, states: Callable, open_map: Callable, name: str
) -> None:
    scene = built.scenes[name]
    opened = open_map(built.maps / f"{name}.html")
    fills = fills_of(opened.page)
    keys = [fill_key(fill["status"], fill["parties"]) for fill in fills]
    days = days_of(scene)[::3]
    told = opened.page.evaluate(READ_FILLS, days)
    for day in days:
        shown = states(scene, day)
        expected = {
            row.Index: fill_key(row.status, row.parties) for row in shown[shown["drawn"]].itertuples()
        }
        drawn = told[day]["drawn"]
        assert {place: keys[at] for place, (at, _) in drawn.items()} == expected, day
        assert all(paint == f"url(#fill-{at})" for at, paint in drawn.values())
        legend = [keys[at] for at in told[day]["legend"]]
        assert len(legend) == len(set(legend))
        assert set(legend) == set(expected.values()), day
        parties = [row.parties for row in scene.legend(day) if row.kind == "state"]
        assert [sorted(fills[at]["parties"]) for at in told[day]["legend"]] == [
            sorted(each) for each in parties
        ]
    for at, fill in enumerate(fills):
        colors = opened.page.eval_on_selector_all(
            f"#fill-{at} path", "nodes => nodes.map((node) => node.getAttribute('fill'))"
        )
        assert set(fill["colors"]) <= set(colors), fill
        expected = scene.fill(fill["status"], tuple(fill["parties"]))
        assert (fill["kind"], tuple(fill["colors"]), fill["pattern"]) == (
            expected.kind,
            expected.colors,
            expected.pattern,
        )


@pytest.mark.parametrize(
    ("name", "day"),
    [("syria", "2018-03-22"), ("southern-damascus", "2018-05-16"), ("southern-damascus", "2018-03-22")],
)
def test_the_areas_of_the_legend_are_those_of_shares(built, open_map: Callable, name: str, day: str) -> None:
    """On 2018-05-16 a source dates the fall of Hajar al-Aswad later: that is no other holder, and it counts as sure."""
    scene = built.scenes[name]
    page = open_map(built.maps / f"{name}.html", f"#date={day}").page
    rows = page.eval_on_selector_all(
        ".legend-row",
        "nodes => nodes.map((n) => [Number(n.dataset.fill), n.querySelector('.legend-share span')?.textContent ?? ''])",
    )
    fills = fills_of(page)
    expected = shares(scene, day).set_index(s.ACTOR)
    found = 0
    for at, text in rows:
        if fills[at]["status"] != "control":
            continue
        row = expected.loc[fills[at]["parties"][0]]
        digits = 1 if row["most_km2"] < 100 else 0
        least, most = (f"{row[column]:,.{digits}f}" for column in ("least_km2", "most_km2"))
        assert text == (f"{least} km²" if least == most else f"{least}–{most} km²"), fills[at]
        found += 1
    assert found >= 1


@pytest.mark.parametrize("name", NAMES)
def test_every_built_map_opens_on_its_day_with_its_names_and_sources(
    built, open_map: Callable, name: str
) -> None:
    scene = built.scenes[name]
    page = open_map(built.maps / f"{name}.html").page
    assert page.title() == scene.title
    assert page.text_content("#title") == scene.title
    assert page.text_content("#date") == "22 March 2018"
    assert page.evaluate("geomap.date()") == "2018-03-22"
    assert page.evaluate("geomap.places()") == list(scene.places.index)
    assert page.text_content("#data-to") == f"Data to {scene.data_to.day} {scene.data_to:%B %Y}"
    about = page.text_content("#about")
    for source, licence in scene.boundary_sources():
        assert source in about
        assert licence in about or source not in set(scene.places["source"])
    for note in scene.notes:
        assert note in about
    for source in scene.sources()["source"]:
        assert source in about


def fill_of(page, place: str) -> str:
    """Return the status and parties of what is painted on a place."""
    at = int(page.get_attribute(f"[data-place={place}]", "data-fill"))
    assert page.get_attribute(f"[data-place={place}]", "fill") == f"url(#fill-{at})"
    fill = fills_of(page)[at]
    return fill_key(fill["status"], fill["parties"])


QADAM = [
    ("2018-03-12", "vacated"),
    ("2018-03-11", "control:opposition"),
    ("2018-03-15", "vacated"),
    ("2018-03-22", "control:is"),
]


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
@pytest.mark.parametrize("name", ["deir-ezzor", "syria"])
def test_no_text_covers_the_symbol_of_a_place(
    built, open_map: Callable, name: str, width: int, height: int, lang: str
) -> None:
    scene = built.scenes[name]
    points = scene.places.index[scene.places["is_point"]].tolist()
    page = open_map(built.maps / f"{name}.html", f"#lang={lang}", width=width, height=height).page
    page.wait_for_selector(".label", state="attached")
    texts = page.eval_on_selector_all(".labels text", BOXES)
    assert len(points) >= 3
    for point in points:
        [(left, top, right, bottom)] = page.eval_on_selector_all(f"path[data-place={point}]", BOXES)
        middle = ((left + right) / 2, (top + bottom) / 2)
        covering = [
            box
            for box in texts
            if box[0] < middle[0] + 6
            and middle[0] - 6 < box[2]
            and box[1] + 3 < middle[1] + 6
            and middle[1] - 6 < box[3] - 3
        ]
        assert covering == [], point


def test_the_name_of_a_symbol_stands_rather_not_on_the_ground_of_another_place(
    built, open_map: Callable
) -> None:
    page = open_map(built.maps / "deir-ezzor.html", width=390, height=844).page
    page.wait_for_selector(".label", state="attached")
    below = page.evaluate("""() => {
      const name = [...document.querySelectorAll(".label text")].find((text) => text.textContent === "Deir Ezzor city");
      const { left, right, top, bottom } = name.getBoundingClientRect();
      return document.elementFromPoint((left + right) / 2, (top + bottom) / 2).dataset.place;
    }""")
    assert below == "deir_ezzor_west"


@pytest.mark.parametrize("name", ["southern-damascus", "qadam"])
def test_dragging_the_date_takes_qadam_from_the_opposition_to_nobody_to_is(
    built, open_map: Callable, name: str
) -> None:
    page = open_map(built.maps / f"{name}.html", "#place=qadam").page
    slider = page.locator("#time input[type=range]")
    for day, expected in QADAM:
        drag_to(page, slider, day)
        assert page.evaluate("geomap.date()") == day
        assert fill_of(page, "qadam") == expected
        assert page.text_content("#date") == f"{int(day[-2:])} March 2018"


def drag_to(page, slider, day: str) -> None:
    """Drag the knob of the slider to a day as near as the mouse can, and step the rest by keyboard."""
    box = slider.bounding_box()
    low, high, now = (int(slider.evaluate(f"(node) => node.{name}")) for name in ("min", "max", "value"))
    wanted = (pd.Timestamp(day) - pd.Timestamp("1970-01-01")).days

    def x_of(value: int) -> float:
        knob = 20
        return box["x"] + knob / 2 + (box["width"] - knob) * (value - low) / (high - low)

    middle = box["y"] + box["height"] / 2
    page.mouse.move(x_of(now), middle)
    page.mouse.down()
    page.mouse.move(x_of(wanted), middle, steps=4)
    page.mouse.up()
    dragged = int(slider.input_value())
    assert abs(dragged - wanted) < 40  # a pixel is about four days
    for _ in range(abs(dragged - wanted)):
        page.keyboard.press("ArrowRight" if dragged < wanted else "ArrowLeft")


def test_the_arrow_keys_step_day_by_day_through_the_week(built, open_map: Callable) -> None:
    page = open_map(built.maps / "southern-damascus.html", "#date=2018-03-11").page
    seen = [fill_of(page, "qadam")]
    for _ in range(11):
        page.keyboard.press("ArrowRight")
        seen.append(fill_of(page, "qadam"))
    assert page.evaluate("geomap.date()") == "2018-03-22"
    assert seen == ["control:opposition"] + ["vacated"] * 7 + ["control:is"] * 4


def test_the_panel_answers_why_qadam_has_this_colour(built, open_map: Callable) -> None:
    scene = built.scenes["southern-damascus"]
    page = open_map(built.maps / "southern-damascus.html", "#date=2018-03-15").page
    page.evaluate("geomap.select('qadam')")
    panel = page.text_content("#panel")
    for said in (
        "Qadam",
        "القدم",
        "Vacated",
        "since 12–13 March 2018",
        "Press reporting (a)",
        "claimed only",
        "not yet begun",
    ):
        assert said in panel
    own = scene.records[scene.records[s.PLACE_ID] == "qadam"]
    for note in own[s.NOTE]:
        assert note in panel
    assert page.locator("#panel .record").count() == len(own)


def test_the_gallery_opens_every_map(built, open_page: Callable) -> None:
    page = open_page(built.maps / "index.html").page
    links = page.eval_on_selector_all("a", "nodes => nodes.map((node) => node.href)")
    assert {link.rsplit("/", 1)[1] for link in links} >= {f"{name}.html" for name in NAMES}
    pictures = page.locator("img")
    assert pictures.count() == len(NAMES)
    for at in range(len(NAMES)):
        pictures.nth(at).scroll_into_view_if_needed()
        page.wait_for_function(
            "(node) => node.complete && node.naturalWidth > 0", arg=pictures.nth(at).element_handle()
        )
    assert page.locator("script").count() == 0


HOSTILE = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>{{7*7}}{% 5{# x #}${1}\"'\u202eabc"


def test_hostile_tables_built_from_files_open_quietly(
    squares, geomap: Callable, open_page: Callable, open_map: Callable
) -> None:
    """From the CSV to the page: text in every column is text there, in the map and in the gallery."""
    squares.poison(HOSTILE)
    squares.write()
    assert geomap("build", cwd=squares.root).exit_code == 0
    page = open_map(squares.maps / "west-map.html", "#place=west&date=2018-03-10").page
    assert page.evaluate("window.hacked") is None
    assert page.text_content("#title") == HOSTILE
    assert f"{HOSTILE} west" in page.text_content("#panel")
    assert page.locator("img").count() == 0
    gallery = open_page(squares.maps / "index.html").page
    assert gallery.evaluate("window.hacked") is None
    assert HOSTILE in gallery.text_content("body")
