"""Times of the desk and the site, as a person meets them in a browser.

    python bench/desk.py [--changes 9] [--busy 0,1]

The first page after the start of the program, a change of a dose to the page that shows it and to the checked file, and
a search of 100 leaflets. All are times of the clock, so the machine should do nothing else. Each is measured once with
nothing else running and once with one processor kept at work; `--busy` names other numbers of processors. The program
is compiled first, as `pip install` does. Needs Chromium and the packages of `requirements-dev.lock`.
"""

from __future__ import annotations

import argparse
import compileall
import datetime
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from handouts import library
from handouts.batch.export import full_run
from handouts.batch.export.request import ExportOptions, ExportRequest
from handouts.batch.inputs import Inputs
from handouts.batch.site import build
from handouts.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LEAFLETS = 100
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
DESK = (sys.executable, "-P", "-m", "handouts", "desk", "--no-open")
WAIT_MS = 120_000
WORDS = ("h", "he", "heel", "M72", "my heel hurts with the first steps", "stiff neck and sore shoulder", "zz")

#: Milliseconds from a key in the field of a dose until the picture of the changed page is in view.
CHANGE = """async key => {
  const field = document.querySelector("[data-key='value:calf-stretch-wall.hold']");
  const page = document.getElementById("page"), old = page.src, began = performance.now();
  field.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
  while (page.src === old || !page.complete) await new Promise(requestAnimationFrame);
  return performance.now() - began;
}"""
#: Milliseconds from a letter in the search until the hits are there, of the desk and of the site.
SEARCH = """async words => {
  const box = document.getElementById("words-box"), hits = document.getElementById("hits");
  const shown = new Promise(done => new MutationObserver(done).observe(hits, {childList: true}));
  const began = performance.now();
  box.value = words;
  box.dispatchEvent(new Event("input"));
  await shown;
  document.body.offsetHeight;
  return performance.now() - began;
}"""
SITE_SEARCH = """words => {
  const box = document.getElementById("words"), began = performance.now();
  box.value = words;
  box.dispatchEvent(new Event("input"));
  document.body.offsetHeight;
  return performance.now() - began;
}"""


def main() -> None:
    from playwright.sync_api import sync_playwright

    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--changes", type=int, default=9)
    arguments.add_argument("--busy", type=lambda words: [int(word) for word in words.split(",")], default=[0, 1])
    given = arguments.parse_args()
    path = next(path for name in BROWSERS if (path := shutil.which(name)))
    compileall.compile_dir(Path(library.__file__).parents[1], quiet=1)
    print(f"{os.cpu_count()} processors, load before {os.getloadavg()[0]:.2f}")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        browser, folder = playwright.chromium.launch(executable_path=path), Path(name)
        own = _many(folder / "content")
        site = _site(folder / "site", own)
        for count in given.busy:
            print(f"{count} processors kept busy")
            with _busy(count):
                _all(browser, own, site, given.changes)
        browser.close()


def _all(browser: Browser, own: Path, site: Path, changes: int) -> None:
    """Everything once: of the shipped content, of a clinic's own folder, of its site."""
    with _desk(browser, "start to first page") as page:
        _changes(page, changes)
    with _desk(browser, f"the same, {LEAFLETS} leaflets", "--content", str(own)) as page:
        count = page.locator("#hits [data-key^='hit:']").count()
        _say(f"desk: search of {count}", [page.evaluate(SEARCH, words) for words in WORDS])
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    count = page.locator(".row").count()
    _say(f"site: search of {count}", [page.evaluate(SITE_SEARCH, words) for words in WORDS])
    page.close()


def _say(name: str, times_ms: Sequence[float]) -> None:
    middle, most = statistics.median(times_ms), max(times_ms)
    print(f"{name:28} {middle:7.0f} ms median, {most:7.0f} ms most, of {len(times_ms)}")


@contextmanager
def _busy(count: int) -> Iterator[None]:
    programs = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for program in programs:
            program.kill()
            program.wait()


@contextmanager
def _desk(browser: Browser, name: str, *words: str) -> Iterator[Page]:
    """A desk that has just been started, in a browser that was open before."""
    page, began = browser.new_page(viewport={"width": 1440, "height": 900}), time.perf_counter()
    with subprocess.Popen([*DESK, *words], stderr=subprocess.PIPE, text=True) as program:
        try:
            assert program.stderr is not None
            address = next(found[0] for line in program.stderr if (found := re.search(r"http\S+", line)))
            page.goto(address, timeout=WAIT_MS)
            page.locator("#hits .hit").first.wait_for()
            _say(name, [1000 * (time.perf_counter() - began)])
            yield page
            page.close()
        finally:
            program.terminate()


def _changes(page: Page, count: int) -> None:
    """Doses of one exercise of two conditions, each changed after a rest."""
    box, began = page.locator("#words-box"), time.perf_counter()
    for words in ("plantar fasciitis", "heel spur"):
        box.fill(words)
        box.press("Enter")
    page.locator("#sheet img").wait_for(timeout=WAIT_MS)
    _say("first choice to its page", [1000 * (time.perf_counter() - began)])
    page.get_by_role("radio", name="Left").first.check(force=True)
    page.locator("[aria-label*='Change the dose of Wall calf stretch']").click(timeout=WAIT_MS)
    _until_checked(page)
    pages, files = [], []
    for number in range(count):
        began = time.perf_counter()
        pages.append(page.evaluate(CHANGE, ("ArrowUp", "ArrowDown", "End", "Home")[number % 4]))
        _until_checked(page)
        files.append(1000 * (time.perf_counter() - began))
    _say("change to the changed page", pages)
    _say("change to the checked file", files)


def _until_checked(page: Page) -> None:
    page.locator("#doing", has_text="Up to date").wait_for(timeout=WAIT_MS)


def _many(folder: Path) -> Path:
    """A clinic's folder with copies of the shipped conditions, so that there are as many leaflets as wanted."""
    (folder / "conditions").mkdir(parents=True)
    shipped = library.data_root() / "content"
    (folder / "clinics").mkdir()
    shutil.copy(shipped / "clinics" / "example.yaml", folder / "clinics")
    paths = sorted((shipped / "conditions").glob("*.yaml"))
    for number in range(LEAFLETS - len(paths)):
        path, mark = paths[number % len(paths)], chr(ord("A") + number // len(paths))
        text = re.sub(r"(?m)^reference: (\w+)$", rf"reference: \g<1>{mark}", path.read_text("utf-8"))
        text = re.sub(r"(?m)^title: (.+)$", rf"title: \g<1> {mark}", text)
        (folder / "conditions" / f"{path.stem}-{mark.lower()}.yaml").write_text(text, "utf-8")
    return folder


def _site(folder: Path, own: Path) -> Path:
    """A site of all leaflets, without the files for paper: their printing is not measured."""
    day = datetime.date(2026, 12, 1)
    request = ExportRequest((), everything=True, formats=("text",), for_site=True)
    full_run.export(ExportOptions(request, folder, own, day, Inputs(own, library.data_root())))
    opened = open_workspace(own)
    build.build(folder, opened, opened.default_clinic(), day)
    return folder


if __name__ == "__main__":
    main()
