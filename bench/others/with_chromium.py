"""The leaflet with headless Chromium: the page of the press, with its footers said in the way that browsers know.

A browser is spoken to through a pipe (the DevTools protocol), so nothing else is needed. The page is opened once; for
each person three texts are changed and the page is printed, tagged.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
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


def found() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def as_browsers_know(page: str, foot: Sequence[str], pages: Mapping[str, str]) -> str:
    """Browsers have no running elements and no references to pages: margin boxes, and numbers told beforehand."""
    for target, number in pages.items():
        page = page.replace(f'<span class="counter-target" data-target="{target}"></span>', number)
    head, _, rest = page.partition('<footer class="running">')
    page = head + rest.partition("</footer>")[2]
    left = "\\A ".join(foot)
    look = 'font: 500 10pt/13pt "Fira Sans"; color: #14202B; vertical-align: top; padding-top: 2mm'
    boxes = f'@bottom-left {{ content: "{left}"; white-space: pre; {look} }}'
    boxes += f'@bottom-right {{ content: "Page " counter(page) " of " counter(pages); {look} }}'
    sheet = f"<style>@page {{ @bottom-left {{ content: none; width: auto }} }} @page {{ {boxes} }}</style>"
    return page.replace("</head>", f"{sheet}</head>")


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

    def __init__(self, binary: str, page: Path) -> None:
        self._profile = tempfile.TemporaryDirectory()
        to_it, self._write = os.pipe()
        self._read, from_it = os.pipe()
        words = [binary, *USUAL, "--remote-debugging-pipe", f"--user-data-dir={self._profile.name}", "about:blank"]

        def wired() -> None:
            # The browser reads from 3 and writes to 4. Both are moved out of the way first.
            ends = os.dup(to_it), os.dup(from_it)
            os.dup2(ends[0], 3)
            os.dup2(ends[1], 4)

        self._process = subprocess.Popen(words, preexec_fn=wired, close_fds=False, stderr=subprocess.DEVNULL)
        os.close(to_it)
        os.close(from_it)
        self._told, self._number, self._session = b"", 0, None
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._ask("Page.enable")
        self._ask("Page.navigate", url=page.as_uri())
        while self._next().get("method") != "Page.loadEventFired":
            pass
        self._ask("Runtime.evaluate", expression="document.fonts.ready.then(() => 1)", awaitPromise=True)

    def printed(self, words: Mapping[str, str]) -> bytes:
        place = "document.querySelector(`[data-place='${key}']`)"
        change = f"for (const [key, word] of Object.entries({json.dumps(words)})) {place}.textContent = word"
        self._ask("Runtime.evaluate", expression=change)
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
        while b"\0" not in self._told:
            more = os.read(self._read, 1 << 20)
            assert more, "the browser ended"
            self._told += more
        message, _, self._told = self._told.partition(b"\0")
        return json.loads(message)
