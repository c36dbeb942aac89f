"""Windows of days: what is read, and what is said of everything else."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.dates import parse_day, parse_days, parse_edtf, parse_windows
from geomap.errors import BadValue

READ = [
    ("2018-03-20", "2018-03-20", "2018-03-20", False),
    ("2018-03", "2018-03-01", "2018-03-31", False),
    ("2016-02", "2016-02-01", "2016-02-29", False),
    ("2018", "2018-01-01", "2018-12-31", False),
    ("0001", "0001-01-01", "0001-12-31", False),
    ("9999-12-31", "9999-12-31", "9999-12-31", False),
    ("2018-03-12/2018-03-13", "2018-03-12", "2018-03-13", False),
    ("2018-03-12~", "2018-03-12", "2018-03-12", True),
    ("2018-03~/2018-04~", "2018-03-01", "2018-04-30", True),
    ("2018-03/2018-04-05~", "2018-03-01", "2018-04-05", True),
    ("2018-03-15/2018-03", "2018-03-15", "2018-03-31", False),
    ("2018/2019", "2018-01-01", "2019-12-31", False),
    (" 2018-03 ", "2018-03-01", "2018-03-31", False),
]

REFUSED = [
    ("", "is empty", "Write a day 2018-03-20"),
    ("12/03/2018", "looks like day/month/year or month/day/year", "Write 2018-03-12 or 2018-12-03."),
    ("21/03/2018", "year-month-day", "Write 2018-03-21."),
    ("03/21/2018", "year-month-day", "Write 2018-03-21."),
    ("12.3.18", "looks like day/month/year", "Write 2018-03-12 or 2018-12-03."),
    ("2018/03/12", "year-month-day", "Write 2018-03-12."),
    ("2018-3-1", "year-month-day", "Write 2018-03-01."),
    ("2018-3", "year-month-day", "Write 2018-03."),
    ("2018\u201303\u201312", "year-month-day", "Write 2018-03-12."),
    ("20180312", "no hyphens", "Write 2018-03-12."),
    ("43171", "day number of a spreadsheet", "Write 2018-03-12 and format the column as text."),
    ("43171.0", "day number of a spreadsheet", "Write 2018-03-12"),
    ("Mar-18", "what a spreadsheet makes of 2018-03", "Write 2018-03,"),
    ("18-Mar", "what a spreadsheet makes of 2018-03", "format the column as text"),
    ("Mar 2018", "month as a word", "Write 2018-03."),
    ("12 March 2018", "month as a word", "Write 2018-03-12."),
    ("March 12, 2018", "month as a word", "Write 2018-03-12."),
    ("12-Mar-18", "month as a word", "Write 2018-03-12."),
    ("2018-03-12T10:30", "time of day", "Write the day alone: 2018-03-12."),
    ("2018-03-12 00:00:00", "time of day", "2018-03-12."),
    ("\u0662\u0660\u0661\u0668-\u0660\u0663", "digits other than 0 to 9", "Write 2018-03."),
    ("2018-02-30", "does not exist: February 2018 has 28 days", "from 01 to 28"),
    ("2018-13", "has the month 13", "Write year-month-day"),
    ("2018-21-03", "has the month 21", "Write year-month-day: 2018-03-21?"),
    ("2018-00", "has the month 00", "Write year-month-day"),
    ("0000-01", "year 0000", "from 0001 to 9999"),
    ("2018-03-13/2018-03-12", "ends before it starts", "2018-03-12/2018-03-13"),
    ("2018-04/2018-03-20", "ends before it starts", "2018-03-20/2018-04"),
    ("2018-03/", "open end", "Write both ends"),
    ("../2018", "open end", "Write both ends"),
    ("2018-03-XX", "masked digits", "2018-03"),
    ("~2018-03", "in front", "Write 2018-03~."),
    ("c. 2018", "in front", "Write 2018~."),
    ("2018-03?", "mark that is not read", "Write 2018-03~"),
    ("2018-03-12/13", "not a whole date", "Write 2018-03-12/2018-03-13."),
    ("2018-03-12 to 2018-03-13", "form of a window", "Write 2018-03-12/2018-03-13."),
    ("2018-03-12/2018-03-13/2018-03-14", "is not a date", "Write a day"),
    ("soon", "is not a date", "Write a day 2018-03-20"),
    ("Foo 2018", "is not a date", "Write a day"),
]


@pytest.mark.parametrize(("text", "first", "last", "about"), READ)
def test_forms_that_are_read(text: str, first: str, last: str, about: bool) -> None:
    window = parse_edtf(text)
    assert (window.first.isoformat(), window.last.isoformat(), window.approximate) == (first, last, about)


@pytest.mark.parametrize(("text", "what", "fix"), REFUSED)
def test_refusals_say_what_is_wrong_and_what_to_write(text: str, what: str, fix: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_edtf(text)
    assert what in caught.value.what
    assert fix in caught.value.hint


@given(st.dates(), st.booleans())
def test_a_day_comes_back_as_written(day: date, about: bool) -> None:
    window = parse_edtf(day.isoformat() + "~" * about)
    assert (window.first, window.last, window.approximate) == (day, day, about)


@given(st.dates(), st.dates())
def test_a_window_has_its_ends_in_order(one: date, two: date) -> None:
    window = parse_edtf(f"{min(one, two)}/{max(one, two)}")
    assert (window.first, window.last) == (min(one, two), max(one, two))


@given(
    st.text(max_size=20) | st.from_regex(r"[0-9]{1,5}[-/. ~?][0-9X]{1,4}([-/. ~][0-9]{1,4})?", fullmatch=True)
)
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        window = parse_edtf(text)
    except BadValue as error:
        assert error.what
    else:
        assert window.first <= window.last


@pytest.mark.parametrize("text", ["2018-03", "2018", "2018-03-12~", "2018-03-12/2018-03-12", "tomorrow"])
def test_a_plain_day_is_nothing_else(text: str) -> None:
    with pytest.raises(BadValue):
        parse_day(text)
    assert parse_day("2018-03-20") == date(2018, 3, 20)


def test_columns_keep_their_order_and_name_what_is_bad() -> None:
    windows, bad = parse_windows(["2018", "nope", "2018", "0001-01-01"])
    assert windows["first"].dt.strftime("%Y").fillna("").tolist()[:3] == ["2018", "", "2018"]
    assert windows["first"].to_numpy()[3] == np.datetime64("0001-01-01")
    assert list(bad) == ["nope"]
    days, bad = parse_days(["2018-03-20", "", "2018-03"])
    assert days[0] == np.datetime64("2018-03-20")
    assert np.isnat(days[1:]).all()
    assert list(bad) == ["2018-03"]
    assert len(parse_windows([])[0]) == len(parse_days([])[0]) == 0
