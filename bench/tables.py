"""The tables of docs/performance.md, from what the benches kept.

    python bench/engine.py --json bench/last.json
    python bench/stages.py --json bench/last.json
    python bench/merge.py --json bench/last.json
    python bench/peers.py --json bench/last.json
    python bench/tables.py [bench/last.json]

Each table is between its marks in the page, under the machine that it was measured on; the words around are
written by hand. A bench that is not in the file keeps its table.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "bench"), str(ROOT)]

import engine  # noqa: E402
import measuring  # noqa: E402
import merge  # noqa: E402
import peers  # noqa: E402
import stages  # noqa: E402

PAGE = ROOT / "docs" / "performance.md"
LAST = ROOT / "bench" / "last.json"


def blocks_of(kept: Mapping[str, Any]) -> dict[str, str]:
    """The block of each bench, by its name in the page."""
    blocks = {}
    if run := kept.get("engine"):
        tables = [
            measuring.table(run[part], columns)
            for part, columns in (("rows", engine.COLUMNS), ("workers", engine.POOL))
            if run[part]
        ]
        blocks["engine"] = "\n\n".join([_machine(run), *tables])
    if run := kept.get("stages"):
        tables = [measuring.table(run["rows"], stages.COLUMNS), measuring.table(run["commands"], stages.WHOLE)]
        blocks["stages"] = "\n\n".join([_machine(run), *tables])
    if run := kept.get("merge"):
        tables = [measuring.table(run["rows"], merge.COLUMNS), measuring.table(run["marginal"], merge.MARGINAL)]
        blocks["merge"] = "\n\n".join([_machine(run), *tables])
    if run := kept.get("peers"):
        others = "".join(f" {name} {version}," for name, version in run["versions"].items()).rstrip(",")
        absent = "".join(f"\n\nNot in this run: {tool} ({why})." for tool, why in run["absent"].items())
        blocks["peers"] = (
            f"{_machine(run)}\nOther tools:{others}.\n\n{measuring.table(run['rows'], peers.COLUMNS)}{absent}"
        )
    return blocks


def _machine(run: Mapping[str, Any]) -> str:
    its = run["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in its["versions"].items())
    busy = (
        "" if its["load"] <= its["cores"] else " The machine was busy with other work: read processor time and ratios."
    )
    return (
        f"{its['day']}: {its['processor']}, {its['cores']} cores, {its['memory_gib']} GiB; {its['system']}, "
        f"Python {its['python']}, {versions}. Load {its['load']}.{busy}"
    )


def filled(page: str, blocks: Mapping[str, str]) -> str:
    """The page with its blocks in place."""
    for name, block in blocks.items():
        before, begin, rest = page.partition(f"<!-- {name}: written by bench/tables.py -->\n")
        _, end, after = rest.partition(f"<!-- end of {name} -->")
        assert begin and end, name
        page = f"{before}{begin}{block}\n{end}{after}"
    return page


def main() -> None:
    kept = json.loads(Path(sys.argv[1] if len(sys.argv) > 1 else LAST).read_text("utf-8"))
    PAGE.write_text(filled(PAGE.read_text("utf-8"), blocks_of(kept)), "utf-8")
    print(f"{', '.join(kept)}: written to docs/performance.md")


if __name__ == "__main__":
    main()
