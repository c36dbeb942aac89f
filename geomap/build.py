"""Build the maps of a project that are out of date, and say what they rest on."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pandas as pd
import shapely
from geopandas.array import GeometryDtype

from geomap import schema as s
from geomap.errors import GeomapError, GeomapWarning, UsageError
from geomap.files import write_all
from geomap.folding import nearest_of
from geomap.project import Data, MapSpec, Project, likeness_warnings, outlined, read_data, to_scene
from geomap.render import Job, render_all
from geomap.render.gallery import Card, gallery_page
from geomap.scene import Scene
from geomap.telling import BESIDE, pairs_beside, refuse_others
from geomap.words import Words, languages_of, said

#: Where a build notes what each map was made from, beside the maps.
MANIFEST = ".geomap.json"
NOTE_VERSION = 2
#: Packages whose version changes what is drawn.
DRAWN_WITH = (
    "geomap",
    "folium",
    "branca",
    "geopandas",
    "minify-html",
    "numpy",
    "pillow",
    "django-js-lib-leaflet",
    "matplotlib",
    "shapely",
    "pyproj",
    "pandas",
)


@dataclass(frozen=True)
class Tally:
    """What the records came to: how many were read, decide, only claim, are not drawn; bare places."""

    read: int
    deciding: int
    claims: int
    not_drawn: int
    bare: tuple[str, ...]


@dataclass(frozen=True)
class Note:
    """What a build notes for the next one: what it drew with, what each map was made from, what each file holds."""

    tools: str = ""
    maps: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def after(self, tools: str, digests: Mapping[str, str], drawn: Mapping[Path, bytes]) -> Note:
        """Return the note after maps were brought up to date. Other tools make all other maps out of date."""
        files = {path.name: hashlib.sha256(content).hexdigest() for path, content in drawn.items()}
        return Note(tools, {**self.maps, **digests}, {**self.files, **files})

    def written(self, maps: AbstractSet[str], files: AbstractSet[str]) -> bytes:
        """Return the note as it is written, of the maps and files that the project still has."""
        said = {
            "version": NOTE_VERSION,
            "tools": self.tools,
            "maps": {name: digest for name, digest in sorted(self.maps.items()) if name in maps},
            "files": {name: content for name, content in sorted(self.files.items()) if name in files},
        }
        return (json.dumps(said, indent=1) + "\n").encode()


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
    for text in likeness_warnings(project, {spec.name: scenes[spec.name] for spec in specs}):
        warnings.warn(text, GeomapWarning, stacklevel=2)
    note = _read_note(project.output)
    if note.maps and data.records.empty and not force:
        raise GeomapError(
            "There are no records, so every map would be drawn again as unknown. The last good maps stand. "
            "Put the records back, or build with --force."
        )
    tools = _tools()
    digests = {spec.name: _digest(scenes[spec.name], spec, tools) for spec in specs}
    whole = {name for name, content in _contents(project.output).items() if note.files.get(name) == content}
    fresh = [] if force else [
        spec.name
        for spec in specs
        if note.maps.get(spec.name) == digests[spec.name] and whole >= set(_outputs(scenes[spec.name], spec))
    ]  # fmt: skip
    stale = [(scenes[spec.name], spec) for spec in specs if spec.name not in fresh]
    for scene, spec in stale:
        refuse_others((project.output / name for name in _outputs(scene, spec)), note.files)
    drawn = _drawn(project.output, stale, note.files if note.tools == tools and not force else {}, whole)
    beside = _beside(project, scenes, note.after(tools, digests, drawn), drawn)
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


def snapshot_days(spec: MapSpec, scene: Scene) -> list[pd.Timestamp]:
    """Return the days of the map's snapshots that lie in its range; the opening day by default."""
    days = [day for day in spec.snapshots if scene.first <= day <= scene.last]
    return days if spec.snapshots else [scene.opens]


