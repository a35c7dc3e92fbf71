"""The words of a run, before anything is read."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

EVERY = "all"  # in place of a clinic or an edition


@dataclass(frozen=True, slots=True)
class Asking:
    """Conditions and sets by id, and for whom and how. `shard` is (2, 5) for the second of five."""

    ids: tuple[str, ...]
    everything: bool = False
    clinics: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("pdf",)
    shard: tuple[int, int] | None = None
    prune: bool = False

    @property
    def hash(self) -> str:
        """The same for the same words."""
        return sha256(repr(self).encode()).hexdigest()[:16]


def is_in_shard(name: str, shard: tuple[int, int] | None) -> bool:
    """Whether a file belongs to one of N shares: by its name alone, so that the shares together are the whole."""
    return shard is None or int(sha256(name.encode()).hexdigest()[:12], 16) % shard[1] == shard[0] - 1
