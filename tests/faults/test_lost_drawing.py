"""A leaflet is not printed without a drawing that it should have."""

from __future__ import annotations

import shutil
from pathlib import Path

from click.testing import CliRunner

from handouts.cli.program import program

ROOT = Path(__file__).parent.parent.parent


def test_a_leaflet_whose_drawing_is_lost_is_not_made_and_others_are_not_held_up(tmp_path: Path) -> None:
    """The card of the drawing is there, its picture is gone."""
    content, leaflet = tmp_path / "clinic", tmp_path / "leaflet.html"
    (content / "figures").mkdir(parents=True)
    card = "figures/calf-stretch-wall.json"
    shutil.copyfile(ROOT / "content" / card, content / card)
    result = CliRunner().invoke(
        program, ["make", "heel-spur", "--content", str(content), "--clinic", "example", "-o", str(leaflet)]
    )
    assert result.exit_code == 1, result.stderr
    assert result.stderr.count("error[HND305]") == 1 and "`calf-stretch-wall-start.svg`" in result.stderr
    assert not leaflet.exists()
    result = CliRunner().invoke(
        program, ["make", "tarsal-tunnel", "--content", str(content), "--clinic", "example", "-o", str(leaflet)]
    )
    assert result.exit_code == 0, result.stderr
    assert leaflet.exists()
