"""What bodymap costs, beside the library that it rests on and beside its neighbours: `make bench`.

Each case is a process of its own, and has one of matplotlib's right before it: their ratio is taken pair by pair, and
the median counts, so that what else the machine does falls on both. Seconds hold for one machine, ratios for many.
Prints Markdown, as docs/performance.md has it.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

ROUNDS = 7
WIDTH, HEIGHT = 1920, 1080

EMPTY = f"""
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
figure = Figure(figsize=({WIDTH / 144}, {HEIGHT / 144}), dpi=144)
FigureCanvasAgg(figure).print_png("empty.png")
"""
COMMAND = """
import sys
sys.argv = "bodymap {words}".split()
from bodymap.cli import main
main()
"""
# The next picture of the same body, and matplotlib's own time for the same artists: on a Figure, drawn and encoded.
NEXT = f"""
import sys, time
from statistics import median
from bodymap.backends import axes
from bodymap.export import image
from bodymap.knowledge import condition_library
from bodymap.scene import plan

def picture(name):
    scene = plan(condition_library.load(name), side="right", size="{WIDTH}x{HEIGHT}")
    return scene, image.encode(scene, "png")

def matplotlib(figure):
    figure.canvas.print_png("theirs.png")

picture("tennis-elbow")
ratios, ours, theirs = [], [], []
for name in {{names}} * 3:
    begin = time.process_time()
    scene, _ = picture(name)
    middle = time.process_time()
    figure = axes.figure(image.displayed(scene))
    again = time.process_time()
    matplotlib(figure)
    end = time.process_time()
    ours.append(middle - begin)
    theirs.append(end - again)
    ratios.append(ours[-1] / theirs[-1])
print(median(ours), median(theirs), median(ratios))
""".replace("{names}", str(["golfers-elbow", "calf-and-hamstring", "stiff-neck"]))
HANDOUT = """
import time
from pathlib import Path
from bodymap import condition
from bodymap.export.handout import handout
handout.save([condition("tennis-elbow")], Path("out.pdf"))
begin = time.perf_counter()
handout.save([condition("low-back-pain")], Path("out.pdf"))
print(time.perf_counter() - begin)
"""
# The neighbour draws a whole body, front and back; the scale gives it as many pixels as the slide.
NEIGHBOUR = f"""
import anatomapa
figure = anatomapa.heatmap({{"forearm_right": 3, "elbow_right": 2}})
scale = 2 * ({WIDTH * HEIGHT} / (1339 * 1920)) ** 0.5
open("neighbour.png", "wb").write(figure.to_png(scale=scale))
"""
RENDER = f"render tennis-elbow --side right --size {WIDTH}x{HEIGHT} -o out."
BROWSER = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1"),
    *(f"--window-size={WIDTH},{HEIGHT}", "--screenshot=browser.png"),
)


def python(code: str) -> list[str]:
    """The command that runs code."""
    return [sys.executable, "-c", code]


def bodymap(words: str) -> list[str]:
    """The command that runs bodymap."""
    return python(COMMAND.format(words=words))


BASE = "matplotlib imported, an empty figure saved"
FIRST = "`bodymap render`, the very first run of a checkout"
CASES: dict[str, list[str]] = {
    BASE: python(EMPTY),
    "`bodymap render`, a cold run": bodymap(RENDER + "png"),
    "`bodymap render`, both sides": bodymap(RENDER.replace("--side right ", "") + "png"),
    FIRST: bodymap(RENDER + "png"),
    "`bodymap --help`": bodymap("--help"),
    "`bodymap list conditions`": bodymap("list conditions"),
    "`bodymap show tennis-elbow`": bodymap("show tennis-elbow"),
    "`bodymap find temple`": bodymap("find temple"),
    "`bodymap render`, as SVG": bodymap(RENDER + "svg"),
    "that SVG as pixels, by headless Chromium": [shutil.which("chromium") or "chromium", *BROWSER, "out.svg"],
    "anatomapa, as many pixels": python(NEIGHBOUR),
    "`bodymap handout`": bodymap("handout tennis-elbow --side right -o out.pdf"),
    "`bodymap card`": bodymap("card tennis-elbow --side right -o out.html"),
    "`bodymap slides`, one condition": bodymap("slides tennis-elbow --side right -o out.pptx"),
}


@dataclass(frozen=True)
class Cost:
    """Of one process: seconds on the clock, seconds of a processor, and its peak of memory in MB."""

    wall: float
    cpu: float
    peak: float


def environment(cache: Path) -> dict[str, str]:
    """The user's, with a cache of our own. Python keeps what it compiles, as it does for what is installed."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "BODYMAP_CACHE": str(cache)}


