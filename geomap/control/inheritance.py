"""Rule 5: what a place takes from the place around it, worked out from the top of the tree down."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geomap import schema as s
from geomap.control.dissent import Latest, Pairs, dissents, joined, own_latest, shares_source
from geomap.control.keys import NEVER, NONE, key_of, last_at, place_and_day, sorted_once, spread, take
from geomap.control.ledger import INHERIT, NOTHING, Ledger
from geomap.control.tree import Branch
from geomap.control.wholes import Wholes, to_wholes
from geomap.control.winners import Epochs


@dataclass(frozen=True)
class Segments:
    """Runs of days of places on which nothing changes, sorted by place and first day.

    ``epoch`` is the epoch that decides (its place may be an ancestor), NONE where none does;
    ``opener`` is the epoch that takes effect on the first day, NONE where none does. ``dissent``
    and ``claims`` attach ledger entries to positions of segments.
    """

    place: np.ndarray
    day: np.ndarray
    epoch: np.ndarray
    state: np.ndarray
    opener: np.ndarray
    dissent: Pairs
    claims: Pairs

    @cached_property
    def key(self) -> np.ndarray:
        """Sortable integers of place and first day."""
        return key_of(self.place, self.day)


@dataclass(frozen=True)
class Facts:
    """What each level of the tree is worked out from."""

    branch: Branch
    ledger: Ledger
    epochs: Epochs
    latest: Latest
    dissent: Pairs
    wholes: Wholes


@dataclass(frozen=True)
class Own:
    """What each segment of a level has of its own: its newest epoch, and what became of that.

    ``epoch`` stands (``stands``) unless a ``whole`` record over the place (``whole``) began after
    it, and decides (``decides``) if it stands and is no ``inherit``.
    """

    epoch: np.ndarray
    first: np.ndarray
    whole: np.ndarray
    stands: np.ndarray
    decides: np.ndarray


def to_segments(ledger: Ledger, epochs: Epochs, branch: Branch) -> Segments:
    """Return the timeline of every place: its own where it decides, else its parent's.

    Rule 5. Records of the place with a first day before W's no longer decide. A place with no
    deciding record, or whose winner is ``inherit``, takes its parent's state, dissent and claims.
    No ancestor with a state: nothing is known.
    """
    latest = own_latest(ledger)
    facts = Facts(
        branch, ledger, epochs, latest, dissents(ledger, epochs, latest), to_wholes(ledger, epochs, branch)
    )
    none = np.zeros(0, dtype=np.int32)
    done = Segments(none, none, none, none, none, Pairs(none, none), Pairs(none, none))
    for low, high in zip(branch.levels[:-1], branch.levels[1:], strict=True):
        done = _appended(done, _level(facts, int(low), int(high), done))
    return done


def _level(facts: Facts, low: int, high: int, above: Segments) -> Segments:
    """Return the segments of the places from ``low`` up to ``high``, given all those above them."""
    place, day = place_and_day(_breaks(facts, low, high, above))
    own = _own(facts, place, day)
    inherits = np.flatnonzero(~own.decides)
    up = last_at(above.key, facts.branch.parent[place[inherits]], day[inherits])
    epoch, state = own.epoch.copy(), take(facts.epochs.state, own.epoch, NOTHING)
    epoch[inherits], state[inherits] = take(above.epoch, up, NONE), take(above.state, up, NOTHING)
    opener = np.where(own.stands & (own.first == day), own.epoch, NONE)
    same_day = (up != NONE) & (opener[inherits] == NONE)
    same_day[same_day] = above.day[up[same_day]] == day[inherits[same_day]]
    opener[inherits[same_day]] = above.opener[up[same_day]]
    none = Pairs(epoch[:0], epoch[:0])
    mine = Segments(place, day, epoch, state, opener, none, none)
    heirs, up, n = inherits[up != NONE], up[up != NONE], len(above.place)
    dissent = [
        _own_dissent(facts, own),
        _overruled(facts, mine, own),
        above.dissent.attached_to(up, heirs, n),
    ]
    claims = [_claims(facts, mine, own), above.claims.attached_to(up, heirs, n)]
    return Segments(place, day, epoch, state, opener, joined(dissent), joined(claims))


def _breaks(facts: Facts, low: int, high: int, above: Segments) -> np.ndarray:
    """Return the sorted keys of every place and day on which something may change."""
    ledger, members = facts.ledger, np.arange(low, high)
    keys = [
        key_of(members, np.full(len(members), NEVER)),
        facts.epochs.key[_slice(facts.epochs.place, low, high)],
        _inherited_breaks(facts, members, above),
    ]
    for place, day in (
        (ledger.place[ledger.n :], ledger.first[ledger.n :]),
        (facts.wholes.place, facts.wholes.day),
    ):
        within = _slice(place, low, high)
        keys.append(key_of(place[within], day[within]))
    return sorted_once(np.concatenate(keys))


def _slice(place: np.ndarray, low: int, high: int) -> slice:
    """Return where the places from ``low`` up to ``high`` stand in ``place``, which is sorted."""
    return slice(*np.searchsorted(place, [low, high]))


def _inherited_breaks(facts: Facts, members: np.ndarray, above: Segments) -> np.ndarray:
    """Return the keys of the parents' first days on which the members do not decide for themselves."""
    parent = facts.branch.parent[members]
    who, position = spread(
        np.searchsorted(above.place, parent), np.searchsorted(above.place, parent, side="right")
    )
    place, day = members[who], above.day[position]
    inherits = ~_own(facts, place, day).decides
    return key_of(place[inherits], day[inherits])


