"""Lines of text are drawn as matplotlib draws them, and what is kept from sheet to sheet changes none."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.patheffects import Stroke
from matplotlib.text import Text
from PIL import Image
from projects import ROOT
from test_static import grid, made_scene

from geomap.paper import Paper
from geomap.project import read_project, to_scene
from geomap.render import Job, _batches
from geomap.render.static import lettering, render
from geomap.render.static.fonts import family_of
from geomap.render.static.ink import Type
from geomap.render.static.sheet import Sheet, quiet_settings, slope_of

LINES = ("Qadam, 22 March 2018", "AVAVA fi ffi {{x}} $y_1$", "مخيم اليرموك", "الغوطة – IS")
FACES = (Type(9.0, "bold", halo=2.4), Type(7.3, style="italic", color="#5e89a8"), Type(20, color="#ffffff"))
SUFFIXES = (".png", ".svg", ".pdf")


def lines_by_matplotlib(sheet: Sheet, group, at, string: str, face: Type, *, align: str, turn: float) -> None:
    """Add a line and its halo as matplotlib's own text with its own effects."""
    slope = slope_of(string, face)
    look = {
        "fontsize": face.size, "fontweight": face.weight, "fontstyle": slope, "fontfamily": family_of(slope),
        "color": face.color, "ha": align, "va": "baseline", "parse_math": False,
        "rotation": turn, "rotation_mode": "anchor",
    }  # fmt: skip
    if face.halo:
        under = Text(*at, string, **look)
        effect = Stroke(linewidth=face.halo, foreground=face.halo_color, joinstyle="round")
        under.set_path_effects([effect])
        under.set_gid("halo")
        sheet.add(group, under)
    sheet.add(group, Text(*at, string, **look))


