"""The picture of where it hurts: a part of the body, what the text names under its skin, and the sore place hatched.

    drawing, findings = draw_pain_map("heel-spur", picture, span_of)

A picture has one frame, "where". It is written in a few words: which view, which structures, what is sore, and which
of them carry labels.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from handouts.diagnostics import Diagnostic
from handouts.figures.checks import pain_maps
from handouts.figures.draw import DEFAULT_BODY, Drawing, Frame
from handouts.figures.language import keys
from handouts.figures.person import rig
from handouts.figures.person.structures import SORES, STRUCTURES
from handouts.figures.render import label_sides, laid, panels, svg, views
from handouts.figures.render.panels import DrawnPanel
from handouts.model.poses import KEY, RIG, drawing_key

FRAME = "where"
FACES = "left"  # where the locator is: labels are in a column on the other side
SORE = "sore"  # the anchor of the sore place
WORDS = ("alt", "view", "structures", "sore", "labels")


@dataclass(frozen=True, slots=True)
class PainMap:
    """A requested picture."""

    view: panels.View
    structures: tuple[str, ...]
    sore: tuple[str, ...]
    labels: tuple[str, ...]


def draw_pain_map(
    id_: str, picture: Mapping[str, Any], span_of: keys.SpanOf, body: str = DEFAULT_BODY
) -> tuple[Drawing | None, list[Diagnostic]]:
    """Draw where it hurts, and check the picture.

    Args:
        id_: the condition or advice block.
        picture: its `picture:`.
        span_of: the place in the file of a path of keys, for findings.
        body: a name of `model.people.NAMES`.

    Returns:
        The picture, or None when its words cannot be read; and every finding. Reports HND601 and HND606.
    """
    parsed, found = read(picture, span_of)
    if parsed is None:
        return None, found
    drawn = drawn_panels(parsed, body)
    places = _anchors(parsed, drawn, parsed.labels)
    width = round(max(one.corner_mm[0] + one.panel.sheet.width_mm for one in drawn), 1)
    height = round(max(one.corner_mm[1] + one.panel.sheet.height_mm for one in drawn), 1)
    text = svg.document(width, height, [part for one in drawn for part in one.parts])
    sides = label_sides.chosen(drawn, places, (width, height), parsed.sore)
    places |= _anchors(parsed, drawn, [name for name, side in sides.items() if side == label_sides.BEFORE], left=True)
    shown = pain_maps.DrawnPainMap(parsed.labels, tuple(drawn), text, places, sides, parsed.sore)
    values, more = pain_maps.checked(shown, span_of)
    frame = Frame(FRAME, text, width, height, FACES, places, sides)
    return Drawing(id_, drawing_key(picture), body, RIG, (frame,), {FRAME: values}), more


# ---------------------------------------------------------------- reading


def read(picture: Mapping[str, Any], span_of: keys.SpanOf) -> tuple[PainMap | None, list[Diagnostic]]:
    """The words of a picture. Reports HND601 for each that cannot be read."""
    found = [_unknown(word, WORDS, "word", span_of((word, KEY))) for word in picture if word not in WORDS]
    view = str(picture.get("view", ""))
    if view not in views.VIEWS:
        found.append(_unknown(view, views.VIEWS, "view", span_of(("view",))))
    structures, sore = tuple(picture.get("structures", ())), tuple(picture.get("sore", ()))
    for name, words, known in (("structures", structures, STRUCTURES), ("sore", sore, (*SORES, *views.SKIN_PLACES))):
        found += [_unknown(w, known, "name", span_of((name, i))) for i, w in enumerate(words) if w not in known]
    labels = tuple(picture.get("labels", {}))
    items = views.VIEWS[view].items if view in views.VIEWS else ()
    places = [*structures, *(SORE,) * bool(sore), *sore, *items]
    found += [_unknown(w, places, "place", span_of(("labels", w, KEY))) for w in labels if w not in places]
    return (None, found) if found else (PainMap(views.VIEWS[view], structures, sore, labels), [])


def _unknown(word: object, known: Any, kind: str, span: Any) -> Diagnostic:
    names = [str(name) for name in known]
    close = difflib.get_close_matches(str(word), names, 1)
    help_ = f"did you mean `{close[0]}`?" if close else f"write one of: {', '.join(names)}"
    return Diagnostic("HND601", f"unknown {kind} `{word}`", help_, span)


# ---------------------------------------------------------------- drawing


def drawn_panels(parsed: PainMap, body: str) -> list[DrawnPanel]:
    """All panels of the view, side by side: on one line, but locators at the top."""
    shown = parsed.view.panels(rig.body(body))
    height = max(panel.sheet.height_mm for panel in shown)
    found: list[DrawnPanel] = []
    left = 0.0
    for panel in shown:
        corner = (left, 0.0 if panel.part else height - panel.sheet.height_mm)
        found.append(laid.drawn(panel, parsed.structures, parsed.sore, corner))
        left += panel.sheet.width_mm + (panels.LOCATOR_GAP_MM if panel.part else panels.GUTTER_MM)
    return found


def _anchors(
    parsed: PainMap, drawn: list[DrawnPanel], names: Iterable[str], left: bool = False
) -> dict[str, tuple[float, float]]:
    """Where labels point: in the largest panel that shows what they name, near its right or its left edge."""
    found = {}
    for name in names:
        for one in sorted(drawn, key=lambda one: -one.panel.sheet.mm_per_body_mm):
            place = laid.anchor(one, name, parsed.sore, left)
            if place is not None:
                found[name] = one.at(*place)
                break
    return found
