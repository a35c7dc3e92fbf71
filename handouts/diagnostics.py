"""What went wrong, where, and what to do: one value, shown as text, JSON or GitHub annotations.

A stage returns `(result, [Diagnostic])`; only the command line prints and exits. An error must not be
printed on paper; a warning should be looked at by a person; there is nothing between.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: an error stops the print, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The guilty words: file as the user knows it, line and column from 1, length in characters.

    `text` is the line as it was read, for the excerpt below a finding: the file is not opened a second time. It is None
    for a file as a whole, and for every place in a list of patients.
    """

    file: str
    line: int = 1
    column: int = 1
    length: int = 1
    text: str | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a code stands for. Its long explanation is the section of that code in `docs/diagnostics.md`."""

    title: str
    severity: Severity = Severity.ERROR


_WARN = Severity.WARNING

#: Every code this program can report, in the order of the work.
CODES: dict[str, Rule] = {
    # the command's words
    "HND001": Rule("unknown name"),
    "HND002": Rule("a dose cannot be set like this"),
    "HND003": Rule("a file already exists"),
    # the text of a YAML file (source/)
    "HND101": Rule("not readable as YAML"),
    "HND102": Rule("the same key twice"),
    "HND103": Rule("a YAML feature that content does not use"),
    "HND104": Rule("too big, too deep or too long"),
    "HND105": Rule("a character that must not be printed"),
    "HND106": Rule("words lost to a comment", _WARN),
    "HND107": Rule("spaces at the ends of a text are dropped", _WARN),
    "HND108": Rule("a text that reads otherwise than it looks", _WARN),
    # the shape of a file (model/, schema/)
    "HND201": Rule("a field is missing"),
    "HND202": Rule("an unknown field"),
    "HND203": Rule("a value of the wrong kind"),
    "HND204": Rule("a value out of its limits"),
    "HND205": Rule("markup that content does not use"),
    "HND206": Rule("an unknown placeholder"),
    "HND207": Rule("a number in prose that belongs in the data"),
    "HND208": Rule("a Do not item that does not say so"),
    "HND209": Rule("too long for its place on the page"),
    "HND210": Rule("an id that is not a plain name"),
    # the library as a whole (library/)
    "HND301": Rule("a reference to something that is not there"),
    "HND302": Rule("a file nobody reads", _WARN),
    "HND303": Rule("an exercise without a drawing", _WARN),
    "HND304": Rule("a drawing older than its pose"),
    "HND305": Rule("a drawing that cannot be read"),
    "HND306": Rule("an accent colour that does not stand out", _WARN),
    "HND307": Rule("a logo that cannot be read"),
    "HND308": Rule("asked for and forbidden"),
    "HND309": Rule("a number that no text names", _WARN),
    "HND310": Rule("a text that nobody has written yet", _WARN),
    # merging (compose/)
    "HND401": Rule("an exercise is left out because a condition forbids it", _WARN),
    "HND402": Rule("conditions disagree on a dose", _WARN),
    "HND403": Rule("a dose outside its limits"),
    "HND404": Rule("nothing to do is left"),
    "HND407": Rule("one condition says do, another do not", _WARN),
    "HND408": Rule("a person who is not drawn", _WARN),
    "HND409": Rule("an exercise is left out because it must not stand beside another", _WARN),
    # setting and the press (typeset.py, formats/)
    "HND501": Rule("a character that no bundled font has"),
    "HND502": Rule("a picture, font or style that did not load"),
    "HND503": Rule("text runs out of its place"),
    "HND504": Rule("the press complained"),
    "HND505": Rule("more pages than two sheets", _WARN),
    "HND506": Rule("the engine is not the one this was tried with", _WARN),
    "HND507": Rule("a page that is nearly empty", _WARN),
    "HND508": Rule("a link that a leaflet must not have"),
    "HND509": Rule("a heading alone at the foot of a page", _WARN),
    "HND510": Rule("a part split over two pages", _WARN),
    "HND511": Rule("a picture without a description"),
    "HND512": Rule("something gave way because a sheet is full", _WARN),
    # drawing (figures/)
    "HND601": Rule("a pose that cannot be read"),
    "HND602": Rule("a limb that cannot reach"),
    "HND603": Rule("a joint bent past its limit"),
    "HND604": Rule("not the angle that was asked for"),
    "HND605": Rule("body and things pass through each other"),
    "HND606": Rule("a drawing that would not print well"),
    "HND607": Rule("drawing needs more packages"),
    "HND608": Rule("a person who is not drawn in this posture", _WARN),
    # checks of content, governance (checks/)
    "HND801": Rule("the review is overdue"),
    "HND802": Rule("the review is due soon", _WARN),
    "HND803": Rule("changed after it was approved"),
    "HND804": Rule("status and approval do not go together"),
    "HND805": Rule("a number without a source"),
    "HND806": Rule("a claim without a source"),
    "HND807": Rule("a source for something that is not there"),
    "HND808": Rule("approved, but resting on nothing that was read"),
    "HND809": Rule("an accepted finding whose time is over"),
    "HND810": Rule("a finding is accepted that is not there", _WARN),
    "HND811": Rule("a review date too far off"),
    "HND812": Rule("signed with a day that has not come"),
    "HND813": Rule("judged before it changed", _WARN),
    "HND814": Rule("no audience written down", _WARN),
    # checks of content, plain language
    "HND820": Rule("too hard to read"),
    "HND821": Rule("harder to read than wanted", _WARN),
    "HND822": Rule("a long sentence", _WARN),
    "HND823": Rule("too much passive voice", _WARN),
    "HND824": Rule("a word of the trade", _WARN),
    "HND825": Rule("a term that is not explained", _WARN),
    "HND826": Rule("letters that nobody explains", _WARN),
    "HND827": Rule("about patients, not to the reader", _WARN),
    "HND828": Rule("a number that is hard to read", _WARN),
    # checks of content, safety
    "HND830": Rule("no stop rule for every exercise"),
    "HND831": Rule("a sign of danger is not named", _WARN),
    "HND832": Rule("a sign of danger that is not urgent enough"),
    "HND833": Rule("cold without its exclusions"),
    "HND834": Rule("heat without its exclusions"),
    "HND835": Rule("children are not considered"),
    "HND836": Rule("diabetes is not considered"),
    "HND837": Rule("exercises that must not stand together"),
    "HND838": Rule("a dose past what is safe"),
    "HND839": Rule("exercises that take too much of the day", _WARN),
    "HND840": Rule("a Do that a leaflet forbids"),
    "HND841": Rule("an urgent stop rule that does not say so"),
    "HND842": Rule("a medicine by name"),
    "HND843": Rule("a Do that forbids, or a Do not that says no twice"),
    # checks of content, codes
    "HND850": Rule("a wrong check digit"),
    "HND851": Rule("a code that cannot be right"),
    "HND852": Rule("a term of another code"),
    # checks of the composed leaflet
    "HND860": Rule("a point of PEMAT-P is not met", _WARN),
    "HND861": Rule("a point of the CDC Index is not met", _WARN),
    "HND862": Rule("approved without a judgement that only a person can give"),
    # checks of the finished PDF (proof/)
    "HND870": Rule("print that is too small"),
    "HND871": Rule("body text smaller than its edition says"),
    "HND872": Rule("lines that are too long", _WARN),
    "HND873": Rule("print that is too pale"),
    "HND874": Rule("words that a screen reader does not get"),
    "HND875": Rule("something on the page that no tag reaches"),
    "HND876": Rule("a picture whose place is not on its page"),
    "HND877": Rule("a description that is not the one of its picture"),
    "HND878": Rule("a heading of a table that is not marked"),
    "HND879": Rule("not a PDF/UA-1 document"),
    "HND880": Rule("a link in the file that leads elsewhere"),
    "HND881": Rule("something in the file that a leaflet does not carry"),
    "HND882": Rule("a foreign font in the file"),
    "HND883": Rule("the standing is not stamped on every page"),
    "HND884": Rule("pages that are not as the edition says"),
    "HND885": Rule("a picture that is not in the file"),
    "HND886": Rule("a file without title or language"),
    "HND887": Rule("a letter in the file that nobody can read"),
    "HND888": Rule("text off the sheet, or not painted"),
    "HND889": Rule("other words behind the words"),
    "HND890": Rule("a file that cannot be read"),
    "HND891": Rule("a page that is not painted as its leaflet is"),
    "HND892": Rule("a file that is not compared with a leaflet"),
    "HND893": Rule("a file of other content than today's"),
    # rows of a list of patients (rows/)
    "HND901": Rule("a list that cannot be read"),
    "HND902": Rule("a list without its columns"),
    "HND903": Rule("two columns for one thing"),
    "HND904": Rule("a column that nobody reads"),
    "HND905": Rule("a row with too many or too few cells"),
    "HND906": Rule("a line that is no object"),
    "HND907": Rule("a file of columns that cannot be read"),
    "HND908": Rule("a row without a condition"),
    "HND909": Rule("a cell that cannot be read"),
    "HND910": Rule("a character in a cell that must not be printed"),
    "HND911": Rule("a cell with too much in it"),
    "HND912": Rule("a list in an old encoding", _WARN),
    "HND913": Rule("a pattern that names no file"),
    "HND914": Rule("a filled-in leaflet that differs from its full print", _WARN),
    "HND915": Rule("leaflets that cannot be bound into one file"),
    "HND916": Rule("a layout that could not be made for many", _WARN),
    # sets, export, verify
    "HND930": Rule("a set with the name of a condition"),
    "HND931": Rule("a manifest that cannot be read", _WARN),
    "HND932": Rule("a changed file is not pruned", _WARN),
    # batches (batch/)
    "HND945": Rule("a job that takes too long"),
    "HND946": Rule("a job that ends its worker"),
    "HND947": Rule("a job that needs too much memory"),
    "HND948": Rule("a job that the program fails at"),
    "HND949": Rule("no worker could be started"),
    "HND950": Rule("another run writes into this folder"),
    "HND951": Rule("a cluster that cannot be used"),
    # files
    "HND701": Rule("a file cannot be read"),
    "HND702": Rule("a file cannot be written"),
}


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. The message says *what* (lower case, no full stop), the help says *what to do*."""

    code: str
    message: str
    help: str
    span: Span | None = None

    @property
    def severity(self) -> Severity:
        return CODES[self.code].severity

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


