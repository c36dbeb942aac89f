"""A scene as one text: the header, the columns and the texts that ``codec`` writes."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geomap import schema as s
from geomap.control.keys import NONE, positions_in
from geomap.partition import GROUND, IS_POINT
from geomap.render.payload.arcs import Grid, grid_for
from geomap.render.payload.codec import encode
from geomap.render.payload.context import context_columns
from geomap.render.payload.shapes import polygon_columns
from geomap.render.payload.spells import Claims, spell_columns, to_table
from geomap.render.payload.tables import (
    States,
    Texts,
    condition_columns,
    figure_rows,
    place_columns,
    record_columns,
    to_day,
)

if TYPE_CHECKING:
    from geomap.scene import Scene

VERSION = 2
#: Metres in a degree of latitude, near enough to say how fine a grid is.
METRES = 111_200


def pack(scene: Scene) -> str:
    """Return everything the page needs of ``scene``, as one text of ASCII letters and digits.

    Days are whole numbers since 1970-01-01, coordinates whole steps of a grid, areas whole steps
    of ``areaUnit`` km2. Nothing in it depends on today or on the order of a set.
    """
    return start_packing(scene)()


def start_packing(scene: Scene) -> Callable[[], str]:
    """Return what is left to do to ``pack`` a scene once it is in columns: deflating, beside other work."""
    texts, states = Texts(), States(scene.actors)
    tree = scene.places.index.append(scene.tree.index.difference(scene.places.index))
    outlines, which = _outlines(scene)
    grid = grid_for(scene.bounds, outlines)
    with ThreadPoolExecutor(1) as aside:
        shapes = aside.submit(polygon_columns, outlines, grid)
        columns, area_unit = place_columns(scene, tree, texts)
        spells = _spells(scene, tree, states, texts)
        records, said = record_columns(scene.records, tree, texts)
        parties, stale = scene.actors.index, _stale(scene, tree)
        conditions = condition_columns(scene.conditions, tree, scene.records.index, parties)
        columns |= {f"places.{name}": values for name, values in which.items()} | _points(scene, grid)
        columns |= _named("shapes", shapes.result())
    columns |= _named("spells", spells) | _named("records", records)
    columns |= _named("conditions", conditions) | _named("stale", stale)
    layers, drawn = context_columns(scene, texts)
    columns |= drawn
    header = {
        **_header(scene),
        **said,
        "areaUnit": area_unit,
        "grid": [grid.x0, grid.y0, grid.step],
        "precision": _precision(grid),
        "layers": layers,
        "figures": figure_rows(scene.figures),
        "states": states.packed(),
    }
    return partial(encode, header, columns, texts.listed())


def _precision(grid: Grid) -> float:
    """Return how far a point may stand from where it was given, in metres, rounded up to two digits."""
    metres = grid.step * METRES / math.sqrt(2)
    unit = 10.0 ** (math.floor(math.log10(metres)) - 1)
    return float(f"{math.ceil(metres / unit) * unit:.2g}")


def _header(scene: Scene) -> dict[str, Any]:
    return {
        "version": VERSION,
        "name": scene.name,
        "title": dict(scene.titles) or scene.title,
        "lang": scene.lang,
        "also": scene.also,
        "first": to_day(scene.first),
        "last": to_day(scene.last),
        "opens": to_day(scene.opens),
        "known": None if scene.known_on is None else to_day(scene.known_on),
        "dataTo": to_day(scene.data_to),
        "staleAfter": int(scene.stale_after),
        "bounds": [round(float(value), 6) for value in scene.bounds],
        "notes": [note if isinstance(note, str) else dict(note) for note in scene.said_notes],
        "tiles": None if scene.tiles is None else asdict(scene.tiles),
        "actors": _actors(scene.actors),
        **_where_given(scene),
    }


def _where_given(scene: Scene) -> dict[str, Any]:
    """Return what few maps have: other pages that may steer it, who assessed it, and of when outlines are."""
    assessor = scene.assessor if isinstance(scene.assessor, str) else dict(scene.assessor)
    origins = scene.origins() if any(date for _, _, date in scene.origins()) else []
    given = {"embedOrigins": list(scene.embed_origins), "assessor": assessor, "origins": origins}
    return {name: value for name, value in given.items() if value}


def _actors(actors: pd.DataFrame) -> list[dict[str, str]]:
    columns = [s.NAME, s.NAME_AR, s.NAME_FR, s.SHORT, s.COLOR, s.PATTERN]
    return [
        {"id": str(actor)} | {column: str(row[column]) for column in columns}
        for actor, row in actors.sort_values(s.ORDER, kind="stable").iterrows()
    ]


def _named(table: str, columns: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {f"{table}.{name}": values for name, values in columns.items()}


def _outlines(scene: Scene) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return the outlines and grounds drawn, each once, and which are each place's (0: none)."""
    outline, ground = scene.places.geometry.to_numpy(), scene.places[GROUND].to_numpy()
    has_outline = ~scene.places[IS_POINT].to_numpy(dtype=bool)
    has_ground = has_outline & ~shapely.is_empty(ground)
    own = has_ground & ~shapely.equals_identical(outline, ground)
    own[own] = ~shapely.equals_identical(*map(shapely.normalize, (outline[own], ground[own])))
    n = int(has_outline.sum())
    first, second = np.cumsum(has_outline) * has_outline, (n + np.cumsum(own)) * own
    which = {"outline": first, GROUND: np.where(own, second, first * has_ground)}
    return np.concatenate([outline[has_outline], ground[own]]), which


