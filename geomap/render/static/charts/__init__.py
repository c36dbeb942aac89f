"""Charts of shares: through time, and of one day. A figure of its own, or an inset in a sheet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from geomap.errors import UsageError
from geomap.paper import Paper, as_high_as, with_height
from geomap.render.static.charts.area import draw_area
from geomap.render.static.charts.barplot import draw_bars, height_of
from geomap.render.static.charts.key import Key, fit_key, key_height
from geomap.render.static.charts.page import ChartContent, day_or
from geomap.render.static.furniture import draw_foot, draw_head, foot_height, is_narrow
from geomap.render.static.legend import draw_legend
from geomap.render.static.sheet import Sheet, quiet_settings
from geomap.render.static.view import Box
from geomap.stack import stack_of

if TYPE_CHECKING:
    from geomap.scene import Scene

AREA, BARS = "area", "bars"
KINDS = (AREA, BARS)
#: A chart is so wide, in inches, and as high as it needs to be.
PAPER = Paper(10.0, None)
#: A chart through time whose height is not said is so high for its width, within these inches.
HIGH, LEAST_HIGH, MOST_HIGH = 0.56, 4.0, 8.0
#: On a narrow sheet, where the key stands below, the chart alone is so high for its width.
HIGH_NARROW = 0.8
#: A sheet whose height follows from what is drawn is first tried on one so high, in inches.
TRIAL_HEIGHT = 60.0
#: Between head, chart, key and foot, in inches.
GAP = 0.14


def chart(scene: Scene, suffix: str, *, paper: Paper | None = None, **chosen: object) -> bytes:
    """Return a chart of the shares of a scene as the bytes of a file: see ``geomap.render.chart``."""
    with quiet_settings():
        return draw_figure(scene, paper=paper, **chosen).save(suffix)


def draw_figure(
    scene: Scene,
    *,
    kind: str = AREA,
    on: pd.Timestamp | str | None = None,
    first: pd.Timestamp | str | None = None,
    last: pd.Timestamp | str | None = None,
    paper: Paper | None = None,
) -> Sheet:
    """Return a chart as a sheet, drawn and not yet written."""
    if kind not in KINDS:
        msg = f"{kind!r} is no kind of chart. Use {' or '.join(KINDS)}."
        raise UsageError(msg)
    content, paper = _content(scene, kind, on, (first, last)), paper or PAPER
    look = {"mirror": content.is_rtl, "grey": scene.is_grey}
    if paper.height is None:
        paper = as_high_as(paper, _height_for(Sheet(with_height(paper, TRIAL_HEIGHT), **look), content))
    sheet = Sheet(paper, **look)
    head = draw_head(sheet, content)
    foot = foot_height(sheet, content, content.notes) + GAP
    left_out = draw_body(sheet, content, Box(sheet.margin, foot, sheet.width - sheet.margin, head - GAP / 2))
    notes = [content.say("chart.no_room", n=content.words.number(left_out))] if left_out else []
    draw_foot(sheet, content, [*content.notes, *notes])
    return sheet


def _height_for(trial: Sheet, content: ChartContent) -> float:
    """Return how high a sheet is that has just room for a chart: of bars all, through time a good shape."""
    around = trial.height - draw_head(trial, content) + foot_height(trial, content, content.notes) + 1.5 * GAP
    if content.stack is None:
        return around + height_of(trial, content)
    if is_narrow(trial):
        width = trial.width - 2 * trial.margin
        return around + HIGH_NARROW * width + key_height(trial, content, content.stack, width)
    return min(max(HIGH * trial.width, LEAST_HIGH), MOST_HIGH)


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
    """Draw the chart with its key in a box; return how many bars or bands found no room."""
    group, stack = sheet.group("layer-chart"), content.stack
    if stack is None:
        return draw_bars(sheet, group, body, content)
    if not stack.total:
        return 0
    key: Key = fit_key(sheet, content, stack, body)
    draw_area(sheet, group, key.chart, content, stack)
    draw_legend(sheet, key.box, key.columns, key.size)
    return len(stack.bands) - sum(entry.row is not None for column in key.columns for entry in column)
