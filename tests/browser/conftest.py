"""Chromium without a network, and pages that fail a test for any request, error or policy breach."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from standing import Opened, Pages

sync_api = pytest.importorskip("playwright.sync_api")

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--mute-audio",
]  # fmt: skip

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    """Note for the fixtures of a test that it failed."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


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


@pytest.fixture(scope="session")
def standing(browser: sync_api.Browser) -> Pages:
    """The pages that stand open."""
    return Pages(browser)


@pytest.fixture
def take_page(standing: Pages, request: pytest.FixtureRequest) -> Iterator[Callable[..., Opened]]:
    """A function that answers an empty page: ``take_page(width=390, bypass_csp=True)``."""
    taken = []

    def take(**options: object) -> Opened:
        taken.append(standing.take(**options))
        return taken[-1]

    yield take
    for opened in taken:
        (standing.drop if request.node.stash.get(FAILED, False) else standing.give_back)(opened)


@pytest.fixture
def open_page(take_page: Callable[..., Opened], tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """A function that opens a file, or HTML given as bytes or text, with the network off.

    ``open_page(path, "#date=2018-03-15", width=390, height=844, color_scheme="dark")``. Every page
    opened is checked at the end of the test.
    """
    opened_pages: list[Opened] = []

    def open_it(source: Path | bytes | str, fragment: str = "", **options: object) -> Opened:
        path = source
        if not isinstance(source, Path):
            path = tmp_path / f"page-{len(opened_pages)}.html"
            path.write_bytes(source if isinstance(source, bytes) else source.encode("utf-8"))
        opened = take_page(**options)
        opened_pages.append(opened)
        opened.page.goto(path.resolve().as_uri() + fragment)
        return opened

    yield open_it
    for opened in opened_pages:
        opened.assert_clean()


@pytest.fixture
def open_map(open_page: Callable[..., Opened]) -> Callable[..., Opened]:
    """As ``open_page``, and waits until the map stands."""

    def open_it(source: Path | bytes | str, fragment: str = "", **options: object) -> Opened:
        opened = open_page(source, fragment, **options)
        opened.page.wait_for_selector("html.ready", state="attached")
        return opened

    return open_it
