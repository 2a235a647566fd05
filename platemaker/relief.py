"""Models the bellies of muscles into the shading of a body: the light on what is seen, and on the layers below."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from . import cover
from .cover import covers
from .finished import Finished
from .mesh import Floats
from .muscle_form import OPENED, Form
from .parts import right_half

FLAT = 215
"""Grey level of the relief for full light on a flat surface; brighter ones are highlights."""
DEPTH, DARKEST, BRIGHTEST = 1.0, -0.5, 0.16
"""How strongly the form of muscles shades the body, and the limits of the change in light."""
SHADOW = 0.22
"""Strength of the shadow of a muscle on what lies below it."""
AROUND = 4.0
"""How far around the muscles the relief of a deeper layer reaches, mm."""

Box = tuple[float, float, float, float]


def reliefs(plate: Finished, forms: list[Form]) -> tuple[list[NDArray[np.uint8]], Box]:
    """Return the light on the right half, each (h, w), `FLAT` for full light, and its box, mm.

    The first image is of the muscles that are seen. In views in which pictures take muscles off, two more show what
    lies under the superficial layer, and under the intermediate one too: only the muscles that these cover, since a
    plain grey makes the file smaller.
    """
    first, box = _relief(plate, [(form, form.cover.seen) for form in forms])
    found = [first]
    for off in (("superficial",), ("superficial", "intermediate")) if plate.view in OPENED else ():
        below = [form for form in forms if form.muscle.layer not in off]
        left = [form for form in below if form.muscle.of not in cover.facts().sheets]
        bared = covers([form.muscle for form in left], plate.view, undrawn=False)
        deeper, _ = _relief(plate, [(form, cover.seen) for form, cover in zip(left, bared, strict=True)])
        layers = {form.muscle.of: form.muscle.layer for form in forms}
        covered = [f.muscle.area for f in below if any(layers.get(of, off[-1]) == off[-1] for of, _ in f.above)]
        places = np.stack(np.meshgrid(*_centres(box, deeper.shape)), -1)
        shown = shapely.contains_xy(shapely.union_all(covered).buffer(AROUND), places[..., 0], places[..., 1])
        found.append(np.where(shown, deeper, FLAT).astype(np.uint8))
    return found, box


def _centres(box: Box, shape: tuple[int, ...]) -> tuple[Floats, Floats]:
    """Return the middles of the columns and rows of an image, mm."""
    (x0, y0, x1, y1), (rows, columns) = box, shape
    across, down = (x1 - x0) / columns, (y1 - y0) / rows
    return x0 + (np.arange(columns) + 0.5) * across, y0 + (np.arange(rows) + 0.5) * down


def _relief(plate: Finished, forms: list[tuple[Form, shapely.Geometry]]) -> tuple[NDArray[np.uint8], Box]:
    """Return the light on what is seen of muscles of the right half, (h, w), and its box, mm."""
    x0, y0, x1, y1 = plate.box
    rows, columns = plate.grey.shape
    pixel = (x1 - x0) / columns
    left, _, right, _ = right_half(plate.view)
    a, b = max(int((left - x0) / pixel), 0), min(int(np.ceil((right - x0) / pixel)), columns)
    lit = plate.grey[:, a:b] / 255
    xs, ys = x0 + (np.arange(a, b) + 0.5) * pixel, y0 + (np.arange(rows) + 0.5) * pixel
    order = sorted((f for f in forms if not f[1].is_empty), key=lambda f: -cover.RANKS[f[0].muscle.layer])
    for form, seen in order:
        bounds = seen.buffer(6).bounds
        columns_in = slice(*np.searchsorted(xs, (bounds[0], bounds[2])))
        rows_in = slice(*np.searchsorted(ys, (bounds[1], bounds[3])))
        x, y = np.meshgrid(xs[columns_in], ys[rows_in])
        if not x.size:
            continue
        inside = shapely.contains_xy(seen, x, y).astype(float)
        soft = gaussian_filter(inside, 0.5 / pixel)
        points = np.column_stack([x.ravel(), y.ravel()])
        change = form.fibres.at(form.light, points).reshape(x.shape).clip(DARKEST, BRIGHTEST)
        below = np.roll(gaussian_filter(inside, 1.2 / pixel), round(0.8 / pixel), axis=0) * (1 - soft)
        part = lit[rows_in, columns_in]
        part *= (1 - SHADOW * below) * (1 + DEPTH * change * soft)
    box = (x0 + a * pixel, y0, x0 + b * pixel, y1)
    return np.round(FLAT * lit).clip(0, 255).astype(np.uint8), box
