"""Chromium without a network, and pages that fail a test for any request, error or policy breach."""

from __future__ import annotations

import os
import shutil
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api")

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--mute-audio",
]  # fmt: skip

#: Notes every breach of the Content-Security-Policy from the first line of the page on.
WATCH_POLICY = """
window.__breaches = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.__breaches.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[sync_api.Browser]:
    """Chromium as installed. Where there is none the tests are skipped, but fail on a CI machine."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        message = f"NO BROWSER: none of {', '.join(NAMES)} is installed, so no page was tested"
        if os.environ.get("CI"):
            pytest.fail(message)
        warnings.warn(message, stacklevel=1)
        pytest.skip(message)
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


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


@pytest.fixture
def open_page(browser: sync_api.Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """A function that opens a file, or HTML given as bytes or text, with the network off.

    ``open_page(path, "#date=2018-03-15", width=390, height=844, color_scheme="dark")``. Every page
    opened is checked at the end of the test.
    """
    contexts, opened_pages = [], []

    def open_it(
        source: Path | bytes | str,
        fragment: str = "",
        *,
        width: int = 1280,
        height: int = 800,
        **options: object,
    ) -> Opened:
        path = source
        if not isinstance(source, Path):
            path = tmp_path / f"page-{len(contexts)}.html"
            path.write_bytes(source if isinstance(source, bytes) else source.encode("utf-8"))
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True, **options)
        contexts.append(context)
        opened = Opened(context.new_page())
        opened_pages.append(opened)
        _watch(opened)
        opened.page.add_init_script(WATCH_POLICY)
        opened.page.goto(path.resolve().as_uri() + fragment)
        return opened

    yield open_it
    try:
        for opened in opened_pages:
            opened.assert_clean()
    finally:
        for context in contexts:
            context.close()


@pytest.fixture
def open_map(open_page: Callable[..., Opened]) -> Callable[..., Opened]:
    """As ``open_page``, and waits until the map stands."""

    def open_it(source: Path | bytes | str, fragment: str = "", **options: object) -> Opened:
        opened = open_page(source, fragment, **options)
        opened.page.wait_for_selector("html.ready", state="attached")
        return opened

    return open_it
