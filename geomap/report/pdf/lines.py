"""Text broken into lines of a width, and lines printed: from the left, or from the right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from geomap.cleaning import NO_BREAK
from geomap.report.blocks import Run, Runs, runs_from_right, text_of
from geomap.report.pdf.page import Face, put, width_of

#: A word, the space behind it, or a break; a no-break space is part of its word.
PIECE = re.compile(rf"\n|[^\S\n{NO_BREAK}]+|[\S{NO_BREAK}]+")
#: Millimetres by which widths that were added up may be off.
SLACK = 0.02
#: No line has more letters of one word.
MOST_LETTERS = 400
Line = tuple[Run, ...]


def broken(pdf: Any, runs: Sequence[Run], face: Face, width: float) -> list[Line]:
    """Return runs as lines no wider than ``width`` millimetres: broken at spaces, a longer word anywhere."""
    lines: list[list[Run]] = [[]]
    used = 0.0
    for word in _words(runs):
        if text_of(word) == "\n":
            lines.append([])
            used = 0.0
            continue
        for part in _fitting(pdf, word, face, width):
            across = measured(pdf, part, face)
            is_space = not text_of(part).strip()
            if used + across > width + SLACK and lines[-1] and not is_space:
                lines.append([])
                used = 0.0
            if lines[-1] or not is_space:
                lines[-1] += part
                used += across
    return [_trimmed(line) for line in lines]


def _words(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Yield words, spaces and breaks; a word may have several looks."""
    word: list[Run] = []
    for run in runs:
        for piece in PIECE.findall(run.text):
            part = Run(piece, run.bold, run.italic, run.code, run.url)
            if piece.strip():
                word.append(part)
                continue
            if word:
                yield word
            yield [part]
            word = []
    if word:
        yield word


def _fitting(pdf: Any, word: list[Run], face: Face, width: float) -> Iterator[list[Run]]:
    """Yield a word whole where it fits on a line, else cut into parts that do."""
    if measured(pdf, word, face) <= width + SLACK:
        yield word
        return
    for run in word:
        rest = run.text
        while rest:
            n = min(len(rest), MOST_LETTERS)
            while n > 1 and (across := width_of(pdf, rest[:n], face, style_of(run))) > width:
                n = max(1, min(n - 1, int(n * width / across)))
            yield [Run(rest[:n], run.bold, run.italic, run.code, run.url)]
            rest = rest[n:]


def _trimmed(line: list[Run]) -> Line:
    """Return a line without the space at its end, neighbours of one look as one."""
    joined: list[Run] = []
    for run in line:
        look = (run.bold, run.italic, run.code, run.url)
        if joined and (joined[-1].bold, joined[-1].italic, joined[-1].code, joined[-1].url) == look:
            joined[-1] = Run(joined[-1].text + run.text, *look)
        else:
            joined.append(run)
    if joined:
        last = joined[-1]
        joined[-1] = Run(last.text.rstrip(), last.bold, last.italic, last.code, last.url)
    return tuple(run for run in joined if run.text)


def style_of(run: Run) -> str:
    """Return the style of a run as the fonts name it."""
    return ("B" if run.bold else "") + ("I" if run.italic else "")


def measured(pdf: Any, runs: Sequence[Run], face: Face) -> float:
    """Return the width of runs on one line, in millimetres."""
    return sum(width_of(pdf, run.text, face, style_of(run)) for run in runs)


def print_line(
    pdf: Any, line: Line, box: tuple[float, float], y: float, face: Face, *, at_end: bool = False
) -> None:
    """Print a line in a box (left edge and width): flush where the page's lines begin, or at its end."""
    left, width = box
    across = measured(pdf, line, face)
    flush_right = pdf.is_rtl != at_end
    x = left + width - across if flush_right else left
    from_right = runs_from_right(text_of(line), page=pdf.is_rtl)
    for run in reversed(line) if from_right else line:
        x += put(pdf, run.text, x, y, face, style_of(run), run.url)


def print_lines(
    pdf: Any, lines: Sequence[Line], box: tuple[float, float], y: float, face: Face, *, at_end: bool = False
) -> float:
    """Print lines below each other, and return how high they are, in millimetres."""
    for at, line in enumerate(lines):
        print_line(pdf, line, box, y + at * face.leading, face, at_end=at_end)
    return len(lines) * face.leading


def plain(text: str) -> Runs:
    """Return a text as runs."""
    return (Run(text),)
