"""Control maps from polygons and dated, sourced control records.

A record's way from CSV to pixel is four calls: ``read_records``, ``to_spells``, ``compose``,
``write``. Frames go in and frames come out; days are naive; points are (lon, lat) in EPSG:4326.
Floors, top to bottom, each importing only what stands below it: ``cli``, ``build``, ``checking``, ``report``,
``project``, ``render``, ``telling``, ``scene``, ``measure`` and ``style`` and ``words``, ``control`` and
``partition``, the readers (``boundaries``, ``records``, ``actors``, ``figures``), ``names``,
``dates`` and ``files``, ``schema`` and ``errors``.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

#: Where each public name lives; a module is imported when its name is first asked for.
_HOMES = {
    "read_places": "geomap.boundaries",
    "read_context": "geomap.boundaries",
    "read_actors": "geomap.actors",
    "read_records": "geomap.records",
    "read_figures": "geomap.figures",
    "to_spells": "geomap.control",
    "to_conditions": "geomap.control",
    "as_of": "geomap.control",
    "verdicts": "geomap.control",
    "compose": "geomap.scene",
    "ContextLayer": "geomap.scene",
    "Scene": "geomap.scene",
    "shares": "geomap.measure",
    "between": "geomap.measure",
    "changes": "geomap.measure",
    "write": "geomap.render",
    "write_report": "geomap.report",
    "GeomapError": "geomap.errors",
    "GeomapWarning": "geomap.errors",
}

__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    msg = f"module 'geomap' has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted(__all__)
