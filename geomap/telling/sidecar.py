"""Everything that is to be known of a picture, as a dict: what the ``.json`` beside it holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from geomap import __version__
from geomap import schema as s
from geomap.cleaning import clean
from geomap.dates import Days
from geomap.measure import (
    LEAST,
    LEAST_KM2,
    MOST,
    MOST_KM2,
    denominator_km2,
    figures_near,
    shares,
    unknown_km2,
)
from geomap.partition import KM2
from geomap.telling.captions import MOST_SOURCE, assessor_of, caption, credit, range_of, title_of
from geomap.telling.charted import THROUGH_TIME, chart_alt, chart_caption
from geomap.telling.corrections import corrected_lines
from geomap.telling.seen import Seen, alt_text
from geomap.telling.sentences import all_days, party_name, place_name
from geomap.telling.used import records_through, records_used
from geomap.words import Words

if TYPE_CHECKING:
    from geomap.scene import Scene

#: The key that only a file of ours has: the version that wrote it.
MARKER = "geomap"
#: Places and records listed one by one: about half a megabyte. The others are counted.
MOST_PLACES, MOST_RECORDS = 1000, 2000


def sidecar(
    scene: Scene, day: Days, *, since: pd.Timestamp | str | None = None, chart: str = ""
) -> dict[str, Any]:
    """Return what a picture of a day says and rests on, ready for JSON; keys in a stable order.

    Texts are in the scene's language and cleaned, ids as they are; days are ISO dates, areas km2,
    shares ranges in per cent. ``places`` are those drawn, the largest first, ``records`` those of
    ``records_used``, of the largest places first. Of more than ``MOST_PLACES`` places or
    ``MOST_RECORDS`` records the rest is left out: ``left_out`` has how many, and ``notes`` say so.
    ``since`` is the day of an earlier picture, for the changes in the alternative text. Of a picture
    of several days, ``records``, the days they are of and corrections are of all of them; ``as_of``,
    places, shares and figures are of the last. Of a ``chart``, ``area`` or ``bars``, caption and alternative
    text are those of ``telling.charted``; one through time has the records of all its days.
    """
    if chart:
        scene = replace(scene, context=())  # a chart has no background to be credited
    days, words = all_days(day), Words(scene.lang, scene.actors)
    last = days[-1]
    used = records_through(scene, days[0], last) if chart == THROUGH_TIME else records_used(scene, days)
    span, told = range_of(scene, used), _listed(scene, last, used, words)
    return {
        MARKER: __version__,
        "title": title_of(scene, days),
        "picture": chart or "map",
        "caption": chart_caption(scene, day, chart) if chart else caption(scene, day),
        "alt": chart_alt(scene, day, chart) if chart else alt_text(scene, day, since=since),
        "credit": credit(scene),
        "assessor": assessor_of(scene),
        "as_of": _iso(last),
        "days": [_iso(each) for each in days],
        "known_on": _iso(scene.known_on),
        "data_from": _iso(span.used_from),
        "data_to": _iso(span.used_to),
        "known_from": _iso(span.known_from),
        "known_to": _iso(span.known_to),
        "language": scene.lang,
        **_ground(scene, last, words),
        **told,
        "boundaries": [
            {"source": clean(source, MOST_SOURCE), "licence": clean(licence, MOST_SOURCE), "date": date}
            for source, licence, date in scene.origins()
        ],
        "projection": scene.projection,
        "disclaimer": words.text("chart.disclaimer" if chart else "about.disclaimer"),
        "notes": [*notes(scene, day), *_left_out_lines(told, words)],
    }


def notes(scene: Scene, day: Days) -> list[str]:
    """Return what has to stand beside a picture of a day: corrections, the author's notes, coarse outlines."""
    days = all_days(day)
    places, seen = scene.places, Seen(scene, days[-1])
    coarse = seen.drawn.index[places.loc[seen.drawn.index, s.APPROXIMATE].astype(bool)].tolist()
    lines = [*corrected_lines(scene, days), *(clean(note) for note in scene.notes)]
    return [*lines, seen.words.text("about.approximate", places=seen.listed(coarse))] if coarse else lines


