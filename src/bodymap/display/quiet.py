"""Build the quiet layer: the muscles that are not highlighted, as a grey-beige figure that recedes.

Each kind of thing is one path for the whole figure: bellies, tendons, their light, fibres and edges.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..body.forms import DARK, FLAT, SINEW, Form
from ..body.geometry import Shape, bounds, meet
from ..body.plate import Part, Shading
from ..style.colour import mixed, to_hex
from .context import FigureContext
from .depth import is_bared
from .muscles import fibre_strokes
from .records import Item, Path, Style
from .shading import image_of, relief_palette, window_on
from .shapes import joined

BELLY, TENDON = 0.16, 0.6
"""Share of the contour's colour in a quiet belly, and of the tendon's in a quiet tendon; the rest is the body's."""

RELIEF = 0.9
"""Strength of light and shade, against that on a highlighted muscle."""

SHADE = 0.75
"""Share of the contour's colour in shade; the rest is black."""

APART = 3.4
"""Fibres are drawn at the finest level at which they stand at least this far apart, pt."""
FIBRE_WIDTH, FIBRE_OPACITY = 0.5, 0.3
EVEN = np.uint8(0xFE)
"""Keeps even grey levels alone: vector files become a fifth smaller, and nobody sees it."""

EDGE_WIDTH = 0.4
"""Widths in pt."""

FULL_EDGE, LEAST_EDGE = 0.25, 0.3
"""In a plot: the scale in pt per mm from which edges have their full width, and their least share of it."""


def quiet_muscles(context: FigureContext) -> Iterator[Item]:
    """Yield the muscles of a figure that are not highlighted; nothing on a plate without forms."""
    quiet: list[QuietMuscle] = []
    if context.figure.taken_off:
        return  # they are drawn layer by layer, with those that have values
    for part, form in others(context):
        if context.figure.opened and (context.figure.opened.takes_off(part) or is_bared(context, part, form)):
            continue
        if seen := part.shape if form.seen is None else form.seen:
            quiet += [QuietMuscle(seen, form.tendon, form)] if len(seen.codes) else []
    if context.forms and quiet:
        yield from quiet_items(context, quiet, context.forms.relief, (DARK, SINEW))


class QuietMuscle(NamedTuple):
    """A muscle of the quiet figure: what is seen of it and of its tendons, in mm, and its form."""

    seen: Shape
    tendon: Shape
    form: Form


def others(context: FigureContext) -> Iterator[tuple[Part, Form]]:
    """Yield the muscles that a figure shows quietly, with their forms."""
    shown = {highlight.part for highlight in context.figure.highlights}
    shown |= {paint.part for paint in context.figure.paints}
    for part in context.plate.parts:
        if part.kind != "muscle" or part.id in shown or not meet(bounds([part.shape]), context.figure.frame):
            continue
        if (form := context.form(part)) and form.quiet:
            yield part, form


def quiet_items(
    context: FigureContext, quiet: Sequence[QuietMuscle], relief: Shading, kinds: Sequence[int]
) -> Iterator[Item]:
    """Yield quiet muscles that don't lie on each other, under the light of a relief, with strokes of some kinds."""
    theme, styles = context.theme, context.styles
    belly = to_hex(mixed(theme.contour, BELLY, theme.body_light))
    tendon = to_hex(mixed(theme.tendon, TENDON, theme.body_light))
    whole = [muscle.seen for muscle in quiet]
    bellies = context.shape(joined(whole))
    yield Path(bellies, styles.add("quiet-muscle", Style(fill=belly)), "quiet")
    if sinews := [muscle.tendon for muscle in quiet if len(muscle.tendon.codes)]:
        yield Path(context.shape(joined(sinews)), styles.add("quiet-tendon", Style(fill=tendon)), "quiet")
    body = context.plate.shading
    if theme.toned and body and body.grey.shape == relief.grey.shape:
        window = window_on(body, context.figure, bounds(whole))
        light = _light(window.of(body), window.of(relief))
        palette = relief_palette(to_hex(mixed(theme.contour, SHADE, "#000000")), RELIEF * theme.relief)
        yield image_of(light, window, palette, bellies, "quiet.relief")
    if context.figure.fibred:
        found = (fibre_strokes(context, muscle.form, kind, FIBRE_WIDTH, APART) for muscle in quiet for kind in kinds)
        if strokes := [shape for shape in found if shape is not None]:
            style = styles.add("quiet-fibre", Style(fill=theme.contour, fill_opacity=FIBRE_OPACITY))
            yield Path(joined(strokes), style, "quiet")
    width = EDGE_WIDTH
    if context.figure.paints:  # a plot may be small
        width = round(width * min(max(context.figure.scale / FULL_EDGE, LEAST_EDGE), 1.0), 2)
    yield Path(bellies, styles.line("quiet-edge", theme.contour, width, join="round"), "quiet")


def _light(body: NDArray[np.uint8], relief: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return light halfway between that on the muscles and that on the body, so that the figure recedes."""
    own = (np.arange(256) * (FLAT / 255)).astype(np.uint8)[body]
    return ((own >> 1) + (relief >> 1)) & EVEN
