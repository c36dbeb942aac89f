"""From frames to the file of a live map, beside the fastest of the peers."""

from __future__ import annotations

from benchmarks import process
from benchmarks.keeping import FOLDER, keep
from benchmarks.pages import CASES
from benchmarks.part import NotFinishedError, Part

#: What each row runs: a tool, and what it is given.
TOOLS = {
    "geomap": ("geomap", "history"),
    "bokeh": ("bokeh", "frames"),
    "bokeh, given who holds what": ("bokeh", "history"),
}


def measure(case: str, tool: str) -> dict[str, float]:
    """Return what one tool takes to write the map of one workload."""
    name, given = TOOLS[tool]
    path = FOLDER / f"made-{case}-{name}.html"
    ran = process.python("-m", "benchmarks.making", name, case, str(path), given)
    if ran.failure:
        raise NotFinishedError(ran.failure)
    return {"seconds": ran.said["seconds"], "memory": ran.megabytes, "file": path.stat().st_size / 1e6}


def prepare() -> None:
    """Make the frames of every case."""
    for case in CASES:
        keep(case)


PART = Part(
    name="generator",
    title="Frames to file",
    cases=CASES,
    who=lambda _: list(TOOLS),
    measure=measure,
    measures={"seconds": "seconds", "memory": "memory (MB)", "file": "file (MB)"},
    prepare=prepare,
)
