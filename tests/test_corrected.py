"""Where a correction changed what an earlier sheet of a day showed, and the line that says so."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
from making import places_frame as tree_frame
from making import records_frame as made_records
from test_cases import day_of, to_places, to_records

sys.path.insert(0, str(Path(__file__).parent / "browser"))
from scenes import actors_frame, places_frame, records_frame

from geomap.control import corrected
from geomap.render.static.content import Content
from geomap.render.static.series import content_of
from geomap.scene import compose
from geomap.telling import corrected_lines, corrections, notes

#: The module, whose name its function has too.
module = import_module("geomap.control.corrected")
CASES = json.loads((Path(__file__).parent / "cases" / "corrected.json").read_text("utf-8"))
DAY = pd.Timestamp("2018-03-15")
#: Late news of the small map: north was never blue's, town was empty.
LATE = [
    {"place_id": "land", "effective": "2018-01-01", "parties": ("red",)},
    {"id": "n1", "place_id": "north", "effective": "2018-03-01", "parties": ("blue",)},
    {"id": "n2", "place_id": "north", "effective": "2018-03-01", "parties": ("gold",), "reported": "2018-03-28", "corrects": "n1"},
    {"id": "t1", "place_id": "town", "effective": "2018-03-01", "parties": ("blue",)},
    {"id": "t2", "place_id": "town", "effective": "2018-03-01", "status": "vacated", "parties": (), "reported": "2018-04-01", "corrects": "t1"},
]  # fmt: skip

# Some cases correct in vain on purpose; the reader warns, and its own tests say of what.
pytestmark = pytest.mark.filterwarnings("ignore::geomap.errors.GeomapWarning")


def said(conditions) -> list[str]:
    return [" ".join((condition, *parties)) for condition, parties in conditions]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case, tmp_path):
    places = to_places(case["places"])
    records = to_records(case, places, tmp_path)
    for ask in case["ask"]:
        rows = corrected(records, places, ask["day"], known_on=day_of(ask.get("known")))
        found = [
            {
                "reported": f"{row.reported:%Y-%m-%d}",
                "place": row.place_id,
                "was": [row.was_status, *row.was_parties, *said(row.was_conditions)],
                "now": [row.status, *row.parties, *said(row.conditions)],
                "records": list(row.record_ids),
            }
            for row in rows.itertuples()
        ]
        assert found == ask["expect"], case["why"]


def test_only_the_places_asked_about_are_told(tmp_path):
    case = next(case for case in CASES if case["name"].startswith("finer places"))
    places = to_places(case["places"])
    rows = corrected(to_records(case, places, tmp_path), places, "2018-03-22", shown=["camp", "town"])
    assert list(rows["place_id"]) == ["camp"]


def test_nothing_is_resolved_where_nothing_was_corrected(monkeypatch):
    def fail(*_args, **_options):
        raise AssertionError("resolved")

    monkeypatch.setattr(module, "to_spells", fail)
    records = made_records([{"id": "r", "place": "a", "parties": ("x",), "reported": 5}])
    rows = corrected(records, tree_frame({"a": ""}), "1970-01-02")
    assert list(rows.columns) == list(module.CORRECTED_COLUMNS)
    assert rows.empty


def test_only_corrected_places_and_their_heirs_are_resolved(monkeypatch, tmp_path):
    seen = []
    resolve = module.to_spells

    def watch(records, places, **options):
        seen.append((set(records["place_id"]), set(places.index)))
        return resolve(records, places, **options)

    monkeypatch.setattr(module, "to_spells", watch)
    case = next(case for case in CASES if case["name"].startswith("finer places"))
    places = to_places(case["places"])
    corrected(to_records(case, places, tmp_path), places, "2018-03-22")
    assert [each for each in seen if "other" in each[0] | each[1]] == []
    assert len(seen) == 2


# --- the lines --------------------------------------------------------------------


def late_scene(lang="en", **options):
    return compose(
        places_frame(),
        records_frame(LATE),
        actors_frame(),
        show=["land"],
        lang=lang,
        **{"last": "2018-06-30", "stale_after": 0, **options},
    )


LINES = {
    "en": ["Corrected 28 March 2018: North. Held by Golds, not by Blues.", "Corrected 1 April 2018: Town. Vacated, not held by Blues."],
    "fr": ["Corrigé le 28 mars 2018\u00a0: North. Tenu par\u00a0: Golds, et non\u00a0: Blues.", "Corrigé le 1er avril 2018\u00a0: Town. Évacué\u202f; auparavant figurait\u00a0: tenu par\u00a0: Blues."],
    "ar": ["صُحِّح في 28 آذار 2018: شمال. الجهة المسيطرة ذهب، لا زرق.", "صُحِّح في 1 نيسان 2018: بلدة. مُخلاة، وكان المعروض قبل ذلك: الجهة المسيطرة زرق."],
}  # fmt: skip


@pytest.mark.parametrize("lang", LINES)
def test_a_line_says_what_stands_now_and_what_stood_before(lang):
    assert corrected_lines(late_scene(lang), DAY) == LINES[lang]


def test_what_was_not_known_yet_is_not_told():
    assert len(corrected_lines(late_scene(known_on="2018-03-28"), DAY)) == 1
    assert corrected_lines(late_scene(known_on="2018-03-27"), DAY) == []
    assert corrections(late_scene(), "2018-04-02").empty


def test_the_lines_come_first_among_the_notes_of_a_sheet():
    notes = Content(late_scene(notes=["A note."]), DAY).notes
    assert notes == [*LINES["en"], "A note."]
    assert Content(late_scene(notes=["A note."]), pd.Timestamp("2018-04-02")).notes == ["A note."]


def test_of_several_days_the_corrections_of_all_are_told():
    days = [pd.Timestamp(day) for day in ("2018-01-02", "2018-01-09", "2018-01-16", DAY)]
    days += [pd.Timestamp(f"2018-{month:02d}-02") for month in (4, 5, 6)]
    scene = late_scene(notes=["A note."])
    assert corrected_lines(scene, days) == LINES["en"]
    assert notes(scene, days) == [*LINES["en"], "A note."]
    assert content_of(scene, days).notes == [*LINES["en"], "A note."]


SIEGE = [
    {"place_id": "north", "effective": "2018-01-01", "parties": ("red",)},
    {"id": "s1", "place_id": "north", "effective": "2018-03-01", "status": "besieged", "parties": ("blue",)},
    {"id": "s2", "place_id": "north", "effective": "2018-03-01", "status": "besieged", "parties": ("gold",), "reported": "2018-03-28", "corrects": "s1"},
    {"id": "p1", "place_id": "land", "effective": "2018-03-01", "status": "presence", "parties": ("gold",)},
    {"id": "p2", "place_id": "land", "effective": "2018-03-01", "status": "withdrawn", "parties": (), "reported": "2018-04-01", "corrects": "p1"},
]  # fmt: skip
SIEGE_LINES = {
    "en": ["Corrected 28 March 2018: North. Taken back: siege by Blues.", "Corrected 28 March 2018: North. Added: siege by Golds.", "Corrected 1 April 2018: Land. Taken back: presence of Golds."],
    "fr": ["Corrigé le 28 mars 2018\u00a0: North. Retiré\u00a0: siège (Blues).", "Corrigé le 28 mars 2018\u00a0: North. Ajouté\u00a0: siège (Golds).", "Corrigé le 1er avril 2018\u00a0: Land. Retiré\u00a0: présence (Golds)."],
    "ar": ["صُحِّح في 28 آذار 2018: شمال. سُحب ما كان معروضًا: حصار من زرق.", "صُحِّح في 28 آذار 2018: شمال. أُضيف: حصار من ذهب.", "صُحِّح في 1 نيسان 2018: أرض. سُحب ما كان معروضًا: وجود ذهب."],
}  # fmt: skip


def without_ground(scene, place):
    """Return a scene in which finer places own all the ground of a place."""
    return replace(
        scene, places=scene.places.assign(drawn=scene.places["drawn"] & (scene.places.index != place))
    )


@pytest.mark.parametrize("lang", SIEGE_LINES)
def test_a_siege_or_a_presence_taken_back_is_told_too(lang):
    scene = compose(
        places_frame(), records_frame(SIEGE), actors_frame(), show=["land"], lang=lang, stale_after=0
    )
    assert corrected_lines(without_ground(scene, "land"), DAY) == SIEGE_LINES[lang]


def test_of_a_place_that_is_not_drawn_only_conditions_are_told():
    land = [
        {"id": "l1", "place_id": "land", "effective": "2018-03-01", "parties": ("blue",)},
        {"id": "l2", "place_id": "land", "effective": "2018-03-01", "parties": ("gold",), "reported": "2018-03-28", "corrects": "l1"},
    ]  # fmt: skip
    scene = compose(places_frame(), records_frame(land), actors_frame(), show=["land"])
    assert [line for line in corrected_lines(scene, DAY) if ": Land." in line]
    lines = corrected_lines(without_ground(scene, "land"), DAY)
    assert lines
    assert [line for line in lines if ": Land." in line] == []
