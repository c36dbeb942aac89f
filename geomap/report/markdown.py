"""Markdown: text of the data made safe for it, and the parser that every format shares."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from geomap.cleaning import clean
from geomap.errors import GeomapError

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Letters that begin or end something in Markdown, in its extensions, or in what publishes it: formulas,
#: footnotes, citations and mentions, the braces of site generators.
SPECIAL = re.compile(r"([\\`*_{}\[\]<>&|~$^@])")
#: What makes a heading, a list, a line or a fence of text that stands first on its line.
LEADING = re.compile(r"^([#+\-=:!.)]|[0-9]{1,9}(?=[.)](?:\s|$)))")
#: The only schemes that a link may have.
SCHEMES = ("http:", "https:", "mailto:")


class Markdown(str):
    """Text that is Markdown already: a template prints it as it is, and all other text escaped."""

    __slots__ = ()


def escape(text: object) -> Markdown:
    r"""Return plain text as Markdown that shows just this text, on one line.

    >>> escape("[a](javascript:x) *b* <img> {{ 7*7 }}")
    '\\[a\\](javascript:x) \\*b\\* \\<img\\> \\{\\{ 7\\*7 \\}\\}'
    >>> escape("# no heading"), escape("1. no list"), escape("1.5 km²")
    ('\\# no heading', '1\\. no list', '1.5 km²')
    """
    plain = SPECIAL.sub(r"\\\1", clean(str(text)))
    return Markdown(LEADING.sub(_harmless, plain))


def _harmless(match: re.Match[str]) -> str:
    return match[1] + "\\" if match[1].isdigit() else "\\" + match[1]


def link(text: object, url: str) -> Markdown:
    r"""Return a link with ``text``, or the text alone where ``url`` is none that may be followed.

    >>> link("AFP", "https://example.org/a_(b)"), link("AFP", "javascript:alert(1)")
    ('[AFP](<https://example.org/a_(b)>)', 'AFP')
    """
    if not is_address(url) or re.search(r"[\s<>\\]", url):
        return escape(text)
    return Markdown(f"[{escape(text)}](<{url}>)")


def is_address(url: str) -> bool:
    """Return whether a link may lead there: to a page, or to a person's mail."""
    return url.lower().startswith(SCHEMES)


def picture(name: str, alt: str, caption: str) -> Markdown:
    """Return a picture: the name of its file, what is seen on it, and what is printed below it."""
    quoted = escape(caption).replace('"', '\\"')
    return Markdown(f'![{escape(alt)}](<{quote(name)}> "{quoted}")')


def parser() -> Any:
    """Return the parser: CommonMark and tables, no HTML; links as in ``SCHEMES``, pictures by file name."""
    made = _markdown_it().MarkdownIt("commonmark", {"html": False}).enable("table")
    made.validateLink = _is_followed
    return made


def _markdown_it() -> Any:
    try:
        return import_module("markdown_it")
    except ImportError as error:
        raise missing("markdown-it-py") from error


def missing(package: str) -> GeomapError:
    """Return the error of a package that is not there, with the remedy."""
    return GeomapError(f'A report needs {package}, which is not installed. Run pip install "geomap[report]".')


def _is_followed(url: str) -> bool:
    """Return whether an address is followed; one without a scheme is the name of a picture."""
    return is_address(url) or re.match(r"[^/?#]*:", url) is None


def parse(text: str) -> Sequence[Any]:
    """Return the tokens of a Markdown text."""
    return parser().parse(text)
