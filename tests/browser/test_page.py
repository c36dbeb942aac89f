"""The live page in a real browser with the network off."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlparse

import pandas as pd
import pytest
from scenes import small_page, small_scene

from geomap.control import as_of
from geomap.render.html import render
from geomap.words import Words

DAYS = pd.date_range("2018-01-01", "2018-06-30", freq="6D")


@pytest.fixture(scope="module")
def html() -> bytes:
    """The map of four squares."""
    return small_page()


def test_state_equals_as_of_for_every_place(open_map: Callable, html: bytes) -> None:
    opened, spells = open_map(html), small_scene().spells
    for day in DAYS:
        opened.page.evaluate("(iso) => geomap.setDate(iso)", f"{day:%Y-%m-%d}")
        states = as_of(spells, day)
        for place in opened.page.evaluate("geomap.places()"):
            shown, state = opened.state(place), states.loc[place]
            assert [shown["status"], shown["parties"]] == [state.status, list(state.parties)]
            assert shown["since"] == (None if pd.isna(state.since) else f"{state.since:%Y-%m-%d}")
            assert [shown["sinceText"], shown["sinceBy"], shown["inheritedFrom"]] == [
                state.since_text,
                state.since_by,
                state.inherited_from,
            ]
            ids = [shown["records"], shown["dissent"], shown["claimed"]]
            assert ids == [list(state.record_ids), list(state.dissent_ids), list(state.claimed_ids)]


def test_fills_on_the_map_are_those_of_the_legend(open_map: Callable, html: bytes) -> None:
    page = open_map(html).page
    for day in ("2018-01-15", "2018-03-02", "2018-03-15", "2018-03-22"):
        page.evaluate("(iso) => geomap.setDate(iso)", day)
        drawn = page.eval_on_selector_all(
            "[data-place][data-fill]", "nodes => nodes.map(node => node.dataset.fill)"
        )
        legend = page.eval_on_selector_all(".legend-row", "nodes => nodes.map(node => node.dataset.fill)")
        assert sorted(set(drawn)) == sorted(legend)
        used = page.eval_on_selector_all(
            "[data-fill].leaflet-interactive", "nodes => nodes.map(node => node.getAttribute('fill'))"
        )
        assert all(
            page.locator(fill.removeprefix("url(").removesuffix(")")).count() == 1 for fill in set(used)
        )


def test_keyboard_moves_the_day(open_map: Callable, html: bytes) -> None:
    opened = open_map(html)
    page = opened.page
    steps = [
        ("ArrowRight", "2018-03-16"), ("ArrowLeft", "2018-03-15"), ("Shift+ArrowRight", "2018-03-22"), ("PageUp", "2018-04-22"),
        ("PageDown", "2018-03-22"), ("End", "2018-06-30"), ("ArrowRight", "2018-06-30"), ("Home", "2018-01-01"), ("ArrowLeft", "2018-01-01"),
    ]  # fmt: skip
    for key, day in steps:
        page.keyboard.press(key)
        assert page.evaluate("geomap.date()") == day, key
        number = (pd.Timestamp(day) - pd.Timestamp("1970-01-01")).days
        opened.wait(f"document.querySelector('#day').value === '{number}'")


def test_arrows_run_with_time_in_a_right_to_left_page(open_map: Callable) -> None:
    page = open_map(small_page("ar")).page
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("geomap.date()") == "2018-03-16"
    assert page.evaluate("document.documentElement.dir") == "rtl"


def test_play_goes_from_change_to_change_and_space_stops_it(open_map: Callable, html: bytes) -> None:
    opened = open_map(html)
    page = opened.page
    page.keyboard.press(" ")
    opened.wait("geomap.date() === '2018-03-20'")
    assert page.locator(".time-play.is-playing").count() == 1
    page.keyboard.press(" ")
    assert page.locator(".time-play.is-playing").count() == 0


def test_a_click_and_a_key_choose_a_place_and_escape_lets_go(open_map: Callable, html: bytes) -> None:
    page = open_map(html).page
    page.locator('[data-place="west"]').click()
    assert page.inner_text("#panel-name") == "West غرب"
    assert "Vacated" in page.inner_text(".panel .state")
    assert page.inner_text(".panel .since") == "since 12–13 March 2018"
    page.keyboard.press("Escape")
    assert page.locator("#panel-name").count() == 0
    page.locator('[data-place="town"]').focus()
    page.keyboard.press("Enter")
    assert page.locator('[data-place="town"][aria-pressed="true"]').count() == 1


def test_the_panel_shows_every_record_with_its_verdict_and_a_link(open_map: Callable, html: bytes) -> None:
    opened = open_map(html, "#date=2018-03-22&place=west")
    verdicts = opened.state("west")["verdicts"]
    shown = opened.page.eval_on_selector_all(
        ".record",
        "nodes => nodes.map(node => [node.dataset.record, node.querySelector('.chip').textContent])",
    )
    assert dict(shown) == verdicts
    link = opened.page.locator(".record a")
    assert (link.get_attribute("href"), link.get_attribute("rel")) == (
        "https://example.org/x",
        "noopener noreferrer",
    )


def test_the_address_keeps_and_restores_day_place_and_view(open_map: Callable, html: bytes) -> None:
    opened = open_map(html, "#date=2018-02-11&place=north&view=33.3,36.1,11&later=1")
    page = opened.page
    assert page.evaluate("geomap.date()") == "2018-02-11"
    assert page.inner_text("#panel-name").startswith("North")
    page.evaluate("geomap.setDate('2018-02-12')")
    opened.wait("location.hash.includes('2018-02-12')")
    kept = dict(part.split("=") for part in page.evaluate("location.hash").lstrip("#").split("&"))
    view = [float(number) for number in kept.pop("view").split(",")]
    assert kept == {"date": "2018-02-12", "place": "north", "later": "1"}
    assert view == pytest.approx([33.3, 36.1, 11], abs=1e-3)
    page.evaluate("location.hash = '#date=2018-05-01&place=east'")
    opened.wait("geomap.date() === '2018-05-01'")
    assert page.inner_text("#panel-name").startswith("East")


@pytest.mark.parametrize(
    "fragment", ["#date=yesterday", "#date=2018-02-31&place=nowhere&view=1,2", "#view=a,b,c", "#%%%"]
)
def test_a_wrong_address_changes_nothing(open_map: Callable, html: bytes, fragment: str) -> None:
    assert open_map(html, fragment).page.evaluate("geomap.date()") == "2018-03-15"


def test_changes_are_told_and_messages_obeyed(open_map: Callable, html: bytes) -> None:
    opened = open_map(html)
    page = opened.page
    page.evaluate(
        "window.heard = []; window.addEventListener('geomap:change', (event) => heard.push(event.detail))"
    )
    page.evaluate("window.postMessage({ geomap: 'setDate', value: '2018-03-22' }, '*')")
    page.evaluate("window.postMessage({ geomap: 'select', value: 'east' }, '*')")
    page.evaluate(
        "[null, 3, {}, { geomap: 'gone' }, { geomap: 'setDate', value: {} }].forEach((data) => window.postMessage(data, '*'))"
    )
    opened.wait("heard.length === 2")
    assert page.evaluate("heard") == [
        {"date": "2018-03-22", "place": ""},
        {"date": "2018-03-22", "place": "east"},
    ]


def test_messages_on_load_are_answered_once_the_map_stands(open_page: Callable, html: bytes) -> None:
    """As the page that embeds it is told to: it cannot know when the map has unpacked itself."""
    page = open_page("<!DOCTYPE html><title>host</title><iframe width=900 height=700></iframe>").page
    page.evaluate(
        """(text) => {
        window.answers = [];
        addEventListener("message", ({ data }) => data.geomap === "date" && answers.push(data));
        const frame = document.querySelector("iframe");
        frame.addEventListener("load", () => {
            frame.contentWindow.postMessage({ geomap: "setDate", value: "2018-03-22" }, "*");
            frame.contentWindow.postMessage({ geomap: "date" }, "*");
        });
        frame.srcdoc = text;
    }""",
        html.decode("utf-8"),
    )
    end = time.monotonic() + 5
    while not page.evaluate("answers.length") and time.monotonic() < end:
        page.wait_for_timeout(30)
    assert page.evaluate("answers[0]") == {"geomap": "date", "value": "2018-03-22"}


def test_it_works_in_a_sandboxed_frame(open_page: Callable, html: bytes) -> None:
    page = open_page(
        "<!DOCTYPE html><title>host</title><iframe sandbox='allow-scripts' width=900 height=700></iframe>"
    ).page
    page.evaluate("(text) => { document.querySelector('iframe').srcdoc = text }", html.decode("utf-8"))
    frame = page.frame_locator("iframe")
    frame.locator("html.ready").wait_for(state="attached")
    page.evaluate("""() => new Promise((done) => {
        window.addEventListener('message', ({ data }) => { if (data.geomap === 'date') { window.answer = data; done(); } });
        const frame = document.querySelector('iframe').contentWindow;
        frame.postMessage({ geomap: 'setDate', value: '2018-03-22' }, '*');
        frame.postMessage({ geomap: 'date' }, '*');
    })""")
    assert page.evaluate("answer") == {"geomap": "date", "value": "2018-03-22"}


def test_the_day_as_table_and_as_csv(open_map: Callable, html: bytes) -> None:
    page = open_map(html).page
    assert page.locator("#day-table tbody tr").count() == len(page.evaluate("geomap.places()"))
    with page.expect_download() as download:
        page.locator(".plain-button").click()
    text = download.value.path().read_text("utf-8-sig")
    assert download.value.suggested_filename == "map-2018-03-15.csv"
    assert "west,West,غرب,2018-03-15,vacated,,2018-03-12,2018-03-12/2018-03-13,false" in text


def test_screen_readers_hear_the_day(open_map: Callable, html: bytes) -> None:
    opened = open_map(html)
    page = opened.page
    page.evaluate("geomap.setDate('2018-03-20')")
    opened.wait("document.querySelector('#live').textContent !== ''")
    assert page.inner_text("#live") == "20 March 2018. West: Held by Golds."


@pytest.mark.parametrize("lang", ["en", "ar", "fr"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844), (320, 568)])
def test_nothing_runs_off_the_side(open_map: Callable, lang: str, width: int, height: int) -> None:
    page = open_map(small_page(lang), "#place=west", width=width, height=height).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#time .time-play").is_visible()
    assert page.locator(".panel .state").is_visible()


def test_touch_targets_are_large_enough(open_map: Callable, html: bytes) -> None:
    page = open_map(html, "#place=west", width=390, height=844, has_touch=True).page
    small = page.eval_on_selector_all(
        "button:not(.skip):not(.strip-run), summary, #day",
        "nodes => nodes.map(node => [node.className, node.getBoundingClientRect()]).filter(([, box]) => box.width && Math.min(box.width, box.height) < 44).map(([name]) => name)",
    )
    assert small == []


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_who_assessed_it_and_of_when_the_outlines_are_is_said(open_map: Callable, lang: str) -> None:
    assessor = {"en": "The mapping desk.", "ar": "قسم الخرائط"}
    scene = small_scene(lang=lang).published(assessor=assessor)
    dates = ["2017-05", *[""] * (len(scene.places) - 1)]
    named = scene.places.assign(
        source="Survey", licence=["CC0", *["CC BY"] * (len(dates) - 1)], source_date=dates
    )
    html = render(replace(scene, places=named))
    page = open_map(html).page
    about = page.text_content("#about").replace("\u2068", "").replace("\u2069", "")
    words = Words(lang, scene.actors)
    assert words.text("about.assessor", name=assessor[lang].rstrip(".")) in about
    said = words.text("about.source_of", source="Survey", date=words.effective("2017-05"))
    assert f"{said}{'؛ ' if lang == 'ar' else '; '}Survey" in about
    assert words.text("about.assessor", name=assessor[lang].rstrip(".")) in html.decode("utf-8")


def test_nothing_is_thrown_while_a_page_opens(open_page: Callable, html: bytes) -> None:
    # Not even what is caught: to say where an error came from, browsers read the whole script again.
    page = open_page(b"<!DOCTYPE html>").page
    session = page.context.new_cdp_session(page)
    thrown: list[str] = []

    def note(event: dict) -> None:
        thrown.append(event["data"].get("description", event["reason"]))
        session.send("Debugger.resume")

    session.on("Debugger.paused", note)
    session.send("Debugger.enable")
    session.send("Debugger.setPauseOnExceptions", {"state": "all"})
    Path(urlparse(page.url).path).write_bytes(html)
    page.reload()
    page.wait_for_selector("html.ready", state="attached")
    assert thrown == []
