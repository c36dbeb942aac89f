"""Parties of one map that some readers cannot tell apart."""

from __future__ import annotations

from collections.abc import Mapping

from geomap.colors import GREY, Alike, alike
from geomap.errors import Problem
from geomap.project.describing import Project
from geomap.scene import Scene


def likeness_warnings(project: Project, scenes: Mapping[str, Scene]) -> list[str]:
    """Return a warning for every two parties of one map whose colour and pattern some take for one.

    ``scenes`` are the maps by name, in their palettes. A pair is told once, with all maps it is on.
    """
    maps: dict[Alike, list[str]] = {}
    for name, scene in scenes.items():
        for pair in alike(scene.actors.loc[scene.parties()]):
            maps.setdefault(pair, []).append(name)
    return [_warning(project, pair, names) for pair, names in maps.items()]


def _warning(project: Project, pair: Alike, names: list[str]) -> str:
    (one, other), (first, second) = pair.parties, pair.colors
    kinds = [kind for kind in pair.seen if kind != GREY]
    seen = " or ".join([f"with {', '.join(kinds)}"] * bool(kinds) + ["in grey"] * (GREY in pair.seen))
    what = (
        f"{one} ({first}) and {other} ({second}), together on {', '.join(names)}, cannot be told apart {seen}"
    )
    hint = 'Give one of them another colour or a pattern, or set palette = "safe".'
    return str(Problem(str(project.actors_file()), None, what, "color", hint=hint))
