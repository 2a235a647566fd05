"""Decide what a panel of a chart of a region shows: one muscle with its points and its pain, in one or two views."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from ..body.geometry import Box, area, bounds, grown, union, within
from ..body.plate import Part, Plate
from ..body.plates import load, views
from ..knowledge.anatomy import Side, View, atlas
from ..knowledge.chart_marks import ChartMark
from ..knowledge.chart_sides import ChartSide
from ..knowledge.charts import Chart
from ..knowledge.studies import study
from ..knowledge.views import facts_of
from .chart_views import view_content
from .opened import bared
from .picture_content import PictureContent, muscle_entries
from .view_choice import covering
from .view_content import ViewContent

MUSCLE, POINTS, CORE, SPILLOVER = 1.0, 1.2, 1.5, 0.3
"""What the muscle, its points, and where its pain is felt most often and beyond are worth when views are chosen."""

SHOWN = 0.5
"""A view shows something if it shows at least this share of what the best view shows of it."""

GAIN = 0.12
"""A second view is added if it shows at least this share of everything that the first one does not."""

SMALL, FAR = 0.42, 400.0
"""A muscle that is smaller than this share of what its frame shows has another frame, which shows it closer. This is
only so if the frame shows more than this, mm."""

ELSEWHERE = 0.25
"""An overview needs no further view for muscles of which its views show this share of what the best view shows."""

MOST_POINTS = 5
"""A muscle with more trigger points than this has a panel for each of its parts."""

MOST_VIEWS = 3
"""Most views of an overview."""

NEAR = 130.0
"""Spillover further from the rest than this, mm, does not widen a panel."""

AROUND = 22.0
"""Space around what a panel shows, mm."""


class MusclePanel(msgspec.Struct, frozen=True):
    """What a panel shows.

    Attributes:
        muscle: the id of the muscle.
        name: its name.
        content: what its picture shows, with a view for each frame.
        needs: what each frame must show, plate mm.
        points: how many trigger points it has.
    """

    muscle: str
    name: str
    content: PictureContent
    needs: tuple[Box, ...]
    points: int


def muscle_panel(muscle: str, body: str, side: Side, colour: str) -> MusclePanel:
    """Return what the panel of a muscle shows, with all its points and all its pain.

    Args:
        muscle: its id.
        body: the body.
        side: the patient's side.
        colour: the colour that it is drawn in.

    Raises:
        BodymapError: there is no such muscle or body.
    """
    chart = study(Chart((ChartMark(muscle=muscle),), side=ChartSide(side)))
    entries = muscle_entries(chart, side)
    plates = {view: load(body, view) for view in views(body) if facts_of(view).near in (None, side)}
    chosen = _chosen(muscle, plates, side)
    shown = [view_content(chart, entries, plates[view], (side,), side=side) for view in chosen]
    frames = [(_coloured(view, colour, side), _needed(view)) for view in shown]
    if len(frames) == 1 and (close := _close(*frames[0])):
        frames.insert(0, (frames[0][0], close))
    content = PictureContent(chart, body, entries, (side,), tuple(view for view, _ in frames))
    points = sum(len(part.points) for part in atlas().drawn(muscle))
    return MusclePanel(muscle, atlas().muscle(muscle).name, content, tuple(need for _, need in frames), points)


def _coloured(view: ViewContent, colour: str, side: Side) -> ViewContent:
    """Return a view whose muscle has a colour, without what lies over it."""
    highlights = tuple(msgspec.structs.replace(each, colour=colour) for each in view.highlights)
    drawn = {part.of for part in view.plate.parts if part.id in {each.part for each in highlights}}
    return msgspec.structs.replace(view, highlights=highlights, opened=bared(view.plate, drawn, side))


# --- views ----------------------------------------------------------------------------------------------------------


def _chosen(muscle: str, plates: Mapping[View, Plate], side: Side) -> tuple[View, ...]:
    """Return the view that shows most of a muscle, its points and its pain, and another for what that does not show."""
    worth = {view: dict(_shares(muscle, plate, side)) for view, plate in plates.items()}
    best = {
        key: max(shown.get(key, (0.0, 0.0))[1] for shown in worth.values()) for shown in worth.values() for key in shown
    }
    weight = {key: value[0] for shown in worth.values() for key, value in shown.items()}

    def score(view: View, left: set[str]) -> float:
        shares = ((key, worth[view].get(key, (0.0, 0.0))[1] / best[key]) for key in left if best[key])
        return sum(weight[key] * min(share, 1.0) for key, share in shares if share >= SHOWN) * facts_of(view).preference

    everything = {key for key, most in best.items() if most}
    first = max(plates, key=lambda view: score(view, everything))
    left = {key for key in everything if worth[first].get(key, (0.0, 0.0))[1] < SHOWN * best[key]}
    second = max(plates, key=lambda view: score(view, left))
    if left and score(second, left) >= GAIN * sum(weight[key] for key in everything):
        return first, second
    return (first,)


def _shares(muscle: str, plate: Plate, side: Side) -> Iterator[tuple[str, tuple[float, float]]]:
    """Yield what a plate may show of a muscle, each with its weight and how much is seen: mm², or 1 for a point."""
    drawn = {part.id for part in atlas().drawn(muscle)}
    shown = [part for part in plate.parts if part.of in drawn and part.side in (side, Side.MIDLINE)]
    points = [p for p in plate.points if p.kind == "point" and p.of in drawn and p.side in (side, Side.MIDLINE)]
    count = sum(len(part.points) for part in atlas().drawn(muscle))
    for kind, zone, weight in (("muscle", "", MUSCLE), ("zone", "core", CORE), ("zone", "spillover", SPILLOVER)):
        own = [part for part in shown if part.kind == kind and part.zone == zone]
        names = {_name(part) for part in own}
        for name in names:
            seen = sum(area(part.shape) for part in own if _name(part) == name)
            yield name, (weight / max(len(names), 1), seen)
    for point in points:
        yield f"{point.of}.{point.number}", (POINTS / count, 1.0)


def _name(part: Part) -> str:
    return f"{part.of} {part.kind} {part.zone} {' '.join(map(str, part.points))}"


def _needed(view: ViewContent) -> Box:
    """Return what a frame must show: the muscle, its points, where its pain is felt most, and what else is near."""
    parts = {part.id: part.shape for part in view.plate.parts}
    boxes = _sites(view)
    boxes += [bounds([parts[zone.part]]) for zone in view.zones if zone.zone == "core"]
    spread = [bounds([parts[zone.part]]) for zone in view.zones if zone.zone != "core"]
    if not boxes:
        return grown(union(*spread), AROUND)
    near = grown(union(*boxes), NEAR)
    boxes += [box for box in spread if within(box, near)]
    return grown(union(*boxes), AROUND)


def _sites(view: ViewContent) -> list[Box]:
    """Return the boxes of the muscle and of its points."""
    parts = {part.id: part.shape for part in view.plate.parts}
    return [*(bounds([parts[h.part]]) for h in view.highlights), *((p.x, p.y, p.x, p.y) for p in view.points)]


def _close(view: ViewContent, need: Box) -> Box | None:
    """Return what a frame shows of the muscle alone, if it would be small in one with all its pain; else None."""
    if not (sites := _sites(view)):
        return None
    x0, y0, x1, y1 = union(*sites)
    shown = max(need[2] - need[0], need[3] - need[1])
    if shown < FAR or max(x1 - x0, y1 - y0) > SMALL * shown:
        return None
    return grown((x0, y0, x1, y1), AROUND)


def panels_of(names: Sequence[str]) -> tuple[str, ...]:
    """Return the muscles that have a panel each, for a list of muscles: each once, and one of many points in parts."""
    found: dict[str, None] = {}
    for id in names:
        parts = atlas().drawn(id)
        split = len(parts) > 1 and sum(len(part.points) for part in parts) > MOST_POINTS
        found |= dict.fromkeys([part.id for part in parts] if split else [id])
    return tuple(id for id in found if atlas().muscle(id).parent not in found)


def region_content(muscles: Sequence[str], body: str, title: str) -> PictureContent:
    """Return what the overview of a chart shows: some muscles on both sides, in the views that together show them.

    Raises:
        BodymapError: there is no such body.
    """
    chart = Chart(tuple(ChartMark(muscle=id) for id in muscles), title=title)
    entries = muscle_entries(chart)
    sides = (Side.LEFT, Side.RIGHT)
    shown = tuple(view_content(chart, entries, load(body, view), sides) for view in region_views(muscles, body))
    return PictureContent(chart, body, entries, sides, shown)


def region_views(muscles: Sequence[str], body: str) -> tuple[View, ...]:
    """Return the views that together show some muscles, those that show most first."""
    plates = {view: load(body, view) for view in views(body) if facts_of(view).near in (None, Side.RIGHT)}
    drawn = {id: {part.id for part in atlas().drawn(id)} for id in muscles}
    seen = {
        view: {
            id: sum(area(p.shape) for p in plate.parts if p.kind == "muscle" and p.of in ids and p.side != Side.LEFT)
            for id, ids in drawn.items()
        }
        for view, plate in plates.items()
    }
    return tuple(covering(seen, ELSEWHERE, preference=True, most=MOST_VIEWS))
