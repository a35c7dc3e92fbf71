"""The page in a browser: exercises, doses and sides are adjusted, and the page says what it does not take."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from browser import needs_browser
from playwright.sync_api import Route, expect

from .in_browser import WAIT_MS, Axe, choose, leaflet, opened, wait_for_pages

pytestmark = [pytest.mark.slow, needs_browser]  # each change prints a leaflet

FORBIDDEN = "Wall calf stretch"  # with a sore bursa of the heel


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
        expect(page.locator("#doing")).to_contain_text("Heel raise left out.", timeout=WAIT_MS)
        expect(page.locator("#page-of")).not_to_contain_text("Page 1 ")  # the page on which it was
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
        hold.fill("-5")
        hold.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("-5 s is too little.")
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
        cut = """() => [...document.querySelectorAll(".selects select")].filter(one => one.offsetParent).filter(one => {
          const style = getComputedStyle(one), pen = document.createElement("canvas").getContext("2d");
          pen.font = style.font;
          const room = one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
          return [...one.options].some(option => pen.measureText(option.text).width > room);
        }).map(one => one.id)"""
        assert page.evaluate(cut) == []


def test_what_is_left_out_before_the_new_list_has_come_does_not_keep_the_old_one(
    visited: Any, desk: tuple[str, Path]
) -> None:
    def late(route: Route) -> None:
        time.sleep(0.5)
        route.continue_()

    with opened(visited, desk) as page:
        leaflet(page, "fasc")
        page.route("**/draw", late)
        choose(page, "achilles")
        page.get_by_role("checkbox", name="Keep Foot roll").click()
        expect(page.locator("#exercises")).to_contain_text("Heel-raise hold", timeout=WAIT_MS)
        expect(page.locator("#exercises")).not_to_contain_text("Foot roll")
        expect(page.locator("#moves")).not_to_contain_text("Foot roll")  # the person left it out, and needs no reason


def test_an_exercise_is_searched_and_begins_a_sheet_with_small_steps_of_its_hold(
    visited: Any, desk: tuple[str, Path], axe: Axe
) -> None:
    with opened(visited, desk) as page:
        choose(page, "bridge")
        wait_for_pages(page)
        expect(page.locator("#exercises .title")).to_have_text(["1 Bridge"])
        page.get_by_role("button", name="Change the dose of Bridge").click()
        hold = page.get_by_role("spinbutton", name="Hold, Bridge")
        hold.press("ArrowDown")
        hold.press("ArrowDown")
        expect(hold).to_have_value("3 s")  # 5, 4, 3
        page.locator("#blank").check()
        expect(page.locator("#exercises .names")).to_contain_text("____ s · ____ times", timeout=WAIT_MS)
        page.locator("#words-box").fill("wall squat")
        expect(page.locator("#found-head")).to_have_text("Exercises, also as a sheet of their own")
        assert axe(page) == []
        page.get_by_role("checkbox", name="Keep Bridge").click()
        expect(page.locator("#empty-steps")).to_be_visible()
