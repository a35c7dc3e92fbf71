"""Whether this machine can print leaflets: one check after another, each with the command that mends it.

A fault stops leaflets or makes them wrong. A weakness only makes them slower or larger. The system libraries are looked
for by the names under which the engine loads them, and before it is started, because it does not name what it misses.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from typing import Literal

from handouts import library as libraries
from handouts import model
from handouts.compose import compose
from handouts.diagnostics import Diagnostic, has_errors
from handouts.files import reading, writing
from handouts.library import scope
from handouts.library.source import MAX_BYTES
from handouts.model import Library
from handouts.model.request import Request
from handouts.pdf import fonts, world_fonts
from handouts.pdf.system_libraries import loaded as _loaded
from handouts.pipeline.workspace import Workspace, open_workspace

State = Literal["ok", "weak", "fault"]

OLDEST_PYTHON = (3, 11)
OLDEST_PANGO = (1, 44)

#: Leaflets that the test print tries before it gives up.
MOST_TRIED = 3

#: What mends a missing library, by the package manager that is there.
MANAGERS = {"apt-get": "sudo apt-get install", "dnf": "sudo dnf install", "apk": "sudo apk add", "brew": "brew install"}
PACKAGES = {
    "pango": {"apt-get": "libpangoft2-1.0-0", "dnf": "pango", "apk": "pango fontconfig", "brew": "pango"},
    "subset": {"apt-get": "libharfbuzz-subset0", "dnf": "harfbuzz", "apk": "harfbuzz-subset", "brew": "harfbuzz"},
    "python": {"apt-get": "python3 python3-venv", "dnf": "python3", "apk": "python3", "brew": "python"},
}
LIBRARIES = {"pango": ("libpango-1.0", "libpangoft2-1.0"), "subset": ("libharfbuzz-subset",)}


@dataclass(frozen=True, slots=True)
class Check:
    """The check of one requirement: what was found, and how to mend it."""

    name: str
    state: State
    found: str
    mend: str = ""


def examine(folder: Path, overlay: Path | None) -> list[Check]:
    """All checks, in the order in which their faults should be mended.

    Args:
        folder: where leaflets would be written.
        overlay: the clinic's own content folder, whose logos are looked at too.
    """
    library, found = libraries.load(libraries.content_folders(None), libraries.data_root() / "styles")
    own = open_workspace(overlay) if overlay else None
    checks: Sequence[Callable[[], Check]] = (
        python,
        pango,
        subset,
        fast_yaml,
        validator,
        faces,
        names_faces,
        data,
        lambda: content(library, found),
        *([lambda: own_content(own)] if own else []),
        lambda: glyphs(library),
        lambda: logos(own.library, own.of_records) if own else logos(library, found),
        engine,
        drawing,
        lambda: test_print(library),
        lambda: writable(folder),
    )
    return [check() for check in checks]


# ---------------------------------------------------------------- the machine


def python() -> Check:
    version = platform.python_version()
    if sys.version_info < OLDEST_PYTHON:
        return Check("Python", "fault", f"{version}, at least 3.11 is needed", _install("python"))
    return Check("Python", "ok", version)


def pango() -> Check:
    """The library that sets lines of text."""
    if missing := [stem for stem in LIBRARIES["pango"] if _loaded(stem) is None]:
        return Check("Pango", "fault", f"{', '.join(missing)} not found", _install("pango"))
    version = _pango_version()
    if version < OLDEST_PANGO:
        return Check(
            "Pango", "fault", f"{_dotted(version)}, at least {_dotted(OLDEST_PANGO)} is needed", _install("pango")
        )
    return Check("Pango", "ok", _dotted(version))


def subset() -> Check:
    """The library that cuts fonts down to the letters that are used."""
    if _loaded(LIBRARIES["subset"][0]) is None:
        found = (
            "not found: fonts are cut down by another library, slower, and files differ from those of other machines"
        )
        return Check("harfbuzz-subset", "weak", found, _install("subset"))
    return Check("harfbuzz-subset", "ok", "found")


def fast_yaml() -> Check:
    """PyYAML's parser in C, with the same answers as the one in Python."""
    if _missing("yaml._yaml"):
        mend = f"{sys.executable} -m pip install --force-reinstall PyYAML"
        return Check("YAML in C", "weak", "not there: content is read some ten times slower", mend)
    return Check("YAML in C", "ok", "found")


