"""The map within other pages: what is shown, what is heard, what is told; and the sheet of a narrow screen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from scenes import small_page
from standing import Opened

from geomap.render.bundle import bundle
from geomap.render.html import modules

HOST = "http://host.example/"
MAP = "http://map.example/"
SERVED = "http://*.example/**"


@pytest.fixture(scope="module")
def html() -> bytes:
    """The map of four squares."""
    return small_page()


@pytest.fixture
def frame_map(take_page: Callable[..., Opened]) -> Iterator[Callable]:
    """A function that frames a map in a page of another origin, which keeps every message."""
    served = []

    def frame_it(html: bytes, fragment: str = "", *, size: tuple[int, int] = (640, 480), shown: bool = True):
        opened = take_page(width=1000, height=900)
        page = opened.page
        style = "" if shown else "display: none"
        frame = f"<iframe width={size[0]} height={size[1]} style='{style}' src='{MAP}{fragment}'></iframe>"
        script = (
            "<script>window.heard = []; addEventListener('message', ({ data }) => heard.push(data))</script>"
        )
        pages = {
            HOST: f"<!DOCTYPE html><title>host</title>{script}<p>before</p>{frame}<p style='height:2000px'>after</p>",
            MAP: html.decode("utf-8"),
        }
        serve(page, pages)
        served.append(page)
        page.goto(HOST)
        inner = page.frames[1]
        if shown:
            inner.wait_for_selector("html.ready", state="attached")
        page.errors = opened.errors
        return page, inner

    yield frame_it
    for page in served:
        page.unroute(SERVED)


def serve(page, pages: dict[str, str]) -> None:
    """Answer what a page asks for at these addresses."""
    page.route(
        SERVED,
        lambda route: route.fulfill(
            body=pages[route.request.url.split("#")[0]], content_type="text/html; charset=utf-8"
        ),
    )


def heard(page, verb: str, at_least: int = 1) -> list:
    """Wait for messages of a verb; return their values."""
    page.wait_for_function(
        "([verb, n]) => heard.filter((each) => each.geomap === verb).length >= n",
        arg=[verb, at_least],
        timeout=20000,
    )
    return page.evaluate(
        "(verb) => heard.filter((each) => each.geomap === verb).map((each) => each.value)", verb
    )


def wait_until(page, is_true: Callable[[], bool]) -> None:
    """Wait until something holds; the map's policy forbids Playwright's own way within its frame."""
    for _ in range(600):
        if is_true():
            return
        page.wait_for_timeout(30)
    pytest.fail("it never came true")


#: Whether all of the map is in view, and half of the view's width or height at least is used for it.
SEES_ALL = """() => {
  const leaflet = window[document.querySelector(".folium-map").id];
  const [south, west, north, east] = [33, 36, 33.4, 36.4];
  const size = leaflet.getSize();
  const [corner, far] = [[north, west], [south, east]].map((at) => leaflet.latLngToContainerPoint(at));
  const isIn = ({ x, y }) => x >= 0 && y >= 0 && x <= size.x && y <= size.y;
  return isIn(corner) && isIn(far) && Math.max((far.x - corner.x) / size.x, (far.y - corner.y) / size.y) > 0.5;
}"""


def view(frame) -> list[float]:
    """Return where the map is looked at, in degrees, and the zoom."""
    return frame.evaluate("""() => {
      const leaflet = window[document.querySelector(".folium-map").id];
      return [leaflet.getCenter().lat, leaflet.getCenter().lng, leaflet.getZoom()];
    }""")


def post(page, message: object) -> None:
    page.evaluate(
        "(message) => document.querySelector('iframe').contentWindow.postMessage(message, '*')", message
    )


def test_the_page_around_asks_and_is_told(frame_map: Callable, html: bytes) -> None:
    page, inner = frame_map(html)
    assert heard(page, "ready") == [None]
    post(page, {"geomap": "setDate", "value": "2018-03-22"})
    assert heard(page, "change") == [{"date": "2018-03-22", "place": ""}]
    post(page, {"geomap": "select", "value": "west"})
    assert heard(page, "change", 2)[-1] == {"date": "2018-03-22", "place": "west"}
    post(page, {"geomap": "state", "value": "west"})
    assert heard(page, "state")[0]["parties"] == ["gold"]
    for wrong in [
        {"geomap": "ready"},
        {"geomap": "constructor"},
        {"geomap": "change", "value": 1},
        "setDate",
        None,
        {"geomap": "setDate", "value": "never"},
    ]:
        post(page, wrong)
    post(page, {"geomap": "date"})
    assert heard(page, "date") == ["2018-03-22"]
    assert len(heard(page, "change", 2)) == 2
    assert inner.evaluate("geomap.date()") == "2018-03-22"


def test_a_hidden_frame_waits_for_its_size_and_keeps_what_it_was_asked(
    frame_map: Callable, html: bytes
) -> None:
    page, inner = frame_map(html, shown=False)
    post(page, {"geomap": "setDate", "value": "2018-03-22"})
    page.wait_for_timeout(300)
    show = "(shown) => { document.querySelector('iframe').style.display = shown ? '' : 'none' }"
    page.evaluate(show, True)
    inner.wait_for_selector("html.ready", state="attached")
    assert inner.evaluate("geomap.date()") == "2018-03-22"
    whole = view(inner)
    page.evaluate(show, False)
    page.wait_for_timeout(100)
    inner.evaluate("geomap.setDate('2018-03-15')")
    page.evaluate(show, True)
    page.wait_for_timeout(300)
    assert view(inner) == whole
    assert page.errors == []


def test_one_that_becomes_small_still_shows_the_whole_map(frame_map: Callable, html: bytes) -> None:
    page, inner = frame_map(html, size=(960, 800))
    resize = "([width, height]) => Object.assign(document.querySelector('iframe'), { width, height })"
    for size in [(300, 150), (960, 800), (120, 60), (960, 800)]:
        page.evaluate(resize, size)
        wait_until(page, lambda: inner.evaluate(SEES_ALL))
    page.evaluate(resize, [0, 0])
    page.wait_for_timeout(100)
    page.evaluate(resize, [960, 800])
    wait_until(page, lambda: inner.evaluate(SEES_ALL))
    assert page.errors == []


def test_a_frame_beside_is_not_heard(frame_map: Callable, html: bytes) -> None:
    page, _ = frame_map(html)
    page.evaluate("""() => new Promise((done) => {
      const other = document.createElement("iframe");
      addEventListener("message", ({ data }) => data === "sent" && done());
      other.srcdoc = `<script>parent.frames[0].postMessage({ geomap: "setDate", value: "2018-01-02" }, "*"); parent.postMessage("sent", "*")</script>`;
      document.body.append(other);
    })""")
    post(page, {"geomap": "date"})
    assert heard(page, "date") == ["2018-03-15"]


def test_only_named_origins_are_heard_and_told(open_page: Callable) -> None:
    """The door alone, in a frame: the map's data name the origins."""
    code = bundle({"messages.js": modules()["page/messages.js"]}, "messages.js", returns="door")
    opened = open_page("<!DOCTYPE html><title>host</title><iframe></iframe>")
    answers = opened.page.evaluate(
        """(code) => {
      const frame = document.querySelector("iframe").contentWindow;
      const { makeDoor } = frame.Function(`${code}; return door`)();
      const from = (source, origin) => ({ source, origin });
      const named = makeDoor({ embedOrigins: ["https://news.example"] });
      const any = makeDoor({});
      return {
        named: [from(window, "https://news.example"), from(window, "https://other.example"), from(window, "null"), from(frame, "null"), from(null, "https://news.example")].map(named.accepts),
        any: [from(window, "https://other.example"), from(frame, "null"), from(null, ""), from({}, "https://other.example")].map(any.accepts),
      };
    }""",
        code,
    )
    assert answers == {"named": [True, False, False, True, False], "any": [True, True, False, False]}


