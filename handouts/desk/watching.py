"""The authors' side: content that changes on disk is read again at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from anyio import to_thread

from handouts import library
from handouts.desk.state import Desk
from handouts.pipeline.workspace import open_workspace

LOOK_S = 0.3  # between two looks at the folders
ENDINGS = (".yaml", ".svg", ".json", ".png", ".jpg", ".css", ".html")


async def follow(desk: Desk) -> None:
    """Reads the content again whenever a file of its folders changes, until it is cancelled."""
    root = library.data_root()
    folders = [*library.content_folders(desk.workspace.overlay), root / "styles", root / "templates"]
    # In a thread: on a network disk a look takes longer than an answer may wait.
    seen = await to_thread.run_sync(stamps, folders)
    while True:
        await asyncio.sleep(LOOK_S)
        now = await to_thread.run_sync(stamps, folders)
        if now != seen:
            seen = now
            desk.replace(await to_thread.run_sync(open_workspace, desk.workspace.overlay))


def stamps(folders: Sequence[Path]) -> dict[str, tuple[int, int]]:
    """Time of change and size of each file that a leaflet may be made from."""
    found = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if path.suffix.lower() in ENDINGS:
                try:
                    # The link and not what it leads to: content does not follow links either.
                    info = path.lstat()
                except OSError:  # gone between two looks
                    continue
                found[str(path)] = info.st_mtime_ns, info.st_size
    return found
