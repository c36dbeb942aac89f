"""Records: the table as the docs have it, and every way in which a row can be wrong."""

from __future__ import annotations

import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geomap.errors import DataError, GeomapWarning, Problems
from geomap.files import write_all, write_text
from geomap.records import collect_records, read_records

HEADER = (
    "id,place,effective,claim,status,actor,scope,reported,source,via,url,confidence,corrects,note,note_ar"
)
HOSTILE = [
    "</script><img onerror=x>",
    "{{7*7}}",
    "${x}",
    "a \"quoted\" 'text'",
    "\u202eright to left",
    "x" * 10_000,
]


@pytest.fixture
def places() -> pd.DataFrame:
    rows = [("yarmuk", "Yarmuk", ("Yarmouk",), "neighbourhood"), ("qadam", "Qadam", (), "neighbourhood"),
            ("homs", "Homs Governorate", ("Homs",), "governorate"),
            ("homs_city", "Homs", (), "town")]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["place_id", "name", "aliases", "level"])
    return frame.assign(name_ar="", name_fr="", parent="").set_index("place_id")


@pytest.fixture
def actors() -> pd.DataFrame:
    rows = [
        ("government", "Government", ()),
        ("is", "Islamic State", ("Daesh", "ISIS")),
        ("opp", "Opposition", ()),
    ]
    frame = pd.DataFrame(rows, columns=["actor", "name", "aliases"])
    return frame.assign(name_ar="", name_fr="").set_index("actor")


class Reader:
    """Write a table and read it back."""

    def __init__(self, folder: Path, places: pd.DataFrame, actors: pd.DataFrame) -> None:
        self.folder, self.places, self.actors = folder, places, actors

    def write(self, text: str | bytes, name: str = "syria.csv") -> Path:
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def read(self, text: str | bytes) -> pd.DataFrame:
        return read_records(self.write(text), places=self.places, actors=self.actors)

    def errors(self, text: str | bytes) -> list[str]:
        with pytest.raises(DataError) as caught:
            self.read(text)
        return [str(problem).removeprefix(f"{self.folder}/") for problem in caught.value.problems]


@pytest.fixture
def reader(tmp_path: Path, places: pd.DataFrame, actors: pd.DataFrame) -> Reader:
    return Reader(tmp_path, places, actors)


def row(**cells: str) -> str:
    """Return a full line of CSV: control of yarmuk by is, and ``cells``."""
    given = {"place": "yarmuk", "effective": "2018-03-20", "actor": "is", "source": "AFP"} | cells
    quoted = (given.get(name, "").replace('"', '""') for name in HEADER.split(","))
    return ",".join(f'"{cell}"' for cell in quoted)


def table(*rows: str) -> str:
    return "\n".join([HEADER, *rows]) + "\n"


def test_defaults_names_and_days(reader: Reader) -> None:
    records = reader.read("place,effective,actor,source\nYarmouk,2018-03~,Daesh,AFP\n")
    assert records.index.tolist() == ["syria.csv:2"]
    record = records.iloc[0]
    assert (record["place_id"], record["parties"], record["effective"]) == ("yarmuk", ("is",), "2018-03~")
    assert (record["claim"], record["status"], record["scope"], record["confidence"]) == (
        "began", "control", "rest", "medium")  # fmt: skip
    assert (record["first"], record["last"]) == (pd.Timestamp("2018-03-01"), pd.Timestamp("2018-03-31"))
    assert record["reported"] == record["last"]
    assert not record["reported_given"]
    assert (record["via"], record["note"], record["corrects"]) == ("", "", "")
    assert records["first"].dtype == records["reported"].dtype == np.dtype("datetime64[s]")


def test_parties_have_no_order(reader: Reader) -> None:
    records = reader.read(
        table(row(status="contested", actor="is;Government"), row(status="shared", actor="government; ISIS"))
    )
    assert records["parties"].tolist() == [("government", "is")] * 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_delimiters_marks_and_line_ends(reader: Reader, delimiter: str, encoding: str, newline: str) -> None:
    lines = ["place,effective,actor,source,note_ar", "Yarmouk,2018,is,AFP,مخيم"]
    text = newline.join(lines).replace(",", delimiter)
    assert reader.read(text.encode(encoding))["note_ar"].tolist() == ["مخيم"]


