"""Doses and rows of the diary in the words of the reader's language. No translation can change a number of a dose."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from handouts.compose.language import BLANK_LINE, ENGLISH, MANY, NOUNS, Catalogue, Language
from handouts.model import BANDS, BLANK, SIDES, Dose, LaterDose, Limited
from handouts.model.cards import DiaryMeasure, Tile
from handouts.model.choices import Side

_DIGIT = re.compile(r"\d")

__all__ = ["BLANK_LINE", "ENGLISH", "MANY", "Catalogue", "Wording"]


@dataclass(frozen=True, slots=True)
class Wording(Language):
    """A language that words doses."""

    def dose_words(self, dose: Dose) -> dict[str, str]:
        """What the placeholders of an exercise print: `{hold}` → `30 seconds`."""
        words = {}
        for name, field in Dose.PLACEHOLDERS.items():
            if getattr(dose, field) is not None:
                each = [self._of_dose(field, one) for one in dose.by_side()]
                same = each[0] == each[-1]
                words[name] = each[0] if same else self.say("{left} left, {right} right", left=each[0], right=each[1])
        return words

    def _of_dose(self, field: str, dose: Dose) -> str:
        """A part of a dose in words."""
        amount: Limited = getattr(dose, field)
        if field == "band":
            return BLANK_LINE if amount.value == BLANK else self.say(BANDS[amount.value - 1])
        if field == "every_hours" and amount.value == 1:
            return self.say("every hour")
        if field in _FEW_TIMES and amount.up_to is None and amount.value in _FEW_TIMES[field]:
            return self.say(_FEW_TIMES[field][amount.value])
        if field == "rest_s" and amount.up_to is None and amount.value >= MINUTE_S and amount.value % MINUTE_S == 0:
            return self.count(*NOUNS["minutes"], amount.value // MINUTE_S)
        return self.amount(_nouns(field, dose), amount)

    def tiles(self, dose: Dose, side: Side | None) -> tuple[Tile, ...]:
        """The big numbers of a card, in reading order: `Hold 30 seconds | Repeat 3 times | once a day`.

        Of an exercise of both sides, one after the other, `Each side` stands in place of `Repeat`.
        """
        tiles = list[Tile]()
        for field in ("hold_s", "minutes", "repetitions", "sets", "weight", "band", *Dose.FREQUENCIES):
            if (amount := getattr(dose, field)) is not None and not (field == "sets" and amount.value == 1):
                lead = self.say(_LEADS[field]) if field in _LEADS else ""
                if field == "repetitions" and _is_of_each_side(dose, side):
                    lead = self.say("Each side")
                each = [replace(self._tile(field, one), lead=lead, kind=field) for one in dose.by_side()]
                if each[0] == each[-1]:
                    tiles.append(each[0])
                else:
                    names = (self.text("side", side) for side in SIDES)
                    tiles += [one.of(side) for one, side in zip(each, names, strict=True)]
        return tuple(tiles)

    def _tile(self, field: str, dose: Dose) -> Tile:
        amount: Limited = getattr(dose, field)
        if field == "band":
            return Tile(self._of_dose(field, dose), self.say("band"))
        is_once = field in _FEW_TIMES and amount.most == amount.value == 1
        if field == "every_hours" or (is_once and (dose.days in _SPARSE or amount.highest == 1)):
            first, _, rest = self._how_often_in_words(dose).partition(" ")
            return Tile(first, rest)
        number = BLANK_LINE if amount.value == BLANK else str(amount.value)
        if amount.up_to is not None:
            number = self.say("{low}–{high}", low=number, high=str(amount.up_to))
        one, many = _PER_DAY[dose.days] if field == "times_a_day" else _nouns(field, dose)
        # Other doses are filled into the same layout: the tile has room for the longest number and the widest unit.
        counts = (amount.most, amount.lowest, amount.highest)
        least = MANY if amount.value == BLANK or field in _FEW_TIMES else 1
        unit, *others = (
            str(self.catalogue.ngettext(one, many, max(count, least))).replace("{n}", "").strip() for count in counts
        )
        room = max(others, key=len) if len({unit, *others}) > 1 else ""
        digits = len(str(amount.highest)) if number.isdigit() else 0
        if is_once:  # "once a day" is read at a glance, "1 time a day" is not
            first, _, rest = self._how_often_in_words(dose).partition(" ")
            return Tile(first, rest, digits, room or unit)
        return Tile(number, unit, digits, room)

    def _how_often_in_words(self, dose: Dose) -> str:
        """How often once is: `once a day`, `every other day`, `once every 2 hours while you are awake`."""
        if dose.every_hours:
            return self.say("once {often}", often=self._how_often(dose))
        return self._how_often(dose) if dose.days in _SPARSE else self._of_dose(_frequency(dose), dose)

    def hold(self, dose: Dose) -> str:
        """The sentence of the hold, which precedes the way back."""
        return self.say("Hold for {hold}.", hold=self.dose_words(dose)["hold"])

    def dose_sentence(self, dose: Dose, side: Side | None, in_steps: Collection[str] = ()) -> str:
        """The last step of a card: load, hold, repetitions and sets in words.

        How often is said by the tiles. The sentence says it only where it would be empty otherwise.

        Args: `in_steps` are the placeholders of the steps, which this sentence does not repeat.
        """
        loads = [self._load(one, in_steps) for one in dose.by_side()]
        left, *right = (self._how_much(one, in_steps) for one in dose.by_side())
        if not right:
            parts = [*loads, left]
        elif loads[0] == loads[1]:
            parts = [loads[0], self.say("Left side: {much}", much=left), self.say("Right side: {much}", much=right[0])]
        else:
            parts = [
                self.say("Left side: {much}", much=f"{loads[0]} {left}"),
                self.say("Right side: {much}", much=f"{loads[1]} {right[0]}"),
            ]
        if not right and _is_of_each_side(dose, side):
            parts.append(self.say("Then do the other side."))
        if not any(parts):
            parts.append(self.say("Do this {often}.", often=self._how_often(dose)))
        return " ".join([*filter(None, parts), *(self._from_week(dose, one) for one in dose.later)])

    def _load(self, dose: Dose, in_steps: Collection[str] = ()) -> str:
        """The weight and the band."""
        load = list[str]()
        if dose.weight and "weight" not in in_steps:
            load.append(self.say("Use a weight of {weight}.", weight=self._of_dose("weight", dose)))
        if dose.band and "band" not in in_steps:
            load.append(self.say("Use the {colour} band.", colour=self._of_dose("band", dose)))
        return " ".join(load)

    def _how_much(self, dose: Dose, in_steps: Collection[str] = ()) -> str:
        """What is done in one go: hold, repetitions, sets with the rest between them."""
        much = list[str]()
        if dose.hold_s and "hold" not in in_steps:
            much.append(self.say("Hold for {hold}.", hold=self._of_dose("hold_s", dose)))
        if dose.repetitions and "repetitions" not in in_steps:
            much.append(self.say("Do it {times}.", times=self._of_dose("repetitions", dose)))
        elif dose.minutes and not dose.repetitions and "minutes" not in in_steps:
            much.append(self.say("Do this for {minutes}.", minutes=self._of_dose("minutes", dose)))
        return " ".join([*much, *self._more_sets(dose)])

    def _more_sets(self, dose: Dose) -> Iterator[str]:
        if dose.sets is None or dose.sets.value == 1:
            return
        yield self.say("Rest for {rest}.", rest=self._of_dose("rest_s", dose)) if dose.rest_s else self.say("Rest.")
        if dose.sets.value == 2 and dose.sets.up_to is None and dose.repetitions:
            yield self.say("Do {n} more.", n=self.bare(dose.repetitions))
        else:
            yield self.say("Do {sets} in all.", sets=self._of_dose("sets", dose))

    def _from_week(self, dose: Dose, later: LaterDose) -> str:
        """`From week 3: 12 times, 3 sets.`"""
        changed = dose.changed(later.values)
        parts = ", ".join(self._of_dose(field, changed) for field in later.values)
        return self.say("From week {week}: {parts}.", week=str(later.from_week), parts=parts)

    def _how_often(self, dose: Dose) -> str:
        """`twice a day, most days`: with the days only where it is not every day."""
        if dose.every_hours:
            return self.say("{often} while you are awake", often=self._of_dose("every_hours", dose))
        if dose.days in _SPARSE and (dose.how_often.value, dose.how_often.up_to) == (1, None):
            return self.say(_SPARSE[dose.days])
        often = self._of_dose(_frequency(dose), dose)
        if dose.days == "every day":
            return often
        return self.say("{often}, {days}", often=often, days=self.say(_SPARSE.get(dose.days, dose.days)))

    def measure(self, measure: str) -> DiaryMeasure:
        """A row of the diary for a number each day."""
        head, name = _MEASURES[measure]
        return DiaryMeasure(self.say(head), self.say(name), is_own=measure == "blank")

    def widest_rhythm(self, dose: Dose) -> str:
        """The widest words of a rhythm that may be chosen, with zeros for digits; none where it has no number."""
        often, field = dose.how_often, _frequency(dose)
        if dose.every_hours or dose.days in _SPARSE or often.up_to is not None:
            return ""
        ends = (self.rhythm(dose.changed({field: number})) for number in (often.lowest, often.highest))
        return max((_DIGIT.sub("0", words) for words in ends), key=len)

    def rhythm(self, dose: Dose) -> str:
        """How often, in the few words that the diary has room for."""
        if dose.every_hours:
            return self._of_dose("every_hours", dose)
        if dose.days in _SPARSE:
            return self.say(_SPARSE[dose.days])
        if dose.how_often.most == dose.how_often.value == 1:
            return self._of_dose(_frequency(dose), dose)
        return self.amount(
            ("{n} a week", "{n} a week") if dose.times_a_week else ("{n} a day", "{n} a day"), dose.how_often
        )


def _is_of_each_side(dose: Dose, side: Side | None) -> bool:
    """Whether one side of the body does it after the other."""
    return dose.sides == "each side" or (dose.sides == "sore side" and side == "both")


def _frequency(dose: Dose) -> str:
    return "times_a_week" if dose.times_a_week else "times_a_day"


def _nouns(field: str, dose: Dose) -> tuple[str, str]:
    return NOUNS[dose.weight.unit] if field == "weight" and dose.weight else _DOSE[field]


MINUTE_S = 60
#: What the number of a tile is for, where its unit does not say it.
_LEADS: Mapping[str, str] = {
    "hold_s": "Hold",
    "minutes": "For",
    "repetitions": "Repeat",
    "sets": "Do",
    "weight": "With",
    "band": "With",
}

_FEW_TIMES: Mapping[str, Mapping[int, str]] = {
    "times_a_day": {1: "once a day", 2: "twice a day"},
    "times_a_week": {1: "once a week", 2: "twice a week"},
}
_SPARSE = {"most days": "most days", "every second day": "every other day", "three days a week": "three days a week"}

#: The head of each measure of the diary, and its name behind that of a day. Two digits have room in a cell.
_MEASURES: Mapping[str, tuple[str, str]] = {
    "pain": ("Worst pain, 0 to 10", "worst pain, 0 to 10"),
    "tingling": ("Worst tingling, 0 to 10", "worst tingling, 0 to 10"),
    "stiffness": ("Morning stiffness, minutes", "morning stiffness in minutes"),
    "reach": ("Reach, 0 (none) to 10 (like your good arm)", "reach, 0 to 10, like your good arm"),
    "steps": ("Steps, in hundreds", "steps in hundreds"),
    "grip": ("Grip, 0 (none) to 10 (strong)", "grip, 0 to 10, strong"),
    "sleep": ("Sleep, 0 to 10 (good)", "sleep, 0 to 10, good"),
    "blank": ("Also", "your own measure"),
}

_DOSE: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("hold_s", "rest_s", "up_s", "pause_s", "down_s"), NOUNS["seconds"]),
    "minutes": NOUNS["minutes"],
    "repetitions": NOUNS["times"],
    "sets": ("{n} set", "{n} sets"),
    "times_a_day": ("{n} time a day", "{n} times a day"),
    "times_a_week": ("{n} time a week", "{n} times a week"),
    "every_hours": ("every {n} hour", "every {n} hours"),
}
_PER_DAY: Mapping[str, tuple[str, str]] = {
    "every day": ("{n} time a day", "{n} times a day"),
    "most days": ("{n} time a day, most days", "{n} times a day, most days"),
    "every second day": ("{n} time a day, every other day", "{n} times a day, every other day"),
    "three days a week": ("{n} time a day, three days a week", "{n} times a day, three days a week"),
}
