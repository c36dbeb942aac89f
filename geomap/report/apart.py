"""Pictures set apart: a figure stands in no heading, no cell of a table and no line of text, but behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from typing import Any

#: What a picture stands behind when it is written in it.
ENDS = ("heading_close", "paragraph_close", "table_close")


def apart(tokens: Sequence[Any]) -> list[Any]:
    """Return the tokens of a Markdown text with every picture in a paragraph of nothing but pictures.

    Those written in a heading, in a table or among words come in a paragraph of their own behind it; a
    heading of nothing but pictures is left out. The tokens given are not changed.
    """
    out: list[Any] = []
    waiting: list[Any] = []
    is_in_table = False
    for token in tokens:
        is_in_table = token.type == "table_open" or (is_in_table and token.type != "table_close")
        images = _images(token)
        is_alone = bool(images) and not is_in_table and not _has_words(token)
        if images and not (is_alone and out[-1].type == "paragraph_open"):
            waiting += images
            token = _without(token)  # noqa: PLW2901 - the token as it goes on
        out.append(token)
        if waiting and token.type in ENDS and not is_in_table:
            if token.type == "heading_close" and not out[-2].children:
                del out[-3:]
            out += _paragraph(token, waiting)
            waiting = []
    return out


def _images(token: Any) -> list[Any]:
    return [child for child in token.children or () if child.type == "image"]


def _has_words(token: Any) -> bool:
    return any(child.content.strip() for child in token.children if child.type != "image")


def _without(token: Any) -> Any:
    """Return an inline token without its pictures, and without what only they stood in."""
    kept = copy(token)
    kept.children = list(_kept(token)) if _has_words(token) else []
    return kept


def _kept(token: Any) -> Iterator[Any]:
    """Yield what is no picture; no space or break ends it that led to one."""
    children = [child for child in token.children if child.type != "image"]
    last = max(at for at, child in enumerate(children) if child.content.strip())
    for at, child in enumerate(children):
        if at < last:
            yield child
        elif at == last:
            trimmed = copy(child)
            trimmed.content = child.content if child.type == "code_inline" else child.content.rstrip()
            yield trimmed
        elif child.content.strip() or child.nesting < 0:
            yield child


def _paragraph(end: Any, images: list[Any]) -> list[Any]:
    """Return a paragraph of pictures, at the depth of the block that ends with ``end``."""
    kind = type(end)
    inline = kind("inline", "", 0, level=end.level + 1, children=images, block=True)
    return [
        kind("paragraph_open", "p", 1, level=end.level, block=True),
        inline,
        kind("paragraph_close", "p", -1, level=end.level, block=True),
    ]
