"""Situation reports: an area and a period as Markdown, HTML, DOCX or PDF, from a template that can be edited.

``gathering`` finds out what there is to say, ``templates`` fills it into a template, ``markdown``
reads the result once, and the format of the suffix lays it out: ``html``, ``docx``, ``pdf``, or
Markdown as it is, with its pictures beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geomap.errors import UsageError
from geomap.files import write_all
from geomap.report.blocks import figure_names
from geomap.report.findings import Findings
from geomap.report.gathering import gather
from geomap.report.pictures import drawn, pictures_of
from geomap.report.templates import fill, read_template, shipped_template
from geomap.words import languages_of, said

if TYPE_CHECKING:
    from geomap.scene import Scene

__all__ = ["SUFFIXES", "Findings", "Report", "gather", "render_report", "shipped_template", "write_report"]

SUFFIXES = (".md", ".html", ".docx", ".pdf")


@dataclass(frozen=True)
class Report:
    """A report that is written and not yet laid out: Markdown, the pictures it shows, what it is about.

    ``dated`` is how far the data reach: files carry it as their date, for nothing depends on today.
    """

    text: str
    pictures: dict[str, bytes]
    findings: Findings
    dated: pd.Timestamp


def write_report(
    scene: Scene,
    path: str | Path,
    *,
    first: pd.Timestamp | str,
    last: pd.Timestamp | str,
    template: str | Path | None = None,
    lang: str | None = None,
) -> list[Path]:
    """Write a situation report of ``scene`` from ``first`` to ``last`` to ``path``; the suffix is the format.

    ``template`` is a file to fill in instead of the one that ships: see ``shipped_template``.
    ``lang`` is the language, by default the scene's. Markdown has its pictures in files beside it; the
    other formats are one file. Returns the paths written. The same input gives the same bytes.
    Raises ``UsageError`` for another suffix or days out of order, ``GeomapError`` for a template
    that cannot be filled in.
    """
    path = Path(path)
    files = render_report(
        scene, path.suffix, first=first, last=last, template=template, lang=lang, stem=path.stem
    )
    contents = {path if name == "" else path.with_name(name): content for name, content in files.items()}
    write_all(contents)
    return list(contents)


def render_report(
    scene: Scene,
    suffix: str,
    *,
    first: pd.Timestamp | str,
    last: pd.Timestamp | str,
    template: str | Path | None = None,
    lang: str | None = None,
    stem: str = "report",
) -> dict[str, bytes]:
    """Return a report as files: "" is the report, the others are pictures beside it; see ``write_report``."""
    suffix = suffix.lower()
    if suffix not in SUFFIXES:
        msg = f"{suffix or 'a file without a suffix'} is no format of a report. Use {', '.join(SUFFIXES)}."
        raise UsageError(msg)
    begin, end = pd.Timestamp(first), pd.Timestamp(last)
    if begin > end:
        msg = f"The report would begin on {begin:%Y-%m-%d}, after its last day {end:%Y-%m-%d}. Swap them."
        raise UsageError(msg)
    report = compose_report(in_language(scene, lang), begin, end, template=template, stem=stem)
    if suffix == ".md":
        return {"": report.text.encode("utf-8"), **report.pictures}
    return {"": import_module(f"geomap.report.{suffix[1:]}").render(report)}


def compose_report(
    scene: Scene, first: pd.Timestamp, last: pd.Timestamp, *, template: str | Path | None, stem: str
) -> Report:
    """Return the report of a scene: what there is to say, in the template, with the pictures it shows."""
    findings, pictures = gather(scene, first, last), pictures_of(scene, first, last, stem)
    values = {each.name: getattr(findings, each.name) for each in fields(findings)}
    values |= {name: each.markdown() for name, each in pictures.items()}
    source = shipped_template(scene.lang) if template is None else read_template(template)
    text = fill(source, values, file=str(template or "the template"), lang=scene.lang).strip() + "\n"
    beside = None if template is None else Path(template).parent
    return Report(text, drawn(figure_names(text), pictures, beside), findings, scene.data_to)


def in_language(scene: Scene, lang: str | None) -> Scene:
    """Return the scene in another language; ``None`` leaves it as it is."""
    if lang is None:
        return scene
    first, also = languages_of(lang)
    return replace(
        scene,
        lang=first,
        also=also,
        title=said(scene.titles, first) if scene.titles else scene.title,
        notes=tuple(said(note, first) for note in scene.said_notes),
    )
