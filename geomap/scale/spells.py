"""Records to spells on an engine, and spells to the states of a day."""

from __future__ import annotations

import ibis
import pandas as pd
from ibis import _
from ibis.expr.types import Table

from geomap import schema as s
from geomap.scale.dissent import dissents, heard, overruled
from geomap.scale.engines import kept
from geomap.scale.inheritance import decided, no_ids, to_gaps, to_layers, to_segments, to_wholes
from geomap.scale.ledger import NOTHING, to_date, to_ledger
from geomap.scale.tree import to_ancestors, to_levels
from geomap.scale.winners import claims_only, to_counting, to_epochs


def to_spells_table(records: Table, places: Table, *, known_on: pd.Timestamp | str | None = None) -> Table:
    """Return what every place's state was, as spells of days on which nothing about it changed.

    Rules 1 to 6, as ``geomap.to_spells`` gives them: the same rows with the same columns, worked
    out by the engine that holds the tables. Parties and ids are sorted arrays, days are dates, and
    ``valid_to`` and ``since`` are null where the frame has NaT. The rows have no order.

    Parameters: ``records`` with the columns that ``read_records`` gives and its index as ``id``,
    ``parties`` an array of texts; ``places`` with ``place_id`` and ``parent``. Steps that are read
    more than once are worked out at once and kept by the engine while the result is referred to.

    Raises ``GeomapError`` where places are below themselves.
    """
    levels = to_levels(places)
    claims, counting = _counted(records, places, known_on)
    own, gaps, against = _told(levels, claims, counting)
    return kept(_shown(to_runs(to_segments(levels, gaps, own, claims, against))))


def _counted(records: Table, places: Table, known_on: pd.Timestamp | str | None) -> tuple[Table, Table]:
    """Return the claims, and the records that count."""
    ledger = kept(to_ledger(records, places, known_on))
    return kept(claims_only(ledger)), kept(to_counting(ledger))


def _told(levels: list[Table], claims: Table, counting: Table) -> tuple[Table, Table, Table]:
    """Return where places decide for themselves, where they do not, and what was overruled."""
    epochs = kept(to_epochs(counting))
    wholes = kept(to_wholes(epochs, to_ancestors(levels)))
    layers = kept(to_layers(ibis.union(*levels, distinct=False), epochs, claims, wholes))
    pairs = kept(heard(counting, epochs, wholes))
    own = kept(decided(layers, epochs, dissents(pairs, counting, epochs), claims))
    return own, kept(to_gaps(layers, epochs)), kept(overruled(pairs))


def to_runs(segments: Table) -> Table:
    """Return the segments that differ from the one before them, with the day their state holds since.

    Rule 6. A run is broken where the status or the parties change; who supports the state, and
    whether it is inherited, does not break it.
    """
    order = {"group_by": s.PLACE_ID, "order_by": "day"}
    seen = ("decider", "decided_on", s.DISSENT_IDS, s.CLAIMED_IDS)
    before = {f"{name}_before": _[name].lag().over(ibis.window(**order)) for name in ("state", *seen)}
    runs = segments.mutate(**before)
    same = {name: (_[name] == _[f"{name}_before"]).fill_null(False) for name in ("state", *seen)}
    differs = ~same["state"]
    for name in seen:
        differs = differs | ~same[name]
    runs = runs.mutate(opens=~same["state"], differs=differs).drop(*before)
    known = runs["state"] != NOTHING
    opener, held = ibis.ifelse(known, runs["opener"], ""), known & runs["opener_held"]
    opening = ibis.struct({"day": runs["day"], "opener": opener, "held": held})
    runs = runs.mutate(opening=ibis.ifelse(runs["opens"], opening, ibis.null()))
    so_far, later = ibis.cumulative_window(**order), ibis.window(**order, rows=(1, None))
    runs = runs.mutate(
        opening=_["opening"].max().over(so_far),
        until=ibis.ifelse(_["differs"], _["day"], ibis.null()).min().over(later),
    )
    return runs.filter(_["differs"])


def _shown(runs: Table) -> Table:
    """Return runs with the columns of spells."""
    nothing = _["state"] == NOTHING
    words = _["state"].split(";")
    opening = runs["opening"]
    elsewhere = _["decider"] != _[s.PLACE_ID]
    return runs.select(
        **{
            s.PLACE_ID: _[s.PLACE_ID],
            s.VALID_FROM: to_date(runs["day"]),
            s.VALID_TO: to_date(runs["until"]),
            s.STATUS: ibis.ifelse(nothing, s.UNKNOWN, words[0]),
            s.PARTIES: ibis.ifelse(nothing | _["state"].endswith(";"), no_ids(), words[1:]),
            s.SINCE: ibis.ifelse(opening["opener"] == "", ibis.null("date"), to_date(opening["day"])),
            s.SINCE_TEXT: opening["opener"],
            s.SINCE_BY: opening["held"],
            s.INHERITED_FROM: ibis.ifelse(elsewhere, _["decider"], ""),
            s.RECORD_IDS: _[s.RECORD_IDS],
            s.DISSENT_IDS: _[s.DISSENT_IDS],
            s.CLAIMED_IDS: _[s.CLAIMED_IDS],
        }
    ).select(*s.SPELL_COLUMNS)


def as_of(spells: Table, day: pd.Timestamp | str) -> Table:
    """Return the state of every place on ``day``, one row each.

    Parameters: ``spells`` from ``to_spells_table``; ``day`` naive. Columns are those of the spells.
    """
    day = pd.Timestamp(day).date()
    not_ended = _[s.VALID_TO].isnull() | (_[s.VALID_TO] > day)  # noqa: PD003 - ibis has no isna
    return spells.filter(_[s.VALID_FROM] <= day, not_ended)
