"""folium's TimeSliderChoropleth: every polygon once, and a style for each of them on each day."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import shapely
from folium.plugins import TimeSliderChoropleth

from benchmarks.peers import offline
from benchmarks.peers.peer import Peer
from benchmarks.timeline import Timeline
from benchmarks.workloads import Workload
from geomap import schema as s


def write(_: Workload, timeline: Timeline, path: Path) -> None:
    """Write the slider with a step for each day on which anything changes.

    Every place needs a style on every such day: a step paints those it has a style for, so with
    changes alone a jump would leave the others as they were.
    """
    moments = np.array(timeline.days, dtype=s.DAY_DTYPE).astype(np.int64)
    seconds = [str(moment) for moment in moments]
    styles = [{"color": fill, "opacity": 1} for fill in timeline.fills]
    columns = timeline.table().T
    styledict = {
        str(number): dict(zip(seconds, [styles[code] for code in column], strict=True))
        for number, column in enumerate(columns)
    }
    outlines = shapely.to_geojson(timeline.places.geometry.to_numpy())
    features = [
        {"type": "Feature", "id": str(number), "properties": {s.NAME: name}, "geometry": json.loads(outline)}
        for number, (name, outline) in enumerate(zip(timeline.places[s.NAME], outlines, strict=True))
    ]
    data = {"type": "FeatureCollection", "features": features}
    page = offline.empty_map(timeline.places.total_bounds)
    TimeSliderChoropleth(data, styledict=styledict, date_options="YYYY-MM-DD").add_to(page)
    offline.save(page, path, "jquery/dist/jquery.min.js", "d3/build/d3.min.js", "moment/min/moment.min.js")


PEER = Peer(
    name="folium TimeSliderChoropleth",
    write=write,
    ready="Boolean(document.querySelector('input[type=range]') && document.querySelector('path'))",
    go="""(day) => {
        const slider = document.querySelector("input[type=range]");
        slider.value = day.index;
        slider.dispatchEvent(new Event("input"));
    }""",
    at="(day) => document.querySelector('output').textContent === day.iso",
)
