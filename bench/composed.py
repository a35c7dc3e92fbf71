"""The leaflets of people, composed as the program does it; leaflets that many share are composed once."""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import lru_cache

from people import CONDITION, Patient

from handouts.compose.wording import ENGLISH, Wording
from handouts.model import Edition
from handouts.model.choices import Choice
from handouts.model.leaflet import Leaflet, Personal
from handouts.model.request import Request
from handouts.pdf import printing
from handouts.pdf.printing import PrintAssets, assets
from handouts.pipeline import RunCache, RunOptions, run
from handouts.pipeline.workspace import open_workspace

TODAY = datetime.date(2026, 11, 22)
EDITION = "a4"


@lru_cache(maxsize=1)
def print_assets() -> PrintAssets:
    return assets(open_workspace(None).overlay)


class Leaflets:
    def __init__(self) -> None:
        self._workspace = open_workspace(None)
        self.edition: Edition = self._workspace.library.editions[EDITION]
        self._cache: RunCache = {}
        self._shared: dict[object, Leaflet] = {}

    def of(self, patient: Patient) -> Leaflet:
        shared = self._of_request(patient)
        words = Wording.of(ENGLISH, shared.language)
        day, born = words.day(patient.date), words.day(patient.born)
        personal = Personal(patient.name, patient.clinician, day, patient.notes, patient.reference, born)
        return replace(shared, personal=personal)

    def _of_request(self, patient: Patient) -> Leaflet:
        key = tuple(sorted(patient.settings.items())), patient.only
        if key not in self._shared:
            request = Request((CONDITION,), settings=patient.settings, choice=Choice(patient.only))
            made = run(self._workspace, request, TODAY, RunOptions(EDITION, cache=self._cache)).leaflet
            assert made is not None, patient
            self._shared[key] = made
        return self._shared[key]

    def printed(self, patient: Patient) -> bytes:
        """The full print, which all else is compared with."""
        made = printing.print_leaflet(self.of(patient), self.edition, print_assets())
        assert made.data, made.diagnostics
        return made.data
