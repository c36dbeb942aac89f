"""What the runner needs to know of one thing that is measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


class NotFinishedError(Exception):
    """A tool did not come to its end within the caps, or cannot be had; says why in a few words."""


@dataclass(frozen=True)
class Part:
    """A table of results: a case a section, a tool a row, a measure a column.

    ``measure`` takes a case and a tool and returns one number for each measure, or raises
    ``NotFinishedError``. The first tool of ``who`` is the one that the others are compared with.
    ``measures`` is a heading for each number, with its unit in brackets; a heading that ends in
    ``[ ]`` has none. ``prepare`` is called once before.
    """

    name: str
    title: str
    cases: Mapping[str, str]
    who: Callable[[str], list[str]]
    measure: Callable[[str, str], dict[str, float]]
    measures: Mapping[str, str]
    prepare: Callable[[], Any] = field(default=lambda: None)
    by_itself: bool = False  # each row stands alone: no ratios
