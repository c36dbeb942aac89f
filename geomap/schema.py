"""The names of columns and the vocabularies, spelled here and nowhere else."""

from __future__ import annotations

# --- places -----------------------------------------------------------------
PLACE_ID = "place_id"
NAME = "name"
NAME_AR = "name_ar"
NAME_FR = "name_fr"
ALIASES = "aliases"
LEVEL = "level"
PARENT = "parent"
APPROXIMATE = "approximate"
SOURCE = "source"
LICENCE = "licence"
SOURCE_DATE = "source_date"
GEOMETRY = "geometry"
FILE = "file"
LINE = "line"

#: Administrative levels, coarse to fine. An ``area`` is anything drawn for a purpose.
LEVELS = ("country", "governorate", "district", "subdistrict", "area", "town", "neighbourhood")

PLACE_COLUMNS = (
    PLACE_ID, NAME, NAME_AR, NAME_FR, ALIASES, LEVEL, PARENT, APPROXIMATE, SOURCE, LICENCE, SOURCE_DATE,
)  # fmt: skip

#: Key in ``attrs`` of a frame: ids and names of rows that were refused when it was read.
LEFT_OUT = "left_out"

#: Of a context layer: how important a town or river is, 0 where not said.
RANK = "rank"

# --- actors (parties) -------------------------------------------------------
ACTOR = "actor"
SHORT = "short"
COLOR = "color"
PATTERN = "pattern"
ORDER = "order"

ACTOR_COLUMNS = (ACTOR, NAME, NAME_AR, NAME_FR, SHORT, COLOR, PATTERN, ORDER, ALIASES)

#: Fill patterns an actor may have beside its colour, for black-and-white print.
PATTERNS = ("none", "dots", "lines", "cross", "rings", "dashes", "waves")

#: Words that look like parties in the ``actor`` column and are not.
RESERVED_ACTORS = ("unknown", "vacated")

# --- records ----------------------------------------------------------------
ID = "id"
PLACE = "place"
EFFECTIVE = "effective"
CLAIM = "claim"
STATUS = "status"
SCOPE = "scope"
REPORTED = "reported"
VIA = "via"
URL = "url"
CONFIDENCE = "confidence"
CORRECTS = "corrects"
NOTE = "note"
NOTE_AR = "note_ar"

#: The columns of a records CSV in the order a template shows them.
RECORD_COLUMNS = (
    ID, PLACE, EFFECTIVE, CLAIM, STATUS, ACTOR, SCOPE, REPORTED,
    SOURCE, VIA, URL, CONFIDENCE, CORRECTS, NOTE, NOTE_AR,
)  # fmt: skip
RECORD_REQUIRED = (PLACE, EFFECTIVE, ACTOR, SOURCE)
RECORD_DEFAULTS = {CLAIM: "began", STATUS: "control", SCOPE: "rest", CONFIDENCE: "medium"}

# Columns that reading adds to the records frame.
FIRST = "first"  # first day of the window of ``effective``
LAST = "last"  # last day of that window
PARTIES = "parties"  # sorted tuple of actor ids
REPORTED_GIVEN = "reported_given"  # False where ``reported`` was empty and ``last`` stands in

ENDED = "ended"
CLAIMS = ("began", "held", ENDED)
SCOPES = ("rest", "whole")
CONFIDENCES = ("low", "medium", "high")

CONTROL = "control"
CONTESTED = "contested"
SHARED = "shared"
DISPUTED = "disputed"
VACATED = "vacated"
UNKNOWN = "unknown"
INHERIT = "inherit"
WITHDRAWN = "withdrawn"

#: Statuses of a record that say who holds a place.
HOLDING = (CONTROL, CONTESTED, SHARED, VACATED, UNKNOWN, INHERIT)
#: Statuses of a record that never change who holds a place.
CONDITIONS = ("presence", "besieged", "assault", "truce")
STATUSES = (*HOLDING, *CONDITIONS, WITHDRAWN)
#: Statuses a state can have: what a map shows.
STATE_STATUSES = (CONTROL, CONTESTED, SHARED, DISPUTED, VACATED, UNKNOWN)

#: How many parties each status takes: (least, most); ``None`` is no bound.
N_PARTIES: dict[str, tuple[int, int | None]] = {
    CONTROL: (1, 1),
    CONTESTED: (2, None),
    SHARED: (2, None),
    VACATED: (0, 0),
    UNKNOWN: (0, 0),
    INHERIT: (0, 0),
    WITHDRAWN: (0, 0),
    "presence": (1, None),
    "besieged": (1, None),
    "assault": (1, None),
    "truce": (1, None),
}

# --- spells, states, conditions ---------------------------------------------
VALID_FROM = "valid_from"
VALID_TO = "valid_to"
SINCE = "since"
SINCE_TEXT = "since_text"
SINCE_BY = "since_by"
INHERITED_FROM = "inherited_from"
RECORD_IDS = "record_ids"
DISSENT_IDS = "dissent_ids"
CLAIMED_IDS = "claimed_ids"
CONDITION = "condition"

SPELL_COLUMNS = (
    PLACE_ID, VALID_FROM, VALID_TO, STATUS, PARTIES, SINCE, SINCE_TEXT, SINCE_BY,
    INHERITED_FROM, RECORD_IDS, DISSENT_IDS, CLAIMED_IDS,
)  # fmt: skip
CONDITION_COLUMNS = (PLACE_ID, VALID_FROM, VALID_TO, CONDITION, PARTIES, RECORD_IDS)

#: Days are naive and counted in seconds, which reach the year 1 (nanoseconds stop at 1677).
DAY_DTYPE = "datetime64[s]"
#: Where the first spell of every place starts: before any day that EDTF can write with four digits.
BEGINNING = "0001-01-01"

# --- figures ----------------------------------------------------------------
ON = "on"
ON_TEXT = "on_text"  # ``on`` as given
MEASURE = "measure"
OP = "op"
VALUE = "value"

FIGURE_COLUMNS = (PLACE, ON, ACTOR, MEASURE, OP, VALUE, SOURCE, VIA, REPORTED, URL)
MEASURES = ("share", "km2")
OPS = ("<", "~", "=")

# --- verdicts ---------------------------------------------------------------
WON = "won"
AGREES = "agrees"
OLDER = "older"
CLAIMED_ONLY = "claimed only"
NOT_YET_BEGUN = "not yet begun"
NOT_YET_REPORTED = "not yet reported"
CORRECTED_BY = "corrected by"
WITHDRAWN_BY = "withdrawn by"
ENDED_BY_WHOLE = "ended by the whole of"
DISSENTS = "dissents"
TAKES_BACK = "takes back"
