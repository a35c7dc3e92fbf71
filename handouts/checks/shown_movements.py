"""Which movements a drawing shows: judged from the words of the pose and from the angles of its kept frames.

A judge answers True where the frames show the movement, False where they rule it out, and None where they decide
nothing: a frame holds no time and no force, and people go further than they are drawn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handouts.model import SIDES, Frame
from handouts.model.poses import FRAMES, frames_of

ON_FOUR = "on hands and knees"
ON_HEELS = "back on heels"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One frame: all its phrases by key, and the angles of the drawn body in degrees."""

    phrases: Mapping[str, str]
    angles: Mapping[str, float]

    @property
    def posture(self) -> str:
        """`stand`, `sit`, `lie` or `kneel`."""
        return next((key for key in ("sit", "lie", "kneel") if key in self.phrases), "stand")

    def of(self, *parts: str) -> str:
        """All phrases of these parts, of either side or of both: `foot` reads `right foot`, `left foot` and `feet`."""
        keys = {f"{side} {part}" for part in parts for side in SIDES} | {_PLURALS.get(part, part) for part in parts}
        return ", ".join(words for key, words in self.phrases.items() if key in keys)

    def foot(self, side: str) -> str:
        return self.phrases.get(f"{side} foot", self.phrases.get("feet", ""))

    def most(self, joint: str) -> float:
        """The larger angle of the joints of both sides."""
        return max(self.angles[f"{side} {joint}"] for side in SIDES)

    def off_floor(self) -> set[str]:
        """The legs that carry no weight of a standing body."""
        return {side for side in SIDES if _OFF_FLOOR.search(self.foot(side))}

    def bearing(self, joint: str) -> float:
        """The larger angle of the legs that carry a standing body; None for another posture."""
        legs = set(SIDES) - self.off_floor() if self.posture == "stand" else set[str]()
        return max((self.angles[f"{side} {joint}"] for side in legs), default=NOTHING_DEG)


_PLURALS = {part: f"{part}s" for part in ("hand", "knee", "hip", "shoulder", "elbow", "ankle")} | {"foot": "feet"}
_OFF_FLOOR = re.compile(r"\blifted\b|\bleg \d+")
#: An angle of a leg that bears nothing: below every limit.
NOTHING_DEG = -180.0

#: True for what is shown, False for what is ruled out, None for what the frames leave open.
Judge = Callable[[Sequence[Drawn]], bool | None]


def drawn_frames(pose: Mapping[str, Any], frames: Sequence[Frame]) -> list[Drawn]:
    """The frames of a resolved pose that were measured; a close-up takes missing phrases from the finish."""
    by_name = {frame.name: frame for frame in frames}
    base = {key: value for key, value in pose.items() if key not in FRAMES}
    drawn, before = [], base
    for name in frames_of(pose):
        own = pose.get(name)
        phrases = {**(before if name == "close" else base), **(own if isinstance(own, Mapping) else {})}
        before = phrases
        if name in by_name:
            drawn.append(Drawn({key: _flat(words) for key, words in phrases.items()}, by_name[name].angles_deg))
    return drawn


def _flat(words: Any) -> str:
    """A phrase as text: `{arch: 24}` is `arch 24`."""
    return ", ".join(f"{key} {value}" for key, value in words.items()) if isinstance(words, Mapping) else str(words)


def _numbers(words: str, pattern: str) -> Iterator[float]:
    """The degrees or millimetres of a phrase, such as those of `raised forward (N)`."""
    return (float(found[1]) for found in re.finditer(pattern.replace("(N)", r"(\d+(?:\.\d+)?)"), words))


def measured(measure: Callable[[Drawn], float], ruled_out: float, shown: float) -> Judge:
    """Shown where some frame measures more than `shown`; ruled out where all are below `ruled_out`."""

    def judge(frames: Sequence[Drawn]) -> bool | None:
        most = max(map(measure, frames))
        return True if most > shown else False if most < ruled_out else None

    return judge


def worded(shown: Callable[[Drawn], bool], open_: Callable[[Drawn], bool] = lambda frame: False) -> Judge:
    """Shown where some frame says it, open where some frame may, else ruled out."""

    def judge(frames: Sequence[Drawn]) -> bool | None:
        return True if any(map(shown, frames)) else None if any(map(open_, frames)) else False

    return judge


