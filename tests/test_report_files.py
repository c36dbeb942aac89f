"""Situation reports as PDF and Word files: text as text, structure, direction, the same bytes."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile

import pandas as pd
import pytest
from test_report import HOSTILE, PERIOD, poisoned  # noqa: F401 - a fixture

from geomap.report import gather, render_report, shipped_template
from geomap.report.blocks import Run, runs_from_right
from geomap.words import LANGUAGES, Words

SUFFIXES = (".md", ".html", ".docx", ".pdf")
FIRST, LAST = pd.Timestamp("2018-03-01"), pd.Timestamp("2018-03-31")


def poppler(tool, content, *options):
    """Return what a tool of poppler says of a PDF; without poppler the test is left out, but not on a server."""
    if shutil.which(tool) is None and not os.environ.get("CI"):
        pytest.skip("poppler is not installed")
    done = subprocess.run(
        [tool, *options, "-", *(["-"] if tool == "pdftotext" else [])],
        input=content,
        check=True,
        capture_output=True,
    )
    assert done.stderr == b""
    return done.stdout.decode()


#: Reports by the shipped template, made once: scene, suffix, language -> scene, kept so that its number stays its own; file.
MADE: dict[tuple[int, str, str | None], tuple[object, bytes]] = {}


def file_of(scene, suffix, *, lang=None, **options):
    """Return a report as a file."""
    if options:
        return render_report(scene, suffix, **{**PERIOD, **options}, lang=lang)[""]
    if (id(scene), suffix, lang) not in MADE:
        MADE[id(scene), suffix, lang] = scene, render_report(scene, suffix, **PERIOD, lang=lang)[""]
    return MADE[id(scene), suffix, lang][1]


def pdf_of(scene, **options):
    return file_of(scene, ".pdf", **options)


def squeezed(text):
    return "".join(text.split())


# --- PDF -------------------------------------------------------------------------------------


def test_a_pdf_holds_the_sentences_as_text(scenes):
    scene = scenes["southern-damascus"]
    content, found = pdf_of(scene), gather(scene, FIRST, LAST)
    text = squeezed(poppler("pdftotext", content, "-layout"))
    for sentence in (*found.brief, found.disclaimer, found.title, "Page 1 of 4", "Page 4 of 4"):
        assert squeezed(sentence) in text
    flow = squeezed(poppler("pdftotext", content, "-raw"))
    for change in found.changes:
        assert squeezed(change.reported) in flow
        assert squeezed(change.became) in flow


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_pdf_embeds_subsets_of_its_fonts(scenes, lang):
    table = poppler("pdffonts", pdf_of(scenes["southern-damascus"], lang=lang)).splitlines()[2:]
    assert any("IBMPlexSansArabic" in line for line in table)
    for line in table:
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line  # embedded, subset, to Unicode


def test_a_pdf_has_bookmarks_language_and_alt_texts(scenes):
    from pypdf import PdfReader

    scene = scenes["southern-damascus"]
    read = PdfReader(io.BytesIO(pdf_of(scene, lang="ar")))
    words = Words("ar", scene.actors)
    titles = [entry.title for entry in flat(read.outline)]
    assert titles[0] == scene.titles["ar"]
    assert words.text("report.heading.changes") in titles
    assert read.trailer["/Root"]["/Lang"] == "ar"
    assert read.metadata.title.startswith(scene.titles["ar"])
    assert read.metadata.creation_date.date() == scene.data_to.date()
    figures = [each.get_object() for each in alt_texts(read.trailer["/Root"]["/StructTreeRoot"])]
    assert len(figures) == 3
    assert all("تنظيم الدولة" in figure["/Alt"] for figure in figures)


def flat(outline):
    for entry in outline:
        if isinstance(entry, list):
            yield from flat(entry)
        else:
            yield entry


def alt_texts(element):
    kids = element.get_object().get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        each = kid.get_object()
        if hasattr(each, "get"):
            if "/Alt" in each:
                yield each
            yield from alt_texts(each)


def test_letters_with_marks_are_shaped_with_their_neighbours(scenes):
    """A mark above a letter must not part the word: its letters would lose their joints."""
    from geomap.report import compose_report
    from geomap.report.pdf.page import BODY, new_pdf, width_of

    report = compose_report(scenes["southern-damascus"], FIRST, LAST, template=None, stem="x")
    with new_pdf(report, 1, {}) as pdf:
        width_of(pdf, "يُذكر", BODY)
        assert [part.string for part in pdf._preload_bidirectional_text("يُذكر", markdown=False)] == ["يُذكر"]
        glyphs = pdf.current_font.shape_text("يُذكر", 10, {"features": {}})
        assert [glyph["x_advance"] for glyph in glyphs].count(0) == 1  # the mark takes no room of its own
        assert width_of(pdf, "يُذكر", BODY) == pytest.approx(width_of(pdf, "يذكر", BODY))


def test_letters_that_the_face_lacks_come_from_another(scenes, tmp_path):
    template = tmp_path / "t.md"
    template.write_text("Ж ☃ Ω A\n", "utf-8")
    content = pdf_of(scenes["southern-damascus"], template=template)
    assert "DejaVuSans" in poppler("pdffonts", content)
    assert squeezed(poppler("pdftotext", content)).startswith("Ж☃ΩA")


def test_a_long_table_says_its_head_on_every_page(scenes, tmp_path):
    template = tmp_path / "t.md"
    rows = "\n".join(f"| row {n} | {'word ' * (n % 40)} |" for n in range(150))
    template.write_text(f"| firsthead | second |\n|---|---|\n{rows}\n", "utf-8")
    pages = poppler("pdftotext", pdf_of(scenes["southern-damascus"], template=template), "-layout").split(
        "\f"
    )[:-1]
    assert len(pages) > 3
    assert all(page.count("firsthead") == 1 for page in pages)
    assert [sum(len(re.findall(rf"row {n}\b", page)) for page in pages) for n in (0, 77, 149)] == [1, 1, 1]


def test_nothing_leaves_the_page(scenes, tmp_path):
    template = tmp_path / "t.md"
    template.write_text(
        f"# {'W' * 300}\n\n{'x' * 1500}\n\n- {'y' * 500}\n\n| a | {'z' * 2500} |\n|---|---|\n| {'q' * 2500} | b |\n",
        "utf-8",
    )
    content = pdf_of(scenes["southern-damascus"], template=template)
    text = poppler("pdftotext", content, "-bbox")
    boxes = [
        tuple(map(float, each))
        for each in re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', text)
    ]
    assert len(boxes) > 20
    assert all(left > 0 and right < 595.3 - 40 and bottom < 842 for left, _, right, bottom in boxes)
    assert squeezed(poppler("pdftotext", content)).count("x") >= 1500


# --- Word ------------------------------------------------------------------------------------


def document_of(scene, **options):
    from docx import Document

    return Document(io.BytesIO(file_of(scene, ".docx", **options)))


def test_a_word_file_has_headings_tables_captions_and_alt_texts(scenes):
    scene = scenes["southern-damascus"]
    document, found, words = document_of(scene), gather(scene, FIRST, LAST), Words("en", scene.actors)
    styled = [(each.style.name, each.text) for each in document.paragraphs]
    assert ("Title", found.title) in styled
    assert ("Heading 1", words.text("report.heading.shares")) in styled
    assert [text for style, text in styled if style == "List Bullet"][:3] == list(found.brief)
    moved = document.tables[0]
    captions = [text for style, text in styled if style == "Caption"]
    assert captions == [
        found.last_sentence,
        f"{found.first_sentence} {found.last_sentence}",
        "Share of the 19.8 km² shown, day by day.",
    ]
    assert [cell.text for cell in moved.rows[1].cells] == [
        "12–13 March 2018",
        "Qadam",
        "4.3",
        "Held by Opposition",
        "Vacated: nobody is reported to hold it",
        "Press reporting (a)",
    ]
    drawn = document.element.body.xpath(".//wp:docPr")
    assert [each.get("descr").split(":")[0] for each in drawn] == ["Map", "Map", "Chart"]


def test_an_arabic_word_file_runs_from_the_right(scenes):
    scene = scenes["southern-damascus"]
    document = document_of(scene, lang="ar")
    for paragraph in document.element.body.xpath(".//w:p[.//w:t]"):
        text = "".join(each.text for each in paragraph.xpath(".//w:t"))
        from_right = runs_from_right(text, page=True)
        assert bool(paragraph.xpath("./w:pPr/w:bidi")) == from_right, text
        assert bool(paragraph.xpath(".//w:rPr/w:rtl")) == from_right, text
    assert all(table.xpath("./w:tblPr/w:bidiVisual") for table in document.element.body.xpath(".//w:tbl"))
    assert not document_of(scene).element.body.xpath(".//w:bidi|.//w:rtl|.//w:bidiVisual")


def test_word_finds_every_element_where_the_schema_has_it(scenes):
    """Word calls a file damaged whose properties stand in another order than the schema's."""
    orders = {
        "w:pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs bidi spacing ind jc outlineLvl rPr",
        "w:rPr": "rStyle rFonts b bCs i iCs caps strike color spacing kern sz szCs u rtl cs lang",
        "w:tblPr": "tblStyle bidiVisual tblW jc tblBorders tblLayout tblCellMar tblLook",
        "w:trPr": "cantSplit tblHeader", "w:tcPr": "tcW gridSpan shd",
    }  # fmt: skip
    document = document_of(scenes["southern-damascus"], lang="ar")
    for root in (document.element, document.styles.element):
        for name, order in orders.items():
            for element in root.xpath(f".//{name}"):
                tags = [child.tag.rsplit("}")[1] for child in element]
                known = [tag for tag in tags if tag in order.split()]
                assert known == sorted(known, key=order.split().index), (name, tags)
                if root is document.element:
                    assert set(tags) <= set(order.split()), (name, tags)


