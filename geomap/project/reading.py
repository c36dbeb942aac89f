"""Read a ``geomap.toml``: every unknown key, missing key and wrong value told with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from geomap.errors import BadValue, DataError, GeomapError, Problem, Problems
from geomap.files import read_text
from geomap.folding import nearest_of
from geomap.paper import Paper
from geomap.project.describing import CONFIG, MapSpec, Project
from geomap.project.furnishing import map_readers, to_logo, to_projection
from geomap.project.sizing import PAPER_READERS, papers_of
from geomap.project.values import (
    to_address,
    to_languages,
    to_palette,
    to_path,
    to_paths,
    to_said,
    to_some_paths,
)

#: The keys of ``[project]``.
PROJECT_KEYS = (
    "title", "boundaries", "control", "output", "context", "lang", "base_url", "palette",
    "assessor", "logo", "projection",
)  # fmt: skip


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
    problems = Problems()
    text = read_text(path, problems)
    if text is None:
        raise DataError(problems.errors)
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
        self.known_keys(head, PROJECT_KEYS, 1)
        root = self.path.resolve().parent
        default = _default_project(root)
        shared = self.shared(head, root)
        lines = self.map_lines()
        maps = [
            self.map(table, shared, lines[number] if number < len(lines) else 1)
            for number, table in enumerate(self.tables(content))
        ]
        self.unique_names([spec for spec in maps if spec])
        return Project(
            root=root,
            config=str(self.path),
            title=self.value(head, "title", to_said, default.title, 1),
            boundaries=self.value(head, "boundaries", to_some_paths(root), default.boundaries, 1),
            control=self.value(head, "control", to_some_paths(root), default.control, 1),
            output=self.value(head, "output", to_path(root), default.output, 1),
            context=self.value(head, "context", to_paths(root), default.context, 1),
            lang=shared["lang"],
            base_url=self.value(head, "base_url", to_address, "", 1),
            palette=shared["palette"],
            maps=tuple(spec for spec in maps if spec),
        )

    def shared(self, head: dict[str, Any], root: Path) -> dict[str, Any]:
        """Return what the project says for all maps that do not say it themselves."""
        return {
            "lang": self.value(head, "lang", to_languages, "en", 1),
            "palette": self.value(head, "palette", to_palette, "own", 1),
            "assessor": self.value(head, "assessor", to_said, "", 1),
            "logo": self.value(head, "logo", to_logo(root), None, 1),
            "projection": self.value(head, "projection", to_projection, "", 1),
        }

    def map(self, table: dict[str, Any], default: dict[str, Any], at: int) -> MapSpec | None:
        """Return one map, with what it takes from the project; ``None`` where it cannot be read at all."""
        readers = map_readers(self.path.resolve().parent)
        self.known_keys(table, tuple(readers), at)
        missing = [key for key in ("name", "places") if not table.get(key)]
        for key in missing:
            self.problems.add(Problem(str(self.path), at, f"[[map]] has no {key}", hint=f"Add {key} = ...."))
        given = {key: self.value(table, key, read, None, at) for key, read in readers.items() if key in table}
        given = {key: value for key, value in given.items() if value is not None or key == "logo"}
        titles = given.pop("snapshots", {})
        given["snapshots"] = tuple(titles)
        given["day_titles"] = {day: title for day, title in titles.items() if title}
        given["papers"] = self.papers(given, at)
        return (
            None
            if missing or not {"name", "places"} <= set(given)
            else MapSpec(**{**default, **given, "line": at})
        )

    def papers(self, given: dict[str, Any], at: int) -> dict[str, Paper]:
        """Take what the sheets of a map are drawn on out of its values, and return them by the name of their size."""
        asked = {key: given.pop(key) for key in PAPER_READERS if key in given}
        try:
            return papers_of(asked)
        except BadValue as error:
            line = self.line_of("sizes", at)
            problem = Problem(
                str(self.path), line, error.what, "sizes", list(asked.get("sizes", ())), error.hint
            )
            self.problems.add(problem)
            return {}

    def value(
        self, table: dict[str, Any], key: str, read: Callable[[Any], Any], default: Any, at: int
    ) -> Any:
        """Return ``table[key]`` as ``read`` has it, ``default`` where it is missing or wrong."""
        if key not in table:
            return default
        try:
            return read(table[key])
        except BadValue as error:
            line = self.line_of(key, at)
            given = table[key]
            # A key of a provider of tiles is nobody else's: it stands in no message.
            shown = given.get("name", "") if key == "tiles" and isinstance(given, dict) else given
            self.problems.add(Problem(str(self.path), line, error.what, key, shown, error.hint))
            return default

    def known_keys(self, table: dict[str, Any], known: tuple[str, ...], at: int) -> None:
        """Note every key that is not ``known``, with the nearest that is."""
        for key in table:
            if key not in known:
                near = nearest_of(key, known, 1)
                hint = (f"Did you mean {near[0]}? " if near else "") + f"Known keys: {', '.join(known)}."
                self.problems.add(
                    Problem(str(self.path), self.line_of(key, at), "is not a known key", key, None, hint)
                )

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
        head = re.compile(r"\s*\[\[\s*[\"']?map[\"']?\s*\]\]")
        return [at for at, line in enumerate(self.lines, 1) if head.match(line)]

    def line_of(self, key: str, start: int) -> int:
        """Return the line on which ``key`` is set, at or after ``start``."""
        pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=|\s*\[+\s*{re.escape(key)}\b")
        return next(
            (at for at in range(start, len(self.lines) + 1) if pattern.match(self.lines[at - 1])), start
        )

    def unique_names(self, maps: list[MapSpec]) -> None:
        """Note every name that two maps share: they would write the same file."""
        seen: set[str] = set()
        for spec in maps:
            if spec.name.casefold() in seen:
                hint = "Give each map a name of its own."
                problem = Problem(
                    str(self.path), spec.line, "is the name of two maps", "name", spec.name, hint
                )
                self.problems.add(problem)
            seen.add(spec.name.casefold())
