"""Files and folders, looked at with care: never a pipe, never a file of elsewhere, never without a word."""

from __future__ import annotations

import stat
from pathlib import Path

from handouts.diagnostics import Diagnostic, Span

MAX_FILES = 10_000
MAX_FOLDERS = 4  # a content folder is two deep


class Layer:
    """One content folder: its files by their name inside it."""

    def __init__(self, root: Path, found: list[Diagnostic]) -> None:
        self.root, self.found = root, found
        self.files: dict[str, Path] = {}
        try:
            self._walk(root, "")
        except FileNotFoundError:
            found.append(unreadable(root, "there is no such folder", "give the folder that holds conditions/"))
        except OSError as error:
            found.append(unreadable(root, reason(error), "give the folder that holds conditions/"))
        if len(self.files) > MAX_FILES:
            message = f"more than {MAX_FILES} files"
            found.append(unreadable(root, message, "give the folder that holds conditions/, and nothing else"))

    def _walk(self, folder: Path, before: str) -> None:
        for path in sorted(folder.iterdir()):
            if path.name.startswith(".") or len(self.files) > MAX_FILES:
                continue
            name = before + path.name
            try:
                if not path.is_dir() or path.suffix in (".yaml", ".yml"):
                    self.files[name] = path
                elif path.is_symlink():
                    self.found.append(unreadable(path, "a linked folder is not followed", "copy the folder"))
                elif before.count("/") < MAX_FOLDERS:
                    self._walk(path, name + "/")
            except OSError as error:
                self.found.append(unreadable(path, reason(error), "make it readable"))

    def bytes_of(self, path: Path, most: int) -> bytes | None:
        """What a file holds, or None after a finding (HND701, HND104). Never opens a pipe, nor a file of elsewhere."""
        try:
            data = bytes_(path, self.root, most)
        except (OSError, RuntimeError) as error:
            self.found.append(unreadable(path, reason(error), "put a readable file here, or delete it"))
            return None
        if data is None:
            message = f"larger than {most // 1024} kB"
            self.found.append(Diagnostic("HND104", message, "make it smaller", Span(shown(path))))
        return data


def bytes_(path: Path, root: Path, most: int) -> bytes | None:
    """The bytes of a plain file, None when they are too many. Raises OSError, also for what is no file."""
    if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root.resolve()):
        raise OSError(0, "a link that points out of its folder")
    info = path.stat()
    if not stat.S_ISREG(info.st_mode):
        raise OSError(0, "a folder, not a file" if stat.S_ISDIR(info.st_mode) else "a pipe or a device, not a file")
    if info.st_size > most:
        return None
    return path.read_bytes()


def reason(error: Exception) -> str:
    words = error.strerror if isinstance(error, OSError) and error.strerror else "a link that leads to itself"
    return words[0].lower() + words[1:]


def unreadable(path: Path, message: str, advice: str) -> Diagnostic:
    return Diagnostic("HND701", f"cannot be read: {message}", advice, Span(shown(path)))


def shown(path: Path) -> str:
    """A file as the user knows it: from the current folder where it lies inside, else as given."""
    try:
        name = str(path.absolute().relative_to(Path.cwd()))
    except (ValueError, OSError):
        name = str(path)
    return name.encode("utf-8", "replace").decode("utf-8")
