"""The page's twins of the rules, on the same tables of cases that bind the Python ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from geomap.render.bundle import bundle
from geomap.render.html import modules

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CASES = Path(__file__).parents[1] / "cases"
DEFAULTS = {"claim": "began", "status": "control", "scope": "rest", "confidence": "medium", "corrects": ""}
#: Days after which evidence is old, where a case does not say.
STALE_AFTER = 180
EPOCH = pd.Timestamp("1970-01-01")

#: The names of the tables' expectations, and what the page calls them.
NAMES = {"since_text": "sinceText", "since_by": "sinceBy", "inherited_from": "inheritedFrom"}
#: What the rules answer of one place; areas and ground (rules 8 and 9) are worked out elsewhere.
ANSWERED = (
    "status", "parties", "since", "since_text", "since_by", "inherited_from", "stale", "records",
    "dissent", "claimed", "conditions", "verdicts",
)  # fmt: skip


def all_cases() -> list:
    """Return every case of every table."""
    files = sorted(CASES.glob("rule*.json"))
    return [
        pytest.param(case, id=f"{file.stem}: {case['name']}")
        for file in files
        for case in json.loads(file.read_text("utf-8"))
    ]


def to_day(text: str) -> int:
    """Return a day as the page counts it."""
    return (pd.Timestamp(text) - EPOCH).days


def window(effective: str) -> tuple[int, int]:
    """Return the first and last day of an ``effective``."""
    ends = effective.replace("~", "").split("/")
    frequency = {4: "Y", 7: "M", 10: "D"}
    periods = [pd.Period(end, frequency[len(end)]) for end in ends]
    return (periods[0].start_time.normalize() - EPOCH).days, (periods[-1].end_time.normalize() - EPOCH).days


def to_record(row: dict, number: int) -> dict:
    """Return a case's record as the page has it; its columns are those of the CSV, as text."""
    filled = DEFAULTS | {name: value for name, value in row.items() if value != ""}
    first, last = window(filled["effective"])
    actors = filled.get("actor", "")
    return {
        "id": filled.get("id", f"cases.csv:{number}"),
        "place": filled["place"],
        "parties": sorted(actor.strip() for actor in actors.split(";") if actor.strip()),
        "first": first,
        "last": last,
        "reported": to_day(filled["reported"]) if filled.get("reported") else last,
        **{name: filled[name] for name in ("effective", "source", *DEFAULTS)},
    }


@cache
def script() -> str:
    """Return the rules as one script that leaves ``rules`` behind."""
    return bundle(modules(), "rules.js", returns="rules")


@pytest.fixture(scope="module")
def explain(browser: Browser) -> Iterator[Callable]:
    """A function that asks the page's rules: (places, records, place, day, known, stale_after)."""
    page = browser.new_page()
    page.add_script_tag(content=script())

    def ask(places: list, records: list, place: str, day: int, known: int | None, stale_after: int) -> dict:
        return page.evaluate(
            "([places, records, place, day, known, staleAfter]) =>"
            " rules.explain(rules.worldOf(places, records), place, day, { known, staleAfter })",
            [places, records, place, day, known, stale_after],
        )

    yield ask
    page.close()


def as_expected(answer: dict, expect: dict) -> dict:
    """Return what was answered, in the words and for the keys of ``expect``."""
    shown = {name: answer[NAMES.get(name, name)] for name in expect}
    if shown.get("since") is not None:
        shown["since"] = (EPOCH + pd.Timedelta(days=shown["since"])).strftime("%Y-%m-%d")
    if "verdicts" in shown:
        shown["verdicts"] = {name: shown["verdicts"].get(name) for name in expect["verdicts"]}
    if "conditions" in shown:
        shown["conditions"] = [[row["condition"], row["parties"]] for row in shown["conditions"]]
    return shown


@pytest.mark.parametrize("case", all_cases())
def test_the_page_answers_as_the_table_says(case: dict, explain: Callable) -> None:
    places = [{"id": place["place_id"], "parent": place.get("parent", "")} for place in case["places"]]
    records = [to_record(row, number) for number, row in enumerate(case["records"], start=2)]
    for ask in case["ask"]:
        if not set(ask.get("expect", {})) & set(ANSWERED):
            continue
        known = to_day(ask["known"]) if ask.get("known") else None
        stale_after = ask.get("stale_after", case.get("stale_after", STALE_AFTER))
        answer = explain(places, records, ask["place"], to_day(ask["day"]), known, stale_after)
        wanted = {name: value for name, value in ask["expect"].items() if name in ANSWERED}
        assert as_expected(answer, wanted) == wanted, ask
