"""What a verb works with: the library, what was found in it, and the folders that paper is printed from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from handouts import library as shelves
from handouts.compose.wording import Wording
from handouts.diagnostics import Diagnostic, in_order
from handouts.model import Library
from handouts.model.leaflet import DEFAULT_CLINIC


@dataclass(frozen=True, slots=True)
class Workspace:
    """The content that was read, and where it lies."""

    library: Library
    findings: tuple[Diagnostic, ...]
    overlay: Path | None

    def default_clinic(self) -> str:
        """The clinic that nobody needs to name: the only one in the clinic's own folder, else the example."""
        own = sorted((self.overlay / "clinics").glob("*.yaml")) if self.overlay else []
        return own[0].stem if len(own) == 1 else DEFAULT_CLINIC


def open_workspace(overlay: Path | None) -> Workspace:
    """Reads all content, the clinic's own folder over the shipped one."""
    library, found = shelves.load(shelves.content_folders(overlay), shelves.data_root() / "styles")
    library, unknown = _without_unknown_locales(library)
    return Workspace(library, tuple(in_order([*found, *unknown])), overlay)


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
