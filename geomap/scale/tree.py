"""The tree of places on an engine, a table for each level."""

from __future__ import annotations

import ibis
from ibis import _
from ibis.expr.types import Table

from geomap import schema as s
from geomap.errors import GeomapError
from geomap.scale.engines import kept


def to_levels(places: Table) -> list[Table]:
    """Return the places of each level with their ``parent``, those below none first.

    A parent that is not among the places is none. Raises ``GeomapError`` where places are each
    other's parents in a ring.
    """
    places = places.select(s.PLACE_ID, s.PARENT)
    n_left = _count(places)
    levels = [kept(places.anti_join(_named(places), s.PARENT))]
    while n_left := n_left - _count(levels[-1]):
        levels.append(kept(places.semi_join(_named(levels[-1]), s.PARENT)))
        if not _count(levels[-1]):
            what = f"{n_left} places are below themselves: their parents lead back to them"
            raise GeomapError(what)
    return levels


def _named(places: Table) -> Table:
    """Return the ids of places as parents."""
    return places.select(**{s.PARENT: s.PLACE_ID})


def _count(table: Table) -> int:
    return int(table.count().to_pyarrow().as_py())


def to_ancestors(levels: list[Table]) -> Table:
    """Return every place beside every place above it, ``steps`` higher."""
    tree = ibis.union(*levels, distinct=False)
    parents = tree.select(above=s.PLACE_ID, next=s.PARENT)
    found = [tree.select(s.PLACE_ID, above=s.PARENT, steps=ibis.literal(1, "int32"))]
    for _level in levels[2:]:
        higher = found[-1].join(parents, "above")
        found.append(higher.select(s.PLACE_ID, above=_["next"], steps=(_["steps"] + 1).cast("int32")))
    return ibis.union(*found, distinct=False)
