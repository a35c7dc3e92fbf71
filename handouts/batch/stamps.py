"""Stamps of files: what the file system knows of a file without reading it, as the index of git keeps it.

A file with the stamp that it had when it was read has the same bytes still: a change of the bytes changes the time of
change, which no program can set back where the file system keeps one, and a file that takes the place of another has a
number of its own.

Of two changes within one tick of the clock of a file system, the second leaves no trace. So a file that was changed
shortly before its stamp was kept (git calls it racily clean) is read again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import sha256

#: The stamp of a file or of many, and the time (ns) of the last change.
Stamp = tuple[str, int]

#: So long before a stamp was kept the last change must be. FAT counts two seconds, others some milliseconds.
SETTLED_NS = 2_000_000_000


def of_file(path: str) -> Stamp:
    """The stamp of a file, of a link itself. Raises OSError where it is not there."""
    return of(os.lstat(path))


def of(info: os.stat_result) -> Stamp:
    """The stamp of what `os.stat` gave."""
    # On Windows the second time is that of creation.
    changed_ns = info.st_mtime_ns if os.name == "nt" else info.st_ctime_ns
    return f"{info.st_size} {info.st_mtime_ns} {info.st_ctime_ns} {info.st_ino}", changed_ns


def of_entry(entry: os.DirEntry[str]) -> Stamp:
    """The stamp of a file that a walk has found; of one that has gone since, none."""
    try:
        return of(entry.stat(follow_symlinks=False))
    except OSError:
        return "", 0


def of_many(named: Iterable[tuple[str, Stamp]], *more: str) -> Stamp:
    """One stamp for files by their names in any order, and for other words that it depends on."""
    lines, newest_ns = [*more], 0
    for name, (stamp, changed_ns) in named:
        lines.append(f"{name}\0{stamp}")
        newest_ns = max(newest_ns, changed_ns)
    return sha256("\n".join(sorted(lines)).encode("utf-8", "surrogateescape")).hexdigest(), newest_ns
