"""Pack a ``Scene`` for the page: every outline, text and change once, as few bytes as may be.

What goes in is decided in ``tables`` (and ``spells``, ``shapes``), how it is written in ``codec``.
Each has its twin below ``assets``, which reads it back; no renderer knows the format.
"""

from geomap.render.payload.packing import pack, start_packing

__all__ = ["pack", "start_packing"]
