"""Places, records and what goes on beside control, as columns of whole numbers."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain, count
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geomap import schema as s
from geomap.control.keys import positions_in
from geomap.control.ledger import to_days
from geomap.partition import DRAWN, KM2
from geomap.render.payload.arcs import numbers_of
from geomap.style import fill_of

if TYPE_CHECKING:
    from geomap.scene import Scene

_NAMES = (s.NAME, s.NAME_AR, s.NAME_FR)
#: Areas keep so many digits of the middling place.
AREA_DIGITS = 3


class Texts:
    """Texts, each kept once and then named by its position."""

    def __init__(self) -> None:
        self._position: defaultdict[str, int] = defaultdict(count().__next__, {})
        self._position[""]  # the empty text is the first

    def column(self, values: pd.Series | pd.Index | np.ndarray) -> np.ndarray:
        """Return the positions of texts, adding what is new; the empty text is 0."""
        codes, distinct = pd.factorize(values)
        at = map(self._position.__getitem__, distinct.tolist())
        return np.fromiter(at, dtype=np.int64, count=len(distinct))[codes]

    def listed(self) -> list[str]:
        """Return the texts in the order of their positions."""
        return list(self._position)


class States:
    """The distinct states of a scene with the fill each one has, numbered as they turn up."""

    def __init__(self, actors: pd.DataFrame) -> None:
        self._actors = actors
        self._number: dict[tuple[str, tuple[str, ...]], int] = {}

    def column(self, status: pd.Series, parties: pd.Series) -> np.ndarray:
        """Return the number of each state, adding what is new."""
        codes, pairs = _distinct(status, parties)
        at = [self._number.setdefault(pair, len(self._number)) for pair in pairs]
        return np.array(at, dtype=np.int64)[codes]

    def known(self, status: pd.Series, parties: pd.Series) -> np.ndarray:
        """Return the number of each state, -1 for one that never turned up."""
        codes, pairs = _distinct(status, parties)
        return np.array([self._number.get(pair, -1) for pair in pairs], dtype=np.int64)[codes]

    def packed(self) -> list[dict[str, Any]]:
        """Return every state with its fill."""
        rows = []
        for status, parties in self._number:
            fill = fill_of(status, parties, self._actors)
            drawn = {"kind": fill.kind, "colors": list(fill.colors), "pattern": fill.pattern}
            rows.append({"status": status, "parties": list(parties), **drawn})
        return rows


def to_day(day: pd.Timestamp) -> int:
    """Return a day as the number of days since 1970-01-01.

    >>> to_day(pd.Timestamp("2018-03-22"))
    17612
    """
    return int(np.datetime64(pd.Timestamp(day), "D").astype(int))


def place_columns(scene: Scene, tree: pd.Index, texts: Texts) -> tuple[dict[str, np.ndarray], float]:
    """Return the columns of the tree's places (those shown come first) and the unit of their areas."""
    places, rows = scene.places, scene.tree.reindex(tree)
    km2 = places[KM2].to_numpy(dtype=float)
    unit, parent = area_unit(km2), positions_in(tree, rows[s.PARENT])
    columns = {
        **{f"tree.{name}": texts.column(rows[name]) for name in _NAMES},
        **_aliases(rows, texts),
        "tree.level": texts.column(rows[s.LEVEL]),
        "tree.place_id": texts.column(tree),
        "tree.parent": parent + 1,
        "places.source": texts.column(places[s.SOURCE]),
        "places.licence": texts.column(places[s.LICENCE]),
        "places.approximate": places[s.APPROXIMATE].to_numpy(dtype=np.int64),
        "places.drawn": places[DRAWN].to_numpy(dtype=np.int64),
        "places.depth": _depths(parent, len(places)),
        "places.km2": np.rint(km2 / unit).astype(np.int64),
    }
    return columns, unit


def _aliases(rows: pd.DataFrame, texts: Texts) -> dict[str, np.ndarray]:
    """Return the other names of each place, ``;`` between them; no column where no place has any."""
    joined = pd.Series([";".join(names) for names in rows[s.ALIASES]], index=rows.index, dtype=object)
    return {f"tree.{s.ALIASES}": texts.column(joined)} if joined.any() else {}


def _depths(parent: np.ndarray, n_shown: int) -> np.ndarray:
    """Return how many of the shown places stand above each of them: 0 for the coarsest."""
    depth = np.zeros(n_shown, dtype=np.int64)
    above = parent[:n_shown]
    while (above >= 0).any():
        depth += (above >= 0) & (above < n_shown)
        above = np.where(above >= 0, parent[above], -1)
    return depth


