"""What ground changed hands in a period, and of which nobody knows the holder: lists, and a sentence for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from geomap import schema as s
from geomap.cleaning import MOST_LETTERS, clean
from geomap.measure import denominator_km2, unknown_km2
from geomap.partition import DRAWN, KM2
from geomap.report.evidence import said_of
from geomap.report.findings import Change
from geomap.telling import percent, place_name, places_listed
from geomap.words import Words

if TYPE_CHECKING:
    from geomap.scene import Scene

#: Changes listed one by one; of more, those of the most ground.
MOST_CHANGES = 300
#: Places named in a sentence; the rest are counted.
MOST_NAMED = 12


def area_text(km2: float, words: Words) -> str:
    """Return an area in km2 as it is printed: a decimal below a hundred, none above and for nothing at all."""
    return words.number(km2, 1 if 0 < km2 < 100 else 0)


def changed_text(
    scene: Scene, moved: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp, words: Words
) -> str:
    """Return how often and over how much ground control changed; that it did not where it did not.

    Where no ground changed, for all that did are points, the places are counted instead of km2.
    """
    days = {"first": words.day(first), "last": words.day(last)}
    if moved.empty:
        return words.text("report.changed.none", **days)
    places = moved.drop_duplicates(s.PLACE_ID)
    ground = float(places[KM2].sum())
    whole = denominator_km2(scene) if ground else len(scene.drawn())
    return words.text(
        "report.changed.some" if ground else "report.changed.points",
        **days,
        n=words.number(len(moved)),
        places=words.number(len(places)),
        km2=area_text(ground, words),
        total=area_text(whole, words) if ground else words.number(whole),
    )


def changes_of(scene: Scene, moved: pd.DataFrame, words: Words) -> tuple[tuple[Change, ...], int]:
    """Return what changed hands, in order of days, and how many changes are left out: those of the least ground."""
    largest = moved.sort_values(KM2, ascending=False, kind="stable").index[:MOST_CHANGES]
    kept = moved.loc[largest.sort_values()]
    return tuple(_change(scene, row, words) for row in kept.itertuples()), len(moved) - len(kept)


def _change(scene: Scene, row: Any, words: Words) -> Change:
    return Change(
        day=words.day(row.day),
        reported=words.effective(row.since_text) if row.since_text else words.day(row.day),
        place=place_name(scene, row.place_id, words, most=MOST_LETTERS),
        km2=float(row.km2),
        area=area_text(row.km2, words) if row.km2 else words.text("report.point"),
        was=clean(words.state(row.was_status, row.was_parties, recorded=bool(row.was_record_ids))),
        became=clean(words.state(row.status, row.parties, recorded=bool(row.record_ids))),
        sources=said_of(scene, row.record_ids, words),
    )


def unknown_text(scene: Scene, day: pd.Timestamp, words: Words) -> str:
    """Return how much ground nobody is on record for, and where; that there is none where there is none.

    Where it has no area, for all of it are points, the places are counted instead of km2.
    """
    drawn = scene.states(day).loc[scene.drawn()]
    bare = drawn[drawn[s.STATUS] == s.UNKNOWN].sort_values(KM2, ascending=False, kind="stable")
    if scene.records.empty:
        return words.text("report.unknown.records")
    if bare.empty:
        return words.text("report.unknown.none", date=words.day(day))
    fields = {
        "date": words.day(day),
        "places": places_listed(scene, bare.index.tolist(), words, most=MOST_NAMED),
    }
    ground, total = unknown_km2(scene, day), denominator_km2(scene)
    if not ground:
        counts = {"n": words.number(len(bare)), "total": words.number(len(drawn))}
        return words.text("report.unknown.points", **fields, **counts)
    share = percent(100 * ground / total, 100 * ground / total, words)
    areas = {"km2": area_text(ground, words), "total": area_text(total, words)}
    return words.text("report.unknown.some", **fields, **areas, share=share)


def approximate_text(scene: Scene, words: Words) -> str:
    """Return which outlines are approximate, "" where none is."""
    places = scene.places.index[scene.places[s.APPROXIMATE].astype(bool) & scene.places[DRAWN]].tolist()
    return (
        words.text("about.approximate", places=places_listed(scene, places, words, most=MOST_NAMED))
        if places
        else ""
    )
