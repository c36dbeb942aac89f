"""``geomap report``: an area and a period in a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
import pandas as pd

from geomap.cli.loading import day_of, known_of, place_of
from geomap.errors import GeomapError, UsageError
from geomap.files import write_text
from geomap.project import Data, MapSpec, Project, find_project, outlined, read_data, to_scene
from geomap.report import SUFFIXES, shipped_template, write_report
from geomap.scene import Scene


def run_report(
    places: Sequence[str], output: str | None, new_template: str | None, **options: str | None
) -> None:
    """Write a report, or the template to edit."""
    if new_template is not None:
        if places or output:
            raise UsageError("--new-template writes a template and no report. Leave out the places and -o.")
        _write_template(Path(new_template), options["lang"] or "en")
        return
    if output is None or Path(output).suffix.lower() not in SUFFIXES:
        given = "-o is missing." if output is None else f"-o {output!r} has no suffix of a format."
        msg = f"{given} Write -o FILE with one of {', '.join(SUFFIXES)}."
        raise UsageError(msg)
    project = find_project()
    data = outlined(read_data(project))
    scene = _scene(project, data, places, options)
    first, last = _period(data, options["first"], options["last"])
    written = write_report(scene, output, first=first, last=last, template=options["template"])
    for path in written:
        click.echo(str(path))


def _write_template(path: Path, lang: str) -> None:
    """Write the template that ships, to be edited; a file that is there is not touched."""
    if path.exists():
        raise GeomapError(
            f"{path} is there already and was left as it is. Name another file, or move it away."
        )
    write_text(path, shipped_template(lang.partition("+")[0]))
    click.echo(str(path))


def _period(data: Data, first: str | None, last: str | None) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the two days of a report."""
    if first is None:
        raise UsageError(
            "--from is missing: the first day of the report. Write --from DAY, and --to DAY for the last."
        )
    begin, end = day_of(first, "--from", data), day_of(last, "--to", data)
    if begin > end:
        msg = f"--from {begin:%Y-%m-%d} is after --to {end:%Y-%m-%d}. Swap them."
        raise UsageError(msg)
    return begin, end


def _scene(project: Project, data: Data, places: Sequence[str], options: dict[str, str | None]) -> Scene:
    """Return the scene that is reported on: a map of the configuration, or the places named."""
    if bool(places) == bool(options["name"]):
        raise UsageError("Name the places to report on, or a map of geomap.toml with --map: one of the two.")
    if options["name"]:
        spec = project.map_named(options["name"])
    else:
        ids = tuple(place_of(name, data) for name in places)
        spec = MapSpec("report", ids, assessor=project.assessor, logo=project.logo, **project.shared())
    changed = {
        "title": options["title"],
        "lang": options["lang"],
        "palette": options["palette"],
        "known_on": known_of(options["known"], data),
    }
    return to_scene(data, replace(spec, **{key: value for key, value in changed.items() if value}))  # type: ignore[arg-type]
