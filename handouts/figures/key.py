"""Which pose a kept drawing was made from. Plain text work: the printing side uses it without the drawing tools."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

#: Raise this when the wing draws the same pose differently on purpose.
RIG = "6"


def drawing_key(pose: Mapping[str, Any]) -> str:
    """SHA-256 of everything in a pose that changes its drawing: the words of `alt` and of the labels do not."""
    shown = {name: value for name, value in pose.items() if name != "alt"}
    if "labels" in shown:
        shown["labels"] = sorted(shown["labels"])
    text = json.dumps(shown, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
