"""What several tests share: the shipped project built once, small projects of squares, the command line."""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from projects import ROOT, Shipped, Squares, copy_shipped

if TYPE_CHECKING:
    from geomap.build import Built

#: Modules that draw, build or search for long: the fast loop leaves them out.
SLOW = (
    "test_build", "test_check", "test_cli", "test_deterministic", "test_docs", "test_html",
    "test_malformed_csv", "test_report", "test_report_files", "test_rules_against_oracle", "test_static",
)  # fmt: skip


#: Modules that take longest, the longest first: begun first, they leave no processor idle at the end.
LONGEST = (
    "test_build", "test_access", "test_paper", "test_chart", "test_shipped_maps", "test_narrow", "test_surroundings",
    "test_report_files", "test_docs", "test_static", "test_time", "test_raster", "test_cli", "test_ask", "test_take",
    "test_furniture", "test_embed_page", "test_shown", "test_known", "test_view", "test_page", "test_rules_against_oracle",
    "test_report", "test_animation", "test_hostile_text", "test_notebooks", "test_furnishing", "test_cases",
    "test_compare", "test_scale", "test_deterministic",
)  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser and what takes long, by where it stands; begin with what takes longest."""
    rank = {stem: at for at, stem in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.stem, len(rank)))
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)
        if item.path.stem in SLOW or "built" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def shipped_data():
    """The checked frames of the shipped project, with outlines measured."""
    from geomap.project import outlined, read_data, read_project

    return outlined(read_data(read_project(ROOT / "geomap.toml")))


@pytest.fixture(scope="session")
def scenes(shipped_data) -> dict:
    """The scene of every shipped map, by name."""
    from geomap.project import read_project, to_scene

    return {spec.name: to_scene(shipped_data, spec) for spec in read_project(ROOT / "geomap.toml").maps}


@pytest.fixture(scope="session")
def built(tmp_path_factory, shipped_data, scenes) -> Shipped:
    """The shipped project, built once into a folder of its own, by the first worker that asks for it."""
    from geomap.project import read_project

    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    root, said = base / "shipped", base / "shipped.built"
    with (base / "shipped.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            said.write_bytes(pickle.dumps(_build_shipped(root)))
    report = pickle.loads(said.read_bytes())  # noqa: S301 - our own, written above
    return Shipped(root, read_project(root / "geomap.toml"), shipped_data, scenes, report)


def _build_shipped(root: Path) -> Built:
    """Build the shipped project into ``root``, anew where another worker began it and failed."""
    from geomap.build import build
    from geomap.project import read_project

    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    return build(read_project(copy_shipped(root) / "geomap.toml"))


@pytest.fixture
def squares(tmp_path: Path) -> Squares:
    """A small project of squares, written to a folder of its own."""
    root = tmp_path / "squares"
    root.mkdir()
    return Squares(root).write()


@pytest.fixture
def config(tmp_path: Path) -> Callable:
    """A function that writes a geomap.toml and reads it."""
    from geomap.project import read_project

    def read(text: str):
        path = tmp_path / "geomap.toml"
        path.write_text(text, "utf-8")
        return read_project(path)

    return read


@pytest.fixture
def geomap(monkeypatch) -> Callable[..., Result]:
    """The command line, run in this process: ``geomap("who", "qadam", cwd=folder)``."""
    from geomap.cli import main

    def run(*arguments: object, cwd: Path = ROOT) -> Result:
        monkeypatch.chdir(cwd)
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
