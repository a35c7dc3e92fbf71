"""Any posture with any joint and any contact: one least squares over all coordinates of the body, with joint limits.

A pass measures the skin, writes every wish as rows (`postures.rows`) and solves; contacts are picked anew on the skin
before each pass, so that after a few passes the skin touches where the pose says.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import vector
from handouts.figures.language import grammar, phrases, values
from handouts.figures.person.arch import raised_arch
from handouts.figures.person.joint_angles import angles
from handouts.figures.person.kinematics import NODE, Skeleton, skeleton
from handouts.figures.person.limb_depths import deepest
from handouts.figures.person.limbs import SIDES
from handouts.figures.person.rig import Body, Posed
from handouts.figures.person.skin_contact import Contact, Handle, foot_vertices, outwards
from handouts.figures.postures import angle_rows, arm_starts, at_rest, leg_planes, requests
from handouts.figures.postures.adaptation import FROM_WALL_MM
from handouts.figures.postures.angle_rows import add_angles
from handouts.figures.postures.balance import add_balance
from handouts.figures.postures.barriers import add_barriers
from handouts.figures.postures.contact_rows import Touching
from handouts.figures.postures.leg_planes import add_planes
from handouts.figures.postures.limb_goals import BEFORE_MM, add_feet, add_hands, foot_contact
from handouts.figures.postures.passing import Memory, Pass
from handouts.figures.postures.requests import Request
from handouts.figures.postures.rest import RESTS, Rest
from handouts.figures.postures.rest_rows import add_lift, add_rest, add_steady, is_bridge
from handouts.figures.postures.rows import Rows, System, minimised
from handouts.figures.postures.solved import Solved
from handouts.figures.postures.surfaces import face, leans_back
from handouts.figures.props.support import HandSupport, Reach

FOOT_OFF_MM = 12.0  # from its written distance
MISSES_MM = 5.0  # a body that is so far off is solved again from another start
LEGS_FIRST = 3  # passes without arms
PASSES, DONE_MM, FAR_MM = 18, 0.4, 1e5
SLOWEST_MM = 0.05  # a pass that gains less has come as near as it can
SETTLED = 0.6  # degrees and millimetres of a pass that changes nothing in print
UNSETTLED = 0.1  # of a millimetre that a pass is worse for each degree that it still moves
THROUGH_MM = 5.0  # limbs may press so deep into one another
KEPT_APART, STILL_NEAR_MM = 16, 40.0  # rows that keep limbs apart stay while their skin is near
BEYOND_MM = 35.0  # a wrist so far from its goal has not reached it; nearer ones are judged by their contact
FAR_OFF_MM, MOST_SHIFTED_MM = 60.0, 120.0  # a hand so far off is not sent further; by so much a goal moves in all


class WholeBody:
    """One frame on one body."""

    def __init__(self, body: Body, frame: grammar.FramePose, before: Solved | None = None) -> None:
        self.body, self.frame, self.before, self.k = body, frame, before, body.scale
        self.rest: Rest = RESTS[frame.stance or frame.posture]
        self.skeleton: Skeleton = skeleton(body)
        self.request: Request = requests.of(frame, self.rest)
        self.base = at_rest.base_turn(frame, self.rest)
        self.at_rest = at_rest.coordinates(frame, self.rest, self.request, self.k, before)
        self.touching = Touching(body, frame, self.request)
        self.low, self.high = at_rest.ranges(frame, self.request)
        self.apart: list[tuple[int, int]] = []
        behind = leans_back(frame)
        fronts = [t.on for t in frame.touches if face(t.on, frame, 1.0).surface.edge_mm is not None or t.on == "wall"]
        fronts += [hand.on for hand in frame.hands.values() if hand.on in ("wall", "counter")]
        stands_mm = frame.from_wall_mm or (FROM_WALL_MM if behind else BEFORE_MM)
        begun = self.skeleton.at(self.at_rest, self.base)
        self.chest_mm = float(begun.places[NODE["spine01"]][2])
        self.memory = Memory(
            {side: float(begun.places[NODE[f"foot.{side}"]][2]) for side in SIDES},
            {side: float(begun.places[NODE[f"lowerleg01.{side}"]][2]) for side in SIDES},
            stands_mm if behind else -stands_mm if fronts or frame.from_wall_mm else 0.0,
            -1.0 if behind else 1.0,
        )

    # solving

    def solve(self) -> Solved:
        """From arms at their goals; where that misses, from arms at rest, then from the nearest; the nearest counts."""
        off, posed, at, nearest = self._tried(self._begun())
        for start in ("rest", "nearest"):
            if off > MISSES_MM:
                other = WholeBody(self.body, self.frame, self.before)
                begun = at if start == "nearest" else np.clip(other.at_rest, other.low, other.high)
                off, posed, at, nearest = min((off, posed, at, nearest), other._tried(begun), key=lambda one: one[0])
        return nearest._solved(posed, at)

    def _tried(self, at: Floats) -> tuple[float, Posed, Floats, WholeBody]:
        """A body from this start, and by how much it misses: also the place where hands touch, not their skin alone."""
        off, posed, at = self._settled(at)
        return max([off, *self.touching.unreached(posed).values()]), posed, at, self

    def _settled(self, at: Floats) -> tuple[float, Posed, Floats]:
        """Passes until every gap is closed; else the body of the pass that came nearest to it, and how near."""
        posed, off = self._posed(at), FAR_MM
        best = (FAR_MM, posed, at)
        for number in range(PASSES):
            after = self._minimised(self._rows(self._pass(posed, at), at, number), at)
            moved = float(np.abs(after - at).max())
            at, posed = after, self._posed(after)
            before = off
            off = max(
                self.touching.measured(posed),
                self._corrected_hands(posed),
            )
            if number > 0:
                off = max(off, self._keep_apart(posed))
                best = min(best, (off + UNSETTLED * moved, posed, at), key=lambda one: one[0])
            if number > 1 and moved < SETTLED and (off < DONE_MM or before - off < SLOWEST_MM):
                break
        return best

    def _begun(self) -> Floats:
        """The body at rest, then its trunk and legs where they belong, then its arms at their goals."""
        at = np.clip(self.at_rest, self.low, self.high)
        for _ in range(LEGS_FIRST):
            at = self._minimised(self._rows(self._pass(self._posed(at), at), at), at)
            self.touching.measured(self._posed(at))
        return arm_starts.begun(self._pass(self._posed(at), at), at, self.low, self.high)

    def _minimised(self, rows: Rows, at: Floats) -> Floats:
        return minimised(System(rows, self.skeleton, self.base), at, self.low, self.high)

    def _corrected_hands(self, posed: Posed) -> float:
        """Goals of hands move by what is left between the skin and what it should touch; the largest gap."""
        worst = 0.0
        for support, reach in self._hand_supports():
            far = self._miss(support, reach, posed) > FAR_OFF_MM * self.k
            for contact, handle in () if far else support.contacts(reach, posed):
                gap = contact.gap_mm(posed)
                self._shift(handle, -gap * contact.normal)
                worst = max(worst, abs(gap))
            for handle, off in ({} if far else support.corrections(reach, posed)).items():
                self._shift(handle, off)
                worst = max(worst, float(np.abs(off).max()))
        return worst

    def _miss(self, support: HandSupport, reach: Reach, posed: Posed) -> float:
        """How far a wrist is from its goal."""
        return float(np.linalg.norm(posed.joint(f"wrist.{reach.side}") - support.arm(reach, posed).wrist))

    def _shift(self, handle: Handle, by: Floats) -> None:
        after = self.memory.shifts.get(handle, np.zeros(3)) + by
        most = MOST_SHIFTED_MM * self.k
        self.memory.shifts[handle] = after * min(1.0, most / max(float(np.linalg.norm(after)), 1.0))

    def _hand_contacts(self, posed: Posed) -> Iterator[tuple[Contact, Handle]]:
        for support, reach in self._hand_supports():
            yield from support.contacts(reach, posed)

    def _hand_supports(self) -> Iterator[tuple[HandSupport, Reach]]:
        for side in self.memory.hand_goals:
            hand = self.request.hands[side]
            if (support := at_rest.support_of(self.frame, self.request, side)) is not None:
                yield support, Reach(side, self.body, self.memory.shifts, hand, is_upper=self.request.is_upper(side))

    def _foot_contacts(self) -> Iterator[Contact]:
        for side, foot in self.request.feet.items():
            if not foot.use.unsupported and foot.use not in (phrases.CROSSED, phrases.STACKED):
                yield foot_contact(self.body, side, foot)

    def _posed(self, at: Floats, of: Skeleton | None = None) -> Posed:
        bones = of or self.skeleton
        return bones.posed(bones.at(at, self.base), self.request.shapes, self.request.toes)

    def _pass(self, posed: Posed, at: Floats) -> Pass:
        placed = self.skeleton.at(at, self.base)
        return Pass(self.body, self.frame, self.request, self.skeleton, placed, posed, self.memory)

    def _rows(self, now: Pass, at: Floats, number: int | None = None) -> Rows:
        """The rows of a pass; of that before the first, which has no number, arms have none."""
        add_rest(now, self.rest, self.at_rest, at)
        if is_bridge(self.frame):
            chest = now.rows.point(NODE["spine01"], np.zeros(3))
            now.rows.add(0.5, self.chest_mm, points={chest: vector(0, 0, 1)})  # the shoulders stay where they lie
            leg_planes.add_bridge(now)
        add_angles(now, self.rest)
        add_lift(now, self.rest)
        if number is not None:
            add_hands(now)
            add_steady(now, at, number)
        add_feet(now)
        add_planes(now)
        self.touching.add(now, arms=number is not None)
        add_balance(now)
        add_barriers(now)
        for (one, other), normal in zip(self.apart, outwards(now.posed, [b for _, b in self.apart]), strict=True):
            a, b = now.point(one), now.point(other)
            now.rows.add(3.0, THROUGH_MM * self.k, points={a: -normal, b: normal}, at_most=True)
        return now.rows

    def _keep_apart(self, posed: Posed) -> float:
        """Where limbs lie too deep in one another, a row from now on keeps the skin there apart."""
        deep = [row for row in deepest(posed, self.request.crossing) if row[0] > THROUGH_MM * self.k]
        skin, within = posed.skin, STILL_NEAR_MM * self.k
        kept = [pair for pair in self.apart if float(np.linalg.norm(skin[pair[0]] - skin[pair[1]])) < within]
        self.apart = list(dict.fromkeys([*kept, *((one, other) for _, one, other in deep)]))[-KEPT_APART:]
        worst = max((depth for depth, *_ in deep), default=0.0) - THROUGH_MM * self.k
        return worst if worst > 2.0 else 0.0

    # the result

    def _solved(self, posed: Posed, at: Floats) -> Solved:
        posed = self._arched(posed, at)
        unreached = {f"{joint}.{side}": 0.0 for joint in ("ankle", "wrist") for side in SIDES}
        for support, reach in self._hand_supports():
            # A forearm has no goal of its own: the contact of the skin says whether it lies down.
            miss = 0.0 if support.use == phrases.ON_FOREARM else self._miss(support, reach, posed)
            unreached[f"wrist.{reach.side}"] = miss if miss > BEYOND_MM * self.k else 0.0
        unreached |= self._feet_off(posed)
        unreached |= self.touching.unreached(posed)
        hands = (contact for contact, _ in self._hand_contacts(posed))
        contacts = (*self.touching.contacts(posed), *self._foot_contacts(), *hands)
        held = any("foot" not in one.name and not one.on_skin for one in contacts)
        return Solved(self.frame, posed, at, unreached, contacts, dict(self._requested(posed)), not held)

    def _arched(self, posed: Posed, at: Floats) -> Posed:
        """The same posture with every arch raised: heel, ball and toes stay where they are."""
        body = self.body
        for side, foot in self.frame.feet.items():
            body = raised_arch(body, side, foot.arch_mm) if foot.arch_mm else body
        return posed if body is self.body else self._posed(at, skeleton(body))

    def _feet_off(self, posed: Posed) -> dict[str, float]:
        """By how much a foot, or the heel under it, misses the distance that the pose gives."""
        found = {}
        for side, foot in self.request.feet.items():
            if foot.away_mm is not None:
                tip = float(posed.skin[foot_vertices(self.body, side), 2].max())
                miss = abs(tip + foot.away_mm * self.k * self.memory.ahead)
                found[f"ankle.{side}"] = miss if miss > FOOT_OFF_MM * self.k else 0.0
        return found

    def _requested(self, posed: Posed) -> Iterator[tuple[str, tuple[float, float]]]:
        got = angles(posed)
        for name, degrees in self.request.angles.items():
            said, measured = angle_rows.measured(name, degrees, got)
            if measured is not None:
                yield said, (degrees, measured)
        yield from leg_planes.measured(self.frame, posed)
        for side, foot in self.frame.feet.items():
            if foot.heel_up_deg:
                toes_up = float((posed.rotation(f"foot.{side}") @ np.array([0.0, 0.0, 1.0]))[1])
                raised = -float(np.degrees(np.arcsin(np.clip(toes_up, -1.0, 1.0))))
                yield f"{values.SIDE_WORDS[side]} foot", (foot.heel_up_deg, raised)
