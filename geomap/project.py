"""``geomap.toml``: which maps to make, from which files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from geomap.actors import collect_actors
from geomap.boundaries import collect_places, read_context
from geomap.dates import parse_day
from geomap.errors import BadValue, DataError, GeomapError, Problem, Problems
from geomap.figures import collect_figures, no_figures
from geomap.folding import nearest_of
from geomap.partition import with_outlines
from geomap.records import collect_records
from geomap.scene import ContextLayer, Scene, compose, newest_day
from geomap.words import LANGUAGES

CONFIG = "geomap.toml"
FORMATS = ("html", "png", "svg", "pdf")
ACTORS_FILE = "actors.csv"
FIGURES_FILE = "figures.csv"


@dataclass(frozen=True)
class MapSpec:
    """One ``[[map]]`` of the configuration; what is ``None`` takes the default of ``compose``."""

    name: str
    places: tuple[str, ...]
    title: str = ""
    first: pd.Timestamp | None = None
    last: pd.Timestamp | None = None
    opens: pd.Timestamp | None = None
    known_on: pd.Timestamp | None = None
    snapshots: tuple[pd.Timestamp, ...] = ()
    formats: tuple[str, ...] = ("html",)
    stale_after: int = 180
    lang: str = "en"
    notes: tuple[str, ...] = ()
    line: int = 1


@dataclass(frozen=True)
class Project:
    """Where the files are and which maps are made of them; paths are absolute."""

    root: Path
    config: str = CONFIG
    title: str = "Control maps"
    boundaries: tuple[Path, ...] = ()
    control: tuple[Path, ...] = ()
    output: Path = Path("maps")
    context: tuple[Path, ...] = ()
    lang: str = "en"
    maps: tuple[MapSpec, ...] = ()

    def actors_file(self) -> Path:
        """Return the table of parties: ``actors.csv`` beside the records."""
        return self._beside_records(ACTORS_FILE)

    def figures_file(self) -> Path | None:
        """Return the table of published figures, if there is one."""
        path = self._beside_records(FIGURES_FILE)
        return path if path.exists() else None

    def _beside_records(self, name: str) -> Path:
        folders = [path if path.is_dir() else path.parent for path in self.control]
        found = [folder / name for folder in folders if (folder / name).exists()]
        return found[0] if found else folders[0] / name


@dataclass(frozen=True)
class Data:
    """The checked frames of a project."""

    places: gpd.GeoDataFrame
    actors: pd.DataFrame
    records: pd.DataFrame
    figures: pd.DataFrame
    context: tuple[ContextLayer, ...] = field(default=())


def find_project(start: str | Path = ".") -> Project:
    """Return the project of ``geomap.toml`` in ``start`` or a folder above it.

    Without one, the files are looked for where a project keeps them: ``data/boundaries`` and
    ``data/control`` below ``start``. Raises ``GeomapError`` where there is neither.
    """
    folder = Path(start).resolve()
    for root in (folder, *folder.parents):
        if (root / CONFIG).is_file():
            return read_project(root / CONFIG)
    if (folder / "data" / "boundaries").is_dir() and (folder / "data" / "control").is_dir():
        return _default_project(folder)
    msg = (
        f"{folder} has no {CONFIG}, nor the folders data/boundaries and data/control. "
        "Run geomap where your project is."
    )
    raise GeomapError(msg)


def _default_project(root: Path) -> Project:
    context = root / "data" / "boundaries" / "context"
    return Project(
        root=root,
        boundaries=(root / "data" / "boundaries",),
        control=(root / "data" / "control",),
        output=root / "maps",
        context=(context,) if context.is_dir() else (),
    )


def read_project(path: str | Path) -> Project:
    """Return the project that a ``geomap.toml`` describes.

    Raises ``DataError`` with every unknown key (and the nearest right one), missing key and value
    of the wrong kind at once.
    """
    path = Path(path)
    text = path.read_text("utf-8-sig")
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise DataError([Problem(str(path), int(line[1]) if line else 1, f"is not TOML: {error}")]) from error
    reader = _Reader(path, text.splitlines())
    project = reader.project(content)
    reader.problems.raise_if_any()
    return project


class _Reader:
    """Read one configuration, noting every problem with its line."""

    def __init__(self, path: Path, lines: list[str]) -> None:
        self.path, self.lines = path, lines
        self.problems = Problems()

    def project(self, content: dict[str, Any]) -> Project:
        """Return the project; what is wrong is in ``problems``."""
        self.known_keys(content, ("project", "map"), 1)
        head = self.table(content.get("project", {}), "project")
        self.known_keys(head, ("title", "boundaries", "control", "output", "context", "lang"), 1)
        root = self.path.resolve().parent
        default = _default_project(root)
        lang = self.value(head, "lang", _language, "en", 1)
        maps = [self.map(table, lang, at) for table, at in zip(self.tables(content), self.map_lines(), strict=False)]
        self.unique_names([spec for spec in maps if spec])
        return Project(
            root=root,
            config=str(self.path),
            title=self.value(head, "title", _text, default.title, 1),
            boundaries=self.value(head, "boundaries", _paths(root), default.boundaries, 1),
            control=self.value(head, "control", _paths(root), default.control, 1),
            output=self.value(head, "output", _paths(root), (default.output,), 1)[0],
            context=self.value(head, "context", _paths(root), default.context, 1),
            lang=lang,
            maps=tuple(spec for spec in maps if spec),
        )

    def map(self, table: dict[str, Any], lang: str, at: int) -> MapSpec | None:
        """Return one map, or ``None`` where it cannot be read at all."""
        readers = _MAP_READERS
        self.known_keys(table, tuple(readers), at)
        missing = [key for key in ("name", "places") if not table.get(key)]
        for key in missing:
            self.problems.add(Problem(str(self.path), at, f"[[map]] has no {key}", hint=f"Add {key} = ...."))
        given = {key: self.value(table, key, read, None, at) for key, read in readers.items() if key in table}
        given = {key: value for key, value in given.items() if value is not None}
        return None if missing or not {"name", "places"} <= set(given) else MapSpec(**{"lang": lang, **given, "line": at})

    def value(self, table: dict[str, Any], key: str, read: Callable[[Any], Any], default: Any, at: int) -> Any:
        """Return ``table[key]`` as ``read`` has it, ``default`` where it is missing or wrong."""
        if key not in table:
            return default
        try:
            return read(table[key])
        except BadValue as error:
            line = self.line_of(key, at)
            self.problems.add(Problem(str(self.path), line, error.what, key, table[key], error.hint))
            return default

    def known_keys(self, table: dict[str, Any], known: tuple[str, ...], at: int) -> None:
        """Note every key that is not ``known``, with the nearest that is."""
        for key in table:
            if key not in known:
                near = nearest_of(key, known, 1)
                hint = (f"Did you mean {near[0]}? " if near else "") + f"Known keys: {', '.join(known)}."
                self.problems.add(Problem(str(self.path), self.line_of(key, at), "is not a known key", key, None, hint))

    def table(self, value: object, name: str) -> dict[str, Any]:
        """Return ``value`` if it is a table, else an empty one and a problem."""
        if isinstance(value, dict):
            return value
        self.problems.add(Problem(str(self.path), 1, f"{name} is not a table", hint=f"Write [{name}]."))
        return {}

    def tables(self, content: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the ``[[map]]`` tables."""
        maps = content.get("map", [])
        if isinstance(maps, list) and all(isinstance(table, dict) for table in maps):
            return maps
        self.problems.add(Problem(str(self.path), 1, "map is not a list of tables", hint="Write [[map]]."))
        return []

    def map_lines(self) -> list[int]:
        """Return the line of every ``[[map]]``."""
        return [at for at, line in enumerate(self.lines, 1) if re.match(r"\s*\[\[\s*map\s*\]\]", line)] or [1] * 1000

    def line_of(self, key: str, start: int) -> int:
        """Return the line on which ``key`` is set, at or after ``start``."""
        pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=|\s*\[+\s*{re.escape(key)}\b")
        return next((at for at in range(start, len(self.lines) + 1) if pattern.match(self.lines[at - 1])), start)

    def unique_names(self, maps: list[MapSpec]) -> None:
        """Note every name that two maps share: they would write the same file."""
        seen: set[str] = set()
        for spec in maps:
            if spec.name in seen:
                hint = "Give each map a name of its own."
                problem = Problem(str(self.path), spec.line, "is the name of two maps", "name", spec.name, hint)
                self.problems.add(problem)
            seen.add(spec.name)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise BadValue("is not a text", "Write it in quotes.")
    return value


def _slug(value: object) -> str:
    text = _text(value)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", text) or text == "index":
        raise BadValue("cannot be the name of a file", "Use letters, digits, hyphens and underscores; not index.")
    return text


def _texts(value: object) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise BadValue("is not a list of texts", 'Write it as ["one", "another"].')
    return tuple(items)


def _paths(root: Path) -> Callable[[object], tuple[Path, ...]]:
    return lambda value: tuple(root / text for text in _texts(value))


def _day(value: object) -> pd.Timestamp | None:
    if value == "last":
        return None
    if isinstance(value, date):
        return pd.Timestamp(value).tz_localize(None).normalize()
    return pd.Timestamp(parse_day(_text(value)))


def _day_list(value: object) -> tuple[pd.Timestamp, ...]:
    if not isinstance(value, list):
        raise BadValue("is not a list of days", "Write it as [2018-03-12, 2018-03-22].")
    return tuple(day for item in value if (day := _day(item)) is not None)


def _formats(value: object) -> tuple[str, ...]:
    formats = _texts(value)
    wrong = [name for name in formats if name not in FORMATS]
    if wrong:
        raise BadValue(f"has {wrong[0]!r}, which is no format", f"Use {', '.join(FORMATS)}.")
    return tuple(dict.fromkeys(formats))


def _days_count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadValue("is not a number of days", "Write 180, or 0 to turn it off.")
    return value


def _language(value: object) -> str:
    text = _text(value)
    if text not in LANGUAGES:
        raise BadValue("is not a language geomap speaks", f"Use {', '.join(LANGUAGES)}.")
    return text


_MAP_READERS: dict[str, Callable[[Any], Any]] = {
    "name": _slug,
    "title": _text,
    "places": _texts,
    "first": _day,
    "last": _day,
    "opens": _day,
    "known_on": _day,
    "snapshots": _day_list,
    "formats": _formats,
    "stale_after": _days_count,
    "lang": _language,
    "notes": _texts,
}


def read_data(project: Project) -> Data:
    """Return the checked frames of a project.

    Raises ``DataError`` with every problem of every file at once: what cannot be read is left
    out of the frames that are checked against it, and reported once.
    """
    problems = Problems()
    data = collect_data(project, problems)
    problems.raise_if_any()
    return data


def collect_data(project: Project, problems: Problems) -> Data:
    """Return what can be read of a project; put what is wrong into ``problems``."""
    places = collect_places(project.boundaries, problems)
    actors = collect_actors(project.actors_file(), problems)
    records = collect_records(project.control, places, actors, problems)
    figures_file = project.figures_file()
    figures = collect_figures(figures_file, places, actors, problems) if figures_file else no_figures()
    try:
        layers = read_context(project.context)
    except DataError as error:
        problems.errors += error.problems
        layers = {}
    return Data(places, actors, records, figures, tuple(ContextLayer(*layer) for layer in sorted(layers.items())))


def outlined(data: Data) -> Data:
    """Return the data with the outlines clipped and measured once, for all maps."""
    return replace(data, places=with_outlines(data.places))


def to_scene(data: Data, spec: MapSpec) -> Scene:
    """Return the scene of one map of the configuration. Raises ``GeomapError``."""
    return compose(
        data.places,
        data.records,
        data.actors,
        show=spec.places,
        title=spec.title,
        first=spec.first,
        last=newest_day(data.records) if spec.last is None else spec.last,
        opens=spec.opens,
        known_on=spec.known_on,
        figures=data.figures,
        context=data.context,
        name=spec.name,
        lang=spec.lang,
        stale_after=spec.stale_after,
        notes=spec.notes,
    )
