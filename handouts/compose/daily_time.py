"""How long exercises take on a day on which they are done: an estimate from their doses."""

from __future__ import annotations

from handouts.model import BLANK, Dose

AWAKE_H = 16
#: To take the position, each time of the day. No source read has these times: they are the project's own estimates.
READY_S = 10
#: There and back, of a movement whose tempo the dose does not say; and the breath between two repetitions.
MOVE_S, BREATH_S = 3, 1


def seconds_a_day(dose: Dose) -> float:
    """About how long an exercise takes on a day on which it is done, in seconds."""
    times = dose.times_a_day.most if dose.times_a_day else 1
    if dose.every_hours:
        times = AWAKE_H // max(
            1, dose.every_hours.lowest if dose.every_hours.value == BLANK else dose.every_hours.value
        )
    sides = dose.by_side()
    repeated = 2 if len(sides) == 1 and dose.sides == "each side" else 1
    return (READY_S + sum(map(_seconds_once, sides)) * repeated) * times


def _seconds_once(dose: Dose) -> float:
    """One side, once: its repetitions with their holds, or the minutes, and the rests between sets."""
    hold = dose.hold_s.most if dose.hold_s else 0
    sets = dose.sets.most if dose.sets else 1
    rest = (sets - 1) * (dose.rest_s.most if dose.rest_s else 0)
    if dose.repetitions is None:
        return sets * (60 * dose.minutes.most if dose.minutes else hold) + rest
    tempo = sum(amount.value for amount in (dose.up_s, dose.pause_s, dose.down_s) if amount)
    return dose.repetitions.most * (dose.movements * (hold + (tempo or MOVE_S)) + BREATH_S) * sets + rest
