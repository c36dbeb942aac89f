"""Sizes of a sheet: what may be written, and what comes of it."""

from __future__ import annotations

import io
import re

import pandas as pd
import pytest
import shapely
from matplotlib.text import Text
from PIL import Image
from test_static import (
    DAYS,
    MAPS,
    assert_apart,
    assert_fills,
    assert_legend,
    drawn,
    every_kind,
    made_scene,
    shipped_scene,
    texts,
)

from geomap.colors import with_palette
from geomap.errors import BadValue, GeomapWarning
from geomap.paper import PRESETS, Paper, read_paper
from geomap.render import render
from geomap.render.static.artists import Group
from geomap.render.static.fonts import UPRIGHT
from geomap.render.static.ink import in_grey
from geomap.render.static.layout import MOST_ROOM
from geomap.render.static.sheet import quiet_settings


@pytest.mark.parametrize(
    ("size", "width", "height", "dpi"),
    [
        ("sheet", 10, 7.5, 160),
        ("1200x675", 8, 4.5, 150),
        ("1200 x 675 px", 8, 4.5, 150),
        ("600x400", 600 / 110, 400 / 110, 110),
        ("180x120mm", 180 / 25.4, 120 / 25.4, 160),
        ("18×12cm", 18 / 2.54, 12 / 2.54, 160),
        ("85mm", 85 / 25.4, None, 160),
        ("Column", 85 / 25.4, None, 300),
        ("page", 210 / 25.4, 297 / 25.4, 300),
    ],
)
def test_a_size_is_read(size, width, height, dpi):
    paper = read_paper(size)
    assert paper.width == pytest.approx(width)
    assert paper.height == (None if height is None else pytest.approx(height))
    assert paper.dpi == dpi


@pytest.mark.parametrize(
    ("size", "dpi", "pieces"),
    [
        ("colum", None, ["is no size", "Did you mean column?"]),
        ("1200", None, ["is no size", "1200x675"]),
        ("-5x5mm", None, ["is no size"]),
        ("", None, ["is no size"]),
        ("3mm", None, ["0.12 inches", "2 to 60"]),
        ("9x9m", None, ["is no size"]),
        ("900x900cm", None, ["inches"]),
        ("50x50in", 1200, ["20,000 dots"]),
        ("sheet", 5, ["30 to 1200"]),
        ("sheet", float("nan"), ["30 to 1200"]),
    ],
)
def test_what_is_no_size_is_told(size, dpi, pieces):
    with pytest.raises(BadValue) as error:
        read_paper(size, dpi=dpi)
    for piece in pieces:
        assert piece in str(error.value)


@pytest.mark.parametrize("size", ["1200x675", "1080x1080", "601x433", "story", "slide"])
def test_a_size_in_pixels_has_just_so_many(size):
    wanted = tuple(int(part) for part in re.findall(r"\d+", PRESETS.get(size, (size,))[0]))
    for suffix in (".png", ".webp"):
        picture = Image.open(io.BytesIO(render(every_kind(), suffix, paper=read_paper(size))))
        assert picture.size == wanted


def test_dots_change_the_pixels_and_not_the_layout():
    scene = every_kind()
    coarse, fine = (drawn(scene, scene.opens, read_paper("180x120mm", dpi=dpi)) for dpi in (100, 300))
    assert [text.get_position() for text in texts(coarse)] == [text.get_position() for text in texts(fine)]
    sizes = [Image.open(io.BytesIO(sheet.save(".png"))).size for sheet in (coarse, fine)]
    assert sizes[1][0] == pytest.approx(3 * sizes[0][0], abs=3)


def test_a_webp_loses_nothing():
    scene = every_kind()
    png, webp = (Image.open(io.BytesIO(render(scene, suffix))).convert("RGB") for suffix in (".png", ".webp"))
    assert png.tobytes() == webp.tobytes()


def test_transparent_paper_is_not_there_and_the_map_is():
    pictures = [
        Image.open(io.BytesIO(render(every_kind(), ".png", paper=Paper(transparent=clear)))).convert("RGBA")
        for clear in (False, True)
    ]
    assert [picture.getpixel((2, 2))[3] for picture in pictures] == [255, 0]
    assert pictures[1].getpixel((300, 600))[3] == 255
    assert "<rect" not in render(every_kind(), ".svg", paper=Paper(transparent=True)).decode()


def test_letters_of_an_svg_are_text_or_shapes_by_choice():
    scene = every_kind()
    text, shapes = (
        render(scene, ".svg", paper=Paper(outlined=outlined)).decode() for outlined in (False, True)
    )
    assert scene.title in text
    assert UPRIGHT[0] in text
    assert "<text" not in shapes
    assert 'id="layer-ground"' in shapes


