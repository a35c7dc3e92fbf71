"""What leaflets are printed with: program, packages, system libraries, fonts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from handouts import __version__
from handouts.batch import inputs
from handouts.pdf import fonts, system_libraries, world_fonts

#: The packages that set, lay out and write a page.
ENGINE_PACKAGES = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "cssselect2", "fonttools", "pyphen", "Pillow",
                  "pikepdf", "uharfbuzz")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Toolchain:
    """The versions by their names, and a short name for all of them."""

    parts: dict[str, Any]
    hash: str

    @property
    def entry(self) -> dict[str, Any]:
        """As the manifest lists it."""
        return {self.hash: self.parts}


def toolchain() -> Toolchain:
    """That of this machine."""
    installed = {face.distribution for face in world_fonts.FACES if face.is_installed}
    parts = {
        "handouts": __version__,
        "packages": {name: version(name) for name in (*ENGINE_PACKAGES, *sorted(installed))},
        "libraries": system_libraries.versions(),
        "fonts": {Path(face.file).name: sha256(inputs.bytes_of(face.path)).hexdigest() for face in fonts.FACES},
        "code": inputs.printing_code(),
    }
    return Toolchain(parts, digest_of(parts)[:12])


def digest_of(value: object) -> str:
    """The SHA-256 of a JSON value."""
    return sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
