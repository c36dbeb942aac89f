"""Who held how much of the ground through time: the columns and bands of a stacked chart.

Control changes on a day, and nothing between two days is made up: a band is a step function. Areas
are summed as whole numbers, so that the bands of every day add up to all of the ground exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geomap import schema as s
from geomap.errors import GeomapError
from geomap.measure import shares_of
from geomap.partition import DRAWN, IS_POINT, KM2
from geomap.style import Fill, fill_key, fill_of, in_order

if TYPE_CHECKING:
    from geomap.scene import Scene

#: What shares are shares of: square kilometres, or, where no place has ground, places.
AREA, COUNT = "km2", "places"
#: Areas are summed in millionths of a unit, a square metre of a square kilometre.
GRAIN = 1_000_000
#: What the sources say against ground that one party is shown to hold, the least first.
DOUBTS = ("", "claim", "dissent")

A_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Band:
    """One layer of a stack: ground in one state, and what is said against it.

    ``doubt`` is "", or, of ground that one party is shown to hold, ``claim`` where only a claim of
    low confidence names another state, and ``dissent`` where another source does (rule 4). By rule 9 a party's
    least is its bands without dissent; all else is left open.
    """

    status: str
    parties: tuple[str, ...]
    doubt: str
    fill: Fill

    @property
    def key(self) -> str:
        """Return a name for the band, such as ``control:is`` or ``control:is:dissent``."""
        key = fill_key(self.status, self.parties)
        return f"{key}:{self.doubt}" if self.doubt else key

    @property
    def is_sure(self) -> bool:
        """Whether the ground counts to the least that its party holds."""
        return self.status == s.CONTROL and self.doubt != "dissent"


@dataclass(frozen=True)
class Stack:
    """Bands, the lowest first, over columns of days from ``first`` to ``last``, both included.

    ``days`` has the first day of each column: the first of all, and every day on which a band
    changes. ``parts`` has a row a band and a column a run of days, in millionths of ``unit``
    (``km2``, or ``places`` where no place has ground), as whole numbers; ``total`` is their sum on every day.
    """

    bands: tuple[Band, ...]
    days: np.ndarray
    parts: np.ndarray
    total: int
    unit: str
    first: pd.Timestamp
    last: pd.Timestamp

    @cached_property
    def edges(self) -> np.ndarray:
        """Where bands begin and end, from 0 to exactly 1: one row more than there are bands."""
        sums = np.vstack([np.zeros((1, len(self.days)), dtype=np.int64), np.cumsum(self.parts, axis=0)])
        return sums / max(self.total, 1)

    @property
    def size(self) -> float:
        """All of the ground, in ``unit``."""
        return self.total / GRAIN

    @cached_property
    def ends(self) -> np.ndarray:
        """Where columns begin and end, from 0 to 1 of the days: one more than there are columns."""
        whole = (self.last.to_numpy() - self.first.to_numpy()) / A_DAY + 1
        return np.append((self.days - self.first.to_numpy()) / A_DAY, whole) / whole

    def column(self, day: pd.Timestamp | str) -> int:
        """Return the number of the column that a day lies in."""
        at = np.searchsorted(self.days, pd.Timestamp(day).to_numpy(), side="right") - 1
        return int(np.clip(at, 0, len(self.days) - 1))


def stack_of(
    scene: Scene, *, first: pd.Timestamp | str | None = None, last: pd.Timestamp | str | None = None
) -> Stack:
    """Return who held how much of the ground of a scene, day by day, as bands that add up to all of it.

    ``first`` and ``last`` default to those of the scene. The bands stand in the order of the
    legend: ground held by one party, in the order of the parties, each with what sources say
    against it next to it; then contested, shared, disputed, vacated and unknown ground. Without
    bands of doubt it is the chart under the slider of the live map. A place that is a point counts only
    where no place has ground: then places are counted.
    """
    begin, end = (pd.Timestamp(given or own) for given, own in ((first, scene.first), (last, scene.last)))
    if begin > end:
        msg = f"{begin:%Y-%m-%d} is after {end:%Y-%m-%d}. Swap the days."
        raise GeomapError(msg)
    sizes, unit = sizes_of(scene)
    spells = scene.spells
    size = np.rint(spells[s.PLACE_ID].map(sizes).fillna(0).to_numpy(dtype=float) * GRAIN).astype(np.int64)
    within = (spells[s.VALID_FROM] <= end) & ~(spells[s.VALID_TO] <= begin) & (size > 0)
    spells, size = spells[within], size[within.to_numpy()]
    bands, code = _bands(spells, scene)
    starts = np.maximum(spells[s.VALID_FROM].to_numpy(), begin.to_numpy()).astype("datetime64[D]")
    days, column = np.unique(np.append(starts, begin.to_numpy().astype("datetime64[D]")), return_inverse=True)
    stops = spells[s.VALID_TO].to_numpy().astype("datetime64[D]")
    steps = np.zeros((len(bands), len(days) + 1), dtype=np.int64)
    np.add.at(steps, (code, column[:-1]), size)
    stopped = ~np.isnat(stops) & (stops <= end.to_numpy())
    np.subtract.at(steps, (code[stopped], np.searchsorted(days, stops[stopped])), size[stopped])
    parts = np.cumsum(steps, axis=1)[:, :-1]
    changed = np.append(True, (np.diff(parts, axis=1) != 0).any(axis=0))
    total = int(parts[:, 0].sum()) if len(bands) else 0
    return Stack(bands, days[changed], parts[:, changed], total, unit, begin, end)


def sizes_of(scene: Scene) -> tuple[pd.Series, str]:
    """Return what each place counts for, and in which unit: its km2, or 1 where no place has ground."""
    places = scene.places
    if places[KM2].sum() > 0:
        return places[KM2].astype(float), AREA
    return (places[IS_POINT] & places[DRAWN]).astype(float), COUNT


def shares_in(scene: Scene, day: pd.Timestamp | str) -> pd.DataFrame:
    """Return the shares of a day as ``shares`` does; where no place has ground, of the places counted."""
    sizes, _ = sizes_of(scene)
    return shares_of(scene.states(day).assign(**{KM2: sizes}), scene.records, scene.actors)


def _bands(spells: pd.DataFrame, scene: Scene) -> tuple[tuple[Band, ...], np.ndarray]:
    """Return the bands that spells belong to, in their order, and the number of the band of each spell."""
    doubts = _doubts(spells, scene.records)
    columns = (spells[name].tolist() for name in (s.STATUS, s.PARTIES))
    codes, kinds = pd.factorize(pd.Series(list(zip(*columns, doubts, strict=True)), dtype=object))
    rank = {actor: at for at, actor in enumerate(scene.actors.index)}

    def order(at: int) -> tuple:
        status, parties, doubt = kinds[at]
        ranks = [(rank.get(each, len(rank)), each) for each in in_order(parties, scene.actors)]
        return s.STATE_STATUSES.index(status), ranks, DOUBTS.index(doubt)

    ordered = sorted(range(len(kinds)), key=order)
    number = np.empty(len(kinds), dtype=np.int64)
    number[ordered] = np.arange(len(kinds))
    bands = [
        Band(status, in_order(parties, scene.actors), doubt, fill_of(status, parties, scene.actors))
        for status, parties, doubt in (kinds[at] for at in ordered)
    ]
    return tuple(bands), number[codes]


def _doubts(spells: pd.DataFrame, records: pd.DataFrame) -> list[str]:
    """Return what is said against each spell of control: "", ``claim`` or ``dissent``."""
    doubts = [""] * len(spells)
    columns = (spells[name].tolist() for name in (s.STATUS, s.PARTIES, s.DISSENT_IDS, s.CLAIMED_IDS))
    said = dict(zip(records.index, zip(records[s.STATUS], records[s.PARTIES], strict=True), strict=True))
    for at, (status, parties, dissent, claimed) in enumerate(zip(*columns, strict=True)):
        if status != s.CONTROL or not (dissent or claimed):
            continue
        opposed = any(said[each] != (status, parties) for each in dissent if each in said)
        doubts[at] = "dissent" if opposed else "claim" if claimed else ""
    return doubts
