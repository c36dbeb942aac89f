"""What a map says, in words: what is printed, read out and filed beside the picture of a day.

All of it is worked out from the ``Scene``, in the scene's language, and cleaned: one line, without
invisible controls. It is plain text; who puts it into HTML escapes it.
"""

from geomap.telling.beside import BESIDE, beside, files_beside, refuse_others
from geomap.telling.captions import DataRange, assessor_of, caption, credit, data_range
from geomap.telling.corrections import corrected_lines, corrections
from geomap.telling.seen import alt_text
from geomap.telling.sentences import percent, place_name, places_listed, sentence
from geomap.telling.shown import Shown
from geomap.telling.sidecar import notes, sidecar
from geomap.telling.used import records_used

__all__ = [
    "BESIDE",
    "DataRange",
    "Shown",
    "alt_text",
    "assessor_of",
    "beside",
    "caption",
    "corrected_lines",
    "corrections",
    "credit",
    "data_range",
    "files_beside",
    "notes",
    "percent",
    "place_name",
    "places_listed",
    "records_used",
    "refuse_others",
    "sentence",
    "sidecar",
]
