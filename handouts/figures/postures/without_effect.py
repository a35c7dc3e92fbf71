"""Words of a pose that only some postures give a meaning to: elsewhere they change nothing, and are an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from handouts.diagnostics import Diagnostic
from handouts.figures.language import grammar, keys
from handouts.figures.postures.rest import RESTS

#: Slot of the frame → the key of the pose that fills it, and the postures that know it.
ONLY: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "lean_deg": ("trunk", ("stand", "chair", "floor", "half")),
    "arch_deg": ("trunk", ("stand", "chair", "floor", "half", "front")),
    "head_on": ("head", ("back", "side", "front")),
    "roll_deg": ("roll", ("back",)),
    "back": ("back", ("back", "fours")),
    "hips": ("hips", ("chair", "back", "side")),
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
    return list(found.values())


def _idle(frame: grammar.FramePose) -> Iterator[str]:
    """The keys that mean nothing in the posture of a frame."""
    untouched = grammar.FramePose(frame.name)
    for slot, (key, postures) in ONLY.items():
        if frame.posture not in postures and getattr(frame, slot) != getattr(untouched, slot):
            yield key
