"""Rule 5: what a place takes from the place around it, worked out from the top of the tree down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geomap import schema as s
from geomap.control.dissent import dissents, own_latest
from geomap.control.ledger import INHERIT, NEVER, NOTHING, Ledger, key_of, last_at, spread
from geomap.control.winners import Epochs, claims_only

NONE = -1


@dataclass(frozen=True)
class Segments:
    """Runs of days of places on which nothing changes, sorted by place and first day.

    ``epoch`` is the epoch that decides (its place may be an ancestor), -1 where none does;
    ``opener`` is the ledger entry that takes effect on the first day, -1 where none does. The
    pairs (``dissent_seg``, ``dissent``) and (``claim_seg``, ``claim``) attach ledger entries.
    """

    place: np.ndarray
    day: np.ndarray
    epoch: np.ndarray
    state: np.ndarray
    opener: np.ndarray
    dissent_seg: np.ndarray
    dissent: np.ndarray
    claim_seg: np.ndarray
    claim: np.ndarray

    @property
    def key(self) -> np.ndarray:
        """Sortable integers of place and first day."""
        return key_of(self.place, self.day)


@dataclass(frozen=True)
class Wholes:
    """The first days of ``whole`` records that overrule each place, sorted by place and day."""

    place: np.ndarray
    day: np.ndarray
    epoch: np.ndarray

    def at(self, place: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Return the position of the newest one over each place up to each day, -1 for none."""
        return last_at(key_of(self.place, self.day), self.place, place, day)


@dataclass(frozen=True)
class Facts:
    """What each level of the tree is worked out from."""

    ledger: Ledger
    epochs: Epochs
    dissent_epoch: np.ndarray
    dissent: np.ndarray
    wholes: Wholes
    parent: np.ndarray


def parent_positions(places: pd.DataFrame) -> np.ndarray:
    """Return the position of each place's parent, -1 at the top."""
    return places.index.get_indexer(places[s.PARENT])


def depths(parent: np.ndarray) -> np.ndarray:
    """Return how many places stand above each place."""
    depth = np.zeros(len(parent), dtype=np.int64)
    above = parent.copy()
    while (above != NONE).any():
        depth += above != NONE
        above = np.where(above == NONE, NONE, parent[above])
    return depth


def to_wholes(ledger: Ledger, epochs: Epochs, parent: np.ndarray) -> Wholes:
    """Return which ``whole`` records overrule which places.

    Rule 5. W is a begun, counting ``whole`` record on any ancestor that is among the winning
    records of its own place on its first day. Where ancestors have one on the same day, the
    nearest is named.
    """
    decided = np.flatnonzero(_any_whole(ledger, epochs))
    place, epoch = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    by_place = np.argsort(epochs.place[decided], kind="stable")
    decided = decided[by_place]
    above = parent.copy()
    while (above != NONE).any():
        low = np.searchsorted(epochs.place[decided], above, side="left")
        high = np.searchsorted(epochs.place[decided], above, side="right")
        who, position = spread(low, np.where(above == NONE, low, high))
        place.append(who)
        epoch.append(decided[position])
        above = np.where(above == NONE, NONE, parent[above])
    places, epochs_of = np.concatenate(place), np.concatenate(epoch)
    key = key_of(places, epochs.first[epochs_of])
    _, nearest = np.unique(key, return_index=True)  # the first of equals, and nearer ones come first
    return Wholes(place=places[nearest], day=epochs.first[epochs_of[nearest]], epoch=epochs_of[nearest])


def _any_whole(ledger: Ledger, epochs: Epochs) -> np.ndarray:
    """Return which epochs have a ``whole`` record among their winners."""
    count = np.concatenate(([0], np.cumsum(ledger.whole[epochs.winners])))
    return count[epochs.stop] > count[epochs.start]


def to_segments(ledger: Ledger, epochs: Epochs, places: pd.DataFrame) -> Segments:
    """Return the timeline of every place: its own where it decides, else its parent's.

    Rule 5. Records of the place with a first day before W's no longer decide. A place with no
    deciding record, or whose winner is ``inherit``, takes its parent's state, dissent and claims.
    No ancestor with a state: nothing is known.
    """
    parent = parent_positions(places)
    dissent_epoch, dissent = dissents(ledger, epochs)
    facts = Facts(ledger, epochs, dissent_epoch, dissent, to_wholes(ledger, epochs, parent), parent)
    depth = depths(parent)
    done: Segments | None = None
    for level in range(int(depth.max()) + 1 if len(depth) else 0):
        done = _joined(done, _level(facts, np.flatnonzero(depth == level), done))
    return done if done is not None else _joined(None, None)


