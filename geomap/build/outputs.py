"""Which files are made of a map, and what each shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from geomap.errors import GeomapError
from geomap.project import MapSpec
from geomap.render import AUTO, Job, animate, film_days, render_all
from geomap.scene import Scene
from geomap.telling import BESIDE, files_beside


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


def refuse_shared(maps: Sequence[tuple[Scene, MapSpec]]) -> None:
    """Raise ``GeomapError`` where files of two maps would have one name, such as those of a map and of a sheet."""
    owners: dict[str, str] = {}
    for scene, spec in maps:
        for output in outputs_of(scene, spec).values():
            owner = owners.setdefault(output.stem.casefold(), spec.name)
            if owner != spec.name:
                raise GeomapError(
                    f"The maps {owner!r} and {spec.name!r} would both have files with the name {output.stem}. "
                    "Nothing was written. Give one of the maps another name."
                )


def sheets_of(scene: Scene, spec: MapSpec) -> dict[str, tuple[pd.Timestamp, ...]]:
    """Return the days of each sheet of a map, by stem."""
    return {each.stem: each.days for each in outputs_of(scene, spec).values() if each.days}


def drawn_of(
    folder: Path, maps: Sequence[tuple[Scene, MapSpec]], standing: AbstractSet[str]
) -> dict[Path, bytes]:
    """Draw maps in all their formats: path -> content, the formats of each map in their order.

    Sheets whose stem is in ``standing`` are as they were: what stands beside them is told again, and nothing is drawn.
    """
    jobs: dict[str, Job] = {}
    for scene, spec in maps:
        jobs |= _jobs(scene, spec, standing)
    done = dict(zip(jobs, render_all(list(jobs.values())), strict=True))
    drawn: dict[Path, bytes] = {}
    for scene, spec in maps:
        for name, output in outputs_of(scene, spec).items():
            if output.is_of_film:
                continue
            made = done[_teller(output, jobs) if output.is_beside else output.stem]
            if output.suffix in made:
                drawn[folder / name] = made[output.suffix]
        drawn |= {folder / f"{spec.name}{suffix}": film for suffix, film in _films(scene, spec).items()}
    return drawn


def _films(scene: Scene, spec: MapSpec) -> dict[str, bytes]:
    """Return the films of a map and what stands beside them, by suffix."""
    if not spec.films:
        return {}
    told = files_beside(scene, film_days(scene, every=AUTO))
    return {f".{name}": animate(scene, f".{name}", every=AUTO) for name in spec.films} | told


def _jobs(scene: Scene, spec: MapSpec, standing: AbstractSet[str]) -> dict[str, Job]:
    """Return what is to be done for the files of a map, by stem: of the same days, the first tells.

    The changes told of a day are those since the day of the sheet before it.
    """
    jobs: dict[str, Job] = {}
    told: set[tuple[pd.Timestamp, ...]] = set()
    single = sorted({days for days in sheets_of(scene, spec).values() if len(days) == 1})
    before = dict(zip(single, [None, *(days[0] for days in single)], strict=False))
    for output in outputs_of(scene, spec).values():
        if output.is_beside or output.is_of_film:
            continue
        job = jobs.get(output.stem) or Job(scene, (), output.days or None, spec.papers.get(output.size))
        if output.days and output.days not in told:
            told.add(output.days)
            job = replace(job, told=True, since=before.get(output.days))
        if output.stem not in standing:
            job = replace(job, suffixes=(*job.suffixes, output.suffix))
        jobs[output.stem] = job
    return jobs


def _teller(output: Output, jobs: Mapping[str, Job]) -> str:
    """Return the stem of the sheet that tells of the same days of the same map."""
    scene = jobs[output.stem].scene
    return next(
        stem for stem, job in jobs.items() if job.told and job.scene is scene and job.on == output.days
    )