def _says(pattern: str, *parts: str) -> Callable[[Drawn], bool]:
    return lambda frame: re.search(pattern, frame.of(*parts)) is not None


def _at_least(degrees: float, pattern: str, *parts: str) -> Callable[[Drawn], bool]:
    return lambda frame: any(number >= degrees for number in _numbers(frame.of(*parts), pattern))


def _either(*tests: Callable[[Drawn], bool]) -> Callable[[Drawn], bool]:
    return lambda frame: any(test(frame) for test in tests)


def _pulled_up(frame: Drawn) -> float:
    """How far a foot that bears nothing is pulled up."""
    if frame.posture in ("stand", "kneel"):
        return NOTHING_DEG
    return max((frame.angles[f"{side} ankle"] for side in SIDES if not frame.foot(side).startswith("flat on")
                and frame.foot(side)), default=NOTHING_DEG)  # fmt: skip


def _nerve_of_leg(frames: Sequence[Drawn]) -> bool | None:
    """The nerve is under pull where the hip is bent, the knee straight and the foot up; slack with a bent knee."""
    legs = [(frame.angles[f"{side} hip"], frame.angles[f"{side} knee"], frame.angles[f"{side} ankle"])
            for frame in frames for side in SIDES]  # fmt: skip
    if any(hip >= 60 and knee <= 10 and ankle >= 10 for hip, knee, ankle in legs):
        return True
    return None if any(hip >= 15 and knee <= 20 for hip, knee, _ in legs) else False


def _one_leg(frames: Sequence[Drawn]) -> bool | None:
    """One foot is off the floor. A step up passes through one leg between two frames: open, unless both feet stay."""
    standing = [frame for frame in frames if frame.posture == "stand"]
    if any(len(frame.off_floor()) == 1 for frame in standing):
        return True
    return None if any("feet" not in frame.phrases for frame in standing) else False


def _knee_loaded(frames: Sequence[Drawn]) -> bool | None:
    """A leg on which the body stands is bent. Who sits down or gets up bends it between two frames: open."""
    if len({frame.posture for frame in frames}) > 1:
        return None
    return measured(lambda frame: frame.bearing("knee"), 15, 60)(frames)


def _spine_bend(frame: Drawn) -> bool:
    curled = frame.posture == "lie" and frame.most("hip") > 115
    return (
        curled
        or frame.of("kneel") == ON_HEELS
        or _says(r"\bround\b|\bpressed\b|\blow back on\b", "back", "trunk")(frame)
    )


def _spine_may_bend(frame: Drawn) -> bool:
    leans = frame.posture in ("stand", "sit") and frame.angles["trunk lean"] >= 30
    return leans or frame.posture == "kneel" or frame.most("hip") >= 90


def _stands_or_sits(frame: Drawn) -> bool:
    return frame.posture == "stand" or frame.of("sit") in ("on chair", "in wheelchair")


def _trunk_lean(frames: Sequence[Drawn]) -> bool | None:
    """Standing and tipped forward. Who sits may lean to the hands, which is no exercise of the back: open."""
    leans = [(frame.posture, frame.angles["trunk lean"]) for frame in frames if frame.posture in ("stand", "sit")]
    if any(posture == "stand" and lean >= 30 for posture, lean in leans):
        return True
    return None if any(lean >= 15 for _, lean in leans) else False


def _on_knee(frame: Drawn) -> bool:
    return any(re.search(r"^(?:on|ankle on) (?:left|right) (?:knee|thigh)", frame.foot(side)) for side in SIDES)


_ARM_UP = r"\b(?:raised|aside|stretched|overhead|eye height|head height|shoulder height)\b|\bon (?:back of )?head\b"

