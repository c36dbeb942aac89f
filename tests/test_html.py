"""The page as text: the same bytes, a strict policy, nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "browser"))

from scenes import small_scene

from geomap.render import html

KEYS = ("en", "ar", "fr")


@pytest.fixture(scope="module")
def page() -> str:
    return html.render(small_scene()).decode("utf-8")


def test_the_same_scene_gives_the_same_bytes(page: str) -> None:
    assert html.render(small_scene()).decode("utf-8") == page


def test_the_same_bytes_in_another_process_with_another_hash_seed(page: str) -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); from scenes import small_scene; from geomap.render import html; sys.stdout.buffer.write(html.render(small_scene()))"
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent / "browser")],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        )
        assert done.stdout.decode("utf-8") == page


def test_the_policy_names_the_hash_of_every_script_and_style(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    blocks = re.findall(r"<script>(.*?)</script>|<style>(.*?)</style>", page, re.DOTALL)
    hashes = [
        base64.b64encode(hashlib.sha256((script or style).encode()).digest()).decode()
        for script, style in blocks
    ]
    code = html.unpacked(re.search(r'id="geomap-code">([^<]*)<', page)[1])
    hashes.append(base64.b64encode(hashlib.sha256(code.encode()).digest()).decode())
    assert len(hashes) == 5
    assert sorted(re.findall(r"'sha256-([^']*)'", policy)) == sorted(hashes)
    assert "img-src data: blob:" in policy


def test_no_markup_styles_itself_and_nothing_is_fetched(page: str) -> None:
    head = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
    assert " style=" not in head
    for word in ("src=", "<link", "<img", "<iframe", "user-scalable", "sourceMappingURL", "@import"):
        assert word not in head, word
    styles = "".join(re.findall(r"<style>(.*?)</style>", page, re.DOTALL))
    assert "url(" not in styles
    assert "sourceMappingURL" not in page + html.unpacked(re.search(r'id="geomap-code">([^<]*)<', page)[1])


def test_language_direction_and_title_stand_in_the_page() -> None:
    page = html.render(small_scene(lang="ar", title="خريطة <b>")).decode("utf-8")
    assert '<html lang="ar" dir="rtl">' in page
    assert "<title>خريطة &lt;b&gt;</title>" in page


def test_element_ids_do_not_change(page: str) -> None:
    assert len(re.findall(r'id="map_\d\d"', page)) == 1


def test_data_json_is_the_same_value_and_holds_nothing_html_or_jinja_reads() -> None:
    value = {"a": "</script> <!-- {{ 7*7 }} {% 5 {# x #} {{{ {", "b": [{"c": {}}]}
    text = html.data_json(value)
    assert json.loads(text) == value
    assert not re.search(r"<|\{\{|\{%|\{#", text)


def test_leaflet_is_inlined_from_the_installed_package() -> None:
    assert "Leaflet 1.9.4" in html.leaflet_js()
    assert not list((Path(html.__file__).parent / "assets").rglob("leaflet*"))


def test_every_language_has_the_same_keys_and_fields() -> None:
    folder = Path(html.__file__).parent / "assets" / "strings"
    tables = {lang: json.loads((folder / f"{lang}.json").read_text("utf-8")) for lang in KEYS}
    assert tables["en"].keys() == tables["ar"].keys() == tables["fr"].keys()
    for key, text in tables["en"].items():
        fields = set(re.findall(r"\{\w+\}", text))
        for lang in KEYS[1:]:
            assert set(re.findall(r"\{\w+\}", tables[lang][key])) == fields, (lang, key)


def test_every_string_a_module_asks_for_is_there() -> None:
    words = json.loads((Path(html.__file__).parent / "assets" / "strings" / "en.json").read_text("utf-8"))
    source = "\n".join(html.modules().values())
    asked = set(re.findall(r'\bt\("([a-z_.0-9]+)"', source))
    assert asked
    assert asked <= words.keys()


def test_modules_stay_short() -> None:
    lengths = {path: source.count("\n") for path, source in html.modules().items()}
    assert max(lengths.values()) <= 250, lengths