def _level(facts: Facts, members: np.ndarray, above: Segments | None) -> Segments:
    """Return the segments of the places of one depth, given all those above them."""
    place, day = _breaks(facts, members, above)
    own = facts.epochs.at(place, day)
    whole = facts.wholes.at(place, day)
    cut = np.where(whole == NONE, NEVER, _take(facts.wholes.day, whole, NEVER))
    own_first = _take(facts.epochs.first, own, NEVER)
    stands = (own != NONE) & (own_first >= cut)
    decides = stands & (_take(facts.epochs.state, own, NOTHING) != INHERIT)
    up = _above(facts, place, day, above)
    epoch = np.where(decides, own, _take(above.epoch if above else own, up, NONE))
    state = np.where(
        decides, _take(facts.epochs.state, own, NOTHING), _take(above.state if above else own, up, NOTHING)
    )
    opener = _openers(facts, place, day, np.where(stands, own, NONE), np.where(decides, NONE, up), above)
    mine = Segments(place, day, epoch, state, opener, *(np.zeros(0, dtype=np.int64),) * 4)
    inherits = ~decides
    threshold = np.where(stands, own_first, NEVER)
    threshold = np.maximum(threshold, _take(facts.epochs.first, epoch, NEVER))
    dissent = [_own_dissent(facts, own, decides), _overruled(facts, mine, inherits, own, stands, whole)]
    claim = [_claims(facts.ledger, mine, threshold, inherits)]
    if above is not None:
        dissent.append(_from_above(above.dissent_seg, above.dissent, up, inherits))
        claim.append(_from_above(above.claim_seg, above.claim, up, inherits))
    dissent_seg, dissent_entry = _pairs(dissent)
    claim_seg, claim_entry = _pairs(claim)
    return Segments(place, day, epoch, state, opener, dissent_seg, dissent_entry, claim_seg, claim_entry)


def _breaks(facts: Facts, members: np.ndarray, above: Segments | None) -> tuple[np.ndarray, np.ndarray]:
    """Return every (place, day) of ``members`` on which something may change, sorted."""
    is_member = np.zeros(len(facts.parent), dtype=bool)
    is_member[members] = True
    low = np.flatnonzero(claims_only(facts.ledger))
    sources = [
        (members, np.full(len(members), NEVER)),
        (facts.epochs.place, facts.epochs.first),
        (facts.ledger.place[low], facts.ledger.first[low]),
        (facts.wholes.place, facts.wholes.day),
    ]
    if above is not None:
        sources.append(_inherited_breaks(facts, members, above))
    place = np.concatenate([place[is_member[place]] for place, _ in sources])
    day = np.concatenate([day[is_member[place]] for place, day in sources])
    _, index = np.unique(key_of(place, day), return_index=True)
    return place[index], day[index]


def _inherited_breaks(facts: Facts, members: np.ndarray, above: Segments) -> tuple[np.ndarray, np.ndarray]:
    """Return the parents' first days on which the members do not decide for themselves."""
    parent = facts.parent[members]
    low = np.searchsorted(above.place, parent, side="left")
    high = np.searchsorted(above.place, parent, side="right")
    who, position = spread(low, np.where(parent == NONE, low, high))
    place, day = members[who], above.day[position]
    own = facts.epochs.at(place, day)
    whole = facts.wholes.at(place, day)
    overruled = _take(facts.wholes.day, whole, NEVER) > _take(facts.epochs.first, own, NEVER)
    inherits = (own == NONE) | overruled | (_take(facts.epochs.state, own, NOTHING) == INHERIT)
    return place[inherits], day[inherits]


def _above(facts: Facts, place: np.ndarray, day: np.ndarray, above: Segments | None) -> np.ndarray:
    """Return the parent's segment on each day, -1 at the top."""
    if above is None:
        return np.full(len(place), NONE)
    return last_at(above.key, above.place, facts.parent[place], day)


def _openers(
    facts: Facts, place: np.ndarray, day: np.ndarray, own: np.ndarray, up: np.ndarray, above: Segments | None
) -> np.ndarray:
    """Return the entry that takes effect on the first day of each segment: own before parent's."""
    starts = (own != NONE) & (_take(facts.epochs.first, own, NEVER) == day)
    first_winner = facts.epochs.winners[facts.epochs.start[own[starts]]]
    opener = np.full(len(place), NONE)
    if above is not None:
        same_day = (up != NONE) & (_take(above.day, up, NEVER) == day)
        opener[same_day] = above.opener[up[same_day]]
    opener[starts] = first_winner
    return opener


