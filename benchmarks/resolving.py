"""Who holds what when by one tool, as a process of its own: ``python -m benchmarks.resolving polars 1000000``.

Every tool but geomap knows one rule: of the records of a place and a day the surest wins, then the
latest reported, then the one with the lowest id; and it holds until the place's next day with a record.
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from benchmarks import workloads
from benchmarks.keeping import FOLDER, fingerprint
from geomap import schema as s

#: The columns of which the one rule needs more than the fact.
KEYS = [s.PLACE_ID, s.FIRST]
RANK = {name: rank for rank, name in enumerate(s.CONFIDENCES)}


def keep(n: str) -> None:
    """Make ``n`` records, unless they are there already."""
    path = _path(n)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        workload = workloads.scaled(int(n))
        path.write_bytes(pickle.dumps((workload.records, workload.places), protocol=5))


def _path(n: str) -> Any:
    return FOLDER / f"records-{n}-{fingerprint()}.pickle"


def as_frame(records: pd.DataFrame) -> pd.DataFrame:
    """Return what the one rule reads, with confidence as a number."""
    frame = records[[s.PLACE_ID, s.FIRST, s.REPORTED, s.STATUS, s.PARTIES]].copy()
    frame[s.PARTIES] = frame[s.PARTIES].cat.codes if hasattr(frame[s.PARTIES], "cat") else frame[s.PARTIES]
    frame["rank"] = records[s.CONFIDENCE].map(RANK).astype("int8")
    return frame.reset_index()


def rules(records: pd.DataFrame, places: pd.DataFrame) -> Callable[[], int]:
    """Return all the rules of geomap, up to the spells as integers."""
    from geomap.control.timeline import to_timeline  # noqa: PLC0415 - what is not measured is not imported

    return lambda: len(to_timeline(records, places).place)


def frame(records: pd.DataFrame, places: pd.DataFrame) -> Callable[[], int]:
    """Return all the rules of geomap, up to the frame with its tuples of ids."""
    from geomap import to_spells  # noqa: PLC0415

    return lambda: len(to_spells(records, places))


def numpy(records: pd.DataFrame, _: pd.DataFrame) -> Callable[[], int]:
    """Return the one rule on packed 64-bit keys."""
    place = records[s.PLACE_ID].cat.codes.to_numpy().astype(np.int64)
    first, reported = (
        records[day].to_numpy().astype("datetime64[D]").astype(np.int64) for day in (s.FIRST, s.REPORTED)
    )
    rank = as_frame(records)["rank"].to_numpy().astype(np.int64)

    def latest() -> int:
        order = np.argsort(
            (place << 44) | ((first - first.min()) << 28) | ((3 - rank) << 24) | (2**15 - (reported - first)),
            kind="stable",
        )
        key = (place[order] << 32) | (first[order] - first.min())
        opens = np.append(True, key[1:] != key[:-1])
        won = order[opens]
        until = np.append(first[won][1:], 2**31)
        until[:-1][place[won][1:] != place[won][:-1]] = 2**31
        return len(until)

    return latest


def pandas(records: pd.DataFrame, _: pd.DataFrame) -> Callable[[], int]:
    """Return the one rule in pandas."""
    table = as_frame(records)

    def latest() -> int:
        ordered = table.sort_values(
            [*KEYS, "rank", s.REPORTED, s.ID], ascending=[True, True, False, False, True]
        )
        won = ordered.drop_duplicates(KEYS)
        return len(won.assign(until=won.groupby(s.PLACE_ID, observed=True)[s.FIRST].shift(-1)))

    return latest


def polars(records: pd.DataFrame, _: pd.DataFrame) -> Callable[[], int]:
    """Return the one rule in polars."""
    import polars as pl  # noqa: PLC0415

    table = pl.from_pandas(as_frame(records)).lazy()
    ordered = table.sort([*KEYS, "rank", s.REPORTED, s.ID], descending=[False, False, True, True, False])
    won = ordered.unique(KEYS, keep="first", maintain_order=True)
    spells = won.with_columns(pl.col(s.FIRST).shift(-1).over(s.PLACE_ID).alias("until"))
    return lambda: len(spells.collect())


def duckdb(records: pd.DataFrame, _: pd.DataFrame) -> Callable[[], int]:
    """Return the one rule in SQL."""
    import duckdb as engine  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    con = engine.connect()
    con.register("records", pa.Table.from_pandas(as_frame(records), preserve_index=False))
    query = f"""
    CREATE OR REPLACE TABLE spells AS
    SELECT *, lead({s.FIRST}) OVER (PARTITION BY {s.PLACE_ID} ORDER BY {s.FIRST}) AS until FROM (
      SELECT * FROM records QUALIFY row_number() OVER (
        PARTITION BY {s.PLACE_ID}, {s.FIRST} ORDER BY rank DESC, {s.REPORTED} DESC, {s.ID}) = 1)
    """  # noqa: S608 - the names are our own

    def latest() -> int:
        con.execute(query)
        return con.execute("SELECT count(*) FROM spells").fetchone()[0]

    return latest


TOOLS = {tool.__name__: tool for tool in (rules, frame, numpy, pandas, polars, duckdb)}


def main(tool: str, n: str) -> None:
    """Work it out, and say how long that took and what came of it."""
    records, places = pickle.loads(_path(n).read_bytes())  # noqa: S301 - written by ourselves
    resolve = TOOLS[tool](records, places)
    start = time.perf_counter()
    spells = resolve()
    print(json.dumps({"seconds": time.perf_counter() - start, "spells": spells}))


if __name__ == "__main__":
    main(*sys.argv[1:])
