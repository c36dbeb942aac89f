"""The sheets: what is drawn is what the scene says, nothing overlaps, and the same comes out twice."""

from __future__ import annotations

import shutil
import subprocess
import xml.etree.ElementTree as ET
from functools import cache
from itertools import combinations
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from making import records_frame
from matplotlib.colors import to_hex
from matplotlib.patches import PathPatch
from matplotlib.text import Text

from geomap.actors import read_actors
from geomap.boundaries import read_context, read_places
from geomap.paper import Paper
from geomap.records import read_records
from geomap.render.static import render
from geomap.render.static.artists import Group, Tiles, gid_of
from geomap.render.static.badges import LINES
from geomap.render.static.content import Content
from geomap.render.static.drawing import draw
from geomap.render.static.fills import WIDTHS
from geomap.render.static.furniture import bar_length
from geomap.render.static.laying import lay, whole_of
from geomap.render.static.paths import borders_of, path_of, tiles_of
from geomap.render.static.sheet import quiet_settings
from geomap.render.static.view import Box, View, extent_of
from geomap.render.static.wording import clean, fit, wrap
from geomap.scene import ContextLayer, compose
from geomap.style import MARKS

DATA = Path(__file__).parents[1] / "data"
MAPS = {
    "syria": ("syria",),
    "southern-damascus": ("yarmuk", "qadam", "tadamon", "hajar_al_aswad", "midan", "yalda_babbila_beit_sahm"),
    "deir-ezzor": ("deir_ezzor",),
    "yarmuk": ("yarmuk",),
    "qadam": ("qadam",),
}
DAYS = ("2018-03-12", "2018-03-15", "2018-03-22", "2018-05-22")
SHEETS = [(name, day, "en") for name in MAPS for day in DAYS]
SHEETS += [(name, "2018-03-22", lang) for name in MAPS for lang in ("ar", "fr", "en+ar", "ar+en")]


@cache
def shipped():
    """Return the shipped tables."""
    places = read_places(*sorted((DATA / "boundaries").glob("*.geojson")))
    actors = read_actors(DATA / "control" / "actors.csv")
    files = [
        path for path in sorted((DATA / "control").glob("*.csv")) if path.stem not in ("actors", "figures")
    ]
    records = read_records(*files, places=places, actors=actors)
    context = [
        ContextLayer(kind, frame) for kind, frame in read_context([DATA / "boundaries" / "context"]).items()
    ]
    return places, records, actors, context


@cache
def shipped_scene(name, lang="en"):
    places, records, actors, context = shipped()
    return compose(
        places, records, actors, show=MAPS[name], opens="2018-03-22", context=context, name=name, lang=lang
    )


@cache
def shipped_sheet(name, day, lang):
    with quiet_settings():
        return drawn(shipped_scene(name, lang), day)


SHEET = Paper()


def drawn(scene, day, paper=SHEET, *, inked=False):
    """Return a sheet as it is laid out; ``inked``: and its dots have been painted, which takes as long again."""
    with quiet_settings():
        sheet = draw(scene, [pd.Timestamp(day)], paper)
        if inked:
            sheet.figure.canvas.draw()
    return sheet


ACTORS = pd.DataFrame(
    {
        "name": ["Party A", "Party B", "Party C"], "name_ar": "", "name_fr": "", "short": ["A", "B", "C"],
        "color": ["#a9332f", "#76b55f", "#33343a"], "pattern": ["none", "lines", "cross"], "order": [1, 2, 3],
        "aliases": [()] * 3,
    },
    index=pd.Index(["a", "b", "c"], name="actor"),
)  # fmt: skip


def made_scene(shapes, records, names=None, **options):
    """Return a scene of places made by hand: ``shapes`` by place, ``records`` as in ``making``."""
    n = len(shapes)
    names = names or {}
    frame = gpd.GeoDataFrame(
        {
            "name": [names.get(place, place) for place in shapes], "name_ar": "", "name_fr": "",
            "aliases": [()] * n, "level": "area", "parent": "", "approximate": False, "source": "made", "licence": "CC0",
            "file": "made.geojson", "line": range(n),
        },
        index=pd.Index(list(shapes), name="place_id", dtype=object), geometry=list(shapes.values()), crs=4326,
    )  # fmt: skip
    rows = [
        {"id": f"r{at}", "effective": "2018-01-01", "first": 17532, "last": 17532, "reported": 17532} | row
        for at, row in enumerate(records)
    ]
    options = {"show": list(shapes), "stale_after": 0} | options
    return compose(frame, records_frame(rows), options.pop("actors", ACTORS), **options)


