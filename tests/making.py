"""Small frames made by hand, in the shape that the readers give."""

from __future__ import annotations

import numpy as np
import pandas as pd

COLUMNS = {
    "place_id": "", "effective": "", "first": 0, "last": 0, "claim": "began", "status": "control", "parties": (),
    "scope": "rest", "reported": 0, "reported_given": True, "source": "A", "via": "", "url": "",
    "confidence": "medium", "corrects": "", "note": "", "note_ar": "", "file": "made.csv", "line": 1,
}  # fmt: skip


def records_frame(rows):
    """Return a records frame from dicts with integer days and ``place`` for the place."""
    index = pd.Index([row["id"] for row in rows], name="id", dtype=object)
    data = {}
    for column, default in COLUMNS.items():
        key = "place" if column == "place_id" else column
        values = [row.get(key, default) for row in rows]
        if column in ("first", "last", "reported"):
            data[column] = np.array(values, dtype="datetime64[D]").astype("datetime64[s]")
        else:
            data[column] = pd.Series(values, index=index, dtype=object if column != "line" else int)
    frame = pd.DataFrame(data, index=index)
    return frame.astype({"reported_given": bool})


def places_frame(parents):
    """Return what the rules need of a places frame, from place -> parent."""
    index = pd.Index(list(parents), name="place_id", dtype=object)
    return pd.DataFrame({"parent": list(parents.values())}, index=index, dtype=object)
