"""The stacked chart of shares through time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geomap import schema as s
from geomap.measure import changes
from geomap.render.static import ink
from geomap.render.static.charts.plot import Plot, draw_days, draw_levels
from geomap.render.static.charts.tint import tinted
from geomap.render.static.fills import Grain, draw_fill
from geomap.render.static.ink import POINT
from geomap.render.static.paths import borders_of, lines_path, path_of
from geomap.render.static.toning import toned
from geomap.render.static.view import Box

if TYPE_CHECKING:
    from geomap.render.static.artists import Group
    from geomap.render.static.content import Content
    from geomap.render.static.sheet import Sheet
    from geomap.stack import Band, Stack

#: Room beside and below the plot for its axes, and above it for ticks at the changes, in inches.
AXES = (0.46, 0.2, 0.17)
#: Names within bands, the size most wanted first, in points.
NAME_SIZES = (10.0, 8.5, 7.5, 6.6)
#: Bands in which columns are narrower than this are parted by finer lines.
OPEN_COLUMN = 5 * POINT
TICKS = 9 * POINT
#: So many spots are tried for a name in a band.
MOST_TRIES = 300
#: Where broad upright bands stood side by side, they would be read as change through time: fine ones are a texture.
GRAINS = {"bands": Grain(scale=0.3), "checks": Grain(scale=0.7)}


def draw_area(sheet: Sheet, group: Group, box: Box, content: Content, stack: Stack) -> None:
    """Draw a stack in a box with its axes: days along the line, shares from 0 to 100 per cent."""
    plot = Plot(sheet, Box(box.x0 + AXES[0], box.y0 + AXES[1], box.x1, box.y1 - AXES[2]))
    own = sheet.group("chart-area", group)
    _draw_bands(plot, own, stack)
    draw_levels(plot, sheet.group("chart-levels", own), content, (0, 0.25, 0.5, 0.75, 1))
    draw_days(plot, sheet.group("chart-days", own), content, stack.first, stack.last)
    draw_ticks(plot, sheet.group("chart-changes", own), content, stack)
    _draw_names(plot, sheet.group("chart-names", own), content, stack)
    look = {"edgecolor": ink.FRAME, "linewidth": 0.6, "joinstyle": "miter"}
    sheet.shape(own, plot.cell(0, 0, 1, 1).path(), name="chart-frame", **look)


def _draw_bands(plot: Plot, group: Group, stack: Stack) -> None:
    """Draw every band in its fill, and thin lines between them."""
    shapes = {band.key: band_shape(plot, stack, at) for at, band in enumerate(stack.bands)}
    shapes = {key: shape for key, shape in shapes.items() if not shape.is_empty}
    narrow = float(np.median(np.diff(stack.ends))) * plot.box.width
    weight = min(1.0, narrow / OPEN_COLUMN)
    for band in stack.bands:
        if band.key in shapes:
            name = f"band-{band.key}"
            fill = tinted(band.fill, band.doubt)
            own = plot.sheet.group(name, group)
            look = {"name": name, "grain": GRAINS.get(fill.kind), "weight": weight}
            draw_fill(plot.sheet, own, {f"{name}-shape": shapes[band.key]}, fill, **look)
    if shapes:
        seams = borders_of(np.array(list(shapes.values()), dtype=object))
        plot.sheet.shape(group, seams, edgecolor=ink.SEAM, linewidth=0.7 * weight, name="band-seams")
    for band in stack.bands:
        if band.status == s.VACATED and band.key in shapes:
            look = {"edgecolor": ink.INK, "linewidth": 0.9, "linestyle": (0, (3, 2)), "capstyle": "butt"}
            plot.sheet.shape(group, path_of(shapes[band.key]), name="band-vacated-edge", **look)


def band_shape(plot: Plot, stack: Stack, at: int) -> shapely.Geometry:
    """Return a band on the sheet: steps at the days on which it changes, in as many parts as it has."""
    low, high = stack.edges[at], stack.edges[at + 1]
    there = stack.parts[at] > 0
    apart = np.maximum(low[1:], low[:-1]) >= np.minimum(high[1:], high[:-1])
    starts = there & np.append(True, ~there[:-1] | apart)
    run = np.cumsum(starts) - 1
    rings = []
    for number in range(int(starts.sum())):
        columns = np.flatnonzero(there & (run == number))
        ends = np.repeat(stack.ends[columns[0] : columns[-1] + 2], 2)[1:-1]
        x = [plot.x(part) for part in ends]
        above = [plot.y(part) for part in np.repeat(high[columns], 2)]
        below = [plot.y(part) for part in np.repeat(low[columns], 2)]
        rings.append(
            shapely.Polygon([*zip(x, above, strict=True), *reversed(list(zip(x, below, strict=True)))])
        )
    return shapely.simplify(shapely.MultiPolygon(rings), 0)


def draw_ticks(plot: Plot, group: Group, content: Content, stack: Stack) -> None:
    """Draw a tick above the plot for every day on which places change hands, taller where more do."""
    counts = changes(content.scene, stack.first, stack.last).groupby("day").size()
    if counts.empty:
        return
    span = (stack.last - stack.first).days + 1
    y = plot.box.y1 + 2 * POINT
    parts = (pd.DatetimeIndex(counts.index) - stack.first).days.to_numpy() / span
    heights = TICKS * (0.3 + 0.7 * np.sqrt(counts.to_numpy() / counts.max()))
    lines = [
        [(plot.x(part), y), (plot.x(part), y + height)]
        for part, height in zip(parts.tolist(), heights.tolist(), strict=True)
    ]
    look = {"edgecolor": ink.INK_2, "linewidth": 0.9, "capstyle": "butt"}
    plot.sheet.shape(group, lines_path(lines), name="chart-ticks", **look)


def _draw_names(plot: Plot, group: Group, content: Content, stack: Stack) -> None:
    """Write in each band who it is, where it has room: the name, else its short letters."""
    for at, band in enumerate(stack.bands):
        found = _room(plot, content, stack, at)
        if found is not None:
            (x, y), text, face = found
            face = toned(face, tinted(band.fill, band.doubt))
            plot.sheet.write(group, (x, y), text, face, align="center")


def _room(
    plot: Plot, content: Content, stack: Stack, at: int
) -> tuple[tuple[float, float], str, ink.Type] | None:
    """Return where the name of a band has room, the name and its type; none where it has not."""
    band = stack.bands[at]
    texts = list(dict.fromkeys((band_title(content, band), band_code(content, band))))
    for text in texts:
        for size in NAME_SIZES if band.status == s.CONTROL else NAME_SIZES[1:]:
            face = ink.NAME.sized(size)
            wide = plot.sheet.width_of(text, face) + 8 * POINT
            high = 0.95 * face.size * POINT
            spot = _widest(stack, at, wide / plot.box.width)
            if spot is not None and (spot[2] - spot[1]) * plot.box.height >= high + 3 * POINT:
                x = plot.box.x0 + spot[0] * plot.box.width
                y = plot.y((spot[1] + spot[2]) / 2) - 0.36 * face.size * POINT
                return (x, y), content.shown(text), face
    return None


def _widest(stack: Stack, at: int, wide: float) -> tuple[float, float, float] | None:
    """Return the middle, lower and upper edge of the highest stretch of a band that is ``wide``, in parts.

    Of several as high, one in the midst of them.
    """
    if wide >= 1:
        return None
    tries = np.concatenate([stack.ends[:-1], stack.ends[1:] - wide, np.linspace(0, 1 - wide, 60)])
    starts = np.unique(np.clip(tries, 0, 1 - wide))
    starts = starts[:: -(-len(starts) // MOST_TRIES)]
    left = np.searchsorted(stack.ends, starts, side="right") - 1
    right = np.searchsorted(stack.ends, starts + wide - 1e-9, side="left")
    spans = list(zip(left.tolist(), right.tolist(), strict=True))
    low = np.array([stack.edges[at, begin:end].max() for begin, end in spans])
    high = np.array([stack.edges[at + 1, begin:end].min() for begin, end in spans])
    if (high <= low).all():
        return None
    best = np.flatnonzero(high - low >= 0.97 * (high - low).max())
    spot = int(best[np.argmin(np.abs(starts[best] - np.median(starts[best])))])
    return float(starts[spot] + wide / 2), float(low[spot]), float(high[spot])


def band_name(content: Content, band: Band) -> str:
    """Return what a band is called: a party's name, or the kind of state."""
    if band.status == s.CONTROL:
        name = content.party(band.parties[0]) if band.parties else content.say("state.no_party")
        return content.say(f"chart.{band.doubt}", party=name) if band.doubt else name
    return content.say(f"status.{band.status}")


def band_title(content: Content, band: Band) -> str:
    """Return what a band is called where it stands alone: the kind of state, and whose it is."""
    name = band_name(content, band)
    if band.status == s.CONTROL or not band.parties:
        return name
    return content.say("chart.joint", status=name, parties=content.codes(band.parties))


def band_code(content: Content, band: Band) -> str:
    """Return the short letters of a band: of its parties, else the kind of state."""
    return content.codes(band.parties) or content.say(f"status.{band.status}")
