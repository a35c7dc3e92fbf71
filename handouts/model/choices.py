"""What a clinician chooses for one patient: which exercises, in which order, and how a sheet of them is set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

MOST_EXERCISES = 12  # of a leaflet, or of a sheet

#: In which order exercises are printed: the most important first, or standing, sitting, kneeling, lying.
Order = Literal["importance", "position"]


@dataclass(frozen=True, slots=True)
class Choice:
    """The exercises that a clinician chooses for one patient, by id, in the order of print.

    `only` are all exercises of the leaflet. `add` come after those that its conditions prescribe; `without` are left
    out of them.
    """

    only: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    order: Order = "importance"

    @property
    def named(self) -> tuple[str, ...]:
        """The exercises that must be printed."""
        return (*self.only, *self.add)

    def plain(self) -> dict[str, Any]:
        """What is chosen, as files and manifests keep it: nothing where a leaflet is as its conditions prescribe."""
        lists = {name: list(ids) for name in ("only", "add", "without") if (ids := getattr(self, name))}
        return lists if self.order == "importance" else {**lists, "order": self.order}

    @classmethod
    def of_plain(cls, entry: Mapping[str, Any]) -> Choice:
        """The choice that `plain` wrote, among other entries."""
        only, add, without = (tuple(entry.get(name, ())) for name in ("only", "add", "without"))
        return cls(only, add, without, entry.get("order", "importance"))


AS_PRESCRIBED = Choice()


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a sheet of exercises without a condition is set: its title, and how many cards a page has at most."""

    title: str = ""  #: empty: the usual title
    cards: int | None = None  #: 1, 2 or 4; None: the usual number of its edition

    def plain(self) -> dict[str, Any]:
        """What is set, as files and manifests keep it."""
        return {name: value for name in ("title", "cards") if (value := getattr(self, name))}

    @classmethod
    def of_plain(cls, entry: Mapping[str, Any]) -> Sheet:
        """The sheet that `plain` wrote, among other entries."""
        return cls(entry.get("title", ""), entry.get("cards"))


USUAL_SHEET = Sheet()
SHORT_CARDS = 4  #: so many to a page leave out all but what to do, how often, and when not to
