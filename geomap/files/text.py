"""Read text, and say what is wrong with a file that is none."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geomap.errors import Problems

# Controls that no SVG, PDF or web page can hold. Tab and line ends are text; marks that set the
# direction of writing are too, and stay.
CONTROL_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_WIDE_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def files_in(paths: Iterable[str | Path], suffixes: tuple[str, ...], problems: Problems) -> list[Path]:
    """Return the files that ``paths`` name: a file itself, of a folder those with one of ``suffixes``.

    A folder's files come sorted by name and not from the folders in it; names that start with
    ``.`` or ``~$`` (a spreadsheet's lock) are passed over. A path that is not there is a problem.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.suffix.lower() in suffixes)
            found.update((p, None) for p in inside if p.is_file() and not p.name.startswith((".", "~$")))
        elif path.exists():
            found[path] = None
        else:
            problems.add(Problem(str(path), None, "does not exist", hint="Check the path."))
    return list(found)


def read_text(path: Path, problems: Problems) -> str | None:
    """Return the text of a UTF-8 file, with or without a byte order mark, line ends as they are.

    Anything else, and a control character that no map can show, is a problem, and gives ``None``.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        problems.add(Problem(str(path), None, f"cannot be read ({error.strerror or error})"))
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.add(_encoding_problem(path, content, error.start))
        return None
    if content.startswith(_WIDE_MARKS) or "\x00" in text[:4]:
        problems.add(_encoding_problem(path, content, 0))
        return None
    if match := CONTROL_CHARACTER.search(text):
        problems.add(_control_problem(path, text, match))
        return None
    return text


def _control_problem(path: Path, text: str, match: re.Match[str]) -> Problem:
    line = text.count("\n", 0, match.start()) + 1
    what = f"holds the control character U+{ord(match[0]):04X}, which no map can show"
    return Problem(str(path), line, what, hint="Delete it and save the file as UTF-8.")


def _encoding_problem(path: Path, content: bytes, offset: int) -> Problem:
    line = content.count(b"\n", 0, offset) + 1
    what = f"is not UTF-8 at byte {offset}; it looks like {_likely_encoding(content)}"
    hint = "Save the file as UTF-8 (in a spreadsheet: CSV UTF-8)."
    return Problem(str(path), line, what, hint=hint)


def _likely_encoding(content: bytes) -> str:
    """Name the encoding that ``content`` most likely has.

    Arabic words in Windows-1256 are runs of high bytes; accents in Windows-1252 stand alone.
    """
    if content.startswith(_WIDE_MARKS[:2]):
        return "UTF-32"
    if content.startswith(_WIDE_MARKS) or content[:4].count(b"\x00") >= 2:
        return "UTF-16"
    runs = re.findall(rb"[\x80-\xff]+", content)
    n_in_words = sum(len(run) for run in runs if len(run) > 1)
    n_alone = sum(1 for run in runs if len(run) == 1)
    return "Windows-1256 (Arabic)" if n_in_words > n_alone else "Windows-1252 (Western European)"
