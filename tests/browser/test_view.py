"""What keeps a view calm and true: the map stays where it is, names stay within their borders, the address says all."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
import shapely
from scenes import actors_frame, places_frame, records_frame, small_page, small_scene

from geomap.render.html import render
from geomap.scene import ContextLayer, compose

NAMES = """() => [...document.querySelectorAll(".labels .label")].flatMap((group) => [...group.querySelectorAll(".label-name")].map((text) => {
  const { left, right, top, bottom } = text.getBoundingClientRect();
  return { name: group.textContent, left, right, top, bottom }; }))"""
GROUND = """(id) => { const { left, right, top, bottom } = document.querySelector(`[data-place="${id}"]`).getBoundingClientRect();
  return { left, right, top, bottom }; }"""


@pytest.fixture(scope="module")
def html() -> bytes:
    """The map of four squares."""
    return small_page()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (900, 700), (390, 844)])
@pytest.mark.parametrize("lang", ["en", "ar", "fr"])
def test_the_map_stays_where_it_is_as_the_days_go_by(
    open_map: Callable, lang: str, width: int, height: int
) -> None:
    opened = open_map(small_page(lang), width=width, height=height)
    page = opened.page
    box = "(() => { const { top, height } = document.querySelector('#map').getBoundingClientRect(); return [top, height]; })()"
    days = [f"2018-{month:02d}-{day:02d}" for month in range(1, 7) for day in (2, 11, 21)]
    for day in days:
        page.evaluate("(day) => geomap.setDate(day)", day)
        page.wait_for_timeout(20)
    rest = page.evaluate(box)
    for day in days:
        page.evaluate("(day) => geomap.setDate(day)", day)
        assert page.evaluate(box) == rest, day


@pytest.mark.parametrize("zoom", [9, 9.5, 10, 10.5, 11, 12])
def test_no_name_lies_over_the_border_it_names(open_map: Callable, zoom: float) -> None:
    rows = [
        ("land", "Land", "", "governorate", "", shapely.box(36.0, 33.0, 36.4, 33.4)),
        ("flat", "Flat and long", "", "district", "land", shapely.box(36.0, 33.0, 36.4, 33.03)),
        ("thin", "Thin and tall one", "", "district", "land", shapely.box(36.0, 33.03, 36.06, 33.4)),
        ("wide", "Wide", "", "district", "land", shapely.box(36.06, 33.03, 36.4, 33.4)),
    ]
    records = [
        {"place_id": name, "effective": "2018", "parties": ("red",)} for name in ("flat", "thin", "wide")
    ]
    scene = compose(
        places_frame(rows), records_frame(records), actors_frame(), show=["land"], title="Narrow",
        first="2018-01-01", last="2018-06-30", stale_after=0,
    )  # fmt: skip
    page = open_map(render(scene), f"#view=33.2,36.2,{zoom}").page
    names = page.evaluate(NAMES)
    assert names
    for place, name in [("flat", "Flat"), ("thin", "Thin"), ("wide", "Wide")]:
        ground = page.evaluate(GROUND, place)
        for label in [each for each in names if each["name"].startswith(name)]:
            assert label["left"] >= ground["left"] - 1, name
            assert label["right"] <= ground["right"] + 1, name
            middle = (label["top"] + label["bottom"]) / 2
            assert ground["top"] + 3 <= middle <= ground["bottom"] - 3, name


@pytest.mark.parametrize("width", [1280, 390])
def test_names_and_marks_never_meet_at_any_zoom(open_map: Callable, html: bytes, width: int) -> None:
    page = open_map(html, width=width, height=800).page
    for zoom in (8, 9, 10, 10.5, 11, 12, 13):
        page.evaluate("(zoom) => { location.hash = `#view=33.2,36.2,${zoom}`; }", zoom)
        page.wait_for_timeout(80)
        boxes = page.eval_on_selector_all(
            ".labels .label > text, .labels .context-label > text, .labels .badge",
            "all => all.map((it) => it.getBoundingClientRect()).map(({ x, y, width, height }) => [x, y, x + width, y + height])",
        )
        # A line's box is higher than its letters.
        shrunk = [(x0 + 1, y0 + 3, x1 - 1, y1 - 3) for x0, y0, x1, y1 in boxes]
        meeting = [
            (a, b)
            for at, a in enumerate(shrunk)
            for b in shrunk[at + 1 :]
            if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
        ]
        assert meeting == [], zoom


@pytest.fixture(scope="module")
def surrounded() -> bytes:
    """The squares with a small piece of land around them, and a town within it and one beyond."""
    import geopandas as gpd

    def layer(kind: str, rows: list[tuple]) -> ContextLayer:
        frame = gpd.GeoDataFrame(rows, columns=["name", "geometry"], crs="EPSG:4326")
        return ContextLayer(
            kind, frame.assign(name_ar="", name_fr="", source="Drawn", licence="CC0", rank=1.0)
        )

    land = layer("neighbours", [("Around", shapely.box(35.8, 32.8, 36.6, 33.6))])
    towns = layer("towns", [("Near", shapely.Point(36.2, 33.5)), ("Far", shapely.Point(36.75, 33.2)), ("Inner", shapely.Point(36.35, 33.15))])  # fmt: skip
    return render(small_scene(context=[land, towns]))


def test_beyond_its_background_the_map_is_paper(open_map: Callable, surrounded: bytes) -> None:
    page = open_map(surrounded, "#view=33.2,36.2,9").page
    said = page.eval_on_selector_all(".context-label text", "all => all.map((it) => it.textContent)")
    assert "Near" in said
    assert "Far" not in said
    inside = page.evaluate(
        """() => { const path = document.querySelector(".context-beyond"); const box = document.querySelector(".folium-map").getBoundingClientRect();
          const paper = (x, y) => path.isPointInFill(new DOMPoint(x, y).matrixTransform(path.getScreenCTM().inverse()));
          return [paper(box.left + box.width / 2, box.top + box.height / 2), paper(box.left + 8, box.top + box.height / 2)]; }"""
    )
    assert inside == [False, True]


def test_a_town_on_held_ground_can_be_read(open_map: Callable, surrounded: bytes) -> None:
    page = open_map(surrounded, "#view=33.2,36.2,11.5").page
    assert page.locator(".context-label.on-ground").count() == 1
    colors = page.evaluate(
        "['.on-ground text', '.label-name'].map((name) => getComputedStyle(document.querySelector(name)).fill)"
    )
    assert colors[0] == colors[1]


def test_the_address_restores_all_that_was_chosen(open_map: Callable, html: bytes) -> None:
    fragment = (
        "#date=2018-03-22&place=west&mode=swipe&compare=2018-02-03&known=2018-03-25&party=gold"
        "&hide=presence&level=district&lang=ar&digits=arab&theme=dark&view=33.1000,36.1000,10.5"
    )
    opened = open_map(html, fragment)
    page = opened.page
    wanted = parse_qs(fragment[1:])
    found = parse_qs(page.evaluate("location.hash.slice(1)"))
    # A view lies on whole pixels.
    views = [[float(part) for part in each.pop("view")[0].split(",")] for each in (wanted, found)]
    assert views[1] == pytest.approx(views[0], abs=0.001)
    assert found == wanted
    again = open_map(html, page.evaluate("location.hash")).page
    assert again.evaluate("[geomap.date(), document.documentElement.lang, document.documentElement.dataset.theme]") == [
        "2018-03-22", "ar", "dark",
    ]  # fmt: skip
    assert again.evaluate("location.hash") == page.evaluate("location.hash")
    assert "٢٠١٨" in again.inner_text("#date")
    assert again.locator(".divider").is_visible()
    assert again.inner_text("#known")
    assert again.inner_text("#panel-name bdi")
    assert again.locator(".legend-pick[aria-pressed=true]").count() == 1
    assert again.evaluate(NAMES) == page.evaluate(NAMES)


def test_the_map_is_the_main_landmark(open_map: Callable, html: bytes) -> None:
    page = open_map(html).page
    assert page.get_by_role("main").count() == 1
