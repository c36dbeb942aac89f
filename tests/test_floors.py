"""The structure of the code: a line imports only lines below it, and functions stay short."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

import geomap
from geomap import schema

PACKAGE = Path(geomap.__file__).parent
TABLE = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))
FLOOR = {module: number for number, modules in enumerate(TABLE["floors"]) for module in modules}
EXCEPTIONS = {(row["from"], row["to"]) for row in TABLE.get("exception", [])}
FILES = sorted(PACKAGE.rglob("*.py"))

HEAVY = (
    "pandas",
    "numpy",
    "geopandas",
    "shapely",
    "pyproj",
    "pyogrio",
    "matplotlib",
    "folium",
    "branca",
    "jinja2",
    "anyascii",
)
MOST_LINES, LONG_LINES, FEW, MOST_PARAMETERS, MOST_MODULE = 60, 40, 0.03, 8, 350

#: Functions that are longer or wider than the rest, each with its reason.
LONG = {
    "compose": "the one call that joins everything, whose parameters are those of geomap.toml",
}


@cache
def text_of(path: Path) -> str:
    return path.read_text("utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path))


def dotted(path: Path) -> str:
    """Return the name of a file's module below the package: ``render.static.sheet``."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def listed(name: str) -> str | None:
    """Return the module of the table that ``name`` belongs to, the longest that fits."""
    fitting = [module for module in FLOOR if name == module or name.startswith(f"{module}.")]
    if name.startswith("render.") and fitting == ["render"]:
        return None  # every renderer is listed by itself
    return max(fitting, key=len, default=None)


@cache
def imported(path: Path) -> tuple[tuple[str, int], ...]:
    """Return the full name of everything a file imports for use, with the line; types alone do not count."""
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[tuple[str, int]]:
    types_only = {
        id(inner)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in chain.from_iterable(map(ast.walk, node.body))
    }
    for node in ast.walk(tree_of(path)):
        if id(node) in types_only:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.Call) and "import_module" in ast.unparse(node.func):
            named = node.args[0] if node.args else None
            if isinstance(named, ast.Constant):
                yield named.value, node.lineno


def test_every_module_has_a_floor():
    modules = {dotted(path) for path in FILES} - {""}
    assert {name for name in modules if listed(name) is None} == set()
    assert set(FLOOR) - modules == set()


@pytest.mark.parametrize("path", FILES, ids=dotted)
def test_a_line_imports_only_lines_below_it(path):
    here = listed(dotted(path))
    if here is None:
        assert dotted(path) == ""
        outside = [name for name, _ in imported(path) if name.startswith("geomap")]
        assert outside == []  # the package itself imports a module when its name is asked for
        return
    wrong = []
    for name, line in imported(path):
        there = listed(name.removeprefix("geomap.")) if name.startswith("geomap.") else None
        if there in (None, here) or (here, there) in EXCEPTIONS:
            continue
        if FLOOR[there] <= FLOOR[here]:
            wrong.append(f"{path.relative_to(PACKAGE)}:{line} imports {name}")
    assert wrong == []


def test_every_exception_is_needed_and_says_why():
    used = {
        (listed(dotted(path)), listed(name.removeprefix("geomap.")))
        for path in FILES
        for name, _ in imported(path)
        if name.startswith("geomap.")
    }
    assert used >= EXCEPTIONS
    assert all(row["reason"] for row in TABLE["exception"])


@pytest.mark.parametrize(("package", "allowed"), TABLE["alone"].items())
def test_a_package_is_known_to_few(package, allowed):
    users = {dotted(path) for path in FILES for name, _ in imported(path) if name.split(".")[0] == package}
    text = {
        dotted(path)
        for path in FILES
        if re.search(rf"import_module\(\s*[\"']{package}|[\"']{package}[\"']", text_of(path))
    }
    users |= text - {"build.digesting"}  # it names packages to note their versions
    assert users, f"nothing imports {package}: take it out of floors.toml"
    assert {listed(name) for name in users} <= set(allowed)


