"""Contradictions inside a pose: a prop that a phrase needs and `props` lacks, or two things that one body cannot do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from handouts.diagnostics import Diagnostic
from handouts.figures.language import grammar, keys, phrases, values

TILTED_DEG = 8.0  # of a sole on a floor: soft flesh gives way to so much


def disagreements(
    parsed: grammar.Pose, pose: Mapping[str, Any], span_of: keys.SpanOf, vocabulary: phrases.Vocabulary
) -> list[Diagnostic]:
    """Every missing prop and every contradiction, each once, at its phrase. Reports HND601."""
    found: dict[tuple[keys.Path, str], Diagnostic] = {}
    moved = [arrow.part for arrow in parsed.arrows.values()]
    for prop in (part for part in moved if part in vocabulary.movable and part not in parsed.props):
        message = f"the {prop} moves and is not there"
        found[("arrow",), prop] = Diagnostic("HND601", message, f"add `{prop}` to `props`", span_of(("arrow",)))
    for frame in parsed.frames:
        for key, thing, use in _needed_props(frame):
            prop = vocabulary.owners.get(thing, thing)
            path, _ = grammar.written(pose, frame.name, key)
            if prop in vocabulary.props and prop not in parsed.props:
                message = f"{frame.name}: {use} a {prop} that is not there"
                found.setdefault((path, prop), Diagnostic("HND601", message, f"add `{prop}` to `props`", span_of(path)))
        for key, why, help in _contradictions(frame, pose):
            path, _ = grammar.written(pose, frame.name, key)
            found.setdefault((path, why), Diagnostic("HND601", f"{frame.name}: {why}", help, span_of(path)))
    return list(found.values())


def _needed_props(frame: grammar.FramePose) -> Iterator[tuple[str, str, str]]:
    """What a frame needs among its props: the key that says so, the prop (or floor or limb), and how it is used."""
    for side, word in values.SIDE_WORDS.items():
        if (foot := frame.feet.get(side)) is not None:
            yield f"{word} foot", foot.use.prop or foot.on, "a foot is on"
            yield f"{word} foot", foot.away_from, "a foot is measured from"
        if (hand := frame.hands.get(side)) is not None:
            yield f"{word} hand", hand.on, hand.use.verb
    for touch in frame.touches:
        verb = "a hand holds" if touch.holds else f"the {touch.part} is on"
        yield touch.key, "" if touch.on_side else touch.on, verb
    if frame.head_on:
        yield ("lie" if frame.posture == "side" else "head"), frame.head_on, "the head lies on"
    if frame.posture == "chair" and not frame.view:  # a close-up shows no chair
        yield "sit", frame.seat, "the figure sits on"


def _foot_in_reach(frame: grammar.FramePose) -> bool:
    """Can both hands hold the ends of what goes round the right foot?"""
    if frame.posture in ("floor", "back"):
        return True
    return "R" in frame.feet and frame.feet["R"].use in (phrases.LIFTED, phrases.HEEL)


def _stands_flat(frame: grammar.FramePose, side: str) -> bool:
    """Is this sole flat on the floor, as written or for want of another word?"""
    if frame.posture not in ("stand", "chair") or any(
        t.key == f"{values.SIDE_WORDS[side]} foot" for t in frame.touches
    ):
        return False
    return side not in frame.feet or (frame.feet[side].use == phrases.FLAT and frame.feet[side].on == "floor")


def _contradictions(frame: grammar.FramePose, pose: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What one body cannot do together: the key of one of them, both in words, and what to do."""
    one = "take one of the two out"
    postures = [key for key in ("stand", "sit", "lie", "kneel") if key in {**pose, **pose.get(frame.name, {})}]
    if len(postures) > 1:
        yield postures[1], f"a body cannot `{postures[0]}` and `{postures[1]}` at once", one
    down = "" if frame.stance else values.SIDE_WORDS.get(frame.under, "")
    if down and frame.under in frame.feet:
        does = "kneels on that knee" if frame.posture == "half" else "lies on that leg"
        yield f"{down} foot", f"the {down} foot cannot do this while the body {does}", one
    uses = [foot.use for foot in frame.feet.values()]
    if uses.count(phrases.CROSSED) == 2:
        yield "left foot", "each foot cannot lie on the knee of the other", one
    if frame.posture == "stand" and uses.count(phrases.LIFTED) + uses.count(phrases.ASIDE) == 2:
        yield "left foot", "nothing carries a standing body when both feet are lifted", "put one foot on the floor"
    for side, word in values.SIDE_WORDS.items():
        if _stands_flat(frame, side) and abs(frame.joints_deg.get(f"ankle in.{side}", 0.0)) > TILTED_DEG:
            why = "a sole that is flat on the floor cannot turn in or out: the leg would turn instead"
            yield (
                f"{word} ankle",
                why,
                f"write `{word} foot: heel on floor, toes 6 up`, or `flat on floor, toes 20 out`",
            )
        hand = frame.hands.get(side)
        foot = frame.feet.get(hand.side) if hand else None
        if hand and hand.use == phrases.HOLD_FOOT and (foot is None or foot.use != phrases.LIFTED):
            held = values.SIDE_WORDS[hand.side]
            yield f"{word} hand", f"the {held} foot is held behind and not lifted", f"write `{held} foot: lifted`"
        if hand and hand.use.round_foot and not _foot_in_reach(frame):
            why = f"a {hand.on} that a hand holds goes round the right foot, and here that foot stands or lies away"
            yield f"{word} hand", why, "between two hands hold a `stick` or a `band`, or lift that foot"
        on = frame.feet[side].on if side in frame.feet else ""
        if on in (f"{word} knee", f"{word} foot"):
            other = values.SIDE_WORDS["L" if side == "R" else "R"]
            yield f"{word} foot", f"a foot cannot lie on its own leg (`{on}`)", f"write `on {other} {on.split()[1]}`"
