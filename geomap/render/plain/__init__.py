"""A day of a scene for pages where no script runs: picture, legend, table, sources, as plain HTML.

It stands in every live map for readers without JavaScript, and is the whole of a script-free page.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geomap import schema as s
from geomap.measure import LEAST, MOST, shares
from geomap.render.plain.picture import fill_ids, picture
from geomap.style import legend_rows
from geomap.telling import alt_text, assessor_of, percent, sentence
from geomap.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geomap.scene import Scene
    from geomap.style import LegendRow

__all__ = ["fragment", "page"]

#: Rows of the table; of more places, the coarsest are listed.
MOST_ROWS = 300
_NAMES = (s.NAME, s.NAME_AR, s.NAME_FR)


def fragment(scene: Scene, day: pd.Timestamp, lead: str = "") -> str:
    """Return picture, legend and table of a day as HTML without scripts, styles or addresses.

    ``lead`` is a plain sentence that comes first. Classes begin with ``plain-``; so do the ids.
    """
    words = Words(scene.lang, scene.actors)
    states = scene.states(day)
    as_of = words.text("as_of.date", date=words.day(day))
    said = [f'<p class="plain-lead">{escape(lead)}</p>'] if lead else []
    return "\n".join(
        [
            f"<h1>{escape(scene.title)}</h1>",
            *said,
            '<figure class="plain-figure">',
            picture(scene, day, words, alt_text(scene, day)),
            f"<figcaption><b>{escape(as_of)}.</b> {escape(sentence(scene, day))}</figcaption>",
            "</figure>",
            _legend(scene, day, states, words),
            _table(scene, day, states, words),
            *(f'<p class="plain-note" dir="auto">{escape(line)}</p>' for line in _notes(scene, words)),
        ]
    )


def page(scene: Scene, day: pd.Timestamp) -> bytes:
    """Return a day as an HTML page in UTF-8 in which nothing runs and nothing is fetched."""
    css = _css()
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    direction = "rtl" if Words(scene.lang, scene.actors).is_rtl else "ltr"
    return f"""<!DOCTYPE html>
<html lang="{escape(scene.lang)}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(scene.title)}</title>
<style>{css}</style>
</head>
<body class="plain">
{fragment(scene, day)}
</body>
</html>
""".encode()


@cache
def _css() -> str:
    return (resources.files("geomap.render") / "assets" / "plain.css").read_text("utf-8").strip()


def _legend(scene: Scene, day: pd.Timestamp, states: pd.DataFrame, words: Words) -> str:
    held = shares(scene, day).set_index(s.ACTOR)
    ids = fill_ids(states)
    legend = legend_rows(states, scene.actors)
    rows = "".join(_legend_row(row, ids, held, words) for row in legend if row.kind == "state")
    marks = "".join(_mark(row.key, scene, words) for row in legend if row.kind == "mark")
    marks = f'<ul class="plain-marks">{marks}</ul>' if marks else ""
    return f'<h2>{escape(words.text("legend.title"))}</h2><ul class="plain-legend">{rows}</ul>{marks}'


def _mark(mark: str, scene: Scene, words: Words) -> str:
    means = words.text(f"mark.{mark}.means", days=scene.stale_after)
    return f"<li><b>{escape(words.text(f'mark.{mark}'))}</b> {escape(means)}</li>"


def _legend_row(row: LegendRow, ids: dict, held: pd.DataFrame, words: Words) -> str:
    ident = ids[row.status, tuple(sorted(row.parties))]
    look = f'fill="url(#{ident})" stroke="#565d66" stroke-width="8"'
    swatch = (
        '<svg viewBox="0 0 340 220" class="plain-swatch" aria-hidden="true">'
        f'<rect x="5" y="5" width="330" height="210" {look}/></svg>'
    )
    name, share = words.state(row.status, row.parties), ""
    if row.status == s.CONTROL and row.parties:
        party = row.parties[0]
        name = words.party(party)
        share = percent(held.at[party, LEAST], held.at[party, MOST], words) if party in held.index else ""
    value = f" <b>{escape(share)}</b>" if share else ""
    return f"<li>{swatch}<span><bdi>{escape(name)}</bdi>{value}</span></li>"


def _table(scene: Scene, day: pd.Timestamp, states: pd.DataFrame, words: Words) -> str:
    places = scene.places
    if len(places) > MOST_ROWS:
        rank = places[s.LEVEL].map({level: at for at, level in enumerate(s.LEVELS)})
        places = places.iloc[np.argsort(rank.to_numpy(), kind="stable")[:MOST_ROWS]]
    named, told = (frame.to_dict("records") for frame in (places[list(_NAMES)], states.loc[places.index]))
    rows = "".join(_row(place, state, words) for place, state in zip(named, told, strict=True))
    heads = "".join(
        f'<th scope="col">{escape(words.text(f"table.{key}"))}</th>'
        for key in ("place", "state", "since", "marks")
    )
    more = len(scene.places) - len(places)
    rest = (
        f'<p class="plain-note">{escape(words.text("plain.more_rows", n=words.number(more)))}</p>'
        if more
        else ""
    )
    caption = escape(words.text("table.caption", date=words.day(day)))
    head = f"<caption>{caption}</caption><thead><tr>{heads}</tr></thead>"
    return f'<table class="plain-table">{head}<tbody>{rows}</tbody></table>{rest}'


def _row(place: Mapping[str, str], state: Mapping[str, Any], words: Words) -> str:
    said = words.state(state[s.STATUS], state[s.PARTIES], recorded=not pd.isna(state[s.SINCE]))
    since = words.since(state[s.SINCE_TEXT], by=state[s.SINCE_BY]) if state[s.SINCE_TEXT] else ""
    marks = "; ".join(words.text(f"mark.{mark}") for mark in state["marks"])
    cells = "".join(f"<td>{escape(text)}</td>" for text in (said, since, marks))
    return f'<tr><th scope="row"><bdi>{escape(words.name(place))}</bdi></th>{cells}</tr>'


def _notes(scene: Scene, words: Words) -> list[str]:
    """Return notes, sources and the disclaimer."""
    voices = scene.sources()
    said = [words.source(source, via) for source, via in zip(voices[s.SOURCE], voices[s.VIA], strict=True)]
    lines, assessor = scene.origins(), assessor_of(scene)
    return [
        words.text("about.disclaimer"),
        *scene.notes,
        *([words.text("about.assessor", name=assessor)] if assessor else []),
        *([words.text("about.records", sources="; ".join(dict.fromkeys(said)))] if said else []),
        words.text(
            "about.boundaries", sources="; ".join(dict.fromkeys(_dated(words, *line) for line in lines))
        ),
        words.text(
            "about.licence", licences="; ".join(dict.fromkeys(licence for _, licence, _ in lines if licence))
        ),
        words.text("data_to", date=words.day(scene.data_to)) + ".",
    ]


def _dated(words: Words, source: str, _: str, date: str) -> str:
    """Return a source of outlines, and of when it is, where that is known."""
    return words.text("about.source_of", date=words.effective(date), source=source) if date else source