def _outputs(scene: Scene, spec: MapSpec) -> dict[str, tuple[str, pd.Timestamp | None]]:
    """Return the files of a map: name -> suffix and day; a live map has no one day."""
    files: dict[str, tuple[str, pd.Timestamp | None]] = {}
    for name in spec.formats:
        if name == "html":
            files[f"{spec.name}.html"] = (".html", None)
            continue
        for day in snapshot_days(spec, scene):
            files[f"{spec.name}-{day:%Y-%m-%d}.{name}"] = (f".{name}", day)
    told = {(Path(name).stem, day) for name, (_, day) in files.items() if day is not None}
    return files | {f"{stem}{suffix}": (suffix, day) for stem, day in sorted(told) for suffix in BESIDE}


def _drawn(
    folder: Path, maps: Sequence[tuple[Scene, MapSpec]], known: Mapping[str, str], whole: AbstractSet[str]
) -> dict[Path, bytes]:
    """Draw maps in all their formats: path -> content, the formats of each map in their order.

    Of a sheet whose SVG is as ``known``, and whose files are ``whole``, nothing else is drawn again.
    """
    jobs: dict[tuple[str, pd.Timestamp | None], Job] = {}
    for scene, spec in maps:
        for suffix, day in _outputs(scene, spec).values():
            if suffix in BESIDE:
                continue
            begun = jobs.get((spec.name, day))
            jobs[spec.name, day] = Job(scene, (*(begun.suffixes if begun else ()), suffix), day)
    for (name, day), job in jobs.items():
        files = [f"{name}-{day:%Y-%m-%d}{suffix}" for suffix in job.suffixes] if day is not None else []
        if ".svg" in job.suffixes and whole >= set(files):
            jobs[name, day] = replace(job, unless=known.get(f"{name}-{day:%Y-%m-%d}.svg", ""))
    done = dict(zip(jobs, render_all(list(jobs.values())), strict=True))
    pictures = {
        folder / name: done[spec.name, day][suffix]
        for scene, spec in maps
        for name, (suffix, day) in _outputs(scene, spec).items()
        if suffix in done[spec.name, day]
    }
    for scene, spec in maps:
        days = {name: day for name, (_, day) in _outputs(scene, spec).items() if day is not None}
        pictures |= {folder / name: content for name, content in pairs_beside(scene, days).items()}
    return pictures


def _beside(
    project: Project, scenes: dict[str, Scene], note: Note, drawn: dict[Path, bytes]
) -> dict[Path, bytes]:
    """Return the gallery and the note of what each map was made from: path -> content."""
    there = {path.name for path in drawn}
    if project.output.is_dir():
        there |= {path.name for path in project.output.iterdir()}
    named = {name for spec in project.maps for name in _outputs(scenes[spec.name], spec)}
    gallery = _gallery(project, scenes, there)
    return {
        project.output / "index.html": gallery,
        project.output / MANIFEST: note.written(set(scenes), named),
    }


def _holds(path: Path, content: bytes) -> bool:
    """Return whether a file has this content already."""
    return path.is_file() and path.read_bytes() == content


def _gallery(project: Project, scenes: dict[str, Scene], there: set[str]) -> bytes:
    """Return the gallery of the maps whose files are ``there``."""
    lang, _ = languages_of(project.lang)
    words = Words(lang, next(iter(scenes.values())).actors) if scenes else None
    return gallery_page(
        said(project.title, lang),
        [_card(scenes[spec.name], spec, there, lang) for spec in project.maps],
        note=words.text("about.disclaimer") if words else "",
        lang=lang,
        direction="rtl" if words and words.is_rtl else "ltr",
    )


def _card(scene: Scene, spec: MapSpec, there: set[str], lang: str) -> Card:
    """Return the gallery's card of one map, with links to those of its files that are ``there``."""
    words, title = Words(lang, scene.actors), said(scene.titles or scene.title, lang)
    files = {name: made for name, made in _outputs(scene, spec).items() if name in there}
    pictures = {name: day for name, (suffix, day) in files.items() if suffix in (".png", ".svg")}
    picture = next((name for name, day in pictures.items() if day == scene.opens), next(iter(pictures), ""))
    shown = pictures.get(picture)
    rows: dict[str, list[tuple[str, str]]] = {}
    for name, (suffix, day) in files.items():
        what = words.text("gallery.live") if day is None else words.day(day)
        rows.setdefault(what, []).append((suffix[1:].upper(), name))
    days = f"{words.day(scene.first)} – {words.day(scene.last)}"
    return Card(
        title=title,
        range_text=f"{days}. {words.text('data_to', date=words.day(scene.data_to))}",
        live=f"{spec.name}.html" if f"{spec.name}.html" in files else "",
        picture=picture,
        alt=title if shown is None else f"{scene.title_on(shown, lang)}, {words.day(shown)}",
        files=tuple((what, tuple(row)) for what, row in rows.items()),
    )


