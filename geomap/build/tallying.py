"""What the records came to over all maps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geomap import schema as s
from geomap.project import Data
from geomap.scene import Scene


@dataclass(frozen=True)
class Tally:
    """What the records came to: how many were read, decide, only claim, are not drawn; bare places."""

    read: int
    deciding: int
    claims: int
    not_drawn: int
    bare: tuple[str, ...]


def tally(data: Data, scenes: Sequence[Scene]) -> Tally:
    """Return what the records came to over all maps.

    A record decides if a place drawn on some map rests on it on some day in that map's range, or
    it opens or confirms a condition there; claims are of low confidence. Bare places have no
    holding record of their own.
    """
    deciding: set[str] = set()
    drawn: set[str] = set()
    for scene in scenes:
        drawn |= set(scene.records.index[scene.records[s.PLACE_ID].isin(scene.places.index)])
        for frame in (scene.spells, scene.conditions):
            within = (frame[s.VALID_FROM] <= scene.last) & (
                frame[s.VALID_TO].isna() | (frame[s.VALID_TO] > scene.first)
            )
            deciding |= {record for ids in frame.loc[within, s.RECORD_IDS] for record in ids}
    claims = data.records.index[data.records[s.CONFIDENCE] == "low"]
    held = set(data.records.loc[data.records[s.STATUS].isin(s.HOLDING), s.PLACE_ID])
    bare = sorted(set(data.places.index) - held)
    used = drawn | deciding
    return Tally(
        len(data.records), len(deciding), len(claims), len(set(data.records.index) - used), tuple(bare)
    )