def _ground(scene: Scene, day: pd.Timestamp, words: Words) -> dict[str, Any]:
    """Return who held how much, of what, and what others published of it."""
    published = set(scene.figures[s.PLACE_ID])
    return {
        "denominator_km2": round(denominator_km2(scene), 3),
        "unknown_km2": round(unknown_km2(scene, day), 3),
        "parties": [
            {
                "id": row[s.ACTOR],
                "name": party_name(row[s.ACTOR], words),
                **{name: round(row[name], 3) for name in (LEAST_KM2, MOST_KM2, LEAST, MOST)},
            }
            for row in shares(scene, day).to_dict("records")
        ],
        "figures": [
            {
                "place": row[s.PLACE_ID],
                "on": clean(row[s.ON_TEXT]),
                "actor": row[s.ACTOR],
                **{name: row[name] for name in (s.MEASURE, s.OP, s.VALUE)},
                **{name: clean(row[name], MOST_SOURCE) for name in (s.SOURCE, s.VIA)},
                "reported": _iso(row[s.REPORTED]),
                "url": clean(row[s.URL]),
            }
            for place in scene.show
            if place in published
            for row in figures_near(scene.figures, place, day).to_dict("records")
        ],
    }


def _listed(scene: Scene, day: pd.Timestamp, used: pd.DataFrame, words: Words) -> dict[str, Any]:
    """Return places and records, and how many of each were left out."""
    drawn = Seen(scene, day).drawn
    rank = drawn.index.get_indexer(used[s.PLACE_ID])  # -1, first of all: records of what is around the places
    used = used.iloc[pd.Series(rank).sort_values(kind="stable").index]
    return {
        "places": [
            _place(place, place_name(scene, place, words), row)
            for place, row in zip(
                drawn.index[:MOST_PLACES], drawn[:MOST_PLACES].to_dict("records"), strict=True
            )
        ],
        "records": [
            _record(str(ident), row)
            for ident, row in zip(
                used.index[:MOST_RECORDS], used[:MOST_RECORDS].to_dict("records"), strict=True
            )
        ],
        "left_out": {
            "places": max(0, len(drawn) - MOST_PLACES),
            "records": max(0, len(used) - MOST_RECORDS),
        },
    }


def _place(place: str, name: str, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": place,
        "name": name,
        "km2": round(row[KM2], 3),
        "status": row[s.STATUS],
        "parties": list(row[s.PARTIES]),
        "since": _iso(row[s.SINCE]),
        "since_text": row[s.SINCE_TEXT],
        "since_by": bool(row[s.SINCE_BY]),
        "inherited_from": row[s.INHERITED_FROM],
        "records": list(row[s.RECORD_IDS]),
        "dissent": list(row[s.DISSENT_IDS]),
        "claimed": list(row[s.CLAIMED_IDS]),
        "stale": bool(row["stale"]),
        "conditions": [{"condition": name, "parties": list(parties)} for name, parties in row["conditions"]],
    }


def _record(ident: str, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": ident,
        "place": row[s.PLACE_ID],
        "verdict": row["verdict"],
        "status": row[s.STATUS],
        "parties": list(row[s.PARTIES]),
        "effective": row[s.EFFECTIVE],
        "reported": _iso(row[s.REPORTED]) if row[s.REPORTED_GIVEN] else None,
        **{name: clean(row[name], MOST_SOURCE) for name in (s.SOURCE, s.VIA)},
        "url": clean(row[s.URL]),
        "confidence": row[s.CONFIDENCE],
    }


def _left_out_lines(told: dict[str, Any], words: Words) -> list[str]:
    """Return a sentence for places and one for records, where some were left out."""
    lines = []
    for kind, more in told["left_out"].items():
        if more:
            n = len(told[kind])
            fields = {"listed": words.number(n), "total": words.number(n + more)}
            lines.append(words.text(f"telling.left_out.{kind}", **fields))
    return lines


def _iso(day: pd.Timestamp | None) -> str | None:
    return None if day is None or pd.isna(day) else f"{day.year:04d}-{day.month:02d}-{day.day:02d}"
