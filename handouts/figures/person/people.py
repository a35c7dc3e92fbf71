"""Who is drawn: named people, each a body with a skin, hair or a head covering, and clothes of their own colour.

Plain words and colours: the printing side reads the names from here without the drawing tools. The body of each name
is `shapes.SHAPES`, the cut of the hair `hair.CUTS`. Every colour is chosen so that the black outline shows in a
photocopy: at least 4.5 : 1 on skin, clothes, hair and head covering; the far limbs differ from the near ones by
1.2 : 1. Dark skin and dark hair are therefore lighter than life, and far limbs of dark things are paler, not darker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from handouts.figures.style import Fill

SKIN = {
    "fair": Fill("#FBEADD", "#D5CFC9"),
    "light": Fill("#F3D3B6", "#CDB9A7"),
    "tan": Fill("#E3BA93", "#BFA791"),
    "brown": Fill("#C99468", "#E0CFC0"),
    "deep": Fill("#B5825C", "#CFBFB2"),
}
HAIR = {
    "brown": "#B3917B",
    "black": "#86878C",
    "auburn": "#BD764F",
    "blond": "#D9B873",
    "grey": "#C9CDD1",
    "white": "#E6E8EA",
}
CLOTH = {
    "teal": Fill("#A6D3DC", "#9FB4BA"),
    "yellow": Fill("#F0CE78", "#CDB98A"),
    "rose": Fill("#EDB9BE", "#C0A6A9"),
    "green": Fill("#A9D3A7", "#A0B3A0"),
    "lilac": Fill("#CBBFE4", "#AEA8BC"),
    "orange": Fill("#F5BF98", "#C5A997"),
    "cream": Fill("#F1ECDD", "#C9C5BB"),
    "blue": Fill("#7C9CB8", "#A6B4C0"),
    "plum": Fill("#977EA8", "#A496AD"),
    "slate": Fill("#808891", "#979BA0"),
    "olive": Fill("#838C5E", "#9A9E8A"),
    "moss": Fill("#9AA67F", "#BFC5B2"),
    "purple": Fill("#B19CCB", "#B19CCB"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """What a person looks like beside the body's shape; words of the tables above and of `hair.CUTS`."""

    skin: str = "fair"
    cut: str = "short"
    hair: str = "brown"
    shirt: str = "teal"
    shorts: str = "blue"
    scarf: str = "purple"
    covered: bool = False  # sleeves to the wrist and trousers to the ankle
    wheelchair: bool = False  # sits in one wherever others sit on a chair
    own: Mapping[str, Fill] = field(init=False)

    def __post_init__(self) -> None:
        fills = {
            "skin": SKIN[self.skin],
            "hair": Fill(HAIR[self.hair], HAIR[self.hair]),
            "shirt": CLOTH[self.shirt],
            "shorts": CLOTH[self.shorts],
            "scarf": CLOTH[self.scarf],
        }
        object.__setattr__(self, "own", fills)


#: The people a clinic can choose from, the usual one first. Grow this table and `shapes.SHAPES`, not the code.
PEOPLE: dict[str, Look] = {
    "adult": Look(),
    "woman": Look("light", "bob", "auburn", "green", "plum"),
    "man": Look("deep", "short", "black", "yellow", "slate"),
    "older-woman": Look("fair", "bob", "grey", "rose", "slate"),
    "older-man": Look("tan", "short", "grey", "green", "olive"),
    "heavier-woman": Look("tan", "long", "brown", "lilac", "slate"),
    "heavier-man": Look("light", "short", "auburn", "orange", "blue"),
    "slim-woman": Look("brown", "long", "black", "cream", "plum"),
    "child": Look("tan", "short", "black", "yellow", "blue"),
    "curly": Look("deep", "curly", "black", "yellow", "plum"),
    "headscarf": Look("tan", "scarf", "black", "cream", "moss", "purple", covered=True),
    "wheelchair-user": Look("brown", "bob", "black", "rose", "olive", wheelchair=True),
}
