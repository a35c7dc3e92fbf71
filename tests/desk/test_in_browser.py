"""The page in a browser: the tasks of a reception by keyboard and pointer, WCAG, narrow screens, nothing kept."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from browser import needs_browser
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.slow, needs_browser]  # each change prints a leaflet

FORBIDDEN = "Wall calf stretch"  # with a sore bursa of the heel
NAME = "Wilhelmina Quarterstaff"
WAIT_MS = 90_000  # of a busy machine
WIDTHS = {1440: 900, 820: 1100, 390: 850, 320: 700}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Home, temporary folder and current folder of the program: nothing may be written there."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def desk(home: Path) -> Iterator[tuple[str, Path]]:
    """The address of a running desk, and what it says."""
    said = home.parent / "said.txt"
    environment = {**os.environ, "HOME": str(home), "TMPDIR": str(home)}
    with said.open("w") as stream:
        command = [sys.executable, "-P", "-m", "handouts", "desk", "--no-open"]
        program = subprocess.Popen(command, cwd=home, env=environment, stdout=stream, stderr=stream)
        try:
            yield _address(said), said
        finally:
            program.terminate()
            program.wait(20)


def _address(said: Path) -> str:
    for _ in range(600):
        if found := re.search(r"http\S+", said.read_text()):
            return found[0]
        time.sleep(0.1)
    raise AssertionError(said.read_text())


@pytest.fixture(scope="module")
def visited(chromium: Browser, desk: tuple[str, Path]) -> Iterator[Any]:
    """A browser that has been to the first address."""
    context = chromium.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(desk[0])
    page.close()
    yield context
    context.close()


#: A browser without screen has no print window, and its driver does not survive the frame of a PDF: what would be shown
#: in it goes here.
NO_PRINTER = """
  Object.defineProperty(navigator, "pdfViewerEnabled", {get: () => false});
  window.open = address => { window.sentToPrint = address; };
