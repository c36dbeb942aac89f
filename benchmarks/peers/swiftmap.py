"""swiftmap: a polygon for each run of days, drawn by WebGL and shown while its run lasts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from swiftmap import Map

from benchmarks.peers.peer import Peer
from benchmarks.timeline import Timeline
from benchmarks.workloads import Workload
from geomap import schema as s


def write(_: Workload, timeline: Timeline, path: Path) -> None:
    """Write the map with a step for each day; it makes the steps itself, by period."""
    days = pd.DatetimeIndex([*timeline.days, pd.Timestamp(timeline.days[-1]) + pd.Timedelta(days=1)])
    rows = timeline.places.iloc[timeline.place].reset_index(drop=True)
    rows["begin"] = days[timeline.start].strftime("%Y-%m-%dT00:00:00Z")
    rows["end"] = (days[timeline.stop] - pd.Timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    rows["style"] = [{"color": "#ffffff", "fill_color": timeline.fills[code]} for code in timeline.fill]
    page = Map()
    page.add_polygons(rows, name="history", fill_opacity=1, weight=0.8, tooltip_fields=[s.NAME])
    page.make_time_layer("history", period="P1D", time_field="begin", time_end_field="end")
    page.hide(group="Basemaps")
    page.save(str(path))


PEER = Peer(
    name="swiftmap",
    write=write,
    ready="Boolean(window.__ready)",
    go="(day) => { __model.set('time_current', day.ms); __model.save_changes?.(); }",
    at="(day) => __model.get('time_current') === day.ms",
)
