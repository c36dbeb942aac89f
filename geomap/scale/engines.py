"""What an engine keeps between the steps, and how it is told to let go."""

from __future__ import annotations

import contextlib
import weakref

import ibis
import pyarrow as pa
from ibis.backends import BaseBackend
from ibis.expr.types import Table


def kept(table: Table) -> Table:
    """Return ``table`` worked out, for what is read more than once; let go when nothing refers to it.

    What ibis caches would hold on to all that it came from, and Spark would plan this again whenever
    it is read, and so twice as much from level to level. A table has no such past. It is a temporary
    one where the engine has these; in Spark it stands in the current database.
    """
    con = table.get_backend()
    name = ibis.util.gen_name("geomap")
    result = con.create_table(name, table, temp=None if con.name == "pyspark" else True)
    weakref.finalize(result.op(), _let_go, con, name)
    return result


def _let_go(con: BaseBackend, name: str) -> None:
    """Drop a table, unless its engine has stopped before."""
    with contextlib.suppress(Exception):
        con.drop_table(name, force=True)


def registered(con: BaseBackend, table: pa.Table) -> Table:
    """Return ``table`` as one that the engine keeps as long as something refers to it."""
    name = ibis.util.gen_name("geomap")
    result = kept(con.create_view(name, ibis.memtable(table)))
    con.drop_view(name)
    return result
