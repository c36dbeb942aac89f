"""What a state looks like: fills, hatches and marks, the same on the page and on the sheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from geomap import schema as s

#: Colour of a party that the actors table does not colour.
NEUTRAL = "#8a8f98"

#: What is drawn for each status: see ``Fill``.
KINDS = {
    s.CONTROL: "solid",
    s.CONTESTED: "stripes",
    s.SHARED: "bands",
    s.DISPUTED: "checks",
    s.VACATED: "vacated",
    s.UNKNOWN: "unknown",
}

#: Marks beside a state, in the order in which they are drawn and explained.
MARKS = ("dissent", "claim", "stale", "besieged", "assault", "truce", "presence")


@dataclass(frozen=True)
class Fill:
    """How a polygon is filled.

    ``kind`` is ``solid`` (one party, with its own ``pattern`` tone on tone), ``stripes``
    (contested: diagonal, of equal width), ``bands`` (shared: broad and upright), ``checks``
    (disputed: a chequerboard), ``vacated`` (empty, a heavy dashed outline and a V) or ``unknown``
    (grey dots). ``colors`` are those of the parties, in the order of the actors table.
    """

    kind: str
    colors: tuple[str, ...] = ()
    pattern: str = "none"


@dataclass(frozen=True)
class LegendRow:
    """One line of a legend: a state's fill or a mark, and the parties it speaks of.

    ``kind`` is ``state`` or ``mark``; ``key`` is a fill key or one of ``MARKS``.
    """

    kind: str
    key: str
    status: str
    parties: tuple[str, ...]
    fill: Fill | None


def fill_key(status: str, parties: Iterable[str]) -> str:
    """Return the short name of a state's fill, such as ``control:is`` or ``contested:a+b``."""
    return f"{status}:{'+'.join(parties)}" if parties else status


def fill_of(status: str, parties: tuple[str, ...], actors: pd.DataFrame) -> Fill:
    """Return how a state is filled.

    Colour never stands alone: a party has a pattern beside its colour, and states in which no one
    party holds the place are told apart by shape.
    """
    ordered = in_order(parties, actors)
    colors = tuple(actors.at[party, s.COLOR] if party in actors.index else NEUTRAL for party in ordered)
    pattern = "none"
    if status == s.CONTROL and ordered and ordered[0] in actors.index:
        pattern = actors.at[ordered[0], s.PATTERN] or "none"
    return Fill(KINDS[status], colors, pattern)


def in_order(parties: Iterable[str], actors: pd.DataFrame) -> tuple[str, ...]:
    """Return the parties in the order of the actors table; unlisted ones last, by name."""
    rank = {actor: position for position, actor in enumerate(actors.index)}
    return tuple(sorted(parties, key=lambda party: (rank.get(party, len(rank)), party)))


def marks_of(dissent: tuple, claimed: tuple, stale: bool, conditions: Iterable[str]) -> tuple[str, ...]:  # noqa: FBT001
    """Return the marks of a state, in the order of ``MARKS``."""
    present = set(conditions)
    present |= {"dissent"} if dissent else set()
    present |= {"claim"} if claimed else set()
    present |= {"stale"} if stale else set()
    return tuple(mark for mark in MARKS if mark in present)


def legend_rows(states: pd.DataFrame, actors: pd.DataFrame) -> tuple[LegendRow, ...]:
    """Return a legend of what is on the map, and of nothing else.

    ``states`` has ``status``, ``parties``, ``marks`` and ``drawn`` (false: owns no ground and is
    no symbol). First who controls, in the order of the actors table, then contested, shared,
    disputed, vacated, unknown, then the marks.
    """
    drawn = states[states["drawn"]]
    shown = sorted(
        set(zip(*(drawn[name].to_numpy(dtype=object) for name in (s.STATUS, s.PARTIES)), strict=True))
    )
    rank = {actor: position for position, actor in enumerate(actors.index)}

    def order(state: tuple[str, tuple[str, ...]]) -> tuple:
        status, parties = state
        return s.STATE_STATUSES.index(status), [
            rank.get(party, len(rank)) for party in in_order(parties, actors)
        ]

    rows = [
        LegendRow(
            "state",
            fill_key(status, parties),
            status,
            in_order(parties, actors),
            fill_of(status, parties, actors),
        )
        for status, parties in sorted(shown, key=order)
    ]
    present = {mark for marks in states["marks"] for mark in marks}
    marks = [LegendRow("mark", mark, "", (), None) for mark in MARKS if mark in present]
    return tuple(rows + marks)


def luminance_of(color: str) -> float:
    """Return the relative luminance of a colour, from 0 to 1 (WCAG 2.2)."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
