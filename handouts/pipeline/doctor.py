"""`handouts doctor`: can this machine print leaflets? One check after another; `machine.py` has those of its parts.

A fault stops leaflets or makes them wrong. A weakness only makes them slower or larger.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from handouts import library as libraries
from handouts import model
from handouts.compose import compose
from handouts.diagnostics import Diagnostic, has_errors
from handouts.files import reading
from handouts.library import scope
from handouts.library.source import MAX_BYTES
from handouts.model import Library
from handouts.model.request import Request
from handouts.pdf import fonts, world_fonts
from handouts.pipeline import machine
from handouts.pipeline.machine import Check, again
from handouts.pipeline.workspace import Workspace, open_workspace

#: Leaflets that the test print tries before it gives up.
MOST_TRIED = 3


def examine(folder: Path, overlay: Path | None) -> list[Check]:
    """All checks, in the order in which their faults should be corrected.

    Args:
        folder: where leaflets would be written.
        overlay: the clinic's own content folder, whose logos are looked at too.
    """
    library, found = libraries.load(libraries.content_folders(None), libraries.data_root() / "styles")
    own = open_workspace(overlay) if overlay else None
    checks: Sequence[Callable[[], Check]] = (
        machine.python,
        machine.pango,
        machine.subset,
        machine.fast_yaml,
        machine.validator,
        faces,
        names_faces,
        data,
        lambda: content(library, found),
        *([lambda: own_content(own)] if own else []),
        lambda: glyphs(library),
        lambda: logos(own.library, own.of_records) if own else logos(library, found),
        machine.engine,
        machine.drawing,
        lambda: test_print(library),
        lambda: machine.writable(folder),
    )
    return [check() for check in checks]


def data() -> Check:
    root = libraries.data_root()
    lacking = [name for name in ("content", "templates", "styles") if not (root / name).is_dir()]
    if lacking:
        return Check("shipped files", "fault", f"no {', '.join(lacking)} in {root}", again("handouts"))
    return Check("shipped files", "ok", str(root))


def faces() -> Check:
    """The bundled fonts."""
    if lost := fonts.check_faces():
        return Check("fonts", "fault", "; ".join(one.message for one in lost), again("fontpkg-fira-sans"))
    return Check("fonts", "ok", f"{len(fonts.FACES)} faces of {', '.join(sorted(fonts.FAMILIES))}")


def names_faces() -> Check:
    """The fonts of other scripts, for names, notes and lines of a clinic."""
    lacking = [face for face in world_fonts.FACES if not face.is_installed]
    if lacking:
        found = f"not there: {', '.join(face.script for face in lacking)}; a name in these letters has no leaflet"
        names = " ".join(dict.fromkeys(face.distribution for face in lacking))
        return Check("fonts of names", "weak", found, f"{sys.executable} -m pip install {names}")
    scripts = "Latin, Greek, Cyrillic and " + ", ".join(face.script for face in world_fonts.FACES)
    return Check("fonts of names", "ok", scripts)


def content(library: Library, found: Sequence[Diagnostic]) -> Check:
    # Warnings of content stop no leaflet, and the machine is what is examined.
    errors = sum(one.is_error for one in found)
    counted = (
        f"{len(library.conditions)} conditions, {len(library.exercises)} exercises, {len(library.advice)} advice blocks"
    )
    if errors or not library.conditions:
        return Check("content", "fault", f"{counted}, {errors} errors", "handouts list --check")
    return Check("content", "ok", counted)


def own_content(opened: Workspace) -> Check:
    """The clinic's own folder: its folders can be read and have the names of content, and a clinic is in it."""
    found = [*filter(scope.is_of_folder, opened.of_records), *opened.without_clinic(None)]
    if not found:
        return Check("own content", "ok", f"clinics: {', '.join(opened.own_clinics())}")
    words = "; ".join(f"{one.span.file}: {one.message}" if one.span else one.message for one in found)
    return Check("own content", "fault" if has_errors(found) else "weak", words, found[0].help)


def glyphs(library: Library) -> Check:
    """Every character of the shipped content and templates is in a bundled font."""
    # Without the fonts every letter would be missing: one finding has the cause.
    if fonts.check_faces():
        return Check("letters", "fault", "not looked at: fonts are missing", "mend the fonts first")
    text = "".join(_texts(library))
    if lacking := fonts.missing_glyphs(text):
        return Check(
            "letters", "fault", f"no bundled font has {', '.join(lacking.values())}", "handouts explain HND501"
        )
    return Check("letters", "ok", f"all {len(set(text))} characters of content and templates can be set")


def logos(library: Library, found: Iterable[Diagnostic]) -> Check:
    """Every logo, shipped or of the clinic's own folder, can be printed. Args: `found` are the findings of reading."""
    wrong = [one for one in found if one.code in ("HND307", "HND312")]
    if wrong:
        words = "; ".join(one.message for one in wrong)
        return Check("logos", "fault" if has_errors(wrong) else "weak", words, wrong[0].help)
    return Check("logos", "ok", f"{sum(one.logo is not None for one in library.clinics.values())} can be printed")


def _texts(library: Library) -> Iterator[str]:
    kinds: Sequence[Mapping[str, object]] = (
        library.conditions, library.exercises, library.advice, library.countries, library.regions, library.glossary,
        library.stop_rules,
    )  # fmt: skip
    for records in kinds:
        for record in records.values():
            yield from (text for _, text in model.texts(record))
    for clinic in library.clinics.values():
        yield from (value for value in clinic.model_dump().values() if isinstance(value, str))
    for source in library.sources.values():
        yield source.short or source.name
    templates = libraries.data_root() / "templates"
    # A browser has fonts of its own for the pages that are not printed.
    for_browsers = {*templates.glob("reports/*"), *templates.glob("desk/*")}
    for template in sorted({*templates.rglob("*.html")} - for_browsers):
        yield reading.read_text(template, MAX_BYTES)


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
