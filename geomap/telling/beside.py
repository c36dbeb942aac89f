"""The two files beside a picture: ``.json`` for machines, ``.txt`` for a desk."""

from __future__ import annotations

import glob
import json
import warnings
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from geomap.dates import Days
from geomap.errors import GeomapError, GeomapWarning
from geomap.telling.charted import days_line
from geomap.telling.sidecar import MARKER, sidecar
from geomap.words import Words

if TYPE_CHECKING:
    from geomap.scene import Scene

#: Suffixes of the files beside a picture.
BESIDE = (".json", ".txt")
#: Suffixes of pictures.
PICTURES = (".png", ".webp", ".svg", ".pdf", ".gif", ".mp4")
#: What two pictures of one name have in common where they show the same.
SHOWN = ("picture", "title", "days", "known_on", "language")


def files_beside(
    scene: Scene, day: Days, *, since: pd.Timestamp | str | None = None, chart: str = ""
) -> dict[str, bytes]:
    """Return what stands beside a picture of a day, or beside a ``chart``: suffix -> content, in UTF-8.

    The ``.json`` holds ``sidecar``; the ``.txt`` caption, alternative text, credit, dates and notes
    under plain headings in the scene's language.
    """
    told = sidecar(scene, day, since=since, chart=chart)
    text = _text(told, Words(scene.lang, scene.actors))
    said = json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False)
    return {".json": f"{said}\n".encode(errors="replace"), ".txt": text.encode(errors="replace")}


def beside(picture: str | Path, scene: Scene, day: Days, *, chart: str = "") -> dict[Path, bytes]:
    """Return the files to be written with a picture: path -> content; none with a live map (``.html``).

    Of a chart, ``chart`` is its kind, and ``day`` its day (``bars``) or its first and last (``area``).
    Raises ``GeomapError`` where one of them would replace a file that is not ours.
    """
    picture = Path(picture)
    if picture.suffix.lower() == ".html":
        return {}
    refuse_others([picture.with_suffix(suffix) for suffix in BESIDE])
    files = files_beside(scene, day, chart=chart)
    told = {picture.with_suffix(suffix): content for suffix, content in files.items()}
    _warn_of_another(picture, told[picture.with_suffix(BESIDE[0])])
    return told


def _warn_of_another(picture: Path, told: bytes) -> None:
    """Warn where a picture of the same name in another format shows something else: one caption is beside both."""
    others = [
        path.name
        for path in sorted(picture.parent.glob(f"{glob.escape(picture.stem)}.*"))
        if path.suffix in PICTURES and path.suffix != picture.suffix.lower()
    ]
    try:
        was = json.loads(picture.with_suffix(BESIDE[0]).read_text("utf-8"))
    except (OSError, ValueError):
        return
    now = json.loads(told)
    if others and any(was.get(key) != now[key] for key in SHOWN):
        warnings.warn(
            f"{', '.join(others)} beside {picture.name} shows something else: the caption beside them is now that of "
            f"{picture.name}. Give each picture a name of its own.",
            GeomapWarning,
            stacklevel=3,
        )


def refuse_others(paths: Iterable[Path], known: Collection[str] = ()) -> None:
    """Raise ``GeomapError`` where a file beside a picture would be replaced that geomap did not write.

    Of ``paths`` only those of our suffixes matter. A ``.json`` is ours where it has our key, a
    ``.txt`` where the ``.json`` beside it is ours; names in ``known`` are ours whatever they hold.
    """
    for path in paths:
        is_there = path.suffix in BESIDE and path.name not in known and path.exists()
        if is_there and not _is_ours(path.with_suffix(BESIDE[0])):
            raise GeomapError(
                f"{path}: was not written by geomap, and what stands beside a picture of that name would "
                f"replace it. Nothing was written. Move {path.name}, or give the picture another name."
            )


def _is_ours(path: Path) -> bool:
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(told, dict) and MARKER in told


def _text(told: dict[str, Any], words: Words) -> str:
    """Return the ``.txt``: a heading, what stands under it, an empty line, and the next."""
    sections = {
        "caption": [told["caption"]],
        "alt": [told["alt"]],
        "credit": [told["credit"]],
        "dates": _dates(told, words),
        "notes": told["notes"],
    }
    written = [
        "\n".join([words.text(f"telling.heading.{name}").upper(), *lines])
        for name, lines in sections.items()
        if any(lines)
    ]
    return "\n\n".join(written) + "\n"


def _dates(told: dict[str, Any], words: Words) -> list[str]:
    """Return the days of a picture, a line each."""
    is_chart = told["picture"] != "map"
    lines = [days_line(told["days"], told["picture"], words)]
    if told["known_on"]:
        lines.append(words.text("known_on", date=words.day(told["known_on"])))
    for key, (begin, end) in {
        "telling.range_chart" if is_chart else "telling.range_used": ("data_from", "data_to"),
        "telling.range_known": ("known_from", "known_to"),
    }.items():
        if told[begin]:
            lines.append(words.text(key, **{"from": words.day(told[begin]), "to": words.day(told[end])}))
    return lines if told["known_from"] else [*lines, words.text("telling.no_records")]
