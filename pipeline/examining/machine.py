"""What is installed, and whether it works on a sample.

Belongs here: Python, libraries, the reader of PDFs, the dictionary, fonts, a browser, the environment. Does not belong here: folders.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

from pipeline import language, reading, sources
from pipeline.reporting.sheets.findings import Finding, Level
from pipeline.settings import FetchSettings, Settings
from pipeline.version import EXTRACTOR_VERSION

AREA = "installed"
DISTRIBUTION = "yosan"
SHOWN = ("dagster", "duckdb", "fugashi", "pdfplumber", "pyarrow", "pypdfium2", "unidic-lite")
EXTRAS = ("examples", "postgres", "s3", "serve")  # what people may add; the others are for whoever works on yosan
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SAMPLE_WORDS = "知的クラスター創成事業"
SAMPLE_FIGURE = "1,234"
# A page that prints one figure, as short as a PDF can be.
SAMPLE_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj
4 0 obj<</Length 37>>stream
BT /F 12 Tf 20 50 Td (1,234) Tj ET   \nendstream endobj
trailer<</Root 1 0 R>>
%%EOF
"""
PATIENCE = 20  # seconds for fontconfig, which may build its cache first
# Read by tests and benchmarks alone.
_OTHER_VARIABLES = ("YOSAN_COMPARE_PDFS", "YOSAN_RS_ITEMS", "YOSAN_RS_SUMMARY", "YOSAN_SCREENSHOTS")


def examine_installed(settings: Settings) -> Iterator[Finding]:
    """Python, libraries, and whether what reads documents works."""
    yield _ok("python", version=platform.python_version(), path=sys.executable)
    yield _ok("yosan", version=version(DISTRIBUTION), extractor=EXTRACTOR_VERSION)
    yield from _examine_libraries()
    yield _examine_reader(settings)
    yield _examine_dictionary()
    yield _examine_fonts()
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    yield _ok("browser", path=browser) if browser else _ok("no_browser")


def examine_environment() -> Iterator[Finding]:
    """How text is printed, and what is set."""
    encoding = sys.stdout.encoding or "ascii"
    if encoding.lower().replace("-", "") in ("utf8", "utf8sig"):
        yield Finding("settings", "encoding", Level.OK, {"encoding": encoding})
    else:
        yield Finding("settings", "encoding_other", Level.WARNING, {"encoding": encoding})
    known = {f"YOSAN_{name.upper()}" for name in Settings.model_fields}
    known |= {f"YOSAN_FETCH_{name.upper()}" for name in FetchSettings.model_fields}
    found = sorted(name for name in os.environ if name.startswith("YOSAN_"))
    names = [name for name in found if name in known]
    if names:
        yield Finding("settings", "variables", Level.OK, {"names": ", ".join(names)})
    else:
        yield Finding("settings", "no_variables", Level.OK)
    for name in found:
        if name not in known and name not in _OTHER_VARIABLES:
            values = {"name": name, "known": ", ".join(sorted(known))}
            yield Finding("settings", "variable_unknown", Level.WARNING, values)


def _examine_libraries() -> Iterator[Finding]:
    """What the project asks for against what there is."""
    asked, extras = _list_requirements()
    problems = [problem for one in asked if (problem := _compare(one))]
    yield from problems
    if not problems:
        names = ", ".join(f"{name} {version(name)}" for name in SHOWN)
        yield _ok("libraries", number=str(len(asked)), names=names)
    for name in EXTRAS:
        if name in extras:
            whole = not any(map(_compare, extras[name]))
            yield _ok("extra" if whole else "no_extra", name=name)


def _list_requirements() -> tuple[list[Requirement], dict[str, list[Requirement]]]:
    """What is asked for always, and by each extra."""
    always: list[Requirement] = []
    extras: dict[str, list[Requirement]] = defaultdict(list)
    for text in requires(DISTRIBUTION) or ():
        one = Requirement(text)
        if one.marker is None or one.marker.evaluate({"extra": ""}):
            always.append(one)
            continue
        for name in EXTRAS:
            if one.marker.evaluate({"extra": name}):
                extras[name].append(one)
    return always, extras


def _compare(asked: Requirement) -> Finding | None:
    """What is wrong with a library; ``None`` if it is as asked."""
    try:
        found = version(asked.name)
    except PackageNotFoundError:
        return Finding(AREA, "library_missing", Level.ERROR, {"name": asked.name})
    if asked.specifier.contains(found, prereleases=True):
        return None
    values = {"name": asked.name, "version": found, "asked": str(asked.specifier)}
    return Finding(AREA, "library_other", Level.WARNING, values)


def _examine_reader(settings: Settings) -> Finding:
    """Whether the reader that is set reads a page of one figure."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.pdf"
        path.write_bytes(SAMPLE_PDF)
        document = reading.read_document(path, sources.fingerprint(path))
    if [page.text.strip() for page in document.pages] == [SAMPLE_FIGURE]:
        return _ok("reader", reader=settings.reader)
    why = document.status_detail or document.status
    return Finding(AREA, "reader_broken", Level.ERROR, {"reader": settings.reader, "why": why})


def _examine_dictionary() -> Finding:
    """Whether the dictionary knows words."""
    try:
        words = language.tokenize(SAMPLE_WORDS)
    except (
        ImportError,
        OSError,
        RuntimeError,
    ) as error:  # what fugashi raises without a dictionary, or with a broken one
        return Finding(AREA, "dictionary_broken", Level.ERROR, {"why": " ".join(str(error).split())})
    return _ok("dictionary", words="・".join(word.surface for word in words))


def _examine_fonts() -> Finding:
    """Whether a font of this machine has Japanese letters, as far as fontconfig can tell."""
    command = shutil.which("fc-list")
    if command is None:
        return Finding(AREA, "no_fontconfig", Level.WARNING)
    asked = [command, "--format", "%{family[0]}\\n", ":lang=ja"]
    try:
        answer = subprocess.run(asked, capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return Finding(AREA, "no_fontconfig", Level.WARNING)
    names = sorted(set(filter(None, answer.stdout.splitlines())))
    if not names:
        return Finding(AREA, "no_fonts", Level.WARNING)
    return _ok("fonts", number=str(len(names)), name=names[0])


def _ok(what: str, **values: str) -> Finding:
    return Finding(AREA, what, Level.OK, values)
