"""``geomap draw`` and ``geomap atlas``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import pandas as pd

from geomap.atlas import MOST_PAGES, atlas, pages_of
from geomap.cli.loading import day_of, known_of, place_of, steps_between
from geomap.errors import BadValue, UsageError
from geomap.files import write_all
from geomap.paper import Paper, read_paper
from geomap.project import Data, Project, find_project, outlined, read_data
from geomap.render import SUFFIXES, animate, write
from geomap.scene import Scene, compose
from geomap.telling import beside

#: Suffixes that are those of films alone; a ``.webp`` is a sheet.
FILMS = (".gif", ".mp4")
#: More days than this have no room on one sheet.
MOST_DAYS = 36


def run_draw(places: Sequence[str], output: str, *, days: Sequence[str], title: str, **options: Any) -> None:
    """Draw one map of the places named: live, or the sheet of a day or of several."""
    path = Path(output)
    is_film = path.suffix.lower() in FILMS
    if path.suffix.lower() not in SUFFIXES and not is_film:
        msg = f"-o {output!r} has no suffix of a format. Use {', '.join([*SUFFIXES, *FILMS])}."
        raise UsageError(msg)
    if path.suffix.lower() == ".html":
        _refuse_for_live(days, options)
    project, paper = find_project(), _paper(**options)
    data = read_data(project)
    opens = day_of(days[0] if days else None, "--on", data)
    scene = _scene(project, data, places, path, title=title, opens=opens, **options)
    if is_film:
        asked = any(options[name] for name in ("size", "width", "dpi"))
        content = animate(scene, path.suffix, paper=paper if asked else None, **_shown(days, data, **options))
        write_all({path: content})
    else:
        write(scene, path, on=_days(days, scene, data, **options), paper=paper)
    click.echo(str(path))


def _shown(
    days: Sequence[str], data: Data, *, first: str | None, last: str | None, every: str | None, **_: Any
) -> dict[str, Any]:
    """Return the days of a film: those of ``--on``, or of change from one day to another, with steps between."""
    if days and (first or last or every):
        raise UsageError(
            "--on names days; --from, --to and --every go from one to another. Use one or the other."
        )
    return {
        "days": [day_of(day, "--on", data) for day in days] or None,
        "first": day_of(first, "--from", data) if first else None,
        "last": day_of(last, "--to", data) if last else None,
        "every": every,
    }


def run_atlas(places: Sequence[str], output: str, *, day: str, level: str | None, **options: Any) -> None:
    """Draw a PDF with a page for each of the places named and those in them."""
    path = Path(output)
    if path.suffix.lower() != ".pdf":
        msg = f"-o {output!r} is no PDF. An atlas is written as .pdf."
        raise UsageError(msg)
    project, paper = find_project(), _paper(**options)
    data = outlined(read_data(project))
    on = day_of(day, "--on", data)
    whole = _scene(project, data, places, path, opens=on, **options)
    wanted = pages_of(whole, level=level)
    if not wanted or len(wanted) > MOST_PAGES:
        found = f"{len(wanted):,} places are" if wanted else "No place is"
        msg = f"{found} at that level: an atlas has up to {MOST_PAGES} pages. Choose another --level."
        raise UsageError(msg)
    scenes = [_scene(project, data, [place], path, opens=on, **(options | {"title": ""})) for place in wanted]
    told = beside(path, whole, on)
    write_all({path: atlas(whole, scenes, on=on, paper=paper), **told})
    click.echo(str(path))


def _scene(
    project: Project, data: Data, places: Sequence[str], path: Path, *, opens: pd.Timestamp, **options: Any
) -> Scene:
    """Return the scene of the places named. Raises ``UsageError`` for a name that is no place."""
    return compose(
        data.places,
        data.records,
        data.actors,
        show=[place_of(name, data) for name in places],
        title=options["title"] or "",
        opens=opens,
        known_on=known_of(options["known"], data),
        figures=data.figures,
        context=data.context,
        name=path.stem,
        lang=options["lang"] or "en",
        palette=options["palette"] or project.palette,
    )


def _paper(
    *, size: str | None, width: str | None, dpi: float | None, outlined: bool, transparent: bool, **_: Any
) -> Paper:
    """Return the sheet that the options ask for. Raises ``UsageError``."""
    if size and width:
        raise UsageError("--size and --width both say how wide the sheet is. Use one of them.")
    try:
        return read_paper(size or width or "sheet", dpi=dpi, outlined=outlined, transparent=transparent)
    except BadValue as error:
        asked = f"--size {size!r}" if size else f"--width {width!r}" if width else f"--dpi {dpi:g}"
        msg = f"{asked} {error}"
        raise UsageError(msg) from error


def _days(
    days: Sequence[str],
    scene: Scene,
    data: Data,
    *,
    first: str | None,
    last: str | None,
    every: str | None,
    **_: Any,
) -> list[pd.Timestamp]:
    """Return the days of a sheet: those of ``--on``, or from one day (by default the first) to another in steps."""
    if days and (first or last or every):
        raise UsageError(
            "--on names days; --from, --to and --every go from one to another. Use one or the other."
        )
    if not (first or last or every):
        return sorted({day_of(day, "--on", data) for day in days or ("last",)})
    begin = day_of(first, "--from", data) if first else scene.first
    found = steps_between(begin, day_of(last, "--to", data), every or "month")
    if len(found) > MOST_DAYS:
        msg = (
            f"{len(found)} days have no room on one sheet: {MOST_DAYS} have. Take a longer step with --every."
        )
        raise UsageError(msg)
    return found


def _refuse_for_live(days: Sequence[str], options: dict[str, Any]) -> None:
    """Raise where something is asked of a live map that only a sheet has."""
    asked = [
        f"--{name.replace('first', 'from').replace('last', 'to')}"
        for name in ("first", "last", "every", "size", "width", "dpi", "outlined", "transparent")
        if options[name]
    ]
    if len(days) > 1:
        asked.insert(0, "--on more than once")
    if asked:
        msg = (
            f"{', '.join(asked)}: only of a sheet. A live map holds all days and takes the room it is given."
        )
        raise UsageError(msg)
