"""Projects to test with: small ones of squares, and a copy of the one that ships."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from geomap.errors import DataError

ROOT = Path(__file__).parents[1]

RECORD_COLUMNS = (
    "id", "place", "effective", "claim", "status", "actor", "scope", "reported",
    "source", "via", "url", "confidence", "corrects", "note", "note_ar",
)  # fmt: skip

#: The least configuration there is.
LEAST = '[[map]]\nname = "one"\nplaces = ["west"]\n'

#: place_id, name, level, parent, west, south, east, north; a point has no extent.
SQUARES = (
    ("land", "Land", "country", "", 36.0, 33.0, 36.4, 33.4),
    ("west", "West", "district", "land", 36.0, 33.0, 36.2, 33.4),
    ("east", "East", "district", "land", 36.2, 33.0, 36.4, 33.4),
    ("nook", "Nook", "neighbourhood", "west", 36.0, 33.0, 36.1, 33.1),
    ("inn", "Inn", "town", "east", 36.3, 33.2, 36.3, 33.2),
)

SQUARE_RECORDS = (
    {"id": "land-red", "place": "land", "effective": "2018", "actor": "red"},
    {"id": "west-blue", "place": "west", "effective": "2018-02-01", "actor": "blue"},
    {"id": "east-red", "place": "east", "effective": "2018-02-10", "actor": "red"},
    {
        "id": "east-fight",
        "place": "east",
        "effective": "2018-03-01",
        "status": "contested",
        "actor": "red;blue",
    },
    {"id": "inn-blue", "place": "inn", "effective": "2018-03-05", "actor": "blue", "source": "B"},
)

SQUARE_ACTORS = (
    {
        "actor": "red",
        "name": "Reds",
        "name_ar": "حمر",
        "name_fr": "Rouges",
        "short": "RED",
        "color": "#a9332f",
    },
    {
        "actor": "blue",
        "name": "Blues",
        "name_ar": "زرق",
        "name_fr": "Bleus",
        "short": "BLU",
        "color": "#86aee8",
    },
)

SQUARE_MAPS = """\
[project]
title = "Squares"

[[map]]
name = "west-map"
title = "The west"
places = ["west"]
first = 2018-01-01
last = 2018-06-30
opens = 2018-03-10
formats = ["html", "svg"]

[[map]]
name = "east-map"
title = "The east"
places = ["east"]
first = 2018-01-01
last = 2018-06-30
opens = 2018-03-10
formats = ["html"]
"""


def feature(place_id: str, name: str, level: str, parent: str, *bounds: float, **properties: object) -> dict:
    """Return a square, or a point where it has no extent, as a GeoJSON feature."""
    west, south, east, north = bounds
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    flat = west == east
    shape = (
        {"type": "Point", "coordinates": [west, south]}
        if flat
        else {"type": "Polygon", "coordinates": [ring]}
    )
    text = {
        "place_id": place_id,
        "name": name,
        "level": level,
        "parent": parent,
        "source": "Drawn for the tests",
    }
    return {"type": "Feature", "properties": {**text, "licence": "CC0", **properties}, "geometry": shape}


@dataclass
class Squares:
    """A small project in a folder: change it, write it, build it."""

    root: Path
    features: list[dict] = field(default_factory=lambda: [feature(*row) for row in SQUARES])
    records: list[dict] = field(default_factory=lambda: [dict(row) for row in SQUARE_RECORDS])
    actors: list[dict] = field(default_factory=lambda: [dict(row) for row in SQUARE_ACTORS])
    config: str | None = SQUARE_MAPS

    @property
    def table(self) -> Path:
        """The CSV of records."""
        return self.root / "data" / "control" / "records.csv"

    @property
    def maps(self) -> Path:
        """The folder that a build writes."""
        return self.root / "maps"

    def write(self) -> Squares:
        """Write every file of the project."""
        boundaries, control = self.root / "data" / "boundaries", self.table.parent
        for folder in (boundaries, control):
            folder.mkdir(parents=True, exist_ok=True)
        lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in self.features)
        text = f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'
        (boundaries / "squares.geojson").write_text(text, "utf-8")
        write_csv(self.table, RECORD_COLUMNS, [{"source": "A", **row} for row in self.records])
        columns = list(dict.fromkeys(name for row in self.actors for name in row))
        write_csv(control / "actors.csv", columns, self.actors)
        if self.config is not None:
            (self.root / "geomap.toml").write_text(self.config, "utf-8")
        return self

    def poison(self, text: str) -> None:
        """Put ``text`` into every column of every table that takes free text."""
        named = ("name", "name_ar", "name_fr", "aliases", "source", "licence")
        for each in self.features:
            each["properties"] |= dict.fromkeys(named, f"{text} {each['properties']['place_id']}")
        for row in self.records:
            row |= {"source": text, "via": text, "note": text, "note_ar": text}
        for row in self.actors:
            row |= {
                "name": f"{text} {row['actor']}",
                "name_ar": text,
                "name_fr": text,
                "short": text,
                "aliases": f"alias {text}",
            }
        quoted = json.dumps(text)
        titled = self.config.replace('"Squares"', quoted).replace('"The east"', quoted)
        self.config = titled.replace('"The west"', f"{quoted}\nnotes = [{quoted}]")


def write_csv(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """Write rows as a CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@dataclass(frozen=True)
class Shipped:
    """The shipped project, copied and built once; every test only reads it."""

    root: Path
    project: object
    data: object
    scenes: dict[str, object]
    report: object

    @property
    def maps(self) -> Path:
        """The folder that was built."""
        return self.root / "maps"


def copy_shipped(folder: Path) -> Path:
    """Copy the data and the configuration that ship into ``folder``."""
    shutil.copytree(ROOT / "data", folder / "data")
    shutil.copy(ROOT / "geomap.toml", folder)
    return folder


def problems_of(config: Callable, text: str) -> list[str]:
    """Return what is wrong with a configuration, without the path."""
    with pytest.raises(DataError) as caught:
        config(text)
    return [str(problem).split("geomap.toml:", 1)[1] for problem in caught.value.problems]