#: Which movements a drawing can show, each with its judge. Degrees: the ankle bent up, hip and knee bent.
SHOWN: Mapping[str, Judge] = {
    "spine-bend": worded(_spine_bend, _spine_may_bend),
    "spine-back": worded(
        _either(
            _says(r"\bsag\b", "back"), _at_least(10, r"\b(?:arch|hollow) (N)", "trunk"),
            lambda frame: frame.of("lie") == "on front" and "on forearms" in frame.of("hand"),
        ),
        _either(_says("arched", "back"), _says("stretched back|behind", "foot", "hand"), _says(r"\bback \d", "hip"),
                _says("on front", "lie")),
    ),
    "spine-twist": worded(
        _either(_at_least(20, "(N)", "roll"), _at_least(15, r"\bturn (?:left|right) (N)", "trunk")),
        _says(r"\bturn\b", "trunk"),
    ),
    "trunk-lean": _trunk_lean,
    "neck-back": measured(lambda frame: -frame.angles["neck bend"], 20, 40),
    "neck-turn-end": measured(
        lambda frame: max(abs(frame.angles["neck turn"]), 1.5 * abs(frame.angles["neck tilt"])), 10, 30
    ),
    "leg-nerve": _nerve_of_leg,
    "arm-high": worded(
        _either(
            _says(r"\b(?:overhead|eye height|head height)\b", "hand", "forearm", "elbow"),
            _at_least(100, r"\b(?:raised forward|aside) (N)", "shoulder"),
            lambda frame: frame.of("kneel") == ON_HEELS,
        ),
        _says(_ARM_UP, "hand", "forearm", "elbow", "shoulder", "fingers"),
    ),
    "arm-behind": worded(
        _says(r"\bon low back\b", "hand"), _says(r"\bbehind\b|\bon (?:back|neck)\b", "hand", "shoulder")
    ),
    "arm-across": worded(
        _at_least(20, r"\bacross (N)", "shoulder"), _says(r"\bacross\b|(?:shoulder|arm|elbow)\b", "hand", "shoulder")
    ),
    "arm-out-turn": worded(
        _at_least(20, r"\bturned out (N)", "shoulder"), _says(r"\bturned\b|\bdoorway\b", "shoulder", "hand", "forearm")
    ),
    "arm-lean": worded(
        _either(_says(ON_FOUR, "kneel"), _says(r"\bon forearms\b", "hand")),
        _says(r"\bon (?:wall|counter|table|floor|mat|chair|step|rail|armrests|doorway|stick|thighs)\b|\bkneel\b",
              "hand", "forearm", "elbow"),
    ),
    "hip-bend-deep": measured(lambda frame: frame.most("hip"), 90, 110),
    "hip-across": worded(_at_least(10, r"\bacross (N)", "hip"), _either(_says(r"\w", "roll"), _on_knee)),
    "hip-twist": worded(
        _either(_on_knee, _at_least(20, r"\bturned (?:out|in) (N)", "hip")),
        _either(_says(r"\w", "roll"), _says(r"\bturned\b|\baside\b", "hip", "knee"), _says("side", "lie")),
    ),
    "hip-side-loaded": worded(
        _either(_says(r"\bleg \d+ aside\b", "foot"),
                lambda frame: "side" in frame.of("lie") and bool(re.search(r"\d+ up\b", frame.of("foot")))),
        _either(_says(r"\baside\b", "hip"), _says("side", "lie")),
    ),
    "one-leg": _one_leg,
    "knee-loaded": _knee_loaded,
    "knee-deep": measured(lambda frame: frame.bearing("knee"), 80, 95),
    "knee-bend-end": measured(lambda frame: frame.most("knee"), 110, 130),
    "kneel": worded(lambda frame: frame.posture == "kneel"),
    "ankle-up-loaded": measured(lambda frame: frame.bearing("ankle"), 5, 20),
    "ankle-up-end": measured(_pulled_up, 5, 10),
    "calf-loaded": worded(_says(r"\bheel \d+ up\b|\bball on step\b", "foot")),
    "toe-bend-loaded": worded(
        lambda frame: frame.posture == "stand" and _either(
            _at_least(21, r"\b(N) up\b", "toes"), _says(r"\btoes on rolled towel\b", "foot"))(frame),
        _says(r"\bheel \d+ up\b|\bball on step\b", "foot"),
    ),
    "lie-flat": worded(lambda frame: frame.of("lie") == "on back"),
    "lie-front": worded(lambda frame: frame.of("lie") == "on front"),
    "floor": worded(lambda frame: frame.posture == "kneel", lambda frame: not _stands_or_sits(frame)),
}  # fmt: skip

#: Movements that a drawing shows alike: one of them listed is enough.
ALIKE: Mapping[str, tuple[str, ...]] = {"leg-nerve": ("leg-nerve-move",), "arm-high": ("arm-high-loaded",)}
