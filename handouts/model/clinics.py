"""Clinics, the countries they work in, and editions."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from handouts.model.doses import SETTING_NAME
from handouts.model.people import PersonDrawn
from handouts.model.record import FILM, PICTURE_FILE, Colour, Few, Id, Label, Record, Url, fault
from handouts.model.text import Fits, Phrase, Text


class Spoken(Record):
    """An abbreviation, and how it is said."""

    short: Annotated[str, Field(min_length=2, max_length=12)] = Field(description="as it is printed, such as A&E")
    said: Annotated[Text, Fits(24)] = Field(description="as it is said, such as A and E")


class Country(Record):
    """The words and numbers of one country, so that prose holds none of them."""

    id: Id
    locale: Annotated[str, Field(pattern=r"^[a-z]{2}_[A-Z]{2}$")] = Field(
        description="language and country, such as en_GB"
    )
    edition: Literal["a4", "letter"] = Field(description="a4 or letter")
    emergency_number: Label = Field(description="the number to call, in quotes")
    emergency_department: Text = Field(description="what people call it, after “go to”")
    doctor: Text = Field(description="the family doctor, after “your” or “a”")
    physio: Text = Field(description="what a physiotherapist is called")
    podiatrist: Text = Field(description="what a podiatrist is called")
    hand_therapist: Text = Field(Text("hand therapist"), description="what a hand therapist is called")
    trainers: Text = Field(description="what sports shoes are called")
    flip_flops: Text = Field(description="what flip-flops are called")
    worktop: Text = Field(description="what a kitchen worktop is called")
    tin: Text = Field(description="what a tin of food is called")
    colour: Text = Field(Text("colour"), description="how colour is spelled")
    now_who: Annotated[Phrase, Fits(60)] = Field(description="where to go in an emergency, and how not")
    today_who: Annotated[Phrase, Fits(40)] = Field(description="who helps on the same day")
    soon_who: Annotated[Phrase, Fits(40)] = Field(description="who to see soon")
    ask_who: Annotated[Phrase, Fits(40)] | None = Field(
        None, description="who to ask for help with exercises, in place of those whom the regions of the body name"
    )
    spoken: Few[Spoken] = Field((), description="how a screen reader says the abbreviations of this file")

    #: The fields that content may name in braces.
    WORDS: ClassVar[tuple[str, ...]] = (
        "emergency_number", "emergency_department", "doctor", "physio", "podiatrist",
        "hand_therapist", "trainers", "flip_flops", "worktop", "tin", "colour",
    )  # fmt: skip


class Clinic(Record):
    """Who hands the leaflet over: everything that makes it this clinic's own."""

    id: Id
    name: Annotated[str, Field(min_length=1, max_length=40)] = Field(description="the clinic's name")
    line: Annotated[str, Field(min_length=1, max_length=50)] = Field(description="one line under the name")
    example: bool = Field(False, description="true for an invented clinic")
    country: Id = Field(description="the id of a file in countries/")
    address: Annotated[str, Field(min_length=1, max_length=70)] = Field(description="the postal address in one line")
    phone: Annotated[str, Field(min_length=3, max_length=24)] = Field(description="the number as it is printed")
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=50)] | None = Field(
        None, description="the address for letters"
    )
    web: Url | None = Field(None, description="the address behind the QR code")
    verify: Annotated[str, Field(pattern=FILM, max_length=60)] | None = Field(
        None, description="where the page `verify/` of the clinic's site lies; the QR code of a paper then leads there"
    )
    web_label: Annotated[str, Field(min_length=1, max_length=30)] = Field(
        "Find us online", description="the words beside the QR code"
    )
    hours: Annotated[str, Field(min_length=1, max_length=50)] = Field(description="opening hours")
    out_of_hours: Annotated[str, Field(min_length=1, max_length=80)] | None = Field(
        None, description="what to do when the clinic is closed"
    )
    formats: Annotated[str, Field(min_length=1, max_length=120)] = Field(
        description="which other formats there are, and how to ask"
    )
    language_line: Annotated[str, Field(min_length=1, max_length=120)] | None = Field(
        None, description="how to ask for another language"
    )
    emergency_number: Annotated[str, Field(min_length=2, max_length=20)] | None = Field(
        None, description="only if it differs from the country's"
    )
    logo: Annotated[str, Field(pattern=PICTURE_FILE)] | None = Field(
        None, description="an .svg, .png or .jpg file beside this one"
    )
    accent: Colour = Field("#0B4F5C", description='the clinic\'s colour, such as "#0B4F5C"')
    review_years: Literal[2, 3] = Field(3, description="how many years a leaflet may go without review: 2 or 3")
    people: Few[PersonDrawn] = Field((), description="who is drawn: one name for all leaflets, or several in turn")
    settings: dict[Annotated[str, Field(pattern=SETTING_NAME)], int] = Field(
        {}, description="numbers of this clinic, such as calf-stretch-wall.hold: 20"
    )

    #: The fields that content may name in braces.
    WORDS: ClassVar[tuple[str, ...]] = ("clinic", "phone")


