"""What the benchmark needs to know of a tool."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.timeline import Timeline
from benchmarks.workloads import Workload


@dataclass(frozen=True)
class Peer:
    """A tool, how it writes a page, and how that page is driven.

    ``write`` takes the workload, and who holds each place when, already worked out. The rest is
    JavaScript: ``ready`` is true when a date can be set, ``go`` is a function that sets it from
    ``{iso, ms, index}``, ``index`` counting the days on which anything changes, and ``at`` a
    function that says whether that day is shown. Tools that show one day have no ``go``.
    """

    name: str
    write: Callable[[Workload, Timeline, Path], None]
    ready: str = ""
    go: str = ""
    at: str = ""
