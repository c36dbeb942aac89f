"""Parties and published figures."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geomap.actors import collect_actors, read_actors
from geomap.errors import DataError, Problems
from geomap.figures import read_figures

ACTORS = "actor,name,name_ar,name_fr,short,color,pattern,order,aliases\n"
FIGURES = "place,on,actor,measure,op,value,source,via,reported,url\n"


def written(folder: Path, text: str, name: str = "actors.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_actors_in_order_with_defaults(tmp_path: Path) -> None:
    text = ACTORS + "b,Beta,,,,#C8102E,,,\na,Alpha,ألفا,,Al,#222222,dots,-1,Aleph; Alif\n"
    actors = read_actors(written(tmp_path, text))
    assert actors.index.tolist() == ["a", "b"]
    assert actors.index.name == "actor"
    assert actors.loc["b"].to_dict() == {
        "name": "Beta", "name_ar": "", "name_fr": "", "short": "Beta", "color": "#c8102e",
        "pattern": "none", "order": 1, "aliases": (),
    }  # fmt: skip
    assert actors.loc["a", "aliases"] == ("Aleph", "Alif")


@pytest.mark.parametrize(
    ("row", "what", "fix"),
    [
        ("unknown,Nobody,,,,#222222,,,", "actor 'unknown' is a reserved word", "Delete the row"),
        ("x,Vacated,,,,#222222,,,", "name 'Vacated' is a reserved word", "another name"),
        ("a b,Alpha,,,,#222222,,,", "actor 'a b' is not an id", "Write a_b."),
        (",Alpha,,,,#222222,,,", "actor '' is empty", "short id"),
        ("a,,,,,#222222,,,", "name '' is empty", "legend"),
        ("a,Alpha,,,,#f0a,,,", "color '#f0a' is not a colour", "#ff00aa"),
        ("a,Alpha,,,,C8102E,,,", "color 'C8102E' is not a colour", "#C8102E"),
        ("a,Alpha,,,,red,,,", "color 'red' is not a colour", "six of 0-9 a-f"),
        ("a,Alpha,,,,,,,", "color '' is not a colour", "#c8102e"),
        ("a,Alpha,,,,#222222,dotts,,", "pattern 'dotts' is not a pattern", "Did you mean dots?"),
        ("a,Alpha,,,,#222222,,1.5,", "order '1.5' is not a whole number", "Write 1"),
        ("g,Alpha,,,,#222222,,,", "actor 'g' is there already, on line 2", "another id"),
        ("a,Gamma,,,,#222222,,,", "name 'Gamma' is there already, on line 2", "another name"),
    ],
)
def test_wrong_actors(tmp_path: Path, row: str, what: str, fix: str) -> None:
    path = written(tmp_path, ACTORS + "g,Gamma,,,,#111111,,,\n" + row + "\n")
    problems = Problems()
    actors = collect_actors(path, problems)
    assert actors.index.tolist() == ["g"]
    assert len(problems.errors) == 1
    message = str(problems.errors[0])
    assert message.startswith(f"{path}:3: ")
    assert what in message
    assert fix in message


@pytest.fixture
def frames() -> tuple[pd.DataFrame, pd.DataFrame]:
    blank = {"name_ar": "", "name_fr": ""}
    places = pd.DataFrame({"name": ["Syria"], **blank, "aliases": [()]}, index=["syria"])
    actors = pd.DataFrame({"name": ["Islamic State"], **blank, "aliases": [("Daesh",)]}, index=["is"])
    return places, actors


def test_figures(tmp_path: Path, frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    text = (
        FIGURES + "Syria,2018-03,Daesh,share,<,5,SOHR,AFP,2018-03-21,\nsyria,2018-03-21,is,km2,,9000.5,X,,,\n"
    )
    figures = read_figures(written(tmp_path, text, "figures.csv"), *frames)
    assert figures["place_id"].tolist() == ["syria", "syria"]
    assert figures["actor"].tolist() == ["is", "is"]
    assert figures["on"].tolist() == [pd.Timestamp("2018-03-01"), pd.Timestamp("2018-03-21")]
    assert figures["on_text"].tolist() == ["2018-03", "2018-03-21"]
    assert figures["op"].tolist() == ["<", "="]
    assert figures["value"].tolist() == [5.0, 9000.5]
    assert figures["reported"].isna().tolist() == [False, True]
    assert figures["line"].tolist() == [2, 3]


@pytest.mark.parametrize(
    ("row", "what", "fix"),
    [
        ("Syrai,2018,is,share,<,5,S,,,", "place 'Syrai' is not a known place", "Did you mean Syria?"),
        ("syria,2018,unknown,share,<,5,S,,,", "actor 'unknown' is a status", "status column"),
        ("syria,soon,is,share,<,5,S,,,", "on 'soon' is not a date", "Write a day"),
        ("syria,2018,is,shares,<,5,S,,,", "measure 'shares' is not known", "Did you mean share?"),
        ("syria,2018,is,share,>,5,S,,,", "op '>' is not known", "<, ~, ="),
        ("syria,2018,is,share,<,5%,S,,,", "value '5%' is not a plain number", "Write 5."),
        ('syria,2018,is,km2,=,"1,841",S,,,', "value '1,841' is not a plain number", "Write 1841."),
        ('syria,2018,is,share,=,"4,5",S,,,', "value '4,5' is not a plain number", "Write 4.5."),
        ("syria,2018,is,share,=,,S,,,", "value '' is empty", "Write a number"),
        ("syria,2018,is,share,=,120,S,,,", "value '120' is more than 100 per cent", "the measure km2"),
        ("syria,2018,is,share,=,5,,,,", "source '' is empty", "originator"),
        ("syria,2018,is,share,=,5,S,,2018,", "reported '2018' is not a single day", "one day"),
        ("syria,2018,is,share,=,5,S,,,ftp://x", "url 'ftp://x' is not a web address", "https://"),
    ],
)
def test_wrong_figures(
    tmp_path: Path, frames: tuple[pd.DataFrame, pd.DataFrame], row: str, what: str, fix: str
) -> None:
    path = written(tmp_path, FIGURES + row + "\n", "figures.csv")
    with pytest.raises(DataError) as caught:
        read_figures(path, *frames)
    (problem,) = caught.value.problems
    assert str(problem).startswith(f"{path}:2: ")
    assert what in str(problem)
    assert fix in str(problem)
