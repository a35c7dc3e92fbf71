"""What each posture can do with the phrases of the language; a phrase that it would pass over is a fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handouts.diagnostics import Diagnostic
from handouts.figures import grammar


@dataclass(frozen=True, slots=True)
class Repertoire:
    """One posture in words: what it does with a foot (a phrase, and which joints and details count), hands, the rest.

    Joints: `knee`, `hip`, `toes`. Details of the foot's own phrase: `heel` up or down, `tip` of the foot up or down,
    `away` from a wall, turned `out`, its `arch` lifted, its knee or leg `up`.
    """

    doing: str
    foot: str
    feet: Mapping[str, tuple[str, str]]
    hands: Mapping[str, str]
    whole: tuple[str, ...]


_FOURS = Repertoire(
    doing="on hands and knees",
    foot="kneel",
    feet={"kneel": ("", "knee"), "back": ("stretched back", "")},
    hands={"floor": "on floor", "forward": "stretched forward"},
    whole=("nod_deg", "back"),
)
_BACK = Repertoire(
    doing="lying on the back",
    foot="flat",
    feet={
        "flat": ("flat on mat", "knee"),
        "heel": ("heel on mat", "knee"),
        "lifted": ("lifted", "hip knee"),
    },
    hands={"hold shin": "hold right shin", "belly": "on belly", "sides": "at sides"},
    whole=("nod_deg", "head_on", "roll_deg", "back", "hips"),
)

#: By the word that chooses the posture; `bridge` is lying on the back with the hips lifted, the feet where they stood.
REPERTOIRES: dict[str, Repertoire] = {
    "stand": Repertoire(
        doing="standing",
        foot="flat",
        feet={
            "flat": ("flat on floor", "knee away"),
            "ball": ("heel 30 up on floor", "knee away heel"),
            "roll": ("toes on rolled towel", "knee away heel"),
            "edge": ("ball on step edge, heel 20 down", "knee heel"),
            "lifted": ("lifted", "hip knee"),
            "aside": ("leg 30 aside", "up"),
        },
        hands={
            "on wall": "on wall at shoulder height",
            "on counter": "on counter",
            "tips counter": "fingertips on counter",
            "over counter": "just over counter",
            "on rail": "on rail",
            "forearm": "forearm on doorway at shoulder height",
            "hold foot": "on right foot behind",
            "hips": "on hips",
            "hanging": "hanging",
        },
        whole=("lean_deg", "arch_deg", "nod_deg"),
    ),
    "chair": Repertoire(
        doing="sitting on a chair",
        foot="flat",
        feet={
            "flat": ("flat on floor", "knee toes out arch"),
            "flat towel": ("flat on towel", "knee toes"),
            "flat footrest": ("flat on footrest", "knee toes"),
            "flat ice pack": ("flat on ice pack", "knee toes"),
            "rolling": ("arch on ball", "knee toes"),
            "heel": ("heel on floor, toes 20 up", "knee toes tip"),
            "lifted": ("lifted, toes 20 up", "hip knee tip"),
            "crossed": ("on left knee", "toes"),
        },
        hands={"thigh": "on thighs", "toes": "on right toes", "heel": "on right heel"},
        whole=("lean_deg", "nod_deg"),
    ),
    "floor": Repertoire(
        doing="sitting on the floor",
        foot="heel",
        feet={
            "heel": ("heel on floor, toes 20 up", "knee toes tip"),
            "heel ice pack": ("heel on ice pack", "knee toes"),
            "cushion": ("calf on cushion, toes 20 up", "knee toes tip"),
            "flat": ("flat on floor", "knee"),
        },
        hands={"thigh": "on thighs", "toes": "on right toes", "towel": "holding towel", "sides": "at sides"},
        whole=("lean_deg", "nod_deg"),
    ),
    "back": _BACK,
    "bridge": Repertoire(
        doing="lying on the back with the hips lifted",
        foot="flat",
        feet={"flat": ("flat on mat", "")},
        hands={"belly": "on belly", "sides": "at sides"},
        whole=("nod_deg", "hips"),
    ),
    "front": Repertoire(
        doing="lying on the front", foot="", feet={}, hands={"forearms": "on forearms"}, whole=("nod_deg",)
    ),
    "fours": _FOURS,
    "heels": Repertoire(
        doing="sitting back on the heels",
        foot="kneel",
        feet={"kneel": ("", "knee")},
        hands={"floor": "on floor"},
        whole=("nod_deg",),
    ),
    "half": Repertoire(
        doing="kneeling on one knee",
        foot="kneel",
        feet={"kneel": ("", "knee"), "flat": ("flat on floor", "knee")},
        hands={"hips": "on hips", "hanging": "hanging"},
        whole=("lean_deg", "nod_deg"),
    ),
    "side": Repertoire(
        doing="lying on one side",
        foot="stacked",
        feet={"stacked": ("on left foot, knee 35 up", "hip knee up"), "raised": ("leg 30 up", "hip knee up")},
        hands={"floor": "on floor", "hips": "on hips"},
        whole=("nod_deg", "head_on"),
    ),
}

#: Body keys that stand for no side, by the slot of the frame that they fill.
_WHOLE = {
    "lean_deg": "trunk",
    "arch_deg": "trunk",
    "nod_deg": "head",
    "head_on": "head",
    "roll_deg": "roll",
    "back": "back",
    "hips": "hips",
}
_JOINTS = {"knee": "knees_deg", "hip": "hips_deg", "toes": "toes_deg"}


def passed_over(asked: grammar.Pose, pose: Mapping[str, Any], span_of: grammar.SpanOf) -> list[Diagnostic]:
    """Every phrase of a pose that its posture would pass over, at the place where it was written. Reports HND601."""
    found: dict[tuple[grammar.Path, str], Diagnostic] = {}
    for frame in asked.frames:
        known = of(frame)
        for key, why, help in _idle(frame, known):
            path, value = grammar.written(pose, frame.name, key)
            message = f"{frame.name}: {known.doing}, `{path[-1]}: {value}` {why}"
            found.setdefault((path, why), Diagnostic("HND601", message, help, span_of(path)))
    return list(found.values())


def of(frame: grammar.FramePose) -> Repertoire:
    """What the posture of this frame knows."""
    return REPERTOIRES["bridge" if frame.posture == "back" and frame.hips == "lifted" else frame.posture]


def foot_name(foot: grammar.Foot) -> str:
    return f"{foot.how} {foot.on}" if foot.on in ("towel", "footrest", "ice pack") else foot.how


def hand_name(hand: grammar.Hand) -> str:
    return f"{hand.how} {hand.on}" if hand.how in ("on", "tips", "over") else hand.how


_Idle = Iterator[tuple[str, str, str]]


def _idle(frame: grammar.FramePose, known: Repertoire) -> _Idle:
    """What means nothing in this posture: the key of the body part, why, and what to do."""
    for side, word in grammar.SIDE_WORDS.items():
        yield from _idle_leg(frame, known, side, word)
        hand = frame.hands.get(side)
        if hand and hand_name(hand) not in known.hands:
            yield f"{word} hand", "is something that hands do not do", _instead(list(known.hands.values()))
    untouched = grammar.FramePose(frame.name)
    for slot, key in _WHOLE.items():
        if getattr(frame, slot) != getattr(untouched, slot) and slot not in known.whole:
            yield key, "changes nothing", "leave it out, or choose another posture"


def _idle_leg(frame: grammar.FramePose, known: Repertoire, side: str, word: str) -> _Idle:
    foot = frame.feet.get(side)
    name = foot_name(foot) if foot else known.foot
    if foot and name not in known.feet:
        phrases = [phrase for phrase, _ in known.feet.values() if phrase]
        yield f"{word} foot", "is something that feet do not do", _instead(phrases)
        return
    phrase, counts = known.feet.get(name, ("", ""))
    for joint, slot in _JOINTS.items():
        if side in getattr(frame, slot) and joint not in counts.split():
            where = f" while this foot is `{phrase}`" if phrase else ""
            yield f"{word} {joint}", f"changes nothing{where}", "leave it out: the contacts of this leg decide it"
    details = _details(foot) if foot else {}
    for detail, value in details.items():
        if value and detail not in counts.split():
            yield f"{word} foot", "says more than this posture can do", f"write `{phrase}`"


def _details(foot: grammar.Foot) -> dict[str, float | None]:
    return {
        "heel": foot.heel_up_deg,
        "tip": foot.toes_deg,
        "away": foot.away_mm,
        "out": foot.out_deg,
        "arch": foot.arch_mm,
        "up": foot.up_deg,
    }


def _instead(phrases: list[str]) -> str:
    return f"write {' or '.join(f'`{p}`' for p in phrases)}, or leave it out" if phrases else "leave it out"
