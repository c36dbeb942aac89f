"""A scene becomes a file: the suffix names the renderer, which is imported when it is called."""

from __future__ import annotations

import gc
import os
import sys
import warnings
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from html import escape
from importlib import import_module
from math import ceil
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import UsageError
from geomap.files import write_all
from geomap.telling import beside, files_beside

if TYPE_CHECKING:
    import pandas as pd

    from geomap.dates import Days
    from geomap.paper import Paper
    from geomap.scene import Scene

SUFFIXES = (".html", ".png", ".webp", ".svg", ".pdf")
CHART_SUFFIXES = (".png", ".webp", ".svg", ".pdf")
#: Title, legend and the rest of a sheet are as much work as so many places.
FURNITURE = 50
#: Steps of a film only where its days of change are too many, and the finest that have room.
AUTO = "auto"
FILM_SUFFIXES = (".gif", ".webp", ".mp4")
#: Fewer sheets than this are drawn sooner than a process is split.
LEAST_SHEETS = 3


@dataclass(frozen=True)
class Job:
    """A scene to draw: as ``.html``, or as the sheet of a day (or of several) in some formats, or in none.

    Where the sheet is ``told``, what stands beside it is written too, with the changes ``since`` an earlier day.
    """

    scene: Scene
    suffixes: tuple[str, ...]
    on: Days | None = None
    paper: Paper | None = None
    told: bool = False
    since: pd.Timestamp | None = None


_shared: list[Job] = []


def render(scene: Scene, suffix: str, *, on: Days | None = None, paper: Paper | None = None) -> bytes:
    """Return ``scene`` drawn in the format of ``suffix``.

    ``on`` is the day of a sheet (``.png``, ``.webp``, ``.svg``, ``.pdf``), by default the day on which
    the scene opens, or several days, which have a map each on one sheet; ``paper`` is its size and
    make, see ``geomap.paper``. A live map (``.html``) holds all days and opens on its own. Raises
    ``UsageError`` for another suffix.
    """
    suffix = suffix.lower()
    if suffix not in SUFFIXES:
        msg = f"{suffix or 'a file without a suffix'} is no format that a map is written in. Use {', '.join(SUFFIXES)}."
        raise UsageError(msg)
    if suffix == ".html":
        return import_module("geomap.render.html").render(scene)
    return import_module("geomap.render.static").render(scene, suffix, on=on, paper=paper)


def chart(
    scene: Scene,
    suffix: str,
    *,
    kind: str = "area",
    on: pd.Timestamp | str | None = None,
    first: pd.Timestamp | str | None = None,
    last: pd.Timestamp | str | None = None,
    paper: Paper | None = None,
) -> bytes:
    """Return a chart of who holds how much, in the format of ``suffix``: ``.png``, ``.webp``, ``.svg`` or ``.pdf``.

    ``area``: shares stacked through time, from ``first`` to ``last`` (by default those of the scene), with steps on
    the days on which something changes. ``bars``: one day, ``on`` (by default the day on which the scene
    opens): a bar a party, solid to the least that it holds and light on to the most. Where no place
    has ground, places are counted. ``paper`` is its size and make, see ``geomap.paper``; by default it is
    10 inches wide and as high as it needs to be. Raises ``UsageError`` for another suffix or kind, and for days
    out of order.
    """
    suffix = suffix.lower()
    if suffix not in CHART_SUFFIXES:
        named = suffix or "a file without a suffix"
        msg = f"{named} is no format that a chart is written in. Use {', '.join(CHART_SUFFIXES)}."
        raise UsageError(msg)
    charts = import_module("geomap.render.static.charts")
    return charts.chart(scene, suffix, kind=kind, on=on, first=first, last=last, paper=paper)


def animate(
    scene: Scene,
    suffix: str,
    *,
    days: Sequence[pd.Timestamp | str] | None = None,
    first: pd.Timestamp | str | None = None,
    last: pd.Timestamp | str | None = None,
    every: str | None = None,
    hold: float = 1.2,
    paper: Paper | None = None,
) -> bytes:
    """Return a film of a scene, in the format of ``suffix``: ``.gif``, ``.webp`` or ``.mp4``.

    A picture for the first day, every day on which something changed, and the last, from ``first`` to
    ``last`` (by default those of the scene); ``every`` (``day``, ``week``, ``month``, ``year``) adds days
    in regular steps, ``auto`` takes such steps only where there are too many days of change; ``days``
    names the days itself. Where something changed, a picture is held for ``hold`` seconds. Title,
    legend, names and sources stay where they are; the date, the ground, marks and a bar of shares
    change. The same scene gives the same bytes. ``paper`` is its size, by default 1200 by 900 dots. An
    MP4 needs ffmpeg, which ``geomap[video]`` brings.

    Raises ``UsageError`` for another suffix, days out of order and more than 600 pictures, and ``GeomapError``
    for an MP4 where there is no ffmpeg.
    """
    suffix = suffix.lower()
    if suffix not in FILM_SUFFIXES:
        named = suffix or "a file without a suffix"
        msg = f"{named} is no format that a film is written in. Use {', '.join(FILM_SUFFIXES)}."
        raise UsageError(msg)
    chosen = {"days": days, "first": first, "last": last, "every": every, "hold": hold, "paper": paper}
    return import_module("geomap.render.static.film").animate(scene, suffix, **chosen)


