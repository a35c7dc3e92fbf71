"""What a foot or a hand does, as records: a name, the phrases that say it, and what follows from it for the pose.

A phrase is a template. `[...]` is optional; `{field:example}` is a value that fills a field of `Foot` or `Hand`:

    {field:40}           a number of degrees or millimetres
    {field:85 cm}        centimetres for a person of 170 cm, stored as millimetres; `-30 cm` is stored negative
    {field:20 up}        degrees; `up` counts as plus, `down` as minus
    {field:wall|counter} one of these words

The example makes the help text of an error, the same template makes the pattern that reads the phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from handouts.diagnostics import did_you_mean, nearest
from handouts.figures.language.values import HEIGHTS, SIDES, UnreadableError, signed_deg, words

_NUMBER = r"(\d+(?:\.\d+)?)"
_VALUE = re.compile(r"\{(\w+):([^}]+)\}")


@dataclass(frozen=True)
class Phrase:
    """One template, as a pattern and as examples."""

    template: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        parts = re.split(r"(\[|\]|\{\w+:[^}]+\})", self.template)
        return re.compile("".join(map(_pattern_of, parts)))

    @cached_property
    def examples(self) -> tuple[str, ...]:
        """The phrase without its optional part, and with it."""
        short = re.sub(r"\[.*?\]", "", self.template)
        full = re.sub(r"[\[\]]", "", self.template)
        return tuple(dict.fromkeys(_VALUE.sub(_example_of, text) for text in (short, full)))

    def read(self, text: str) -> dict[str, Any] | None:
        """The fields that a text sets, or None when it is another phrase."""
        match = self.pattern.fullmatch(text)
        if match is None:
            return None
        values = zip(_VALUE.findall(self.template), match.groups(), strict=True)
        return {field: _value(field, example, value) for (field, example), value in values if value is not None}


def _pattern_of(part: str) -> str:
    if part in ("[", "]"):
        return {"[": "(?:", "]": ")?"}[part]
    value = _VALUE.fullmatch(part)
    if value is None:
        return re.escape(part)
    field, example = value.groups()
    if field == "height":  # any word: an unknown height has a message of its own
        return r"(\w+)"
    if example.endswith((" up", " down")):
        return r"(\d+(?:\.\d+)? (?:up|down))"
    if example.endswith(" cm"):
        return rf"{_NUMBER} cm"
    return _NUMBER if example.isdigit() else f"({example})"


def _example_of(value: re.Match[str]) -> str:
    return value[2].partition("|")[0].removeprefix("-")


def _value(field: str, example: str, value: str) -> Any:
    if field == "height" and value not in HEIGHTS:
        raise UnreadableError(f"unknown height {value!r}", did_you_mean(value, HEIGHTS, "height"))
    if field == "side":
        return SIDES[value]
    if example.endswith((" up", " down")):
        return signed_deg(value)
    if example.endswith(" cm"):
        return float(value) * (-10.0 if example.startswith("-") else 10.0)
    return float(value) if example.isdigit() else value


@dataclass(frozen=True)
class Use:
    """What feet and hands have in common.

    Attributes:
        name: the key of this use in the tables of the postures.
        phrases: how authors say it.
        on: what it touches, unless the phrase has a field `on`: a prop, the floor, the mat or a part of the body.
    """

    name: str
    phrases: tuple[Phrase, ...]
    on: str = ""

    @property
    def examples(self) -> tuple[str, ...]:
        return tuple(example for phrase in self.phrases for example in phrase.examples)


@dataclass(frozen=True)
class FootUse(Use):
    """What a foot does.

    Attributes:
        prop: the prop that it needs, where this is not `on` itself (a footrest needs a wheelchair).
        height_mm: height over the floor of what carries the foot, for a person of 1700 mm.
        toes_deg: how far what carries the toes bends them back.
        loaded: sole or ball carry weight, so the ankle may bend further.
        upright: the leg lies and the toes point up.
        on_ball: the weight is on the ball; the heel is higher or lower.
        unsupported: nothing carries the foot.
        limit_deg: the largest angle that `up_deg` may have.
    """

    prop: str = ""
    height_mm: float = 0.0
    toes_deg: float = 0.0
    loaded: bool = True
    upright: bool = False
    on_ball: bool = False
    unsupported: bool = False
    limit_deg: float = 180.0


@dataclass(frozen=True)
class HandUse(Use):
    """What a hand does.

    Attributes:
        verb: how messages say that it needs `on`.
        holds_foot: close-ups of the foot show this hand.
        round_foot: what it holds goes round the right foot.
    """

    verb: str = "a hand is on"
    holds_foot: bool = False
    round_foot: bool = False


@dataclass(frozen=True)
class Foot:
    """One foot of a frame: its use and the details that the phrase gives.

    `away_mm` is the distance from the tip of the toes to what is `away_from`; `under` is the part of the sole on a
    round prop; `up_deg` lifts a leg or a knee.
    """

    use: FootUse
    on: str = ""
    heel_up_deg: float = 0.0
    away_mm: float | None = None
    away_from: str = ""
    under: str = ""
    toes_deg: float = 0.0
    curl_deg: float = 0.0
    out_deg: float = 0.0
    arch_mm: float = 0.0
    up_deg: float = 0.0


@dataclass(frozen=True)
class Hand:
    """One hand of a frame: its use, the height of the palm (a key of `HEIGHTS`), the side of the leg that it holds."""

    use: HandUse
    on: str = ""
    height: str = ""
    side: str = ""


def foot_use(name: str, *templates: str, on: str = "", **details: Any) -> FootUse:
    return FootUse(name, tuple(map(Phrase, templates)), on, **details)


def hand_use(name: str, *templates: str, on: str = "", **details: Any) -> HandUse:
    return HandUse(name, tuple(map(Phrase, templates)), on, **details)


FLAT = foot_use(
    "flat",
    "flat on {on:floor|mat}[, {away_mm:85 cm} from {away_from:wall|counter|doorway}]",
    "flat on floor, {away_mm:-30 cm} past {away_from:doorway}",
    "flat on floor, toes {out_deg:12} out",
    "flat on floor, arch {arch_mm:6} mm up",
    on="floor",
)
ON_BALL = foot_use(
    "ball",
    "heel {heel_up_deg:30} up on floor[, {away_mm:9 cm} from {away_from:wall|counter}]",
    on="floor",
    on_ball=True,
)
HEEL = foot_use("heel", "heel on {on:floor|mat}[, toes {toes_deg:20 up}]", on="floor", loaded=False, upright=True)
LIFTED = foot_use("lifted", "lifted[, toes {toes_deg:30 down}]", loaded=False, unsupported=True)
CROSSED = foot_use("crossed", "on {on:left knee|right knee}", loaded=False)
KNELT = foot_use("kneel", on="mat")
STRETCHED_BACK = foot_use("back", "stretched back", loaded=False, unsupported=True)
STACKED = foot_use("stacked", "on {on:left foot|right foot}[, knee {up_deg:35} up]", loaded=False)
RAISED = foot_use("raised", "leg {up_deg:30} up", loaded=False, unsupported=True)
ASIDE = foot_use("aside", "leg {up_deg:30} aside", loaded=False, unsupported=True, limit_deg=45)
#: Feet that need no prop.
BODY_FEET = (FLAT, ON_BALL, HEEL, LIFTED, CROSSED, KNELT, STRETCHED_BACK, STACKED, RAISED, ASIDE)

HANGING = hand_use("hanging", "hanging")
ON_HIP = hand_use("hips", "on hips")
ON_BELLY = hand_use("belly", "on belly")
AT_SIDE = hand_use("sides", "at sides")
ON_THIGH = hand_use("thigh", "on thighs")
ON_FLOOR = hand_use("floor", "on floor", on="floor")
ON_FOREARM = hand_use("forearms", "on forearms")
FORWARD = hand_use("forward", "stretched forward")
ON_TOES = hand_use("toes", "on {side:right} toes", holds_foot=True)
ON_HEEL = hand_use("heel", "on {side:right} heel", holds_foot=True)
HOLD_SHIN = hand_use("hold shin", "hold {side:right|left} shin")
HOLD_FOOT = hand_use("hold foot", "on {side:right|left} foot behind")
#: Hands that need no prop.
BODY_HANDS = (
    HANGING, ON_HIP, ON_BELLY, AT_SIDE, ON_THIGH, ON_FLOOR, ON_FOREARM, FORWARD, ON_TOES, ON_HEEL, HOLD_SHIN, HOLD_FOOT,
)  # fmt: skip


@dataclass(frozen=True)
class Vocabulary:
    """The words that the props add to the language: `props.catalogue.VOCABULARY` has all of them.

    Attributes:
        props: names for `props:`.
        movable: props whose movement an arrow may show.
        feet, hands: every use, with and without a prop.
        surfaces: what any part of the body may lie on.
        held: what a hand may hold.
        owners: the prop of each of these surfaces and things.
        seats: what one can sit on, with the feet on the floor.
    """

    props: tuple[str, ...]
    movable: tuple[str, ...]
    feet: tuple[FootUse, ...]
    hands: tuple[HandUse, ...]
    surfaces: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    owners: Mapping[str, str] = field(default_factory=dict)
    seats: tuple[str, ...] = ()

    def foot(self, value: Any) -> Foot:
        """`flat on floor, 85 cm from wall` · `heel 30 up on floor`."""
        text = words(value, "flat on floor, 85 cm from wall")
        use, fields = _read(text, self.feet)
        foot = Foot(use, **{"on": use.on, **fields})
        if foot.up_deg > use.limit_deg:
            raise UnreadableError(f"a leg does not go `{text}`", f"write at most `leg {use.limit_deg:g} {use.name}`")
        return foot

    def hand(self, value: Any) -> Hand:
        """`on wall at shoulder height` · `hanging`."""
        use, fields = _read(words(value, "on wall at shoulder height"), self.hands)
        return Hand(use, **{"on": use.on, **fields})


U = TypeVar("U", bound=Use)


def _read(text: str, uses: Iterable[U]) -> tuple[U, Mapping[str, Any]]:
    """The use of a phrase, and the fields that it sets."""
    uses = tuple(uses)
    for use in uses:
        for phrase in use.phrases:
            if (fields := phrase.read(text)) is not None:
                return use, fields
    examples = tuple(example for use in uses for example in use.examples)
    close = nearest(text, examples)
    help = f"write for example `{close}`" if close else f"try {_alternatives(examples)}"
    raise UnreadableError(f"cannot read {text!r}", help)


def _alternatives(phrases: tuple[str, ...]) -> str:
    return ", ".join(f"`{p}`" for p in phrases[:-1]) + f" or `{phrases[-1]}`"
