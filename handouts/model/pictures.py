"""How things look: the pose of an exercise, the picture of where it hurts, and a drawing that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from handouts.model.record import PICTURE_FILE, Few, Id, Record, fault
from handouts.model.text import Fits, Text

#: Letters of an alternative text: fewer say too little to one who cannot see the picture.
LEAST_LETTERS = 40
#: A whole picture in words.
Alternative = Annotated[Text, Fits(250), Field(min_length=LEAST_LETTERS)]
#: What one frame shows, in words. Its least length is a finding of its own, so that a short one still is drawn.
FrameAlternative = Annotated[Text, Fits(250), Field(json_schema_extra={"minLength": LEAST_LETTERS})]


class FrameAlternatives(Record):
    """What each frame of a pose shows, for people who cannot see it: a listener hears one frame after the other."""

    start: FrameAlternative | None = Field(None, description="what the frame before the movement shows")
    second: FrameAlternative | None = Field(None, description="what the frame after the start shows")
    third: FrameAlternative | None = Field(None, description="what the frame before the finish shows")
    finish: FrameAlternative | None = Field(None, description="what the frame at the end of the movement shows")
    close: FrameAlternative | None = Field(None, description="what the close-up shows")


def _by_frame(value: object) -> object:
    if isinstance(value, str):
        advice = "write `start:` and `finish:` under `alt:`, each with what that frame alone shows"
        raise fault("HND203", "one text for all frames of the drawing", advice)
    return value


class Pose(BaseModel):
    """How an exercise looks: words here, the rest in the grammar of the drawings (docs/figures.md), kept as written."""

    model_config = ConfigDict(strict=True, frozen=True, extra="allow")

    alt: Annotated[FrameAlternatives, BeforeValidator(_by_frame)] = Field(
        description="each frame in words, for people who cannot see it"
    )
    labels: dict[str, Annotated[Text, Fits(24)]] = Field(
        {}, description="words on the drawing, by the part of the body that they point to"
    )
    captions: dict[Literal["start", "second", "third", "finish", "close"], Annotated[Text, Fits(20)]] = Field(
        {}, description="words over a frame, where `Start` and `Finish` do not say enough, by its name"
    )
    like: Id | None = Field(
        None, description="the exercise from whose pose everything is taken that is not written here"
    )


class OwnPicture(Record):
    """A picture or a photograph that the clinic made, in place of a drawing."""

    file: Annotated[str, Field(pattern=PICTURE_FILE)] = Field(
        description="an .svg, .png or .jpg file beside this one, such as my-stretch.jpg"
    )
    alt: Alternative = Field(description="the picture in words, for people who cannot see it")


def only_one_picture(drawn: object, field: str, own: OwnPicture | None) -> None:
    """A record with a picture of its own has no drawing. Raises HND203."""
    if drawn is not None and own is not None:
        advice = f"take `{field}` out, or `picture_file`"
        raise fault(
            "HND203", f"both `{field}` and `picture_file`, and one picture is printed", advice, at="picture_file"
        )


#: The words of a picture of where it hurts; `figures/render/views.py` and `figures/person/structures/` have the same.
View = Literal[
    "inner side of the foot", "sole of the foot", "inner side of the heel", "outer side of the heel",
    "inner side of the ankle", "back of the heel", "under the heel", "heel from near", "weight on the heel",
    "heel on a cold pack", "body from the front", "body from behind", "neck from the side", "neck from behind",
    "shoulder from the front", "outer side of the elbow", "inner side of the elbow", "palm of the hand",
    "back of the hand", "low back from behind", "low back from the side", "back and thigh from behind",
    "hip from the front", "knee from the front", "inner side of the knee", "outer side of the knee",
    "outer side of the ankle",
    "achilles tendon", "back and heel", "wrist in a splint",
]  # fmt: skip
Structure = Literal[
    "heel bone", "inner ankle bone", "heel pad", "plantar fascia", "spur", "achilles tendon", "bursa", "nerve",
    "tunnel roof", "shoulder blade", "collar bone", "upper arm bone", "shoulder muscle", "shoulder tendon",
    "shoulder bursa", "shoulder capsule", "outer elbow tendon", "inner elbow tendon", "outer forearm muscle",
    "inner forearm muscle", "median nerve", "wrist tunnel roof", "hip bone", "sacrum",
    "thigh bone", "shin bone", "kneecap", "outer ankle bone", "hip cartilage", "outer hip muscle", "outer hip tendon",
    "hip bursa", "kneecap tendon", "knee cartilage", "meniscus", "inner knee ligament", "outer ankle ligament", "spine",
    "neck bones", "disc", "neck disc", "sciatic nerve", "neck nerve",
]  # fmt: skip
Sore = Literal[
    "inner heel", "start of the band", "middle heel", "whole heel", "spur", "bursa", "shoulder tendon",
    "outer upper arm", "shoulder capsule", "outer elbow", "inner elbow", "wrist tunnel", "outer hip", "hip joint",
    "knee joint", "front of the knee", "kneecap tendon", "inner knee", "outer ankle", "middle of the tendon",
    "low end of the tendon", "disc", "low spine", "sciatic nerve", "neck nerve", "inner ankle", "neck", "shoulder",
    "elbow", "wrist and hand", "upper back", "low back", "hip", "knee", "ankle", "foot",
]  # fmt: skip


class PainMap(Record):
    """A picture of where it hurts, or of what to hold there. The words are those of docs/figures.md, no others."""

    alt: Alternative = Field(description="the picture in words, for people who cannot see it")
    view: View = Field(description="which part of the body, from which side")
    structures: Few[Structure] = Field(
        (), description="what is shown under the skin: one or two things that the text names"
    )
    sore: Few[Sore] = Field((), description="where it hurts: this is hatched")
    labels: Annotated[dict[str, Annotated[Text, Fits(24)]], Field(max_length=7)] = Field(
        {}, description="words beside the picture, by what they point to: a structure, a sore place, or sore"
    )

    #: What a view shows beside the body, by the word of its label.
    THINGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "heel on a cold pack": ("cold pack", "cloth"), "wrist in a splint": ("strap", "wrist")
    }  # fmt: skip

    @model_validator(mode="after")
    def _labels_name_what_is_there(self) -> Self:
        there = {*self.structures, *self.sore, *("sore",) * bool(self.sore), *self.THINGS.get(self.view, ())}
        for label in self.labels:
            if label not in there:
                advice = f"name one of: {', '.join(sorted(there))}" if there else "write `structures:` or `sore:` first"
                raise fault("HND203", f"the label `{label}` names nothing in this picture", advice, at="labels")
        return self


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture: the SVG of a kept drawing, its size, where the anchors of the labels lie, in mm from its top left
    corner, and the angles of the drawn joints, in degrees, by names such as `right ankle`; a foot that is bent up has
    more than 0. `sides` says where the label of an anchor is: `beside` the picture, where that is not named, `above`,
    `below` or `before` it.

    A picture of the clinic's own has a `file` inside the content folder, with the SHA-256 of its bytes, and no SVG.
    """

    name: str
    svg: str
    width_mm: float
    height_mm: float
    faces: str
    anchors: Mapping[str, tuple[float, float]] = field(hash=False)
    angles_deg: Mapping[str, float] = field(default_factory=dict, hash=False)
    file: str = ""
    sha256: str = ""
    sides: Mapping[str, str] = field(default_factory=dict, hash=False)
