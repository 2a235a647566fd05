"""How `bodymap batch` grows: `make bench-batch`, or with `PICTURES=2000` for the long run.

First one worker against two, a run of each in turn so that what else the machine does falls on both, and their ratio
pair by pair. Then many pictures in one run: the memory of all its processes and the rate, quarter by quarter. Memory is
the proportional set size: what is shared counts once.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

COMMAND = [sys.executable, "-c", "from bodymap.cli import main; main()", "batch"]
CONDITIONS = ("tennis-elbow", "stiff-neck", "low-back-pain", "calf-and-hamstring")
BODIES = ("neutral-adult", "female-adult", "male-adult")


def table(path: Path, pictures: int) -> None:
    """Slides that all differ: conditions, bodies, sides, and a pixel more or less."""
    rows = []
    for n in range(pictures):
        body, side = BODIES[n // 4 % 3], ("left", "right", "both")[n // 12 % 3]
        rows.append(f"{CONDITIONS[n % 4]},{body},{side},{1920 - n // 36}x1080")
    path.write_text("condition,body,side,size\n" + "\n".join(rows) + "\n", encoding="utf-8")


def seconds(folder: Path, rows: Path, jobs: int) -> float:
    """The wall time of one run."""
    begin = time.perf_counter()
    subprocess.run([*COMMAND, rows, "-o", folder / "out", "--jobs", str(jobs)], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def family(leader: int) -> Iterator[int]:
    """A process and all that it has started."""
    yield leader
    for path in Path(f"/proc/{leader}/task").glob("*/children"):
        for child in path.read_text().split():
            yield from family(int(child))


def memory(leader: int) -> float:
    """Megabytes of a process and all that it has started."""
    total = 0
    for pid in list(family(leader)):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue  # it has just ended
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def long_run(folder: Path, rows: Path, pictures: int) -> None:
    """Many pictures, and how it goes quarter by quarter."""
    out = folder / "many"
    samples = list[tuple[float, int, float]]()
    process = subprocess.Popen([*COMMAND, rows, "-o", out], stdout=subprocess.DEVNULL)
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.5):
            made = sum(path.suffix == ".png" for path in out.iterdir()) if out.is_dir() else 0
            try:
                samples.append((time.perf_counter(), made, memory(process.pid)))
            except OSError:
                return

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    ended.set()
    watcher.join()
    if code:
        sys.exit(f"the run ended with {code}")
    print(f"\n{pictures} pictures {'pictures/s':>22} {'memory, most':>14}")
    for quarter in range(4):
        low, high = pictures * quarter // 4, pictures * (quarter + 1) // 4
        part = [sample for sample in samples if low <= sample[1] < high and sample[1]]
        if len(part) < 2:
            print(f"quarter {quarter + 1}: too short to measure; take more --pictures")
            continue
        rate = (part[-1][1] - part[0][1]) / (part[-1][0] - part[0][0])
        print(f"quarter {quarter + 1} {rate:>24.2f} {max(sample[2] for sample in part):>11.0f} MB")


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--pictures", type=int, default=200, help="of the long run; 0 leaves it out")
    asked.add_argument("--rounds", type=int, default=3, help="of one worker against two; 0 leaves it out")
    asked.add_argument("--rows", type=int, default=96, help="of each of those runs")
    wishes = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.setdefault("BODYMAP_CACHE", str(folder / "cache"))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # as in an install
        if wishes.rounds:
            table(rows := folder / "some.csv", wishes.rows)
            seconds(folder, rows, 2)  # once unmeasured: plates are compiled
            times = [(seconds(folder, rows, 1), seconds(folder, rows, 2)) for _ in range(wishes.rounds)]
            one, two = (statistics.median(column) for column in zip(*times, strict=True))
            print(f"{wishes.rows} pictures, each run whole: one worker {one:.1f} s, two {two:.1f} s")
            ratios = [a / b for a, b in times]
            print(f"pair by pair: {', '.join(f'{ratio:.2f}x' for ratio in ratios)}; {statistics.median(ratios):.2f}x")
        if wishes.pictures:
            table(rows := folder / "many.csv", wishes.pictures)
            long_run(folder, rows, wishes.pictures)


if __name__ == "__main__":
    main()
