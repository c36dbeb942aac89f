"""The quiet background as columns: coarser than the places, and without a state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geomap import schema as s
from geomap.render.payload.arcs import Grid
from geomap.render.payload.shapes import line_columns, polygon_columns

if TYPE_CHECKING:
    from geomap.render.payload.tables import Texts
    from geomap.scene import ContextLayer, Scene

#: Steps of the background's grid across the map.
CONTEXT_STEPS = 3_000
_TEXTS = (s.NAME, s.NAME_AR, s.NAME_FR, s.SOURCE, s.LICENCE)
#: What a feature is drawn as.
POINT, LINES, POLYGONS = 0, 1, 2


def context_columns(scene: Scene, texts: Texts) -> tuple[list[dict[str, Any]], dict[str, np.ndarray]]:
    """Return the layers in words, and their columns: as coarse as the extent allows."""
    minx, miny, maxx, maxy = scene.bounds
    grid = Grid(minx, miny, max(maxx - minx, maxy - miny) / CONTEXT_STEPS)
    layers: list[dict[str, Any]] = []
    columns: dict[str, np.ndarray] = {}
    for layer in scene.context:
        if layer.frame.empty:
            continue
        packed = _layer(layer, grid, texts)
        columns |= {f"layer{len(layers)}.{name}": values for name, values in packed.items()}
        layers.append({"kind": layer.kind, "grid": [grid.x0, grid.y0, grid.step]})
    return layers, columns


def _layer(layer: ContextLayer, grid: Grid, texts: Texts) -> dict[str, np.ndarray]:
    """Return one layer: its texts, ranks, and geometry by kind; a feature has one kind."""
    frame = layer.frame
    shapes = shapely.simplify(frame.geometry.to_numpy(), 1.5 * grid.step)
    kind = np.select(
        [shapely.get_dimensions(shapes) == 2, shapely.get_dimensions(shapes) == 1], [POLYGONS, LINES], POINT
    )
    lines, of_line = shapely.get_parts(shapes[kind == LINES], return_index=True)
    rank = frame["rank"] if "rank" in frame else pd.Series(0.0, index=frame.index)
    points = grid.at(shapely.get_coordinates(shapely.centroid(shapes[kind == POINT])))
    return {
        **{name: texts.column(frame[name]) for name in _TEXTS},
        # Natural Earth ranks in tenths.
        "rank": np.rint(rank.fillna(0).to_numpy(dtype=float) * 10).astype(np.int64),
        "kind": kind,
        "points.x": points[:, 0],
        "points.y": points[:, 1],
        "lines.parts": np.bincount(of_line, minlength=int((kind == LINES).sum())),
        **{f"lines.{name}": values for name, values in line_columns(lines, grid).items()},
        **{
            f"shapes.{name}": values
            for name, values in polygon_columns(shapes[kind == POLYGONS], grid).items()
        },
    }