def test_lines_are_those_of_the_file(reader: Reader) -> None:
    records = reader.read(table(row(note="one\ntwo"), "", ",,,,,,,,,,,,,,", row(place="qadam")))
    assert records["line"].tolist() == [2, 6]
    assert records["note"].tolist() == ["one\ntwo", ""]


def test_a_short_row_lacks_only_its_last_cells(reader: Reader) -> None:
    assert reader.read("place,effective,actor,source,via,note\nyarmuk,2018,is,AFP\n")["note"].tolist() == [""]


def test_hostile_text_is_text(reader: Reader) -> None:
    records = reader.read(table(*(row(note=text, source=text) for text in HOSTILE)))
    assert records["note"].tolist() == HOSTILE


def test_folders_leave_out_the_other_tables(reader: Reader) -> None:
    for name in ("actors.csv", "figures.csv", "~$syria.csv", ".syria.csv", "notes.txt"):
        reader.write("no,records,here\n", name)
    reader.write(table(row()), "b.csv")
    reader.write(table(row()), "a.csv")
    records = read_records(reader.folder, places=reader.places, actors=reader.actors)
    assert records.index.tolist() == ["a.csv:2", "b.csv:2"]


WRONG_CELLS = [
    ({"place": "Yarmuuk"}, "syria.csv:2: place 'Yarmuuk' is not a known place", "Did you mean Yarmuk?"),
    ({"place": "Homs"}, "place 'Homs' is the name of 2 places", "Homs (governorate)"),
    ({"place": ""}, "syria.csv:2: place '' is empty", "Write the id or a name"),
    ({"actor": "ISS"}, "actor 'ISS' is not a known party", "Did you mean Islamic State"),
    ({"actor": "vacated"}, "actor 'vacated' is a status, not a party", "in the status column: vacated"),
    ({"actor": "Unknown"}, "actor 'Unknown' is a status, not a party", "status column: unknown"),
    ({"actor": "is; nobody", "status": "shared"}, "names 'nobody', which is not a known party", "aliases"),
    ({"actor": "is;ISIS", "status": "shared"}, "names is twice", "once"),
    ({"actor": "is;opp"}, "names 2 parties, and control has one", "Write the status contested"),
    ({"actor": ""}, "names no party, and control has one", "unknown or vacated"),
    (
        {"actor": "is", "status": "contested"},
        "names 1 party, and contested has two or more",
        "status control",
    ),
    ({"actor": "is", "status": "vacated"}, "names 1 party, and vacated has none", "Leave the actor empty"),
    ({"actor": "", "status": "besieged"}, "names no party, and besieged has at least one", "who are present"),
    ({"effective": ""}, "effective '' is empty", "Write a day"),
    (
        {"effective": "12/03/2018"},
        "effective '12/03/2018' looks like day/month/year",
        "2018-03-12 or 2018-12-03",
    ),
    ({"effective": "Mar-18"}, "effective 'Mar-18' looks like what a spreadsheet makes", "Write 2018-03"),
    ({"effective": "2018-02-30"}, "effective '2018-02-30' does not exist", "28"),
    ({"reported": "2018-03"}, "reported '2018-03' is not a single day", "Write one day"),
    ({"source": ""}, "source '' is empty", "Say who says so"),
    ({"status": "contestd"}, "status 'contestd' is not known here", "Did you mean contested?"),
    ({"status": "Control"}, "status 'Control' is not known here", "Did you mean control?"),
    ({"claim": "start"}, "claim 'start' is not known here", "began, held, ended"),
    ({"claim": "ended"}, "claim 'ended' is only for conditions", "when the next holder begins"),
    ({"scope": "all"}, "scope 'all' is not known here", "rest, whole"),
    ({"confidence": "hgih"}, "confidence 'hgih'", "high"),
    (
        {"url": "www.example.org/a"},
        "url 'www.example.org/a' is not a web address",
        "https://www.example.org/a",
    ),
    ({"url": "javascript:alert(1)"}, "is not a web address", "https://"),
    ({"url": "https://[bad"}, "is not a web address", "https://"),
    ({"status": "withdrawn", "actor": ""}, "takes back no record", "Write the id"),
    ({"id": "a b"}, "id 'a b' is not an id", "Write a-b."),
]