def validator() -> Check:
    """The package that tries the rules of PDF/UA-1 on every finished file."""
    if _missing("page"):
        return Check("PDF/UA validator", "fault", "not there: no leaflet passes preflight", _again("page-validation"))
    return Check("PDF/UA validator", "ok", f"page-validation {version('page-validation')}")


def _missing(*modules: str) -> list[str]:
    """Those of these modules that cannot be imported."""
    missing = []
    for name in modules:
        try:
            import_module(name)
        except ImportError:
            missing.append(name)
    return missing


def _pango_version() -> tuple[int, ...]:
    found = _loaded("libpango-1.0")
    number = int(found.pango_version()) if found else 0
    return number // 10000, number // 100 % 100, number % 100


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _install(thing: str) -> str:
    """The command of this machine's package manager, or of every one that is known."""
    there = [manager for manager in MANAGERS if shutil.which(manager)] or list(MANAGERS)
    return " | ".join(f"{MANAGERS[manager]} {PACKAGES[thing][manager]}" for manager in there)


# ---------------------------------------------------------------- what is shipped


def data() -> Check:
    root = libraries.data_root()
    missing = [name for name in ("content", "templates", "styles") if not (root / name).is_dir()]
    if missing:
        return Check("shipped files", "fault", f"no {', '.join(missing)} in {root}", _again("handouts"))
    return Check("shipped files", "ok", str(root))


def faces() -> Check:
    """The bundled fonts."""
    if lost := fonts.check_faces():
        return Check("fonts", "fault", "; ".join(one.message for one in lost), _again("fontpkg-fira-sans"))
    return Check("fonts", "ok", f"{len(fonts.FACES)} faces of {', '.join(sorted(fonts.FAMILIES))}")


def names_faces() -> Check:
    """The fonts of other scripts, for names, notes and lines of a clinic."""
    missing = [face for face in world_fonts.FACES if not face.is_installed]
    if missing:
        found = f"not there: {', '.join(face.script for face in missing)}; a name in these letters has no leaflet"
        names = " ".join(dict.fromkeys(face.distribution for face in missing))
        return Check("fonts of names", "weak", found, f"{sys.executable} -m pip install {names}")
    scripts = "Latin, Greek, Cyrillic and " + ", ".join(face.script for face in world_fonts.FACES)
    return Check("fonts of names", "ok", scripts)


def content(library: Library, found: Sequence[Diagnostic]) -> Check:
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
    if fonts.check_faces():
        return Check("letters", "fault", "not looked at: fonts are missing", "mend the fonts first")
    text = "".join(_texts(library))
    if missing := fonts.missing_glyphs(text):
        return Check(
            "letters", "fault", f"no bundled font has {', '.join(missing.values())}", "handouts explain HND501"
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
    for_browsers = {*templates.glob("reports/*"), *templates.glob("desk/*")}
    for template in sorted({*templates.rglob("*.html")} - for_browsers):
        yield reading.read_text(template, MAX_BYTES)


def drawing() -> Check:
    """The packages of `handouts draw`; leaflets are printed from kept drawings without them."""
    from handouts.batch.drawing import TOOLS, installing

    if missing := _missing(*TOOLS):
        words = f"no {', '.join(missing)}: leaflets are printed from kept drawings, `handouts draw` does not work"
        return Check("drawing", "weak", words, installing().replace("`", "").removesuffix(" installs it"))
    return Check("drawing", "ok", ", ".join(f"{tool} {import_module(tool).__version__}" for tool in TOOLS))


# ---------------------------------------------------------------- the engine


def engine() -> Check:
    """WeasyPrint starts, and is the version that was tried."""
    try:
        with redirect_stdout(StringIO()):  # it prints its own complaint
            module = import_module("handouts.pdf.engine")
    except (OSError, ImportError) as fault:
        return Check("engine", "fault", f"WeasyPrint does not start ({type(fault).__name__})", _install("pango"))
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


def writable(folder: Path) -> Check:
    """A file can be put into the folder where leaflets are made."""
    probe = folder / f".handouts-doctor-{os.getpid()}.tmp"
    if fault := writing.save(probe, b"probe"):
        return Check("output folder", "fault", fault[0].message, "go to a folder of your own, or use `-o`")
    probe.unlink(missing_ok=True)
    return Check("output folder", "ok", "this folder can be written to")


def _again(package: str) -> str:
    return f"{sys.executable} -m pip install --force-reinstall {package}"
