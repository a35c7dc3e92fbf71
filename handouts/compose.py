"""(Library, Request) → Leaflet: choose, merge, order, resolve conflicts, and word it.

Several conditions become one leaflet: shared exercises and advice appear once, warnings are united with the most urgent
first, what one condition asks for and another forbids is left out, a dose on which they disagree becomes the gentler
one, and the exercise budget keeps the most important. Every such decision is kept for `--why`; the ones that a person
should look at are also diagnostics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from handouts import prose
from handouts.diagnostics import Diagnostic, did_you_mean, has_errors
from handouts.leaflet import (
    Card,
    Decision,
    DiaryRow,
    Fact,
    HelpRow,
    Imprint,
    Item,
    Leaflet,
    Masthead,
    PainZone,
    Part,
    Personal,
    Picture,
    Request,
    Section,
    Tip,
)
from handouts.model import (
    Advice,
    Clinic,
    Condition,
    Dose,
    DoseChange,
    Exercise,
    GetHelp,
    Library,
    Limited,
    Number,
    Prescription,
    Region,
    Text,
)
from handouts.prose import Prose
from handouts.wording import ENGLISH, Catalogue, Wording

SOURCES_LETTERS = 130  # with the last sentence two lines of 10.5 pt at the foot of sheet one
PAIN_TOP = 10


@dataclass(slots=True)
class _Report:
    """What the merge decided, and what a person should look at."""

    decisions: list[Decision] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)

    def decide(self, subject: str, reason: str) -> None:
        self.decisions.append(Decision(subject, reason))


def compose(
    library: Library, request: Request, catalogue: Catalogue = ENGLISH, language: str | None = None
) -> tuple[Leaflet | None, list[Diagnostic]]:
    """The leaflet that answers the request, or None with the reasons.

    Without a language it speaks the English of the clinic's region.

    Reports HND001 (unknown condition, clinic or setting), HND002 and HND403 (a setting that is no dose, or outside its
    limits), HND401, HND402 (conditions that forbid or disagree) and HND404 (no exercise is left).
    """
    if found := _unknown(library, request):
        return None, found
    clinic = library.clinics[request.clinic]
    region = library.regions[clinic.region]
    report = _Report()
    wording = Wording.of(catalogue, language or region.locale.replace("_", "-"))
    desk = _Desk(library, request, clinic, region, wording, report)
    chosen = [library.conditions[id_] for id_ in dict.fromkeys(request.conditions)]
    plan = _plan(desk, chosen)
    if has_errors(report.found):
        return None, report.found
    return _leaflet(desk, chosen, plan), report.found


def _unknown(library: Library, request: Request) -> list[Diagnostic]:
    """Names in the request that the library does not have."""
    found = [
        Diagnostic("HND001", f"there is no condition `{id_}`", did_you_mean(id_, library.conditions, "condition"))
        for id_ in request.conditions
        if id_ not in library.conditions
    ]
    if request.clinic not in library.clinics:
        help_ = did_you_mean(request.clinic, library.clinics, "clinic")
        found.append(Diagnostic("HND001", f"there is no clinic `{request.clinic}`", help_))
    return found


@dataclass(frozen=True, slots=True)
class _Desk:
    """What lies on the desk while one leaflet is composed."""

    library: Library
    request: Request
    clinic: Clinic
    region: Region
    wording: Wording
    report: _Report

    def house_words(self) -> dict[str, str]:
        """Words of the clinic, its country and the pain guide, by placeholder."""
        say = self.wording.text
        words = {
            name: say(f"regions/{self.region.id}.yaml:{name}", getattr(self.region, name)) for name in Region.WORDS
        }
        if self.clinic.emergency_number:
            words["emergency_number"] = self.clinic.emergency_number
        words |= {"clinic": self.clinic.name, "phone": self.clinic.phone, "pain_top": str(PAIN_TOP)}
        if guide := self.library.pain_guide:
            words |= {"pain_fine": str(guide.fine_to), "pain_ok": str(guide.ok_to)}
        return words

    def words(self, kind: str, id_: str, extra: Mapping[str, str] | None = None) -> Callable[[str, str], Prose]:
        """How the texts of one content file are worded: `(path, text) → prose`."""
        values = {**self.house_words(), **(extra or {})}
        return lambda path, text: prose.runs(self.worded(kind, id_, path, text, values))

    def worded(self, kind: str, id_: str, path: str, text: str, values: Mapping[str, str]) -> str:
        return prose.fill(self.wording.text(f"{kind}/{id_}.yaml:{path}", text), values)

    def numbers(self, owner: str, numbers: Mapping[str, Number]) -> dict[str, str]:
        """The named numbers of a file, as the clinic and the request set them."""
        return {name: self.wording.number(self._set(f"{owner}.{name}", number)) for name, number in numbers.items()}

    def _set(self, key: str, number: Number) -> Number:
        value = self.request.settings.get(key, self.clinic.settings.get(key))
        return number if value is None else number.model_copy(update={"value": value, "up_to": None})


# ---------------------------------------------------------------- the plan: which exercises, and how much of each


@dataclass(frozen=True, slots=True)
class _Planned:
    """An exercise with the dose that will be printed, and the condition whose reason is printed."""

    exercise: Exercise
    dose: Dose
    why: Text
    why_from: tuple[str, str]


def _plan(desk: _Desk, chosen: Sequence[Condition]) -> list[_Planned]:
    asked = _asked_for(chosen)
    allowed = _without_forbidden(desk, chosen, asked)
    kept = _within_budget(desk, allowed)
    _check_settings(desk, kept)
    if not kept:
        desk.report.found.append(
            Diagnostic(
                "HND404", "no exercise is left for this leaflet", "choose other conditions, or a larger `--exercises`"
            )
        )
    return [_planned(desk, id_, asked[id_]) for id_ in kept]


def _asked_for(chosen: Sequence[Condition]) -> dict[str, list[tuple[Condition, Prescription]]]:
    """Every exercise with the conditions that ask for it, most important first.

    Importance is the best place in any condition's list; among equals, the one that more conditions share, then the
    order of the request.
    """
    asked: dict[str, list[tuple[Condition, Prescription]]] = {}
    best: dict[str, int] = {}
    for rank, row in enumerate(zip_longest(*(c.exercises for c in chosen))):
        for condition, prescription in zip(chosen, row, strict=True):
            if prescription is not None:
                asked.setdefault(prescription.id, []).append((condition, prescription))
                best.setdefault(prescription.id, rank)
    order = sorted(asked, key=lambda id_: (best[id_], -len(asked[id_])))
    return {id_: asked[id_] for id_ in order}


def _without_forbidden(desk: _Desk, chosen: Sequence[Condition], asked: Mapping[str, object]) -> list[str]:
    forbidden = {rule.id: (condition, index) for condition in chosen for index, rule in enumerate(condition.forbids)}
    for id_ in asked:
        if id_ in forbidden:
            condition, index = forbidden[id_]
            reason = prose.plain(prose.fill(condition.forbids[index].why, desk.house_words() | _names(condition)))
            desk.report.decide(id_, f"left out: {condition.id} forbids it ({reason})")
            desk.report.found.append(
                Diagnostic(
                    "HND401",
                    f"`{id_}` is left out: {condition.id} forbids it ({reason})",
                    "check that the leaflet still asks for enough, or print the conditions apart",
                    desk.library.span("condition", condition.id, "forbids", index),
                )
            )
    return [id_ for id_ in asked if id_ not in forbidden]


def _names(condition: Condition) -> dict[str, str]:
    return {name: str(number.value) for name, number in condition.numbers.items()}


def _within_budget(desk: _Desk, allowed: Sequence[str]) -> list[str]:
    budget = desk.request.exercises
    for id_ in allowed[:budget]:
        desk.report.decide(id_, "kept")
    for id_ in allowed[budget:]:
        desk.report.decide(id_, f"left out: the leaflet has room for {budget} exercises, and {budget} matter more")
    return list(allowed[:budget])


def _planned(desk: _Desk, id_: str, asked: Sequence[tuple[Condition, Prescription]]) -> _Planned:
    exercise = desk.library.exercises[id_]
    first, prescription = asked[0]
    place = next(i for i, p in enumerate(first.exercises) if p.id == id_)
    dose = _set_dose(desk, exercise, _gentlest(desk, exercise, asked))
    return _Planned(exercise, dose, prescription.why, (first.id, f"exercises[{place}].why"))


def _gentlest(desk: _Desk, exercise: Exercise, asked: Sequence[tuple[Condition, Prescription]]) -> Dose:
    """The dose all conditions can live with: of each number the smaller."""
    values: dict[str, int] = {}
    for name in DoseChange.model_fields:
        amount: Limited | None = getattr(exercise.dose, name)
        wishes = {c.id: getattr(p.dose, name) for c, p in asked}
        if amount is None or not any(w is not None for w in wishes.values()):
            continue
        printed = {id_: amount.value if wish is None else wish for id_, wish in wishes.items()}
        values[name] = min(printed.values())
        if len(set(printed.values())) > 1:
            _report_disagreement(desk, exercise.id, name, printed)
    return _with(exercise.dose, values)


def _report_disagreement(desk: _Desk, id_: str, name: str, printed: Mapping[str, int]) -> None:
    said = ", ".join(f"{condition} says {value}" for condition, value in printed.items())
    gentler = min(printed.values())
    desk.report.decide(id_, f"{name}: {said}; the gentler {gentler} is printed")
    desk.report.found.append(
        Diagnostic(
            "HND402",
            f"`{id_}`, {name}: {said}; the gentler {gentler} is printed",
            f"if you want another number, choose it: `--set {id_}.{name.removesuffix('_s')}={gentler}`",
            desk.library.span("exercise", id_, "dose", name),
        )
    )


def _with(dose: Dose, values: Mapping[str, int]) -> Dose:
    changes = {name: getattr(dose, name).model_copy(update={"value": value}) for name, value in values.items()}
    return dose.model_copy(update=changes) if changes else dose


def _set_dose(desk: _Desk, exercise: Exercise, dose: Dose) -> Dose:
    """The dose as the clinic, and above it the request, set it. Both were checked against the limits."""
    values = {}
    for word, name in Dose.ADJUSTABLE.items():
        key = f"{exercise.id}.{word}"
        value = desk.request.settings.get(key, desk.clinic.settings.get(key))
        if value is not None and getattr(dose, name) is not None:
            values[name] = value
            desk.report.decide(exercise.id, f"{word} is set to {value}")
    return _with(dose, values)


def _check_settings(desk: _Desk, kept: Sequence[str]) -> None:
    """Every `--set` names a dose that this leaflet prints, inside its limits."""
    for key, value in desk.request.settings.items():
        owner, _, word = key.partition(".")
        amount = _adjustable(desk.library, owner, word)
        if amount is None:
            desk.report.found.append(_no_such_setting(desk.library, key, owner, word))
        elif not amount.lowest <= value <= amount.highest:
            desk.report.found.append(
                Diagnostic(
                    "HND403",
                    f"{key} = {value} is outside its limits",
                    f"choose from {amount.lowest} to {amount.highest}; {amount.value} is usual",
                )
            )
        elif owner in desk.library.exercises and owner not in kept:
            desk.report.found.append(
                Diagnostic(
                    "HND002", f"{key} is set, but this leaflet does not print `{owner}`", "leave it out, or see `--why`"
                )
            )


def _adjustable(library: Library, owner: str, word: str) -> Limited | None:
    if owner in library.exercises:
        amount: Limited | None = getattr(library.exercises[owner].dose, Dose.ADJUSTABLE.get(word, ""), None)
        return amount
    known: Advice | Condition | None = library.advice.get(owner) or library.conditions.get(owner)
    return known.numbers.get(word) if known else None


def _no_such_setting(library: Library, key: str, owner: str, word: str) -> Diagnostic:
    if owner in library.exercises:
        dose = library.exercises[owner].dose
        words = [w for w, name in Dose.ADJUSTABLE.items() if getattr(dose, name) is not None]
    elif known := library.advice.get(owner) or library.conditions.get(owner):
        words = list(known.numbers)
    else:
        names = {*library.exercises, *library.advice, *library.conditions}
        return Diagnostic(
            "HND001", f"nothing is called `{owner}` in `{key}`", did_you_mean(owner, names, "exercise or advice")
        )
    return Diagnostic("HND002", f"`{owner}` has no `{word}` to set", did_you_mean(word, words, "dose"))


# ---------------------------------------------------------------- the leaflet


def _leaflet(desk: _Desk, chosen: Sequence[Condition], plan: Sequence[_Planned]) -> Leaflet:
    cards = tuple(_card(desk, number, planned) for number, planned in enumerate(plan, 1))
    do, do_not = _do_and_do_not(desk, chosen)
    titles = [_plain(desk, c, "title", c.title) for c in chosen]
    return Leaflet(
        conditions=tuple(c.id for c in chosen),
        language=desk.wording.tag,
        rtl=desk.wording.rtl,
        title=" · ".join(titles),
        short_title=titles[0] if len(chosen) == 1 else _several(desk, titles),
        deck=_deck(desk, chosen),
        for_whom=_once(_texts(desk, chosen, "for_whom")),
        not_for=_once(_texts(desk, chosen, "not_for")),
        masthead=_masthead(desk.clinic),
        personal=_personal(desk),
        imprint=_imprint(desk, chosen),
        in_short=_shared_lines(desk, chosen, "in_short", 5),
        key_facts=_key_facts(desk, chosen),
        sections=_sections(desk, chosen),
        tips=_tips(desk, chosen),
        do=do,
        do_not=do_not,
        help=_help(desk, chosen),
        not_known=_once_items(_items(desk, chosen, "not_known")),
        sources=_printed_sources(desk, chosen),
        both_sides=desk.request.side == "both",
        pain=_pain_zones(desk.library),
        always_stop_if=_always_stop_if(desk),
        cards=cards,
        diary=tuple(_diary_row(desk, card, planned.dose) for card, planned in zip(cards, plan, strict=True)),
        decisions=tuple(desk.report.decisions),
    )


def _speaker(desk: _Desk, condition: Condition) -> Callable[[str, str], Prose]:
    return desk.words("conditions", condition.id, desk.numbers(condition.id, condition.numbers))


def _plain(desk: _Desk, condition: Condition, path: str, text: str) -> str:
    return "".join(run.text for run in _speaker(desk, condition)(path, text))


def _texts(desk: _Desk, chosen: Iterable[Condition], name: str) -> list[Prose]:
    return [_speaker(desk, c)(name, getattr(c, name)) for c in chosen]


def _items(desk: _Desk, chosen: Iterable[Condition], name: str) -> list[Item]:
    """The lines of one list field of all conditions, in the order of the request."""
    found = []
    for condition in chosen:
        say = _speaker(desk, condition)
        for index, text in enumerate(getattr(condition, name)):
            found.append(Item(f"conditions/{condition.id}.yaml: {name}", say(f"{name}[{index}]", text)))
    return found


def _same(words: Prose) -> str:
    """Two lines that differ only in case, markup or the full stop say the same."""
    return " ".join("".join(run.text for run in words).casefold().rstrip(".").split())


def _once(texts: Iterable[Prose]) -> tuple[Prose, ...]:
    return tuple({_same(text): text for text in reversed(list(texts))}.values())[::-1]


def _once_items(items: Iterable[Item]) -> tuple[Item, ...]:
    seen: dict[str, Item] = {}
    for item in items:
        seen.setdefault(_same(item.text), item)
    return tuple(seen.values())


def _several(desk: _Desk, titles: Sequence[str]) -> str:
    """The title in the room of a footer."""
    more = desk.wording.count("{n} more", "{n} more", len(titles) - 1)
    return desk.wording.say("{title} and {more}", title=titles[0], more=more)


def _deck(desk: _Desk, chosen: Sequence[Condition]) -> Prose:
    if len(chosen) == 1:
        return _speaker(desk, chosen[0])("plain_name", chosen[0].plain_name)
    return prose.runs(desk.wording.say("What they are, and what you can do"))


def _shared_lines(desk: _Desk, chosen: Sequence[Condition], name: str, room: int) -> tuple[Item, ...]:
    """A few lines for all: every condition's main message, then the next ones in turn while there is room."""
    by_condition = [_items(desk, [c], name) for c in chosen]
    turns = [item for row in zip_longest(*by_condition) for item in row if item is not None]
    lines = _once_items(turns)
    room = max(room, len(chosen))
    for item in lines[room:]:
        desk.report.decide(name, f'left out, no room: "{"".join(run.text for run in item.text)}"')
    return lines[:room]


