"""What the application works with: the content that is open, the clinic, and the printers. Nothing of a person."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from handouts.compose.wording import Wording
from handouts.desk import shelf
from handouts.desk.bases import Bases
from handouts.desk.composing import Composer, wording_of
from handouts.desk.printers import Printers
from handouts.layout.assets import PrintAssets, assets
from handouts.pipeline.search import Index
from handouts.pipeline.workspace import Workspace

ANY_WORD = "p"  # a letter with which some word of every leaflet begins


@dataclass(slots=True)
class Desk:
    """The state of a server.

    Args:
        workspace: the content as it was last read; `--edit` replaces it when a file changes.
        clinic: who hands the leaflets over.
        today: gives the day that a leaflet is dated with.
        edit: whether findings show their place in the files, and changes of files are followed.
        revision: counts the times that the content was read.
    """

    workspace: Workspace
    clinic: str
    today: Callable[[], datetime.date]
    printers: Printers
    edit: bool = False
    revision: int = 1
    composer: Composer = field(init=False)
    bases: Bases = field(init=False)
    _indexes: tuple[Index, Index] | None = field(init=False)
    _indexing: Lock = field(init=False, default_factory=Lock)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    asked: asyncio.Event = field(default_factory=asyncio.Event)  #: set by a page that has come, and by each search
    saving: asyncio.Lock = field(default_factory=asyncio.Lock)  #: of a plan, one at a time

    def __post_init__(self) -> None:
        self._open(self.workspace)

    def replace(self, workspace: Workspace) -> None:
        """Goes on with content that was read again, and wakes those who wait for it.

        Without the clinic there is no page: where its file has errors, the last content stays, with the new findings.
        """
        if self.clinic not in workspace.library.clinics:
            workspace = replace(workspace, library=self.workspace.library)
        self._open(workspace)
        self.revision += 1
        # A new event for those who wait from now on: the old one stays set for those who have not gone on yet.
        self.changed.set()
        self.changed = asyncio.Event()

    def _open(self, workspace: Workspace) -> None:
        with self._indexing:  # indexes of the old content that are being made must not come after this
            self.workspace, self.composer = workspace, Composer(workspace, self.clinic)
            self._indexes, self.bases = None, Bases()

    def indexes(self) -> tuple[Index, Index]:
        """Leaflets and exercises for the search, made once: a search waits while another thread makes them."""
        with self._indexing:
            if self._indexes is None:
                library = self.workspace.library
                self._indexes = shelf.index(library, self.clinic), shelf.exercises(library, self.clinic)
            return self._indexes

    def warm(self) -> None:
        """Makes the indexes, and splits the texts by which leaflets are found: the first search takes no longer."""
        leaflets, exercises = self.indexes()
        shelf.found(leaflets, ANY_WORD, self.workspace.library, self.wording, exercises)

    @property
    def wording(self) -> Wording:
        return wording_of(self.workspace.library, self.clinic)

    @property
    def assets(self) -> PrintAssets:
        return assets(self.workspace.overlay)

    @property
    def own_plans(self) -> tuple[str, ...]:
        """The plans of the clinic's own folder: its favourites."""
        folder: Path | None = self.workspace.overlay
        return tuple(path.stem for path in (folder / "plans").glob("*.yaml")) if folder else ()
