"""What the page gets: geometry once, days as numbers, texts once."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd
import pytest
import shapely

sys.path.insert(0, str(Path(__file__).parent / "browser"))

from scenes import small_scene

from geomap.control import as_of
from geomap.render.payload import LETTERS, Texts, pack, pack_geometry, to_day, to_letters


def numbers_of(letters: str) -> list[int]:
    """Return the numbers written by ``to_letters``: what payload.js does."""
    numbers, value, shift = [], 0, 0
    for letter in letters:
        bits = LETTERS.index(letter)
        value, shift = value + (bits % 32 << shift), shift + 5
        if bits < 32:
            numbers.append(-(value >> 1) if value % 2 else value >> 1)
            value, shift = 0, 0
    return numbers


def unpacked(letters: str, decimals: int) -> list[tuple[float, float]]:
    """Return a packed line's points: what payload.js does."""
    line = numbers_of(letters)
    points, x, y = [], 0, 0
    for dx, dy in zip(line[::2], line[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / 10**decimals, y / 10**decimals))
    return points


@pytest.mark.parametrize("decimals", [3, 4, 5])
def test_geometry_comes_back_within_half_a_step(decimals: int) -> None:
    shape = shapely.Point(36.3, 33.5).buffer(0.05).difference(shapely.Point(36.3, 33.5).buffer(0.02))
    rings = pack_geometry(shape, decimals)["polygons"][0]
    back = shapely.Polygon(unpacked(rings[0], decimals), [unpacked(ring, decimals) for ring in rings[1:]])
    assert back.is_valid
    assert back.hausdorff_distance(shape) < 10**-decimals


def test_what_vanishes_at_the_step_is_left_out() -> None:
    assert pack_geometry(shapely.box(0, 0, 1e-9, 1e-9)) == {}
    assert pack_geometry(shapely.LineString([(0, 0), (1e-9, 0)])) == {}
    assert pack_geometry(None) == {}


def test_parts_of_a_collection_are_kept() -> None:
    two = shapely.union_all([shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1)])
    assert len(pack_geometry(two, 3)["polygons"]) == 2
    assert len(pack_geometry(shapely.MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 3)]]), 3)["lines"]) == 2


def test_numbers_of_any_size_and_sign_come_back() -> None:
    numbers = [0, 1, -1, 15, 16, -16, 511, 512, -3_630_000, 18_000_000]
    assert numbers_of(to_letters(numbers)) == numbers


@pytest.mark.parametrize(
    ("day", "number"), [("1970-01-01", 0), ("2018-03-22", 17612), ("0001-01-01", -719162)]
)
def test_days_are_counted_from_1970(day: str, number: int) -> None:
    assert to_day(pd.Timestamp(day)) == number


def test_texts_are_kept_once() -> None:
    texts = Texts()
    assert texts.column(["a", "b", "a"]) == [0, 1, 0]


def test_the_payload_is_plain_json_and_holds_each_text_once() -> None:
    packed = pack(small_scene())
    assert json.loads(json.dumps(packed, allow_nan=False)) == packed
    assert len(set(packed["texts"])) == len(packed["texts"])


def test_ground_is_packed_only_where_it_is_not_the_outline() -> None:
    packed = pack(small_scene())["places"]
    names = [pack(small_scene())["texts"][at] for at in packed["place_id"]]
    ground = dict(zip(names, packed["ground"], strict=True))
    assert ground["west"] is None
    assert ground["land"]["polygons"]


def test_spells_say_what_as_of_says() -> None:
    scene = small_scene()
    packed = pack(scene)
    spells, texts, fills = packed["spells"], packed["texts"], packed["fills"]
    day = to_day(pd.Timestamp("2018-03-15"))
    shown = {}
    for place, start, state in zip(spells["place_id"], spells["valid_from"], spells["state"], strict=True):
        if start <= day:
            shown[texts[place]] = (fills[state]["status"], tuple(fills[state]["parties"]))
    states = as_of(scene.spells, "2018-03-15")
    assert shown == {
        place: (states.at[place, "status"], states.at[place, "parties"]) for place in scene.places.index
    }


def test_every_state_has_the_fill_of_the_style() -> None:
    scene = small_scene()
    for row in pack(scene)["fills"]:
        fill = scene.fill(row["status"], tuple(row["parties"]))
        assert (row["kind"], row["colors"], row["pattern"]) == (fill.kind, list(fill.colors), fill.pattern)


def test_nothing_of_the_scene_is_changed() -> None:
    scene = small_scene()
    before = scene.places.copy(), scene.records.copy(), scene.spells.copy()
    pack(scene)
    assert before[0].equals(scene.places)
    assert before[1].equals(scene.records)
    assert before[2].equals(scene.spells)
