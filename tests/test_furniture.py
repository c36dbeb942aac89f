"""What stands round and in the corners of a map: locator, arrow to the north, scale, logo, sources, titles of days."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from dataclasses import replace
from io import BytesIO

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
from PIL import Image
from projects import ROOT, feature
from test_furnishing import picture

from geomap.logo import Logo, read_logo
from geomap.paper import Paper, read_paper
from geomap.partition import GEOD
from geomap.project import outlined, read_data, read_project, to_scene
from geomap.render.static import render
from geomap.render.static.artists import gid_of
from geomap.render.static.content import Content
from geomap.render.static.corners import Corners
from geomap.render.static.drawing import draw
from geomap.render.static.emblem import Picture, logo_size
from geomap.render.static.furniture import scale_bars
from geomap.render.static.locator import Small
from geomap.render.static.north import is_up, turn_at, varies
from geomap.render.static.quiet import standing_of
from geomap.render.static.sheet import Sheet, quiet_settings
from geomap.render.static.view import Box, View, extent_of
from geomap.scene import ContextLayer, compose

HOSTILE = "\u202e<b>{name}</b> $x_1$ {{ 7 }} & \x00\n</text><script>alert(1)</script>"
FRAME = Box(1.0, 1.0, 7.0, 6.0)


@pytest.fixture(scope="module")
def specs():
    return {spec.name: spec for spec in read_project(ROOT / "geomap.toml").maps}


@pytest.fixture(scope="module")
def made(shipped_data, specs):
    """A function that composes a shipped map with other options."""

    def scene(name, **options):
        return to_scene(shipped_data, replace(specs[name], **options))

    return scene


@pytest.fixture(scope="module")
def logo(tmp_path_factory) -> Logo:
    path = tmp_path_factory.mktemp("logo") / "logo.png"
    path.write_bytes(picture((300, 100), color=(200, 10, 10, 255)))
    return read_logo(path)


def sheet_of(scene, day="2018-03-22", size="sheet"):
    with quiet_settings():
        return draw(scene, [pd.Timestamp(day)], read_paper(size))


def by_gid(sheet):
    return {artist.get_gid(): artist for artist in sheet.figure.findobj(lambda a: bool(a.get_gid()))}


def said(sheet) -> list[str]:
    return [
        text.get_text() for text in sheet.figure.findobj() if hasattr(text, "get_text") and text.get_text()
    ]


def bounds(artist) -> Box:
    (x0, y0), (x1, y1) = artist.get_path().get_extents().get_points()
    return Box(x0, y0, x1, y1)


def view_of(scene, frame=FRAME):
    return View(scene, frame, extent_of(scene))


# --- the locator -----------------------------------------------------------------------


def degrees_in(small: Small, x: float, y: float) -> tuple[float, float]:
    """Return what spot of the globe a point of a locator shows: solved from outside, by two points that are known."""
    forward = pyproj.Transformer.from_crs("EPSG:4326", small.locator.crs, always_xy=True)
    spots = [(36.0, 33.0), (42.0, 37.0)]
    inches = shapely.get_coordinates([small.page(shapely.Point(*spot)) for spot in spots])
    metres = np.array([forward.transform(*spot) for spot in spots])
    scale = (metres[1] - metres[0]) / (inches[1] - inches[0])
    assert scale[0] == pytest.approx(scale[1])
    return forward.transform(*(metres[0] + scale * (np.array([x, y]) - inches[0])), direction="INVERSE")


@pytest.mark.parametrize("name", ["qadam", "southern-damascus", "deir-ezzor"])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_locator_marks_where_the_map_lies(made, name, lang):
    scene = made(name, lang=lang)
    artists = by_gid(sheet_of(scene))
    box, mark = bounds(artists["locator-frame"]), bounds(artists["locator-extent"])
    area = bounds(artists["locator-area"])
    assert box.holds(mark)
    assert box.grown(1e-6).holds(area)
    small = small_of(scene, box)
    lon, lat = degrees_in(small, *mark.middle)
    minx, miny, maxx, maxy = scene.bounds
    assert lon == pytest.approx((minx + maxx) / 2, abs=0.2)
    assert lat == pytest.approx((miny + maxy) / 2, abs=0.2)
    west, south = degrees_in(small, area.x0, area.y0)
    assert west == pytest.approx(35.72, abs=0.15)
    assert south == pytest.approx(32.31, abs=0.15)


def small_of(scene, box: Box) -> Small:
    from geomap.render.static import locator

    below = locator._name_height()
    return Small(scene.locator, Box(box.x0, box.y0 + below, box.x1, box.y1).grown(-locator.PADDING))


def test_the_mark_is_the_frame_of_the_map_or_a_square_large_enough_to_see(made):
    wide = by_gid(sheet_of(made("deir-ezzor")))
    scene, box = made("deir-ezzor"), bounds(wide["locator-frame"])
    small, mark = small_of(scene, box), bounds(wide["locator-extent"])
    west, _ = degrees_in(small, mark.x0, mark.middle[1])
    assert west < scene.bounds[0]
    tiny = bounds(by_gid(sheet_of(made("qadam")))["locator-extent"])
    assert tiny.width == pytest.approx(5 / 72, abs=1e-3)
    assert tiny.height == pytest.approx(5 / 72, abs=1e-3)


def covers_ground(artists, box: Box) -> bool:
    """Return whether a box lies on ground that is painted."""
    paths = [
        artist.get_path()
        for gid, artist in artists.items()
        if gid.startswith("ground-") and hasattr(artist, "names")
    ]
    rings = [shapely.Polygon(ring) for path in paths for ring in path.to_polygons() if len(ring) > 3]
    return bool(shapely.intersects(shapely.make_valid(rings), box.grown(-0.01).shape()).any())


def test_a_country_is_filled_among_its_neighbours_and_has_no_frame(made):
    artists = by_gid(sheet_of(made("syria"), size="page"))
    assert "locator-area" in artists
    assert "locator-extent" not in artists


@pytest.mark.parametrize("size", ["sheet", "page", "slide", "square", "story"])
def test_the_locator_hides_no_ground_and_no_name_stands_in_it(made, size):
    for name in ("qadam", "southern-damascus", "syria"):
        sheet = sheet_of(made(name), size=size)
        artists = by_gid(sheet)
        if "locator-frame" not in artists:
            continue
        box = bounds(artists["locator-frame"])
        assert not covers_ground(artists, box)
        inside = [
            text.get_text() for text in sheet.figure.findobj(lambda a: hasattr(a, "get_text") and a.get_text())
            if box.holds(Box(*text.get_position(), *text.get_position())) and text.get_gid() != "halo"
        ]  # fmt: skip
        assert inside == ["Syria"]


def test_a_small_sheet_and_a_map_without_corners_have_no_locator_on_the_map(made, squares):
    assert "locator-frame" not in by_gid(sheet_of(made("qadam"), size="column"))
    data = outlined(read_data(read_project(squares.root / "geomap.toml")))
    scene = compose(data.places, data.records, data.actors, show=["nook"])
    artists = by_gid(sheet_of(scene, "2018-03-10"))
    frame = bounds(artists["locator-frame"])
    with quiet_settings():
        content = Content(scene, pd.Timestamp("2018-03-10"))
    assert content.name(scene.show[0]) == "Nook"
    assert not covers_ground(artists, frame)


def test_on_several_days_there_is_one_locator(made):
    with quiet_settings():
        sheet = draw(
            made("qadam"), [pd.Timestamp(day) for day in ("2018-03-12", "2018-03-22")], read_paper("page")
        )
    assert sum("locator-frame" in gid for gid in by_gid(sheet)) == 1


# --- the arrow to the north --------------------------------------------------------------


def convergence(crs: str, lon: float, lat: float) -> float:
    """Return how far true north is turned from the north of the grid, clockwise: what PROJ says of itself."""
    return -pyproj.Proj(crs).get_factors(lon, lat).meridian_convergence


@pytest.mark.parametrize(
    "crs", ["EPSG:32633", "EPSG:32640", "+proj=lcc +lat_1=33 +lat_2=36 +lon_0=10 +datum=WGS84"]
)
def test_the_arrow_points_to_true_north(made, crs):
    scene = made("deir-ezzor", projection=crs)
    view = view_of(scene)
    lon, lat = view.degrees_at(*FRAME.middle)
    turn = turn_at(view, *FRAME.middle)
    assert abs(turn) > 2
    assert turn == pytest.approx(convergence(crs, lon, lat), abs=0.1)
    artists = by_gid(sheet_of(scene))
    dark, light = (
        {tuple(point) for point in artists[f"north-{half}"].get_path().vertices} for half in ("dark", "light")
    )
    low, high = sorted((dark & light) - {(0.0, 0.0)}, key=lambda point: point[1])
    drawn = math.degrees(math.atan2(high[0] - low[0], high[1] - low[1]))
    assert drawn == pytest.approx(turn, abs=1.0)


@pytest.mark.parametrize("name", ["qadam", "deir-ezzor", "syria"])
def test_geomaps_own_projections_have_north_up(made, name):
    assert is_up(view_of(made(name)))
    assert "layer-north" not in by_gid(sheet_of(made(name)))


#: West, south, east and north of countries that are wide, far north, thin or on the equator.
EXTENTS = [
    (4.5, 58.0, 31.1, 71.2), (-25, 63, -13, 67), (20, 59.5, 31.6, 70.1), (-80, -56, -66, -17), (73, 18, 135, 54),
    (95, -11, 141, 6), (-70, -55, -60, -50), (16, 65, 30, 70),
]  # fmt: skip


@pytest.mark.parametrize("extent", EXTENTS)
def test_north_is_up_wherever_the_country_lies(squares, extent):
    west, south, east, north = extent
    squares.features = [
        feature("land", "Land", "country", "", west, south, east, north),
        feature("west", "West", "district", "land", west, south, (west + east) / 2, north),
    ]
    corner = shapely.Polygon([(west, south), (east, north), (west, north)])
    squares.features[0]["geometry"] = shapely.geometry.mapping(corner)
    squares.features[1]["geometry"] = shapely.geometry.mapping(
        corner.intersection(shapely.box(west, south, (west + east) / 2, north))
    )
    squares.records = squares.records[:1]
    squares.write()
    data = outlined(read_data(read_project(squares.root / "geomap.toml")))
    assert is_up(view_of(compose(data.places, data.records, data.actors, show=["land"])))


def test_the_arrow_says_where_north_turns_over_the_map(made):
    wide, narrow = made("syria", projection="EPSG:32633"), made("qadam", projection="EPSG:32633")
    assert varies(view_of(wide))
    assert not varies(view_of(narrow))
    assert "at the middle" in said(sheet_of(wide))
    assert "at the middle" not in said(sheet_of(narrow))
    assert "N" in said(sheet_of(narrow))


def test_off_the_globe_there_is_no_arrow_and_no_error(made):
    scene = made("qadam")
    far = View(scene, FRAME, (-3e7, -3e7, 3e7, 3e7))
    assert math.isnan(turn_at(far, 1.0, 1.0))


# --- projection and scale ------------------------------------------------------------------


@pytest.mark.parametrize("crs", ["", "EPSG:3857", "EPSG:32633", "ESRI:54009"])
def test_the_scale_is_true_at_the_middle_of_the_map(made, crs):
    scene = made("syria", projection=crs)
    view = view_of(scene)
    inches, text = scale_bars(Content(scene, scene.opens), view)[0]
    x, y = FRAME.middle
    ends = [view.degrees_at(x - inches / 2, y), view.degrees_at(x + inches / 2, y)]
    metres = GEOD.inv(*ends[0], *ends[1])[2]
    assert metres == pytest.approx(float(text.split()[0]) * 1000, rel=2e-3)


def test_the_sheet_names_its_projection(made):
    assert "Projection: WGS 84 / UTM zone 37N." in said(sheet_of(made("qadam", projection="EPSG:32637")))
    assert any(text.startswith("Projection: Transverse Mercator") for text in said(sheet_of(made("qadam"))))


# --- the logo ------------------------------------------------------------------------------


def picture_on(sheet) -> Picture:
    return next(artist for artist in sheet.figure.findobj(Picture))


@pytest.mark.parametrize("size", ["sheet", "column", "page", "slide", "square", "story", "social"])
def test_a_logo_keeps_its_shape_and_stands_within_the_margins(made, logo, size):
    sheet = sheet_of(made("qadam", logo=logo), size=size)
    box = picture_on(sheet).box
    assert box.width / box.height == pytest.approx(3.0)
    assert 0.15 < box.height <= 0.46 or box.width <= 0.2 * sheet.width + 1e-9
    page = Box(0, 0, sheet.width, sheet.height).grown(-0.8 * sheet.margin)
    assert page.holds(box)
    for text in sheet.figure.findobj(lambda a: hasattr(a, "get_text") and a.get_text()):
        x, y = text.get_position()
        assert not (box.x0 < x < box.x1 and box.y0 < y < box.y1), text.get_text()


def test_a_logo_is_mirrored_in_place_and_not_in_itself(made, logo):
    left_to_right, right_to_left = (
        picture_on(sheet_of(made("qadam", logo=logo, lang=lang))) for lang in ("en", "ar")
    )
    assert right_to_left.box.x1 < 5 < left_to_right.box.x0
    assert np.array_equal(np.asarray(left_to_right.pixels), np.asarray(right_to_left.pixels))


def test_a_logo_is_painted_upright_in_its_colours_and_grey_where_all_is(made, tmp_path):
    image = Image.new("RGBA", (200, 100), (0, 0, 255, 255))
    image.paste((255, 0, 0, 255), (0, 0, 200, 50))
    image.save(tmp_path / "logo.png")
    logo = read_logo(tmp_path / "logo.png")
    for palette, top, below in (("own", (255, 0, 0), (0, 0, 255)), ("grey", (76, 76, 76), (29, 29, 29))):
        scene = made("qadam", logo=logo, palette=palette)
        sheet = sheet_of(scene)
        box, page = picture_on(sheet).box, Image.open(BytesIO(render(scene, ".png"))).convert("RGB")
        dots = page.width / sheet.width
        x = round(box.middle[0] * dots)
        upper, lower = (
            round((sheet.height - y) * dots) for y in (box.y1 - 0.3 * box.height, box.y0 + 0.3 * box.height)
        )
        assert np.abs(np.subtract(page.getpixel((x, upper)), top)).max() <= 2
        assert np.abs(np.subtract(page.getpixel((x, lower)), below)).max() <= 2


def test_a_logo_is_within_the_svg_and_the_same_twice(made, logo):
    scene = made("qadam", logo=logo)
    first, second = render(scene, ".svg"), render(scene, ".svg")
    assert first == second
    links = [
        value for element in ET.fromstring(first).iter() for name, value in element.attrib.items()  # noqa: S314 - ours
        if name.endswith("href") and not value.startswith("#")
    ]  # fmt: skip
    assert len(links) == 1
    assert links[0].startswith("data:image/png;base64,")
    assert render(scene, ".pdf") == render(scene, ".pdf")
    assert render(scene, ".png") != render(made("qadam"), ".png")


def test_a_large_logo_goes_into_a_drawing_no_finer_than_print(made, tmp_path):
    generator = np.random.default_rng(1)
    noise = generator.integers(0, 255, (1200, 3600, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "big.jpg", quality=30)
    logo = read_logo(tmp_path / "big.jpg")
    with quiet_settings():
        assert logo_size(Sheet(Paper()), logo)[0] == pytest.approx(1.15)
    assert len(render(made("qadam", logo=logo), ".svg")) < 3_000_000


# --- what the foot says ----------------------------------------------------------------------


def sourced(squares, *rows, **options):
    """Return a scene of the squares with other sources: (place, source, licence, date)."""
    given = {place: rest for place, *rest in rows}
    for each in squares.features:
        source, licence, date = given.get(each["properties"]["place_id"], ("Survey", "CC0", "2018"))
        each["properties"] |= {"source": source, "licence": licence, "source_date": date}
    squares.write()
    data = outlined(read_data(read_project(squares.root / "geomap.toml")))
    return compose(data.places, data.records, data.actors, show=["land"], **options)


def test_the_foot_says_of_when_each_source_is_and_each_once(squares):
    scene = sourced(
        squares,
        ("west", "Maps", "CC0", "2017-05"),
        ("east", "Maps", "CC BY", ""),
        ("inn", "Maps", "CC0", "2017-05"),
    )
    content = Content(scene, pd.Timestamp("2018-03-10"))
    assert content.sources == [
        "Records: A (to 31 December 2018); B (to 5 March 2018).",
        "Boundaries: Maps (CC BY). Maps, May 2017; Survey, 2018 (CC0).",
    ]
    assert scene.boundary_sources().count(("Maps", "CC0")) == 1


def test_a_source_reaches_to_its_newest_known_day(squares):
    squares.records[4]["reported"] = "2018-05-01"
    squares.records.append(
        {
            "id": "late",
            "place": "inn",
            "effective": "2018-03-06",
            "reported": "2018-06-01",
            "source": "B",
            "actor": "red",
        }
    )
    assert "B (to 1 June 2018)" in Content(sourced(squares), pd.Timestamp("2018-03-10")).sources[0]
    known = Content(sourced(squares, known_on="2018-05-02"), pd.Timestamp("2018-03-10")).sources[0]
    assert "B (to 1 May 2018)" in known


@pytest.mark.parametrize(
    ("lang", "line"),
    [("en", "Assessment: Us."), ("ar", "التقييم: نحن."), ("fr", "Évaluation\u00a0: Us.")],
)
def test_the_assessor_leads_the_foot(squares, lang, line):
    scene = sourced(squares, lang=lang).published(assessor={"en": "Us.", "ar": "نحن"})
    assert Content(scene, scene.opens).sources[0] == line
    assert any(line in text for text in said(sheet_of(scene, "2018-03-10")))
    assert not any("Assessment" in text for text in Content(sourced(squares), scene.opens).sources)


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_hostile_texts_are_drawn_as_texts(squares, suffix):
    for each in squares.features:
        each["properties"]["name"] = f"{HOSTILE} {each['properties']['place_id']}".replace("\x00", "")
    around = gpd.GeoDataFrame(
        {"name": HOSTILE, "name_ar": "", "name_fr": "", "rank": 1, "source": HOSTILE, "licence": HOSTILE, "source_date": "2018"},
        geometry=[shapely.box(30, 28, 45, 40)], crs=4326, index=[0],
    )  # fmt: skip
    squares.write()
    data = outlined(read_data(read_project(squares.root / "geomap.toml")))
    scene = compose(
        data.places, data.records, data.actors, show=["nook"], context=[ContextLayer("neighbours", around)]
    ).published(assessor=HOSTILE, day_titles={"2018-03-10": HOSTILE})
    content = Content(scene, pd.Timestamp("2018-03-10"))
    assert "{name}" in content.sources[0]
    data = render(scene, suffix, on="2018-03-10")
    if suffix == ".svg":
        tags = {element.tag.rsplit("}", 1)[-1] for element in ET.fromstring(data).iter()}  # noqa: S314 - our own
        assert "script" not in tags
        assert "b" not in tags


def test_a_template_in_a_source_is_not_filled_in(squares):
    scene = sourced(squares, ("west", "Maps {date}", "{sources}", "2017"))
    assert "Maps {date}, 2017" in Content(scene, scene.opens).sources[1]


def test_a_day_of_its_own_title_is_drawn_with_it(squares):
    titles = {"2018-03-10": {"en": "The tenth", "ar": "العاشر"}}
    scene = sourced(squares, title="Map", lang="en+ar").published(day_titles=titles)
    tenth, other = said(sheet_of(scene, "2018-03-10")), said(sheet_of(scene, "2018-03-11"))
    assert "The tenth" in tenth
    assert any("العاشر" in text for text in tenth)
    assert "Map" not in tenth
    assert "Map" in other
    with quiet_settings():
        both = said(draw(scene, [pd.Timestamp("2018-03-10"), pd.Timestamp("2018-03-11")], Paper()))
    assert "Map" in both
    assert "The tenth" not in both


# --- the map itself ----------------------------------------------------------------------------


def test_corners_without_ground_come_first_and_none_is_taken_twice():
    ground = np.array([shapely.box(0, 0, 3, 3)], dtype=object)
    corners = Corners(Box(0, 0, 10, 8), ground)
    first, second = corners.best(2, 1, most=0.0), corners.best(2, 1, most=0.0)
    assert first.x0 > 7
    assert first.y0 < 1
    assert not second.overlaps(first)
    mirrored = Corners(Box(0, 0, 10, 8), np.array([], dtype=object), mirror=True)
    assert mirrored.best(2, 1).x0 > 7
    assert Corners(Box(0, 0, 2, 1), ground).best(3, 1) is None
    full = np.array([shapely.box(0, 0, 10, 8)], dtype=object)
    assert Corners(Box(0, 0, 10, 8), full).best(2, 1, most=0.01) is None
    assert Corners(Box(0, 0, 10, 8), full).best(2, 1) is not None


def test_towns_stand_out_by_rank():
    looks = [standing_of(rank) for rank in (1, 2, 3, 4, 16)]
    assert [look.ring for look in looks] == [True, False, False, False, False]
    sizes = [look.face.size for look in looks]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[1] > sizes[3]
    assert looks[1].dot > looks[3].dot
    assert standing_of(0) == standing_of(9)


def test_the_cut_edge_of_the_background_is_no_border(squares):
    around = gpd.GeoDataFrame(
        {"name": ["W", "E"], "name_ar": "", "name_fr": "", "rank": 1, "source": "s", "licence": "l"},
        geometry=[shapely.box(35.9, 32.9, 36.2, 33.5), shapely.box(36.2, 32.9, 36.5, 33.5)], crs=4326,
    )  # fmt: skip
    data = outlined(read_data(read_project(squares.root / "geomap.toml")))
    scene = compose(
        data.places, data.records, data.actors, show=["west"], context=[ContextLayer("neighbours", around)]
    )
    sheet = sheet_of(scene, "2018-03-10")
    group = by_gid(sheet)[gid_of("context-neighbours-edges")]
    points = np.vstack([artist.get_path().vertices for artist in group.get_children()])
    assert np.ptp(points[:, 0]) < 0.05
    assert np.ptp(points[:, 1]) > 1


def test_no_sign_of_presence_stands_below_a_name_or_a_town(squares):
    squares.records.append(
        {"id": "p", "place": "west", "effective": "2018-02-01", "status": "presence", "actor": "red"}
    )
    squares.write()
    names = [f"Town {number}" for number in range(6)]
    towns = gpd.GeoDataFrame(
        {"name": names, "name_ar": "", "name_fr": "", "rank": range(6), "source": "s", "licence": "l"},
        geometry=[shapely.Point(36.03 + 0.02 * at, 33.14 + 0.04 * at) for at in range(6)], crs=4326,
    )  # fmt: skip
    data = outlined(read_data(read_project(squares.root / "geomap.toml")))
    scene = compose(
        data.places, data.records, data.actors, show=["west"], context=[ContextLayer("towns", towns)]
    )
    sheet = sheet_of(scene, "2018-03-10")
    signs = by_gid(sheet)["presence-west-0"].get_path()
    middles = [ring.mean(axis=0) for ring in (np.array(ring)[:4] for ring in signs.to_polygons())]
    written = [
        text for text in sheet.figure.findobj(lambda a: hasattr(a, "get_text")) if text.get_text() in names
    ]
    assert len({text.get_text() for text in written}) >= 3
    for text in written:
        x, y = text.get_position()
        wide = sheet.width_of(text.get_text(), standing_of(0).face)
        below = Box(x, y, x + wide, y + 0.07)
        assert not any(below.overlaps(Box(*spot, *spot).grown(0.02)) for spot in middles), text.get_text()
