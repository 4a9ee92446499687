"""The page of the documentation and the notebook do what they say."""

from __future__ import annotations

import doctest
import json
import re
from pathlib import Path

import pytest
from code_cells import Cells, run_blocking, run_in_loop

ROOT = Path(__file__).parents[4]
PAGE = ROOT / "docs/python.md"
NOTEBOOKS = sorted((ROOT / "clients/python/notebooks").glob("*.ipynb"))

BLOCK = re.compile(
    r"(?P<skipped><!-- not run: [^>]*-->\n\n)?```python\n(?P<code>.*?)```\n(?:\n```text\n(?P<output>.*?)```\n)?",
    re.DOTALL,
)


def test_the_page() -> None:
    text = PAGE.read_text()
    cells = Cells()
    ran = 0
    for block in BLOCK.finditer(text):
        line = text.count("\n", 0, block.start("code"))
        if block["skipped"]:
            continue
        # so that a traceback names the line of the page
        printed = run_blocking(cells, "\n" * line + block["code"], str(PAGE))
        if block["output"] is not None:
            same = doctest.OutputChecker().check_output(
                block["output"], printed, doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
            )
            assert same, f"{PAGE}:{line + 1}: printed\n{printed}\nnot\n{block['output']}"
        ran += 1
    assert ran >= 10


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_cell_by_cell(path: Path) -> None:
    notebook = json.loads(path.read_text())
    assert notebook["nbformat"] == 4
    cells = [each for each in notebook["cells"] if each["cell_type"] == "code"]
    assert len(cells) >= 5 and all(each["outputs"] == [] for each in cells)
    codes = [(f"{path.name}[{index}]", "".join(each["source"])) for index, each in enumerate(cells)]
    shown = [value for _, value in run_in_loop(Cells(), codes)]
    as_html = [value._repr_html_() for value in shown if hasattr(value, "_repr_html_")]
    assert len(as_html) >= 3 and all(each.startswith("<table>") for each in as_html)


def test_there_is_a_notebook() -> None:
    assert NOTEBOOKS
