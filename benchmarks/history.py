"""Made-up history: dated, sourced records of places, each drawn as a number and written out as a frame."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geomap import schema as s

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Column = Callable[[np.ndarray, Sequence[Any]], Any]

FILE = "records.csv"

PARTIES = ("coast", "north", "south", "valley")
SOURCES = (
    "Field Monitor Network", "Open Map Desk", "Regional Press Service", "Access Working Group", "Daily Brief",
)  # fmt: skip
_SOURCE_WEIGHTS = (0.4, 0.25, 0.15, 0.12, 0.08)
_VIAS = ("", "Wire Service", "Evening Bulletin")
_HOSTS = ("monitor.example", "maps.example", "press.example", "access.example", "brief.example")
_NOTES = (
    "", "Reported by residents", "The main road stays open", "Parts of the outskirts are not clear",
    "Seen on satellite images", "The crossing is closed", "Reported by both sides", "Under an agreement",
    "No entry since", "The market reopened", "Night curfew", "Evacuation announced",
)  # fmt: skip
_CLAIMS = ("began", "held", "ended")
_PAIRS = tuple(combinations(PARTIES, 2))

#: What a record may say, and how often. The conditions come last.
OUTCOMES: tuple[tuple[str, tuple[str, ...], float], ...] = (
    *((s.CONTROL, (party,), 18) for party in PARTIES),
    *((s.CONTESTED, pair, 2) for pair in _PAIRS),
    *((s.SHARED, pair, 0.5) for pair in _PAIRS),
    (s.VACATED, (), 2), (s.UNKNOWN, (), 1), (s.INHERIT, (), 0), (s.WITHDRAWN, (), 0),
    *((status, (party,), 0.5) for status in ("presence", "besieged", "assault") for party in PARTIES),
    *(("truce", pair, 0.2) for pair in _PAIRS),
)  # fmt: skip
_STATUS_OF = [status for status, _, _ in OUTCOMES]
_INHERIT, _WITHDRAWN = _STATUS_OF.index(s.INHERIT), _STATUS_OF.index(s.WITHDRAWN)
_FIRST_CONDITION = _STATUS_OF.index("presence")

#: How a date is written, and how often: a day, about a day, a window of three days, a month.
_FORMS = (0.88, 0.05, 0.04, 0.03)
_MONTH = len(_FORMS) - 1


@dataclass(frozen=True)
class Drawn:
    """One number a record in each array: positions in lists, and days counted from ``begin``."""

    begin: np.datetime64
    place: np.ndarray
    day: np.ndarray
    form: np.ndarray
    outcome: np.ndarray
    claim: np.ndarray
    source: np.ndarray
    confidence: np.ndarray
    lag: np.ndarray  # days from the last day of ``effective`` to the report, -1 where not given
    corrects: np.ndarray  # the row that is corrected, -1 for none
    whole: np.ndarray


def draw(n: int, begin: np.datetime64, n_days: int, parents: np.ndarray, rng: np.random.Generator) -> Drawn:
    """Return the first state of every place and ``n`` changes, within ``n_days`` days from ``begin``.

    ``parents`` is the position of the place around each place, -1 for none. Some places change
    hands far more often than others. Three in a hundred changes repeat the place and date of
    another on the word of another source, and one in two hundred corrects another.
    """
    first = _first_states(len(parents), begin, rng)
    changes = _changes(n, begin, n_days, len(parents), rng)
    drawn = _nested(_joined(first, changes), parents, rng)
    drawn = _echoed(_ended(drawn, len(parents), n_days, rng), len(parents), rng)
    return _corrected(drawn, len(parents), rng)


def _first_states(n: int, begin: np.datetime64, rng: np.random.Generator) -> Drawn:
    """Return who holds each place at the start: parties hold runs of places, with exceptions."""
    party = np.arange(n) * len(PARTIES) // n
    stray = rng.random(n) < 0.05
    party[stray] = rng.integers(0, len(PARTIES), int(stray.sum()))
    zeros = np.zeros(n, dtype=np.int8)
    return Drawn(
        begin=begin,
        place=np.arange(n, dtype=np.int32),
        day=np.zeros(n, dtype=np.int16),
        form=zeros,
        outcome=party.astype(np.int8),
        claim=zeros + 1,
        source=_pick(n, _SOURCE_WEIGHTS, rng),
        confidence=zeros + 1,
        lag=zeros - 1,
        corrects=np.full(n, -1, dtype=np.int32),
        whole=zeros.astype(bool),
    )


def _changes(n: int, begin: np.datetime64, n_days: int, n_places: int, rng: np.random.Generator) -> Drawn:
    rank = (n_places * rng.random(n, dtype=np.float32) ** 1.5).astype(np.int32)
    day = np.sort(rng.integers(1, n_days - 10, n, dtype=np.int16))
    form = _pick(n, _FORMS, rng)
    month = _month_start(begin, n_days)[day]
    form[(form == _MONTH) & ((month < 0) | (day > n_days - 45))] = 0
    return Drawn(
        begin=begin,
        place=rng.permutation(n_places).astype(np.int32)[np.minimum(rank, n_places - 1)],
        day=np.where(form == _MONTH, month, day).astype(np.int16),
        form=form,
        outcome=_pick(n, [weight for _, _, weight in OUTCOMES], rng),
        claim=_pick(n, (0.85, 0.15), rng),
        source=_pick(n, _SOURCE_WEIGHTS, rng),
        confidence=_pick(n, (0.06, 0.84, 0.10), rng),
        lag=np.where(
            rng.random(n, dtype=np.float32) < 0.5, rng.integers(0, 6, n, dtype=np.int8), np.int8(-1)
        ),
        corrects=np.full(n, -1, dtype=np.int32),
        whole=np.zeros(n, dtype=bool),
    )


def _pick(n: int, weights: Sequence[float], rng: np.random.Generator) -> np.ndarray:
    """Return ``n`` positions in ``weights``, each as often as its weight."""
    edges = np.cumsum(weights, dtype=np.float32)[:-1] / np.float32(sum(weights))
    return np.searchsorted(edges, rng.random(n, dtype=np.float32), side="right").astype(np.int8)


def _month_start(begin: np.datetime64, n_days: int) -> np.ndarray:
    """Return, for each day, the first day of its month, counted from ``begin``."""
    days = begin + np.arange(n_days)
    return (days.astype("datetime64[M]").astype("datetime64[D]") - begin).astype(int)


def _joined(first: Drawn, then: Drawn) -> Drawn:
    names = [name for name in vars(first) if name != "begin"]
    return replace(
        first, **{name: np.concatenate([getattr(first, name), getattr(then, name)]) for name in names}
    )


def _nested(drawn: Drawn, parents: np.ndarray, rng: np.random.Generator) -> Drawn:
    """Return ``drawn`` with records of the whole of coarse places, and fine ones that follow them again."""
    chance = rng.random(len(drawn.place), dtype=np.float32)
    holding = drawn.outcome < _INHERIT
    is_coarse = np.zeros(len(parents), dtype=bool)
    is_coarse[parents[parents >= 0]] = True
    follows = holding & (drawn.day > 0) & (parents[drawn.place] >= 0) & (chance < 0.05)
    outcome = np.where(follows, _INHERIT, drawn.outcome).astype(np.int8)
    return replace(drawn, whole=holding & is_coarse[drawn.place] & (chance < 0.15), outcome=outcome)


def _ended(drawn: Drawn, n_first: int, n_days: int, rng: np.random.Generator) -> Drawn:
    """Return ``drawn`` with every other condition turned into the end of the one before it."""
    rows = np.flatnonzero(drawn.outcome >= _FIRST_CONDITION)
    rows = rows[rows >= n_first]
    starts, ends = rows[: len(rows) // 2 * 2 : 2], rows[1::2]
    later = np.minimum(drawn.day[starts] + rng.integers(3, 60, len(starts)), n_days - 5)
    drawn = _written(drawn, ends, claim=2, form=0, day=later)
    return _written(drawn, ends, place=drawn.place[starts], outcome=drawn.outcome[starts])


def _echoed(drawn: Drawn, n_first: int, rng: np.random.Generator) -> Drawn:
    """Return ``drawn`` with three in a hundred changes dated as another of the place, by another source."""
    free = np.flatnonzero((drawn.outcome < _INHERIT) & (np.arange(len(drawn.place)) >= n_first))
    picked = rng.permutation(free)[: 2 * (len(free) * 3 // 100)].reshape(2, -1)
    echo, origin = np.sort(picked, axis=0)[::-1]
    same = {name: getattr(drawn, name)[origin] for name in ("place", "day", "form")}
    return _written(drawn, echo, source=(drawn.source[origin] + 1) % len(SOURCES), whole=False, **same)


def _corrected(drawn: Drawn, n_first: int, rng: np.random.Generator) -> Drawn:
    """Return ``drawn`` with one in two hundred changes made corrections of others, a tenth withdrawals."""
    free = np.flatnonzero((drawn.outcome < _INHERIT) & (np.arange(len(drawn.place)) >= n_first))
    later, target = rng.permutation(free)[: 2 * (len(free) // 200)].reshape(2, -1)
    outcome = np.where(rng.random(len(later)) < 0.1, _WITHDRAWN, drawn.outcome[later])
    same = {name: getattr(drawn, name)[target] for name in ("place", "day", "form", "source")}
    lag = np.maximum(drawn.lag[target], 0) + 1
    return _written(
        drawn, later, corrects=target, outcome=outcome, confidence=1, lag=lag, claim=0, whole=False, **same
    )


def _written(drawn: Drawn, rows: np.ndarray, **values: Any) -> Drawn:
    """Return ``drawn`` with other values in ``rows``."""
    columns = {}
    for name, value in values.items():
        columns[name] = getattr(drawn, name).copy()
        columns[name][rows] = value
    return replace(drawn, **columns)


# --- numbers to frames --------------------------------------------------------


def as_text(codes: np.ndarray, words: Sequence[Any]) -> Any:
    """Return the word of each code, as the readers give text."""
    return pd.array(_objects(words)[codes], dtype="str")


def as_category(codes: np.ndarray, words: Sequence[Any]) -> pd.Categorical:
    """Return the word of each code as a categorical, which takes a byte or two a row."""
    width = np.min_scalar_type(-max(len(words), 1))
    return pd.Categorical.from_codes(
        codes.astype(width), categories=pd.Index(_objects(words), tupleize_cols=False)
    )


def _objects(words: Sequence[Any]) -> np.ndarray:
    array = np.empty(len(words), dtype=object)
    array[:] = list(words)
    return array


def to_records(
    drawn: Drawn, place_ids: Sequence[str], index: pd.Index, column: Column, rng: np.random.Generator
) -> pd.DataFrame:
    """Return a records frame as ``read_records`` gives it; ``column`` makes those of text.

    ``parties`` are tuples in an object column, or a categorical of tuples where text is one.
    """
    n = len(drawn.place)
    tuples = _objects([parties for _, parties, _ in OUTCOMES])
    is_given = drawn.lag >= 0
    first, last = _window(drawn)
    reported = last + np.maximum(drawn.lag, 0)
    nothing = np.zeros(n, dtype=np.int8)
    statuses = list(dict.fromkeys(_STATUS_OF))
    status = np.array([statuses.index(name) for name in _STATUS_OF], dtype=np.int8)[drawn.outcome]
    held = list(dict.fromkeys(tuples))
    party = np.array([held.index(parties) for parties in tuples], dtype=np.int8)[drawn.outcome]
    via = _pick(n, (0.9, 0.06, 0.04), rng)
    note = np.where(
        rng.random(n, dtype=np.float32) < 0.02, rng.integers(1, len(_NOTES), n, dtype=np.int8), np.int8(0)
    )
    return pd.DataFrame(
        {
            s.PLACE_ID: column(drawn.place, place_ids),
            s.EFFECTIVE: column(*_effective(drawn, first)),
            s.FIRST: _days(drawn.begin, first),
            s.LAST: _days(drawn.begin, last),
            s.CLAIM: column(drawn.claim, _CLAIMS),
            s.STATUS: column(status, statuses),
            s.PARTIES: as_category(party, held) if column is as_category else _objects(held)[party],
            s.SCOPE: column(drawn.whole.astype(np.int8), s.SCOPES),
            s.REPORTED: _days(drawn.begin, reported),
            s.REPORTED_GIVEN: is_given,
            s.SOURCE: column(drawn.source, SOURCES),
            s.VIA: column(via, _VIAS),
            s.URL: column(*_urls(drawn, reported, rng)),
            s.CONFIDENCE: column(drawn.confidence, s.CONFIDENCES),
            s.CORRECTS: column(*_targets(drawn, index)),
            s.NOTE: column(note, _NOTES),
            s.NOTE_AR: column(nothing, [""]),
            s.FILE: column(nothing, [FILE]),
            s.LINE: np.arange(2, n + 2),
        },
        index=index,
        copy=False,
    )  # fmt: skip


def _window(drawn: Drawn) -> tuple[np.ndarray, np.ndarray]:
    """Return the first and last day of each ``effective``, counted from the beginning."""
    months = (drawn.begin + drawn.day[drawn.form == _MONTH]).astype("datetime64[M]")
    last = drawn.day + np.where(drawn.form == 2, np.int16(2), np.int16(0))
    last[drawn.form == _MONTH] = ((months + 1).astype("datetime64[D]") - drawn.begin).astype(np.int16) - 1
    return drawn.day, last


def _days(begin: np.datetime64, days: np.ndarray) -> np.ndarray:
    seconds = days.astype(np.int64)
    seconds *= 86400
    seconds += begin.astype(s.DAY_DTYPE).astype(np.int64)
    return seconds.view(s.DAY_DTYPE)


def _used(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return ``codes`` counted anew without gaps, and those that occur, in order."""
    found = np.bincount(codes) > 0
    return (np.cumsum(found, dtype=np.int32) - 1)[codes], np.flatnonzero(found)