def sheet_of_lines(suffix: str, write) -> bytes:
    """Return a sheet with every line in every face, alignment and some turns."""
    with quiet_settings():
        sheet = Sheet(Paper(width=6.0, height=7.0))
        group, y = sheet.group("lines"), 0.2
        for string in LINES:
            for face in FACES:
                for align, turn in (("left", 0.0), ("center", 0.0), ("right", 31.0), ("center", -58.5)):
                    write(sheet, group, (0.4 + 0.37 * y, y), string, face, align=align, turn=turn)
                    y += 0.137
        return sheet.save(suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_lines_are_drawn_as_matplotlib_draws_them(suffix):
    ours, theirs = (sheet_of_lines(suffix, write) for write in (Sheet.text, lines_by_matplotlib))
    if suffix == ".png":
        assert np.array_equal(*(np.asarray(Image.open(io.BytesIO(data))) for data in (ours, theirs)))
    else:
        assert ours == theirs


def test_a_line_drawn_again_is_inked_and_not_shaped_again(monkeypatch):
    monkeypatch.setattr(lettering, "MOST_DOTS", 10**6)  # turned lines are large
    first = sheet_of_lines(".png", Sheet.text)
    monkeypatch.setattr(lettering, "_joined", lambda _: pytest.fail("a line was shaped again"))
    assert sheet_of_lines(".png", Sheet.text) == first


def test_letters_over_one_another_keep_all_their_dots():
    """Bitmaps that share a dot are laid down one after the other, for that dot is inked twice."""
    dots = np.full((2, 2), 200, dtype=np.uint8)
    one, corner, apart = (dots, 10, 20), (dots, 11, 21), (dots, 30, 22)
    sheets = list(lettering._joined([one, corner, apart]))
    assert [(sheet.shape, left, foot) for sheet, left, foot in sheets] == [
        ((2, 2), 10, 20),
        ((3, 21), 11, 22),
    ]
    assert sum(int(sheet.sum()) for sheet, *_ in sheets) == 3 * int(dots.sum())


def test_a_renderer_that_lays_no_bitmaps_down_is_asked_every_time(monkeypatch):
    """So is one of a matplotlib to come, should it draw letters in another way: nothing would be there to ink again."""
    said = []
    monkeypatch.setattr(lettering.RendererAgg, "draw_text", lambda *given, **_: said.append(given[4]))
    for _ in range(2):
        with quiet_settings():
            sheet = Sheet(Paper(width=2.0, height=1.0))
            sheet.text(sheet.group("lines"), (0.2, 0.2), "asked for again", FACES[1])
            sheet.save(".png")
    assert said == ["asked for again"] * 2


def test_a_line_of_very_many_dots_is_not_kept(monkeypatch):
    kept = lettering._Kept(lettering._are_few_dots)
    monkeypatch.setattr(lettering, "_inks", kept)
    for dpi, n in ((100, 1), (1200, 1), (150, 2)):
        with quiet_settings():
            sheet = Sheet(Paper(width=3.0, height=1.0, dpi=dpi))
            sheet.text(sheet.group("lines"), (0.2, 0.2), "one line of the foot", FACES[1])
            sheet.save(".png")
        assert len(kept._values) == n


def test_of_values_kept_the_oldest_goes(monkeypatch):
    monkeypatch.setattr(lettering, "LINES_KEPT", 2)
    kept, made = lettering._Kept(), []

    def value_of(key: str) -> int:
        return kept.of(key, lambda: made.append(key) or len(made))

    assert [value_of(key) for key in "abacab"] == [1, 2, 1, 3, 4, 5]
    assert made == list("abcab")


@pytest.fixture(scope="module")
def specs():
    return {spec.name: spec for spec in read_project(ROOT / "geomap.toml").maps}


@pytest.mark.parametrize("name", ["syria", "southern-damascus"])
def test_a_sheet_does_not_depend_on_those_drawn_before_it(shipped_data, specs, name):
    """What the days of a map have in common is worked out once: states, marks, conditions and names are not."""
    days = specs[name].snapshots
    drawn_together = to_scene(shipped_data, specs[name])
    together = [render(drawn_together, ".svg", on=day) for day in (*days, days[0])][1:]
    for day, svg in zip((*days[1:], days[0]), together, strict=True):
        assert svg == render(to_scene(shipped_data, specs[name]), ".svg", on=day)


def test_a_siege_that_begins_later_is_on_its_own_days_alone():
    """Of places with ground an outline is laid out only where a condition is to be drawn: those differ by day."""
    siege = {"first": 17540, "last": 17540, "effective": "2018-01-09", "status": "besieged"}
    rows = [{"place": "p0", "parties": ("a",)}, {"place": "p1", "parties": ("a",)}]
    scene = made_scene(
        grid(2, across=1), [*rows, {"place": "p1", "parties": ("b",), **siege}], last="2018-02-01"
    )
    before, after, again = (
        render(scene, ".svg", on=day) for day in ("2018-01-05", "2018-01-12", "2018-01-05")
    )
    assert b"siege-p1" in after
    assert b"siege-p1" not in before
    assert before == again


def test_an_svg_has_the_frame_of_its_map_once(shipped_data, specs):
    svg = render(to_scene(shipped_data, specs["syria"]), ".svg").decode()
    clips = re.findall(r"<clipPath id=\"\w+\">\s*<path d=\"([^\"]*)\"", svg)
    frames = [clip for clip in clips if clip.count("L") == 3]
    assert len(frames) > 1, "the frame of the map, and that of the locator"
    assert len(set(frames)) == len(frames)


@pytest.mark.parametrize(("transparent", "mode"), [(False, "RGB"), (True, "RGBA")])
def test_only_a_transparent_png_says_how_opaque_it_is(shipped_data, specs, transparent, mode):
    scene = to_scene(shipped_data, specs["qadam"])
    picture = Image.open(io.BytesIO(render(scene, ".png", paper=Paper(transparent=transparent))))
    assert picture.mode == mode
    assert [round(dots) for dots in picture.info["dpi"]] == [Paper().dpi] * 2


def test_sheets_of_a_map_stay_together_unless_others_would_wait(shipped_data, specs):
    scenes = {name: to_scene(shipped_data, specs[name]) for name in ("qadam", "syria")}
    small, large = (Job(scenes[name], (".png",)) for name in ("qadam", "syria"))
    maps = [replace(small, scene=replace(small.scene)) for _ in range(3)]
    jobs = [each for pair in zip(maps, maps, strict=True) for each in pair] + [large, large]
    batches = _batches(jobs, range(8), 2)
    assert set(batches) == {(0, 1), (2, 3), (4, 5), (6,), (7,)}, "a map with half of all is done in parts"
    assert len(_batches([large] * 5, range(5), 2)) > 2
    assert _batches([small, large, replace(large, suffixes=(".html",))], range(2), 2) == [(1,), (0,)], (
        "largest first"
    )
