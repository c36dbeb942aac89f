"""The sheet that options ask for, of every command that draws one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from geomap.errors import BadValue, UsageError
from geomap.paper import Paper, check_width, read_paper

#: What a sheet is where its size is not said.
USUAL = "sheet"


def paper_of(
    *,
    size: str | None = None,
    width: str | None = None,
    dpi: float | None = None,
    usual: str = USUAL,
    **make: Any,
) -> Paper:
    """Return the sheet of ``--size`` or ``--width`` and ``--dpi``, of the ``usual`` size where neither is given.

    ``make`` may have ``outlined`` and ``transparent``; what else is in it is of no sheet and left alone.
    Raises ``UsageError`` that names the option at fault.
    """
    if size and width:
        raise UsageError("--size and --width both say how wide the sheet is. Use one of them.")
    look = {name: make[name] for name in ("outlined", "transparent") if name in make}
    if dpi is not None:
        _asked(f"--dpi {dpi:g}", lambda: read_paper(dpi=dpi))
    if width:
        _asked(f"--width {width!r}", lambda: check_width(width))
    asked = f"--size {size!r}" if size else f"--width {width!r}" if width else f"--dpi {dpi}"
    return _asked(asked, lambda: read_paper(size or width or usual, dpi=dpi, **look))


def _asked(option: str, read: Callable[[], Any]) -> Any:
    """Return what is read; a ``BadValue`` is told as that of the option."""
    try:
        return read()
    except BadValue as error:
        msg = f"{option} {error}"
        raise UsageError(msg) from error
