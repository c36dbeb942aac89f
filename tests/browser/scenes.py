"""Small maps made up for the tests: four squares, three parties, a few records."""

from __future__ import annotations

from functools import cache

import geopandas as gpd
import pandas as pd
import shapely

from geomap.scene import Scene, compose

PLACES = [
    # place_id, name, name_ar, level, parent, geometry
    ("land", "Land", "أرض", "governorate", "", shapely.box(36.0, 33.0, 36.4, 33.4)),
    ("west", "West", "غرب", "district", "land", shapely.box(36.0, 33.0, 36.2, 33.2)),
    ("east", "East", "شرق", "district", "land", shapely.box(36.2, 33.0, 36.4, 33.2)),
    ("north", "North", "شمال", "district", "land", shapely.box(36.0, 33.2, 36.2, 33.4)),
    ("town", "Town", "بلدة", "town", "land", shapely.Point(36.3, 33.3)),
]

ACTORS = [
    ("red", "Reds", "حمر", "RED", "#a9332f", "none"),
    ("blue", "Blues", "زرق", "BLU", "#2f5ba9", "lines"),
    ("gold", "Golds", "ذهب", "GLD", "#ecc94b", "dots"),
]

RECORDS = [
    {"place_id": "land", "effective": "2018", "parties": ("red",)},
    {"place_id": "west", "effective": "2018-01-10", "parties": ("blue",), "source": "A"},
    {"place_id": "west", "effective": "2018-01-10", "parties": ("red",), "source": "B", "confidence": "low"},
    {"place_id": "west", "effective": "2018-02-01", "status": "contested", "parties": ("blue", "red")},
    {"place_id": "west", "effective": "2018-03-12/2018-03-13", "status": "vacated", "parties": ()},
    {"place_id": "west", "effective": "2018-03-20", "parties": ("gold",), "url": "https://example.org/x"},
    {"place_id": "east", "effective": "2018-01-20", "status": "shared", "parties": ("gold", "red")},
    {"place_id": "east", "effective": "2018-03-01", "parties": ("gold",), "source": "A"},
    {"place_id": "east", "effective": "2018-03-01", "parties": ("red",), "source": "B"},
    {"place_id": "north", "effective": "2018-02-10", "parties": ("blue",), "source": "A"},
    {
        "place_id": "north",
        "effective": "2018-02-10",
        "parties": ("red",),
        "source": "B",
        "confidence": "high",
    },
    {"place_id": "north", "effective": "2018-02-05", "status": "besieged", "parties": ("gold",)},
    {
        "place_id": "north",
        "effective": "2018-04-05",
        "status": "besieged",
        "parties": ("gold",),
        "claim": "ended",
    },
    {"place_id": "town", "effective": "2018-02", "status": "unknown", "parties": ()},
    {"place_id": "town", "effective": "2018-03-05", "parties": ("blue",)},
    {"place_id": "town", "effective": "2018-03-05", "status": "presence", "parties": ("gold",)},
]

DEFAULTS = {
    "claim": "began", "status": "control", "scope": "rest", "source": "A", "via": "", "url": "",
    "confidence": "medium", "corrects": "", "note": "", "note_ar": "", "file": "test.csv",
}  # fmt: skip


def places_frame(rows: list[tuple] | None = None, **text: str) -> gpd.GeoDataFrame:
    """Return places; ``text`` overrides text columns in every row."""
    columns = ["place_id", "name", "name_ar", "level", "parent", "geometry"]
    frame = gpd.GeoDataFrame(
        pd.DataFrame(rows or PLACES, columns=columns), geometry="geometry", crs="EPSG:4326"
    )
    extra = {
        "name_fr": "",
        "approximate": False,
        "source": "Drawn for the tests",
        "licence": "CC0",
        "file": "test.geojson",
    }
    frame = frame.assign(**{**extra, **text}, aliases=[()] * len(frame), line=range(1, len(frame) + 1))
    return frame.set_index("place_id").sort_index()


def actors_frame(**text: str) -> pd.DataFrame:
    """Return parties."""
    frame = pd.DataFrame(ACTORS, columns=["actor", "name", "name_ar", "short", "color", "pattern"])
    frame = frame.assign(name_fr="", order=range(1, len(frame) + 1), aliases=[()] * len(frame))
    return frame.assign(**text).set_index("actor")


