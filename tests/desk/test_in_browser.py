"""The page in a browser: the tasks of a reception by keyboard and pointer, WCAG, narrow screens, nothing kept."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import browser
import pytest
from browser import needs_browser
from playwright.sync_api import Browser, expect

from .in_browser import WAIT_MS, WIDTHS, Axe, choose, leaflet, opened, wait_for_pages

pytestmark = [pytest.mark.slow, needs_browser]  # each change prints a leaflet

NAME = "Wilhelmina Quarterstaff"


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
        choose(page, "spur")  # for the next patient: not beside what was printed
        expect(page.locator("#conditions b")).to_have_text(["Heel spur"])
        expect(page.locator("#printed")).to_be_hidden()


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
        page.get_by_role("button", name="One more with name").click()
        expect(page.locator("#name")).to_have_value("", timeout=WAIT_MS)
        expect(page.locator("#printed")).to_contain_text("Name and note are cleared on this page.", timeout=WAIT_MS)
        assert page.evaluate("window.sentToPrint") != first
        given = re.compile("^Leaflet given: Plantar.*With a note", re.S)
        page.get_by_role("button", name="Text for the record").click()
        expect(page.locator("#record-text")).to_have_value(given, timeout=WAIT_MS)
        page.keyboard.press("Escape")
        page.reload()
        expect(page.locator("#name")).to_have_value("")
        assert not any("Wilhelmina" in address for address in addresses)
        assert page.evaluate("[localStorage.length, sessionStorage.length, document.title]") == [0, 0, "Leaflet desk"]
        assert "Wilhelmina" not in page.evaluate("JSON.stringify([history.state, location.href, document.cookie])")
    assert "Wilhelmina" not in desk[1].read_text()
    written = [path for path in home.rglob("*") if path.is_file()]
    assert not any(b"Wilhelmina" in path.read_bytes() for path in written)


def test_no_file_of_the_browser_has_the_name(
    chromium: Browser, visited: Any, desk: tuple[str, Path], tmp_path: Path
) -> None:
    """History, cache, form data and the tabs that it would open again, after a browser that was closed with a name."""
    context = chromium.browser_type.launch_persistent_context(
        tmp_path, executable_path=browser.BINARY, args=["--no-sandbox"], headless=True
    )
    context.add_cookies(visited.cookies())
    with opened(context, desk) as page:
        leaflet(page, "fasc")
        page.locator("#name").fill(NAME)
        wait_for_pages(page)
        page.locator("#print").click()
        expect(page.locator("#name")).to_have_value("")
        page.locator("#name").fill(NAME)
        page.locator("#note").fill(f"For {NAME}")
        wait_for_pages(page)
        context.close()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    seen = {name: path.read_bytes() for path in files if (name := path.relative_to(tmp_path).as_posix())}
    assert any(b"127.0.0.1" in data for data in seen.values())  # it keeps a history
    spellings = [NAME.encode(), NAME.encode("utf-16-le"), NAME.split()[0].encode()]
    assert [name for name, data in seen.items() if any(one in data for one in spellings)] == []


def test_start_again_can_be_undone_without_the_name(visited: Any, desk: tuple[str, Path]) -> None:
    with opened(visited, desk) as page:
        leaflet(page, "fasc")
        page.locator("#name").fill(NAME)
        page.locator("#again").dblclick()
        expect(page.locator("#empty-steps")).to_be_visible()
        expect(page.locator("#dashed")).to_be_visible()
        page.wait_for_timeout(1000)
        page.get_by_role("button", name="Undo").click()
        expect(page.locator("#conditions b")).to_have_text(["Plantar fasciitis"])
        expect(page.locator("#name")).to_have_value("")


def test_no_hit_names_what_is_near_and_keeps_what_is_chosen(visited: Any, desk: tuple[str, Path], axe: Axe) -> None:
    with opened(visited, desk) as page:
        choose(page, "fasc")
        page.locator("#words-box").fill("heel thyroid")
        expect(page.locator("#found-head")).to_have_text("No leaflet for “heel thyroid”")
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
        name = picked.inner_text().rsplit(maxsplit=1)[0]
        page.locator("#words-box").fill("tennis elbow")
        expect(page.locator("#found-head")).to_have_text(f"No leaflet for “tennis elbow” in {name}")
        page.get_by_role("button", name="Show 1 leaflet elsewhere").click()
        expect(page.locator("#hits [data-key^=hit] u")).to_have_text(["Tennis", "elbow", "elbow"])
        page.locator("#words-box").fill("")
        page.locator(".part", has_text=name).click()
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
        marked = page.locator("#hits [data-key^=hit] u").all_inner_texts()
        assert set(marked) == {"heel", "Heel"}  # and no "the" of "they"
        page.locator("#words-box").press("Enter")
        page.keyboard.type("spur")
        expect(page.locator("#words-box")).to_have_value("spur")
        expect(page.locator("#dashed-empty")).to_be_hidden()


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
        expect(page.locator("#undo")).to_be_visible()
        choose(page, "spur")
        expect(page.locator("#undo")).to_be_hidden()
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
        page.locator("#save-plan").click()
        expect(page.locator("#plan-panel")).to_be_visible(timeout=WAIT_MS)
        assert axe(page) == [], "plan"
        page.keyboard.press("Escape")
        page.locator("#print").click()
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            expect(page.locator("#printed")).to_be_in_viewport(timeout=WAIT_MS)
            assert axe(page) == [], ("printed", width)


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
