"""Files appear whole or not at all: a temporary name in the same folder, flushed to the disk, then put in place.

Whatever breaks in between (a full disk, Ctrl-C, a signal that the program turns into an exception), the file that
was there stays as it was and no temporary file is left behind.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from handouts.diagnostics import Diagnostic
from handouts.files import reading

NEW_FILE_MODE = 0o666  # before the umask of the user
SIDE_BY_SIDE = 32  # files that are flushed at a time: the disk takes them together


def save(path: Path, data: bytes | Iterable[bytes], alone: bool = False) -> list[Diagnostic]:
    """Write a whole file, keeping the permissions of the one it replaces. Reports HND702.

    A large one may come in parts; what goes wrong while they are made leaves no file. Who holds the folder and so
    writes the file `alone` also takes away what a killed run left of it.

    A symbolic link is followed, a device or pipe is written straight to. A missing folder is a fault: a folder
    the user did not request is most often a typing error in the path.
    """
    if alone:
        sweep_beside(path)
    try:
        _put(Path(os.path.realpath(path)), (data,) if isinstance(data, bytes) else data)
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as fault:
        return [unwritable(path, fault)]
    return []


def foreseen(path: Path) -> list[Diagnostic]:
    """Why `save` will not write this file, as far as that shows before there is anything to write. Reports HND702."""
    try:
        real = Path(os.path.realpath(path))
        if _is_file(_there(real)):
            _check_folder(real.parent)
    except (OSError, ValueError) as fault:
        return [unwritable(path, fault)]
    return []


def save_many(files: Mapping[Path, bytes], workshop: Path, called: Mapping[Path, str] = {}) -> list[Diagnostic]:
    """Puts many files in place, each whole or not at all, with the folders they need. Reports HND702 once.

    Messages name a file by `called` where its own name is a person's.

    They are made in `workshop`, a folder of the same file system that this run alone uses, and put in place when all of
    them are safe on the disk. Written side by side they share the disk's flushes: 0.4 ms a file instead of 5.
    A symbolic link is replaced, not followed.
    """
    from concurrent.futures import ThreadPoolExecutor  # most commands write one file, or none

    made = {path: workshop / f"{secrets.token_hex(8)}.tmp" for path in files}
    path = workshop
    try:
        with ThreadPoolExecutor(SIDE_BY_SIDE) as threads:
            writing = {path: threads.submit(_fill, made[path], (data,)) for path, data in files.items()}
        for path in files:
            writing[path].result()
        for path in files:
            _put_in_place(made[path], path)
        for path in {path.parent for path in files}:
            _flush_folder(path)
    except (OSError, ValueError) as fault:
        _remove(made.values())
        return [unwritable(path, fault, called.get(path, ""))]
    except BaseException:
        _remove(made.values())
        raise
    return []


def sweep(workshop: Path) -> None:
    """Removes what a killed run left unfinished. The caller must hold the lock of the folder."""
    _remove(workshop.glob("*.tmp"))


def sweep_beside(path: Path) -> None:
    """Removes what killed runs left of this one file, beside it. Nobody else may be writing it."""
    real = Path(os.path.realpath(path))
    _remove(real.parent.glob(f"{_unfinished(real)}*.tmp"))


def delete(path: Path) -> list[Diagnostic]:
    """A file away, if it is there. Reports HND702."""
    try:
        path.unlink(missing_ok=True)
    except OSError as fault:
        return [unwritable(path, fault, done="deleted")]
    return []


def _put_in_place(temporary: Path, path: Path) -> None:
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True)
        _flush_folder(path.parent.parent)
    if not os.access(path, os.W_OK) and path.exists():
        raise PermissionError(errno.EACCES, "write-protected")
    temporary.replace(path)


def _remove(temporaries: Iterable[Path]) -> None:
    for temporary in temporaries:
        with contextlib.suppress(OSError):
            temporary.unlink()


def pour(stream: BinaryIO | None, data: bytes) -> list[Diagnostic]:
    """Write all bytes to standard output, which may be closed. Reports HND702; BrokenPipeError is the caller's."""
    if stream is None:
        return [Diagnostic("HND702", "standard output is closed", "name a file with `-o`, or send the output on")]
    try:
        stream.write(data)
        stream.flush()
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as fault:
        return [unwritable(Path("-"), fault)]
    return []


def _put(path: Path, parts: Iterable[bytes]) -> None:
    old = _there(path)
    if _is_file(old):
        _replace(path, parts, old)
        return
    with path.open("wb") as device:
        device.writelines(parts)


