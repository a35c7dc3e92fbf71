"""The page for a screen on phones and at 400 % zoom: nothing beside the window, nothing cut (WCAG 2.2, 1.4.10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import browser
import pytest
from browser import DARK, Frame, needs_browser
from sampling import one_of_each
from shipped import SHIPPED

from handouts.formats import FORMATS
from handouts.model.request import Request
from handouts.pdf.printing import PrintAssets

from .making import CONDITIONS, MERGED, PICTURES, PRESS, REQUESTS, composed

PHONE_PX = 390
ZOOMED_PX = 320  # 1280 at 400 %
DESK_PX = 1280

#: The spacing that a reader may set without losing words (WCAG 1.4.12).
SPACED = """<style>
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }
</style></head>"""

#: The faults of a page: what reaches past the window, words past their block, clipped words, words beside a float,
#: labels over each other by more than their edges.
FAULTS = """
  const root = page.documentElement, wide = root.clientWidth, faults = [];
  const say = (fault, element) => faults.push(
    `${fault}: ${element.localName}.${element.getAttribute("class")} "${element.textContent.trim().slice(0, 40)}"`);
  if (root.scrollWidth > wide) faults.push(`scrolls sideways: ${root.scrollWidth} of ${wide} px`);
  for (const element of page.body.querySelectorAll("*")) {
    if (element.parentNode.closest("svg") || element.matches(".heard")) continue;  // drawings, words for the ear alone
    const box = element.getBoundingClientRect(), style = page.defaultView.getComputedStyle(element);
    if (box.right > wide + 0.5 || box.left < -0.5) say("past the window", element);
    if (style.float !== "none" && wide <= 36 * 16) say("floats", element);
    const clips = style.overflowX !== "visible" && element.localName !== "svg" && element.localName !== "img";
    if (clips && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1))
      say("clipped", element);
    if (element.matches(".label *, .label")) continue;
    let block = element;
    while (page.defaultView.getComputedStyle(block).display === "inline") block = block.parentNode;
    const edge = block.getBoundingClientRect();
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE) continue;
      const range = page.createRange();
      range.selectNodeContents(node);
      for (const line of range.getClientRects())
        if (line.width && (line.right > edge.right + 1 || line.left < edge.left - 1 || line.bottom > edge.bottom + 4))
          say("words past their block", element);
    }
  }
  for (const picture of page.querySelectorAll(".pic")) {
    const boxes = [...picture.querySelectorAll(".label")].map(label => {
      const range = page.createRange();
      range.selectNodeContents(label);
      return range.getBoundingClientRect();
    });
    const overlap = (one, other) =>
      Math.min(one.right, other.right) - Math.max(one.left, other.left) > 3 &&
      Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 4;
    if (boxes.some((one, at) => boxes.slice(at + 1).some(other => overlap(one, other))))
      say("labels over each other", picture);
  }
  return [...new Set(faults)];
"""


def page(request: Request) -> str:
    """The page of a request, as it is saved."""
    paper = PrintAssets(PRESS, PICTURES)
    return FORMATS["html"].render(composed(request), SHIPPED.editions["a4"], paper).data.decode()


def faults(requests: Iterable[Request], *widths_px: int, options: Sequence[str] = ()) -> dict[str, list[str]]:
    """The faults of each page at each width, with usual and with wide spacing; only of pages that have some."""
    frames = []
    for request in requests:
        usual = page(request)
        spaced = usual.replace("</head>", SPACED, 1)
        for width in widths_px:
            name = f"{'+'.join(request.conditions)}, {width} px"
            frames += [Frame(name, usual, width), Frame(f"{name}, spaced", spaced, width)]
    return {name: found for name, found in browser.looked_at(frames, FAULTS, *options).items() if found}


@pytest.mark.slow  # some twenty leaflets are shown
@needs_browser
@pytest.mark.parametrize("width_px", one_of_each([ZOOMED_PX, PHONE_PX], lambda width_px: "any"))
def test_every_leaflet_of_one_condition_fits_a_phone(width_px: int) -> None:
    assert faults([Request((id_,)) for id_ in CONDITIONS], width_px) == {}


@needs_browser
@pytest.mark.parametrize("options", [(), pytest.param((DARK,), marks=pytest.mark.slow)], ids=["light", "dark"])
def test_a_merged_leaflet_of_a_patient_fits_a_phone_and_a_desk(options: Sequence[str]) -> None:
    assert faults([REQUESTS[MERGED]], ZOOMED_PX, PHONE_PX, DESK_PX, options=options) == {}


@needs_browser
@pytest.mark.slow  # some fifty merges are shown
@pytest.mark.parametrize("width_px", [ZOOMED_PX, PHONE_PX])
def test_a_merge_of_each_kind_fits_a_phone(width_px: int) -> None:
    """A pair of any two body regions, and a triple from each."""
    merges: dict[frozenset[str], tuple[str, ...]] = {}
    for pair in combinations(CONDITIONS, 2):
        merges.setdefault(frozenset(SHIPPED.conditions[id_].region for id_ in pair), pair)
    triples = {SHIPPED.conditions[triple[0]].region: triple for triple in combinations(CONDITIONS, 3)}
    assert len(merges) > 20 and len(triples) > 5
    assert faults(map(Request, [*merges.values(), *triples.values()]), width_px) == {}


#: What makes a page fail, and the fault that must be found.
BAD = {
    '<p style="width: 30em">Words</p>': "scrolls sideways",
    '<p style="position: absolute; left: -3em">Words</p>': "past the window",
    '<p style="width: 4em; height: 1em; overflow: hidden">Cut <br>words</p>': "clipped",
    '<p style="width: 2em; overflow-wrap: normal">Interdisciplinary</p>': "words past their block",
    '<p style="height: 0.5em">Half a line</p>': "words past their block",
    '<div class="pic"><i class="label">Foot</i><i class="label" style="margin: -2em">Heel</i></div>': "labels over",
    '<p><span style="float: right">A picture</span> Words</p>': "floats",
}


@needs_browser
def test_the_measure_sees_what_does_not_fit() -> None:
    good = "<!DOCTYPE html><html><body><p>Words that fit.</p></body></html>"
    frames = [Frame("good", good, ZOOMED_PX)]
    frames += [Frame(part, good.replace("<p>", f"{part}<p>"), ZOOMED_PX) for part in BAD]
    found = browser.looked_at(frames, FAULTS)
    assert found.pop("good") == []
    assert [part for part, said in found.items() if not any(one.startswith(BAD[part]) for one in said)] == []