def test_every_numbered_list_counts_from_its_own_first_number(scenes, tmp_path):
    template = tmp_path / "t.md"
    template.write_text("1. a\n2. b\n\nText.\n\n1. c\n2. d\n   1. e\n3. f\n\n---\n\n7. g\n", "utf-8")
    document = document_of(scenes["southern-damascus"], template=template)
    items = [each for each in document.paragraphs if each.style.name == "List Number"]
    numbers = {each.text: each._p.pPr.numPr.numId.val for each in items}
    assert list(numbers) == list("abcdefg")
    assert numbers["a"] == numbers["b"]
    assert numbers["c"] == numbers["d"] == numbers["f"]
    assert len({numbers[each] for each in "aceg"}) == 4
    numbering = document.part.numbering_part.element
    starts = {
        each: numbering.num_having_numId(numbers[each]).lvlOverride_lst[0].startOverride.val
        for each in "aceg"
    }
    assert starts == {"a": 1, "c": 1, "e": 1, "g": 7}


# --- all of them -------------------------------------------------------------------------------


def test_hostile_text_stays_text_on_paper(poisoned):  # noqa: F811
    _, scene = poisoned
    content = render_report(scene, ".pdf", **PERIOD)[""]
    assert squeezed(HOSTILE) in squeezed(poppler("pdftotext", content, "-layout"))
    assert b"/URI" not in content
    assert b"/JavaScript" not in content
    document = document_of(scene)
    assert document.core_properties.title.startswith(HOSTILE[:60])
    text = "\n".join(
        each.text
        for each in (
            *document.paragraphs,
            *(p for t in document.tables for row in t.rows for cell in row.cells for p in cell.paragraphs),
        )
    )
    assert HOSTILE in text
    assert [each.reltype for each in document.part.rels.values() if each.is_external] == []


