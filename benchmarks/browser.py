"""A page opened in headless Chromium without a network, and what that costs."""

from __future__ import annotations

import base64
import io
import os
import shutil
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.part import NotFinishedError
from benchmarks.peers.peer import Peer

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
VIEWPORT = {"width": 1280, "height": 800}
SECONDS = 60
#: Share of the viewport that has to be coloured before polygons count as painted, and what is coloured.
PAINTED, COLORED = 0.1, 50

# Sets the first date as soon as that can be done, and notes when the frame after it was over.
_ANSWER = """
window.addEventListener("DOMContentLoaded", () => {
  const ready = () => { try { return READY; } catch { return false; } };
  const go = GO, at = AT, day = DAY;
  const done = () => at(day)
    ? requestAnimationFrame(() => requestAnimationFrame(() => { window.benchAnswered = performance.now(); }))
    : requestAnimationFrame(done);
  const wait = () => { if (ready()) { go(day); done(); } else setTimeout(wait, 4); };
  wait();
});
"""

# A step starts where a browser hands out the events of a slider that is dragged, at the beginning of a frame, and is
# over in the second frame after that: two frames where nothing is to be done, more where work does not fit in them.
_STEPS = """async (days) => {
  const go = GO, taken = [];
  const step = (day) => new Promise((done) => requestAnimationFrame(() => {
    const start = performance.now();
    if (day) go(day);
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
  }));
  for (const day of days) taken.push(await step(day));
  return taken;
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium as installed, or the one that Playwright has."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("GEOMAP_CHROMIUM") or next(
        (p for name in names if (p := shutil.which(name))), None
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


def painted(browser: Browser, path: Path) -> float:
    """Return the seconds from opening ``path`` to the first frame that shows coloured polygons."""
    page, session = _opened(browser)
    frames: list[dict[str, Any]] = []
    session.on("Page.screencastFrame", lambda frame: frames.append(frame))  # noqa: PLW0108 - it notes on the handler
    session.send("Page.startScreencast", {"format": "jpeg", "quality": 70, "maxWidth": 400, "maxHeight": 250})
    page.goto(path.as_uri(), wait_until="commit")
    end, seen, shown = time.monotonic() + SECONDS, 0, None
    while shown is None:
        _check(end, "no polygon painted")
        page.wait_for_timeout(10)
        for frame in frames[seen:]:
            session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})
        shown = next((frame for frame in frames[seen:] if _is_colored(frame["data"])), None)
        seen = len(frames)
    start = page.evaluate("performance.timeOrigin") / 1000
    page.context.close()
    return shown["metadata"]["timestamp"] - start


def _is_colored(data: str) -> bool:
    """Return whether enough of a picture has a colour: grey, white and black have none."""
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB"), dtype=np.int16)
    return float(np.mean(np.ptp(pixels, axis=2) > COLORED)) >= PAINTED


def driven(browser: Browser, path: Path, peer: Peer, days: list[dict[str, Any]]) -> dict[str, float]:
    """Return when a page first shows another day, what it holds, and what a step from day to day costs."""
    page, session = _opened(browser)
    script = _ANSWER.replace("READY", peer.ready).replace("GO", peer.go).replace("AT", peer.at)
    page.add_init_script(script.replace("DAY", repr(days[0])))
    page.goto(path.as_uri(), wait_until="commit")
    end = time.monotonic() + SECONDS
    while (answered := page.evaluate("window.benchAnswered")) is None:
        _check(end, "no date could be set")
        page.wait_for_timeout(50)
    heap = _heap(page, session)
    steps = _STEPS.replace("GO", peer.go)
    idle = _stepped(page, session, steps, [None] * len(days[1:]))
    step = _stepped(page, session, steps, days[1:])
    if not page.evaluate(peer.at, days[-1]):
        msg = "did not arrive at the last day"
        raise NotFinishedError(msg)
    page.context.close()
    return {
        "answered": answered / 1000,
        "heap": heap,
        "step": step["taken"],
        "idle": idle["taken"],
        "script": max(step["ScriptDuration"] - idle["ScriptDuration"], 0.0),
        "busy": max(step["TaskDuration"] - idle["TaskDuration"], 0.0),
    }


def opened_heap(browser: Browser, path: Path) -> float:
    """Return the heap of a page that has no dates, in MB, two seconds after opening."""
    page, session = _opened(browser)
    page.goto(path.as_uri(), wait_until="load")
    heap = _heap(page, session)
    page.context.close()
    return heap


def _opened(browser: Browser) -> tuple[Page, CDPSession]:
    context = browser.new_context(offline=True, viewport=VIEWPORT)
    context.set_default_timeout(SECONDS * 1000)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    return page, session


def _check(end: float, what: str) -> None:
    if time.monotonic() > end:
        msg = f"{what} within {SECONDS} s"
        raise NotFinishedError(msg)


def _heap(page: Page, session: CDPSession) -> float:
    """Return what JavaScript holds once the page is at rest, arrays of numbers included, in MB."""
    page.wait_for_timeout(2000)
    session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")
    return (used["usedSize"] + used.get("backingStorageSize", 0)) / 1e6


def _stepped(page: Page, session: CDPSession, steps: str, days: list[Any]) -> dict[str, float]:
    """Return the mean milliseconds of a step, and of what each took of the main thread."""
    before = _metrics(session)
    taken = page.evaluate(steps, days)
    after = _metrics(session)
    spent = {
        name: (after[name] - before[name]) * 1000 / len(days) for name in ("ScriptDuration", "TaskDuration")
    }
    return {"taken": statistics.fmean(taken), **spent}


def _metrics(session: CDPSession) -> dict[str, float]:
    return {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
