"""Tables as people really save them: what is wrong is told with file, line, value and remedy; nothing is drawn."""

from __future__ import annotations

import re

import pytest
from projects import contents

HEAD = "id,place,effective,claim,status,actor,scope,reported,source,via,url,confidence,corrects,note,note_ar"
GOOD = "a1,west,2018-01-01,,,red,,,A,,,,,,"

#: What stands in the file -> line of the problem, and the pieces its message must have.
MALFORMED = {
    "unknown place": (["a2,wset,2018-01-02,,,red,,,A,,,,,,"], 3, ["place 'wset' is not a known place", "Did you mean West?"]),
    "unknown actor": (["a2,west,2018-01-02,,,rde,,,A,,,,,,"], 3, ["actor 'rde' is not a known party", "Did you mean Reds?"]),
    "one unknown of two actors": (["a2,west,2018-01-02,,contested,red;bleu,,,A,,,,,,"], 3, ["actor 'red;bleu' names 'bleu'", "Did you mean Blues?"]),
    "unknown as a party": (["a2,west,2018-01-02,,,unknown,,,A,,,,,,"], 3, ["actor 'unknown' is a status, not a party", "status column"]),
    "a day that is not there": (["a2,west,2018-02-30,,,red,,,A,,,,,,"], 3, ["effective '2018-02-30'", "February 2018 has 28 days", "2018-02"]),
    "a month that is not there": (["a2,west,2018-13-01,,,red,,,A,,,,,,"], 3, ["effective '2018-13-01'", "months are 01 to 12", "2018-01-13?"]),
    "a window that runs backwards": (["a2,west,2018-03-13/2018-03-12,,,red,,,A,,,,,,"], 3, ["ends before it starts", "2018-03-12/2018-03-13"]),
    "day, month or month, day": (["a2,west,12/03/2018,,,red,,,A,,,,,,"], 3, ["effective '12/03/2018'", "2018-03-12 or 2018-12-03"]),
    "only one reading": (["a2,west,22/03/2018,,,red,,,A,,,,,,"], 3, ["effective '22/03/2018'", "Write 2018-03-22"]),
    "a month from a spreadsheet": (["a2,west,Mar-18,,,red,,,A,,,,,,"], 3, ["effective 'Mar-18'", "spreadsheet", "2018-03", "text"]),
    "a day number from a spreadsheet": (["a2,west,43181,,,red,,,A,,,,,,"], 3, ["effective '43181'", "2018-03-22", "text"]),
    "no day": (["a2,west,,,,red,,,A,,,,,,"], 3, ["effective '' is empty", "2018-03-20"]),
    "a month as reported": (["a2,west,2018-01-02,,,red,,2018-03,A,,,,,,"], 3, ["reported '2018-03' is not a single day", "Write one day"]),
    "two parties under control": (["a2,west,2018-01-02,,,red;blue,,,A,,,,,,"], 3, ["actor 'red;blue' names 2 parties, and control has one", "contested", "shared"]),
    "one party contesting": (["a2,west,2018-01-02,,contested,red,,,A,,,,,,"], 3, ["actor 'red' names 1 party, and contested has two or more", "control"]),
    "a party twice": (["a2,west,2018-01-02,,contested,red;Reds,,,A,,,,,,"], 3, ["names red twice"]),
    "nobody in control": (["a2,west,2018-01-02,,,,,,A,,,,,,"], 3, ["names no party, and control has one", "vacated"]),
    "somebody vacated": (["a2,west,2018-01-02,,vacated,red,,,A,,,,,,"], 3, ["and vacated has none", "Leave the actor empty"]),
    "control that ended": (["a2,west,2018-01-02,ended,,red,,,A,,,,,,"], 3, ["claim 'ended' is only for conditions", "next holder"]),
    "no source": (["a2,west,2018-01-02,,,red,,,,,,,,,"], 3, ["source '' is empty", "originator"]),
    "a word that is no status": (["a2,west,2018-01-02,,controll,red,,,A,,,,,,"], 3, ["status 'controll'", "Did you mean control?"]),
    "a word that is no confidence": (["a2,west,2018-01-02,,,red,,,A,,,Low,,,"], 3, ["confidence 'Low'", "Did you mean low?"]),
    "an address that is none": (["a2,west,2018-01-02,,,red,,,A,,javascript:alert(1),,,,"], 3, ["url 'javascript:alert(1)' is not a web address", "https://"]),
    "a correction of what is not there": (["a2,west,2018-01-02,,,red,,,A,,,,a11,,"], 3, ["corrects 'a11' is not the id of a record", "Did you mean a1?"]),
    "a correction of itself": (["a2,west,2018-01-02,,,red,,,A,,,,a2,,"], 3, ["corrects 'a2' is the record itself"]),
    "a correction of another place": (["a2,east,2018-01-02,,,red,,,A,,,,a1,,"], 3, ["corrects 'a1' is a record of west", "records.csv:2"]),
    "a ring of corrections": (["a2,west,2018-01-02,,,red,,,A,,,,a3,,", "a3,west,2018-01-02,,,red,,,A,,,,a2,,"], 3, ["closes a ring", "Empty one"]),
    "a withdrawal of nothing": (["a2,west,2018-01-02,,withdrawn,,,,A,,,,,,"], 3, ["takes back no record", "corrects"]),
    "an id twice": (["a1,west,2018-01-02,,,red,,,A,,,,,,"], 3, ["id 'a1' is there already", "records.csv:2", "another id"]),
    "cells beyond the header": (["a2,west,2018-01-02,,,red,,,A,,,,,one, two,three,four"], 3, ["has 17 cells, and the header names 15", "'three'", "quotes"]),
    "a quote left open": (['a2,west,2018-01-02,,,red,,,A,,,,,"open,'], 3, ["cannot be read as CSV", "Close every quoted cell"]),
    "a row that spans lines before it": (['a2,west,2018-01-02,,,red,,,A,,,,,"two\nlines",', "a3,wset,2018-01-02,,,red,,,A,,,,,,"], 5, ["place 'wset'"]),
}  # fmt: skip

