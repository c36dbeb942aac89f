"""GeoJSON that is the same on every run: rounded, wound, sorted, one feature a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

#: Coordinates are written in hundred-thousandths of a degree (about a metre), as Natural Earth's are.
GRID = 1e-5
_DIGITS = 5

Feature = tuple[Mapping[str, Any], BaseGeometry]


def write_features(path: Path, features: list[Feature]) -> None:
    """Write ``features`` to ``path`` in the order given; points, lines and polygons in EPSG:4326."""
    lines = [
        json.dumps(_feature(*feature), ensure_ascii=False, separators=(",", ":")) for feature in features
    ]
    head = '{"type":"FeatureCollection","features":[\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8", newline="\n")


def on_grid(shape: BaseGeometry) -> BaseGeometry:
    """Return ``shape`` with its vertices on the grid, valid."""
    return shapely.set_precision(shape, GRID)


def _feature(properties: Mapping[str, Any], shape: BaseGeometry) -> dict[str, Any]:
    wound = shapely.orient_polygons(shape.normalize(), exterior_cw=False)
    geometry = {
        "type": wound.geom_type,
        "coordinates": _rounded(shapely.geometry.mapping(wound)["coordinates"]),
    }
    return {"type": "Feature", "properties": dict(properties), "geometry": geometry}


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float):
        return round(coordinates, _DIGITS)
    return [_rounded(part) for part in coordinates]
