"""Which other views of the same solved body would pass: what a finding about visibility recommends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from handouts.diagnostics import Diagnostic
from handouts.figures.checks import paper, visibility
from handouts.figures.checks.frame import DrawnFrame
from handouts.figures.language import grammar, keys
from handouts.figures.person import rig
from handouts.figures.postures.solved import Solved
from handouts.figures.render import layout
from handouts.figures.render.scene import render

#: The views that are tried first, and how many a message names: a reader takes one, and each costs a picture.
USUAL = ("side left", "front", "three-quarter", "three-quarter left", "side", "side from above", "back", "from above")
MOST_NAMED = 4
PIXELS_PER_MM = 8.0  # enough to measure what hides what


def named(
    found: list[Diagnostic], parsed: grammar.Pose, solved: Sequence[Solved], person: rig.Body
) -> list[Diagnostic]:
    """The findings; those that ask for another view name the views that pass."""
    if not any(finding.help == visibility.OTHER_VIEW for finding in found):
        return found
    order = (*USUAL, *(view for view in keys.VIEWS if view not in USUAL))
    passing = (view for view in order if view != parsed.view and _passes(view, parsed, solved, person))
    views = list(islice(passing, MOST_NAMED))
    help = f"{visibility.OTHER_VIEW}: {_listed(views)}" if views else NO_VIEW
    return [replace(one, help=help) if one.help == visibility.OTHER_VIEW else one for one in found]


NO_VIEW = "no other view of this pose shows it: change the pose, or show it in a close-up"


def _passes(view: str, parsed: grammar.Pose, solved: Sequence[Solved], person: rig.Body) -> bool:
    """Does a view show every contact, every bend and the mark?"""
    return not any(
        wrong
        for drawn in _frames(replace(parsed, view=view, arrows={}, labels=()), solved, person)
        for wrong in (
            *visibility.contacts_visible(drawn, _nowhere)[1],
            *visibility.bends_visible(drawn, _nowhere)[1],
            *(["hidden"] if paper.marked_share(drawn) < paper.HIGHLIGHT_SHARE else []),
        )
    )


def _frames(parsed: grammar.Pose, solved: Sequence[Solved], person: rig.Body) -> Iterator[DrawnFrame]:
    """Every frame in a view, in few pixels and without ink."""
    for plan in layout.plans(parsed, list(solved), person):
        rendering = render(plan.scene, replace(plan.sheet, pixels_per_mm=PIXELS_PER_MM))
        marked = parsed.stretch if plan.solved.frame.name == "finish" else None
        yield DrawnFrame(plan.solved, rendering, "", {}, None, marked, None)


def _nowhere(path: keys.Path) -> None:
    return None


def _listed(views: Sequence[str]) -> str:
    return ", ".join(f"`{view}`" for view in views) + (" passes" if len(views) == 1 else " pass")
