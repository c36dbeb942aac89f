"""Charts of shares: through time, and of one day. A figure of its own, or an inset in a sheet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from geomap.errors import UsageError
from geomap.render.static.charts.area import draw_area
from geomap.render.static.charts.bars import draw_bars, height_of
from geomap.render.static.charts.key import fit_key
from geomap.render.static.charts.page import ChartContent, day_or, draw_chart_head
from geomap.render.static.furniture import MARGIN, draw_foot, foot_height
from geomap.render.static.legend import draw_legend
from geomap.render.static.sheet import Sheet, quiet_settings
from geomap.render.static.view import Box
from geomap.stack import stack_of

if TYPE_CHECKING:
    from geomap.render.static.artists import Group
    from geomap.render.static.content import Content
    from geomap.scene import Scene

AREA, BARS = "area", "bars"
KINDS = (AREA, BARS)
#: Width and height of a chart, in inches.
SIZE = (10.0, 5.6)
LEAST_HEIGHT = 2.6
#: Between the chart and its key, in inches.
KEY_GAP = 0.26


def chart(
    scene: Scene,
    suffix: str,
    *,
    kind: str = AREA,
    on: pd.Timestamp | str | None = None,
    first: pd.Timestamp | str | None = None,
    last: pd.Timestamp | str | None = None,
) -> bytes:
    """Return a chart of the shares of a scene as the bytes of a file: see ``geomap.render.chart``."""
    with quiet_settings():
        return draw_figure(scene, kind=kind, on=on, first=first, last=last).save(suffix)


def draw_figure(
    scene: Scene,
    *,
    kind: str = AREA,
    on: pd.Timestamp | str | None = None,
    first: pd.Timestamp | str | None = None,
    last: pd.Timestamp | str | None = None,
) -> Sheet:
    """Return a chart as a sheet, drawn and not yet written."""
    if kind not in KINDS:
        msg = f"{kind!r} is no kind of chart. Use {' or '.join(KINDS)}."
        raise UsageError(msg)
    content = _content(scene, kind, on, (first, last))
    sheet, spare = _drawn(content, SIZE)
    if content.stack is None and spare > 0:
        sheet, _ = _drawn(content, (SIZE[0], max(SIZE[1] - spare, LEAST_HEIGHT)))
    return sheet


def _drawn(content: ChartContent, size: tuple[float, float]) -> tuple[Sheet, float]:
    """Return a chart drawn on a sheet of a size, and how much of its height bars leave bare."""
    sheet = Sheet(*size, mirror=content.is_rtl)
    head = draw_chart_head(sheet, content)
    body = Box(MARGIN, foot_height(sheet, content, content.notes) + 0.14, sheet.width - MARGIN, head)
    left_out = draw_body(sheet, content, body)
    notes = content.notes + ([content.say("chart.no_room", n=left_out)] if left_out else [])
    draw_foot(sheet, content, notes)
    return sheet, 0.0 if content.stack is not None else body.height - height_of(content)


def _content(scene: Scene, kind: str, on: object, period: tuple[object, object]) -> ChartContent:
    """Return what the chart says, of the scene without its background. Raises ``UsageError`` for days out of order."""
    scene = replace(scene, context=())
    if kind == BARS:
        return ChartContent(scene, day_or(on, scene.opens))
    first, last = day_or(period[0], scene.first), day_or(period[1], scene.last)
    if first > last:
        msg = f"The chart would begin on {first:%Y-%m-%d}, after its last day {last:%Y-%m-%d}. Swap the days."
        raise UsageError(msg)
    return ChartContent(scene, last, stack=stack_of(scene, first=first, last=last))


def draw_body(sheet: Sheet, content: ChartContent, body: Box) -> int:
    """Draw the chart with its key in a box; return how much of it found no room."""
    group, stack = sheet.group("layer-chart"), content.stack
    if stack is None:
        return draw_bars(sheet, group, body, content)
    if not stack.total:
        return 0
    columns, size, width = fit_key(sheet, content, stack, body.height)
    key = Box(body.x1 - width, body.y0, body.x1, body.y1)
    draw_area(sheet, group, Box(body.x0, body.y0, key.x0 - KEY_GAP, body.y1), content, stack)
    draw_legend(sheet, key, columns, size)
    shown = sum(entry.row is not None for column in columns for entry in column)
    return len(stack.bands) - shown


def draw_chart(sheet: Sheet, group: Group, box: Box, content: Content, *, kind: str) -> None:
    """Draw a small chart of the scene in a box of a sheet: through time, or of the sheet's day."""
    if kind == BARS:
        draw_bars(sheet, group, box, content)
        return
    stack = stack_of(content.scene)
    if stack.total:
        draw_area(sheet, group, box, content, stack)
