"""Build the items of the highlighted muscles: bellies, tendons, fibres and light where they are seen, else a window.

What is seen of a muscle is opaque, so two roles never mix. What another muscle covers is a window: a tint of the body
in the muscle's colour, mixed beforehand and opaque too, within a dashed edge. Over a muscle that is itself highlighted,
a window is only its edge, or a hatching in place of the one below. A muscle without a form is drawn flat, and a window
if it is deep.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from ..body.forms import COVERED, DARK, LEVELS, LIT, SINEW, TEETH, Form
from ..body.geometry import Shape, bounds, meet
from ..body.plate import Part
from ..content.view_content import Highlight
from ..knowledge.anatomy import Side
from ..style.colour import contrast
from ..style.theme import CLEAR, MuscleStyle
from . import accessible
from .context import FigureContext
from .depth import in_depth_order, light_on
from .hatching import hatch_lines
from .intensity import muscle_style
from .records import Group, Item, Path, Style
from .shading import relief_palette, shading_image, tinted
from .shapes import joined, lenses, outside, segments
from .styles import darker, in_colour, muscle_edge, muscle_fill, seen_colour, tendon_fill

APART = 1.9
"""Strokes are drawn at the finest level at which they stand at least this far apart, pt."""
WINDOW_APART = 2.8
"""The same for the strokes in a window."""

FINEST, FINEST_IN_WINDOW = 2, 1
"""The finest level of strokes, and that in a window."""

DARK_WIDTH, LIT_WIDTH, SINEW_WIDTH, TEETH_WIDTH, WINDOW_WIDTH = 0.62, 0.7, 0.42, 0.8, 0.55
"""Width of each kind of stroke where it is widest, pt."""
BARED_WIDTH = 0.4
"""Width of the strokes between fibres of a part that is covered on the other side, pt; they are even."""
LIT_COLOUR = "#fff2e0"
LIT_OPACITY, DARK_OPACITY, TEETH_OPACITY, SINEW_OPACITY, WINDOW_OPACITY = 0.3, 0.55, 0.85, 0.5, 0.45

TENDON_EDGE = 0.45
"""Width of the edge of a tendon, in widths of the muscle's edge."""

EDGE_HALO = 1.6
"""Width of the light line under a window's dashed edge, in widths of the edge."""
EDGE_HALO_OPACITY = 0.35


class _Drawn(NamedTuple):
    """A highlighted muscle: how it looks, what is seen of it and what is covered, in mm; None and () for nothing."""

    highlight: Highlight
    part: Part
    form: Form | None
    style: MuscleStyle
    name: str
    seen: Shape | None
    covered: tuple[tuple[str, Shape], ...]
    edge: Shape | None
    tendon: Shape | None = None
    bared: bool = False


def muscle_groups(context: FigureContext, whys: Mapping[str, str]) -> Iterator[Group]:
    """Yield each muscle, then the edges of all windows, on top of the muscles."""
    drawn = [_drawn(context, highlight) for highlight in in_depth_order(context)]
    shown = {(muscle.part.of, muscle.part.side): muscle.highlight for muscle in drawn if muscle.seen is not None}
    windows: list[Item] = []
    for muscle in drawn:
        highlight, items, edges = muscle.highlight, (*_muscle(context, muscle, shown),), (*_edges(context, muscle),)
        off = context.figure.opened.takes_off(muscle.part)
        edges += tuple(_edges_below(context, muscle)) if muscle.bared and context.figure.opened.edged else ()
        if items or off:
            windows += edges
        if items or edges:
            label = accessible.muscle(highlight, whys.get(highlight.muscle, ""), off=off)
            yield Group("muscle", items or edges, highlight.part, label, highlight.muscle)
    if windows:
        yield Group("windows", tuple(windows))


