"""One page by one tool, as a process of its own: ``python -m benchmarks.making bokeh large page.html``."""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from pathlib import Path

from benchmarks.keeping import kept


def main(tool: str, case: str, path: str) -> None:
    """Write the page and say how long it took from the frames on, imports of the tool included."""
    workload, timeline = kept(case)
    start = time.perf_counter()
    import_module(f"benchmarks.peers.{tool}").PEER.write(workload, timeline, Path(path))
    print(json.dumps({"seconds": time.perf_counter() - start}))


if __name__ == "__main__":
    main(*sys.argv[1:])
