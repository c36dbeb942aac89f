"""Names: every spelling leads home, and likeness leads nowhere."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap import folding
from geomap.errors import BadValue
from geomap.folding import fold, nearest_of, to_slug
from geomap.names import NameIndex, index_names

PLACES = [
    # place_id, name, name_ar, name_fr, aliases, level, parent
    ("syria", "Syria", "سوريا", "Syrie", (), "country", ""),
    ("damascus", "Damascus", "دمشق", "Damas", ("Dimashq",), "governorate", "syria"),
    ("damascus_city", "Damascus", "", "", (), "town", "damascus"),
    ("SY04", "Homs", "حمص", "Homs", ("Hims",), "governorate", "syria"),
    ("homs_city", "Homs", "", "", (), "town", "SY04"),
    ("zone_a", "Zone", "", "", (), "area", "damascus"),
    ("zone_b", "Zone", "", "", (), "area", "SY04"),
    ("raqqa", "Raqqa", "الرقة", "Racca", ("Ar-Raqqah",), "governorate", "syria"),
    ("yarmuk", "Yarmuk", "مخيم اليرموك", "camp de Yarmouk",
     ("Yarmouk", "Yarmouk Camp", "al-Yarmuk", "اليرموك"), "neighbourhood", "damascus"),
    ("tadamon", "Tadamon", "التضامن", "Tadamoun", ("at-Tadamon",), "neighbourhood", "damascus"),
    ("hajar_al_aswad", "Hajar al-Aswad", "الحجر الأسود", "Hajar el-Aswad", (), "neighbourhood", ""),
    ("suwayda", "Suwayda", "السويداء", "Soueïda", ("As-Suwayda",), "governorate", "syria"),
    ("tell", "Tell", "", "", (), "town", "raqqa"),
    ("al_tell", "al-Tell", "", "", (), "town", "SY04"),
]  # fmt: skip


@pytest.fixture(scope="module")
def index() -> NameIndex:
    columns = ["place_id", "name", "name_ar", "name_fr", "aliases", "level", "parent"]
    return index_names(pd.DataFrame(PLACES, columns=columns).set_index("place_id"))


@pytest.mark.parametrize(
    ("text", "place_id"),
    [
        ("yarmuk", "yarmuk"),
        ("Al-Yarmouk", "yarmuk"),
        ("yarmouk camp", "yarmuk"),
        ("YARMOUK-CAMP", "yarmuk"),
        ("Yarmūk", "yarmuk"),
        ("مخيم اليرموك", "yarmuk"),
        ("يرموك", "yarmuk"),
        ("يـرموك", "yarmuk"),
        ("يَرْمُوك", "yarmuk"),
        ("الرقه", "raqqa"),
        ("ar-Raqqa", "raqqa"),
        ("حجر اسود", "hajar_al_aswad"),
        ("Al Hajar al Aswad", "hajar_al_aswad"),
        ("Soueida", "suwayda"),
        ("SY04", "SY04"),
        ("Homs (governorate)", "SY04"),
        ("homs (Town)", "homs_city"),
        ("Zone (Damascus (governorate))", None),
        ("Zone (Homs)", "zone_b"),
        ("Zone (Syria)", None),
        ("Tell", "tell"),
        ("al-Tell", "al_tell"),
        ("Hims", "SY04"),
    ],
)
def test_spellings(index: NameIndex, text: str, place_id: str | None) -> None:
    if place_id is None:
        with pytest.raises(BadValue):
            index.resolve(text)
    else:
        assert index.resolve(text) == place_id


@pytest.mark.parametrize(
    "text",
    ["Hajira", "حجيرة", "Yarmouk basin", "حوض اليرموك", "Tadmur", "تدمر", "Hajar", "", "---", "Yarmukk"],
)
def test_likeness_is_not_a_name(index: NameIndex, text: str) -> None:
    with pytest.raises(BadValue, match="is not a known place"):
        index.resolve(text)


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("Homs", ["Homs (governorate)", "Homs (town)"]),
        ("Damascus", ["Damascus (town)"]),
        ("DAMASCUS", ["Damascus (town)"]),
        ("Zone", ["Zone (Damascus)", "Zone (Homs)"]),
        ("TELL", ["Tell (Raqqa)", "al-Tell (Homs)"]),
    ],
)
def test_shared_names_list_what_to_write(index: NameIndex, text: str, offers: list[str]) -> None:
    with pytest.raises(BadValue, match="is the name of 2 places") as caught:
        index.resolve(text)
    for offer in offers:
        if offer in caught.value.hint:
            assert index.resolve(offer)
    ids = [part.strip(" .") for part in caught.value.hint.removeprefix("Write ").split(" or ")]
    assert len({index.resolve(i) for i in ids}) == 2
    assert "Homs (governorate) or Homs (town)" in caught.value.hint or text != "Homs"


@pytest.mark.parametrize(
    ("text", "near"),
    [("Yarmuuk", "Yarmuk"), ("Tadaman", "Tadamon"), ("Rakka", "Raqqa"), ("اليرموق", "Yarmuk")],
)
def test_near_names_are_offered(index: NameIndex, text: str, near: str) -> None:
    with pytest.raises(BadValue) as caught:
        index.resolve(text)
    assert f"Did you mean {near}" in caught.value.hint


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Aden", "en"), ("Asal", "al"), ("Anah", "ah"), ("Zone 1-2", "Zone 12"), ("Al", ""), ("Elbab", "bab"),
        ("Ar Kafr", "Kafr"), ("الله", "له"), ("Hajira", "Hajar"), ("Tall", "Tal"), ("Qadmus", "Qadam"),
    ],
)  # fmt: skip
def test_different_names_keep_different_keys(one: str, two: str) -> None:
    assert fold(one) != fold(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [("Dar'a", "Daraa".replace("aa", "a")), ("As-Suwayda", "suwayda"), ("az-Zabadani", "Zabadani"),
     ("Deir ez-Zor", "deir_ez_zor"), ("إدلب", "ادلب"), ("حماة", "حماه"), ("\u202eIdlib\u202c", "idlib")],
)  # fmt: skip
def test_spellings_of_one_name_share_a_key(one: str, two: str) -> None:
    assert fold(one) == fold(two)


ARABIC = st.text(alphabet="ابتةىأإءوالـ َ -", max_size=12)


@given(st.text(max_size=30) | ARABIC | st.text(alphabet="al -'Eeldrstzn12", max_size=15))
def test_folding_a_key_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=30))
def test_a_slug_is_plain(text: str) -> None:
    slug = to_slug(text)
    assert slug.isascii()
    assert slug == to_slug(slug)


def test_names_of_refused_rows_are_not_reported_again() -> None:
    columns = ["place_id", "name", "name_ar", "name_fr", "aliases"]
    frame = pd.DataFrame([("a", "A", "", "", ())], columns=columns).set_index("place_id")
    frame.attrs["left_out"] = ["Bad Place"]
    with pytest.raises(BadValue, match="has a problem of its own"):
        index_names(frame).resolve("bad place")


def test_no_places_at_all() -> None:
    columns = ["name", "name_ar", "name_fr", "aliases"]
    with pytest.raises(BadValue, match="is not a known place"):
        index_names(pd.DataFrame(columns=columns)).resolve("Yarmuk")


def test_near_names_are_found_without_rapidfuzz(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "_ratio", lambda: None)
    assert nearest_of("Yarmuuk", ["Qadam", "Yarmuk", "Hama"]) == ["Yarmuk"]