def _effective(drawn: Drawn, first: np.ndarray) -> tuple[np.ndarray, list[str]]:
    codes, used = _used(first.astype(np.int32) * len(_FORMS) + drawn.form)
    texts = []
    for day, form in zip(*np.divmod(used, len(_FORMS)), strict=True):
        begin = str(drawn.begin + day)
        texts.append((begin, f"{begin}~", f"{begin}/{drawn.begin + day + 2}", begin[:7])[form])
    return codes, texts


def _urls(drawn: Drawn, reported: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, list[str]]:
    """Return the address of a source's page of the day for three records in ten."""
    page = reported.astype(np.int32) * len(SOURCES) + drawn.source + 1
    codes, used = _used(np.where(rng.random(len(page), dtype=np.float32) < 0.3, page, 0))
    days, sources = np.divmod(used - 1, len(SOURCES))
    texts = [
        f"https://{_HOSTS[source]}/{drawn.begin + day}" for day, source in zip(days, sources, strict=True)
    ]
    return codes, ["" if number == 0 else text for number, text in zip(used, texts, strict=True)]


def _targets(drawn: Drawn, index: pd.Index) -> tuple[np.ndarray, list[str]]:
    codes = np.zeros(len(drawn.corrects), dtype=np.int32)
    rows = np.flatnonzero(drawn.corrects >= 0)
    codes[rows] = np.arange(1, len(rows) + 1)
    return codes, ["", *index[drawn.corrects[rows]]]
