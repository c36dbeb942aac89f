"""Pages of folium with their scripts put in, so that they open without a network."""

from __future__ import annotations

import re
from pathlib import Path

import folium

#: Where ``make bench`` installs what web/package.json lists.
WEB = Path(__file__).parents[2] / "build" / "bench" / "web" / "node_modules"

_LEAFLET = ("leaflet/dist/leaflet.css", "leaflet/dist/leaflet.js")
_SCRIPT = re.compile(r'<script src="http[^"]*"></script>\s*')
_STYLE = re.compile(r'<link rel="stylesheet" href="http[^"]*"/>\s*')


def save(page: folium.Map, path: Path, *needed: str) -> None:
    """Write ``page`` with Leaflet and the ``needed`` files in it, and without what it does not use.

    folium also loads Bootstrap, icons and markers, which a map of polygons does without.
    """
    html = _STYLE.sub("", _SCRIPT.sub("", page.get_root().render()))
    parts = [_part(WEB / file) for file in (*_LEAFLET, *needed)]
    path.write_text(html.replace("<head>", "<head>" + "\n".join(parts), 1), "utf-8")


def _part(file: Path) -> str:
    text = file.read_text("utf-8")
    return f"<style>{text}</style>" if file.suffix == ".css" else f"<script>{text}</script>"


def empty_map(bounds: tuple[float, float, float, float], *, canvas: bool = False) -> folium.Map:
    """Return a map without tiles, fitted to ``bounds``."""
    minx, miny, maxx, maxy = bounds
    page = folium.Map(tiles=None, prefer_canvas=canvas, location=((miny + maxy) / 2, (minx + maxx) / 2))
    page.fit_bounds([[miny, minx], [maxy, maxx]])
    return page
