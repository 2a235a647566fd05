"""Show a chart on a plate: the content of one view, of both sides or of one."""

from __future__ import annotations

from collections.abc import Sequence

from ..body.geometry import bounds
from ..body.plate import Plate
from ..knowledge import chart_contents
from ..knowledge.anatomy import Side, View
from ..knowledge.chart_sides import SideLike
from ..knowledge.charts import Chart
from ..knowledge.conditions import Condition, Felt, where_it_hurts
from ..knowledge.views import facts_of
from . import shown_parts
from .focus import Band, about, focus
from .layers import Layers
from .opened import NOTHING, Opened, opened
from .pins import Pin
from .point_pain import felt_points, marked_alone, zones_to_show
from .structures import StructureEntry, StructureShape, structure_shapes, structures_to_show
from .view_content import Highlight, Mark, MuscleEntry, OutlinedArea, ViewContent

USUAL = Layers()

OWN_FIGURES, OWN_WIDTH = 0.7, 190.0
"""Each side gets its own figure if the two together are at most this share of the width of one figure of both; from
the front or the back, a side counts as at least this wide, mm."""


def view_content(
    chart: Chart,
    entries: Sequence[MuscleEntry],
    plate: Plate,
    sides: Sequence[Side],
    layers: Layers = USUAL,
    side: SideLike | None = None,
    named: Sequence[StructureEntry] = (),
    elsewhere: frozenset[str] = frozenset(),
    pins: Sequence[Pin] = (),
    band: Band | None = None,
) -> ViewContent:
    """Return what a plate shows of a chart on some sides of the body.

    Args:
        chart: what is marked.
        entries: its muscles.
        plate: the plate.
        sides: the sides that are shown.
        layers: the layers that are shown.
        side: the side of marks that name none; None for both.
        named: its structures.
        elsewhere: areas that are not marked as sore here, because another view shows more of them than a rim; and zones
            that a figure of their own shows.
        pins: the free spots of the view.
        band: the heights that the figure is about, mm: muscles run on beyond them, but points, and what hurts, are
            marked in one figure each. None for all.
    """
    areas = chart_contents.area_sides(chart, side)
    alone = marked_alone(chart)
    owners, of_points = shown_parts.owners(entries), chart.condition is None
    shown = shown_parts.ShownOnPlate(
        chart.subject, owners, plate, (*sides,), layers, areas, elsewhere, of_points, alone
    )
    parts, depths = shown_parts.parts_of(shown)
    highlights = shown_parts.highlights(shown, parts, depths)
    view, shapes = plate.view, {part.id: part.shape for part in plate.parts}
    sore = shown_parts.sore(shown)
    zones = shown_parts.zones(shown, parts, sore)
    points = tuple(point for point in shown_parts.points(shown, depths) if _at_height(band, point.y))
    pinned = tuple(pin for pin in pins if shown.has(pin.side) and _at_height(band, pin.y))
    places = [*((point.x, point.y) for point in points), *((pin.x, pin.y) for pin in pinned)]
    outlined = shown_parts.outlined(shown)
    structures = structure_shapes(named, plate, sides)
    muscles = [part.shape for part in parts if part.kind == "muscle"]
    held = structures_to_show(structures, plate, alone=not muscles)
    cores = zones_to_show(plate, felt_points(chart, side)) if layers.zones else []
    hurting, framed, felt = (
        [part for part in found if about(band, part.shape)]
        for found in (
            shown_parts.hurting(shown, () if band else muscles),
            shown_parts.framed(shown),
            [part for part in cores if shown.has(part.side) and part.id not in elsewhere],
        )
    )
    return ViewContent(
        body=plate.body,
        view=view,
        highlights=highlights,
        fibres=shown_parts.fibres(shown, parts, depths),
        zones=zones,
        marks=tuple(Mark(p.id, shown.owners[p.of].muscle, p.side, p.number) for p in points),
        points=points,
        named_side=_named_side(view, highlights or structures, shown.sides),
        spots=tuple(OutlinedArea(part.id, part.of, part.side) for part in outlined),
        others=layers.others,
        structures=structures,
        fibred=layers.fibres,
        windows=layers.deep,
        focus=focus(
            plate,
            [shape for shape in muscles if about(band, shape)],
            places,
            [
                *map(shown.shape_of_area, hurting),
                *(part.shape for part in felt),
                *(shape for shape in held if about(band, shape)),
            ],
            [shape for shape in shown_parts.spreading(shown) if about(band, shape)],
            [*map(shown.shape_of_area, framed)],
        ),
        painful=tuple(part.id for part in (*hurting, *framed)),
        felt=tuple(part.id for part in felt),
        sore=tuple(area for area in sore if about(band, shapes[area.part])),
        pins=pinned,
        opened=_opened(plate, highlights, band) if layers.deep else NOTHING,
        band=band,
    )


def _opened(plate: Plate, highlights: Sequence[Highlight], band: Band | None) -> Opened:
    """Return what is taken off one half; nothing in a figure that is about none of what that bares."""
    found, shapes = opened(plate, highlights), {part.id: part for part in plate.parts}
    own = [shapes[shown.part] for shown in highlights if about(band, shapes[shown.part].shape)]
    return found if any(part.of in found.bared for part in own) else NOTHING


def _at_height(band: Band | None, y: float) -> bool:
    return band is None or band[0] <= y < band[1]


def pain_areas(condition: Condition) -> tuple[str, ...]:
    """Return the areas that the views must show; none if the muscles alone choose the views."""
    pain = where_it_hurts(condition)
    return (*pain.hurts, *pain.spreads) if condition.felt == Felt.AREAS else ()


def _named_side(view: View, highlights: Sequence[Highlight | StructureShape], sides: Sequence[Side]) -> Side:
    """Return the side whose muscles are named: the one on the picture's right, unless it has none."""
    right = facts_of(view).right_of_picture
    seen = {h.side for h in highlights} or {*sides}
    return right if right in seen else next((side for side in sides if side in seen), sides[0])


def split_sides(
    chart: Chart,
    entries: Sequence[MuscleEntry],
    whole: ViewContent,
    layers: Layers = USUAL,
    side: SideLike | None = None,
    named: Sequence[StructureEntry] = (),
    elsewhere: frozenset[str] = frozenset(),
    *,
    alone: bool = True,
) -> tuple[ViewContent, ...]:
    """Split a view of both sides into one of each, if the body between them would fill most of the figure.

    The names are beside one of them; points and zones are on both. Two soles are split only if they are `alone`: beside
    legs there is no room for two rows of them.
    """
    facts = facts_of(whole.view)
    if not (facts.upright or facts.limbs or (facts.own_scale and alone)) or not whole.both_sides:
        return (whole,)
    shown = {
        side: [shape for shape in whole.shapes(whole.muscles or whole.named, side) if about(whole.band, shape)]
        for side in (Side.LEFT, Side.RIGHT)
    }
    if not all(shown.values()):
        return (whole,)
    sides = [*map(bounds, shown.values())]
    if sum(x1 - x0 for x0, _, x1, _ in sides) > OWN_FIGURES * _width(whole):
        return (whole,)
    first, second = (
        view_content(chart, entries, whole.plate, (one,), layers, side, named, elsewhere, whole.pins, whole.band)
        for one in facts.sides
    )
    least = OWN_WIDTH if facts.upright else 0.0
    if sum(max(_width(half), least) for half in (first, second)) > OWN_FIGURES * _width(whole):
        return (whole,)
    return first, second


def _width(content: ViewContent) -> float:
    return content.focus[2] - content.focus[0]
