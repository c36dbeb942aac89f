"""GeoJSON as text: read once, and every feature with the line on which it starts."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geomap.schema import GEOMETRY

_FEATURES = re.compile(r'"features"\s*:\s*\[\s*')
_BETWEEN = re.compile(r"\s*,?\s*")


@dataclass(frozen=True)
class Collection:
    """The features of a file, the text and the first line of each, and the ``crs`` it declares.

    Where features could not be told apart in the text, ``lines`` are all 1.
    """

    features: list[dict[str, Any]]
    texts: list[str]
    lines: list[int]
    crs: object

    def geometries(self) -> tuple[np.ndarray, list[int]]:
        """Return the geometry of each feature, ``None`` where it has none, and which cannot be read."""
        found = np.empty(len(self.features), dtype=object)
        found[:] = shapely.from_geojson(np.array(self.texts, dtype=object), on_invalid="ignore")
        unreadable = []
        for i, feature in enumerate(self.features):
            content = feature.get(GEOMETRY)
            if content is None or found[i] is None or feature.get("type") != "Feature":
                found[i] = _to_geometry(content)
                if found[i] is None and content is not None:
                    unreadable.append(i)
        return found, unreadable


def _to_geometry(content: object) -> shapely.Geometry | None:
    try:
        return None if content is None else shapely.from_geojson(json.dumps(content))
    except (shapely.errors.GEOSException, ValueError, TypeError):
        return None


def parse_geojson(text: str) -> Collection | None:
    """Return what the text of a GeoJSON file holds; ``None`` where it is JSON and no GeoJSON.

    Raises ``json.JSONDecodeError`` (or ``RecursionError``) where it is no JSON.
    """
    content, texts, lines = _parsed(text)
    if not isinstance(content, dict):
        return None
    if content.get("type") == "Feature":
        return Collection([content], [text], [1], content.get("crs"))
    features = content.get("features")
    if content.get("type") != "FeatureCollection" or not isinstance(features, list):
        return None
    if not all(isinstance(feature, dict) for feature in features):
        return None
    if len(texts) != len(features):
        texts, lines = [json.dumps(feature) for feature in features], [1] * len(features)
    return Collection(features, texts, lines, content.get("crs"))


def _parsed(text: str) -> tuple[Any, list[str], list[int]]:
    """Return the content of a text, and the texts and lines of its features where they were found.

    The features are read one by one, and what stands around them on its own: so a long file is
    read once, and what looks like a list of features elsewhere is not taken for it.
    """
    for match in _FEATURES.finditer(text):
        try:
            features, texts, lines, end = _features_from(text, match.end())
            around = json.loads(text[: match.end()] + text[end:])
        except json.JSONDecodeError:
            break  # of the whole text, the error says where it is
        if isinstance(around, dict) and around.get("features") == []:
            return {**around, "features": features}, texts, lines
    return json.loads(text), [], []


def _features_from(text: str, at: int) -> tuple[list[Any], list[str], list[int], int]:
    """Return the objects that follow each other from ``at`` on, their texts and lines, and where they end."""
    decoder = json.JSONDecoder()
    features, texts, lines = [], [], []
    line, counted = 1, 0
    while text.startswith("{", at):
        line += text.count("\n", counted, at)
        counted = at
        feature, end = decoder.raw_decode(text, at)
        features.append(feature)
        texts.append(text[at:end])
        lines.append(line)
        between = _BETWEEN.match(text, end)
        at = between.end() if between else end
    return features, texts, lines, at
