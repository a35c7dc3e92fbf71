"""Findings: code, span, message and help, written as text, JSON or GitHub annotations.

A stage returns `(result, [Diagnostic])`; only the command line prints and exits. An error must not be
printed on paper; a person should look at a warning; there is no third severity.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the print, a warning does not."""

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
    """Title and severity of a code. `docs/diagnostics.md` has a section for each code."""

    title: str
    severity: Severity = Severity.ERROR


_WARN = Severity.WARNING

#: Every code that the program can report, in the order of processing.
CODES: dict[str, Rule] = {
    # arguments of the command (pipeline/, compose/settings.py)
    "HND001": Rule("unknown name"),
    "HND002": Rule("invalid dose setting"),
    "HND003": Rule("file already exists"),
    "HND004": Rule("invented clinic on the leaflet", _WARN),
    # text of a YAML file (library/source/)
    "HND101": Rule("invalid YAML"),
    "HND102": Rule("duplicate key"),
    "HND103": Rule("unsupported YAML feature"),
    "HND104": Rule("input too large"),
    "HND105": Rule("unprintable character"),
    "HND106": Rule("text lost to a comment"),
    "HND107": Rule("surrounding spaces dropped", _WARN),
    "HND108": Rule("misleading YAML text", _WARN),
    # fields of a file (model/, library/schema/)
    "HND201": Rule("missing field"),
    "HND202": Rule("unknown field"),
    "HND203": Rule("wrong type"),
    "HND204": Rule("value out of range"),
    "HND205": Rule("unsupported markup"),
    "HND206": Rule("unknown placeholder"),
    "HND207": Rule("number in prose"),
    "HND208": Rule('Do not item without "Do not"'),
    "HND209": Rule("text too long for its place"),
    "HND210": Rule("invalid id"),
    # references, drawings and logos (library/)
    "HND301": Rule("unresolved reference"),
    "HND302": Rule("unused file", _WARN),
    "HND303": Rule("exercise without a drawing", _WARN),
    "HND304": Rule("drawing older than its pose"),
    "HND305": Rule("unusable drawing"),
    "HND306": Rule("accent colour with low contrast", _WARN),
    "HND307": Rule("unusable logo"),
    "HND308": Rule("exercise both listed and forbidden"),
    "HND309": Rule("unused number", _WARN),
    "HND310": Rule("skeleton text", _WARN),
    "HND311": Rule("content file with another ending"),
    "HND312": Rule("logo with too few pixels", _WARN),
    "HND313": Rule("hold without a place", _WARN),
    "HND314": Rule("name of an earlier version"),
    "HND315": Rule("advice for another region"),
    "HND316": Rule("unusable picture"),
    "HND317": Rule("picture with too few pixels", _WARN),
    "HND318": Rule("picture with low contrast", _WARN),
    "HND319": Rule("levels that lead round"),
    "HND320": Rule("reference of two conditions"),
    "HND321": Rule("region without its danger signs"),
    # merge decisions (compose/)
    "HND401": Rule("forbidden exercise left out", _WARN),
    "HND402": Rule("conflicting doses", _WARN),
    "HND403": Rule("dose outside its limits"),
    "HND404": Rule("no exercises left"),
    "HND407": Rule("conflicting Do and Do not", _WARN),
    "HND408": Rule("missing drawing of a person", _WARN),
    "HND409": Rule("incompatible exercise left out", _WARN),
    "HND410": Rule("no exercise left for a body region"),
    "HND411": Rule("too many conditions"),
    "HND412": Rule("text about an unprinted exercise left out", _WARN),
    "HND413": Rule("invalid choice of exercises"),
    "HND414": Rule("exercise that is taught first left out", _WARN),
    "HND415": Rule("few exercises left", _WARN),
    "HND416": Rule("exercise left out in these weeks", _WARN),
    # the composed leaflet (checks/contradictions.py)
    "HND417": Rule("lines that contradict each other", _WARN),
    "HND418": Rule("lines that say the same", _WARN),
    "HND419": Rule("line about something that is not printed", _WARN),
    # templates, layout and fonts (layout/, pdf/)
    "HND501": Rule("missing glyph"),
    "HND502": Rule("resource not loaded"),
    "HND503": Rule("overflow"),
    "HND504": Rule("layout error"),
    "HND505": Rule("more than two sheets", _WARN),
    "HND506": Rule("untested engine version", _WARN),
    "HND507": Rule("nearly empty page", _WARN),
    "HND508": Rule("unsafe link"),
    "HND509": Rule("heading at the foot of a page", _WARN),
    "HND510": Rule("part split across pages", _WARN),
    "HND511": Rule("picture without alternative text"),
    "HND512": Rule("part left out to fit a sheet", _WARN),
    # poses and drawings (figures/)
    "HND601": Rule("invalid pose"),
    "HND602": Rule("target out of reach"),
    "HND603": Rule("joint beyond its range of motion"),
    "HND604": Rule("unsatisfied angle"),
    "HND605": Rule("collision or loss of balance"),
    "HND606": Rule("drawing unfit for print"),
    "HND607": Rule("missing drawing packages"),
    "HND608": Rule("posture not drawn for this person", _WARN),
    "HND609": Rule("marked part at rest"),
    "HND610": Rule("arrow against the movement"),
    # governance (checks/governance.py, checks/signatures.py)
    "HND801": Rule("review overdue"),
    "HND802": Rule("review due soon", _WARN),
    "HND803": Rule("changed after approval"),
    "HND804": Rule("status without matching approval"),
    "HND805": Rule("number without a source"),
    "HND806": Rule("claim without a source"),
    "HND807": Rule("source for a missing field"),
    "HND808": Rule("approval without a verified source"),
    "HND809": Rule("expired acceptance"),
    "HND810": Rule("unused acceptance", _WARN),
    "HND811": Rule("review date too far ahead"),
    "HND812": Rule("signature dated in the future"),
    "HND813": Rule("judgement is out of date", _WARN),
    "HND814": Rule("missing audience", _WARN),
    "HND815": Rule("text that nothing prints", _WARN),
    "HND816": Rule("repeated alternative text", _WARN),
    # plain language (checks/reading_level.py, checks/language.py)
    "HND820": Rule("reading level too high"),
    "HND821": Rule("reading level above the target", _WARN),
    "HND822": Rule("long sentence", _WARN),
    "HND823": Rule("too much passive voice", _WARN),
    "HND824": Rule("jargon", _WARN),
    "HND825": Rule("unexplained term", _WARN),
    "HND826": Rule("unexplained abbreviation", _WARN),
    "HND827": Rule("reader not addressed", _WARN),
    "HND828": Rule("number hard to read", _WARN),
    "HND829": Rule("point that leans on another line", _WARN),
    # safety (checks/safety.py)
    "HND830": Rule("missing stop rule for all exercises"),
    "HND831": Rule("missing red flag"),
    "HND832": Rule("red flag with too low an urgency"),
    "HND833": Rule("cold without its precautions"),
    "HND834": Rule("heat without its precautions"),
    "HND835": Rule("children not considered"),
    "HND836": Rule("diabetes not considered"),
    "HND837": Rule("incompatible exercises"),
    "HND838": Rule("dose above the safe maximum"),
    "HND839": Rule("daily exercise time too long", _WARN),
    "HND840": Rule("Do that another leaflet forbids"),
    "HND841": Rule("urgent stop rule without an urgent instruction"),
    "HND842": Rule("medicine by name"),
    "HND843": Rule("negative Do or double negative"),
    "HND844": Rule("comfort in the Do not box"),
    "HND845": Rule("span of time outside the timeline", _WARN),
    "HND846": Rule("rule about pain beside the pain guide", _WARN),
    "HND847": Rule("red flag with another urgency", _WARN),
    "HND848": Rule("loads that contradict the pose"),
    "HND849": Rule("sentence in two wordings", _WARN),
    # codes of classifications (checks/codes.py)
    "HND850": Rule("wrong check digit"),
    "HND851": Rule("invalid code"),
    "HND852": Rule("mismatched term"),
    # checklists (checks/checklists.py)
    "HND860": Rule("PEMAT-P item not met", _WARN),
    "HND861": Rule("CDC Index item not met", _WARN),
    "HND862": Rule("approval without a required judgement"),
    # the finished PDF (pdf/preflight/)
    "HND870": Rule("type too small"),
    "HND871": Rule("body text smaller than its edition"),
    "HND872": Rule("lines too long", _WARN),
    "HND873": Rule("contrast too low"),
    "HND874": Rule("text missing from the tags"),
    "HND875": Rule("untagged content"),
    "HND876": Rule("picture box off its page"),
    "HND877": Rule("wrong alternative text"),
    "HND878": Rule("unmarked table header"),
    "HND879": Rule("not PDF/UA-1"),
    "HND880": Rule("unsafe link in the file"),
    "HND881": Rule("foreign content in the file"),
    "HND882": Rule("foreign font"),
    "HND883": Rule("missing status line"),
    "HND884": Rule("wrong page size or count"),
    "HND885": Rule("missing picture"),
    "HND886": Rule("wrong title, language or metadata"),
    "HND887": Rule("character without Unicode value"),
    "HND888": Rule("invisible or off-page text"),
    "HND889": Rule("replacement text differs"),
    "HND890": Rule("unreadable PDF"),
    "HND891": Rule("page content differs"),
    "HND892": Rule("unidentified file"),
    "HND893": Rule("outdated file"),
    "HND894": Rule("text printed over text or a rule"),
    "HND895": Rule("form field missing or without a name"),
    # lists of patients (batch/patients/, batch/mail_merge/)
    "HND901": Rule("unreadable list"),
    "HND902": Rule("missing column of conditions"),
    "HND903": Rule("duplicate column"),
    "HND904": Rule("unused column"),
    "HND905": Rule("wrong number of cells"),
    "HND906": Rule("invalid JSON line"),
    "HND907": Rule("invalid columns file"),
    "HND908": Rule("row without a condition"),
    "HND909": Rule("invalid cell"),
    "HND910": Rule("unprintable character in a cell"),
    "HND911": Rule("cell too long"),
    "HND912": Rule("list not in UTF-8", _WARN),
    "HND913": Rule("invalid file name pattern"),
    "HND914": Rule("filled leaflet differs from its full print", _WARN),
    "HND915": Rule("leaflets cannot be combined"),
    "HND916": Rule("failed template for filling", _WARN),
    "HND917": Rule("missing mapped column"),
    "HND918": Rule("damaged cell"),
    "HND919": Rule("one number for two patients"),
    "HND920": Rule("duplicate row", _WARN),
    "HND921": Rule("failed rows changed by hand", _WARN),
    "HND922": Rule("row for nobody"),
    "HND923": Rule("row without a name", _WARN),
    # sets, export, verify (library/, batch/export/)
    "HND930": Rule("set or plan with a name in use"),
    "HND931": Rule("invalid manifest", _WARN),
    "HND932": Rule("changed file not pruned", _WARN),
    "HND933": Rule("contradictory plan"),
    "HND934": Rule("code of several leaflets", _WARN),
    # workers, folders, clusters (batch/)
    "HND945": Rule("job timed out"),
    "HND946": Rule("worker died"),
    "HND947": Rule("job out of memory"),
    "HND948": Rule("internal error in a job"),
    "HND949": Rule("no worker started"),
    "HND950": Rule("folder in use by another run"),
    "HND951": Rule("unusable cluster"),
    # files (files/)
    "HND701": Rule("unreadable file"),
    "HND702": Rule("file not written"),
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


#: Kinds of records that `handouts list` shows, and its word for them.
LISTED = {"condition": "conditions", "exercise": "exercises", "plan": "plans", "clinic": "clinics"}


ALIKE, SURELY_ALIKE = 0.6, 0.75  # shares of the letters of two words that they have in common


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that a typing error most likely meant, or the only one that begins with this word, or None."""
    import difflib  # only for who mistyped

    names = sorted(known)
    written = re.sub(r"\.[a-z]{2,4}$", "", re.split(r"[/\\\\]", word)[-1])  # of a path, the name of its file
    word = next((one for one in (word, written, written.lower()) if one in names), written)
    for close in difflib.get_close_matches(word, names, n=1, cutoff=ALIKE):
        # Scattered letters alone prove nothing: `nosuch` is not `rnoh`.
        alike = difflib.SequenceMatcher(None, word, close)
        in_a_row = alike.find_longest_match().size
        if alike.ratio() >= SURELY_ALIKE or 2 * in_a_row > min(len(word), len(close)):
            return close
    begun = [name for name in names if word and name.startswith(f"{word}-")]
    return begun[0] if len(begun) == 1 else None


def did_you_mean(word: str, known: Iterable[str], kind: str) -> str:
    """Help for an unknown name: the nearest one, or the list of what there is."""
    names = sorted(known)
    if close := nearest(word, names):
        return f"did you mean `{close}`?"
    if not names:
        return f"there is no {kind} at all yet"
    shown = ", ".join(f"`{n}`" for n in names[:12])
    return f"known {kind} names: {shown}{' and others' if len(names) > 12 else ''}"


def unknown_name(kind: str, name: str, known: Collection[str]) -> Diagnostic:
    """HND001 for a name that no record of its kind has, with the nearest name, or the known ones."""
    if not name.strip():
        return Diagnostic("HND001", f"the name of a {kind} is empty", did_you_mean(name, known, kind))
    help_ = did_you_mean(name, known, kind)
    if help_.endswith("others") and kind in LISTED:
        help_ = f"{help_}; `handouts list {LISTED[kind]}` shows all"
    return Diagnostic("HND001", f"there is no {kind} `{name}`", help_)


def cells(text: str) -> int:
    """The number of terminal columns of a text, which places the caret under the right letter."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def as_text(found: Diagnostic, paint: Callable[[str, str], str] = lambda role, text: text, room: int = 100) -> str:
    """One finding for people: head, the source line with the guilty words underlined, and the help.

    `paint(role, text)` colours a piece by its role (`error`, `warning`, `place`, `mark`, `help`). A source line is
    cut to `room` letters around the words.
    """
    severity = found.severity.value
    head = f"{paint(severity, f'{severity}[{found.code}]')}: {found.message}"
    rows = [head]
    if span := found.span:
        rows.append(f"  {paint('place', f'{span.file}:{span.line}:{span.column}')}")
        if span.text is not None:
            rows += _quoted(span.text.expandtabs(1), span, paint, severity, room)
    rows.append(f"  {paint('help', 'help')}: {found.help}")
    return "\n".join(rows)


def _quoted(line: str, span: Span, paint: Callable[[str, str], str], severity: str, room: int) -> list[str]:
    """The guilty line, cut to a readable window, with its caret row."""
    start, end = span.column - 1, span.column - 1 + max(span.length, 1)
    left = max(0, min(start - 20, end - room + 10)) if end > room - 10 else 0
    window = line[left : left + room]
    lead, tail = ("… " if left else ""), (" …" if left + room < len(line) else "")
    gap = " " * cells(lead + window[: start - left])
    mark = "^" * max(1, cells(window[start - left : end - left]))
    margin = " " * len(str(span.line))
    return [f"  {span.line} | {lead}{window}{tail}", f"  {margin} | {gap}{paint(severity, mark)}"]


def plain(found: Diagnostic) -> dict[str, object]:
    """One finding as JSON values, for other programs."""
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