HEADERS = {
    "a column missing": ("id,effective,actor,source\na1,2018-01-01,red,A\n", ["records.csv:1: has no column place", "Add to the header: place"]),
    "two columns missing": ("id,effective,actor\na1,2018-01-01,red\n", ["has no column place and no column source"]),
    "a column misspelt": ("id,place,effective,actor,source,cnfidence\na1,west,2018-01-01,red,A,low\n", ["column 'cnfidence' is not a known column", "Did you mean confidence?"]),
    "a column twice": (f"{HEAD},note\n{GOOD},\n", ["column 'note' is there twice"]),
    "a column without a name": (f"{HEAD},\n{GOOD},text\n", ["has text in column 16, which has no name"]),
    "an empty file": ("", ["records.csv:1: is empty", "Its first line names the columns"]),
    "blank lines alone": ("\n\n \n", ["records.csv:1: is empty"]),
}  # fmt: skip


@pytest.fixture
def check(geomap, squares):
    """A function that writes the table and runs ``geomap check``: exit code, errors, everything told."""

    def run(content, *arguments):
        squares.table.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        before = contents(squares.root)
        result = geomap("check", *arguments, cwd=squares.root)
        assert contents(squares.root) == before
        assert "Traceback" not in result.output
        errors = [line for line in result.stderr.splitlines() if not line.startswith("warning:")]
        return result.exit_code, errors[:-1] if result.exit_code else [], result

    return run


def located(message: str) -> tuple[str, int]:
    found = re.match(r"(.*?records\.csv):(\d+): ", message)
    assert found, message
    return found[1], int(found[2])


@pytest.mark.parametrize("name", MALFORMED)
def test_a_bad_row_is_told_with_file_line_value_and_remedy(check, name):
    rows, line, pieces = MALFORMED[name]
    code, errors, _ = check("\n".join([HEAD, GOOD, *rows]) + "\n")
    assert code == 1
    assert len(errors) == 1, errors
    assert located(errors[0])[1] == line
    for piece in pieces:
        assert piece in errors[0]


@pytest.mark.parametrize("name", HEADERS)
def test_a_bad_header_is_told(check, name):
    text, pieces = HEADERS[name]
    code, errors, _ = check(text)
    assert code == 1
    assert len(errors) == 1, errors
    for piece in pieces:
        assert piece in errors[0]


@pytest.mark.parametrize(
    ("encoding", "line", "pieces"),
    [("cp1252", 3, ["UTF-8"]), ("utf-16", 1, ["UTF-8"]), ("cp1256", 3, ["UTF-8"])],
)
def test_another_encoding_is_told(check, encoding, line, pieces):
    word = "شرق" if encoding == "cp1256" else "déjà"
    text = f"{HEAD}\n{GOOD}\na2,west,2018-01-02,,,red,,,A,,,,,{word},\n"
    code, errors, _ = check(text.encode(encoding))
    assert code == 1
    assert len(errors) == 1
    assert located(errors[0])[1] == line
    for piece in pieces:
        assert piece in errors[0]


