"""What a clinician chooses for one patient: which exercises, in which order, and how a sheet of them is set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

MOST_EXERCISES = 12  # of a leaflet, or of a sheet

Side = Literal["left", "right", "both"]
#: A side by the id of a condition or an exercise; an empty id is for all.
SideOf = tuple[str, Side]

#: In which order exercises are printed: the most important first, or standing, sitting, kneeling, lying.
Order = Literal["importance", "position"]


ID_LISTS = ("only", "add", "without")


@dataclass(frozen=True, slots=True)
class Choice:
    """The exercises that a clinician chooses for one patient, by id, in the order of print.

    `only` are all exercises of the leaflet. `add` come after those that its conditions prescribe; `without` are left
    out of them. `sides` are those of conditions or exercises that differ from the side of the leaflet; `weeks` have
    passed since the operation or the injury.
    """

    only: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    order: Order = "importance"
    sides: tuple[SideOf, ...] = ()
    weeks: int | None = None

    @property
    def selects(self) -> bool:
        """Whether it changes which exercises are printed."""
        return bool(self.only or self.add or self.without)

    @property
    def named(self) -> tuple[str, ...]:
        """The exercises that must be printed."""
        return (*self.only, *self.add)

    def plain(self) -> dict[str, Any]:
        """The choice, as files and manifests keep it: empty where a leaflet is as its conditions prescribe."""
        chosen: dict[str, Any] = {name: list(ids) for name in ID_LISTS if (ids := getattr(self, name))}
        usual: dict[str, Any] = {"order": "importance", "sides": {}, "weeks": None}
        given = {"order": self.order, "sides": dict(self.sides), "weeks": self.weeks}
        return chosen | {name: value for name, value in given.items() if value != usual[name]}

    @classmethod
    def of_plain(cls, entry: Mapping[str, Any]) -> Choice:
        """The choice that `plain` wrote, among other entries."""
        only, add, without = (tuple(entry.get(name, ())) for name in ID_LISTS)
        sides = tuple(dict(entry.get("sides", {})).items())
        return cls(only, add, without, entry.get("order", "importance"), sides, entry.get("weeks"))


AS_PRESCRIBED = Choice()


def sides_of(given: Iterable[SideOf], conditions: Sequence[str]) -> tuple[Side | None, tuple[SideOf, ...]]:
    """The side of a leaflet, and the sides that differ from it; where all conditions have one, it is that of all."""
    own = dict(given)
    side = own.pop("", None)
    if conditions and len({own.get(id_) for id_ in conditions}) == 1 and conditions[0] in own:
        side = own[conditions[0]]
    return side, tuple(sorted((id_, one) for id_, one in own.items() if id_ not in conditions or one != side))


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a sheet of exercises without a condition is set: its title, and how many cards a page has at most."""

    title: str = ""  #: empty: the usual title
    cards: int | None = None  #: 1, 2 or 4; None: the usual number of its edition

    def plain(self) -> dict[str, Any]:
        """The options of the sheet, as files and manifests keep them."""
        return {name: value for name in ("title", "cards") if (value := getattr(self, name))}

    @classmethod
    def of_plain(cls, entry: Mapping[str, Any]) -> Sheet:
        """The sheet that `plain` wrote, among other entries."""
        return cls(entry.get("title", ""), entry.get("cards"))


USUAL_SHEET = Sheet()
SHORT_CARDS = 4  #: so many to a page leave out all but what to do, how often, and when not to
