"""LibreOffice opens the Word files and finds everything in them; Chromium shows the pages; PDF tools read the PDFs."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import sswgraph as ssw
from tests.loops import some
from tests.outside.conftest import CADRES, LANGUAGES, found, shown

Document = Callable[[str, str, str], Path]
EACH = [(cadre, lang) for cadre in CADRES for lang in LANGUAGES]
# Looks at a page as a reader with a keyboard and a screen reader would: names, order, contrast, nothing outside.
AUDIT = """
<script>
addEventListener('load', () => {
  const found = [], all = [...document.querySelectorAll('*')];
  const say = (what, node) => found.push(what + ': ' + (node.outerHTML || '').slice(0, 80));
  const heads = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1]);
  if (heads.filter(h => h === 1).length !== 1) found.push('not one h1');
  heads.forEach((h, n) => { if (n && h > heads[n - 1] + 1) found.push('a heading level is skipped'); });
  document.querySelectorAll('a').forEach(a => { if (!a.textContent.trim()) say('a link without a name', a); });
  document.querySelectorAll('a[href^="#"]').forEach(a => {
    if (!document.getElementById(a.getAttribute('href').slice(1))) say('a link that leads nowhere', a);
  });
  document.querySelectorAll('table').forEach(t => {
    if (!t.caption || !t.caption.textContent.trim()) say('a table without a caption', t);
    if (!t.querySelector('th[scope]')) say('a table without headers', t);
  });
  document.querySelectorAll('[tabindex]').forEach(n => {
    if (n.tabIndex > 0) say('a forced order', n);
    if (!n.getAttribute('aria-label')) say('a stop without a name', n);
  });
  const ids = all.map(n => n.id).filter(Boolean);
  if (new Set(ids).size !== ids.length) found.push('an id is there twice');
  if (!document.documentElement.lang) found.push('no language');
  const curve = v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const light = c => { const [r, g, b] = c.map(curve);
    return .2126 * r + .7152 * g + .0722 * b; };
  const parts = c => c.match(/[\\d.]+/g).map(Number);
  const ground = n => { for (; n; n = n.parentElement) { const c = parts(getComputedStyle(n).backgroundColor);
    if (c.length === 3 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
  const spoken = n => n.offsetParent && [...n.childNodes].some(c => c.nodeType === 3 && c.textContent.trim());
  all.filter(spoken).forEach(n => {
    const a = light(parts(getComputedStyle(n).color).slice(0, 3)), b = light(ground(n));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) say('contrast ' + ratio.toFixed(2), n);
  });
  const wide = document.documentElement.scrollWidth > innerWidth + 1;
  if (wide) found.push('the page is wider than the window');
  document.title = JSON.stringify([...new Set(found)]);
});
</script>
"""


@pytest.fixture
def g() -> ssw.CompetencyGraph:
    return ssw.load()


@pytest.mark.needs("LibreOffice", "Poppler")
@pytest.mark.parametrize(("cadre", "lang"), EACH)
def test_libreoffice_opens_a_word_file_and_everything_is_in_it(
    cadre: str, lang: str, document: Document, g: ssw.CompetencyGraph, tmp_path: Path
) -> None:
    source = document(cadre, lang, "docx")
    command = [str(found("LibreOffice")), "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    subprocess.run([*command, "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)], check=True, timeout=300)
    said = _words(tmp_path / f"{source.stem}.pdf")
    made = ssw.curriculum(g, cadre, lang=lang)
    wanted = [*(c.id for c in made.conditions), *(limit.id for limit in made.limits)]
    wanted += [*(line.competency for line in made.competencies), *(one.module.id for one in made.modules)]
    assert wanted
    assert [one for one in wanted if one not in said] == []


@pytest.mark.needs("Poppler")
@pytest.mark.parametrize(("cadre", "lang"), EACH)
def test_the_pdf_is_tagged_and_everything_is_in_it(
    cadre: str, lang: str, document: Document, g: ssw.CompetencyGraph
) -> None:
    path = document(cadre, lang, "pdf")
    told = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Tagged:\s+yes", told)
    said = _words(path)
    for line in some(ssw.curriculum(g, cadre, lang=lang).competencies):
        assert line.competency in said


@pytest.mark.needs("qpdf")
def test_qpdf_finds_nothing(document: Document) -> None:
    subprocess.run([str(found("qpdf")), "--check", str(document(CADRES[0], "en", "pdf"))], check=True)


@pytest.mark.needs("veraPDF")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_verapdf_finds_pdf_ua_kept(lang: str, document: Document) -> None:
    command = [str(found("veraPDF")), "--flavour", "ua1", "--format", "text", str(document(CADRES[0], lang, "pdf"))]
    assert "PASS" in subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.mark.needs("Chromium")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [400, 1200])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_can_be_read_by_everybody(
    lang: str, width: int, dark: bool, document: Document, tmp_path: Path
) -> None:
    html = document(CADRES[0], lang, "html").read_text(encoding="utf-8")
    assert ('dir="rtl"' in html[:200]) == (lang == "ar")
    assert _audited(html, tmp_path, width, dark) == []


@pytest.mark.needs("Chromium")
def test_the_audit_finds_faults(document: Document, tmp_path: Path) -> None:
    html = document(CADRES[0], "en", "html").read_text(encoding="utf-8")
    html = (
        html.replace("--quiet: #5b5855", "--quiet: #c9c9c9")
        .replace("<h2", "<h4")
        .replace("<caption>", "<caption hidden>")
    )
    told = " ".join(_audited(html.replace('href="#s', 'href="#nowhere'), tmp_path, 1200, False))
    for fault in ("contrast", "a heading level is skipped", "a link that leads nowhere"):
        assert fault in told


@pytest.mark.needs("Chromium", "axe-core")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing_serious(lang: str, document: Document, tmp_path: Path) -> None:
    """With axe-core, where ``SSWGRAPH_AXE`` names its axe.min.js (npm install axe-core)."""
    html = document(CADRES[0], lang, "html").read_text(encoding="utf-8")
    run = """addEventListener('load', () => axe.run(document, {resultTypes: ['violations']}).then(found => {
      const grave = found.violations.filter(v => ['serious', 'critical'].includes(v.impact));
      document.title = JSON.stringify(grave.map(v => v.id + ' ' + v.nodes[0].html.slice(0, 80))); }));"""
    script = f"<script>{Path(str(found('axe-core'))).read_text(encoding='utf-8')}</script><script>{run}</script>"
    assert shown(html.replace("</body>", f"{script}</body>"), tmp_path, 1200, False) == []


def _audited(html: str, folder: Path, width: int, dark: bool) -> list[str]:
    faults: list[str] = shown(html.replace("</body>", f"{AUDIT}</body>"), folder, width, dark)
    return faults


def _words(path: Path) -> str:
    told = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return re.sub(r"[\s\u2066-\u2069\u200e\u200f\u202a-\u202e]+", "", told)
