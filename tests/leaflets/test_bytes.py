"""The same leaflet is the same bytes: in any process, folder, zone, home, and language of the machine."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from shipped import SHIPPED

from handouts.formats import FORMATS
from handouts.pdf import printing

from .making import FIRST, PICTURES, PRESS, REQUESTS, ROOT, composed, made, screen

SCRIPT = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from handouts import library
from handouts.formats import FORMATS
from handouts.pdf import printing
from handouts.compose import compose
from handouts.model.request import Request
from handouts.layout.templates import TemplateSet
root = library.data_root()
shelf, _ = library.load(library.content_folders(None), root / "styles")
leaflet, _ = compose(shelf, Request((sys.argv[2],)))
paper = printing.PrintAssets(TemplateSet([root / "templates"], root / "styles"), [root / "content" / "clinics"])
for format_ in FORMATS.values():
    printed = format_.render(leaflet, shelf.editions["large-print"], paper)
    print(format_.name, hashlib.sha256(printed.data).hexdigest())
"""


def digests(folder: Path, **machine: str) -> str:
    """The hashes of the first leaflet in all formats, made by a process of its own."""
    folder.mkdir()
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), **machine}
    call = [sys.executable, "-c", SCRIPT, str(ROOT), FIRST]
    done = subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.slow  # two more processes print; tests/pdf/test_bytes.py is the quick one
def test_other_machines_make_the_same_bytes(tmp_path: Path) -> None:
    paper = printing.PrintAssets(PRESS, PICTURES)
    text = FORMATS["text"].render(composed(REQUESTS[FIRST]), SHIPPED.editions["a4"], paper).data
    here = {"pdf": made(FIRST, "large-print").printed.data, "html": screen(FIRST).data, "text": text}
    assert all(len(data) > 5_000 for data in here.values())
    expected = "".join(f"{name} {hashlib.sha256(data).hexdigest()}\n" for name, data in here.items())
    settings = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LANG": "C"}
    others = {
        "PYTHONHASHSEED": "4711",
        "TZ": "Asia/Kathmandu",
        "LANG": "de_DE.UTF-8",
        "LC_ALL": "C.UTF-8",
        "SOURCE_DATE_EPOCH": "1",
        "TMPDIR": str(tmp_path),
        "COLUMNS": "40",
    }
    assert digests(tmp_path / "one", **settings) == expected
    assert digests(tmp_path / "another", **others) == expected
