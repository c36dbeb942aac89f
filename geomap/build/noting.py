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
NOTE_VERSION = 2


@dataclass(frozen=True)
class Note:
    """What a build notes for the next one: what it drew with, what each map was made from, what each file holds."""

    tools: str = ""
    maps: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def after(self, tools: str, digests: Mapping[str, str], drawn: Mapping[Path, bytes]) -> Note:
        """Return the note after maps were brought up to date. Other tools make all other maps out of date."""
        files = {path.name: hashlib.sha256(content).hexdigest() for path, content in drawn.items()}
        return Note(tools, {**self.maps, **digests}, {**self.files, **files})

    def written(self, maps: AbstractSet[str], files: AbstractSet[str]) -> bytes:
        """Return the note as it is written, of the maps and files that the project still has."""
        said = {
            "version": NOTE_VERSION,
            "tools": self.tools,
            "maps": {name: digest for name, digest in sorted(self.maps.items()) if name in maps},
            "files": {name: content for name, content in sorted(self.files.items()) if name in files},
        }
        return (json.dumps(said, indent=1) + "\n").encode()


def read_note(folder: Path) -> Note:
    """Return what the last build noted; nothing where the note is missing, unreadable or of another version."""
    try:
        said = json.loads((folder / MANIFEST).read_text("utf-8"))
        if said["version"] != NOTE_VERSION:
            return Note()
        return Note(str(said["tools"]), dict(said["maps"]), dict(said["files"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Note()
