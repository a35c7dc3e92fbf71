"""Two hundred names that mean something to some program: each is printed as written, or refused in its place."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handouts.batch.mail_merge import grouping
from handouts.cli.program import program
from handouts.files.pictures import Picture
from handouts.formats.html import write as write_html
from handouts.layout import templates
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf import Printed, preflight, printing
from handouts.pdf.fetcher import ImageLoader
from handouts.pdf.preflight import Preflight
from handouts.pdf.printing import PrintAssets
from handouts.pdf.reader import PdfReader

WHERE = "http://192.0.2.7/x"  # an address that nobody has

MARKUP = [
    "<b>Ann</b>", "<script>alert(1)</script>", "</body></html>", "<!-- Ann", "-->", "<![CDATA[x]]>", "<br/>", "< b >",
    f"<img src={WHERE}>", f"<img src='{WHERE}' onerror=x>", f'<link rel=stylesheet href="{WHERE}">', "<svg/onload=x>",
    f"<object data={WHERE}>", f"<iframe src={WHERE}>", f'"><img src="{WHERE}">', f"'><a href='{WHERE}'>Ann</a>",
    "<style>*{display:none}</style>", "</style><b>", "</title>", "</p></div>", "<td>", "<?php x ?>", "<%= x %>",
    "&amp;", "&lt;b&gt;", "&#60;b&#62;", "&#x3c;", "&nbsp;", "&", "&&", "a<b", "a>b", "1 < 2 > 0", "&copy", "&bogus;",
    '" onload="x', "' onload='x", "`x`", "**Ann**", "_Ann_", "[Ann](x)", "![Ann](x.png)", "# Ann", "* Ann", "~Ann~",
]  # fmt: skip
TEMPLATES = [
    "{{ 7*7 }}", "{% for x in y %}", "{# Ann #}", "{{ config }}", "{{ ''.__class__ }}", "{%- raw -%}", "{{", "}}", "{%",
    "{hold}", "{name}", "{0}", "{}", "{name!r}", "{0.__class__}", "%s", "%d %n", "%(name)s", "%%", "100%", "$name",
    "${7*7}", "#{7*7}", "$(id)", "`id`", "<%= 7*7 %>", "@Ann", "{{{Ann}}}", "[[Ann]]", "\\1", "\\n", "\\", "\\\\",
    "\\u0041", "\\x41", "\\N{BULLET}", "%00", "%2e%2e%2f", "~", "*", "?", "!", "|", ";", "a;b", "a,b",
]  # fmt: skip
FORMULAS = [
    "=1+1", "=cmd|' /C calc'!A0", f'=HYPERLINK("{WHERE}")', "+1+1", "-1+1", "@SUM(A1)", "=A1", "=", "+", "-", "--",
    "'=1+1", '"=1+1"', "=\"x\"&'y'", "=WEBSERVICE(x)", "-2+3+cmd",
]  # fmt: skip
STYLES = [
    f"url({WHERE})", f"@import url({WHERE});", f"background:url('{WHERE}')", "expression(x)", "}*{color:red}", "/*",
    "*/",
    "content: counter(page)", "attr(x)", "javascript:x", "data:text/html,x",
    "file:///etc/passwd", WHERE, "//192.0.2.7/x",
    "mailto:x", "tel:1", "#help", "\\3c b\\3e",
]  # fmt: skip
PATHS = [
    "../../etc/passwd", "..", ".", "/", "/etc/passwd", "C:\\Windows", "\\\\server\\share", "CON", "NUL", "aux.pdf",
    ".bashrc",
    "a/b", "a\\b", "a:b", "-rf", "--help", "~root", "$HOME", "a\tb", "a\nb", "a\r\nb", "a\0b", "\0",
]  # fmt: skip
SCRIPTS = [
    "\u202eAnn", "Ann\u202e", "\u202aAnn\u202c", "\u2066Ann\u2069", "\u200eAnn", "\u200fAnn", "A\u200bnn", "A\u200cnn",
    "A\u200dnn", "A\u2060nn", "\ufeffAnn", "A\u00adnn", "A\u034fnn", "A\u180enn", "Zoe\u0301", "A\u0301\u0302\u0303",
    "o\u0328\u0304", "a" + "\u0301" * 30, "Z\u0351\u034c\u0360", "\u0301Ann", "\u05e9\u05dc\u05d5\u05dd",
    "\u0645\u0631",
    "Ann \u05d0", "\u4e2d\u6587", "\u3042", "\ud55c", "\u0e01", "\u0915\u094d\u0937", "\U0001f600",
    "\U0001f468\u200d\U0001f469",
    "\U0001f1e9\U0001f1ea", "\u2603\ufe0f", "\U000e0041", "\ue000", "\uf8ff", "\ufffd", "\ufffe", "\U0010ffff",
    "\ud800", "\x07",
    "\x1b[31mAnn", "\x7f", "A\x85n", "A\u2028n", "A\u2029n", "\u00a0Ann", "A\u3000n", "A\u2000n", "\ufb01n",
    "\u212b", "\u01c4",
    "\u0130\u0131", "\u1e9e\u00df", "\u03a3\u03c2", "\u0416", "Ann\u02bc", "\u2019", "\u201eAnn\u201c",
    "\u00abAnn\u00bb", "''", '""',
    "'", '"', '"""', "O'Neill", 'Ann "A" B',
]  # fmt: skip
LONG = ["A" * 29, "A" * 200, "Ann " * 15, "Ann " * 60, "x" * 5000, "W" * 40, "-" * 80, "i-" * 30]
NASTY = (*MARKUP, *TEMPLATES, *FORMULAS, *STYLES, *PATHS, *SCRIPTS, *LONG)

