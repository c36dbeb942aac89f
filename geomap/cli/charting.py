"""``geomap chart``: who holds how much, drawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from geomap.cli.loading import day_of, known_of, place_of, warn_of_likeness, whole_map
from geomap.cli.papers import paper_of
from geomap.errors import UsageError
from geomap.files import write_all
from geomap.project import Data, Project, find_project, read_data
from geomap.render import CHART_SUFFIXES, chart
from geomap.scene import Scene, compose
from geomap.telling import beside

#: As wide as this, and as high as it needs to be.
USUAL = "10in"


def run_chart(
    *,
    place: str | None,
    kind: str,
    day: str | None,
    first: str | None,
    last: str | None,
    output: str,
    **look: Any,
) -> None:
    """Draw one chart; ``look`` has what ``_scene`` and ``paper_of`` take besides."""
    path = Path(output)
    if path.suffix.lower() not in CHART_SUFFIXES:
        msg = f"-o {output!r} has no suffix of a format. Use {', '.join(CHART_SUFFIXES)}."
        raise UsageError(msg)
    if kind == "area" and day is not None:
        raise UsageError(
            "--on is one day, and an area chart goes through many. Use --kind bars, or --from and --to."
        )
    if kind == "bars" and (first is not None or last is not None):
        raise UsageError("--from and --to are a period, and bars are of one day. Use --on, or --kind area.")
    project, paper = find_project(), paper_of(usual=USUAL, **look)
    data = read_data(project)
    scene = _scene(project, data, place, path.stem, **look)
    warn_of_likeness(project, scene)
    days = {
        name: None if text is None else day_of(text, option, data)
        for name, option, text in (("on", "--on", day), ("first", "--from", first), ("last", "--to", last))
    }
    if kind == "bars" and days["on"] is None:
        days["on"] = day_of(None, "--on", data)
    shown = [days["on"]] if kind == "bars" else [days["first"] or scene.first, days["last"] or scene.last]
    told = beside(path, scene, shown, chart=kind)
    write_all({path: chart(scene, path.suffix, kind=kind, paper=paper, **days), **told})
    click.echo(str(path))


def _scene(
    project: Project,
    data: Data,
    place: str | None,
    name: str,
    *,
    known: str | None,
    title: str | None,
    lang: str | None,
    palette: str | None,
    **_: Any,
) -> Scene:
    """Return the scene of a chart: of a place, by default of the whole map. It has no map to project."""
    scene = compose(
        data.places,
        data.records,
        data.actors,
        show=[place_of(place, data)] if place else whole_map(data),
        title=title or "",
        known_on=known_of(known, data),
        figures=data.figures,
        name=name,
        **project.shared(lang=lang, palette=palette) | {"projection": ""},
    )
    return scene.published(assessor=project.assessor, logo=project.logo)
