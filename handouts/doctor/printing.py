"""Checks of the engine: it starts, and a leaflet is printed and read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO

from handouts import library as libraries
from handouts.compose import compose
from handouts.doctor.requirement import Check, install
from handouts.model import Library
from handouts.model.request import Request

#: Leaflets that the test print tries before it gives up.
MOST_TRIED = 3


def engine() -> Check:
    """WeasyPrint starts, and is the version that was tried."""
    try:
        with redirect_stdout(StringIO()):  # it prints its own complaint
            module = import_module("handouts.pdf.engine")
    except (OSError, ImportError) as fault:
        return Check("engine", "fault", f"WeasyPrint does not start ({type(fault).__name__})", install("pango"))
    if found := module.version_findings():
        return Check("engine", "weak", found[0].message, found[0].help)
    return Check("engine", "ok", f"WeasyPrint {module.TRIED}")


def test_print(library: Library) -> Check:
    """One whole leaflet, read back from its bytes: its text is there, in tags, in a language, in a bundled font."""
    try:
        with redirect_stdout(StringIO()):
            faults = _faults_of_a_print(library)
    except (OSError, ImportError):
        return Check("test print", "fault", "the engine does not start", "mend the faults above first")
    if faults:
        return Check("test print", "fault", "; ".join(faults), "handouts list --check, then report the fault")
    return Check("test print", "ok", "a leaflet was printed and read back: its text, its tags, its fonts")


def _faults_of_a_print(library: Library) -> list[str]:
    """The faults of the first leaflet that can be printed: this machine is examined, not the length of texts."""
    if not library.conditions or "example" not in library.clinics or "a4" not in library.editions:
        return ["there is no content to print"]
    first: list[str] = []
    for condition in sorted(library.conditions)[:MOST_TRIED]:
        # A leaflet that is too long says nothing about the machine: then the next one is tried.
        faults, read_back = _print(library, condition)
        if read_back:
            return faults
        first = first or faults
    return first


def _print(library: Library, condition: str) -> tuple[list[str], bool]:
    """The faults of one print, and whether it came so far as to be read back."""
    from handouts.layout.templates import TemplateSet
    from handouts.pdf import printing
    from handouts.pdf.reader import PdfReader

    root = libraries.data_root()
    leaflet, found = compose(library, Request((condition,)))
    if leaflet is None:
        return [one.message for one in found if one.is_error], False
    assets = printing.PrintAssets(TemplateSet([root / "templates"], root / "styles"), [root / "content" / "clinics"])
    printed = printing.print_leaflet(leaflet, library.editions["a4"], assets)
    if errors := [one.message for one in printed.diagnostics if one.is_error]:
        return errors, False
    with PdfReader(printed.data) as pdf:
        roles = {tag.role for tag in pdf.tags()}
        return list(_unread(pdf.text(), roles, pdf.facts(), pdf.fonts(), leaflet.title)), True


def _unread(text: str, roles: set[str], facts: Mapping[str, str], families: set[str], title: str) -> Iterator[str]:
    """The parts that a print lacks."""
    if title not in text:
        yield "the title is not found in the text"
    if not {"Document", "H1", "P", "L"} <= roles:
        yield "the print is not tagged"
    if not facts.get("Lang"):
        yield "the print has no language"
    if not families or any("Fira" not in family for family in families):
        yield f"set in other fonts: {', '.join(sorted(families)) or 'none'}"
