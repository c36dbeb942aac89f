"""An atlas: one PDF with a page for each place, and bookmarks that follow the tree of places."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geomap import schema as s
from geomap.errors import GeomapError
from geomap.render import Job, render_all
from geomap.words import Words

if TYPE_CHECKING:
    import pandas as pd

    from geomap.paper import Paper
    from geomap.scene import Scene

#: No atlas has more pages, the first not counted.
MOST_PAGES = 500


def pages_of(scene: Scene, *, level: str | None = None) -> list[str]:
    """Return the places of a scene that get a page, each after those it lies in.

    ``level`` keeps those of one level; without it all that are shown get one but the only place of a scene
    that is named alone: the first page shows it already.
    """
    shown = scene.places
    if level:
        shown = shown[shown[s.LEVEL] == level]
    elif len(scene.show) == 1:
        shown = shown.drop(index=list(scene.show), errors="ignore")
    paths = {place: _path(scene, place) for place in shown.index}
    return sorted(paths, key=paths.__getitem__)


def _path(scene: Scene, place: str) -> tuple[tuple[int, str, str], ...]:
    """Return the place after all that it lies in, each by level, name and id: in this order pages are sorted."""
    parents, path = scene.tree[s.PARENT], []
    while place:
        row = scene.tree.loc[place]
        path.append((s.LEVELS.index(row[s.LEVEL]), row[s.NAME], place))
        place = parents.get(place, "")
    return tuple(reversed(path))


def atlas(
    whole: Scene, scenes: Sequence[Scene], *, on: pd.Timestamp | str | None = None, paper: Paper | None = None
) -> bytes:
    """Return a PDF: a page of ``whole``, then one of each of ``scenes``, with a bookmark each.

    A scene of a place that lies in the place of an earlier page stands below that one's bookmark.
    The same scenes give the same bytes. Raises ``GeomapError`` where the extra ``atlas`` is not installed.
    """
    try:
        from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - an extra
    except ImportError as error:
        msg = 'An atlas needs pypdf. Install it: pip install "geomap[atlas]".'
        raise GeomapError(msg) from error
    day = whole.opens if on is None else on
    drawn = render_all([Job(scene, (".pdf",), day, paper) for scene in (whole, *scenes)])
    writer = PdfWriter()
    for page in drawn:
        writer.append(PdfReader(io.BytesIO(page[".pdf"])), import_outline=False)
    _mark(writer, whole, scenes)
    writer.metadata = {"/Title": whole.title}
    writer.page_mode = "/UseOutlines"
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _mark(writer: Any, whole: Scene, scenes: Sequence[Scene]) -> None:
    """Add the bookmarks: each below that of the nearest place around it that has one."""
    words = Words(whole.lang, whole.actors)
    marks = {"": writer.add_outline_item(whole.title, 0)}
    for number, scene in enumerate(scenes, 1):
        place = scene.show[0]
        above = scene.tree.at[place, s.PARENT]
        while above and above not in marks:
            above = scene.tree.at[above, s.PARENT]
        parent = marks[above] if above else None
        marks[place] = writer.add_outline_item(words.name(scene.tree.loc[place]), number, parent=parent)
