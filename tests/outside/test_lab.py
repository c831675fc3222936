"""Results in JupyterLab: nbconvert writes a notebook with its style sheet, Chromium shows it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw
from docs.make_tutorials import notebooks
from tests.outside.conftest import shown

HELD, TARGET = "za:auxiliary-child-and-youth-care-worker", "za:social-auxiliary-worker"
# What a reader would see wrong: text on the wrong side, names and values not beside each other, striped rows.
AUDIT = """
<script>
addEventListener('load', () => {
  document.querySelectorAll('details').forEach(node => { node.open = true; });
  const found = [], counts = {};
  const say = (what, node) => found.push(what + ': ' + node.outerHTML.slice(0, 80));
  const each = (selector, look) => { const nodes = document.querySelectorAll('.sswgraph ' + selector);
    counts[selector] = nodes.length; nodes.forEach(node => look(node, getComputedStyle(node))); };
  each('th, .sswgraph td', (node, style) => {
    const wanted = node.classList.contains('number') ? 'right' : 'start';
    if (style.textAlign !== wanted) say('aligned ' + style.textAlign, node);
    if (style.verticalAlign !== (node.closest('thead') ? 'bottom' : 'top')) say('stands ' + style.verticalAlign, node);
    if (style.paddingBlockStart === style.paddingInlineStart) say('padded', node);
  });
  each('tr', (node, style) => { if (style.backgroundColor !== 'rgba(0, 0, 0, 0)') say('striped', node); });
  each('p, .sswgraph li', (node, style) => { if (style.textAlign !== 'start') say('aligned', node); });
  each('dt', (node, style) => {
    const name = node.getBoundingClientRect(), value = node.nextElementSibling.getBoundingClientRect();
    if (style.float !== 'none') say('floats ' + style.float, node);
    if (style.fontWeight !== '400') say('bold', node);
    if (name.width < 100) say('narrow ' + name.width, node);
    if (name.top !== value.top) say('not beside its value', node);
  });
  each('dd', (node, style) => { if (style.float !== 'none') say('floats ' + style.float, node); });
  document.title = JSON.stringify([counts, [...new Set(found)]]);
});
</script>
"""


def _notebook(*results: Any, theme: str) -> str:
    """A notebook as HTML, with the outputs that Jupyter would keep of these results."""
    import nbformat
    from nbconvert import HTMLExporter

    v4 = nbformat.v4
    cells = [
        v4.new_code_cell("result", outputs=[v4.new_output("execute_result", data=result._repr_mimebundle_())])
        for result in results
    ]
    exporter = HTMLExporter(template_name="lab", theme=theme)
    made: str = exporter.from_notebook_node(v4.new_notebook(cells=cells))[0]
    return made


def _audited(html: str, folder: Path) -> tuple[dict[str, int], list[str]]:
    counts, found = shown(html.replace("</body>", f"{AUDIT}</body>"), folder, 1200, False)
    return counts, found


@pytest.fixture(scope="module")
def results() -> list[Any]:
    g = ssw.load()
    gap = ssw.gap(g, HELD, TARGET)
    plan = ssw.plan(g, gap, as_of=date(2026, 11, 21))
    return [gap, plan, ssw.document(g, "job-description", TARGET, lang="ar"), ssw.compare(g, "psw", "cd")]


@pytest.mark.needs("Chromium", "nbconvert")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_jupyterlab_changes_neither_tables_nor_facts(theme: str, results: list[Any], tmp_path: Path) -> None:
    counts, found = _audited(_notebook(*results, theme=theme), tmp_path)
    assert counts["th, .sswgraph td"] > 200
    assert counts["dt"] > 10
    assert counts["p, .sswgraph li"] > 10
    assert found == []


@pytest.mark.needs("Chromium", "nbconvert")
def test_the_audit_finds_what_jupyterlab_does_to_a_style_of_one_class(results: list[Any], tmp_path: Path) -> None:
    _, found = _audited(_notebook(*results, theme="light").replace(":not(#_)", ""), tmp_path)
    told = " ".join(found)
    for fault in ("aligned right", "striped"):
        assert fault in told


@pytest.mark.needs("Chromium", "nbconvert")
@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_a_tutorial_is_shown_with_its_picture(path: Path, tmp_path: Path) -> None:
    import nbformat
    from nbconvert import HTMLExporter

    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    look = """<script>addEventListener('load', () => {
      const drawn = document.querySelector('.jp-RenderedSVG svg, .jp-RenderedSVG img').getBoundingClientRect();
      document.title = JSON.stringify([document.querySelectorAll('h1').length, drawn.width]);
    });</script>"""
    html: str = HTMLExporter(template_name="lab").from_notebook_node(book)[0]
    headings, width = shown(html.replace("</body>", f"{look}</body>"), tmp_path, 1200, False)
    assert headings == 1
    assert width > 200
