"""What an export is to make, and how. Imports nothing heavy, for the fast path."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from handouts.batch import shards
from handouts.batch.inputs import Inputs
from handouts.batch.shards import Shard
from handouts.files.digest import short_digest

EVERY = "all"  # in place of a clinic or an edition


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Which leaflets: conditions and sets by id, for which clinics, in which editions and formats."""

    ids: tuple[str, ...]
    everything: bool = False
    clinics: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("pdf",)
    shard: Shard | None = None
    prune: bool = False
    fillable: bool = False
    for_site: bool = False  #: for the pages of a site: where no edition is named, large print too

    @property
    def hash(self) -> str:
        """The same for the same request; the cache of the folder remembers results by it."""
        return short_digest(repr(self), 16)


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """A request with the folder that it fills.

    Args:
        overlay: the clinic's own content folder.
        inputs: all files that leaflets are made from.
        look_inside: compare the bytes of inputs and of files that are in place already, and not only their stamps.
    """

    request: ExportRequest
    folder: Path
    overlay: Path | None
    today: datetime.date
    inputs: Inputs
    look_inside: bool = False
    dry_run: bool = False

    @property
    def state_dir(self) -> Path:
        """Where this run keeps lock, journal and cache."""
        return self.folder / shards.state_dir(self.request.shard)