def _key_facts(desk: _Desk, chosen: Sequence[Condition]) -> tuple[Fact, ...]:
    """Facts of one condition. Beside others it would not be clear of which they speak."""
    if len(chosen) > 1:
        desk.report.decide("key_facts", "left out: they belong to one condition each")
        return ()
    (condition,) = chosen
    say = _speaker(desk, condition)
    return tuple(
        Fact(say(f"key_facts[{i}].lead", fact.lead), say(f"key_facts[{i}].text", fact.text))
        for i, fact in enumerate(condition.key_facts)
    )


def _sections(desk: _Desk, chosen: Sequence[Condition]) -> tuple[Section, ...]:
    """The sections in their fixed order; texts that conditions share stand once."""
    return (
        Section("what_it_is", _parts(desk, chosen, "what_it_is")),
        Section("why_it_hurts", _parts(desk, chosen, "how_it_feels", "why_it_happens")),
        Section("reaches_back", _parts(desk, chosen, "reaches_back")),
        Section("outlook", _parts(desk, chosen, "outlook")),
    )


def _parts(desk: _Desk, chosen: Sequence[Condition], *names: str) -> tuple[Part, ...]:
    seen: set[str] = set()
    parts = []
    for condition in chosen:
        items = [item for name in names for item in _items(desk, [condition], name)]
        fresh = [item for item in items if _same(item.text) not in seen]
        seen |= {_same(item.text) for item in fresh}
        if fresh:
            of = _plain(desk, condition, "title", condition.title) if len(chosen) > 1 else None
            parts.append(Part(fresh[0].field, of, tuple(item.text for item in fresh)))
    return tuple(parts) if len(parts) > 1 else tuple(replace(part, of=None) for part in parts)


