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
from geomap.report.pictures import drawn, not_in_the_way, pictures_of
from geomap.report.templates import fill, read_template, shipped_template
from geomap.words import languages_of, said

if TYPE_CHECKING:
    from geomap.scene import Scene

__all__ = ["SUFFIXES", "Findings", "Report", "gather", "render_report", "shipped_template", "write_report"]

SUFFIXES = (".md", ".html", ".docx", ".pdf")


@dataclass(frozen=True)
class Report:
    """A report that is written and not yet laid out: Markdown, the pictures it shows, what it is about.

    ``drawn`` are the names of the pictures that geomap drew; the others are the user's own. ``dated``
    is how far the data reach: files carry it as their date, for nothing depends on today.
    """

    text: str
    pictures: dict[str, bytes]
    findings: Findings
    dated: pd.Timestamp
    drawn: frozenset[str] = frozenset()


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
    other formats are one file. Returns the paths of all of them. The same input gives the same bytes.
    A picture replaces no file but the one that geomap drew for the report of that name before.
    Raises ``UsageError`` for another suffix or days out of order, ``GeomapError`` for a template
    that cannot be filled in, and where another file would be replaced: nothing is written then.
    """
    path, beside = Path(path), None if template is None else Path(template)
    report = _composed(scene, path.suffix, (first, last), template=template, lang=lang, stem=path.stem)
    files = _laid_out(report, path.suffix)
    kept = {name: content for name, content in files.items() if name}
    write_all({path: files[""], **not_in_the_way(path, kept, report.drawn, beside)})
    return [path, *(path.with_name(name) for name in kept)]


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
    return _laid_out(_composed(scene, suffix, (first, last), template=template, lang=lang, stem=stem), suffix)


def _composed(
    scene: Scene,
    suffix: str,
    period: tuple[pd.Timestamp | str, pd.Timestamp | str],
    *,
    template: str | Path | None,
    lang: str | None,
    stem: str,
) -> Report:
    """Return the report of a period that is to be laid out as a suffix says; see ``write_report``."""
    suffix = suffix.lower()
    if suffix not in SUFFIXES:
        msg = f"{suffix or 'a file without a suffix'} is no format of a report. Use {', '.join(SUFFIXES)}."
        raise UsageError(msg)
    begin, end = (pd.Timestamp(day) for day in period)
    if begin > end:
        msg = f"The report would begin on {begin:%Y-%m-%d}, after its last day {end:%Y-%m-%d}. Swap them."
        raise UsageError(msg)
    return compose_report(in_language(scene, lang), begin, end, template=template, stem=stem)


def _laid_out(report: Report, suffix: str) -> dict[str, bytes]:
    if suffix.lower() == ".md":
        return {"": report.text.encode("utf-8"), **report.pictures}
    return {"": import_module(f"geomap.report.{suffix.lower()[1:]}").render(report)}


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
    shown, ours = figure_names(text), {each.name for each in pictures.values()}
    drawn_here = frozenset(ours.intersection(shown))
    return Report(text, drawn(shown, pictures, beside), findings, scene.data_to, drawn_here)


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
