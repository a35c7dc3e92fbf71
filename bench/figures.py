"""How long a figure takes: solving, and drawing all its frames.

    python bench/figures.py [EXERCISE or POSE …]

Prints processor time, each figure once, after the body is loaded: the shipped exercises, then the poses of
`tests/figures/whole_body/poses.yaml`. Needs the extra `figures`. Times are one machine's.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from handouts.figures.draw import draw  # noqa: E402
from handouts.figures.person import rig  # noqa: E402
from handouts.figures.postures.solve import solve  # noqa: E402
from handouts.figures.props import catalogue  # noqa: E402
from handouts.library import source  # noqa: E402
from handouts.model import poses  # noqa: E402

EXERCISES = ROOT / "content" / "exercises"
POSES = ROOT / "tests" / "figures" / "whole_body" / "poses.yaml"
SLOW_S = 2.0


def posed() -> dict[str, Any]:
    """Every pose by its name."""
    found = {}
    for path in sorted(EXERCISES.glob("*.yaml")):
        value = source.read(path.read_text(encoding="utf-8"), str(path)).value
        if isinstance(value, dict) and isinstance(value.get("pose"), dict):
            found[path.stem] = value["pose"]
    resolved = {name: poses.resolved_pose(name, found) for name in found}
    others = source.read(POSES.read_text(encoding="utf-8"), str(POSES)).value
    return resolved | {name: {"alt": "A pose of the bench."} | pose for name, pose in others.items()}


def timed(exercise: str, pose: Any) -> tuple[float, float, int]:
    """Seconds to solve, seconds for everything, and the size of the largest frame."""
    parsed, _ = catalogue.read(pose, lambda path: None)
    before = time.process_time()
    for frame in parsed.frames if parsed else ():
        solve(rig.body(), frame)
    solved = time.process_time()
    drawing, _ = draw(exercise, pose, lambda path: None)
    largest = max((len(frame.svg) for frame in drawing.frames), default=0) if drawing else 0
    return solved - before, time.process_time() - solved, largest


def main(names: list[str]) -> None:
    poses = posed()
    begin = time.process_time()
    rig.body().fine  # noqa: B018
    print(f"{'loading the body':28} {time.process_time() - begin:6.2f} s")
    totals = []
    for name in names or poses:
        solve_s, draw_s, size = timed(name, poses[name])
        totals.append(draw_s)
        print(f"{name:28} {solve_s:6.2f} s solving  {draw_s:6.2f} s in all  {size:6,} bytes")
    slow = sum(seconds > SLOW_S for seconds in totals)
    print(f"{'all':28} {sum(totals):6.2f} s, {slow} of {len(totals)} over {SLOW_S:g} s")


if __name__ == "__main__":
    main(sys.argv[1:])
