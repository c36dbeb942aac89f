"""From degrees to inches on the sheet: boxes, the frame of the map, and paths."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import Transformer

from geomap.partition import GEOD
from geomap.render.static.ink import POINT
from geomap.render.static.paths import path_of

if TYPE_CHECKING:
    from matplotlib.path import Path

    from geomap.scene import Scene

#: Room round the places within the frame, in inches, and as a part of a small one.
PADDING, PADDING_PART = 0.26, 0.055
#: No map is narrower than this, in metres: one place that is a point has no extent of its own.
LEAST_METRES, LEAST_METRES_POINTS = 1200.0, 6000.0
#: Steps smaller than this (in inches) are not seen in print, and are left out.
FINEST = 0.05 * POINT
#: So many projections are kept ready.
PROJECTIONS_KEPT = 16


@dataclass(frozen=True)
class Box:
    """A rectangle on the sheet, in inches."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Its width."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Its height."""
        return self.y1 - self.y0

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def overlaps(self, other: Box) -> bool:
        """Return whether the two share ground."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1

    def holds(self, other: Box) -> bool:
        """Return whether the other lies within this one."""
        return self.x0 <= other.x0 and other.x1 <= self.x1 and self.y0 <= other.y0 and other.y1 <= self.y1

    def grown(self, by: float) -> Box:
        """Return the box with a margin all round; a negative one shrinks it."""
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def mirrored(self, width: float) -> Box:
        """Return the box on the other side of a page of ``width``."""
        return Box(width - self.x1, self.y0, width - self.x0, self.y1)

    def shape(self) -> shapely.Polygon:
        """Return it as a polygon."""
        return shapely.box(self.x0, self.y0, self.x1, self.y1)

    def path(self) -> Path:
        """Return it as a path."""
        return path_of(self.shape())


class View:
    """Where places lie on the sheet: the projection of the scene, as large as the frame allows.

    ``extent`` is that of the places in metres of the projection, from ``extent_of``.
    """

    def __init__(self, scene: Scene, frame: Box, extent: tuple[float, float, float, float]) -> None:
        self.frame = frame
        self._forward = projection_to(scene.area_crs)
        minx, miny, maxx, maxy = extent
        across, up = max(maxx - minx, 1e-6), max(maxy - miny, 1e-6)
        inner = frame.grown(-padding_of(frame))
        #: Inches on the sheet for a metre of the projection.
        self.scale = min(inner.width / across, inner.height / up)
        centre = frame.middle
        self._shift = (centre[0] - self.scale * (minx + maxx) / 2, centre[1] - self.scale * (miny + maxy) / 2)

    def page(self, geometries: np.ndarray) -> np.ndarray:
        """Return geometries in degrees as geometries in inches; what cannot be projected is empty."""
        moved = shapely.transform(self._with_points_between(geometries), self._to_inches)
        broken = ~np.isfinite(shapely.bounds(moved)).all(axis=1) & ~shapely.is_empty(moved)
        moved[broken] = shapely.Point()
        return moved

    def _with_points_between(self, geometries: np.ndarray) -> np.ndarray:
        """Return geometries with points along lines that are straight in degrees and bend on the sheet."""
        coordinates, owner = shapely.get_coordinates(geometries, return_index=True)
        steps = np.abs(np.diff(coordinates, axis=0)).max(axis=1, initial=0)
        long = np.unique(owner[1:][(steps > self._step / 2) & (owner[1:] == owner[:-1])])
        dense = geometries.copy()
        dense[long] = shapely.segmentize(geometries[long], self._step)
        return dense

    def clipped(self, geometries: np.ndarray) -> np.ndarray:
        """Return geometries in degrees as what of them lies in the frame, in inches."""
        near = shapely.clip_by_rect(shapely.make_valid(geometries), *self.degrees)
        moved = shapely.simplify(self.page(near), FINEST)
        frame = self.frame
        return shapely.clip_by_rect(shapely.make_valid(moved), frame.x0, frame.y0, frame.x1, frame.y1)

    def degrees_at(self, x: float, y: float) -> tuple[float, float]:
        """Return the longitude and latitude of a spot of the sheet, in inches."""
        lon, lat = self._forward.transform(*self._to_metres(np.array([x, y])), direction="INVERSE")
        return float(lon), float(lat)

    def outline(self) -> shapely.Polygon:
        """Return the frame in degrees."""
        edge = shapely.segmentize(self.frame.shape(), 0.3)

        def back(inches: np.ndarray) -> np.ndarray:
            return np.column_stack(self._forward.transform(*self._to_metres(inches).T, direction="INVERSE"))

        return shapely.transform(edge, back)

    @cached_property
    def degrees(self) -> tuple[float, float, float, float]:
        """The frame in degrees, with a little beyond."""
        lon, lat = shapely.get_coordinates(self.outline()).T
        margin = 0.02 * max(np.ptp(lon), np.ptp(lat))
        return lon.min() - margin, lat.min() - margin, lon.max() + margin, lat.max() + margin

    @cached_property
    def _step(self) -> float:
        """How long a straight line in degrees may be before it needs points between."""
        across = max(self.frame.width, self.frame.height) / self.scale / 111_000
        return max(across / 60, 1e-4)

    @cached_property
    def metres_per_inch(self) -> float:
        """True metres on the ground for an inch of the sheet, level, at the middle of the frame."""
        x, y = self.frame.middle
        ends = self._to_metres(np.array([[x - 0.5, y], [x + 0.5, y]]))
        lon, lat = self._forward.transform(*ends.T, direction="INVERSE")
        return float(GEOD.line_length(lon, lat))

    def _to_inches(self, degrees: np.ndarray) -> np.ndarray:
        x, y = self._forward.transform(degrees[:, 0], degrees[:, 1])
        return np.column_stack((x, y)) * self.scale + self._shift

    def _to_metres(self, inches: np.ndarray) -> np.ndarray:
        return (inches - self._shift) / self.scale


def padding_of(frame: Box) -> float:
    """Return how much room a map leaves within its frame, in inches."""
    return min(PADDING, PADDING_PART * min(frame.width, frame.height))


def extent_of(scene: Scene) -> tuple[float, float, float, float]:
    """Return the extent of the places in metres of the scene's projection."""
    outlines = scene.places.geometry.to_numpy()
    moved = np.column_stack(projection_to(scene.area_crs).transform(*shapely.get_coordinates(outlines).T))
    moved = moved[np.isfinite(moved).all(axis=1)] if len(moved) else np.zeros((1, 2))
    (minx, miny), (maxx, maxy) = moved.min(axis=0), moved.max(axis=0)
    least = LEAST_METRES if (shapely.get_dimensions(outlines) > 1).any() else LEAST_METRES_POINTS
    wider, higher = max(0.0, least - (maxx - minx)) / 2, max(0.0, least - (maxy - miny)) / 2
    return minx - wider, miny - higher, maxx + wider, maxy + higher


@lru_cache(maxsize=PROJECTIONS_KEPT)
def projection_to(crs: str) -> Transformer:
    """Return what takes degrees to metres of a projection: made once, for it is looked up in a database."""
    return Transformer.from_crs("EPSG:4326", crs, always_xy=True)
