"""A report as one HTML file that fetches nothing and in which nothing runs."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from geomap.report.apart import apart
from geomap.report.blocks import runs_from_right, runs_of, text_of
from geomap.report.markdown import parser

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geomap.report import Report

#: Elements that hold a text of one direction.
DIRECTED = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th")
TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


def render(report: Report) -> bytes:
    """Return the report as a page in UTF-8: pictures in it, a policy that allows no script and no request."""
    css, found = _css(), report.findings
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    title = f"{found.title}, {found.period}"
    return f"""<!DOCTYPE html>
<html lang="{escape(found.lang)}" dir="{"rtl" if found.is_rtl else "ltr"}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}</title>
<style>{css}</style>
</head>
<body>
<main>
{body(report.text, report.pictures, is_rtl=found.is_rtl)}</main>
</body>
</html>
""".encode()


@cache
def _css() -> str:
    return (files("geomap.report") / "assets" / "report.css").read_text("utf-8").strip()


def body(text: str, pictures: Mapping[str, bytes], *, is_rtl: bool) -> str:
    """Return a Markdown text as HTML with its pictures as ``data:`` addresses."""
    made = parser()
    tokens = apart(made.parse(text))
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token.type == "inline":
            _frame(before, token, after)
            _direct(before, token, is_rtl=is_rtl)
    made.add_render_rule("image", lambda _, inner, at, *__: _figure(inner[at], pictures))
    for kind in ("th_open", "td_open"):
        made.add_render_rule(kind, lambda _, inner, at, *__: _cell(inner[at]))
    made.add_render_rule("table_open", lambda *_: '<div class="table" role="region" tabindex="0">\n<table>\n')
    made.add_render_rule("table_close", lambda *_: "</table>\n</div>\n")
    return str(made.renderer.render(tokens, made.options, {}))


def _frame(before: Any, token: Any, after: Any) -> None:
    """Make a paragraph of nothing but pictures a row of figures: a figure cannot stand in a paragraph."""
    images = [child for child in token.children if child.type == "image"]
    if images and before.type == "paragraph_open" and not text_of(runs_of(token)).strip():
        token.children, before.tag, after.tag = images, "div", "div"
        before.attrSet("class", "figures")


def _direct(before: Any, token: Any, *, is_rtl: bool) -> None:
    """Say of a text which way it runs, where that is not the way of the page."""
    runs = runs_from_right(text_of(runs_of(token)), page=is_rtl)
    if runs != is_rtl and before.tag in DIRECTED:
        before.attrSet("dir", "rtl" if runs else "ltr")


def _figure(image: Any, pictures: Mapping[str, bytes]) -> str:
    """Return a picture with what is printed below it."""
    name, title = unquote(str(image.attrs["src"])), str(image.attrs.get("title", ""))
    data = base64.b64encode(pictures[name]).decode()
    source = f"data:{TYPES[Path(name).suffix.lower()]};base64,{data}"
    caption = f"<figcaption>{escape(title)}</figcaption>" if title else ""
    return f'<figure><img src="{source}" alt="{escape(text_of(runs_of(image)))}">{caption}</figure>'


def _cell(token: Any) -> str:
    """Return the opening of a cell: what is set flush at its end has a class, for no style is allowed."""
    way = f' dir="{token.attrs["dir"]}"' if "dir" in token.attrs else ""
    end = ' class="end"' if "right" in str(token.attrs.get("style", "")) else ""
    scope = ' scope="col"' if token.tag == "th" else ""
    return f"<{token.tag}{scope}{end}{way}>"