def window(effective: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first and last day of a date as the tests write it."""
    first, _, last = effective.replace("~", "").partition("/")
    end = last or first
    frequency = {4: "Y", 7: "M", 10: "D"}
    return (
        pd.Period(first, frequency[len(first)]).start_time.normalize(),
        pd.Period(end, frequency[len(end)]).end_time.normalize(),
    )


def records_frame(rows: list[dict] | None = None, **text: str) -> pd.DataFrame:
    """Return records with every column, ids ``r01``, ``r02`` ... where none is given."""
    filled = []
    for number, row in enumerate(rows or RECORDS, start=1):
        first, last = window(row["effective"])
        whole = {
            **DEFAULTS,
            "id": f"r{number:02d}",
            "line": number + 1,
            **row,
            **text,
            "first": first,
            "last": last,
        }
        reported = whole.get("reported") or last
        filled.append({**whole, "reported": pd.Timestamp(reported), "reported_given": "reported" in row})
    frame = pd.DataFrame(filled)
    days = dict.fromkeys(("first", "last", "reported"), "datetime64[s]")
    return frame.astype(days).set_index("id")


def small_scene(
    *,
    lang: str = "en",
    title: str = "Four squares",
    texts: dict[str, dict[str, str]] | None = None,
    **options: object,
) -> Scene:
    """Return a map of the squares; ``texts`` overrides columns of ``places``, ``actors`` and ``records``."""
    texts = texts or {}
    given = {
        "show": ["land"],
        "first": "2018-01-01",
        "last": "2018-06-30",
        "opens": "2018-03-15",
        "stale_after": 0,
    }
    return compose(
        places_frame(**texts.get("places", {})),
        records_frame(**texts.get("records", {})),
        actors_frame(**texts.get("actors", {})),
        title=title,
        lang=lang,
        **{**given, **options},
    )


@cache
def small_page(lang: str = "en") -> bytes:
    """Return the live map of the squares, rendered once for all tests of a process."""
    from geomap.render.html import render

    return render(small_scene(lang=lang))


def many_squares_scene(side: int = 22) -> Scene:
    """Return a map of more places than are drawn as paths: ``side`` rows of as many squares, all of one party."""
    corners = [(column / side, row / side) for row in range(side) for column in range(side)]
    boxes = [shapely.box(36 + x, 33 + y, 36 + x + 1 / side, 33 + y + 1 / side) for x, y in corners]
    squares = [(f"p{at}", f"Place {at}", "", "district", "land", box) for at, box in enumerate(boxes)]
    rows = [("land", "Land", "", "governorate", "", shapely.box(36, 33, 37, 34)), *squares]
    return compose(
        places_frame(rows),
        records_frame([{"place_id": "land", "effective": "2018", "parties": ("blue",)}]),
        actors_frame(),
        show=["land"],
        title="Many",
        first="2018-01-01",
        last="2018-06-30",
        stale_after=0,
    )


def points_scene(
    held: str = "aaabbcde??", *, later: dict[str, str] | None = None, lang: str = "en", **options: object
) -> Scene:
    """Return a map of points in a row: a letter of ``held`` is a party, ``a`` first in the table; ``?`` is unknown.

    ``later`` has who holds a point from 10 March 2018 on.
    """
    points = [
        (f"p{at}", f"Point {at}", f"نقطة {at}", "town", "", shapely.Point(36 + at / 10, 33))
        for at in range(len(held))
    ]
    parties = sorted(set(held) - {"?"})
    actors = [(each, f"Party {each}", f"طرف {each}", each, "#336699", "none") for each in parties]
    frame = pd.DataFrame(actors, columns=["actor", "name", "name_ar", "short", "color", "pattern"])
    frame = frame.assign(name_fr="", order=range(len(frame)), aliases=[()] * len(frame)).set_index("actor")
    rows = [
        {"place_id": f"p{at}", "effective": "2018", "parties": (party,)}
        for at, party in enumerate(held)
        if party != "?"
    ]
    rows += [
        {"place_id": place, "effective": "2018-03-10", "parties": (party,)}
        for place, party in (later or {}).items()
    ]
    given = {"first": "2018-01-01", "last": "2018-06-30", "opens": "2018-03-15", "stale_after": 0}
    return compose(
        places_frame(points),
        records_frame(rows),
        frame,
        show=[row[0] for row in points],
        title="Points",
        lang=lang,
        **{**given, **options},
    )
