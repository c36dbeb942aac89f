"""The notebooks and the Quarto document run from their own folder and from the project's, and show what they say."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "notebooks" / "quickstart.ipynb"
REPORT = ROOT / "notebooks" / "report.ipynb"
QUARTO = ROOT / "docs" / "examples" / "situation-report.qmd"


def executed(path: Path, folder: Path) -> nbformat.NotebookNode:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the Jupyter packages' own
        from nbclient import NotebookClient

        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(
            notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
        )
        return client.execute()


def outputs(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


@pytest.mark.slow
@pytest.mark.parametrize("folder", [ROOT, NOTEBOOK.parent], ids=["root", "notebooks"])
def test_the_notebook_runs(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # where the notebook writes its maps
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    before = sorted(NOTEBOOK.parent.iterdir())
    shown = outputs(executed(NOTEBOOK, folder))
    assert [
        output for output in shown if output.output_type == "error" or output.get("name") == "stderr"
    ] == []
    data = [output.data for output in shown if "data" in output]
    assert any("image/png" in item for item in data)
    assert any("vacated" in item.get("text/plain", "") for item in data)
    assert {path.suffix for path in tmp_path.glob("geomap-*/*")} == {".html", ".png", ".json", ".txt"}
    assert sorted(NOTEBOOK.parent.iterdir()) == before


@pytest.mark.slow
def test_the_notebook_of_reports_runs(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    shown = outputs(executed(REPORT, REPORT.parent))
    assert [
        output for output in shown if output.output_type == "error" or output.get("name") == "stderr"
    ] == []
    written = {path.name for path in tmp_path.glob("geomap-*/*")}
    assert {"march.html", "march.docx", "march.pdf", "mars.html", "bulletin.md"} <= written
    told = [output.data["text/markdown"] for output in shown if "text/markdown" in output.get("data", {})]
    assert len(told) == 1
    assert "- Qadam, 19–20 March 2018: Held by Islamic State (IS)." in told[0]


@pytest.mark.slow
def test_the_quarto_document_runs(monkeypatch):
    """Its Python cells, in order, as Quarto has them run; Quarto itself lays out what they show."""
    import IPython.display

    shown = []
    monkeypatch.setattr(IPython.display, "display", shown.append)
    monkeypatch.chdir(QUARTO.parent)
    text = QUARTO.read_text("utf-8")
    cells = re.findall(r"^```\{python\}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    names: dict[str, object] = {}
    for number, cell in enumerate(cells, 1):
        exec(compile(cell, f"{QUARTO.name}, cell {number}", "exec"), names)  # noqa: S102 - our own example
    assert text.count("```{python}") == len(cells) == 5
    assert [type(each).__name__ for each in shown] == [
        "Markdown",
        "Image",
        "DataFrame",
        "Image",
        "DataFrame",
        "Markdown",
    ]
    assert list(shown[2]["Place"]) == ["Qadam", "Qadam"]
    assert shown[0].data.count("\n- ") == 2
    assert all(each.alt for each in shown if hasattr(each, "alt"))


@pytest.mark.parametrize("path", [NOTEBOOK, REPORT], ids=lambda path: path.name)
def test_the_notebook_is_stored_without_outputs(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert outputs(notebook) == []
    assert all(cell.execution_count is None for cell in notebook.cells if cell.cell_type == "code")