@pytest.mark.parametrize(("origin", "count"), [(HOST.rstrip("/"), 1), ("http://elsewhere.example", 0)])
def test_what_the_map_tells_reaches_named_origins_alone(take_page: Callable, origin: str, count: int) -> None:
    code = bundle({"messages.js": modules()["page/messages.js"]}, "messages.js", returns="door")
    tried = take_page().page
    door = f"<!DOCTYPE html><title>door</title><script>{code}; const opened = door.makeDoor({{ embedOrigins: {json.dumps([origin])} }}); opened.tell({{ geomap: 'ready' }}); parent.postMessage('last', '*')</script>"
    host = f"<!DOCTYPE html><title>host</title><script>window.heard = []; addEventListener('message', ({{ data }}) => heard.push(data))</script><iframe src='{MAP}'></iframe>"
    serve(tried, {HOST: host, MAP: door})
    tried.goto(HOST)
    tried.wait_for_function("heard.includes('last')")
    assert tried.evaluate("heard.filter(({ geomap }) => geomap === 'ready').length") == count
    tried.unroute(SERVED)


def test_its_height_follows_from_its_width(frame_map: Callable, html: bytes) -> None:
    page, _ = frame_map(html, "#embed=1", size=(600, 300))
    (height,) = heard(page, "height")
    assert 300 < height < 900
    page.evaluate("(height) => { document.querySelector('iframe').height = height }", height)
    post(page, {"geomap": "date"})
    heard(page, "date")
    assert heard(page, "height") == [height]
    page.evaluate("document.querySelector('iframe').width = 300")
    assert heard(page, "height", 2)[-1] < height


