"""The same leaflet with other tools, in one run: time, memory, size, tags, words, and pages to look at.

    pip install typst reportlab            # in the environment that runs this; both are optional
    pip install weasymerge                 # in one of Python 3.12 or later: --weasymerge PATH
    python bench/peers.py [--rounds 20] [--weasymerge PATH] [--pages DIR] [--json FILE]

All set the words and drawings of one leaflet, in the same faces, for people who differ in name, clinician and day. Each
tool is used in its fastest reasonable way and kept warm where it can be: typst's compiler with other words, reportlab's
flowables, a browser whose page is printed again after some texts were changed. Each has a process of its own, which
makes one leaflet and then as many more as there are rounds, whose cost is measured. Files are kept in memory, except
where a tool writes them. A tool that is missing is named, and the run goes on.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OTHERS = Path(__file__).parent / "others"
sys.path[:0] = [str(ROOT), str(OTHERS)]

import composed  # noqa: E402
import measuring  # noqa: E402
import people  # noqa: E402
import with_chromium  # noqa: E402
import with_weasymerge  # noqa: E402
from page_blocks import blocks_in, open_page, page_blocks  # noqa: E402

from handouts.layout import templates  # noqa: E402
from handouts.model import Edition  # noqa: E402
from handouts.model.leaflet import Leaflet, Personal  # noqa: E402
from handouts.pdf import fonts, printing  # noqa: E402

MARKS = {"Name": "MarkOfName", "From": "MarkOfFrom", "Date": "MarkOfDate"}
FACES = {face.weight: face.path for face in fonts.FACES}
FEW = 3  # rounds of what starts a process for each leaflet
MANY = 1000  # of what is filled in, so that alphabets that come once do not count too much
DPI = 100
A4_WIDTH = 595.28  # pt
SHORT = 18  # letters of a name
Words = Mapping[str, str]
Maker = Callable[[Words], bytes]


def persons(count: int) -> list[Words]:
    """People whose names take one line, so that all tools set the same page."""
    listed = [one for one in people.alike(2 * count) if len(one.name) <= SHORT][:count]
    return [{"Name": one.name, "From": one.clinician, "Date": f"{one.date.day} November 2026"} for one in listed]


def ending_alike(count: int) -> list[Words]:
    """The last is the same for all, so that their files can be compared."""
    return [*persons(count)[1:], persons(1)[0]]


def worded(leaflet: Leaflet, words: Words) -> Leaflet:
    return replace(leaflet, personal=Personal(words["Name"], words["From"], words["Date"], "", "", ""))


def first() -> tuple[Leaflet, Edition]:
    leaflets = composed.Leaflets()
    return leaflets.of(people.alike(1)[0]), leaflets.edition


def prepared(room: Path) -> None:
    """Everything that the others need, as files."""
    leaflet, edition = first()
    assets = composed.print_assets()
    marked = worded(leaflet, MARKS)
    tightness = printing.print_recorded(marked, edition, assets).tightness
    page = templates.html(marked, edition, assets.templates, tightness)
    blocks = page_blocks(open_page(page, assets.pictures), {mark: name for name, mark in MARKS.items()})
    (room / "leaflet.json").write_text(json.dumps(blocks, ensure_ascii=False), "utf-8")
    shutil.copy(OTHERS / "leaflet.typ", room)
    rules = "".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};src:url("{face.path.as_uri()}")}}'
        for face in fonts.FACES
    )
    logo = ROOT / "content" / "clinics" / str(leaflet.masthead.logo)
    page = page.replace("<style>", f"<style>{rules}", 1).replace(
        f'src="{leaflet.masthead.logo}"', f'src="{logo.as_uri()}"'
    )
    (room / "merge.html").write_text(with_weasymerge.template(page, MARKS), "utf-8")
    width = A4_WIDTH - blocks["margin"][1] - blocks["margin"][3]
    browser = with_chromium.with_margin_boxes(page, blocks_in(blocks["foot"]), width)
    (room / "browser.html").write_text(browser, "utf-8")


# ---------------------------------------------------------------- the tools, each in a process of its own


def full_print(room: Path) -> Iterator[Maker]:
    leaflet, edition = first()
    assets = composed.print_assets()
    yield lambda words: printing.print_leaflet(worded(leaflet, words), edition, assets).data


def filled(room: Path) -> Iterator[Maker]:
    from handouts.layout.templates import request_entry
    from handouts.layout.variables import marked
    from handouts.pdf.fill import Filler, Template, template_of

    leaflet, edition = first()
    assets = composed.print_assets()
    template = template_of(worded(leaflet, persons(1)[0]), edition, assets)
    assert isinstance(template, Template), template
    filler = Filler(template)

    def made(words: Words) -> bytes:
        data = filler.filled(marked(worded(leaflet, words), edition)[1], request_entry(leaflet.request, edition.key))
        assert isinstance(data, bytes), data
        return data

    yield made


def typst(room: Path) -> Iterator[Maker]:
    import with_typst

    yield with_typst.printer(room, FACES[400].parent)


def reportlab(room: Path) -> Iterator[Maker]:
    import with_reportlab

    with_reportlab.set_fonts({weight: str(file) for weight, file in FACES.items()})
    yield with_reportlab.Leaflet(json.loads((room / "leaflet.json").read_text("utf-8")), 4).made


def chromium(room: Path) -> Iterator[Maker]:
    browser = with_chromium.Browser(str(with_chromium.found()), room / "browser.html", MARKS)
    yield browser.printed
    browser.close()


def chromium_each(room: Path) -> Iterator[Maker]:
    page = (room / "browser.html").read_text("utf-8")

    def made(words: Words) -> bytes:
        own = page
        for name, mark in MARKS.items():
            own = own.replace(mark, words[name])
        (room / "own.html").write_text(own, "utf-8")
        with_chromium.once(str(with_chromium.found()), room / "own.html", room / "own.pdf")
        return (room / "own.pdf").read_bytes()

    yield made


TOOLS: dict[str, tuple[str, Callable[[Path], Iterator[Maker]]]] = {
    "full": ("handouts, full print", full_print),
    "filled": ("handouts, laid out once and filled in", filled),
    "typst": ("typst, compiler kept", typst),
    "reportlab": ("reportlab", reportlab),
    "chromium": ("Chromium, page kept open", chromium),
    "chromium-each": ("Chromium, a process each", chromium_each),
}


def absent(tool: str) -> str | None:
    """Why a tool cannot be asked."""
    if tool in ("typst", "reportlab") and importlib.util.find_spec(tool) is None:
        return f"not installed: pip install {tool}"
    if tool.startswith("chromium") and not with_chromium.found():
        return "not installed"
    return None


def alone(tool: str, room: Path, rounds: int) -> None:
    """What the process of one tool does: one leaflet, then the rounds; prints their cost as JSON."""
    measuring.adopt()
    made = TOOLS[tool][1](room)
    asked = ending_alike(rounds + 1)
    with measuring.clocked() as first:
        maker = next(made)
        data = maker(asked[0])
    with measuring.clocked() as cost:
        for words in asked[1:]:
            data = maker(words)
    memory_mib = sum(memory()) if tool != "chromium-each" else None  # its browser is gone
    next(made, None)
    (room / f"{tool}.pdf").write_bytes(data)
    print(json.dumps({**cost.per(rounds), "first_ms": first.wall_s * 1000, "memory_mib": memory_mib}))


def memory() -> tuple[float, float]:
    """The most that this process ever had, and what those have now that it started."""
    lines = Path("/proc/self/status").read_text().splitlines()
    own = next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    return own, sum(measuring.memory_mib(pid)["pss"] for pid in measuring.family())


# ---------------------------------------------------------------- the run


def asked(tool: str, room: Path, rounds: int) -> dict[str, Any]:
    rounds = min(rounds, FEW) if tool == "chromium-each" else MANY if tool == "filled" else rounds
    words = [sys.executable, __file__, "--alone", tool, "--room", str(room), "--rounds", str(rounds)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"tool": TOOLS[tool][0], "fault": done.stderr.strip().splitlines()[-1:]}
    return {"tool": TOOLS[tool][0], **json.loads(done.stdout.splitlines()[-1]), "file": f"{tool}.pdf"}


def weasymerge(command: str, room: Path, rounds: int) -> dict[str, Any]:
    """Its command with one row, and with more: the difference is what more rows cost."""
    out = room / "merged"
    out.mkdir()
    costs = []
    for count in (1, rounds + 1):
        listed = with_weasymerge.listed(room / "rows.csv", ending_alike(count))
        cost, done = measuring.ran(with_weasymerge.words(command, room / "merge.html", listed, out))
        if done.returncode:
            return {"tool": "weasymerge", "fault": done.stderr.decode().splitlines()[-1:]}
        costs.append(cost)
    wall, cpu = ((getattr(costs[1], key) - getattr(costs[0], key)) / rounds * 1000 for key in ("wall_s", "cpu_s"))
    shutil.copy(out / f"{rounds + 1}.pdf", room / "weasymerge.pdf")
    return {
        **{"tool": "weasymerge", "cpu_ms": cpu, "wall_ms": wall, "first_ms": costs[0].wall_s * 1000},
        "memory_mib": peak_mib(with_weasymerge.words(command, room / "merge.html", listed, out)),
        "file": "weasymerge.pdf",
    }


def peak_mib(words: list[str]) -> float:
    """The most memory that a command has, looked at while it runs."""
    process, most = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), 0.0
    while process.poll() is None:
        most = max(most, measuring.memory_mib(process.pid)["rss"])
        time.sleep(0.2)
    return most


def judged(row: dict[str, Any], room: Path, expected: Counter[str]) -> dict[str, Any]:
    """What the file of a tool is."""
    if "file" not in row:
        return row
    import page as rules
    import pikepdf

    data = (room / row["file"]).read_bytes()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        size = {"kb": len(data) / 1000, "pages": len(pdf.pages), "tagged": "/StructTreeRoot" in pdf.Root}
    broken = {
        failure.rule_id if hasattr(failure, "rule_id") else str(failure)
        for failure in rules.validate_pdf_bytes(data, profile="ua1").failures
    }
    missing = expected - words_of(data)
    return {
        **row,
        **size,
        "ua1": "passes" if not broken else f"{len(broken)} rules broken",
        "missing": missing.total(),
        "lost": sorted(missing.elements())[:20],
    }


def words_of(data: bytes) -> Counter[str]:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as pdf:
        return Counter(
            word for page in pdf for word in page.get_textpage().get_text_range().replace("\ufffe", "-").split()
        )


def drawn(room: Path, target: Path, files: Mapping[str, str]) -> None:
    """The pages of all files as PNG, to look at them."""
    import pypdfium2

    target.mkdir(parents=True, exist_ok=True)
    for file in files.values():
        with pypdfium2.PdfDocument(room / file) as pdf:
            for number, page in enumerate(pdf, 1):
                page.render(scale=DPI / 72).to_pil().save(target / f"{Path(file).stem}-{number}.png")


COLUMNS = {
    "tool": "tool", "cpu_ms": "CPU ms each", "wall_ms": "ms each", "ratio": "× filled-in CPU", "first_ms": "first, ms",
    "memory_mib": "MiB", "kb": "kB", "pages": "pages", "tagged": "tagged", "ua1": "PDF/UA-1",
    "missing": "words missing",
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--weasymerge", metavar="PATH", help="its command, where it is not on the path")
    parser.add_argument("--pages", type=Path, metavar="DIR", help="where pages are drawn")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--alone", choices=TOOLS, help=argparse.SUPPRESS)
    parser.add_argument("--room", type=Path, help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.alone:
        alone(said.alone, said.room, said.rounds)
        return
    measuring.adopt()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        room = Path(folder)
        prepared(room)
        rows, missing = run(room, said)
        if said.pages:
            drawn(room, said.pages, {row["tool"]: row["file"] for row in rows if "file" in row})
    print("\n" + measuring.table(rows, COLUMNS))
    for tool, why in missing.items():
        print(f"{tool}: {why}")
    measuring.keep(said.json, "peers", {"rows": rows, "absent": missing, "versions": versions(said.weasymerge)})


def run(room: Path, said: argparse.Namespace) -> tuple[list[dict[str, Any]], dict[str, str]]:
    rows, missing, expected = [], {}, Counter[str]()
    for tool, (name, _) in TOOLS.items():
        if why := absent(tool):
            missing[name] = why
            continue
        row = asked(tool, room, said.rounds)
        if "fault" in row:
            missing[name] = f"it failed: {row['fault']}"
            continue
        expected = expected or words_of((room / row["file"]).read_bytes()) if tool == "full" else expected
        rows.append(judged(row, room, expected))
        print(name, measuring.shown(row["cpu_ms"]), "ms", flush=True)
    command = with_weasymerge.found(said.weasymerge)
    if command:
        row = weasymerge(command, room, min(said.rounds, FEW))
        rows.append(judged(row, room, expected)) if "fault" not in row else missing.update(weasymerge=str(row["fault"]))
    else:
        missing["weasymerge"] = "not there: it needs Python 3.12 or later, pip install weasymerge"
    filled_ms = next(row["cpu_ms"] for row in rows if row["tool"] == TOOLS["filled"][0])
    return [{**row, "ratio": row["cpu_ms"] / filled_ms} for row in rows], missing


def versions(weasymerge_: str | None) -> dict[str, str]:
    from importlib import metadata

    found = {name: metadata.version(name) for name in ("typst", "reportlab") if importlib.util.find_spec(name)}
    if binary := with_chromium.found():
        said = subprocess.run([binary, "--version"], capture_output=True, text=True, check=False).stdout
        found["chromium"] = said.split()[1] if len(said.split()) > 1 else "unknown"
    return found


if __name__ == "__main__":
    main()
