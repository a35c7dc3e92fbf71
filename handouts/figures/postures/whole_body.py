"""Any posture with any joint and any contact: one least squares over all coordinates of the body, with joint limits.

A pass measures the skin, writes every wish as rows (`postures.rows`) and solves; contacts are picked anew on the skin
before each pass, so that after a few passes the skin touches where the pose says.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import about_x, about_z, vector
from handouts.figures.language import grammar, joints, phrases
from handouts.figures.person.arch import raised_arch
from handouts.figures.person.joint_angles import angles
from handouts.figures.person.kinematics import COORDINATES, INDEX, LIMB, NODE, Skeleton, skeleton
from handouts.figures.person.limb_depths import deepest
from handouts.figures.person.limbs import OUTWARD, SIDES
from handouts.figures.person.rig import Body, Posed
from handouts.figures.person.skin_contact import Contact, Handle, foot_vertices, outwards
from handouts.figures.postures import arm_starts, holding, leg_planes, requests
from handouts.figures.postures.balance import add_balance
from handouts.figures.postures.barriers import add_barriers
from handouts.figures.postures.contact_rows import Touching
from handouts.figures.postures.leg_planes import PELVIS_ROLLS, add_planes
from handouts.figures.postures.limb_goals import (
    BEFORE_MM,
    add_feet,
    add_hands,
    foot_contact,
    hand_support,
)
from handouts.figures.postures.passing import Memory, Pass
from handouts.figures.postures.requests import Request
from handouts.figures.postures.rest import RANGES, RESTS, STIFF_MM, Rest
from handouts.figures.postures.rows import Rows, System, minimised
from handouts.figures.postures.solver import Solved
from handouts.figures.postures.surfaces import face
from handouts.figures.props.catalogue import PROPS
from handouts.figures.props.chair import SEAT_MM as CHAIR_MM
from handouts.figures.props.support import HandSupport, Reach

FOOT_OFF_MM = 12.0  # from its written distance
MISSES_MM = 5.0  # a body that is so far off is solved again from another start
LEGS_FIRST = 3  # passes without arms
PASSES, DONE_MM = 18, 0.4
SLOWEST_MM = 0.05  # a pass that gains less has come as near as it can
SETTLED = 0.6  # degrees and millimetres of a pass that changes nothing in print
UNSETTLED = 0.1  # of a millimetre that a pass is worse for each degree that it still moves
STEADY = 0.1  # by how much each pass holds on more firmly to the one before
ASKED = 10.0  # millimetres that one degree of a written angle weighs
THROUGH_MM = 5.0  # limbs may press so deep into one another
FAR_MM = 1e5
BORNE_WRIST_DEG, CROSSED_TURN_DEG, CROSSED_HIP_DEG = 90.0, 80.0, 118.0  # ends of ranges under weight, or crossed
LOOKS_AHEAD = 0.5  # of a lean, the neck takes back so that the face looks ahead
SETTING = 0.7  # sine of the swing up to which a shoulder blade stays where it is
NECK_SWINGS = ("neck bend", "neck tilt")
FAR_ASIDE_DEG = 70.0  # of an arm: from here on its forward swing turns it about its own length
LIFT, LEAST_LIFT_MM = 2.0, 80.0  # of hips off a seat
LIFTED_FIRM = 6.0  # a lifted leg keeps its shape so much more firmly than one that carries
ELBOW_MM = 0.6  # one degree of the elbows by which hands on a wall hold the body off
LEANS_AT_HIPS = 0.75  # the share of a lean that is between trunk and thighs, as `requests.shares` has it
KEPT_APART, STILL_NEAR_MM = 16, 40.0  # rows that keep limbs apart stay while their skin is near
BEYOND_MM = 35.0  # a wrist so far from its goal has not reached it; nearer ones are judged by their contact
FAR_OFF_MM, MOST_SHIFTED_MM = 60.0, 90.0  # a hand so far off is not sent further; by so much a goal moves in all


class WholeBody:
    """One frame on one body."""

    def __init__(self, body: Body, frame: grammar.FramePose, before: Solved | None = None) -> None:
        for side, foot in frame.feet.items():
            body = raised_arch(body, side, foot.arch_mm) if foot.arch_mm else body
        self.body, self.frame, self.before, self.k = body, frame, before, body.scale
        self.rest: Rest = RESTS[frame.stance or frame.posture]
        self.skeleton: Skeleton = skeleton(body)
        self.request: Request = requests.of(frame, self.rest)
        self.base = self._base()
        self.at_rest = self._at_rest()
        self.touching = Touching(body, frame, self.request)
        self.low, self.high = self._ranges()
        self.apart: list[tuple[int, int]] = []
        behind = any(touch.on == "wall" and not touch.side for touch in frame.touches)
        fronts = [t.on for t in frame.touches if face(t.on, frame, 1.0).surface.edge_mm is not None or t.on == "wall"]
        fronts += [hand.on for hand in frame.hands.values() if hand.on in ("wall", "counter")]
        begun = self.skeleton.at(self.at_rest, self.base)
        self.chest_mm = float(begun.places[NODE["spine01"]][2])
        self.memory = Memory(
            {side: float(begun.places[NODE[f"foot.{side}"]][2]) for side in SIDES},
            {side: float(begun.places[NODE[f"lowerleg01.{side}"]][2]) for side in SIDES},
            frame.from_wall_mm or requests.FROM_WALL_MM
            if behind
            else -(frame.from_wall_mm or BEFORE_MM)
            if fronts
            else 0.0,
            -1.0 if behind else 1.0,
        )

    @property
    def _bridges(self) -> bool:
        return self.frame.posture == "back" and self.frame.hips == "lifted"

    # the body at rest

    def _base(self) -> Floats:
        about, along = self.rest.turned_deg
        if self.frame.posture == "side":
            s = OUTWARD[self.frame.under]
            return np.array([[0.0, 0.0, -1.0], [-s, 0.0, 0.0], [0.0, s, 0.0]])
        return about_x(about) @ about_z(along)

    def _at_rest(self) -> Floats:
        """Every coordinate at rest: that of the posture, or what the pose asks."""
        found = np.zeros(len(COORDINATES))
        found[INDEX["root y"]] = self.rest.hips_mm * self.k
        for side in SIDES:
            own = dict(self.rest.angles)
            own |= self.rest.down if side == self.frame.under else self.rest.front
            own |= self.request.rest.get(side, {})
            for name, degrees in own.items():
                found[INDEX[f"{name}.{side}" if name in LIMB else name]] = degrees
        for side in SIDES:  # a trunk that leans takes its thighs along, unless their hips bend
            found[INDEX[f"hip bend.{side}"]] += LEANS_AT_HIPS * self.request.angles.get("trunk lean", 0.0)
            support = self._hand_support(side)
            if support is not None and support.elbow_deg is not None:
                found[INDEX[f"elbow bend.{side}"]] = support.elbow_deg
        for name, degrees in self.request.angles.items():
            for part, share in requests.shares(name, degrees):
                found[INDEX[part]] = degrees * share
        found[INDEX["root roll"]] = PELVIS_ROLLS * (self.frame.roll_deg or 0.0)
        lean = self.request.angles.get("trunk lean", 0.0)
        if "neck bend" not in self.request.angles:
            found[INDEX["neck bend"]] -= LOOKS_AHEAD * lean
        if self.before is not None and self.before.at is not None:
            held = [INDEX[name] for name in holding.held(self.before.frame, self.frame)]
            found[held] = self.before.at[held]
        return found

    def _hand_support(self, side: str) -> HandSupport | None:
        hand = self.request.hands.get(side)
        return hand_support(hand.use.name, self.frame.posture) if hand else None

    def _ranges(self) -> tuple[Floats, Floats]:
        low, high = np.full(len(COORDINATES), -FAR_MM), np.full(len(COORDINATES), FAR_MM)
        ranges = dict(RANGES)
        for motion in joints.MOTIONS:
            for name in [f"{motion.coordinate}.{side}" for side in SIDES]:
                if name in INDEX:
                    before = ranges.get(name, (0.0, 0.0))
                    end = motion.sign * motion.limit_deg
                    ranges[name] = (min(before[0], end), max(before[1], end))
        for side in SIDES:
            ranges[f"forearm turn.{side}"] = RANGES["forearm turn"]
            kneels = any(touch.side == side and touch.part == "instep" for touch in self.request.touches)
            foot = self.request.feet.get(side)
            if (foot is not None and foot.use == phrases.CROSSED) or self.request.crosses(side):
                ranges[f"hip turn.{side}"] = (0.0, CROSSED_TURN_DEG)
                ranges[f"hip bend.{side}"] = (0.0, CROSSED_HIP_DEG)
            if self._bears(side):
                ranges[f"wrist back.{side}"] = (ranges[f"wrist back.{side}"][0], BORNE_WRIST_DEG)
            ranges[f"ankle up.{side}"] = (-66.0 if kneels else -46.0, 38.0 if self.request.carries(side) else 20.0)
        for name, (lowest, highest) in ranges.items():
            if name in INDEX:
                asked = self.request.angles.get(name, lowest)  # beyond its range it is drawn, and told (HND603)
                lowest, highest = min(lowest, asked), max(highest, asked)
                low[INDEX[name]], high[INDEX[name]] = lowest, highest
        return low, high

    def _bears(self, side: str) -> bool:
        """Does the palm of this side lie on something that bends the wrist back further than its muscles do?"""
        support = self._hand_support(side)
        return support is not None and support.elbow_deg is not None

    # solving

    def solve(self) -> Solved:
        """From arms at their goals; where that misses, once more from arms at rest, and the nearer body counts."""
        off, posed, at = self._settled(self._begun())
        if off > MISSES_MM:
            other = WholeBody(self.body, self.frame, self.before)
            other_off, other_posed, other_at = other._settled(np.clip(other.at_rest, other.low, other.high))
            if other_off < off:
                return other._solved(other_posed, other_at)
        return self._solved(posed, at)

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
            if (support := self._hand_support(side)) is not None:
                yield support, Reach(side, self.body, self.memory.shifts, hand, is_upper=self.request.is_upper(side))

    def _foot_contacts(self) -> Iterator[Contact]:
        for side, foot in self.request.feet.items():
            if not foot.use.unsupported and foot.use not in (phrases.CROSSED, phrases.STACKED):
                yield foot_contact(self.body, side, foot)

    def _posed(self, at: Floats) -> Posed:
        return self.skeleton.posed(self.skeleton.at(at, self.base), self.request.shapes, self.request.toes)

    def _pass(self, posed: Posed, at: Floats) -> Pass:
        placed = self.skeleton.at(at, self.base)
        return Pass(self.body, self.frame, self.request, self.skeleton, placed, posed, self.memory)

    def _rows(self, now: Pass, at: Floats, number: int | None = None) -> Rows:
        """The rows of a pass; of that before the first, which has no number, arms have none."""
        self._add_rest(now.rows, at)
        if self._bridges:
            chest = now.rows.point(NODE["spine01"], np.zeros(3))
            now.rows.add(0.5, self.chest_mm, points={chest: vector(0, 0, 1)})  # the shoulders stay where they lie
            leg_planes.add_bridge(now)
        self._add_angles(now.rows)
        self._add_lift(now.rows)
        if number is not None:
            add_hands(now)
            self._add_steady(now.rows, at, number)
        add_feet(now)
        add_planes(now)
        self.touching.add(now, arms=number is not None)
        add_balance(now)
        add_barriers(now)
        for (one, other), normal in zip(self.apart, outwards(now.posed, [b for _, b in self.apart]), strict=True):
            a, b = now.point(one), now.point(other)
            now.rows.add(3.0, THROUGH_MM * self.k, points={a: -normal, b: normal}, at_most=True)
        return now.rows

    def _add_lift(self, rows: Rows) -> None:
        """How high the hips are lifted: off a seat as written, or at least so far that it shows."""
        if self.frame.hips != "lifted":
            return
        higher = (PROPS[self.frame.seat].seat_mm or CHAIR_MM) - CHAIR_MM if self.frame.posture == "chair" else 0.0
        up, seat = self.frame.hips_up_mm, self.rest.hips_mm + higher
        if up:
            rows.add(LIFT, (seat + up) * self.k, coordinates={"root y": 1.0})
        elif self.frame.posture == "chair":
            rows.add(LIFT, -(seat + LEAST_LIFT_MM) * self.k, coordinates={"root y": -1.0}, at_most=True)

    def _add_angles(self, rows: Rows) -> None:
        """Every written angle."""
        for name, degrees in self.request.angles.items():
            together = name in NECK_SWINGS and self._turns_neck
            if not (
                name.startswith(("shoulder forward", "shoulder aside")) or self._turns_with_swing(name) or together
            ):
                requests.add_angle(rows, self.skeleton, name, degrees, ASKED)
        if self._turns_neck:
            bend, tilt = (self.request.angles.get(name, 0.0) for name in NECK_SWINGS)
            requests.add_neck(rows, bend, tilt, ASKED)
        for side in SIDES:
            raised, aside = (self.request.angles.get(f"shoulder {way}.{side}") for way in ("forward", "aside"))
            if raised is not None or aside is not None:
                forward = self.rest.angles.get("shoulder forward", 0.0) if raised is None else raised
                turn = f"shoulder turn.{side}"
                turned = self.request.angles[turn] if self._turns_with_swing(turn) else None
                requests.add_shoulder(rows, side, forward, aside or 0.0, turned, ASKED)
                # Far aside the forward swing is about the length of the arm: the turn counts from it.
                if (aside or 0.0) >= FAR_ASIDE_DEG and f"shoulder turn.{side}" in self.request.angles:
                    rows.add(ASKED, forward, coordinates={f"shoulder forward.{side}": 1.0})

    @property
    def _turns_neck(self) -> bool:
        """Does the head do more than one of nodding, tilting and turning?"""
        return sum(name in self.request.angles for name in (*NECK_SWINGS, "neck turn")) > 1

    def _turns_with_swing(self, name: str) -> bool:
        """Is it the turn of an arm whose swing is written, and not far aside? Then it counts from there."""
        kind, _, side = name.partition(".")
        swing = [self.request.angles.get(f"shoulder {way}.{side}") for way in ("forward", "aside")]
        written = kind == "shoulder turn" and name in self.request.angles and swing != [None, None]
        return written and (swing[1] or 0.0) < FAR_ASIDE_DEG

    def _add_rest(self, rows: Rows, at: Floats) -> None:
        """Every coordinate would rather stay at rest; the shoulder blade follows the arm."""
        for name in COORDINATES[3:]:
            kind = name.partition(".")[0]
            goal = float(self.at_rest[INDEX[name]])
            if kind.startswith("girdle"):
                goal += _girdle_follows(
                    kind, *(at[INDEX[f"shoulder {way}.{name[-1]}"]] for way in ("forward", "aside"))
                )
            free = kind == "root pitch" and self._bridges
            stiff = self.rest.stiff_mm.get(kind, STIFF_MM[kind]) * self._firmer(kind, name[-1])
            rows.add(0.01 if free else stiff * self.k, goal, coordinates={name: 1.0})
        stays = self.frame.posture not in ("stand", "fours", "heels", "half")
        rises = self.frame.hips and not any(touch.key.endswith("hand") for touch in self.request.touches)
        slides = 0.5 if stays and not rises else 0.01  # what one sits or lies on does not slide
        for name, weight in (("root x", max(slides, 0.05)), ("root y", 0.002), ("root z", slides)):
            rows.add(weight, float(self.at_rest[INDEX[name]]), coordinates={name: 1.0})

    def _firmer(self, kind: str, side: str) -> float:
        """By how much a coordinate keeps to its rest more firmly than its posture has it."""
        foot, support = self.request.feet.get(side), self._hand_support(side)
        if kind in ("hip bend", "knee bend", "ankle up") and foot is not None and foot.use == phrases.LIFTED:
            return LIFTED_FIRM
        if kind == "elbow bend" and support is not None and support.elbow_deg is not None:
            return ELBOW_MM / STIFF_MM[kind]
        return 1.0

    def _add_steady(self, rows: Rows, at: Floats, number: int) -> None:
        """Passes end in shorter and shorter steps: what no wish holds, such as the turn of a straight arm, rests."""
        steady = STEADY * number
        for name in COORDINATES:
            rows.add(steady * self.k, float(at[INDEX[name]]), coordinates={name: 1.0})

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
        return Solved(self.frame, posed, unreached, contacts, dict(self._requested(posed)), not held, at)

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
            said, measured = requests.measured(name, degrees, got)
            if measured is not None:
                yield said, (degrees, measured)
        yield from leg_planes.measured(self.frame, posed)
        for side, foot in self.frame.feet.items():
            if foot.heel_up_deg:
                toes_up = float((posed.rotation(f"foot.{side}") @ np.array([0.0, 0.0, 1.0]))[1])
                raised = -float(np.degrees(np.arcsin(np.clip(toes_up, -1.0, 1.0))))
                yield f"{grammar.SIDE_WORDS[side]} foot", (foot.heel_up_deg, raised)


def _girdle_follows(kind: str, forward: float, aside: float) -> float:
    """How far the shoulder blade follows an arm, in degrees: up with a raised one, round the ribs with one across."""
    if kind == "girdle up":
        return max(max(abs(forward), abs(aside)) - 50.0, 0.0) * 0.22
    # Beyond 90 degrees aside the arm is on the other side of its swing: what is ahead is behind.
    ahead = max(float(np.sin(np.radians(forward))), 0.0) if abs(aside) < 90.0 else 0.0
    return 8.0 * max(ahead - SETTING, 0.0) / (1 - SETTING) + 0.6 * ahead * max(-aside, 0.0)
