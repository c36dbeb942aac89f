"""folium's TimestampedGeoJson: a polygon for each run of days, the later painted over the earlier."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from folium.plugins import TimestampedGeoJson

from benchmarks.peers import offline
from benchmarks.peers.peer import Peer
from benchmarks.timeline import Timeline
from benchmarks.workloads import Workload
from geomap import schema as s

_FILES = (
    "jquery/dist/jquery.min.js",
    "iso8601-js-period/iso8601.js",
    "leaflet-timedimension/dist/leaflet.timedimension.min.js",
    "moment/min/moment.min.js",
    "leaflet-timedimension/dist/leaflet.timedimension.control.css",
)


def write(workload: Workload, timeline: Timeline, path: Path) -> None:
    """Write the player with a step for each day on which anything changes.

    A polygon with an end of its own cannot be shown here: with several times, the plugin cuts the
    list of rings at them. So all earlier runs stay, beneath the later ones.
    """
    moments = np.array(timeline.days, dtype="datetime64[ms]").astype(np.int64).tolist()
    outlines = [json.loads(text) for text in shapely.to_geojson(_ground(workload, timeline.places))]
    features = []
    for row in np.argsort(timeline.start, kind="stable"):
        style = {
            "fillColor": timeline.fills[timeline.fill[row]],
            "fillOpacity": 1,
            "color": "#fff",
            "weight": 0.8,
        }
        properties = {"times": [moments[timeline.start[row]]], "style": style}
        features.append(
            {"type": "Feature", "properties": properties, "geometry": outlines[timeline.place[row]]}
        )
    page = offline.empty_map(timeline.places.total_bounds)
    TimestampedGeoJson(
        {"type": "FeatureCollection", "features": features},
        period="P1D",
        auto_play=False,
        add_last_point=False,
        transition_time=0,
    ).add_to(page)
    offline.save(page, path, *_FILES)


def _ground(workload: Workload, places: gpd.GeoDataFrame) -> np.ndarray:
    """Return the outlines of ``places`` without the finer places in them, which must not be painted over."""
    outlines = places.geometry.copy()
    inside = workload.places[workload.places[s.PARENT] != ""]
    for parent, finer in inside.groupby(s.PARENT):
        outlines[parent] = outlines[parent].difference(finer.union_all())
    return outlines.to_numpy()


_MAP = "Object.values(window).find((value) => value instanceof L.Map)"

PEER = Peer(
    name="folium TimestampedGeoJson",
    write=write,
    ready=f"Boolean(window.L && (window.benchMap ??= {_MAP})?.timeDimension && document.querySelector('path'))",
    go="(day) => benchMap.timeDimension.setCurrentTime(day.ms)",
    at="(day) => benchMap.timeDimension.getCurrentTime() === day.ms",
)
