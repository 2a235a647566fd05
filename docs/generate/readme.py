"""Draws the pictures of the documents afresh: `make pictures`.

The three conditions as a user gets them, and a contact sheet of every plate with every muscle faintly filled, coloured
by region.
"""

from __future__ import annotations

import colorsys
import sys
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline

import bodymap
from bodymap.body import plates
from bodymap.body.geometry import Shape
from bodymap.body.plate import Plate
from bodymap.files.disk import assets
from bodymap.knowledge.anatomy import View

HERE = Path(__file__).parent

PICTURES = {"tennis-elbow": "right", "desk-neck-and-upper-back": None, "calf-and-hamstring": None}
"""Each condition with its side, as `make demo` draws them."""

FACE = FontProperties(fname=str(assets() / "fonts" / "Inter-Regular.ttf"))
GOLDEN = 0.618
"""Steps of hue by the golden ratio: neighbours in the list never look alike."""


def main() -> None:
    """Draw all, or those that are named: `make.py tennis-elbow plates`."""
    wanted = sys.argv[1:] or [*PICTURES, "plates"]
    for name in wanted:
        target = HERE / f"{name}.{'webp' if name == 'plates' else 'png'}"
        if name == "plates":
            contact_sheet().savefig(target, pil_kwargs={"quality": 85, "method": 6})
        else:
            bodymap.render(name, side=PICTURES[name]).save(target)
        print(target.relative_to(HERE.parents[1]))


def contact_sheet() -> Figure:
    """Bodies in rows, views in columns."""
    bodies = plates.bodies()
    figure = Figure(figsize=(15, 6.2 * len(bodies)), dpi=130, facecolor="white")
    FigureCanvasAgg(figure)
    muscles = bodymap.atlas().muscles.values()
    regions = list(dict.fromkeys(muscle.region for muscle in muscles))
    colours = {muscle.id: colour(regions.index(muscle.region)) for muscle in muscles}
    for row, body in enumerate(bodies):
        for column, view in enumerate(View):
            ax = figure.add_axes((column / 5, 1 - (row + 1) / len(bodies), 1 / 5, 0.98 / len(bodies)))
            show(plates.load(body, view), ax, colours)
    return figure


def show(plate: Plate, ax: Axes, colours: dict[str, tuple[float, float, float]]) -> None:
    """A plate in its own millimetres, crown or toes up, with its name under it."""
    (x0, y0), (x1, y1) = plate.outline.points.min(0), plate.outline.points.max(0)
    ax.axis("off")
    outline = PathPatch(path(plate.outline), facecolor="none", edgecolor="#444444", linewidth=0.6)
    if plate.shading:
        left, top, right, bottom = plate.shading.box
        extent = (left, right, bottom, top)
        tone = ax.imshow(plate.shading.grey, cmap="gray", vmin=0, vmax=255, extent=extent, aspect="auto")
        tone.set_clip_path(outline.get_path(), ax.transData)
    for contour in plate.contours:
        ax.add_patch(PathPatch(path(contour), facecolor="none", edgecolor="#777777", linewidth=0.4))
    for part in plate.parts:
        if part.kind in ("muscle", "fibre"):
            tint = colours[part.of]
            fill, width = ((*tint, 0.3), 0.3) if part.kind == "muscle" else ("none", 0.15)
            ax.add_patch(PathPatch(path(part.shape), facecolor=fill, edgecolor=tint, linewidth=width))
    ax.add_patch(outline)
    marks = [(point.x, point.y) for point in plate.points if point.kind == "point"]
    style = {"linestyle": "none", "marker": "x", "color": "#333333", "markersize": 1.8, "markeredgewidth": 0.4}
    ax.plot(*np.array(marks).reshape(-1, 2).T, **style)
    caption = f"{plate.body}, {plate.view}"
    half = 520 if y1 > 1000 else 235
    ax.text((x0 + x1) / 2, y1 + half / 8, caption, ha="center", fontproperties=FACE, fontsize=8, color="#555555")
    middle = (x0 + x1) / 2
    ax.set(xlim=(middle - half, middle + half), ylim=(y1 + half / 6, y0 - 30), aspect="equal")


def path(shape: Shape) -> Outline:
    """A shape as matplotlib has it; the codes are the same."""
    return Outline(shape.points, shape.codes)


def colour(n: int) -> tuple[float, float, float]:
    """The n-th of a long row of colours."""
    return colorsys.hls_to_rgb((n * GOLDEN) % 1, 0.42, 0.6)


if __name__ == "__main__":
    main()
