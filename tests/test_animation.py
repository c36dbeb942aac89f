"""Films: the days that they show and hold, exact colours on every picture, and bytes that players read."""

from __future__ import annotations

import io
import json
import subprocess
from functools import cache

import numpy as np
import pytest
import shapely
from PIL import Image
from test_static import ACTORS, MAPS, assert_apart, every_kind, grid, made_scene, shipped

from geomap.errors import GeomapError, GeomapWarning, UsageError
from geomap.paper import Paper
from geomap.render import animate
from geomap.render.static.film import drawing as film_drawing
from geomap.render.static.film import writing
from geomap.render.static.film.content import FilmContent
from geomap.render.static.film.days import MOST_PICTURES, shots_of
from geomap.render.static.film.drawing import pictures, set_stage
from geomap.render.static.film.palette import exact_colors
from geomap.render.static.sheet import quiet_settings
from geomap.scene import compose

SMALL = Paper(6.0, 4.5, 80.0)
DAYS = ("2018-01-01", "2018-01-11", "2018-02-20", "2018-03-01")


def day_number(day):
    return int(np.datetime64(day, "D").astype(int))


def turning_scene(
    turns=(("2018-01-01", "a"), ("2018-01-11", "b"), ("2018-02-20", "c")), last="2018-03-01", **options
):
    """Return a scene of two squares, the first of which changes hands on some days."""
    rows = [
        {"place": "p0", "parties": (party,), "effective": day, **dict.fromkeys(("first", "last", "reported"), day_number(day))}
        for day, party in turns
    ]  # fmt: skip
    options = {"first": "2018-01-01"} | options
    return made_scene(grid(2), [*rows, {"place": "p1", "parties": ("c",)}], last=last, **options)


@cache
def shipped_film(name, lang="en"):
    places, records, actors, context = shipped()
    return compose(
        places, records, actors, show=MAPS[name], first="2018-03-01", last="2018-05-31", context=context, lang=lang, name=name
    )  # fmt: skip


def rgb(color):
    return tuple(int(color[at : at + 2], 16) for at in (1, 3, 5))


def spot_of(scene, place, paper):
    """Return a dot (column, row) of a film in the ground of a place, with no name, seam or scale on it."""
    with quiet_settings():
        stage = set_stage(scene, [shot.day for shot in shots_of(scene)], paper)
    above = np.zeros((int(paper.height * paper.dpi), int(paper.width * paper.dpi)), dtype=bool)
    patch = stage.above
    height, width = patch.dots.shape[:2]
    above[patch.top : patch.top + height, patch.left : patch.left + width] = patch.dots[:, :, 3] > 0
    x0, y0, x1, y1 = shapely.bounds(stage.laid.grounds[place])
    names = [spot.box.grown(0.1) for spot in stage.spots.values()]
    for part in np.linspace(0.1, 0.9, 33):
        x, y = x0 + part * (x1 - x0), y0 + 0.3 * (y1 - y0)
        column, row = int(x * paper.dpi), int((paper.height - y) * paper.dpi)
        around = above[row - 3 : row + 4, column - 3 : column + 4]
        if not around.any() and not any(box.x0 < x < box.x1 and box.y0 < y < box.y1 for box in names):
            return column, row
    raise AssertionError(place)


def frames_of(done):
    """Return the pictures of a GIF or a WebP with the milliseconds that each is shown."""
    film = Image.open(io.BytesIO(done))
    found = []
    for at in range(film.n_frames):
        film.seek(at)
        film.load()
        found.append((film.convert("RGB"), film.info["duration"]))
    return found


# --- the days ----------------------------------------------------------------


def test_a_film_shows_the_first_day_every_day_of_change_and_the_last():
    shots = shots_of(turning_scene(), hold=1.0)
    assert [f"{shot.day:%Y-%m-%d}" for shot in shots] == list(DAYS)
    assert [shot.changed for shot in shots] == [False, True, True, False]
    assert [shot.seconds for shot in shots] == [1.5, 1.0, 1.0, 2.5]


def test_steps_pass_quicker_than_days_of_change():
    shots = shots_of(turning_scene(), every="week", hold=1.0)
    days = {f"{shot.day:%Y-%m-%d}": shot for shot in shots}
    assert set(DAYS) < set(days)
    assert {"2018-01-08", "2018-01-15"} < set(days)
    assert days["2018-01-08"].seconds < days["2018-01-11"].seconds == 1.0
    assert not days["2018-01-15"].changed


