"""What geomap raises: one base class, and a collector that reports every problem at once."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from pathlib import Path


class GeomapError(Exception):
    """Anything wrong with what the user gave: data, configuration or a request.

    Its text is complete, in the user's words, and needs no traceback. The command line prints
    it on standard error and exits 1.
    """


class UsageError(GeomapError):
    """A request that cannot be made as it was worded; the command line exits 2."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong at one spot of one file.

    ``str()`` gives ``{file}:{line}: {column} {value!r} {what}. {hint}``. ``line`` is ``None``
    where the file has no lines (a Shapefile): then ``feature`` counts its features from 1.
    ``column`` may be empty.
    """

    file: str
    line: int | None
    what: str
    column: str = ""
    value: object = None
    hint: str = ""
    feature: int | None = None

    def __str__(self) -> str:
        file = _from_here(self.file)
        where = file if self.line is None else f"{file}:{self.line}"
        if self.line is None and self.feature is not None:
            where = f"{file} feature {self.feature}"
        head = " ".join(part for part in (self.column, self._shown()) if part)
        text = f"{where}: {head} {self.what}" if head else f"{where}: {self.what}"
        text = text.rstrip(".") + "."
        return f"{text} {self.hint}" if self.hint else text

    def _shown(self) -> str:
        if self.value is None:
            return ""
        text = repr(self.value)
        return text if len(text) <= 80 else text[:76] + "...'"


def _from_here(file: str) -> str:
    """Return a path as one would type it here: relative where it lies below the current folder."""
    path = Path(file)
    return (
        str(path.relative_to(Path.cwd())) if path.is_absolute() and path.is_relative_to(Path.cwd()) else file
    )


class BadValue(ValueError):  # noqa: N818  (a value that cannot be used, not an error of the program)
    """A value that cannot be used: what is wrong with it, and what to write instead."""

    def __init__(self, what: str, hint: str = "") -> None:
        self.what = what
        self.hint = hint
        super().__init__(f"{what}. {hint}" if hint else what)


class LeftOut(BadValue):
    """A name that is known but was left out of its frame: its own problem has been told already."""


class DataError(GeomapError):
    """Everything wrong with the data read, all at once."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class GeomapWarning(UserWarning):
    """Something the user should hear of that does not stop the work.

    Issued with ``warnings.warn``; its text has the shape of a ``Problem``. The command line
    prints each one on standard error.
    """


@dataclass
class Problems:
    """Collect errors while reading; raise them together at the end."""

    errors: list[Problem] = field(default_factory=list)

    def add(self, problem: Problem) -> None:
        """Note an error."""
        self.errors.append(problem)

    def raise_if_any(self) -> None:
        """Raise ``DataError`` with every error noted so far, if there is one."""
        if self.errors:
            raise DataError(self.errors)


def warn(problem: Problem) -> None:
    """Tell the user of ``problem`` without stopping."""
    warnings.warn(str(problem), GeomapWarning, stacklevel=3)
