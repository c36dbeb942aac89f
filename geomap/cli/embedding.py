"""``geomap embed``: what to paste where a map is to be shown."""

from __future__ import annotations

from pathlib import Path

import click
import pandas as pd

from geomap.cli.loading import day_of
from geomap.errors import UsageError
from geomap.files import write_bytes
from geomap.paper import Paper, dots_of
from geomap.project import (
    MapSpec,
    Project,
    find_project,
    outlined,
    outputs_of,
    read_data,
    snapshot_days,
    to_scene,
)
from geomap.render.plain import page
from geomap.render.plain.snippets import AUTOMATIC_HEIGHT, Embedded, figure, frame, still
from geomap.scene import Scene
from geomap.telling import alt_text, caption, credit
from geomap.words import Words

#: Formats that a browser shows in a page, the ones shown everywhere first.
PICTURES = (".png", ".webp", ".svg")


def run_embed(name: str, *, day: str | None, kind: str, output: str | None) -> None:
    """Print the snippets of a map; with ``-o`` write the script-free page too."""
    project = find_project()
    spec = project.map_named(name)
    data = outlined(read_data(project))
    scene = to_scene(data, spec)
    on = scene.opens if day is None else day_of(day, "--on", data)
    if output is not None and Path(output).suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"-o {output!r} is no page. Give it the suffix .html.")
    if output is not None:
        write_bytes(Path(output), page(scene, on))
    one = _embedded(project, spec, scene, on, output)
    _tell(project, spec, one, _missing(spec, scene, on))
    click.echo("\n\n".join(_snippets(one, kind, f"{on:%Y-%m-%d}")))


def _embedded(
    project: Project, spec: MapSpec, scene: Scene, on: pd.Timestamp, output: str | None
) -> Embedded:
    words, base = Words(scene.lang, scene.actors), project.base_url
    picture, paper = _picture(scene, spec, on)
    return Embedded(
        title=scene.title,
        lang=scene.lang,
        caption=caption(scene, on),
        alt=alt_text(scene, on),
        credit=credit(scene),
        live=f"{base}{spec.name}.html",
        picture=f"{base}{picture}" if picture else "",
        dots=dots_of(paper),
        plain=f"{base}{Path(output).name}" if output else "",
        open_text=words.text("embed.open"),
    )


def _picture(scene: Scene, spec: MapSpec, on: pd.Timestamp) -> tuple[str, Paper]:
    """Return the picture that a build makes of a day ("" for none), and its sheet: the usual one where it can."""
    made = {
        name: output
        for name, output in outputs_of(scene, spec).items()
        if output.days == (on,) and output.suffix in PICTURES
    }
    sizes = sorted(spec.papers, key=lambda size: size != "sheet")
    order = sorted(made, key=lambda name: (sizes.index(made[name].size), PICTURES.index(made[name].suffix)))
    return (order[0], spec.papers[made[order[0]].size]) if order else ("", Paper())


def _snippets(one: Embedded, kind: str, day: str) -> list[str]:
    """Return the snippets asked for, each below a line that says where it goes."""
    found = []
    if kind in ("iframe", "all"):
        found += ["<!-- A page that takes frames: the live map. -->\n" + frame(one, day)]
        found += [
            "<!-- Once a page, if you like: frames as high as their maps ask for. -->\n" + AUTOMATIC_HEIGHT
        ]
    if kind in ("figure", "all") and one.picture:
        found.append("<!-- A CMS that strips frames and scripts: a picture. -->\n" + figure(one, day))
    if kind in ("page", "all") and one.plain:
        found.append("<!-- A frame in which nothing runs: the script-free page. -->\n" + still(one))
    return found


def _missing(spec: MapSpec, scene: Scene, on: pd.Timestamp) -> str:
    """Return why a build makes no picture of a day, and what to do."""
    day = f"{on:%Y-%m-%d}"
    if not scene.first <= on <= scene.last:
        span = f"from {scene.first:%Y-%m-%d} to {scene.last:%Y-%m-%d}"
        return f"No picture of {day} is built: {spec.name} has the days {span}. Set first or last, or take another day."
    is_drawn = on in snapshot_days(spec, scene)
    has_format = any(suffix[1:] in spec.formats for suffix in PICTURES)
    missing = [f"{day} to snapshots"] * (not is_drawn) + ["png to formats"] * (not has_format)
    return f"No picture of {day} is built. Add {' and '.join(missing)} of {spec.name}, and build."


def _tell(project: Project, spec: MapSpec, one: Embedded, no_picture: str) -> None:
    """Say on standard error what is missing and how it comes."""
    if not project.base_url:
        click.echo(
            "Addresses are relative: put the page beside the maps, or set base_url in geomap.toml.", err=True
        )
    if "html" not in spec.formats:
        click.echo(f"No live map is built. Add html to formats of {spec.name}, and build.", err=True)
    if not one.picture:
        click.echo(no_picture, err=True)
    if not one.plain:
        click.echo(
            f"For a page without scripts: geomap embed {spec.name} -o {spec.name}-plain.html", err=True
        )
