"""Features as they stand in a file: any format, any declared CRS, nothing judged but the file itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from pyproj.exceptions import ProjError

from geomap.boundaries.geojson import Collection, parse_geojson
from geomap.errors import Problem, Problems
from geomap.files import read_text
from geomap.schema import APPROXIMATE, FILE, GEOMETRY, LICENCE, LINE, SOURCE_DATE

if TYPE_CHECKING:
    from pathlib import Path

WGS84 = "EPSG:4326"
TEXT_SUFFIXES = (".geojson", ".json")
PARQUET_SUFFIXES = (".parquet", ".geoparquet")
SUFFIXES = (*TEXT_SUFFIXES, ".gpkg", ".shp", *PARQUET_SUFFIXES)
LAYER = "layer"

# A Shapefile keeps ten letters of a column's name.
_SPELLINGS = {APPROXIMATE[:10]: APPROXIMATE, SOURCE_DATE[:10]: SOURCE_DATE, "license": LICENCE}
_CRS_HINT = "Save it again with its coordinate system: {}, or convert it to EPSG:4326."


def read_features(path: Path, problems: Problems) -> gpd.GeoDataFrame:
    """Return the features of every layer of ``path`` in EPSG:4326, without heights.

    Columns are those of the file, and ``file``, ``line``, ``layer`` (the layer's name where a file
    has several, else ""). ``line`` is the line of a GeoJSON file on which the feature starts; in
    other formats it counts the features from 1. A file that cannot be read, or does not say which
    coordinates it has, is a problem and gives no rows. GeoJSON is EPSG:4326 unless it has a
    ``crs`` member, as it had before RFC 7946.
    """
    suffix = path.suffix.lower()
    if suffix in TEXT_SUFFIXES:
        return _from_geojson(path, problems)
    if suffix in PARQUET_SUFFIXES:
        return _from_parquet(path, problems)
    return _from_layers(path, problems)


def spot_of(row: pd.Series) -> dict[str, Any]:
    """Return the ``file``, ``line`` and ``feature`` of a ``Problem`` with the feature in ``row``."""
    if str(row[FILE]).lower().endswith(TEXT_SUFFIXES):
        return {"file": row[FILE], "line": int(row[LINE])}
    return {"file": row[FILE], "line": None, "feature": int(row[LINE])}


def empty_features() -> gpd.GeoDataFrame:
    """Return a frame of no features."""
    columns = {FILE: pd.Series([], dtype=object), LINE: pd.Series([], dtype="int64"), LAYER: []}
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries([], crs=WGS84))


def _from_geojson(path: Path, problems: Problems) -> gpd.GeoDataFrame:
    text = read_text(path, problems)
    if text is None:
        return empty_features()
    try:
        found = parse_geojson(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        what = f"is not JSON ({getattr(error, 'msg', 'nested too deeply')})"
        problems.add(Problem(str(path), line, what, hint="Save it as GeoJSON again."))
        return empty_features()
    if found is None:
        hint = 'Its outermost object needs "type": "FeatureCollection" and a list of "features".'
        problems.add(Problem(str(path), 1, "is not GeoJSON", hint=hint))
        return empty_features()
    crs = found.crs
    name = crs.get("properties", {}).get("name", WGS84) if isinstance(crs, dict) else WGS84
    return _located(path, _feature_frame(path, found, problems), name, problems)


def _feature_frame(path: Path, found: Collection, problems: Problems) -> gpd.GeoDataFrame:
    given = [feature.get("properties") for feature in found.features]
    properties = [each if isinstance(each, dict) else {} for each in given]
    names = dict.fromkeys(name for each in properties for name in each)
    columns = {
        name: pd.Series([each.get(name, np.nan) for each in properties], dtype=object)
        for name in names
        if name not in (GEOMETRY, FILE, LINE, LAYER)
    }
    frame = pd.DataFrame(columns, index=range(len(properties)))
    geometries, unreadable = found.geometries()
    for i in unreadable:
        what = "has a geometry that cannot be read"
        hint = "Draw it again, or take the feature out."
        problems.add(Problem(str(path), found.lines[i], what, hint=hint))
    frame[FILE], frame[LINE], frame[LAYER] = str(path), np.array(found.lines, dtype="int64"), ""
    return gpd.GeoDataFrame(frame, geometry=geometries)


def _from_parquet(path: Path, problems: Problems) -> gpd.GeoDataFrame:
    try:
        frame = gpd.read_parquet(path)
    except ImportError:
        hint = 'Install it with: pip install "geomap[parquet]".'
        problems.add(Problem(str(path), None, "needs pyarrow to be read", hint=hint))
        return empty_features()
    except (OSError, ValueError) as error:
        what = f"cannot be read as GeoParquet ({_first_line(error)})"
        problems.add(Problem(str(path), None, what, hint="Save it as GeoParquet again."))
        return empty_features()
    return _located(path, _numbered(path, frame, ""), frame.crs, problems)


def _from_layers(path: Path, problems: Problems) -> gpd.GeoDataFrame:
    """Read a GeoPackage, a Shapefile or whatever else GDAL knows, layer by layer."""
    import pyogrio  # noqa: PLC0415 - GDAL, which GeoJSON does without
    from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415

    try:
        layers = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
        frames = [pyogrio.read_dataframe(path, layer=layer) for layer in layers]
    except (DataSourceError, DataLayerError, OSError, ValueError) as error:
        parts = " with its .shx, .dbf and .prj beside it" if path.suffix.lower() == ".shp" else ""
        hint = f"Save it again as GeoJSON, GeoPackage or a Shapefile{parts}."
        problems.add(Problem(str(path), None, f"cannot be read ({_first_line(error)})", hint=hint))
        return empty_features()
    located = []
    start = 0
    for layer, frame in zip(layers, frames, strict=True):
        if not isinstance(frame, gpd.GeoDataFrame):
            continue  # a table without geometry beside the layers
        numbered = _numbered(path, frame, layer if len(layers) > 1 else "", start)
        located.append(_located(path, numbered, frame.crs, problems))
        start += len(frame)
    return pd.concat(located, ignore_index=True) if located else empty_features()


def _first_line(error: Exception) -> str:
    return str(error).split("\n")[0].rstrip(".")[:200]


def _numbered(path: Path, frame: gpd.GeoDataFrame, layer: str, start: int = 0) -> gpd.GeoDataFrame:
    frame = frame.reset_index(drop=True)
    if frame.geometry.name != GEOMETRY:
        frame = frame.drop(columns=GEOMETRY, errors="ignore").rename_geometry(GEOMETRY)
    numbers = np.arange(start + 1, start + len(frame) + 1)
    return frame.assign(**{FILE: str(path), LINE: numbers, LAYER: layer})


def _located(path: Path, frame: gpd.GeoDataFrame, crs: object, problems: Problems) -> gpd.GeoDataFrame:
    """Return ``frame`` in EPSG:4326 without heights, or no rows where its CRS is not known."""
    spelled = {old: new for old, new in _SPELLINGS.items() if old in frame and new not in frame}
    frame = frame.rename(columns=spelled)
    remedy = {".shp": "a .prj beside the .shp", ".gpkg": "an srs_id in its table"}
    how = remedy.get(path.suffix.lower(), "a crs in its metadata")
    declared = _to_crs(crs)
    if declared is None or declared.name.lower().startswith(("undefined", "unknown")):
        what = "does not say which coordinate system it has"
        problems.add(Problem(str(path), None, what, hint=_CRS_HINT.format(how)))
        return empty_features()
    frame = frame.set_geometry(gpd.GeoSeries(shapely.force_2d(frame[GEOMETRY].array), index=frame.index))
    try:
        return frame.set_crs(declared, allow_override=True).to_crs(WGS84)
    except ProjError:
        what = f"has the coordinate system {declared.name!r}, which cannot be put on the globe"
        problems.add(Problem(str(path), None, what, hint=_CRS_HINT.format(how)))
        return empty_features()


def _to_crs(crs: object) -> CRS | None:
    try:
        return None if crs is None else CRS.from_user_input(crs)
    except ProjError:
        return None
