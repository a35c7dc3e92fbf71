"""Plain text: the same leaflet for an e-mail, for the patient's record, or for an Easy Read editor.

It says what the printed leaflet says, in the same order. Pictures are given by their alternative text; the
tick boxes of the diary, which only paper can use, are left out.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from handouts.pdf.printed import Printed

if TYPE_CHECKING:
    from handouts.compose.wording import Catalogue
    from handouts.layout.assets import PrintAssets
    from handouts.model import Edition
    from handouts.model.cards import Card
    from handouts.model.leaflet import Leaflet, Section
    from handouts.model.prose import Prose

COLUMNS = 72  # of a line: what mail programs show without breaking it again


def render(leaflet: Leaflet, edition: Edition, assets: PrintAssets) -> Printed:
    """The leaflet as UTF-8 text with lines of at most 72 characters, of no edition."""
    text = _Text(assets.templates.catalogue)
    reading = () if leaflet.is_sheet else (_summary, _reading, _do, _help)
    for write in (_head, *reading, _contact, _exercises, _after_two_weeks, _imprint):
        write(text, leaflet)
    return Printed(text.result().encode("utf-8"), 0, ())


class _Text:
    """Lines of text, and the catalogue that translates the fixed words."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._ = catalogue.gettext
        self._lines: list[str] = []

    def heading(self, words: str, underline: str = "-") -> None:
        self._lines += ["", words, underline * len(words)]

    def paragraph(self, words: str) -> None:
        self._lines += ["", *_wrapped(words, "", "")]

    def items(self, texts: Iterable[str], mark: str = "- ") -> None:
        """A list; `mark` may hold `{}` for the number of the item."""
        for number, words in enumerate(texts, 1):
            first = mark.format(number)
            self._lines += _wrapped(words, first, " " * len(first))

    def result(self) -> str:
        return "\n".join(self._lines).strip("\n") + "\n"


