"""The strip below the map of a film: who holds how much that day, and where the day lies in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap import schema as s
from geomap.render.static import ink
from geomap.render.static.charts.area import band_code, draw_ticks
from geomap.render.static.charts.plot import Plot, draw_days
from geomap.render.static.charts.tint import tinted
from geomap.render.static.fills import draw_fill
from geomap.render.static.ink import POINT
from geomap.render.static.paths import lines_path
from geomap.render.static.toning import toned
from geomap.render.static.view import Box

if TYPE_CHECKING:
    import pandas as pd

    from geomap.render.static.artists import Group
    from geomap.render.static.content import Content
    from geomap.render.static.sheet import Sheet
    from geomap.stack import Stack

#: How high the strip is, and the bar in it, in inches.
STRIP, BAR = 0.74, 0.24
#: Room for the years below the line of time, and for the ticks above it.
YEARS, TICKS = 0.17, 0.15
LABEL = ink.Type(7.6, "bold", halo=2.0)


def draw_time(sheet: Sheet, content: Content, stack: Stack, box: Box) -> None:
    """Draw what stays: the line of time with its years, and a tick for every day of change."""
    plot, group = _time(sheet, box), sheet.group("layer-time")
    line = [(plot.x(0), plot.y(0)), (plot.x(1), plot.y(0))]
    sheet.shape(group, lines_path([line]), edgecolor=ink.FRAME, linewidth=0.8)
    draw_days(plot, group, content, stack.first, stack.last)
    draw_ticks(plot, group, content, stack)


def draw_day(sheet: Sheet, content: Content, stack: Stack, box: Box, day: pd.Timestamp) -> None:
    """Draw what moves: the bar of shares, and the mark of the day on the line of time."""
    group = sheet.group("layer-strip")
    plot = _time(sheet, box)
    span = (stack.last - stack.first).days + 1
    x, y = plot.x((day - stack.first).days / span), plot.y(0)
    # It points down at the line: below it stand the dates.
    half, tip = 4.2 * POINT, y + 0.8 * POINT
    mark = [(x, tip), (x - half, tip + 1.9 * half), (x + half, tip + 1.9 * half), (x, tip)]
    look = {"facecolor": ink.INK, "edgecolor": ink.PAPER, "linewidth": 1.0, "joinstyle": "miter"}
    sheet.shape(group, lines_path([mark]), name="day", **look)
    if stack.total:
        _draw_bar(sheet, group, content, stack, Box(box.x0, box.y1 - BAR, box.x1, box.y1), day)


def _time(sheet: Sheet, box: Box) -> Plot:
    return Plot(sheet, Box(box.x0, box.y0 + YEARS, box.x1, box.y0 + YEARS + 0.01))


def _draw_bar(
    sheet: Sheet, group: Group, content: Content, stack: Stack, box: Box, day: pd.Timestamp
) -> None:
    """Draw all ground of the day as one bar, its bands side by side, each with who and how much where it has room."""
    plot, column = Plot(sheet, box), stack.column(day)
    edges = stack.edges[:, column].tolist()
    for band, low, high in zip(stack.bands, edges, edges[1:], strict=False):
        if high <= low:
            continue
        cell, name = plot.cell(low, 0, high, 1), f"share-{band.key}"
        fill = tinted(band.fill, band.doubt)
        draw_fill(sheet, sheet.group(name, group), {f"{name}-shape": cell.shape()}, fill, name=name)
        sheet.shape(group, cell.path(), edgecolor=ink.SEAM, linewidth=0.7, joinstyle="miter")
        if band.status == s.VACATED:
            look = {"edgecolor": ink.INK, "linewidth": 0.8, "linestyle": (0, (3, 2)), "joinstyle": "miter"}
            sheet.shape(group, cell.grown(-0.8 * POINT).path(), **look)
        share = content.percent(100 * (high - low), 100 * (high - low))
        at = (box.x0 + (low + high) / 2 * box.width, box.y0 + box.height / 2 - 0.36 * LABEL.size * POINT)
        for text in (f"{band_code(content, band)} {share}", share, band_code(content, band)):
            if sheet.width_of(text, LABEL) + 5 * POINT <= cell.width:
                sheet.write(group, at, content.shown(text), toned(LABEL, fill), align="center")
                break
    look = {"edgecolor": ink.FRAME, "linewidth": 0.5, "joinstyle": "miter"}
    sheet.shape(group, plot.cell(0, 0, 1, 1).path(), **look)
