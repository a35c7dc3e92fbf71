"""Shares of a run, for several machines. Imports nothing heavy."""

from __future__ import annotations

import re

from handouts.files.digest import short_digest

STATE_DIR = ".handouts"  # what the program keeps in the folder: lock, journal, files that are not whole yet

Shard = tuple[int, int]  #: (2, 5) is the second of five; without one, a run is whole


def is_in_shard(name: str, shard: Shard | None) -> bool:
    """Whether a file belongs to a share: by its name alone, so that the shares together are the whole."""
    return shard is None or int(short_digest(name, 12), 16) % shard[1] == shard[0] - 1


def marked(name: str, shard: Shard | None) -> str:
    """A name that each share has for itself: `failed.2-of-5.csv`."""
    if shard is None:
        return name
    stem, dot, suffix = name.partition(".")
    return f"{stem}.{label(shard)}{dot}{suffix}"


def is_marked(name: str, of: str) -> bool:
    """Whether a name is that which some share has for itself."""
    stem, dot, suffix = of.partition(".")
    return re.fullmatch(rf"{re.escape(stem)}\.[0-9]+-of-[0-9]+{re.escape(dot + suffix)}", name) is not None


def state_dir(shard: Shard | None) -> str:
    """A shard has a directory of its own, so that shards may run side by side."""
    return STATE_DIR if shard is None else f"{STATE_DIR}/{label(shard)}"


def label(shard: Shard) -> str:
    return f"{shard[0]}-of-{shard[1]}"
