"""What a marked area says of a movement: it is stretched, or it works.

It is measured on the solved body. A muscle that holds or lowers a weight does not shorten, so a pose may say that its
area works.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handouts.figures.language import pointing, values
from handouts.figures.person.joint_angles import angles
from handouts.figures.postures.solved import Solved

#: Area → the joint that stretches it when its angle grows (`joint_angles`); the name of the joint takes its side.
STRETCHED_BY: Mapping[str, str] = {
    "calf": "ankle",
    "soleus": "ankle",
    "hamstring": "hip",
    "bottom": "hip",
    "thigh": "knee",
}
ALWAYS_WORK = ("arch",)  # the short muscles of the sole, which draw the arch up
SHORTENED_DEG = 5.0  # a joint that goes back by more than this from start to finish is moved by the muscle


def sign(area: pointing.Area, solved: Sequence[Solved]) -> str:
    """`working` when the pose says so, or when the muscle shortens from the first frame to the one that differs most.

    Else `stretched`.
    """
    if area.works or area.part in ALWAYS_WORK:
        return "working"
    joint = STRETCHED_BY.get(area.part)
    if joint is None:
        return "stretched"
    name = f"{values.SIDE_WORDS[area.side]} {joint}"
    first = angles(solved[0].posed)[name]
    grown = max((angles(one.posed)[name] - first for one in solved), key=abs)
    return "working" if grown < -SHORTENED_DEG else "stretched"
