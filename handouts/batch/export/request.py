"""The words of a run, before anything is read."""

from __future__ import annotations

from dataclasses import dataclass

from handouts.batch.shards import Shard
from handouts.files.digest import short_digest

EVERY = "all"  # in place of a clinic or an edition


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Conditions and sets by id, and for whom and how."""

    ids: tuple[str, ...]
    everything: bool = False
    clinics: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("pdf",)
    shard: Shard | None = None
    prune: bool = False

    @property
    def hash(self) -> str:
        """The same for the same words."""
        return short_digest(repr(self), 16)
