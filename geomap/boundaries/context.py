"""Layers drawn behind the places: rivers, lakes, neighbours, towns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from geomap.boundaries.features import LAYER, SUFFIXES, WGS84, read_features, spot_of
from geomap.boundaries.values import check_source_date, to_date_text, to_text
from geomap.errors import BadValue, Problem, Problems
from geomap.files import files_in
from geomap.schema import GEOMETRY, LICENCE, NAME, NAME_AR, NAME_FR, RANK, SOURCE, SOURCE_DATE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

TEXT_COLUMNS = (NAME, NAME_AR, NAME_FR, SOURCE, LICENCE)


def read_context(paths: Iterable[str | Path]) -> dict[str, gpd.GeoDataFrame]:
    """Return the context layers of files and folders by kind, in EPSG:4326.

    The kind is the file's name without its suffix, or the layer's where a GeoPackage has several;
    files of one kind are put together. Columns: name, name_ar, name_fr, source, licence ("" where
    missing), rank (0 where missing), geometry (points, lines or polygons; empty ones left out).
    ``source_date`` is an EDTF date or "". Nothing in them is read as a place. Raises ``DataError`` for a
    file that cannot be read and a date that is none.
    """
    problems = Problems()
    layers: dict[str, list[gpd.GeoDataFrame]] = {}
    for path in files_in(paths, SUFFIXES, problems):
        features = read_features(path, problems)
        names = list(dict.fromkeys(features[LAYER].tolist()))
        for layer in names:
            group = features if len(names) == 1 else features[features[LAYER] == layer]
            layers.setdefault(str(layer) or path.stem, []).append(_to_context(group, problems))
    problems.raise_if_any()
    return {kind: pd.concat(frames, ignore_index=True) for kind, frames in layers.items()}


def _to_context(features: gpd.GeoDataFrame, problems: Problems) -> gpd.GeoDataFrame:
    features = features[~(features.geometry.isna() | features.geometry.is_empty)]
    columns = {c: [to_text(v) for v in features[c]] if c in features else "" for c in TEXT_COLUMNS}
    rank = pd.to_numeric(features[RANK], errors="coerce").fillna(0) if RANK in features else 0
    dates = _dates(features, problems)
    frame = gpd.GeoDataFrame(columns, index=features.index, geometry=features[GEOMETRY], crs=WGS84)
    frame = frame.assign(**{RANK: rank, SOURCE_DATE: pd.Series(dates, index=frame.index, dtype=object)})
    return frame[[NAME, NAME_AR, NAME_FR, RANK, SOURCE, LICENCE, SOURCE_DATE, GEOMETRY]]


def _dates(features: gpd.GeoDataFrame, problems: Problems) -> list[str]:
    """Return the date of each feature's source; put what is no date into ``problems``, each text once."""
    if SOURCE_DATE not in features:
        return [""] * len(features)
    dates = [to_date_text(value) for value in features[SOURCE_DATE]]
    for text in dict.fromkeys(dates):
        try:
            check_source_date(text)
        except BadValue as error:
            spot = spot_of(features.iloc[dates.index(text)])
            problems.add(Problem(**spot, what=error.what, column=SOURCE_DATE, value=text, hint=error.hint))
    return dates
