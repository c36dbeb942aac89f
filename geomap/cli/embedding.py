"""``geomap embed``: what to paste where a map is to be shown."""

from __future__ import annotations

from pathlib import Path

import click
import pandas as pd

from geomap.cli.loading import day_of
from geomap.errors import UsageError
from geomap.files import write_bytes
from geomap.folding import nearest_of
from geomap.project import MapSpec, Project, find_project, outlined, read_data, to_scene
from geomap.render.plain import page
from geomap.render.plain.snippets import AUTOMATIC_HEIGHT, Embedded, figure, frame, still
from geomap.scene import Scene
from geomap.telling import alt_text, sentence
from geomap.words import Words

PICTURES = ("png", "svg")


def run_embed(name: str, *, day: str | None, kind: str, output: str | None) -> None:
    """Print the snippets of a map; with ``-o`` write the script-free page too."""
    project = find_project()
    spec = _spec(project, name)
    data = outlined(read_data(project))
    scene = to_scene(data, spec)
    on = scene.opens if day is None else day_of(day, "--on", data)
    if output is not None and Path(output).suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"-o {output!r} is no page. Give it the suffix .html.")
    if output is not None:
        write_bytes(Path(output), page(scene, on))
    one = _embedded(project, spec, scene, on, output)
    _tell(project, spec, one, f"{on:%Y-%m-%d}")
    click.echo("\n\n".join(_snippets(one, kind, f"{on:%Y-%m-%d}")))


def _spec(project: Project, name: str) -> MapSpec:
    """Return the map of that name. Raises ``UsageError`` with the nearest one."""
    known = {spec.name: spec for spec in project.maps}
    if name not in known:
        near = nearest_of(name, list(known), 1)
        offer = f"Did you mean {near[0]}? " if near else ""
        msg = f"{name!r} is not a map of {project.config}. {offer}It has {', '.join(known) or 'none'}."
        raise UsageError(msg)
    return known[name]


def _embedded(
    project: Project, spec: MapSpec, scene: Scene, on: pd.Timestamp, output: str | None
) -> Embedded:
    words, base = Words(scene.lang, scene.actors), project.base_url
    form = next((form for form in PICTURES if form in spec.formats and on in spec.snapshots), "")
    voices = scene.sources()
    said = [words.source(source, via) for source, via in zip(voices["source"], voices["via"], strict=True)]
    as_of = words.text("as_of.date", date=words.day(on))
    return Embedded(
        title=scene.title,
        lang=scene.lang,
        caption=f"{scene.title}. {as_of}. {sentence(scene, on)}",
        alt=alt_text(scene, on),
        credit=words.text("about.records", sources="; ".join(dict.fromkeys(said))),
        live=f"{base}{spec.name}.html",
        picture=f"{base}{spec.name}-{on:%Y-%m-%d}.{form}" if form else "",
        plain=f"{base}{Path(output).name}" if output else "",
        open_text=words.text("embed.open"),
    )


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


def _tell(project: Project, spec: MapSpec, one: Embedded, day: str) -> None:
    """Say on standard error what is missing and how it comes."""
    if not project.base_url:
        click.echo(
            "Addresses are relative: put the page beside the maps, or set base_url in geomap.toml.", err=True
        )
    if not one.picture:
        click.echo(
            f"No picture of {day} is built. Add {day} to snapshots and png to formats of {spec.name}, "
            "and build.",
            err=True,
        )
    if not one.plain:
        click.echo(
            f"For a page without scripts: geomap embed {spec.name} -o {spec.name}-plain.html", err=True
        )
