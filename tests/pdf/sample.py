"""A made-up leaflet with every kind of content once, in the structure of the real templates."""

from __future__ import annotations

STYLE = """
@page { size: A4; margin: 13mm 16mm 18mm;
  @bottom-left { content: element(footer); width: 100%; vertical-align: top }
  @top-right { content: "Page " counter(page) " of " counter(pages); font: 9.5pt "Fira Sans" } }
* { box-sizing: border-box }
html { font: 400 12.5pt/17pt "Fira Sans"; color: #14202B }
body { margin: 0 }
h1 { font: 700 31pt/33pt "Fira Sans"; margin: 0 } h2 { font: 600 15pt/18pt "Fira Sans"; margin: 4mm 0 1mm }
h3 { font: 700 16pt/18pt "Fira Sans"; margin: 0 }
ul { list-style-type: disc }
p, ul, ol, dl, table, figure { margin: 0 0 2mm }
.masthead { display: flex; justify-content: space-between; border-bottom: 1.1mm solid #0B4F5C }
.clinic { width: 90mm; font-weight: 600 }
.footer { position: running(footer); font: 500 9.5pt/12.5pt "Fira Sans" }
.card { break-inside: avoid; border: .4mm solid #14202B; padding: 3mm; margin-bottom: 5mm }
.pair { display: flex } .pair > * { flex: none; width: 50mm }
table { width: 100%; border-collapse: collapse; table-layout: fixed } td, th { border: .4mm solid; padding: 1mm }
strong { font-weight: 600 }
"""

SVG_OPEN = '<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="20mm" viewBox="0 0 40 20"'

FOOT = f'{SVG_OPEN}><title>A foot seen from the side</title><path d="M0 20L40 20L10 0Z" fill="#5F7689"/></svg>'
ORNAMENT = f'{SVG_OPEN} aria-hidden="true"><path d="M0 0L40 20" stroke="#14202B"/></svg>'

FOOTER = '<div class="footer">Heel leaflet, version 0.1.0 <a href="https://example.org/footer">example.org</a></div>'

MASTHEAD = """
<div class="masthead"><span class="clinic" data-place="masthead name" data-field="clinic.yaml: name">North
Clinic</span><span>Draft</span></div>"""

TEXT = """
<section><h2>What it is</h2><p>Your heel hurts. This is called <span lang="la">fasciitis plantaris</span>, and
it is <strong>common</strong>. Do read <a href="https://www.example.org/heel">the page about heel pain and all
that belongs to it, line after line</a> or call <a href="tel:+441234567">01234 567</a>.</p></section>
<section><h2>What helps</h2><ul><li>Soft shoes<ul><li>with a cushion</li></ul></li><li>Short walks</li></ul>
<ol><li>Stand</li><li>Lean</li></ol><dl><dt>Now</dt><dd>Call 999</dd><dt>Soon</dt><dd>See a doctor</dd></dl>
<div><div>Text in a box</div>naked text</div></section>"""


def card(name: str, steps: int = 2) -> str:
    """One exercise card."""
    lines = "".join(f"<li>Step {number} of {name}</li>" for number in range(1, steps + 1))
    return (
        f'<article class="card" data-whole="{name}" data-field="exercises/x.yaml: name"><h3>{name}</h3>'
        f'<div class="pair"><figure>{FOOT}<figcaption>Start</figcaption></figure><div>{ORNAMENT}</div></div>'
        f"<ol>{lines}</ol></article>"
    )


def diary(rows: int = 3) -> str:
    """A table with a head, row heads and empty cells."""
    body = "".join(f'<tr><th scope="row">Exercise {row}</th><td>{row} a day</td><td></td></tr>' for row in range(rows))
    head = '<tr><th scope="col">Name</th><th scope="col">Dose</th><th scope="col">Done</th></tr>'
    return f"<h2>Diary</h2><table><thead>{head}</thead><tbody>{body}</tbody></table>"


def document(
    body: str, *, style: str = "", head: str = "", title: str = "Heel pain", attributes: str = 'lang="en-GB"'
) -> str:
    """A whole page of HTML around a body."""
    return (
        f'<!doctype html><html {attributes}><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="author" content="North Clinic">{head}<style>{STYLE}{style}</style></head>'
        f"<body>{body}</body></html>"
    )


def leaflet(rows: int = 60) -> str:
    """A leaflet of several pages: masthead, text, cards, and a table that runs over pages."""
    cards = "".join(card(f"Stretch {number}", 4) for number in range(1, 5))
    return document(
        f"{FOOTER}{MASTHEAD}<h1>Heel pain</h1>{TEXT}{cards}{diary(rows)}<p>{'Walk a little every day. ' * 70}</p>"
    )
