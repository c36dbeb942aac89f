"""What a report says, found out and put into words: everything a template can show."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """One source behind a statement: its name as it is printed, and where it can be read, "" where not said."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class Change:
    """A place that changed hands: on which ``day``, ``reported`` as the sources date it, from what to what.

    ``km2`` is its own ground, 0 for a point; ``area`` the same in words.
    """

    day: str
    reported: str
    place: str
    km2: float
    area: str
    was: str
    became: str
    sources: tuple[Said, ...]


@dataclass(frozen=True)
class Share:
    """A party's part of the ground on the first and on the last day.

    ``first`` and ``last`` are per cent and ``first_area`` and ``last_area`` km2, in words; the pairs
    of numbers are least and most: ``first_range, last_range`` in per cent, ``first_km2, last_km2``.
    """

    party: str
    first: str
    last: str
    first_area: str
    last_area: str
    first_range: tuple[float, float]
    last_range: tuple[float, float]
    first_km2: tuple[float, float]
    last_km2: tuple[float, float]


@dataclass(frozen=True)
class Place:
    """A place at the start and at the end, in words; ``since`` is of the end, ``marks`` what is noted there."""

    name: str
    level: str
    km2: float
    area: str
    at_start: str
    at_end: str
    since: str
    marks: str
    changed: bool


@dataclass(frozen=True)
class Disagreement:
    """A place of which sources name different states: what is shown, and each other word."""

    place: str
    shown: str
    otherwise: tuple[str, ...]


@dataclass(frozen=True)
class Condition:
    """A siege, an assault, a truce or a presence that touches the period."""

    place: str
    what: str
    begin: str
    end: str


@dataclass(frozen=True)
class Voice:
    """A source of the report: how many of its records are used, the days they speak of, its addresses."""

    name: str
    n: int
    dates: str
    urls: tuple[str, ...]


@dataclass(frozen=True)
class Boundary:
    """Where outlines come from, and under which licence."""

    source: str
    licence: str


@dataclass(frozen=True)
class Findings:
    """All that a report says of an area and a period: plain text in one language, and the numbers behind it.

    ``brief`` are the sentences that sum it up, ``last_sentence`` and ``first_sentence`` who held how
    much; ``changes`` are at most ``ground.MOST_CHANGES`` and ``places`` at most ``gathering.MOST_PLACES``;
    ``more_changes`` and ``more_places`` say how many are left out.
    ``corrections`` says where a correction changed what an earlier map of the last day showed.
    ``figures`` are published numbers, never mixed with ours. ``known``, ``assessor`` and ``assessed`` may be
    empty.
    """

    kind: str
    title: str
    period: str
    first: str
    last: str
    known: str
    data_to: str
    assessor: str
    assessed: str
    brief: tuple[str, ...]
    first_sentence: str
    last_sentence: str
    changed: str
    changes: tuple[Change, ...]
    more_changes: str
    corrections: tuple[str, ...]
    shares: tuple[Share, ...]
    shares_note: str
    total_km2: float
    unknown: str
    unknown_km2: float
    figures: tuple[str, ...]
    disagreements: tuple[Disagreement, ...]
    conditions: tuple[Condition, ...]
    places: tuple[Place, ...]
    more_places: str
    sources: tuple[Voice, ...]
    boundaries: tuple[Boundary, ...]
    method: tuple[str, ...]
    notes: tuple[str, ...]
    disclaimer: str
    lang: str
    is_rtl: bool
