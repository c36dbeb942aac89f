"""Pack a ``Scene`` for the page: plain lists and numbers, each text and each outline once.

``assets/payload.js`` unpacks what is packed here; the two files are changed together.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geomap import schema as s
from geomap.control import lineage_of
from geomap.partition import GROUND, KM2
from geomap.style import fill_of

if TYPE_CHECKING:
    import geopandas as gpd

    from geomap.scene import Scene

#: Points of the map's own (labels, bounds) are kept to 1e-5 degree, about a metre.
PLACE_DECIMALS = 5
#: Outlines are kept to as many decimals as it takes to have so many steps across the map: they
#: stay crisp when it is magnified 20 times. Backgrounds are coarser.
PLACE_STEPS = 60_000
CONTEXT_STEPS = 3_000

VERSION = 1
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass
class Texts:
    """Texts, each kept once and then named by its position."""

    position: dict[str, int] = field(default_factory=dict)

    def at(self, text: str) -> int:
        """Return the position of ``text``, adding it where it is new."""
        return self.position.setdefault(str(text), len(self.position))

    def column(self, values: Iterable[str]) -> list[int]:
        """Return the positions of many texts."""
        return [self.at(value) for value in values]


def pack(scene: Scene) -> dict[str, Any]:
    """Return everything the page needs of ``scene`` as lists, numbers and texts for JSON.

    Days are whole numbers since 1970-01-01. Tables are packed by column. ``texts`` holds every
    text that may repeat; columns of texts, and lists of them, hold positions in it. Geometries
    are packed by ``pack_geometry``. Nothing in it depends on today or on the order of a set.
    """
    texts = Texts()
    fills = _Fills(scene.actors)
    packed = {
        "version": VERSION,
        "name": scene.name,
        "title": scene.title,
        "lang": scene.lang,
        "first": to_day(scene.first),
        "last": to_day(scene.last),
        "opens": to_day(scene.opens),
        "known": None if scene.known_on is None else to_day(scene.known_on),
        "dataTo": to_day(scene.data_to),
        "staleAfter": int(scene.stale_after),
        "bounds": [round(float(value), PLACE_DECIMALS) for value in scene.bounds],
        "notes": [str(note) for note in scene.notes],
        "actors": _actors(scene.actors),
        "places": _places(scene.places, _decimals(scene.bounds, PLACE_STEPS), texts),
        "placeDecimals": _decimals(scene.bounds, PLACE_STEPS),
        "tree": _tree(scene, texts),
        "spells": _spells(scene, texts, fills),
        "conditions": _conditions(scene, texts),
        "records": _records(scene.records, texts),
        "figures": _figures(scene.figures, texts),
        "context": _context(scene, texts),
        "fills": fills.packed(),
        "strings": strings(scene.lang),
    }
    return packed | {"texts": list(texts.position)}


def strings(lang: str) -> dict[str, str]:
    """Return the texts of the interface in ``lang``, key to template; an unknown one gets English."""
    folder = resources.files("geomap.render") / "assets" / "strings"
    file = folder / f"{lang}.json"
    return json.loads((file if file.is_file() else folder / "en.json").read_text(encoding="utf-8"))


def to_day(day: pd.Timestamp) -> int:
    """Return a day as the number of days since 1970-01-01.

    >>> to_day(pd.Timestamp("2018-03-22"))
    17612
    """
    return int(np.datetime64(pd.Timestamp(day), "D").astype(int))


def to_days(days: pd.Series) -> list[int | None]:
    """Return days as numbers, ``None`` where there is none."""
    numbers = days.to_numpy().astype("datetime64[D]")
    return [None if np.isnat(day) else int(day.astype(int)) for day in numbers]


def pack_geometry(geometry: shapely.Geometry | None, decimals: int = PLACE_DECIMALS) -> dict[str, Any]:
    """Return a geometry as whole steps of ``10 ** -decimals`` degrees, each from the one before.

    ``{"point": line}``, ``{"lines": [line, ...]}`` or ``{"polygons": [[ring, ...], ...]}``, where a
    line or ring is ``x, y, dx, dy, dx, dy, ...`` written by ``to_letters``; a ring leaves out its
    closing point. Rings that vanish at this step are left out; an empty geometry is ``{}``.

    >>> pack_geometry(shapely.Point(36.3, 33.5), 1)
    {'point': '2W-U'}
    >>> pack_geometry(shapely.box(0, 0, 1, 2), 0)
    {'polygons': [['AAAECAAF']]}
    >>> pack_geometry(shapely.Polygon())
    {}
    """
    if geometry is None or geometry.is_empty:
        return {}
    if geometry.geom_type == "Point":
        return {"point": to_letters(_deltas(geometry, decimals))}
    parts = shapely.get_parts(shapely.normalize(geometry))
    polygons = [packed for part in parts if part.geom_type == "Polygon" if (packed := _rings(part, decimals))]
    if polygons:
        return {"polygons": polygons}
    steps = [_deltas(part, decimals) for part in parts if part.geom_type in ("LineString", "LinearRing")]
    lines = [to_letters(line) for line in steps if len(line) > 2]
    return {"lines": lines} if lines else {}


def to_letters(numbers: Iterable[int]) -> str:
    """Return whole numbers as letters and digits, small ones short: a third of what digits take.

    The variable-length quantities of JavaScript source maps: the sign goes to the lowest bit, and
    then each letter carries five bits, lowest first, with 32 added while more follow.

    >>> to_letters([0, 1, -1, 16, 363])
    'ACDgB2W'
    """
    letters = []
    for number in numbers:
        rest = -number * 2 + 1 if number < 0 else number * 2
        while rest >= 32:
            letters.append(LETTERS[32 + rest % 32])
            rest //= 32
        letters.append(LETTERS[rest])
    return "".join(letters)


def _steps(geometry: shapely.Geometry, decimals: int) -> np.ndarray:
    return np.rint(shapely.get_coordinates(geometry) * 10**decimals).astype(np.int64)


def _deltas(line: shapely.Geometry, decimals: int) -> list[int]:
    """Return a line as its first point and then the steps from point to point, none of them nil."""
    points = _steps(line, decimals)
    moves = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    moves = moves[np.concatenate(([True], (moves[1:] != 0).any(axis=1)))]
    return moves.ravel().tolist()


def _rings(polygon: shapely.Polygon, decimals: int) -> list[str]:
    """Return the outer ring and the holes; nothing where the outer ring has vanished."""
    rings = [_deltas(ring, decimals)[:-2] for ring in (polygon.exterior, *polygon.interiors)]
    return [to_letters(ring) for ring in rings if len(ring) >= 6] if len(rings[0]) >= 6 else []


def _actors(actors: pd.DataFrame) -> list[dict[str, str]]:
    columns = [s.NAME, s.NAME_AR, s.NAME_FR, s.SHORT, s.COLOR, s.PATTERN]
    return [
        {"id": str(actor)} | {column: str(row[column]) for column in columns}
        for actor, row in actors.sort_values(s.ORDER, kind="stable").iterrows()
    ]


def _places(places: gpd.GeoDataFrame, decimals: int, texts: Texts) -> dict[str, list[Any]]:
    """Return the places by column; ``ground`` is ``None`` where it is the outline itself."""
    outlines = [pack_geometry(outline, decimals) for outline in places.geometry]
    grounds = [pack_geometry(ground, decimals) for ground in places[GROUND]]
    pairs = zip(outlines, grounds, strict=True)
    return {
        **_texts_of(places.reset_index(), _PLACE_TEXTS, texts),
        s.APPROXIMATE: [int(value) for value in places[s.APPROXIMATE]],
        "label": [
            [round(float(lon), PLACE_DECIMALS), round(float(lat), PLACE_DECIMALS)]
            for lon, lat in zip(places["label_lon"], places["label_lat"], strict=True)
        ],
        "depth": _depths(places),
        KM2: [round(float(km2), 4) for km2 in places[KM2]],
        "outline": outlines,
        "ground": [None if outline == ground else ground for outline, ground in pairs],
    }


_NAMED = (s.NAME, s.NAME_AR, s.NAME_FR)
_PLACE_TEXTS = (s.PLACE_ID, *_NAMED, s.LEVEL, s.PARENT, s.SOURCE, s.LICENCE)


def _depths(places: gpd.GeoDataFrame) -> list[int]:
    """Return how many of the shown places stand above each: 0 for the coarsest."""
    return [sum(above in places.index for above in lineage_of(places, place)[1:]) for place in places.index]


def _tree(scene: Scene, texts: Texts) -> dict[str, list[int]]:
    """Return the ancestors of the shown places: what inherited states are explained with."""
    above = scene.tree[~scene.tree.index.isin(scene.places.index)].rename_axis(s.PLACE_ID).reset_index()
    return _texts_of(above, (s.PLACE_ID, *_NAMED, s.LEVEL, s.PARENT), texts)


def _texts_of(frame: pd.DataFrame, columns: Iterable[str], texts: Texts) -> dict[str, list[int]]:
    return {column: texts.column(frame[column]) for column in columns}


def _spells(scene: Scene, texts: Texts, fills: _Fills) -> dict[str, list[Any]]:
    """Return the spells of the shown places; one ends where the next of its place begins."""
    spells = scene.spells[scene.spells[s.PLACE_ID].isin(scene.places.index)]
    spells = spells.sort_values([s.PLACE_ID, s.VALID_FROM], kind="stable")
    return {
        s.PLACE_ID: texts.column(spells[s.PLACE_ID]),
        s.VALID_FROM: to_days(spells[s.VALID_FROM]),
        "state": [fills.at(*state) for state in zip(spells[s.STATUS], spells[s.PARTIES], strict=True)],
        s.SINCE: to_days(spells[s.SINCE]),
        s.SINCE_TEXT: texts.column(spells[s.SINCE_TEXT]),
        s.SINCE_BY: [int(value) for value in spells[s.SINCE_BY]],
        s.INHERITED_FROM: texts.column(spells[s.INHERITED_FROM]),
        **{
            column: [texts.column(ids) for ids in spells[column]]
            for column in (s.RECORD_IDS, s.DISSENT_IDS, s.CLAIMED_IDS)
        },
    }


class _Fills:
    """The distinct states of a scene with the fill each one has, numbered as they turn up."""

    def __init__(self, actors: pd.DataFrame) -> None:
        self._actors = actors
        self._states: dict[tuple[str, tuple[str, ...]], int] = {}

    def at(self, status: str, parties: tuple[str, ...]) -> int:
        """Return the number of a state."""
        return self._states.setdefault((status, tuple(parties)), len(self._states))

    def packed(self) -> list[dict[str, Any]]:
        """Return every state with its fill."""
        rows = []
        for status, parties in self._states:
            fill = fill_of(status, parties, self._actors)
            drawn = {"kind": fill.kind, "colors": list(fill.colors), "pattern": fill.pattern}
            rows.append({"status": status, "parties": list(parties), **drawn})
        return rows


def _conditions(scene: Scene, texts: Texts) -> dict[str, list[Any]]:
    conditions = scene.conditions[scene.conditions[s.PLACE_ID].isin(scene.places.index)]
    return {
        **_texts_of(conditions, (s.PLACE_ID, s.CONDITION), texts),
        s.VALID_FROM: to_days(conditions[s.VALID_FROM]),
        s.VALID_TO: to_days(conditions[s.VALID_TO]),
        s.PARTIES: [texts.column(parties) for parties in conditions[s.PARTIES]],
        s.RECORD_IDS: [texts.column(ids) for ids in conditions[s.RECORD_IDS]],
    }


_RECORD_TEXTS = (
    s.ID, s.PLACE_ID, s.EFFECTIVE, s.CLAIM, s.STATUS, s.SCOPE, s.SOURCE, s.VIA, s.URL,
    s.CONFIDENCE, s.CORRECTS, s.NOTE, s.NOTE_AR,
)  # fmt: skip


def _records(records: pd.DataFrame, texts: Texts) -> dict[str, list[Any]]:
    rows = records.rename_axis(s.ID).reset_index()
    return {
        **_texts_of(rows, _RECORD_TEXTS, texts),
        s.PARTIES: [texts.column(parties) for parties in rows[s.PARTIES]],
        s.FIRST: to_days(rows[s.FIRST]),
        s.LAST: to_days(rows[s.LAST]),
        s.REPORTED: to_days(rows[s.REPORTED]),
        s.REPORTED_GIVEN: [int(value) for value in rows[s.REPORTED_GIVEN]],
    }


def _figures(figures: pd.DataFrame | None, texts: Texts) -> dict[str, list[Any]]:
    if figures is None or figures.empty:
        return {}
    columns = (s.PLACE_ID, s.ON_TEXT, s.ACTOR, s.MEASURE, s.OP, s.SOURCE, s.VIA, s.URL)
    return {
        **_texts_of(figures, columns, texts),
        s.ON: to_days(figures[s.ON]),
        s.VALUE: [float(value) for value in figures[s.VALUE]],
    }


def _decimals(bounds: tuple[float, float, float, float], steps: int) -> int:
    """Return how many decimals of a degree make so many steps across the bounds, 3 to 5."""
    minx, miny, maxx, maxy = bounds
    step = max(maxx - minx, maxy - miny, 1e-9) / steps
    return min(max(math.ceil(-math.log10(step)), 3), PLACE_DECIMALS)


def _context(scene: Scene, texts: Texts) -> list[dict[str, Any]]:
    """Return the background layers, as coarse as the extent allows."""
    decimals = _decimals(scene.bounds, CONTEXT_STEPS)
    return [_layer(layer, decimals, texts) for layer in scene.context if not layer.frame.empty]


def _layer(layer: Any, decimals: int, texts: Texts) -> dict[str, Any]:
    frame = layer.frame
    shapes = shapely.simplify(frame.geometry.to_numpy(), 2 * 10**-decimals)
    rank = frame["rank"] if "rank" in frame else pd.Series(0, index=frame.index)
    return {
        "kind": layer.kind,
        "decimals": decimals,
        **_texts_of(frame, (*_NAMED, s.SOURCE, s.LICENCE), texts),
        "rank": [0 if pd.isna(value) else float(value) for value in rank],
        "shape": [pack_geometry(shape, decimals) for shape in shapes],
    }
