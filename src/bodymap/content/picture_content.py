"""Decide what a picture shows, before it is laid out: the muscles of a chart, the sides and the views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import get_args

import msgspec

from ..body.bodies import DEFAULT_BODY
from ..body.plate import Plate
from ..body.plates import load, views
from ..errors import BodymapError
from ..knowledge.anatomy import Side, View, ViewLike, atlas
from ..knowledge.areas import areas
from ..knowledge.chart_contents import MuscleOnSide, muscles_of, sides_of_mark
from ..knowledge.chart_sides import SideLike, sides_of
from ..knowledge.charts import Chart
from ..knowledge.conditions import Condition, Role, StructureRole, where_it_hurts
from ..knowledge.structures import StructureKind
from ..knowledge.views import facts_of
from ..options.choices import Sides
from . import view_choice
from .chart_views import USUAL, pain_areas
from .example_side import side_shown
from .layers import Layers
from .numbering import numbers
from .one_for_both import DRAWN, UNDRAWN, one_is_enough
from .pins import pins
from .point_pain import FeltPoint, felt_points, shown_in
from .pointable import seen_of
from .structures import StructureEntry, structure_entries
from .view_content import MuscleEntry, ViewContent
from .view_figures import ViewRequest, figures_of

RIM = 0.4
"""A view marks an area that hurts if it shows at least this share of what the best view of the picture shows of it."""

SIDES: tuple[str, ...] = get_args(Sides)
"""The sides that can be requested."""


class ContentOptions(msgspec.Struct, frozen=True):
    """Options for the content of a picture.

    Attributes:
        side: the side of marks that name none: `left`, `right` (the patient's own) or `both`. None means both; a
            condition that is on one side is then shown on one, as an example (`example_side`).
        body: the name of the body.
        view: the name of a view; None lets `view_choice` choose one or two.
        layers: the layers to show.
        ranked: whether the order of the muscles in the chart is their rank.
    """

    side: SideLike | None = None
    body: str = DEFAULT_BODY
    view: ViewLike | None = None
    layers: Layers = USUAL
    ranked: bool = False


class PictureContent(msgspec.Struct, frozen=True):
    """The content of a picture: a chart's muscles, on the sides that are shown, in one or more views.

    `example` says that the side is only an example: the condition is on one side, and nobody said which.
    `hidden_pain` has the names of the areas where it hurts that no view shows.
    """

    chart: Chart
    body: str
    muscles: tuple[MuscleEntry, ...]
    sides: tuple[Side, ...]
    views: tuple[ViewContent, ...]
    structures: tuple[StructureEntry, ...] = ()
    example: bool = False
    hidden_pain: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[MuscleEntry, ...]:
        """What has a name on the picture: the muscles, and the structures in the same form."""
        return (*self.muscles, *map(_as_named, self.structures))

    @property
    def condition(self) -> Condition:
        """What the words are about."""
        return self.chart.subject

    @property
    def side(self) -> str:
        """Which sides are shown: one of `SIDES`."""
        return "both" if len(self.sides) == 2 else str(self.sides[0])

    @property
    def hidden(self) -> tuple[str, ...]:
        """The names of the muscles and structures that no view shows."""
        return tuple(entry.name for entry in self.named if not entry.views)

    @property
    def hurts(self) -> tuple[str, ...]:
        """The names of the areas that the views mark as where it hurts."""
        return _names(area.area for view in self.views for area in view.sore)

    @property
    def spreads(self) -> tuple[str, ...]:
        """The names of the areas that the views mark as where the pain may spread, apart from zones of muscles."""
        return _names(zone.area for view in self.views for zone in view.zones if zone.area)


def picture_content(chart: Chart, options: ContentOptions | None = None) -> PictureContent:
    """Decide what a picture of a chart shows.

    Raises:
        BodymapError: if a value is unknown, no plate shows a main muscle, or the layers leave no muscle to show.
    """
    options = options or ContentOptions()
    side, example = msgspec.structs.astuple(side_shown(chart, options.side, options.view))
    sides = sides_shown(chart, side)
    plates = plates_of(chart, options.body, options.view)
    entries = muscle_entries(chart, side, ranked=options.ranked)
    named = tuple(
        entry
        for entry in structure_entries(chart, side)
        if (options.layers.bones if entry.kind == StructureKind.BONE else options.layers.structures)
    )
    points = felt_points(chart, side) if options.layers.zones else ()
    chosen = _chosen_views(chart, entries, named, plates, sides, options.view, points)
    pinned = pins(chart, plates, chosen, side)
    chosen = tuple(dict.fromkeys((*chosen, *pinned)))
    if not chosen:
        raise _nothing(chart, sides, options.view)

    def shown_on(views: Sequence[View], sides: Sequence[Side]) -> Iterator[ViewContent]:
        rims = _rims(chart.subject, [plates[view] for view in views], sides)
        alone = len(views) == 1
        for view in views:
            free = (*pinned.get(view, ()),)
            request = ViewRequest(chart, entries, named, plates[view], options.layers, side, free, alone)
            yield from figures_of(request, sides, rims[view])

    contents = _without_repeats(tuple(shown_on(chosen, sides)))
    undrawn = UNDRAWN if len(sides) > 1 and options.view is None and one_is_enough(contents) else None
    if undrawn:
        views = [view for view in chosen if facts_of(view).near != undrawn]
        contents = tuple(msgspec.structs.replace(view, undrawn=undrawn) for view in shown_on(views, (DRAWN,)))
    if entries and not options.layers.deep and not any(view.highlights for view in contents):
        about = f"{chart.name}: " if chart.name else ""
        raise BodymapError(f"{about}without the deep layer there is no muscle to show", field="layers")
    same = next((view.undrawn for view in contents if view.undrawn), None)
    muscles = tuple(_with_views(entry, contents, same) for entry in entries)
    if not options.layers.deep:
        muscles = tuple(entry for entry in muscles if entry.views)
    seen = tuple(_with_views_of(entry, contents) for entry in named)
    marked = {area.area for view in contents for area in view.sore}
    felt = where_it_hurts(chart.subject).hurts if options.layers.pain else ()
    unseen = _names(area for area in felt if area not in marked)
    on = tuple(sides) if undrawn else _sides_shown(contents, sides)
    shown = PictureContent(chart, options.body, muscles, on, contents, seen, example, unseen)
    return numbered(shown)


def _without_repeats(contents: tuple[ViewContent, ...]) -> tuple[ViewContent, ...]:
    """Leave out the figure of one side of a view if a lateral view shows all of it, and its muscles well enough."""

    def repeats(figure: ViewContent, other: ViewContent) -> bool:
        near, shown = facts_of(other.view).near, {highlight.part for highlight in figure.highlights}
        return (
            near is not None
            and figure.sides == {near}
            and facts_of(figure.view).near is None
            and {mark.point for mark in figure.marks} <= {mark.point for mark in other.marks}
            and {*figure.felt, *figure.painful} <= {*other.felt, *other.painful}
            and not (figure.structures or figure.pins)
            and all(
                seen_of(other.plate, [part], [near]) >= view_choice.ENOUGH * seen_of(figure.plate, [part], [near])
                for part in {part.of for part in figure.plate.parts if part.id in shown}
            )
        )

    split = [view for view in contents if sum(other.view == view.view for other in contents) > 1]
    gone = [view for view in split if any(repeats(view, other) for other in contents)]
    return tuple(view for view in contents if not any(view is other for other in gone))


def numbered(content: PictureContent) -> PictureContent:
    """Return the content with the numbers of its muscles and structures, which are the same in every output."""
    found = numbers(content.named, content.views)
    return msgspec.structs.replace(
        content,
        muscles=tuple(msgspec.structs.replace(e, number=found.get(e.muscle, 0)) for e in content.muscles),
        structures=tuple(msgspec.structs.replace(e, number=found.get(e.structure, 0)) for e in content.structures),
    )


def _rims(condition: Condition, plates: Sequence[Plate], sides: Sequence[Side]) -> dict[View, frozenset[str]]:
    """Return the areas that hurt of which each view shows only a rim, on the sides where another one shows more."""
    rims: dict[View, set[str]] = {plate.view: set() for plate in plates}
    for area in where_it_hurts(condition).hurts:
        seen = {
            (plate.view, side): view_choice.visible_area(plate, [area], [side]) for plate in plates for side in sides
        }
        best = {side: max((seen[plate.view, side] for plate in plates), default=0.0) for side in sides}
        for plate in plates:
            if all(seen[plate.view, side] < RIM * best[side] for side in sides if seen[plate.view, side]):
                rims[plate.view].add(area)
    return {view: frozenset(found) for view, found in rims.items()}


def _names(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(areas().area(id).name for id in dict.fromkeys(ids))


def sides_shown(chart: Chart, side: SideLike | None = None) -> tuple[Side, ...]:
    """Return the sides that a chart has marks on. `side` is the side of marks that name none; None means both.

    Raises:
        BodymapError: if there is no such side.
    """
    sides_of(side)
    found = {one for mark in chart.marks for one in sides_of_mark(mark, chart, side)}
    return tuple(one for one in Side if one in found) or sides_of(side)


def plates_of(chart: Chart, body: str, view: ViewLike | None) -> dict[View, Plate]:
    """Return the plates to choose from, by view: the one requested, those the chart prescribes, or all.

    Raises:
        BodymapError: if there is no such body or view.
    """
    if view is not None:
        plate = load(body, view)
        return {plate.view: plate}
    return {view: load(body, view) for view in chart.views or views(body)}


def muscle_entries(chart: Chart, side: SideLike | None = None, *, ranked: bool = False) -> tuple[MuscleEntry, ...]:
    """Return the muscles of a chart with their roles, main ones first, each with the ids that it is drawn as.

    Args:
        chart: what is marked.
        side: the side of marks that name none; None for both.
        ranked: whether their order in the chart is their rank.

    Raises:
        BodymapError: if a muscle is marked twice on one side, or is unknown.
    """
    library = atlas()
    by_role = sorted(muscles_of(chart, side), key=lambda entry: tuple(Role).index(entry.role))
    return tuple(
        MuscleEntry(
            muscle=muscle.id,
            name=muscle.name,
            latin=muscle.latin,
            role=entry.role,
            why=entry.note,
            parts=tuple(part.id for part in library.drawn(muscle.id)),
            rank=rank if ranked else 0,
            on=entry.sides,
        )
        for rank, entry in enumerate(by_role, 1)
        for muscle in [library.muscle(entry.muscle)]
    )


def _chosen_views(
    chart: Chart,
    entries: Sequence[MuscleEntry],
    named: Sequence[StructureEntry],
    plates: Mapping[View, Plate],
    sides: Sequence[Side],
    view: ViewLike | None,
    points: Sequence[FeltPoint],
) -> tuple[View, ...]:
    """Return the views of the picture: those the user or the chart prescribes, or else those that show most."""
    if view is not None or chart.views:
        parts = [*(entry.parts for entry in entries), *((entry.structure,) for entry in named)]
        chosen = tuple(v for v, p in plates.items() if any(view_choice.visible_area(p, ids, sides) for ids in parts))
        # From the far side, only what lies in the middle would be seen.
        near = tuple(v for v in chosen if facts_of(v).near in (None, *sides))
        chosen = near or chosen
    else:
        if chart.condition is None and any(entry.role != Role.QUIET for entry in entries):
            return _views_of_marks(chart, entries, named, plates, sides, points)
        main = [entry.parts for entry in entries if entry.role == Role.PRIMARY] or [entry.parts for entry in entries]
        sore = [(e.structure,) for e in named if e.role == StructureRole.PAINFUL and e.kind != StructureKind.NERVE]
        main += sore if entries else sore or [(entry.structure,) for entry in named]
        painful = [(area,) for area in pain_areas(chart.subject)]
        hurts = () if painful else where_it_hurts(chart.subject).hurts
        also = [entry.parts for entry in entries if entry.role != Role.PRIMARY and entry.parts not in main]
        more = shown_in(plates, points)
        chosen = view_choice.choose(plates, [*main, *painful], sides, hurts, also, more)
    return chosen


def _views_of_marks(
    chart: Chart,
    entries: Sequence[MuscleEntry],
    named: Sequence[StructureEntry],
    plates: Mapping[View, Plate],
    sides: Sequence[Side],
    points: Sequence[FeltPoint],
) -> tuple[View, ...]:
    """Return the views that show what a user has marked: muscles and structures on their own sides, and areas.

    A lateral view of a picture of both sides shows only the near one, so it is for what is on one side alone. Marks are
    looked for on a whole body, so legs alone are shown only if they are asked for.
    """
    plates = {view: plate for view, plate in plates.items() if not facts_of(view).limbs} or plates
    if any(len(on) > 1 for on in (*(entry.sides for entry in entries), *(entry.sides for entry in named))):
        plates = {view: plate for view, plate in plates.items() if len(sides) == 1 or facts_of(view).near is None}
    marked = [(entry.parts, entry.sides) for entry in entries if entry.role != Role.QUIET]
    marked += [((entry.structure,), entry.sides) for entry in named]
    marked += [((area,), tuple(sides)) for area in where_it_hurts(chart.subject).hurts]
    shown = {view: [seen_of(plate, ids, on) for ids, on in marked] for view, plate in plates.items()}
    return view_choice.choose(plates, [ids for ids, _ in marked], sides, more=shown_in(plates, points), shown=shown)


def _nothing(chart: Chart, sides: Sequence[Side], view: ViewLike | None) -> BodymapError:
    """Return the error for a picture that would show nothing."""
    where = f"the {view} view" if view else "any view"
    who = f"the {sides[0]} side" if len(sides) == 1 else "either side"
    named = f"{chart.name}: " if chart.name else ""
    return BodymapError(f"{named}{where} shows none of its muscles on {who}", field="view" if view else "", value=view)


def _sides_shown(contents: Sequence[ViewContent], sides: Sequence[Side]) -> tuple[Side, ...]:
    """Return the sides that some view shows: in a lateral view only the near one."""
    seen = {side for view in contents for side in (*view.sides, *(pin.side for pin in view.pins))}
    return tuple(side for side in sides if side in seen) or tuple(sides)


def _as_named(entry: StructureEntry) -> MuscleEntry:
    role = Role.PRIMARY if entry.role == StructureRole.PAINFUL else Role.SECONDARY
    on = tuple(MuscleOnSide(side, role) for side in entry.sides)
    return MuscleEntry(
        entry.structure, entry.name, entry.latin, role, entry.why, (), views=entry.views, on=on, number=entry.number
    )


def _with_views_of(entry: StructureEntry, contents: Sequence[ViewContent]) -> StructureEntry:
    """Return the entry with the views that show it."""
    shows = (view.view for view in contents if any(s.structure == entry.structure for s in view.structures))
    return msgspec.structs.replace(entry, views=tuple(shows))


def _with_views(entry: MuscleEntry, contents: Sequence[ViewContent], undrawn: Side | None = None) -> MuscleEntry:
    """Return the entry with the views and sides that show it, as deep if it lies under others in all of them."""
    shows = [view for view in contents if entry.muscle in view.muscles]
    own = [highlight for view in shows for highlight in view.highlights if highlight.muscle == entry.muscle]
    seen = {highlight.side for highlight in own} | ({undrawn} if own and undrawn else set())
    on = tuple(one for one in entry.on if one.side in seen or Side.MIDLINE in seen) or entry.on
    deep = bool(own) and all(highlight.deep for highlight in own)
    return msgspec.structs.replace(entry, deep=deep, views=tuple(view.view for view in shows), on=on)
