"""Sheet one, for reading: the texts of all conditions merged in a fixed order, each text once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest

from handouts.compose.context import ComposeContext, distinct_lines, lines_of, plain_words, same, speaker
from handouts.compose.wording import Wording
from handouts.diagnostics import Diagnostic
from handouts.model import (
    Advice,
    Clinic,
    Condition,
    GetHelp,
    Governance,
    Person,
    prose,
)
from handouts.model.leaflet import (
    HelpRow,
    Imprint,
    Item,
    Masthead,
    Part,
    Personal,
    Picture,
    Plate,
    Request,
    Section,
    Tip,
)
from handouts.model.prose import Prose

SOURCES_LETTERS = 130  # with the last sentence two lines of 10.5 pt at the foot of sheet one


def texts_of(context: ComposeContext, chosen: Iterable[Condition], name: str) -> list[Prose]:
    return [speaker(context, c)(name, getattr(c, name)) for c in chosen]


def several(context: ComposeContext, titles: Sequence[str]) -> str:
    """The title of a leaflet of several conditions, short enough for its footer."""
    more = context.wording.count("{n} more", "{n} more", len(titles) - 1)
    return context.wording.say("{title} and {more}", title=titles[0], more=more)


def deck(context: ComposeContext, chosen: Sequence[Condition]) -> Prose:
    if len(chosen) == 1:
        return speaker(context, chosen[0])("plain_name", chosen[0].plain_name)
    return prose.runs(context.wording.say("What they are, and what you can do"))


def sections(context: ComposeContext, chosen: Sequence[Condition]) -> tuple[Section, ...]:
    """The sections in their fixed order; texts that conditions share are printed once."""
    # The paragraphs of `reaches_back` differ between conditions in a sentence or two, so sentences are compared there.
    found = (
        Section("what_it_is", _parts(context, chosen, "what_it_is")),
        Section("why_it_hurts", _parts(context, chosen, "how_it_feels", "why_it_happens")),
        Section("reaches_back", _parts(context, chosen, "reaches_back", apart=prose.sentences)),
        Section("outlook", _parts(context, chosen, "outlook")),
    )
    return tuple(section for section in found if section.parts)


def _whole(words: Prose) -> list[Prose]:
    return [words]


def _parts(
    context: ComposeContext, chosen: Sequence[Condition], *names: str, apart: Callable[[Prose], list[Prose]] = _whole
) -> tuple[Part, ...]:
    seen: set[str] = set()
    parts = []
    for condition in chosen:
        items = [item for name in names for item in lines_of(context, [condition], name)]
        fresh = [[words for words in apart(item.text) if same(words) not in seen] for item in items]
        seen |= {same(words) for sentences in fresh for words in sentences}
        if paragraphs := tuple(prose.joined(sentences) for sentences in fresh if sentences):
            of = plain_words(context, condition, "title", condition.title) if len(chosen) > 1 else None
            plate = _plate(context, "conditions", condition) if "what_it_is" in names else None
            parts.append(Part(items[0].field, of, paragraphs, plate))
    return tuple(parts) if len(parts) > 1 else tuple(replace(part, of=None) for part in parts)


def _plate(context: ComposeContext, folder: str, of: Condition | Advice) -> Plate | None:
    """The picture of where it hurts, or of what to do; None where the record has no drawing."""
    picture = of.picture
    frames = context.figure(of.id) if picture else ()
    if picture is None or not frames:
        return None
    values, side = context.house_words(), context.request.side
    words = {
        anchor: prose.plain(context.worded(folder, of.id, f"picture.labels.{anchor}", text, values))
        for anchor, text in picture.labels.items()
    }
    values |= context.wording.drawn_side_words(side)
    alt = context.worded(folder, of.id, "picture.alt", picture.alt, values)
    labels = tuple((anchor, words[anchor]) for anchor in frames[0].anchors if anchor in words)
    return Plate(alt, Picture(frames[0], labels), mirrored=side == "left")


def tips(context: ComposeContext, chosen: Sequence[Condition]) -> tuple[Tip, ...]:
    """Advice of all conditions, each block once, most important first."""
    turns = [id_ for row in zip_longest(*(c.advice for c in chosen)) for id_ in row if id_ is not None]
    return tuple(_tip(context, context.library.advice[id_]) for id_ in dict.fromkeys(turns))


def _tip(context: ComposeContext, advice: Advice) -> Tip:
    say = context.words("advice", advice.id, context.numbers(advice.id, advice.numbers))
    sentences = [(name, getattr(advice, name)) for name in ("how", "how_long", "not_for", "stop_if")]
    return Tip(
        f"advice/{advice.id}.yaml",
        say("lead", advice.lead),
        tuple(say(name, text) for name, text in sentences if text is not None),
        _plate(context, "advice", advice),
    )


def do_and_do_not(context: ComposeContext, chosen: Sequence[Condition]) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """The Do and the Do not of all conditions. A Do that another condition warns of is left out. Reports HND407."""
    do, do_not = distinct_lines(lines_of(context, chosen, "do")), distinct_lines(lines_of(context, chosen, "do_not"))
    warned = {same(item.text).removeprefix("do not ") for item in do_not}
    # Following a wrong warning costs little, following wrong advice may harm: the warning wins.
    clash = [item for item in do if same(item.text).removeprefix("do ") in warned]
    for item in clash:
        words = prose.plain_text(item.text)
        context.report.decide("do", f'left out: "{words}" stands against a "Do not" of another condition')
        context.report.findings.append(
            Diagnostic("HND407", f'"{words}" is left out: another condition says the opposite', f"look at {item.field}")
        )
    return tuple(item for item in do if item not in clash), do_not


def help_rows(context: ComposeContext, chosen: Sequence[Condition]) -> tuple[HelpRow, ...]:
    """The signs of danger of all conditions in rows, most urgent row first.

    A sign that two conditions rank differently is printed in the more urgent row alone.
    """
    who = {
        "emergency": "now_who",
        "same_day": "today_who",
        "soon": "soon_who",
        "self_refer": "ask_who",
    }
    rows, seen = [], set[str]()
    # `GetHelp` declares its fields from the most to the least urgent. A sign that an earlier row has is dropped from
    # later ones, so nobody reads "see us soon" for what another line calls an emergency.
    for key in GetHelp.model_fields:
        signs = [sign for sign in _signs(context, chosen, key) if same(sign.text) not in seen]
        seen |= {same(sign.text) for sign in signs}
        region = context.words("regions", context.region.id)
        rows.append(HelpRow(key, region(who[key], getattr(context.region, who[key])), distinct_lines(signs)))  # type: ignore[arg-type]
    return tuple(rows)


def _signs(context: ComposeContext, chosen: Sequence[Condition], key: str) -> list[Item]:
    """The signs of one urgency. Of the same sign with different waits, the one with the shorter wait is printed."""
    signs: dict[tuple[str, ...], tuple[list[int], Item]] = {}
    for condition in chosen:
        say = speaker(context, condition)
        for index, text in enumerate(getattr(condition.get_help, key)):
            numbers = [
                context.amount(f"{condition.id}.{name}", condition.numbers[name])
                for name in prose.placeholders(text)
                if name in condition.numbers
            ]
            # Signs are compared as they are written, with their placeholders: `pain for {wait}` is one sign whatever
            # each condition's `wait` is. Amounts compare only in the same units.
            alike = (text, *(number.unit for number in numbers))
            item = Item(f"conditions/{condition.id}.yaml: get_help.{key}", say(f"get_help.{key}[{index}]", text))
            amounts = [number.value for number in numbers]
            if alike not in signs or amounts < signs[alike][0]:
                signs[alike] = (amounts, item)
    return [item for _, item in signs.values()]


def printed_sources(context: ComposeContext, chosen: Sequence[Condition]) -> tuple[str, ...]:
    """The short names of the sources that fit at the foot of sheet one; the content keeps them all."""
    cited = dict.fromkeys(c.id for condition in chosen for c in condition.governance.sources)
    printed: list[str] = []
    for id_ in cited:
        short = context.library.sources[id_].short
        if not short or short in printed:
            continue
        if len("; ".join([*printed, short])) > SOURCES_LETTERS:
            context.report.decide("sources", f"not printed, no room: {short}")
            continue
        printed.append(short)
    return tuple(printed)


def masthead(clinic: Clinic) -> Masthead:
    names = ("line", "address", "phone", "hours", "formats", "example", "email", "web", "web_label", "out_of_hours",
             "language_line", "logo", "accent")  # fmt: skip
    return Masthead(clinic=clinic.name, **{name: getattr(clinic, name) for name in names})


def personal(request: Request, wording: Wording) -> Personal:
    days = (request.date, request.born, request.start)
    date, born, start = (wording.day(day) if day else "" for day in days)
    return Personal(request.patient, request.clinician, date, request.notes, request.reference, born, start)


def imprint(context: ComposeContext, chosen: Sequence[Condition], today: datetime.date | None) -> Imprint:
    """One imprint for all: the newest date of issue, the earliest review, and the lowest status."""
    records = [c.governance for c in chosen]
    ranks = ("draft", "reviewed", "approved")
    review_by = min(p.review_by for p in records)
    return Imprint(
        document="+".join(c.reference for c in chosen) + "-" + context.wording.tag.split("-")[0],
        version="/".join(dict.fromkeys(p.version for p in records)),
        issued=context.wording.month(max(p.issued for p in records)),
        review_by=context.wording.month(review_by),
        status=min((p.status for p in records), key=ranks.index),
        authors=_people(person for p in records for person in p.authors),
        reviewers=_reviewers(context, records),
        overdue=today is not None and review_by < today,
    )


def _people(people: Iterable[Person]) -> str:
    """Each person once, with the role: `The handouts authors (writers, not clinicians)`."""
    return "; ".join(dict.fromkeys(f"{person.name} ({person.role})" for person in people))


def _reviewers(context: ComposeContext, records: Sequence[Governance]) -> str:
    """Who reviewed the leaflet. A condition without reviewer leaves the whole leaflet without one."""
    if not all(record.reviewers for record in records):
        return context.wording.say("Not yet reviewed by a clinician")
    latest = context.wording.month(max(review.date for record in records for review in record.reviewers))
    people = _people(review for record in records for review in record.reviewers)
    return context.wording.say("Reviewed by {people}, {month}", people=people, month=latest)
