"""What a map's files depend on, as one fingerprint."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from geopandas.array import GeometryDtype

from geomap import schema as s
from geomap.project import MapSpec
from geomap.scene import Scene
from geomap.telling import Shown

#: Packages whose version changes what is drawn.
DRAWN_WITH = (
    "geomap",
    "folium",
    "branca",
    "geopandas",
    "minify-html",
    "numpy",
    "pillow",
    "django-js-lib-leaflet",
    "matplotlib",
    "shapely",
    "pyproj",
    "pandas",
    "fontpkg-ibm-plex-sans-arabic",
    "fontpkg-ibm-plex-sans-condensed",
    "fonttools",
    "imageio-ffmpeg",
)


def tools_digest() -> str:
    """Return one fingerprint of what draws: geomap's own code, and the versions of what it draws with."""
    versions = "".join(f"{name}={_version(name)};" for name in DRAWN_WITH)
    return hashlib.sha256(versions.encode() + _own_code()).hexdigest()


def scene_digest(scene: Scene, spec: MapSpec, ground: str) -> str:
    """Return one fingerprint of everything that a map's files depend on; ``ground`` is its ``ground_digest``."""
    digest = hashlib.sha256(ground.encode() + repr(replace(spec, line=0)).encode())
    digest.update(_frame_bytes(scene.records))
    digest.update(f"{scene.first};{scene.last};{scene.opens};{scene.data_to};{scene.known_on}".encode())
    return digest.hexdigest()


def ground_digest(scene: Scene, spec: MapSpec, tools: str) -> str:
    """Return one fingerprint of all that the sheets of a map depend on and that is the same on every day."""
    same = replace(spec, line=0, formats=(), films=(), snapshots=(), series=(), day_titles={})
    digest = hashlib.sha256(tools.encode() + repr(same).encode())
    digest.update(repr([layer.kind for layer in scene.context]).encode())
    for frame in (
        scene.actors,
        scene.figures,
        scene.tree,
        scene.places,
        *(c.frame for c in scene.context),
    ):
        digest.update(_frame_bytes(pd.DataFrame(frame)))
    digest.update(scene.locator.digest().encode() if scene.locator else b"")
    return digest.hexdigest()


def sheet_digest(scene: Scene, days: tuple[pd.Timestamp, ...]) -> str:
    """Return one fingerprint of all that the sheet of some days depends on and that its map's ground does not."""
    digest = hashlib.sha256()
    for fact in Shown(scene, days).facts():
        digest.update(fact.encode() if isinstance(fact, str) else _frame_bytes(fact))
    return digest.hexdigest()


def _frame_bytes(frame: pd.DataFrame) -> bytes:
    """Return a frame in bytes, in its own order, column by column. Where it was read from says nothing."""
    kept = {str(name): frame[name] for name in frame if name not in (s.FILE, s.LINE)}
    columns = {"": frame.index.to_series(), **kept}
    return b"".join(f"{name}\n".encode() + _column_bytes(column) for name, column in columns.items())


def _column_bytes(column: pd.Series) -> bytes:
    """Return the values of a column so that none could be read as another: geometry as WKB, the rest as texts."""
    if isinstance(column.dtype, GeometryDtype):
        shapes = [shape or b"" for shape in shapely.to_wkb(column.to_numpy()).tolist()]
        return b"".join(len(shape).to_bytes(8, "big") + shape for shape in shapes)
    if isinstance(column.dtype, np.dtype) and column.dtype.kind != "O":
        return column.to_numpy().tobytes()
    return repr(list(map(str, column.tolist()))).encode(errors="surrogatepass")


def _own_code() -> bytes:
    """Return a fingerprint of geomap's own files, so that a new release draws anew."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[1]
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".js", ".css", ".json", ".html"):
            digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.digest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
