"""Sources, and who answers for what: authors, reviews, approvals, findings that a clinician accepts."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from handouts.model.record import Date, Few, Hash, Id, Label, Record, Url, fault


class Source(Record):
    """A publication that content rests on. `seen` says how well it was read; `short` is how a leaflet prints it."""

    name: Label
    short: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    url: Url | None = None
    seen: Literal["read", "second hand", "not verified"]
    note: str | None = None


class Cited(Record):
    """A source and what it supports: names of fields, such as `dose` or `outlook`."""

    id: Id
    supports: Few[Label] = Field(min_length=1)


class Person(Record):
    """Who wrote or reviewed: never an invented name."""

    name: Label
    role: Label


class Review(Person):
    """Somebody's review, with its day."""

    date: Date


class Approval(Review):
    """Somebody's approval of exactly what was printed from at that time: its hash. A changed word voids it."""

    hash: Hash


class Attestation(Approval):
    """Somebody's word that a point is met which only a person can judge, such as `pemat-2` or `cdc-9`."""

    item: Annotated[str, Field(pattern=r"^(?:pemat|cdc)-\d{1,2}$")]


class Accepted(Record):
    """A finding that a clinician accepts: which one, where, why, and until when. Past that day it is an error.

    Without a field it is a finding of the whole file, such as its grade.
    """

    code: Annotated[str, Field(pattern=r"^HND8\d\d$")]
    at: Annotated[str, Field(pattern=r"^[a-z_]+(?:\.[a-z_]+|\[\d+\])*$")] | None = None
    reason: Annotated[str, Field(min_length=20, max_length=300)]
    by: Label
    until: Date


class Audience(Record):
    """Who a leaflet is written for, beside `for_whom`: how well they read, and what they should do after reading."""

    reading: Label
    aim: Label


class Governance(Record):
    """Who answers for a leaflet. Only an approved one loses the words "Draft, not clinically approved"."""

    status: Literal["draft", "reviewed", "approved"]
    owner: Label
    authors: Few[Person] = Field(min_length=1)
    reviewers: Few[Review] = ()
    version: Annotated[str, Field(pattern=r"^\d+\.\d+(\.\d+)?$")]
    issued: Date
    review_by: Date
    sources: Few[Cited] = Field(min_length=1)
    approval: Approval | None = None
    attestations: Few[Attestation] = ()

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
