"""bokeh: patches coloured by code, a slider, and a callback in the page that writes the codes of its day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import shapely
from bokeh.embed import file_html
from bokeh.layouts import column
from bokeh.models import ColumnDataSource, CustomJS, HoverTool, LinearColorMapper, Slider
from bokeh.plotting import figure
from bokeh.resources import INLINE

from benchmarks.peers.peer import Peer
from benchmarks.timeline import Timeline
from benchmarks.workloads import Workload
from geomap import schema as s

_RESTYLE = """
const fill = patches.data.fill, day = cb_obj.value;
for (let place = 0; place < fill.length; place++) {
  let low = first[place], high = first[place + 1] - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (start[middle] <= day) low = middle; else high = middle - 1;
  }
  fill[place] = code[low];
}
patches.change.emit();
"""


def write(_: Workload, timeline: Timeline, path: Path) -> None:
    """Write the plot and its slider, with a step for each day on which anything changes."""
    outlines = timeline.places.geometry.to_numpy()
    patches = ColumnDataSource(
        {
            "xs": _coordinates(outlines, 0),
            "ys": _coordinates(outlines, 1),
            "fill": timeline.table()[0],
            s.NAME: timeline.places[s.NAME].tolist(),
        }
    )
    mapper = LinearColorMapper(palette=timeline.fills, low=-0.5, high=len(timeline.fills) - 0.5)
    plot = figure(match_aspect=True, sizing_mode="stretch_both", tools="pan,wheel_zoom,reset")
    color = {"field": "fill", "transform": mapper}
    plot.patches("xs", "ys", source=patches, fill_color=color, line_color="#ffffff", line_width=0.8)
    plot.add_tools(HoverTool(tooltips=f"@{s.NAME}"))
    slider = Slider(
        start=0, end=len(timeline.days) - 1, value=0, step=1, name="day", sizing_mode="stretch_width"
    )
    arguments = {
        "patches": patches,
        "first": np.searchsorted(timeline.place, np.arange(len(outlines) + 1)).astype(np.int32),
        "start": timeline.start.astype(np.int32),
        "code": timeline.fill.astype(np.uint8),
    }
    slider.js_on_change("value", CustomJS(args=arguments, code=_RESTYLE))
    page = column(slider, plot, sizing_mode="stretch_both")
    path.write_text(file_html(page, INLINE, title="Who holds what"), "utf-8")


def _coordinates(outlines: np.ndarray, axis: int) -> list[Any]:
    """Return one coordinate of each outline, as short numbers or in binary, whichever takes less room."""
    columns = [ring[:, axis] for ring in map(shapely.get_coordinates, outlines)]
    if np.mean([len(numbers) for numbers in columns]) > 40:
        return [numbers.astype(np.float32) for numbers in columns]
    return [np.round(numbers, 5).tolist() for numbers in columns]


_SLIDER = "Bokeh.documents[0].get_model_by_name('day')"

PEER = Peer(
    name="bokeh",
    write=write,
    ready=f"Boolean(window.Bokeh?.documents[0] && {_SLIDER})",
    go=f"(day) => {{ {_SLIDER}.value = day.index; }}",
    at=f"(day) => {_SLIDER}.value === day.index",
)
