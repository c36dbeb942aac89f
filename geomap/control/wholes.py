"""Rule 5's W: which ``whole`` records overrule which places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geomap.control.keys import NEVER, NONE, changes, in_order, key_of, last_at, spread, take
from geomap.control.ledger import Ledger
from geomap.control.tree import Branch
from geomap.control.winners import Epochs


@dataclass(frozen=True)
class Wholes:
    """The first days of ``whole`` records that overrule each place, sorted by place and day."""

    place: np.ndarray
    day: np.ndarray
    epoch: np.ndarray

    def at(self, place: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Return the position of the newest one over each place up to each day, NONE for none."""
        return last_at(key_of(self.place, self.day), place, day)

    def day_at(self, place: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Return the first day of the newest one over each place up to each day, NEVER for none."""
        return take(self.day, self.at(place, day), NEVER)


def to_wholes(ledger: Ledger, epochs: Epochs, branch: Branch) -> Wholes:
    """Return which ``whole`` records overrule which places.

    Rule 5. W is a begun, counting ``whole`` record on any ancestor that is among the winning
    records of its own place on its first day. Where ancestors have one on the same day, the
    nearest is named.
    """
    decided = np.unique(
        np.searchsorted(epochs.stop, np.flatnonzero(ledger.whole[epochs.winners]), side="right")
    )
    over = epochs.place[decided]
    place, epoch = [decided[:0]], [decided[:0]]
    above = branch.parent
    while len(decided) and (above != NONE).any():
        who, position = spread(np.searchsorted(over, above), np.searchsorted(over, above, side="right"))
        place.append(who)
        epoch.append(decided[position])
        above = take(branch.parent, above, NONE)
    places, epochs_of = np.concatenate(place), np.concatenate(epoch)
    order = in_order(places, epochs.first[epochs_of])  # equals keep their order, and nearer ones come first
    places, epochs_of = places[order], epochs_of[order]
    once = changes(places, epochs.first[epochs_of])
    return Wholes(places[once].astype(np.int32), epochs.first[epochs_of[once]], epochs_of[once])
