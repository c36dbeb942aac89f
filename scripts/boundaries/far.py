"""Land and sea beyond the box that is drawn closely: coarse, and without a seam to what lies within."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from boundaries.sources import BOX, FAR
from boundaries.write import GRID, on_grid


class Ring:
    """What lies in ``FAR`` and not in ``BOX``: ``land`` by country code, and the ``sea`` between.

    All of it is simplified as one coverage, so neighbours still share their borders and coasts. A
    point where a border or a coast meets the box stays, and there the coarse joins the close.
    """

    #: In degrees, about 3 km: less than two pixels at the least zoom.
    TOLERANCE = 0.03
    #: Islands and inlets smaller than this, in square degrees, are left out: about 10 km across.
    LEAST = 0.008

    def __init__(self, countries: gpd.GeoDataFrame) -> None:
        countries = countries.set_index("ADM0_A3").sort_index()
        land = {code: shape for code, shape in _cut(countries.geometry).items() if not shape.is_empty}
        water = on_grid(shapely.difference(_frame(), shapely.union_all(list(land.values()))))
        within = [on_grid(shape) for shape in countries.clip(BOX).sort_index().geometry]
        sea_within = on_grid(shapely.difference(shapely.box(*BOX), shapely.union_all(within)))
        simple = shapely.coverage_simplify([*land.values(), water, *within, sea_within], self.TOLERANCE)
        codes = [code for code in land if code != "SYR"]
        kept = dict(zip(land, simple, strict=False))
        self.land = {code: self._large(kept[code]) for code in codes}
        small = shapely.difference(_frame(), shapely.union_all([*self.land.values()]))
        self.sea = self._large(small)

    def beyond(self, shapes: gpd.GeoSeries) -> dict[Any, BaseGeometry]:
        """Return shapes that share borders as what of them lies in the ring, coarse."""
        cut = {key: shape for key, shape in _cut(shapes).items() if not shape.is_empty}
        return dict(zip(cut, shapely.coverage_simplify(list(cut.values()), self.TOLERANCE), strict=True))

    @staticmethod
    def joined(near: BaseGeometry | None, far: BaseGeometry | None) -> BaseGeometry:
        """Return the two as one, without the box's edge between them."""
        parts = [shape for shape in (near, far) if shape is not None and not shape.is_empty]
        return (
            shapely.union_all(parts, grid_size=GRID) if len(parts) > 1 else (parts or [shapely.Polygon()])[0]
        )

    def _large(self, shape: BaseGeometry) -> BaseGeometry:
        """Return the parts that are large or reach the box, without small holes."""
        rim = shapely.box(*BOX).boundary
        parts = [part for part in shapely.get_parts(shape) if part.area >= self.LEAST or part.intersects(rim)]
        return shapely.union_all([_without_small_holes(part, self.LEAST) for part in parts])


def _cut(shapes: gpd.GeoSeries) -> dict[Any, BaseGeometry]:
    within = shapely.intersection(shapes.to_numpy(), shapely.box(*FAR))
    ring = shapely.difference(within, shapely.box(*BOX))
    polygons = pd.Series(ring, index=shapes.index).map(_polygons)
    return {key: on_grid(shape) for key, shape in polygons.items()}


def _frame() -> BaseGeometry:
    return shapely.difference(shapely.box(*FAR), shapely.box(*BOX))


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    return shapely.union_all([part for part in shapely.get_parts(shape) if part.area > 0])


def _without_small_holes(part: shapely.Polygon, least: float) -> shapely.Polygon:
    holes = [hole for hole in part.interiors if shapely.Polygon(hole).area >= least]
    return shapely.Polygon(part.exterior, holes)
