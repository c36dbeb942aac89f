"""One day of the large workload drawn by one tool: ``python -m benchmarks.drawing geomap day.png``."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from benchmarks.keeping import kept
from geomap import schema as s

#: Pixels of the sheet and of the plot beside it.
SIZE = (1600, 1200)


def geomap(path: Path) -> float:
    """Draw the whole sheet with its furniture; return the seconds from the scene on."""
    from geomap import compose  # noqa: PLC0415 - what is not measured is not imported
    from geomap.render import render  # noqa: PLC0415

    workload, _ = kept("large")
    scene = compose(
        workload.places, workload.records, workload.actors, show=workload.show, title="Who holds what"
    )
    start = time.perf_counter()
    path.write_bytes(render(scene, path.suffix, on=workload.last))
    return time.perf_counter() - start


def plot(path: Path) -> float:
    """Draw the polygons in their colours and nothing else, as ``GeoDataFrame.plot`` does."""
    _, timeline = kept("large")
    frame = timeline.places[[s.GEOMETRY]].assign(
        color=[timeline.fills[fill] for fill in timeline.table()[-1]]
    )
    start = time.perf_counter()
    import matplotlib as mpl  # noqa: PLC0415 - as above: what drawing needs, it waits for

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    figure, axes = plt.subplots(figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=100)
    frame.plot(ax=axes, color=frame["color"], edgecolor="white", linewidth=0.3)
    axes.set_axis_off()
    figure.savefig(path)
    return time.perf_counter() - start


def main(tool: str, path: str) -> None:
    """Draw, and say how long it took with all imports that drawing needs."""
    seconds = {"geomap": geomap, "geopandas.plot": plot}[tool](Path(path))
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main(*sys.argv[1:])