def test_days_may_be_named():
    shots = shots_of(turning_scene(), days=["2018-02-25", "2018-01-05", "2018-01-11"])
    assert [f"{shot.day:%m-%d}" for shot in shots] == ["01-05", "01-11", "02-25"]
    assert [shot.changed for shot in shots] == [False, True, True], (
        "what changed between two pictures is not seen"
    )


def test_too_many_pictures_are_refused_with_a_remedy_that_works():
    turns = [(str(np.datetime64("2016-01-01") + at), "ab"[at % 2]) for at in range(MOST_PICTURES + 50)]
    scene = turning_scene(turns, first="2016-01-01", last="2018-03-01")
    with pytest.raises(UsageError, match=r"652 pictures, and may have 600.*--every month"):
        shots_of(scene)
    with pytest.warns(GeomapWarning, match="650 days of change are too many"):
        shots = shots_of(scene, every="month")
    assert len(shots) == 27
    assert shots[3].changed
    with pytest.raises(UsageError, match="791 pictures"):
        shots_of(scene, every="day")


def test_wrong_wishes_are_refused():
    scene = turning_scene()
    for chosen, what in (
        ({"first": "2018-03-01", "last": "2018-01-01"}, "after its last day"),
        ({"every": "hour"}, "no step of a film"),
        ({"hold": 0}, "cannot be held"),
    ):
        with pytest.raises(UsageError, match=what):
            animate(scene, ".gif", **chosen)
    with pytest.raises(UsageError, match=r"no format that a film.*\.gif, \.webp, \.mp4"):
        animate(scene, ".png")


# --- the pictures ------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".gif", ".webp"])
def test_every_picture_has_its_day_its_time_and_the_exact_colour_of_the_party(suffix):
    scene = turning_scene(actors=ACTORS.assign(pattern="none"))
    found = frames_of(animate(scene, suffix, paper=SMALL, hold=1.0))
    assert [time for _, time in found] == [1500, 1000, 1000, 2500]
    spot = spot_of(scene, "p0", SMALL)
    colors = [rgb(ACTORS.at[party, "color"]) for party in "abcc"]
    assert [picture.getpixel(spot) for picture, _ in found] == colors
    other = spot_of(scene, "p1", SMALL)
    assert {picture.getpixel(other) for picture, _ in found} == {rgb(ACTORS.at["c", "color"])}
    size = (round(SMALL.width * SMALL.dpi), round(SMALL.height * SMALL.dpi))
    assert {picture.size for picture, _ in found} == {size}


def test_a_colour_of_a_gif_is_that_of_its_legend_on_every_shipped_map():
    for name in ("southern-damascus", "qadam"):
        scene = shipped_film(name)
        found = frames_of(animate(scene, ".gif", paper=Paper(7.0, 5.0, 72.0)))
        drawn = shots_of(scene)
        assert len(found) == len(drawn)
        for (picture, _), shot in zip(found, drawn, strict=True):
            there = {color for _, color in picture.getcolors(1 << 20)}
            assert len(there) <= 256
            states = scene.states(shot.day)
            for status, parties in set(zip(states["status"], states["parties"], strict=True)):
                if status == "control":
                    assert rgb(scene.fill(status, parties).colors[0]) in there


def test_ground_that_is_painted_again_is_as_if_it_was_drawn_at_once():
    scene = shipped_film("southern-damascus")
    days = [shot.day for shot in shots_of(scene)]
    assert len(days) > 5
    with quiet_settings():
        stage = set_stage(scene, days, Paper(8.0, 6.0, 80.0))
        grown, fresh = (
            film_drawing.Ground(stage.below.copy(), film_drawing.Brush(film_drawing._sheet(stage.content, stage.paper)), stage.laid)
            for _ in range(2)
        )  # fmt: skip
        for day in days:
            grown.paint(film_drawing.DayContent(scene, day, film=stage.content))
        fresh.paint(film_drawing.DayContent(scene, days[-1], film=stage.content))
    assert (grown.dots == fresh.dots).all(), "what a picture shows depends on those before it"


