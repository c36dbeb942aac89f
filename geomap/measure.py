"""Rule 9: areas, shares and changes, as ranges that travel with their denominator."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geomap import schema as s
from geomap.partition import KM2

if TYPE_CHECKING:
    from geomap.scene import Scene

LEAST_KM2 = "least_km2"
MOST_KM2 = "most_km2"
LEAST = "least"
MOST = "most"

SHARE_COLUMNS = (s.ACTOR, LEAST_KM2, MOST_KM2, LEAST, MOST)
CHANGE_COLUMNS = (
    "day", s.PLACE_ID, KM2, "was_status", "was_parties", s.STATUS, s.PARTIES, s.SINCE_TEXT, s.RECORD_IDS,
    "was_record_ids",
)  # fmt: skip

#: A published figure stands beside ours for this many days after the day it speaks of.
FIGURE_DAYS = 31

#: Before anything that is dated.
LONG_AGO = pd.Timestamp("0002-01-01")
#: How far back the latest change is looked for, in days: most often it is near.
LOOKS_BACK = (31, 366)


def shares(scene: Scene, day: pd.Timestamp | str) -> pd.DataFrame:
    """Return each party's share of the ground of a scene on a day, as a range.

    Rule 9. Least is its ``control`` that no dissent says otherwise of; most is its ``control``
    plus the contested, shared and disputed ground it takes part in, and what dissent and claims
    say in its favour. Areas are geodesic, in km2; per cent are of ``denominator_km2(scene)``, in
    which unknown and vacated ground is counted. Point places have no area.

    Returns one row a party that has any, in the order of the actors table: ``actor, least_km2,
    most_km2, least, most`` (the last two in per cent).
    """
    day = pd.Timestamp(day)
    return scene.kept("shares", day, lambda: shares_of(scene.states(day), scene.records, scene.actors))


def shares_of(states: pd.DataFrame, records: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """Return the shares of ``states`` (with ``km2``); see ``shares``."""
    sized = states[states[KM2] > 0]
    is_open = np.array(
        [any(ids) for ids in zip(sized[s.DISSENT_IDS], sized[s.CLAIMED_IDS], strict=True)], bool
    )
    settled = sized[~is_open]
    least, most = _sums(settled[settled[s.STATUS] == s.CONTROL]), _sums(settled)
    said = _said(records, sized[is_open])
    for row in sized[is_open].itertuples():
        others = [said[record] for record in (*row.dissent_ids, *row.claimed_ids) if record in said]
        opposed = any(
            said[record] != (row.status, row.parties) for record in row.dissent_ids if record in said
        )
        if row.status == s.CONTROL and not opposed:
            _add(least, row.parties, row.km2)
        _add(most, set(row.parties).union(*(parties for _, parties in others)), row.km2)
    total = states[KM2].sum()
    order = [actor for actor in actors.index if actor in most] + sorted(set(most) - set(actors.index))
    rows = [(actor, least.get(actor, 0.0), most[actor]) for actor in order]
    frame = pd.DataFrame(rows, columns=list(SHARE_COLUMNS[:3])).astype({LEAST_KM2: float, MOST_KM2: float})
    for per_cent, area in ((LEAST, LEAST_KM2), (MOST, MOST_KM2)):
        frame[per_cent] = 100 * frame[area] / total if total else 0.0
    return frame


def _said(records: pd.DataFrame, states: pd.DataFrame) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return the status and parties of the records that leave some states open."""
    ids = {each for column in (s.DISSENT_IDS, s.CLAIMED_IDS) for row in states[column] for each in row}
    named = records.loc[records.index.intersection(list(ids)), [s.STATUS, s.PARTIES]]
    return dict(zip(named.index, named.itertuples(index=False, name=None), strict=True))


def _sums(states: pd.DataFrame) -> dict[str, float]:
    """Return the area that each party holds or has a part in, added up in the order of the states."""
    code, kinds = pd.factorize(states[s.PARTIES])
    km2 = states[KM2].to_numpy(dtype=float)
    parties = {party for kind in kinds for party in kind}
    holds = {party: np.array([party in kind for kind in kinds])[code] for party in parties}
    return {party: float(np.cumsum(km2[has])[-1]) for party, has in holds.items()}


def _add(sums: dict[str, float], parties: Iterable[str], km2: float) -> None:
    for party in parties:
        sums[party] = sums.get(party, 0.0) + km2


def denominator_km2(scene: Scene) -> float:
    """Return the area of all ground of the scene, in km2: what shares are shares of."""
    return float(scene.places[KM2].sum())


def unknown_km2(scene: Scene, day: pd.Timestamp | str) -> float:
    """Return the area of ground whose holder is unknown on ``day``, in km2."""
    states = scene.states(day)
    return float(states.loc[states[s.STATUS] == s.UNKNOWN, KM2].sum())


