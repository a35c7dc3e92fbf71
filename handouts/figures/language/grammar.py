"""Parser of the pose language: a few short phrases per body part become a typed pose; faults have a place.

Distances are written in centimetres for a person of 170 cm and grow with the body; angles in degrees, never negative.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from handouts.diagnostics import Diagnostic, did_you_mean
from handouts.figures.language import pointing, touching
from handouts.figures.language.body_parts import Report
from handouts.figures.language.keys import BODY_KEYS, BOTH, MEANT, STILL, VIEWS, WHOLE, Path, Reader, SpanOf
from handouts.figures.language.phrases import HOLD_FOOT, LIFTED, Foot, Hand, Vocabulary
from handouts.figures.language.values import SIDE_WORDS, SIDES
from handouts.model.poses import FRAMES, KEY, MOST_FRAMES, frames_of


@dataclass(frozen=True, slots=True)
class FramePose:
    """One frame, as parsed. Nothing here is solved yet; None means the author left it open."""

    name: str
    posture: str = "stand"
    stance: str = ""  # of one who stands: `squat`, `lunge`
    seat: str = "chair"
    under: str = ""  # the side that is down: the knee that is knelt on, the side that is lain on, the leg behind
    feet: Mapping[str, Foot] = field(default_factory=dict)
    knees_deg: Mapping[str, float] = field(default_factory=dict)
    hips_deg: Mapping[str, float] = field(default_factory=dict)
    toes_deg: Mapping[str, float] = field(default_factory=dict)
    big_toes_deg: Mapping[str, float] = field(default_factory=dict)  # where they differ from the other toes
    hands: Mapping[str, Hand] = field(default_factory=dict)
    lean_deg: float | None = None
    arch_deg: float = 0.0
    nod_deg: float = 0.0
    head_on: str = ""
    roll_deg: float | None = None
    back: str = ""
    hips: str = ""
    view: str = ""  # a close-up
    seen_from: str = ""  # of a whole figure whose drawing is seen from elsewhere
    joints_deg: Mapping[str, float] = field(default_factory=dict)  # coordinates of `joints.MOTIONS`, `.R` or `.L` added
    touches: tuple[touching.Touch, ...] = ()
    fingers: Mapping[str, str] = field(default_factory=dict)
    palms: Mapping[str, str] = field(default_factory=dict)
    hips_up_mm: float = 0.0  # of lifted hips, for a person of 1700 mm; 0 leaves it open
    from_wall_mm: float | None = None  # of the feet, where no phrase says it

    @property
    def is_propped(self) -> bool:
        """Is it held up by an arm while it lies on one side? Its head is then free."""
        arm = any(touch.side == self.under and touch.part in ("forearm", "elbow") for touch in self.touches)
        return self.posture == "side" and (arm or self.hips == "lifted")


@dataclass(frozen=True, slots=True)
class Pose:
    """A whole exercise as parsed."""

    view: str
    props: tuple[str, ...]
    frames: tuple[FramePose, ...]
    stretch: pointing.Area | None
    arrows: Mapping[str, pointing.Arrow]  # by frame
    labels: tuple[str, ...]


POSE_KEYS = ("alt", "view", "props", "stretch", "works", "arrow", "labels", "captions", *FRAMES)

NONE = "none"


def read(pose: Mapping[str, Any], span_of: SpanOf, vocabulary: Vocabulary) -> tuple[Pose | None, list[Diagnostic]]:
    """Parse the `pose:` of an exercise.

    Args:
        pose: the mapping as YAML gives it, with inherited keys resolved.
        span_of: the place in the file of a path of keys; one that ends in `KEY` is that of the last key.
        vocabulary: the words of the props.

    Returns:
        The typed pose, or None and every fault at its place. Reports HND601.
    """
    report = Report(span_of, vocabulary)
    for name in pose:
        if name not in POSE_KEYS and name not in BODY_KEYS:
            report.fault((name, KEY), f"unknown word {name!r}", _meant(str(name), (*POSE_KEYS, "like")))
    if len(names := frames_of(pose)) > MOST_FRAMES:
        advice = f"keep {MOST_FRAMES}: a card has room for no more"
        report.fault((names[-1],), f"{len(names)} frames in one drawing", advice)
    common = {name: value for name, value in pose.items() if name in BODY_KEYS and name != "view"}
    frames = [_frame(name, _behind(name, common, pose), pose.get(name, {}), report) for name in names]
    found = Pose(
        view=_view(pose.get("view", "side"), report),
        props=_props(pose.get("props", []), report),
        frames=tuple(frames),
        stretch=_marked(pose, report),
        arrows=_arrows(pose.get("arrow", NONE), names, report),
        labels=_labels(pose.get("labels", {}), report),
    )
    return (None if report.found else found), report.found


def _arrows(value: Any, names: Sequence[str], report: Report) -> dict[str, pointing.Arrow]:
    """The arrow of each frame: one text is that of the last frame, a mapping names the frames."""
    # A close-up of the finish shows its movement best.
    last = "close" if "close" in names else "finish"
    each = value if isinstance(value, Mapping) else {last: value}
    found = {}
    for name, text in each.items():
        path = ("arrow", name) if isinstance(value, Mapping) else ("arrow",)
        if name not in names and isinstance(value, Mapping):
            report.fault((*path, KEY), f"the drawing has no frame {name!r}", _meant(str(name), tuple(names)))
        reader = _unless_none(lambda v: pointing.arrow(v, report.vocabulary.movable))
        if arrow := report.read(reader, text, path):
            found[name] = arrow
    return found


def _marked(pose: Mapping[str, Any], report: Report) -> pointing.Area | None:
    """The area of `stretch:` or of `works:`; a pose marks one."""
    reader = _unless_none(pointing.area)
    stretched: pointing.Area | None = report.read(reader, pose.get("stretch", NONE), ("stretch",))
    working: pointing.Area | None = report.read(reader, pose.get("works", NONE), ("works",))
    if stretched and working:
        report.fault(("works",), "the pose has `stretch` and `works`", "leave one out: a drawing marks one area")
    return replace(working, works=True) if working else stretched


def _behind(name: str, common: Mapping[str, Any], pose: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keys that a frame inherits: those beside the frames, and for a close-up those of the finish."""
    finish = pose.get("finish")
    taken = finish if name == "close" and isinstance(finish, Mapping) else {}
    return {**common, **{key: value for key, value in taken.items() if key in BODY_KEYS and key != "view"}}


