"""Read places: every property and outline checked, parents found, all problems told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from geomap.boundaries.features import SUFFIXES, WGS84, empty_features, read_features, spot_of
from geomap.boundaries.outlines import report_swapped, to_outlines
from geomap.boundaries.parents import report_cycles, report_parents, with_parents
from geomap.boundaries.values import (
    check_level,
    check_name,
    check_place_id,
    check_source_date,
    to_aliases,
    to_bool,
    to_date_text,
    to_text,
)
from geomap.errors import BadValue, Problem, Problems
from geomap.files import files_in
from geomap.folding import nearest_of
from geomap.schema import (
    ALIASES,
    APPROXIMATE,
    FILE,
    GEOMETRY,
    LEFT_OUT,
    LEVEL,
    LICENCE,
    LINE,
    NAME,
    NAME_AR,
    NAME_FR,
    PARENT,
    PLACE_COLUMNS,
    PLACE_ID,
    SOURCE,
    SOURCE_DATE,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

REQUIRED = (PLACE_ID, NAME, LEVEL)
TEXT_COLUMNS = (PLACE_ID, NAME, NAME_AR, NAME_FR, LEVEL, PARENT, SOURCE, LICENCE)
FRAME_COLUMNS = [
    NAME, NAME_AR, NAME_FR, ALIASES, LEVEL, PARENT, APPROXIMATE, SOURCE, LICENCE, SOURCE_DATE,
    FILE, LINE, GEOMETRY,
]  # fmt: skip


def read_places(*paths: str | Path) -> gpd.GeoDataFrame:
    """Return the places of files and folders, indexed by ``place_id``, in EPSG:4326.

    A folder means its GeoJSON, GeoPackage, Shapefile and GeoParquet files, not the folders in it.
    A missing parent is found by geometry; a point place has a ``Point``. ``line`` is the line of
    the feature in a GeoJSON file, and in other formats its number. Raises ``DataError`` with every
    problem of every file; warns of outlines that had to be repaired.
    """
    problems = Problems()
    places = collect_places(paths, problems)
    problems.raise_if_any()
    return places


def collect_places(paths: Iterable[str | Path], problems: Problems) -> gpd.GeoDataFrame:
    """Return the good places of ``paths``; put what is wrong with the others into ``problems``."""
    frames = [_read_file(path, problems) for path in files_in(paths, SUFFIXES, problems)]
    frames = [frame for frame in frames if len(frame)]
    rows = pd.concat(frames, ignore_index=True) if frames else _with_columns(empty_features())
    read, known = rows, set(rows[PLACE_ID])
    bad = _report_values(rows, problems) | _report_repeated(rows, problems)
    bad |= report_parents(rows, problems, known)
    rows, no_outline = to_outlines(rows, problems)
    bad |= no_outline
    bad.loc[~no_outline] |= report_swapped(rows[~no_outline], problems)
    approximate = [_bool_or_false(value) for value in rows[APPROXIMATE]]
    rows = with_parents(rows.assign(**{APPROXIMATE: np.array(approximate, dtype=bool)})[~bad])
    rows = rows[~report_cycles(rows, problems)]
    places = gpd.GeoDataFrame(rows.set_index(PLACE_ID)[FRAME_COLUMNS], geometry=GEOMETRY, crs=WGS84)
    places.attrs[LEFT_OUT] = _names_left_out(read.drop(index=rows.index), places)
    return places


def _names_left_out(refused: gpd.GeoDataFrame, places: gpd.GeoDataFrame) -> list[str]:
    """Return the ids and names of rows that were refused, but for those that another place has."""
    names = {name for column in (PLACE_ID, NAME, NAME_AR, NAME_FR) for name in refused[column] if name}
    names.update(alias for aliases in refused[ALIASES] for alias in aliases)
    return sorted(names - set(places.index) - set(places[NAME]))


def _read_file(path: Path, problems: Problems) -> gpd.GeoDataFrame:
    """Return the features of one file with every column of a place; none if it lacks a required one."""
    features = read_features(path, problems)
    missing = [column for column in REQUIRED if column not in features]
    if missing and len(features):
        problems.add(_missing_columns(path, missing, [str(c) for c in features.columns]))
        return _with_columns(empty_features())
    return _with_columns(features)


def _missing_columns(path: Path, missing: list[str], present: list[str]) -> Problem:
    offered = [c for c in present if c not in (*PLACE_COLUMNS, GEOMETRY, FILE, LINE, "layer")]
    near = {column: nearest_of(column, offered, 1) for column in missing}
    renamed = [f"rename {found[0]} to {column}" for column, found in near.items() if found]
    hint = f"Did you mean: {', '.join(renamed)}?" if renamed else f"Every place needs {', '.join(REQUIRED)}."
    return Problem(str(path), None, f"has no property {' and no property '.join(missing)}", hint=hint)


def _with_columns(features: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the columns of a place as text, aliases as tuples; ``approximate`` as given."""
    none = [None] * len(features)
    given = {c: features[c].tolist() if c in features else none for c in PLACE_COLUMNS}
    columns: dict[str, object] = {c: _objects(to_text(v) for v in given[c]) for c in TEXT_COLUMNS}
    columns[ALIASES] = _objects(to_aliases(value) for value in given[ALIASES])
    columns[APPROXIMATE] = _objects(given[APPROXIMATE])
    columns[SOURCE_DATE] = _objects(to_date_text(value) for value in given[SOURCE_DATE])
    columns[FILE] = np.array(features[FILE], dtype=object)
    columns[LINE] = np.array(features[LINE], dtype="int64")
    return gpd.GeoDataFrame(columns, geometry=np.array(features.geometry, dtype=object), crs=WGS84)


def _objects(values: Iterable[object]) -> np.ndarray:
    listed = list(values)
    array = np.empty(len(listed), dtype=object)
    array[:] = listed
    return array


def _bool_or_false(value: object) -> bool:
    try:
        return to_bool(value)
    except BadValue:
        return False


def _report_values(rows: gpd.GeoDataFrame, problems: Problems) -> pd.Series:
    """Report properties that a place cannot have, and return which rows have one."""
    checks: dict[str, Callable[[str], object]] = {
        PLACE_ID: check_place_id,
        NAME: check_name,
        LEVEL: check_level,
        APPROXIMATE: to_bool,
        SOURCE_DATE: check_source_date,
    }
    bad = pd.Series(data=False, index=rows.index)
    for column, check in checks.items():
        for i, value in rows[column].items():
            try:
                check(value)
            except BadValue as error:
                spot = spot_of(rows.loc[i])
                problems.add(Problem(**spot, what=error.what, column=column, value=value, hint=error.hint))
                bad[i] = True
    return bad


def _report_repeated(rows: gpd.GeoDataFrame, problems: Problems) -> pd.Series:
    """Report ids that an earlier place has, naming both spots, and return which rows those are."""
    repeated = rows[PLACE_ID].duplicated() & (rows[PLACE_ID] != "")
    firsts = rows.loc[~rows[PLACE_ID].duplicated(), [PLACE_ID, FILE, LINE]].set_index(PLACE_ID)
    for _, row in rows[repeated].iterrows():
        earlier = Problem(**spot_of(firsts.loc[row[PLACE_ID]]), what="")
        what = f"is there already, at {str(earlier).rstrip(': .')}"
        problems.add(
            Problem(**spot_of(row), what=what, column=PLACE_ID, value=row[PLACE_ID],
                    hint="Give one of the two another id, or take it out.")
        )  # fmt: skip
    return repeated