def _tools() -> str:
    """Return one fingerprint of what draws: geomap's own code, and the versions of what it draws with."""
    versions = "".join(f"{name}={_version(name)};" for name in DRAWN_WITH)
    return hashlib.sha256(versions.encode() + _own_code()).hexdigest()


def _digest(scene: Scene, spec: MapSpec, tools: str) -> str:
    """Return one fingerprint of everything that a map's files depend on."""
    digest = hashlib.sha256(tools.encode())
    digest.update(repr(replace(spec, line=0)).encode())
    digest.update(repr([layer.kind for layer in scene.context]).encode())
    for frame in (
        scene.records,
        scene.actors,
        scene.figures,
        scene.tree,
        scene.places,
        *(c.frame for c in scene.context),
    ):
        digest.update(_frame_bytes(pd.DataFrame(frame)))
    digest.update(scene.locator.digest().encode() if scene.locator else b"")
    digest.update(f"{scene.first};{scene.last};{scene.opens};{scene.data_to};{scene.known_on}".encode())
    return digest.hexdigest()


def _frame_bytes(frame: pd.DataFrame) -> bytes:
    """Return a frame as text, in its own order; geometry as WKB. Where it was read from says nothing."""
    kept = frame.drop(columns=[name for name in (s.FILE, s.LINE) if name in frame])
    shapes = [name for name in kept if isinstance(kept[name].dtype, GeometryDtype)]
    texts = {name: shapely.to_wkb(kept[name].to_numpy(), hex=True) for name in shapes}
    return kept.assign(**texts).to_csv().encode()


def _own_code() -> bytes:
    """Return a fingerprint of geomap's own files, so that a new release draws anew."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".js", ".css", ".json", ".html"):
            digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.digest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _read_note(folder: Path) -> Note:
    """Return what the last build noted; nothing where the note is missing, unreadable or of another version."""
    try:
        said = json.loads((folder / MANIFEST).read_text("utf-8"))
        if said["version"] != NOTE_VERSION:
            return Note()
        return Note(str(said["tools"]), dict(said["maps"]), dict(said["files"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Note()


def _contents(folder: Path) -> dict[str, str]:
    """Return the fingerprint of every file in a folder: name -> SHA-256."""
    files = [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def tally(data: Data, scenes: Sequence[Scene]) -> Tally:
    """Return what the records came to over all maps.

    A record decides if a place drawn on some map rests on it on some day in that map's range, or
    it opens or confirms a condition there; claims are of low confidence. Bare places have no
    holding record of their own.
    """
    deciding: set[str] = set()
    drawn: set[str] = set()
    for scene in scenes:
        drawn |= set(scene.records.index[scene.records[s.PLACE_ID].isin(scene.places.index)])
        for frame in (scene.spells, scene.conditions):
            within = (frame[s.VALID_FROM] <= scene.last) & (
                frame[s.VALID_TO].isna() | (frame[s.VALID_TO] > scene.first)
            )
            deciding |= {record for ids in frame.loc[within, s.RECORD_IDS] for record in ids}
    claims = data.records.index[data.records[s.CONFIDENCE] == "low"]
    held = set(data.records.loc[data.records[s.STATUS].isin(s.HOLDING), s.PLACE_ID])
    bare = sorted(set(data.places.index) - held)
    used = drawn | deciding
    return Tally(
        len(data.records), len(deciding), len(claims), len(set(data.records.index) - used), tuple(bare)
    )
