"""Where each millisecond of one picture goes, in processor time: `make bench` prints it after the ratios.

The steps are those of `bodymap render tennis-elbow`, imports apart from work: first cold, then for the next picture.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from run import environment

ROUNDS = 7

STEPS = """
import gc, time
gc.set_threshold(50_000)  # as `bodymap.cli.main` does
told = []
last = 0.0

def step(name):
    global last
    now = time.process_time()
    told.append((name, 1000 * (now - last)))
    last = time.process_time()

step("Python starts")
from bodymap.cli import render
from bodymap.cli.app import app
step("import: the command line")
import numpy
step("import: numpy")
from bodymap import describe
from bodymap.export import image
from bodymap.finding import request
from bodymap.knowledge import condition_library
from bodymap.scene import plan
step("import: bodymap's planning, msgspec")
import matplotlib
import matplotlib.backends.backend_agg
import matplotlib.image
step("import: matplotlib, Pillow")
from bodymap.backends import agg
from bodymap.backends.matplotlib_modules import renderer_module
from bodymap.backends.png import png
from bodymap.display.compile import compile_scene
renderer_module("backend_agg")
step("import: bodymap's display list and renderer")

def picture(when):
    condition = condition_library.load("tennis-elbow")
    step(f"{when}: the condition, the atlas, the areas")
    scene = plan(condition, side="right", size="1920x1080")
    step(f"{when}: planned, with plates, themes and fonts")
    display = compile_scene(scene)
    step(f"{when}: display list")
    pixels = agg.pixels(display)
    step(f"{when}: rasterised")
    png(pixels[..., :3], 144, {"Description": describe.long(scene)})
    step(f"{when}: described and encoded as PNG")

picture("cold")
picture("next")
for name, spent in told:
    print(f"{spent}\\t{name}")
"""


def main() -> None:
    """Print a table."""
    spent: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as cache:
        for n in range(1 + ROUNDS):
            run = subprocess.run(
                [sys.executable, "-c", STEPS],
                env=environment(Path(cache)),
                check=True,
                capture_output=True,
                text=True,
            )
            for line in run.stdout.splitlines() if n else ():  # once unmeasured: everything is compiled
                milliseconds, _, name = line.partition("\t")
                spent.setdefault(name, []).append(float(milliseconds))
    print("| step | ms |\n|---|--:|")
    for name, each in spent.items():
        print(f"| {name} | {statistics.median(each):.0f} |")
    middles = {name: statistics.median(each) for name, each in spent.items()}
    again = sum(middle for name, middle in middles.items() if name.startswith("next"))
    print(f"| **the first, imports and all** | {sum(middles.values()) - again:.0f} |")
    print(f"| **the next** | {again:.0f} |")


if __name__ == "__main__":
    main()
