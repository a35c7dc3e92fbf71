"""The page when something goes wrong, when nobody is there, and when others are there too; and what Print prints."""

from __future__ import annotations

import base64
import json
import os
import re
import resource
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from browser import needs_browser
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from handouts.batch.workers.watchdog import Watchdog
from handouts.desk.printers import Printers
from handouts.desk.state import Desk
from handouts.diagnostics import Diagnostic
from handouts.model import Library
from handouts.pipeline.workspace import open_workspace

from .making import DAY, NAME, desk_of, served

pytestmark = [pytest.mark.slow, needs_browser]

WAIT_MS = 300_000  # of a busy machine
#: In place of the browser's print window: what is in the frame that is printed, and how often.
PRINT_WINDOW = """
  window.printed = 0;
  window.print = () => { top.printed += 1; };
  Object.defineProperty(navigator, "pdfViewerEnabled", {get: () => true});
  const made = URL.createObjectURL;
  URL.createObjectURL = blob => {
    if (blob.type !== "application/pdf") return made(blob);
    window.sent = blob;
    return made(new Blob(["<title>PDF</title>"], {type: "text/html"}));  // the driver has no viewer of PDF
  };
"""
SENT = """async () => {
  const bytes = new Uint8Array(await window.sent.arrayBuffer());
  return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));
}"""


@pytest.fixture(scope="module")
def faults() -> list[Diagnostic]:
    """What stops the next jobs, in place of their results."""
    return []


@pytest.fixture(scope="module")
def visited(small: Library, faults: list[Diagnostic], chromium: Browser) -> Iterator[tuple[Any, str]]:
    """A browser that has been to the first address, and the address of the page. This process prints."""

    def run(_: Watchdog, work: Callable[[Any], Any], payload: Any, timeout_s: float) -> tuple[Any, Any]:
        return (None, faults.pop()) if faults else (work(payload), None)

    with pytest.MonkeyPatch.context() as patch, served(desk_of(small)) as first:
        patch.setattr(Watchdog, "run", run)
        expect.set_options(timeout=WAIT_MS)
        context = chromium.new_context()
        context.add_init_script(PRINT_WINDOW)
        page = context.new_page()
        page.goto(first)
        page.close()
        yield context, first.partition("?")[0]
        context.close()
        expect.set_options(timeout=5_000)  # as it was


@contextmanager
def opened(visited: tuple[Any, str], clock: bool = False) -> Iterator[Page]:
    page: Page = visited[0].new_page()
    broken: list[str] = []
    page.on("pageerror", lambda fault: broken.append(str(fault)))
    page.set_default_timeout(WAIT_MS)
    if clock:
        page.clock.install()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(visited[1])
    expect(page.locator("#hits button").first).to_be_visible()
    yield page
    page.close()
    assert broken == []


def choose(page: Page) -> None:
    """The only leaflet, by its words."""
    page.locator("#words-box").fill("heel")
    page.locator("#hits .hit").first.click()
    until_ready(page)


def until_ready(page: Page) -> None:
    expect(page.locator("#doing")).to_contain_text("Up to date")


def with_name(page: Page) -> None:
    """A leaflet with a name, drawn and checked."""
    choose(page)
    page.locator("#name").fill(NAME)
    expect(page.locator("#doing")).not_to_contain_text("Up to date")
    until_ready(page)


def words_of(page: Page) -> str:
    """What is sent to the print window, as text."""
    document = pypdfium2.PdfDocument(base64.b64decode(page.evaluate(SENT)))
    return " ".join(one.get_textpage().get_text_bounded() for one in document)


def posted(address: str, body: object, **headers: str) -> bytes:
    """The answer to a body of JSON."""
    headers = {"content-type": "application/json", **headers}
    request = urllib.request.Request(address, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=240) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError as refused:
        raise AssertionError(refused.read().decode()) from None


# ---------------------------------------------------------------- printing


def test_print_opens_the_print_window_on_the_pages_that_are_shown(visited: tuple[Any, str]) -> None:
    with opened(visited) as page:
        with_name(page)
        with page.expect_download(timeout=WAIT_MS) as download:
            page.locator("#save").click()
        saved = base64.b64decode(page.evaluate(SENT))
        shown = page.locator("#thumbs li").count()
        page.locator("#print").click()
        page.wait_for_function("window.printed === 1")
        sent = base64.b64decode(page.evaluate(SENT))
        assert sent == saved and len(pypdfium2.PdfDocument(sent)) == shown > 1
        assert NAME in words_of(page)
        # A browser names the file after the title of the PDF when a person prints to a file.
        title = pypdfium2.PdfDocument(sent).get_metadata_dict()["Title"]
        assert title and not any(word in title + download.value.suggested_filename for word in NAME.split())


