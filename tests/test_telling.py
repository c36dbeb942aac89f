"""What a map says in words is true: sentence, caption, alternative text, credit, dates, records."""

from __future__ import annotations

import random
import re
import sys
import unicodedata
from pathlib import Path

import pandas as pd
import pytest
import shapely

sys.path.insert(0, str(Path(__file__).parent / "browser"))
from scenes import ACTORS, PLACES, actors_frame, places_frame, points_scene, records_frame, small_scene

from geomap import schema as s
from geomap.control import verdicts
from geomap.measure import between, changes
from geomap.scene import compose
from geomap.telling import (
    alt_text,
    caption,
    corrected_lines,
    credit,
    data_range,
    notes,
    records_used,
    sentence,
    sidecar,
)
from geomap.telling.seen import MOST_ALT, MOST_CHANGE_DAYS, MOST_NAMED
from geomap.words import LANGUAGES

DAY = pd.Timestamp("2018-03-15")
PARTY = {name: party for party, name, *_ in ACTORS}
PLACE = {name: place for place, name, *_ in PLACES}
SAYS = {
    "control": r"Held by ([^:.]+): ([^.]+)\.",
    "contested": r"Contested between ([^:.]+): ([^.]+)\.",
    "shared": r"Shared by ([^:.]+), each holding a part: ([^.]+)\.",
    "disputed": r"Sources of equal weight name different states – ([^:.]+): ([^.]+)\.",
    "vacated": r"Vacated, and not reported to be held by (anyone): ([^.]+)\.",
    "unknown": r"Not known (who holds it): ([^.]+)\.",
}
MARKS = {
    "dissent": r"Sources disagree about: ([^.]+)\.",
    "claim": r"Claimed otherwise, not confirmed: ([^.]+)\.",
    "stale": r"Old evidence, nothing newer than [^:]+: ([^.]+)\.",
}
CONDITIONS = {
    "besieged": r"Besieged by ([^:.]+): ([^.]+)\.",
    "assault": r"Under attack by ([^:.]+): ([^.]+)\.",
    "truce": r"Truce, agreed by ([^:.]+): ([^.]+)\.",
    "presence": r"Active without holding the ground – ([^:.]+): ([^.]+)\.",
}


def names_in(text, table):
    """Return the ids of a list in words."""
    return {table[name] for name in re.split(r", | and ", text) if name in table}


def random_record(rng, number):
    status = rng.choice(
        ["control"] * 5 + ["contested", "shared", "vacated", "unknown", "inherit", *s.CONDITIONS]
    )
    least = s.N_PARTIES[status][0]
    parties = rng.sample([party for party, *_ in ACTORS], least if status != "truce" else 2)
    first = pd.Timestamp("2018-01-01") + pd.Timedelta(days=rng.randrange(90))
    return {
        "id": f"x{number:02d}",
        "place_id": rng.choice([place for place, *_ in PLACES]),
        "effective": f"{first:%Y-%m-%d}",
        "status": status,
        "parties": tuple(sorted(parties)),
        "claim": rng.choice(["began", "held"]),
        "scope": rng.choice(["rest", "rest", "whole"]),
        "reported": f"{first + pd.Timedelta(days=rng.randrange(20)):%Y-%m-%d}",
        "source": rng.choice("ABC"),
        "confidence": rng.choice(["low", "medium", "medium", "high"]),
    }


def random_scene(seed, **options):
    rng = random.Random(seed)  # noqa: S311
    rows = [random_record(rng, number) for number in range(rng.randrange(4, 22))]
    given = {"show": ["land"], "first": "2018-01-01", "last": "2018-06-30", "opens": DAY, "stale_after": 20}
    return compose(places_frame(), records_frame(rows), actors_frame(), title="Made", **{**given, **options})


SEEDS = range(16)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_state_is_told_and_nothing_else(seed):
    scene = random_scene(seed)
    text, states = alt_text(scene, DAY), scene.states(DAY)
    told = {
        (status, tuple(sorted(names_in(parties, PARTY))), place)
        for status, pattern in SAYS.items()
        for parties, places in re.findall(pattern, text)
        for place in names_in(places, PLACE)
    }
    drawn = states[states["drawn"]]
    assert told == {(row.status, row.parties, row.Index) for row in drawn.itertuples()}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_open_and_what_happens_there_is_told_and_nothing_else(seed):
    scene = random_scene(seed)
    text, states = alt_text(scene, DAY), scene.states(DAY)
    drawn = states[states["drawn"]]
    for mark, pattern in MARKS.items():
        told = [place for places in re.findall(pattern, text) for place in names_in(places, PLACE)]
        assert sorted(told) == sorted(drawn.index[[mark in marks for marks in drawn["marks"]]]), mark
    told = {
        (condition, tuple(sorted(names_in(parties, PARTY))), place)
        for condition, pattern in CONDITIONS.items()
        for parties, places in re.findall(pattern, text)
        for place in names_in(places, PLACE)
    }
    there = {
        (name, parties, place) for place, pairs in states["conditions"].items() for name, parties in pairs
    }
    assert told == there


