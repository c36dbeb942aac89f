"""What a project says of the things round a map: assessor, logo, projection, titles of days, dates of sources."""

from __future__ import annotations

import json
import pickle
from io import BytesIO
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
from PIL import Image
from projects import LEAST, feature, problems_of

from geomap.boundaries import read_context, read_places
from geomap.build import build
from geomap.errors import BadValue, DataError, GeomapError
from geomap.logo import read_logo
from geomap.project import outlined, read_data, read_project, to_scene
from geomap.scene import ContextLayer, check_projection, compose

DAY = pd.Timestamp


def picture(size=(40, 20), kind="PNG", color=(200, 10, 10, 128), **options) -> bytes:
    buffer = BytesIO()
    Image.new("RGBA", size, color).convert("RGB" if kind == "JPEG" else "RGBA").save(buffer, kind, **options)
    return buffer.getvalue()


# --- the configuration ---------------------------------------------------------------


def test_a_map_takes_assessor_logo_and_projection_of_the_project_or_has_its_own(config, tmp_path):
    (tmp_path / "a.png").write_bytes(picture())
    (tmp_path / "b.jpg").write_bytes(picture((30, 30), "JPEG"))
    head = '[project]\nassessor = "Us"\nlogo = "a.png"\nprojection = "EPSG:32637"\n'
    own = (
        LEAST.replace("one", "two")
        + 'assessor = { en = "Them", ar = "هم" }\nlogo = "b.jpg"\nprojection = ""\n'
    )
    none = LEAST.replace("one", "three") + 'logo = ""\nassessor = ""\n'
    one, two, three = config(head + LEAST + own + none).maps
    assert (one.assessor, one.logo.width, one.logo.height, one.projection) == ("Us", 40, 20, "EPSG:32637")
    assert two.assessor == {"en": "Them", "ar": "هم"}
    assert (two.logo.width, two.projection) == (30, "")
    assert (three.logo, three.assessor) == (None, "")


def test_a_snapshot_may_have_a_title(config):
    text = 'snapshots = [2018-03-12, { on = 2018-03-15, title = { en = "Two", ar = "اثنان" } }, "2018-03-15", { on = "2018-03-20" }]\n'
    spec = config(LEAST + text).maps[0]
    assert spec.snapshots == (DAY("2018-03-12"), DAY("2018-03-15"), DAY("2018-03-20"))
    assert spec.day_titles == {DAY("2018-03-15"): {"en": "Two", "ar": "اثنان"}}


