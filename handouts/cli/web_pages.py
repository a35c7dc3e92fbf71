"""What `status` and `evidence` tell as a page for the browser: one file that needs no other, and prints on A4."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from handouts.cli import terminal

if TYPE_CHECKING:
    from handouts.checks.checklists import ItemResult
    from handouts.checks.evidence import Evidence
    from handouts.pipeline.overview import Row

_STYLE = """
body { font: 1rem/1.4 "Fira Sans", Arial, sans-serif; color: #14202b; margin: 2rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.6em; margin: 0 0 .3em; } h2 { font-size: 1.1em; margin: 1em 0 .3em; } p { margin: .2em 0; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #5b6b75; padding: .35em .6em; text-align: start; vertical-align: top; }
thead th { border-bottom: 2px solid #14202b; } tbody th { font-weight: 600; }
.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
.nowrap { white-space: nowrap; }
.quiet { color: #44545e; font-weight: 400; }
.loud { font-weight: 700; }
.hash { overflow-wrap: anywhere; }
"""

# ---------------------------------------------------------------- the whole library

_STATUS_STYLE = """
@page { size: A4 landscape; margin: 12mm; }
body { max-width: 75rem; }
thead tr:first-child > * { border: 0; padding-bottom: 0; }
tr.errors, tr.overdue { background: #fbeeec; }
@media print { body { margin: 0; font-size: 9pt; } }
"""


def status(rows: Sequence[Row], day: datetime.date) -> str:
    """Every leaflet in a line, and first how they stand together."""
    reading = ("grade", "with terms", "paragraphs", "SMOG")
    over = f'{"<td></td>" * 4}<th scope="colgroup" colspan="{len(reading)}">readability</th>{"<td></td>" * 4}'
    heads = (
        _cells("th", ("leaflet", "status", "version", "review by"), "")
        + _cells("th", (*reading, "drawn", "minutes a day"), "number")
        + _cells("th", ("languages", "findings"), "")
    )
    lines = "\n".join(map(_line, rows))
    body = (
        f"<p>{_together(rows)}</p>",
        f"<table>\n<thead>\n<tr>{over}</tr>\n<tr>{heads}</tr>\n</thead>\n<tbody>\n{lines}\n</tbody>\n</table>",
        '<p class="quiet">The grade is that of Flesch and Kincaid: of the whole leaflet without and with its medical '
        "terms, and of its paragraphs alone without them.</p>",
    )
    return _page(f"Leaflets on {day}", _STATUS_STYLE, "\n".join(body))


def _together(rows: Sequence[Row]) -> str:
    """`7 leaflets: 7 draft. The first review date is 2028-11-01.`"""
    if not rows:
        return "Nothing yet."
    counts = [(sum(row.status == name for row in rows), name) for name in ("approved", "reviewed", "draft")]
    counts += [
        (sum(row.status is None for row in rows), "that cannot be read"),
        (sum(_is_overdue(row) for row in rows), "overdue"),
        (sum(row.errors > 0 for row in rows), "with errors"),
    ]
    told = ", ".join(f"{count} {name}" for count, name in counts if count)
    days = [row.review_by for row in rows if row.review_by]
    first = f" The first review date is {min(days)}." if days else ""
    return f"{terminal.plural(len(rows), 'leaflet')}: {told}.{first}"


def _is_overdue(row: Row) -> bool:
    return row.days_left is not None and row.days_left < 0


def score(value: float | None) -> str:
    """A measure of readability, or nothing where it cannot be computed."""
    return "" if value is None else f"{value:.1f}"


def smog(row: Row) -> str:
    """SMOG needs a text of some length; without any measure there is nothing to say."""
    return "too short" if row.smog is None and row.grade is not None else score(row.smog)


def drawn(row: Row) -> str:
    """`3 of 4`: how many of the exercises have a drawing."""
    return "" if row.exercises is None else f"{row.drawn} of {row.exercises}"


def _line(row: Row) -> str:
    marks = " ".join(mark for mark, is_so in (("overdue", _is_overdue(row)), ("errors", row.errors > 0)) if is_so)
    findings = ", ".join(
        terminal.plural(count, noun) for count, noun in ((row.errors, "error"), (row.warnings, "warning")) if count
    )
    minutes = "" if row.minutes_a_day is None else str(row.minutes_a_day)
    numbers = (*map(score, (row.grade, row.grade_with_terms, row.paragraphs)), smog(row), drawn(row), minutes)
    due = f'{row.review_by}<br><span class="{"quiet" if row.review == "in time" else "loud"}">{row.review}</span>'
    return (
        f"<tr{f' class={marks!r}' if marks else ''}>"
        f'<th scope="row">{escape(row.title or "")}<br><span class="quiet">{escape(row.id)}</span></th>'
        f"{_cells('td', (row.status or '', row.version or ''), '')}"
        f'<td class="nowrap">{due if row.review else ""}</td>{_cells("td", numbers, "number")}'
        f"{_cells('td', (', '.join(row.languages),), '')}"
        f"{_cells('td', (findings or 'none',), 'loud' if row.errors else '')}</tr>"
    )


# ---------------------------------------------------------------- the evidence for one leaflet

_EVIDENCE_STYLE = """
@page { size: A4; margin: 9mm 10mm; }
body { max-width: 75rem; font-size: .9rem; }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1.6em; }
.thirds { display: grid; grid-template-columns: 1.25fr 1fr 1fr; gap: 0 2em; }
ul { margin: 0; padding-inline-start: 1.1em; } .sources { columns: 2; column-gap: 2em; }
th, td { padding: .12em .7em .12em 0; }
@media print {
  body { margin: 0; padding: 0; max-width: none; font-size: 6.6pt; line-height: 1.22; }
  h2 { margin-top: .7em; } th, td { border-bottom-width: .3pt; padding-top: 0; padding-bottom: 0; }
}
"""


def evidence(e: Evidence) -> str:
    """One page: scores and items, readability, the finished file, sources."""
    parts = (_head(e), _items(e), _measures(e), _sources(e), _findings(e))
    return _page(f"Evidence: {e.condition.title}", _EVIDENCE_STYLE, "\n".join(parts))


def _head(e: Evidence) -> str:
    paper, audience = e.condition.governance, e.condition.audience
    by = paper.approval
    lines = [
        f"{e.condition.reference}, version {paper.version}, issued {paper.issued}, review by {paper.review_by}. "
        f"Status: <strong>{paper.status}</strong>. As on {e.day}.",
        f"For {escape(e.condition.for_whom)}. Not for {escape(e.condition.not_for)}."
        + (f" Readers: {escape(audience.reading)}. Aim: {escape(audience.aim)}." if audience else ""),
        f"Owner: {escape(paper.owner)}. Written by {_people(paper.authors)}. Reviewed by {_people(paper.reviewers)}. "
        f"Approved by {_people([by] if by else [])}{'' if not by or by.hash == e.hash else ' (void: changed since)'}.",
        f'<span class="hash">Hash of what is printed: {e.hash}</span>',
    ]
    return "".join(f"<p>{line}</p>\n" for line in lines)


def _people(people: Iterable[object]) -> str:
    told = "; ".join(
        ", ".join(str(getattr(one, name)) for name in ("name", "role", "date") if hasattr(one, name)) for one in people
    )
    return escape(told or "nobody yet")


def _items(e: Evidence) -> str:
    def list_(title: str, scores: Mapping[str, str], items: Sequence[ItemResult]) -> str:
        told = ", ".join(f"{words}{e.score(name)[0]} of {e.score(name)[1]}" for name, words in scores.items())
        rows = "\n".join(_item(one) for one in items)
        heads = _cells("th", ("item", "the leaflet", "judged", "standing", "code, or who"), "")
        table = f"<table><thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody></table>"
        return f"<div><h2>{title}: {told}</h2>\n{table}</div>"

    pemat = {"understandability": "understandability ", "actionability": "actionability "}
    cdc = list_("CDC Clear Communication Index", {"CDC Index": ""}, e.cdc)
    return f'<div class="columns">{list_("PEMAT-P", pemat, e.pemat)}{cdc}</div>'


def _item(one: ItemResult) -> str:
    by = f"{one.by.name}, {one.by.role}, {one.by.date}" if one.by else ", ".join(one.item.codes)
    why = f": {one.why}" if one.standing == "not met" else ""
    loud = "" if one.standing == "met" else "loud"
    return (
        f'<tr><th scope="row" class="nowrap">{one.item.id}</th>{_cells("td", (one.item.asks, one.item.kind), "")}'
        f"{_cells('td', (one.standing + why,), loud)}{_cells('td', (by,), 'quiet' if one.by else 'quiet nowrap')}</tr>"
    )


def _measures(e: Evidence) -> str:
    rows = "\n".join(
        f'<tr><th scope="row">{escape(name)}</th>{_cells("td", (sentences, words), "number")}'
        f"{_cells('td', (f'{masked:.1f}', f'{with_terms:.1f}'), 'number')}</tr>"
        for name, sentences, words, masked, with_terms in e.sections()
    )
    heads = _cells("th", ("section",), "") + _cells("th", ("sentences", "words", "masked", "with terms"), "number")
    hard = "".join(
        f"<li>“{escape(words)}” ({score:.1f}, {escape(line.place)})</li>" for score, line, words in e.reading.worst()
    )
    file = "".join(f"<li>{escape(name)}: {escape(value)}</li>" for name, value in e.measured.items())
    daily = f"The exercises take about {e.minutes:.0f} minutes a day; {e.budget} are the most that is asked for."
    columns = (
        f"<h2>Readability: grade {e.reading.score():.1f}, wanted {e.target_grade:g} at most</h2>\n"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>",
        f"<h2>Hardest sentences</h2><ul>{hard}</ul>\n<p>SMOG: {e.reading.smog() or 'too short'}. {daily}</p>",
        f"<h2>The finished file</h2>{f'<ul>{file}</ul>' if file else '<p>Not printed.</p>'}",
    )
    return f'<div class="thirds">{"".join(f"<div>{column}</div>" for column in columns)}</div>'


def _sources(e: Evidence) -> str:
    told = "".join(
        f"<li>{escape(source.name)} ({source.seen}): {', '.join(cited.supports)}</li>"
        for cited in e.condition.governance.sources
        if (source := e.library.sources.get(cited.id))
    )
    return (
        f'<h2>Sources, how they were read, and what they support</h2><ul class="sources">{told}</ul>\n'
        f"<p>Verified codes: {escape('; '.join(e.codes) or 'none')}.</p>"
    )


def _findings(e: Evidence) -> str:
    told = "".join(f"<li>{one.severity.value} {one.code}: {escape(one.message)}</li>" for one in e.found)
    return f"<h2>Findings</h2>{f'<ul>{told}</ul>' if told else '<p>None.</p>'}"


# ---------------------------------------------------------------- both


def _cells(tag: str, values: Iterable[object], css: str) -> str:
    scope = ' scope="col"' if tag == "th" else ""
    return "".join(f"<{tag}{scope}{f' class={css!r}' if css else ''}>{escape(str(value))}</{tag}>" for value in values)


def _page(title: str, style: str, body: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title><style>{_STYLE}{style}</style></head>
<body>
<h1>{escape(title)}</h1>
{body}
</body>
</html>"""
