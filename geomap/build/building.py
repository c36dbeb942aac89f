"""Build the maps of a project that are out of date, and say what they rest on."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from geomap.build.cards import gallery_of
from geomap.build.digesting import ground_digest, scene_digest, sheet_digest, tools_digest
from geomap.build.drawing import drawn_of
from geomap.build.noting import MANIFEST, Note, read_note
from geomap.build.tallying import Tally, tally
from geomap.errors import GeomapError, GeomapWarning
from geomap.files import write_all
from geomap.project import (
    MapSpec,
    Project,
    days_left_out,
    likeness_warnings,
    outlined,
    outputs_of,
    read_data,
    shared_names,
    sheets_of,
    to_scene,
)
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
    without ``force``; with it no file counts as up to date. Warns of parties that some readers cannot tell
    apart. Raises ``DataError`` with all problems, ``GeomapError`` for records that
    are gone and for two maps whose files would share a name, ``UsageError`` for a name that is no map.
    """
    specs = _chosen(project, names)
    data = outlined(read_data(project))
    scenes = {spec.name: to_scene(data, spec) for spec in project.maps}
    _warn(project, specs, scenes)
    if data.records.empty and not force:
        _refuse_emptied(project.output)
    _refuse_shared([(scenes[spec.name], spec) for spec in project.maps])
    note, made = read_note(project.output), _made_from(project, scenes)
    whole, current = set() if force else note.whole(project.output), note.current(made)
    fresh = [
        spec.name
        for spec in specs
        if spec.name in current and whole >= set(outputs_of(scenes[spec.name], spec))
    ]
    stale = [(scenes[spec.name], spec) for spec in specs if spec.name not in fresh]
    for scene, spec in stale:
        refuse_others((project.output / name for name in outputs_of(scene, spec)), note.files)
    now = made.of({spec.name for _, spec in stale}, _sheet_digests(stale))
    standing = {stem for scene, spec in stale for stem in _standing(scene, spec, note, now, whole)}
    drawn = drawn_of(project.output, stale, standing)
    noted = note.after(now, drawn)
    beside = _beside(project, scenes, noted, drawn, noted.current(made))
    changed = drawn | {path: content for path, content in beside.items() if not _holds(path, content)}
    write_all(changed)
    written = tuple(path for path in changed if path.name != MANIFEST)
    return Built(written, tuple(fresh), tally(data, list(scenes.values())))


def _warn(project: Project, specs: Sequence[MapSpec], scenes: Mapping[str, Scene]) -> None:
    """Warn of parties that some readers cannot tell apart, and of days that lie outside the days of a map."""
    told = likeness_warnings(project, {spec.name: scenes[spec.name] for spec in specs})
    for text in [*told, *(text for spec in specs for text in days_left_out(spec, scenes[spec.name]))]:
        warnings.warn(text, GeomapWarning, stacklevel=3)


def _refuse_shared(maps: Sequence[tuple[Scene, MapSpec]]) -> None:
    """Raise ``GeomapError`` where files of two maps would have one name, such as those of a map and of a sheet."""
    if found := shared_names(maps):
        raise GeomapError(f"{' '.join(found.values())} Nothing was written.")


def _refuse_emptied(folder: Path) -> None:
    """Raise ``GeomapError`` where maps were built before, by whatever version."""
    if (folder / MANIFEST).is_file():
        raise GeomapError(
            "There are no records, so every map would be drawn again as unknown. The last good maps stand. "
            "Put the records back, or build with --force."
        )


def _made_from(project: Project, scenes: Mapping[str, Scene]) -> Note:
    """Return what every map of the project would be made from now; of its sheets nothing."""
    tools = tools_digest()
    grounds = {spec.name: ground_digest(scenes[spec.name], spec, tools) for spec in project.maps}
    maps = {spec.name: scene_digest(scenes[spec.name], spec, grounds[spec.name]) for spec in project.maps}
    return Note(maps, grounds)


def _chosen(project: Project, names: Sequence[str]) -> list[MapSpec]:
    """Return the maps named, all by default. Raises ``UsageError``."""
    for name in names:
        project.map_named(name)
    return [spec for spec in project.maps if not names or spec.name in names]


def _sheet_digests(maps: Sequence[tuple[Scene, MapSpec]]) -> dict[str, str]:
    """Return the fingerprint of each sheet of some maps, by stem; sheets of a map of the same days show the same."""
    digests: dict[str, str] = {}
    for scene, spec in maps:
        days = sheets_of(scene, spec)
        of_days = {each: sheet_digest(scene, each) for each in set(days.values())}
        digests |= {stem: of_days[each] for stem, each in days.items()}
    return digests


def _standing(scene: Scene, spec: MapSpec, was: Note, now: Note, whole: AbstractSet[str]) -> Iterator[str]:
    """Yield the stems of the sheets that would be drawn as they were, and are there in all formats."""
    if was.grounds.get(spec.name) != now.grounds[spec.name]:
        return
    outputs = outputs_of(scene, spec)
    for stem in sheets_of(scene, spec):
        files = {name for name, output in outputs.items() if output.stem == stem and not output.is_beside}
        if was.sheets.get(stem) == now.sheets[stem] and whole >= files:
            yield stem


def _beside(
    project: Project,
    scenes: dict[str, Scene],
    note: Note,
    drawn: dict[Path, bytes],
    current: AbstractSet[str],
) -> dict[Path, bytes]:
    """Return the gallery and the note of what each map was made from: path -> content."""
    there = {path.name for path in drawn}
    if project.output.is_dir():
        there |= {path.name for path in project.output.iterdir()}
    named = {name for spec in project.maps for name in outputs_of(scenes[spec.name], spec)}
    gallery = gallery_of(project, scenes, there, current)
    return {
        project.output / "index.html": gallery,
        project.output / MANIFEST: note.written(set(scenes), named),
    }


def _holds(path: Path, content: bytes) -> bool:
    """Return whether a file has this content already."""
    return path.is_file() and path.read_bytes() == content
