"""Parser of the pose language: a few short phrases per body part become a typed pose; faults have a place.

Distances are written in centimetres for a person of 170 cm and grow with the body; angles in degrees, never negative.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from handouts.diagnostics import Diagnostic, Span, did_you_mean
from handouts.figures.language import pointing
from handouts.figures.language.phrases import Foot, Hand, Vocabulary
from handouts.figures.language.values import SIDE_WORDS, SIDES, UnreadableError, degrees, hip, joint, toes
from handouts.model.poses import FRAMES, frames_of

#: Used through this module by the rest of the drawing code.
__all__ = ["SIDES", "SIDE_WORDS"]

Path = tuple[str | int, ...]
SpanOf = Callable[[Path], Span | None]

VIEWS = (
    "side",
    "from the feet",
    "side from above",
    "side turned",
    "three-quarter",
    "three-quarter left",
    "front",
    "back",
)
LOW_BACK_CLOSE_UP = "close-up low back"
LEGS_CLOSE_UP = "close-up legs"
CLOSE_UPS = (
    "close-up right foot",
    "close-up left foot",
    "close-up inner right foot",
    "close-up feet",
    LOW_BACK_CLOSE_UP,
    LEGS_CLOSE_UP,
)


@dataclass(frozen=True, slots=True)
class FramePose:
    """One frame, as parsed. Nothing here is solved yet; None means the author left it open."""

    name: str
    posture: str = "stand"
    seat: str = "chair"
    under: str = ""  # the side that is down: the knee that is knelt on, the side that is lain on
    feet: Mapping[str, Foot] = field(default_factory=dict)
    knees_deg: Mapping[str, float] = field(default_factory=dict)
    hips_deg: Mapping[str, float] = field(default_factory=dict)
    toes_deg: Mapping[str, float] = field(default_factory=dict)
    hands: Mapping[str, Hand] = field(default_factory=dict)
    lean_deg: float | None = None
    arch_deg: float = 0.0
    nod_deg: float = 0.0
    head_on: str = ""
    roll_deg: float | None = None
    back: str = ""
    hips: str = ""
    view: str = ""


@dataclass(frozen=True, slots=True)
class Pose:
    """A whole exercise as parsed."""

    view: str
    props: tuple[str, ...]
    frames: tuple[FramePose, ...]
    stretch: pointing.Area | None
    arrow: pointing.Arrow | None
    labels: tuple[str, ...]

    @property
    def arrow_in(self) -> str:
        """The frame that carries the arrow: a close-up of the finish shows its movement best."""
        return "close" if any(frame.name == "close" for frame in self.frames) else "finish"


def _trunk(value: Any) -> dict[str, Any]:
    """`{lean: 12}`: how far the trunk leans forward; `{arch: 20}`: how far it bends back."""
    words = _only(value, ("lean", "arch"), "{lean: 12}")
    return {f"{name}_deg": degrees(angle) for name, angle in words.items()}


def _posture(words: Mapping[str, dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    """A word that decides a few slots at once."""

    def read_one(value: Any) -> dict[str, Any]:
        if not isinstance(value, str) or value not in words:
            raise UnreadableError(f"unknown word {value!r}", did_you_mean(str(value), words, "word"))
        return words[value]

    return read_one


def _choice(slot: str, words: Mapping[str, str]) -> Callable[[Any], dict[str, Any]]:
    """A key that takes one of a few words."""
    return _posture({word: {slot: meaning} for word, meaning in words.items()})


def _head(value: Any) -> dict[str, Any]:
    """`{nod: 10}`: how far the head looks down; `on cushion`: what it lies on."""
    if value == "on cushion":
        return {"head_on": "cushion"}
    return {"nod_deg": degrees(_only(value, ("nod",), "{nod: 10}")["nod"])}


def _roll(value: Any) -> dict[str, Any]:
    """`{right: 45}`: how far both knees, held together, roll to a side; to the left counts as minus."""
    words = _only(value, tuple(SIDES), "{right: 45}")
    return {"roll_deg": sum(degrees(angle) * (1 if side == "right" else -1) for side, angle in words.items())}


def _only(value: Any, known: tuple[str, ...], example: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or not value:
        raise UnreadableError(f"{value!r} is not a set of angles", f"write for example `{example}`")
    for name in value:
        if name not in known:
            raise UnreadableError(f"unknown word {name!r}", did_you_mean(str(name), known, "angle"))
    return value


_Reader = Callable[[Any], Any]
#: Part of one side → the slot of the frame that it fills.
_SIDED = {"foot": "feet", "knee": "knees_deg", "hip": "hips_deg", "toes": "toes_deg", "hand": "hands"}
_JOINTS: dict[str, _Reader] = {"knee": joint, "hip": hip, "toes": toes}
_BOTH = {"feet": "foot", "knees": "knee", "hands": "hand"}
_WHOLE: dict[str, Callable[[Any], dict[str, Any]]] = {
    "trunk": _trunk,
    "head": _head,
    "roll": _roll,
    "sit": _posture(
        {
            "on chair": {"posture": "chair"},
            "in wheelchair": {"posture": "chair", "seat": "wheelchair"},
            "on floor": {"posture": "floor"},
        }
    ),
    "lie": _posture(
        {
            "on back": {"posture": "back"},
            "on front": {"posture": "front"},
            "on left side": {"posture": "side", "under": "L", "head_on": "cushion"},
            "on right side": {"posture": "side", "under": "R", "head_on": "cushion"},
        }
    ),
    "kneel": _posture(
        {
            "on hands and knees": {"posture": "fours"},
            "back on heels": {"posture": "heels"},
            "on right knee": {"posture": "half", "under": "R"},
            "on left knee": {"posture": "half", "under": "L"},
        }
    ),
    "back": _choice("back", {word: word for word in ("flat", "pressed", "arched", "round", "sag")}),
    "hips": _choice("hips", {"lifted": "lifted"}),
    "view": _choice("view", {word: word for word in CLOSE_UPS}),
}

BODY_KEYS = (*(f"{side} {part}" for side in SIDES for part in _SIDED), *_BOTH, *_WHOLE)
POSE_KEYS = ("alt", "view", "props", "stretch", "arrow", "labels", *FRAMES)

NONE = "none"


@dataclass(slots=True)
class _Report:
    """Reads values with the vocabulary and collects the faults."""

    span_of: SpanOf
    vocabulary: Vocabulary
    found: list[Diagnostic] = field(default_factory=list)

    def fault(self, path: Path, message: str, help: str) -> None:
        self.found.append(Diagnostic("HND601", message, help, self.span_of(path)))

    def read(self, reader: _Reader, value: Any, path: Path) -> Any:
        """The value as read, or None after reporting why not."""
        try:
            return reader(value)
        except UnreadableError as wrong:
            self.fault(path, f"{path[-1]}: {wrong}", wrong.help)
            return None

    def reader(self, part: str) -> _Reader:
        """What reads a part of one side."""
        return _JOINTS.get(part) or {"foot": self.vocabulary.foot, "hand": self.vocabulary.hand}[part]


def read(pose: Mapping[str, Any], span_of: SpanOf, vocabulary: Vocabulary) -> tuple[Pose | None, list[Diagnostic]]:
    """Parse the `pose:` of an exercise.

    Args:
        pose: the mapping as YAML gives it, with inherited keys resolved.
        span_of: the place in the file of a path of keys.
        vocabulary: the words of the props.

    Returns:
        The typed pose, or None and every fault at its place. Reports HND601.
    """
    report = _Report(span_of, vocabulary)
    for name in pose:
        if name not in POSE_KEYS and name not in BODY_KEYS:
            report.fault(
                (name,), f"unknown word {name!r}", did_you_mean(str(name), (*POSE_KEYS, *BODY_KEYS, "like"), "pose")
            )
    common = {name: value for name, value in pose.items() if name in BODY_KEYS and name != "view"}
    frames = [_frame(name, _behind(name, common, pose), pose.get(name, {}), report) for name in frames_of(pose)]
    found = Pose(
        view=_view(pose.get("view", "side"), report),
        props=_props(pose.get("props", []), report),
        frames=tuple(frames),
        stretch=report.read(_unless_none(pointing.area), pose.get("stretch", NONE), ("stretch",)),
        arrow=report.read(
            _unless_none(lambda v: pointing.arrow(v, vocabulary.movable)), pose.get("arrow", NONE), ("arrow",)
        ),
        labels=_labels(pose.get("labels", {}), report),
    )
    return (None if report.found else found), report.found


def _behind(name: str, common: Mapping[str, Any], pose: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keys that a frame inherits: those beside the frames, and for a close-up those of the finish."""
    finish = pose.get("finish")
    taken = finish if name == "close" and isinstance(finish, Mapping) else {}
    return {**common, **{key: value for key, value in taken.items() if key in BODY_KEYS and key != "view"}}


