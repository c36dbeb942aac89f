"""What a map says, in words: what is printed, read out and filed beside the picture of a day.

All of it is worked out from the ``Scene``, in the scene's language, and cleaned: one line, without
invisible controls. It is plain text; who puts it into HTML escapes it.
"""

from geomap.telling.captions import caption
from geomap.telling.seen import alt_text
from geomap.telling.sentences import percent, sentence

__all__ = ["alt_text", "caption", "percent", "sentence"]
