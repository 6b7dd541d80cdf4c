"""The notebook runs without a network, and what stands in it is what running it gives.

`pytest tests/test_notebook.py --update-docs` writes the outputs anew.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import ROOT, SEEDS

NOTEBOOK = ROOT / "docs" / "tutorial.ipynb"


def executed(path: Path, folder: Path) -> str:
    """The notebook as it is after running in a folder that holds the seeds."""
    (folder / "seeds").symlink_to(SEEDS)
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, record_timing=False, resources={"metadata": {"path": str(folder)}}).execute()
    notebook.metadata["language_info"] = {"name": "python"}  # the version of Python is no matter
    return str(nbformat.writes(notebook)) + "\n"


def test_the_notebook_shows_real_output(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Build, questions, search, rdflib, networkx and a picture: each cell gives what is stored below it."""
    real = executed(NOTEBOOK, tmp_path)
    if request.config.getoption("--update-docs"):
        NOTEBOOK.write_text(real, encoding="utf8")
    else:
        assert NOTEBOOK.read_text(encoding="utf8") == real, "run: pytest tests/test_notebook.py --update-docs"


def test_every_cell_says_something_and_none_complains() -> None:
    """No cell is left without output, and none wrote to standard error or failed."""
    cells = [cell for cell in nbformat.read(NOTEBOOK, as_version=4).cells if cell.cell_type == "code"]
    kinds = [[output.get("name", output.output_type) for output in cell.outputs] for cell in cells]
    assert all(kinds)
    assert {kind for cell in kinds for kind in cell} <= {"stdout", "execute_result", "display_data"}
