"""Commands run as whole processes: how long they take and how much memory, with a cap on both."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
LAUNCHER = Path(__file__).with_name("launch.py")
SECONDS = 120
GIGABYTES = 8


@dataclass(frozen=True)
class Ran:
    """What a process took, and the last line it printed, read as JSON where it is.

    ``megabytes`` is the most that was resident. ``failure`` says in a few words why it did not finish.
    """

    seconds: float
    megabytes: float
    said: dict[str, float]
    failure: str = ""


def run(*command: str, cwd: Path = ROOT) -> Ran:
    """Run ``command`` to its end, or to 120 seconds or 8 GB of memory."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        launch = [sys.executable, "-I", "-S", str(LAUNCHER), str(report), str(SECONDS), str(GIGABYTES)]
        done = subprocess.run([*launch, *command], cwd=cwd, capture_output=True, text=True, check=True)  # noqa: S603 - our own
        taken = json.loads(report.read_text("utf-8"))
    failure = _why(taken["code"], done.stderr, taken["seconds"])
    return Ran(taken["seconds"], taken["megabytes"], {} if failure else _said(done.stdout), failure)


def python(*arguments: str, cwd: Path = ROOT) -> Ran:
    """Run this Python with ``arguments``."""
    return run(sys.executable, *arguments, cwd=cwd)


def _why(code: int, errors: str, seconds: float) -> str:
    if code == 0:
        return ""
    if seconds >= SECONDS:
        return f"over {SECONDS} s"
    if "MemoryError" in errors or code == -signal.SIGKILL:
        return f"over {GIGABYTES} GB of memory"
    lines = errors.strip().splitlines()
    return lines[-1][:200] if lines else f"exit code {code}"


def _said(out: str) -> dict[str, float]:
    lines = out.strip().splitlines()
    try:
        said = json.loads(lines[-1]) if lines else {}
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