def _drawn(context: FigureContext, highlight: Highlight) -> _Drawn:
    part, theme = context.parts[highlight.part], context.theme
    form = context.form(part)
    role = theme.role(highlight.role, highlight.rank)
    style = in_colour(muscle_style(role, theme, highlight.intensity), highlight.colour)
    seen: Shape | None
    covered: tuple[tuple[str, Shape], ...] = ()
    edge = None
    opened = context.figure.opened
    if opened.takes_off(part):
        return _Drawn(highlight, part, form, style, _role(highlight), None, (), part.shape)
    if form and opened.bares(part):
        sinew = form.sinew if len(form.sinew.codes) else form.tendon
        return _Drawn(highlight, part, form, style, _role(highlight), part.shape, (), None, sinew, bared=True)
    if form is None:
        seen = None if highlight.deep else part.shape
        if highlight.deep:
            covered, edge = ((_cover(context, part), part.shape),), part.shape
    else:
        seen = part.shape if form.seen is None else form.seen if len(form.seen.codes) else None
        if context.figure.windows:
            covered, edge = form.under, form.edge
    tendon = form.tendon if form else None
    return _Drawn(highlight, part, form, style, _role(highlight), seen, covered, edge, tendon)


def _cover(context: FigureContext, part: Part) -> str:
    """Return the highlighted muscle that may lie over a deep one without a form; "" if there is none."""
    box = bounds([part.shape])
    shown = (context.parts[h.part] for h in context.figure.highlights if not h.deep and h.side == part.side)
    return next((over.of for over in shown if meet(box, bounds([over.shape]))), "")


def _role(highlight: Highlight) -> str:
    if highlight.colour:
        return f"colour-{highlight.colour.removeprefix('#').lower()}"
    if highlight.intensity is not None:
        return f"intensity-{round(highlight.intensity * 100)}"
    return f"rank-{highlight.rank}" if highlight.rank else highlight.role


def _muscle(context: FigureContext, muscle: _Drawn, shown: Mapping[tuple[str, Side], Highlight]) -> Iterator[Item]:
    """Yield a muscle without the edges of its windows."""
    under = [shape for of, shape in muscle.covered if (of, muscle.part.side) not in shown]
    over = [shape for of, shape in muscle.covered if (of, muscle.part.side) in shown]
    if muscle.seen is not None:
        yield from _belly(context, muscle, muscle.seen)
    if under:
        yield from _window(context, muscle, joined(under))
    if over and muscle.style.hatch:
        # Two hatchings that cross would read as a third one, so a window replaces what it lies over.
        clip = context.shape(joined(over))
        yield Path(clip, context.styles.add("hatch-ground", Style(fill=context.theme.body_light)), muscle.part.id)
        yield from _hatching(context, muscle, clip, deep=True)


# --- what is seen ---------------------------------------------------------------------------------------------------


def _belly(context: FigureContext, muscle: _Drawn, seen: Shape) -> Iterator[Item]:
    """Yield the seen part of a muscle, from its fill to its edge."""
    theme, styles, style, name, form = context.theme, context.styles, muscle.style, muscle.name, muscle.form
    shape, id = context.shape(seen), muscle.part.id
    yield Path(shape, styles.add(f"{name}-fill", muscle_fill(style, theme)), id)
    yield from _hatching(context, muscle, shape, deep=False)
    yield from _lit(context, muscle, seen, seen_colour(style, theme), id)
    tendon = muscle.tendon if muscle.tendon is not None and len(muscle.tendon.codes) else None
    if tendon is not None:
        fill = tendon_fill(style, theme)
        yield Path(context.shape(tendon), styles.add(f"{name}-tendon", fill), f"{id}.tendon")
        yield from _lit(context, muscle, tendon, fill.fill, f"{id}.tendon")
    if form is None:
        yield from _plate_fibres(context, muscle)
    elif context.figure.fibred:
        yield from _fibres(context, muscle)
    edge = muscle_edge(style, theme, deep=False)
    if tendon is not None:
        thin = msgspec.structs.replace(edge, width=TENDON_EDGE * edge.width)
        yield Path(shape, styles.add(f"{name}-tendon-edge", thin), id)
        yield Path(shape, styles.add(f"{name}-edge", edge), id, clip=outside(context.shape(tendon), bounds([shape])))
    else:
        yield Path(shape, styles.add(f"{name}-edge", edge), id)


