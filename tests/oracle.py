"""The rules read aloud, one day and one place at a time: slow, plain, and without the engine's code.

The property tests hold the vectorised rules against this. Records are plain dicts with days as
integers; a state is (status, parties).
"""

from __future__ import annotations

HOLDING = ("control", "contested", "shared", "vacated", "unknown", "inherit")
RANK = {"low": 0, "medium": 1, "high": 2}


def family(record):
    return "holding" if record["status"] in HOLDING else (record["status"], record["parties"])


def corrected_by(records, known):
    seen = [r for r in records if r["reported"] <= known]
    by = {}
    for x in sorted(seen, key=lambda r: (r["reported"], r["id"])):
        y = next((r for r in seen if r["id"] == x["corrects"]), None)
        if y and (x["confidence"] != "low" or y["confidence"] == "low"):
            verdict = "withdrawn by" if x["status"] == "withdrawn" else "corrected by"
            by.setdefault(y["id"], (verdict, x["id"]))
    for r in seen:
        same = [
            q
            for q in seen
            if r["status"] != "withdrawn"
            and q["status"] != "withdrawn"
            and (q["source"], q["place"], q["effective"], family(q))
            == (r["source"], r["place"], r["effective"], family(r))
            and (q["confidence"] == "low") == (r["confidence"] == "low")
        ]
        last = max((q["reported"] for q in same), default=r["reported"])
        if r["reported"] < last:
            by.setdefault(r["id"], ("corrected by", min(q["id"] for q in same if q["reported"] == last)))
    return by


def standing(records, known):
    gone = corrected_by(records, known)
    return [r for r in records if r["reported"] <= known and r["id"] not in gone]


def counting(records, place, known):
    return [
        r
        for r in standing(records, known)
        if r["place"] == place and r["status"] in HOLDING and r["confidence"] != "low"
    ]


def best(rows):
    for key in ("first", "rank", "reported"):
        value = {"rank": lambda r: RANK[r["confidence"]]}.get(key, lambda r, key=key: r[key])
        top = max((value(r) for r in rows), default=None)
        rows = [r for r in rows if value(r) == top]
    return rows


def state_of(record):
    return (record["status"], record["parties"])


def winner(records, place, day, known, cut=None):
    rows = [
        r for r in counting(records, place, known) if r["first"] <= day and (cut is None or r["first"] >= cut)
    ]
    rows = best(rows)
    if not rows:
        return None
    states = {state_of(r) for r in rows}
    if len(states) > 1:
        parties = tuple(sorted({p for _, held in states for p in held}))
        return ("disputed", parties), rows
    return states.pop(), rows


def dissent(records, place, day, known, won):
    state, rows = won
    if state[0] == "disputed":
        return set()
    mine = {r["source"] for r in rows}
    first, last = rows[0]["first"], max(r["last"] for r in rows)
    counts = counting(records, place, known)
    found = set()
    for source in {r["source"] for r in counts} - mine:
        for r in best([r for r in counts if r["source"] == source and r["first"] <= day]):
            if state_of(r) != state and (r["first"] == first or r["reported"] > first):
                found.add(r["id"])
    for r in counts:
        if r["source"] in mine or r["claim"] != "began" or state_of(r) != state:
            continue
        if not (last < r["first"] <= first + 30 and r["first"] > day):
            continue
        if any(q["source"] == r["source"] and q["first"] <= day and state_of(q) == state for q in counts):
            continue
        if any(first < q["first"] < r["first"] and state_of(q) != state for q in counts):
            continue
        found.add(r["id"])
    return found


def ancestors(parents, place):
    while parents.get(place):
        place = parents[place]
        yield place


def whole_over(records, parents, place, day, known):
    found = None
    for above in ancestors(parents, place):
        for r in sorted(counting(records, above, known), key=lambda r: r["id"]):
            if r["scope"] != "whole" or r["first"] > day:
                continue
            if r["id"] not in {q["id"] for q in winner(records, above, r["first"], known)[1]}:
                continue
            if found is None or r["first"] > found[0]:
                found = (r["first"], r["id"], above)
    return found


def shown(records, parents, place, day, known):
    """Return state, deciding place, winning rows, dissent, claims and the winner's first day."""
    whole = whole_over(records, parents, place, day, known)
    won = winner(records, place, day, known, cut=whole[0] if whole else None)
    if won and won[0][0] != "inherit":
        claims = claims_of(records, place, day, known, won[0], won[1][0]["first"], inherits=False)
        return {
            "state": won[0],
            "from": place,
            "rows": won[1],
            "dissent": dissent(records, place, day, known, won),
            "claimed": claims,
            "first": won[1][0]["first"],
        }
    if parents.get(place):
        result = dict(shown(records, parents, parents[place], day, known))
    else:
        result = {"state": None, "from": "", "rows": [], "dissent": set(), "claimed": set(), "first": None}
    thresholds = [t for t in (result["first"], won[1][0]["first"] if won else None) if t is not None]
    threshold = max(thresholds, default=None)
    state = result["state"] or ("unknown", ())
    result["claimed"] = result["claimed"] | claims_of(
        records, place, day, known, state, threshold, inherits=True
    )
    result["dissent"] = result["dissent"] | overruled(records, place, known, result["state"], won, whole)
    return result


def claims_of(records, place, day, known, state, threshold, *, inherits):
    found = set()
    for r in standing(records, known):
        if r["place"] != place or r["confidence"] != "low" or r["status"] not in HOLDING or r["first"] > day:
            continue
        if threshold is not None and r["first"] < threshold:
            continue
        if state_of(r) == state or (inherits and r["status"] == "inherit"):
            continue
        found.add(r["id"])
    return found


def overruled(records, place, known, state, won, whole):
    if won:
        cut, limit, sources = won[1][0]["first"], won[1][0]["first"], {r["source"] for r in won[1]}
    elif whole:
        above = winner(records, whole[2], whole[0], known)[1]
        cut, limit, sources = whole[0], whole[0] - 1, {r["source"] for r in above}
    else:
        return set()
    counts = counting(records, place, known)
    found = set()
    for source in {r["source"] for r in counts} - sources:
        for r in best([r for r in counts if r["source"] == source and r["first"] <= limit]):
            if r["reported"] > cut and state_of(r) != state:
                found.add(r["id"])
    return found


def newest_evidence(records, parents, place, day, known):
    """Return the newest report that won or agrees, of the place or of the ancestor that decides."""
    state = shown(records, parents, place, day, known)
    decider = state["from"] if state["state"] is not None else place
    reports = [r for p in {place, decider} for r in supporting(records, parents, p, day, known)]
    return max((r["reported"] for r in reports), default=None)


def supporting(records, parents, place, day, known):
    state = shown(records, parents, place, day, known)
    whole = whole_over(records, parents, place, day, known)
    begun = [r for r in counting(records, place, known) if r["first"] <= day]
    begun = [r for r in begun if not whole or r["first"] >= whole[0]]
    since = day
    while since > -1 and shown(records, parents, place, since - 1, known)["state"] == state["state"]:
        since -= 1
    newest = max((r["first"] for r in begun), default=None)
    inherits = state["from"] not in ("", place)
    return [
        r
        for r in begun
        if (state["state"] == state_of(r) and r["first"] >= since)
        or r["id"] in {q["id"] for q in state["rows"]}
        or (inherits and r["status"] == "inherit" and r["first"] == newest)
    ]
