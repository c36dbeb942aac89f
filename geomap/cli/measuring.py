"""``geomap shares`` and ``geomap changes``: how much, and what changed."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import click
import pandas as pd

from geomap import schema as s
from geomap.cli.loading import day_of, iso, known_of, load, place_of, steps_between, table, whole_map
from geomap.errors import UsageError
from geomap.measure import (
    SHARE_COLUMNS,
    changes,
    denominator_km2,
    figures_near,
    shares,
    unknown_km2,
)
from geomap.project import Data
from geomap.scene import Scene, compose
from geomap.words import Words

A_DAY = pd.Timedelta(days=1)


def _scene(data: Data, place: str | None, known: str | None) -> Scene:
    """Return the scene that a command measures."""
    show = [place_of(place, data)] if place else whole_map(data)
    return compose(
        data.places,
        data.records,
        data.actors,
        show=show,
        known_on=known_of(known, data),
        figures=data.figures,
    )


def run_shares(
    *, place: str | None, day: str | None, first: str | None, last: str | None, every: str | None,
    known: str | None, form: str,
) -> None:  # fmt: skip
    """Print the shares on one day or on several."""
    data = load()
    if day is not None and any(given is not None for given in (first, last, every)):
        raise UsageError("--on is one day; --from, --to and --every are several. Use one or the other.")
    scene = _scene(data, place, known)
    if any(given is not None for given in (first, last, every)):
        begin = scene.first if first is None else day_of(first, "--from", data)
        end = day_of(last, "--to", data)
        days = steps_between(begin, end, every or "month")
    else:
        days = [day_of(day, "--on", data)]
    answers = [to_json(scene, each) for each in days]
    click.echo({"json": _as_json, "csv": _as_csv, "table": lambda a: _as_table(a, scene)}[form](answers))


def to_json(scene: Scene, day: pd.Timestamp) -> dict[str, Any]:
    """Return the shares of one day with their denominator, the unknown land and published figures."""
    rows = shares(scene, day)
    place = scene.show[0]
    near = figures_near(scene.figures, place, day)
    return {
        "on": iso(day),
        "place": place if len(scene.show) == 1 else list(scene.show),
        "denominator_km2": round(denominator_km2(scene), 3),
        "unknown_km2": round(unknown_km2(scene, day), 3),
        "figures": [
            {
                "on": row.on_text, "actor": row.actor, "measure": row.measure, "op": row.op, "value": row.value,
                "source": row.source, "via": row.via, "reported": iso(row.reported), "url": row.url,
            }
            for row in near.itertuples()
        ],
        "rows": [
            {
                "actor": row.actor, "least_km2": round(row.least_km2, 3), "most_km2": round(row.most_km2, 3),
                "least": round(row.least, 4), "most": round(row.most, 4),
            }
            for row in rows.itertuples()
        ],
    }  # fmt: skip


def _as_json(answers: list[dict[str, Any]]) -> str:
    return json.dumps(answers[0] if len(answers) == 1 else answers, ensure_ascii=False, indent=2)


def _as_csv(answers: list[dict[str, Any]]) -> str:
    """Return one row a day and party."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        ["on", "place", "actor", "least_km2", "most_km2", "least", "most", "denominator_km2", "unknown_km2"]
    )
    for answer in answers:
        place = answer["place"] if isinstance(answer["place"], str) else ";".join(answer["place"])
        tail = [answer["denominator_km2"], answer["unknown_km2"]]
        rows = answer["rows"] or [dict.fromkeys(SHARE_COLUMNS, "")]  # a day on which no party has any land
        writer.writerows([answer["on"], place, *row.values(), *tail] for row in rows)
    return text.getvalue().rstrip("\n")


def _as_table(answers: list[dict[str, Any]], scene: Scene) -> str:
    """Return the shares for reading."""
    words = Words("en", scene.actors)
    names = words.join([scene.places.at[place, s.NAME] for place in scene.show])
    known = "" if scene.known_on is None else f", as known on {words.day(scene.known_on)}"
    blocks = []
    for answer in answers:
        rows = [
            [
                words.party(row["actor"]),
                *(words.number(row[key], 1) for key in ("least_km2", "most_km2", "least", "most")),
            ]
            for row in answer["rows"]
        ]
        unknown = answer["unknown_km2"]
        share = 100 * unknown / answer["denominator_km2"] if answer["denominator_km2"] else 0.0
        lines = [
            f"{names}, {words.day(answer['on'])}{known}",
            table(("party", "least km²", "most km²", "least %", "most %"), rows, right=(1, 2, 3, 4)),
            (
                f"Of {words.number(answer['denominator_km2'], 1)} km². Unknown land, {words.number(unknown, 1)} km²"
                f" ({words.number(share, 1)} %), counts in the whole and for no party; "
                "places without area do not count."
            ),
            *(_figure_line(figure, words) for figure in answer["figures"]),
        ]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _figure_line(figure: dict[str, Any], words: Words) -> str:
    """Return one published figure in words, never mixed with ours."""
    unit = "%" if figure["measure"] == "share" else "km²"
    op = {"<": "less than ", "~": "about ", "=": ""}[figure["op"]]
    source = words.source(figure["source"], figure["via"])
    party, on = words.party(figure["actor"]), words.effective(figure["on"])
    return f"Published: {party} {op}{figure['value']:g} {unit}, {on}, {source}."


def run_changes(
    *, place: str | None, first: str | None, last: str | None, known: str | None, form: str
) -> None:
    """Print what changed hands between two days."""
    data = load()
    scene = _scene(data, place, known)
    end = day_of(last, "--to", data)
    begin = min(scene.first - A_DAY, end) if first is None else day_of(first, "--from", data)
    if begin > end:
        msg = f"--from {iso(begin)} is after --to {iso(end)}. Swap them."
        raise UsageError(msg)
    rows = changes(scene, begin, end)
    words = Words("en", scene.actors)
    if form == "table":
        click.echo(
            _changes_table(rows, scene, words) if len(rows) else "Nothing changed hands between these days."
        )
    else:
        listed = [_change_json(row) for row in rows.itertuples()]
        click.echo(
            json.dumps(listed, ensure_ascii=False, indent=2) if form == "json" else _changes_csv(listed)
        )


def _changes_table(rows: pd.DataFrame, scene: Scene, words: Words) -> str:
    lines = [
        [
            iso(row.day) or "", scene.places.at[row.place_id, s.NAME], words.number(row.km2, 1) if row.km2 else "point",
            words.state(row.was_status, row.was_parties, recorded=bool(row.was_record_ids)),
            words.state(row.status, row.parties, recorded=bool(row.record_ids)),
            words.effective(row.since_text) if row.since_text else "",
        ]
        for row in rows.itertuples()
    ]  # fmt: skip
    return table(("day", "place", "km²", "was", "became", "as reported"), lines, right=(2,))


def _change_json(row: Any) -> dict[str, Any]:
    return {
        "day": iso(row.day), "place_id": row.place_id, "km2": round(row.km2, 3),
        "was_status": row.was_status, "was_parties": list(row.was_parties),
        "status": row.status, "parties": list(row.parties),
        "since_text": row.since_text, "records": list(row.record_ids),
    }  # fmt: skip


def _changes_csv(listed: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    head = [
        "day",
        "place_id",
        "km2",
        "was_status",
        "was_parties",
        "status",
        "parties",
        "since_text",
        "records",
    ]
    writer.writerow(head)
    writer.writerows(
        [";".join(row[key]) if isinstance(row[key], list) else row[key] for key in head] for row in listed
    )
    return text.getvalue().rstrip("\n")