def test_nothing_imports_the_command_line():
    users = {
        dotted(path)
        for path in FILES
        for name, _ in imported(path)
        if name.removeprefix("geomap.").split(".")[0] == "cli" and name.startswith("geomap.")
    }
    assert {name.split(".")[0] for name in users} <= {"cli", "__main__"}


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["who", "--help"], ["build", "--help"], ["shares", "--help"]]
)
def test_help_imports_nothing_heavy(arguments):
    code = (
        "import sys\n"
        f"sys.argv = ['geomap', *{arguments!r}]\n"
        "from geomap.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        f"print('HEAVY', [name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "HEAVY []"
    assert "geomap" in done.stdout


def test_importing_geomap_imports_nothing_heavy_and_every_public_name_is_there():
    code = f"import sys, geomap; assert not [n for n in {HEAVY!r} if n in sys.modules]; print(*dir(geomap))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    public = {
        "read_places", "read_actors", "read_records", "read_figures", "to_spells", "to_conditions", "as_of",
        "verdicts", "compose", "shares", "changes", "write", "Scene", "GeomapError",
    }  # fmt: skip
    assert public <= set(done.stdout.split())
    assert all(getattr(geomap, name) is not None for name in public)


def functions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for path in FILES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield path, node


def n_lines(node: ast.FunctionDef) -> int:
    return node.end_lineno - node.lineno + 1


def n_parameters(node: ast.FunctionDef) -> int:
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return len([argument for argument in given if argument.arg not in ("self", "cls")])


def test_functions_are_short():
    lengths = sorted(n_lines(node) for _, node in functions())
    too_long = [
        f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name} has {n_lines(node)} lines"
        for path, node in functions()
        if n_lines(node) > MOST_LINES and node.name not in LONG
    ]
    assert too_long == []
    assert lengths[len(lengths) // 2] <= 12
    assert sum(length > LONG_LINES for length in lengths) <= FEW * len(lengths)


def test_functions_have_few_parameters():
    wide = [
        f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name} has {n_parameters(node)}"
        for path, node in functions()
        if n_parameters(node) > MOST_PARAMETERS and node.name not in LONG
    ]
    assert wide == []
    assert set(LONG) <= {node.name for _, node in functions()}


def test_modules_are_of_a_size_to_read():
    long = {dotted(path): len(text_of(path).splitlines()) for path in FILES}
    assert {name: n for name, n in long.items() if n > MOST_MODULE} == {}


def test_no_module_is_a_drawer_for_everything():
    words = {part for path in FILES for part in dotted(path).split(".")}
    assert words & {"utils", "util", "helpers", "helper", "common", "misc", "tools"} == set()


def test_every_public_function_says_what_it_returns():
    silent = [
        f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name}"
        for path in FILES
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert silent == []


# --- column names ------------------------------------------------------------------

#: Names that are columns and also ordinary words of code: they say nothing about where a column is spelled.
ORDINARY = {
    "name", "place", "line", "file", "id", "on", "first", "last", "order", "short", "color", "url", "value",
    "source", "level", "note", "claim", "scope", "op", "measure", "status", "via", "rank", "geometry", "parties",
    "since", "control", "shared", "unknown", "actor", "pattern", "condition", "km2",
}  # fmt: skip

#: Where the texts of a contract with the world outside are written out on purpose.
WRITTEN_OUT = {"schema", "cli.asking", "cli.measuring", "telling.sidecar"}


@cache
def schema_names() -> set[str]:
    columns = (
        *schema.PLACE_COLUMNS, *schema.ACTOR_COLUMNS, *schema.RECORD_COLUMNS, *schema.SPELL_COLUMNS,
        *schema.CONDITION_COLUMNS, *schema.FIGURE_COLUMNS, schema.FIRST, schema.LAST, schema.REPORTED_GIVEN, schema.ON_TEXT,
    )  # fmt: skip
    return set(columns) - ORDINARY


@pytest.mark.parametrize("path", [path for path in FILES if dotted(path) not in WRITTEN_OUT], ids=dotted)
def test_column_names_are_spelled_in_the_schema_alone(path):
    spelled = [
        f"{path.relative_to(PACKAGE)}:{node.lineno} {node.value!r}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in schema_names()
    ]
    assert spelled == []


def test_modules_import_by_themselves():
    for info in pkgutil.walk_packages(geomap.__path__, "geomap."):
        if not info.name.endswith("__main__"):
            importlib.import_module(info.name)
