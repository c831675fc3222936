"""Makes the pictures of documents.md: needs LibreOffice, Poppler and Chromium, so it is run by hand.

``python docs/pictures/documents.py``
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import sswgraph as ssw

HERE = Path(__file__).parent
CADRE = "za:social-auxiliary-worker"
# Of each other kind: about what, in which language, and the page that is shown.
KINDS = (
    ("role-card", "cycw:basic", "en", 1),
    ("role-card", "psw:para-social-worker", "fr", 1),
    ("job-description", "psw:para-social-worker", "en", 4),
    ("training-needs", "cycw:advanced", "fr", 3),
    ("logbook", "psw:para-social-worker", "en", 4),
    ("framework-handbook", "za", "en", 5),
    ("competency-chart", "psw:para-social-worker", "en", 1),
    ("referral-pathway", "psw:para-social-worker", "fr", 1),
)


def _picture(pdf: Path, number: int, name: str, dots: int = 50) -> None:
    command = ["pdftoppm", "-png", "-r", str(dots), "-f", str(number), "-l", str(number), "-singlefile"]
    subprocess.run([*command, str(pdf), str(HERE / name)], check=True, stderr=subprocess.DEVNULL)


def _wide_page(pdf: Path) -> int:
    told = subprocess.run(["pdfinfo", "-l", "999", str(pdf)], capture_output=True, text=True, check=True).stdout
    sizes = [line.split() for line in told.splitlines() if line.startswith("Page ") and "size" in line]
    return max(int(size[1]) for size in sizes if float(size[3]) > float(size[5]))


def main() -> None:
    """Write the pictures beside this file."""
    g = ssw.load()
    with tempfile.TemporaryDirectory() as place:
        for kind, subject, lang, number in KINDS:
            pdf = ssw.save(ssw.document(g, kind, subject, lang=lang), Path(place) / f"{kind}-{lang}.pdf")
            _picture(pdf, number, f"{kind}-{lang}")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        english, arabic = (ssw.curriculum(g, CADRE, lang=lang) for lang in ("en", "ar"))
        word = ssw.save(english, folder / "word.docx")
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", str(folder), str(word)], check=True, capture_output=True)
        _picture(folder / "word.pdf", 1, "curriculum-docx")
        _picture(ssw.save(english, folder / "en.pdf"), 3, "curriculum-pdf")
        _picture(folder / "en.pdf", _wide_page(folder / "en.pdf"), "curriculum-matrix")
        _picture(ssw.save(arabic, folder / "ar.pdf"), 1, "curriculum-ar")
        page = ssw.save(english, folder / "page.html")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/p"]
        shot = f"--screenshot={HERE / 'curriculum-html.png'}"
        subprocess.run([*command, "--window-size=620,870", shot, f"file://{page}"], check=True, capture_output=True)


if __name__ == "__main__":
    main()