def _frame(name: str, common: Mapping[str, Any], own: Any, report: Report) -> FramePose:
    if not isinstance(own, Mapping):
        report.fault(
            (name,), f"{name} is not a set of body parts", "write for example `{hands: on wall at shoulder height}`"
        )
        own = {}
    frame = FramePose(name)
    for key, value in {**common, **own}.items():
        path: Path = (name, key) if key in own else (key,)
        if key not in BODY_KEYS:
            report.fault((*path, KEY), *_unknown(str(key), value, {**common, **own}))
            continue
        frame = _with(frame, key, value, path, report)
    return _implied(replace(frame, head_on="") if frame.is_propped else frame)


def _implied(frame: FramePose) -> FramePose:
    """The frame with what its words mean without saying it: a plank, and the foot that a hand holds behind it."""
    if frame.posture == "front" and frame.hips == "lifted":
        frame = replace(frame, posture="plank")
    held = {hand.side for hand in frame.hands.values() if hand.use == HOLD_FOOT} - {*frame.feet}
    held -= {touch.side for touch in frame.touches if touch.key.endswith("foot")}
    return replace(frame, feet={**frame.feet, **{side: Foot(LIFTED) for side in sorted(held)}}) if held else frame


def _unknown(key: str, value: Any, written: Mapping[str, Any]) -> tuple[str, str]:
    """Message and help for a key that is none: one without a value is the rest of a text that a comma cut off."""
    before = list(written)[: list(written).index(key)]
    if value is None and before and isinstance(text := written[before[-1]], str):
        whole = f'`{before[-1]}: "{text}, {key}"`'
        return (
            f"the comma before {key!r} ends the text of `{before[-1]}`",
            f"inside of {{ }} write it in quotes: {whole}",
        )
    return f"unknown body part {key!r}", _meant(key)


def _with(frame: FramePose, key: str, value: Any, path: Path, report: Report) -> FramePose:
    """The frame with one more body part read into it."""
    if key in WHOLE:
        return _merged(frame, report.read(lambda one: report.whole(key, one), value, path) or {}, closer=True)
    sides: tuple[str, ...] = ("right", "left")
    if key in BOTH:
        part = BOTH[key]
    else:
        side, _, part = key.partition(" ")
        sides = (side,)
    for side in sides:
        slots = report.read(partial(report.sided, part, SIDES[side]), value, path)
        if slots is None:
            return frame  # said once
        frame = _merged(frame, slots, closer=key not in BOTH)
    return frame