@pytest.mark.parametrize("seed", SEEDS)
def test_the_latest_change_is_the_latest(seed):
    scene = random_scene(seed)
    rows = changes(scene, "2017-01-01", DAY)
    rows = rows[rows["was_status"] != "unknown"]
    found = re.search(r"Latest change of hands, ([^:]+): (.*)\.$", alt_text(scene, DAY))
    assert bool(found) == bool(len(rows))
    if found:
        last = rows[rows["day"] == rows["day"].max()]
        assert found[1] == f"{last['day'].iloc[0].day} {last['day'].iloc[0]:%B} 2018"
        assert _changed_in(found[2]) == set(last["place_id"])


@pytest.mark.parametrize("seed", SEEDS)
def test_what_changed_since_an_earlier_picture_is_told(seed):
    scene = random_scene(seed)
    rows = between(scene, "2018-02-15", DAY)
    text = alt_text(scene, DAY, since="2018-02-15")
    found = re.search(r"Changed since the map of 15 February 2018: (.*)\.$", text)
    assert bool(found) == bool(len(rows))
    assert ("No change since the map of 15 February 2018." in text) == rows.empty
    assert "Latest change" not in text
    if found and not re.search("and (one|two) more", found[1]):
        assert _changed_in(found[1]) == set(rows["place_id"])
    elif found:
        assert _changed_in(found[1]) < set(rows["place_id"])


def _changed_in(text):
    return {place for part in text.split("; ") for place in names_in(part.split(" – ")[0], PLACE)}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_records_used_have_the_verdicts_of_rule_11(seed):
    scene = random_scene(seed)
    used, states = records_used(scene, DAY), scene.states(DAY).loc[scene.drawn()]
    shown = set(scene.places.index)
    deciding = set(scene.drawn()) | set(states["inherited_from"]) - {""}
    for place in sorted(set(scene.tree.index)):
        judged = verdicts(scene.records, scene.tree, place, DAY)["verdict"]
        holding = scene.records.loc[judged.index, "status"].isin(s.HOLDING)
        if place in deciding:
            agree = set(judged.index[(judged == s.AGREES) & holding])
            assert agree <= set(used.index), place
        extra = used[(used["place_id"] == place) & used["status"].isin(s.HOLDING)]
        for record, row in extra.iterrows():
            if row["verdict"] == s.AGREES:
                assert judged[record] in (s.AGREES, s.WON), (record, judged[record])
    ids = {
        each for name in ("record_ids", "dissent_ids", "claimed_ids") for row in states[name] for each in row
    }
    assert ids <= set(used.index)
    assert set(used.loc[used["status"].isin(s.CONDITIONS), "place_id"]) <= shown
    won = {each for row in states["record_ids"] for each in row}
    assert set(used.index[(used["verdict"] == s.WON) & used["status"].isin(s.HOLDING)]) == won


def test_words_for_one_place_and_for_none_known():
    scene = small_scene(show=["north"])
    assert alt_text(scene, DAY).startswith(
        "Map: Four squares. On 15 March 2018, Reds held 0–100% of the 413 km² shown"
    )
    before = alt_text(small_scene(first="2017-01-01"), "2017-06-01")
    assert "On 1 June 2017, no record says who held any place shown." in before
    assert "Not known who holds it: " in before
    assert "Held by" not in before


def test_the_caption_says_title_days_and_what_colours_do_not_claim():
    text = caption(small_scene(title="Who holds it?"), DAY)
    assert text.startswith("Who holds it? As of 15 March 2018. On 15 March 2018, Reds held 25–75% of the")
    assert "Disputed: East. Vacated: West." in text
    assert text.endswith("takes no position on whose it is.")
    assert "As known on" not in text
    assert "As known on 1 May 2018." in caption(small_scene(known_on="2018-05-01"), DAY)
    assert "As known on" not in caption(small_scene(known_on=DAY), DAY)