@pytest.mark.parametrize(("cells", "what", "fix"), WRONG_CELLS)
def test_a_wrong_cell(reader: Reader, cells: dict[str, str], what: str, fix: str) -> None:
    errors = reader.errors(table(row(**cells)))
    assert len(errors) == 1, errors
    assert errors[0].startswith("syria.csv:2: ")
    assert what in errors[0]
    assert fix in errors[0]


BROKEN_FILES = [
    ("", "syria.csv:1: is empty", "Its first line names the columns"),
    (
        "place,effective,actor\nyarmuk,2018,is\n",
        "syria.csv:1: has no column source",
        "Add to the header: source",
    ),
    ("place,effective,actor,sourc\n", "column 'sourc' is not a known column", "Did you mean source?"),
    (HEADER + ",place\n", "column 'place' is there twice", "Keep one"),
    (
        "place,effective,actor,source,\na,b,c,d,e\n",
        "has text in column 5, which has no name",
        "Name column 5",
    ),
    (table(row() + ",more"), "syria.csv:2: has 16 cells, and the header names 15", "quotes"),
    (HEADER + '\n"yarmuk,2018,is,AFP\n', "syria.csv:2: cannot be read as CSV", "Close every quoted cell"),
    (table(row(note="a\x00b")), "syria.csv:2: holds the control character U+0000", "Delete it"),
    (table(row(note="مخيم")).encode("cp1256"), "it looks like Windows-1256", "CSV UTF-8"),
    (table(row(note="Soueïda")).encode("cp1252"), "syria.csv:2: is not UTF-8 at byte", "CSV UTF-8"),
    (table(row()).encode("utf-16"), "it looks like UTF-16", "CSV UTF-8"),
    (table(row()).encode("utf-16-le"), "it looks like UTF-16", "CSV UTF-8"),
]


@pytest.mark.parametrize(("content", "what", "fix"), BROKEN_FILES)
def test_a_broken_file(reader: Reader, content: str | bytes, what: str, fix: str) -> None:
    errors = reader.errors(content)
    assert any(what in error and fix in error for error in errors), errors


def test_unused_columns_and_cells_of_a_spreadsheet_are_no_matter(reader: Reader) -> None:
    assert len(reader.read("place,effective,actor,source,,\nyarmuk,2018,is,AFP,,,,\n")) == 1


def test_a_header_alone_is_a_warning(reader: Reader) -> None:
    with pytest.warns(GeomapWarning, match=r"syria\.csv:1: has a header and no rows"):
        assert reader.read(HEADER + "\n").empty


def test_a_missing_path_is_named(reader: Reader) -> None:
    with pytest.raises(DataError, match="does not exist"):
        read_records(reader.folder / "no.csv", places=reader.places, actors=reader.actors)


def test_the_same_mistake_is_told_once(reader: Reader) -> None:
    errors = reader.errors(table(*[row(place="Nowhere at all")] * 200, row(place="elsewhere")))
    assert len(errors) == 2
    assert "is not a known place (200 rows: lines 2, 3, 4, 5, 6, ...)" in errors[0]


def test_all_problems_at_once_in_the_order_of_the_file(reader: Reader) -> None:
    errors = reader.errors(table(row(actor="x!"), row(effective="soon"), row(place="zzz", url="x")))
    assert [error.split(": ")[0] for error in errors] == [
        "syria.csv:2",
        "syria.csv:3",
        "syria.csv:4",
        "syria.csv:4",
    ]


