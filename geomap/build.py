"""Build the maps of a project that are out of date, and say what they rest on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pandas as pd

from geomap import schema as s
from geomap.errors import UsageError
from geomap.files import write_all
from geomap.folding import nearest_of
from geomap.project import Data, MapSpec, Project, outlined, read_data, to_scene
from geomap.render import render
from geomap.render.gallery import Card, gallery_page
from geomap.scene import Scene
from geomap.words import Words

#: Where a build notes what each map was made from, beside the maps.
MANIFEST = ".geomap.json"
#: Packages whose version changes what is drawn.
DRAWN_WITH = ("geomap", "folium", "branca", "django-js-lib-leaflet", "matplotlib", "shapely", "pyproj", "pandas")


@dataclass(frozen=True)
class Tally:
    """What the records came to: how many were read, decide, only claim, are not drawn; bare places."""

    read: int
    deciding: int
    claims: int
    not_drawn: int
    bare: tuple[str, ...]


@dataclass(frozen=True)
class Built:
    """What a build did: the files written, the maps that were up to date, and the tally."""

    written: tuple[Path, ...]
    fresh: tuple[str, ...]
    tally: Tally


def build(project: Project, names: Sequence[str] = (), *, force: bool = False) -> Built:
    """Write every map of ``project`` that is out of date; with ``names``, only these.

    A map is out of date when a file of it is missing, or when its records, places, figures,
    context, configuration or the versions it is drawn with have changed. All data are read and
    checked before anything is drawn, and each map's files are replaced together: on an error the
    last good maps stand. Raises ``DataError`` with all problems, ``UsageError`` for a name that
    is no map.
    """
    specs = _chosen(project, names)
    data = outlined(read_data(project))
    done = _read_manifest(project.output)
    written: list[Path] = []
    fresh: list[str] = []
    scenes = {spec.name: to_scene(data, spec) for spec in project.maps}
    for spec in specs:
        scene = scenes[spec.name]
        digest = _digest(scene, spec)
        files = [project.output / name for name in _outputs(spec)]
        if not force and done.get(spec.name) == digest and all(file.exists() for file in files):
            fresh.append(spec.name)
            continue
        written += _write(project.output, scene, spec)
        done[spec.name] = digest
    if written or not (project.output / "index.html").exists():
        written.append(_finish(project, scenes, done))
    return Built(tuple(written), tuple(fresh), tally(data, list(scenes.values())))


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


def _outputs(spec: MapSpec) -> list[str]:
    """Return the names of the files that a map is certain to have."""
    return [f"{spec.name}.html"] if "html" in spec.formats else []


def _write(folder: Path, scene: Scene, spec: MapSpec) -> list[Path]:
    """Draw one map in all its formats, and only then replace its files."""
    contents: dict[str | Path, bytes] = {}
    for suffix in (f".{name}" for name in spec.formats):
        if suffix == ".html":
            contents[folder / f"{spec.name}.html"] = render(scene, suffix)
            continue
        for day in snapshot_days(spec, scene):
            contents[folder / f"{spec.name}-{day:%Y-%m-%d}{suffix}"] = render(scene, suffix, on=day)
    write_all(contents)
    return [Path(path) for path in contents]


def _finish(project: Project, scenes: dict[str, Scene], done: dict[str, str]) -> Path:
    """Write the gallery and the note of what each map was made from."""
    words = Words(project.lang, next(iter(scenes.values())).actors) if scenes else None
    cards = [_card(project.output, scenes[spec.name], spec) for spec in project.maps]
    page = gallery_page(
        project.title,
        cards,
        note=words.text("disclaimer") if words else "",
        lang=project.lang,
        direction="rtl" if words and words.is_rtl else "ltr",
    )
    known = {name: digest for name, digest in sorted(done.items()) if name in scenes}
    manifest = json.dumps({"version": 1, "maps": known}, indent=1) + "\n"
    index = project.output / "index.html"
    write_all({index: page, project.output / MANIFEST: manifest.encode()})
    return index


def _card(folder: Path, scene: Scene, spec: MapSpec) -> Card:
    """Return the gallery's card of one map."""
    words = Words(scene.lang, scene.actors)
    days = snapshot_days(spec, scene)
    pictures = [name for name in spec.formats if name in ("png", "svg")]
    shown = next((day for day in days if day == scene.opens), days[0] if days else None)
    picture = f"{spec.name}-{shown:%Y-%m-%d}.{pictures[0]}" if pictures and shown is not None else ""
    links = [(name.upper(), f"{spec.name}.html") for name in spec.formats if name == "html"]
    for name in (name for name in spec.formats if name != "html"):
        links += [(f"{name.upper()} {day:%Y-%m-%d}", f"{spec.name}-{day:%Y-%m-%d}.{name}") for day in days]
    links = [(text, file) for text, file in links if (folder / file).exists()]
    return Card(
        title=scene.title,
        range_text=f"{words.day(scene.first)} – {words.day(scene.last)}. {words.text('data_to', date=words.day(scene.data_to))}",
        live=f"{spec.name}.html" if (folder / f"{spec.name}.html").exists() else "",
        picture=picture if (folder / picture).is_file() else "",
        alt=f"{scene.title}, {words.day(shown)}" if shown is not None else scene.title,
        links=tuple(links),
    )


def _digest(scene: Scene, spec: MapSpec) -> str:
    """Return one fingerprint of everything that a map's files depend on."""
    digest = hashlib.sha256()
    for name in DRAWN_WITH:
        digest.update(f"{name}={_version(name)};".encode())
    digest.update(_own_code())
    digest.update(repr(spec).encode())
    for frame in (scene.records, scene.actors, scene.figures, scene.tree, scene.places, *(c.frame for c in scene.context)):
        digest.update(_frame_bytes(pd.DataFrame(frame)))
    digest.update(f"{scene.first};{scene.last};{scene.opens};{scene.data_to};{scene.known_on}".encode())
    return digest.hexdigest()


def _frame_bytes(frame: pd.DataFrame) -> bytes:
    """Return a frame as text, in its own order; geometry as WKB."""
    columns = {}
    for name in frame.columns:
        column = frame[name]
        is_geometry = hasattr(column, "to_wkb") or column.map(lambda value: hasattr(value, "wkb")).any()
        columns[name] = column.map(lambda value: value.wkb.hex()) if is_geometry else column
    drop = [name for name in (s.FILE, s.LINE) if name in columns]
    return pd.DataFrame(columns, index=frame.index).drop(columns=drop).to_csv().encode()


def _own_code() -> bytes:
    """Return a fingerprint of geomap's own files, so that a new release draws anew."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".js", ".css", ".json"):
            digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.digest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _read_manifest(folder: Path) -> dict[str, str]:
    """Return the digests that the last build noted; none where the note is missing or unreadable."""
    try:
        return dict(json.loads((folder / MANIFEST).read_text("utf-8"))["maps"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


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
            within = (frame[s.VALID_FROM] <= scene.last) & (frame[s.VALID_TO].isna() | (frame[s.VALID_TO] > scene.first))
            deciding |= {record for ids in frame.loc[within, s.RECORD_IDS] for record in ids}
    claims = data.records.index[data.records[s.CONFIDENCE] == "low"]
    held = set(data.records.loc[data.records[s.STATUS].isin(s.HOLDING), s.PLACE_ID])
    bare = sorted(set(data.places.index) - held)
    used = drawn | deciding
    return Tally(len(data.records), len(deciding), len(claims), len(set(data.records.index) - used), tuple(bare))