def _own_dissent(facts: Facts, own: np.ndarray, decides: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (segment, entry) pairs of the dissent about the place's own deciding epochs."""
    segments = np.flatnonzero(decides)
    low = np.searchsorted(facts.dissent_epoch, own[segments], side="left")
    high = np.searchsorted(facts.dissent_epoch, own[segments], side="right")
    who, position = spread(low, high)
    return segments[who], facts.dissent[position]


def _overruled(
    facts: Facts, mine: Segments, inherits: np.ndarray, own: np.ndarray, stands: np.ndarray, whole: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return (segment, entry) pairs: what W or the ``inherit`` overruled and still says otherwise.

    Rule 5. To the dissent is added each other source's latest record of the place that W (or the
    ``inherit``) overruled, if it was reported after the first day of W (or of the ``inherit``)
    and names another state than the inherited one.
    """
    ledger, epochs = facts.ledger, facts.epochs
    by = np.where(stands, own, _take(facts.wholes.epoch, whole, NONE))
    segments = np.flatnonzero(inherits & (by != NONE))
    cut = epochs.first[by[segments]]
    limit = np.where(stands[segments], cut, cut - 1)
    rows, until = own_latest(ledger)
    key = key_of(mine.place[segments], limit)
    low = np.searchsorted(key, key_of(ledger.place[rows], ledger.first[rows]), side="left")
    high = np.searchsorted(key, key_of(ledger.place[rows], until - 1), side="right")
    who, position = spread(low, high)
    entry, segment = rows[who], segments[position]
    keep = (ledger.reported[entry] > cut[position]) & (ledger.state[entry] != mine.state[segment])
    keep &= ~_shares_source(ledger, epochs, by[segment], entry)
    return segment[keep], entry[keep]


def _shares_source(ledger: Ledger, epochs: Epochs, epoch: np.ndarray, entry: np.ndarray) -> np.ndarray:
    """Return which entries are of a source of a winner of their epoch."""
    pair, position = spread(epochs.start[epoch], epochs.stop[epoch])
    same = ledger.source[epochs.winners[position]] == ledger.source[entry[pair]]
    result = np.zeros(len(entry), dtype=bool)
    result[pair[same]] = True
    return result


def _claims(
    ledger: Ledger, mine: Segments, threshold: np.ndarray, inherits: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return (segment, entry) pairs of low-confidence records that name another state.

    Rule 2. Begun, and with a first day that is not before the winner's.
    """
    rows = np.flatnonzero(claims_only(ledger))
    rows = rows[np.lexsort((ledger.first[rows], ledger.place[rows]))]
    keys = key_of(ledger.place[rows], ledger.first[rows])
    low = np.searchsorted(keys, key_of(mine.place, threshold), side="left")
    high = np.searchsorted(keys, key_of(mine.place, mine.day), side="right")
    segment, position = spread(low, high)
    entry = rows[position]
    claimed = ledger.state[entry]
    keep = claimed != _shown(ledger, mine.state)[segment]
    keep &= ~(inherits[segment] & (claimed == INHERIT))
    return segment[keep], entry[keep]


def _shown(ledger: Ledger, state: np.ndarray) -> np.ndarray:
    """Return the states as a map shows them: where nothing is known, ``unknown``."""
    return np.where(state == NOTHING, ledger.code((s.UNKNOWN, ())), state)


def _from_above(
    seg: np.ndarray, entry: np.ndarray, up: np.ndarray, inherits: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the parent's (segment, entry) pairs, attached to the segments that inherit."""
    segments = np.flatnonzero(inherits & (up != NONE))
    low = np.searchsorted(seg, up[segments], side="left")
    high = np.searchsorted(seg, up[segments], side="right")
    who, position = spread(low, high)
    return segments[who], entry[position]


def _pairs(parts: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """Return all pairs once, sorted."""
    segment = np.concatenate([segment for segment, _ in parts])
    entry = np.concatenate([entry for _, entry in parts])
    if not len(segment):
        return segment.astype(np.int64), entry.astype(np.int64)
    pairs = np.unique(np.stack([segment, entry], axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]


def _take(values: np.ndarray, at: np.ndarray, otherwise: int) -> np.ndarray:
    """Return ``values[at]``, and ``otherwise`` where ``at`` is -1."""
    result = np.full(len(at), otherwise, dtype=np.int64)
    there = at != NONE
    result[there] = values[at[there]]
    return result


def _joined(above: Segments | None, level: Segments | None) -> Segments:
    """Return both, sorted by place and day, with the pairs renumbered."""
    parts = [part for part in (above, level) if part is not None]
    if not parts:
        return Segments(*(np.zeros(0, dtype=np.int64),) * 9)
    place = np.concatenate([part.place for part in parts])
    day = np.concatenate([part.day for part in parts])
    order = np.argsort(key_of(place, day), kind="stable")
    position = np.empty(len(order), dtype=np.int64)
    position[order] = np.arange(len(order))
    offset = np.cumsum([0] + [len(part.place) for part in parts[:-1]])
    dissent_seg, dissent = _renumbered(parts, offset, position, "dissent")
    claim_seg, claim = _renumbered(parts, offset, position, "claim")
    epoch, state, opener = (
        np.concatenate([getattr(part, name) for part in parts])[order]
        for name in ("epoch", "state", "opener")
    )
    return Segments(place[order], day[order], epoch, state, opener, dissent_seg, dissent, claim_seg, claim)


def _renumbered(
    parts: list[Segments], offset: np.ndarray, position: np.ndarray, name: str
) -> tuple[np.ndarray, np.ndarray]:
    segment = np.concatenate(
        [getattr(part, f"{name}_seg") + at for part, at in zip(parts, offset, strict=True)]
    )
    entry = np.concatenate([getattr(part, name) for part in parts])
    segment = position[segment] if len(segment) else segment
    order = np.lexsort((entry, segment))
    return segment[order], entry[order]