def _own(facts: Facts, place: np.ndarray, day: np.ndarray) -> Own:
    """Return what each place has of its own on each day, and whether it decides."""
    epoch = facts.epochs.at(place, day).astype(np.int32)
    first = take(facts.epochs.first, epoch, NEVER)
    whole = facts.wholes.at(place, day)
    stands = (epoch != NONE) & (first >= take(facts.wholes.day, whole, NEVER))
    return Own(epoch, first, whole, stands, stands & (take(facts.epochs.state, epoch, NOTHING) != INHERIT))


def _own_dissent(facts: Facts, own: Own) -> Pairs:
    """Return (segment, entry) pairs of the dissent about the place's own deciding epochs."""
    segments = np.flatnonzero(own.decides)
    return facts.dissent.attached_to(own.epoch[segments], segments, len(facts.epochs))


def _overruled(facts: Facts, mine: Segments, own: Own) -> Pairs:
    """Return (segment, entry) pairs: what W or the ``inherit`` overruled and still says otherwise.

    Rule 5. To the dissent is added each other source's latest record of the place that W (or the
    ``inherit``) overruled, if it was reported after the first day of W (or of the ``inherit``)
    and names another state than the inherited one.
    """
    ledger, epochs = facts.ledger, facts.epochs
    by = np.where(own.stands, own.epoch, take(facts.wholes.epoch, own.whole, NONE))
    segments = np.flatnonzero(~own.decides & (by != NONE))
    cut = epochs.first[by[segments]]
    key = key_of(mine.place[segments], np.where(own.stands[segments], cut, cut - 1))
    overruled = np.zeros(len(facts.branch.places), dtype=bool)
    overruled[mine.place[segments]] = True
    entry, until = facts.latest.entry, facts.latest.until
    late = overruled[ledger.place[entry]] & (ledger.reported[entry] > ledger.first[entry])
    entry, until = entry[late], until[late]
    low = np.searchsorted(key, key_of(ledger.place[entry], ledger.first[entry]), side="left")
    high = np.searchsorted(key, key_of(ledger.place[entry], until - 1), side="right")
    who, position = spread(low, high)
    pairs = Pairs(segments[position], entry[who])
    keep = (ledger.reported[pairs.entry] > cut[position]) & (
        ledger.state[pairs.entry] != mine.state[pairs.at]
    )
    pairs = pairs[keep]
    return pairs[~shares_source(ledger, epochs, Pairs(by[pairs.at], pairs.entry))]


def _claims(facts: Facts, mine: Segments, own: Own) -> Pairs:
    """Return (segment, entry) pairs of low-confidence records that name another state.

    Rule 2. Begun, and with a first day that is not before the winner's.
    """
    ledger, n = facts.ledger, facts.ledger.n
    keys = key_of(ledger.place[n:], ledger.first[n:])
    newest = last_at(keys, mine.place, mine.day)
    threshold = np.where(own.stands, own.first, NEVER)
    threshold = np.maximum(threshold, take(facts.epochs.first, mine.epoch, NEVER))
    segments = np.flatnonzero(newest != NONE)
    segments = segments[ledger.first[n + newest[segments]] >= threshold[segments]]
    low = np.searchsorted(keys, key_of(mine.place[segments], threshold[segments]))
    who, position = spread(low, newest[segments] + 1)
    pairs = Pairs(segments[who], n + position)
    claimed, shown = ledger.state[pairs.entry], _shown(ledger, mine.state[pairs.at])
    return pairs[(claimed != shown) & (own.decides[pairs.at] | (claimed != INHERIT))]


def _shown(ledger: Ledger, state: np.ndarray) -> np.ndarray:
    """Return the states as a map shows them: where nothing is known, ``unknown``."""
    return np.where(state == NOTHING, ledger.states.code((s.UNKNOWN, ())), state)


def _appended(above: Segments, level: Segments) -> Segments:
    """Return both; the places of a level stand after all those above them."""
    n = len(above.place)
    columns = (
        np.concatenate([getattr(above, name), getattr(level, name)])
        for name in ("place", "day", "epoch", "state", "opener")
    )
    pairs = (
        Pairs(np.concatenate([one.at, other.at + np.int32(n)]), np.concatenate([one.entry, other.entry]))
        for one, other in ((above.dissent, level.dissent), (above.claims, level.claims))
    )
    return Segments(*columns, *pairs)  # type: ignore[arg-type]
