"""The leaflet with headless Chromium: the page that the engine gets, its footer as margin boxes.

A pipe (the DevTools protocol) connects it, so nothing else is needed. The page is opened once; for each person some
texts are changed and the page is printed, tagged.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
USUAL = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-extensions", "--no-first-run", "--hide-scrollbars")
PAPER = {
    "preferCSSPageSize": True,
    "printBackground": True,
    "generateTaggedPDF": True,
    "transferMode": "ReturnAsBase64",
}
FIND = """async marks => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  window.places = []
  while (texts.nextNode()) for (const [name, mark] of Object.entries(marks))
    if (texts.currentNode.data === mark) places.push([texts.currentNode, name])
  await document.fonts.ready
}"""
CHANGE = "words => { for (const [text, name] of places) text.data = words[name] }"


def found() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def with_margin_boxes(page: str, foot: Iterable[Mapping[str, Any]], text_width: float) -> str:
    """The page for a browser, which has no running elements: texts of the foot with a page number are on its right.

    Args:
        page: the source of the page.
        foot: blocks of `page_blocks.py`.
        text_width: of the page, in pt.
    """
    sides: dict[str, list[str]] = {"left": [], "right": []}
    for runs in (block["runs"] for block in foot if "runs" in block):
        parts = (
            f"counter({run['place']})" if "place" in run else json.dumps(run["words"], ensure_ascii=False)
            for run in runs
        )
        sides["right" if any("place" in run for run in runs) else "left"].append(" ".join(parts))
    look = 'font: 500 10pt/12.5pt "Fira Sans"; vertical-align: top; padding-top: 1.8mm; white-space: pre; width: auto'
    boxes = []
    for side, lines in sides.items():
        words = ' "\\A" '.join(lines)
        boxes.append(f"@bottom-{side} {{ content: {words}; {look} }}")
    page = re.sub(
        r"\bwidth: calc\(100% - var", f"width: calc({text_width}pt - var", page
    )  # it takes such cells for auto
    before, _, rest = page.partition("<footer")
    page = before + rest.partition("</footer>")[2]
    return page.replace("</head>", f"<style>@page {{ {' '.join(boxes)} }}</style></head>")


def once(binary: str, page: Path, target: Path) -> None:
    """A browser for one leaflet, from its command line."""
    with tempfile.TemporaryDirectory() as profile:
        words = [
            binary,
            *USUAL,
            f"--user-data-dir={profile}",
            "--no-pdf-header-footer",
            f"--print-to-pdf={target}",
            page.as_uri(),
        ]
        subprocess.run(words, check=True, capture_output=True)


class Browser:
    """A browser that stays open, with one page."""

    def __init__(self, binary: str, page: Path, marks: Mapping[str, str]) -> None:
        self._profile = tempfile.TemporaryDirectory()
        to_it, self._write = os.pipe()
        self._read, from_it = os.pipe()
        words = [binary, *USUAL, "--remote-debugging-pipe", f"--user-data-dir={self._profile.name}", "about:blank"]

        def wired() -> None:
            # The browser reads from 3 and writes to 4. Copies of both keep their numbers free.
            ends = os.dup(to_it), os.dup(from_it)
            os.dup2(ends[0], 3)
            os.dup2(ends[1], 4)

        self._process = subprocess.Popen(words, preexec_fn=wired, close_fds=False, stderr=subprocess.DEVNULL)
        os.close(to_it)
        os.close(from_it)
        self._received, self._number, self._session = b"", 0, None
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._ask("Page.enable")
        self._ask("Page.navigate", url=page.as_uri())
        while self._next().get("method") != "Page.loadEventFired":
            pass
        self._ask("Runtime.evaluate", expression=f"({FIND})({json.dumps(marks)})", awaitPromise=True)

    def printed(self, words: Mapping[str, str]) -> bytes:
        self._ask("Runtime.evaluate", expression=f"({CHANGE})({json.dumps(words)})")
        return base64.b64decode(self._ask("Page.printToPDF", **PAPER)["data"])

    def close(self) -> None:
        self._session = None
        self._ask("Browser.close")
        self._process.wait()
        os.close(self._write)
        os.close(self._read)
        self._profile.cleanup()

    def _ask(self, method: str, **words: Any) -> dict[str, Any]:
        self._number += 1
        asked = {"id": self._number, "method": method, "params": words}
        if self._session:
            asked["sessionId"] = self._session
        os.write(self._write, json.dumps(asked).encode() + b"\0")
        while (answer := self._next()).get("id") != self._number:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._received:
            more = os.read(self._read, 1 << 20)
            assert more, "the browser ended"
            self._received += more
        message, _, self._received = self._received.partition(b"\0")
        return json.loads(message)
