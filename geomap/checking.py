"""Everything wrong or doubtful in the data, told at once."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geomap import schema as s
from geomap.control import to_spells
from geomap.errors import DataError, GeomapError, GeomapWarning, Problem, Problems, UsageError
from geomap.partition import OUTLINE_KM2, WITHIN_SHARE, is_point, overlaps, with_outlines
from geomap.project import (
    CONFIG,
    Data,
    Project,
    collect_data,
    days_left_out,
    find_project,
    likeness_warnings,
    read_project,
    shared_names,
    to_scene,
)

BOUNDARY_SUFFIXES = (".geojson", ".json", ".gpkg", ".shp", ".parquet", ".geoparquet")


@dataclass(frozen=True)
class Report:
    """What a check found; problems are texts or ``Problem``."""

    errors: tuple[Problem, ...]
    warnings: tuple[str, ...]
    n_places: int
    n_records: int


def check_paths(paths: Sequence[str] = ()) -> Report:
    """Return every error and warning of the project here, or of ``paths`` in its place.

    A CSV stands in for the project's records, boundary files for its boundaries; a folder with a
    ``geomap.toml`` is checked as the project it is. Raises ``UsageError`` for a path that is none
    of these, ``DataError`` where the configuration cannot be read.
    """
    project = _project_for([Path(path) for path in paths])
    problems = Problems()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", GeomapWarning)
        data = collect_data(project, problems)
    told = [str(each.message) for each in caught if issubclass(each.category, GeomapWarning)]
    if not problems.errors:
        told += _check_together(project, data, problems)
    return Report(tuple(problems.errors), tuple(dict.fromkeys(told)), len(data.places), len(data.records))


def _check_together(project: Project, data: Data, problems: Problems) -> list[str]:
    """Note what is wrong with data that are right file by file; return the warnings."""
    try:
        outlined = with_outlines(data.places)
    except DataError as error:
        problems.errors += error.problems
        return []
    scenes = {}
    for spec in project.maps:
        try:
            scenes[spec.name] = to_scene(replace(data, places=outlined), spec)
        except GeomapError as error:
            problems.add(Problem(project.config, spec.line, f"map {spec.name!r} cannot be made: {error}"))
    specs = [spec for spec in project.maps if spec.name in scenes]
    shared = shared_names([(scenes[spec.name], spec) for spec in specs])
    for spec in specs:
        if spec.name in shared:
            problems.add(Problem(project.config, spec.line, shared[spec.name]))
    return [
        *_overlap_warnings(outlined),
        *_neighbour_warnings(outlined, data.records),
        *likeness_warnings(project, scenes),
        *(text for spec in specs for text in days_left_out(spec, scenes[spec.name])),
    ]


def _project_for(paths: Sequence[Path]) -> Project:
    """Return the project whose files are checked."""
    missing = [path for path in paths if not path.exists()]
    if missing:
        msg = f"{missing[0]}: there is no such file or folder."
        raise UsageError(msg)
    for path in paths:
        if path.name == CONFIG or (path / CONFIG).is_file():
            return read_project(path if path.name == CONFIG else path / CONFIG)
    tables = tuple(path for path in paths if path.suffix.lower() == ".csv" or _has(path, (".csv",)))
    shapes = tuple(
        path for path in paths if path.suffix.lower() in BOUNDARY_SUFFIXES or _has(path, BOUNDARY_SUFFIXES)
    )
    unknown = [path for path in paths if path not in tables and path not in shapes]
    if unknown:
        msg = f"{unknown[0]}: is neither a CSV of records nor a file of boundaries. Name one of these."
        raise UsageError(msg)
    project = find_project()
    if shapes:
        project = replace(project, boundaries=shapes, maps=())
    return _with_tables(project, tables) if tables else project


def _with_tables(project: Project, tables: tuple[Path, ...]) -> Project:
    """Return the project with its records read from ``tables``, its parties from where they were."""
    records = tuple(path for path in tables if path.name not in ("actors.csv", "figures.csv"))
    if not records:
        return project
    beside = next((path for path in records if (_folder(path) / "actors.csv").exists()), None)
    if beside is not None:
        return replace(project, control=records, maps=())
    return _BorrowedActors(**{**vars(project), "control": records, "maps": ()}, actors=project.actors_file())


@dataclass(frozen=True)
class _BorrowedActors(Project):
    """A project whose records lie elsewhere, with the parties of the project they are checked for."""

    actors: Path = Path()

    def actors_file(self) -> Path:
        return self.actors


def _folder(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _has(path: Path, suffixes: tuple[str, ...]) -> bool:
    return path.is_dir() and any(each.suffix.lower() in suffixes for each in path.iterdir())


def _overlap_warnings(outlined: gpd.GeoDataFrame) -> Iterator[str]:
    """Yield a warning for every two places that share ground and of which neither lies in the other."""
    for row in overlaps(outlined).itertuples():
        spot = outlined.loc[row.a]
        what = f"and {row.b} share {row.km2:.2f} km2, and neither lies within the other"
        hint = "The smaller one with records is drawn there. Split or mend the outlines."
        yield str(Problem(spot[s.FILE], spot[s.LINE] or None, what, s.PLACE_ID, row.a, hint))


def _neighbour_warnings(outlined: gpd.GeoDataFrame, records: pd.DataFrame) -> Iterator[str]:
    """Yield a warning where a place inherits one state and lies inside a place with another."""
    spells = to_spells(records, outlined)
    inherited = spells[(spells[s.INHERITED_FROM] != "") & (spells[s.STATUS] != s.UNKNOWN)]
    decided = spells[spells[s.RECORD_IDS].map(len) > 0]
    for place, container in _containers(
        outlined, sorted(set(inherited[s.PLACE_ID])), set(decided[s.PLACE_ID])
    ):
        clash = _first_clash(
            inherited[inherited[s.PLACE_ID] == place], decided[decided[s.PLACE_ID] == container]
        )
        if clash is None:
            continue
        day, mine, theirs = clash
        spot = outlined.loc[place]
        what = f"inherits {_named(mine)} from {mine[s.INHERITED_FROM]} on {day:%Y-%m-%d}, and lies inside {container}, "
        what += f"which has {_named(theirs)}"
        hint = f"Give it a record of its own, or {container} as its parent."
        yield str(Problem(spot[s.FILE], spot[s.LINE] or None, what, s.PLACE_ID, place, hint))


def _containers(
    outlined: gpd.GeoDataFrame, places: Sequence[str], decided: set[str]
) -> Iterator[tuple[str, str]]:
    """Yield each place with the smallest place around it that is not above it in the tree."""
    solid = outlined[~is_point(outlined) & outlined.index.isin(decided)]
    tree = shapely.STRtree(solid.geometry.to_numpy())
    for place in places:
        outline = outlined.geometry[place]
        around = solid.iloc[tree.query(outline, predicate="intersects")].sort_values(
            OUTLINE_KM2, kind="stable"
        )
        for other in around.index:
            if other == place or around.at[other, OUTLINE_KM2] <= outlined.at[place, OUTLINE_KM2]:
                continue
            inside = solid.geometry[other].intersection(outline)
            if inside.area >= WITHIN_SHARE * outline.area and (
                outline.area or solid.geometry[other].covers(outline)
            ):
                yield place, other
                break


def _first_clash(
    mine: pd.DataFrame, theirs: pd.DataFrame
) -> tuple[pd.Timestamp, pd.Series, pd.Series] | None:
    """Return the first day on which the two have different states, with both."""
    for _, own in mine.iterrows():
        for _, other in theirs.iterrows():
            day = max(own[s.VALID_FROM], other[s.VALID_FROM])
            ends = [end for end in (own[s.VALID_TO], other[s.VALID_TO]) if pd.notna(end)]
            differ = (own[s.STATUS], own[s.PARTIES]) != (other[s.STATUS], other[s.PARTIES])
            if differ and all(day < end for end in ends):
                return day, own, other
    return None


def _named(state: pd.Series) -> str:
    return f"{state[s.STATUS]} {';'.join(state[s.PARTIES])}".strip()