def test_the_sentence_names_unknown_ground_and_counts_parties():
    assert sentence(small_scene(known_on="2018-06-30"), DAY).endswith(
        "and 25% unknown. Disputed: East. Vacated: West."
    )
    actors = [(f"p{n}", f"P{n}", "", f"P{n}", "#336699", "none") for n in range(5)]
    frame = pd.DataFrame(actors, columns=["actor", "name", "name_ar", "short", "color", "pattern"])
    frame = frame.assign(name_fr="", order=range(5), aliases=[()] * 5).set_index("actor")
    records = records_frame(
        [
            {
                "place_id": "land",
                "effective": "2018",
                "status": "shared",
                "parties": tuple(f"p{n}" for n in range(5)),
            }
        ]
    )
    scene = compose(places_frame(), records, frame, show=["land"], title="T")
    assert "P2 0–100% and two more parties other parts." in sentence(scene, DAY)


def test_a_map_of_points_counts_places():
    points = [row for row in PLACES if row[0] == "town"]
    scene = compose(
        places_frame(points), records_frame([{"place_id": "town", "effective": "2018", "parties": ("red",)}]),
        actors_frame(), show=["town"], title="T",
    )  # fmt: skip
    assert sentence(scene, DAY) == "On 15 March 2018, Reds held 1 of the 1 places shown."
    assert "Held by Reds: Town." in alt_text(scene, DAY)


SAID_OF_POINTS = {
    "aaabbcde??": "Party a held 3 of the 10 places shown, Party b 2, Party c 1, two more parties 2 together and 2 unknown.",
    "ddcba?": "Party d held 2 of the 6 places shown, Party a 1, Party b 1, one more party 1 and 1 unknown.",
    "ab": "Party a held 1 of the 2 places shown and Party b 1.",
}


@pytest.mark.parametrize("held", SAID_OF_POINTS)
def test_on_a_map_of_points_every_place_is_counted(held):
    assert sentence(points_scene(held), DAY) == f"On 15 March 2018, {SAID_OF_POINTS[held]}"


def test_a_picture_of_several_days_tells_each():
    text = alt_text(small_scene(), ["2018-03-15", "2018-02-15", "2018-02-15"])
    assert (
        text.index("On 15 February 2018")
        < text.index("On 15 March 2018")
        < text.index("Changed since the map of 15 Feb")
    )
    assert "Contested between Reds and Blues: West." in text
    days = [f"2018-03-{day:02d}" for day in range(1, 21)]
    assert "As of 1 March 2018 – 20 March 2018." in caption(small_scene(), days)
    assert caption(small_scene(), days[:2]).count("On ") == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_says_it_all(lang):
    for seed in SEEDS:
        scene = random_scene(seed, lang=lang)
        files = [
            alt_text(scene, DAY),
            alt_text(scene, DAY, since="2018-02-01"),
            caption(scene, DAY),
            credit(scene),
        ]
        for text in files:
            assert not re.search(r"[{}]|telling\.|sentence\.|\bNone\b|\bnan\b", text)
            assert text.endswith(".")
        shown = scene.places.loc[scene.drawn()]
        for name in shown["name_ar" if lang == "ar" else "name"]:
            assert name in files[0]


HOSTILE = "a\u202e<b>{places}{{7*7}}\x00\n\u2066x; y, z" + "w" * 300


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_names_stay_text_on_one_line(lang):
    texts = {
        "places": {"name": HOSTILE, "name_ar": HOSTILE, "source": HOSTILE, "licence": HOSTILE},
        "actors": {"name": HOSTILE, "name_ar": HOSTILE},
        "records": {"source": HOSTILE, "via": HOSTILE + "v"},
    }
    scene = small_scene(lang=lang, title=HOSTILE, texts=texts, notes=[HOSTILE])
    for text in (alt_text(scene, DAY), caption(scene, DAY), credit(scene), *notes(scene, DAY)):
        own = text.replace("\u200e", "")  # it keeps the ranges of an Arabic text in their direction
        assert [c for c in own if unicodedata.category(c) in ("Cc", "Cf", "Cs")] == []
    assert "{places}{{7*7}}" in alt_text(scene, DAY)
    assert len(alt_text(scene, DAY)) <= MOST_ALT
    assert corrected_lines(scene, DAY) == []


def test_a_blank_name_gives_way_to_the_id():
    scene = small_scene(texts={"places": {"name": "\u202e", "name_ar": ""}})
    assert "Held by Reds: north and land." in alt_text(scene, DAY)