#: Names of page sizes, for lists; an edition may have any other size.
PAPERS_MM = {"A4": (210.0, 297.0), "A5": (148.5, 210.0), "Letter": (215.9, 279.4)}
PAPER_TOLERANCE_MM = 1.0

#: The end of the name of an edition whose blanks are form fields: `a4-fillable`.
FILLABLE = "-fillable"

Length = Annotated[float, Field(ge=50, le=1000)]  # mm


class Edition(Record):
    """A few facts beside the edition's stylesheet that setting needs to know. Lengths in mm, type in pt."""

    id: Id
    name: Label = Field(description="its name in lists")
    page_mm: Annotated[tuple[Length, Length], Field(strict=False)] = Field(  # a list in YAML
        description="width and height of a page in mm, such as [210, 297]"
    )
    sheets: Annotated[int, Field(ge=1, le=30)] = Field(description="sheets of paper that one condition may take")
    sides: Literal[1, 2] = Field(description="printed sides of a sheet, 1 or 2")
    imposition: Literal["booklet"] | None = Field(
        None, description="booklet: two pages a side, for folding and stapling; left out, one"
    )
    body_pt: float = Field(description="size of the running text, in pt")
    figure_scale: float = Field(description="size of the drawings, 1.0 as drawn")
    label_pt: float = Field(description="size of the words on drawings, in pt")
    card_pictures_mm: Annotated[tuple[Length, Length], Field(strict=False)] | None = Field(
        None, description="width and height that the pictures of a card fill, with their words; left out, figure_scale"
    )
    diary_days_a_row: Literal[7, 14] = Field(description="days in one row of the diary, 7 or 14")
    diary_in_cards: bool = Field(
        False, description="whether each card has the boxes of its exercise; left out, the diary has a row for each"
    )
    stacked: bool = Field(description="whether all parts are one below the other, none side by side")
    fillable: bool = Field(False, description="whether diary and blanks are form fields, to fill in on a screen")

    @model_validator(mode="after")
    def _is_filled_in_page_by_page(self) -> Edition:
        if self.fillable and self.imposition is not None:
            raise fault("HND201", "an imposed edition is for paper", "leave out `fillable`, or `imposition`")
        return self

    @property
    def key(self) -> str:
        """The name of the edition in requests and files: `a4`, or `a4-fillable`."""
        return self.id + FILLABLE if self.fillable else self.id

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

    def as_fillable(self) -> Edition:
        """The same edition with form fields; imposed ones have none."""
        return self.model_copy(update={"fillable": True})

    def before_imposition(self) -> Edition:
        """The same edition with one page a side: the pages as they are laid out."""
        if self.imposition is None:
            return self
        return self.model_copy(update={"sheets": self.pages_max, "sides": 1, "imposition": None})