def _tips(desk: _Desk, chosen: Sequence[Condition]) -> tuple[Tip, ...]:
    """Advice of all conditions, each block once, most important first."""
    turns = [id_ for row in zip_longest(*(c.advice for c in chosen)) for id_ in row if id_ is not None]
    return tuple(_tip(desk, desk.library.advice[id_]) for id_ in dict.fromkeys(turns))


def _tip(desk: _Desk, advice: Advice) -> Tip:
    say = desk.words("advice", advice.id, desk.numbers(advice.id, advice.numbers))
    sentences = [(name, getattr(advice, name)) for name in ("how", "how_long", "not_for", "stop_if")]
    return Tip(
        f"advice/{advice.id}.yaml",
        say("lead", advice.lead),
        tuple(say(name, text) for name, text in sentences if text is not None),
    )


def _do_and_do_not(desk: _Desk, chosen: Sequence[Condition]) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """Both lists united. Where one condition says do and another do not, the warning wins and the other is reported."""
    do, do_not = _once_items(_items(desk, chosen, "do")), _once_items(_items(desk, chosen, "do_not"))
    warned = {_same(item.text).removeprefix("do not ") for item in do_not}
    clash = [item for item in do if _same(item.text).removeprefix("do ") in warned]
    for item in clash:
        words = "".join(run.text for run in item.text)
        desk.report.decide("do", f'left out: "{words}" stands against a "Do not" of another condition')
        desk.report.found.append(
            Diagnostic("HND407", f'"{words}" is left out: another condition says the opposite', f"look at {item.field}")
        )
    return tuple(item for item in do if item not in clash), do_not