"""


@contextmanager
def opened(visited: Any, desk: tuple[str, Path], width: int = 1440) -> Iterator[Page]:
    """The page in a tab of its own; every fault of a script fails the test."""
    page: Page = visited.new_page()
    page.add_init_script(NO_PRINTER)
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page.goto(desk[0].split("?")[0])
    expect(page.locator("#hits button").first).to_be_visible()
    yield page
    page.close()
    assert faults == []


Axe = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def axe() -> Axe:
    """The rules of WCAG that a page breaks."""
    source = (resources.files("axe_core_python") / "axe.min.js").read_text("utf-8")

    def broken(page: Page) -> list[str]:
        session = page.context.new_cdp_session(page)  # the page itself lets no other script run
        session.send("Page.setBypassCSP", {"enabled": True})
        session.send("Runtime.evaluate", {"expression": source})
        rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        result = page.evaluate("rules => axe.run(document, rules)", rules)
        return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in result["violations"]]

    return broken


def choose(page: Page, words: str) -> None:
    """Types what hurts and takes the first hit."""
    page.locator("#words-box").fill(words)
    expect(page.locator("#found-head")).not_to_contain_text("Often")
    page.wait_for_timeout(300)
    page.locator("#words-box").press("Enter")


def wait_for_pages(page: Page) -> None:
    """Until the finished file of the present choice is there."""
    expect(page.locator("#doing")).to_contain_text("Up to date", timeout=WAIT_MS)


def leaflet(page: Page, *words: str) -> None:
    for word in words:
        choose(page, word)
    wait_for_pages(page)


def test_a_receptionist_prints_by_keyboard_alone(visited: Any, desk: tuple[str, Path]) -> None:
    with opened(visited, desk) as page:
        page.keyboard.type("fasc")
        page.wait_for_timeout(500)
        page.keyboard.press("Enter")
        expect(page.locator("#conditions b")).to_have_text(["Plantar fasciitis"])
        page.keyboard.press("Control+p")  # while it is drawn
        expect(page.locator("#print-words")).to_have_text("Print when ready")
        expect(page.locator("#printed")).to_contain_text("The print window has the leaflet", timeout=WAIT_MS)
        assert page.evaluate("window.sentToPrint").startswith("blob:http://127.0.0.1:")


def test_an_exercise_moves_by_buttons_and_keeps_the_focus(visited: Any, desk: tuple[str, Path]) -> None:
    with opened(visited, desk) as page:
        leaflet(page, "fasc")
        names = page.locator("#exercises .title").all_inner_texts()
        down = page.get_by_role("button", name="Move Sole stretch down")
        down.focus()
        down.press("Enter")
        expect(page.locator("#exercises .title").nth(1)).to_have_text("2 Sole stretch")
        expect(page.get_by_role("button", name="Move Sole stretch down")).to_be_focused()
        expect(page.locator("#said")).to_have_text(f"Sole stretch, 2 of {len(names)}")
        page.get_by_role("button", name="Move Sole stretch up").press("Enter")
        first = page.get_by_role("button", name="Move Sole stretch up")
        expect(first).to_have_attribute("aria-disabled", "true")
        wait_for_pages(page)


def test_an_exercise_is_left_out_and_comes_back(visited: Any, desk: tuple[str, Path]) -> None:
    with opened(visited, desk) as page:
        leaflet(page, "fasc")
        page.get_by_role("checkbox", name="Keep Heel raise").click()
        expect(page.locator("#exercises .title")).not_to_contain_text(["Heel raise"])
        page.locator("#left-out summary").click()
        page.get_by_role("checkbox", name="Use Heel raise", exact=True).click()
        expect(page.locator("#exercises .title").last).to_contain_text("Heel raise")
        wait_for_pages(page)


def opened_hold(page: Any) -> Any:
    """The field of the hold of the wall calf stretch, with its dose open."""
    page.get_by_role("button", name="Change the dose of Wall calf stretch").click()
    return page.get_by_role("spinbutton", name="Hold, Wall calf stretch")


def test_a_stepper_stops_at_its_limit_and_says_why(visited: Any, desk: tuple[str, Path]) -> None:
    with opened(visited, desk) as page:
        leaflet(page, "fasc")
        hold = opened_hold(page)
        hold.press("End")
        expect(hold).to_have_value("60 s")
        expect(page.locator(".doses .hint").first).to_contain_text("60 s is the most for this exercise")
        more = page.get_by_role("button", name="More: Hold, Wall calf stretch")
        expect(more).to_have_attribute("aria-disabled", "true")
        more.click(force=True)  # a person can press it all the same
        expect(hold).to_have_value("60 s")
        hold.fill("20")
        hold.press("Enter")
        expect(page.locator("#exercises .tag")).to_have_text("changed")
        wait_for_pages(page)
        expect(page.locator("#bar")).to_be_visible()
        expect(page.locator("#doing")).to_contain_text("Wall calf stretch changed")


def test_a_dose_outside_is_settled_before_printing(visited: Any, desk: tuple[str, Path], axe: Axe) -> None:
    with opened(visited, desk) as page:
        leaflet(page, "fasc")
        hold = opened_hold(page)
        hold.fill("90")
        hold.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("90 s is too much. This exercise goes from 10 to 60.")
        expect(page.locator("#print-words")).to_have_text("1 to settle first")
        assert axe(page) == []
        page.locator("#print").click()
        expect(page.locator("#printed")).to_be_hidden()
        expect(page.get_by_role("spinbutton", name="Hold, Wall calf stretch")).to_be_focused()
        page.get_by_role("button", name="Set 60 s").click()
        expect(page.locator("#print-words")).to_have_text("Print")


def test_what_a_condition_forbids_is_not_taken_and_says_why(visited: Any, desk: tuple[str, Path]) -> None:
    with opened(visited, desk) as page:
        leaflet(page, "fasc", "bursitis")
        page.locator("#left-out summary").click()
        page.get_by_role("checkbox", name=f"Use {FORBIDDEN}", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("Not with this condition.")
        expect(page.locator("#exercises .title")).not_to_contain_text([FORBIDDEN])
        page.get_by_role("button", name="Leave it out").click()
        expect(page.get_by_role("alert")).to_have_count(0)


def test_the_name_is_printed_cleared_and_kept_nowhere(
    visited: Any, desk: tuple[str, Path], home: Path, tmp_path: Path
) -> None:
    with opened(visited, desk) as page:
        addresses: list[str] = []
        page.on("request", lambda request: addresses.append(request.url + str(request.headers)))
        leaflet(page, "fasc")
        page.locator("#name").fill(NAME)
        page.locator("#note").fill("Bring the orthotics.")
        wait_for_pages(page)
        page.wait_for_timeout(1000)
        wait_for_pages(page)
        with page.expect_download(timeout=WAIT_MS) as download:
            page.get_by_role("button", name="Save PDF").click()
        assert "Wilhelmina" not in download.value.suggested_filename
        assert download.value.suggested_filename == "PF-en.pdf"
        saved = "Saved: Plantar fasciitis, as PF-en.pdf. The name or note is in it."
        expect(page.locator("#done")).to_contain_text(saved)
        page.get_by_role("button", name="Text for the record").click()
        expect(page.locator("#copy-words")).to_have_text("Copied", timeout=WAIT_MS)
        record = page.evaluate("navigator.clipboard.readText()")
        assert record.startswith("Leaflet prepared: Plantar fasciitis.") and "Wilhelmina" not in record
        page.keyboard.press("Escape")
        page.locator("#print").click()
        expect(page.locator("#printed")).to_contain_text("Name and note are cleared on this page.", timeout=WAIT_MS)
        expect(page.locator("#name")).to_have_value("")
        first = page.evaluate("window.sentToPrint")
        page.get_by_role("button", name="Print one more with name").click()
        expect(page.locator("#name")).to_have_value("", timeout=WAIT_MS)
        expect(page.locator("#printed")).to_contain_text("Name and note are cleared on this page.", timeout=WAIT_MS)
        assert page.evaluate("window.sentToPrint") != first
        page.get_by_role("button", name="Text for the record").click()
        expect(page.locator("#record-text")).to_have_value(re.compile("^Leaflet given: Plantar"), timeout=WAIT_MS)
        page.keyboard.press("Escape")
        page.reload()
        expect(page.locator("#name")).to_have_value("")
        assert not any("Wilhelmina" in address for address in addresses)
        assert page.evaluate("[localStorage.length, sessionStorage.length, document.title]") == [0, 0, "Leaflet desk"]
        assert "Wilhelmina" not in page.evaluate("JSON.stringify([history.state, location.href, document.cookie])")
    assert "Wilhelmina" not in desk[1].read_text()
    written = [path for path in home.rglob("*") if path.is_file()]
    assert not any(b"Wilhelmina" in path.read_bytes() for path in written)


def test_start_again_can_be_undone_without_the_name(visited: Any, desk: tuple[str, Path]) -> None:
    with opened(visited, desk) as page:
        leaflet(page, "fasc")
        page.locator("#name").fill(NAME)
        page.locator("#again").click()
        expect(page.locator("#empty-steps")).to_be_visible()
        expect(page.locator("#dashed")).to_be_visible()
        page.get_by_role("button", name="Undo").click()
        expect(page.locator("#conditions b")).to_have_text(["Plantar fasciitis"])
        expect(page.locator("#name")).to_have_value("")


def test_no_hit_names_what_is_near_and_keeps_what_is_chosen(visited: Any, desk: tuple[str, Path], axe: Axe) -> None:
    with opened(visited, desk) as page:
        choose(page, "fasc")
        page.locator("#words-box").fill("heel zebra")
        expect(page.locator("#found-head")).to_have_text("No leaflet for “heel zebra”")
        expect(page.locator("#no-hit .hit").first).to_be_visible()
        assert axe(page) == []
        every = page.get_by_role("button", name=re.compile(r"See all \d+ leaflets"))
        count = int("".join(filter(str.isdigit, every.inner_text())))
        every.click()
        expect(page.locator("#hits .hit")).to_have_count(count)
        expect(page.locator("#conditions b")).to_have_text(["Plantar fasciitis"])


def test_a_part_of_the_body_is_a_filter_by_keyboard_too(visited: Any, desk: tuple[str, Path]) -> None:
    with opened(visited, desk) as page:
        page.locator(".region[role=button]").first.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        picked = page.locator(".part[aria-pressed=true]")
        expect(picked).to_have_count(1)
        count = int(picked.locator(".code").inner_text())
        expect(page.locator("#hits .hit")).to_have_count(count)
        page.locator("#unpick").click()
        expect(page.locator(".part[aria-pressed=true]")).to_have_count(0)


def test_two_tabs_have_leaflets_of_their_own(visited: Any, desk: tuple[str, Path]) -> None:
    with opened(visited, desk) as one, opened(visited, desk) as other:
        choose(one, "fasc")
        choose(other, "spur")
        wait_for_pages(one)
        wait_for_pages(other)
        expect(one.locator("#conditions b")).to_have_text(["Plantar fasciitis"])
        expect(other.locator("#conditions b")).to_have_text(["Heel spur"])


def test_hits_lie_under_the_box_and_the_words_are_replaced_after_a_choice(visited: Any, desk: tuple[str, Path]) -> None:
    with opened(visited, desk) as page:
        page.locator("#words-box").fill("my heel hurts with the first steps")
        first = page.locator("#hits .hit").first
        expect(first).to_contain_text("Plantar fasciitis")
        box = first.bounding_box()
        assert box is not None and box["y"] + box["height"] < 260
        assert set(page.locator("#hits u").all_inner_texts()) == {"heel", "Heel"}  # and no "the" of "they"
        page.locator("#words-box").press("Enter")
        page.keyboard.type("spur")
        expect(page.locator("#words-box")).to_have_value("spur")
        expect(page.locator("#dashed-empty")).to_be_hidden()


def test_what_was_left_out_stays_out_and_what_changes_is_said(visited: Any, desk: tuple[str, Path]) -> None:
    with opened(visited, desk) as page:
        leaflet(page, "fasc")
        page.get_by_role("checkbox", name="Keep Sole stretch").click()
        page.locator("[aria-label*='Change the dose of Foot roll']").click()
        page.get_by_role("spinbutton", name="Minutes, Foot roll").press("End")
        choose(page, "bursitis")
        expect(page.locator("#moves")).to_contain_text(
            f"{FORBIDDEN} left the list. Not with Heel bursitis:", timeout=WAIT_MS
        )
        expect(page.locator("#moves")).to_contain_text("New on the list: ")
        expect(page.locator("#exercises")).not_to_contain_text("Sole stretch")
        page.get_by_role("button", name="Take Heel bursitis off").click()
        expect(page.locator("#moves")).to_contain_text(re.compile(f"New on the list: .*{FORBIDDEN}"), timeout=WAIT_MS)
        expect(page.locator("#exercises")).not_to_contain_text("Sole stretch")
        expect(page.locator("[data-id=foot-roll] .tag")).to_have_text("changed")
        page.get_by_role("button", name="Back to the plan").click()
        expect(page.locator("#exercises")).to_contain_text("Sole stretch", timeout=WAIT_MS)
        page.locator("#back-to-plan").click()  # now it undoes
        expect(page.locator("#exercises")).not_to_contain_text("Sole stretch", timeout=WAIT_MS)


def test_the_record_says_what_was_left_out_and_shows_every_line(visited: Any, desk: tuple[str, Path]) -> None:
    with opened(visited, desk) as page:
        leaflet(page, "fasc")
        page.locator("#record").click()
        expect(page.locator("#record-text")).to_have_value(re.compile("^Leaflet prepared: Plantar fasciitis.\n"))
        assert "Left out" not in page.locator("#record-text").input_value()
        page.keyboard.press("Escape")
        page.get_by_role("checkbox", name="Keep Sole stretch").click()
        wait_for_pages(page)
        page.locator("#record").click()
        expect(page.locator("#record-text")).to_have_value(re.compile("\nLeft out: Sole stretch.\n$"), timeout=WAIT_MS)
        assert (
            page.evaluate("(box => box.scrollHeight - box.clientHeight)(document.getElementById('record-text'))") <= 0
        )


def test_printing_and_saving_say_what_happened(visited: Any, desk: tuple[str, Path]) -> None:
    with opened(visited, desk) as page:
        leaflet(page, "fasc")
        page.locator("#print").click()
        expect(page.locator("#printed")).to_contain_text("The print window has the leaflet.")
        expect(page.locator("#printed")).not_to_contain_text("cleared")  # there was no name
        expect(page.locator("#print")).to_be_focused()
        page.locator("#name").fill(NAME)
        expect(page.locator("#doing")).to_contain_text("Drawing page 1", timeout=WAIT_MS)
        wait_for_pages(page)
        page.locator("#print").click()
        going, cleared = "Name and note are going from this page.", "Name and note are cleared on this page."
        expect(page.locator("#printed")).to_contain_text(going)
        with page.expect_download(timeout=WAIT_MS):
            page.locator("#save").click()
        expect(page.locator("#done")).to_contain_text("Saved: Plantar fasciitis, as PF-en.pdf. Without a name.")
        expect(page.locator("#printed")).to_contain_text(cleared)


def test_undo_of_start_again_goes_with_the_next_choice(visited: Any, desk: tuple[str, Path]) -> None:
    with opened(visited, desk) as page:
        leaflet(page, "fasc")
        page.locator("#again").click()
        expect(page.locator("#again-words")).to_have_text("Undo")
        choose(page, "spur")
        expect(page.locator("#again-words")).to_have_text("Start again")
        expect(page.locator("#conditions b")).to_have_text(["Heel spur"])


def test_count_and_thumbnails_change_together_and_words_mark_old_pages(visited: Any, desk: tuple[str, Path]) -> None:
    watch = """() => {
      window.seen = [];
      new MutationObserver(() => {
        const count = document.querySelectorAll("#thumbs li").length;
        const words = document.getElementById("page-of").textContent;
        if (words) window.seen.push([count, Number(words.split(" ").at(-1))]);
      }).observe(document.querySelector(".look"), {subtree: true, childList: true, characterData: true});
    }"""
    with opened(visited, desk) as page:
        leaflet(page, "fasc")
        expect(page.locator("#more-thumbs")).to_be_hidden()
        page.evaluate(watch)
        page.locator("#edition").select_option(label="Large print")
        expect(page.locator("#doing")).to_contain_text("Drawing page 1", timeout=WAIT_MS)
        wait_for_pages(page)
        seen = page.evaluate("window.seen")
        assert len({shown for _, shown in seen}) == 2 and all(count == shown for count, shown in seen)
        expect(page.locator("#more-thumbs")).to_contain_text("scroll to see all")


def test_a_side_holds_for_all_that_have_sides_until_one_has_its_own(visited: Any, desk: tuple[str, Path]) -> None:
    with opened(visited, desk) as page:
        choose(page, "bad back")
        choose(page, "fasc")
        choose(page, "spur")
        expect(page.locator(".condition")).to_have_count(3)
        expect(page.locator(".condition .sides")).to_have_count(2)
        page.get_by_role("radio", name="Left").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".sides .picked")).to_have_text(["Left", "Left"])  # one side for the whole leaflet
        page.locator(".sides").last.get_by_text("Right").click()
        expect(page.locator(".sides .picked")).to_have_text(["Left", "Right"])
        wait_for_pages(page)
        cut = """() => [...document.querySelectorAll(".selects select")].filter(one => one.offsetParent).filter(one => {
          const style = getComputedStyle(one), pen = document.createElement("canvas").getContext("2d");
          pen.font = style.font;
          const room = one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
          return [...one.options].some(option => pen.measureText(option.text).width > room);
        }).map(one => one.id)"""
        assert page.evaluate(cut) == []


def test_a_dose_below_nothing_is_too_little(visited: Any, desk: tuple[str, Path]) -> None:
    with opened(visited, desk) as page:
        leaflet(page, "fasc")
        hold = opened_hold(page)
        hold.fill("-5")
        hold.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("-5 s is too little.")


def test_on_a_phone_the_next_step_is_at_the_foot_and_waits_for_a_choice(visited: Any, desk: tuple[str, Path]) -> None:
    with opened(visited, desk, 390) as page:
        bar = page.locator(".choose .foot-bar").bounding_box()
        assert bar is not None and abs(bar["y"] + bar["height"] - WIDTHS[390]) <= 1
        following = page.locator(".choose [data-go=adjust]")
        expect(following).to_have_attribute("aria-disabled", "true")
        following.click(force=True)
        expect(page.locator("body")).to_have_attribute("data-step", "choose")
        choose(page, "fasc")
        following.dblclick()  # the second tap falls on what appears there
        expect(page.locator("body")).to_have_attribute("data-step", "adjust")
        bar = page.locator(".adjust .foot-bar").bounding_box()
        assert bar is not None and abs(bar["y"] + bar["height"] - WIDTHS[390]) <= 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_view_breaks_a_rule_of_wcag(visited: Any, desk: tuple[str, Path], axe: Axe, scheme: Any) -> None:
    with opened(visited, desk) as page:
        page.emulate_media(color_scheme=scheme)
        assert axe(page) == [], "empty"
        leaflet(page, "fasc", "spur")
        page.get_by_role("button", name="Change the dose of Wall calf stretch").click()
        page.locator("#left-out summary").click()
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            for step in ("choose", "adjust", "print"):
                page.evaluate("step => { document.body.dataset.step = step; }", step)
                assert axe(page) == [], (width, step)
        page.set_viewport_size({"width": 1440, "height": 900})
        for act in ("read", "help"):
            page.locator(f"[data-act={act}]").click()
            assert axe(page) == [], act
            page.keyboard.press("Escape")


@pytest.mark.parametrize("width", list(WIDTHS))
def test_nothing_scrolls_sideways(visited: Any, desk: tuple[str, Path], width: int) -> None:
    with opened(visited, desk, width) as page:
        leaflet(page, "fasc", "spur")
        page.evaluate("document.body.dataset.step = 'adjust'")
        page.locator("[aria-label*='Change the dose of Wall calf stretch']").click()
        for step in ("choose", "adjust", "print"):
            page.evaluate("step => { document.body.dataset.step = step; }", step)
            wide = page.evaluate(
                "() => [document.documentElement, ...document.querySelectorAll('main > section')]"
                ".filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.className)"
            )
            assert wide == [], step
        if width >= 700:  # the columns fill the window, however little is in them
            assert page.evaluate("document.querySelector('main').getBoundingClientRect().bottom") == WIDTHS[width]
