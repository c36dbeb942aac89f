"""CSV tables of dated, sourced claims become one checked frame of records."""

from geomap.records.reading import collect_records, read_records

__all__ = ["collect_records", "read_records"]