def in_order(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sorted by place, each fault once, so that the same input gives the same report."""
    nowhere = Span("", 0, 0, 0)
    return sorted(dict.fromkeys(found), key=lambda d: (d.span or nowhere, d.code, d.message))


def has_errors(found: Iterable[Diagnostic]) -> bool:
    return any(d.is_error for d in found)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that a typing error most likely meant, or None."""
    import difflib  # only for who mistyped

    close = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return close[0] if close else None


def did_you_mean(word: str, known: Iterable[str], kind: str) -> str:
    """Help for an unknown name: the nearest one, or the list of what there is."""
    names = sorted(known)
    if close := nearest(word, names):
        return f"did you mean `{close}`?"
    if not names:
        return f"there is no {kind} at all yet"
    shown = ", ".join(f"`{n}`" for n in names[:12])
    return f"known {kind} names: {shown}{' and others' if len(names) > 12 else ''}"


def unknown_name(kind: str, name: str, known: Iterable[str]) -> Diagnostic:
    """HND001 for a name that no record of its kind has, with the nearest name, or the known ones."""
    return Diagnostic("HND001", f"there is no {kind} `{name}`", did_you_mean(name, known, kind))


def cells(text: str) -> int:
    """How many terminal columns a text takes, so that the caret stands under the right letter."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def as_text(found: Diagnostic, paint: Callable[[str, str], str] = lambda role, text: text) -> str:
    """One finding for people: head, the source line with the guilty words underlined, and the help.

    `paint(role, text)` colours a piece by its role (`error`, `warning`, `place`, `mark`, `help`).
    """
    severity = found.severity.value
    head = f"{paint(severity, f'{severity}[{found.code}]')}: {found.message}"
    rows = [head]
    if span := found.span:
        rows.append(f"  {paint('place', f'{span.file}:{span.line}:{span.column}')}")
        if span.text is not None:
            rows += _quoted(span.text.expandtabs(1), span, paint, severity)
    rows.append(f"  {paint('help', 'help')}: {found.help}")
    return "\n".join(rows)


def _quoted(line: str, span: Span, paint: Callable[[str, str], str], severity: str) -> list[str]:
    """The guilty line, cut to a readable window, with its caret row."""
    start, end = span.column - 1, span.column - 1 + max(span.length, 1)
    left = max(0, min(start - 20, end - 90)) if end > 90 else 0
    window = line[left : left + 100]
    lead, tail = ("… " if left else ""), (" …" if left + 100 < len(line) else "")
    gap = " " * cells(lead + window[: start - left])
    mark = "^" * max(1, cells(window[start - left : end - left]))
    margin = " " * len(str(span.line))
    return [
        f"  {span.line} | {lead}{window}{tail}",
        f"  {margin} | {gap}{paint(severity, mark)}",
    ]


def as_json(found: Iterable[Diagnostic]) -> str:
    """All findings as one JSON list, for other programs."""
    return json.dumps([_plain(d) for d in found], ensure_ascii=False, indent=2)


def _plain(found: Diagnostic) -> dict[str, object]:
    span = found.span
    place = {"file": span.file, "line": span.line, "column": span.column, "length": span.length} if span else None
    return {
        "code": found.code,
        "severity": found.severity.value,
        "message": found.message,
        "help": found.help,
        "span": place,
    }


def as_github(found: Diagnostic) -> str:
    """One finding as a GitHub workflow command, shown beside the line in a pull request."""
    place = ""
    if span := found.span:
        place = f"file={_escaped(span.file)},line={span.line},col={span.column},endColumn={span.column + span.length},"
    return f"::{found.severity.value} {place}title={found.code}::{_escaped(f'{found.message}; {found.help}')}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A").replace(":", "%3A").replace(",", "%2C")