def area_unit(km2: np.ndarray) -> float:
    """Return the unit that areas are counted in: 0.0001 to 1 km2, a few digits of the middling place.

    >>> area_unit(np.array([4.2, 18.0, 33.0])), area_unit(np.array([]))
    (0.1, 0.0001)
    """
    sized = km2[km2 > 0]
    digits = AREA_DIGITS - 1 - math.floor(math.log10(float(np.median(sized)))) if len(sized) else 4
    return 10.0 ** -min(max(digits, 0), 4)


_RECORD_TEXTS = (s.URL, s.CORRECTS, s.NOTE, s.NOTE_AR)
_SAID = (s.CLAIM, s.STATUS, s.PARTIES, s.SCOPE, s.CONFIDENCE)
_VOICE = (s.SOURCE, s.VIA)


def record_columns(
    records: pd.DataFrame, tree: pd.Index, texts: Texts
) -> tuple[dict[str, np.ndarray], dict[str, list]]:
    """Return the columns of the records in their own order, and what they say and who says it.

    ``said`` and ``voices`` are positions in two lists of distinct rows. ``effective`` is 0 where
    it is told by the first and the last day, else a text's position and one more.
    """
    first, last, reported = (to_days(records[name]) for name in (s.FIRST, s.LAST, s.REPORTED))
    said, claims = _distinct(*(records[name] for name in _SAID))
    voices, sources = _distinct(*(records[name] for name in _VOICE))
    effective = records[s.EFFECTIVE].to_numpy(dtype=object)
    odd = effective != _plain_effective(first, last)
    told = np.zeros(len(records), dtype=np.int64)
    told[odd] = 1 + texts.column(effective[odd])
    columns = {
        "id": texts.column(records.index),
        "place": positions_in(tree, records[s.PLACE_ID]),
        "first": first,
        "length": last - first,
        "lag": reported - last,
        "given": records[s.REPORTED_GIVEN].to_numpy(dtype=np.int64),
        "said": said,
        "voice": voices,
        s.EFFECTIVE: told,
        **{name: texts.column(records[name]) for name in _RECORD_TEXTS},
    }
    return columns, {"said": _named(_SAID, claims), "voices": _named(_VOICE, sources)}


def _distinct(*columns: pd.Series) -> tuple[np.ndarray, list[tuple]]:
    """Return, for each row, the position of its values among the distinct rows, and those in turn."""
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        codes, values = pd.factorize(column)
        key = pd.factorize(key * (len(values) + 1) + codes)[0]
    first = np.flatnonzero(~pd.Series(key).duplicated().to_numpy())
    return key, list(zip(*(column.iloc[first].tolist() for column in columns), strict=True))


def _named(names: Sequence[str], rows: list[tuple]) -> list[dict[str, Any]]:
    return [dict(zip(names, map(_plain, row), strict=True)) for row in rows]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else str(value)


def _plain_effective(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Return how a window reads that is given by its days: one day, or two with a slash between."""
    at, number = numbers_of(first, last)
    begin, end = (days[at].astype("datetime64[D]").astype(str).astype(object) for days in (first, last))
    return np.where(begin == end, begin, begin + "/" + end)[number]


def condition_columns(
    conditions: pd.DataFrame, tree: pd.Index, ids: pd.Index, actors: pd.Index
) -> dict[str, np.ndarray]:
    """Return the columns of the conditions; ``to`` is how many days one lasts, 0 while it does."""
    begin, end = to_days(conditions[s.VALID_FROM]), to_days(conditions[s.VALID_TO])
    lasts = conditions[s.VALID_TO].isna().to_numpy()
    return {
        "place": positions_in(tree, conditions[s.PLACE_ID]),
        "condition": np.array([s.CONDITIONS.index(name) for name in conditions[s.CONDITION]], dtype=np.int64),
        "from": begin,
        "to": np.where(lasts, 0, end - begin),
        **_listed("parties", conditions[s.PARTIES], actors),
        **_listed("records", conditions[s.RECORD_IDS], ids),
    }


def _listed(name: str, values: pd.Series, index: pd.Index) -> dict[str, np.ndarray]:
    """Return lists of names as positions in ``index``, end to end, and how many there are of each."""
    n = np.array([len(value) for value in values], dtype=np.int64)
    return {f"{name}.n": n, name: index.get_indexer(list(chain.from_iterable(values))).astype(np.int64)}


def figure_rows(figures: pd.DataFrame | None) -> list[dict[str, Any]]:
    """Return the published figures, a row each."""
    if figures is None or figures.empty:
        return []
    columns = (s.PLACE_ID, s.ON_TEXT, s.ACTOR, s.MEASURE, s.OP, s.SOURCE, s.VIA, s.URL)
    return [
        {name: str(row[name]) for name in columns} | {s.ON: to_day(row[s.ON]), s.VALUE: float(row[s.VALUE])}
        for _, row in figures.iterrows()
    ]
