"""Who hands the leaflet over, in which country, and on which paper."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from handouts.model.people import PersonDrawn
from handouts.model.record import KEBAB, Colour, Few, Id, Label, Record, Url
from handouts.model.text import Fits, Phrase, Text

#: The file of a logo, in the clinic's own folder; the ending may be written in capitals.
LOGO_FILE = r"^[\w.-]+\.(?:[sS][vV][gG]|[pP][nN][gG]|[jJ][pP][eE]?[gG])$"


class Region(Record):
    """The words and numbers of one country, so that prose holds none of them."""

    id: Id
    locale: Annotated[str, Field(pattern=r"^[a-z]{2}_[A-Z]{2}$")]
    edition: Literal["a4", "letter"]
    emergency_number: Label
    emergency_department: Text  # after "go to": A&E, the ER
    doctor: Text  # after "your" or "a": GP, doctor
    physio: Text
    podiatrist: Text
    trainers: Text
    flip_flops: Text
    worktop: Text
    tin: Text
    now_who: Annotated[Phrase, Fits(40)]
    today_who: Annotated[Phrase, Fits(40)]
    soon_who: Annotated[Phrase, Fits(40)]
    ask_who: Annotated[Phrase, Fits(40)]

    #: The fields that content may name in braces.
    WORDS: ClassVar[tuple[str, ...]] = (
        "emergency_number", "emergency_department", "doctor", "physio", "podiatrist",
        "trainers", "flip_flops", "worktop", "tin",
    )  # fmt: skip


class Clinic(Record):
    """Who hands the leaflet over: everything that makes it this clinic's own."""

    id: Id
    name: Annotated[str, Field(min_length=1, max_length=40)]
    line: Annotated[str, Field(min_length=1, max_length=50)]
    example: bool = False
    region: Id
    address: Annotated[str, Field(min_length=1, max_length=70)]
    phone: Annotated[str, Field(min_length=3, max_length=24)]
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=50)] | None = None
    web: Url | None = None
    web_label: Annotated[str, Field(min_length=1, max_length=30)] = "Find us online"
    hours: Annotated[str, Field(min_length=1, max_length=50)]
    out_of_hours: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    formats: Annotated[str, Field(min_length=1, max_length=120)]
    language_line: Annotated[str, Field(min_length=1, max_length=120)] | None = None
    emergency_number: Annotated[str, Field(min_length=2, max_length=20)] | None = None
    logo: Annotated[str, Field(pattern=LOGO_FILE)] | None = None
    accent: Colour = "#0B4F5C"
    review_years: Literal[2, 3] = 3
    people: Few[PersonDrawn] = ()
    settings: dict[Annotated[str, Field(pattern=rf"^{KEBAB}\.[a-z_]+$")], int] = {}

    #: The fields that content may name in braces.
    WORDS: ClassVar[tuple[str, ...]] = ("clinic", "phone")


#: Names of page sizes, for lists; an edition may have any other size.
PAPERS_MM = {"A4": (210.0, 297.0), "A5": (148.5, 210.0), "Letter": (215.9, 279.4)}
PAPER_TOLERANCE_MM = 1.0

Length = Annotated[float, Field(ge=50, le=1000)]  # mm


class Edition(Record):
    """A few facts beside the edition's stylesheet that setting needs to know. Lengths in mm, type in pt."""

    id: Id
    name: Label
    page_mm: Annotated[tuple[Length, Length], Field(strict=False)]  # width, height; a list in YAML
    sheets: Annotated[int, Field(ge=1, le=30)]
    sides: Literal[1, 2]
    imposition: Literal["booklet"] | None = None
    body_pt: float
    figure_scale: float
    label_pt: float
    diary_days_a_row: Literal[7, 14]
    stacked: bool

    @property
    def paper(self) -> str:
        """The name of the page size: `A4`, or `120 × 200 mm` where it has none."""
        width, height = self.page_mm
        named = (name for name, size in PAPERS_MM.items() if math.dist(size, self.page_mm) < PAPER_TOLERANCE_MM)
        return next(named, f"{width:g} × {height:g} mm")

    @property
    def pages_a_side(self) -> int:
        """The pages that lie beside each other on a side of a sheet."""
        return 2 if self.imposition == "booklet" else 1

    @property
    def pages_max(self) -> int:
        """The pages that a leaflet of one condition may take, before imposition."""
        return self.sides_max * self.pages_a_side

    @property
    def sides_max(self) -> int:
        """The pages that the finished file of one condition may have: the sides of its sheets."""
        return self.sheets * self.sides

    @property
    def side_mm(self) -> tuple[float, float]:
        """Width and height of a page of the finished file: imposed pages lie side by side."""
        width, height = self.page_mm
        return width * self.pages_a_side, height

    def before_imposition(self) -> Edition:
        """The same edition with one page a side: the pages as they are laid out."""
        if self.imposition is None:
            return self
        return self.model_copy(update={"sheets": self.pages_max, "sides": 1, "imposition": None})
