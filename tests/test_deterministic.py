"""The same input and versions give the same bytes: in another folder, process, order of sets, time zone."""

from __future__ import annotations

import os
import subprocess
import sys

from projects import contents, copy_shipped

#: What a page or sheet must not depend on, as a second process sees it.
ELSEWHERE = {"PYTHONHASHSEED": "4021", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "MPLCONFIGDIR": ""}


def build_elsewhere(folder, *maps) -> dict[str, bytes]:
    """Build in a process of its own; return every map file."""
    environment = {**os.environ, **ELSEWHERE, "MPLCONFIGDIR": str(folder / "mpl")}
    command = [sys.executable, "-m", "geomap", "build", *maps]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return contents(folder / "maps")


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return [name for name in sorted(one) if name in other and one[name] != other[name]]


def test_a_small_project_gives_the_same_bytes_elsewhere(geomap, squares, tmp_path):
    squares.config = squares.config.replace('["html", "svg"]', '["html", "svg", "png", "pdf"]')
    squares.write()
    geomap("build", cwd=squares.root)
    other = tmp_path / "another folder"
    other.mkdir()
    type(squares)(other, config=squares.config).write()
    ours, theirs = contents(squares.maps), build_elsewhere(other)
    assert set(ours) == set(theirs)
    assert differing(ours, theirs) == []


def test_the_shipped_maps_are_the_same_bytes_elsewhere(built, tmp_path):
    """Every live map again, and of every map one PNG and one SVG."""
    root = copy_shipped(tmp_path)
    config = (root / "geomap.toml").read_text("utf-8")
    fewer = config.replace(
        "snapshots = [2018-03-12, 2018-03-15, 2018-03-22, 2018-05-22]", "snapshots = [2018-03-22]"
    )
    assert fewer != config
    (root / "geomap.toml").write_text(fewer, "utf-8")
    ours, theirs = contents(built.maps), build_elsewhere(root)
    compared = [name for name in theirs if name.endswith((".html", ".png", ".svg")) and name != "index.html"]
    assert len(compared) == 3 * len(built.project.maps)
    assert differing({name: ours[name] for name in compared}, theirs) == []


def test_nothing_in_a_map_says_where_or_when_it_was_made(built):
    for name, content in contents(built.maps).items():
        assert str(built.root).encode() not in content, name
        assert b"/site-packages/" not in content, name
        assert b"/work/" not in content, name


def test_live_maps_carry_no_random_ids(built):
    import re

    for path in sorted(built.maps.glob("*.html")):
        assert re.findall(r"\b[0-9a-f]{32}\b", path.read_text("utf-8")) == []
