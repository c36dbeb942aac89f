"""Pages that stand open from one test to the next, and all that must not happen on them."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field

import pytest

sync_api = pytest.importorskip("playwright.sync_api")

#: Notes every breach of the Content-Security-Policy from the first line of the page on.
WATCH_POLICY = """
window.__breaches = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.__breaches.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""

#: What a page is told of its reader's wishes where a test names none.
MEDIA = {"media": "null", "color_scheme": "light", "reduced_motion": "no-preference"}

MODIFIERS = ("Alt", "Control", "Meta", "Shift")


@dataclass
class Opened:
    """A page, and everything that must not happen on it."""

    page: sync_api.Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def breaches(self) -> list[str]:
        """Return what the policy stopped."""
        return self.page.evaluate("window.__breaches ?? []")

    def assert_clean(self) -> None:
        """Fail where the page asked for anything, complained or broke its policy."""
        assert self.requests == []
        assert self.errors == []
        assert self.breaches() == []

    def wait(self, expression: str, seconds: float = 20) -> None:
        """Wait until an expression is true; the page's policy forbids Playwright's own way, by eval."""
        end = time.monotonic() + seconds
        while not self.page.evaluate(expression):
            assert time.monotonic() < end, f"still not true after {seconds} s: {expression}"
            self.page.wait_for_timeout(30)

    def state(self, place: str) -> dict:
        """Return ``geomap.state(place)``."""
        return self.page.evaluate("(place) => geomap.state(place)", place)


class Pages:
    """Pages with the network off; one that a test has done with is given to the next that wishes the same.

    A new page takes a process of its own, and several times as long as a document in one that stands.
    A page is given anew without document, pointer, keys held, media, or anything noted. Nothing else outlives a
    document: the maps keep nothing in the browser.
    """

    def __init__(self, browser: sync_api.Browser) -> None:
        self._browser = browser
        self._idle: defaultdict[tuple, list[Opened]] = defaultdict(list)
        self._options: dict[int, tuple] = {}

    def take(self, *, width: int = 1280, height: int = 800, **options: object) -> Opened:
        """Return an empty page; ``options`` are those of a context, of which media may change on a page."""
        media = {name: options.pop(name, usual) for name, usual in MEDIA.items()}
        key = tuple(sorted(options.items()))
        opened = self._idle[key].pop() if self._idle[key] else self._new(key)
        opened.page.set_viewport_size({"width": width, "height": height})
        opened.page.emulate_media(**media)
        return opened

    def give_back(self, opened: Opened) -> None:
        """Empty a page and keep it for another test."""
        opened.page.goto("about:blank")
        opened.page.mouse.move(-1, -1)
        for key in MODIFIERS:
            opened.page.keyboard.up(key)
        opened.requests.clear()
        opened.errors.clear()
        self._idle[self._options[id(opened)]].append(opened)

    def drop(self, opened: Opened) -> None:
        """Close a page of which nobody knows how a test left it."""
        del self._options[id(opened)]
        opened.page.context.close()

    def _new(self, key: tuple) -> Opened:
        context = self._browser.new_context(**{"offline": True, **dict(key)})
        opened = Opened(context.new_page())
        _watch(opened)
        opened.page.add_init_script(WATCH_POLICY)
        self._options[id(opened)] = key
        return opened


def _watch(opened: Opened) -> None:
    page = opened.page
    page.on(
        "console",
        lambda message: opened.errors.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: opened.errors.append(str(error)))
    page.route("**/*", lambda route: route.continue_() if _is_local(route.request.url) else route.abort())
    page.on(
        "request", lambda request: None if _is_local(request.url) else opened.requests.append(request.url)
    )


def _is_local(url: str) -> bool:
    return url.startswith(("file:", "about:", "blob:"))
