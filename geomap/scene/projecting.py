"""A projection that the author of a map names, in place of the one that suits the extent."""

from __future__ import annotations

import numpy as np
import pyproj
from pyproj.exceptions import ProjError

from geomap.errors import BadValue, GeomapError
from geomap.partition import GEOD

#: The scale may differ so many times between the middle of the extent and any other part of it.
MOST_STRETCH = 2.0
#: Nothing may be drawn so many times larger or smaller than the projection says: it is far from where it was made for.
MOST_SCALE = 5.0
#: How near (in degrees) a point comes back to where it was, there and back through a projection.
CLOSE = 1e-5
#: Points a side at which a projection is tried over an extent, and the side (in degrees) of a test square.
STEPS, PROBE = 9, 1e-3
#: An extent so many degrees from where a projection was made for is in another part of the world.
FAR = 30.0
EXAMPLE = "Write a projected coordinate system in metres, such as EPSG:32637."


def check_projection(text: str) -> None:
    """Raise ``BadValue`` if ``text`` names no projection in metres: an EPSG code, a PROJ string or WKT.

    An empty text stands for the projection that suits the extent.
    """
    if not text:
        return
    try:
        crs = pyproj.CRS.from_user_input(text)
    except ProjError as error:
        raise BadValue("is not a coordinate system that PROJ knows", EXAMPLE) from error
    crs = crs.source_crs or crs if crs.is_bound else crs
    if not crs.is_projected or len(crs.axis_info) != 2:
        raise BadValue(f"is no projection but {_kind(crs)}", EXAMPLE)
    if any(axis.unit_conversion_factor != 1.0 or axis.unit_name == "degree" for axis in crs.axis_info):
        units = " and ".join(dict.fromkeys(axis.unit_name for axis in crs.axis_info))
        raise BadValue(f"is measured in {units}", EXAMPLE)


def _kind(crs: pyproj.CRS) -> str:
    """Return what a coordinate system is, where it is not a projection."""
    return "degrees on the globe" if crs.is_geographic else "a system of another kind"


def given_projection(text: str, bounds: tuple[float, float, float, float]) -> tuple[str, str]:
    """Return a projection named by the author, and what it is called.

    Raises ``GeomapError`` where it is none, or is not fit for the extent (in degrees): where a part of
    the extent has no place in it, lies mirrored, or is drawn ``MOST_STRETCH`` times larger or smaller
    than the middle.
    """
    try:
        check_projection(text)
    except BadValue as error:
        msg = f"projection {text!r} {error}"
        raise GeomapError(msg) from error
    fault = _fault(text, bounds)
    if fault:
        msg = (
            f"projection {text!r} {fault}. Choose one made for this part of the world, or leave the key out: "
            "then one is chosen that suits the extent."
        )
        raise GeomapError(msg)
    return text, name_of(text)


def name_of(text: str) -> str:
    """Return what a projection is called; one without a name is called after its method.

    >>> name_of("EPSG:32637")
    'WGS 84 / UTM zone 37N'
    >>> name_of("+proj=lcc +lat_1=33 +lat_2=36 +lon_0=38")
    'Lambert Conic Conformal (2SP)'
    """
    crs = pyproj.CRS.from_user_input(text)
    if crs.name and crs.name.casefold() not in ("unknown", "undefined"):
        return crs.name
    operation = crs.coordinate_operation
    return operation.method_name if operation is not None and operation.method_name else text


def _fault(text: str, bounds: tuple[float, float, float, float]) -> str:
    """Return what is wrong with a projection over an extent, "" where nothing is."""
    minx, miny, maxx, maxy = bounds
    made_for = pyproj.CRS.from_user_input(text).area_of_use
    if made_for and minx <= maxx <= 180 and not _meets(made_for.bounds, bounds):
        west, south, east, north = made_for.bounds
        return (
            f"was made for another part of the world: {west:g} to {east:g} east, {south:g} to {north:g} north"
        )
    forward = pyproj.Transformer.from_crs("EPSG:4326", text, always_xy=True)
    lon, lat = (
        grid.ravel() for grid in np.meshgrid(np.linspace(minx, maxx, STEPS), np.linspace(miny, maxy, STEPS))
    )
    lat = np.clip(lat, -90 + PROBE, 90 - PROBE)
    x, y = forward.transform(lon, lat)
    back = np.column_stack(forward.transform(x, y, direction="INVERSE"))
    gone = np.abs(back - np.column_stack((lon, lat)))
    gone[:, 0] = np.minimum(gone[:, 0], 360 - gone[:, 0])
    if not (np.isfinite(gone) & (gone < CLOSE)).all():
        return "has no place for a part of the map"
    east, north = (
        _step(forward, lon, lat, step) - np.column_stack((x, y)) for step in ((PROBE, 0), (0, PROBE))
    )
    turned = east[:, 0] * north[:, 1] - east[:, 1] * north[:, 0]
    if not (turned > 0).all():
        return "mirrors the map"
    true = GEOD.inv(lon, lat, lon, lat + PROBE)[2] * GEOD.inv(lon, lat, lon + PROBE, lat)[2]
    scale = np.sqrt(turned / true)
    middle = scale[len(scale) // 2]
    if not 1 / MOST_SCALE < middle < MOST_SCALE:
        return f"draws the map {middle:.2g} times its size"
    stretch = float(max((scale / middle).max(), (middle / scale).max()))
    return (
        f"draws one part of the map {stretch:.1f} times as large as another" if stretch > MOST_STRETCH else ""
    )


def _meets(area: tuple[float, ...], bounds: tuple[float, float, float, float]) -> bool:
    """Return whether bounds lie in an area, which may run on past 180 degrees, or within ``FAR`` degrees of it."""
    west, south, east, north = area
    east = east + 360 if east < west else east
    west, south, east, north = west - FAR, south - FAR, east + FAR, north + FAR
    overlap = [west < bounds[2] + turn and bounds[0] + turn < east for turn in (-360, 0, 360)]
    return any(overlap) and south < bounds[3] and bounds[1] < north


def _step(
    forward: pyproj.Transformer, lon: np.ndarray, lat: np.ndarray, step: tuple[float, float]
) -> np.ndarray:
    """Return where points a step away from others lie, in metres of the projection."""
    return np.column_stack(forward.transform(lon + step[0], lat + step[1]))