def _help(desk: _Desk, chosen: Sequence[Condition]) -> tuple[HelpRow, ...]:
    """Signs united by urgency; a sign that two conditions rank differently stands in the more urgent row alone."""
    who = {
        "emergency": "now_who",
        "same_day": "today_who",
        "soon": "soon_who",
        "self_refer": "ask_who",
    }
    rows, seen = [], set[str]()
    for key in GetHelp.model_fields:
        signs = [sign for sign in _signs(desk, chosen, key) if _same(sign.text) not in seen]
        seen |= {_same(sign.text) for sign in signs}
        region = desk.words("regions", desk.region.id)
        rows.append(HelpRow(key, region(who[key], getattr(desk.region, who[key])), _once_items(signs)))  # type: ignore[arg-type]
    return tuple(rows)


def _signs(desk: _Desk, chosen: Sequence[Condition], key: str) -> list[Item]:
    found = []
    for condition in chosen:
        say = _speaker(desk, condition)
        for index, text in enumerate(getattr(condition.get_help, key)):
            path = f"get_help.{key}[{index}]"
            found.append(Item(f"conditions/{condition.id}.yaml: get_help.{key}", say(path, text)))
    return found


def _printed_sources(desk: _Desk, chosen: Sequence[Condition]) -> tuple[str, ...]:
    """The short names that fit at the foot of sheet one; all of them stay in the content."""
    cited = dict.fromkeys(c.id for condition in chosen for c in condition.governance.sources)
    printed: list[str] = []
    for id_ in cited:
        short = desk.library.sources[id_].short
        if not short or short in printed:
            continue
        if len("; ".join([*printed, short])) > SOURCES_LETTERS:
            desk.report.decide("sources", f"not printed, no room: {short}")
            continue
        printed.append(short)
    return tuple(printed)


