"""Live pages: written, opened, and stepped through day by day, beside the tools people would pick."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pandas as pd

from benchmarks import browser, process
from benchmarks.keeping import FOLDER, keep, kept
from benchmarks.part import NotFinishedError, Part
from benchmarks.peers.peer import Peer

CASES = {
    "small": "S: 14 provinces, 60 neighbourhoods, 400 records, 4 years",
    "medium": "M: 270 polygons of 300 points, 5,000 records, 10 years",
    "large": "L: 33,000 polygons of 12 points, 133,000 records, 1,400 days",
}
TOOLS = ("geomap", "timeslider", "timestamped", "explore", "bokeh", "plotly", "swiftmap")
MEGABYTES = 500
N_STEPS = 20


def measure(case: str, tool: str) -> dict[str, float]:
    """Return what a page of one tool costs to write and to use."""
    path = FOLDER / f"{case}-{tool}.html"
    path.unlink(missing_ok=True)
    ran = process.python("-m", "benchmarks.making", tool, case, str(path))
    if ran.failure:
        raise NotFinishedError(ran.failure)
    megabytes = path.stat().st_size / 1e6
    if megabytes > MEGABYTES:
        msg = f"over {MEGABYTES} MB"
        raise NotFinishedError(msg)
    made = {"made": ran.said["seconds"], "memory": ran.megabytes, "file": megabytes}
    peer: Peer = import_module(f"benchmarks.peers.{tool}").PEER
    with browser.chromium() as chromium:
        made["painted"] = browser.painted(chromium, path)
        if not peer.go:
            return made | {"heap": browser.opened_heap(chromium, path)}
        return made | browser.driven(chromium, path, peer, _days(case))


def _days(case: str) -> list[dict[str, Any]]:
    """Return the day of the first date change and those of the steps: days on which something changes."""
    iso = kept(case)[1].days
    middle = (len(iso) - N_STEPS) // 2
    return [
        {"iso": iso[i], "ms": int(pd.Timestamp(iso[i]).timestamp() * 1000), "index": i}
        for i in range(middle, middle + N_STEPS + 1)
    ]


def prepare() -> None:
    """Make the frames of every case."""
    for case in CASES:
        keep(case)


PART = Part(
    name="pages",
    title="Live pages",
    cases=CASES,
    who=lambda _: list(TOOLS),
    measure=measure,
    measures={
        "file": "file (MB)",
        "painted": "first polygons (s)",
        "answered": "first date change (s)",
        "step": "one step (ms)",
        "idle": "no step (ms)",
        "script": "its script (ms)",
        "busy": "its main thread (ms)",
        "heap": "heap (MB)",
        "made": "written in (s)",
        "memory": "memory to write (MB)",
    },
    prepare=prepare,
)
