"""A scene becomes a file: the suffix names the renderer, which is imported when it is called."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import UsageError
from geomap.files import write_bytes

if TYPE_CHECKING:
    import pandas as pd

    from geomap.scene import Scene

SUFFIXES = (".html", ".png", ".svg", ".pdf")


def render(scene: Scene, suffix: str, *, on: pd.Timestamp | str | None = None) -> bytes:
    """Return ``scene`` drawn in the format of ``suffix``.

    ``on`` is the day of a sheet (``.png``, ``.svg``, ``.pdf``), by default the day on which the
    scene opens; a live map (``.html``) holds all days and opens on its own. Raises ``UsageError``
    for another suffix.
    """
    suffix = suffix.lower()
    if suffix not in SUFFIXES:
        msg = f"{suffix or 'a file without a suffix'} is no format that a map is written in. Use {', '.join(SUFFIXES)}."
        raise UsageError(msg)
    if suffix == ".html":
        return import_module("geomap.render.html").render(scene)
    return import_module("geomap.render.static").render(scene, suffix, on=on)


def write(scene: Scene, path: str | Path, *, on: pd.Timestamp | str | None = None) -> Path:
    """Write ``scene`` to ``path``; the suffix picks live map or sheet. See ``render``.

    What stood at ``path`` stands until the new file is whole. Returns the path.
    """
    path = Path(path)
    write_bytes(path, render(scene, path.suffix, on=on))
    return path
