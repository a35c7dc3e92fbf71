"""What each posture can do with the phrases of the language; a phrase that has no effect in a posture is an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from handouts.diagnostics import Diagnostic
from handouts.figures.language import grammar, keys, phrases, values
from handouts.figures.postures.hands import BESIDE_HEAD, supports
from handouts.figures.props.catalogue import PROPS
from handouts.figures.props.support import FootSupport


@dataclass(frozen=True, slots=True)
class Repertoire:
    """One posture in words.

    Attributes:
        posture: its key; hands and props name it in their records.
        doing: how messages say it.
        hand, foot: the uses of a hand and a foot that the pose leaves open.
        bare_feet: uses of a foot that need no prop → a phrase for messages, and the joints and details that count
            there (`FootSupport.postures` explains the words).
        whole: slots of the frame that the posture reads beside the limbs.
    """

    posture: str
    doing: str
    hand: phrases.HandUse
    foot: phrases.FootUse | None
    bare_feet: Mapping[phrases.FootUse, tuple[str, str]]
    whole: tuple[str, ...]

    @property
    def feet(self) -> dict[str, tuple[str, str]]:
        """Every use of a foot by its name, with those of the props."""
        own = {use.name: words for use, words in self.bare_feet.items()}
        return own | {
            support.use.name: (support.use.examples[0], support.postures[self.posture])
            for support in foot_supports().values()
            if self.posture in support.postures
        }

    @property
    def hands(self) -> dict[str, str]:
        """Every use of a hand by its name, with a phrase for messages."""
        return {name: one.use.examples[0] for name, one in supports(self.posture).items() if one.use.phrases}


@cache
def foot_supports() -> dict[str, FootSupport]:
    """What props do for feet, by the name of the use."""
    return {support.use.name: support for prop in PROPS.values() for support in prop.feet}


_ON_KNEES = {phrases.KNELT: ("", "knee")}

#: By the word that chooses the posture; `bridge` is lying on the back with the hips lifted, the feet where they stood.
REPERTOIRES: dict[str, Repertoire] = {
    "stand": Repertoire(
        "stand",
        "standing",
        phrases.HANGING,
        phrases.FLAT,
        {
            phrases.FLAT: ("flat on floor", "knee away"),
            phrases.ON_BALL: ("heel 30 up on floor", "knee away heel"),
            phrases.LIFTED: ("lifted", "hip knee"),
            phrases.ASIDE: ("leg 30 aside", "up"),
        },
        ("lean_deg", "arch_deg", "nod_deg"),
    ),
    "chair": Repertoire(
        "chair",
        "sitting on a chair",
        phrases.ON_THIGH,
        phrases.FLAT,
        {
            phrases.FLAT: ("flat on floor", "knee toes out arch"),
            phrases.HEEL: ("heel on floor, toes 20 up", "knee toes tip"),
            phrases.LIFTED: ("lifted, toes 20 up", "hip knee tip"),
            phrases.CROSSED: ("on left knee", "toes"),
        },
        ("lean_deg", "nod_deg"),
    ),
    "floor": Repertoire(
        "floor",
        "sitting on the floor",
        phrases.ON_THIGH,
        phrases.HEEL,
        {phrases.HEEL: ("heel on floor, toes 20 up", "knee toes tip"), phrases.FLAT: ("flat on floor", "knee")},
        ("lean_deg", "nod_deg"),
    ),
    "back": Repertoire(
        "back",
        "lying on the back",
        phrases.AT_SIDE,
        phrases.FLAT,
        {
            phrases.FLAT: ("flat on mat", "knee"),
            phrases.HEEL: ("heel on mat", "knee"),
            phrases.LIFTED: ("lifted", "hip knee"),
        },
        ("nod_deg", "head_on", "roll_deg", "back", "hips"),
    ),
    "bridge": Repertoire(
        "bridge",
        "lying on the back with the hips lifted",
        phrases.AT_SIDE,
        phrases.FLAT,
        {phrases.FLAT: ("flat on mat", "")},
        ("nod_deg", "hips"),
    ),
    "front": Repertoire("front", "lying on the front", BESIDE_HEAD, None, {}, ("nod_deg",)),
    "fours": Repertoire(
        "fours",
        "on hands and knees",
        phrases.ON_FLOOR,
        phrases.KNELT,
        {**_ON_KNEES, phrases.STRETCHED_BACK: ("stretched back", "")},
        ("nod_deg", "back"),
    ),
    "heels": Repertoire("heels", "sitting back on the heels", phrases.ON_FLOOR, phrases.KNELT, _ON_KNEES, ("nod_deg",)),
    "half": Repertoire(
        "half",
        "kneeling on one knee",
        phrases.ON_HIP,
        phrases.KNELT,
        {**_ON_KNEES, phrases.FLAT: ("flat on floor", "knee")},
        ("lean_deg", "nod_deg"),
    ),
    "side": Repertoire(
        "side",
        "lying on one side",
        phrases.ON_FLOOR,
        phrases.STACKED,
        {
            phrases.STACKED: ("on left foot, knee 35 up", "hip knee up"),
            phrases.RAISED: ("leg 30 up", "hip knee up"),
        },
        ("nod_deg", "head_on"),
    ),
}

#: Body keys that have no side, by the slot of the frame that they fill.
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
#: Details of a foot's own phrase → the field of `Foot`.
_DETAILS = {
    "heel": "heel_up_deg", "tip": "toes_deg", "away": "away_mm", "out": "out_deg", "arch": "arch_mm", "up": "up_deg",
}  # fmt: skip


def without_effect(parsed: grammar.Pose, pose: Mapping[str, Any], span_of: keys.SpanOf) -> list[Diagnostic]:
    """Every phrase of a pose that has no effect in its posture, at its place. Reports HND601."""
    found: dict[tuple[keys.Path, str], Diagnostic] = {}
    for frame in parsed.frames:
        known = of(frame)
        for key, why, help in _idle_whole(frame):
            path, value = grammar.written(pose, frame.name, key)
            message = f"{frame.name}: {known.doing}, `{path[-1]}: {value}` {why}"
            found.setdefault((path, why), Diagnostic("HND601", message, help, span_of(path)))
    return list(found.values())


def of(frame: grammar.FramePose) -> Repertoire:
    """What the posture of this frame knows."""
    return REPERTOIRES["bridge" if frame.posture == "back" and frame.hips == "lifted" else frame.posture]


STRAIGHT_LEG_DEG = 30.0  # a lying leg bent less rests on its heel, not on its sole


def needs_whole_body(frame: grammar.FramePose) -> bool:
    """Does a frame say more than the list of its posture, so that the whole body is solved at once?"""
    lying_straight = frame.posture == "back" and any(
        bend < STRAIGHT_LEG_DEG and side not in frame.feet for side, bend in frame.knees_deg.items()
    )
    return frame.is_free or lying_straight or any(True for _ in _idle(frame, of(frame)))


_Idle = Iterator[tuple[str, str, str]]


def _idle(frame: grammar.FramePose, known: Repertoire) -> _Idle:
    """What means nothing in this posture: the key of the body part, why, and what to do."""
    hands = known.hands
    for side, word in values.SIDE_WORDS.items():
        yield from _idle_leg(frame, known, side, word)
        hand = frame.hands.get(side)
        if hand and hand.use.name not in hands:
            yield f"{word} hand", "is something that hands do not do", _instead(list(hands.values()))
    untouched = grammar.FramePose(frame.name)
    for slot, key in _WHOLE.items():
        if getattr(frame, slot) != getattr(untouched, slot) and slot not in known.whole:
            yield key, "changes nothing", "leave it out, or choose another posture"


#: Words that only some postures give a meaning to, also when the whole body is solved.
_ONLY = {
    "lean_deg": ("stand", "chair", "floor", "half"),
    "arch_deg": ("stand", "chair", "floor", "half", "front"),
    "head_on": ("back", "side", "front"),
    "roll_deg": ("back",),
    "back": ("back", "fours"),
    "hips": ("chair", "back", "side"),
}


def _idle_whole(frame: grammar.FramePose) -> _Idle:
    """What the whole body does not know: words that only one posture has."""
    untouched = grammar.FramePose(frame.name)
    for slot, postures in _ONLY.items():
        if frame.posture not in postures and getattr(frame, slot) != getattr(untouched, slot):
            yield _WHOLE[slot], "changes nothing", "leave it out, or choose another posture"


def _idle_leg(frame: grammar.FramePose, known: Repertoire, side: str, word: str) -> _Idle:
    foot, feet = frame.feet.get(side), known.feet
    use = foot.use if foot else known.foot
    if foot and foot.use.name not in feet:
        yield (
            f"{word} foot",
            "is something that feet do not do",
            _instead([phrase for phrase, _ in feet.values() if phrase]),
        )
        return
    phrase, counts = feet.get(use.name, ("", "")) if use else ("", "")
    for joint, slot in _JOINTS.items():
        if side in getattr(frame, slot) and joint not in counts.split():
            where = f" while this foot is `{phrase}`" if phrase else ""
            yield f"{word} {joint}", f"changes nothing{where}", "leave it out: the contacts of this leg decide it"
    for detail, field in _DETAILS.items():
        if getattr(foot, field, None) and detail not in counts.split():
            yield f"{word} foot", "says more than this posture can do", f"write `{phrase}`"


def _instead(phrases: list[str]) -> str:
    return f"write {' or '.join(f'`{p}`' for p in phrases)}, or leave it out" if phrases else "leave it out"