def test_what_stays_does_not_move():
    scene = turning_scene()
    days = [shot.day for shot in shots_of(scene)]
    with quiet_settings():
        stage, found = set_stage(scene, days, SMALL), list(pictures(scene, days, SMALL))
    dpi, strip = SMALL.dpi, stage.strip
    foot = slice(int((SMALL.height - strip.y0) * dpi) + 2, None)
    assert all((picture[foot] == found[0][foot]).all() for picture in found)
    assert found[0][foot].min() < 200, "there is no foot"
    bar = slice(int((SMALL.height - strip.y1) * dpi), int((SMALL.height - strip.y1 + 0.2) * dpi))
    assert not (found[0][bar] == found[1][bar]).all(), "the bar of shares stays"


def test_the_legend_is_that_of_all_days_and_of_nothing_else():
    for scene in (turning_scene(), shipped_film("southern-damascus"), every_kind()):
        days = [shot.day for shot in shots_of(scene)]
        content = FilmContent(scene, days[-1], days=tuple(days))
        rows = {row for day in days for row in scene.legend(day)}
        assert set(content.legend) == rows
        part = FilmContent(scene, days[0], days=(days[0],))
        assert part.legend == scene.legend(days[0])


@pytest.mark.parametrize("lang", ["en", "ar", "fr"])
@pytest.mark.parametrize("name", MAPS)
def test_no_texts_of_a_picture_overlap(name, lang):
    scene = shipped_film(name, lang)
    days = [shot.day for shot in shots_of(scene)]
    paper, sheets = Paper(10.0, 7.5, 120.0), []
    with quiet_settings():
        stage = set_stage(scene, days, paper)
        brush = film_drawing.Brush(film_drawing._sheet(stage.content, stage.paper))
        brush.patch = lambda name, key, make: sheets[-1].append(make)  # noqa: ARG005 - as the brush is asked
        for day in (days[0], days[len(days) // 2], days[-1]):
            sheets.append([])
            content = film_drawing.DayContent(scene, day, film=stage.content)
            list(film_drawing._moving(stage, content, brush))
            sheet = film_drawing._sheet(stage.content, stage.paper)
            for make in sheets[-1]:
                make(sheet)
            assert_apart(sheet)


def test_every_kind_of_state_is_filmed():
    scene = every_kind()
    (picture, _), *_ = frames_of(animate(scene, ".gif", days=["2018-02-01"], paper=SMALL))
    assert picture.size == (480, 360)


def test_points_alone_and_nothing_at_all_are_filmed():
    points = made_scene(
        {"s0": shapely.Point(0, 0), "s1": shapely.Point(0.1, 0.1)}, [{"place": "s0", "parties": ("a",)}]
    )
    for scene in (points, made_scene(grid(1), [])):
        assert len(frames_of(animate(scene, ".webp", paper=SMALL))) >= 1


def test_a_film_is_as_a_sheet_where_a_place_has_a_pattern_of_two_colours():
    scene = made_scene(grid(1), [{"place": "p0", "status": "shared", "parties": ("a", "b")}])
    with quiet_settings():
        picture = next(pictures(scene, [scene.opens], SMALL))
    there = {tuple(color) for color in picture.reshape(-1, 3).tolist()}
    assert {rgb(ACTORS.at[party, "color"]) for party in "ab"} <= there


def test_the_exact_colours_hold_all_parties_shown():
    scene = shipped_film("southern-damascus")
    assert {scene.actors.at[party, "color"] for party in scene.parties()} <= set(exact_colors(scene))


def test_hostile_names_are_filmed_as_text():
    text = "<b>{{7*7}}$x^2$\u202eevil\x00" + "long " * 50
    scene = turning_scene(
        actors=ACTORS.assign(name=[text + party for party in "abc"], short=text), title=text
    )
    assert len(frames_of(animate(scene, ".gif", paper=SMALL))) == len(DAYS)


# --- the files ---------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".gif", ".webp", ".mp4"])
def test_the_same_scene_gives_the_same_bytes(suffix):
    if suffix == ".mp4":
        needs_ffmpeg()
    scene = turning_scene()
    assert animate(scene, suffix, paper=SMALL) == animate(scene, suffix, paper=SMALL)


def needs_ffmpeg():
    try:
        return writing.find_ffmpeg()
    except GeomapError:
        pytest.skip("NO FFMPEG: the MP4 is not tested. Run pip install imageio-ffmpeg.")


def test_an_mp4_plays_its_days_in_their_colours(tmp_path):
    program = needs_ffmpeg()
    paper = Paper(6.0125, 4.5125, 80.0)  # 481 by 361 dots: an odd size
    scene = turning_scene(actors=ACTORS.assign(pattern="none"))
    path = tmp_path / "film.mp4"
    path.write_bytes(animate(scene, ".mp4", paper=paper, hold=1.0))
    raw = subprocess.run(
        [program, "-loglevel", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"],
        check=True,
        capture_output=True,
    ).stdout
    dots = np.frombuffer(raw, dtype=np.uint8).reshape(-1, 360, 480, 3)
    assert len(dots) == pytest.approx(30 * 6.0, abs=3)
    column, row = spot_of(scene, "p0", paper)
    for second, party in ((0.7, "a"), (2.0, "b"), (3.0, "c"), (5.0, "c")):
        seen = dots[int(second * 30), row, column].astype(int)
        assert np.abs(seen - rgb(ACTORS.at[party, "color"])).max() <= 4, second
    said = subprocess.run(
        [program, "-hide_banner", "-i", path], check=False, capture_output=True, text=True
    ).stderr
    assert "yuv420p(tv, bt709" in said
    head = path.read_bytes()
    assert head.index(b"moov") < head.index(b"mdat"), "it does not play while it loads"


def test_without_ffmpeg_the_remedy_is_named(monkeypatch):
    monkeypatch.setattr(writing, "find_spec", lambda name: None)  # noqa: ARG005 - as the original is called
    monkeypatch.setattr(writing.shutil, "which", lambda name: None)  # noqa: ARG005 - the same
    with pytest.raises(GeomapError, match=r'pip install "geomap\[video\]"'):
        animate(turning_scene(), ".mp4", paper=SMALL)


def test_ffmpeg_that_fails_is_quoted(monkeypatch, tmp_path):
    program = tmp_path / "ffmpeg"
    program.write_text("#!/bin/sh\necho 'Unknown encoder libx264' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(writing, "find_ffmpeg", lambda: str(program))
    with pytest.raises(GeomapError, match="Unknown encoder libx264"):
        animate(turning_scene(), ".mp4", paper=SMALL)


def test_the_command_draws_films(tmp_path, monkeypatch):
    from click.testing import CliRunner
    from projects import Squares

    from geomap.cli import main

    Squares(tmp_path).write()
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    done = run(
        main,
        ["draw", "east", "--from", "2018-01-01", "--to", "2018-03-31", "--size", "500x400", "-o", "east.gif"],
    )
    assert done.output == "east.gif\n"
    with Image.open(tmp_path / "east.gif") as film:
        assert (film.n_frames, film.size) == (4, (500, 400))
    told = json.loads((tmp_path / "east.json").read_text("utf-8"))
    assert told["days"] == ["2018-01-01", "2018-03-01", "2018-03-05", "2018-03-31"]
    assert set(told["records"][0]) >= {"id", "source", "verdict"}
    assert "East and Inn – contested between Reds and Blues, before that held by Reds." in told["alt"]
    assert "As of 1 January 2018, 1 March 2018, 5 March 2018 and 31 March 2018." in (
        tmp_path / "east.txt"
    ).read_text("utf-8")
    run(
        main,
        ["draw", "east", "--on", "2018-01-01", "--on", "2018-03-03", "--size", "500x400", "-o", "two.gif"],
    )
    with Image.open(tmp_path / "two.gif") as film:
        assert film.n_frames == 2
    assert run(main, ["draw", "east", "--on", "2018-01-01", "--every", "week", "-o", "no.gif"]).exit_code == 2
    run(main, ["draw", "east", "--on", "2018-01-01", "--on", "2018-03-03", "--hold", "2", "-o", "two.gif"])
    with Image.open(tmp_path / "two.gif") as film:
        assert film.info["duration"] == 3000  # the first is held half as long again
    for wrong in (
        ["--hold", "2", "-o", "no.png"],
        ["--hold", "0", "-o", "no.gif"],
        ["--hold", "nan", "-o", "no.gif"],
    ):
        assert run(main, ["draw", "east", *wrong]).exit_code == 2


def test_steps_are_taken_by_themselves_only_where_they_are_needed():
    assert shots_of(turning_scene(), every="auto") == shots_of(turning_scene())
    turns = [(str(np.datetime64("2016-01-01") + at), "ab"[at % 2]) for at in range(MOST_PICTURES + 50)]
    with pytest.warns(GeomapWarning, match="week by week"):
        shots = shots_of(turning_scene(turns, first="2016-01-01", last="2018-03-01"), every="auto")
    assert len(shots) < 120