def test_a_frame_without_height_is_told_one(frame_map: Callable, html: bytes) -> None:
    """A page that waits for the height before it gives any would wait for ever."""
    page, _ = frame_map(html, "#embed=1", size=(920, 0))
    assert heard(page, "height")[-1] > 300


def test_one_that_is_not_embedded_tells_no_height(frame_map: Callable, html: bytes) -> None:
    page, _ = frame_map(html)
    heard(page, "ready")
    post(page, {"geomap": "date"})
    heard(page, "date")
    assert page.evaluate("heard.filter(({ geomap }) => geomap === 'height').length") == 0


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize(("width", "height"), [(280, 320), (640, 420), (1280, 800)])
def test_embedded_it_is_map_day_time_and_legend(
    open_map: Callable, lang: str, width: int, height: int
) -> None:
    page = open_map(small_page(lang), "#embed=1&place=west", width=width, height=height).page
    for part in ("#date", "#day", "#map", "#handle", ".embed-place", "#title"):
        assert page.locator(part).is_visible(), part
    for part in ("#tools", "#panel", "#table", "#about", "#data-to", ".time-next_day"):
        assert not page.locator(part).is_visible(), part
    assert page.evaluate("document.documentElement.scrollWidth") == width
    time = page.locator("#time").bounding_box()
    assert time["y"] + time["height"] <= height
    assert page.locator("#map").bounding_box()["height"] > 0.4 * height
    is_open = page.get_attribute("#handle", "aria-expanded") == "true"
    page.locator("#handle").click()
    assert page.locator(".legend-row").first.is_visible() != is_open
    link = page.locator(".embed-open")
    assert link.get_attribute("target") == "_blank"
    assert "embed" not in link.get_attribute("href").split("#")[1]
    assert "place=west" in link.get_attribute("href")


def test_embedding_may_come_and_go(open_map: Callable, html: bytes) -> None:
    opened = open_map(html)
    page = opened.page
    page.evaluate("location.hash = '#embed=1'")
    opened.wait("document.documentElement.classList.contains('embedded')")
    assert not page.locator("#tools").is_visible()
    page.evaluate("location.hash = '#date=2018-03-15'")
    opened.wait("!document.documentElement.classList.contains('embedded')")
    assert page.locator("#tool-take").is_visible()


def test_a_frame_without_an_address_has_no_link(open_page: Callable, html: bytes) -> None:
    page = open_page(
        "<!DOCTYPE html><title>host</title><iframe sandbox='allow-scripts' width=700 height=500></iframe>"
    ).page
    page.evaluate("(text) => { document.querySelector('iframe').srcdoc = text }", html.decode("utf-8"))
    frame = page.frame_locator("iframe")
    frame.locator("html.ready").wait_for(state="attached")
    assert not frame.locator(".embed-open").is_visible()
    frame.locator("#tool-take").click()
    assert frame.locator("#box-take .command").count() == 5


def test_the_wheel_scrolls_past_an_embedded_map(frame_map: Callable, html: bytes) -> None:
    page, inner = frame_map(html, "#embed=1", size=(640, 480))
    zoom = "document.querySelector('.scale-bar').textContent"
    before = inner.evaluate(zoom)
    page.mouse.move(300, 300)
    page.mouse.wheel(0, 300)
    page.wait_for_function("scrollY > 0")
    assert inner.evaluate(zoom) == before
    inner.wait_for_selector(".hint-over.shown")


@pytest.mark.parametrize("way", ["click", "Control"])
def test_the_wheel_zooms_once_the_map_was_clicked_or_with_control(
    frame_map: Callable, html: bytes, way: str
) -> None:
    page, inner = frame_map(html, "#embed=1", size=(640, 480))
    zoom = "document.querySelector('.scale-bar').textContent"
    before = inner.evaluate(zoom)
    page.mouse.move(300, 300)
    if way == "click":
        page.mouse.click(300, 300)
    else:
        page.keyboard.down(way)
    page.mouse.wheel(0, -600)
    wait_until(page, lambda: inner.evaluate(zoom) != before)
    assert page.evaluate("scrollY") == 0