def _frame(name: str, common: Mapping[str, Any], own: Any, report: _Report) -> FramePose:
    if not isinstance(own, Mapping):
        report.fault(
            (name,), f"{name} is not a set of body parts", "write for example `{hands: on wall at shoulder height}`"
        )
        own = {}
    frame = FramePose(name)
    for key, value in {**common, **own}.items():
        path: Path = (name, key) if key in own else (key,)
        if key not in BODY_KEYS:
            report.fault(path, f"unknown body part {key!r}", did_you_mean(str(key), BODY_KEYS, "body part"))
            continue
        frame = _with(frame, key, value, path, report)
    return frame


def _with(frame: FramePose, key: str, value: Any, path: Path, report: _Report) -> FramePose:
    """The frame with one more body part read into it."""
    if key in _WHOLE:
        return _replaced(frame, report.read(_WHOLE[key], value, path) or {})
    sides: tuple[str, ...] = ("right", "left")
    if key in _BOTH:
        part = _BOTH[key]
    else:
        side, _, part = key.partition(" ")
        sides = (side,)
    slot = _SIDED[part]
    read_value = report.read(report.reader(part), value, path)
    if read_value is None:
        return frame
    new = {SIDES[side]: read_value for side in sides}
    old = getattr(frame, slot)
    merged = {**new, **old} if key in _BOTH else {**old, **new}  # the sided phrase is the closer one
    return _replaced(frame, {slot: merged})