PRINTED = ["Ann Example", "<b>{{ 7*7 }}</b> & Co", f"url({WHERE})", "1+1", "%(name)s {hold}", "Zoe\u0301 & Co"]


def rows(names: Sequence[str]) -> bytes:
    return "".join(
        json.dumps({"id": f"K{number}", "name": name, "conditions": "heel-spur"}) + "\n"
        for number, name in enumerate(names, 1)
    ).encode()


def merged(folder: Path, names: Sequence[str], *words: str) -> Result:
    (folder / "list.jsonl").write_bytes(rows(names))
    how = ["mail-merge", str(folder / "list.jsonl"), "-o", str(folder / "out"), "--jobs", "0", "--report", "json"]
    return CliRunner().invoke(program, [*how, *words])


class Read(HTMLParser):
    """The words of a page that stand in its body, and the addresses that it names."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words, self.inside = "", False
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.inside = self.inside or tag == "body"

    def handle_data(self, data: str) -> None:
        self.words += data if self.inside else ""


def spaced(text: str) -> str:
    return " ".join(text.split())


def test_there_are_two_hundred_of_them() -> None:
    assert len(set(NASTY)) == len(NASTY) >= 200


@pytest.mark.slow  # hundreds of names are set
def test_each_name_is_literal_text_or_refused_in_its_place_and_nothing_is_fetched(
    tmp_path: Path, without_watchdog: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    take = ImageLoader.take

    def noted(shelf: ImageLoader, url: str) -> Picture:
        asked.append(url)
        return take(shelf, url)

    def only_set(leaflet: Leaflet, edition: Edition, paper: PrintAssets) -> Printed:
        return write_html(templates.html(leaflet, edition, paper.templates), paper.pictures)

    monkeypatch.setattr(ImageLoader, "take", noted)
    monkeypatch.setattr(grouping, "FEWEST", len(NASTY) + 9)
    monkeypatch.setattr(printing, "print_leaflet", only_set)
    monkeypatch.setattr(preflight, "check_file", lambda *_: Preflight((), {}))
    result = merged(tmp_path, ["Ann Example", *NASTY])
    assert result.exit_code == 3, result.stderr
    said = json.loads(result.stdout)
    written = [one["message"].partition(", `name`:") for one in said["findings"]]
    counted = [rows.split() for rows, of_name, _ in written if of_name]
    files = {one["row"]: one["file"] for one in said["leaflets"] if one["state"] == "printed"}
    refused = set(said["failed_rows"])
    assert files.keys() | refused == set(range(1, len(NASTY) + 2)) and not files.keys() & refused
    assert len(files) > 150 and len(refused) > 20
    plain = Read((tmp_path / "out" / files[1]).read_text("utf-8"))
    for number, name in enumerate(["Ann Example", *NASTY], 1):
        if number in files:
            page = Read((tmp_path / "out" / files[number]).read_text("utf-8"))
            assert page.tags == plain.tags, ascii(name)
            printed = spaced(unicodedata.normalize("NFC", name))
            assert spaced(page.words) == spaced(plain.words).replace("Ann Example", printed).replace(
                "K1", f"K{number}"
            ), ascii(name)
    assert sum(int(words[0]) if words[1] == "rows" else 1 for words in counted) == len(refused)
    assert asked and set(asked) == set(asked[: len(asked) // len(files)])  # what the first page asks for, and no more
    assert not any("192.0.2.7" in url for url in asked)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["list.jsonl", "out"]


@pytest.mark.slow
def test_on_paper_too(tmp_path: Path) -> None:
    result = merged(tmp_path, PRINTED, "--verify", "0")
    assert result.exit_code == 0, result.stdout
    for one, name in zip(json.loads(result.stdout)["leaflets"], PRINTED, strict=True):
        with PdfReader((tmp_path / "out" / one["file"]).read_bytes()) as back:
            assert unicodedata.normalize("NFC", name) in back.text()
            assert not any("192.0.2.7" in link.target for link in back.links())