def test_one_finger_scrolls_and_the_map_says_so(open_map: Callable, html: bytes) -> None:
    page = open_map(html, "#embed=1", width=390, height=500, has_touch=True).page
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.folium-map')).touchAction") == "pan-x pan-y"
    )
    shift = "document.querySelector('.leaflet-map-pane').style.transform"
    before = page.evaluate(shift)
    touch = page.context.new_cdp_session(page)
    at = lambda y: [{"x": 195, "y": y}]  # noqa: E731
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": at(250)})
    for y in (240, 220, 200):
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": at(y)})
    page.wait_for_selector(".hint-over.shown")
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert page.evaluate(shift) == before


def drag(page, by: float, *, steps: int = 12, hold: bool = True) -> None:
    """Drag the handle of the sheet by so many pixels; ``hold``: it rests before it is let go."""
    box = page.locator("#handle").bounding_box()
    x, y = box["x"] + 150, box["y"] + 20
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + by, steps=steps)
    if hold:
        page.wait_for_timeout(150)
        page.mouse.move(x, y + by + 1)
    page.mouse.up()


def size_of(page) -> str:
    return page.evaluate(
        "(({ classList: is }) => (is.contains('full') ? 'full' : is.contains('open') ? 'half' : 'shut'))(document.querySelector('#side'))"
    )


def test_the_sheet_is_dragged_between_its_sizes(open_map: Callable, html: bytes) -> None:
    page = open_map(html, width=390, height=844).page
    assert size_of(page) == "shut"
    drag(page, -330)
    assert size_of(page) == "half"
    assert page.get_attribute("#handle", "aria-expanded") == "true"
    drag(page, -300)
    assert size_of(page) == "full"
    head, side = page.locator(".masthead").bounding_box(), page.locator("#side")
    wait_until(page, lambda: abs(side.bounding_box()["y"] - head["y"] - head["height"]) <= 1)
    drag(page, 320)
    assert size_of(page) == "half"
    drag(page, -20)
    assert size_of(page) == "half", "too little to move it"
    drag(page, 90, steps=2, hold=False)
    assert size_of(page) == "shut", "flung"
    page.locator("#handle").click()
    assert size_of(page) == "half", "a press is no drag"


def test_the_sheet_hears_the_keyboard(open_map: Callable, html: bytes) -> None:
    page = open_map(html, width=390, height=844).page
    page.locator("#handle").focus()
    for key, size in [
        ("Enter", "half"),
        ("ArrowUp", "full"),
        ("ArrowUp", "full"),
        ("ArrowDown", "half"),
        (" ", "shut"),
        ("ArrowDown", "shut"),
    ]:
        page.keyboard.press(key)
        assert size_of(page) == size, key
    assert page.evaluate("geomap.date()") == "2018-03-15"


def test_only_the_handle_drags(open_map: Callable, html: bytes) -> None:
    page = open_map(html, "#place=west", width=390, height=844).page
    assert size_of(page) == "half"
    body = page.locator("#side-body").bounding_box()
    page.mouse.move(200, body["y"] + 100)
    page.mouse.wheel(0, 200)
    page.mouse.down()
    page.mouse.move(200, body["y"] + 300, steps=4)
    page.mouse.up()
    assert size_of(page) == "half"
    assert "dragging" not in page.get_attribute("#side", "class")


@pytest.mark.parametrize(
    ("height", "speed", "size"),
    [
        (0, 0, "shut"),
        (140, 0, "shut"),
        (170, 0, "half"),
        (300, 1, "half"),
        (310, 1, "full"),
        (300, -1, "half"),
        (290, -1, "shut"),
        (640, 0, "full"),
    ],
)
def test_where_a_sheet_comes_to_rest(open_page: Callable, height: float, speed: float, size: str) -> None:
    code = bundle({"drag.js": modules()["page/drag.js"]}, "drag.js", returns="drag")
    page = open_page("<!DOCTYPE html><title>drag</title>").page
    said = page.evaluate(
        "([code, height, speed]) => Function(`${code}; return drag`)().nearest(height, speed, { shut: 0, half: 300, full: 700 })",
        [code, height, speed],
    )
    assert said == size
