"""``geomap chart``: who holds how much, drawn."""

from __future__ import annotations

from pathlib import Path

import click

from geomap.cli.loading import day_of, known_of, place_of, whole_map
from geomap.errors import BadValue, UsageError
from geomap.files import write_bytes
from geomap.paper import Paper, read_paper
from geomap.project import Data, find_project, read_data
from geomap.render import CHART_SUFFIXES, chart
from geomap.scene import Scene, compose


def run_chart(
    *,
    place: str | None,
    kind: str,
    day: str | None,
    first: str | None,
    last: str | None,
    size: str | None,
    dpi: float | None,
    output: str,
    **look: str | None,
) -> None:
    """Draw one chart; ``look`` has what ``_scene`` takes besides."""
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
    project = find_project()
    data = read_data(project)
    scene = _scene(data, place, path.stem, palette=look.pop("palette") or project.palette, **look)
    days = {
        name: None if text is None else day_of(text, option, data)
        for name, option, text in (("on", "--on", day), ("first", "--from", first), ("last", "--to", last))
    }
    if kind == "bars" and days["on"] is None:
        days["on"] = day_of(None, "--on", data)
    write_bytes(path, chart(scene, path.suffix, kind=kind, paper=_paper(size, dpi), **days))
    click.echo(str(path))


def _paper(size: str | None, dpi: float | None) -> Paper | None:
    """Return the sheet that was asked for; ``None`` where none was."""
    if size is None:
        return None if dpi is None else Paper(10.0, None, dpi)
    try:
        return read_paper(size, dpi=dpi)
    except BadValue as error:
        msg = f"--size {size!r} {error}"
        raise UsageError(msg) from error


def _scene(
    data: Data,
    place: str | None,
    name: str,
    *,
    known: str | None,
    title: str | None,
    lang: str | None,
    palette: str,
) -> Scene:
    """Return the scene of a chart: of a place, by default of the whole map."""
    return compose(
        data.places,
        data.records,
        data.actors,
        show=[place_of(place, data)] if place else whole_map(data),
        title=title or "",
        known_on=known_of(known, data),
        figures=data.figures,
        name=name,
        lang=lang or "en",
        palette=palette,
    )
