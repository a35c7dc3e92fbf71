"""The leaflet with typst: a compiler that is kept, and the words of a person in a file; PDF/UA-1.

The compiler keeps the results of functions that read no changed file. Words given as `sys_inputs` would be a part of
its library, which every function reads: a leaflet took ten times as long.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import typst


def printer(folder: Path, fonts: Path) -> Callable[[Mapping[str, str]], bytes]:
    """`leaflet.typ` and `leaflet.json` lie in the folder."""
    person = folder / "person.json"
    person.write_text("{}", "utf-8")
    compiler = typst.Compiler(str(folder / "leaflet.typ"), font_paths=[str(fonts)], ignore_system_fonts=True)

    def printed(words: Mapping[str, str]) -> bytes:
        person.write_text(json.dumps(words), "utf-8")
        return compiler.compile(format="pdf", pdf_standards="ua-1")

    return printed
