"""Frames to an engine's tables and back."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
from ibis.backends import BaseBackend
from ibis.expr.types import Table

from geomap import schema as s
from geomap.scale.engines import registered

_DAYS = (s.FIRST, s.LAST, s.REPORTED)
_TEXTS = (s.PLACE_ID, s.EFFECTIVE, s.CLAIM, s.STATUS, s.SCOPE, s.SOURCE, s.CONFIDENCE, s.CORRECTS)
_IDS = (s.PARTIES, s.RECORD_IDS, s.DISSENT_IDS, s.CLAIMED_IDS)


def records_table(con: BaseBackend, records: pd.DataFrame) -> Table:
    """Return what the rules read of ``records`` (from ``read_records``) as a table of the engine.

    The engine keeps it while something refers to it.
    """
    columns = {s.ID: _texts(records.index)}
    columns |= {name: _texts(records[name]) for name in _TEXTS}
    columns |= {name: pa.array(records[name].to_numpy().astype("datetime64[D]")) for name in _DAYS}
    columns[s.PARTIES] = pa.array(records[s.PARTIES].to_numpy(dtype=object), pa.list_(pa.string()))
    return registered(con, pa.table(columns))


def places_table(con: BaseBackend, places: pd.DataFrame) -> Table:
    """Return the tree of ``places`` (from ``read_places``) as a table of the engine."""
    return registered(con, pa.table({s.PLACE_ID: _texts(places.index), s.PARENT: _texts(places[s.PARENT])}))


def _texts(values: pd.Series | pd.Index) -> pa.Array:
    return pa.array(values.astype(object).fillna("").to_numpy(), pa.string())


def to_frame(spells: Table) -> pd.DataFrame:
    """Return spells of an engine as the frame that ``geomap.to_spells`` gives."""
    table = spells.to_pyarrow()
    columns = {name: _from_arrow(name, table[name]) for name in s.SPELL_COLUMNS}
    frame = pd.DataFrame(columns).sort_values([s.PLACE_ID, s.VALID_FROM, s.VALID_TO], kind="stable")
    return frame.reset_index(drop=True)


def _from_arrow(name: str, column: pa.ChunkedArray) -> np.ndarray:
    """Return a column of spells as frames hold it: days in seconds, ids as tuples."""
    if name in (s.VALID_FROM, s.VALID_TO, s.SINCE):
        return column.to_numpy().astype(s.DAY_DTYPE)
    if name not in _IDS:
        return column.to_numpy()
    tuples = np.empty(len(column), dtype=object)
    tuples[:] = [tuple(ids) for ids in column.to_pylist()]
    return tuples
