"""What a build notes for the next one, beside the maps."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path

#: Where a build notes what each map was made from, beside the maps.
MANIFEST = ".geomap.json"
NOTE_VERSION = 4


@dataclass(frozen=True)
class Note:
    """What a build notes for the next one: what maps and sheets were made from, what files hold.

    ``maps`` has a fingerprint of everything, by map, ``grounds`` one of all but what changes with the day,
    and ``sheets`` one of the rest, by the stem of a sheet's files.
    """

    maps: Mapping[str, str] = field(default_factory=dict)
    grounds: Mapping[str, str] = field(default_factory=dict)
    sheets: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def after(self, now: Note, drawn: Mapping[Path, bytes]) -> Note:
        """Return the note after maps were brought up to date: what they are made from ``now``, and the files drawn."""
        files = {path.name: hashlib.sha256(content).hexdigest() for path, content in drawn.items()}
        return Note(
            {**self.maps, **now.maps},
            {**self.grounds, **now.grounds},
            {**self.sheets, **now.sheets},
            {**self.files, **files},
        )

    def of(self, maps: AbstractSet[str], sheets: Mapping[str, str]) -> Note:
        """Return what only some maps are made from, and their ``sheets``."""
        return Note(_among(self.maps, maps), _among(self.grounds, maps), sheets)

    def current(self, now: Note) -> set[str]:
        """Return the maps that were last made from what they would be made from ``now``."""
        return {name for name, made in now.maps.items() if self.maps.get(name) == made}

    def whole(self, folder: Path) -> set[str]:
        """Return the files of the last build that are there and as they were written."""
        return {name for name, content in self.files.items() if _fingerprint(folder / name) == content}

    def written(self, maps: AbstractSet[str], files: AbstractSet[str]) -> bytes:
        """Return the note as it is written, of the maps and files that the project still has."""
        stems = {Path(name).stem for name in files}
        said = {
            "version": NOTE_VERSION,
            "maps": _among(self.maps, maps),
            "grounds": _among(self.grounds, maps),
            "sheets": _among(self.sheets, stems),
            "files": _among(self.files, files),
        }
        return (json.dumps(said, indent=1) + "\n").encode()


def _among(said: Mapping[str, str], names: AbstractSet[str]) -> dict[str, str]:
    return {name: value for name, value in sorted(said.items()) if name in names}


def read_note(folder: Path) -> Note:
    """Return what the last build noted; nothing where the note is missing, unreadable or of another version."""
    try:
        said = json.loads((folder / MANIFEST).read_text("utf-8"))
        if said["version"] != NOTE_VERSION:
            return Note()
        return Note(**{name: dict(said[name]) for name in ("maps", "grounds", "sheets", "files")})
    except (OSError, ValueError, KeyError, TypeError):
        return Note()


def _fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file, "" of what is none or cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    except OSError:
        return ""
