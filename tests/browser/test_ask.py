"""Asking the map: places by any of their names, one party in full, what is drawn and down to which level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import shapely
from scenes import actors_frame, places_frame, records_frame, small_page, small_scene
from unpacking import unpack

from geomap.boundaries import read_places
from geomap.folding import fold
from geomap.names import index_names
from geomap.render.bundle import bundle
from geomap.render.html import modules, render
from geomap.render.payload import pack
from geomap.scene import Scene, compose

DATA = Path(__file__).parents[2] / "data" / "boundaries"
WORKSHOP = """
import { foldName } from "./ask/folding.js";
export const keys = (names) => names.map((name) => foldName(name).key);
"""

#: A governorate of two districts: the north of one is two neighbourhoods, and the other has no record of its own.
NESTED = [
    ("land", "Rif", "ريف", "governorate", "", shapely.box(36.0, 33.0, 36.4, 33.4)),
    ("west", "Ar-Raqqa", "الرَّقّة", "district", "land", shapely.box(36.0, 33.0, 36.2, 33.4)),
    ("east", "Deir ez-Zor", "دير الزور", "district", "land", shapely.box(36.2, 33.0, 36.4, 33.4)),
    ("yarmuk", "Yarmuk", "اليرموك", "neighbourhood", "west", shapely.box(36.0, 33.2, 36.1, 33.4)),
    ("hajar", "Hajar al-Aswad", "الحجر الأسود", "neighbourhood", "west", shapely.box(36.1, 33.2, 36.2, 33.4)),
    ("tell", "Tell Rifaat", "تل رفعت", "town", "east", shapely.Point(36.3, 33.3)),
]
ALIASES = {"yarmuk": ("Camp of the Yarmouk", "مخيم اليرموك"), "east": ("Deir al-Zour",)}
SAID = [
    {"place_id": "land", "effective": "2018-01-01", "parties": ("red",)},
    {"place_id": "west", "effective": "2018-01-01", "parties": ("blue",)},
    {"place_id": "yarmuk", "effective": "2018-01-01", "parties": ("gold",)},
    {"place_id": "hajar", "effective": "2018-01-01", "status": "contested", "parties": ("blue", "gold")},
    {"place_id": "yarmuk", "effective": "2018-01-01", "status": "besieged", "parties": ("red",)},
    {"place_id": "hajar", "effective": "2018-01-01", "status": "presence", "parties": ("gold",)},
]
LARGE_SIDE = 21


def scene_of(rows: list[tuple], records: list[dict], aliases: dict[str, tuple[str, ...]]) -> Scene:
    """Return a map of places with other names."""
    places = places_frame(rows)
    places["aliases"] = [aliases.get(place, ()) for place in places.index]
    places["name_fr"] = ["Camp de Yarmouk" if place == "yarmuk" else "" for place in places.index]
    given = {"title": "Nested", "first": "2018-01-01", "last": "2018-06-30", "opens": "2018-03-15"}
    return compose(places, records_frame(records), actors_frame(), show=["land"], stale_after=0, **given)


@cache
def nested() -> bytes:
    """Return a map of three levels."""
    return render(scene_of(NESTED, SAID, ALIASES))


@cache
def large() -> bytes:
    """Return a map of more places than are drawn as paths: squares in four districts."""
    step = 0.42 / LARGE_SIDE
    rows = [("land", "Land", "", "governorate", "", shapely.box(36, 33, 36.42, 33.42))]
    sides = ("sw", "se", "nw", "ne")
    middle = [round(LARGE_SIDE / 2) * step + low for low in (36, 33)]
    edges = [[36, middle[0], 36.42], [33, middle[1], 33.42]]
    for at, side in enumerate(sides):
        x, y = at % 2, at // 2
        box = shapely.box(edges[0][x], edges[1][y], edges[0][x + 1], edges[1][y + 1])
        rows.append((side, side.upper(), "", "district", "land", box))
    for n in range(LARGE_SIDE**2):
        x, y = 36 + step * (n % LARGE_SIDE), 33 + step * (n // LARGE_SIDE)
        side = sides[(x + step / 2 > middle[0]) + 2 * (y + step / 2 > middle[1])]
        rows.append(
            (f"q{n:03}", f"Quarter {n}", "", "neighbourhood", side, shapely.box(x, y, x + step, y + step))
        )
    records = [
        {"place_id": "land", "effective": "2018-01-01", "parties": ("red",)},
        {"place_id": "q000", "effective": "2018-01-01", "parties": ("gold",)},
        {"place_id": "ne", "effective": "2018-01-01", "parties": ("blue",)},
    ]
    return render(scene_of(rows, records, {}))


def found(page) -> list[str]:
    """Return the ids of the places that are offered."""
    return page.eval_on_selector_all(".found-place", "nodes => nodes.map((node) => node.dataset.found)")


def drawn(page) -> dict[str, str]:
    """Return the fill of each place that shows one, as its path has it."""
    return page.eval_on_selector_all(
        "[data-place][data-fill]",
        "nodes => Object.fromEntries(nodes.map((node) => [node.dataset.place, node.getAttribute('fill')]))",
    )


def legend(page) -> list[int]:
    """Return the fills of the legend."""
    return page.eval_on_selector_all(".legend-row", "nodes => nodes.map((node) => Number(node.dataset.fill))")


# The search.


def test_the_page_folds_alike_what_the_rules_fold_alike(browser) -> None:
    places = read_places(DATA)
    names = sorted(
        {name for name, _ in index_names(places).spellings}
        | {name for _, name in index_names(places).spellings}
    )
    names += [
        "Zone 1-2",
        "Zone 12",
        "ال لحام",
        "لحام",
        "al-Bab",
        "Bāb",
        "Qal‘at",
        "Qalat",
        "Straße",
        "Strasse",
    ]
    page = browser.new_page()
    source = bundle({**modules(), "workshop.js": WORKSHOP}, "workshop.js", returns="workshop")
    page.set_content(f"<script>{source};window.workshop = workshop;</script>")
    keys = page.evaluate("(names) => workshop.keys(names)", names)
    page.close()
    alike = defaultdict(set)
    for name, key in zip(names, keys, strict=True):
        alike[fold(name)].add(key)
    assert len(names) > 100
    assert {name: keys for name, keys in alike.items() if len(keys) > 1} == {}
    assert len({key for keys in alike.values() for key in keys}) > 0.8 * len(alike)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("raqqa", "west"), ("Al Raqa", "west"), ("er-raqqah"[:8], "west"), ("الرقة", "west"), ("رقه", "west"),
        ("YARMŪK", "yarmuk"), ("camp de yarmouk", "yarmuk"), ("مخيم", "yarmuk"), ("yarmouk", "yarmuk"),
        ("aswad", "hajar"), ("hajar aswad", "hajar"), ("الاسود", "hajar"), ("deir zor", "east"), ("zour", "east"),
        ("tel rif", "tell"), ("rif", "land"),
    ],
)  # fmt: skip
def test_a_place_is_found_by_any_of_its_names(open_map: Callable, text: str, first: str) -> None:
    page = open_map(nested()).page
    page.locator("#find").fill(text)
    assert found(page)[:1] == [first]
    assert page.evaluate("(text) => geomap.find(text)", text)[0] == first


def test_exact_names_come_first_then_the_coarser_place(open_map: Callable) -> None:
    page = open_map(nested()).page
    assert page.evaluate("geomap.find('rif')") == ["land", "tell"]
    assert page.evaluate("['', ' ', 'al-', '***', 'nowhere'].map((text) => geomap.find(text).length)") == [
        0, 0, 0, 0, 0,
    ]  # fmt: skip
    assert len(open_map(large()).page.evaluate("geomap.find('quarter 1')")) == 8


def test_the_search_is_a_combobox_for_the_keyboard(open_map: Callable) -> None:
    page = open_map(nested()).page
    page.keyboard.press("/")
    box = page.locator("#find")
    assert box.evaluate("node => node === document.activeElement")
    page.keyboard.type("r")
    assert box.get_attribute("aria-expanded") == "true"
    ids = found(page)
    active = lambda: page.evaluate(  # noqa: E731
        "document.getElementById(document.querySelector('#find').getAttribute('aria-activedescendant'))?.dataset.found"
    )
    assert active() == ids[0]
    page.keyboard.press("ArrowDown")
    assert active() == ids[1]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert active() == ids[-1]
    assert page.locator('.found-place[aria-selected="true"]').count() == 1
    assert page.evaluate("geomap.date()") == "2018-03-15"
    page.keyboard.press("Escape")
    assert (box.get_attribute("aria-expanded"), box.input_value()) == ("false", "r")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("#panel-name").inner_text().startswith("Rif")
    assert box.input_value() == ""


def test_the_answer_names_state_level_and_the_name_that_was_meant(open_map: Callable) -> None:
    page = open_map(nested()).page
    page.locator("#find").fill("camp of")
    assert page.inner_text(".found-place").split("\n")[-1] == "neighbourhood in Ar-Raqqa"
    assert page.inner_text(".found-as") == "Camp of the Yarmouk"
    gold = page.locator('.legend-row:has-text("Golds")').first.get_attribute("data-fill")
    assert page.locator(".found-place rect").get_attribute("fill") == f"url(#fill-{gold})"
    page.locator("#find").fill("nowhere at all")
    assert page.locator(".found.none").is_visible()


def test_what_is_found_comes_into_view(open_map: Callable) -> None:
    opened = open_map(nested(), "#view=33.05,36.35,12", reduced_motion="reduce")
    page = opened.page
    page.locator("#find").fill("yarmuk")
    page.locator(".found-place").first.click()
    assert "place=yarmuk" in page.evaluate("location.hash")
    box = page.locator('[data-place="yarmuk"]').bounding_box()
    frame = page.locator("#map").bounding_box()
    assert frame["x"] <= box["x"]
    assert box["x"] + box["width"] <= frame["x"] + frame["width"]
    assert box["width"] > 100


def test_on_a_narrow_screen_a_button_opens_the_search(open_map: Callable) -> None:
    page = open_map(nested(), width=390, height=844, has_touch=True).page
    page.locator("#tool-search").click()
    page.keyboard.type("hajar")
    page.locator(".found-place").first.click()
    assert page.locator(".panel .state").is_visible()
    assert not open_map(nested()).page.locator("#tool-search").is_visible()


def test_aliases_are_packed_only_where_there_are_any() -> None:
    texts = unpack(pack(scene_of(NESTED, SAID, ALIASES))).texts
    assert "Camp of the Yarmouk;مخيم اليرموك" in texts
    names = [name for name, *_ in unpack(pack(small_scene())).header["columns"]]
    assert "tree.name_fr" in names
    assert "tree.aliases" not in names


# One party in full.


def test_a_row_of_the_legend_shows_its_party_in_full(open_map: Callable) -> None:
    opened = open_map(nested())
    page = opened.page
    before = drawn(page)
    row = page.locator(".legend-pick", has_text="Golds")
    row.click()
    assert row.get_attribute("aria-pressed") == "true"
    assert "party=gold" in page.evaluate("location.hash")
    dim = page.eval_on_selector_all(".dim[data-place]", "nodes => nodes.map((node) => node.dataset.place)")
    assert sorted(dim) == ["land", "tell", "west"]
    assert all(("-dim" in fill) == (place in dim) for place, fill in drawn(page).items())
    assert page.inner_text(".only span") == "Only \u2068Golds\u2069 is shown in full."
    page.evaluate("geomap.setDate('2018-03-16')")
    page.locator(".show-all").click()
    assert drawn(page) == before
    assert not page.locator(".only").is_visible()
    assert "party" not in page.evaluate("location.hash")


def test_the_address_restores_party_and_what_is_hidden(open_map: Callable) -> None:
    page = open_map(nested(), "#party=blue&hide=besieged,nonsense").page
    assert page.locator(".legend-pick", has_text="Blues").get_attribute("aria-pressed") == "true"
    assert page.locator('[data-place="yarmuk"].dim').count() == 1
    assert page.locator(".siege-line").count() == 0
    assert page.locator("path.presence").count() == 1
    assert open_map(nested(), "#party=nobody").page.locator(".dim").count() == 0


def test_what_is_hidden_is_nowhere_on_the_map(open_map: Callable) -> None:
    page = open_map(nested()).page
    signs = ("path.presence", ".siege-line", ".badge-presence", ".badge-besieged")
    assert all(page.locator(f"#map {sign}").count() for sign in signs)
    page.locator("#tool-layers").click()
    page.get_by_label("Presence").uncheck()
    assert [page.locator(f"#map {sign}").count() for sign in signs] == [0, 1, 0, 1]
    assert page.evaluate("document.activeElement.type") == "checkbox"
    assert page.locator(".legend .badge-presence").count() == 0
    page.get_by_label("Sieges").uncheck()
    assert sum(page.locator(f"{sign}").count() for sign in signs) == 0
    assert "hide=presence,besieged" in page.evaluate("location.hash")
    for name in ("Presence", "Sieges"):
        page.get_by_label(name).check()
    assert "hide" not in page.evaluate("location.hash")
    assert all(page.locator(f"#map {sign}").count() for sign in signs)


# Levels.


def test_at_a_level_each_place_shows_its_own_state_on_its_whole_outline(open_map: Callable) -> None:
    page = open_map(nested()).page
    page.locator("#tool-layers").click()
    choice = page.get_by_label("Level of detail")
    assert choice.locator("option").all_inner_texts() == ["Governorates", "Districts", "Finest places"]
    before = page.evaluate(LOOKS)
    fine = page.locator('[data-place="yarmuk"]').bounding_box()
    choice.select_option("district")
    assert sorted(drawn(page)) == ["east", "west"]
    wide = page.locator('[data-place="west"]').bounding_box()
    assert wide["width"] == pytest.approx(2 * fine["width"], rel=0.02)
    states = [page.evaluate("(id) => geomap.state(id).parties[0]", place) for place in ("west", "east")]
    assert states == ["blue", "red"]
    assert len(legend(page)) == 2
    assert page.locator(".siege-line").count() == 0
    assert "Yarmuk" not in page.locator("#map svg.labels").text_content()
    rows = page.locator("#day-table tbody th").all_text_contents()
    assert rows == ["Deir ez-Zor", "Rif", "Ar-Raqqa"]
    assert "the finest places" in page.inner_text(".legend .note")
    choice.select_option("governorate")
    assert list(drawn(page)) == ["land"]
    choice.select_option("")
    assert page.evaluate(LOOKS) == before


#: Everything that a level changes.
LOOKS = """[...document.querySelectorAll("#map [data-place]")].map((node) => ["d", "fill", "class", "aria-label", "data-fill"].map((name) => node.getAttribute(name))).concat(
  [...document.querySelectorAll("#map .label, .legend, .day-table tbody")].map((node) => node.textContent))"""


def test_level_and_place_agree_in_the_address(open_map: Callable) -> None:
    page = open_map(nested(), "#level=district&place=hajar").page
    assert page.locator("#panel-name").count() == 0
    assert sorted(drawn(page)) == ["east", "west"]
    page.locator("#find").fill("hajar")
    page.locator("#find").press("Enter")
    assert page.inner_text("#panel-name").startswith("Hajar")
    assert "level" not in page.evaluate("location.hash")
    assert sorted(drawn(page)) == ["hajar", "land", "tell", "west", "yarmuk"]
    assert len(drawn(open_map(nested(), "#level=village").page)) == 5


def test_a_map_of_one_level_offers_none(open_map: Callable) -> None:
    rows = [row for row in NESTED if row[0] in ("yarmuk", "hajar")]
    rows = [(*row[:4], "", row[5]) for row in rows]
    records = [said for said in SAID if said["place_id"] == "yarmuk"]
    places = places_frame(rows)
    days = {"first": "2018-01-01", "last": "2018-06-30"}
    scene = compose(
        places, records_frame(records), actors_frame(), show=["yarmuk", "hajar"], title="Two", **days
    )
    page = open_map(render(scene), "#level=neighbourhood").page
    page.locator("#tool-layers").click()
    assert page.get_by_label("Level of detail").count() == 0
    assert page.evaluate("location.hash").count("level") == 0


def test_the_day_moves_at_a_level_as_it_does_without(open_map: Callable) -> None:
    page = open_map(small_page(), "#level=governorate&date=2018-03-01").page
    at_level = legend(page)
    page.evaluate("geomap.setDate('2018-06-01')")
    page.evaluate("geomap.setDate('2018-03-01')")
    assert legend(page) == at_level
    page.evaluate("location.hash = '#date=2018-03-01'")
    page.wait_for_selector('[data-place="west"][data-fill]', state="attached")
    assert legend(page) == legend(open_map(small_page(), "#date=2018-03-01").page)


# The same on a map of more places than are drawn as paths.

#: The colour of the raster in the middle of the view.
CENTRE = """(() => {
  const canvas = document.querySelector(".leaflet-ground-pane canvas");
  const [map, box] = ["#map", ".leaflet-ground-pane canvas"].map((part) => document.querySelector(part).getBoundingClientRect());
  const ratio = canvas.width / box.width;
  const at = [map.x + map.width / 2 - box.x, map.y + map.height / 2 - box.y].map((value) => Math.round(value * ratio) + 4);
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  pen.drawImage(canvas, ...at, 1, 1, 0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
})()"""


def near(one: list[int], other: tuple[int, ...]) -> bool:
    """Return whether two colours are as good as one."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < 25


RED, GOLD, LAND = (169, 51, 47), (236, 201, 75), (241, 239, 233)


def test_a_raster_dims_and_changes_level_and_comes_back(open_map: Callable) -> None:
    opened = open_map(large(), "#view=33.01,36.01,14")
    page = opened.page
    assert page.locator("[data-place]").count() == 0
    assert near(page.evaluate(CENTRE), GOLD)
    page.locator(".legend-pick", has_text="Reds").click()
    pale = tuple(round(land + 0.18 * (gold - land)) for gold, land in zip(GOLD, LAND, strict=True))
    assert near(page.evaluate(CENTRE), pale)
    page.locator(".legend-pick", has_text="Golds").click()
    assert near(page.evaluate(CENTRE), GOLD)
    page.locator(".show-all").click()
    page.locator("#tool-layers").click()
    page.get_by_label("Level of detail").select_option("district")
    assert near(page.evaluate(CENTRE), RED)
    assert page.locator("#day-table tbody tr").count() == 5
    page.keyboard.press("Escape")
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    opened.wait("location.hash.includes('place=sw')")
    page.evaluate("location.hash = '#view=33.01,36.01,14'")
    opened.wait("!location.hash.includes('level')")
    assert near(page.evaluate(CENTRE), GOLD)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    opened.wait("location.hash.includes('place=q000')")


def test_enter_on_a_raster_opens_the_search(open_map: Callable) -> None:
    page = open_map(large(), "#level=district&party=blue").page
    assert page.locator(".legend-pick[aria-pressed='true']").inner_text().startswith("Blues")
    page.locator(".folium-map").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("quarter 220")
    page.keyboard.press("Enter")
    assert page.inner_text("#panel-name") == "Quarter 220"
