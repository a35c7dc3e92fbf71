"""The content that a command works with, and the clinic's own folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from handouts import library
from handouts.compose.wording import Wording
from handouts.diagnostics import Diagnostic, in_order
from handouts.model import Library
from handouts.model.leaflet import DEFAULT_CLINIC


@dataclass(frozen=True, slots=True)
class Workspace:
    """The library with the findings of reading it, and the clinic's own folder, if any."""

    library: Library
    findings: tuple[Diagnostic, ...]
    overlay: Path | None

    def default_clinic(self) -> str:
        """The clinic of a request that names none: the only one in the clinic's own folder, else the example."""
        own = sorted((self.overlay / "clinics").glob("*.yaml")) if self.overlay else []
        return own[0].stem if len(own) == 1 else DEFAULT_CLINIC


def open_workspace(overlay: Path | None) -> Workspace:
    """Reads all content; files of the clinic's own folder replace shipped ones."""
    records, findings = library.load(library.content_folders(overlay), library.data_root() / "styles")
    records, unknown = _without_unknown_locales(records)
    return Workspace(records, tuple(in_order([*findings, *unknown])), overlay)


def _without_unknown_locales(records: Library) -> tuple[Library, list[Diagnostic]]:
    """Leaves out regions with an unknown locale, as files with faults are. Reports HND203."""
    # The schema cannot check this: only `compose.wording` may import Babel, which knows the locales.
    unknown = [region for region in records.regions.values() if not Wording.knows(region.locale)]
    advice = "write the language and the country, such as en_GB"
    findings = [
        Diagnostic("HND203", f"there is no locale `{one.locale}`", advice, records.span("region", one.id, "locale"))
        for one in unknown
    ]
    known = {id_: one for id_, one in records.regions.items() if one not in unknown}
    return (replace(records, regions=known) if unknown else records), findings
