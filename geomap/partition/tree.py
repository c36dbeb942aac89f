"""The tree of places as positions: what stands above and below many of them at once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from geomap import schema as s

NONE = -1


def parent_positions(places: pd.DataFrame) -> np.ndarray:
    """Return the position of each place's parent in ``places``, -1 where it is not there."""
    return places.index.get_indexer(places[s.PARENT])


def is_among(index: pd.Index, ids: Iterable[str]) -> np.ndarray:
    """Return which entries of an index, each in it once, are among ``ids``; many times as fast as ``isin``."""
    at = index.get_indexer(ids if isinstance(ids, pd.Index) else list(ids))
    found = np.zeros(len(index), dtype=bool)
    found[at[at != NONE]] = True
    return found


def country_of(places: pd.DataFrame) -> pd.Series:
    """Return the ``place_id`` of each place's country, empty where nothing above it is one."""
    parent, is_country = parent_positions(places), (places[s.LEVEL] == "country").to_numpy()
    here = np.arange(len(places))
    while (climbing := (here != NONE) & ~is_country[here]).any():
        here[climbing] = parent[here[climbing]]
    ids = np.append(places.index.to_numpy(dtype=object), "")
    return pd.Series(ids[here], index=places.index, dtype=object)


def with_above(places: pd.DataFrame, ids: Iterable[str]) -> pd.Index:
    """Return the ids of the places and of everything above them, in the order of ``places``."""
    parent = parent_positions(places)
    found = is_among(places.index, ids)
    here = found
    while here.any():
        above = np.unique(parent[here])
        here = np.zeros(len(places), dtype=bool)
        here[above[above != NONE]] = True
        here &= ~found
        found |= here
    return places.index[found]


def with_below(places: pd.DataFrame, ids: Iterable[str]) -> pd.Index:
    """Return the ids of the places and of everything below them, in the order of ``places``."""
    parent = parent_positions(places)
    found = is_among(places.index, ids)
    here = found
    while here.any():
        here = (parent != NONE) & here[parent] & ~found
        found |= here
    return places.index[found]
