"""``geomap draw`` and ``geomap atlas``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import pandas as pd

from geomap import schema as s
from geomap.atlas import MOST_PAGES, atlas, pages_of
from geomap.cli.loading import day_of, known_of, place_of, steps_between, warn_of_likeness
from geomap.cli.papers import paper_of
from geomap.errors import UsageError
from geomap.files import write_all
from geomap.paper import MOST_DAYS
from geomap.project import Data, Project, find_project, outlined, read_data
from geomap.render import SUFFIXES, animate, film_days, write
from geomap.scene import Scene, compose
from geomap.telling import beside

#: Suffixes that are those of films alone; a ``.webp`` is a sheet.
FILMS = (".gif", ".mp4")
#: What only a sheet has, and not a film either; what a sheet and a film have, and not a live map.
OF_SHEETS = ("outlined", "transparent", "inset")
OF_PICTURES = ("first", "last", "every", "size", "width", "dpi", *OF_SHEETS)


def run_draw(places: Sequence[str], output: str, *, days: Sequence[str], title: str, **options: Any) -> None:
    """Draw one map of the places named: live, or the sheet of a day or of several."""
    path = Path(output)
    is_film = path.suffix.lower() in FILMS
    if path.suffix.lower() not in SUFFIXES and not is_film:
        msg = f"-o {output!r} has no suffix of a format. Use {', '.join([*SUFFIXES, *FILMS])}."
        raise UsageError(msg)
    _refuse_for(path, days, options)
    project, paper = find_project(), paper_of(**options)
    data = read_data(project)
    opens = day_of(days[0] if days else None, "--on", data)
    scene = _scene(project, data, places, path, title=title, opens=opens, **options)
    warn_of_likeness(project, scene)
    if is_film:
        asked = any(options[name] for name in ("size", "width", "dpi"))
        shown = _shown(days, data, **options)
        told = beside(path, scene, film_days(scene, **shown))
        shown |= {} if options["hold"] is None else {"hold": options["hold"]}
        write_all({path: animate(scene, path.suffix, paper=paper if asked else None, **shown), **told})
    else:
        write(scene, path, on=_days(days, scene, data, **options), paper=paper)
    click.echo(str(path))


def _shown(
    days: Sequence[str], data: Data, *, first: str | None, last: str | None, every: str | None, **_: Any
) -> dict[str, Any]:
    """Return the days of a film: those of ``--on``, or of change from one day to another, with steps between."""
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
    project, paper = find_project(), paper_of(**options)
    data = outlined(read_data(project))
    on = day_of(day, "--on", data)
    whole = _scene(project, data, places, path, opens=on, **options)
    warn_of_likeness(project, whole)
    scenes = [
        _scene(project, data, [place], path, opens=on, **(options | {"title": ""}))
        for place in _pages(whole, level)
    ]
    told = beside(path, whole, on)
    write_all({path: atlas(whole, scenes, on=on, paper=paper), **told})
    click.echo(str(path))


def _pages(whole: Scene, level: str | None) -> list[str]:
    """Return the places that get a page. Raises ``UsageError`` where there are none, or too many."""
    found = pages_of(whole, level=level)
    if 0 < len(found) <= MOST_PAGES:
        return found
    names = ", ".join(whole.places.loc[list(whole.show), s.NAME])
    if found:
        other = "another" if level else "a"
        msg = f"{len(found):,} places would get a page; an atlas has up to {MOST_PAGES}. Choose {other} --level."
    elif level:
        levels = [each for each in s.LEVELS if each in set(whole.places[s.LEVEL])]
        msg = f"In {names} no place is of level {level!r}. Choose another --level: {', '.join(levels)}."
    else:
        msg = f"{names} has no finer places in it: its atlas would be one page. Draw that with geomap draw."
    raise UsageError(msg)


def _scene(
    project: Project, data: Data, places: Sequence[str], path: Path, *, opens: pd.Timestamp, **options: Any
) -> Scene:
    """Return the scene of the places named. Raises ``UsageError`` for a name that is no place."""
    scene = compose(
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
        **project.shared(lang=options["lang"], palette=options["palette"]),
    )
    return scene.published(assessor=project.assessor, logo=project.logo, inset=options.get("inset") or "")


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
    if not (first or last or every):
        found = sorted({day_of(day, "--on", data) for day in days or ("last",)})
        _check_count(found, "Name fewer with --on.")
        return found
    begin = day_of(first, "--from", data) if first else scene.first
    found = steps_between(begin, day_of(last, "--to", data), every or "month")
    _check_count(found, "Take a longer step with --every.")
    return found


def _check_count(days: Sequence[pd.Timestamp], remedy: str) -> None:
    """Raise where days have no room on one sheet."""
    if len(days) > MOST_DAYS:
        msg = f"{len(days)} days have no room on one sheet: {MOST_DAYS} have. {remedy}"
        raise UsageError(msg)


def _refuse_for(path: Path, days: Sequence[str], options: dict[str, Any]) -> None:
    """Raise where something is asked that a file of this suffix has not, or two things that exclude each other."""
    suffix = path.suffix.lower()
    if suffix == ".html":
        what = "only of a sheet or a film. A live map holds all days and takes the room it is given."
        _refuse(OF_PICTURES, options, what, ["--on more than once"] if len(days) > 1 else [])
    if suffix in FILMS:
        _refuse(
            OF_SHEETS, options, "only of a sheet. Of a film the size, the width and the dots can be said."
        )
    if suffix not in FILMS:
        _refuse(("hold",), options, f"only of a film: {' or '.join(FILMS)}.")
    if days and any(options[name] for name in ("first", "last", "every")):
        raise UsageError(
            "--on names days; --from, --to and --every go from one to another. Use one or the other."
        )


def _refuse(names: Sequence[str], options: dict[str, Any], what: str, also: Sequence[str] = ()) -> None:
    """Raise where an option of these names was given."""
    written = {"first": "from", "last": "to"}
    asked = [*also, *(f"--{written.get(name, name)}" for name in names if options[name] not in (None, False))]
    if asked:
        msg = f"{', '.join(asked)}: {what}"
        raise UsageError(msg)
