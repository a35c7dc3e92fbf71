"""Folders into one library: every file read once, every reference followed, every fault of every file in one report.

This package alone knows the shape of `content/`:

    conditions/ exercises/ advice/ clinics/ countries/ languages/ regions/ sets/ plans/   one file a record
    sources.yaml glossary.yaml stop-rules.yaml danger-signs.yaml
    subjects.yaml movements.yaml measures.yaml                registers: many records by id
    pain-guide.yaml                                    one record
    figures/<id>.json and the .svg files beside        kept drawings of exercises, conditions and advice
    ../styles/<edition>.yaml beside <edition>.css      editions

A clinic's folder lies over the shipped one: a file of it hides the shipped file of the same name, and an entry of its
registers the shipped entry. `Library.span` names kinds as `condition exercise advice clinic country region set plan
source term stop-rule danger-sign subject pain-guide edition`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from handouts.diagnostics import Diagnostic, in_order
from handouts.library.consistency import check_references
from handouts.library.folders import Layer
from handouts.library.kinds import FOLDERS, PAIN_GUIDE, REGISTERS
from handouts.library.loading import read_editions, read_records
from handouts.library.own_pictures import read_own_pictures
from handouts.library.pictures import KeptDrawings, check_logos
from handouts.library.placeholders import check_placeholders
from handouts.library.store import RecordStore
from handouts.library.unwritten_texts import check_unwritten
from handouts.model import Library

__all__ = ["FOLDERS", "PAIN_GUIDE", "REGISTERS", "content_folders", "data_root", "load", "read"]


def data_root() -> Path:
    """The folder that holds content/, templates/ and styles/: inside an installed package, else above the package."""
    package = Path(__file__).resolve().parent.parent
    packed = package / "_data"
    return packed if packed.is_dir() else package.parent


def content_folders(overlay: Path | None) -> list[Path]:
    """Where content is looked for, first hit first: the clinic's folder, then the shipped one."""
    shipped = data_root() / "content"
    return [shipped] if overlay is None else [overlay, shipped]


def read(content: Sequence[Path], styles: Path) -> tuple[Library, KeptDrawings, list[Diagnostic]]:
    """Everything that is written. Earlier folders lie over later ones. Reports HND1xx, HND2xx, HND3xx and HND701.

    A file with faults is left out of the library, and what refers to it is not reported as well. The drawings are
    `figures` of the library; each is read at its first use, and they have its findings.
    """
    store = RecordStore()
    layers = [Layer(folder, store.found) for folder in content]
    read_records(store, layers)
    read_editions(store, styles)
    check_references(store)
    check_placeholders(store)
    check_unwritten(store)
    check_logos(store, layers)
    drawings = KeptDrawings(store, layers, read_own_pictures(store, layers))
    return store.library(drawings), drawings, in_order(store.found)


def load(content: Sequence[Path], styles: Path) -> tuple[Library, list[Diagnostic]]:
    """Everything that is written, with all drawings and all findings; see `read`."""
    library, drawings, found = read(content, styles)
    return library, in_order([*found, *drawings.findings()])