def _merged(frame: FramePose, slots: Mapping[str, Any], closer: bool) -> FramePose:
    """The frame with more in its slots; what names one side is closer than what names both."""
    frame, slots = _one_use(frame, slots, closer)
    new: dict[str, Any] = {}
    for slot, value in slots.items():
        old = getattr(frame, slot)
        if slot == "touches":
            kept = tuple(t for t in old if closer is False or t.key not in {one.key for one in value})
            taken = {t.key for t in kept}
            new[slot] = (*kept, *(one for one in value if closer or one.key not in taken))
        elif isinstance(value, Mapping):
            new[slot] = {**old, **value} if closer else {**value, **old}
        else:
            new[slot] = value
    return _replaced(frame, new)


def _one_use(frame: FramePose, slots: Mapping[str, Any], closer: bool) -> tuple[FramePose, Mapping[str, Any]]:
    """Frame and slots without what a closer key replaces: a hand or foot has a phrase or a contact, not both."""
    new, touches = dict(slots), {touch.key for touch in slots.get("touches", ())}
    for slot, part in (("hands", "hand"), ("feet", "foot")):
        named = {side: f"{SIDE_WORDS[side]} {part}" for side in SIDES.values()}
        old, value = getattr(frame, slot), new.get(slot, {})
        if closer:
            over = {named[side] for side in value}
            frame = _replaced(frame, {slot: {side: use for side, use in old.items() if named[side] not in touches}})
            frame = replace(frame, touches=tuple(touch for touch in frame.touches if touch.key not in over))
        elif slot in new:
            taken = {touch.key for touch in frame.touches}
            new[slot] = {side: use for side, use in value.items() if named[side] not in taken}
        if not closer and touches:
            new["touches"] = tuple(t for t in new["touches"] if not any(t.key == named[side] for side in old))
    return frame, new


def _meant(key: str, more: tuple[str, ...] = ()) -> str:
    """The keys that a word may mean: an arm has joints, and each is a key."""
    side, _, part = key.partition(" ")
    part = part if side in SIDES else key
    if part in STILL:
        return "it does not move in drawings: show the hand or the head, and say the rest in the steps"
    if parts := MEANT.get(part.removesuffix("s")):
        named = [f"`{one}`" if one in WHOLE else f"`{side if side in SIDES else 'right'} {one}`" for one in parts]
        return f"write it at {' or '.join(named)}" if len(named) < 3 else f"say which joint: {', '.join(named)}"
    return did_you_mean(key, (*more, *BODY_KEYS), "body part")


def _replaced(frame: FramePose, slots: Mapping[str, Any]) -> FramePose:
    return replace(frame, **slots)


def _view(value: Any, report: Report) -> str:
    if value not in VIEWS:
        report.fault(("view",), f"unknown view {value!r}", did_you_mean(str(value), VIEWS, "view"))
        return "side"
    return str(value)


def _props(value: Any, report: Report) -> tuple[str, ...]:
    names, known = value if isinstance(value, list | tuple) else [value], report.vocabulary.props
    for i, name in enumerate(names):
        if name not in known:
            report.fault(("props", i), f"unknown thing {name!r}", did_you_mean(str(name), known, "thing"))
    return tuple(str(name) for name in names if name in known)


def _unless_none(reader: Reader) -> Reader:
    """`none` removes what was inherited."""
    return lambda value: None if value == NONE else reader(value)


def _labels(value: Any, report: Report) -> tuple[str, ...]:
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
            report.fault(("labels", name, KEY), f"unknown place {name!r}", advice)
    return tuple(sorted(str(name) for name in value if pointing.is_place(name)))


def written(pose: Mapping[str, Any], frame: str, key: str) -> tuple[Path, Any]:
    """Where the author wrote what counts for a body part: in the frame or beside it, for this side or for both."""
    own = pose.get(frame, {})
    both = {one: many for many, one in BOTH.items()}.get(key.partition(" ")[2], key)
    for path, at in (((frame, key), own), ((key,), pose), ((frame, both), own), ((both,), pose)):
        if path[-1] in at:
            return path, at[path[-1]]
    return (frame,), ""