def cost(command: list[str], folder: Path, cache: Path) -> Cost:
    """Run a command. It raises where the command fails."""
    begin = time.perf_counter()
    with (folder / "said").open("w+") as said:
        run = subprocess.Popen(command, cwd=folder, env=environment(cache), stdout=subprocess.DEVNULL, stderr=said)
        _, status, used = os.wait4(run.pid, 0)
        wall = time.perf_counter() - begin
        run.returncode = os.waitstatus_to_exitcode(status)
        if run.returncode:
            said.seek(0)
            raise RuntimeError((said.read().strip().splitlines() or ["it failed"])[-1])
    kilobytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Cost(wall, used.ru_utime + used.ru_stime, kilobytes / 1024)


def measured(folder: Path) -> dict[str, list[tuple[Cost, Cost]]]:
    """Every case that can be run here, round by round, each with the cost of the empty figure before it."""
    found: dict[str, list[tuple[Cost, Cost]]] = {}

    def run(case: str) -> Cost:
        return cost(CASES[case], folder, folder / (f"cache-{time.monotonic_ns()}" if case == FIRST else "cache"))

    for case in CASES:  # once unmeasured: files come into the system's cache, plates into ours
        try:
            run(case)
            found[case] = []
        except (OSError, RuntimeError) as error:
            print(f"{case}: not measured: {error}", file=sys.stderr)
    for _ in range(ROUNDS):
        for case, pairs in found.items():
            pairs.append((run(BASE), run(case)))
    return found


def said(code: str, folder: Path) -> list[float]:
    """The numbers that code prints."""
    run = subprocess.run(
        python(code), cwd=folder, env=environment(folder / "cache"), check=True, capture_output=True, text=True
    )
    return [float(word) for word in run.stdout.split()]


def table(found: dict[str, list[tuple[Cost, Cost]]]) -> None:
    """Print the cases, each beside the first."""
    print(f"| {WIDTH}x{HEIGHT}, a process each | ratio | from - to | of processor time | median | peak |")
    print("|---|--:|--:|--:|--:|--:|")
    for case, pairs in found.items():
        walls = [own.wall / base.wall for base, own in pairs]
        cpu = statistics.median(own.cpu / base.cpu for base, own in pairs)
        median, peak = statistics.median(own.wall for _, own in pairs), max(own.peak for _, own in pairs)
        ratio, spread = statistics.median(walls), f"{min(walls):.2f} - {max(walls):.2f}"
        print(f"| {case} | {ratio:.2f} | {spread} | {cpu:.2f} | {median:.2f} s | {peak:.0f} MB |")


def machine() -> str:
    """What was measured, and on what: no name, no path."""
    names = ("bodymap", "matplotlib", "numpy", "pillow", "msgspec", "typer")
    libraries = ", ".join(f"{name} {version(name)}" for name in names)
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; {libraries}."


def main() -> None:
    """Measure and print the tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(machine(), end="\n\n")
        table(measured(folder))
        rows = [said(NEXT, folder) for _ in range(3)]
        ours, theirs, ratio = (statistics.median(column) for column in zip(*rows, strict=True))
        print("\n| warm, in one process, processor time | median |\n|---|--:|")
        print(f"| the next picture of the same body: planned, drawn, encoded | {ours * 1000:.0f} ms |")
        print(f"| matplotlib alone: its own artists, drawn and saved as PNG | {theirs * 1000:.0f} ms |")
        print(f"| ratio | {ratio:.2f} |")
        [handout] = said(HANDOUT, folder)
        print(f"| a second handout, on the clock | {handout * 1000:.0f} ms |")


if __name__ == "__main__":
    main()
