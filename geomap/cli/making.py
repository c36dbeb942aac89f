"""``geomap build`` and ``check``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from geomap.build import Built, Tally, build
from geomap.checking import check_paths
from geomap.errors import UsageError
from geomap.project import find_project

#: So many places are named in a message; the rest are counted.
NAMED = 12


def run_build(maps: Sequence[str], palette: str | None = None, *, force: bool) -> None:
    """Build, and say what was written and what it rests on; ``palette`` goes before that of each map."""
    project = find_project()
    if palette:
        project = replace(project, maps=tuple(replace(spec, palette=palette) for spec in project.maps))
    if not project.maps:
        raise UsageError("There is no [[map]] to build. Add one to geomap.toml, or use geomap draw.")
    built = build(project, maps, force=force)
    click.echo(_report(built), err=True)
    for path in built.written:
        click.echo(_short(path, Path.cwd()))


def _report(built: Built) -> str:
    """Return what a build did, in a few lines."""
    lines = [_tally_text(built.tally)]
    if built.fresh:
        lines.append(f"Up to date: {', '.join(built.fresh)}.")
    return "\n".join(lines)


def _tally_text(tally: Tally) -> str:
    """Return what the records came to, in words."""
    bare = ", ".join(tally.bare[:NAMED]) + (
        f" and {len(tally.bare) - NAMED} more" if len(tally.bare) > NAMED else ""
    )
    text = (
        f"{_counted(tally.read, 'record')} read: {tally.deciding} that decide something on a map, "
        f"{tally.claims} low-confidence claims, {tally.not_drawn} of places on no map."
    )
    if not tally.bare:
        return text
    has, them = ("has", "it") if len(tally.bare) == 1 else ("have", "them")
    return f"{text}\n{_counted(len(tally.bare), 'place')} {has} no record of who holds {them}: {bare}."


def _counted(n: int, thing: str) -> str:
    return f"{n} {thing}{'' if n == 1 else 's'}"


def _short(path: Path, folder: Path) -> str:
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path)


def run_check(paths: Sequence[str]) -> None:
    """Print every problem; exit 1 where there is an error."""
    report = check_paths(paths)
    for warning in report.warnings:
        click.echo(f"warning: {warning}", err=True)
    for error in report.errors:
        click.echo(str(error), err=True)
    counts = f"{_counted(report.n_places, 'place')}, {_counted(report.n_records, 'record')}"
    if report.errors:
        click.echo(f"Errors: {len(report.errors)}. Warnings: {len(report.warnings)}. In {counts}.", err=True)
        raise SystemExit(1)
    click.echo(f"No errors. Warnings: {len(report.warnings)}. In {counts}.")
