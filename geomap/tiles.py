"""Pictures of the ground that a live map may load from a server: only where its author names one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

from geomap.errors import BadValue
from geomap.folding import nearest_of

#: What the page fills in itself, as Leaflet does.
_LEFT = ("s", "x", "y", "z", "r")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")
_URL = re.compile(r"https://(?P<host>[^/?#{}]*(?:\{s\})?[^/?#{}]*)/[!#-;=?-~]*")
_WEB = re.compile(r"https?://[!#-;=?-~]+")
#: What stands in an address as it is; a percent sign is of a key that is written so already.
_PLAIN = "/:@!$&()*+,;=-._~?%"
#: No attribution is longer.
MOST_LETTERS = 400


@dataclass(frozen=True)
class Tiles:
    """Where the pictures come from, and who is to be named for them.

    ``url`` has ``{x}``, ``{y}``, ``{z}``, and may have ``{s}`` and ``{r}``; ``hosts`` are all that
    it may ask. ``credit`` is the provider's attribution in pieces of plain text, each with the
    address it links to ("" for none). ``native`` are the coarsest and the finest zoom there is.
    """

    name: str
    url: str
    hosts: tuple[str, ...]
    subdomains: str
    credit: tuple[tuple[str, str], ...]
    native: tuple[int, int]
    size: int = 256
    offset: int = 0
    tms: bool = False


def read_tiles(name: str, key: str = "") -> Tiles:
    """Return the tiles of a provider that xyzservices knows, by its name there.

    Raises ``BadValue`` for an unknown name (with the nearest right one), a provider that needs a key
    where none is given or takes none, and one whose tiles the page cannot show.
    """
    from xyzservices import providers  # noqa: PLC0415 - a thousand providers, read only where one is named

    known = providers.flatten()
    if name not in known:
        near = nearest_of(name, known, 1)
        offer = f"Did you mean {near[0]}? " if near else ""
        raise BadValue("is not a provider of tiles", f"{offer}Names are those of xyzservices.")
    provider = known[name]
    if provider.get("crs", "EPSG:3857") != "EPSG:3857" or provider.get("status") == "broken":
        raise BadValue("has tiles that the page cannot show", "Name another provider.")
    return to_tiles(name, _with_key(provider, key))


def _with_key(provider: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return what a provider says, with the key where it has a gap for one."""
    gaps = [name for name, value in provider.items() if str(value).startswith("<insert")]
    if gaps and not key:
        hint = 'Get one from the provider, and write { name = "...", key = "..." }. Readers of the page can see it.'
        raise BadValue("is a provider that needs a key", hint)
    if key and not gaps:
        raise BadValue("is a provider that takes no key", "Leave the key out.")
    return {**provider, **dict.fromkeys(gaps, quote(key, safe=""))}


def to_tiles(name: str, provider: Mapping[str, Any]) -> Tiles:
    """Return the tiles of what a provider says of itself, each part of it checked.

    >>> tiles = to_tiles("Mine", {"url": "https://{s}.example.org/{z}/{x}/{y}.png", "subdomains": "ab"})
    >>> tiles.hosts, tiles.credit
    (('a.example.org', 'b.example.org'), (('Mine', ''),))
    """

    def filled(gap: re.Match[str]) -> str:
        known = gap[1] in provider and gap[1] not in _LEFT
        return quote(str(provider[gap[1]]), safe=_PLAIN) if known else gap[0]

    url = re.sub(r"\{([^{}]*)\}", filled, str(provider.get("url", "")))
    left = set(re.findall(r"\{([^{}]*)\}", url))
    match = _URL.fullmatch(url)
    subdomains = "".join(provider.get("subdomains", "abc")) if "{s}" in url else ""
    hosts = tuple(match["host"].replace("{s}", sub) for sub in subdomains or "-") if match else ()
    fits = hosts and left <= set(_LEFT) and {"x", "y", "z"} <= left and all(map(_HOST.fullmatch, hosts))
    if not fits:
        raise BadValue(
            "has tiles that the page cannot load: not by https from hosts it names", "Name another provider."
        )
    html = str(provider.get("html_attribution") or provider.get("attribution") or name)
    least, most = (int(provider.get(zoom, default)) for zoom, default in (("min_zoom", 0), ("max_zoom", 18)))
    size, offset = int(provider.get("tileSize", 256)), int(provider.get("zoomOffset", 0))
    native, tms = (least, most), bool(provider.get("tms"))
    return Tiles(name, url, hosts, subdomains, credit_of(html) or ((name, ""),), native, size, offset, tms)


def credit_of(html: str) -> tuple[tuple[str, str], ...]:
    """Return an attribution written in HTML as plain texts, each with the web address it links to or "".

    >>> credit_of('&copy; <a href="https://example.org/">Example</a> <img src=x onerror=alert(1)>')
    (('© ', ''), ('Example', 'https://example.org/'))
    """
    reader = _Credit()
    reader.feed(html[:4000])
    reader.close()
    pieces = [(re.sub(r"\s+", " ", text), address) for text, address in reader.pieces]
    whole, kept = 0, []
    for text, address in pieces:
        whole += len(text)
        if text and whole <= MOST_LETTERS:
            kept.append((text, address))
    while kept and not kept[-1][0].strip():
        kept.pop()
    return tuple(kept)


class _Credit(HTMLParser):
    """Collect the texts of HTML and where they link to; tags, scripts and styles are left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[tuple[str, str]] = []
        self._address = ""
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a link leads, if that is the web."""
        self._hidden += tag in ("script", "style")
        if tag == "a":
            address = dict(attrs).get("href") or ""
            self._address = address if _WEB.fullmatch(address) else ""

    def handle_endtag(self, tag: str) -> None:
        """Leave a link."""
        self._hidden -= tag in ("script", "style") and self._hidden > 0
        if tag == "a":
            self._address = ""

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        if not self._hidden:
            self.pieces.append((data, self._address))
