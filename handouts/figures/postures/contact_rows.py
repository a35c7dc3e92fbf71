"""Contacts of the whole body as rows: a part of the skin on a surface, or on another part of the body."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from handouts.figures.geometry.arrays import Ints
from handouts.figures.geometry.rotation import cross, unit, vector
from handouts.figures.language import grammar, phrases
from handouts.figures.language.touching import MIDDLES, Touch
from handouts.figures.language.values import HEIGHTS
from handouts.figures.person import skin_parts
from handouts.figures.person.kinematics import NODE
from handouts.figures.person.limbs import OUTWARD
from handouts.figures.person.rig import Body, Posed
from handouts.figures.person.skin_contact import Contact, SkinContact, outwards, skin_contact
from handouts.figures.postures.passing import KEPT, Pass
from handouts.figures.postures.requests import Request
from handouts.figures.postures.surfaces import Face, face
from handouts.figures.props.catalogue import GRIPS, PROPS
from handouts.figures.props.prop import Surface

ON_SURFACE, AT_HEIGHT, BEYOND_EDGE, BESIDE = 4.0, 0.8, 1.0, 0.06
ON_SKIN, ALONG_SKIN, FACING, UPWARDS = 3.0, 0.9, 14.0, 25.0
SKIN_AT_HEIGHT, IN_MIDDLE = 0.4, 0.4
HAND_WIDE_MM = 165.0  # hands on a surface, shoulder wide
PROPS_UP, POINTS_AHEAD = 8.0, 90.0  # of one with a forearm on the seat: the trunk over the hips, the forearm ahead
BESIDE_HIP = 1.0
#: Where a part lies on what one sits on, from the hip joint: aside and ahead.
BESIDE_HIP_MM = {"hand": (108.0, 0.0), "forearm": (200.0, 110.0)}
GRIP_MM = 80.0  # from the wrist to what a fist holds
NOT_OVER_MM = 12.0  # a limb that is held over a surface is so much higher or lower than written
MISSED_MM = 70.0  # the middle of a part so far from where it should be has not reached it
CLOSE_MM = 25.0  # skin so near meets where it is nearest; from further off the middles of the parts do
DEEP_MM = 60.0  # skin that has gone in comes out again where it is deepest, from as deep as this
PILLOW_MM, THICK_PILLOW_MM = 45.0, 100.0  # a cushion, pressed down by the head
ARM_KEYS = ("hand", "forearm", "elbow")
PRESSED = ("bottom", "belly")  # flesh that weight presses flat on heavy bodies


class Touching:
    """The contacts of one frame, with what earlier passes measured of them."""

    def __init__(self, body: Body, frame: grammar.FramePose, request: Request) -> None:
        self.body, self.frame, self.request, self.k = body, frame, request, body.scale
        self.pairs: dict[Touch, list[tuple[int, int]]] = {}

    @property
    def on_surfaces(self) -> Iterator[tuple[Touch, Face]]:
        for touch in self.request.touches:
            if touch.part == "head" and touch.on == "cushion":
                yield touch, self._pillow()
            elif self._is_surface(touch):
                yield touch, face(touch.on, self.frame, self.k)

    def _pillow(self) -> Face:
        """What a head lies on: a thick one holds that of a heavy body, whose back is thick too."""
        thick = THICK_PILLOW_MM if self.body.soft_mm and not self.frame.hips else PILLOW_MM
        return Face(vector(0, thick * self.k, 0), vector(0, 1, 0), Surface((0.0, thick, 0.0), (0.0, 1.0, 0.0)))

    @property
    def on_skin(self) -> Iterator[Touch]:
        for touch in self.request.touches:
            if not self._is_surface(touch) and touch.on in skin_parts.PARTS:
                yield touch

    def _is_surface(self, touch: Touch) -> bool:
        surfaces = {"floor", "mat", *(name for prop in PROPS.values() for name in prop.surfaces)}
        return not touch.on_side and touch.on in surfaces

    def add(self, now: Pass, arms: bool) -> None:
        """The rows of every contact, or only of those that no arm makes."""
        for touch, at in self.on_surfaces:
            if arms or not touch.key.endswith(ARM_KEYS):
                self._add_surface(now, touch, at)
        for touch in self.on_skin:
            if arms or not touch.key.endswith(ARM_KEYS):
                self._add_skin(now, touch)
        for thing in {touch.on for touch in self.request.touches if touch.holds and not touch.on_side}:
            self._add_held(now, thing)

    def _add_held(self, now: Pass, thing: str) -> None:
        """Two hands on one thing: so far apart, and their thumbs look at one another."""
        sides = {touch.side for touch in self.request.touches if touch.on == thing}
        apart, palms = GRIPS[thing].apart_mm, GRIPS[thing].palms
        if len(sides) < 2 or apart is None:
            return
        nodes = {side: NODE[f"wrist.{side}"] for side in "RL"}
        way = unit(now.posed.joint("wrist.L") - now.posed.joint("wrist.R"))
        right, left = (now.rows.point(nodes[side], vector(0, -GRIP_MM * self.k, 0)) for side in "RL")
        now.rows.add(1.0, apart * self.k, points={left: way, right: -way})
        for side, along in (("R", way), ("L", -way)):
            inner = vector(-OUTWARD[side], 0, 0) if palms else vector(0, 0, 1)
            now.rows.aim(now.rows.direction(nodes[side], inner), along, 40.0)
            if palms and not {f"shoulder {way}.{side}" for way in ("forward", "aside")} & {*self.request.angles}:
                # What hangs in both hands hangs before the body, not along a trunk that leans.
                upper = now.rows.direction(NODE[f"upperarm01.{side}"], vector(0, -1, 0))
                now.rows.aim(upper, unit(vector(0, -1, 0.3)), 30.0)

    def _add_surface(self, now: Pass, touch: Touch, at: Face) -> None:
        level = float(at.point @ at.normal) - self._pressed(touch) + touch.gap_mm * self.k
        for number, region in enumerate(self._regions(touch)):
            heights = now.posed.skin[region] @ at.normal
            nearest, *others = now.memory.nearest_of((touch, number), region, heights)
            now.rows.add(ON_SURFACE, level, points={now.point(nearest): at.normal})
            for vertex in others:
                now.rows.add(ON_SURFACE, -level, points={now.point(vertex): -at.normal}, at_most=True)
        if touch.gap_mm:
            return  # the angles of its joints say where over the surface
        if touch.key.endswith("hand") or touch.height_mm is not None or at.surface.edge_mm is not None:
            self._add_place(now, touch, at)

    def _add_place(self, now: Pass, touch: Touch, at: Face) -> None:
        """Where on the surface: its height, beyond the edge, and beside the other hand."""
        middle = now.point(skin_parts.places(self.body, touch.part, touch.side)[0])
        if touch.height_mm is not None:
            now.rows.add(AT_HEIGHT, touch.height_mm * self.k, points={middle: vector(0, 1, 0)})
        if at.surface.edge_mm is not None:
            edge = (at.surface.edge_mm + at.surface.beyond_mm) * self.k
            now.rows.add(BEYOND_EDGE, -edge, points={middle: vector(0, 0, -1)}, at_most=True)
            if at.surface.far_mm is not None:
                now.rows.add(BEYOND_EDGE, at.surface.far_mm * self.k, points={middle: vector(0, 0, 1)}, at_most=True)
        if not touch.key.endswith("hand"):
            return
        if self.frame.posture == "chair" and touch.on == self.frame.seat:
            self._add_beside_hips(now, touch, middle)
            return
        wide, out = at.surface.aside_mm, OUTWARD[touch.side or "R"]
        weight = BESIDE if wide is None else 1.0
        now.rows.add(weight, out * (HAND_WIDE_MM if wide is None else wide) * self.k, points={middle: vector(1, 0, 0)})
        if touch.part == "hand" and abs(at.normal[2]) > 0.5:  # on a wall the fingers point up
            now.rows.aim(now.rows.direction(NODE[f"wrist.{touch.side}"], vector(0, -1, 0)), vector(0, 1, 0), 12.0)
        elif touch.part == "fingertips":
            way = vector(0, 0.5, 0.85) if abs(at.normal[2]) > 0.5 else vector(0, -0.7, 0.7)
            now.rows.aim(now.rows.direction(NODE[f"wrist.{touch.side}"], vector(0, -1, 0)), way, 12.0)
        elif touch.part == "hand":
            now.rows.aim(now.rows.direction(NODE[f"wrist.{touch.side}"], vector(0, -1, 0)), vector(0, 0, 1), 8.0)

    def _add_beside_hips(self, now: Pass, touch: Touch, middle: int) -> None:
        """A hand on what one sits on is beside the hips: ahead of them are the thighs, and then no seat."""
        hip = now.posed.joint(f"upperleg01.{touch.side}")
        aside, ahead = BESIDE_HIP_MM["hand" if touch.part == "hand" else "forearm"]
        out = OUTWARD[touch.side] * aside * self.k
        now.rows.add(BESIDE_HIP, float(hip[0]) + out, points={middle: vector(1, 0, 0)})
        now.rows.add(BESIDE_HIP, float(hip[2]) + ahead * self.k, points={middle: vector(0, 0, 1)})
        limb, weight = ("wrist", 12.0) if touch.part == "hand" else ("lowerarm01", POINTS_AHEAD)
        now.rows.aim(now.rows.direction(NODE[f"{limb}.{touch.side}"], vector(0, -1, 0)), vector(0, 0, 1), weight)
        if touch.part != "hand":  # a trunk that leans to its side does not fall forward
            now.rows.add(PROPS_UP, 0.0, coordinates={"root pitch": 1.0})

    def _regions(self, touch: Touch) -> tuple[Ints, ...]:
        """What lies on the surface; a trunk on a mat may roll a little, so that one half of it carries."""
        rolls = touch.on == "mat" or any(self.request.crosses(side) for side in "RL")
        rolls |= self.request.leans_aside(self.frame.seat)
        if self._tips(touch) or (rolls and touch.part in skin_parts.BOTH_SIDES):
            return (skin_parts.vertices(self.body, touch.part, touch.side),)
        return skin_parts.regions(self.body, touch.part, touch.side)

    def _tips(self, touch: Touch) -> bool:
        """A foot that tips on its edge with its knee."""
        return touch.part == "foot" and self.frame.roll_deg is not None

    def _pressed(self, touch: Touch) -> float:
        return self.body.soft_mm * self.k if touch.part in PRESSED else 0.0

    def _add_skin(self, now: Pass, touch: Touch) -> None:
        """The middle of one part on the middle of the other, both looking at one another."""
        one, other = self._middles(touch)
        out, own = outwards(now.posed, [other, one])
        a, b = (now.point(vertex) for vertex in (one, other))
        self._add_meeting(now, touch, (one, other))
        height = touch.height_mm or (HEIGHTS["chest"] * 1700 if self.request.prays(touch) else None)
        if height is not None:
            now.rows.add(SKIN_AT_HEIGHT, height * self.k, points={a: vector(0, 1, 0)})
        if self.request.prays(touch):  # before the chest, the fingers up, so that lower hands bend the wrists
            now.rows.aim(now.rows.direction(NODE[f"wrist.{touch.side}"], vector(0, -1, 0)), vector(0, 1, 0), UPWARDS)
            now.rows.add(IN_MIDDLE, 0.0, points={a: vector(1, 0, 0)})
        if self._has_plane(touch) and touch.part != "inner foot":
            return  # the plane of the legs says where
        across = unit(cross(out, vector(0, 1, 0) if abs(out[1]) < 0.9 else vector(1, 0, 0)))
        for way in (across, cross(out, across)):
            now.rows.add(ALONG_SKIN, 0.0, points={a: way, b: -way})
        if self._has_plane(touch):
            return
        node = now.node_of_vertex(one)
        looks = now.rows.direction(node, now.placed.turns[node].T @ own)
        now.rows.aim(looks, -out, FACING)
        if touch.holds:
            self._add_grip(now, touch, other)

    def _middles(self, touch: Touch) -> tuple[int, int]:
        """The middle of either part; of a part in the middle that both hands touch, the middle of each half."""
        one = skin_parts.places(self.body, touch.part, touch.side)[0]
        if touch.on in MIDDLES and {t.side for t in self.request.touches if t.on == touch.on} >= {*OUTWARD}:
            return one, skin_parts.half(self.body, touch.on, touch.side)
        return one, skin_parts.places(self.body, touch.on, touch.on_side)[0]

    def _has_plane(self, touch: Touch) -> bool:
        """Is it a leg on the other leg, whose plane other rows hold?"""
        if touch.part in ("inner foot", "inner knee"):
            return True
        foot = self.request.feet.get(touch.side)
        return touch.part == "ankle" and foot is not None and foot.use == phrases.CROSSED

    def _add_meeting(self, now: Pass, touch: Touch, middles: tuple[int, int]) -> None:
        """The skin that is nearest meets; what was nearest in earlier passes does not go in. From afar the middles."""
        pairs = self.pairs.get(touch) or [middles]
        for pair, way in zip(pairs, outwards(now.posed, [other for _, other in pairs]), strict=True):
            a, b = (now.point(vertex) for vertex in pair)
            if pair == pairs[0]:
                now.rows.add(ON_SKIN, 0.0, points={a: way, b: -way})
            else:
                now.rows.add(ON_SKIN, 0.0, points={a: -way, b: way}, at_most=True)

    def _add_grip(self, now: Pass, touch: Touch, held: int) -> None:
        """A hand that holds a limb lies across it."""
        limb = now.placed.turns[now.node_of_vertex(held)] @ vector(0, 1, 0)
        fingers = now.rows.direction(NODE[f"wrist.{touch.side}"], vector(0, -1, 0))
        now.rows.add(10.0, 0.0, directions={fingers: limb})

    # measuring

    def measured(self, posed: Posed) -> float:
        """Measure every contact on the skin, and where parts of the body meet next; the largest gap in millimetres."""
        worst = 0.0
        for touch in self.on_skin:
            contact = self._skin(posed, touch)
            gap = contact.gap_mm(posed)
            pairs = [pair for pair in self.pairs.get(touch, []) if pair != contact.nearest]
            pairs = [contact.nearest, *pairs][:KEPT]
            near = CLOSE_MM if gap >= 0 else DEEP_MM
            self.pairs[touch] = [(a, b) for a, b in pairs if np.linalg.norm(posed.skin[a] - posed.skin[b]) < near]
            worst = max(worst, abs(gap))
        for touch, at in self.on_surfaces:
            worst = max(worst, abs(self._surface(touch, at).gap_mm(posed)))
        return worst

    def contacts(self, posed: Posed) -> Iterator[Contact]:
        """Everything that should touch, for the checks."""
        for touch, at in self.on_surfaces:
            if not touch.gap_mm:
                yield self._surface(touch, at)
        for touch in self.on_skin:
            yield self._skin(posed, touch)

    def _surface(self, touch: Touch, at: Face) -> Contact:
        name = touch.name
        for part, shown in (("instep", "foot"), ("ball", "foot"), ("heel", "foot"), ("back of hand", "hand")):
            name = name.replace(f" {part} on", f" {shown} on")
        point = at.point + at.normal * touch.gap_mm * self.k
        return Contact(name, self._vertices(touch), point, at.normal, self._pressed(touch))

    def _vertices(self, touch: Touch) -> Ints:
        if self._tips(touch):
            return skin_parts.vertices(self.body, touch.part, touch.side)
        return np.concatenate(skin_parts.regions(self.body, touch.part, touch.side))

    def _skin(self, posed: Posed, touch: Touch) -> SkinContact:
        own = skin_parts.vertices(self.body, touch.part, touch.side)
        return skin_contact(posed, touch.name, own, skin_parts.facing(self.body, touch.on, touch.on_side))

    def unreached(self, posed: Posed) -> dict[str, float]:
        """By how much hands and feet miss the place that they should touch."""
        found: dict[str, float] = {}
        for touch, at in self.on_surfaces:
            off = abs(self._surface(touch, at).gap_mm(posed)) if touch.gap_mm and touch.side else 0.0
            if off > NOT_OVER_MM * self.k:
                found[f"{'ankle' if touch.key.endswith(('foot', 'knee')) else 'wrist'}.{touch.side}"] = off
        for touch in self.on_skin:
            end = f"{'wrist' if touch.key.endswith('hand') else 'ankle'}.{touch.side}"
            one, other = (posed.skin[middle] for middle in self._middles(touch))
            miss = float(np.linalg.norm(one - other))
            if touch.side and miss > MISSED_MM * self.k and not self._has_plane(touch):
                found[end] = miss
        return found