def test_names_with_commas_are_set_apart_by_semicolons():
    places = places_frame()
    places["name"] = [f"{name}, the one" for name in places["name"]]
    scene = compose(
        places, records_frame([{"place_id": "land", "effective": "2018", "parties": ("red",)}]),
        actors_frame(), show=["land"], title="T",
    )  # fmt: skip
    assert "Held by Reds: Land, the one; Town, the one." in alt_text(scene, DAY)


def grid(n):
    """Return a country of n x n squares."""
    squares = [
        (
            f"s{row:03d}{column:03d}",
            f"S{row}-{column}",
            "",
            "area",
            "land",
            shapely.box(column, row, column + 1, row + 1),
        )
        for row in range(n)
        for column in range(n)
    ]
    land = ("land", "Land", "", "country", "", shapely.box(0, 0, n, n))
    return places_frame([land, *squares])


def test_of_very_many_places_the_text_stays_short_and_what_is_left_out_is_said():
    places = grid(40)
    parties = ["red", "blue", "gold"]
    rows = [
        {"place_id": place, "effective": "2018-01-01", "parties": (parties[number % 3],), "source": source}
        for number, place in enumerate(places.index) if place != "land" for source in "AB"
    ]  # fmt: skip
    scene = compose(places, records_frame(rows), actors_frame(), show=["land"], title="Grid", stale_after=0)
    text = alt_text(scene, DAY)
    assert len(text) < 1200
    for n in re.findall(r"and (\d+) more", text):
        assert int(n) + MOST_NAMED in (533, 534)
    told = sidecar(scene, DAY)
    assert (len(told["places"]), len(told["records"])) == (1000, 2000)
    assert told["left_out"] == {"places": 600, "records": 1200}
    assert told["notes"] == [
        "The 1,000 largest of 1,600 places are listed; the others are left out to keep this file small.",
        "Of 3,200 records used 2,000 are listed, those of the largest places first; the others are left out to keep this file small.",
    ]
    sizes = [place["km2"] for place in told["places"]]
    assert sizes == sorted(sizes, reverse=True)


def test_data_range_is_of_the_records_used_and_of_all_known():
    span = data_range(small_scene(show=["town"], known_on="2018-03-10"), DAY)
    used = records_used(small_scene(show=["town"], known_on="2018-03-10"), DAY)
    assert sorted(used.index) == ["r15", "r16"]
    assert (f"{span.used_from:%m-%d}", f"{span.used_to:%m-%d}") == ("03-05", "03-05")
    assert (f"{span.known_from:%m-%d}", f"{span.known_to:%m-%d}") == ("02-01", "03-05")
    none = data_range(small_scene(first="2017-01-01"), "2017-06-01")
    assert (none.used_from, none.used_to) == (None, None)


def test_credit_names_each_source_once_with_its_licence():
    scene = small_scene(texts={"records": {"via": "Wire"}})
    assert credit(scene) == "Records: A, via Wire; B, via Wire. Boundaries: Drawn for the tests (CC0)."


def back_and_forth(n):
    """A map on which one place changes hands every day of ``n``, and another goes and comes back within two."""
    turns = [
        {"place_id": "north", "effective": f"2018-03-{2 + at:02d}", "parties": (("blue", "gold")[at % 2],)}
        for at in range(n)
    ]
    there = {"place_id": "town", "effective": "2018-03-03", "parties": ("gold",)}
    back = {"place_id": "town", "effective": "2018-03-04", "parties": ("red",)}
    first = [
        {"place_id": place, "effective": "2018-01-01", "parties": ("red",)} for place in ("north", "town")
    ]
    records = records_frame([*first, *turns, there, back])
    return compose(places_frame(), records, actors_frame(), show=["north", "town"], stale_after=0)


def test_of_more_days_than_are_told_one_by_one_all_changes_are():
    days = [pd.Timestamp("2018-02-20") + pd.Timedelta(days=each) for each in (0, 4, 8, 10, 12, 14, 16, 18)]
    alt = alt_text(back_and_forth(3), days)
    told = re.findall(r"On (\d+ March) 2018: (.*?)\. ", alt)
    # On the 3rd both turned and on the 4th both turned back: on the pictures nothing did.
    assert told == [("2 March", "North – held by Blues, before that held by Reds")]


def test_of_very_many_days_of_change_the_first_are_told_and_the_others_counted():
    days = list(pd.date_range("2018-03-01", "2018-03-25"))
    alt = alt_text(back_and_forth(20), days)
    assert len(re.findall(r"On \d+ March 2018: ", alt)) == MOST_CHANGE_DAYS
    assert f". Changes on {20 - MOST_CHANGE_DAYS} more days. On 25 March 2018, " in alt