def test_ctrl_p_prints_the_leaflet_and_never_the_screen(visited: tuple[Any, str]) -> None:
    with opened(visited) as page:
        page.keyboard.press("Control+p")  # nothing is chosen
        assert page.evaluate("window.printed") == 0
        choose(page)
        page.keyboard.press("Control+p")
        page.wait_for_function("window.printed === 1")
        assert page.evaluate("document.querySelectorAll('iframe').length") == 1


# ---------------------------------------------------------------- nobody is there


def test_after_ten_idle_minutes_nothing_of_a_person_is_on_the_page(visited: tuple[Any, str]) -> None:
    with opened(visited, clock=True) as page:
        with_name(page)
        page.locator("#note").fill("Bring the orthotics.")
        page.clock.fast_forward("09:50")
        expect(page.locator("#name")).to_have_value(NAME)
        page.keyboard.press("Tab")  # somebody is there
        page.clock.fast_forward("09:50")
        expect(page.locator("#name")).to_have_value(NAME)
        page.route("**/draw", lambda route: route.abort())  # even where no page without the name comes any more
        page.clock.fast_forward("00:15")
        expect(page.locator("#name")).to_have_value("")
        expect(page.locator("#note")).to_have_value("")
        expect(page.locator("#printed")).to_contain_text("Name and note were cleared: nobody used the page for 10 min")
        expect(page.locator("#sheet")).to_be_hidden()
        expect(page.locator("#thumbs img")).to_have_count(0)
        expect(page.locator("#conditions b")).to_have_text(["Sore heel"])  # what is chosen stays
        assert (
            page.evaluate("[...document.querySelectorAll('img')].filter(one => one.src.startsWith('blob:')).length")
            == 0
        )


def test_one_more_with_name_is_there_for_three_minutes(visited: tuple[Any, str]) -> None:
    with opened(visited, clock=True) as page:
        with_name(page)
        page.locator("#print").click()
        expect(page.locator("#name")).to_have_value("")
        more = page.get_by_role("button", name="Print one more with name")
        expect(more).to_be_visible()
        expect(page.locator("#printed")).to_contain_text(re.compile(r"“One more” is there until \d\d:\d\d"))
        until_ready(page)
        page.clock.fast_forward("02:50")
        expect(more).to_be_visible()
        page.clock.fast_forward("00:20")
        expect(more).to_have_count(0)
        page.locator("#print").click()
        page.wait_for_function("window.printed === 2")
        assert NAME not in words_of(page)


def test_a_leaflet_that_was_changed_after_printing_gets_no_name_back(visited: tuple[Any, str]) -> None:
    with opened(visited) as page:
        with_name(page)
        page.get_by_role("button", name="Change the dose of Wall calf stretch").click()
        page.get_by_role("spinbutton", name="Hold, Wall calf stretch").press("End")
        until_ready(page)
        page.locator("#print").click()
        more = page.get_by_role("button", name="Print one more with name")
        expect(more).to_be_visible()
        page.get_by_role("spinbutton", name="Hold, Wall calf stretch").press("Home")
        expect(more).to_have_count(0)
        until_ready(page)
        page.locator("#print").click()
        expect(page.locator("#printed")).to_contain_text("What you choose next begins a new leaflet.")


def test_two_choices_after_one_more_that_was_not_printed_are_one_leaflet(
    visited: tuple[Any, str], faults: list[Diagnostic]
) -> None:
    with opened(visited) as page:
        with_name(page)
        page.locator("#print").click()
        until_ready(page)
        faults.append(Diagnostic("HND946", "there is no child", "try it once more"))
        page.get_by_role("button", name="Print one more with name").click()
        expect(page.locator("#findings .to-stop")).to_contain_text("Drawing stopped")
        page.locator("#words-box").fill("heel")
        page.locator("#hits .hit[aria-pressed=true]").first.click()
        for word, id_ in (("calf", "calf-stretch-wall"), ("foot", "foot-roll")):
            page.locator("#words-box").fill(word)
            page.locator(f"[data-key='exercise:{id_}']").click()
            until_ready(page)
        expect(page.locator("#name")).to_have_value("")
        expect(page.locator("#exercises .tick")).to_have_count(2)


def test_a_page_with_choices_is_not_left_without_a_question(visited: tuple[Any, str]) -> None:
    with opened(visited) as page:
        asked: list[str] = []

        def accept(dialog: Dialog) -> None:
            asked.append(dialog.type)
            dialog.accept()

        page.on("dialog", accept)
        page.reload()
        assert asked == []
        choose(page)
        page.reload()
        assert asked == ["beforeunload"]
        choose(page)
        page.locator("#print").click()
        page.wait_for_function("window.printed === 1")
        page.reload()
        assert asked == ["beforeunload"]


