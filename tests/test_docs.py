"""The documentation is complete, and what it shows is what happens.

    python tests/test_docs.py      writes what the commands print now into the pages; read the difference

In a ```console block a line that starts with ``$`` is a command and what follows is its output; a
last line ``...`` stands for more of it, a first one for what came before. ``$ echo $?`` asks for the
exit code, which is 0 otherwise. Commands of geomap that are shown with output are run, in a copy of
the project; ```python blocks of a page are run in order.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import geomap
from geomap import project, schema
from geomap.cli import main
from geomap.project import loading

ROOT = Path(__file__).parents[1]
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS]
WITH_PYTHON = [
    ROOT / "README.md",
    *(ROOT / "docs" / name for name in ("python.md", "captions.md", "reports.md")),
]

#: What no page says: words that take a side, and traces of the machine it was written on.
FORBIDDEN = (
    r"\bliberat", r"\bregime\b", r"\bterrorist", r"\brebel", r"\bmilitant", r"\boccupied\b",
    r"\bsessions?\b", r"\bhelpers?\b", r"/(?:work|tmp|home|root)/", r"localhost",
    r"https?://[^\s)]*(?:pypi|pythonhosted|npmjs|conda|jsdelivr|unpkg)",
    r"\bTODO\b", r"\bFIXME\b", r"@@",
)  # fmt: skip


def page_id(path: Path) -> str:
    return path.name


def blocks(text: str, language: str) -> list[str]:
    """Return the fenced blocks of ``text`` in ``language``."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """A command as a page shows it: its output, and its exit code."""

    command: str
    output: str
    code: int = 0

    @property
    def is_run(self) -> bool:
        return self.command.startswith("printf ") or (
            self.command.startswith("geomap ") and bool(self.output)
        )


def examples(text: str) -> list[Example]:
    """Return the commands in the console blocks of ``text``, in order."""
    found: list[Example] = []
    for block in blocks(text, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            if command == "echo $?":
                found[-1] = Example(found[-1].command, found[-1].output, int(output))
            else:
                found.append(Example(command, output.rstrip("\n")))
    return found


def run(command: str, folder: Path) -> tuple[str, int]:
    """Run a command of geomap, or of the shell, in ``folder``; return what it printed and its exit code."""
    if not command.startswith("geomap "):
        done = subprocess.run(["sh", "-c", command], cwd=folder, check=False, capture_output=True, text=True)
        return done.stdout.rstrip("\n"), done.returncode
    result = CliRunner().invoke(main, shlex.split(command)[1:], prog_name="geomap", terminal_width=80)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output.replace(f"{folder}/", "").rstrip("\n"), result.exit_code


def says(shown: str, printed: str) -> bool:
    """Return whether ``shown`` is ``printed``, with ``...`` for what is left out before or after it."""
    shown, printed = (re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE) for text in (shown, printed))
    if shown.startswith("...\n"):
        return printed.endswith(shown.removeprefix("..."))
    if shown.endswith("\n..."):
        return printed.startswith(shown.removesuffix("..."))
    return shown == printed


def copy_project(folder: Path) -> Path:
    """Copy the shipped project into ``folder`` and return where it is."""
    project_folder = folder.resolve() / "project"
    shutil.copytree(ROOT / "data", project_folder / "data")
    shutil.copy(ROOT / "geomap.toml", project_folder)
    return project_folder


def once(read: Callable) -> Callable:
    """Return a function that reads files as ``read`` does, and again only those that changed."""
    known: dict[tuple, object] = {}

    def read_once(paths: tuple[Path, ...], *more: object) -> object:
        files = [file for path in paths for file in (path, *sorted(path.rglob("*"))) if file.is_file()]
        key = tuple((file, file.stat().st_mtime_ns, file.stat().st_size) for file in files)
        if key not in known:
            known[key] = read(paths, *more)
        return known[key]

    return read_once


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped project, as the current folder; of its files, those of geometry are read once."""
    folder = copy_project(tmp_path)
    monkeypatch.chdir(folder)
    for name in ("collect_places", "read_context"):
        monkeypatch.setattr(loading, name, once(getattr(loading, name)))
    return folder


