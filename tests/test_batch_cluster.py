"""`bodymap batch --scheduler`: a real cluster of two processes on this machine, which shares no folder with it."""

from __future__ import annotations

import importlib.util
import os
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bodymap.batch import cluster, versions
from bodymap.batch.columns import Row
from bodymap.errors import BodymapError

from . import batches

distributed = pytest.importorskip("distributed")

pytestmark = pytest.mark.filterwarnings("default")  # those of Dask are its own


@pytest.fixture(scope="module")
def dask() -> Iterator[Any]:
    settings = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "worker_dashboard_address": None}
    with distributed.LocalCluster(processes=True, silence_logs=50, **settings) as found:
        yield found


def table(folder: Path, rows: int) -> Path:
    """Small pictures, one of them of a condition and a look of one's own."""
    (folder / "mine.yaml").write_text(
        "id: mine\nname: Mine\ngroup: x\nsummary: Hurts.\nmuscles: [{muscle: soleus, role: primary}]\n"
    )
    (folder / "looks").mkdir()
    (folder / "looks" / "look.yaml").write_text("name: look\nlike: warm\nlogo: ../logo.png\n")
    _logo(folder / "logo.png")
    head = "condition,muscle,size,labels,theme\nmine.yaml,,400x300,plain,looks/look.yaml\n"
    path = folder / "jobs.csv"
    path.write_text(head + "".join(f",soleus,{120 + n}x90,none,\n" for n in range(rows)))
    return path


def _logo(path: Path) -> None:
    Image.new("RGB", (8, 8), "#336699").save(path)


def test_its_bytes_are_those_made_here_though_a_worker_is_killed(dask: Any, tmp_path: Path) -> None:
    rows = table(tmp_path, 60)
    assert batches.run(rows, "-o", tmp_path / "here")[0] == 0
    process = batches.started(rows, "-o", tmp_path / "there", "--scheduler", dask.scheduler_address)
    batches.until(lambda: len(batches.pictures(tmp_path / "there")) >= 3)
    os.kill(next(iter(dask.workers.values())).process.pid, signal.SIGKILL)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert batches.files(tmp_path / "there") == batches.files(tmp_path / "here")


def test_stopped_it_calls_its_jobs_back(dask: Any, tmp_path: Path) -> None:
    process = batches.started(table(tmp_path, 200), "-o", tmp_path / "out", "--scheduler", dask.scheduler_address)
    batches.until(lambda: len(batches.pictures(tmp_path / "out")) >= 3)
    process.terminate()
    _, err = process.communicate(timeout=30)
    assert process.returncode == 143
    [line] = err.splitlines()
    assert line.startswith("bodymap: interrupted; ")
    batches.until(lambda: not [key for key in dask.scheduler.tasks if key.startswith("bodymap-")])


def test_a_worker_with_another_bodymap_is_turned_away(dask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    here = versions.here()
    mine = versions.Versions("9.9", here.code, here.assets, here.packages)
    monkeypatch.setattr(cluster, "difference", lambda _, there: versions.difference(mine, there))
    with pytest.raises(BodymapError) as error:
        cluster.Cluster(dask.scheduler_address)
    told = str(error.value)
    assert told.startswith("the worker tcp://")
    assert told.endswith(
        f" differs from this machine: bodymap {here.version} there, 9.9 here; install the same on both"
    )


def test_a_worker_that_comes_later_is_held_to_it_too(tmp_path: Path) -> None:
    here = versions.here()
    job = cluster.Job(1, Row(muscle=("soleus",)), ("a.png",), "key")
    made = cluster.remote(job, Path(), versions.Versions("9.9", here.code, here.assets, here.packages), [], [])
    assert (
        made.fault
        == f"a worker differs from this machine: bodymap {here.version} there, 9.9 here; install the same on both"
    )


def test_nobody_answers(tmp_path: Path) -> None:
    with socket.socket() as taken:  # bound, and never listened to
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(BodymapError) as error:
            cluster.Cluster(address, patience=1)
    assert str(error.value) == f"{address}: does not answer within 1 s"
    assert error.value.field == "scheduler"


def test_a_client_that_failed_is_closed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Left to the collector of rubbish it would be closed at any time, also while Dask holds the locks it needs."""
    made: list[Any] = []
    begin = distributed.Client.__init__
    monkeypatch.setattr(
        distributed.Client, "__init__", lambda self, *given, **more: (made.append(self), begin(self, *given, **more))[1]
    )
    with pytest.raises(BodymapError):
        cluster.Cluster("nonsense://x", patience=1)
    assert [client.status for client in made] == ["closed"]


@pytest.mark.parametrize("address", ["nonsense://x", "tcp://", "tcp://localhost"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(BodymapError, match=f"^{address}: "):
        cluster.Cluster(address, patience=1)


def test_a_cluster_without_workers() -> None:
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=None, silence_logs=50) as empty,
        pytest.raises(BodymapError, match=r"^tcp://.*: has no workers; start some with: dask worker$"),
    ):
        cluster.Cluster(empty.scheduler_address, patience=1)


def test_without_dask_it_says_what_brings_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(
        "bodymap.export.targets.find_spec",
        lambda name: None if name == "distributed" else importlib.util.find_spec(name),
    )
    code, _, err = batches.run(table(tmp_path, 1), "-o", tmp_path / "out", "--scheduler", "tcp://localhost:1")
    line = "bodymap: this needs the package distributed; install it with: pip install distributed\n"
    assert (code, err) == (2, line)


def test_a_scheduler_that_is_lost_ends_the_run_and_another_goes_on(dask: Any, tmp_path: Path) -> None:
    rows = table(tmp_path, 60)
    settings = {"n_workers": 1, "threads_per_worker": 1, "dashboard_address": None, "silence_logs": 50}
    with distributed.LocalCluster(processes=True, **settings) as lost:
        process = batches.started(rows, "-o", tmp_path / "out", "--scheduler", lost.scheduler_address)
        batches.until(lambda: len(batches.pictures(tmp_path / "out")) >= 3)
    _, err = process.communicate(timeout=90)
    assert process.returncode == 1
    [line] = err.splitlines()
    assert re.fullmatch(
        rf"bodymap: the cluster at {lost.scheduler_address} is lost; \d+ of 61 are made; continue with --resume", line
    )
    code, out, _ = batches.run(rows, "-o", tmp_path / "out", "--resume", "--scheduler", dask.scheduler_address)
    assert (code, "already there" in out) == (0, True)