def test_good_rows_are_kept_when_collecting(reader: Reader) -> None:
    problems = Problems()
    path = reader.write(table(row(id="good"), row(place="zzz")))
    records = collect_records((path,), reader.places, reader.actors, problems)
    assert records.index.tolist() == ["good"]
    assert len(problems.errors) == 1


CORRECTIONS = [
    ([row(id="a1"), row(id="a2", corrects="a11")], "'a11' is not the id of a record", "Did you mean a1"),
    ([row(id="a"), row(id="b", place="qadam", corrects="a")], "is a record of yarmuk", "check the id"),
    ([row(id="a", corrects="a")], "is the record itself", "that it replaces"),
    ([row(id="a", corrects="b"), row(id="b", corrects="a")], "a corrects b corrects a", "Empty one"),
    ([row(), row(corrects="syria.csv:2")], "is a row that has no id", "Give that row an id"),
    ([row(id="a"), row(id="a", place="qadam")], "syria.csv:3: id 'a' is there already, at ", "another id"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "what", "fix"), CORRECTIONS)
def test_corrections_that_cannot_be(reader: Reader, rows: list[str], what: str, fix: str) -> None:
    errors = reader.errors(table(*rows))
    assert len(errors) == 1, errors
    assert what in errors[0]
    assert fix in errors[0]


def test_a_chain_that_runs_into_a_ring_reports_the_ring_once(reader: Reader) -> None:
    rows = [
        row(id="z", corrects="a"),
        row(id="a", corrects="b"),
        row(id="b", corrects="c"),
        row(id="c", corrects="b"),
    ]
    errors = reader.errors(table(*rows))
    assert len(errors) == 1
    assert "b corrects c corrects b" in errors[0]


def test_corrections_and_withdrawals_are_read(reader: Reader) -> None:
    rows = [row(id="a"), row(id="b", corrects="a"), row(id="c", corrects="b", status="withdrawn", actor="")]
    records = reader.read(table(*rows))
    assert records["corrects"].tolist() == ["", "a", "b"]
    assert records.loc["c", "parties"] == ()


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ([row(reported="2018-03-01")], "reported '2018-03-01' lies before the first day"),
        ([row(id="a"), row(id="b", corrects="a", confidence="low")], "corrects 'a' has no effect"),
        ([row(status="assault", scope="whole")], "scope 'whole' has no effect here"),
    ],
)
def test_odd_rows_are_warned_of_and_kept(reader: Reader, rows: list[str], what: str) -> None:
    with pytest.warns(GeomapWarning, match=what):
        assert len(reader.read(table(*rows))) == len(rows)


def test_low_may_correct_low_in_silence(reader: Reader) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        reader.read(table(row(id="a", confidence="low"), row(id="b", corrects="a", confidence="low")))


def test_what_the_caller_passed_is_unchanged(reader: Reader) -> None:
    before = reader.places.copy(), reader.actors.copy()
    reader.read(table(row()))
    pd.testing.assert_frame_equal(reader.places, before[0])
    pd.testing.assert_frame_equal(reader.actors, before[1])


def test_many_rows_take_seconds(reader: Reader) -> None:
    path = reader.write(table(*[row(note=str(i)) for i in range(20_000)]))
    start = time.perf_counter()
    assert len(read_records(path, places=reader.places, actors=reader.actors)) == 20_000
    assert time.perf_counter() - start < 10


def test_a_failed_write_leaves_every_old_file(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "old")
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(Exception, match="the old files stand"):
        write_all({tmp_path / "a.txt": b"new", tmp_path / "b.txt": b"new"})
    assert (tmp_path / "a.txt").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt"]


def test_writing_makes_folders_and_replaces(tmp_path: Path) -> None:
    write_all({tmp_path / "deep" / "a.txt": b"1", tmp_path / "b.txt": b"2"})
    write_all({tmp_path / "deep" / "a.txt": b"3"})
    assert (tmp_path / "deep" / "a.txt").read_bytes() == b"3"
    assert len(list((tmp_path / "deep").iterdir())) == 1
