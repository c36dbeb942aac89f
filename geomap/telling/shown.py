"""What of a map's history a sheet of some days shows: where none of it has changed, the sheet is as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from geomap import schema as s
from geomap.measure import latest_changes, shares
from geomap.telling.corrections import corrected_lines

if TYPE_CHECKING:
    from geomap.scene import Scene


@dataclass(frozen=True)
class Shown:
    """What a sheet of days, in order, takes from records and what follows from them.

    A sheet asks for nothing else that depends on records, but for its ``inset``, which may show all days of the map:
    then every spell counts, the status and the parties of records, and from when to when the map goes.
    """

    scene: Scene
    days: tuple[pd.Timestamp, ...]

    @cached_property
    def states(self) -> pd.DataFrame:
        """The state of every place on the last day; see ``Scene.states``."""
        return self.scene.states(self.days[-1])

    @cached_property
    def shares(self) -> pd.DataFrame:
        """Each party's share of the ground on the last day, by party; see ``measure.shares``."""
        return shares(self.scene, self.days[-1]).set_index(s.ACTOR)

    @cached_property
    def latest(self) -> pd.DataFrame:
        """What changed hands on the last day on which anything did; see ``measure.latest_changes``."""
        return latest_changes(self.scene, self.days[-1])

    @cached_property
    def corrected(self) -> list[str]:
        """What was corrected since an earlier sheet; see ``corrected_lines``."""
        return corrected_lines(self.scene, self.days)

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Who says so; see ``Scene.sources``."""
        return self.scene.sources()

    @cached_property
    def data_to(self) -> pd.Timestamp:
        """The day up to which the records reach."""
        return self.scene.data_to

    def facts(self) -> Iterator[pd.DataFrame | str]:
        """Yield all of it, and what is said of each day, for a comparison with an earlier sheet."""
        scene = self.scene
        for day in self.days:
            yield f"{day};{scene.title_on(day)};{scene.titles_on(day)}"
            yield scene.states(day)
        yield from (self.shares, self.latest, self.sources.drop(columns="n"))
        yield f"{self.corrected};{self.data_to}"
        if scene.inset:
            yield f"{scene.first};{scene.last}"
            yield from (scene.spells, scene.records[[s.STATUS, s.PARTIES]])
