"""A real scheduler and two workers on this machine: the same bytes as at home, also when a worker is killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import works

from handouts.batch.workers import pool, remote
from handouts.batch.workers.pool import Job

HERE = Path(__file__).parent
JOBS = [Job(str(number), ("slow leaflet", (number, 0.02))) for number in range(60)]


def test_an_address_of_another_kind_is_reported() -> None:
    pytest.importorskip("distributed")
    with remote.connected("http://localhost:1") as (cluster, (fault,)):
        assert cluster is None and fault.code == "HND951" and "it is no address" in fault.message


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with remote.connected("dask://localhost:1") as (cluster, (fault,)):
        assert cluster is None and fault.code == "HND951" and "handouts[dask]" in fault.help


def test_a_scheduler_that_does_not_answer_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(remote, "CONNECT_S", 0.3)
    with remote.connected(f"dask://127.0.0.1:{free_port()}") as (cluster, (fault,)):
        assert cluster is None and fault.code == "HND951" and "no scheduler answers" in fault.message


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def start(kind: str, *words: str, cwd: Path) -> subprocess.Popen[bytes]:
    """`dask scheduler` or `dask worker`, that find this program and `works`."""
    paths = os.pathsep.join((str(HERE.parent.parent), str(HERE)))
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{kind}", *words, "--no-dashboard"],
        env=os.environ | {"PYTHONPATH": paths},
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler with two workers. One that is killed is started anew by its nanny, so tests can share them."""
    pytest.importorskip("distributed")
    port, folder = free_port(), tmp_path_factory.mktemp("cluster")
    processes = [start("scheduler", "--host", "127.0.0.1", "--port", str(port), cwd=folder)]
    for _ in range(2):
        processes.append(start("worker", f"tcp://127.0.0.1:{port}", "--nthreads", "1", cwd=folder))
    try:
        yield f"dask://127.0.0.1:{port}"
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.wait(30)


@pytest.fixture
def cluster(address: str) -> Iterator[remote.Cluster]:
    """The cluster, when both of its workers are there."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with remote.connected(address) as (cluster, _):
            if cluster is not None and len(cluster.workers()) == 2:
                yield cluster
                return
        time.sleep(0.3)
    raise AssertionError("the cluster does not begin")


@pytest.mark.slow
def test_the_same_bytes_as_at_home_with_a_worker_killed_in_the_middle(cluster: remote.Cluster) -> None:
    here = {one.key: one.result for one in pool.run(works.work, JOBS, workers=2, timeout_s=60)}
    there = {}
    for outcome in cluster.run(works.work, JOBS, timeout_s=60):
        assert outcome.fault is None
        there[outcome.key] = outcome.result
        if len(there) == 20:
            os.kill(next(iter(cluster.workers().values())), signal.SIGKILL)
    assert there == here


@pytest.mark.slow
def test_bad_jobs_cost_themselves_there_too(cluster: remote.Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "GRACE_S", 1.0)
    bad = [Job("raise", ("raise", "Ann Example")), Job("kill", ("kill", 0)), Job("hang", ("hang", 0))]
    bad.append(Job("travel", ("give back what cannot travel", 0)))
    outcomes = {one.key: one for one in cluster.run(works.work, [*bad, *JOBS], timeout_s=8)}
    assert {key: one.fault.code for key, one in outcomes.items() if one.fault} == {
        "raise": "HND948",
        "kill": "HND946",
        "hang": "HND945",
        "travel": "HND948",
    }
    assert len(outcomes) == len(JOBS) + len(bad)
    assert "Ann" not in str(outcomes["raise"])


def handouts(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "handouts", *words], cwd=HERE.parent.parent, capture_output=True, text=True, check=False
    )


def merged(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """`handouts mail-merge` of two patients."""
    (folder / "rows.csv").write_text("id,name,conditions\n1,Ann Example,heel-spur\n2,Bea Example,heel-bursitis\n")
    return handouts("mail-merge", str(folder / "rows.csv"), "--date", "2026-11-30", *more)


def exported(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """`handouts export` of three leaflets, on a day that stays."""
    ids = ("heel-spur", "heel-bursitis", "plantar-fasciitis")
    return handouts("export", *ids, "--edition", "a4", "--today", "2026-11-30", "-o", str(folder), *more)


def leaflets(folder: Path) -> dict[str, bytes]:
    """Everything that a run made, but for what only this machine knows."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".handouts" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.slow  # it waits for a cluster
def test_a_merge_whose_cluster_is_not_there_is_reported(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    result = merged(tmp_path, "-o", str(tmp_path / "out"), "--on", "http://localhost:1")
    assert result.returncode == 1
    assert result.stderr.count("error[HND951]") == 1 and "it is no address" in result.stderr
    assert not list((tmp_path / "out").glob("*.pdf"))


@pytest.mark.slow
def test_a_merge_on_a_cluster_makes_the_same_folder(cluster: remote.Cluster, address: str, tmp_path: Path) -> None:
    assert merged(tmp_path, "-o", str(tmp_path / "there"), "--on", address).returncode == 0
    assert merged(tmp_path, "-o", str(tmp_path / "here")).returncode == 0
    there, here = leaflets(tmp_path / "there"), leaflets(tmp_path / "here")
    assert len(here) == 3 and there == here  # two leaflets and the manifest


def test_an_export_whose_cluster_is_not_there_is_reported(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    result = exported(tmp_path / "out", "--on", "http://localhost:1")
    assert result.returncode == 1
    assert result.stderr.count("error[HND951]") == 1 and "it is no address" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_an_export_on_a_cluster_makes_the_same_folder_with_a_worker_killed_in_the_middle(
    cluster: remote.Cluster, address: str, tmp_path: Path
) -> None:
    with ThreadPoolExecutor() as beside:
        there = beside.submit(exported, tmp_path / "there", "--on", address)
        while not list((tmp_path / "there").rglob("*.pdf")):
            assert not there.done(), there.result().stderr
            time.sleep(0.05)
        os.kill(next(iter(cluster.workers().values())), signal.SIGKILL)
        assert there.result().returncode == 0, there.result().stderr
    assert exported(tmp_path / "here").returncode == 0
    assert len(leaflets(tmp_path / "here")) == 4
    assert leaflets(tmp_path / "there") == leaflets(tmp_path / "here")
