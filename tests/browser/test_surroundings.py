"""Land and water fill the window: no window, however wide, high or far zoomed out, shows a line where they end."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import geopandas as gpd
import numpy as np
import pytest
import shapely
from PIL import Image
from scenes import small_scene

from geomap.render.html import render
from geomap.scene import ContextLayer

pytestmark = pytest.mark.browser

WINDOWS = [(390, 844), (1280, 800), (1920, 1080), (2560, 1440)]
#: From one pixel to the next no channel changes by more than this where nothing is drawn but a fade.
SOFT = 6
LEAFLET = "window[document.querySelector('.folium-map').id]"
ZOOM_OUT = f"() => {{ const map = {LEAFLET}; map.setZoom(map.getMinZoom(), {{ animate: false }}); }}"
COLOR = """(name) => { const hex = getComputedStyle(document.documentElement).getPropertyValue(name).trim().slice(1);
  const pairs = hex.length === 3 ? [...hex].map((digit) => digit + digit) : hex.match(/../g);
  return pairs.map((pair) => parseInt(pair, 16)); }"""


def layer(kind: str, shape: shapely.Geometry) -> ContextLayer:
    frame = gpd.GeoDataFrame({"name": [""]}, geometry=[shape], crs="EPSG:4326")
    return ContextLayer(kind, frame.assign(name_ar="", name_fr="", source="Drawn", licence="CC0", rank=1.0))


def shore(reach: float) -> bytes:
    """The squares on a shore: water in the south, land in the north, both up to ``reach`` degrees away."""
    south = shapely.box(36.2 - reach, 33.2 - reach, 36.2 + reach, 33.1)
    north = shapely.box(36.2 - reach, 33.1, 36.2 + reach, 33.2 + reach)
    return render(small_scene(context=[layer("neighbours", north), layer("sea", south)]))


def picture_of(page) -> np.ndarray:
    """The pixels of the map, without the lines around it."""
    page.wait_for_timeout(250)
    box = page.locator(".folium-map").bounding_box()
    image = np.asarray(Image.open(BytesIO(page.screenshot())).convert("RGB")).astype(np.int16)
    left, top, right, bottom = (
        round(box[x]) + round(box.get(side, 0))
        for x, side in [("x", ""), ("y", ""), ("x", "width"), ("y", "height")]
    )
    return image[top + 1 : bottom - 1, left + 1 : right - 1]


def is_color(pixels: np.ndarray, *colors: list[int]) -> np.ndarray:
    """Whether pixels have one of the colours."""
    return np.any([np.abs(pixels - color).max(axis=-1) <= 2 for color in colors], axis=0)


@pytest.fixture(scope="module")
def wide() -> bytes:
    """A shore that goes on and on; what is kept of it is for the map to decide."""
    return shore(20)


@pytest.fixture(scope="module")
def short() -> bytes:
    """A shore of which little is known: it ends within every window."""
    return shore(0.42)


@pytest.fixture(scope="module")
def page_of_syria(scenes: dict) -> bytes:
    """The shipped map of a country that lies on a sea."""
    return render(scenes["syria"])


@pytest.mark.parametrize("out", [False, True], ids=["opening", "farthest"])
@pytest.mark.parametrize(("width", "height"), [*WINDOWS, (640, 420), (3440, 1440), (500, 1166)])
def test_land_and_water_reach_both_ends_of_any_window(
    open_map: Callable, wide: bytes, width: int, height: int, out: bool
) -> None:
    page = open_map(wide, "#embed=1" if height < 500 else "", width=width, height=height).page
    if out:
        page.evaluate(ZOOM_OUT)
    picture = picture_of(page)
    high, low = picture.shape[0] * 38 // 100, picture.shape[0] * 75 // 100
    assert is_color(picture[high, [0, -1]], page.evaluate(COLOR, "--land")).all()
    assert is_color(picture[low, [0, -1]], page.evaluate(COLOR, "--water")).all()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), WINDOWS)
def test_a_background_that_ends_in_the_window_fades(
    open_map: Callable, short: bytes, width: int, height: int, scheme: str
) -> None:
    page = open_map(short, width=width, height=height, color_scheme=scheme).page
    page.evaluate(ZOOM_OUT)
    picture = picture_of(page)
    row = picture[picture.shape[0] * 75 // 100]
    assert np.abs(np.diff(row, axis=0)).max() <= SOFT
    assert not is_color(row, page.evaluate(COLOR, "--paper")).all(), "the row meets the background"


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize(("width", "height"), WINDOWS)
def test_the_shipped_map_of_syria_fills_every_window(
    open_map: Callable, page_of_syria: bytes, width: int, height: int, lang: str
) -> None:
    page = open_map(page_of_syria, f"#lang={lang}", width=width, height=height).page
    colors = [page.evaluate(COLOR, name) for name in ("--land", "--water")]
    for _ in range(2):
        picture = picture_of(page)
        ends = picture[picture.shape[0] // 6 :, [0, -1]]
        assert is_color(ends, *colors).mean() > 0.8
        page.evaluate(ZOOM_OUT)


def test_a_name_that_the_window_would_cut_is_left_out(open_map: Callable, page_of_syria: bytes) -> None:
    page = open_map(page_of_syria, width=1280, height=800).page
    for _ in range(2):
        cut = page.evaluate("""() => { const map = document.querySelector(".folium-map").getBoundingClientRect();
          return [...document.querySelectorAll(".context-label text")].filter((text) => { const { left, right } = text.getBoundingClientRect();
            return left < map.left || right > map.right; }).map((text) => text.textContent); }""")
        assert cut == []
        page.evaluate(ZOOM_OUT)
        page.wait_for_timeout(250)
