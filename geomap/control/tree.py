"""The tree of places, and the branches of it that are worked out on their own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geomap import schema as s
from geomap.control.keys import NONE, ArrayLike, in_order, positions_in, take


@dataclass(frozen=True)
class Branch:
    """Some places and everything above them, sorted by depth, then by id.

    ``places`` are positions in the tree and ``inside`` the way back, NONE for places that are not
    in the branch. ``parent`` is a position in the branch, NONE at the top; the places of depth ``d``
    stand from ``levels[d]`` up to ``levels[d + 1]``. ``own`` is false for places that are here only
    because others are below them.
    """

    places: np.ndarray
    inside: np.ndarray
    parent: np.ndarray
    levels: np.ndarray
    own: np.ndarray


@dataclass(frozen=True)
class Tree:
    """Places sorted by id; ``parent`` is the position of each one's parent, NONE at the top.

    ``lineage`` has a row for each place: its top ancestor first, down to itself, then NONE.
    """

    names: pd.Index
    parent: np.ndarray
    lineage: np.ndarray

    def positions(self, ids: ArrayLike) -> np.ndarray:
        """Return the position of each id, NONE where it is no place of the tree."""
        return positions_in(self.names, ids).astype(np.int32)

    def walk(self) -> np.ndarray:
        """Return all places in an order in which each is followed by everything below it."""
        return in_order(*self.lineage.T)

    def branches(self, weight: np.ndarray, n: int) -> list[Branch]:
        """Return the tree as ``n`` branches of about the same weight, fewer if places are heavy.

        Cut from a walk through the tree, a branch needs of what is not its own only the ancestors of
        its first place.
        """
        walk = self.walk()
        passed = np.cumsum(weight[walk]) if len(walk) else np.zeros(1)
        cuts = np.searchsorted(passed, passed[-1] * np.arange(1, n) / n)
        parts = [own for own in np.split(walk, np.unique(cuts)) if len(own)]
        return [self.branch(own) for own in parts or [walk]]

    def branch(self, own: np.ndarray) -> Branch:
        """Return the branch of ``own``, which stand in the order of a walk through the tree."""
        above = self.lineage[own[:1]].ravel()
        depth = (self.lineage != NONE).sum(axis=1) - 1
        places = np.union1d(own, above[above != NONE])
        places = places[in_order(depth[places])]
        inside = np.full(len(self.names), NONE, dtype=np.int32)
        inside[places] = np.arange(len(places))
        return Branch(
            places=places,
            inside=inside,
            parent=take(inside, self.parent[places], NONE),
            levels=np.append(0, np.cumsum(np.bincount(depth[places]))),
            own=np.isin(places, own),
        )


def to_tree(places: pd.DataFrame) -> Tree:
    """Return the tree of ``places``, of which only the index and ``parent`` are used."""
    parents = places[s.PARENT].sort_index()
    names = parents.index
    parent = positions_in(names, parents).astype(np.int32)
    lineage = [np.arange(len(parent), dtype=np.int32)]
    while (above := take(parent, lineage[-1], NONE)).max(initial=NONE) != NONE:
        lineage.append(above)
    upwards = np.stack(lineage[::-1], axis=1)
    below = np.argsort(upwards == NONE, axis=1, kind="stable")
    return Tree(names, parent, np.take_along_axis(upwards, below, axis=1))


def lineage_of(places: pd.DataFrame, place_id: str) -> list[str]:
    """Return the place and everything above it, nearest first."""
    lineage = [place_id]
    while (parent := places.at[lineage[-1], s.PARENT]) and parent in places.index:
        lineage.append(parent)
    return lineage
