"""A report as blocks, for the formats that lay out pages themselves: headings, paragraphs, tables, pictures."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from geomap.files.text import CONTROL_CHARACTER
from geomap.report.apart import apart
from geomap.report.markdown import is_address, parse


@dataclass(frozen=True)
class Run:
    """A stretch of text of one look; ``url`` is where it leads, "" for nowhere."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    url: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of a level from 1."""

    level: int
    runs: Runs


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``kind`` is ``text``, ``quote`` or ``code``."""

    runs: Runs
    kind: str = "text"


@dataclass(frozen=True)
class Item:
    """An item of a list: its mark, how deep the list lies in others, from 0, and its number among lists, from 1."""

    runs: Runs
    mark: str
    depth: int = 0
    list_no: int = 0


@dataclass(frozen=True)
class Figure:
    """A picture: the name of its file, what is seen on it, what is printed below it."""

    name: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Figures:
    """Pictures that stand beside each other: a paragraph of nothing else."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Table:
    """A table: its head, its rows, and which columns are set flush at their end, as numbers are."""

    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    ends: tuple[bool, ...]


@dataclass(frozen=True)
class Line:
    """A line across the page."""


Block = Heading | Paragraph | Item | Figures | Table | Line


def blocks_of(text: str) -> list[Block]:
    """Return the blocks of a Markdown text, in order."""
    return list(_Walk(apart(parse(text))).blocks())


def text_of(runs: Sequence[Run]) -> str:
    """Return runs as plain text."""
    return "".join(run.text for run in runs)


def runs_from_right(text: str, *, page: bool) -> bool:
    """Return whether a text is set from right to left, on a page that is or is not.

    Arabic letters decide on such a page, however a text begins; a text without letters goes with the page.

    >>> runs_from_right("AFP: \u062a\u0646\u0638\u064a\u0645", page=True), runs_from_right("AFP (a)", page=True)
    (True, False)
    >>> runs_from_right("52\u201371%", page=True), runs_from_right("52\u201371%", page=False)
    (True, False)
    """
    kinds = {unicodedata.bidirectional(letter) for letter in text}
    arabic, latin = bool(kinds & {"R", "AL"}), "L" in kinds
    if arabic and latin:
        return page
    return arabic or (page and not latin)


def figure_names(text: str) -> list[str]:
    """Return the names of the pictures that a Markdown text shows, each once, in order."""
    inner = [child for token in parse(text) for child in token.children or ()]
    return list(dict.fromkeys(_name(child) for child in inner if child.type == "image"))


def _name(image: Any) -> str:
    return unquote(str(image.attrs["src"]))


class _Walk:
    """A walk over tokens: knows how deep in lists it is, and which mark the next item has."""

    def __init__(self, tokens: Sequence[Any]) -> None:
        self.tokens = iter(tokens)
        self.lists: list[int | None] = []
        self.numbers: list[int] = []
        self.n_lists = 0
        self.mark = ""
        self.quotes = 0

    def blocks(self) -> Iterator[Block]:
        """Yield every block."""
        for token in self.tokens:
            kind = token.type
            if kind == "heading_open":
                yield Heading(int(token.tag[1]), runs_of(next(self.tokens)))
            elif kind == "inline":
                yield from self._inline(token)
            elif kind == "table_open":
                yield self._table()
            elif kind in ("fence", "code_block"):
                yield Paragraph((Run(token.content.rstrip("\n"), code=True),), "code")
            elif kind == "hr":
                yield Line()
            else:
                self._nest(token)

    def _nest(self, token: Any) -> None:
        """Note where a list, an item or a quote begins or ends."""
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                is_ordered = token.type.startswith("ordered")
                self.lists.append(int(token.attrs.get("start", 1)) if is_ordered else None)
                self.n_lists += 1
                self.numbers.append(self.n_lists)
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
                self.numbers.pop()
            case "list_item_open":
                at = self.lists[-1]
                self.mark = "•" if at is None else f"{at}."
                self.lists[-1] = None if at is None else at + 1
            case "blockquote_open" | "blockquote_close":
                self.quotes += 1 if token.type.endswith("open") else -1

    def _inline(self, token: Any) -> Iterator[Block]:
        """Yield a paragraph or an item; pictures alone, which stand beside each other."""
        images = [child for child in token.children if child.type == "image"]
        runs = runs_of(token)
        if text_of(runs).strip():
            if self.lists:
                mark, self.mark = self.mark, ""
                yield Item(runs, mark, len(self.lists) - 1, self.numbers[-1])
            else:
                yield Paragraph(runs, "quote" if self.quotes else "text")
        if images:
            yield Figures(tuple(_figure(image) for image in images))

    def _table(self) -> Table:
        rows: list[list[Runs]] = []
        ends: list[bool] = []
        for token in self.tokens:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "th_open":
                ends.append("right" in str(token.attrs.get("style", "")))
            elif token.type == "inline":
                rows[-1].append(runs_of(token))
        return Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]), tuple(ends))


def _figure(image: Any) -> Figure:
    return Figure(_name(image), text_of(runs_of(image)), str(image.attrs.get("title", "")))


def runs_of(token: Any) -> Runs:
    """Return the text of an inline token as runs; pictures in it are left out."""
    runs: list[Run] = []
    bold = italic = 0
    url = ""
    for child in token.children or ():
        match child.type:
            case "strong_open" | "strong_close":
                bold += child.nesting
            case "em_open" | "em_close":
                italic += child.nesting
            case "link_open":
                url = str(child.attrs["href"])
            case "link_close":
                url = ""
            case "softbreak":
                runs.append(Run(" ", bold > 0, italic > 0))
            case "hardbreak":
                runs.append(Run("\n", bold > 0, italic > 0))
            case "text" | "text_special" | "code_inline":
                is_code = child.type == "code_inline"
                text = CONTROL_CHARACTER.sub("", child.content)  # an entity may stand for one
                runs.append(Run(text, bold > 0, italic > 0, is_code, url if is_address(url) else ""))
    return tuple(_joined(runs))


def _joined(runs: Sequence[Run]) -> Iterator[Run]:
    """Yield runs, neighbours of one look as one; what is empty is left out."""
    waiting: Run | None = None
    for run in runs:
        if waiting and _look(waiting) == _look(run):
            waiting = Run(waiting.text + run.text, *_look(run))
        else:
            if waiting and waiting.text:
                yield waiting
            waiting = run
    if waiting and waiting.text:
        yield waiting


def _look(run: Run) -> tuple[bool, bool, bool, str]:
    return run.bold, run.italic, run.code, run.url
