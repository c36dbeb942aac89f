"""Charts of shares: they say what the shares say, add up to all of the ground, and can be read."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.colors import to_hex
from projects import Squares
from test_static import (
    ACTORS,
    MAPS,
    assert_apart,
    by_gid,
    every_kind,
    grid,
    made_scene,
    painted,
    shipped_scene,
    texts,
)

from geomap.errors import UsageError
from geomap.figures import KEPT
from geomap.measure import shares
from geomap.paper import read_paper
from geomap.render import chart
from geomap.render.static.artists import Tiles, gid_of
from geomap.render.static.charts import draw_figure
from geomap.render.static.charts.bars import bars_of
from geomap.render.static.charts.page import ChartContent
from geomap.render.static.charts.tint import tinted
from geomap.render.static.sheet import quiet_settings
from geomap.stack import AREA, COUNT, shares_in, stack_of

KINDS = ("area", "bars")
HOSTILE = "<b>&{{7*7}}{% x %}$x^2$\u202eevil\x00\n" + "long " * 60


def figure(scene, *, inked=False, **chosen):
    """Return a chart as it is laid out; ``inked``: and its dots have been painted."""
    with quiet_settings():
        sheet = draw_figure(scene, **chosen)
        if inked:
            sheet.figure.canvas.draw()
    return sheet


def random_scene(seed, n=12):
    """Return a scene of squares with random records of every kind: claims and sources that disagree too."""
    rng = np.random.default_rng(seed)
    kinds = [("control", 1), ("contested", 2), ("shared", 2), ("vacated", 0), ("unknown", 0)]
    records = []
    for at in range(6 * n):
        status, count = kinds[rng.choice(5, p=[0.6, 0.15, 0.1, 0.1, 0.05])]
        day = int(17532 + rng.integers(0, 200))
        records.append(
            {
                "place": f"p{rng.integers(0, n)}", "status": status, "first": day, "last": day, "effective": str(np.datetime64(day, "D")),
                "parties": tuple(sorted(rng.choice(list("abc"), count, replace=False))), "source": "AB"[rng.integers(0, 2)],
                "reported": day + int(rng.integers(0, 20)), "confidence": ["low", "medium", "high"][rng.integers(0, 3)],
                "id": f"r{at}",
            }
        )  # fmt: skip
    return made_scene(grid(n), records)


def edges_of(sheet, gid):
    """Return the points of the area of a band or of a bar, in inches."""
    (tiles,) = [
        artist
        for artist in by_gid(sheet).values()
        if isinstance(artist, Tiles) and artist.names == [gid_of(gid)]
    ]
    return tiles.get_path().vertices


# --- what it says ------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_the_bands_of_a_day_are_its_states_and_its_shares(seed):
    scene = random_scene(seed)
    stack = stack_of(scene)
    assert stack.unit == AREA
    assert (stack.parts.sum(axis=0) == stack.total).all()
    assert (stack.edges[-1] == 1.0).all()
    for day in pd.date_range(scene.first, scene.last, freq="9D"):
        column = stack.parts[:, stack.column(day)] / 1e6
        least, states = shares(scene, day).set_index("actor")["least_km2"], scene.states(day)
        sure = {}
        for band, km2 in zip(stack.bands, column, strict=True):
            if band.is_sure:
                sure[band.parties[0]] = sure.get(band.parties[0], 0) + km2
        assert {k: pytest.approx(v, abs=1e-4) for k, v in sure.items() if v} == least[least > 0].to_dict()
        by_state = states.groupby(["status", "parties"])["km2"].sum()
        drawn = pd.Series(
            column,
            index=pd.MultiIndex.from_tuples([(b.status, tuple(sorted(b.parties))) for b in stack.bands]),
        )
        drawn = drawn.groupby(level=[0, 1]).sum()
        assert drawn[drawn > 0].to_dict() == pytest.approx(by_state[by_state > 0].to_dict(), abs=1e-4)


def test_random_scenes_have_doubt_of_both_kinds():
    doubts = {band.doubt for seed in range(12) for band in stack_of(random_scene(seed)).bands}
    assert doubts == {"", "claim", "dissent"}


def test_columns_begin_only_where_something_changes():
    scene = random_scene(3)
    stack = stack_of(scene)
    assert (np.diff(stack.parts, axis=1) != 0).any(axis=0).all()
    for before, day in zip(stack.days[:-1], stack.days[1:], strict=True):
        assert stack.column(pd.Timestamp(day)) == stack.column(pd.Timestamp(before)) + 1
        assert stack.column(pd.Timestamp(day) - pd.Timedelta(days=1)) == stack.column(pd.Timestamp(before))


def test_a_period_within_the_scene_says_what_the_whole_says():
    scene = random_scene(5)
    whole, part = stack_of(scene), stack_of(scene, first="2018-03-01", last="2018-04-10")
    for day in ("2018-03-01", "2018-03-17", "2018-04-10"):
        one = {b.key: n for b, n in zip(whole.bands, whole.parts[:, whole.column(day)], strict=True) if n}
        assert one == {
            b.key: n for b, n in zip(part.bands, part.parts[:, part.column(day)], strict=True) if n
        }


# --- what is drawn -----------------------------------------------------------


@pytest.mark.parametrize("name", MAPS)
def test_every_band_is_drawn_in_its_fill_and_as_high_as_its_share(name):
    scene = shipped_scene(name)
    sheet, stack = figure(scene), stack_of(scene)
    artists = by_gid(sheet)
    frame = artists["chart-frame"].get_path().get_extents()
    for at, band in enumerate(stack.bands):
        fill = tinted(band.fill, band.doubt)
        kind, colors = painted(artists, gid_of(f"band-{band.key}-"))
        assert kind == fill.kind
        assert colors == fill.colors or not fill.colors
        if fill.kind == "solid":
            assert (gid_of(f"band-{band.key}-texture") in artists) == (fill.pattern != "none")
        points = edges_of(sheet, f"band-{band.key}-shape")
        shown = stack.parts[at] > 0
        low, high = stack.edges[at][shown].min(), stack.edges[at + 1][shown].max()
        ends = [frame.y0 + low * frame.height, frame.y0 + high * frame.height]
        assert [points[:, 1].min(), points[:, 1].max()] == pytest.approx(ends, abs=0.001)
        days = np.flatnonzero(shown)
        ends = [frame.x0 + part * frame.width for part in (stack.ends[days[0]], stack.ends[days[-1] + 1])]
        assert [points[:, 0].min(), points[:, 0].max()] == pytest.approx(ends, abs=0.001)


@pytest.mark.parametrize("seed", range(4))
def test_bands_fill_the_frame_and_do_not_overlap(seed):
    scene = random_scene(seed)
    sheet, stack = figure(scene), stack_of(scene)
    frame = by_gid(sheet)["chart-frame"].get_path().get_extents()
    areas = []
    for band in stack.bands:
        (tiles,) = [
            a
            for a in by_gid(sheet).values()
            if isinstance(a, Tiles) and a.names == [gid_of(f"band-{band.key}-shape")]
        ]
        rings = [shapely.Polygon(ring) for ring in tiles.get_path().to_polygons() if len(ring) > 3]
        areas.append(shapely.union_all(shapely.make_valid(rings)))
    assert sum(area.area for area in areas) == pytest.approx(frame.width * frame.height, rel=2e-3)
    assert shapely.union_all(areas).area == pytest.approx(frame.width * frame.height, rel=2e-3)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_time_runs_with_the_line(lang):
    shapes = grid(1)
    turns = [("2018-01-01", "a"), ("2018-12-01", "b")]
    rows = [
        {"place": "p0", "parties": (party,), "effective": day, **dict.fromkeys(("first", "last", "reported"), int(np.datetime64(day).astype(int)))}
        for day, party in turns
    ]  # fmt: skip
    scene = made_scene(shapes, rows, lang=lang, last="2018-12-31")
    sheet = figure(scene)
    early, late = (edges_of(sheet, f"band-control:{party}-shape")[:, 0].mean() for party in "ab")
    assert (early < late) == (lang == "en")


@pytest.mark.parametrize("name", MAPS)
def test_bars_are_as_long_as_the_shares(name):
    scene = shipped_scene(name)
    sheet = figure(scene, kind="bars", on="2018-03-15")
    content = ChartContent(scene, pd.Timestamp("2018-03-15"))
    told = shares(scene, "2018-03-15").set_index("actor")
    artists, bars = by_gid(sheet), bars_of(content)
    assert [bar.key for bar in bars if ":" in bar.key] == [f"control:{actor}" for actor in told.index]
    scale = None
    for bar in bars:
        for part, size in (("least", bar.least), ("open", bar.most - bar.least)):
            head = gid_of(f"bar-{bar.key}-{part}-")
            if size <= 0:
                assert not any(gid.startswith(head) for gid in artists)
                continue
            width = np.ptp(edges_of(sheet, f"bar-{bar.key}-{part}-shape")[:, 0])
            scale = scale or width / size
            assert width == pytest.approx(size * scale, abs=0.001)
            fill = bar.fill if part == "least" else tinted(bar.fill, "dissent")
            kind, colors = painted(artists, head)
            assert kind == fill.kind
            assert colors == fill.colors or not fill.colors
    for actor, row in told.iterrows():
        (bar,) = [bar for bar in bars if bar.key == f"control:{actor}"]
        assert (*bar.amount, bar.least, bar.most) == tuple(row)


def test_figures_of_others_stand_beside_ours_with_their_source():
    rows = [
        ("land", "2018-03-01", "2018-03-01", "a", "share", "<", 40.0, "Survey", "Wire"),
        ("land", "2018-03-02", "2018-03-02", "b", "km2", "~", 30.0, "Bureau", ""),
    ]
    figures = pd.DataFrame(rows, columns=list(KEPT[:9])).assign(reported=pd.NaT, url="", file="", line=1)
    figures["on"] = pd.to_datetime(figures["on"])
    shapes = {"land": shapely.box(0, 0, 0.1, 0.1)}
    scene = made_scene(shapes, [{"place": "land", "parties": ("a",)}], figures=figures, last="2018-03-20")
    sheet = figure(scene, kind="bars", on="2018-03-05")
    said = "\n".join(text.get_text() for text in texts(sheet))
    assert "Survey, via Wire: under 40% (1 March 2018)" in said
    assert "Bureau: about 30 km² (2 March 2018)" in said
    signs = sheet.figure.findobj(lambda artist: artist.get_gid() == "figure")
    assert len(signs) == 2
    assert to_hex(signs[0].get_facecolor()) != to_hex(signs[1].get_facecolor()), "a bound looks like an about"
    scale = np.ptp(edges_of(sheet, "bar-control:a-least-shape")[:, 0]) / 100
    assert signs[0].get_path().vertices[0, 0] - edges_of(sheet, "bar-control:a-least-shape")[
        :, 0
    ].min() == pytest.approx(40 * scale, abs=0.001)
    assert shares(scene, "2018-03-05")["most"].tolist() == [100.0], "a figure was mixed into ours"


# --- how it reads ------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "ar", "fr", "en+ar"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", MAPS)
def test_no_texts_overlap_and_none_leaves_the_page(name, kind, lang):
    assert_apart(figure(shipped_scene(name, lang), kind=kind, on="2018-03-15", inked=lang == "en"))


@pytest.mark.parametrize("size", ["column", "page", "slide", "square", "story", "social"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_takes_any_shape(kind, size):
    paper = read_paper(size)
    for lang in ("en", "ar"):
        sheet = figure(shipped_scene("syria", lang), kind=kind, paper=paper, inked=lang == "en")
        assert_apart(sheet)
        assert sheet.width == paper.width
        listed = {gid for gid in by_gid(sheet) if gid.startswith("band-control")}
        assert kind == "bars" or listed


def test_a_chart_says_title_period_knowledge_sources_and_disclaimer():
    scene = shipped_scene("qadam")
    for chosen, parts in (
        (
            {"first": "2018-01-01", "last": "2018-06-30"},
            ("1 January – 30 June 2018", "Shares on 30 June 2018"),
        ),
        ({"kind": "bars", "on": "2018-03-15"}, ("As of", "15 March 2018", "4.3 km²")),
    ):
        said = "\n".join(text.get_text() for text in texts(figure(scene, **chosen)))
        for part in (
            *parts,
            "Control of Qadam",
            "Press reporting",
            "Data to",
            "Control is not a claim of right",
        ):
            assert part in said
        assert "Projection" not in said


@pytest.mark.parametrize("kind", KINDS)
def test_places_without_ground_are_counted(kind):
    shapes = {f"s{at}": shapely.Point(at * 0.1, 0.2) for at in range(4)}
    rows = [{"place": f"s{at}", "parties": ("ab"[at // 3],)} for at in range(3)]
    scene = made_scene(
        shapes, [*rows, {"place": "s3", "status": "contested", "parties": ("a", "b")}], last="2018-03-01"
    )
    stack = stack_of(scene)
    assert (stack.unit, stack.size) == (COUNT, 4)
    assert shares_in(scene, "2018-02-01")["most"].tolist() == [100.0, 25.0]
    said = "\n".join(text.get_text() for text in texts(figure(scene, kind=kind)))
    assert "4 places" in said
    assert "km²" not in said


@pytest.mark.parametrize("kind", KINDS)
def test_a_map_without_records_is_unknown(kind):
    scene = made_scene(grid(2), [])
    sheet = figure(scene, kind=kind)
    assert_apart(sheet)
    assert "100%" in {text.get_text() for text in texts(sheet)}


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf", ".webp"])
@pytest.mark.parametrize("kind", KINDS)
def test_hostile_names_are_drawn_as_text(kind, suffix):
    actors = ACTORS.assign(name=[f"{HOSTILE} {at}" for at in "abc"], short=HOSTILE)
    scene = made_scene(
        grid(3), [{"place": f"p{at}", "parties": ("abc"[at],), "source": HOSTILE} for at in range(3)], actors=actors, title=HOSTILE
    )  # fmt: skip
    done = chart(scene, suffix, kind=kind)
    if suffix == ".svg":
        root = ET.fromstring(done)  # noqa: S314 - our own output
        said = " ".join("".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text"))
        assert "<b>&{{7*7}}" in said
        assert "\u202e" not in said
    assert_apart(figure(scene, kind=kind))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_state_is_charted(kind):
    sheet = figure(every_kind(), kind=kind)
    assert_apart(sheet)
    if kind == "area":
        kinds = {
            painted(by_gid(sheet), gid_of(f"band-{band.key}-"))[0] for band in stack_of(every_kind()).bands
        }
        assert kinds == {"solid", "stripes", "bands", "checks", "vacated", "unknown"}


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf", ".webp"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_scene_gives_the_same_bytes(kind, suffix):
    scene = shipped_scene("southern-damascus")
    assert chart(scene, suffix, kind=kind) == chart(scene, suffix, kind=kind)


def test_an_svg_has_texts_as_text_and_each_id_once():
    for kind in KINDS:
        root = ET.fromstring(chart(shipped_scene("syria"), ".svg", kind=kind))  # noqa: S314 - our own output
        said = {"".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")}
        assert "Control of Syria" in said
        ids = [
            node.get("id")
            for node in root.iter()
            if node.get("id") and node.get("id") not in ("halo", "figure")
        ]
        assert len(ids) == len(set(ids))


def test_wrong_wishes_are_refused():
    scene = shipped_scene("qadam")
    for suffix, chosen, what in (
        (".gif", {}, "no format"),
        (".png", {"kind": "pie"}, "no kind of chart"),
        (".png", {"first": "2018-03-01", "last": "2018-01-01"}, "after its last day"),
    ):
        with pytest.raises(UsageError, match=what):
            chart(scene, suffix, **chosen)


# --- the command -------------------------------------------------------------


def test_the_command_writes_both_kinds(tmp_path, monkeypatch):
    from click.testing import CliRunner

    from geomap.cli import main

    Squares(tmp_path).write()
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    assert run(main, ["chart", "-o", "area.svg", "--title", "All of it"]).output == "area.svg\n"
    assert "All of it" in (tmp_path / "area.svg").read_text("utf-8")
    assert (
        run(
            main,
            [
                "chart",
                "--in",
                "east",
                "--kind",
                "bars",
                "--on",
                "2018-03-02",
                "-o",
                "bars.svg",
                "--lang",
                "fr",
            ],
        ).exit_code
        == 0
    )
    assert "2 mars 2018" in (tmp_path / "bars.svg").read_text("utf-8")
    for wrong in (
        ["--on", "2018-01-01"],
        ["--kind", "bars", "--from", "2018-01-01"],
        ["-o", "x.txt"],
        ["--size", "huge"],
    ):
        done = run(main, ["chart", "-o", "no.svg", *wrong])
        assert done.exit_code == 2
        assert not (tmp_path / "no.svg").exists()


# --- on a sheet --------------------------------------------------------------


def inset_sheet(kind, size="sheet", lang="en"):
    from dataclasses import replace

    from geomap.render.static.drawing import draw

    scene = replace(shipped_scene("deir-ezzor", lang), inset=kind)
    with quiet_settings():
        return draw(scene, [pd.Timestamp("2018-03-22")], read_paper(size))


@pytest.mark.parametrize("lang", ["en", "ar", "fr"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_sheet_has_the_chart_that_its_map_asks_for(kind, lang):
    sheet = inset_sheet(kind, lang=lang)
    assert_apart(sheet)
    head = {"area": "band-control:sdf", "bars": "bar-control:sdf-least"}[kind]
    actors = shipped_scene("deir-ezzor").actors
    assert painted(by_gid(sheet), gid_of(f"{head}-")) == ("solid", (actors.at["sdf", "color"],))
    assert not any(gid.startswith(("band-", "bar-")) for gid in by_gid(inset_sheet("")))


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_without_room_is_left_out_and_said_to_be(kind):
    from geomap.errors import GeomapWarning

    with pytest.warns(GeomapWarning, match="no room for its inset on a sheet of"):
        sheet = inset_sheet(kind, size="4x3in")
    assert not any(gid.startswith(("band-", "bar-")) for gid in by_gid(sheet))


def test_the_configuration_asks_for_films_and_a_chart_on_sheets(tmp_path):
    from PIL import Image

    from geomap.build import build
    from geomap.errors import DataError
    from geomap.project import read_project

    squares = Squares(tmp_path).write()
    config = squares.config.replace('name = "east-map"', 'name = "east-map"\nfilms = ["gif"]\ninset = "bars"')
    (tmp_path / "geomap.toml").write_text(config.replace('formats = ["html"]', 'formats = ["svg"]'), "utf-8")
    build(read_project(tmp_path / "geomap.toml"))
    with Image.open(squares.maps / "east-map.gif") as film:
        assert film.n_frames == 4, "the first day, two days of change, the last"
    assert 'id="bar-control_3a_red' in (squares.maps / "east-map-2018-03-10.svg").read_text("utf-8")
    assert not build(read_project(tmp_path / "geomap.toml")).written, "a film is drawn again for nothing"
    for wrong in ('films = ["avi"]', 'inset = "pie"'):
        (tmp_path / "geomap.toml").write_text(
            squares.config.replace('name = "east-map"', f'name = "east-map"\n{wrong}'), "utf-8"
        )
        with pytest.raises(DataError, match="Use "):
            read_project(tmp_path / "geomap.toml")


@pytest.mark.parametrize(("lang", "said"), [("en", "HTS: Hayat Tahrir al-Sham (HTS)"), ("fr", "HTS")])
def test_the_key_says_what_letters_of_a_party_without_ground_of_its_own_stand_for(lang, said):
    from geomap.words import Words

    scene = shipped_scene("syria", lang)
    assert ("hts",) not in {band.parties for band in stack_of(scene).bands if band.status == "control"}
    text = Words(lang, scene.actors).text(
        "legend.code", code="HTS", name=Words(lang, scene.actors).party("hts")
    )
    assert said in text
    assert chart(scene, ".svg").decode("utf-8").count(f">{text}<") == 1
