"""geopandas .explore(): the polygons of one day, without time."""

from __future__ import annotations

from pathlib import Path

from benchmarks.peers import offline
from benchmarks.peers.peer import Peer
from benchmarks.timeline import Timeline
from benchmarks.workloads import Workload


def write(_: Workload, timeline: Timeline, path: Path) -> None:
    """Write the first day, with a tooltip of the name."""
    fills = timeline.table()[0]
    places = timeline.places.assign(fill=[timeline.fills[code] for code in fills])
    page = places.reset_index(drop=True).explore(
        color="fill",
        tooltip=["name"],
        tiles=None,
        prefer_canvas=True,
        style_kwds={"fillOpacity": 1, "weight": 0.8},
    )
    offline.save(page, path, "jquery/dist/jquery.min.js")


PEER = Peer(name="geopandas .explore()", write=write)
