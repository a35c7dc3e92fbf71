"""What pictures of where it hurts may show: structures and sore places, by the names that authors write."""

from handouts.figures.person.structures.arm import ARM
from handouts.figures.person.structures.back import BACK
from handouts.figures.person.structures.foot import FOOT
from handouts.figures.person.structures.leg import LEG
from handouts.figures.person.structures.records import Cushion, Pad, Sore, Spot, Strand, Structure
from handouts.figures.person.structures.sores import SORES

STRUCTURES: dict[str, Structure] = {**FOOT, **ARM, **LEG, **BACK}

__all__ = ["SORES", "STRUCTURES", "Cushion", "Pad", "Sore", "Spot", "Strand", "Structure"]
