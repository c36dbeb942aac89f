"""Workloads kept as pickles between runs, so that a measured process loads its frames and nothing else."""

from __future__ import annotations

import hashlib
import pickle
from functools import cache
from pathlib import Path

from benchmarks import workloads
from benchmarks.process import ROOT
from benchmarks.timeline import Timeline, to_timeline
from benchmarks.workloads import Workload

FOLDER = ROOT / "build" / "bench"
_MADE_BY = ("ground.py", "history.py", "workloads.py", "timeline.py")


def keep(name: str) -> None:
    """Make the workload ``name`` and the history that peers are given, unless they are there already."""
    path = _path(name)
    if not path.exists():
        workload: Workload = getattr(workloads, name)()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps((workload, to_timeline(workload))))


def kept(name: str) -> tuple[Workload, Timeline]:
    """Return the workload ``name`` and its history as ``keep`` made them."""
    return pickle.loads(_path(name).read_bytes())  # noqa: S301 - written by ourselves


def _path(name: str) -> Path:
    return FOLDER / f"{name}-{fingerprint()}.pickle"


@cache
def fingerprint() -> str:
    """Return what changes with the code that workloads are made by."""
    code = b"".join((Path(__file__).parent / file).read_bytes() for file in _MADE_BY)
    return hashlib.sha256(code).hexdigest()[:12]
