"""Poses as content: `like:` takes keys from the pose of another exercise; the drawing key detects stale drawings.

Alternative texts, labels and captions are never inherited: they are written, and translated, for each exercise.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handouts.model.exercises import Exercise

#: Frames that show steps between start and finish.
MIDDLES = ("second", "third")
FRAMES = ("start", *MIDDLES, "finish", "close")
MOST_FRAMES = 4  # of one drawing
TEXTS = ("alt", "labels", "captions")

#: The last step of the path that leads to the key of a value, in the places of a library.
KEY = "[key]"

#: Version of the drawing code. Raise it when the same pose is drawn differently on purpose: kept drawings turn stale.
RIG = "18"


class WrittenPoses(Mapping[str, Mapping[str, Any]]):
    """Every pose as it was written, by the id of its exercise. A pose is taken from its record at its first use."""

    def __init__(self, exercises: Mapping[str, Exercise]) -> None:
        self._exercises = exercises
        self._taken: dict[str, Mapping[str, Any]] = {}

    def __getitem__(self, id_: str) -> Mapping[str, Any]:
        if id_ not in self._taken:
            if (pose := self._exercises[id_].pose) is None:
                raise KeyError(id_)
            self._taken[id_] = pose.model_dump(exclude_unset=True, by_alias=True)
        return self._taken[id_]

    def __iter__(self) -> Iterator[str]:
        return (id_ for id_, exercise in self._exercises.items() if exercise.pose)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class InheritanceError(Exception):
    """A `like:` that names a missing exercise, or leads back to an exercise of its own chain.

    Attributes:
        chain: ids from the requested exercise to the one whose `like:` is wrong.
        missing: the id that this `like:` names.
    """

    def __init__(self, chain: tuple[str, ...], missing: str) -> None:
        super().__init__(f"{' → '.join((*chain, missing))}")
        self.chain, self.missing = chain, missing

    @property
    def is_circular(self) -> bool:
        return self.missing in self.chain


def inheritance_chain(id_: str, poses: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """The exercise itself, the one that its pose is like, and so on.

    Raises:
        InheritanceError: an id is missing or comes twice.
    """
    chain: tuple[str, ...] = ()
    following: str | None = id_
    while following is not None:
        if following in chain or following not in poses:
            raise InheritanceError(chain, following)
        chain = (*chain, following)
        parent = poses[following].get("like")
        following = None if parent is None else str(parent)
    return chain


def resolved_pose(id_: str, poses: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The pose of an exercise, with everything that it inherits and without `like`.

    Raises:
        InheritanceError: an id is missing or comes twice.
    """
    pose: dict[str, Any] = {}
    for name in reversed(inheritance_chain(id_, poses)):
        inherited = {key: value for key, value in pose.items() if key not in TEXTS}
        own = {key: value for key, value in poses[name].items() if key != "like"}
        pose = {**inherited, **{key: _overridden(key, inherited.get(key), value) for key, value in own.items()}}
    return pose


def _overridden(key: str, inherited: Any, own: Any) -> Any:
    """Frames are merged key by key with the inherited frame of the same name; every other value is replaced."""
    is_frame = key in FRAMES and isinstance(inherited, Mapping) and isinstance(own, Mapping)
    return {**inherited, **own} if is_frame else own


def postures(pose: Mapping[str, Any]) -> list[str]:
    """The posture of each frame of a resolved pose, as its phrase: `stand`, `sit on chair`, `lie on back`."""
    frames = [pose[name] for name in FRAMES if isinstance(pose.get(name), Mapping)]
    placed = [{**pose, **frame} for frame in frames or [pose]]
    return [next((f"{key} {keys[key]}" for key in ("sit", "lie", "kneel") if key in keys), "stand") for keys in placed]


def frames_of(pose: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the frames of a resolved pose, in order; a pose that writes none is one frame."""
    return tuple(name for name in FRAMES if name in pose) or ("finish",)


def drawing_key(pose: Mapping[str, Any]) -> str:
    """SHA-256 of the parts of a pose that change its drawing: no texts, and of `labels` only the places."""
    shown = {name: value for name, value in pose.items() if name not in TEXTS or name == "labels"}
    if "labels" in shown:
        shown["labels"] = sorted(shown["labels"])
    text = json.dumps(shown, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
