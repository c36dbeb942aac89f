"""Which files are made of a map, and what each shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from geomap.project.describing import MapSpec
from geomap.scene import Scene
from geomap.telling import BESIDE


@dataclass(frozen=True)
class Output:
    """A file of a map: its suffix, and of a sheet the days it shows and its size; of a live map none.

    Files of one ``stem`` show the same: they are one sheet in several formats, and what stands beside it.
    """

    suffix: str
    stem: str
    days: tuple[pd.Timestamp, ...] = ()
    size: str = ""

    @property
    def is_beside(self) -> bool:
        """Whether it tells of a picture and is none."""
        return self.suffix in BESIDE

    @property
    def is_of_film(self) -> bool:
        """Whether it is a film, which goes through the days of the map one after the other, or tells of one."""
        return self.suffix != ".html" and not self.days


def snapshot_days(spec: MapSpec, scene: Scene) -> list[pd.Timestamp]:
    """Return the days of the map's snapshots that lie in its range; the opening day by default."""
    days = [day for day in spec.snapshots if scene.first <= day <= scene.last]
    return days if spec.snapshots else [scene.opens]


def series_days(spec: MapSpec, scene: Scene) -> list[tuple[pd.Timestamp, ...]]:
    """Return the days of the map's sheets of several days, those within its range; one day alone is no series."""
    within = [tuple(day for day in days if scene.first <= day <= scene.last) for days in spec.series]
    return [days for days in within if len(days) > 1]


def days_left_out(spec: MapSpec, scene: Scene) -> list[str]:
    """Return a warning where snapshots or days of a series lie outside the days of the map."""
    asked = {*spec.snapshots, *(day for days in spec.series for day in days)}
    beyond = sorted(day for day in asked if not scene.first <= day <= scene.last)
    if not beyond:
        return []
    days = ", ".join(f"{day:%Y-%m-%d}" for day in beyond)
    span = f"from {scene.first:%Y-%m-%d} to {scene.last:%Y-%m-%d}"
    return [
        f"map {spec.name!r}: {days} is not drawn: it has the days {span}. Set first or last, or take it out."
    ]


def outputs_of(scene: Scene, spec: MapSpec) -> dict[str, Output]:
    """Return the files of a map, by name: the live map, sheets by format, day and size, and what stands beside them."""
    files = {f"{spec.name}.html": Output(".html", spec.name)} if "html" in spec.formats else {}
    formats = [f".{name}" for name in spec.formats if name != "html"]
    sheets = [*((day,) for day in snapshot_days(spec, scene)), *series_days(spec, scene)]
    made = [
        Output(suffix, _stem(spec, days, size), days, size)
        for suffix in formats
        for days in sheets
        for size in spec.papers
    ]
    told = {each.stem: each for each in made}
    films = [Output(f".{name}", spec.name) for name in spec.films]
    made += [replace(each, suffix=suffix) for each in told.values() for suffix in BESIDE]
    made += [*films, *(replace(each, suffix=suffix) for each in films[:1] for suffix in BESIDE)]
    return files | {f"{each.stem}{each.suffix}": each for each in made}


def _stem(spec: MapSpec, days: Sequence[pd.Timestamp], size: str) -> str:
    """Return the name of a sheet's files: map, day or first and last day, and its size where that is not the usual."""
    ends = [f"{days[0]:%Y-%m-%d}", *([f"to-{days[-1]:%Y-%m-%d}"] if len(days) > 1 else [])]
    return "-".join([spec.name, *ends, *([size] if size != "sheet" else [])])


def shared_names(maps: Sequence[tuple[Scene, MapSpec]]) -> dict[str, str]:
    """Return the maps whose files would have names of those of a map before, each with what is wrong and the remedy.

    Names differ by more than capital letters, for they are files.
    """
    owners: dict[str, str] = {}
    found: dict[str, str] = {}
    for scene, spec in maps:
        for output in outputs_of(scene, spec).values():
            owner = owners.setdefault(output.stem.casefold(), spec.name)
            if owner != spec.name and spec.name not in found:
                found[spec.name] = (
                    f"The maps {owner!r} and {spec.name!r} would both have files with the name {output.stem}. "
                    "Give one of the maps another name."
                )
    return found


def sheets_of(scene: Scene, spec: MapSpec) -> dict[str, tuple[pd.Timestamp, ...]]:
    """Return the days of each sheet of a map, by stem."""
    return {each.stem: each.days for each in outputs_of(scene, spec).values() if each.days}
