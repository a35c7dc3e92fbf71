"""Checks of what is installed, and of a clinic's own folder: files, fonts, content, letters, logos, drawing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module

from handouts import library as libraries
from handouts import model
from handouts.diagnostics import Diagnostic, has_errors
from handouts.doctor.requirement import Check, again, missing
from handouts.files import reading
from handouts.library import scope
from handouts.library.source import MAX_BYTES
from handouts.model import Library
from handouts.pdf import fonts, world_fonts
from handouts.pipeline.workspace import Workspace


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


def drawing() -> Check:
    """The packages of `handouts draw`; leaflets are printed from kept drawings without them."""
    from handouts.batch.drawing import TOOLS, installing

    if lacking := missing(*TOOLS):
        words = f"no {', '.join(lacking)}: leaflets are printed from kept drawings, `handouts draw` does not work"
        return Check("drawing", "weak", words, installing().replace("`", "").removesuffix(" installs it"))
    return Check("drawing", "ok", ", ".join(f"{tool} {import_module(tool).__version__}" for tool in TOOLS))
