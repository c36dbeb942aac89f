"""What is said beside a chart: its caption, its alternative text, and the records behind it."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parent / "browser"))
from scenes import small_scene

from geomap.render import chart
from geomap.stack import stack_of
from geomap.telling import beside, charted, files_beside, sidecar

FIRST, LAST = pd.Timestamp("2018-02-03"), pd.Timestamp("2018-03-25")


@pytest.fixture(scope="module")
def scene():
    return small_scene()


def test_the_text_of_a_chart_through_time_has_every_step_it_shows(scene):
    alt = sidecar(scene, [FIRST, LAST], chart="area")["alt"]
    assert alt.startswith("Chart: Four squares. Share of the 1,655 km² shown, day by day. 3 February 2018")
    days = stack_of(scene, first=FIRST, last=LAST).days[1:]
    assert len(days) >= 4
    for day in days:
        assert f"On {pd.Timestamp(day):%-d %B %Y}: " in alt
    assert "On 10 February 2018: Reds: from 50% to 25%; Reds (sources disagree): from 0% to 25%." in alt
    assert "On 20 March 2018: Golds: from 0% to 25%; vacated: from 25% to 0%." in alt
    assert "Map" not in alt


def test_a_text_of_very_many_changes_ends_with_the_last_day(scene, monkeypatch):
    """Days are left out and counted until there is room; the day that the chart ends with is not."""
    monkeypatch.setattr(charted, "MOST_ALT", 700)
    alt = sidecar(scene, [FIRST, LAST], chart="area")["alt"]
    assert len(alt) <= 700
    assert "On 25 March 2018, Reds held" in alt
    assert "Changes on " in alt


def test_of_one_day_a_chart_through_time_says_it_once(scene):
    alt = sidecar(scene, [LAST, LAST], chart="area")["alt"]
    assert alt.count("On 25 March 2018") == 1
    assert "As of 25 March 2018" in alt


def test_the_text_of_bars_has_every_bar_with_its_range(scene):
    told = sidecar(scene, LAST, chart="bars")
    assert told["alt"].startswith("Chart: Four squares. Share of the 1,655 km² shown: in full colour")
    for party in told["parties"]:
        assert party["name"] in told["alt"]
    assert "Reds 25–75%" in told["alt"]


def figures_of(*rows: tuple) -> pd.DataFrame:
    """A table of published figures: place, day, party, measure, op, value, source, via."""
    columns = ["place_id", "on_text", "actor", "measure", "op", "value", "source", "via"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(on=pd.to_datetime(table["on_text"]), reported=pd.NaT, url="", file="", line=1)


def test_figures_of_others_are_told_after_the_bars_as_they_are_drawn(scene):
    place, party = scene.show[0], scene.actors.index[0]
    figures = figures_of(
        (place, "2018-03-20", party, "share", "<", 40.0, "Survey", "Wire"),
        (place, "2018-03-20", party, "km2", "=", 1e6, "Atlas", ""),  # larger than the place: it has no sign
        (place, "2018-01-01", party, "share", "<", 5.0, "Old survey", ""),  # too long before the day
    )
    alone = replace(scene, show=(place,), figures=figures)
    alt = sidecar(alone, LAST, chart="bars")["alt"]
    name = alone.places.loc[place, "name"]
    assert alt.index("%") < alt.index(f"not ours: {name}: ")
    assert "Survey, via Wire: under 40% (20 March 2018)." in alt
    assert "Atlas" not in alt
    assert "Old survey" not in alt
    assert "Survey" not in sidecar(alone, [FIRST, LAST], chart="area")["alt"], (
        "no figure stands in an area chart"
    )


def test_a_chart_has_no_background_to_credit_and_its_own_disclaimer(scene):
    told = sidecar(scene, [FIRST, LAST], chart="area")
    assert told["picture"] == "area"
    assert "the chart counts ground" in told["caption"]
    assert "Background" not in told["credit"]
    assert sidecar(scene, LAST)["picture"] == "map"


def test_the_records_of_a_chart_are_those_of_all_its_days(scene):
    """One that decided a state for some days between the first and the last counts too."""
    ids = {record["id"] for record in sidecar(scene, [FIRST, LAST], chart="area")["records"]}
    ends = {record["id"] for record in sidecar(scene, [FIRST, LAST])["records"]}
    vacated = scene.records.index[scene.records["status"] == "vacated"]
    assert set(vacated) <= ids
    assert not set(vacated) & ends
    later = scene.records.index[scene.records["first"] > LAST]
    assert not set(later) & ids


@pytest.mark.parametrize(("lang", "chart_word"), [("ar", "رسم بياني"), ("fr", "Graphique"), ("en", "Chart")])
def test_it_is_told_in_every_language(lang, chart_word):
    scene = replace(small_scene(), lang=lang)
    for kind, days in (("area", [FIRST, LAST]), ("bars", LAST)):
        files = files_beside(scene, days, chart=kind)
        assert json.loads(files[".json"])["alt"].startswith(chart_word)
        assert chart_word in files[".txt"].decode()
        assert "{" not in files[".txt"].decode()


def test_a_chart_and_a_map_of_one_name_are_told_apart(scene, tmp_path):
    """One caption stands beside both: the user is warned."""
    (tmp_path / "x.svg").write_bytes(chart(scene, ".svg", kind="bars", on=LAST))
    for path, content in beside(tmp_path / "x.svg", scene, LAST, chart="bars").items():
        path.write_bytes(content)
    with pytest.warns(UserWarning, match="shows something else"):
        beside(tmp_path / "x.png", scene, LAST)


def test_a_chart_of_nothing_says_so(scene):
    bare = replace(scene, places=scene.places.assign(km2=0.0, drawn=False, is_point=False))
    assert "nothing to share out" in sidecar(bare, LAST, chart="bars")["alt"]
