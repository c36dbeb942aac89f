"""Pictures of the ground from a server: only where the author named one, and only from it."""

from __future__ import annotations

import base64
import re

import pytest
from scenes import small_page, small_scene

from geomap.render import html
from geomap.tiles import Tiles, read_tiles, to_tiles

pytestmark = pytest.mark.browser

#: A picture of one grey pixel.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)
WEB = re.compile("^https?:")
OSM = read_tiles("OpenStreetMap.Mapnik")


@pytest.fixture
def open_tiled(take_page, tmp_path):
    """A function that opens a map with a server that answers, or does not: (page, what it was asked)."""
    pages = []

    def open_it(tiles: Tiles, *, answers: bool = True, **options: object):
        path = tmp_path / "map.html"
        path.write_bytes(html.render(small_scene(**options).published(tiles=tiles)))
        opened = take_page(width=1000, height=700)
        pages.append(opened.page)

        def answer(route):
            if answers:
                route.fulfill(body=PIXEL, content_type="image/png")
            else:
                route.abort("internetdisconnected")

        opened.page.route(WEB, answer)
        opened.page.goto(path.as_uri())
        opened.page.wait_for_selector("html.ready", state="attached")
        return opened.page, opened.requests

    yield open_it
    for page in pages:
        page.unroute(WEB)


def land_is_shown(page) -> bool:
    return page.evaluate("getComputedStyle(document.querySelector('.leaflet-land-pane')).display !== 'none'")


def test_a_map_without_the_key_asks_nobody(open_map):
    page = open_map(small_page()).page
    assert page.locator(".backdrop-credit, .leaflet-backdrop-pane").count() == 0
    policy = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content")
    assert "https:" not in policy


def test_tiles_are_asked_of_the_one_host_and_take_the_place_of_the_land(open_tiled):
    page, asked = open_tiled(OSM)
    page.wait_for_selector(".has-backdrop", state="attached")
    assert asked
    assert all(url.startswith("https://tile.openstreetmap.org/") for url in asked)
    assert not land_is_shown(page)
    policy = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content")
    assert "img-src data: blob: https://tile.openstreetmap.org;" in policy
    assert policy.count("https:") == 1
    assert page.evaluate("window.__breaches") == []
    assert page.locator(".ground").count() > 0


def test_the_provider_is_credited_and_the_reader_told(open_tiled):
    page, _ = open_tiled(OSM)
    credit = page.locator(".backdrop-credit")
    assert credit.inner_text() == "© OpenStreetMap contributors"
    assert credit.locator("a").get_attribute("href") == "https://www.openstreetmap.org/copyright"
    assert "tile.openstreetmap.org" in page.locator("#about").inner_text()
    page.goto(page.url + "#lang=ar")
    assert "tile.openstreetmap.org" in page.locator("#about").inner_text()


def test_without_a_network_the_land_is_there(open_tiled):
    page, asked = open_tiled(OSM, answers=False)
    assert asked
    seen = page.evaluate(
        "[...document.querySelectorAll('.backdrop-tiles img')].every((image) => image.naturalWidth === 0)"
    )
    assert seen
    assert page.locator(".has-backdrop").count() == 0
    assert land_is_shown(page)


def test_the_policy_stops_every_other_host(open_tiled):
    page, _ = open_tiled(OSM)
    seen = page.evaluate(
        "new Promise((done) => { const image = new Image(); image.onerror = () => done(window.__breaches);"
        " image.onload = () => done('loaded'); image.src = 'https://example.org/x.png'; })"
    )
    assert [each.split()[:2] for each in seen] == [["img-src", "https://example.org/x.png"]]


def test_a_hostile_attribution_stays_text(open_tiled):
    html_attribution = (
        "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'>&lt;b&gt; {{7*7}} "
        "<a href='javascript:window.hacked = 3'>Mine</a> <a href='https://example.org/\" onclick=x'>Yours</a>"
    )
    provider = {"url": "https://{s}.example.org/{z}/{x}/{y}.png", "html_attribution": html_attribution}
    page, _ = open_tiled(to_tiles("</script>{{7*7}}<b>", provider))
    credit = page.locator(".backdrop-credit")
    assert credit.inner_text() == "<b> {{7*7}} Mine Yours"
    assert credit.locator("*").count() == 0
    assert page.evaluate("window.hacked") is None
    assert "</script>{{7*7}}<b>" in page.locator("#about").inner_text()
