"""The vectorised rules give, on every day, what the rules read aloud give."""

from __future__ import annotations

import numpy as np
import oracle
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import places_frame, records_frame

from geomap.control import as_of, evidence_on, to_evidence, to_spells, verdicts

PARENTS = {"country": "", "north": "country", "town": "north", "south": "country"}
DAYS = range(-1, 13)
HOLDING_PARTIES = {
    "control": [("a",), ("b",)],
    "shared": [("a", "b")],
    "vacated": [()],
    "unknown": [()],
    "inherit": [()],
}


@st.composite
def record(draw, ident):
    status = draw(
        st.sampled_from(["control", "control", "control", "inherit", "vacated", "unknown", "shared"])
    )
    first = draw(st.integers(0, 10))
    last = first + draw(st.sampled_from([0, 0, 2]))
    return {
        "id": f"r{ident}",
        "place": draw(st.sampled_from(list(PARENTS))),
        "effective": f"{first}/{last}",
        "first": first,
        "last": last,
        "claim": draw(st.sampled_from(["began", "held"])),
        "status": status,
        "parties": draw(st.sampled_from(HOLDING_PARTIES[status])),
        "scope": draw(st.sampled_from(["rest", "rest", "whole"])),
        "reported": last + draw(st.integers(-2, 6)),
        "source": draw(st.sampled_from("ABC")),
        "confidence": draw(st.sampled_from(["low", "medium", "medium", "high"])),
        "corrects": "",
    }


@st.composite
def histories(draw):
    rows = [draw(record(ident)) for ident in range(draw(st.integers(0, 9)))]
    for row in rows:
        others = [other["id"] for other in rows if other["place"] == row["place"] and other["id"] < row["id"]]
        if others and draw(st.integers(0, 4)) == 0:
            row["corrects"] = draw(st.sampled_from(others))
            if draw(st.booleans()):
                row["status"], row["parties"] = "withdrawn", ()
    return rows


def day_of(number):
    return pd.Timestamp("1970-01-01") + pd.Timedelta(days=number)


@settings(max_examples=80, deadline=None)
@given(histories(), st.sampled_from([3, 6, 100]))
def test_every_place_on_every_day(rows, known):
    spells = to_spells(records_frame(rows), places_frame(PARENTS), known_on=day_of(known))
    told = {place: {day: oracle.shown(rows, PARENTS, place, day, known) for day in DAYS} for place in PARENTS}
    for day in DAYS:
        states = as_of(spells, day_of(day))
        assert sorted(states.index) == sorted(PARENTS)
        for place in PARENTS:
            expected = told[place][day]
            state = states.loc[place]
            assert (state["status"], state["parties"]) == (expected["state"] or ("unknown", ()))
            assert state["inherited_from"] == ("" if expected["from"] in ("", place) else expected["from"])
            assert set(state["record_ids"]) == {row["id"] for row in expected["rows"]}
            assert set(state["dissent_ids"]) == expected["dissent"]
            assert set(state["claimed_ids"]) == expected["claimed"]
            assert_since(rows, told[place], day, state)


def assert_since(rows, told, day, state):
    runs = {d: shown["state"] for d, shown in told.items()}
    start = day
    while start - 1 in runs and runs[start - 1] == runs[day]:
        start -= 1
    if runs[day] is None:
        assert pd.isna(state["since"])
        return
    assert state["since"] == day_of(start)
    openers = [row for row in rows if row["first"] == start and row["effective"] == state["since_text"]]
    assert openers
    assert state["since_by"] in {row["claim"] == "held" for row in openers}


@settings(max_examples=30, deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_row_order_never_matters(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    names = list(PARENTS)
    random.shuffle(names)
    places = places_frame({name: PARENTS[name] for name in names})
    expected = to_spells(records_frame(rows), places_frame(PARENTS))
    pd.testing.assert_frame_equal(to_spells(records_frame(shuffled), places), expected)


@settings(max_examples=30, deadline=None)
@given(histories())
def test_spells_are_disjoint_ordered_and_cover(rows):
    spells = to_spells(records_frame(rows), places_frame(PARENTS))
    for _, mine in spells.groupby("place_id"):
        assert mine["valid_from"].iloc[0] == pd.Timestamp("0001-01-01")
        assert pd.isna(mine["valid_to"].iloc[-1])
        assert (mine["valid_to"].iloc[:-1].to_numpy() == mine["valid_from"].iloc[1:].to_numpy()).all()
        assert (np.diff(mine["valid_from"].to_numpy()).astype(int) > 0).all()


@settings(max_examples=40, deadline=None)
@given(histories(), record(99))
def test_an_older_record_never_changes_who_holds_on_a_newer_day(rows, late):
    rows = [row for row in rows if not row["corrects"]]
    places = places_frame(PARENTS)
    late = {**late, "source": "D", "scope": "rest", "status": "control", "parties": ("a",)}
    before, after = to_spells(records_frame(rows), places), to_spells(records_frame([*rows, late]), places)
    newer = {
        row["place"]: row["first"]
        for row in rows
        if row["status"] != "inherit" and row["confidence"] != "low"
    }
    if newer.get(late["place"], -1) <= late["first"]:
        return
    day = day_of(newer[late["place"]])
    columns = ["status", "parties", "record_ids"]
    assert (
        as_of(before, day).loc[late["place"], columns].equals(as_of(after, day).loc[late["place"], columns])
    )


@settings(max_examples=30, deadline=None)
@given(histories(), st.sampled_from([4, 100]))
def test_verdicts_agree_with_states(rows, known):
    records, places = records_frame(rows), places_frame(PARENTS)
    spells = to_spells(records, places, known_on=day_of(known))
    evidence = to_evidence(records, spells, places, known_on=day_of(known))
    for day in (2, 7, 12):
        states = as_of(spells, day_of(day))
        newest = evidence_on(evidence, places.index, day_of(day))
        for place in PARENTS:
            judged = verdicts(records, places, place, day_of(day), known_on=day_of(known))
            assert sorted(judged.index) == sorted(r["id"] for r in rows if r["place"] == place)
            state = states.loc[place]
            won = set(judged.index[judged["verdict"] == "won"])
            if state["inherited_from"] == "" and state["record_ids"]:
                assert won == set(state["record_ids"])
                support = records.loc[judged.index[judged["verdict"].isin(["won", "agrees"])], "reported"]
                assert newest[place] == support.max() or (pd.isna(newest[place]) and support.empty)
            else:
                assert set(records.loc[list(won), "status"]) <= {"inherit"}
            own_dissent = set(state["dissent_ids"]) & set(judged.index)
            assert set(judged.index[judged["verdict"] == "dissents"]) == own_dissent
            gone = oracle.corrected_by(rows, known)
            for ident, (verdict, by) in gone.items():
                if ident in judged.index:
                    assert tuple(judged.loc[ident]) == (verdict, by)


def test_no_records_at_all_is_unknown_since_nothing():
    states = as_of(to_spells(records_frame([]), places_frame(PARENTS)), "2018-03-22")
    assert set(states["status"]) == {"unknown"}
    assert states["since"].isna().all()


def test_no_places_gives_no_spells():
    assert to_spells(records_frame([]), places_frame({})).empty


@pytest.mark.parametrize("place", ["nowhere", ""])
def test_verdicts_of_a_place_that_is_not_there(place):
    with pytest.raises(KeyError):
        verdicts(records_frame([]), places_frame(PARENTS), place, "2018-03-22")
