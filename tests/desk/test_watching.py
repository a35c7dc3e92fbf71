"""The authors' side: a file that changes on disk is read again, and its findings show line and caret."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from handouts.desk import findings, watching
from handouts.desk.choice import DeskChoice, Picked
from handouts.desk.printers import Printers
from handouts.desk.state import Desk
from handouts.pipeline.workspace import open_workspace

from .making import DAY


async def changed_by(desk: Desk, path: Path, text: str) -> None:
    """Follows the content, writes a file, and waits until it was read."""
    following, before = asyncio.create_task(watching.follow(desk)), desk.revision
    await asyncio.sleep(0.1)
    path.write_text(text, "utf-8")
    async with asyncio.timeout(20):
        while desk.revision == before:
            await asyncio.sleep(0.01)
    following.cancel()
    with suppress(asyncio.CancelledError):
        await following


def test_a_change_is_read_at_once_and_a_fault_has_its_place(
    small_shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "LOOK_S", 0.02)
    path = tmp_path / "conditions" / "sore-heel.yaml"
    path.parent.mkdir()
    shutil.copy(small_shipped / "content" / "conditions" / "sore-heel.yaml", path)
    good = path.read_text("utf-8")
    desk = Desk(open_workspace(tmp_path), "example", lambda: DAY, Printers(1), edit=True)
    chosen = DeskChoice((Picked("sore-heel", None),))
    assert desk.composer.composed(chosen, DAY).result.leaflet is not None

    asyncio.run(changed_by(desk, path, good.replace("title: Sore heel", "title: Achy heel")))
    leaflet = desk.composer.composed(chosen, DAY).result.leaflet
    assert desk.revision == 2 and leaflet is not None and leaflet.title == "Achy heel"

    asyncio.run(changed_by(desk, path, good.replace("title: Sore heel", "titel: Sore heel")))
    composed = desk.composer.composed(chosen, DAY)
    assert desk.revision == 3 and composed.result.leaflet is None
    shown = findings.plain(composed.found, desk.workspace.library, desk.wording, edit=True)
    fault = next(one["excerpt"] for one in shown if "titel" in one["excerpt"])
    assert "sore-heel.yaml:" in fault and "| titel: Sore heel" in fault and "^^^^^" in fault