def _masthead(clinic: Clinic) -> Masthead:
    names = ("line", "address", "phone", "hours", "formats", "example", "email", "web", "web_label", "out_of_hours",
             "language_line", "logo", "accent")  # fmt: skip
    return Masthead(clinic=clinic.name, **{name: getattr(clinic, name) for name in names})


def _personal(desk: _Desk) -> Personal:
    request = desk.request
    date = desk.wording.day(request.date) if request.date else ""
    return Personal(request.patient, request.clinician, date, request.notes)


def _imprint(desk: _Desk, chosen: Sequence[Condition]) -> Imprint:
    """One imprint for all: the newest date of issue, the earliest review, and the weakest standing."""
    papers = [c.governance for c in chosen]
    ranks = ("draft", "reviewed", "approved")
    return Imprint(
        document="+".join(c.reference for c in chosen) + "-" + desk.wording.tag.split("-")[0],
        version="/".join(dict.fromkeys(p.version for p in papers)),
        issued=desk.wording.month(max(p.issued for p in papers)),
        review_by=desk.wording.month(min(p.review_by for p in papers)),
        status=min((p.status for p in papers), key=ranks.index),
    )


def _pain_zones(library: Library) -> tuple[PainZone, ...]:
    if library.pain_guide is None:
        return ()
    fine, ok = library.pain_guide.fine_to, library.pain_guide.ok_to
    return (
        PainZone("fine", tuple(range(fine + 1))),
        PainZone("ok", tuple(range(fine + 1, ok + 1))),
        PainZone("over", tuple(range(ok + 1, PAIN_TOP + 1))),
    )


