"""How long a picture of 1920x1080 takes, beside the library that it rests on and beside a neighbour: `make bench`.

Each case is a process of its own, started in turn with the others; the median of its times counts, so that what else
the machine does falls on all of them. Ratios hold within one run, seconds on one machine.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 7
WIDTH, HEIGHT = 1920, 1080

IMPORT = "import matplotlib.figure, matplotlib.backends.backend_agg"
EMPTY = f"""
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
figure = Figure(figsize=({WIDTH / 144}, {HEIGHT / 144}), dpi=144)
FigureCanvasAgg(figure).print_png("out.png")
"""
PICTURE = f"""
import sys
sys.argv = "bodymap render tennis-elbow --side right --size {WIDTH}x{HEIGHT} -o out.png".split()
from bodymap.cli import main
main()
"""
WARM = f"""
import time, bodymap
bodymap.render("tennis-elbow", side="right", sheet="{WIDTH}x{HEIGHT}").save("out.png")
begin = time.perf_counter()
bodymap.render("calf-and-hamstring", side="right", sheet="{WIDTH}x{HEIGHT}").save("out.png")
print(time.perf_counter() - begin)
"""
COMMAND = """
import sys
sys.argv = "bodymap {words}".split()
from bodymap.cli import main
main()
"""
WARM_HANDOUT = """
import time
from pathlib import Path
from bodymap import condition
from bodymap.export import handout
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
open("out.png", "wb").write(figure.to_png(scale=scale))
"""

CASES = {
    "matplotlib imported": IMPORT,
    "matplotlib, an empty figure saved": EMPTY,
    "bodymap render": PICTURE,
    "bodymap render, its very first run": PICTURE,
    "bodymap, a second picture": WARM,
    "bodymap handout": COMMAND.format(words="handout tennis-elbow --side right -o out.pdf"),
    "bodymap, a second handout": WARM_HANDOUT,
    "bodymap card": COMMAND.format(words="card tennis-elbow --side right -o out.html"),
    "bodymap slides, one condition": COMMAND.format(words="slides tennis-elbow --side right -o out.pptx"),
    "anatomapa, as many pixels": NEIGHBOUR,
}
BASE = "matplotlib, an empty figure saved"


def seconds(name: str, folder: Path) -> float:
    """The wall time of one case, or what it measured itself."""
    cache = folder / f"cache-{time.monotonic_ns()}" if "first" in name else folder / "cache"
    environment = {**os.environ, "BODYMAP_CACHE": str(cache)}
    begin = time.perf_counter()
    run = subprocess.run(
        [sys.executable, "-c", CASES[name]], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    elapsed = time.perf_counter() - begin
    return float(run.stdout) if ", a second" in name else elapsed


def main() -> None:
    """Measure and print a table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        possible = {}
        for case in CASES:  # once unmeasured: files come into the system's cache, plates into ours
            try:
                seconds(case, folder)
                possible[case] = []
            except subprocess.CalledProcessError as error:
                print(f"{case}: not measured: {error.stderr.strip().splitlines()[-1]}")
        for _ in range(ROUNDS):
            for case, times in possible.items():
                times.append(seconds(case, folder))
    base = statistics.median(possible[BASE])
    print(f"{'':36} {'median':>8} {'range':>15} {'ratio':>7}")
    for case, times in possible.items():
        middle = statistics.median(times)
        span = f"{min(times):.2f}-{max(times):.2f}"
        print(f"{case:36} {middle:>6.2f} s {span:>13} s {middle / base:>6.2f}x")


if __name__ == "__main__":
    main()
