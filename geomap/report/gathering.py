"""A scene and a period become findings: every number from ``measure``, every sentence from ``words``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from geomap import schema as s
from geomap.cleaning import MOST_LETTERS, clean
from geomap.measure import (
    LEAST,
    LEAST_KM2,
    MOST,
    MOST_KM2,
    changes,
    denominator_km2,
    figures_near,
    shares,
    unknown_km2,
)
from geomap.partition import KM2
from geomap.report.evidence import (
    boundaries_of,
    conditions_of,
    disagreements_of,
    voices_of,
    window_text,
)
from geomap.report.findings import Findings, Place, Share
from geomap.report.ground import approximate_text, area_text, changed_text, changes_of, unknown_text
from geomap.telling import assessor_of, corrected_lines, percent, place_name, sentence
from geomap.words import Words

if TYPE_CHECKING:
    from geomap.scene import Scene

#: Places listed one by one; of more, those that changed and then the largest.
MOST_PLACES = 60


def gather(scene: Scene, first: pd.Timestamp, last: pd.Timestamp) -> Findings:
    """Return what a report says of ``scene`` from ``first`` to ``last``, in the scene's language.

    The state at the start is that of ``first``; a change comes after it, up to ``last``. Every
    number is one of ``shares``, ``changes`` or ``figures_near`` of the same scene. Texts of the data
    are cleaned to one line and are plain: who puts them into a markup escapes them.
    """
    words = Words(scene.lang, scene.actors)
    moved, assessor = changes(scene, first, last), assessor_of(scene)
    told = sentence(scene, last)
    changed = changed_text(scene, moved, first, last, words)
    unknown = unknown_text(scene, last, words)
    changed_hands, more_changes = changes_of(scene, moved, words)
    listed, more = _places(scene, moved, first, last, words)
    return Findings(
        kind=words.text("report.kind"),
        title=clean(scene.title),
        period=words.effective(window_text(first, last)),
        first=words.day(first),
        last=words.day(last),
        known="" if scene.known_on is None else words.text("known_on", date=words.day(scene.known_on)),
        data_to=words.text("data_to", date=words.day(scene.data_to)),
        assessor=assessor,
        assessed=words.text("about.assessor", name=assessor) if assessor else "",
        brief=(told, changed, unknown),
        first_sentence=sentence(scene, first),
        last_sentence=told,
        changed=changed,
        changes=changed_hands,
        more_changes=words.text("report.more_changes", n=words.number(more_changes)) if more_changes else "",
        corrections=tuple(corrected_lines(scene, last)),
        shares=_shares(scene, first, last, words),
        shares_note=_shares_note(scene, first, last, words),
        total_km2=denominator_km2(scene),
        unknown=unknown,
        unknown_km2=unknown_km2(scene, last),
        figures=_figures(scene, last, words),
        disagreements=disagreements_of(scene, last, words),
        conditions=conditions_of(scene, first, last, words),
        places=listed,
        more_places=words.text("report.more_places", n=words.number(more)) if more else "",
        sources=voices_of(scene, first, last, moved, words),
        boundaries=boundaries_of(scene),
        method=_method(scene, first, last, words),
        notes=tuple(clean(note) for note in scene.notes),
        disclaimer=words.text("about.disclaimer"),
        lang=scene.lang,
        is_rtl=words.is_rtl,
    )


def _shares(scene: Scene, first: pd.Timestamp, last: pd.Timestamp, words: Words) -> tuple[Share, ...]:
    """Return every party that has a share on either day, in the order of the table of parties."""
    then, now = (shares(scene, day).set_index(s.ACTOR) for day in (first, last))
    present = then.index.union(now.index)
    order = [party for party in scene.actors.index if party in present]
    rest = sorted(set(present) - set(order))
    return tuple(_share(party, then, now, words) for party in (*order, *rest))


def _share(party: str, then: pd.DataFrame, now: pd.DataFrame, words: Words) -> Share:
    before, after = (_pair(frame, party, LEAST, MOST) for frame in (then, now))
    before_km2, after_km2 = (_pair(frame, party, LEAST_KM2, MOST_KM2) for frame in (then, now))
    return Share(
        party=clean(words.party(party)) or party,
        first=percent(*before, words),
        last=percent(*after, words),
        first_area=_between(before_km2, words),
        last_area=_between(after_km2, words),
        first_range=before,
        last_range=after,
        first_km2=before_km2,
        last_km2=after_km2,
    )


def _pair(frame: pd.DataFrame, party: str, least: str, most: str) -> tuple[float, float]:
    """Return least and most of a party, nothing where it has no row."""
    if party not in frame.index:
        return (0.0, 0.0)
    return (float(frame.at[party, least]), float(frame.at[party, most]))


def _between(pair: tuple[float, float], words: Words) -> str:
    least, most = (area_text(km2, words) for km2 in pair)
    return least if least == most else f"{least}–{most}"


def _shares_note(scene: Scene, first: pd.Timestamp, last: pd.Timestamp, words: Words) -> str:
    """Return what the shares are shares of, and the unknown ground beside them."""
    total = denominator_km2(scene)
    if not total:
        return words.text("report.shares.none")
    return words.text(
        "report.shares.note",
        total=area_text(total, words),
        first=words.day(first),
        last=words.day(last),
        unknown_first=area_text(unknown_km2(scene, first), words),
        unknown_last=area_text(unknown_km2(scene, last), words),
    )


def _figures(scene: Scene, day: pd.Timestamp, words: Words) -> tuple[str, ...]:
    """Return the figures others published of the places of the map around the last day, each in a line."""
    near = [figures_near(scene.figures, place, day) for place in scene.show]
    return tuple(_figure(row, words) for frame in near for row in frame.itertuples())


def _figure(row: Any, words: Words) -> str:
    number = words.number(row.value, 1 if row.value % 1 else 0)
    value = words.text("legend.percent_one", least=number) if row.measure == "share" else f"{number} km²"
    line = words.text(
        "figure.line",
        source=words.source(row.source, row.via),
        party=words.party(row.actor),
        op=words.text(f"figure.op.{row.op}"),
        value=value,
        date=words.effective(row.on_text),
    )
    return clean(line)


def _places(
    scene: Scene, moved: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp, words: Words
) -> tuple[tuple[Place, ...], int]:
    """Return the places that changed and the largest others, and how many there are beside them."""
    changed = set(moved[s.PLACE_ID])
    drawn = scene.places.loc[scene.drawn()]
    is_still = [place not in changed for place in drawn.index]
    order = drawn.assign(still=is_still).sort_values(["still", KM2], ascending=[True, False], kind="stable")
    kept = order.index[:MOST_PLACES]
    then, now = scene.states(first), scene.states(last)
    rows = (
        _place(scene, place, (then.loc[place], now.loc[place]), words, changed=place in changed)
        for place in kept
    )
    return tuple(rows), len(drawn) - len(kept)


def _place(
    scene: Scene, place: str, states: tuple[pd.Series, pd.Series], words: Words, *, changed: bool
) -> Place:
    row, now = scene.places.loc[place], states[1]
    at_start, at_end = (
        clean(words.state(state[s.STATUS], state[s.PARTIES], recorded=bool(state[s.RECORD_IDS])))
        for state in states
    )
    return Place(
        name=place_name(scene, place, words, most=MOST_LETTERS),
        level=words.text(f"level.{row[s.LEVEL]}"),
        km2=float(row[KM2]),
        area=area_text(row[KM2], words) if row[KM2] else words.text("report.point"),
        at_start=at_start,
        at_end=at_end,
        since=words.since(now[s.SINCE_TEXT], by=now[s.SINCE_BY]) if now[s.SINCE_TEXT] else "",
        marks=_marks(now["marks"], words),
        changed=changed,
    )


def _marks(marks: Iterable[str], words: Words) -> str:
    return ("؛ " if words.is_rtl else "; ").join(words.text(f"mark.{mark}") for mark in marks)


def _method(scene: Scene, first: pd.Timestamp, last: pd.Timestamp, words: Words) -> tuple[str, ...]:
    """Return how states, shares and the period are meant, a paragraph each."""
    known = scene.known_on
    return tuple(
        text
        for text in (
            words.text("report.method.records"),
            words.text("report.method.shares"),
            words.text("report.method.period", first=words.day(first), last=words.day(last)),
            words.text("report.method.known", date=words.day(known)) if known is not None else "",
            approximate_text(scene, words),
            words.text("about.projection", projection=scene.projection),
        )
        if text
    )
