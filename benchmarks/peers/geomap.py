"""geomap: from records to the page, the rules included."""

from __future__ import annotations

from pathlib import Path

from benchmarks.peers.peer import Peer
from benchmarks.timeline import Timeline
from benchmarks.workloads import Workload


def write(workload: Workload, _: Timeline, path: Path) -> None:
    """Write the live map of everything, opened on its first day as the others are."""
    from geomap import compose  # noqa: PLC0415 - what it takes to import it is measured
    from geomap import write as write_map  # noqa: PLC0415

    scene = compose(
        workload.places,
        workload.records,
        workload.actors,
        show=workload.show,
        title="Who holds what",
        first=workload.first,
        last=workload.last,
        opens=workload.first,
    )
    write_map(scene, path)


PEER = Peer(
    name="geomap",
    write=write,
    ready="Boolean(window.geomap)",
    go="(day) => geomap.setDate(day.iso)",
    at="(day) => geomap.date() === day.iso",
)
