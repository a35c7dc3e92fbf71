"""What a verb works with: the library, what was found in it, and the folders that paper is printed from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from handouts import library as shelves
from handouts.diagnostics import Diagnostic, in_order
from handouts.model import Library
from handouts.wording import Wording

if TYPE_CHECKING:
    from handouts.printing import Paper

EXAMPLE = "example"


@dataclass(frozen=True, slots=True)
class Shop:
    """The content that was read, and where it lies."""

    library: Library
    found: tuple[Diagnostic, ...]
    overlay: Path | None

    def usual_clinic(self) -> str:
        """The clinic that nobody needs to name: the only one in the clinic's own folder, else the example."""
        own = sorted((self.overlay / "clinics").glob("*.yaml")) if self.overlay else []
        return own[0].stem if len(own) == 1 else EXAMPLE

    def paper(self) -> Paper:
        """Templates, styles and pictures; the clinic's own come first."""
        from handouts.printing import Paper
        from handouts.typeset import Press

        root = shelves.data_root()
        own = [self.overlay] if self.overlay else []
        templates = [folder for base in (*own, root) if (folder := base / "templates").is_dir()]
        pictures = [folder for base in (*own, root / "content") if (folder := base / "clinics").is_dir()]
        return Paper(Press(templates, root / "styles"), pictures)


def opened(overlay: Path | None) -> Shop:
    """Reads all content, the clinic's own folder over the shipped one."""
    library, found = shelves.load(shelves.content_folders(overlay), shelves.data_root() / "styles")
    library, unknown = _without_unknown_locales(library)
    return Shop(library, tuple(in_order([*found, *unknown])), overlay)


def _without_unknown_locales(library: Library) -> tuple[Library, list[Diagnostic]]:
    """A region whose locale nobody knows is left out, as a file with faults is. Reports HND203."""
    unknown = [one for one in library.regions.values() if not Wording.knows(one.locale)]
    advice = "write the language and the country, such as en_GB"
    found = [
        Diagnostic("HND203", f"there is no locale `{one.locale}`", advice, library.span("region", one.id, "locale"))
        for one in unknown
    ]
    known = {id_: one for id_, one in library.regions.items() if one not in unknown}
    return (replace(library, regions=known) if unknown else library), found
