"""A headless browser that looks at pages: Chromium, started once for many pages, each in a frame of its own width."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

#: The first of these that is on the machine; `.ci/run` installs the first.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
BINARY = next((path for name in NAMES if (path := shutil.which(name))), None)
#: The last one lets the browser wait for scripts: so many milliseconds of a clock that runs only while nothing is done.
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-extensions", "--no-first-run", "--hide-scrollbars",
           "--virtual-time-budget=100000")  # fmt: skip

#: What the media query `prefers-color-scheme: dark` answers to.
DARK = "--blink-settings=preferredColorScheme=0"

needs_browser = pytest.mark.skipif(BINARY is None, reason="no browser here: apt-get install chromium-headless-shell")

_RESULT = re.compile(r'<pre id="results">(.*?)</pre>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Frame:
    """A page as it is shown, `width_px` wide."""

    name: str
    page: str
    width_px: int


def looked_at(frames: Sequence[Frame], script: str, *options: str) -> dict[str, Any]:
    """What a script returns for each page, by the name of its frame.

    Args:
        frames: pages that load nothing from outside; they are of one origin with the script.
        script: the body of an asynchronous JavaScript function of `page`, the document of a frame.
        options: further ones of the browser.
    """
    parts = [
        f'<iframe title="{html.escape(frame.name)}" width="{frame.width_px}" height="800" style="border: 0" '
        f'srcdoc="{html.escape(frame.page)}"></iframe>'
        for frame in frames
    ]
    run = """
      onload = async () => {
        const results = {};
        for (const frame of document.querySelectorAll("iframe"))
          results[frame.title] = await look(frame.contentDocument);
        document.body.innerHTML = "<pre id=results></pre>";
        document.body.firstChild.textContent = JSON.stringify(results);
      };"""
    document = f"<!DOCTYPE html>{''.join(parts)}<script>const look = async page => {{{script}}};{run}</script>"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "frames.html"
        path.write_text(document, "utf-8")
        shown = _browser(folder, "--dump-dom", *options, path.as_uri())
    [results] = _RESULT.findall(shown)
    done: dict[str, Any] = json.loads(html.unescape(results))
    assert sorted(done) == sorted(frame.name for frame in frames)
    return done


def printed(page: str) -> bytes:
    """The PDF that the browser prints a page to, without headers and footers of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        path.write_text(page, "utf-8")
        _browser(folder, "--no-pdf-header-footer", f"--print-to-pdf={target}", path.as_uri())
        return target.read_bytes()


def _browser(folder: str, *words: str) -> str:
    assert BINARY is not None
    command = [BINARY, *OPTIONS, f"--user-data-dir={folder}/profile", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=240).stdout
