"""One page by one tool, as a process of its own: ``python -m benchmarks.making bokeh large page.html``."""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from pathlib import Path

from benchmarks.keeping import kept
from benchmarks.timeline import to_timeline


def main(tool: str, case: str, path: str, given: str = "history") -> None:
    """Write the page and say how long it took, imports of the tool included.

    Peers are given the history already worked out, unless ``given`` is "frames".
    """
    workload, timeline = kept(case)
    start = time.perf_counter()
    if given == "frames":
        timeline = to_timeline(workload)
    import_module(f"benchmarks.peers.{tool}").PEER.write(workload, timeline, Path(path))
    print(json.dumps({"seconds": time.perf_counter() - start}))


if __name__ == "__main__":
    main(*sys.argv[1:])
