"""One run at a time in a folder. The kernel holds the lock, so that a run that was killed leaves none behind."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from handouts.diagnostics import Diagnostic
from handouts.files import writing

NAME = "lock"
NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)  # how network disks say so
CAN_SHARE = os.name != "nt"  # Windows has no locks that several hold: there, a shard locks its own directory alone
FAR = 1 << 30  # Windows locks a byte and nobody may read it: one past all that is written


@contextmanager
def held(state_dir: Path, folder: Path, by: str, together: bool = False) -> Iterator[list[Diagnostic]]:
    """The lock in a state directory (`DIR/.handouts`), while entered. Reports HND950 or HND702, without the lock.

    Held `together`, others may hold it so too, and nobody alone.
    `by`, the command that runs, never its arguments, is shown to the next run. The file stays: removing it would let
    two runs lock two files of one name.
    """
    if together and not CAN_SHARE:
        yield []
        return
    try:
        descriptor = os.open(state_dir / NAME, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
    except OSError as fault:
        yield [writing.unwritable(state_dir / NAME, fault)]
        return
    try:
        if lost := _claimed(descriptor, state_dir / NAME, folder, by, together):
            yield lost
            return
        try:
            yield []
        finally:
            # Emptied while it is still held: the next run must not read the name of one that has ended.
            with suppress(OSError):
                os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _claimed(descriptor: int, path: Path, folder: Path, by: str, together: bool) -> list[Diagnostic]:
    """Takes the lock and says who has it, if it is one; or why not."""
    try:
        if not _taken(descriptor, together):
            return [_busy(folder, descriptor)]
        os.ftruncate(descriptor, 0)
        # Of several holders the last would overwrite the words of the others.
        if not together:
            import socket  # not at the top: the fast path of export takes no lock

            os.write(descriptor, f"{by}, process {os.getpid()} on {socket.gethostname()}".encode())
    except OSError as fault:
        if fault.errno in NO_LOCKS:
            advice = "choose a folder on a disk of this machine with `-o`, and copy the files after"
            return [Diagnostic("HND702", f"`{path}` cannot be locked: this disk keeps no locks", advice)]
        return [writing.unwritable(path, fault)]
    return []


def _taken(descriptor: int, together: bool) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            os.lseek(descriptor, FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(descriptor, (fcntl.LOCK_SH if together else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    # A held lock is EWOULDBLOCK for flock, and access denied for Windows.
    except (BlockingIOError, PermissionError):
        return False
    return True


def _busy(folder: Path, descriptor: int) -> Diagnostic:
    os.lseek(descriptor, 0, os.SEEK_SET)
    who = os.read(descriptor, 300).decode("utf-8", "replace")
    return Diagnostic(
        "HND950",
        f"another run writes into `{folder}`{f': {who}' if who else ''}",
        "wait until it has ended, or choose another folder with `-o`",
    )
