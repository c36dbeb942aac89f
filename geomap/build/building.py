"""Build the maps of a project that are out of date, and say what they rest on."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geomap.build.cards import gallery_of
from geomap.build.digesting import scene_digest, tools_digest
from geomap.build.noting import MANIFEST, Note, read_note
from geomap.build.outputs import days_left_out, drawn_of, outputs_of
from geomap.build.tallying import Tally, tally
from geomap.errors import GeomapError, GeomapWarning, UsageError
from geomap.files import write_all
from geomap.folding import nearest_of
from geomap.project import MapSpec, Project, likeness_warnings, outlined, read_data, to_scene
from geomap.scene import Scene
from geomap.telling import refuse_others


@dataclass(frozen=True)
class Built:
    """What a build did: the files written, the maps that were up to date, and the tally."""

    written: tuple[Path, ...]
    fresh: tuple[str, ...]
    tally: Tally


def build(project: Project, names: Sequence[str] = (), *, force: bool = False) -> Built:
    """Write every map of ``project`` that is out of date; with ``names``, only these.

    A map is out of date when a file of it is missing or was altered, or when its records, places, figures,
    context, configuration or the versions it is drawn with have changed. All data are read and
    checked before anything is drawn, and all is drawn before any file is replaced: on an error the
    last good maps stand. Where maps were built before and no record is left, nothing is drawn
    without ``force``. Warns of parties that some readers cannot tell
    apart. Raises ``DataError`` with all problems, ``GeomapError`` for records that
    are gone, ``UsageError`` for a name that is no map.
    """
    specs = _chosen(project, names)
    data = outlined(read_data(project))
    scenes = {spec.name: to_scene(data, spec) for spec in project.maps}
    told = likeness_warnings(project, {spec.name: scenes[spec.name] for spec in specs})
    for text in [*told, *(text for spec in specs for text in days_left_out(spec, scenes[spec.name]))]:
        warnings.warn(text, GeomapWarning, stacklevel=2)
    note = read_note(project.output)
    if note.maps and data.records.empty and not force:
        raise GeomapError(
            "There are no records, so every map would be drawn again as unknown. The last good maps stand. "
            "Put the records back, or build with --force."
        )
    tools = tools_digest()
    digests = {spec.name: scene_digest(scenes[spec.name], spec, tools) for spec in specs}
    papers = {spec.name: repr(dict(spec.papers)) for spec in specs}
    whole = note.whole(project.output)
    fresh = [] if force else [
        spec.name
        for spec in specs
        if note.maps.get(spec.name) == digests[spec.name] and whole >= set(outputs_of(scenes[spec.name], spec))
    ]  # fmt: skip
    stale = [(scenes[spec.name], spec) for spec in specs if spec.name not in fresh]
    for scene, spec in stale:
        refuse_others((project.output / name for name in outputs_of(scene, spec)), note.files)
    settled = {name for name, paper in papers.items() if note.papers.get(name) == paper}
    may_stand = settled if note.tools == tools and not force else set()
    drawn = drawn_of(project.output, stale, dict.fromkeys(may_stand, note.files), whole)
    beside = _beside(project, scenes, note.after(tools, digests, papers, drawn), drawn)
    changed = drawn | {path: content for path, content in beside.items() if not _holds(path, content)}
    write_all(changed)
    written = tuple(path for path in changed if path.name != MANIFEST)
    return Built(written, tuple(fresh), tally(data, list(scenes.values())))


def _chosen(project: Project, names: Sequence[str]) -> list[MapSpec]:
    """Return the maps named, all by default. Raises ``UsageError``."""
    known = [spec.name for spec in project.maps]
    for name in names:
        if name not in known:
            near = nearest_of(name, known, 1)
            offer = f"Did you mean {near[0]}? " if near else ""
            msg = f"{name!r} is not a map of {project.config}. {offer}It has {', '.join(known) or 'none'}."
            raise UsageError(msg)
    return [spec for spec in project.maps if not names or spec.name in names]


def _beside(
    project: Project, scenes: dict[str, Scene], note: Note, drawn: dict[Path, bytes]
) -> dict[Path, bytes]:
    """Return the gallery and the note of what each map was made from: path -> content."""
    there = {path.name for path in drawn}
    if project.output.is_dir():
        there |= {path.name for path in project.output.iterdir()}
    named = {name for spec in project.maps for name in outputs_of(scenes[spec.name], spec)}
    gallery = gallery_of(project, scenes, there)
    return {
        project.output / "index.html": gallery,
        project.output / MANIFEST: note.written(set(scenes), named),
    }


def _holds(path: Path, content: bytes) -> bool:
    """Return whether a file has this content already."""
    return path.is_file() and path.read_bytes() == content
