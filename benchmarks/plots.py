"""What values on the body cost, beside matplotlib's own time for the same patches: `make bench-plots`.

Processor time in one process, with everything loaded. Prints Markdown, as docs/performance.md has it.
"""

from __future__ import annotations

import math
import os
import platform
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.patches import PathPatch

import bodymap
from bodymap.body import plates

ROUNDS = 9
MUSCLES = 60
FRAMES = 50
SIZE = (7.0, 5.0)
"""Size of a panel, in."""

UNITS = ("recfem", "vaslat", "vasmed", "bflh", "semiten", "gasmed", "gaslat", "soleus", "glmax1", "glmed1", "tibant")


def panel() -> Figure:
    """An empty figure with one Axes."""
    figure = Figure(figsize=SIZE, dpi=100)
    FigureCanvasAgg(figure)
    figure.add_axes((0, 0, 1, 1))
    return figure


def values(count: int) -> dict[str, float]:
    """A value for a number of muscles on each side."""
    chance = random.Random(3)  # noqa: S311
    ids = sorted(
        {p.of for v in ("anterior", "posterior") for p in plates.load("neutral-adult", v).parts if p.kind == "muscle"}
    )
    return {f"{id}@{side}": chance.uniform(0, 100) for id in ids[:count] for side in ("left", "right")}


def ours(data: dict[str, float]) -> Figure:
    """A plot in a panel, drawn."""
    figure = panel()
    bodymap.plot(data, ax=figure.axes[0], unknown="ignore")
    figure.canvas.draw()
    return figure


def theirs(drawn: Figure) -> Figure:
    """The same patches and images, made anew with matplotlib alone and drawn."""
    figure = panel()
    ax, old = figure.axes[0], drawn.axes[0]
    ax.set(xlim=old.get_xlim(), ylim=old.get_ylim(), aspect="equal")
    ax.set_axis_off()
    for artist in old.get_children():
        if isinstance(artist, PathPatch):
            look = {"fc": artist.get_facecolor(), "ec": artist.get_edgecolor(), "lw": artist.get_linewidth()}
            patch = PathPatch(artist.get_path(), transform=ax.transData, **look)
            ax.add_artist(patch)
            patch.set_clip_path(artist.get_clip_path())
        elif isinstance(artist, AxesImage):
            image = AxesImage(ax, interpolation="bilinear", extent=artist.get_extent(), origin="upper")
            image.set_data(artist.get_array())
            ax.add_artist(image)
            image.set_clip_path(artist.get_clip_path())
    figure.canvas.draw()
    return figure


def spent(work: Callable[[], object]) -> float:
    """The median processor time of some work, ms."""
    times = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        work()
        times.append((time.process_time() - begin) * 1000)
    return statistics.median(times)


def animation(folder: Path, ending: str, frames: int) -> tuple[float, float]:
    """The processor time of an animation of 640 pixels, s, and the memory of the process at its highest, MB."""
    rows = [
        {"time": t / 50, "muscle": f"{unit}_{side}", "value": math.sin(t / 5 + n + (side == "l"))}
        for t in range(frames)
        for n, unit in enumerate(UNITS)
        for side in "lr"
    ]
    film = bodymap.animate(rows, frame="time", names="opensim:rajagopal")
    begin = time.process_time()
    film.save(folder / f"film.{ending}")
    return time.process_time() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure and print the table."""
    import warnings

    warnings.simplefilter("ignore", bodymap.BodymapWarning)
    names = ("bodymap", "matplotlib", "numpy", "pillow")
    libraries = ", ".join(f"{name} {version(name)}" for name in names)
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; {libraries}.\n")
    data = values(MUSCLES)
    drawn = ours(data)
    own, other = spent(lambda: ours(data)), spent(lambda: theirs(drawn))
    print("| warm, processor time | |\n|---|--:|")
    print(f"| a panel of {MUSCLES} muscles on both sides, front and back: planned and drawn | {own:.0f} ms |")
    print(f"| matplotlib alone: the same patches and images, made and drawn | {other:.0f} ms |")
    print(f"| ratio | {own / other:.2f} |")
    with tempfile.TemporaryDirectory() as name:
        for ending in ("gif", "webp"):
            seconds, memory = animation(Path(name), ending, FRAMES)
            print(f"| {FRAMES} frames, 640 px, {ending.upper()} | {seconds:.1f} s, at most {memory:.0f} MB |")
        seconds, memory = animation(Path(name), "webp", 4 * FRAMES)
        print(f"| {4 * FRAMES} frames, 640 px, WEBP | {seconds:.1f} s, at most {memory:.0f} MB |")


if __name__ == "__main__":
    main()
