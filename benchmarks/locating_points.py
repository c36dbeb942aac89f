"""Points to the places they lie in, as a process of its own: ``python -m benchmarks.locating_points sjoin 1000000``."""

from __future__ import annotations

import json
import sys
import time

import geopandas as gpd
import numpy as np
import shapely

from benchmarks.keeping import kept


def main(tool: str, n: str) -> None:
    """Locate the points, and say how long that took."""
    places = kept("large")[0].places
    rng = np.random.default_rng(1)
    minx, miny, maxx, maxy = places.total_bounds
    lonlat = np.column_stack([rng.uniform(minx, maxx, int(n)), rng.uniform(miny, maxy, int(n))])
    if tool == "geomap":
        from geomap.partition import locate  # noqa: PLC0415 - what is not measured is not imported

        start = time.perf_counter()
        found = locate(gpd.GeoSeries(shapely.points(lonlat), crs=places.crs), places)
    else:
        start = time.perf_counter()
        points = gpd.GeoDataFrame(geometry=shapely.points(lonlat), crs=places.crs)
        found = gpd.sjoin(points, places[["geometry"]], how="left", predicate="within")
    print(json.dumps({"seconds": time.perf_counter() - start, "found": len(found)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
