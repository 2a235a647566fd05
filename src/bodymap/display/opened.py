"""Build the items of a half from which muscles are taken off: quiet muscles and bones below, and the edges left.

Highlighted muscles are drawn by `muscles`, over all this.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..body.forms import COVERED, DARK, SINEW
from ..body.geometry import Box, bounds, inside, meet, rings
from ..knowledge.structures import StructureKind, structures
from ..knowledge.views import facts_of
from .context import FigureContext
from .depth import deepest_first, is_bared, light_on
from .quiet import QuietMuscle, others, quiet_items
from .records import Item, Path
from .shapes import rectangle
from .structures import quiet_bone

EDGE = 0.7
"""Width of the dashed edge of a muscle that is taken off and not highlighted, pt."""


def opened_ground(context: FigureContext) -> Iterator[Item]:
    """Yield the bones and the quiet muscles that show where something is taken off, the deepest first."""
    if not context.figure.opened or context.forms is None:
        return
    yield from _bones(context)
    bared = [(part, form) for part, form in others(context) if is_bared(context, part, form)]
    bared = [pair for pair in bared if not context.figure.opened.takes_off(pair[0])]
    for part, form in deepest_first(bared, lambda pair: pair[0], context):
        muscle = QuietMuscle(part.shape, form.sinew, form)
        kinds = (DARK, SINEW, COVERED + DARK, COVERED + SINEW)
        yield from quiet_items(context, [muscle], light_on(context, context.forms, part, form), kinds)


def edges_left(context: FigureContext) -> Iterator[Item]:
    """Yield the dashed edges of the superficial muscles that are taken off and not highlighted.

    Those of the muscles below them would be lines without end.
    """
    if not context.figure.opened.edged:
        return
    theme, shown = context.theme, {highlight.part for highlight in context.figure.highlights}
    dash = tuple(length * EDGE for length in theme.dash)
    for part in context.plate.parts:
        if part.kind != "muscle" or part.layer != "superficial" or part.id in shown:
            continue
        if context.figure.opened.takes_off(part) and meet(bounds([part.shape]), context.figure.frame):
            style = context.styles.line("taken-off", theme.contour, EDGE, dash=dash, join="round")
            yield Path(context.shape(part.shape), style, f"{part.id}.off")


def _bones(context: FigureContext) -> Iterator[Item]:
    """Yield the bones under what is taken off, on its half alone: those of an arm that is left out are left out too."""
    known, shown = structures(), {shape.part for shape in context.figure.structures}
    off = [bounds([part.shape]) for part in context.plate.parts if context.figure.opened.takes_off(part)]
    half, outline = context.shape(rectangle(_half(context))), rings(context.plate.outline)
    for part in context.plate.parts:
        if part.kind != "structure" or part.id in shown or part.side not in (context.figure.opened.side, "midline"):
            continue
        box = bounds([part.shape])
        if known.structure(part.of).kind != StructureKind.BONE or not inside(outline, part.shape.points).any():
            continue
        if any(meet(box, other) for other in off):
            yield from quiet_bone(context.shape(part.shape), context.styles, part.id, clip=half)


def _half(context: FigureContext) -> Box:
    """Return the half of the plate that is opened, mm."""
    x0, y0, x1, y1 = context.plate.box
    on_right = facts_of(context.plate.view).sides[-1] == context.figure.opened.side
    return (0.0, y0, x1, y1) if on_right else (x0, y0, 0.0, y1)
