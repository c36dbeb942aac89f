"""The rules on an engine, for records that outgrow one machine: tables in, a table out.

The same rules as in ``control``, row for row, as ibis expressions: on DuckDB for what is larger
than memory, on PySpark for what is larger than a machine. A record's life runs through the same
modules: ``ledger`` and ``corrections`` (rule 1), ``winners`` (2, 3), ``dissent`` (4),
``inheritance`` (5), ``spells`` (6); ``tables`` takes frames to an engine and back.
"""

try:
    import ibis  # noqa: F401 - so that what is missing is said at once
except ImportError as error:
    message = "geomap.scale needs ibis and an engine: install geomap[scale], or ibis-framework[pyspark]"
    raise ImportError(message) from error

from geomap.scale.spells import as_of, to_spells_table
from geomap.scale.tables import places_table, records_table, to_frame

__all__ = ["as_of", "places_table", "records_table", "to_frame", "to_spells_table"]
