"""The content that a command works with, and the clinic's own folder."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from handouts import library
from handouts.compose.wording import Wording
from handouts.diagnostics import Diagnostic, in_order
from handouts.library import scope
from handouts.library.folders import shown
from handouts.library.pictures import KeptDrawings
from handouts.model import Library
from handouts.model.request import DEFAULT_CLINIC, NO_CLINIC


@dataclass(frozen=True, slots=True)
class Workspace:
    """The library with the findings of reading it, and the clinic's own folder, if any.

    `of_records` are the findings of all files but kept drawings, which are read when they are used.
    """

    library: Library
    of_records: tuple[Diagnostic, ...]
    overlay: Path | None
    drawings: KeptDrawings | None = None

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """All findings, with those of all drawings."""
        return self._with_drawings(None)

    def split(self, keys: frozenset[str]) -> tuple[list[Diagnostic], list[Diagnostic]]:
        """The findings in files with these keys, and those in all other files.

        Other drawings are not read, so neither part has findings of theirs.
        """
        return scope.split(self._with_drawings({key.rpartition("/")[2] for key in keys}), keys)

    def _with_drawings(self, ids: Collection[str] | None) -> tuple[Diagnostic, ...]:
        of_drawings = () if self.drawings is None else self.drawings.findings(ids)
        return tuple(in_order([*self.of_records, *of_drawings])) if of_drawings else self.of_records

    def default_clinic(self) -> str:
        """The clinic of a request that names none: the only one of the own folder, the example where it has none.

        Of several none is right, so the answer is `NO_CLINIC`, which every request reports (HND001).
        """
        own = self.own_clinics()
        return DEFAULT_CLINIC if not own else own[0] if len(own) == 1 else NO_CLINIC

    def without_clinic(self, chosen: str | None) -> list[Diagnostic]:
        """HND004 where the own folder has no clinic and none is chosen: its leaflets would have the invented clinic."""
        if chosen or self.overlay is None or self.own_clinics():
            return []
        folder = self.overlay / "clinics"
        message = f"no clinic is in `{shown(folder)}`: the invented clinic `{DEFAULT_CLINIC}` is printed on the leaflet"
        advice = f"put the file of your clinic there: `handouts new clinic my-clinic --content {shown(self.overlay)}`"
        if self.overlay.absolute().name in library.FOLDERS:
            advice = f"give the folder above: `--content {shown(self.overlay.absolute().parent)}`"
        return [Diagnostic("HND004", message, f"{advice}; `--clinic {DEFAULT_CLINIC}` prints the example on purpose")]

    def own_clinics(self) -> list[str]:
        """The ids of the clinics in the clinic's own folder, also of those whose files have errors.

        Invented clinics count only where there is no other, since a copy of the shipped folder has the example too.
        """
        if self.overlay is None:
            return []
        folder = self.overlay / "clinics"
        known = scope.known(self.library, self.of_records, "clinics")
        own = sorted({path.name.split(".")[0] for path in folder.glob("*")} & known)
        invented = {id_ for id_, one in self.library.clinics.items() if one.example}
        return [id_ for id_ in own if id_ not in invented] or own


def open_workspace(overlay: Path | None) -> Workspace:
    """Reads all content; files of the clinic's own folder replace shipped ones."""
    records, drawings, findings = library.read(library.content_folders(overlay), library.data_root() / "styles")
    records, unknown = _without_unknown_locales(records)
    return Workspace(records, tuple(in_order([*findings, *unknown])), overlay, drawings)


def _without_unknown_locales(records: Library) -> tuple[Library, list[Diagnostic]]:
    """Leaves out countries with an unknown locale, as files with faults are. Reports HND203."""
    # The schema cannot check this: only `compose.wording` may import Babel, which knows the locales.
    unknown = [country for country in records.countries.values() if not Wording.knows(country.locale)]
    advice = "write the language and the country, such as en_GB"
    findings = [
        Diagnostic("HND203", f"there is no locale `{one.locale}`", advice, records.span("country", one.id, "locale"))
        for one in unknown
    ]
    known = {id_: one for id_, one in records.countries.items() if one not in unknown}
    return (replace(records, countries=known) if unknown else records), findings
