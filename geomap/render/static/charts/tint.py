"""The look of what sources leave open: the fill of the party, lightened."""

from __future__ import annotations

from dataclasses import replace

from geomap.style import Fill

#: How far towards white: ground that another source gives to others, and ground that a claim does.
LIGHTER = {"": 0.0, "claim": 0.35, "dissent": 0.62}


def tinted(fill: Fill, doubt: str) -> Fill:
    """Return a fill as it is drawn of ground against which something is said: see ``stack.Band``."""
    share = LIGHTER[doubt]
    return replace(fill, colors=tuple(_lightened(color, share) for color in fill.colors)) if share else fill


def _lightened(color: str, share: float) -> str:
    parts = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(value + (255 - value) * share):02x}" for value in parts)
