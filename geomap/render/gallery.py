"""The page that shows all maps of a project: pictures, links, nothing that runs."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

CSS = """
:root{color-scheme:light dark;--paper:#f6f4ef;--ink:#1d1e20;--quiet:#62646a;--card:#fff;--line:#dedbd3}
@media (prefers-color-scheme:dark){:root{--paper:#15171a;--ink:#ecebe7;--quiet:#a3a6ad;--card:#1f2226;--line:#33373d}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);line-height:1.45;
font-family:system-ui,-apple-system,"Segoe UI","Noto Sans","Noto Naskh Arabic",Tahoma,sans-serif}
header,main,footer{max-width:1180px;margin:0 auto;padding:0 clamp(16px,3vw,32px)}
header{padding-top:clamp(28px,5vw,56px)}
h1{font-size:clamp(1.7rem,4vw,2.5rem);line-height:1.1;margin:0 0 .4rem;letter-spacing:-.015em}
header p,footer p{color:var(--quiet);margin:.2rem 0;max-width:62ch}
main{display:grid;gap:28px;grid-template-columns:repeat(auto-fill,minmax(min(100%,330px),1fr));padding-block:32px}
article{background:var(--card);border:1px solid var(--line);border-radius:10px;overflow:hidden;
display:flex;flex-direction:column}
article>a{display:block;background:#f6f4ef;aspect-ratio:4/3}
article>a:focus-visible,li a:focus-visible{outline:3px solid #2f6fde;outline-offset:2px}
article img{display:block;width:100%;height:100%;object-fit:contain}
article div{padding:16px 18px 18px}
h2{font-size:1.15rem;line-height:1.25;margin:0 0 .35rem}
h2 a{color:inherit;text-decoration:none}
h2 a:hover{text-decoration:underline}
p{margin:.3rem 0}
.quiet{color:var(--quiet);font-size:.9rem}
ul{list-style:none;margin:.8rem 0 0;padding:0;border-top:1px solid var(--line)}
li{display:flex;align-items:center;justify-content:space-between;gap:12px;
border-bottom:1px solid var(--line);font-size:.9rem}
li span:last-child{display:flex;gap:4px}
li a{display:inline-flex;align-items:center;justify-content:center;min-width:44px;min-height:44px;
color:inherit;text-underline-offset:3px;text-decoration-color:var(--quiet)}
li a:hover{text-decoration-thickness:2px}
footer{padding-bottom:48px;font-size:.9rem}
""".strip()


@dataclass(frozen=True)
class Card:
    """One map in the gallery: its title, what it covers, and the files it was written to.

    ``range_text``, ``live`` and ``picture`` may be empty; ``files`` has a row for the live map and one for each
    day of a sheet: what it is, and (format, file name) pairs. Texts are plain, not HTML.
    """

    title: str
    range_text: str
    live: str
    picture: str
    alt: str
    files: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def gallery_page(
    title: str, cards: Sequence[Card], *, note: str, lang: str = "en", direction: str = "ltr"
) -> bytes:
    """Return the gallery as an HTML file in UTF-8: it makes no request but for the pictures beside it."""
    digest = base64.b64encode(hashlib.sha256(CSS.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self' file: data:; base-uri 'none'"
    articles = "\n".join(_article(card) for card in cards)
    page = f"""<!DOCTYPE html>
<html lang="{escape(lang)}" dir="{escape(direction)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{CSS}</style>
</head>
<body>
<header><h1>{escape(title)}</h1></header>
<main>
{articles}
</main>
<footer><p>{escape(note)}</p></footer>
</body>
</html>
"""
    return page.encode("utf-8")


def _article(card: Card) -> str:
    """Return one map's card."""
    target = card.live or next((file for _, files in card.files for _, file in files), "")
    picture = (
        f'<img src="{escape(card.picture)}" alt="{escape(card.alt)}" loading="lazy">' if card.picture else ""
    )
    link = f'<a href="{escape(target)}">{picture}</a>' if picture else ""
    about = f'<p class="quiet">{escape(card.range_text)}</p>' if card.range_text else ""
    rows = "".join(_row(what, files) for what, files in card.files)
    return (
        f'<article>{link}<div><h2><a href="{escape(target)}">{escape(card.title)}</a></h2>'
        f"{about}<ul>{rows}</ul></div></article>"
    )


def _row(what: str, files: Sequence[tuple[str, str]]) -> str:
    """Return one line of a card: what it is, and a link for each format."""
    links = "".join(
        f'<a href="{escape(file)}" aria-label="{escape(f"{what}, {name}")}">{escape(name)}</a>'
        for name, file in files
    )
    return f"<li><span>{escape(what)}</span><span>{links}</span></li>"