def _lit(context: FigureContext, muscle: _Drawn, shape: Shape, colour: str, id: str) -> Iterator[Item]:
    """Yield the light on a shape of a muscle, shaded in its own colour."""
    theme, box = context.theme, bounds([shape])
    if muscle.form and context.forms and theme.toned and theme.relief and meet(box, context.figure.frame):
        palette = relief_palette(darker(colour), theme.relief)
        relief = context.forms.relief
        if muscle.bared:
            relief = light_on(context, context.forms, muscle.part, muscle.form)
        yield shading_image(relief, context.figure, box, palette, context.shape(shape), f"{id}.relief")


def _fibres(context: FigureContext, muscle: _Drawn) -> Iterator[Item]:
    """Yield the strokes along the fibres; on a hatched muscle, which they would disturb, those of the tendons alone."""
    theme, style = context.theme, muscle.style
    tone, tendon = seen_colour(style, theme), tendon_fill(style, theme)
    kinds = (
        ("lit", LIT, LIT_WIDTH, Style(fill=LIT_COLOUR, fill_opacity=LIT_OPACITY)),
        ("fibre", DARK, DARK_WIDTH, Style(fill=darker(tone), fill_opacity=DARK_OPACITY)),
        ("teeth", TEETH, TEETH_WIDTH, Style(fill=tendon.fill, fill_opacity=TEETH_OPACITY)),
        ("sinew", SINEW, SINEW_WIDTH, Style(fill=darker(tendon.fill), fill_opacity=SINEW_OPACITY)),
    )
    for word, kind, width, drawn in kinds:
        if kind == SINEW or not style.hatch:
            name = f"{muscle.name}-{word}"
            yield from _strokes(context, muscle, kind, name, drawn, width, APART)
            if muscle.bared:
                even = BARED_WIDTH if kind == DARK else width
                yield from _strokes(context, muscle, COVERED + kind, name, drawn, even, APART)


def _plate_fibres(context: FigureContext, muscle: _Drawn) -> Iterator[Item]:
    """Yield the fibres that the plate has of a muscle without a form."""
    theme = context.theme
    for strokes in (context.parts[id] for id in context.figure.fibres if theme.fibre_width):
        if (strokes.of, strokes.side) == (muscle.part.of, muscle.part.side):
            name, edge = f"{muscle.name}-fibre", muscle.style.edge
            fibre = context.styles.line(name, edge, theme.fibre_width, stroke_opacity=theme.fibre_alpha, cap="round")
            yield Path(context.shape(strokes.shape), fibre, strokes.id)


def _strokes(
    context: FigureContext,
    muscle: _Drawn,
    kind: int,
    name: str,
    style: Style,
    width: float,
    apart: float,
    clip: Shape | None = None,
    finest: int = FINEST,
) -> Iterator[Item]:
    """Yield the strokes of a kind, `width` pt where they are widest, at the level that stands `apart` pt apart."""
    if muscle.form and (shape := fibre_strokes(context, muscle.form, kind, width, apart, finest)):
        called = context.styles.add(name, style)
        yield Path(shape, called, f"{muscle.part.id}.fibres", clip=None if clip is None else context.shape(clip))


def fibre_strokes(
    context: FigureContext, form: Form, kind: int, width: float, apart: float, finest: int = FINEST
) -> Shape | None:
    """Return the strokes of a form as lenses on the sheet, at the finest level that stands `apart` pt apart."""
    scale, strokes = context.figure.scale, form.strokes
    level = max((k for k, times in enumerate(LEVELS) if form.gap * times * scale >= apart), default=-1)
    wanted = (strokes.level <= min(level, finest)) & (strokes.kind == kind)
    if not wanted.any():
        return None
    return lenses(context.figure.on_sheet(strokes.curves[wanted].reshape(-1, 2)), strokes.wide[wanted] * width)


