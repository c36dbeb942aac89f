"""Files, safely: written all or nothing, read with every problem named."""

from geomap.files.tables import read_table, report_rows, report_values
from geomap.files.text import files_in, read_text
from geomap.files.writing import write_all, write_bytes, write_text

__all__ = [
    "files_in",
    "read_table",
    "read_text",
    "report_rows",
    "report_values",
    "write_all",
    "write_bytes",
    "write_text",
]