def test_a_page_that_is_left_takes_the_name_and_its_pages_along(visited: tuple[Any, str]) -> None:
    with opened(visited) as page:
        with_name(page)
        page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
        expect(page.locator("#name")).to_have_value("")
        expect(page.locator("#sheet")).to_be_hidden()
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
        until_ready(page)
        page.locator("#print").click()
        page.wait_for_function("window.printed === 1")
        assert NAME not in words_of(page)


# ---------------------------------------------------------------- something goes wrong


@pytest.mark.parametrize("code", ["HND504", "HND946", "HND949"], ids=["disk full", "died", "not started"])
def test_a_child_that_does_not_draw_is_said_and_the_next_one_draws(
    visited: tuple[Any, str], faults: list[Diagnostic], code: str
) -> None:
    with opened(visited) as page:
        choose(page)
        faults.append(Diagnostic(code, "there is no child", "try it once more"))
        page.locator("#name").fill(NAME)
        finding = page.locator("#findings .to-stop")
        expect(finding).to_contain_text("Drawing stopped")
        expect(finding).to_contain_text("Your choices are kept.")
        expect(page.locator("#sheet")).to_be_visible()  # the last pages stay
        finding.get_by_role("button", name="Try again").click()
        until_ready(page)
        expect(finding).to_have_count(0)


def test_a_desk_that_does_not_answer_keeps_the_choices_and_is_tried_again(visited: tuple[Any, str]) -> None:
    with opened(visited) as page:
        choose(page)
        page.route("**/draw", lambda route: route.abort())
        page.locator("#name").fill(NAME)
        finding = page.locator("#findings .to-stop")
        expect(finding).to_contain_text("The desk does not answer")
        page.unroute("**/draw")
        expect(page.locator("#name")).to_have_value(NAME)
        finding.get_by_role("button", name="Try again").click()
        until_ready(page)
        expect(finding).to_have_count(0)


def test_a_full_room_is_said_and_goes_on_by_itself(visited: tuple[Any, str]) -> None:
    seen: list[str] = []

    def full_once(route: Route) -> None:
        seen.append("asked")
        if len(seen) == 1:
            route.fulfill(status=503, headers={"retry-after": "1"}, body='{"error": "busy"}')
        else:
            route.fallback()

    with opened(visited) as page:
        page.route("**/draw", full_once)
        page.locator("#words-box").fill("heel")
        page.locator("#hits .hit").first.click()
        expect(page.locator("#findings")).to_contain_text("Others are printing")
        until_ready(page)
        expect(page.locator("#findings")).not_to_contain_text("Others are printing")


