"""Make the page's own scripts and style sheets small: a map is sent by mail and opened on phones."""

from __future__ import annotations

import minify_html

#: Notes for other minifiers, of which none follows.
_NOTE = "/* @__PURE__ */"


def small_script(script: str) -> str:
    """Return a classic script that does the same in fewer characters; names are kept, so it stays readable.

    The minifier reads a script as a module, in which strictness goes without saying; here it is said.
    """
    return f'"use strict";{_minified(script, "script").replace(_NOTE, "")}\n'


def small_style(style: str) -> str:
    """Return a style sheet that says the same in fewer characters."""
    return _minified(style, "style")


def _minified(text: str, tag: str) -> str:
    """Return ``text`` as the minifier gives it back inside an element of HTML, the only thing it takes."""
    page = f"<{tag}>{text}</{tag}>"
    small = minify_html.minify(page, minify_js=True, minify_css=True, keep_closing_tags=True)
    return small.removeprefix(f"<{tag}>").removesuffix(f"</{tag}>")
