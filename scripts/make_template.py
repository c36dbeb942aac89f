"""Make ``data/control/template.xlsx``: a workbook for the person who adds rows.

    python scripts/make_template.py [--control data/control] [--places data/boundaries]

Dates are text, so that no spreadsheet makes 2018-03 into Mar-18; the columns with a closed
vocabulary have drop-downs. The same tables give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import sys
import zipfile
from datetime import datetime
from pathlib import Path

os.environ["OPENPYXL_LXML"] = "False"  # with lxml the same table is other bytes

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from geomap import schema

#: Rows that are formatted and have drop-downs.
N_ROWS = 500

#: Any day will do, so long as it is always the same one.
STAMP = datetime(2018, 3, 22)  # noqa: DTZ001 - a workbook's own times have no zone

WIDTHS = {
    schema.ID: 30, schema.PLACE: 24, schema.EFFECTIVE: 24, schema.ACTOR: 24, schema.SOURCE: 22,
    schema.URL: 30, schema.NOTE: 50, schema.NOTE_AR: 40,
}  # fmt: skip

HOW_TO = (
    ("One row", "One source's dated claim about one place. A new report is a new row, never a new column."),
    ("id", "A name for the row, used once: place-date-state. Needed if another row is to correct this one."),
    ("place", "Pick from the list, or write any known name of the place. The lists sheet has them all."),
    (
        "effective",
        "When it began to hold: 2018-03-20, 2018-03, 2018, 2018-03-12/2018-03-13; ~ at the end for about.",
    ),
    (
        "claim",
        "began: it changed then. held: so on that day, since when is not said. ended: a condition is over.",
    ),
    ("status", "control, contested, shared, vacated, unknown, inherit say who holds the place."),
    (
        "",
        "presence, besieged, assault, truce never change that. withdrawn takes back the row in corrects.",
    ),
    ("actor", "One party; several with ; between (two or more for contested and shared); none for vacated,"),
    ("", "unknown, inherit, withdrawn. For a condition: who is present, besieges, attacks, agreed."),
    ("scope", "rest: the place except finer places with rows of their own. whole: all of it."),
    ("reported", "The day it was published. Leave it empty where that is not known."),
    ("source, via", "source: who says so. via: who carried it (SOHR via AFP is source SOHR, via AFP)."),
    (
        "confidence",
        "medium if nothing speaks against it; high; low is a claim: kept and shown, never decides.",
    ),
    ("corrects", "The id of the row that this one replaces."),
    ("Dates", "Every date cell is text. Keep it so: type 2018-03, not a date of the spreadsheet's own."),
    ("Then", "Save the Records sheet as CSV (UTF-8) in data/control and run: geomap check, geomap build."),
)


def main() -> int:
    """Write the template beside the records."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--control", type=Path, default=Path("data/control"), help="where actors.csv is")
    parser.add_argument("--places", type=Path, default=Path("data/boundaries"), help="where the places are")
    options = parser.parse_args()
    book = template(read_places(options.places), read_actors(options.control / "actors.csv"))
    path = options.control / "template.xlsx"
    path.write_bytes(to_bytes(book))
    sys.stdout.write(f"{path}\n")
    return 0


def read_places(folder: Path) -> list[tuple[str, str]]:
    """Return ``(place_id, name)`` of every place in the GeoJSON files of ``folder``, sorted."""
    files = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.geojson"))]
    rows = [feature["properties"] for file in files for feature in file["features"]]
    return sorted((row[schema.PLACE_ID], row[schema.NAME]) for row in rows)


def read_actors(path: Path) -> list[tuple[str, str]]:
    """Return ``(actor, name)`` of every party, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(row[schema.ACTOR], row[schema.NAME]) for row in csv.DictReader(file)]


def template(places: list[tuple[str, str]], actors: list[tuple[str, str]]) -> Workbook:
    """Return the workbook: ``Records`` to fill in, ``How to``, and the ``Lists`` behind the drop-downs."""
    book = Workbook()
    records, how_to, lists = book.active, book.create_sheet("How to"), book.create_sheet("Lists")
    records.title = "Records"
    _fill_lists(lists, places, actors)
    _fill_records(records)
    _add_choices(records, n_places=len(places), n_actors=len(actors))
    _fill_how_to(how_to)
    book.properties.creator = "geomap"
    book.properties.created = book.properties.modified = STAMP
    return book


def to_bytes(book: Workbook) -> bytes:
    """Return the workbook as a file whose bytes depend on its content alone."""
    written, clean = io.BytesIO(), io.BytesIO()
    book.save(written)
    modified = book.properties.modified.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    stamp = STAMP.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(clean, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            entry = zipfile.ZipInfo(name, date_time=STAMP.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name).replace(modified, stamp))
    return clean.getvalue()


def _fill_records(sheet: Worksheet) -> None:
    for column, name in enumerate(schema.RECORD_COLUMNS, start=1):
        head = sheet.cell(1, column, name)
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = PatternFill("solid", fgColor="33343A" if name in schema.RECORD_REQUIRED else "6B7280")
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(name, 13)
        for row in range(2, N_ROWS + 2):
            sheet.cell(row, column).number_format = "@"
    sheet.freeze_panes = "A2"


def _add_choices(sheet: Worksheet, *, n_places: int, n_actors: int) -> None:
    closed = {schema.CLAIM: schema.CLAIMS, schema.STATUS: schema.STATUSES, schema.SCOPE: schema.SCOPES}
    closed[schema.CONFIDENCE] = schema.CONFIDENCES
    for name, words in closed.items():
        _choose(sheet, name, f'"{",".join(words)}"', strict=True)
    # Names and several parties are allowed too: these two offer, and do not insist.
    _choose(sheet, schema.PLACE, f"Lists!$A$2:$A${n_places + 1}", strict=False)
    _choose(sheet, schema.ACTOR, f"Lists!$C$2:$C${n_actors + 1}", strict=False)


def _choose(sheet: Worksheet, name: str, formula: str, *, strict: bool) -> None:
    choice = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=strict)
    letter = get_column_letter(schema.RECORD_COLUMNS.index(name) + 1)
    choice.add(f"{letter}2:{letter}{N_ROWS + 1}")
    sheet.add_data_validation(choice)


def _fill_lists(sheet: Worksheet, places: list[tuple[str, str]], actors: list[tuple[str, str]]) -> None:
    sheet.append([schema.PLACE, "its name", schema.ACTOR, "its name"])
    for row in range(max(len(places), len(actors))):
        pairs = [table[row] if row < len(table) else ("", "") for table in (places, actors)]
        sheet.append([value or None for pair in pairs for value in pair])
    for letter in "ABCD":
        sheet[f"{letter}1"].font = Font(bold=True)
        sheet.column_dimensions[letter].width = 34


def _fill_how_to(sheet: Worksheet) -> None:
    for row in HOW_TO:
        sheet.append(row)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 16, 110
    for left, right in zip(sheet["A"], sheet["B"], strict=True):
        left.font = Font(bold=True)
        right.alignment = Alignment(wrap_text=True, vertical="top")


if __name__ == "__main__":
    raise SystemExit(main())
