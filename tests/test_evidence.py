"""Rule 10 over time: the newest evidence on every day is what the rule read aloud gives, and so is what is stale."""

from __future__ import annotations

import oracle
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import places_frame, records_frame
from test_rules_against_oracle import DAYS, PARENTS, day_of, histories

from geomap import schema as s
from geomap.control import evidence_on, is_stale, newest_evidence, to_evidence, to_spells, to_stale

LAST = 24


def stale_on(stale: pd.DataFrame, day: pd.Timestamp) -> set[str]:
    holds = (stale[s.VALID_FROM] <= day) & (stale[s.VALID_TO].isna() | (stale[s.VALID_TO] > day))
    return set(stale.loc[holds, s.PLACE_ID])


def assert_spells(frame: pd.DataFrame) -> None:
    """Rows are in order, none is empty, and no two of a place touch without a change between."""
    ends = frame[s.VALID_TO].fillna(pd.Timestamp("9999-01-01"))
    assert (ends > frame[s.VALID_FROM]).all()
    same = frame[s.PLACE_ID].iloc[1:].to_numpy() == frame[s.PLACE_ID].iloc[:-1].to_numpy()
    assert (frame[s.VALID_FROM].to_numpy()[1:] >= ends.to_numpy()[:-1])[same].all()
    assert list(frame[s.PLACE_ID]) == sorted(frame[s.PLACE_ID])


@settings(max_examples=40, deadline=None)
@given(histories(), st.sampled_from([5, 100]))
def test_newest_evidence_is_that_of_the_rule_read_aloud(rows, known):
    records, places = records_frame(rows), places_frame(PARENTS)
    spells = to_spells(records, places, known_on=day_of(known))
    evidence = to_evidence(records, spells, places, known_on=day_of(known))
    assert_spells(evidence)
    for day in DAYS:
        newest = evidence_on(evidence, places.index, day_of(day))
        for place in PARENTS:
            expected = oracle.newest_evidence(rows, PARENTS, place, day, known)
            assert (pd.isna(newest[place]) and expected is None) or newest[place] == day_of(expected)


@settings(max_examples=30, deadline=None)
@given(histories(), st.sampled_from([0, 1, 4, 180]), st.sampled_from([5, None]))
def test_stale_spells_say_what_is_stale_on_every_day(rows, stale_after, known):
    records, places = records_frame(rows), places_frame(PARENTS)
    known_on = None if known is None else day_of(known)
    spells = to_spells(records, places, known_on=known_on)
    stale = to_stale(records, spells, places, stale_after=stale_after, known_on=known_on)
    evidence = to_evidence(records, spells, places, known_on=known_on)
    assert_spells(stale)
    for day in map(day_of, range(-1, LAST)):
        old = is_stale(evidence_on(evidence, places.index, day), day, stale_after)
        assert stale_on(stale, day) == set(old.index[old])


@pytest.mark.parametrize("stale_after", [30, 180])
def test_stale_spells_of_the_shipped_maps(scenes, stale_after):
    scene = scenes["syria"]
    stale = to_stale(scene.records, scene.spells, scene.tree, stale_after=stale_after)
    evidence = to_evidence(scene.records, scene.spells, scene.tree)
    assert len(stale) > 0
    for day in pd.date_range(scene.first, scene.last, freq="5D"):
        old = is_stale(evidence_on(evidence, scene.tree.index, day), day, stale_after)
        assert stale_on(stale, day) == set(old.index[old]), day


def test_a_state_without_records_is_never_stale():
    records, places = records_frame([]), places_frame(PARENTS)
    spells = to_spells(records, places)
    assert to_stale(records, spells, places, stale_after=1).empty
    assert newest_evidence(records, spells, places, "2018-03-22").isna().all()
