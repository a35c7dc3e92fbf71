"""The leaflet with reportlab's platypus: the same words, drawings and faces. Its PDF has no tags."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)
from reportlab_drawings import HAIR, INK, Boxes, Drawing

ACCENT, TINT, MID = (HexColor(code) for code in ("#0B4F5C", "#EBF1F2", "#BCC8CC"))
WIDTH = 178 * mm
FACES = {"Fira": "Regular", "Fira-Medium": "Medium", "Fira-Semi": "SemiBold", "Fira-Bold": "Bold"}
TICK = (
    "<svg viewBox='0 0 20 20'><circle cx='10' cy='10' r='8.6' fill='#fff' stroke='#14202B' stroke-width='1.6'/>"
    "<path d='M5.8 10.4l3 3 5.6-6.2' fill='none' stroke='#14202B' stroke-width='2.4'/></svg>"
)
CROSS = (
    "<svg viewBox='0 0 20 20'><path d='M1 1h18v18h-18z' fill='#14202B'/>"
    "<path d='M5.8 5.8l8.4 8.4M14.2 5.8l-8.4 8.4' fill='none' stroke='#fff' stroke-width='2.8'/></svg>"
)
DOT = "<svg viewBox='0 0 20 20'><path d='M0 6h8v8h-8z' fill='#14202B'/></svg>"


def prepared(fonts: Path) -> None:
    for name, file in FACES.items():
        pdfmetrics.registerFont(TTFont(name, str(fonts / f"FiraSans-{file}.ttf")))
    pdfmetrics.registerFontFamily("Fira", normal="Fira", bold="Fira-Semi")
    pdfmetrics.registerFontFamily("Fira-Medium", normal="Fira-Medium", bold="Fira-Semi")


@cache
def style(
    size: float = 12.5, lead: float = 16, face: str = "Fira", colour: Any = INK, align: int = 0, after: float = 0
) -> ParagraphStyle:
    return ParagraphStyle(
        f"{size} {lead} {face} {colour} {align} {after}",
        fontName=face,
        fontSize=size,
        leading=lead,
        textColor=colour,
        alignment=align,
        spaceAfter=after,
    )


INVERSE = '<font backColor="#14202B" color="#FFFFFF"><b>&nbsp;{}&nbsp;</b></font>'
BODY, LIST = style(), style(lead=15)
MEDIUM = style(lead=15, face="Fira-Medium")
HEAD = style(15, 18, "Fira-Semi", ACCENT)


def said(runs: list[list[Any]]) -> str:
    return "".join(f"<b>{escape(words)}</b>" if strong else escape(words) for words, strong in runs)


def text(words: str, its: ParagraphStyle = BODY) -> Paragraph:
    return Paragraph(escape(words), its)


def flagged(runs: list[list[Any]]) -> Paragraph:
    return Paragraph(f"{INVERSE.format(runs[0][0])}{said(runs[1:])}", MEDIUM)


# ---------------------------------------------------------------- parts


def grid(cells: list[list[Any]], widths: list[float], *commands: Any, pad: float = 0) -> Table:
    usual = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        *((f"{side}PADDING", (0, 0), (-1, -1), pad) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
    ]
    return Table(cells, widths, style=[*usual, *commands])


def framed(inside: Any, *commands: Any, pad: float = 3 * mm) -> Table:
    return grid([[inside]], [WIDTH], ("BOX", (0, 0), (-1, -1), HAIR, INK), *commands, pad=pad)


def listed(items: list[Any], mark: str, width: float, size: float, its: ParagraphStyle = LIST) -> Table:
    """A list whose marks are small drawings."""
    dot = Drawing({"svg": mark, "width": size / mm, "height": size / mm})
    return grid(
        [[dot, Paragraph(item, its)] for item in items],
        [6.4 * mm, width - 6.4 * mm],
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0.6 * mm),
    )


def ruled(inside: Any) -> Table:
    return grid(
        [[inside]], [WIDTH], ("LINEABOVE", (0, 0), (-1, 0), HAIR, INK), ("TOPPADDING", (0, 0), (-1, -1), 1.5 * mm)
    )


def side(head: str, inside: Any) -> Table:
    return ruled(grid([[text(head, HEAD), inside]], [39 * mm, WIDTH - 39 * mm]))


def reading(leaf: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[Flowable]:
    name = [Paragraph(f"<b>{escape(leaf['clinic'])}</b>", BODY), Paragraph(said(leaf["clinic_line"]), BODY)]
    draft = grid(
        [[text(leaf["draft"], style(10.5, 13, "Fira-Bold", align=1))]],
        [48 * mm],
        ("BOX", (0, 0), (-1, -1), 0.5 * mm, INK),
        pad=1.2 * mm,
    )
    logo = Drawing({"svg": leaf["logo"], "width": 13, "height": 13})
    yield grid(
        [[logo, name, draft]],
        [17 * mm, WIDTH - 65 * mm, 48 * mm],
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3 * mm),
        ("LINEBELOW", (0, 0), (-1, -1), 1.1 * mm, ACCENT),
    )
    yield Spacer(0, 4 * mm)
    yield text(leaf["title"], style(31, 33, "Fira-Bold"))
    yield text(leaf["deck"], style(16, 21, "Fira-Medium", ACCENT))
    yield Paragraph(said(leaf["who"]), style(after=3 * mm))
    lines = [Paragraph(f"<b>{label}</b>&nbsp; {escape(words.get(label, ''))}", BODY) for label in leaf["blanks"]]
    rules = [("LINEBELOW", (at, 0), (at, 0), HAIR, INK) for at in (0, 2, 4)]
    yield grid(
        [[lines[0], "", lines[1], "", lines[2]]],
        [64 * mm, 5 * mm, 54 * mm, 5 * mm, 50 * mm],
        *rules,
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    )
    yield Spacer(0, 3.2 * mm)
    short = [
        text(leaf["in_short"]["head"], HEAD),
        listed([said(item) for item in leaf["in_short"]["items"]], DOT, WIDTH - 10 * mm, 5 * mm, BODY),
    ]
    yield framed(
        short,
        ("BACKGROUND", (0, 0), (-1, -1), TINT),
        ("LINEABOVE", (0, 0), (-1, 0), 2 * mm, ACCENT),
        ("LEFTPADDING", (0, 0), (-1, -1), 5 * mm),
    )
    yield Spacer(0, 3.2 * mm)
    yield text(leaf["facts"]["head"], HEAD)
    facts = [[text(lead, style(19.5, 22, "Fira-Bold")), text(told)] for lead, told in leaf["facts"]["facts"]]
    yield grid(
        [facts],
        [WIDTH / len(facts)] * len(facts),
        ("LINEBEFORE", (0, 0), (-1, -1), HAIR, INK),
        ("LEFTPADDING", (0, 0), (-1, -1), 3 * mm),
    )
    for section in leaf["sections"]:
        yield Spacer(0, 2.4 * mm)
        told = [Paragraph(said(part), style(after=1.2 * mm)) for part in section["paragraphs"]]
        if section["plate"]:
            plate = section["plate"][0]
            wide = plate["width"] * mm
            yield ruled(
                grid(
                    [[[text(section["head"], HEAD), *told], Drawing(plate)]],
                    [WIDTH - wide, wide],
                    ("RIGHTPADDING", (0, 0), (0, 0), 5 * mm),
                )
            )
        else:
            yield side(section["head"], told)
    yield Spacer(0, 2.4 * mm)
    yield side(leaf["tips"]["head"], tip(leaf["tips"]["items"][0]))
    for item in leaf["tips"]["items"][1:]:
        under = ("BOTTOMPADDING", (0, 0), (-1, -1), 1 * mm)
        yield grid([["", tip(item)]], [39 * mm, WIDTH - 39 * mm], under)
    yield Spacer(0, 3.2 * mm)
    yield boxes(leaf["boxes"])
    yield Spacer(0, 3.2 * mm)
    yield text(leaf["help"]["head"], HEAD)
    looks = ((1 * mm, INK, white), (1 * mm, MID, INK), (HAIR, TINT, INK), (HAIR, white, INK))
    for row, (edge, back, ink) in zip(leaf["help"]["rows"], looks, strict=True):
        tile = [text(row["when"], style(19, 21, "Fira-Bold", ink)), text(row["who"], style(12.5, 15, "Fira-Semi", ink))]
        signs = listed(
            [escape(sign) for sign in row["signs"]], DOT, WIDTH - 60 * mm, 3.4 * mm, MEDIUM if edge > HAIR else LIST
        )
        yield Spacer(0, 1.5 * mm)
        yield grid(
            [[tile, signs]],
            [54 * mm, WIDTH - 54 * mm],
            ("BOX", (0, 0), (-1, -1), edge, INK, 0, None if row is not leaf["help"]["rows"][-1] else (3, 2)),
            ("BACKGROUND", (0, 0), (0, 0), back),
            pad=1.5 * mm,
        )
    yield Spacer(0, 3.2 * mm)
    contact = [text(leaf["contact"]["head"], HEAD), *(Paragraph(said(line), LIST) for line in leaf["contact"]["lines"])]
    yield grid(
        [[contact, Drawing(leaf["contact"]["qr"])]],
        [WIDTH - 31 * mm, 31 * mm],
        ("LINEABOVE", (0, 0), (-1, 0), 1.1 * mm, ACCENT),
        ("TOPPADDING", (0, 0), (-1, -1), 2 * mm),
    )
    yield Paragraph(said(leaf["sources"]), style(10.5, 13, "Fira-Medium"))


def tip(item: Mapping[str, Any]) -> Flowable:
    words = Paragraph(said(item["words"]), LIST)
    if not item["plate"]:
        return words
    plate = Drawing(item["plate"][0])
    return grid(
        [[words, plate]], [WIDTH - 42 * mm - plate.width, plate.width + 3 * mm], ("LEFTPADDING", (1, 0), (1, 0), 3 * mm)
    )


def boxes(told: list[Mapping[str, Any]]) -> Table:
    wide = (WIDTH - 4 * mm) / 2
    heads = [
        text(told[0]["head"], style(16, 18, "Fira-Semi")),
        "",
        text(told[1]["head"], style(16, 18, "Fira-Semi", white)),
    ]
    lists = [
        listed([said(item) for item in box["items"]], mark, wide - 5 * mm, 5 * mm)
        for box, mark in zip(told, (TICK, CROSS), strict=True)
    ]
    return grid(
        [heads, [lists[0], "", lists[1]]],
        [wide, 4 * mm, wide],
        ("BOX", (0, 0), (0, -1), HAIR, INK),
        ("BACKGROUND", (0, 0), (0, -1), TINT),
        ("LINEBELOW", (0, 0), (0, 0), HAIR, INK),
        ("BOX", (2, 0), (2, -1), 1.2 * mm, INK),
        ("BACKGROUND", (2, 0), (2, 0), INK),
        pad=1.6 * mm,
    )


def doing(leaf: Mapping[str, Any]) -> Iterator[Flowable]:
    yield text(leaf["exercises"]["head"], style(21, 25, "Fira-Bold", ACCENT))
    yield text(leaf["exercises"]["how_to"], style(after=2.5 * mm))
    yield text(leaf["exercises"]["pain"], style(face="Fira-Semi"))
    shares, looks = (4, 2, 5), ((white, INK), (MID, INK), (INK, white))
    numbers = [
        text(n, style(12.5, 16, "Fira-Semi", ink, 1))
        for zone, (_, ink) in zip(leaf["zones"], looks, strict=True)
        for n in zone["numbers"]
    ]
    ends = [sum(shares[:at]) for at in range(4)]
    backs = [("BACKGROUND", (ends[at], 0), (ends[at + 1] - 1, 0), back) for at, (back, _) in enumerate(looks)]
    yield grid([numbers], [WIDTH / 11] * 11, ("GRID", (0, 0), (-1, -1), HAIR, INK), *backs, pad=1 * mm)
    zones = [
        Paragraph(f"<b>{zone['words'][0][0]}</b><br/>{zone['words'][1][0].strip()}", MEDIUM) for zone in leaf["zones"]
    ]
    yield grid([zones], [WIDTH / 11 * share for share in shares], ("RIGHTPADDING", (0, 0), (-1, -1), 2 * mm))
    for runs in leaf["always"]:
        yield Spacer(0, 1.4 * mm)
        yield flagged(runs)
    for number, told in enumerate(leaf["cards"], 1):
        yield Spacer(0, 3 * mm)
        yield KeepTogether(card(number, told))
    yield Spacer(0, 3 * mm)
    yield KeepTogether(diary(leaf))


def card(number: int, told: Mapping[str, Any]) -> list[Flowable]:
    tiles = [
        Paragraph(f'<font name="Fira-Bold" size="20">{many}</font> {unit}', style(12.5, 22, "Fira-Medium"))
        for many, unit in told["tiles"]
    ]
    wide = [33 * mm if len(unit) > 8 else 30 * mm for _, unit in told["tiles"]]
    head = grid(
        [
            [
                text(str(number), style(16, 22, "Fira-Bold", white, 1)),
                text(told["name"], style(16, 22, "Fira-Bold")),
                *tiles,
            ]
        ],
        [12 * mm, WIDTH - 12 * mm - sum(wide), *wide],
        ("BACKGROUND", (0, 0), (-1, -1), TINT),
        ("BACKGROUND", (0, 0), (0, 0), INK),
        ("LINEBEFORE", (2, 0), (-1, 0), HAIR, INK),
        ("LEFTPADDING", (1, 0), (-1, 0), 3 * mm),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2 * mm),
        ("BOX", (0, 0), (-1, -1), HAIR, INK),
    )
    widths = [picture["width"] * mm + 3 * mm for picture in told["pictures"]]
    captions = [text(words, style(12, 15, "Fira-Semi")) for words in told["captions"]]
    shown = grid([captions, [Drawing(picture) for picture in told["pictures"]]], widths)
    rest = WIDTH - sum(widths) - 9 * mm
    steps = [
        [text(f"{at}.", style(12.5, 15, "Fira-Bold", align=2)), text(step, MEDIUM)]
        for at, step in enumerate(told["steps"], 1)
    ]
    how = [
        text(told["why"], style(12.5, 16, "Fira-Semi")),
        grid(
            steps,
            [6 * mm, rest - 6 * mm],
            ("LEFTPADDING", (1, 0), (1, -1), 1.6 * mm),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0.6 * mm),
        ),
    ]
    body = grid(
        [[shown, how]],
        [sum(widths) + 7 * mm, rest + 2 * mm],
        ("BOX", (0, 0), (-1, -1), HAIR, INK),
        ("LEFTPADDING", (0, 0), (0, 0), 3.5 * mm),
        ("TOPPADDING", (0, 0), (-1, -1), 1.8 * mm),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5 * mm),
    )
    foot = grid(
        [[[Paragraph(said(words), MEDIUM) for words in told["watch"]]], [[flagged(words) for words in told["stop"]]]],
        [WIDTH],
        ("BOX", (0, 0), (-1, -1), HAIR, INK),
        ("LINEABOVE", (0, 1), (-1, 1), 1.2 * mm, INK),
        ("LEFTPADDING", (0, 0), (-1, -1), 3.5 * mm),
        pad=0.8 * mm,
    )
    return [head, body, foot]


def diary(leaf: Mapping[str, Any]) -> list[Flowable]:
    told = leaf["diary"]
    bold = style(12.5, 14, "Fira-Semi")
    names = [
        Paragraph(
            f"{INVERSE.format(at)} <b>{row['name']}</b><br/>{row['rhythm']}",
            style(12.5, 14),
        )
        for at, row in enumerate(told["rows"], 1)
    ]
    days = [
        text(told["days"][0], bold),
        *(text(day, style(12.5, 14, "Fira-Semi", align=1)) for day in told["days"][1:]),
    ]
    cells = [
        days,
        *([name, *map(Boxes, row["boxes"])] for name, row in zip(names, told["rows"], strict=True)),
        [text(told["worst"], bold), *[""] * 14],
    ]
    table = grid(
        cells,
        [46 * mm, *[132 * mm / 14] * 14],
        ("GRID", (0, 0), (-1, -1), HAIR, INK),
        ("LINEBEFORE", (8, 0), (8, -1), 1 * mm, INK),
        ("BACKGROUND", (0, 0), (-1, 0), TINT),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("ALIGN", (1, 0), (-1, -1), "CENTER"),
        ("LEFTPADDING", (0, 0), (0, -1), 2 * mm),
        pad=0.6 * mm,
    )
    head = grid(
        [[text(told["head"], HEAD), text(told["words"]), ""]],
        [66 * mm, 66 * mm, 40 * mm],
        ("LINEBELOW", (2, 0), (2, 0), HAIR, INK),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1 * mm),
    )
    notes = grid(
        [[text(leaf["notes"], style(face="Fira-Semi")), ""]],
        [45 * mm, WIDTH - 45 * mm],
        ("LINEBELOW", (1, 0), (1, 0), HAIR, INK),
        ("TOPPADDING", (0, 0), (-1, -1), 2 * mm),
    )
    return [head, table, notes]


def made(leaf: Mapping[str, Any], words: Mapping[str, str], pages: int) -> bytes:
    """The file of one person. The number of pages is told beforehand, which spares a second run."""

    def foot(page: Any, document: Any) -> None:
        page.setFont("Fira-Medium", 10)
        page.setFillColor(INK)
        page.drawString(16 * mm, 12 * mm, leaf["foot"][0])
        page.drawRightString(16 * mm + WIDTH, 12 * mm, f"Page {document.page} of {pages}")
        page.drawString(16 * mm, 12 * mm - 13, leaf["foot"][1])

    file = io.BytesIO()
    frame = Frame(16 * mm, 18 * mm, WIDTH, A4[1] - 31 * mm, 0, 0, 0, 0)
    document = BaseDocTemplate(
        file, pagesize=A4, title=leaf["title"], author=leaf["clinic"], lang=leaf["language"], pageCompression=1
    )
    document.addPageTemplates(PageTemplate("all", [frame], onPage=foot))
    document.build([*reading(leaf, words), PageBreak(), *doing(leaf)])
    return file.getvalue()
