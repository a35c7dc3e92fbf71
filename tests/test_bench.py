"""What the performance page shows is what the benches kept, and their people are the same in every run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOLD = """
import json, sys
sys.path.insert(0, "bench")
import people, tables
kept = json.loads(tables.LAST.read_text("utf-8"))
page = tables.PAGE.read_text("utf-8")
print(json.dumps({
    "current": tables.filled(page, tables.blocks_of(kept)) == page,
    "benches": sorted(kept),
    "people": [repr(people.mixed(9)) == repr(people.mixed(9)), len({one.reference for one in people.usual(200)})],
    "doses": [dict(one.settings) for one in people.each_its_own(40)],
    "limits": people.LIMITS,
    "words": tables.LAST.read_text("utf-8"),
}))
"""


def test_the_page_shows_what_was_measured_last_and_names_no_place() -> None:
    run = subprocess.run([sys.executable, "-c", TOLD], cwd=ROOT, capture_output=True, text=True, check=True)
    told = json.loads(run.stdout)
    assert told["benches"] == ["engine", "merge", "peers", "stages"]
    assert told["current"], "python bench/tables.py writes the page anew"
    assert told["people"] == [True, 200]
    assert all(low <= one[key] <= high for one in told["doses"] for key, (low, high) in told["limits"].items())
    assert "/tmp" not in told["words"] and "/home" not in told["words"]
