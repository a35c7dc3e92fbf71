"""What stands and lies round a figure: every thing that the pose names, put where the body uses it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from handouts.figures import grammar, things, towels, wheelchair
from handouts.figures.solver import Solved
from handouts.figures.things import Thing

FAR_HAND_MM = 112.0  # just this side of the left hand
_Puts = Callable[[Solved], list[Thing]]

SLACK_MM = 75.0  # how far a towel hangs that is not pulled yet
BAND_SLACK_MM = 26.0  # the same of a band round both feet


def furnished(props: Sequence[str], solved: Sequence[Solved], one: Solved, far: str = "") -> tuple[Thing, ...]:
    """The things round one frame; `far` is the side that is turned away.

    A mat is as long as the lying figures of all frames. The far wheel of a wheelchair has no spokes: through those of
    the near one they would be a tangle.
    """
    found: list[Thing] = []
    for name in props:
        found += _mat(solved) if name == "mat" else PUT[name](one)
    return tuple(thing for thing in found if thing.name != f"spokes.{far}")


def _mat(solved: Sequence[Solved]) -> list[Thing]:
    k = solved[0].posed.body.scale
    ends = [(float(s.posed.skin[:, 2].min()), float(s.posed.skin[:, 2].max())) for s in solved]
    return [things.mat(k, min(e[0] for e in ends) - 35 * k, max(e[1] for e in ends) + 35 * k)]


def _under_feet(put: Callable[[Solved, str, grammar.Foot], list[Thing]], on: str) -> _Puts:
    """A thing for every foot that is on it."""
    return lambda one: [t for side, foot in one.frame.feet.items() if foot.on == on for t in put(one, side, foot)]


def _wall(one: Solved) -> list[Thing]:
    """Cut off so that it hides no hand that is alone on it, on the far side."""
    on_it = {side for side, hand in one.frame.hands.items() if hand.on == "wall"}
    k = one.posed.body.scale
    return [things.wall(k, FAR_HAND_MM) if on_it == {"L"} else things.wall(k)]


def _cushions(one: Solved) -> list[Thing]:
    """Under the head, under a calf."""
    head = [things.pillow(one.posed)] if one.frame.head_on == "cushion" else []
    return head + _under_feet(lambda one, side, foot: [things.cushion(one.posed, side)], "cushion")(one)


def _towels(one: Solved) -> list[Thing]:
    """Round the foot and in the hands, or on the floor under the foot."""
    held = any(hand.how == "towel" for hand in one.frame.hands.values())
    under = _under_feet(lambda one, side, foot: towels.on_floor(one.posed, side, foot.curl_deg), "towel")(one)
    return [*under, *towels.round_foot(one.posed, "R", _slack_mm(one))] if held else under


def _slack_mm(one: Solved) -> float:
    """A towel hangs as long as the foot in it points away: it is pulled tight to bring the foot up."""
    return SLACK_MM if one.frame.feet.get("R", grammar.Foot("heel")).toes_deg < 0 else 0.0


def _band_slack_mm(one: Solved) -> float:
    """A band hangs as long as no foot turns out against it."""
    return 0.0 if any(foot.out_deg for foot in one.frame.feet.values()) else BAND_SLACK_MM


def _wheelchair(one: Solved) -> list[Thing]:
    """For those who sit in it; a close-up of a foot has no room for it."""
    shown = one.frame.posture == "chair" and not one.frame.view
    return wheelchair.wheelchair(one.posed, one.frame) if shown else []


#: By the word in `props`; each puts what one frame needs.
PUT: Mapping[str, _Puts] = {
    "wall": _wall,
    "counter": lambda one: things.counter(one.posed.body.scale),
    "chair": lambda one: things.chair(one.posed.body.scale),
    "wheelchair": _wheelchair,
    "doorway": lambda one: things.doorway(one.posed.body),
    "step": lambda one: [things.step(one.posed.body.scale)],
    "rail": lambda one: things.rail(one.posed.body.scale),
    "cushion": _cushions,
    "towel": _towels,
    "rolled towel": _under_feet(lambda one, side, foot: towels.roll(one.posed, side), "towel roll"),
    "ball": _under_feet(lambda one, side, foot: [things.ball(one.posed, side, foot.away_from)], "ball"),
    "bottle": _under_feet(lambda one, side, foot: things.bottle(one.posed, side, foot.away_from), "bottle"),
    "ice pack": _under_feet(lambda one, side, foot: [things.ice_pack(one.posed, side)], "ice pack"),
    "band": lambda one: things.band(one.posed, _band_slack_mm(one)),
}
