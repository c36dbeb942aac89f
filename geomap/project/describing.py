"""What a project says: where its files are, and which maps are made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from geomap.errors import UsageError
from geomap.folding import nearest_of
from geomap.logo import Logo
from geomap.paper import Paper
from geomap.tiles import Tiles
from geomap.words import Text

CONFIG = "geomap.toml"
ACTORS_FILE = "actors.csv"
FIGURES_FILE = "figures.csv"


@dataclass(frozen=True)
class MapSpec:
    """One ``[[map]]`` of the configuration; what is ``None`` takes the default of ``compose``.

    ``series`` are sheets of several days; ``papers`` the sizes that every sheet is drawn in, by name.
    ``day_titles`` has the snapshots with a title of their own. ``projection`` is empty where the
    extent decides.
    """

    name: str
    places: tuple[str, ...]
    title: Text = ""
    first: pd.Timestamp | None = None
    last: pd.Timestamp | None = None
    opens: pd.Timestamp | None = None
    known_on: pd.Timestamp | None = None
    snapshots: tuple[pd.Timestamp, ...] = ()
    formats: tuple[str, ...] = ("html",)
    stale_after: int = 180
    lang: str = "en"
    notes: tuple[Text, ...] = ()
    palette: str = "own"
    tiles: Tiles | None = None
    embed_origins: tuple[str, ...] = ()
    series: tuple[tuple[pd.Timestamp, ...], ...] = ()
    papers: Mapping[str, Paper] = field(default_factory=lambda: {"sheet": Paper()})
    day_titles: Mapping[pd.Timestamp, Text] = field(default_factory=dict)
    assessor: Text = ""
    logo: Logo | None = None
    projection: str = ""
    films: tuple[str, ...] = ()
    inset: str = ""
    line: int = 1


@dataclass(frozen=True)
class Project:
    """Where the files are and which maps are made of them; paths are absolute.

    ``lang``, ``palette``, ``assessor``, ``logo`` and ``projection`` are those of every map that does not say its own.
    """

    root: Path
    config: str = CONFIG
    title: Text = "Control maps"
    boundaries: tuple[Path, ...] = ()
    control: tuple[Path, ...] = ()
    output: Path = Path("maps")
    context: tuple[Path, ...] = ()
    lang: str = "en"
    base_url: str = ""
    palette: str = "own"
    assessor: Text = ""
    logo: Logo | None = None
    projection: str = ""
    maps: tuple[MapSpec, ...] = ()

    def shared(self, **asked: Any) -> dict[str, Any]:
        """Return what ``compose`` takes from the project for every map. What is ``asked`` and not empty goes before.

        >>> Project(Path(), lang="fr").shared(lang=None, palette="safe")["lang"]
        'fr'
        """
        own = {name: getattr(self, name) for name in ("lang", "palette", "projection")}
        return own | {name: value for name, value in asked.items() if value}

    def map_named(self, name: str) -> MapSpec:
        """Return the map of that name. Raises ``UsageError`` with the nearest one and all there are."""
        known = {spec.name: spec for spec in self.maps}
        if name not in known:
            near = nearest_of(name, list(known), 1)
            offer = f"Did you mean {near[0]}? " if near else ""
            msg = f"{name!r} is not a map of {self.config}. {offer}It has {', '.join(known) or 'none'}."
            raise UsageError(msg)
        return known[name]

    def actors_file(self) -> Path:
        """Return the table of parties: ``actors.csv`` beside the records."""
        return self._beside_records(ACTORS_FILE)

    def figures_file(self) -> Path | None:
        """Return the table of published figures, if there is one."""
        path = self._beside_records(FIGURES_FILE)
        return path if path.exists() else None

    def _beside_records(self, name: str) -> Path:
        folders = [path if path.is_dir() else path.parent for path in self.control]
        found = [folder / name for folder in folders if (folder / name).exists()]
        return found[0] if found else folders[0] / name