def grid(n, across=8, size=0.1):
    return {
        f"p{at}": shapely.box(
            at % across * size, at // across * size, (at % across + 1) * size, (at // across + 1) * size
        )
        for at in range(n)
    }


def every_kind():
    """Return a scene with a place of every status, a symbol of each, and every condition."""
    shapes = grid(6) | {f"s{at}": shapely.Point(0.05 + at * 0.1, 0.25) for at in range(6)}
    statuses = [
        ("control", ("b",)),
        ("contested", ("a", "b")),
        ("shared", ("a", "b", "c")),
        ("vacated", ()),
        ("unknown", ()),
    ]
    records = [
        {"place": f"{kind}{at}", "status": status, "parties": parties}
        for kind in "ps"
        for at, (status, parties) in enumerate(statuses)
    ]
    records += [
        {"place": f"{kind}5", "status": "control", "parties": (party,), "source": party}
        for kind in "ps"
        for party in "ab"
    ]
    conditions = [
        ("p0", "besieged", ("a",)),
        ("p0", "presence", ("c",)),
        ("p1", "assault", ("a",)),
        ("p0", "truce", ("a", "b")),
    ]
    records += [
        {"place": place, "status": status, "parties": parties} for place, status, parties in conditions
    ]
    records += [{"place": "p0", "status": "control", "parties": ("a",), "confidence": "low", "source": "L"}]
    return made_scene(shapes, records)


def by_gid(sheet):
    """Return the artists of a sheet that have an id."""
    return {
        artist.get_gid(): artist
        for artist in sheet.figure.findobj(lambda artist: bool(artist.get_gid()))
        if artist.get_gid() != "halo"
    }


def texts(sheet):
    return [text for text in sheet.figure.findobj(Text) if text.get_text() and text.get_gid() != "halo"]


def extent(text, sheet):
    """Return the box of the letters of a level text, in inches: not of the line that its font would have."""
    measure, dots = sheet.figure.canvas.get_renderer(), sheet.paper.dpi
    string, prop = text.get_text(), text.get_fontproperties()
    with quiet_settings():
        width, height, below = measure.get_text_width_height_descent(string, prop, ismath=False)
    x, y = text.get_position()
    start = {"left": 0.0, "center": 0.5, "right": 1.0}[text.get_horizontalalignment()]
    x0 = x - start * width / dots
    return Box(x0, y - below / dots, x0 + width / dots, y + (height - below) / dots)


KINDS = ("solid", "stripes", "bands", "checks", "vacated", "unknown")


def heads(artists):
    """Return by place what the ids of everything begin with that is painted on it: it and its state."""
    found = {}
    for gid, artist in artists.items():
        if isinstance(artist, Tiles) and gid.startswith(("place-", "ground-")):
            head = gid[: -len(gid.rsplit("-", 1)[1])]
            found |= {name.removesuffix("-disc"): head for name in artist.names}
    return found


def painted(artists, head):
    """Return what is filled under ids that begin with ``head``, read from the artists: kind, and colours."""
    (kind,) = [kind for kind in KINDS if head + kind in artists]
    colors = [to_hex(artists[head + kind].get_facecolor())]
    while f"{head}{kind}-{len(colors)}" in artists:
        colors.append(to_hex(artists[f"{head}{kind}-{len(colors)}"].get_facecolor()))
    return kind, tuple(colors)


def assert_fills(scene, sheet, day):
    artists = by_gid(sheet)
    states, head_of = scene.states(day), heads(artists)
    for place in scene.drawn():
        fill = scene.fill(states.at[place, "status"], states.at[place, "parties"])
        head = head_of[gid_of(f"place-{place}")]
        kind, colors = painted(artists, head)
        assert kind == fill.kind, place
        if fill.colors:
            assert colors == fill.colors, place
        if fill.kind == "solid":
            assert (f"{head}texture" in artists) == (fill.pattern != "none"), place


