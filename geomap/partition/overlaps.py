"""Ground that has two owners in the data: what ``check`` warns of."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geomap import schema as s
from geomap.partition.areas import area_km2
from geomap.partition.ground import KM2
from geomap.partition.outlines import is_point, polygons_of
from geomap.partition.sharing import sharing_pairs

#: How much of a place may stick out of another and still lie "within" it.
WITHIN_SHARE = 0.98


def overlaps(places: gpd.GeoDataFrame, *, least_km2: float = 0.01) -> pd.DataFrame:
    """Return pairs of places of which neither lies within the other and that share ground.

    Rule 8. Such ground has two owners in the data; the smaller one is drawn. Returns ``a``, ``b``
    and ``km2`` shared, largest first; shared lines and slivers under ``least_km2`` are left out.
    """
    polygonal = places[~is_point(places)]
    outlines, ids = polygonal.geometry.to_numpy(), polygonal.index.to_numpy()
    pairs = sharing_pairs(outlines, polygonal[s.PARENT])
    nested = pairs.behind_is_inside | pairs.ahead_is_inside
    one, other = pairs.ahead[~nested], pairs.behind[~nested]
    shared = _polygonal(shapely.intersection(outlines[one], outlines[other]))
    smaller = np.minimum(shapely.area(outlines[one]), shapely.area(outlines[other]))
    km2 = area_km2(gpd.GeoSeries(shared))
    found = pd.DataFrame({"a": ids[one], "b": ids[other], KM2: km2.to_numpy()})
    found = found[(shapely.area(shared) <= WITHIN_SHARE * smaller) & (found[KM2] >= least_km2)]
    return found.sort_values([KM2, "a", "b"], ascending=[False, True, True], ignore_index=True)


def _polygonal(geometries: np.ndarray) -> np.ndarray:
    polygonal = np.empty(len(geometries), dtype=object)
    polygonal[:] = [polygons_of(geometry) for geometry in geometries]
    return polygonal
