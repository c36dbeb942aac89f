"""What a reader takes away: pictures, citation, link, paper."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from scenes import many_squares_scene, small_page, small_scene

from geomap.render.html import render
from geomap.words import strings_of

SVG = "{http://www.w3.org/2000/svg}"
TITLE = 'Four <squares> & "more" {{7*7}} \x07'


@pytest.fixture(scope="module")
def html() -> bytes:
    """The map of four squares."""
    return small_page()


def saved(page, key: str) -> tuple[str, bytes]:
    """Return name and bytes of what one of the commands gives; an open sheet is shut before."""
    if not page.locator("#tool-take").is_visible():
        page.locator("#handle").click()
    page.locator("#tool-take").click()
    with page.expect_download() as download:
        page.locator("#box-take .command").nth(["png", "svg", "csv"].index(key)).click()
    page.keyboard.press("Escape")
    return download.value.suggested_filename, download.value.path().read_bytes()


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - our own page wrote it


def texts_of(root: ET.Element) -> list[str]:
    return ["".join(node.itertext()) for node in root.iter() if node.tag in (f"{SVG}text", f"{SVG}title")]


@pytest.mark.parametrize(
    ("lang", "width", "theme"),
    [("en", 1280, "light"), ("ar", 390, "light"), ("fr", 390, "dark"), ("ar", 1280, "dark")],
)
def test_the_picture_is_whole_and_nothing_in_it_runs(
    open_map: Callable, lang: str, width: int, theme: str
) -> None:
    scene = small_scene(lang=lang, title=TITLE)
    page = open_map(render(scene), "#place=west", width=width, height=844, color_scheme=theme).page
    name, data = saved(page, "svg")
    root = parsed(data.decode("utf-8"))
    assert name == "map-2018-03-15.svg"
    assert {node.tag for node in root.iter()}.isdisjoint(
        {f"{SVG}script", f"{SVG}foreignObject", f"{SVG}style"}
    )
    for node in root.iter():
        for key, value in node.attrib.items():
            assert not key.lower().startswith("on")
            assert "var(" not in value
            if key.endswith("href"):
                assert value.startswith("data:image/png;base64,")
            if "url(" in value:
                assert root.find(f".//*[@id='{value[5:-1]}']") is not None, value
    said = " ".join(texts_of(root))
    words = strings_of(lang)
    date = page.inner_text("#date")
    for text in [
        words["as_of.date"].format(date=date),
        words["data_to"].split("{")[0],
        "Drawn for the tests",
        "{{7*7}}",
        "<squares>",
    ]:
        assert text in said, text
    labels = page.eval_on_selector_all(
        ".legend-name bdi, .legend-share b, .legend-marks b", "all => all.map((each) => each.textContent)"
    )
    assert len(labels) > 6
    squeezed = said.replace(" ", "")
    assert [label for label in labels if label.replace(" ", "") not in squeezed] == []
    assert words["about.disclaimer"].split()[-1] in said
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("day", ["2018-01-15", "2018-02-02", "2018-03-22"])
def test_the_picture_has_the_fills_of_the_day(open_map: Callable, html: bytes, day: str) -> None:
    opened = open_map(html, f"#date={day}")
    root = parsed(saved(opened.page, "svg")[1].decode("utf-8"))
    header = {
        fill: node for node in root.iter(f"{SVG}pattern") if (fill := node.get("id")).startswith("fill-")
    }
    colors = {"red": "#a9332f", "blue": "#2f5ba9", "gold": "#ecc94b"}
    for place in ("west", "east", "north", "town"):
        state = opened.state(place)
        fill = root.find(f".//*[@id='place-{place}']").get("fill")
        drawn = {node.get("fill") for node in header[fill[5:-1]]}
        if state["status"] in ("control", "contested", "shared", "disputed"):
            assert {colors[party] for party in state["parties"]} <= drawn, (place, state)
        assert root.find(f".//{SVG}g[@id='furniture']//*[@fill='{fill}']") is not None, "in the legend too"


def test_nothing_overlaps_and_nothing_is_cut(open_map: Callable) -> None:
    for lang, width in [("en", 1280), ("ar", 1280), ("ar", 390), ("fr", 320)]:
        scene = small_scene(lang=lang, title="A very long title of a map with Unbreakable" + "x" * 60)
        opened = open_map(render(scene), width=width, height=800)
        text = saved(opened.page, "svg")[1].decode("utf-8")
        boxes = opened.page.evaluate(
            """(text) => {
          const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
          document.body.append(root);
          const boxes = [...root.querySelectorAll("#furniture > text")].map((node) => [node.getBBox(), node.textContent]);
          const size = [Number(root.getAttribute("width")), Number(root.getAttribute("height"))];
          root.remove();
          return { size, boxes: boxes.map(([{ x, y, width, height }, said]) => [x, y, x + width, y + height, said]) };
        }""",
            text,
        )
        across, down = boxes["size"]
        assert down > 500
        for left, top, right, bottom, said in boxes["boxes"]:
            assert min(left, top) >= -1, said
            assert right <= across + 1, said
            assert bottom <= down + 1, said
        # Lines may touch; they do not cover one another.
        for at, one in enumerate(boxes["boxes"]):
            for other in boxes["boxes"][at + 1 :]:
                wide = min(one[2], other[2]) - max(one[0], other[0])
                high = min(one[3], other[3]) - max(one[1], other[1])
                assert wide <= 1 or high <= 0.45 * min(one[3] - one[1], other[3] - other[1]), (one, other)


def test_a_png_has_twice_the_size_and_the_colours(open_map: Callable, html: bytes) -> None:
    page = open_map(html, "#date=2018-03-22").page
    svg = parsed(saved(page, "svg")[1].decode("utf-8"))
    name, data = saved(page, "png")
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    assert name == "map-2018-03-22.png"
    assert picture.size == (2 * int(svg.get("width")), 2 * int(svg.get("height")))
    box, frame = (page.locator(each).bounding_box() for each in ('[data-place="north"]', "#map"))
    top = float(svg.find(f".//{SVG}g[@id='map']").get("transform").split()[1].rstrip(")"))
    x = box["x"] - frame["x"] + box["width"] / 4
    y = box["y"] - frame["y"] + box["height"] / 4 + top
    assert picture.getpixel((round(2 * x), round(2 * y))) == (0xA9, 0x33, 0x2F)


def test_many_places_are_one_image_in_the_picture(open_map: Callable) -> None:
    """Above 400 places the ground is pixels, and these are in the file."""
    scene = many_squares_scene()
    page = open_map(render(scene)).page
    assert page.locator("[data-place]").count() == 0
    data = saved(page, "png")[1]
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    colors = {color for _, color in picture.getcolors(1 << 24)}
    assert (0x2F, 0x5B, 0xA9) in colors
    root = parsed(saved(page, "svg")[1].decode("utf-8"))
    assert len(list(root.iter(f"{SVG}image"))) >= 1


def test_what_was_known_then_is_said(open_map: Callable, html: bytes) -> None:
    page = open_map(html, "#known=then").page
    said = texts_of(parsed(saved(page, "svg")[1].decode("utf-8")))
    assert "As known on 15 March 2018" in said
    assert "As known on 15 March 2018. " in page.inner_text(".citation")


def test_the_citation_names_everything(open_map: Callable, html: bytes) -> None:
    opened = open_map(html)
    page = opened.page
    assert (
        page.inner_text(".citation")
        == "Four squares. geomap. As of 15 March 2018. Data to 31 December 2018. Sources: A; B."
    )
    page.evaluate("geomap.setDate('2018-03-22')")
    opened.wait("document.querySelector('.citation').textContent.includes('As of 22 March 2018')")
    french = open_map(html, "#lang=fr").page.inner_text(".citation")
    assert french.startswith("Four squares. geomap. ")
    assert french.endswith("A\u202f; B.")


def test_copying_says_so(open_map: Callable, tmp_path: Path, html: bytes) -> None:
    path = tmp_path / "map.html"
    path.write_bytes(html)
    page = open_map(path, "#place=west").page
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.locator("#tool-take").click()
    page.get_by_role("button", name="Copy link").click()
    page.locator(".command.said").wait_for()
    assert page.inner_text(".command.said") == "Copied"
    assert page.inner_text("#live") == "Copied"
    assert page.evaluate("copied") == path.as_uri() + "#place=west&date=2018-03-15"


@pytest.mark.parametrize("works", [True, False])
def test_without_a_clipboard_the_old_way_or_the_text_itself(
    open_map: Callable, html: bytes, works: bool
) -> None:
    page = open_map(html).page
    page.evaluate(
        """(works) => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
      document.execCommand = () => { window.selected = document.activeElement.value; return works; };
    }""",
        works,
    )
    page.locator("#tool-take").click()
    page.get_by_role("button", name="Copy citation").first.click()
    page.locator(".command.said").wait_for()
    assert page.evaluate("selected").startswith("Four squares. geomap. ")
    assert page.locator(".copy-this").count() == (0 if works else 1)
    if not works:
        chosen = "(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd))(document.querySelector('.copy-this'))"
        assert page.evaluate(chosen).startswith("Four squares. geomap. ")
        assert page.evaluate("document.activeElement.className") == "copy-this"


@pytest.mark.parametrize("fragment", ["#place=west", "#view=33.3,36.1,13", "#embed=1"])
def test_paper_is_light_and_fitted_and_the_page_comes_back(
    open_map: Callable, html: bytes, fragment: str
) -> None:
    opened = open_map(html, fragment, color_scheme="dark")
    page = opened.page
    look = """() => { const { width, height } = document.querySelector(".folium-map").getBoundingClientRect();
      return { theme: document.documentElement.dataset.theme, size: [width, height], hash: location.hash,
        about: document.querySelector("#about").parentElement.className,
        places: [...document.querySelectorAll(".label-name")].map((node) => node.getBoundingClientRect()).map(({ x, y }) => [x, y]) }; }"""
    before = page.evaluate(look)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    paper = page.evaluate(look)
    assert (paper["theme"], paper["size"], paper["about"]) == ("light", [640, 470], "page")
    page.emulate_media(media="print")
    inside = page.evaluate("""() => { const box = (node) => node.getBoundingClientRect(); const map = box(document.querySelector("#map"));
      return [...document.querySelectorAll(".legend-share b, .masthead h1, #date, #about p")].map((node) => box(node)).every(({ width, left, right }) => width > 0 && left >= 0 && right <= 1000); }""")
    assert inside
    assert not page.locator("#time").is_visible()
    if "view" not in fragment:
        ground = page.evaluate("""() => { const map = document.querySelector("#map").getBoundingClientRect();
          return [...document.querySelectorAll("[data-place]")].map((node) => node.getBoundingClientRect()).every(({ left, top, right, bottom }) =>
            left >= map.left && top >= map.top && right <= map.right && bottom <= map.bottom); }""")
        assert ground
    page.emulate_media(media="screen", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    after = page.evaluate(look)
    assert len(before["places"]) >= 1
    for now, once in zip(after.pop("places"), before.pop("places"), strict=True):
        assert now == pytest.approx(once, abs=1.5)
    assert after == before


def test_strings_of_what_is_taken_are_in_every_language() -> None:
    folder = Path(__file__).parents[2] / "geomap/render/assets/strings"
    texts = {path.stem: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}
    keys = [key for key in texts["en"] if key.startswith(("take.", "embed."))]
    assert len(keys) > 10
    for key in keys:
        assert len({texts[lang][key] for lang in texts}) == len(texts), key


@pytest.mark.parametrize(
    "fragment", ["", "#theme=dark&lang=ar", "#date=2018-02-20&compare=2018-01-15&mode=swipe"]
)
def test_the_ground_is_on_paper_in_every_reader(
    open_map: Callable, html: bytes, tmp_path: Path, fragment: str
) -> None:
    """A canvas brings its clearing into the PDF, which wipes the ground out where poppler draws it."""
    if (tool := shutil.which("pdftoppm")) is None:
        pytest.skip("no pdftoppm")
    page = open_map(html, fragment).page
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    subprocess.run([tool, "-r", "50", "-png", tmp_path / "page.pdf", tmp_path / "page"], check=True)
    drawn = list(tmp_path.glob("page-*.png"))
    assert len(drawn) == 1, "one sheet"
    colors = Counter(Image.open(drawn[0]).convert("RGB").get_flattened_data())
    red = sum(n for (r, g, b), n in colors.items() if abs(r - 169) + abs(g - 51) + abs(b - 47) < 30)
    assert red > 1500
    assert page.locator(".canvas-copy").count() == 0
    hidden = "all => all.filter((it) => getComputedStyle(it).visibility !== 'visible').length"
    assert page.locator("canvas").evaluate_all(hidden) == 0


def test_names_of_sources_stand_in_their_own_direction(open_map: Callable) -> None:
    page = open_map(small_page("ar")).page
    about = page.inner_text("#about")
    assert "\u2068A\u2069؛ \u2068B\u2069" in about
    assert "; " not in about
