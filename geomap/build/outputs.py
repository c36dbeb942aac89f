"""Which files are made of a map, and what each shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from geomap.paper import Paper
from geomap.project import MapSpec
from geomap.render import FILM_SUFFIXES, Job, animate, render_all
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
    def is_film(self) -> bool:
        """Whether it goes through the days of the map one after the other."""
        return self.suffix in FILM_SUFFIXES and not self.days


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
    made += [replace(each, suffix=suffix) for each in told.values() for suffix in BESIDE]
    made += [Output(f".{name}", spec.name) for name in spec.films]
    return files | {f"{each.stem}{each.suffix}": each for each in made}


def _stem(spec: MapSpec, days: Sequence[pd.Timestamp], size: str) -> str:
    """Return the name of a sheet's files: map, day or first and last day, and its size where that is not the usual."""
    ends = [f"{days[0]:%Y-%m-%d}", *([f"to-{days[-1]:%Y-%m-%d}"] if len(days) > 1 else [])]
    return "-".join([spec.name, *ends, *([size] if size != "sheet" else [])])


def drawn_of(
    folder: Path,
    maps: Sequence[tuple[Scene, MapSpec]],
    known: Mapping[str, Mapping[str, str]],
    whole: AbstractSet[str],
) -> dict[Path, bytes]:
    """Draw maps in all their formats: path -> content, the formats of each map in their order.

    ``known`` are the files of maps that are on the same paper as before, by map. Of a sheet whose SVG is
    as known, and whose files are ``whole``, nothing else is drawn again.
    """
    jobs: dict[str, Job] = {}
    for scene, spec in maps:
        for output in outputs_of(scene, spec).values():
            if not output.is_beside and not output.is_film:
                jobs[output.stem] = _job(scene, spec.papers.get(output.size), output, jobs.get(output.stem))
    for stem, job in jobs.items():
        if ".svg" in job.suffixes and whole >= {f"{stem}{suffix}" for suffix in job.suffixes}:
            jobs[stem] = replace(job, unless=known.get(job.scene.name, {}).get(f"{stem}.svg", ""))
    done = dict(zip(jobs, render_all(list(jobs.values())), strict=True))
    drawn: dict[Path, bytes] = {}
    for scene, spec in maps:
        outputs = outputs_of(scene, spec)
        drawn |= {
            folder / name: done[output.stem][output.suffix]
            for name, output in outputs.items()
            if output.suffix in done.get(output.stem, {})
        }
        drawn |= {
            folder / name: animate(scene, output.suffix, every="auto")
            for name, output in outputs.items()
            if output.is_film
        }
        drawn |= {folder / name: content for name, content in _told(scene, outputs.values()).items()}
    return drawn


def _job(scene: Scene, paper: Paper | None, output: Output, begun: Job | None) -> Job:
    """Return the job of a sheet with one more format."""
    suffixes = (*(begun.suffixes if begun else ()), output.suffix)
    return Job(scene, suffixes, output.days or None, paper)


def _told(scene: Scene, outputs: Iterable[Output]) -> dict[str, bytes]:
    """Return what stands beside the sheets of a map: name -> content, told once of the same days.

    The changes told of a day are those since the day of the sheet before it.
    """
    sheets = {output.stem: output.days for output in outputs if output.is_beside}
    single = sorted({days for days in sheets.values() if len(days) == 1})
    before = dict(zip(single, [None, *(days[0] for days in single)], strict=False))
    told = {days: files_beside(scene, days, since=before.get(days)) for days in sorted(set(sheets.values()))}
    return {
        f"{stem}{suffix}": content for stem, days in sheets.items() for suffix, content in told[days].items()
    }
