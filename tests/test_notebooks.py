"""The notebook runs from its own folder and from the project's, and shows what it says."""

from __future__ import annotations

import warnings
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "notebooks" / "quickstart.ipynb"


def executed(folder: Path) -> nbformat.NotebookNode:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the Jupyter packages' own
        from nbclient import NotebookClient

        notebook = nbformat.read(NOTEBOOK, as_version=4)
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
    shown = outputs(executed(folder))
    assert [
        output for output in shown if output.output_type == "error" or output.get("name") == "stderr"
    ] == []
    data = [output.data for output in shown if "data" in output]
    assert any("image/png" in item for item in data)
    assert any("vacated" in item.get("text/plain", "") for item in data)
    assert {path.suffix for path in tmp_path.glob("geomap-*/*")} == {".html", ".png"}
    assert sorted(NOTEBOOK.parent.iterdir()) == before


def test_the_notebook_is_stored_without_outputs():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    assert outputs(notebook) == []
    assert all(cell.execution_count is None for cell in notebook.cells if cell.cell_type == "code")
