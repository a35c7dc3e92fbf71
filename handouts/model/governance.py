"""Sources, and who answers for what: authors, reviews, approvals, findings that a clinician accepts."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from handouts.model.record import Date, Few, Hash, Id, Label, Record, Url, fault

#: Terms under which a text may be printed again, by their SPDX names where they have one.
Licence = Literal["OGL-UK-3.0", "CC-BY-4.0", "CC0-1.0", "public domain", "all rights reserved", "not read"]
#: Those that let a text be adapted or copied into a leaflet with a licence of its own.
OPEN_LICENCES: frozenset[Licence] = frozenset(("OGL-UK-3.0", "CC-BY-4.0", "CC0-1.0", "public domain"))


class Source(Record):
    """A publication that content rests on. `seen` says how well it was read; `short` is how a leaflet prints it."""

    name: Label = Field(description="who published what, and when")
    short: Annotated[str, Field(min_length=1, max_length=60)] | None = Field(
        None, description="the name that a leaflet prints"
    )
    url: Url | None = Field(None, description="its address")
    seen: Literal["read", "second hand", "not verified"] = Field(
        description="how it was read: read, second hand, not verified"
    )
    licence: Licence = Field("not read", description="the terms of its text: an SPDX name, or not read")
    reuse: Literal["facts", "adapted", "copied"] = Field(
        "facts", description="what is taken: facts in own words, its text adapted, its text copied"
    )
    note: str | None = Field(None, description="what a reviewer should know about it")


class Cited(Record):
    """A source and what it supports: names of fields, such as `dose` or `outlook`."""

    id: Id = Field(description="the id of the source in sources.yaml")
    supports: Few[Label] = Field(min_length=1, description="the fields that it supports, such as [dose]")


def cited_by(record: Record) -> tuple[Cited, ...]:
    """The sources that a condition, plan, exercise, block of advice or pain guide cites."""
    governance = getattr(record, "governance", None)
    cited: tuple[Cited, ...] = governance.sources if governance else record.sources  # type: ignore[attr-defined]
    return cited


class Person(Record):
    """Who wrote or reviewed: never an invented name."""

    name: Label = Field(description="a real name, never an invented one")
    role: Label = Field(description="what the person is")


class Review(Person):
    """Somebody's review, with its day."""

    date: Date = Field(description="the day of the review")


class Approval(Review):
    """Somebody's approval of exactly what was printed from at that time: its hash. A changed word voids it."""

    name: Label = Field(description="the name of who approves, typed by that person")
    role: Label = Field(description="the role of who approves")
    date: Date = Field(description="the day of the approval")
    hash: Hash = Field(description="the hash of what was approved")


class Attestation(Approval):
    """Somebody's word that a point is met which only a person can judge, such as `pemat-2` or `cdc-9`."""

    name: Label = Field(description="the name of who judged, typed by that person")
    role: Label = Field(description="the role of who judged")
    date: Date = Field(description="the day of the judgement")
    hash: Hash = Field(description="the hash of what was judged")
    item: Annotated[str, Field(pattern=r"^(?:pemat|cdc)-\d{1,2}$")] = Field(
        description="the point that was judged, such as pemat-2 or cdc-9"
    )


class Accepted(Record):
    """A finding that a clinician accepts: which one, where, why, and until when. Past that day it is an error.

    Without a field it is a finding of the whole file, such as its grade.
    """

    code: Annotated[str, Field(pattern=r"^HND8\d\d$")] = Field(
        description="the code of the finding that is accepted, such as HND825"
    )
    at: Annotated[str, Field(pattern=r"^[a-z_]+(?:\.[a-z_]+|\[\d+\])*$")] | None = Field(
        None, description="the field that it is found in, such as how_it_feels[0]; none for a finding of the whole file"
    )
    reason: Annotated[str, Field(min_length=20, max_length=300)] = Field(description="why a clinician accepts it")
    by: Label = Field(description="name and role of who accepts it")
    until: Date = Field(description="the day until which it is accepted, such as 2027-11-01")


class Audience(Record):
    """Who a leaflet is written for, beside `for_whom`: how well they read, and what they should do after reading."""

    reading: Label = Field(description="how well its readers read")
    aim: Label = Field(description="what its readers should do after reading")


class Governance(Record):
    """Who answers for a leaflet. Only an approved one loses the words "Draft, not clinically approved"."""

    status: Literal["draft", "reviewed", "approved"] = Field(description="draft, reviewed or approved")
    owner: Label = Field(description="who answers for the leaflet")
    authors: Few[Person] = Field(min_length=1, description="who wrote it, each with name and role")
    reviewers: Few[Review] = Field((), description="who reviewed it, each with name, role and date")
    version: Annotated[str, Field(pattern=r"^\d+\.\d+(\.\d+)?$")] = Field(description='its version, such as "0.1.0"')
    issued: Date = Field(description="the day of issue, such as 2026-11-01")
    review_by: Date = Field(description="the day by which it must be reviewed")
    sources: Few[Cited] = Field(min_length=1, description="the sources, each with what it supports")
    approval: Approval | None = Field(None, description="who approved exactly this; `handouts approve` writes it")
    attestations: Few[Attestation] = Field(
        (), description="points of the checklists that a person judged; `handouts approve` writes them"
    )

    @model_validator(mode="after")
    def _honest(self) -> Self:
        if self.status != "draft" and not self.reviewers:
            raise fault(
                "HND201",
                f"status is {self.status}, but nobody reviewed it",
                "name the reviewers, or keep `status: draft`",
                at="status",
            )
        if self.review_by <= self.issued:
            message = "the review date is not after the date of issue"
            raise fault("HND204", message, "give a later `review_by`", at="review_by")
        return self
