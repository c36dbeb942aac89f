"""One day of 33,000 places as a picture, furniture included, beside a bare ``GeoDataFrame.plot``."""

from __future__ import annotations

from benchmarks import process
from benchmarks.keeping import FOLDER, keep
from benchmarks.part import NotFinishedError, Part

CASES = {"png": "L as PNG", "svg": "L as SVG", "pdf": "L as PDF"}


def measure(case: str, tool: str) -> dict[str, float]:
    """Return what one tool takes to draw one kind of file."""
    path = FOLDER / f"day-{tool}.{case}"
    ran = process.python("-m", "benchmarks.drawing", tool, str(path))
    if ran.failure:
        raise NotFinishedError(ran.failure)
    return {"seconds": ran.said["seconds"], "memory": ran.megabytes, "file": path.stat().st_size / 1e6}


PART = Part(
    name="sheets",
    title="Sheets",
    cases=CASES,
    who=lambda _: ["geomap", "geopandas.plot"],
    measure=measure,
    measures={"seconds": "seconds", "memory": "memory (MB)", "file": "file (MB)"},
    prepare=lambda: keep("large"),
)
