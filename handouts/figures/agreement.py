"""Does a pose agree with itself: is every thing there that a phrase leans on, and can one body do all of it at once?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from handouts.diagnostics import Diagnostic
from handouts.figures import grammar, pointing


def disagreements(asked: grammar.Pose, said: Mapping[str, Any], span_of: grammar.SpanOf) -> list[Diagnostic]:
    """Every missing thing and every contradiction, each once, at the phrase that asks for it. Reports HND601."""
    found: dict[tuple[grammar.Path, str], Diagnostic] = {}
    if asked.arrow and asked.arrow.part in pointing.MOVED_THINGS and asked.arrow.part not in asked.props:
        thing = asked.arrow.part
        message = f"the {thing} moves and is not there"
        found[("arrow",), thing] = Diagnostic("HND601", message, f"add `{thing}` to `props`", span_of(("arrow",)))
    for frame in asked.frames:
        for key, thing, what in _leans(frame):
            path, _ = grammar.written(said, frame.name, key)
            if thing not in asked.props:
                message = f"{frame.name}: {what} a {thing} that is not there"
                found.setdefault(
                    (path, thing), Diagnostic("HND601", message, f"add `{thing}` to `props`", span_of(path))
                )
        for key, why, help in _contradictions(frame, said):
            path, _ = grammar.written(said, frame.name, key)
            found.setdefault((path, why), Diagnostic("HND601", f"{frame.name}: {why}", help, span_of(path)))
    return list(found.values())


def _leans(frame: grammar.FramePose) -> Iterator[tuple[str, str, str]]:
    """What a frame needs in its room: the key that says so, the thing, and what is done with it."""
    for side, word in grammar.SIDE_WORDS.items():
        if (foot := frame.feet.get(side)) is not None:
            if foot.on in _UNDER_FEET:
                yield f"{word} foot", _UNDER_FEET[foot.on], "a foot is on"
            if foot.away_mm is not None:
                yield f"{word} foot", foot.away_from, "a foot is measured from"
        if (hand := frame.hands.get(side)) is not None:
            if hand.on in grammar.PROPS:
                yield f"{word} hand", hand.on, "a hand is on"
            if hand.how == "towel":
                yield f"{word} hand", "towel", "a hand holds"
    if frame.head_on:
        yield ("lie" if frame.posture == "side" else "head"), frame.head_on, "the head lies on"
    if frame.posture == "chair" and not frame.view:  # a close-up shows no chair
        yield "sit", frame.seat, "the figure sits on"


#: What a foot may be on, and the thing that this means; the floor and the other leg are always there.
_UNDER_FEET = {
    "ball": "ball", "bottle": "bottle", "ice pack": "ice pack", "towel": "towel", "towel roll": "rolled towel",
    "step": "step", "cushion": "cushion", "footrest": "wheelchair", "mat": "mat",
}  # fmt: skip


def _contradictions(frame: grammar.FramePose, said: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What one body cannot do together: the key of one of them, both in words, and what to do."""
    one = "take one of the two out"
    postures = [key for key in ("sit", "lie", "kneel") if key in {**said, **said.get(frame.name, {})}]
    if len(postures) > 1:
        yield postures[1], f"a body cannot `{postures[0]}` and `{postures[1]}` at once", one
    down = grammar.SIDE_WORDS.get(frame.under, "")
    if down and frame.under in frame.feet:
        does = "kneels on that knee" if frame.posture == "half" else "lies on that leg"
        yield f"{down} foot", f"the {down} foot cannot do this while the body {does}", one
    hows = [foot.how for foot in frame.feet.values()]
    if hows.count("crossed") == 2:
        yield "left foot", "each foot cannot lie on the knee of the other", one
    if frame.posture == "stand" and hows.count("lifted") + hows.count("aside") == 2:
        yield "left foot", "nothing carries a standing body when both feet are lifted", "put one foot on the floor"
    for side, word in grammar.SIDE_WORDS.items():
        hand = frame.hands.get(side)
        if hand and hand.how == "hold foot" and (hand.side not in frame.feet or frame.feet[hand.side].how != "lifted"):
            held = grammar.SIDE_WORDS[hand.side]
            yield f"{word} hand", f"the {held} foot is held behind and not lifted", f"write `{held} foot: lifted`"
        on = frame.feet[side].on if side in frame.feet else ""
        if on in (f"{word} knee", f"{word} foot"):
            other = grammar.SIDE_WORDS["L" if side == "R" else "R"]
            yield f"{word} foot", f"a foot cannot lie on its own leg (`{on}`)", f"write `on {other} {on.split()[1]}`"
