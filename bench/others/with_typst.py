"""The leaflet with typst: a compiler that stays warm, and the words of a person as its inputs; PDF/UA-1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import typst


def printer(folder: Path, fonts: Path) -> Callable[[Mapping[str, str]], bytes]:
    """`leaflet.typ` and `leaflet.json` lie in the folder."""
    compiler = typst.Compiler(str(folder / "leaflet.typ"), font_paths=[str(fonts)], ignore_system_fonts=True)
    return lambda words: compiler.compile(format="pdf", sys_inputs=dict(words), pdf_standards="ua-1")