# --- complete ----------------------------------------------------------------


def commands(group: click.Group) -> list[click.Command]:
    return list(group.commands.values())


@pytest.mark.parametrize("command", commands(main), ids=lambda command: command.name)
def test_every_command_and_option_is_documented(command):
    text = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {command.name}\n(.*?)(?=^## |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    assert section, f"docs/command-line.md has no section for geomap {command.name}"
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            for name in parameter.opts:
                assert re.search(rf"`{name}\b", section[1]), f"geomap {command.name} {name} is not documented"
        if isinstance(parameter.type, click.Choice):
            assert all(choice in section[1] for choice in parameter.type.choices)


def test_no_command_is_documented_that_is_not_there():
    text = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^## (.+)$", text, flags=re.MULTILINE)) == set(main.commands)


@pytest.mark.parametrize("command", commands(main), ids=lambda command: command.name)
def test_no_option_is_documented_that_is_not_there(command):
    text = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {command.name}\n(.*?)(?=^## |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    rows = re.findall(r"^\| (`--?.*?) \|", section[1], flags=re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"`(--?[a-z][a-z-]*)", row)}
    real = {
        name for parameter in command.params if isinstance(parameter, click.Option) for name in parameter.opts
    }
    assert told == real


def test_every_key_of_the_configuration_is_documented():
    text = (ROOT / "docs" / "config.md").read_text(encoding="utf-8")
    head, maps = text.split("## [[map]]")
    for key in project.MAP_KEYS:
        assert f"| `{key}` |" in maps
    for key in project.PROJECT_KEYS:
        assert f"| `{key}` |" in head
    told = set(re.findall(r"^\| `(\w+)` \|", maps, flags=re.MULTILINE))
    assert told == set(project.MAP_KEYS)


def test_documented_configuration_is_read(tmp_path: Path):
    for page in (ROOT / "README.md", ROOT / "docs" / "config.md"):
        for number, block in enumerate(blocks(page.read_text(encoding="utf-8"), "toml")):
            path = tmp_path / f"{page.stem}-{number}.toml"
            path.write_text(block, encoding="utf-8")
            assert project.read_project(path).maps


def test_every_column_and_word_of_a_record_is_documented():
    text = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([^`\n]+)`", text))
    words = {
        *schema.RECORD_COLUMNS, *schema.ACTOR_COLUMNS, *schema.FIGURE_COLUMNS, *schema.STATUSES, *schema.CLAIMS,
        *schema.SCOPES, *schema.CONFIDENCES, *schema.PATTERNS, *schema.RESERVED_ACTORS, *schema.MEASURES, *schema.OPS,
    }  # fmt: skip
    assert words - told == set()


def test_every_column_and_level_of_a_place_is_documented():
    told = set(re.findall(r"`([^`\n]+)`", (ROOT / "docs" / "places.md").read_text(encoding="utf-8")))
    assert {*schema.PLACE_COLUMNS, *schema.LEVELS, schema.RANK} - told == set()


def test_every_public_name_is_documented():
    text = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    headings = "\n".join(re.findall(r"^### (.+)$", text, flags=re.MULTILINE))
    assert [name for name in geomap.__all__ if not re.search(rf"`{name}\b", headings)] == []


def test_every_verdict_and_status_is_documented():
    rules = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    verdicts = (
        schema.WON, schema.AGREES, schema.OLDER, schema.CLAIMED_ONLY, schema.NOT_YET_BEGUN, schema.NOT_YET_REPORTED,
        schema.CORRECTED_BY, schema.WITHDRAWN_BY, schema.ENDED_BY_WHOLE, schema.DISSENTS, schema.TAKES_BACK,
    )  # fmt: skip
    assert [verdict for verdict in verdicts if f"| `{verdict}" not in rules] == []
    concepts = (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8")
    assert [status for status in schema.STATE_STATUSES if f"| `{status}` |" not in concepts] == []


def test_documented_date_messages_are_those_given():
    from geomap.dates import parse_edtf
    from geomap.errors import BadValue

    text = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    section = text.split("## What spreadsheets do to dates")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(.+?)` \| (.+?) \|$", section, flags=re.MULTILINE)
    assert len(rows) >= 5
    for given, message in rows:
        with pytest.raises(BadValue) as raised:
            parse_edtf(given)
        assert str(raised.value) == message


def test_documented_dates_are_shown_so():
    from geomap.words import Words

    text = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    section = text.split("\n## Dates")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(.+?)` \| .+? \| (.+?) \|$", section, flags=re.MULTILINE)
    words = Words("en", geomap.read_actors(ROOT / "data" / "control" / "actors.csv"))
    assert len(rows) >= 6
    assert [words.effective(given) for given, _ in rows] == [shown for _, shown in rows]


def test_everything_a_template_can_show_is_documented():
    from dataclasses import fields

    from geomap.report import findings

    text = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
    section = text.split("## What a template can show")[1].split("\n## ")[0]
    told = set(re.findall(r"`(\w+)`", section))
    made = [each for each in vars(findings).values() if hasattr(each, "__dataclass_fields__")]
    names = {each.name for kind in made for each in fields(kind)}
    assert names | {"map_first", "map_last", "map_first_last", "chart"} == told


def test_every_dependency_is_documented():
    import tomllib

    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [*content["project"]["optional-dependencies"].values(), *content["dependency-groups"].values()]
    wanted = [content["project"]["dependencies"], *groups]
    names = [re.match(r"[\w-]+", item)[0] for group in wanted for item in group]
    assert [name for name in names if f"`{name}`" not in text] == []


# --- true --------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_commands_do_what_is_shown(page, copy):
    for example in examples(page.read_text(encoding="utf-8")):
        if example.is_run:
            printed, code = run(example.command, copy)
            assert says(example.output, printed), f"$ {example.command}\n{printed}"
            assert code == example.code, f"$ {example.command} exits {code}"


def test_most_commands_are_run():
    shown = [example for page in PAGES for example in examples(page.read_text(encoding="utf-8"))]
    assert sum(example.is_run for example in shown) >= 20


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_PYTHON, ids=page_id)
def test_python_examples_run(page, copy):
    code = blocks(page.read_text(encoding="utf-8"), "python")
    assert code
    names: dict[str, object] = {}
    for number, block in enumerate(code, 1):
        exec(compile(block, f"{page.name}, block {number}", "exec"), names)  # noqa: S102 - our own examples
    written = {path.suffix for path in copy.iterdir()}
    assert ".html" in written


@pytest.mark.slow
@pytest.mark.usefixtures("copy")
@pytest.mark.parametrize("name", ["charts.md", "films.md", "sheets.md"])
def test_python_examples_that_have_a_scene_run(name):
    code = (ROOT / "docs" / name).read_text(encoding="utf-8")
    names: dict[str, object] = {}
    for block in [
        *blocks((ROOT / "README.md").read_text(encoding="utf-8"), "python"),
        *blocks(code, "python"),
    ]:
        exec(compile(block, name, "exec"), names)  # noqa: S102 - our own examples


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # what ibis asks of DuckDB
@pytest.mark.usefixtures("copy")
def test_the_example_on_duckdb_runs(capsys):
    pytest.importorskip("ibis", reason="the extra geomap[scale] is not installed")
    block = blocks((ROOT / "docs" / "scale.md").read_text(encoding="utf-8"), "python")[0]
    exec(compile(block, "scale.md", "exec"), {})  # noqa: S102 - our own examples
    assert re.fullmatch(r"\d+ states\n", capsys.readouterr().out)


@pytest.mark.slow
def test_corrections_shown_do_what_is_said(tmp_path):
    text = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    rows = blocks(text, "csv")
    (tmp_path / "rows.csv").write_text("".join(rows), encoding="utf-8")
    (tmp_path / "actors.csv").write_text(
        "actor,name,color\nblue,Blue,#0000ff\ngreen,Green,#00ff00\n", encoding="utf-8"
    )
    feature = {"place_id": "old_town", "name": "Old town", "level": "town"}
    (tmp_path / "places.geojson").write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":'
        + str(feature).replace("'", '"')
        + ',"geometry":{"type":"Point","coordinates":[36,33]}}]}',
        encoding="utf-8",
    )
    places = geomap.read_places(tmp_path / "places.geojson")
    actors = geomap.read_actors(tmp_path / "actors.csv")
    records = geomap.read_records(tmp_path / "rows.csv", places=places, actors=actors)

    def told(known: str) -> dict[str, str]:
        frame = geomap.verdicts(records, places, "old_town", "2018-05-10", known_on=known)
        return {row.Index: f"{row.verdict} {row.by}".strip() for row in frame.itertuples()}

    assert told("2018-05-01")["r1"] == "won"
    assert told("2018-05-03")["r1"] == "corrected by r2"
    assert told("2018-05-03")["r2"] == "won"
    assert told("2018-05-04") == {
        "r1": "corrected by r2", "r2": "withdrawn by r3", "r3": "takes back r2", "r4": "won", "r5": told("2018-05-04")["r5"],
    }  # fmt: skip


# --- in order ----------------------------------------------------------------


def anchors(text: str) -> set[str]:
    """Return the anchors of the headings of a page, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_links_lead_somewhere(page):
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        assert not target.startswith("http"), f"{page.name} links to {target}: the pages need no network"
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        assert path.exists(), f"{page.name} links to {target}"
        if anchor:
            assert anchor in anchors(path.read_text(encoding="utf-8")), f"{page.name} links to {target}"


def test_every_page_is_in_the_index():
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert [page.name for page in DOCS if page.name != "index.md" and f"({page.name})" not in index] == []


@pytest.mark.parametrize(
    "page",
    [*PAGES, *sorted((ROOT / "notebooks").glob("*.ipynb")), *sorted((ROOT / "docs" / "examples").iterdir())],
    ids=page_id,
)
def test_pages_are_neutral_and_speak_of_the_project_alone(page):
    text = page.read_text(encoding="utf-8")
    assert [pattern for pattern in FORBIDDEN if re.search(pattern, text, flags=re.IGNORECASE)] == []


def test_pictures_are_of_modest_size():
    for picture in (ROOT / "docs" / "images").iterdir():
        assert picture.suffix == ".png"
        assert picture.stat().st_size < 250_000


def test_the_version_has_its_changes():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {geomap.__version__}\n" in text


# --- anew --------------------------------------------------------------------


def shortened(shown: str, printed: str) -> str:
    """Return ``printed``, cut where ``shown`` is cut."""
    lines, n_lines = printed.split("\n"), shown.count("\n")
    if shown.startswith("...\n"):
        lines = ["...", *lines[-n_lines:]]
    elif shown.endswith("\n..."):
        lines = [*lines[:n_lines], "..."]
    return "\n".join(line.rstrip() for line in lines)


def written_anew(text: str, folder: Path) -> str:
    """Return a page with the output of its commands as it is now; exit codes are left for the tests."""
    for example in filter(lambda example: example.is_run, examples(text)):
        printed, _ = run(example.command, folder)
        if example.output:
            before, after = (
                f"$ {example.command}\n{output}\n"
                for output in (example.output, shortened(example.output, printed))
            )
            text = text.replace(before, after, 1)
    return text


if __name__ == "__main__":
    import contextlib
    import tempfile

    for each_page in PAGES:
        with tempfile.TemporaryDirectory() as empty, contextlib.chdir(ROOT):
            project_copy = copy_project(Path(empty))
            with contextlib.chdir(project_copy):
                each_page.write_text(
                    written_anew(each_page.read_text(encoding="utf-8"), project_copy), encoding="utf-8"
                )