def _always_stop_if(desk: _Desk) -> tuple[Prose, ...]:
    guide = desk.library.pain_guide
    return tuple(_stop_rule(desk, id_) for id_ in guide.stop_if) if guide else ()


# ---------------------------------------------------------------- cards and diary


def _card(desk: _Desk, number: int, planned: _Planned) -> Card:
    exercise, side = planned.exercise, desk.request.side
    values = desk.wording.dose_words(planned.dose) | desk.wording.side_words(side)
    say = desk.words("exercises", exercise.id, values)
    why_say = _speaker(desk, desk.library.conditions[planned.why_from[0]])
    return Card(
        id=exercise.id,
        field=f"exercises/{exercise.id}.yaml",
        number=number,
        name=say("name", exercise.name),
        tiles=desk.wording.tiles(planned.dose),
        why=why_say(planned.why_from[1], planned.why),
        steps=(say("start", exercise.start), *(say(f"steps[{i}]", text) for i, text in enumerate(exercise.steps))),
        dose=prose.runs(desk.wording.dose_sentence(planned.dose, side, _named_in(exercise.steps))),
        watch_for=tuple(say(f"mistakes[{i}]", text) for i, text in enumerate(exercise.mistakes)),
        stop_if=tuple(_stop_rule(desk, id_) for id_ in exercise.stop_if),
        not_for=tuple(say(f"not_for[{i}]", text) for i, text in enumerate(exercise.not_for)),
        alt=_alt(desk, exercise),
        pictures=_pictures(desk, exercise),
        mirrored=side == "left",
    )


