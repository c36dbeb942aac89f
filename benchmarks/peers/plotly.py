"""plotly: a choropleth, and a frame of codes for each step of the slider."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import shapely

from benchmarks.peers.peer import Peer
from benchmarks.timeline import Timeline
from benchmarks.workloads import Workload
from geomap import schema as s

# Without a basemap there is nothing to fetch; plotly asks for its file of coasts all the same.
_NO_COASTS = "<script>window.PlotlyGeoAssets = {topojson: {world_110m: {objects: {}}}}</script>"
_NOW = {"mode": "immediate", "frame": {"duration": 0, "redraw": True}, "transition": {"duration": 0}}


def write(_: Workload, timeline: Timeline, path: Path) -> None:
    """Write the figure; codes go in binary, a byte a place and day."""
    codes = timeline.table()
    places = timeline.places
    outlines = shapely.to_geojson(shapely.orient_polygons(places.geometry.to_numpy(), exterior_cw=True))
    features = [
        {"type": "Feature", "id": number, "properties": {}, "geometry": json.loads(outline)}
        for number, outline in enumerate(outlines)
    ]
    bounds = np.linspace(0, 1, len(timeline.fills) + 1)
    scale = [(edge, fill) for i, fill in enumerate(timeline.fills) for edge in bounds[i : i + 2]]
    trace = go.Choropleth(
        geojson={"type": "FeatureCollection", "features": features},
        locations=np.arange(len(places)),
        z=codes[0],
        zmin=-0.5,
        zmax=len(timeline.fills) - 0.5,
        colorscale=scale,
        showscale=False,
        text=places[s.NAME],
        marker={"line": {"color": "#ffffff", "width": 0.8}},
    )
    frames = [
        go.Frame(data=[go.Choropleth(z=row)], name=day) for day, row in zip(timeline.days, codes, strict=True)
    ]
    steps = [{"args": [[day], _NOW], "label": day, "method": "animate"} for day in timeline.days]
    figure = go.Figure(trace, frames=frames)
    minx, miny, maxx, maxy = places.total_bounds
    figure.update_geos(visible=False, lonaxis_range=[minx, maxx], lataxis_range=[miny, maxy])
    figure.update_layout(sliders=[{"steps": steps}], margin={"l": 0, "r": 0, "t": 0, "b": 0})
    html = figure.to_html(include_plotlyjs=True, auto_play=False, validate=False)
    path.write_text(html.replace("<head>", f"<head>{_NO_COASTS}", 1), "utf-8")


_PLOT = "document.querySelector('.js-plotly-plot')"

PEER = Peer(
    name="plotly",
    write=write,
    ready=f"Boolean({_PLOT}?._transitionData?._frameHash && document.querySelector('.choroplethlayer path'))",
    go=f"(day) => Plotly.animate({_PLOT}, [day.iso], {json.dumps(_NOW)})",
    at=f"(day) => {_PLOT}._fullLayout._currentFrame === day.iso",
)