def _there(path: Path) -> os.stat_result | None:
    """What has this name, if it may be written to."""
    old = path.stat() if path.exists() else None
    if old and stat.S_ISDIR(old.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if old and stat.S_ISREG(old.st_mode) and not os.access(path, os.W_OK):
        # Putting a new file in place of a write-protected one needs no right on the file itself.
        raise PermissionError(errno.EACCES, "write-protected")
    return old


def _is_file(old: os.stat_result | None) -> bool:
    """Whether a new file comes in place of this, and not into it."""
    return old is None or stat.S_ISREG(old.st_mode)


def _check_folder(folder: Path) -> None:
    """Raises what making a file in this folder would raise."""
    if not stat.S_ISDIR(folder.stat().st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    if not os.access(folder, os.W_OK | os.X_OK):
        number = errno.EROFS if os.statvfs(folder).f_flag & os.ST_RDONLY else errno.EACCES
        raise OSError(number, os.strerror(number))


def _replace(path: Path, parts: Iterable[bytes], old: os.stat_result | None) -> None:
    temporary = path.with_name(f"{_unfinished(path)}{secrets.token_hex(4)}.tmp")
    try:
        _fill(temporary, parts, old)
        temporary.replace(path)
    except BaseException:  # Ctrl-C and signals too
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _flush_folder(path.parent)


def _unfinished(path: Path) -> str:
    """How the names of unfinished files begin: short, so that no long name breaks them, and telling only whose."""
    return f".handouts-{sha256(os.fsencode(path.name)).hexdigest()[:8]}-"


def _fill(temporary: Path, parts: Iterable[bytes], old: os.stat_result | None = None) -> None:
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), NEW_FILE_MODE)
    with os.fdopen(descriptor, "wb") as file:
        if old is not None:
            _like(descriptor, old)
        file.writelines(parts)
        file.flush()
        os.fsync(descriptor)


def _like(descriptor: int, old: os.stat_result) -> None:
    """Owner, where that is allowed, and permissions of the file that is replaced."""
    new = os.fstat(descriptor)
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, old.st_uid, old.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))


def _flush_folder(folder: Path) -> None:
    """The new name, too, survives a power cut. Not every file system can; the file itself is safe by now."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def unwritable(path: Path, fault: OSError | ValueError, called: str = "", done: str = "written") -> Diagnostic:
    """Why a file cannot be written, in people's words: HND702. With `called`, no message has its own name."""
    name = called or ("standard output" if path == Path("-") else f"`{path}`")
    why, advice = _message(path.with_name("…") if called else path, fault)
    return Diagnostic("HND702", f"{name} cannot be {done}: {why}", advice)


def _message(path: Path, fault: OSError | ValueError) -> tuple[str, str]:
    """Why, and what to do, in people's words."""
    folder = path.parent
    match fault.errno if isinstance(fault, OSError) else None:
        case errno.EISDIR:
            return "it is a folder", f"name a file in it, such as `{path / 'leaflet.pdf'}`"
        case errno.ENOENT if folder.is_dir() and folder != Path():
            return f"no file can be made in `{folder}`", "choose another place with `-o`"
        case errno.ENOENT if folder == Path():
            return "the folder you are in is gone", "go to another folder"
        case errno.ENOENT:
            return f"there is no folder `{folder}`", f"make it first: mkdir -p {folder}"
        case errno.ENOTDIR:
            return "a part of its path is a file and no folder", "correct the path"
        case errno.EACCES | errno.EPERM:
            return "you may not write there", "choose another place with `-o`, or change the permissions"
        case errno.EROFS:
            return "the disk can only be read", "choose another place with `-o`"
        case errno.ENOSPC | errno.EDQUOT:
            return "the disk is full", "make room, then run the same command again; nothing was left half written"
        case errno.ENAMETOOLONG:
            return "its name is too long", "choose a shorter one with `-o`"
        case errno.ELOOP:
            return "its symbolic links lead in a circle", "correct the links, or choose another place with `-o`"
        case None:
            return "this is no name for a file", "choose another one with `-o`"
        case _:
            reason = (fault.strerror if isinstance(fault, OSError) else None) or type(fault).__name__
            return reason.lower(), "choose another place with `-o`"


def make_folder(path: Path) -> list[Diagnostic]:
    """A folder, unless it is there; only the last part of the path is made. Reports HND702."""
    try:
        path.mkdir(exist_ok=True)
    except FileExistsError:
        return [Diagnostic("HND702", f"`{path}` cannot be made: a file has this name", "choose another folder")]
    except (OSError, ValueError) as fault:
        return [unwritable(path, fault)]
    return []


def put(folder: Path, name: str, data: bytes) -> tuple[bool, list[Diagnostic]]:
    """A file by its name inside a folder that this run holds, unless it is there already. Reports HND702.

    Returns: whether it was written. The folders between are made.
    """
    path = folder / name
    with contextlib.suppress(OSError):
        if reading.read_bytes(path, len(data), folder) == data:
            return False, []
    between = [path.parent, *path.parent.parents][: len(Path(name).parts) - 1]
    found = [one for inner in reversed(between) for one in make_folder(inner)]
    return True, found or save(path, data, alone=True)
