"""Which days a film shows, and for how long."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geomap.errors import GeomapWarning, UsageError
from geomap.measure import changes

if TYPE_CHECKING:
    from geomap.scene import Scene

#: A film has no more pictures than this.
MOST_PICTURES = 600
STEPS = {"day": "D", "week": "7D", "month": "MS", "year": "YS"}
#: No steps where the days of change have room, else the finest that has.
AUTO = "auto"
#: A picture on which nothing changed is shown for this part of the time of the others, but no shorter, in seconds.
PASSING, LEAST = 0.25, 0.12
#: The first and the last picture are shown for so many times as long.
AT_FIRST, AT_LAST = 1.5, 2.5

A_DAY = pd.Timedelta(days=1)


@dataclass(frozen=True)
class Shot:
    """One picture of a film: the day, for how many seconds it is shown, and whether something changed."""

    day: pd.Timestamp
    seconds: float
    changed: bool


def shots_of(
    scene: Scene,
    *,
    days: Sequence[pd.Timestamp | str] | None = None,
    first: pd.Timestamp | str | None = None,
    last: pd.Timestamp | str | None = None,
    every: str | None = None,
    hold: float = 1.2,
) -> list[Shot]:
    """Return the pictures of a film, in order of days.

    By default the first day, every day on which a place changes hands, and the last. ``every`` (``day``,
    ``week``, ``month`` or ``year``) adds days in regular steps; where the days of change are too many
    to stand among them, the steps alone are shown, and a ``GeomapWarning`` says so; ``auto`` takes steps only
    where the days of change are too many. A picture on which something
    changed is held for ``hold`` seconds, one on which nothing did passes quicker; the first and the
    last are held longer. ``days`` names the days itself.

    Raises ``UsageError`` for days out of order, for an unknown step, and for more pictures than a
    film may have.
    """
    begin, end = (pd.Timestamp(given or own) for given, own in ((first, scene.first), (last, scene.last)))
    if begin > end:
        msg = f"The film would begin on {begin:%Y-%m-%d}, after its last day {end:%Y-%m-%d}. Swap the days."
        raise UsageError(msg)
    if not hold > 0:
        msg = f"A picture cannot be held for {hold:g} seconds. Write a number above 0, such as 1.2."
        raise UsageError(msg)
    if days is not None:
        shown = sorted({pd.Timestamp(day) for day in days}) or [scene.opens]
        begin, end = shown[0], shown[-1]
    changed = set(changes(scene, begin, end)["day"])
    if days is None:
        shown = _shown(begin, end, changed, every)
    if len(shown) > MOST_PICTURES:
        msg = f"{len(shown)} days are more pictures than a film may have: {MOST_PICTURES}. Name fewer."
        raise UsageError(msg)
    return _held(shown, sorted(changed), hold)


def _shown(
    begin: pd.Timestamp, end: pd.Timestamp, changed: set[pd.Timestamp], every: str | None
) -> list[pd.Timestamp]:
    """Return the days shown: those of change, and regular steps."""
    if every == AUTO:
        every = _fitting(begin, end, changed)
    if every is not None and every not in STEPS:
        msg = f"{every!r} is no step of a film. Use {', '.join(STEPS)} or {AUTO}."
        raise UsageError(msg)
    steps = [] if every is None else pd.date_range(begin, end, freq=STEPS[every])
    plain = sorted({begin, end, *steps})
    shown = sorted({*plain, *changed})
    if len(shown) <= MOST_PICTURES:
        return shown
    if every is None or len(plain) > MOST_PICTURES:
        n = len(shown) if every is None else len(plain)
        msg = (
            f"The film would have {n:,} pictures, and may have {MOST_PICTURES}. Show it in steps with --every month"
            ' (every="month"), or a shorter period with --from and --to.'
        )
        raise UsageError(msg)
    text = (
        f"{len(changed):,} days of change are too many to stand in the film among the steps: each picture shows"
        f" all that changed since the one before it, {every} by {every}."
    )
    warnings.warn(text, GeomapWarning, stacklevel=4)
    return plain


def _fitting(begin: pd.Timestamp, end: pd.Timestamp, changed: set[pd.Timestamp]) -> str | None:
    """Return the finest step in which a film has room: none where its days of change have."""
    if len({begin, end, *changed}) <= MOST_PICTURES:
        return None
    fits = (step for step in STEPS if len(pd.date_range(begin, end, freq=STEPS[step])) + 2 <= MOST_PICTURES)
    return next(fits, "year")


def _held(shown: list[pd.Timestamp], changed: list[pd.Timestamp], hold: float) -> list[Shot]:
    """Return the pictures with the time that each is shown."""
    index = pd.DatetimeIndex(changed)
    shots = []
    for at, day in enumerate(shown):
        before = shown[at - 1] if at else day - A_DAY
        is_new = bool(at) and index.searchsorted(day, side="right") > index.searchsorted(before, side="right")
        seconds = hold if is_new else max(PASSING * hold, LEAST)
        if at == 0:
            seconds = AT_FIRST * hold
        if at == len(shown) - 1:
            seconds = AT_LAST * hold
        shots.append(Shot(day, round(seconds, 2), is_new))
    return shots