def test_an_address_of_a_source_is_a_link(squares):
    from test_report import scene_of

    squares.records[1] |= {"url": "https://example.org/a_(b)?c=1&d=2"}
    scene = scene_of(squares)
    days = {"first": "2018-01-15", "last": "2018-03-31"}
    assert b"(https://example.org/a_\\(b\\)?c=1&d=2)" in render_report(scene, ".pdf", **days)[""]
    document = document_of(scene, **days)
    assert "https://example.org/a_(b)?c=1&d=2" in {
        each.target_ref for each in document.part.rels.values() if each.is_external
    }
    page = render_report(scene, ".html", **days)[""].decode()
    assert '<a href="https://example.org/a_(b)?c=1&amp;d=2">A</a>' in page


WITHIN = """# T {{ map_last }}

Words ![Our logo](logo.png) among words

| a ![Our logo](logo.png) | b |
|---|---|
| {{ chart }} | c |

# {{ map_first }}

- Item ![Our logo](logo.png)

[![Our logo](logo.png)](https://example.org)
"""
ORDER = ["Map", "Our logo", "Our logo", "Chart", "Map", "Our logo", "Our logo"]


def test_pictures_in_headings_cells_and_lines_stand_behind_them(scenes, tmp_path):
    from docx import Document
    from PIL import Image
    from pypdf import PdfReader
    from test_report import Page

    template = tmp_path / "t.md"
    template.write_text(WITHIN, "utf-8")
    Image.new("RGB", (40, 20), "red").save(tmp_path / "logo.png")
    made = {
        suffix: render_report(scenes["southern-damascus"], suffix, **PERIOD, template=template)[""]
        for suffix in (".html", ".docx", ".pdf")
    }
    page = Page(made[".html"])
    assert [image["alt"].split(":")[0] for image in page.all("img")] == ORDER
    assert len(page.all("h1")) == 1
    body = made[".html"].decode()
    assert not re.search(r"<(h\d|p|td|th)\b[^>]*>(?:(?!</\1>).)*<figure", body, re.DOTALL)
    assert re.search(r"<h1[^>]*>T</h1>\s*<div class=\"figures\">", body)
    document = Document(io.BytesIO(made[".docx"]))
    drawn = document.element.body.xpath(".//wp:docPr")
    assert [each.get("descr").split(":")[0] for each in drawn] == ORDER
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["a", "b"]
    root = PdfReader(io.BytesIO(made[".pdf"])).trailer["/Root"]["/StructTreeRoot"]
    assert [each.get_object()["/Alt"].split(":")[0] for each in alt_texts(root)] == ORDER