def _named_in(steps: Iterable[str]) -> frozenset[str]:
    """The parts of the dose that the steps already say."""
    return frozenset(name for step in steps for name in prose.placeholders(step))


def _stop_rule(desk: _Desk, id_: str) -> Prose:
    values = desk.house_words() | desk.wording.side_words(desk.request.side)
    text = desk.wording.text(f"stop-rules.yaml:{id_}.text", desk.library.stop_rules[id_].text)
    return prose.runs(prose.fill(text, values))


def _alt(desk: _Desk, exercise: Exercise) -> str:
    """What the drawing shows, in words; its side is the side that is drawn."""
    if exercise.pose is None:
        return ""
    values = desk.house_words() | desk.wording.drawn_side_words(desk.request.side)
    return desk.worded("exercises", exercise.id, "pose.alt", exercise.pose.alt, values)


def _pictures(desk: _Desk, exercise: Exercise) -> tuple[Picture, ...]:
    if exercise.pose is None:
        return ()
    values = desk.house_words()
    words = {
        anchor: prose.plain(desk.worded("exercises", exercise.id, f"pose.labels.{anchor}", text, values))
        for anchor, text in exercise.pose.labels.items()
    }
    return tuple(
        Picture(frame, tuple((anchor, words[anchor]) for anchor in frame.anchors if anchor in words))
        for frame in desk.library.figures.get(exercise.id, ())
    )


def _diary_row(desk: _Desk, card: Card, dose: Dose) -> DiaryRow:
    days = {"every second day": range(0, 14, 2), "three days a week": (0, 2, 4, 7, 9, 11)}.get(dose.days, range(14))
    boxes = tuple(dose.times_a_day.value if day in days else 0 for day in range(14))
    return DiaryRow(card.number, card.name, desk.wording.rhythm(dose), boxes)
