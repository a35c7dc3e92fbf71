"""How long the press takes for a leaflet, against the bare engine in the same run.

    python bench/press.py [ROUNDS] [PAGE.html]

Prints processor time, the best of the rounds, and each row's ratio to the bare engine (no tags, no checks). Ratios
carry from one machine to another; times do not. Without a page, the sample leaflet of the tests is printed.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "formats")]

from handouts.pdf import engine, overflow, rendering  # noqa: E402
from handouts.pdf.fetcher import PAGE_BASE, ImageLoader  # noqa: E402


def bare(html: str, roots: list[Path], **options: Any) -> bytes:
    """The engine alone, with the bundled fonts."""
    font_set, faces, _ = engine.bundled_fonts()
    page = engine.opened(html, PAGE_BASE, ImageLoader(roots))
    made: bytes = page.render(font_config=font_set, stylesheets=[faces]).write_pdf(**options)
    return made


def rows(html: str, roots: list[Path]) -> dict[str, Callable[[], object]]:
    """What is timed, by its name in the table; the first row is what the others are compared with."""
    laid = rendering.layout(html, roots)
    return {
        "engine alone, untagged": lambda: bare(html, roots),
        "engine alone, its own tags": lambda: bare(html, roots, pdf_variant="pdf/ua-1"),
        "the press, all of it": lambda: rendering.render(html, roots),
        "  laying out, with all measuring": lambda: rendering.layout(html, roots),
        "    of this: measuring": lambda: overflow.measured(laid.document),
        "    of this: fresh fonts": engine.bundled_fonts,
    }


def timed(calls: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Least processor time of each call in milliseconds. Rounds are interleaved, so that a slow spell hits all."""
    spent: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(rounds + 1):
        for name, call in calls.items():
            gc.collect()
            start = time.process_time()
            call()
            if number:  # the first round warms up
                spent[name].append((time.process_time() - start) * 1000)
    return {name: min(times) for name, times in spent.items()}


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    if len(sys.argv) > 2:
        html, roots = Path(sys.argv[2]).read_text(encoding="utf-8"), [Path(sys.argv[2]).parent]
    else:
        html, roots = import_module("sample").leaflet(), []
    printed = rendering.render(html, roots)
    print(f"{printed.pages} pages, {len(printed.data)} bytes, {len(printed.diagnostics)} findings, {rounds} rounds")
    best = timed(rows(html, roots), rounds)
    best["  pressing (what remains)"] = best["the press, all of it"] - best["  laying out, with all measuring"]
    base = next(iter(best.values()))
    for name, spent_ms in best.items():
        print(f"{name:36} {spent_ms:8.1f} ms {spent_ms / base:7.2f}")


if __name__ == "__main__":
    main()