PRESET_SHEETS = [(name, "en", size) for name in MAPS for size in PRESETS if size != "sheet"]
PRESET_SHEETS += [
    (name, lang, size)
    for name in ("syria", "southern-damascus")
    for lang in ("ar", "fr", "en+ar")
    for size in ("column", "social", "story", "page")
]


@pytest.mark.parametrize(("name", "lang", "size"), PRESET_SHEETS)
def test_a_sheet_of_any_size_shows_its_scene_and_nothing_overlaps(name, lang, size):
    scene = shipped_scene(name, lang)
    sheet = drawn(scene, DAYS[2], read_paper(size), inked=lang == "en")
    assert_fills(scene, sheet, DAYS[2])
    assert_legend(scene, sheet, DAYS[2])
    assert_apart(sheet)


def groups(sheet, gid):
    return [group for group in sheet.figure.findobj(Group) if group.get_gid() == gid]


def test_a_width_alone_gives_a_height_that_holds_all_and_wastes_little():
    for scene in (shipped_scene("syria"), shipped_scene("qadam"), every_kind()):
        sheet = drawn(scene, DAYS[2], read_paper("85mm"))
        assert_apart(sheet)
        assert sheet.width == pytest.approx(85 / 25.4)
        frame = groups(sheet, "layer-frame")[0].members[0].get_path().get_extents()
        assert frame.width == pytest.approx(sheet.width - 2 * sheet.margin, abs=1e-3)
        assert frame.height <= MOST_ROOM * 1.4 * frame.width


def test_sources_are_whole_where_the_height_follows():
    sheet = drawn(shipped_scene("syria"), DAYS[2], read_paper("85mm"))
    assert not [text.get_text() for text in texts(sheet) if text.get_text().endswith("…")]


def test_a_narrow_sheet_is_composed_anew_and_not_shrunk():
    scene = shipped_scene("southern-damascus")
    wide, narrow = (drawn(scene, DAYS[2], read_paper(size)) for size in ("sheet", "column"))
    for name in ("layer-foot", "layer-legend"):
        sizes = [
            {text.get_fontsize() for text in groups(sheet, name)[0].findobj(Text)} for sheet in (wide, narrow)
        ]
        assert sizes[0] == sizes[1]
    legend = {sheet: groups(sheet, "layer-legend")[0] for sheet in (wide, narrow)}
    frame = groups(narrow, "layer-frame")[0].members[0].get_path().get_extents()
    heads = [member for member in legend[narrow].members if hasattr(member, "get_position")]
    assert all(head.get_position()[1] < frame.y0 for head in heads)


# Several days on one sheet


def test_each_day_has_a_map_of_its_own_on_one_scale_with_one_legend():
    scene = shipped_scene("southern-damascus")
    days = [pd.Timestamp(day) for day in DAYS]
    sheet = drawn_days(scene, days)
    frames = [
        groups(sheet, f"{day:%Y-%m-%d}-layer-frame")[0].members[0].get_path().get_extents() for day in days
    ]
    assert len({(round(f.width, 6), round(f.height, 6)) for f in frames}) == 1
    rows = {row.key for day in days for row in scene.legend(day)}
    for key in rows:
        assert groups(sheet, gid(f"legend-{key}")), key
    assert_apart(sheet)
    said = {text.get_text() for text in texts(sheet)}
    assert {"12 March 2018", "22 May 2018", "12 March – 22 May 2018"} <= said


def test_each_of_several_maps_has_the_fills_of_its_day():
    scene = shipped_scene("southern-damascus")
    sheet = drawn_days(scene, [pd.Timestamp(day) for day in DAYS])
    for day in DAYS:
        states = scene.states(day)
        for place in scene.drawn():
            fill = scene.fill(states.at[place, "status"], states.at[place, "parties"])
            painted = [
                tiles
                for tiles in sheet.figure.findobj(lambda artist: hasattr(artist, "names"))
                if gid(f"{day}-place-{place}") in tiles.names
            ]
            assert painted, (day, place)
            if fill.kind == "solid":
                assert painted[0].color == fill.colors[0], (day, place)