def assert_legend(scene, sheet, day):
    """The rows of the legend are those of the scene, and each of them is on the map."""
    artists = by_gid(sheet)
    rows = list(scene.legend(day))
    for row in rows:
        assert gid_of(f"legend-{row.key}") in artists
    listed = {
        gid
        for gid, artist in artists.items()
        if isinstance(artist, Group) and gid.startswith("legend-") and "badge" not in gid
    }
    assert listed == {gid_of(f"legend-{row.key}") for row in rows}
    states = scene.states(day)
    on_map = {painted(artists, head) for head in heads(artists).values()}
    in_legend = {painted(artists, gid_of(f"legend-{row.key}-")) for row in rows if row.kind == "state"}
    assert in_legend == on_map
    assert {row.key for row in rows if row.kind == "mark"} == {
        mark for marks in states["marks"] for mark in marks
    }


def assert_apart(sheet):
    """No two texts overlap (halves of a point aside), and none leaves the page."""
    page = Box(0, 0, sheet.width, sheet.height)
    boxes = [(text.get_text(), extent(text, sheet)) for text in texts(sheet) if not text.get_rotation()]
    for text, box in boxes:
        assert page.holds(box), text
    clashes = [
        (a, b)
        for (a, one), (b, other) in combinations(boxes, 2)
        if one.grown(-0.014).overlaps(other.grown(-0.014))
    ]
    assert not clashes


@pytest.mark.parametrize(("name", "day", "lang"), SHEETS)
def test_shipped_sheet_shows_its_scene(name, day, lang):
    scene, sheet = shipped_scene(name, lang), shipped_sheet(name, day, lang)
    assert_fills(scene, sheet, day)
    assert_legend(scene, sheet, day)
    assert_apart(sheet)


def test_every_kind_of_state_and_symbol():
    scene = every_kind()
    sheet = drawn(scene, "2018-02-01")
    assert_fills(scene, sheet, "2018-02-01")
    assert_legend(scene, sheet, "2018-02-01")
    assert_apart(sheet)
    artists = by_gid(sheet)
    assert {"siege-p0", "presence-p0", "vacated", "badge-p5-disputed", "badge-p0-claim"} <= set(artists)
    assert to_hex(artists["siege-p0-line"].get_edgecolor()) == ACTORS.at["a", "color"]
    assert to_hex(artists["presence-p0-0"].get_facecolor()) == ACTORS.at["c", "color"]


def test_a_sheet_says_title_day_knowledge_sources_projection_and_disclaimer():
    places, records, actors, _ = shipped()
    scene = compose(
        places, records, actors, show=["qadam"], title="Qadam", opens="2018-03-15", known_on="2018-03-14"
    )
    said = "\n".join(text.get_text() for text in texts(drawn(scene, "2018-03-15")))
    for part in (
        "Qadam",
        "As of",
        "15 March 2018",
        "As known on 14 March 2018",
        "Press reporting",
        "CC0 1.0",
        "Transverse Mercator",
        "Data to",
        "Control is not a claim of right",
    ):
        assert part in said
    assert "AFP" not in said, "a source that had not yet reported is credited on a sheet of what was known"


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_the_same_scene_gives_the_same_bytes(suffix):
    scene = shipped_scene("southern-damascus")
    assert render(scene, suffix, on="2018-03-15") == render(scene, suffix, on="2018-03-15")


def test_the_day_defaults_to_the_opening_day():
    scene = shipped_scene("qadam")
    assert render(scene, ".svg") == render(scene, ".svg", on="2018-03-22")


def test_settings_of_the_caller_are_left_alone():
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    render(shipped_scene("qadam"), ".png")
    assert dict(mpl.rcParams) == before


