"""Places from every format, and every way in which a feature can be wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from geomap.boundaries import collect_places, read_context, read_places
from geomap.boundaries.outlines import km2_of
from geomap.errors import DataError, GeomapWarning, Problems
from geomap.names import index_names

REAL = Path(__file__).resolve().parents[2] / "shared" / "fixtures" / "ocha-2018"
SYRIA = shapely.box(35.7, 32.3, 42.4, 37.3)
DAMASCUS = shapely.box(36.2, 33.4, 36.4, 33.6)
YARMUK = shapely.box(36.30, 33.46, 36.31, 33.48)


def feature(
    place_id: object, geometry: shapely.Geometry | dict | None, **properties: object
) -> dict[str, Any]:
    given = {"place_id": place_id, "name": str(place_id).title(), "level": "neighbourhood"} | properties
    shape = json.loads(shapely.to_geojson(geometry)) if isinstance(geometry, shapely.Geometry) else geometry
    return {"type": "Feature", "properties": given, "geometry": shape}


def written(folder: Path, *features: dict, name: str = "places.geojson", **members: object) -> Path:
    """Write one feature a line, the first on line 2."""
    lines = ",\n".join(json.dumps(f, ensure_ascii=False) for f in features)
    extra = "".join(f'"{key}": {json.dumps(value)}, ' for key, value in members.items())
    path = folder / name
    path.write_text(f'{{"type": "FeatureCollection", {extra}"features": [\n{lines}\n]}}\n', encoding="utf-8")
    return path


def errors(*paths: Path) -> list[str]:
    with pytest.raises(DataError) as caught:
        read_places(*paths)
    return [str(problem) for problem in caught.value.problems]


def test_columns_and_lines(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        feature("syria", SYRIA, level="country"),
        feature(
            "yarmuk", YARMUK, name_ar="مخيم اليرموك", aliases="Yarmouk; Camp", approximate=True, licence="PD"
        ),
        feature("p", shapely.Point(36.3, 33.5), level="town", aliases=["a", "b"]),
    )
    places = read_places(path)
    assert places.index.name == "place_id"
    assert places.index.tolist() == ["syria", "yarmuk", "p"]
    assert places["line"].tolist() == [2, 3, 4]
    assert places["parent"].tolist() == ["", "syria", "syria"]
    assert places["aliases"].tolist() == [(), ("Yarmouk", "Camp"), ("a", "b")]
    assert places["approximate"].tolist() == [False, True, False]
    assert (places.loc["p", "name_fr"], places.loc["p", "source"]) == ("", "")
    assert places.geometry.geom_type.tolist() == ["Polygon", "Polygon", "Point"]
    assert places.crs.to_epsg() == 4326


def test_lines_of_a_file_that_is_indented(tmp_path: Path) -> None:
    content = {
        "type": "FeatureCollection",
        "name": "features",
        "features": [feature("a", YARMUK), feature("b", SYRIA)],
    }
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
    lines = path.read_text(encoding="utf-8").split("\n")
    starts = [n for n, line in enumerate(lines, 1) if line == "  {"]
    assert read_places(path)["line"].tolist() == starts


@pytest.mark.parametrize(
    ("name", "crs"),
    [
        ("a.gpkg", 4326),
        ("a.gpkg", 32637),
        ("a.shp", 32637),
        ("a.shp", 3857),
        ("a.parquet", 32637),
        ("a.geojson", 4326),
    ],
)
def test_formats_and_coordinate_systems(tmp_path: Path, name: str, crs: int) -> None:
    frame = gpd.GeoDataFrame(
        {"place_id": ["damascus", "yarmuk"], "name": ["Damascus", "Yarmuk"], "name_ar": ["دمشق", None],
         "level": ["governorate", "neighbourhood"], "approximate": [1, 0], "aliases": ["", "A;B"]},
        geometry=[DAMASCUS, YARMUK], crs=4326,
    ).to_crs(crs)  # fmt: skip
    path = tmp_path / name
    if name.endswith("parquet"):
        frame.to_parquet(path)
    elif name.endswith("shp"):
        frame.rename(columns={"approximate": "approximat"}).to_file(path, encoding="utf-8")
    else:
        frame.to_file(path)
    places = read_places(tmp_path)
    assert places["name_ar"].tolist() == ["دمشق", ""]
    assert places["parent"].tolist() == ["", "damascus"]
    assert places["approximate"].tolist() == [True, False]
    assert places.loc["yarmuk", "aliases"] == ("A", "B")
    assert km2_of(places.loc["yarmuk", "geometry"]) == pytest.approx(km2_of(YARMUK), rel=1e-3)
    assert places.geometry.iloc[1].hausdorff_distance(YARMUK) < 1e-6


def test_every_layer_of_a_geopackage(tmp_path: Path) -> None:
    for layer, box in (("one", DAMASCUS), ("two", YARMUK)):
        frame = gpd.GeoDataFrame(
            {"place_id": [layer], "name": [layer], "level": ["town"]}, geometry=[box], crs=4326
        )
        frame.to_file(tmp_path / "a.gpkg", layer=layer)
    places = read_places(tmp_path / "a.gpkg")
    assert places.index.tolist() == ["one", "two"]
    assert places["line"].tolist() == [1, 2]


@pytest.mark.parametrize("name", ["a.shp", "a.parquet", "a.gpkg"])
def test_no_declared_coordinates_is_an_error(tmp_path: Path, name: str) -> None:
    frame = gpd.GeoDataFrame({"place_id": ["a"], "name": ["A"], "level": ["town"]}, geometry=[YARMUK])
    if name.endswith("parquet"):
        frame.to_parquet(tmp_path / name)
    else:
        with pytest.warns(UserWarning, match="crs"):
            frame.to_file(tmp_path / name)
    (error,) = errors(tmp_path / name)
    assert error.startswith(f"{tmp_path / name}: does not say which coordinate system it has.")
    assert "Save it again with its coordinate system" in error


def test_an_old_geojson_crs_is_obeyed(tmp_path: Path) -> None:
    there = gpd.GeoSeries([YARMUK], crs=4326).to_crs(32637).iloc[0]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32637"}}
    places = read_places(written(tmp_path, feature("a", there), crs=crs))
    assert places.geometry.iloc[0].hausdorff_distance(YARMUK) < 1e-6


def test_heights_are_dropped(tmp_path: Path) -> None:
    places = read_places(written(tmp_path, feature("a", shapely.force_3d(YARMUK, 700.0))))
    assert not places.has_z.any()


def test_a_crossing_ring_is_repaired_with_a_word(tmp_path: Path) -> None:
    bow = shapely.Polygon([(36, 33), (36.2, 33.1), (36.2, 33), (36, 33.08)])
    with pytest.warns(
        GeomapWarning, match=r"geojson:2: place_id 'bow' has an outline that is not valid.*repaired.*km²"
    ):
        places = read_places(written(tmp_path, feature("bow", bow)))
    assert places.is_valid.all()
    assert set(places.geom_type) <= {"Polygon", "MultiPolygon"}


LINE = {"type": "LineString", "coordinates": [[36, 33], [37, 34]]}
FLAT = {"type": "Polygon", "coordinates": [[[36, 33], [36.1, 33], [36.2, 33], [36, 33]]]}


@pytest.mark.parametrize(
    ("second", "what", "fix"),
    [
        (feature("a b", YARMUK), "place_id 'a b' is not an id", "Write a_b."),
        (feature("", YARMUK), "place_id '' is empty", "short id"),
        (feature("a", YARMUK, name=""), "name '' is empty", "Write the name"),
        (
            feature("a", YARMUK, level="neighborhood"),
            "level 'neighborhood' is not a level",
            "mean neighbourhood?",
        ),
        (feature("a", YARMUK, level=None), "level '' is empty", "Write one of country"),
        (
            feature("a", YARMUK, approximate="maybe"),
            "approximate 'maybe' is neither true nor false",
            "true or false",
        ),
        (feature("a", YARMUK, parent="syrai"), "parent 'syrai' is not a place_id", "Did you mean syria?"),
        (feature("a", YARMUK, parent="a"), "parent 'a' closes a ring: a lies in a", "another parent"),
        (feature("syria", YARMUK), "place_id 'syria' is there already, at ", "another id"),
        (feature("a", None), "geometry is empty", "polygon or a point"),
        (feature("a", shapely.Polygon()), "geometry is empty", "polygon or a point"),
        (feature("a", LINE), "geometry is a LineString", "context layers"),
        (feature("a", FLAT), "no area is left", "raw it again"),
        (feature("a", {"type": "Polygon", "coordinates": "x"}), "cannot be read", "Draw it again"),
        (
            feature("a", shapely.box(33.46, 136.3, 33.48, 136.31)),
            "latitude and longitude swapped",
            "(longitude",
        ),
        (
            feature("a", shapely.box(250000, 3700000, 251000, 3701000)),
            "lies off the globe",
            "declare the coordinate",
        ),
        (
            feature("a", shapely.box(33.46, 36.3, 33.48, 36.31)),
            "latitude and longitude are swapped",
            "(longitude",
        ),
        (feature("a", shapely.Point(33.46, 36.3)), "latitude and longitude are swapped", "(longitude"),
        (feature("a", shapely.Point(35.3, 40.1), parent="syria"), "longitude are swapped", "(longitude"),
    ],
)
def test_wrong_features(tmp_path: Path, second: dict, what: str, fix: str) -> None:
    path = written(tmp_path, feature("syria", SYRIA, level="country"), second)
    messages = errors(path)
    assert any(what in m and fix in m and m.startswith(f"{path}:3: ") for m in messages), messages
    problems = Problems()
    assert collect_places([path], problems).index.tolist() == ["syria"]


def test_a_swapped_country_is_the_one_reported(tmp_path: Path) -> None:
    turned = shapely.box(32.3, 35.7, 37.3, 42.4)
    boxes = [feature(f"p{i}", shapely.box(38 + i, 33, 38.1 + i, 33.1)) for i in range(4)]
    (message,) = errors(written(tmp_path, *boxes, feature("syria", turned, level="country")))
    assert "geometry of Syria" in message


def test_a_swap_is_seen_without_a_country(tmp_path: Path) -> None:
    boxes = [feature(f"p{i}", shapely.box(36.3 + i / 100, 33.4, 36.31 + i / 100, 33.41)) for i in range(6)]
    (message,) = errors(written(tmp_path, *boxes, feature("odd", shapely.box(33.4, 36.32, 33.41, 36.33))))
    assert "geometry of Odd" in message


def test_a_ring_of_parents_is_listed(tmp_path: Path) -> None:
    path = written(tmp_path, feature("a", YARMUK, parent="b"), feature("b", DAMASCUS, parent="a"))
    (message,) = errors(path)
    assert "a lies in b lies in a" in message


def test_parents_by_geometry(tmp_path: Path) -> None:
    outside = shapely.box(36.38, 33.5, 36.45, 33.52)  # less than nine tenths of it in Damascus
    path = written(
        tmp_path,
        feature("syria", SYRIA, level="country"),
        feature("rif", shapely.box(36, 33, 37, 34), level="governorate"),
        feature("damascus", DAMASCUS, level="governorate"),
        feature("pocket", shapely.box(36.29, 33.45, 36.32, 33.49), level="area"),
        feature("yarmuk", YARMUK),
        feature("edge", outside),
        feature("town", shapely.Point(36.3, 33.59), level="town"),
        feature("abroad", shapely.Point(30, 30), level="town"),
        feature("told", YARMUK, parent="rif"),
    )
    parents = read_places(path)["parent"].to_dict()
    assert parents == {
        "syria": "", "rif": "syria", "damascus": "syria", "pocket": "damascus", "yarmuk": "pocket",
        "edge": "rif", "town": "damascus", "abroad": "", "told": "rif",
    }  # fmt: skip


def test_two_files_and_one_id(tmp_path: Path) -> None:
    one, two = (written(tmp_path, feature("a", YARMUK), name=name) for name in ("1.geojson", "2.geojson"))
    (message,) = errors(one, two)
    assert message.startswith(f"{two}:2: place_id 'a' is there already, at {one}:2.")


@pytest.mark.parametrize(
    ("text", "what"),
    [("{", "1: is not JSON"), ('{"type": "Topology"}', "1: is not GeoJSON"), ("[]", "1: is not GeoJSON"),
     ('{"type": "FeatureCollection",\n"features": [1,]}', ":2: is not JSON")],
)  # fmt: skip
def test_files_that_are_no_geojson(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(text, encoding="utf-8")
    assert what in errors(path)[0]


def test_missing_columns_offer_what_is_there(tmp_path: Path) -> None:
    shape = json.loads(shapely.to_geojson(YARMUK))
    path = written(
        tmp_path, {"type": "Feature", "properties": {"placeid": "a", "name": "A"}, "geometry": shape}
    )
    (message,) = errors(path)
    assert "has no property place_id and no property level" in message
    assert "rename placeid to place_id" in message


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for name in ("a.gpkg", "a.shp", "a.parquet"):
        (tmp_path / name).write_bytes(b"nothing")
    assert len(errors(tmp_path)) == 3
    assert "does not exist" in errors(tmp_path / "none.geojson")[0]


def test_hostile_text_is_text(tmp_path: Path) -> None:
    texts = ["</script>", "{{7*7}}", "\u202eabc", "'\"", "x" * 10_000]
    features = [feature(f"p{i}", YARMUK, name=text, source=text) for i, text in enumerate(texts)]
    places = read_places(written(tmp_path, *features))
    assert places["name"].tolist() == texts
    assert places["source"].tolist() == texts


def test_numbers_as_ids_are_text(tmp_path: Path) -> None:
    path = written(tmp_path, feature(101, YARMUK), feature(102.0, YARMUK))
    assert read_places(path).index.tolist() == ["101", "102"]


def test_nothing_in_the_folder(tmp_path: Path) -> None:
    places = read_places(tmp_path)
    assert places.empty
    assert places.crs.to_epsg() == 4326
    assert "parent" in places


def test_names_of_refused_places_are_remembered(tmp_path: Path) -> None:
    path = written(tmp_path, feature("a", YARMUK), feature("yarmuk", None))
    places = collect_places([path], Problems())
    with pytest.raises(ValueError, match="a problem of its own"):
        index_names(places).resolve("Yarmuk")


def test_context_layers(tmp_path: Path) -> None:
    river = shapely.LineString([(38, 36), (40, 35)])
    bare = {"type": "Feature", "properties": None, "geometry": json.loads(shapely.to_geojson(SYRIA))}
    written(tmp_path, feature("e", river, name="Euphrates", rank=2), name="rivers.geojson")
    written(tmp_path, bare, name="neighbours.geojson")
    layers = read_context([tmp_path])
    assert sorted(layers) == ["neighbours", "rivers"]
    assert layers["rivers"].loc[0, ["name", "name_ar", "rank"]].tolist() == ["Euphrates", "", 2]
    assert layers["neighbours"].loc[0, ["name", "rank", "licence"]].tolist() == ["", 0, ""]
    assert layers["rivers"].crs.to_epsg() == 4326


@pytest.mark.skipif(not REAL.exists(), reason="the release of 2018 is not beside this checkout")
def test_a_real_release_says_what_it_lacks() -> None:
    messages = errors(REAL / "syr_admin1.shp")
    assert any("has no property place_id" in message for message in messages)
    layers = read_context([REAL])
    assert len(layers["syr_admin1"]) == 14
