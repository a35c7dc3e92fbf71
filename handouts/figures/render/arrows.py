"""Which arrow a frame carries, and where: measured from the movement, beside the part that moves, clear of all else."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import KDTree

from handouts.figures.geometry.arrays import Floats, Ints
from handouts.figures.language import grammar, pointing, values
from handouts.figures.language.touching import Touch
from handouts.figures.person import anchors, skin_parts
from handouts.figures.person.limbs import OUTWARD
from handouts.figures.props.catalogue import PROPS, place_props
from handouts.figures.props.prop import Placement
from handouts.figures.render import closeups, movement
from handouts.figures.render.camera import Camera, Sheet

if TYPE_CHECKING:
    from handouts.figures.postures.solved import Solved
    from handouts.figures.render.scene import Scene


#: Directions on paper of a figure that looks to the right.
WAYS = {
    "wall": (1, 0),
    "forward": (1, 0),
    "back": (-1, 0),
    "up": (0, -1),
    "down": (0, 1),
    "floor": (0, 1),
    "aside": (1, 0),
    "to and fro": (1, 0),
}
ALONG_THE_LOOK = ("wall", "forward", "back")  # they turn round with the figure
ANY_WAY = ("", "round", "to and fro", "aside")  # they say no direction that a movement could go against
TURNING = ("head", "chest", "back", "hand", "foot")  # parts that may turn about an axis through themselves
BACK = "shoulder blade"  # a part that shows from behind alone
FACING = 0.3  # least cosine to the viewer of a part that shows
SEEN_MM = 1.0  # a path shorter than this on paper is no movement that the reader sees
PUSHED_MM = 2.5  # by so much on paper a part that pushes may be in another place than in the frame before
MEETING_SHARE = 0.1  # of the skin of a part, the nearest to the other part: there the two meet
AGAINST = -0.1  # cosine between the written direction and the movement


@dataclass(frozen=True, eq=False)
class Seen:
    """A movement as the picture shows it, in millimetres on paper.

    Attributes:
        arrow: the part and the written direction.
        path: where the part is, shape (n, 2); its last point is where this frame shows it.
        axis: of a turn in place, in the directions of the camera.
        way: the written direction, or None when none is written.
        sense: of a turn that goes round, 1 clockwise.
        hidden: the part is on the far side of the figure.
        other: of a pair that goes together or apart, the movement of the other side.
        pressed: of a push, the skin of the two parts that meet, shape (n, 2); else empty.
    """

    arrow: pointing.Arrow
    path: Floats
    axis: Floats | None
    way: Floats | None
    sense: float = 1.0
    hidden: bool = False
    other: Seen | None = None
    pressed: Floats = field(default_factory=lambda: np.zeros((0, 2)))

    @property
    def at(self) -> Floats:
        found: Floats = self.path[-1]
        return found

    @property
    def moves(self) -> bool:
        """Does the reader see the part move along a path?"""
        return float(np.hypot(*np.diff(self.path, axis=0).T).sum()) >= SEEN_MM

    @property
    def gives_way(self) -> bool:
        """Is a part that pushes in another place than before? A hand that meets it may shift it a little."""
        return float(np.hypot(*(self.path[-1] - self.path[0]))) >= PUSHED_MM

    @property
    def unseen(self) -> bool:
        """Nothing says where the arrow should point, or nothing shows what it points at."""
        silent = self.axis is None and self.way is None and not self.arrow.to
        return self.hidden or (silent and not self.moves)

    @property
    def against(self) -> bool:
        """Does the written direction go against the movement?"""
        silent = self.way is None or self.arrow.pushes or self.arrow.to in ANY_WAY
        if self.way is None or silent or self.axis is not None or not self.moves:
            return False
        chord = self.path[-1] - self.path[0]
        return float(chord @ self.way) < AGAINST * float(np.hypot(*chord) * np.hypot(*self.way))


def seen(parsed: grammar.Pose, solved: list[Solved], one: Solved, scene: Scene, scale: float) -> Seen | None:
    """The movement that the arrow of this frame shows, from the frame before; None where the frame has no arrow."""
    arrow = parsed.arrows.get(one.frame.name)
    if arrow is None:
        return None
    if arrow.sides:
        first, second = (_of_side(side, one, scene, scale) for side in arrow.sides)
        return replace(first, arrow=arrow, other=second)
    order = [other for other in solved if other.frame.name != "close"]
    at = next((i for i, other in enumerate(order) if other.frame.name == one.frame.name), len(order) - 1)
    # Several arrows are several ways from one place: each goes from the start.
    before = order[0] if len(parsed.arrows) > 1 else order[at - 1] if at else one
    if closeups.leaves_out(before, arrow.part):
        before = one  # what comes into the picture has no way in it
    measured = _measured(arrow.part, parsed, (before, one), solved, scene)
    path = scene.camera.see(measured.path)[:, :2] * (scale, -scale)
    turn = scene.camera.see(measured.turn)
    turns = measured.turns_in_place and arrow.part.split()[-1] in TURNING and not arrow.to
    axis = turn if turns else None
    way = _written(arrow, one, scene.camera, measured.path[0])
    found = Seen(arrow, path, axis, way, _sense(turn, path))
    return _meeting(found, one, scene, scale) if arrow.meets else found


def _meeting(found: Seen, one: Solved, scene: Scene, scale: float) -> Seen:
    """A push, where the part that pushes meets another part of the body; else where the part is."""
    body = scene.body

    def paper(vertices: Ints) -> Floats:
        seen: Floats = scene.skin[vertices, :2] * (scale, -scale)
        return seen

    for touch in one.frame.touches:
        if touch.on in skin_parts.PARTS and _joins(touch, found.arrow.part):
            first, other = (
                paper(skin_parts.vertices(body, *part))
                for part in ((touch.part, touch.side), (touch.on, touch.on_side))
            )
            near, _ = KDTree(other).query(first)
            contact = first[near <= np.quantile(near, MEETING_SHARE)].mean(axis=0)
            return replace(found, path=found.path + (contact - found.at), pressed=np.vstack([first, other]))
    return replace(found, pressed=paper(body.vertices_of(anchors.carrier(found.arrow.part))))


def _joins(touch: Touch, part: str) -> bool:
    """Does this contact hold the part that an arrow names?"""
    side = values.SIDE_WORDS.get(touch.on_side, "")
    return part == touch.key or f"{side} {touch.on.split()[-1]}".strip() == part


def _of_side(arrow: pointing.Arrow, one: Solved, scene: Scene, scale: float) -> Seen:
    """One of two parts that go together or apart: what the pose says, where this frame shows the part."""
    at = anchors.named(one.posed, arrow.part)
    place = scene.camera.see(at)[:2] * (scale, -scale)
    behind = scene.camera.see(one.posed.rotation(anchors.carrier(arrow.part)) @ np.array([0.0, 0.0, -1.0]))
    hidden = arrow.part.endswith(BACK) and float(behind[2]) < FACING
    return Seen(arrow, np.array([place, place]), None, _written(arrow, one, scene.camera, at), hidden=hidden)


def _measured(
    part: str, parsed: grammar.Pose, frames: tuple[Solved, Solved], solved: list[Solved], scene: Scene
) -> movement.Movement:
    """How a part of the body or a prop goes from one frame to the next."""
    before, after = frames
    if part not in PROPS:
        found = movement.of_part(part, before.posed, after.posed)
        return found.straightened if _on_the_same(part, before, after) else found
    placed = place_props(parsed.props, Placement(before.posed, before.frame, tuple(s.posed for s in solved)))
    ends = [
        next(solid.points.mean(axis=0) for solid in solids if solid.name == part) for solids in (placed, scene.solids)
    ]
    if PROPS[part].held:
        path = movement.of_part("hands", before.posed, after.posed).path
        return movement.Movement(path + (ends[1] - path[-1]), np.zeros(3))
    return movement.Movement(np.linspace(ends[0], ends[1], movement.STEPS + 1), np.zeros(3))


def _on_the_same(part: str, before: Solved, after: Solved) -> bool:
    """Does the part slide: does it touch one thing in both frames?"""
    # A hand that goes over to its fingertips still slides.
    first, second = ({c.name.replace("fingertips", "hand") for c in one.contacts} for one in (before, after))
    touching = part if part.startswith(("right ", "left ")) else f"right {part.removesuffix('s')}"
    return any(name.startswith(f"{touching} on ") for name in first & second)


def _written(arrow: pointing.Arrow, one: Solved, camera: Camera, start: Floats) -> Floats | None:
    """Which way the pose says that the part goes, on paper."""
    if arrow.to == "chest":
        return camera.see(anchors.middle(one.posed, "chest") - start)[:2] * (1, -1)
    if arrow.to in ("out", *pointing.BOTH_WAYS):
        outward = camera.see(np.array([OUTWARD[values.SIDES[arrow.part.partition(" ")[0]]], 0.0, 0.0]))
        return outward[:2] * ((-1, 1) if arrow.to == "together" else (1, -1))
    if arrow.to == "back" and arrow.part.endswith("toes") and one.frame.view and closeups.crossed(one):
        shin = anchors.named(one.posed, arrow.part.replace("toes", "knee")) - start
        return camera.see(shin)[:2] * (1, -1)  # toes of a foot that lies on the other knee are pulled along their shin
    if arrow.to not in WAYS:
        return None
    x, y = WAYS[arrow.to]
    # Words such as forward mean the look of the figure; up and down mean the paper and stay.
    mirrored = camera.faces == "left" and arrow.to in ALONG_THE_LOOK
    return np.array([-x if mirrored else x, y], dtype=np.float64)


def _sense(turn: Floats, path: Floats) -> float:
    """1 for a turn that goes clockwise on paper: that of the part, else that of its path."""
    if abs(turn[2]) > movement.TURNED_DEG / 2:
        return 1.0 if turn[2] < 0 else -1.0
    step = np.diff(path, axis=0)
    bent = float((step[:-1, 0] * step[1:, 1] - step[:-1, 1] * step[1:, 0]).sum())
    return -1.0 if bent < -1e-3 else 1.0


def obstacles(scene: Scene) -> Floats:
    """What an arrow may not touch, in camera millimetres: all but what lies flat on the floor."""
    drawn = len(scene.clouds) - len(scene.solids)
    solid = [
        cloud
        for cloud, solid in zip(scene.clouds[drawn:], scene.solids, strict=True)
        if not (solid.prop and PROPS[solid.prop].under_arrows(bool(scene.only)))
    ]
    return np.vstack([*scene.clouds[:drawn], *solid])


def label_points(parsed: grammar.Pose, one: Solved, scene: Scene, sheet: Sheet) -> dict[str, Floats]:
    """Where the labels of the finish frame point, in print millimetres."""
    return {name: sheet.to_print_mm(at) for name, at in labelled(parsed, one, scene).items()}


def labelled(parsed: grammar.Pose, one: Solved, scene: Scene) -> dict[str, Floats]:
    """Where the labels of the finish frame point, in camera millimetres."""
    names = parsed.labels if one.frame.name == "finish" else ()
    return {name: scene.camera.see(anchors.named(one.posed, name)) for name in names}
