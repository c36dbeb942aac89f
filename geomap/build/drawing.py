"""What is drawn and told for the files of maps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path

import pandas as pd

from geomap.project import MapSpec, Output, outputs_of, sheets_of
from geomap.render import AUTO, Job, animate, film_days, render_all
from geomap.scene import Scene
from geomap.telling import files_beside


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