def test_no_entity_of_a_template_brings_in_a_control_character(scenes, tmp_path):
    template = tmp_path / "t.md"
    template.write_text("# A&#12;B\n\n`c`&#12;\n", "utf-8")
    document = document_of(scenes["southern-damascus"], template=template)
    assert [each.text for each in document.paragraphs] == ["AB", "c"]
    assert squeezed(poppler("pdftotext", pdf_of(scenes["southern-damascus"], template=template)))[:3] == "ABc"


def test_no_line_breaks_at_a_no_break_space(scenes):
    from geomap.report import compose_report
    from geomap.report.blocks import text_of
    from geomap.report.pdf.lines import broken
    from geomap.report.pdf.page import BODY, new_pdf

    report = compose_report(scenes["southern-damascus"], FIRST, LAST, template=None, stem="x")
    with new_pdf(report, 1, {}) as pdf:
        lines = broken(pdf, (Run("mots tenus\u00a0: 1\u202f655 " * 9),), BODY, 25)
    words = [word for line in lines for word in text_of(line).split(" ")]
    assert set(words) == {"mots", "tenus\u00a0:", "1\u202f655"}


ELSEWHERE = {"PYTHONHASHSEED": "77", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
#: All that the report says, and one picture.
FEWER = ("{{ map_first_last }}", "{{ map_last }}")
AGAIN = """
import hashlib, sys
from geomap.project import outlined, read_data, read_project, to_scene
from geomap.report import render_report
project = read_project(sys.argv[1])
data = outlined(read_data(project))
scene = to_scene(data, next(spec for spec in project.maps if spec.name == "southern-damascus"))
for suffix in sys.argv[3:]:
    files = render_report(scene, suffix, first="2018-03-01", last="2018-03-31", lang="ar", template=sys.argv[2])
    print({name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())})
"""


def test_every_format_has_the_same_bytes_elsewhere_and_at_another_time(scenes, tmp_path):
    import hashlib
    from pathlib import Path

    template = tmp_path / "fewer.md"
    source = shipped_template("ar")
    for picture in FEWER:
        assert picture in source
        source = source.replace(picture, "")
    template.write_text(source, "utf-8")
    ours = []
    for suffix in SUFFIXES:
        files = render_report(scenes["southern-damascus"], suffix, **PERIOD, lang="ar", template=template)
        ours.append(
            str({name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())})
        )
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", AGAIN, str(root / "geomap.toml"), str(template), *SUFFIXES],
        env={**os.environ, **ELSEWHERE, "PYTHONPATH": str(root)}, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.splitlines() == ours


def test_no_file_says_when_it_was_made(scenes):
    content = file_of(scenes["southern-damascus"], ".docx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2018-05-21" in archive.read("docProps/core.xml")
        assert b"python-docx" not in archive.read("docProps/core.xml")


@pytest.mark.parametrize(
    ("suffix", "package"),
    [(".pdf", "fpdf"), (".pdf", "uharfbuzz"), (".docx", "docx"), (".html", "markdown_it")],
)
def test_a_package_that_is_missing_is_told_with_the_remedy(scenes, monkeypatch, suffix, package):
    from geomap.errors import GeomapError

    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(GeomapError, match=r'pip install "geomap\[report\]"'):
        render_report(scenes["southern-damascus"], suffix, **PERIOD)


def test_text_is_broken_without_losing_a_letter(scenes):
    from geomap.report import compose_report
    from geomap.report.pdf.lines import broken, measured
    from geomap.report.pdf.page import BODY, new_pdf

    report = compose_report(scenes["southern-damascus"], FIRST, LAST, template=None, stem="x")
    runs = (
        Run("One two "),
        Run("bold", bold=True),
        Run("er, "),
        Run("x" * 90),
        Run(" تنظيم الدولة"),
        Run("\nend"),
    )
    with new_pdf(report, 1, {}) as pdf:
        lines = broken(pdf, runs, BODY, 30.0)
        assert all(measured(pdf, line, BODY) <= 30.05 for line in lines)
    assert squeezed("".join(run.text for line in lines for run in line)) == squeezed(
        "".join(run.text for run in runs)
    )
    assert [run.text for run in lines[-1]] == ["end"]
    assert any("".join(run.text for run in line).endswith("bolder,") for line in lines)


def test_one_long_word_leaves_the_other_columns_their_room():
    from geomap.report.pdf import tables

    widths = tables._shared([12.0, 200.0, 18.0, 300.0], 180.0)
    assert sum(widths) == pytest.approx(180)
    assert widths[0] >= 12
    assert widths[2] >= 18
    assert widths[1] == pytest.approx(widths[3])
    assert tables._shared([50.0, 50.0], 60.0) == [30.0, 30.0]
