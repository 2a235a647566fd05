from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from numpy.typing import NDArray

from bodymap.drawing.tone import Tone, shades
from bodymap.style.theme import named

ROWS, COLUMNS = 60, 40
COLOURS = np.full((256, 4), 255, dtype=np.uint8)
COLOURS[:, :3] = shades(named("clinic"))


def soft() -> NDArray[np.uint8]:
    """A grey that runs as a body's does: two lights, softly."""
    y, x = np.mgrid[0:ROWS, 0:COLUMNS]
    return np.round(160 + 60 * np.sin(x / 9) * np.cos(y / 13) + 30 * np.sin(y / 7)).astype(np.uint8)


def drawn(make: Any, limits: tuple[float, float, float, float], dpi: float = 72) -> NDArray[np.int64]:
    figure = Figure(figsize=(3, 3), dpi=dpi)
    canvas = FigureCanvasAgg(figure)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    ax.set(xlim=limits[:2], ylim=limits[2:])
    image = make(ax)
    ax.add_artist(image)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba()).astype(np.int64)


def theirs(ax: Any) -> AxesImage:
    image = AxesImage(ax, interpolation="bilinear", extent=(10, 50, 20, 80), origin="upper")
    image.set_data(COLOURS[soft()])
    return image


def ours(ax: Any) -> AxesImage:
    return Tone(ax, soft(), COLOURS, (10, 50, 20, 80))


@pytest.mark.parametrize(
    "limits",
    [(0, 100, 0, 100), (20, 40, 30, 60), (33.3, 61.7, 5.1, 44.4), (47, 90, 77, 90)],
    ids=["whole", "inside it", "over its edge", "a corner"],
)
def test_a_tone_has_the_colours_that_matplotlib_gives_it(limits: tuple[float, float, float, float]) -> None:
    own, other = drawn(ours, limits), drawn(theirs, limits)

    off = np.abs(own - other).max(axis=2)
    # But where either begins and ends: matplotlib before 3.11 draws one more column at an edge between two pixels.
    steps = (np.abs(np.diff(picture[..., 0], axis=axis, prepend=0)) for picture in (own, other) for axis in (0, 1))
    inner = off[np.max(list(steps), axis=0) < 16]
    assert inner.size > 0.9 * off.size
    assert inner.max() <= 3
    assert (off > 3).mean() < 0.01


def test_a_tone_that_is_drawn_small_is_averaged() -> None:
    noise = np.random.default_rng(5).integers(70, 256, (ROWS, COLUMNS)).astype(np.uint8)
    small = drawn(lambda ax: Tone(ax, noise, COLOURS, (0, 1, 0, 1)), (0, 20, 0, 20))

    body = small[-11:, :10, 2]  # 60 rows on eleven
    assert body.std() < COLOURS[noise][..., 2].std() / 3


def test_a_tone_out_of_sight_is_not_drawn() -> None:
    assert (drawn(ours, (60, 90, 0, 10))[..., :3] == 255).all()