# --- what is covered ------------------------------------------------------------------------------------------------


def _window(context: FigureContext, muscle: _Drawn, shape: Shape) -> Iterator[Item]:
    """Yield a window: the body, tinted, with what it shows of tendons and with a few fibres or a hatching."""
    theme, styles, style, name = context.theme, context.styles, muscle.style, muscle.name
    box, clip, id = bounds([shape]), context.shape(shape), muscle.part.id
    if not meet(box, context.figure.frame):
        return
    fill = muscle_fill(style, theme, deep=True)
    if context.plate.shading is None or not theme.toned:
        yield Path(clip, styles.add(f"{name}-deep-fill", fill), id)
    else:
        palette = tinted(theme, style.fill, style.deep_alpha)
        yield shading_image(context.plate.shading, context.figure, box, palette, clip, id)
    if muscle.form and len(muscle.form.sinew.codes) and meet(bounds([muscle.form.sinew]), box):
        sinew = styles.add(f"{name}-deep-tendon", tendon_fill(style, theme, deep=True))
        yield Path(context.shape(muscle.form.sinew), sinew, f"{id}.tendon", clip=clip)
    yield from _hatching(context, muscle, clip, deep=True)
    if not style.hatch and context.figure.fibred:
        fibre = Style(fill=darker(fill.fill), fill_opacity=WINDOW_OPACITY)
        called = f"{name}-deep-fibre"
        yield from _strokes(
            context, muscle, COVERED, called, fibre, WINDOW_WIDTH, WINDOW_APART, shape, FINEST_IN_WINDOW
        )


def _edges(context: FigureContext, muscle: _Drawn) -> Iterator[Item]:
    """Yield the dashed edge of a muscle's windows, over a line that sets it off from fibres."""
    if muscle.edge is None or not len(muscle.edge.codes):
        return
    theme, shape = context.theme, context.shape(muscle.edge)
    dashed = muscle_edge(muscle.style, theme, deep=True)
    if not meet(bounds([muscle.edge]), context.figure.frame):
        return
    tone = theme.halo if contrast(theme.halo, dashed.stroke) >= CLEAR else theme.body_shade
    halo = context.styles.line(
        f"{muscle.name}-deep-halo", tone, EDGE_HALO * dashed.width, stroke_opacity=EDGE_HALO_OPACITY, join="round"
    )
    yield Path(shape, halo, f"{muscle.part.id}.under")
    yield Path(shape, context.styles.add(f"{muscle.name}-deep-edge", dashed), f"{muscle.part.id}.under")


def _edges_below(context: FigureContext, muscle: _Drawn) -> Iterator[Item]:
    """Yield the dashed edge of a muscle on the opened side, where another highlighted one lies over it."""
    over = {of for of, _ in muscle.form.above} if muscle.form else set()
    shown = [context.parts[h.part] for h in context.figure.highlights if h.side == muscle.part.side]
    for part in shown:
        if part.of in over and not context.figure.opened.takes_off(part):
            dashed = context.styles.add(f"{muscle.name}-deep-edge", muscle_edge(muscle.style, context.theme, deep=True))
            clip = context.shape(part.shape)
            yield Path(context.shape(muscle.part.shape), dashed, f"{muscle.part.id}.under", clip=clip)


def _hatching(context: FigureContext, muscle: _Drawn, shape: Shape, *, deep: bool) -> Iterator[Item]:
    """Yield the hatching of a shape on the sheet, wider for a `deep` one, unless its gaps tell an intensity."""
    if hatch := muscle.style.hatch:
        wide = deep and muscle.highlight.intensity is None
        lines = hatch_lines(context.figure.on_box(bounds([muscle.part.shape])), hatch, deep=wide)
        if len(lines):
            name = f"{muscle.name}-deep-hatch" if deep else f"{muscle.name}-hatch"
            style = context.styles.line(name, muscle.style.edge, hatch.width)
            yield Path(segments(lines), style, muscle.part.id, clip=shape)