WRONG = {
    "a day that is a table without one": (
        'snapshots = [{ title = "x" }]\n', ["snapshots", "has a table without a day", "on = 2018-03-22"]),
    "another key of a snapshot": (
        'snapshots = [{ on = 2018-03-12, titel = "x" }]\n', ["'titel', which is not a known key", "Did you mean title?"]),
    "two titles of one day": (
        'snapshots = [{ on = 2018-03-12, title = "x" }, { on = 2018-03-12, title = "y" }]\n', ["has two titles for 2018-03-12"]),
    "last in a snapshot": ('snapshots = [{ on = "last" }]\n', ["'last', which is no day of its own"]),
    "a title that is a number": ("snapshots = [{ on = 2018-03-12, title = 3 }]\n", ["is not a text"]),
    "a snapshot that is a month": ('snapshots = [{ on = "2018-03" }]\n', ["is not a single day"]),
    "an assessor that is a number": ("assessor = 3\n", ["4: assessor 3 is not a text"]),
    "a key nearly known": ('asessor = "x"\n', ["asessor is not a known key. Did you mean assessor?"]),
    "another nearly known": ('projecton = "x"\n', ["projecton is not a known key. Did you mean projection?"]),
    "a projection that is none": ('projection = "EPSG:99999"\n', ["4: projection 'EPSG:99999' is not a coordinate system", "EPSG:32637"]),
    "a projection in words": ('projection = "north up"\n', ["is not a coordinate system that PROJ knows"]),
    "degrees": ('projection = "EPSG:4326"\n', ["is no projection but degrees on the globe"]),
    "feet": ('projection = "EPSG:2263"\n', ["is measured in US survey foot"]),
    "a projection that is a number": ("projection = 32637\n", ["4: projection 32637 is not a text"]),
    "a logo that is not there": ('logo = "none.png"\n', ["4: logo 'none.png' does not exist"]),
    "a logo that is a text": ('logo = "geomap.toml"\n', ["is not a picture, or is damaged. Use a PNG or a JPEG"]),
    "a logo that is a folder": ('logo = "."\n', ["cannot be read"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_with_its_line(config, text, said):
    told = "\n".join(problems_of(config, LEAST + text))
    assert told.startswith("4:")
    for each in said:
        assert each in told


# --- the logo ------------------------------------------------------------------------


def test_a_logo_is_kept_as_it_is_and_stands_upright(tmp_path):
    path = tmp_path / "logo.png"
    path.write_bytes(picture())
    logo = read_logo(path)
    assert logo.data == path.read_bytes()
    assert "data" not in repr(logo)
    assert pickle.loads(pickle.dumps(logo)) == logo  # noqa: S301 - our own
    turned = Image.new("RGB", (40, 20))
    exif = turned.getexif()
    exif[0x0112] = 6
    turned.save(tmp_path / "turned.jpg", exif=exif)
    assert (read_logo(tmp_path / "turned.jpg").width, read_logo(tmp_path / "turned.jpg").height) == (20, 40)


NO_LOGOS = {
    "an svg": (b'<?xml version="1.0"?><svg xmlns="x"/>', "is an SVG, which is not read as a logo"),
    "a gif": (picture(kind="GIF"), "is a picture of the kind GIF"),
    "nothing": (b"", "is not a picture"),
    "a png cut short": (picture((400, 300), color=(1, 2, 3, 4))[:60], "is not a picture, or is damaged"),
    "a strip": (picture((400, 10)), "too long and thin"),
    "a wall": (picture((4001, 400)), "at most 4000 a side"),
    "a weight": (picture() + b"\0" * 2_000_000, "has 2.0 MB, and a logo has at most 2 MB"),
}


@pytest.mark.parametrize(("data", "said"), NO_LOGOS.values(), ids=NO_LOGOS)
def test_what_is_no_logo_says_so(tmp_path, data, said):
    path = tmp_path / "logo.png"
    path.write_bytes(data)
    with pytest.raises(BadValue, match=said):
        read_logo(path)


def test_a_changed_logo_or_title_has_the_map_drawn_again(squares):
    logo = squares.root / "logo.png"
    logo.write_bytes(picture())
    squares.config = squares.config.replace('title = "Squares"', 'title = "Squares"\nlogo = "logo.png"')
    squares.config = squares.config.replace('formats = ["html", "svg"]', 'formats = ["svg"]')
    squares.write()
    project = squares.root / "geomap.toml"
    build(read_project(project))
    assert build(read_project(project)).fresh == ("west-map", "east-map")
    before = (squares.maps / "west-map-2018-03-10.svg").read_bytes()
    logo.write_bytes(picture(color=(0, 90, 0, 255)))
    built = build(read_project(project), ["west-map"])
    assert [path.name for path in built.written if path.suffix == ".svg"] == ["west-map-2018-03-10.svg"]
    assert (squares.maps / "west-map-2018-03-10.svg").read_bytes() != before


# --- the dates of sources --------------------------------------------------------------


def places_file(folder: Path, *dates: object) -> Path:
    rows = [
        feature(f"p{n}", f"P{n}", "district", "", n, 0, n + 0.5, 1, source_date=date)
        for n, date in enumerate(dates)
    ]
    path = folder / "places.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), "utf-8")
    return path


def test_the_date_of_a_source_is_kept_as_published(tmp_path):
    path = places_file(tmp_path, "2018", "2024-05", "2018-01-03/2018-02", 2017, None, "2016~")
    assert read_places(path)["source_date"].tolist() == [
        "2018",
        "2024-05",
        "2018-01-03/2018-02",
        "2017",
        "",
        "2016~",
    ]
    context = read_context([path])["places"]
    assert context["source_date"].tolist()[:2] == ["2018", "2024-05"]


def test_a_column_of_dates_and_a_shapefiles_short_name_are_read(tmp_path):
    frame = gpd.GeoDataFrame(
        {"place_id": ["a"], "name": ["A"], "level": ["district"], "source_date": [DAY("2018-05-03")]},
        geometry=[shapely.box(0, 0, 1, 1)], crs=4326,
    )  # fmt: skip
    frame.to_file(tmp_path / "a.gpkg")
    assert read_places(tmp_path / "a.gpkg")["source_date"].tolist() == ["2018-05-03"]
    frame.assign(source_date="2018-05").rename(columns={"source_date": "source_dat"}).to_file(
        tmp_path / "a.shp"
    )
    assert read_places(tmp_path / "a.shp")["source_date"].tolist() == ["2018-05"]


def test_a_date_that_is_none_is_told_for_outlines_and_for_context(tmp_path):
    path = places_file(tmp_path, "2018", "05/2018", "soon")
    with pytest.raises(DataError) as places:
        read_places(path)
    assert "source_date '05/2018'" in str(places.value)
    assert "source_date 'soon' is not a date" in str(places.value)
    with pytest.raises(DataError, match="source_date 'soon' is not a date"):
        read_context([path])


# --- the projection --------------------------------------------------------------------


def composed(squares, **options):
    data = outlined(read_data(read_project(squares.root / "geomap.toml")))
    return compose(data.places, data.records, data.actors, show=["land"], **options)


def test_a_projection_is_used_and_named(squares):
    scene = composed(squares, projection="EPSG:32637")
    assert (scene.area_crs, scene.projection) == ("EPSG:32637", "WGS 84 / UTM zone 37N")
    wkt = pyproj.CRS("EPSG:32637").to_wkt()
    assert composed(squares, projection=wkt).projection == "WGS 84 / UTM zone 37N"
    lambert = "+proj=lcc +lat_1=33 +lat_2=36 +lon_0=36 +datum=WGS84"
    assert composed(squares, projection=lambert).projection.startswith("Lambert Conic Conformal")
    automatic = composed(squares)
    assert "tmerc" in automatic.area_crs
    assert (scene.places["km2"] == automatic.places["km2"]).all()


@pytest.mark.parametrize(
    ("projection", "said"),
    [
        ("EPSG:32610", "was made for another part of the world: -126 to -120 east, 0 to 84 north"),
        ("+proj=ortho +lat_0=0 +lon_0=-140", "has no place for a part of the map"),
        ("+proj=stere +lat_0=-60 +lon_0=-140", "draws the map [0-9]+ times its size"),
        ("+proj=utm +zone=37 +axis=wnu", "mirrors the map"),
        ("EPSG:4326", "is no projection"),
    ],
)
def test_a_projection_that_does_not_fit_the_extent_is_refused(squares, projection, said):
    with pytest.raises(GeomapError, match=said):
        composed(squares, projection=projection)


@pytest.mark.parametrize(
    "text", ["", "EPSG:3857", "EPSG:32637", "ESRI:54009", "+proj=laea +lat_0=35 +lon_0=38"]
)
def test_projections_in_metres_are_taken(text):
    check_projection(text)


def test_places_on_both_sides_of_the_180th_meridian_are_drawn_in_one_piece(squares):
    squares.features = [
        feature("land", "Land", "district", "", 178.0, -17.0, 180.0, -16.0),
        feature("west", "West", "district", "", -180.0, -17.0, -179.0, -16.0),
    ]
    squares.records = [{"id": "a", "place": "land", "effective": "2018", "actor": "red"}]
    squares.write()
    data = outlined(read_data(read_project(squares.root / "geomap.toml")))
    scene = compose(data.places, data.records, data.actors, show=["land", "west"])
    assert "+lon_0=179.5" in scene.area_crs
    assert scene.locator is None
    forward = pyproj.Transformer.from_crs("EPSG:4326", scene.area_crs, always_xy=True)
    x, _ = forward.transform(*shapely.get_coordinates(scene.places.geometry.to_numpy()).T)
    assert np.ptp(x) < 400_000


# --- titles of days --------------------------------------------------------------------


def test_a_day_has_its_own_title_in_the_languages_it_is_given_in(squares):
    titles = {"2018-03-10": {"en": "Tenth", "ar": "العاشر"}, "2018-03-11": "Eleventh"}
    scene = composed(squares, title={"en": "Map", "fr": "Carte"}, lang="fr+ar").published(day_titles=titles)
    assert scene.title_on("2018-03-10") == "Tenth"
    assert scene.title_on("2018-03-10", "ar") == "العاشر"
    assert scene.titles_on("2018-03-10")["ar"] == "العاشر"
    assert scene.title_on(DAY("2018-03-11")) == "Eleventh"
    assert scene.titles_on("2018-03-11") == {}
    assert scene.title_on("2018-03-12") == "Carte"
    assert scene.title == "Carte"


def test_the_gallery_says_the_title_of_the_day_that_it_shows(squares):
    squares.config = squares.config.replace(
        "opens = 2018-03-10",
        'opens = 2018-03-10\nsnapshots = [{ on = 2018-03-10, title = "The <tenth>" }]',
        1,
    )
    squares.write()
    build(read_project(squares.root / "geomap.toml"))
    assert 'alt="The &lt;tenth&gt;, 10 March 2018"' in (squares.maps / "index.html").read_text("utf-8")


def test_a_scene_of_the_configuration_has_all_of_it(squares):
    (squares.root / "logo.png").write_bytes(picture())
    keys = 'logo = "logo.png"\nassessor = "Us"\nprojection = "EPSG:32637"\nsnapshots = [{ on = 2018-03-10, title = "T" }]\n'
    squares.config = squares.config.replace("opens = 2018-03-10\n", f"opens = 2018-03-10\n{keys}", 1)
    squares.write()
    project = read_project(squares.root / "geomap.toml")
    scene = to_scene(read_data(project), project.maps[0])
    assert (scene.assessor, scene.logo.width, scene.area_crs) == ("Us", 40, "EPSG:32637")
    assert scene.title_on("2018-03-10") == "T"


# --- the locator -----------------------------------------------------------------------


def test_a_part_lies_in_the_coarsest_place_above_it(scenes):
    for name in ("qadam", "southern-damascus", "deir-ezzor"):
        locator = scenes[name].locator
        assert locator.name["name_fr"] == "Syrie"
        assert not locator.fills
        assert locator.extent == scenes[name].bounds
        assert shapely.box(*locator.bounds).contains(locator.area)
        assert locator.area.intersects(shapely.box(*locator.extent))


def test_a_country_lies_among_its_neighbours_or_nowhere(scenes, shipped_data):
    locator = scenes["syria"].locator
    assert locator.fills
    assert locator.bounds[0] < scenes["syria"].bounds[0]
    assert locator.area.symmetric_difference(shipped_data.places.geometry["syria"]).area < 0.2
    assert len(locator.around.geoms) > 4
    alone = compose(shipped_data.places, shipped_data.records, shipped_data.actors, show=["syria"])
    assert alone.locator is None


def test_a_place_as_wide_as_what_it_lies_in_has_no_locator(squares):
    squares.features = [
        feature("land", "Land", "country", "", 36.0, 33.0, 36.4, 33.4),
        feature("west", "West", "district", "land", 36.0, 33.0, 36.39, 33.4),
        feature("nook", "Nook", "town", "west", 36.0, 33.0, 36.1, 33.1),
    ]
    squares.records = squares.records[:2]
    squares.write()
    data = outlined(read_data(read_project(squares.root / "geomap.toml")))
    west, nook = (compose(data.places, data.records, data.actors, show=[place]) for place in ("west", "nook"))
    assert west.locator is None
    assert nook.locator.name["name"] == "Land"


def test_places_in_two_countries_have_no_common_locator_without_neighbours(squares):
    squares.features += [
        feature("other", "Other", "country", "", 37.0, 33.0, 38.0, 34.0),
        feature("far", "Far", "district", "other", 37.0, 33.0, 37.2, 33.2),
    ]
    squares.write()
    data = outlined(read_data(read_project(squares.root / "geomap.toml")))
    assert compose(data.places, data.records, data.actors, show=["nook", "far"]).locator is None
    around = gpd.GeoDataFrame(
        {"name": "N", "name_ar": "", "name_fr": "", "rank": 0, "source": "", "licence": ""},
        geometry=[shapely.box(30, 28, 45, 40)], crs=4326, index=[0],
    )  # fmt: skip
    layers = [ContextLayer("neighbours", around)]
    both = compose(data.places, data.records, data.actors, show=["nook", "far"], context=layers).locator
    assert both.fills
    assert both.name["name"] == ""


def test_a_locator_is_coarse_and_tells_its_changes(scenes, shipped_data):
    locator = scenes["qadam"].locator
    whole = shapely.get_num_coordinates(shipped_data.places.geometry["syria"])
    assert shapely.get_num_coordinates(locator.area) < whole / 2
    assert locator.digest() == pickle.loads(pickle.dumps(locator)).digest()  # noqa: S301 - our own
    assert locator.digest() != scenes["deir-ezzor"].locator.digest()