def _wrapped(words: str, first: str, rest: str) -> list[str]:
    # Long words are addresses: broken in two, none could be followed.
    return textwrap.wrap(
        words, COLUMNS, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def _plain_text(prose: Prose) -> str:
    # Imported here: the table of formats is read before any content is.
    from handouts.model.prose import plain_text

    return plain_text(prose)


def _plain(texts: Iterable[Prose]) -> Iterator[str]:
    return map(_plain_text, texts)


# ---------------------------------------------------------------- sheet one


def _head(text: _Text, leaflet: Leaflet) -> None:
    masthead, person = leaflet.masthead, leaflet.personal
    text.paragraph(f"{masthead.clinic}. {masthead.line}")
    if masthead.example:
        text.paragraph(text._("an invented example"))
    text.heading(leaflet.title, "=")
    if not leaflet.is_sheet:
        text.paragraph(_plain_text(leaflet.deck))
        text.paragraph(f"{text._('For')} {'; '.join(_plain(leaflet.for_whom))}.")
        text.paragraph(f"{text._('Not for')} {'; '.join(_plain(leaflet.not_for))}.")
    if leaflet.also_called:
        text.paragraph(f"{text._('Also called')} {', '.join(_plain(leaflet.also_called))}.")
    given = (
        (text._("Name"), person.patient),
        (text._("From"), person.clinician),
        (text._("Date"), person.date),
        (text._("Date of birth"), person.born),
        (text._("Patient number"), person.reference),
    )
    if any(words for _, words in given):
        text.paragraph("")
        text.items((f"{label}: {words}" for label, words in given if words), "")


def _summary(text: _Text, leaflet: Leaflet) -> None:
    text.paragraph(_plain_text(leaflet.main_message))
    text.heading(text._("In short"))
    short = leaflet.in_short
    for name, lines in (("What it is", short.what), ("What to do", short.act), ("Get help", short.warn)):
        text.paragraph(f"{text._(name)}:")
        text.items(_plain_text(item.text) for item in lines)
    if leaflet.key_facts:
        text.heading(text._("Key facts"))
        text.items(f"{_plain_text(fact.lead)} {_plain_text(fact.text)}" for fact in leaflet.key_facts)


def _reading(text: _Text, leaflet: Leaflet) -> None:
    headings = {"what_it_is": text._("What it is"), "why_it_hurts": text._("What you feel, and why")}
    for section in leaflet.sections:
        if section.key != "outlook":
            text.heading(section.title or headings[section.key])
            _parts(text, section)
    _expect(text, leaflet)
    text.heading(text._("What helps"))
    for tip in leaflet.tips:
        text.paragraph(" ".join((_plain_text(tip.lead), *_plain((*tip.sentences, *tip.cautions)))))
        if tip.plate:
            _picture(text, tip.plate.picture.alt)


def _expect(text: _Text, leaflet: Leaflet) -> None:
    if leaflet.causes:
        text.heading(text._("What can be behind it"))
        text.items(f"{_plain_text(cause.title)}: {_plain_text(cause.where)}" for cause in leaflet.causes)
    text.heading(text._("What to expect, and what to do"))
    for lead, items in _timeline(leaflet):
        text.paragraph(f"{lead}: {items[0]}" if len(items) == 1 else f"{lead}:")
        text.items(items if len(items) > 1 else ())
    for item in leaflet.full_recovery:
        text.paragraph(_plain_text(item.text))
    for section in leaflet.sections:
        if section.key == "outlook":
            _parts(text, section)
    if leaflet.not_known:
        words = " ".join(_plain_text(item.text) for item in leaflet.not_known)
        text.paragraph(f"{text._('What is not known:')} {words}")


def _timeline(leaflet: Leaflet) -> Iterator[tuple[str, list[str]]]:
    """The steps in time, each with what those expect that differ; where steps have no heads, all steps of each part."""
    if leaflet.timeline[0].head:
        for step in leaflet.timeline:
            yield step.head, [" ".join([*([f"{one.of}:"] if one.of else []), *_plain(one.lines)]) for one in step.cells]
        return
    for row in zip(*(step.cells for step in leaflet.timeline), strict=True):
        yield row[0].of, [" ".join([f"{one.when}:", *_plain(one.lines)]) for one in row]


def _parts(text: _Text, section: Section) -> None:
    for part in section.parts:
        for words in _plain(part.paragraphs):
            text.paragraph(f"{part.lead} {words}".lstrip())
        if part.plate:
            _picture(text, part.plate.picture.alt)
    for film in section.films:
        text.paragraph(f"{text._('Film:')} {film}")


def _picture(text: _Text, alt: str) -> None:
    text.paragraph(f"[{text._('Picture')}: {alt}]")


def _do(text: _Text, leaflet: Leaflet) -> None:
    for heading, items in ((text._("Do"), leaflet.do), (text._("Do not"), leaflet.do_not)):
        text.heading(heading)
        text.items(_plain_text(item.text) for item in items)


def _help(text: _Text, leaflet: Leaflet) -> None:
    _ = text._
    urgency = {"emergency": _("Now"), "same_day": _("Today"), "soon": _("Soon"), "self_refer": _("Ask")}
    text.heading(text._("When to get help"))
    for row in leaflet.help:
        if row.call:
            text.paragraph(f"{row.call.lead.upper()}:")
            text.items(_plain_text(sign.text) for sign in row.call.signs)
        if row.groups:
            text.paragraph(f"{urgency[row.key].upper()}: {_plain_text(row.who)}")
        for group in row.groups:
            first, *others = (_plain_text(sign.text) for sign in group.signs)
            text.items((f"{group.lead}: {first}" if group.lead else first, *others))


def _contact(text: _Text, leaflet: Leaflet) -> None:
    masthead = leaflet.masthead
    text.heading(text._("Contact us"))
    text.paragraph(f"{masthead.clinic}, {masthead.address}")
    label = text._("Is this paper current?") if leaflet.check else f"{masthead.web_label}:"
    lines = (
        f"{text._('Phone')} {masthead.phone}, {masthead.hours}",
        f"{label} {leaflet.online}" if leaflet.online else None,
        *(masthead.email, masthead.out_of_hours, masthead.formats, masthead.language_line),
    )
    text.items(filter(None, lines), "")
    authors = leaflet.imprint.authors
    written = f"{text._('Written by: %(authors)s.')} " % {"authors": authors} if authors else ""
    text.paragraph(f"{written}{leaflet.imprint.reviewers}. {text._('Unclear, or wrong? Tell us.')}")
    if leaflet.sources:
        text.paragraph(f"{text._('Sources')}: {'; '.join(leaflet.sources)}.")
    for line in leaflet.acknowledgements:
        text.paragraph(line)
    text.paragraph(text._("This leaflet does not replace advice from your own clinician."))


# ---------------------------------------------------------------- sheet two


def _exercises(text: _Text, leaflet: Leaflet) -> None:
    text.heading(text._("How to start") if leaflet.is_sheet else text._("Your exercises"))
    if leaflet.personal.notes:
        text.paragraph(f"{text._('From your clinician')}: {leaflet.personal.notes}")
    if leaflet.needs:
        text.paragraph(_plain_text(leaflet.needs))
    text.paragraph(" ".join(_plain(filter(None, (leaflet.start, leaflet.which_sides)))))
    if leaflet.before_exercises:
        cautions = " ".join(_plain_text(item.text) for item in leaflet.before_exercises)
        text.paragraph(f"{text._('Before you start')}: {cautions}")
    _pain_guide(text, leaflet)
    for card in leaflet.cards:
        _card(text, card)
    names = "; ".join(measure.name for measure in leaflet.measures)
    text.paragraph(f"{text._('Write down each day:')} {names}.")


def _pain_guide(text: _Text, leaflet: Leaflet) -> None:
    if not leaflet.pain:
        return
    rating = text._("Give a number to your pain as you exercise, 0 (none) to 10 (worst).")
    text.paragraph(f"{text._('How should it feel?')} {rating}")
    limit = leaflet.pain[1].numbers[-1]
    zones = {
        "fine": f"{text._('%(low)s to %(high)s: fine.')} {text._('Carry on.')}",
        "ok": f"{text._('%(low)s to %(high)s: OK')} {text._('if it settles in a day.')}",
        "over": f"{text._('Over %(limit)s, or sharp pain: stop.')} "
        f"{text._('That is all for today.')} {_plain_text(leaflet.fewer or ())}".rstrip(),
    }
    text.items(
        zones[zone.key] % {"low": zone.numbers[0], "high": zone.numbers[-1], "limit": limit} for zone in leaflet.pain
    )
    if leaflet.worse_next_day:
        add = _plain_text(leaflet.add_next or ())
        text.paragraph(f"{text._('Worse next day?')} {_plain_text(leaflet.worse_next_day)} {add}".rstrip())
    if leaflet.pain_limits:  # the rule first: after the name of one condition it would seem to be of that one alone
        text.paragraph(" ".join(_plain(leaflet.pain_limits)))
    text.items(f"{text._('Stop if')} {words}" for words in _plain(leaflet.always_stop_if))


def _card(text: _Text, card: Card) -> None:
    text.heading(f"{card.number}. {_plain_text(card.name)}{f' · {card.of}' if card.of else ''}")
    dose, *more = (tile.said for tile in card.tiles)
    text.paragraph(", ".join((dose, *(said[:1].lower() + said[1:] for said in more))))
    cautions = [f"{text._('Not yet:')} {words}" for words in _plain(card.cautions)]
    cares = [" ".join((text._("Take care:"), *_plain(card.cares)))] if card.cares else []
    if card.why or cautions or cares:
        text.paragraph(" ".join((*_plain(card.why), *cautions, *cares)))
    for picture in card.pictures:
        _picture(text, picture.alt)
    text.paragraph("")
    text.items((*_plain(card.steps), _plain_text(card.dose)), "{}. ")
    if card.film:
        text.items([f"{text._('Film:')} {card.film}"], "")
    for lead, words in (("You feel:", card.feel), ("Too hard?", card.easier), ("Too easy?", card.harder)):
        if words:
            text.items([f"{text._(lead)} {_plain_text(words)}"], "")
    if card.watch_for:
        *first, last = _plain(card.watch_for)
        mistakes = f" {text._('or')} ".join(filter(None, (", ".join(first), last)))
        text.paragraph(f"{text._('Watch for')} {mistakes}.")
    if card.not_for:
        text.paragraph(f"{text._('Not for you if')} {'; '.join(_plain(card.not_for))}.")
    text.items(f"{text._('Stop if')} {words}" for words in _plain(card.stop_if))


def _after_two_weeks(text: _Text, leaflet: Leaflet) -> None:
    text.paragraph(f"{text._('After two weeks:')} {_plain_text(leaflet.after_two_weeks)}")


def _imprint(text: _Text, leaflet: Leaflet) -> None:
    imprint = leaflet.imprint
    status = {
        "draft": text._("Draft, not clinically approved"),
        "reviewed": text._("Reviewed, not yet approved"),
        "approved": "",
    }[imprint.status]
    review = text._("Review overdue since %(review)s") if imprint.overdue else text._("Review by %(review)s")
    version = (
        text._("Version %(version)s, %(issued)s") % {"version": imprint.version, "issued": imprint.issued}
    ).rstrip(", ")
    text.heading(imprint.document)
    text.items(filter(None, (version, review % {"review": imprint.review_by} if imprint.review_by else "", status)), "")
