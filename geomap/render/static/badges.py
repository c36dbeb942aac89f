"""The marks beside a state: what the sources leave open on an ink disc, what happens on a white one.

They are the same signs as on the live page, each drawn on 18 by 18 units round its middle.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.path import Path

from geomap.render.static.ink import INK, PAPER, POINT, Type
from geomap.render.static.paths import lines_path

if TYPE_CHECKING:
    from geomap.render.static.artists import Group
    from geomap.render.static.sheet import Sheet

#: Radius of the disc in units, and of the unit in inches at full size.
RADIUS = 8.4
UNIT = 0.5 * POINT
#: From the middle of one badge to that of the next, in units.
STEP = 19.0
#: Marks for which the sources, not the ground, are the reason.
QUESTIONS = ("dissent", "claim", "stale", "disputed")


def _ring(radius: float) -> list[tuple[float, float]]:
    turns = np.linspace(0, 2 * math.pi, 33)
    return [(radius * math.cos(turn), radius * math.sin(turn)) for turn in turns]


def _rays(inner: float, outer: float) -> list[list[tuple[float, float]]]:
    turns = [math.radians(45 * step) for step in range(8)]
    return [[(r * math.cos(turn), r * math.sin(turn)) for r in (inner, outer)] for turn in turns]


#: Lines of each sign, the y axis upwards.
LINES = {
    "dissent": [[(-4, 1.8), (4, 1.8)], [(-4, -1.8), (4, -1.8)], [(2.4, 5), (-2.4, -5)]],
    "claim": [
        [
            (-4.6, 3.6),
            (4.6, 3.6),
            (4.6, -2.2),
            (-0.4, -2.2),
            (-3, -4.8),
            (-3, -2.2),
            (-4.6, -2.2),
            (-4.6, 3.6),
        ],
        [(-2, 0.7), (2, 0.7)],
    ],
    "stale": [_ring(4.6), [(0, 2.6), (0, -0.3), (2.1, -1.6)]],
    "besieged": [_ring(3.1), *_rays(3.1, 5.9)],
    "assault": [[(-4.8, 0), (3, 0)], [(0, 3.6), (3.8, 0), (0, -3.6)], [(5.6, 4), (5.6, -4)]],
    "truce": [[(-3.2, -5.4), (-3.2, 5.2)], [(-3.2, 4.8), (4.4, 4.8), (2.6, 2.2), (4.4, -0.4), (-3.2, -0.4)]],
    "presence": [],
    "disputed": [],
}
DIAMOND = [(0, -4.6), (4.6, 0), (0, 4.6), (-4.6, 0), (0, -4.6)]


def row_width(count: int, size: float = 1.0) -> float:
    """Return how wide ``count`` badges side by side are, in inches."""
    return ((count - 1) * STEP + 2 * RADIUS + 1.2) * UNIT * size if count else 0.0


def row_height(size: float = 1.0) -> float:
    """Return how high a badge is, in inches."""
    return (2 * RADIUS + 1.2) * UNIT * size


def draw_badge(
    sheet: Sheet, group: Group, middle: tuple[float, float], mark: str, *, size: float = 1.0, name: str = ""
) -> None:
    """Draw one mark with its middle at a point of the sheet."""
    asks = mark in QUESTIONS
    disc, line = (INK, PAPER) if asks else (PAPER, INK)
    unit = UNIT * size
    holder = sheet.group(name or f"mark-{mark}", group)
    look = {"facecolor": disc, "edgecolor": PAPER if asks else INK, "linewidth": 0.6 * size}
    sheet.shape(holder, _placed([_ring(RADIUS)], middle, unit), **look)
    if mark == "presence":
        sheet.shape(holder, _placed([DIAMOND], middle, unit), facecolor=line)
    elif mark == "disputed":
        at = (middle[0], middle[1] - 4.6 * unit)
        sheet.text(holder, at, "?", Type(6.3 * size, "bold", line), align="center")
    look = {"edgecolor": line, "linewidth": 0.75 * size, "capstyle": "round"}
    sheet.shape(holder, _placed(LINES[mark], middle, unit), **look)


def draw_row(
    sheet: Sheet, group: Group, start: tuple[float, float], marks: tuple[str, ...], *, name: str
) -> None:
    """Draw marks side by side from the left end of their row, at the height of its middle."""
    for at, mark in enumerate(marks):
        middle = (start[0] + ((RADIUS + 0.6) + at * STEP) * UNIT, start[1])
        draw_badge(sheet, group, middle, mark, name=f"{name}-{mark}")


def _placed(lines: list, middle: tuple[float, float], unit: float) -> Path:
    return lines_path([[(middle[0] + x * unit, middle[1] + y * unit) for x, y in line] for line in lines])
