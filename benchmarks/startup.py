"""Whole commands on a copy of the shipped project, from the shell and back to it."""

from __future__ import annotations

import shutil
import sys
from functools import cache

from benchmarks import process
from benchmarks.keeping import FOLDER
from benchmarks.part import NotFinishedError, Part

PROJECT = FOLDER / "project"
EDITED = PROJECT / "data" / "control" / "syria-2012-2019.csv"
CASES = {"commands": "The shipped project"}
COMMANDS = {
    "python -c pass": ("-c", "pass"),
    "geomap --help": ("-m", "geomap", "--help"),
    "geomap who yarmuk": ("-m", "geomap", "who", "yarmuk"),
    "geomap build, nothing changed": ("-m", "geomap", "build"),
    "geomap build, a note edited": ("-m", "geomap", "build"),
    "geomap build, who held a city edited": ("-m", "geomap", "build"),
}
#: A record that decides on all snapshots of two maps, one of them the largest: what it says is drawn on eight sheets.
#: No row takes longer; those of Yarmuk change nine, of which three are of the largest map.
DRAWN = "deir-ezzor-city-2017-11-03-government,deir_ezzor_city,2017-11-03,began,control,"
HOLDERS = ("government,", "is,")


def measure(_: str, tool: str) -> dict[str, float]:
    """Return what one command takes."""
    _built()
    if tool.endswith("edited"):
        (_edit_note if "note" in tool else _edit_holder)()
    ran = process.run(sys.executable, *COMMANDS[tool], cwd=PROJECT)
    if ran.failure:
        raise NotFinishedError(ran.failure)
    if tool.endswith("edited"):
        process.run(sys.executable, "-m", "geomap", "build", cwd=PROJECT)
    return {"seconds": ran.seconds, "memory": ran.megabytes}


@cache
def _built() -> None:
    """Make a copy of the project and build it once."""
    shutil.rmtree(PROJECT, ignore_errors=True)
    shutil.copytree(process.ROOT / "data", PROJECT / "data")
    shutil.copy(process.ROOT / "geomap.toml", PROJECT)
    process.run(sys.executable, "-m", "geomap", "build", cwd=PROJECT)


def _edit_holder() -> None:
    """Have the city held by the other party from that day on."""
    text = EDITED.read_text("utf-8")
    one, other = (DRAWN + holder for holder in HOLDERS)
    now, then = (one, other) if one in text else (other, one)
    if now not in text:
        msg = f"the shipped records have no row that begins {now}"
        raise NotFinishedError(msg)
    EDITED.write_text(text.replace(now, then), "utf-8")


def _edit_note() -> None:
    """Write one more word into the note of the file's last row."""
    text = EDITED.read_text("utf-8")
    EDITED.write_text(text.rstrip("\n") + " \u00b7\n", "utf-8")


PART = Part(
    name="startup",
    title="Commands",
    cases=CASES,
    who=lambda _: list(COMMANDS),
    measure=measure,
    measures={"seconds": "seconds", "memory": "memory (MB)"},
    by_itself=True,
)
