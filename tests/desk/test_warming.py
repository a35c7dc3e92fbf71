"""The children of the desk get ready while nobody searches."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from handouts.desk import server


def test_children_are_made_ready_only_when_nobody_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "REST_S", 0.2)
    monkeypatch.setattr(server, "first_job", lambda desk: None)
    begun: list[bool] = []

    async def watched() -> None:
        printers = SimpleNamespace(prepare=lambda: begun.append(True))
        desk: Any = SimpleNamespace(asked=asyncio.Event(), warm=lambda: None, printers=printers)
        warming = asyncio.create_task(server._warm(desk))
        for _ in range(8):  # longer than the rest
            desk.asked.set()
            await asyncio.sleep(0.05)
        assert not begun
        await warming
        assert begun

    asyncio.run(watched())