def test_a_disk_that_is_full_stops_the_press_until_there_is_room(tmp_path: Path) -> None:
    """No file can grow in the program and its children, as on a full disk: the press keeps fonts there."""
    token = "x" * 30
    command = [sys.executable, "-P", "-B", "-m", "handouts", "desk", "--no-open", "--printers", "1"]
    environment = {**os.environ, "HANDOUTS_DESK_TOKEN": token}
    program = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        assert program.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", program.stderr.readline())
        assert found is not None

        def leaflet() -> bytes:
            body = {"conditions": ["heel-fat-pad"], "name": NAME}
            return posted(f"{found[0]}/leaflet", body, authorization=f"Bearer {token}")

        def limit(size: int) -> None:
            for number in (program.pid, *_below(program.pid)):
                resource.prlimit(number, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

        first = leaflet()
        limit(0)
        with pytest.raises(AssertionError, match="HND504"):
            leaflet()
        limit(resource.RLIM_INFINITY)
        assert first.startswith(b"%PDF") and leaflet() == first
    finally:
        program.terminate()
        program.communicate(timeout=30)


def _below(process: int) -> Iterator[int]:
    """The processes that a process has begun, and those that they have."""
    for task in Path(f"/proc/{process}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            yield child
            yield from _below(child)


# ---------------------------------------------------------------- others are there too


def test_people_at_once_get_their_own_names(visited: tuple[Any, str]) -> None:
    context, address = visited
    [cookie] = context.cookies()
    headers = {"origin": address.rstrip("/"), "cookie": f"{cookie['name']}={cookie['value']}"}
    names, got = [f"Person {letter * 6}" for letter in "ABCD"], dict[str, str]()

    def ask(name: str) -> None:
        answer = posted(f"{address}draw", {"conditions": ["sore-heel"], "name": name}, **headers)
        got[name] = json.loads(answer.splitlines()[-1])["text"]

    threads = [threading.Thread(target=ask, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: [one for one in names if one in text] for name, text in got.items()} == {one: [one] for one in names}


# ---------------------------------------------------------------- what a person does with the mouse, and languages


def test_an_exercise_is_dragged_to_its_place(visited: tuple[Any, str]) -> None:
    with opened(visited) as page:
        choose(page)
        titles = page.locator("#exercises .title")
        before = [one.partition(" ")[2] for one in titles.all_inner_texts()]
        assert len(before) > 1
        page.locator("#exercises li").first.drag_to(page.locator("#exercises li").last)
        expect(titles.first).to_have_text(f"1 {before[1]}")
        expect(titles.last).to_have_text(f"{len(before)} {before[0]}")
        until_ready(page)  # and the server puts it there too
        expect(titles.last).to_have_text(f"{len(before)} {before[0]}")


def test_every_control_is_reached_by_tab_and_shows_its_focus(visited: tuple[Any, str]) -> None:
    number = """() => {
      const controls = "a[href], button, input:not([type=radio]), select, textarea, summary, [tabindex]";
      const all = [...document.querySelectorAll(controls)].filter(one => one.tabIndex >= 0 && one.checkVisibility());
      all.forEach((one, at) => { one.dataset.number = at; });
      return all.length;
    }"""
    here = """() => {
      const {dataset, ownerSVGElement} = document.activeElement;
      return [dataset.number, ownerSVGElement ? "stroke" : getComputedStyle(document.activeElement).outlineStyle];
    }"""
    with opened(visited) as page:
        choose(page)
        page.get_by_role("button", name="Change the dose of Wall calf stretch").click()
        count, reached = page.evaluate(number), dict[str, str]()
        page.locator("#words-box").focus()
        for _ in range(2 * count):
            page.keyboard.press("Tab")
            at, outline = page.evaluate(here)
            if at is not None:
                reached[at] = outline
        missing = {str(at) for at in range(count)} - reached.keys()
        assert [page.locator(f"[data-number='{at}']").evaluate("one => one.outerHTML") for at in missing] == []
        assert set(reached.values()) <= {"solid", "stroke"}


@pytest.mark.parametrize("value", ["25", "90"])
def test_a_value_that_is_typed_is_taken_once_and_the_drawings_stay(visited: tuple[Any, str], value: str) -> None:
    with opened(visited) as page:
        choose(page)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.get_by_role("button", name="Change the dose of Wall calf stretch").click()
        hold = page.get_by_role("spinbutton", name="Hold, Wall calf stretch")
        hold.press("Control+a")
        page.keyboard.type(value)
        page.keyboard.press("Enter")
        expect(hold).to_have_value("25 s" if value == "25" else "90")
        expect(hold).to_be_focused()
        expect(page.locator("#exercises img")).to_have_count(page.locator("#exercises li").count())
        page.wait_for_timeout(500)
        assert len([url for url in asked if url.endswith("/draw")]) == (value == "25")


def test_the_language_is_asked_where_there_are_several(visited: tuple[Any, str]) -> None:
    def with_welsh(route: Route) -> None:
        offered = route.fetch().json()
        offered["languages"].append({"id": "cy-GB", "name": "Cymraeg"})
        route.fulfill(json=offered)

    with opened(visited) as page:
        choose(page)
        expect(page.locator("#language")).to_be_hidden()
        page.route("**/data", with_welsh)
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        choose(page)
        with page.expect_request("**/draw") as asked:
            page.locator("#language").select_option(label="Cymraeg")
        assert json.loads(asked.value.post_data or "")["language"] == "cy-GB"


def test_for_authors_a_file_that_changes_is_shown_again_with_line_and_caret(
    visited: tuple[Any, str], small_shipped: Path, tmp_path: Path
) -> None:
    path = tmp_path / "conditions" / "sore-heel.yaml"
    path.parent.mkdir()
    good = (small_shipped / "content" / "conditions" / path.name).read_text("utf-8")
    path.write_text(good, "utf-8")
    desk = Desk(open_workspace(tmp_path), "example", lambda: DAY, Printers(1), edit=True)
    with served(desk) as first:
        page = visited[0].new_page()
        page.goto(first)
        choose(page)
        path.write_text(good.replace("title: Sore heel", "title: Achy heel"), "utf-8")
        expect(page.locator("#conditions b")).to_have_text(["Achy heel"])
        path.write_text(good.replace("title: Sore heel", "titel: Sore heel"), "utf-8")
        excerpt = page.locator("#findings pre", has_text="| titel: Sore heel")
        expect(excerpt.first).to_contain_text("^^^^^")
        page.close()