def figures_near(figures: pd.DataFrame, place_id: str, day: pd.Timestamp | str) -> pd.DataFrame:
    """Return the figures others published of a place, of ``day`` or up to a month before it.

    They are shown beside ours with their own date and source, and never mixed in.
    """
    age = pd.Timestamp(day) - figures[s.ON]
    near = (age >= pd.Timedelta(0)) & (age <= pd.Timedelta(days=FIGURE_DAYS))
    return figures[(figures[s.PLACE_ID] == place_id) & near].sort_values(s.ON, ascending=False, kind="stable")


def changes(scene: Scene, first: pd.Timestamp | str, last: pd.Timestamp | str) -> pd.DataFrame:
    """Return what changed hands after ``first`` and up to ``last``, in order of days.

    A row for every day on which the status or the parties of a place that owns ground (or is a
    point) changed: ``day, place_id, km2, was_status, was_parties, status, parties, since_text,
    record_ids, was_record_ids``: the last are the records behind the earlier state, none where no
    record said anything. Places that follow the place around them are listed too, each with its own
    km2.
    """
    spells, place = scene.spells, scene.spells[s.PLACE_ID]
    within = (spells[s.VALID_FROM] > pd.Timestamp(first)) & (spells[s.VALID_FROM] <= pd.Timestamp(last))
    at = np.flatnonzero(within & (place == place.shift()))
    at = at[scene.drawn().get_indexer(place.iloc[at]) >= 0]
    was = spells.iloc[at - 1]
    earlier = {
        f"was_{name}": was[name].to_numpy(dtype=object) for name in (s.STATUS, s.PARTIES, s.RECORD_IDS)
    }
    rows = spells.iloc[at].assign(**earlier)
    rows = rows[(rows["was_status"] != rows[s.STATUS]) | (rows["was_parties"] != rows[s.PARTIES])]
    rows = rows.rename(columns={s.VALID_FROM: "day"})
    rows[KM2] = rows[s.PLACE_ID].map(scene.places[KM2])
    return rows.sort_values(["day", s.PLACE_ID], kind="stable", ignore_index=True)[list(CHANGE_COLUMNS)]


def latest_changes(scene: Scene, day: pd.Timestamp | str) -> pd.DataFrame:
    """Return the ``changes`` of the last day, up to ``day``, on which a place changed hands; see ``latest_of``."""
    day = pd.Timestamp(day)
    return scene.kept("latest", day, lambda: _latest_changes(scene, day))


def _latest_changes(scene: Scene, day: pd.Timestamp) -> pd.DataFrame:
    for begin in (*(day - pd.Timedelta(days=days) for days in LOOKS_BACK), LONG_AGO):
        rows = latest_of(changes(scene, begin, day))
        if len(rows):
            break
    return rows


def latest_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Return those of some ``changes`` that are of the last day on which a place changed hands.

    What the first record of a place says is no change of hands.
    """
    rows = rows[rows["was_status"] != s.UNKNOWN]
    return rows[rows["day"] == rows["day"].max()]


def between(scene: Scene, first: pd.Timestamp | str, last: pd.Timestamp | str) -> pd.DataFrame:
    """Return the difference between two days: what ``changes`` did on the way is not told.

    A row for every drawn place whose status or parties on ``last`` are not those on ``first``, in
    the order of the places: ``place_id, km2, was_status, was_parties, status, parties``, and
    ``gained, lost``: the party that controls the place on ``last`` and did not on ``first``, and
    the other way round, empty where there is none.
    """
    was, now = (scene.states(day).loc[scene.drawn()] for day in (first, last))
    differs = (was[s.STATUS] != now[s.STATUS]) | (was[s.PARTIES] != now[s.PARTIES])
    was, now = was[differs.to_numpy()], now[differs.to_numpy()]
    holder, before = _holders(now), _holders(was)
    rows = pd.DataFrame(
        {
            s.PLACE_ID: now.index,
            KM2: now[KM2].to_numpy(),
            "was_status": was[s.STATUS].to_numpy(),
            "was_parties": was[s.PARTIES].to_numpy(),
            s.STATUS: now[s.STATUS].to_numpy(),
            s.PARTIES: now[s.PARTIES].to_numpy(),
        }
    )
    return rows.assign(
        gained=np.where(holder != before, holder, ""), lost=np.where(holder != before, before, "")
    )


def _holders(states: pd.DataFrame) -> np.ndarray:
    """Return the one party that controls each place, empty where none does."""
    pairs = zip(states[s.STATUS], states[s.PARTIES], strict=True)
    holders = [parties[0] if status == s.CONTROL and parties else "" for status, parties in pairs]
    return np.array(holders, dtype=object)


def change_days(scene: Scene) -> list[pd.Timestamp]:
    """Return the days within the scene's range on which a drawn place changes, in order."""
    return sorted(changes(scene, scene.first - pd.Timedelta(days=1), scene.last)["day"].unique())
