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
NOTE_VERSION = 3


@dataclass(frozen=True)
class Note:
    """What a build notes for the next one: what it drew with, what maps were made from, what files hold.

    ``papers`` says on which paper the sheets of each map are: of that an SVG does not tell all.
    """

    tools: str = ""
    maps: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)

    def after(
        self, tools: str, digests: Mapping[str, str], papers: Mapping[str, str], drawn: Mapping[Path, bytes]
    ) -> Note:
        """Return the note after maps were brought up to date. Other tools make all other maps out of date."""
        files = {path.name: hashlib.sha256(content).hexdigest() for path, content in drawn.items()}
        return Note(tools, {**self.maps, **digests}, {**self.files, **files}, {**self.papers, **papers})

    def whole(self, folder: Path) -> set[str]:
        """Return the files of the last build that are there and as they were written."""
        return {name for name, content in self.files.items() if _fingerprint(folder / name) == content}

    def written(self, maps: AbstractSet[str], files: AbstractSet[str]) -> bytes:
        """Return the note as it is written, of the maps and files that the project still has."""
        said = {
            "version": NOTE_VERSION,
            "tools": self.tools,
            "maps": {name: digest for name, digest in sorted(self.maps.items()) if name in maps},
            "files": {name: content for name, content in sorted(self.files.items()) if name in files},
            "papers": {name: paper for name, paper in sorted(self.papers.items()) if name in maps},
        }
        return (json.dumps(said, indent=1) + "\n").encode()


def read_note(folder: Path) -> Note:
    """Return what the last build noted; nothing where the note is missing, unreadable or of another version."""
    try:
        said = json.loads((folder / MANIFEST).read_text("utf-8"))
        if said["version"] != NOTE_VERSION:
            return Note()
        return Note(str(said["tools"]), dict(said["maps"]), dict(said["files"]), dict(said["papers"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Note()


def _fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file, "" of what is none or cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    except OSError:
        return ""
