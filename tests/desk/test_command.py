"""`handouts desk`: what it says before it serves."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import handouts.desk
from handouts.cli.program import program
from handouts.desk import server
from handouts.desk.guard import Guard

pytestmark = pytest.mark.usefixtures("small_shipped")


def run(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(program, ["desk", "--no-open", *words], env=environment)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The applications that would be served, and where."""
    seen: list[Any] = []

    def serve(app: Guard, listening: socket.socket) -> None:
        seen.append((app, listening.getsockname()))
        listening.close()

    monkeypatch.setattr(server, "serve", serve)
    return seen


def test_it_listens_at_this_computer_alone_and_prints_its_first_address(served: list[Any]) -> None:
    result = run()
    ((app, (host, port)),) = served
    assert result.exit_code == 0 and host == "127.0.0.1"
    assert f"http://127.0.0.1:{port}/?token={app._access.first}" in result.stderr
    assert set(app._access.hosts) == {f"127.0.0.1:{port}", f"localhost:{port}"}
    assert len(app._access.first) > 30 and app._access.first not in (app._access.token, app._access._cookie)


def test_other_hosts_are_those_that_are_named(served: list[Any]) -> None:
    assert run("--host", "0.0.0.0", "--allow-host", "Leaflets.example.org:443").exit_code == 0
    ((app, (host, port)),) = served
    assert host == "0.0.0.0" and f"0.0.0.0:{port}" not in app._access.hosts
    assert "leaflets.example.org:443" in app._access.hosts


def test_the_unit_and_the_recipe_of_the_service_page_start_it(served: list[Any], tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "service.md").read_text("utf-8")
    [unit] = re.findall(r"(?m)^ExecStart=/opt/handouts/bin/handouts desk (.*)$", page)
    [recipe] = [json.loads(words) for words in re.findall(r"(?m)^ENTRYPOINT (.*)$", page)]
    assert recipe[:2] == ["handouts", "desk"]
    for words in (unit.replace("/srv/handouts", str(tmp_path)).split(), recipe[2:]):
        words[words.index("--port") + 1] = "0"
        assert run(*words, HANDOUTS_DESK_TOKEN="x" * 30).exit_code == 0
    assert [host for _, (host, _) in served] == ["127.0.0.1", "0.0.0.0"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_reads_the_unit_without_complaint_and_finds_it_closed(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "service.md").read_text("utf-8")
    [unit] = re.findall(r"```ini\n(.*?)```", page, re.DOTALL)
    file = tmp_path / "handouts.service"
    file.write_text(unit.replace("/opt/handouts/bin/handouts", "/bin/true"), "utf-8")

    def said(*words: str) -> str:
        done = subprocess.run(["systemd-analyze", *words, str(file)], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    assert said("verify") == ""
    assert float(re.findall(r"exposure level .*: ([\d.]+) OK", said("security", "--offline=yes"))[0]) < 2


def test_the_browser_is_opened_at_the_first_address(served: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    CliRunner().invoke(program, ["desk"])
    assert len(opened) == 1 and "/?token=" in opened[0]


def test_a_port_in_use_a_short_token_and_an_unknown_clinic_are_wrong_use(served: list[Any], tmp_path: Path) -> None:
    with server.bound("127.0.0.1", 0) as taken:
        result = run("--port", str(taken.getsockname()[1]))
    assert result.exit_code == 2 and "cannot be used: address already in use" in result.stderr
    short = run(HANDOUTS_DESK_TOKEN="short-secret")
    assert short.exit_code == 2 and "fewer than 20 letters" in short.stderr and "short-secret" not in short.stderr
    assert "there is no clinic `nowhere`" in run("--clinic", "nowhere").stderr
    assert served == []


def test_without_its_packages_it_says_how_to_install_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(handouts.desk, "server")
    monkeypatch.setitem(sys.modules, "handouts.desk.server", None)  # as where what it imports is missing
    result = run()
    assert result.exit_code == 2 and "pip install 'handouts[desk]'" in result.stderr
