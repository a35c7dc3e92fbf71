"""Body parts of a pose: a value becomes the slots of a frame that it fills, or a fault at its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from handouts.diagnostics import Diagnostic
from handouts.figures.language import joints, touching
from handouts.figures.language.keys import JOINTS, SIDED, WHOLE, Path, Reader, SpanOf, sitting
from handouts.figures.language.phrases import Vocabulary
from handouts.figures.language.values import SIDE_WORDS, UnreadableError, toes_apart

MISSPELT = 0.9  # how alike a text and a phrase are when only letters are wrong
_MOVES_HIPS = re.compile("|".join(rf"\b{motion.words}\b" for motion in joints.of("hip") if motion.words))


@dataclass(slots=True)
class Report:
    """Reads values with the vocabulary and collects the faults."""

    span_of: SpanOf
    vocabulary: Vocabulary
    found: list[Diagnostic] = field(default_factory=list)

    def fault(self, path: Path, message: str, help: str) -> None:
        fault = Diagnostic("HND601", message, help, self.span_of(path))
        if fault not in self.found:  # a key beside the frames is read for each of them
            self.found.append(fault)

    def read(self, reader: Reader, value: Any, path: Path) -> Any:
        """The value as read, or None after reporting why not."""
        try:
            return reader(value)
        except UnreadableError as wrong:
            self.fault(path, f"{path[-1]}: {wrong}", wrong.help)
            return None

    def reader(self, part: str) -> Reader | None:
        """What reads a part of one side into its own slot."""
        return JOINTS.get(part) or {"foot": self.vocabulary.foot, "hand": self.vocabulary.hand}.get(part)

    def whole(self, key: str, value: Any) -> dict[str, Any]:
        """The slots that a part without a side fills: `on wall` for head, back and hips, or words of its own."""
        if isinstance(value, str) and " on " in f" {value}" and key in touching.TOUCHING and value != "on cushion":
            moves, touches = _split(value)
            slots = WHOLE[key](moves) if moves else {}
            return {
                **slots,
                "touches": tuple(touching.touch(key, "", one, self.vocabulary.surfaces) for one in touches),
            }
        if key == "hips" and (not isinstance(value, str) or value == "straight" or _MOVES_HIPS.search(value)):
            return _both({side: self.sided("hip", side, value) for side in SIDE_WORDS})
        return (sitting(self.vocabulary.seats) if key == "sit" else WHOLE[key])(value)

    def sided(self, part: str, side: str, value: Any) -> dict[str, Any]:
        """The slots that a value of a sided part fills: its own slot, or movements and contacts in any combination."""
        if part == "toes" and isinstance(value, str) and ("big toe" in value or "others" in value):
            big, others = toes_apart(value)
            return {"toes_deg": {side: others}, "big_toes_deg": {side: big}}
        try:
            reader = self.reader(part)
            if reader is not None:
                return {SIDED[part]: {side: reader(value)}}
        except UnreadableError as wrong:
            return self._free(part, side, value, wrong)
        return self._free(part, side, value, None)

    def _free(self, part: str, side: str, value: Any, wrong: UnreadableError | None) -> dict[str, Any]:
        """Movements (`aside 30`) and contacts (`on left thigh`), separated by commas."""
        moves, touches = _split(value) if part in touching.TOUCHING else (value, [])
        if not joints.of(part) and (not touches or moves):
            raise wrong or UnreadableError(f"cannot read {value!r}", touching.offered(part, self.vocabulary.surfaces))
        if wrong is not None and not isinstance(value, str):
            raise wrong
        if wrong is not None and wrong.help.startswith("write for example") and _is_misspelt(str(value), wrong.help):
            raise wrong
        known = (*self.vocabulary.surfaces, *(self.vocabulary.held if part == "hand" else ()))
        found: dict[str, Any] = {}
        if moves not in ("", None):
            found["joints_deg"] = {f"{name}.{side}": deg for name, deg in joints.angles(part, moves).items()}
        if touches:
            found["touches"] = tuple(touching.touch(part, side, one, known) for one in touches)
        return found


def _both(sides: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The slots of both sides in one."""
    found: dict[str, Any] = {}
    for slots in sides.values():
        for slot, value in slots.items():
            found[slot] = {**found.get(slot, {}), **value}
    return found


def _is_misspelt(text: str, help: str) -> bool:
    """Is a text but a letter or two off the phrase that a message offers?"""
    offered = re.findall(r"`(.*)`", help)
    return bool(offered) and SequenceMatcher(None, text, offered[0]).ratio() > MISSPELT


def _split(value: Any) -> tuple[Any, list[str]]:
    """Movements and contacts of a phrase."""
    if not isinstance(value, str):
        return value, []
    pieces = [" ".join(piece.split()) for piece in value.split(",")]
    touches = [one for one in pieces if re.search(r"(?:^| )on |^holding | cm over ", one)]
    return ", ".join(one for one in pieces if one not in touches), touches
