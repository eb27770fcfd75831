"""The notebooks, run as they are against a service with the model that ships."""

import os
from pathlib import Path

import pytest
from serving import ROOT, ServeProcess, kg_environment

NOTEBOOKS = ROOT / "docs" / "notebooks"
CELL_S = 120
SAID = {
    "text-to-graph": [
        "Marie Curie — place of birth → Warsaw",
        "Marie Curie</mark>",
        "<td>Warsaw</td>",
    ],
    "teach-ask-reason": [
        "Maria Stein — coach of → Wendwood Wanderers",
        "by the rule: colleagues",
        "London 0.",
        "'Rome', 'Italy'",
        "(True,",
    ],
}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    service = ServeProcess(tmp_path_factory.mktemp("service") / "data", extractor="neural")
    yield service
    service.stop()


def outputs(notebook):
    """Yield what every cell shows."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            yield output.get("text") or data.get("text/html") or data.get("text/plain") or ""


def test_every_notebook_is_run():
    assert {path.stem for path in NOTEBOOKS.glob("*.ipynb")} == set(SAID)


@pytest.mark.long
@pytest.mark.parametrize("name", SAID)
def test_a_notebook_runs_from_start_to_end_and_says_what_it_should(
    service, name, tmp_path, monkeypatch
):
    nbclient = pytest.importorskip("nbclient")
    import nbformat

    path: Path = NOTEBOOKS / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    environment = kg_environment(server=service.address) | {"IPYTHONDIR": str(tmp_path)}
    runner = nbclient.NotebookClient(notebook, timeout=CELL_S, kernel_name="python3")

    runner.execute(env=os.environ | environment, cwd=str(tmp_path))

    said = "\n".join(outputs(notebook))
    assert [one for one in SAID[name] if one not in said] == []