def _replaced(frame: FramePose, slots: Mapping[str, Any]) -> FramePose:
    return replace(frame, **slots)


def _view(value: Any, report: _Report) -> str:
    if value not in VIEWS:
        report.fault(("view",), f"unknown view {value!r}", did_you_mean(str(value), VIEWS, "view"))
        return "side"
    return str(value)


def _props(value: Any, report: _Report) -> tuple[str, ...]:
    names, known = value if isinstance(value, list | tuple) else [value], report.vocabulary.props
    for i, name in enumerate(names):
        if name not in known:
            report.fault(("props", i), f"unknown thing {name!r}", did_you_mean(str(name), known, "thing"))
    return tuple(str(name) for name in names if name in known)


def _unless_none(reader: _Reader) -> _Reader:
    """`none` removes what was inherited."""
    return lambda value: None if value == NONE else reader(value)


def _labels(value: Any, report: _Report) -> tuple[str, ...]:
    if not isinstance(value, Mapping):
        report.fault(
            ("labels",), "labels is not a set of places with words", "write for example `{right heel: Heel down}`"
        )
        return ()
    if len(value) > 3:
        report.fault(("labels",), f"{len(value)} labels in one drawing", "keep the three that matter most")
    for name in value:
        if not pointing.is_place(name):
            advice = did_you_mean(str(name), pointing.places(), "place")
            report.fault(("labels", name), f"unknown place {name!r}", advice)
    return tuple(sorted(str(name) for name in value if pointing.is_place(name)))


def written(pose: Mapping[str, Any], frame: str, key: str) -> tuple[Path, Any]:
    """Where the author wrote what counts for a body part: in the frame or beside it, for this side or for both."""
    own = pose.get(frame, {})
    both = {one: many for many, one in _BOTH.items()}.get(key.partition(" ")[2], key)
    for path, at in (((frame, key), own), ((key,), pose), ((frame, both), own), ((both,), pose)):
        if path[-1] in at:
            return path, at[path[-1]]
    return (frame,), ""
