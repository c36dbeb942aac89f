"""The quiet background: land, water, borders. It carries no state."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geomap.render.static import ink
from geomap.render.static.paths import path_of

if TYPE_CHECKING:
    from matplotlib.path import Path

    from geomap.render.static.content import Content
    from geomap.render.static.sheet import Sheet
    from geomap.render.static.view import View
    from geomap.scene import ContextLayer, Scene

#: So near (in degrees) to the edge of all that a layer holds, a line is taken for the cut and not for a border.
CUT_EDGE = 1e-4
#: How each kind is drawn below the places.
BELOW = {
    "sea": {"facecolor": ink.WATER},
    "neighbours": {"facecolor": ink.LAND_2},
    "provinces": {"edgecolor": ink.BORDER, "linewidth": 0.35, "alpha": 0.6},
    "neighbours-edges": {"edgecolor": ink.BORDER, "linewidth": 0.6},
    "places": {"edgecolor": ink.BORDER, "linewidth": 0.35, "alpha": 0.8},
    "coast": {"edgecolor": ink.RIVER, "linewidth": 0.6},
}
#: And above them: water is seen on any ground, a line that is not agreed is dashed.
ABOVE = {
    "lakes": {"facecolor": ink.WATER, "edgecolor": ink.RIVER, "linewidth": 0.4},
    "rivers": {"edgecolor": ink.RIVER, "linewidth": 1.1, "capstyle": "round"},
    "borders": {"edgecolor": ink.EDGE, "linewidth": 0.8, "linestyle": (0, (2.4, 1.8)), "capstyle": "butt"},
}


class Background:
    """The context layers within the frame, in inches, by kind; towns are left to the labels."""

    def __init__(self, scene: Scene, view: View) -> None:
        self.frame = view.frame
        self.shapes: dict[str, np.ndarray] = {}
        for layer in scene.context:
            if layer.kind == "neighbours":
                self.shapes["neighbours-edges"] = view.clipped(_uncut(layer))
            if layer.kind == "provinces":
                self.shapes[layer.kind] = view.clipped(_uncut(layer))
            elif layer.kind in BELOW or layer.kind in ABOVE:
                self.shapes[layer.kind] = clipped_layer(scene, view, layer)

    @cached_property
    def unsettled(self) -> shapely.Geometry:
        """The lines that are not agreed."""
        lines = self.shapes.get("borders")
        return shapely.union_all(lines) if lines is not None else shapely.GeometryCollection()

    def draw_below(self, sheet: Sheet) -> None:
        """Draw land and sea, clipped to the frame."""
        group = sheet.group("layer-background")
        sheet.shape(group, self.frame.path(), facecolor=ink.LAND, name="land")
        for kind, look in BELOW.items():
            self._draw(sheet, kind, look, group)

    def draw_above(self, sheet: Sheet) -> None:
        """Draw lakes and rivers, which run over the places, and lines that are not agreed."""
        group = sheet.group("layer-water")
        rivers = self.shapes.get("rivers")
        if rivers is not None:
            casing = {"edgecolor": "#ffffff", "linewidth": 2.0, "alpha": 0.55, "capstyle": "round"}
            self._draw(sheet, "rivers", casing, group, name="rivers-casing")
        for kind, look in ABOVE.items():
            self._draw(sheet, kind, look, group)

    def _draw(self, sheet: Sheet, kind: str, look: dict, group: object, name: str = "") -> None:
        if not self._paths[kind]:
            return
        own = sheet.group(f"context-{name or kind}", group)
        for path in self._paths[kind]:
            sheet.shape(own, path, clip=self._clip, **look)

    @cached_property
    def _clip(self) -> Path:
        """The frame, to which all is cut: as one path, so that an SVG has it once."""
        return self.frame.path()

    @cached_property
    def _paths(self) -> dict[str, list[Path]]:
        """The paths of the pen of each kind; none of what is not there."""
        return {
            kind: [
                path_of(shape)
                for shape in self.shapes.get(kind, ())
                if shape is not None and not shape.is_empty
            ]
            for kind in (*BELOW, *ABOVE)
        }


def background_of(content: Content, view: View) -> Background:
    """Return the background in a view: made once, for it is the same on every day."""
    scene = content.scene
    return scene.once("background", view.frame, lambda: Background(scene, view))


def clipped_layer(scene: Scene, view: View, layer: ContextLayer) -> np.ndarray:
    """Return a layer as what of it lies in the frame, in inches: drawn, and looked through for names."""
    return scene.once(
        f"clipped {layer.kind}", view.frame, lambda: view.clipped(layer.frame.geometry.to_numpy())
    )


def _uncut(layer: ContextLayer) -> np.ndarray:
    """Return the edges of land but for those along which the layer was cut off: they are no borders."""
    shapes = layer.frame.geometry.to_numpy()
    window = shapely.box(*shapely.total_bounds(shapes)).boundary.buffer(CUT_EDGE, cap_style="flat")
    return shapely.difference(shapely.boundary(shapes), window)
