"""Build the items of painted parts: muscles, structures and areas in colours that say values.

A colour is drawn as it is, without light, fibres or mixing, so that it can be compared with a scale. A missing value is
hatched. A muscle is painted where it is seen; if nothing of it is seen, as a window with a dashed edge, unless what
covers it is painted too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from ..body.geometry import Shape, bounds, meet
from ..content.paints import Paint, painted_shape
from ..knowledge.anatomy import Side
from ..style.colour import luminance, mixed, to_hex
from ..style.theme import Hatch, Theme
from .context import FigureContext
from .depth import deepest_first
from .hatching import hatch_lines
from .quiet import QuietMuscle, others, quiet_items
from .records import Group, Item, Path, Style
from .shapes import joined, segments
from .styles import Styles

EDGE = 0.55
"""Width of the edge of a painted part at full size, pt."""

LEAST_EDGE = 0.22
"""Least width of that edge, pt."""

FULL_SIZE = 0.5
"""Scale in pt per mm from which edges have their full width."""

DASH = 2.6, 1.8
"""Length of a dash and of a gap in the edge of a window, pt."""

MISSING = Hatch(45.0, 2.6, 0.45)
"""The hatching of a missing value."""

MISSING_INK = 0.62
"""Share of the contour's colour in the hatching and the edge of a missing value."""

HATCH_WIDTH = 0.5
"""Width of the lines drawn over a colour, pt."""

DARK_GROUND = 0.32
"""Luminance below which lines and letters on a colour are light."""

TENDON, TENDON_EDGE = 0.75, 0.45
"""Share of the tendon's colour in the tendon of a painted muscle, and the opacity of its edge."""

NERVE = 2.2
"""Width of a painted nerve at full size, pt."""


def paint_groups(context: FigureContext) -> Iterator[Group]:
    """Yield the painted parts of a figure, each as a group with its id and its accessible name."""
    figure = context.figure
    if figure.taken_off:
        yield from _layered(context)
    for paint in figure.paints:
        # Where a limb is shown alone, the rest of the body has no parts.
        if paint.part in context.parts and not (figure.taken_off and paint.kind == "muscle"):
            yield from _group(context, paint, _shapes(context, paint))


def _layered(context: FigureContext) -> Iterator[Group]:
    """Yield all muscles that are left when some are taken off, painted or quiet, the deepest of each side first."""
    painted = {paint.part: paint for paint in context.figure.paints if paint.kind == "muscle"}
    quiet = {part.id: form for part, form in others(context)} if context.figure.others else {}
    known = [context.parts[id] for id in (*quiet, *painted) if id in context.parts]
    left = [part for part in known if part.of not in context.figure.taken_off]
    for side in Side:
        for part in deepest_first([part for part in left if part.side == side], lambda part: part, context):
            if paint := painted.get(part.id):
                yield from _group(context, paint, [(part.shape, False)])
            elif context.forms:
                form = quiet[part.id]
                items = quiet_items(context, [QuietMuscle(part.shape, form.sinew, form)], context.forms.relief, ())
                yield Group("body", tuple(items))


def _shapes(context: FigureContext, paint: Paint) -> list[tuple[Shape, bool]]:
    """Return the shapes that a part is painted as, mm, each with whether it is a window."""
    part = context.parts[paint.part]
    form = context.form(part) if paint.kind == "muscle" else None
    if form is None or form.seen is None:
        return [(painted_shape(part.shape, paint.half, context.figure.view), False)]
    if len(form.seen.codes):
        return [(form.seen, False)]
    painted = {other.of for other in context.figure.paints if other.side == paint.side}
    windows = [shape for of, shape in form.under if of not in painted]
    return [(joined(windows), True)] if windows and context.figure.windows else []


def _group(context: FigureContext, paint: Paint, shapes: Sequence[tuple[Shape, bool]]) -> Iterator[Group]:
    items = tuple(
        item
        for shape, window in shapes
        if len(shape.codes) and meet(bounds([shape]), context.figure.frame)
        for item in _items(context, paint, shape, window=window)
    )
    if items:
        kind: Literal["muscle", "structure"] = "muscle" if paint.kind == "muscle" else "structure"
        yield Group(kind, items, paint.id, paint.label, paint.of)


def _items(context: FigureContext, paint: Paint, shape: Shape, *, window: bool) -> Iterator[Item]:
    """Yield a part's colour, the lines over it and its edge."""
    theme, styles, on_sheet = context.theme, context.styles, context.shape(shape)
    size = max(min(context.figure.scale / FULL_SIZE, 1.0), LEAST_EDGE / EDGE)
    name = paint.fill.removeprefix("#").lower() or "missing"
    if context.parts[paint.part].kind == "course":
        yield from _nerve(styles, paint, on_sheet, size, name)
        return
    ink = edge_colour(theme, paint.fill)
    yield Path(on_sheet, styles.add(f"value-{name}", Style(fill=paint.fill or theme.body_light)), paint.id)
    if gap := paint.hatch or (0.0 if paint.fill else MISSING.gap):
        angle = MISSING.angle if paint.fill else -MISSING.angle
        lines = hatch_lines(context.figure.on_box(bounds([shape])), Hatch(angle, gap, HATCH_WIDTH))
        if len(lines):
            drawn = styles.line(f"hatch-{name}", ink, HATCH_WIDTH if paint.fill else MISSING.width)
            yield Path(segments(lines), drawn, f"{paint.id}.hatch", clip=on_sheet)
    if (tendon := _tendon(context, paint)) and not window:
        sinew = to_hex(mixed(theme.tendon, TENDON, theme.body_light))
        style = Style(fill=sinew, stroke=theme.outline, stroke_opacity=TENDON_EDGE, width=round(0.6 * EDGE * size, 2))
        yield Path(context.shape(tendon), styles.add("tendon", style), f"{paint.id}.tendon", clip=on_sheet)
    style = Style(stroke=theme.outline, width=round(EDGE * size * paint.edge, 2), join="round")
    if window:
        style = msgspec.structs.replace(style, dash=tuple(length * size for length in DASH))
    yield Path(on_sheet, styles.add(f"edge-{'window' if window else 'value'}", style), f"{paint.id}.edge")


def _tendon(context: FigureContext, paint: Paint) -> Shape | None:
    """Return the tendons of a painted muscle, mm, which have no colour: its value is that of its belly."""
    form = context.form(context.parts[paint.part]) if paint.kind == "muscle" else None
    return form.tendon if form and len(form.tendon.codes) else None


def _nerve(styles: Styles, paint: Paint, shape: Shape, size: float, name: str) -> Iterator[Item]:
    """Yield the open lines of a nerve in a colour, within an edge; dashed if its value is missing."""
    theme, width = styles.theme, NERVE * size
    dash = () if paint.fill else tuple(length * size for length in DASH)
    edge = styles.line("edge-nerve", theme.outline, width + 2 * EDGE * size, cap="round", join="round")
    yield Path(shape, edge, f"{paint.id}.edge")
    yield Path(shape, styles.line(f"nerve-{name}", paint.fill or theme.body_light, width, dash=dash), paint.part)


def edge_colour(theme: Theme, fill: str) -> str:
    """Return the colour of lines on a colour; grey on the body's own, for a missing value."""
    if not fill:
        return to_hex(mixed(theme.contour, MISSING_INK, theme.body_light))
    return theme.outline if luminance(fill) >= DARK_GROUND else "#ffffff"