def test_ids_of_several_maps_stand_once():
    svg = render(shipped_scene("southern-damascus"), ".svg", on=list(DAYS)).decode()
    ids = [each for each in re.findall(r' id="([^"]+)"', svg) if re.match(r"(\d{4}-|layer-|place-)", each)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("lang", ["ar", "fr"])
def test_days_run_in_the_direction_of_reading(lang):
    scene = shipped_scene("southern-damascus", lang)
    sheet = drawn_days(scene, [pd.Timestamp(day) for day in (DAYS[0], DAYS[3])])
    first, last = (
        groups(sheet, f"{day}-layer-frame")[0].members[0].get_path().get_extents()
        for day in (DAYS[0], DAYS[3])
    )
    assert (first.x0 > last.x0) == (lang == "ar")
    assert_apart(sheet)


def test_a_series_says_what_changed_hands_and_has_no_shares():
    scene = shipped_scene("southern-damascus")
    sheet = drawn_days(scene, [pd.Timestamp(DAYS[0]), pd.Timestamp(DAYS[2])])
    said = " ".join(text.get_text() for text in texts(sheet))
    assert "Between 12 March 2018 and 22 March 2018, this changed hands: Qadam." in said
    assert "%" not in said


def drawn_days(scene, days):
    from geomap.render.static.drawing import draw

    with quiet_settings():
        return draw(scene, days, Paper())


def gid(name):
    from geomap.render.static.artists import gid_of

    return gid_of(name)


# Grey


def test_a_grey_sheet_has_no_colour_at_all():
    scene = shipped_scene_in_grey()
    picture = Image.open(io.BytesIO(render(scene, ".png"))).convert("RGB")
    red, green, blue = picture.split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_grey_parties_are_told_apart_by_tone_or_pattern():
    actors = with_palette(shipped_scene("syria").actors, "grey")
    looks = list(zip(actors["color"], actors["pattern"], strict=True))
    assert len(set(looks)) == len(looks)
    assert all(color == in_grey(color) for color in actors["color"])


def test_parties_of_one_map_never_share_a_grey():
    scene = shipped_scene_in_grey()
    tones = scene.actors.loc[scene.parties(), "color"]
    assert len(tones) >= 7
    assert tones.is_unique


def shipped_scene_in_grey():
    from test_static import shipped

    from geomap.scene import compose

    places, records, actors, context = shipped()
    return compose(places, records, actors, show=["syria"], opens=DAYS[2], context=context, palette="grey")


def test_an_empty_map_is_drawn_in_any_size():
    scene = made_scene({"a": shapely.box(0, 0, 0.1, 0.1)}, [])
    for size in PRESETS:
        assert_apart(drawn(scene, scene.opens, read_paper(size)))


# What the legend says


def test_every_letter_of_a_party_on_the_map_is_explained():
    """A party that only shares ground has no row of its own: its name stands where it first occurs."""
    scene = shipped_scene("syria")
    states = scene.states(DAYS[2])
    alone = {
        parties[0]
        for status, parties in zip(states["status"], states["parties"], strict=True)
        if status == "control"
    }
    strange = {party for parties in states["parties"] for party in parties} - alone
    assert strange
    said = " ".join(text.get_text() for text in texts(drawn(scene, DAYS[2])))
    for party in strange:
        assert f"{scene.actors.at[party, 'short']}: {scene.actors.at[party, 'name']}" in said


def test_a_legend_without_room_says_how_many_rows_are_missing():
    names = [f"Popular Front number {at} of the land" for at in range(60)]
    actors = pd.DataFrame(
        {"name": names, "name_ar": "", "name_fr": "", "short": [f"P{at}" for at in range(60)], "color": "#336699",
         "pattern": "none", "order": range(60), "aliases": [()] * 60},
        index=pd.Index([f"f{at}" for at in range(60)], name="actor"),
    )  # fmt: skip
    shapes = {f"p{at}": shapely.box(at % 10, at // 10, at % 10 + 1, at // 10 + 1) for at in range(60)}
    scene = made_scene(
        shapes, [{"place": f"p{at}", "parties": (f"f{at}",)} for at in range(60)], actors=actors
    )
    sheet = drawn(scene, scene.opens, read_paper("social"))
    assert_apart(sheet)
    said = [text.get_text() for text in texts(sheet)]
    assert any("more: the text beside" in text for text in said)
    assert "…" not in said


def test_letters_that_no_font_has_are_told():
    scene = made_scene({"a": shapely.box(0, 0, 0.1, 0.1)}, [], names={"a": "አዲስ"})
    with pytest.warns(GeomapWarning, match="no font here has the letters .*አ"):
        render(scene, ".png")


def test_a_scale_that_has_to_stand_on_places_has_paper_below_it():
    whole = made_scene({"a": shapely.box(0, 0, 0.4, 0.3)}, [{"place": "a", "parties": ("a",)}])
    sheet = drawn(whole, whole.opens)
    assert bool(groups(sheet, "layer-scale-back")) == (len(groups(sheet, "layer-scale")) == 1)
