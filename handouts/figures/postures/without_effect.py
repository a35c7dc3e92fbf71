"""Words of a pose that only some postures give a meaning to: elsewhere they change nothing, and are an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from handouts.diagnostics import Diagnostic
from handouts.figures.language import grammar, keys, phrases
from handouts.figures.language.values import SIDE_WORDS
from handouts.figures.postures.rest import RESTS

#: Slot of the frame → the key of the pose that fills it, and the postures that know it.
ONLY: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "lean_deg": ("trunk", ("stand", "chair", "floor", "half", "upright")),
    "arch_deg": ("trunk", ("stand", "chair", "floor", "half", "upright", "front", "back")),
    "head_on": ("head", ("back", "side", "front")),
    "roll_deg": ("roll", ("back",)),
    "back": ("back", ("back", "fours")),
    "hips": ("hips", ("chair", "floor", "back", "side", "plank")),
}
#: Use of a foot or a hand → the postures that know it; in others it would bend a limb to where nobody means it.
USES: Mapping[str, tuple[str, ...]] = {
    phrases.STRETCHED_BACK.name: ("stand", "fours"),
    phrases.RAISED.name: ("side",),
    phrases.ASIDE.name: ("stand",),
    phrases.STACKED.name: ("side",),
    phrases.ON_FOREARM.name: ("front", "plank"),
}


def reported(parsed: grammar.Pose, pose: Mapping[str, Any], span_of: keys.SpanOf) -> list[Diagnostic]:
    """Every word of a pose that has no effect in its posture, at its place. Reports HND601."""
    found: dict[keys.Path, Diagnostic] = {}
    help = "leave it out, or choose another posture"
    for frame in parsed.frames:
        for key in _idle(frame):
            path, value = grammar.written(pose, frame.name, key)
            message = f"{frame.name}: {RESTS[frame.posture].doing}, `{path[-1]}: {value}` changes nothing"
            found.setdefault(path, Diagnostic("HND601", message, help, span_of(path)))
        for key, postures in _strange(frame):
            path, value = grammar.written(pose, frame.name, key)
            message = f"{frame.name}: {RESTS[frame.posture].doing}, no limb is `{value}`"
            known = " or ".join(RESTS[one].doing for one in postures)
            advice = f"that is for {known}; write the angles of its joints (`right hip: 40, right knee: straight`)"
            found.setdefault(path, Diagnostic("HND601", message, advice, span_of(path)))
    return list(found.values())


def _idle(frame: grammar.FramePose) -> Iterator[str]:
    """The keys that mean nothing in the posture of a frame."""
    untouched = grammar.FramePose(frame.name)
    for slot, (key, postures) in ONLY.items():
        if frame.posture not in postures and getattr(frame, slot) != getattr(untouched, slot):
            yield key


def _strange(frame: grammar.FramePose) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The keys of limbs with a use that the posture of a frame does not know, and the postures that do."""
    for part, uses in (("foot", frame.feet), ("hand", frame.hands)):
        for side, one in uses.items():
            postures = USES.get(one.use.name, (frame.posture,))
            if frame.posture not in postures:
                yield f"{SIDE_WORDS[side]} {part}", postures