def film_days(
    scene: Scene,
    *,
    days: Sequence[pd.Timestamp | str] | None = None,
    first: pd.Timestamp | str | None = None,
    last: pd.Timestamp | str | None = None,
    every: str | None = None,
) -> list[pd.Timestamp]:
    """Return the days that a film shows, in order; see ``animate``. Raises ``UsageError`` as it does."""
    shots_of = import_module("geomap.render.static.film.days").shots_of
    return [shot.day for shot in shots_of(scene, days=days, first=first, last=last, every=every)]


def render_all(jobs: Sequence[Job]) -> list[dict[str, bytes]]:
    """Return every job done: the suffixes and the bytes of each, in the order of the jobs.

    A day's sheet is drawn once for all its formats. Where there are several sheets and processors,
    and a process can be split in two (on Linux), they are drawn and told side by side: those of one map by one
    process, which works out once what they have in common. Live maps are made meanwhile.
    """
    sheets = [at for at, job in enumerate(jobs) if ".html" not in job.suffixes]
    n = min(os.cpu_count() or 1, len(sheets))
    if n < 2 or len(sheets) < LEAST_SHEETS or not sys.platform.startswith("linux"):
        return [_done(job) for job in jobs]
    _shared[:] = jobs
    gc.freeze()  # so that no process copies what it only reads, to look for what can go
    try:
        with warnings.catch_warnings(), _processes(n) as pool, _processes(1) as aside:
            # Newer Pythons warn where there are threads; those here only wait, and what they hold is not asked for.
            warnings.filterwarnings("ignore", message=".*fork", category=DeprecationWarning)
            pages = tuple(at for at in range(len(jobs)) if at not in sheets)
            making = [(pages, aside.submit(_done_at, pages))] if pages else []
            if any(jobs[at].suffixes for at in sheets):
                import_module("geomap.render.static")  # once for all who draw, while the pages are begun
            making += [(batch, pool.submit(_done_at, batch)) for batch in _batches(jobs, sheets, n)]
            done = {
                at: made
                for batch, all_made in making
                for at, made in zip(batch, all_made.result(), strict=True)
            }
            return [done[at] for at in range(len(jobs))]
    finally:
        gc.unfreeze()
        _shared.clear()


def _processes(n: int) -> ProcessPoolExecutor:
    """Return so many processes that know all that this one does; they begin when there is something to do."""
    return ProcessPoolExecutor(n, get_context("fork"))


def _batches(jobs: Sequence[Job], sheets: Sequence[int], n: int) -> list[tuple[int, ...]]:
    """Return the sheets of each map together, the largest work first.

    A map with more to do than half of what there is for one of ``n`` processes is done in parts, so that none waits
    long for another.
    """
    of_maps: dict[int, list[int]] = {}
    for at in sheets:
        of_maps.setdefault(id(jobs[at].scene), []).append(at)
    most_work = sum(map(partial(_work, jobs), sheets)) / n / 2
    batches = []
    for ats in of_maps.values():
        n_parts = ceil(sum(map(partial(_work, jobs), ats)) / most_work)
        most = ceil(len(ats) / n_parts)
        batches += [tuple(ats[i : i + most]) for i in range(0, len(ats), most)]
    return sorted(batches, key=lambda batch: sum(map(partial(_work, jobs), batch)), reverse=True)


def _work(jobs: Sequence[Job], at: int) -> int:
    """Return how much there is to do for a sheet, by its formats, its places and what stands around them."""
    return (FURNITURE + len(jobs[at].scene.places)) * max(len(jobs[at].suffixes), 1)


def _done_at(batch: Sequence[int]) -> list[dict[str, bytes]]:
    """Do the jobs of some numbers: scenes reach the other process with its memory, and are not sent."""
    return [_done(_shared[at]) for at in batch]


def _done(job: Job) -> dict[str, bytes]:
    if ".html" in job.suffixes:
        return {".html": render(job.scene, ".html")}
    told = files_beside(job.scene, job.on or job.scene.opens, since=job.since) if job.told else {}
    if not job.suffixes:
        return told
    draw = import_module("geomap.render.static").render_all
    return draw(job.scene, job.suffixes, on=job.on, paper=job.paper) | told


def in_frame(scene: Scene, *, height: int = 600) -> str:
    """Return the live map as a frame with the whole page in it, for a notebook: nothing is fetched or trusted.

    The frame has no origin of its own and reads nothing of the notebook; ``height`` is in pixels.
    """
    page = escape(render(scene, ".html").decode("utf-8"))
    may = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"
    look = f'width="100%" height="{height}" style="border:0" sandbox="{may}" allow="fullscreen"'
    return f'<iframe title="{escape(scene.title)}" {look} srcdoc="{page}"></iframe>'


def write(scene: Scene, path: str | Path, *, on: Days | None = None, paper: Paper | None = None) -> Path:
    """Write ``scene`` to ``path``; the suffix picks live map or sheet. See ``render``.

    Beside a picture its caption, alternative text, credit and records are written, as ``.json`` and
    ``.txt`` of the same name: see ``telling.sidecar``. What stood at the paths stands until all new
    files are whole. Raises ``GeomapError`` where a file that is not ours stands in their way.
    Returns the path.
    """
    path = Path(path)
    told = beside(path, scene, scene.opens if on is None else on)
    write_all({path: render(scene, path.suffix, on=on, paper=paper), **told})
    return path
