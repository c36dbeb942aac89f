"""Whether colours are told apart by everyone, and colours that are."""

from __future__ import annotations

import pandas as pd
import pytest
from click.testing import CliRunner
from unpacking import packed_of, unpack

from geomap import schema as s
from geomap.cli import main
from geomap.colors import (
    MACHADO,
    OKABE_ITO,
    TOLD_APART,
    alike,
    difference,
    linear,
    seen_alike,
    to_lab,
    with_palette,
)
from geomap.schema import PATTERNS

#: From the table of Sharma, Wu and Dalal (2005), which tries every branch of the formula.
SHARMA = [
    ((50, 3.1571, -77.2803), (50, 0, -82.7485), 2.8615),
    ((50, -1, 2), (50, 0, 0), 2.3669),
    ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (61, -5, 29), 22.8977),
    ((50, 2.5, 0), (56, -27, -3), 31.9030),
    ((50, 2.5, 0), (58, 24, 15), 19.4535),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


def parties(*rows: tuple[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[s.COLOR, s.PATTERN])
    return frame.set_index(pd.Index([f"p{at}" for at in range(len(rows))], name="actor"))


@pytest.mark.parametrize(("one", "other", "expected"), SHARMA)
def test_the_difference_is_that_of_the_published_table(one, other, expected):
    assert difference(one, other) == pytest.approx(expected, abs=5e-5)
    assert difference(other, one) == pytest.approx(expected, abs=5e-5)


def test_lab_has_white_black_and_red_where_they_are():
    assert to_lab(linear("#ffffff")) == pytest.approx((100, 0, 0), abs=0.01)
    assert to_lab(linear("#000000")) == pytest.approx((0, 0, 0), abs=0.01)
    assert to_lab(linear("#ff0000")) == pytest.approx((53.24, 80.09, 67.20), abs=0.02)


def test_greys_look_the_same_to_everyone():
    for rows in MACHADO.values():
        assert [sum(row) for row in rows] == pytest.approx([1, 1, 1], abs=1e-5)


def test_red_and_green_of_one_lightness_are_one_without_the_green_cone():
    assert "deuteranopia" in seen_alike("#b06000", "#808000")
    assert "tritanopia" not in seen_alike("#b06000", "#808000")


def test_a_pattern_tells_apart_what_colour_does_not():
    assert [pair.parties for pair in alike(parties(("#777777", "none"), ("#777778", "none")))] == [
        ("p0", "p1")
    ]
    assert alike(parties(("#777777", "none"), ("#777778", "dots"))) == ()
    assert alike(parties()) == ()


@pytest.mark.parametrize("n", [1, 2, 7, 8, 20, 49])
@pytest.mark.parametrize("pattern", ["none", "dots"])
def test_the_safe_palette_tells_all_apart(n, pattern):
    safe = with_palette(parties(*[("#808080", pattern)] * n), "safe")
    assert list(safe[s.COLOR]) == [OKABE_ITO[at % 7] for at in range(n)]
    assert set(safe[s.PATTERN]) <= set(PATTERNS)
    assert len(set(zip(safe[s.COLOR], safe[s.PATTERN], strict=True))) == n
    if n <= 8:
        assert alike(safe) == ()


def test_a_party_keeps_its_pattern_and_the_callers_table_its_colours():
    own = parties(("#111111", "waves"), ("#222222", "rings"))
    safe = with_palette(own, "safe")
    assert list(safe[s.PATTERN]) == ["waves", "rings"]
    assert list(own[s.COLOR]) == ["#111111", "#222222"]
    assert with_palette(own, "own") is own


def test_the_colours_of_okabe_and_ito_are_told_apart_by_all_but_grey_print():
    for at, one in enumerate(OKABE_ITO):
        for other in OKABE_ITO[at + 1 :]:
            assert set(seen_alike(one, other)) <= {"grey"}, (one, other)
    assert TOLD_APART > 2


# --- in a project ------------------------------------------------------------------------


def run(squares, monkeypatch, *words):
    monkeypatch.chdir(squares.root)
    return CliRunner().invoke(main, list(words))


def colored(squares, color, pattern="none"):
    """Give every party one colour and one pattern."""
    path = squares.root / "data" / "control" / "actors.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    frame.assign(color=color, pattern=pattern).to_csv(path, index=False)


def test_every_command_that_draws_names_both_parties_and_the_remedy(squares, monkeypatch):
    squares.write()
    colored(squares, "#a9332f")
    commands = [
        ["build"],
        ["check"],
        ["draw", "land", "-o", "x.svg"],
        ["atlas", "land", "-o", "a.pdf"],
        ["chart", "-o", "c.svg"],
    ]
    for command in commands:
        told = [line for line in run(squares, monkeypatch, *command).stderr.splitlines() if "apart" in line]
        assert len(told) == len(set(told)) > 0
        assert "cannot be told apart with protanopia, deuteranopia, tritanopia or in grey" in told[0]
        assert told[0].count("(#a9332f)") == 2
        assert 'palette = "safe"' in told[0]


def test_the_safe_palette_ends_the_warning_everywhere(squares, monkeypatch):
    squares.config = squares.config.replace("[project]\n", '[project]\npalette = "safe"\n')
    squares.write()
    colored(squares, "#a9332f")
    result = run(squares, monkeypatch, "build")
    assert "apart" not in result.stderr
    page = (squares.maps / "west-map.html").read_text("utf-8")
    actors = unpack(packed_of(page)).header["actors"]
    assert {actor["color"] for actor in actors} <= set(OKABE_ITO)
    assert "#a9332f" not in (squares.maps / "west-map-2018-03-10.svg").read_text("utf-8")


def test_the_option_goes_before_the_configuration(squares, monkeypatch):
    squares.write()
    run(squares, monkeypatch, "build")
    before = (squares.maps / "west-map.html").read_bytes()
    assert run(squares, monkeypatch, "build", "--palette", "safe").exit_code == 0
    assert (squares.maps / "west-map.html").read_bytes() != before
    run(squares, monkeypatch, "build", "--palette", "own")
    assert (squares.maps / "west-map.html").read_bytes() == before
    result = run(squares, monkeypatch, "draw", "west", "--palette", "safe", "-o", "out.svg")
    assert result.exit_code == 0
    assert any(color in (squares.root / "out.svg").read_text("utf-8") for color in OKABE_ITO)


def test_the_shipped_maps_are_told_apart(built):
    from geomap.project import likeness_warnings, outlined, read_data, to_scene

    data = outlined(read_data(built.project))
    scenes = {spec.name: to_scene(data, spec) for spec in built.project.maps}
    assert likeness_warnings(built.project, scenes) == []
