"""The picture beside a leaflet: the top of the page of its paper on which the exercises begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from handouts.batch.contents import File, FolderLeaflet
from handouts.files import reading
from handouts.pdf import page_pictures

PART = "exercises"  # the destination of the page
WIDTH_PX, HEIGHT_PX = 480, 420  # twice the room beside a leaflet: sharp on fine screens
DRAWN_BY = "pypdfium2"


@dataclass(frozen=True, slots=True)
class Cut:
    """A picture by its path in the folder, of a page of a file.

    `made_from` says of which bytes, and drawn by what. `data` are empty where the picture in the folder is this one.
    """

    path: str
    file: File
    page: int
    made_from: str
    size: int
    sha256: str
    data: bytes = b""

    @property
    def record(self) -> dict[str, Any]:
        """As the next run reads it."""
        return {"page": self.page, "made_from": self.made_from, "size": self.size, "sha256": self.sha256}


def cut(folder: Path, leaflet: FolderLeaflet, known: Mapping[str, Any]) -> Cut | None:
    """The picture of a leaflet; none where it has no PDF that can be read.

    Args: `known` are the records of pictures that an earlier run drew, by their paths.
    """
    file = next((one for one in leaflet.files if one.format == "pdf"), None)
    if file is None:
        return None
    path, made_from = leaflet.page.removesuffix(".html") + ".png", f"{file.sha256} {DRAWN_BY} {version(DRAWN_BY)}"
    if (kept := _kept(folder, path, made_from, known.get(path))) is not None:
        return Cut(path, file, **kept)
    try:
        data = reading.read_bytes(folder / file.path, reading.MAX_LEAFLET, folder)
    except reading.ReadError:
        return None
    if sha256(data).hexdigest() != file.sha256:  # damaged or changed by hand: no page of what was written
        return None
    page = page_pictures.page_of(data, PART)
    png = page_pictures.top(data, page, WIDTH_PX, HEIGHT_PX)
    return Cut(path, file, page, made_from, len(png), sha256(png).hexdigest(), png)


def _kept(folder: Path, path: str, made_from: str, record: Any) -> dict[str, Any] | None:
    """The record of a picture that is in the folder as it was drawn, from the same file."""
    try:
        names = {"page": int, "made_from": str, "size": int, "sha256": str}
        kept = {name: kind(record[name]) for name, kind in names.items()}
        is_same = kept["made_from"] == made_from and (folder / path).stat().st_size == kept["size"]
        return kept if is_same else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