def test_a_spreadsheet_renamed_to_csv_is_told(check):
    code, errors, _ = check(b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xb5\xff")
    assert code == 1
    assert len(errors) == 1


def test_all_problems_of_all_files_are_told_at_once_in_order(check, squares):
    actors = squares.root / "data" / "control" / "actors.csv"
    actors.write_text(actors.read_text("utf-8").replace("#86aee8", "bluish"), "utf-8")
    squares.features[4]["properties"]["level"] = "village"
    squares.features[1]["geometry"] = {"type": "Polygon", "coordinates": []}
    config = squares.config
    squares.write()
    actors.write_text(actors.read_text("utf-8").replace("#86aee8", "bluish"), "utf-8")
    assert config == squares.config
    rows = [
        row
        for name in ("day, month or month, day", "no source", "a word that is no status")
        for row in MALFORMED[name][0]
    ]
    code, errors, result = check(
        "\n".join([HEAD, GOOD, *(row.replace("a2", f"a{n}") for n, row in enumerate(rows, 2))]) + "\n"
    )
    assert code == 1
    told = "\n".join(errors)
    for piece in ("'12/03/2018'", "source ''", "'controll'", "'bluish'", "'village'", "squares.geojson:3"):
        assert piece in told
    lines = [located(error)[1] for error in errors if "records.csv" in error]
    assert lines == sorted(lines)
    assert f"Errors: {len(errors)}." in result.stderr


def test_a_bad_value_in_many_rows_is_one_problem_that_counts_them(check):
    rows = [f"b{n},wset,2018-01-02,,,red,,,A,,,,,," for n in range(9)]
    code, errors, _ = check("\n".join([HEAD, GOOD, *rows]))
    assert code == 1
    assert len(errors) == 1
    assert "(9 rows: lines 3, 4, 5, 6, 7, ...)" in errors[0]


def test_a_party_that_is_refused_is_not_told_again_for_every_row(check, squares):
    squares.actors[1]["color"] = "bluish"
    squares.write()
    code, errors, _ = check(f"{HEAD}\n{GOOD}\na2,west,2018-01-02,,,blue,,,A,,,,,,")
    assert code == 1
    assert len(errors) == 1
    assert "actors.csv:3: color 'bluish'" in errors[0]


# --- what may be written otherwise and is right -------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_separators_marks_and_line_ends_make_no_difference(check, geomap, squares, delimiter, mark, end):
    rows = [HEAD, GOOD, 'b2,east,2018-02-01,,contested,"red;blue",,,A,,,,,"a, b; c\td",']
    cells = [re.findall(r'(?:^|,)("[^"]*"|[^,"]*)', row) for row in rows]
    code, errors, result = check(
        mark + end.join(delimiter.join(row) for row in cells).encode() + end.encode()
    )
    assert (code, errors) == (0, [])
    assert "No errors" in result.stdout
    answer = geomap("who", "east", "--on", "2018-02-01", cwd=squares.root).stdout
    assert "Contested" in answer
    assert "a, b; c" in answer


@pytest.mark.parametrize("text", [
    HEAD + "\n" + GOOD,
    HEAD + "\n\n" + GOOD + "\n,,,,,,,,,,,,,,\n\n",
    "source,actor,effective,place\nA,red,2018-01-01,west\n",
    HEAD + ",,\n" + GOOD + ",,\n",
    HEAD + "\na1, west ,2018-01-01, , , red ,,,A\n",
], ids=["no last line end", "blank rows", "four columns in any order", "empty columns at the end", "spaces, short row"])  # fmt: skip
def test_harmless_untidiness_is_read(check, text):
    code, errors, result = check(text)
    assert (code, errors) == (0, [])
    assert "1 record." in result.stdout


def test_check_reads_a_table_given_by_path(geomap, squares, tmp_path):
    bad = tmp_path / "sent.csv"
    bad.write_text(f"{HEAD}\n{GOOD}\na2,west,Mar-18,,,red,,,A,,,,,,\n", "utf-8")
    result = geomap("check", bad, cwd=squares.root)
    assert result.exit_code == 1
    assert "sent.csv:3: effective 'Mar-18'" in result.stderr
    assert geomap("check", squares.root / "geomap.toml").exit_code == 0
    assert geomap("check", squares.root).exit_code == 0
    assert geomap("check", "nowhere.csv", cwd=squares.root).exit_code == 2
    (tmp_path / "notes.txt").write_text("text")
    assert geomap("check", tmp_path / "notes.txt", cwd=squares.root).exit_code == 2
