"""Find the Chromium that the browser tests drive; with ``--install``, get one where there is none.

Debian's package is tried where we are root, else the download of Playwright. Exits 0 in any case:
the tests themselves skip with a loud line, or fail under CI, where no browser can be had.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str:
    """Return the path of an installed Chromium, empty where there is none."""
    given = os.environ.get("GEOMAP_CHROMIUM", "")
    return given or next((path for name in NAMES if (path := shutil.which(name))), "")


def has_playwright_browser() -> bool:
    """Return whether Playwright has a Chromium of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return os.path.exists(playwright.chromium.executable_path)  # noqa: PTH110


def install() -> None:
    """Install Chromium by apt where we are root, else by Playwright's download."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "poppler-utils"],
            check=False,
            env=environment,
            **quiet,
        )
    if not find():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> None:
    """Say what was found."""
    if "--install" in sys.argv and not find() and not has_playwright_browser():
        print("No Chromium found; installing one for the browser tests.")
        install()
    path = find() or ("Playwright's own" if has_playwright_browser() else "")
    print(f"Chromium: {path or 'none. The browser tests will be skipped, or fail under CI.'}")


if __name__ == "__main__":
    main()