def test_svg_is_xml_with_text_as_text_and_named_groups():
    root = ET.fromstring(render(shipped_scene("southern-damascus"), ".svg"))  # noqa: S314 - our own output
    svg = "{http://www.w3.org/2000/svg}"
    said = {"".join(node.itertext()) for node in root.iter(f"{svg}text")}
    assert {"Qadam", "22 March 2018", "Who holds what", "IS"} <= said
    ids = [node.get("id") for node in root.iter() if node.get("id") and node.get("id") != "halo"]
    assert {
        "layer-ground",
        "layer-labels",
        "layer-legend",
        "place-qadam",
        "place-midan",
        "label-qadam",
    } <= set(ids)
    assert b"<image" not in render(shipped_scene("southern-damascus"), ".svg")


def test_pdf_opens_and_holds_its_text(tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler (pdftotext) is not installed: the PDF was not opened by another program")
    path = tmp_path / "sheet.pdf"
    path.write_bytes(render(shipped_scene("southern-damascus"), ".pdf"))
    said = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    assert "Qadam" in said
    assert "22 March 2018" in said


HOSTILE = [
    "$x_1$ \\frac{1}{2} _a_ ^b^",
    "</text><script>alert(1)</script>",
    "{{7*7}} {% 5 {# x #} ${a} %s {places}",
    "\u202eright to left\u202c \u2067isolate",
    "nul\x00bell\x07escape\x1b[31m",
    "n" * 10_000,
    "word " * 2_000,
    "  \n\t ",
    "名前 \U0001f600",
    "&amp; <b> \" '",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_drawn_as_text(text):
    shapes = {"one": shapely.box(0, 0, 1, 0.5), "two": shapely.Point(1.2, 0.2)}
    actors = ACTORS.assign(name=[text] * 3, short=[text] * 3)
    rows = [{"place": place, "parties": ("a",), "source": text, "via": text} for place in shapes]
    town = gpd.GeoDataFrame(
        {"name": [text], "name_ar": "", "name_fr": "", "rank": 1, "source": text, "licence": text},
        geometry=[shapely.Point(0.5, 0.7)],
        crs=4326,
    )
    scene = made_scene(
        shapes,
        rows,
        dict.fromkeys(shapes, text),
        actors=actors,
        title=text,
        notes=[text],
        context=[ContextLayer("towns", town)],
    )
    sheet = drawn(scene, scene.opens)
    assert_apart(sheet)
    with quiet_settings():
        files = {suffix: sheet.save(suffix) for suffix in (".png", ".svg", ".pdf")}
    assert all(files.values())
    ET.fromstring(files[".svg"])  # noqa: S314 - our own output


def test_markup_is_drawn_literally():
    name = "$x_1$ \\alpha"
    scene = made_scene(
        {"one": shapely.box(0, 0, 1, 0.5)}, [{"place": "one", "parties": ("a",)}], {"one": name}, title=name
    )
    said = [text.get_text() for text in texts(drawn(scene, scene.opens))]
    assert said.count(name) == 2


@pytest.mark.parametrize(
    "scene",
    [
        lambda: made_scene({"one": shapely.Point(36, 33)}, []),
        lambda: made_scene({"one": shapely.box(36, 33, 36.001, 33.001)}, []),
        lambda: made_scene(grid(60), [{"place": f"p{at}", "parties": ("abc"[at % 3],)} for at in range(60)]),
        lambda: made_scene({f"s{at}": shapely.Point(at * 0.01, 0) for at in range(40)}, []),
        lambda: made_scene(grid(60), [{"place": f"p{at}", "status": "contested", "parties": tuple(sorted(f"party {n}" for n in (at, at + 1)))} for at in range(60)]),
        lambda: made_scene({"wide": shapely.box(0, 0, 10, 1)}, [{"place": "wide", "parties": ("b",)}]),
        lambda: made_scene({"tall": shapely.box(0, 0, 0.5, 8)}, [{"place": "tall", "parties": ("b",)}]),
        lambda: made_scene({"a b/ü": shapely.box(0, 0, 1, 1)}, [], lang="ar"),
    ],
    ids=["one point", "tiny", "sixty", "points in a row", "sixty states", "wide", "tall", "odd id"],
)  # fmt: skip
def test_any_data_is_drawn(scene):
    scene = scene()
    sheet = drawn(scene, scene.opens)
    assert_fills(scene, sheet, scene.opens)
    assert_legend(scene, sheet, scene.opens)
    assert_apart(sheet)


def test_names_without_room_are_said():
    scene = made_scene(
        {f"s{at:03}": shapely.Point(at % 30 * 1e-4, at // 30 * 1e-4) for at in range(300)}
        | {"far": shapely.Point(3, 3)},
        [],
    )
    said = " ".join(text.get_text() for text in texts(drawn(scene, scene.opens)))
    assert "for want of room" in said


def test_a_wide_map_has_its_legend_below_and_a_tall_one_beside():
    for shape, below in ((shapely.box(0, 0, 10, 1), True), (shapely.box(0, 0, 0.5, 8), False)):
        scene = made_scene({"one": shape}, [{"place": "one", "parties": ("a",)}])
        artists = by_gid(drawn(scene, scene.opens))
        swatch, ground = (
            artists[name].get_path().get_extents()
            for name in ("legend-control_3a_a-solid", "ground-control_3a_a-solid")
        )
        assert (swatch.y1 < ground.y0) == below


def test_arabic_sheets_are_mirrored():
    english, arabic = (by_gid(shipped_sheet("qadam", "2018-03-22", lang)) for lang in ("en", "ar"))
    swatch = "legend-control_3a_is-solid"
    assert english[swatch].get_path().get_extents().x0 > 5 > arabic[swatch].get_path().get_extents().x1
    title = max(texts(shipped_sheet("qadam", "2018-03-22", "ar")), key=lambda text: text.get_fontsize())
    assert title.get_ha() == "right" or title.get_position()[0] < 5


def test_stripes_have_one_phase_across_neighbours():
    """The edges of stripes of two places that touch lie on the same lines."""
    scene = made_scene(
        {"w": shapely.box(0, 0, 1, 1), "e": shapely.box(1, 0.3, 2, 1.4)},
        [{"place": place, "status": "contested", "parties": ("a", "b")} for place in "we"],
    )
    artists = by_gid(drawn(scene, scene.opens))
    step = WIDTHS["stripes"] / 72 * 2**0.5
    path = artists["ground-contested_3a_a_2b_b-stripes-1"].get_path()
    along = np.diff(path.vertices, axis=0)
    slanted = (np.abs(along[:, 0] - along[:, 1]) < 3e-4) & (along[:, 0] > 0.1)
    corners = path.vertices[:-1][slanted]
    phases = (corners[:, 0] - corners[:, 1]) % step
    middle = path.get_extents().x0 + path.get_extents().width / 2
    assert min((corners[:, 0] < middle).sum(), (corners[:, 0] > middle).sum()) > 5
    assert np.ptp((phases - phases[0] + step / 2) % step) < 5e-4


def test_the_scale_bar_is_true_at_the_centre():
    assert bar_length(10_000, 1000) == (10.0, 1.0)
    scene = shipped_scene("southern-damascus")
    view = View(scene, Box(0, 0, 6, 6), extent_of(scene))
    assert view.metres_per_inch == pytest.approx(1 / view.scale, rel=1e-4)


def test_no_line_of_a_sheet_breaks_at_a_no_break_space():
    with quiet_settings():
        sheet = shipped_sheet("qadam", "2018-03-22", "en")
        from geomap.render.static import ink

        lines = wrap(sheet, clean("mots tenus\u00a0: 1\u202f655 " * 9), ink.NAME, 0.6)
        assert len(lines) > 5
        assert {word for line in lines for word in line.split(" ")} == {"mots", "tenus\u00a0:", "1\u202f655"}


def test_texts_are_cut_to_their_room():
    with quiet_settings():
        sheet = shipped_sheet("qadam", "2018-03-22", "en")
        from geomap.render.static import ink

        cut = fit(sheet, "n" * 10_000, ink.NAME, 1.0)
    assert cut.endswith("…")
    assert sheet.width_of(cut, ink.NAME) <= 1.0
    assert clean("a\u202eb\x00c\ud800") == "abc"


def test_a_border_that_two_places_share_is_drawn_once():
    """A square in the middle of a ring of eight: 24 edges, none of them twice."""
    shapes = np.array(list(grid(9, across=3, size=1.0).values()))
    path = borders_of(shapes)
    ends = np.flatnonzero(path.codes != path.MOVETO)
    edges = [tuple(sorted(map(tuple, path.vertices[[end - 1, end]].round(6).tolist()))) for end in ends]
    assert len(edges) == len(set(edges)) == 24
    assert borders_of(shapes[:1]).codes[-1] == path.CLOSEPOLY
    assert len(borders_of(shapes[:0]).vertices) == 1


def test_areas_of_one_state_are_one_path_that_can_be_taken_apart():
    shapes = {
        "two": shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1)]),
        "none": shapely.Polygon(),
        "hole": shapely.box(0, 2, 3, 5) - shapely.box(1, 3, 2, 4),
    }
    array = np.array(list(shapes.values()))
    tiles = Tiles(shapes, *tiles_of(array), "#123456")
    apart = dict(tiles.paths())
    assert list(apart) == list(shapes)
    assert (len(apart["two"].vertices), len(apart["none"].vertices), len(apart["hole"].vertices)) == (
        10,
        0,
        10,
    )
    assert np.array_equal(np.concatenate([path.vertices for path in apart.values()]), path_of(array).vertices)


@pytest.mark.parametrize("gap", [0, 1e-4], ids=["shared corners", "hairs between"])
def test_the_whole_has_neither_hairs_nor_holes_but_its_own(gap):
    """Twenty-four squares round a hole of one, and one more within a corner of one of them."""
    squares = grid(25, across=5)
    del squares["p12"]
    shapes = {place: shape.buffer(-gap, join_style="mitre") for place, shape in squares.items()}
    scene = made_scene(shapes, [])
    laid = lay(Content(scene, scene.opens), View(scene, Box(0, 0, 6, 6), extent_of(scene)))
    assert laid.whole.geom_type == "Polygon"
    assert len(laid.whole.interiors) == 1
    hole = shapely.Polygon(laid.whole.interiors[0])
    assert hole.area == pytest.approx(laid.whole.area / 24, rel=0.05)


def test_where_places_are_small_the_lines_between_them_are_finer():
    few, many = (
        by_gid(drawn(made_scene(grid(n, across=across), []), "2018-01-01"))["seams"].get_linewidth()
        for n, across in ((6, 3), (2500, 50))
    )
    assert few == pytest.approx(0.9)
    assert 0.2 < many < 0.9


def test_very_many_places_are_counted_where_they_cannot_be_named():
    scene = made_scene(grid(2500, across=50), [{"place": "p7", "parties": ("a",)}])
    sheet = drawn(scene, scene.opens)
    said = " ".join(text.get_text() for text in texts(sheet))
    assert "for want of room: p0, p1, p10 and 2,497 more" in said
    assert_fills(scene, sheet, scene.opens)
    assert not [gid for gid in by_gid(sheet) if gid.startswith("label-")]


def test_every_mark_has_a_sign():
    assert {*MARKS, "disputed"} == set(LINES)


def test_nothing_but_patches_paths_and_texts_is_drawn():
    sheet = shipped_sheet("syria", "2018-03-22", "en")
    assert all(artist.get_hatch() is None for artist in sheet.figure.findobj(PathPatch))
    assert not sheet.figure.findobj(lambda artist: type(artist).__name__ == "AxesImage")


def test_the_subtitle_tells_the_latest_change():
    content = Content(shipped_scene("southern-damascus"), pd.Timestamp("2018-03-15"))
    assert (
        content.subtitle == "Latest change, 12–13 March 2018: Qadam. Vacated: nobody is reported to hold it."
    )


def test_places_cut_at_their_country_have_no_second_rim_within():
    """Twenty-five squares of an inch, those round the rim a hair apart, as clipping leaves them."""
    squares = {(x, y): shapely.box(x, y, x + 1, y + 1) for x in range(5) for y in range(5)}
    rim = {spot for spot in squares if {0, 4} & set(spot)}
    apart = [
        shape.buffer(-0.001, join_style="mitre") if spot in rim else shape for spot, shape in squares.items()
    ]
    whole = whole_of(np.array(apart, dtype=object))
    assert len(shapely.get_parts(whole)) == 1
    assert [len(part.interiors) for part in shapely.get_parts(whole)] == [0]
