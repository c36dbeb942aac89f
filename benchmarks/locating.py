"""A million points to 33,000 places, beside geopandas' own join."""

from __future__ import annotations

from benchmarks import process
from benchmarks.keeping import keep
from benchmarks.part import NotFinishedError, Part

CASES = {"1000000": "L: 33,000 polygons, 1 million points"}


def measure(case: str, tool: str) -> dict[str, float]:
    """Return what one tool takes."""
    ran = process.python("-m", "benchmarks.locating_points", tool, case)
    if ran.failure:
        raise NotFinishedError(ran.failure)
    return {"seconds": ran.said["seconds"], "memory": ran.megabytes}


PART = Part(
    name="locating",
    title="Points to places",
    cases=CASES,
    who=lambda _: ["geomap", "sjoin"],
    measure=measure,
    measures={"seconds": "seconds", "memory": "memory (MB)"},
    prepare=lambda: keep("large"),
)
