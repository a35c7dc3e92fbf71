"""How a drawing looks in print: every width in millimetres on paper, every colour once.

Sizes and colours are those of the leaflet's design; their contrast in grey is measured by `checks`.
"""

from __future__ import annotations

from dataclasses import dataclass

PIXELS_PER_MM = 24.0  # of the raster behind the drawing: one pixel is 0.04 mm of paper
STANDING_HEIGHT_MM = 52.0
LARGEST = 1.35  # a seated or kneeling figure may be drawn so much larger than a standing one
ROW_MM, FRAMES_APART_MM = 109.5, 3.0  # of three or more frames, and white between two of them
WIDEST_MM = 53.0  # two frames side by side and a little air in a picture column of 108 mm
LYING_WIDEST_MM, LYING_HIGHEST_MM = 62.0, 29.3  # low frames; wider ones shrink in a row, and their lines with them
CLOSE_WIDEST_MM = 43.0
INSET_WIDEST_MM = 25.0  # a close-up that is third in a row
TWO_INSETS_WIDEST_MM = 34.0  # each of two or three close-ups of a drawing of three frames
WIDEST_LABELLED_MM = 43.0  # the same with a column of labels of 24 mm
MARGIN_MM = 1.3  # white round everything drawn
UNITS_PER_MM = 100

SILHOUETTE_MM = 0.44  # outer lines: where a limb or a thing ends before what is behind it
INNER_MM = 0.27  # lines inside: features, face, fingers and toes, hems, edges of things
OUTLINE_MM = 0.36  # of structures under the skin
THINNEST_MM = 0.25
FEATURE_ROOM_MM = 0.75  # room in print that a feature line needs
FLOOR_MM = SILHOUETTE_MM
SEAM_MM = 0.12  # every fill grows by half of this under its lines, so that no white shows between two fills

DASH_MM, DASH_GAP_MM = 0.9, 0.75  # of the outline of a start in the picture of its finish

FAINT_MM = 0.28  # things beside the one that is meant

HATCH_MM = 0.30
HATCH_STEP_MM = 0.82  # stretched: lines one way
CROSS_STEP_MM = 1.4  # sore: lines both ways
DOT_MM, DOT_STEP_MM = 0.42, 0.86  # working: dots

#: Every weight that a line of an exercise may have.
WEIGHTS_MM = (SILHOUETTE_MM, INNER_MM, HATCH_MM, DOT_MM)

ARROW_SHAFT_MM = 1.24
ARROW_HEAD_LONG_MM, ARROW_HEAD_WIDE_MM = 3.4, 4.0
ARROW_LENGTH_MM = 8.4
SWUNG_ARROW_MM = 12.5  # along its bend
PUSH_MM = 6.0  # length of each of two arrows that meet at a bar
BAR_MM, BAR_WIDE_MM, BAR_GAP_MM = 0.9, 5.4, 0.5  # of the bar at the tip of an arrow that moves nothing
RING_MM = 6.5  # radius of an arrow about the axis of a turn
ROUND_ARROW_MM = (4.5, 13.0)  # smallest and largest radius of an arrow that goes round a part
ROUND_ON_FIGURE_MM = 5.2  # radius of one that lies on the figure
ARROW_HALO_MM = 0.7
ARROW_GAP_MM = 1.6  # from the arrow's tip to the body
ARROW_CLEAR_MM = 0.8  # from all of it to the figure, at least
ARROW_TO_LABEL_MM = 1.5  # to the places at which labels point, at least
ARROW_TO_FLOOR_MM = 0.7

NARROW_MM = 1.8  # a sore place that is nowhere wider has no room for strokes: it is filled with their colour

STAY_MM, STAY_STEP_MM = 1.1, 0.95  # strokes under a heel that must stay down

INK = "#14202B"
FAINT_INK = "#7A848C"
WHITE = "#FFFFFF"
HIGHLIGHT, HIGHLIGHT_INK = "#F0876A", "#5C1204"
SORE = "#F7B7A1"  # lighter, so that lines of bones show through
ARROW = "#B3240B"


@dataclass(frozen=True, slots=True)
class Fill:
    """A material's colour near the viewer, and on the far side of the body."""

    near: str
    far: str


FILLS: dict[str, Fill] = {
    "skin": Fill("#FBEADD", "#D5CFC9"),
    "shirt": Fill("#A6D3DC", "#9FB4BA"),
    "shorts": Fill("#7C9CB8", "#A6B4C0"),
    "hair": Fill("#B3917B", "#B3917B"),
    "wall": Fill("#E9EDF0", "#E9EDF0"),
    "wall edge": Fill("#D3DADF", "#D3DADF"),
    "wood": Fill("#E3D3B4", "#E3D3B4"),
    "wood edge": Fill("#CBB78F", "#CBB78F"),
    "mat": Fill("#CFE2D5", "#CFE2D5"),
    "mat edge": Fill("#A9C7B4", "#A9C7B4"),
    "towel": Fill("#F0DC94", "#DECB86"),
    # Under the skin the second colour is that of a surface turned away from the light.
    "bone": Fill("#FFFFFF", "#DDD6CC"),
    "bone beside": Fill("#FFFAF4", "#EBE0D3"),
    "spur": Fill("#FFFFFF", "#DDD6CC"),  # it is bone
    "sinew": Fill("#B4C2C8", "#A3B2B9"),
    "disc": Fill("#8FC7A8", "#7FB799"),
    "disc beside": Fill("#E3EBE5", "#D3DED6"),
    "cartilage": Fill("#8DB9D6", "#7BA9C7"),
    "strap": Fill("#D5DEE2", "#D5DEE2"),  # a band over nerves and bones
    "muscle": Fill("#E9B9A6", "#D9A691"),
    "pad": Fill("#F6DE9C", "#F6DE9C"),
    "nerve": Fill("#F2B632", "#E2A526"),
    "bursa": Fill("#8FC7A8", "#7FB799"),
    "splint": Fill("#B9C7D6", "#B9C7D6"),
    "splint strap": Fill("#6F8296", "#6F8296"),
    "pack of ice": Fill("#9CC4E4", "#9CC4E4"),
}