def _points(scene: Scene, grid: Grid) -> dict[str, np.ndarray]:
    """Return where the point places are, and which places they are."""
    is_point = scene.places[IS_POINT].to_numpy(dtype=bool)
    shapes = scene.places.geometry.to_numpy()[is_point]
    coordinates, index = shapely.get_coordinates(shapes, return_index=True)
    first = np.unique(index, return_index=True)[1]
    xy = grid.at(coordinates[first]) if len(first) else np.zeros((0, 2), dtype=np.int64)
    return {"points.place": np.flatnonzero(is_point), "points.x": xy[:, 0], "points.y": xy[:, 1]}


def _spells(scene: Scene, tree: pd.Index, states: States, texts: Texts) -> dict[str, np.ndarray]:
    """Return the columns of the spells of every place of the tree."""
    spells, records = scene.spells, scene.records
    state = states.column(spells[s.STATUS], spells[s.PARTIES])
    days = records[s.FIRST].to_numpy().astype("datetime64[D]").astype(np.int64)
    claims = Claims(
        ids=records.index,
        place=positions_in(tree, records[s.PLACE_ID]),
        first=days,
        state=states.known(records[s.STATUS], records[s.PARTIES]),
        effective=records[s.EFFECTIVE].to_numpy(dtype=object),
        held=(records[s.CLAIM] == "held").to_numpy(),
        parent=positions_in(tree, scene.tree[s.PARENT].reindex(tree)),
    )
    columns, said = spell_columns(to_table(spells, tree, state, records.index), claims, len(tree))
    return columns | {name: texts.column(values) for name, values in said.items()}


def _stale(scene: Scene, tree: pd.Index) -> dict[str, np.ndarray]:
    """Return from when and for how many days states are stale (rule 10); 0 days: for good."""
    shown = scene.places.index
    spans = scene.stale
    is_shown = positions_in(shown, spans[s.PLACE_ID]) != NONE
    spans = spans[is_shown & (spans[s.VALID_FROM] <= scene.last)]
    days = (spans[s.VALID_TO] - spans[s.VALID_FROM]).dt.days.fillna(0)
    begin = spans[s.VALID_FROM].to_numpy().astype("datetime64[D]").astype(np.int64)
    return {
        "place": positions_in(tree, spans[s.PLACE_ID]),
        "from": begin,
        "days": days.to_numpy(dtype=np.int64),
    }
