"""The page for a screen under the rules of axe-core, which tries what machines can try of WCAG, in a browser."""

from __future__ import annotations

import json
from importlib import import_module, resources

import browser
import pytest
from browser import DARK, Frame, needs_browser

from .making import FIRST, MERGED, screen

#: Runs the rules in the page; a finding is a rule with the element at fault.
RULES = """
  const script = page.createElement("script");
  script.textContent = AXE;
  page.head.append(script);
  const window = page.defaultView;
  const { violations, passes } = await window.axe.run(page, { resultTypes: ["violations"] });
  return {
    dark: window.matchMedia("(prefers-color-scheme: dark)").matches,
    faults: violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 120)}`)),
    passed: passes.length,
  };
"""
WIDTHS_PX = (320, 390, 1280)


def rules() -> str:
    """The script, with the library of the package `axe-core-python` in it."""
    pytest.importorskip("axe_core_python", reason="axe-core-python is not installed: ./run test installs it")
    axe = resources.files(import_module("axe_core_python")).joinpath("axe.min.js").read_text("utf-8")
    return RULES.replace("AXE", json.dumps(axe).replace("</", "<\\/"))


@needs_browser
@pytest.mark.slow  # six pages are tried with fifty rules
@pytest.mark.parametrize("options", [(), (DARK,)], ids=["light", "dark"])
def test_no_rule_is_broken(options: tuple[str, ...]) -> None:
    frames = [
        Frame(f"{name}, {width} px", screen(name).data.decode(), width)
        for name in (FIRST, MERGED)
        for width in WIDTHS_PX
    ]
    tried = browser.looked_at(frames, rules(), *options)
    assert {name: result["faults"] for name, result in tried.items() if result["faults"]} == {}
    assert all(result["passed"] > 30 and result["dark"] == bool(options) for result in tried.values())


@needs_browser
@pytest.mark.slow  # as above
def test_the_rules_see_a_field_without_name_and_pale_words() -> None:
    page = screen(FIRST).data.decode()
    bad = page.replace('aria-label="Day 1, worst pain, 0 to 10"', "").replace('class="deck"', 'style="color: #aaa"')
    assert bad != page
    tried = browser.looked_at([Frame("bad", bad, 1280)], rules())
    assert {fault.partition(":")[0] for fault in tried["bad"]["faults"]} == {"label", "color-contrast"}
