"""Files and folders, looked at with care: never a pipe, never a file of elsewhere, never without a word."""

from __future__ import annotations

from pathlib import Path

from handouts.diagnostics import Diagnostic, Span
from handouts.files import reading

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
            found.append(unreadable(root, _reason(error), "give the folder that holds conditions/"))
        if len(self.files) > MAX_FILES:
            message = f"more than {MAX_FILES} files"
            found.append(unreadable(root, message, "give the folder that holds conditions/, and nothing else"))

    def _walk(self, folder: Path, before: str) -> None:
        # In the order of names: that of a disk differs between machines, and findings follow it.
        for path in sorted(folder.iterdir()):
            if path.name.startswith(".") or len(self.files) > MAX_FILES:
                continue
            name = before + path.name
            try:
                # A folder with the name of a file is taken for the file, and its reader says what it is.
                if not path.is_dir() or path.suffix in (".yaml", ".yml"):
                    self.files[name] = path
                elif path.is_symlink():
                    self.found.append(unreadable(path, "a linked folder is not followed", "copy the folder"))
                elif before.count("/") < MAX_FOLDERS:
                    self._walk(path, name + "/")
            except OSError as error:
                self.found.append(unreadable(path, _reason(error), "make it readable"))

    def bytes_of(self, path: Path, most: int) -> bytes | None:
        """What a file holds, or None after a finding (HND701, HND104)."""
        try:
            return reading.read_bytes(path, most, self.root)
        except reading.TooLargeError as error:
            self.found.append(Diagnostic("HND104", error.why, error.remedy, Span(shown(path))))
        except reading.ReadError as error:
            self.found.append(unreadable(path, error.why, error.remedy))
        return None


def _reason(error: OSError) -> str:
    words = error.strerror or type(error).__name__
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
