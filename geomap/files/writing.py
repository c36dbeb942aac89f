"""Write files so that what stood there before stands until the new one is whole."""

from __future__ import annotations

import contextlib
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import GeomapError

if TYPE_CHECKING:
    from collections.abc import Mapping


def write_text(path: str | Path, text: str) -> None:
    """Write ``text`` to ``path`` as UTF-8, line ends as they are; on failure the old file stands."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: str | Path, content: bytes) -> None:
    """Write ``content`` to ``path``; on failure the old file stands."""
    write_all({path: content})


def write_all(contents: Mapping[str | Path, bytes] | Mapping[Path, bytes]) -> None:
    """Write several files, all or none.

    Everything is first written beside its target; only when all of it is on disk are the targets
    replaced, and if one replacement fails those before it are put back. Folders that are missing
    are made. A link is followed and stays a link. Raises ``GeomapError``.
    """
    staged: dict[Path, Path] = {}
    target = Path()
    try:
        for path, content in contents.items():
            target = Path(path).resolve()
            staged[target] = _stage(target, content)
        _replace_all(staged)
    except OSError as error:
        name = error.filename or target
        why = error.strerror or error
        raise GeomapError(
            f"{name}: cannot be written ({why}). Nothing was written; the old files stand."
        ) from error
    finally:
        for temporary in staged.values():
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def _stage(target: Path, content: bytes) -> Path:
    """Write ``content`` beside ``target`` under a passing name, which has the same permissions."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name[:80]}.{secrets.token_hex(6)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(content)
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _replace_all(staged: Mapping[Path, Path]) -> None:
    """Put every staged file in the place of its target; undo all of it when one fails."""
    before: dict[Path, bytes | None] = {}
    try:
        for target, temporary in staged.items():
            old = target.read_bytes() if target.exists() else None
            temporary.replace(target)
            before[target] = old
    except OSError:
        for target, old in before.items():
            if old is None:
                target.unlink(missing_ok=True)
            else:
                _stage(target, old).replace(target)
        raise
