"""Which records agree with what is shown on a day, of all places at once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geomap import schema as s
from geomap.control.corrections import to_known
from geomap.control.keys import FOREVER, NEVER, NONE, take, to_days
from geomap.control.spells import as_of
from geomap.control.tree import to_tree
from geomap.control.wholes import to_wholes
from geomap.control.winners import to_epochs


def agreeing(
    records: pd.DataFrame,
    spells: pd.DataFrame,
    places: pd.DataFrame,
    day: pd.Timestamp | str,
    *,
    known_on: pd.Timestamp | None = None,
) -> pd.Index:
    """Return the ids of the records that won or agree on ``day``, of every place.

    Rule 11, for one day and all places: a counting, begun record agrees that names the state shown
    of its place, began within its unbroken run, and not before the ``whole`` record that overrules
    it. ``spells`` and ``places`` hold all ancestors, as for ``to_evidence``.
    """
    day = pd.Timestamp(day)
    tree = to_tree(places)
    branch = tree.branch(tree.walk())
    ledger = to_known(records, tree, known_on).ledger(branch)
    epochs = to_epochs(ledger)
    place, first = ledger.place[: ledger.n], ledger.first[: ledger.n]
    on_day = np.full(len(place), to_days(pd.Series([day], dtype=s.DAY_DTYPE))[0], dtype=np.int32)
    cut = to_wholes(ledger, epochs, branch).day_at(place, on_day)
    states = as_of(spells, day)
    at = take(branch.inside, tree.positions(states.index), NONE)
    state, since = np.full(len(branch.places), NONE), np.full(len(branch.places), FOREVER)
    state[at] = ledger.states.codes(states[s.STATUS].array, states[s.PARTIES].array)
    begun = to_days(states[s.SINCE])
    since[at] = np.where(begun == NEVER, FOREVER, begun)
    within = (first <= on_day) & (first >= since[place]) & (first >= cut)
    return records.index[ledger.row[: ledger.n][within & (state[place] == ledger.state[: ledger.n])]]
