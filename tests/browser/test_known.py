"""As known on a day: the page works out from the records what Python does."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scenes import actors_frame, places_frame, records_frame, small_page, small_scene

from geomap.control import verdicts
from geomap.measure import shares
from geomap.render.html import render
from geomap.scene import Scene, compose

DAYS = pd.date_range("2018-01-01", "2018-04-20", freq="27D")
#: Python works out the verdicts of one place at a time, which takes long: another place each day.
LOOKED_AT = ("west", "land", "north", "town", "east")
STATUSES = ["control"] * 6 + [
    "contested",
    "shared",
    "vacated",
    "unknown",
    "inherit",
    "presence",
    "besieged",
    "truce",
    "withdrawn",
]
OPTIONS = {
    "show": ["land"],
    "first": "2018-01-01",
    "last": "2018-06-30",
    "opens": "2018-03-15",
    "title": "Random",
}


def random_records(seed: int, n: int = 45) -> list[dict]:
    """Return records of which many are reported late, corrected, low or of the whole of a place."""
    rng = np.random.default_rng(seed)
    rows: list[dict] = []
    for at in range(n):
        first = pd.Timestamp("2018-01-01") + pd.Timedelta(days=int(rng.integers(0, 100)))
        last = first + pd.Timedelta(days=int(rng.choice([0, 0, 0, 2, 6])))
        status = str(rng.choice(STATUSES))
        parties = {
            "contested": 2,
            "shared": 2,
            "truce": 2,
            "vacated": 0,
            "unknown": 0,
            "inherit": 0,
            "withdrawn": 0,
        }.get(status, 1)
        row = {
            "id": f"r{at:02d}",
            "place_id": str(rng.choice(["land", "west", "west", "east", "north", "town"])),
            "effective": f"{first:%Y-%m-%d}" + (f"/{last:%Y-%m-%d}" if last > first else ""),
            "status": status,
            "parties": tuple(sorted(rng.choice(["red", "blue", "gold"], parties, replace=False).tolist())),
            "source": str(rng.choice(["A", "B", "C"])),
            "confidence": str(rng.choice(["low", "medium", "medium", "high"])),
            "claim": str(rng.choice(["began", "began", "held"])),
            "reported": f"{last + pd.Timedelta(days=int(rng.choice([0, 1, 3, 20, 60]))):%Y-%m-%d}",
        }
        if status in ("presence", "besieged", "truce") and rng.random() < 0.3:
            row["claim"] = "ended"
        if status == "control" and row["place_id"] == "land" and rng.random() < 0.5:
            row["scope"] = "whole"
        earlier = [
            other["id"]
            for other in rows
            if other["place_id"] == row["place_id"] and other["status"] != "withdrawn"
        ]
        if earlier and (status == "withdrawn" or rng.random() < 0.15):
            row["corrects"] = str(rng.choice(earlier))
        if status != "withdrawn" or "corrects" in row:
            rows.append(row)
    return rows


def scene_of(rows: list[dict], **options: object) -> Scene:
    return compose(
        places_frame(), records_frame(rows), actors_frame(), **{**OPTIONS, "stale_after": 30, **options}
    )


def assert_page_says(page, expected: Scene, rows: list[dict], day: pd.Timestamp, known: pd.Timestamp) -> None:
    states = expected.states(day)
    found = page.evaluate(
        "(day) => { geomap.setDate(day); return Object.fromEntries(geomap.places().map((id) => [id, geomap.state(id)])); }",
        f"{day:%Y-%m-%d}",
    )
    for place, shown in found.items():
        state, where = states.loc[place], (place, day, known)
        assert [shown["status"], shown["parties"]] == [state.status, list(state.parties)], where
        assert shown["since"] == (None if pd.isna(state.since) else f"{state.since:%Y-%m-%d}"), where
        assert [shown["sinceText"], shown["sinceBy"], shown["inheritedFrom"]] == [
            state.since_text,
            state.since_by,
            state.inherited_from,
        ], where
        assert [shown["records"], shown["dissent"], shown["claimed"]] == [
            list(state.record_ids),
            list(state.dissent_ids),
            list(state.claimed_ids),
        ], where
        assert shown["stale"] == state.stale, where
        assert sorted((c["condition"], tuple(c["parties"])) for c in shown["conditions"]) == sorted(
            state.conditions
        ), where
        if place != LOOKED_AT[day.day % len(LOOKED_AT)]:
            continue
        said = verdicts(records_frame(rows), places_frame(), place, day, known_on=known)
        words = {row.Index: f"{row.verdict} {row.by}".strip() for row in said.itertuples()}
        assert shown["verdicts"] == words, where


@pytest.mark.parametrize("seed", range(3))
def test_the_page_knows_what_was_known_then(open_map: Callable, seed: int) -> None:
    rows = random_records(seed)
    scene = scene_of(rows)
    page = open_map(render(scene)).page
    for known in pd.date_range("2018-01-10", "2018-06-20", freq="47D"):
        expected = scene_of(rows, known_on=known)
        page.evaluate("(known) => geomap.known(known)", f"{known:%Y-%m-%d}")
        for day in DAYS:
            assert_page_says(page, expected, rows, day, known)
        page.evaluate("geomap.setDate('2018-04-09')")
        assert_legend(page, expected, "2018-04-09")
    page.evaluate("geomap.known(null)")
    for day in DAYS:
        assert_page_says(page, scene, rows, day, None)


@pytest.mark.parametrize("seed", range(6, 8))
def test_a_replay_knows_what_was_known_each_day(open_map: Callable, seed: int) -> None:
    rows = random_records(seed)
    page = open_map(render(scene_of(rows)), "#known=then").page
    known = {day: scene_of(rows, known_on=day) for day in DAYS}
    for day in [*DAYS, *DAYS[::-2]]:
        assert_page_says(page, known[day], rows, day, day)
    assert_legend(page, known[DAYS[0]], DAYS[0])


def assert_legend(page, expected: Scene, day: object) -> None:
    """Compare states, shares and marks of the legend with those that Python works out."""
    legend = expected.legend(day)
    drawn = page.eval_on_selector_all(
        "[data-place][data-fill]", "nodes => nodes.map(node => node.dataset.fill)"
    )
    rows = page.eval_on_selector_all(".legend-row", "nodes => nodes.map(node => node.dataset.fill)")
    assert sorted(set(drawn)) == sorted(rows)
    assert len(rows) == sum(row.kind == "state" for row in legend)
    assert page.locator(".legend-marks li").count() == sum(row.kind == "mark" for row in legend)
    held = shares(expected, day).set_index("actor")
    for name, text in page.eval_on_selector_all(
        ".legend-row",
        "nodes => nodes.map(node => [node.querySelector('bdi').textContent, node.querySelector('.legend-share b')?.textContent])",
    ):
        found = expected.actors.index[expected.actors["name"] == name]
        if text and len(found):
            least, most = held.loc[found[0], ["least", "most"]]
            bounds = [float(part) for part in text.rstrip("%").split("–")]
            assert [bounds[0], bounds[-1]] == pytest.approx([least, most], abs=0.51)


def test_the_page_says_that_not_all_is_known(open_map: Callable) -> None:
    page = open_map(small_page(), "#known=then").page
    assert page.inner_text("#known") == "As known on 15 March 2018"
    page.locator("#tool-known").click()
    page.locator("#box-known .segment", has_text="to date").click()
    assert page.inner_text("#known") == ""
    assert "known" not in page.evaluate("location.hash")


def test_a_map_as_known_on_a_day_knows_no_more(open_map: Callable) -> None:
    scene = small_scene(known_on="2018-02-10")
    page = open_map(render(scene)).page
    before = page.evaluate("geomap.state('west')")
    page.evaluate("geomap.known('2018-06-01')")
    assert page.evaluate("geomap.state('west')") == before
    assert page.inner_text("#known") == "As known on 10 February 2018"


def test_the_panel_says_how_sure_it_is(open_map: Callable) -> None:
    page = open_map(small_page(), "#date=2018-03-22&place=west").page
    assert page.inner_text(".evidence") == "1 source · medium confidence · newest evidence 20 March 2018"
