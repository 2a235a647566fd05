"""Nothing untrue on paper: what the legend and the words tell is drawn, and what is drawn is told."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

import msgspec
import numpy as np
import pytest

from bodymap import describe
from bodymap.body import plates
from bodymap.body.geometry import Shape, bounds, inside, rings
from bodymap.display.compile import compile_scene
from bodymap.display.records import Display, Group, Item
from bodymap.errors import BodymapError
from bodymap.finding.request import MarkRequest, chart
from bodymap.knowledge import condition_library
from bodymap.knowledge.anatomy import View
from bodymap.knowledge.charts import Chart
from bodymap.layout.records import Figure
from bodymap.pages.unseen import only_seen
from bodymap.scene import Scene, content_of, plan
from tests.plans import planned
from tests.test_charts_at_random import ALL, chart_at_random

READABLE = 2
"""Dots of pain that say something; a single one looks like a fault."""

PART = 0.1
"""Least share of a muscle inside a figure that shows it."""

SPECK = 4.0
"""Area of a colour that is seen on paper, pt²: a square of two by two points."""

ROLES = ("primary", "secondary", "quiet")

CROSS = 4.0
"""About half the width of an X, pt."""


def groups(items: Iterable[Item]) -> Iterator[Group]:
    for item in items:
        if isinstance(item, Group):
            yield item
            yield from groups(item.items)


def dots_seen(scene: Scene, display: Display) -> int:
    """Dots of pain on the paper: those inside the box that clips their figure."""
    seen = 0
    drawn = [item for item in display.items if isinstance(item, Group) and item.kind in ("figure", "inset")]
    for shown, group in zip(scene.all_figures, drawn, strict=True):
        low, high = np.array(shown.place[:2]), np.array(shown.place[2:])
        for pain in groups(group.items):
            if pain.kind == "pain" and pain.part == "zones":
                at = pain.items[0].at  # type: ignore[union-attr]
                seen += int(((at >= low) & (at <= high)).all(1).sum())
    return seen


def told_but_not_drawn(scene: Scene) -> list[str]:
    """What a picture promises in its legend, and does not have; and what it has, but does not tell."""
    display = compile_scene(scene)
    kinds = {key.kind for key in scene.legend}
    everything = [*groups(display.items)]
    parts = {group.part for group in everything} | {
        getattr(item, "part", "") for group in everything for item in group.items
    }
    dots = dots_seen(scene, display)
    wrong = []
    if "zone" in kinds and dots < READABLE:
        wrong.append(f"the legend has dots of pain, the figures {dots}")
    if "zone" not in kinds and dots:
        wrong.append(f"{dots} dots of pain without an entry of the legend")
    crosses = sum(len(figure.marks) for figure in scene.all_figures)
    if ("point" in kinds) != bool(crosses):
        wrong.append(f"{crosses} trigger points, and the legend says {'point' in kinds}")
    if ("pain" in kinds) != ("hurts" in parts):
        wrong.append(f"the legend says where it hurts: {'pain' in kinds}; it is drawn: {'hurts' in parts}")
    seen = {entry.muscle for entry in scene.muscles if entry.views}
    highlights = [one for figure in scene.all_figures for one in figure.highlights if one.muscle in seen]
    colours = {one.role for one in highlights if one.intensity is None and not one.colour}
    for kind in ("primary", "secondary", "quiet"):
        ranked = any(entry.rank for entry in scene.muscles)
        if not ranked and (kind in kinds) != (kind in colours):
            wrong.append(f"the legend says {kind}: {kind in kinds}; a muscle is drawn so: {kind in colours}")
    return wrong


def named_but_not_seen(scene: Scene) -> list[str]:
    """What the legend, the names and the words tell of, and no figure shows a readable part of inside its box."""
    muscles: dict[str, float] = {}
    kinds: dict[str, float] = {}
    for figure in scene.all_figures:
        shapes = {part.id: part.shape for part in plates.load(figure.body, figure.view).parts}
        for highlight in figure.highlights:
            whole, seen = _areas(figure, shapes[highlight.part])
            muscles[highlight.muscle] = max(muscles.get(highlight.muscle, 0.0), seen / whole)
            valued = highlight.intensity is not None
            kind = highlight.colour or ("scale" if valued else "rank" if highlight.rank else highlight.role.value)
            kinds[kind] = max(kinds.get(kind, 0.0), seen)
    wrong = [f"{entry.name} is told as seen" for entry in scene.muscles if entry.views and muscles[entry.muscle] < PART]
    told = {key.colour or key.kind for key in scene.legend if key.kind in (*ROLES, "scale", "rank", "colour")}
    return wrong + [f"the legend says {kind}, and no figure shows it" for kind in told if kinds.get(kind, 0.0) < SPECK]


def _areas(figure: Figure, shape: Shape) -> tuple[float, float]:
    """The area of a shape on the sheet, pt², and how much of it lies in the box of its figure."""
    (x0, y0, x1, y1), own = bounds([shape]), [figure.on_sheet(ring) for ring in rings(shape)]
    xs, ys = (np.linspace(a, b, 42)[1:-1] for a, b in ((x0, x1), (y0, y1)))
    places = figure.on_sheet(np.stack(np.meshgrid(xs, ys), -1).reshape(-1, 2))
    drawn = inside(own, places)
    seen = drawn & (places >= figure.place[:2]).all(1) & (places <= figure.place[2:]).all(1)
    area = (x1 - x0) * (y1 - y0) * figure.scale**2 / len(places)
    return max(float(drawn.sum()) * area, 1e-9), float(seen.sum()) * area


@pytest.mark.parametrize("name", condition_library.ids())
def test_what_a_picture_of_a_condition_names_is_seen(name: str) -> None:
    assert named_but_not_seen(planned(name, side="right", size="slide")) == []


@pytest.mark.parametrize("number", range(ALL) if os.environ.get("BODYMAP_EVERY_LAYOUT") else range(3, ALL, 100))
def test_what_a_picture_of_a_chart_at_random_names_is_seen(number: int) -> None:
    made, options = chart_at_random(number)
    try:
        scene = plan(made, **options)
    except BodymapError:
        pytest.skip("no room on this sheet")
    assert named_but_not_seen(scene) == []


def test_a_muscle_that_the_crop_cuts_off_is_told_as_not_seen() -> None:
    """A figure of the calf alone: the upper trapezius, said to be on it, gets no name, no number and no other words."""
    content = content_of(chart(None, MarkRequest(muscles=["soleus@left", "trapezius-upper@left"])), view="posterior")
    scene = plan(content.chart, view="posterior")
    (figure,) = scene.figures
    calf = msgspec.structs.replace(figure, frame=(figure.frame[0], 1200.0, figure.frame[2], 1700.0))
    fewer = only_seen(content, [calf])
    assert only_seen(content, [figure]) is None, "nothing is to change where all is seen"
    assert fewer is not None
    assert fewer.hidden == ("Upper trapezius",)
    assert {entry.muscle: entry.number for entry in fewer.muscles} == {"soleus": 1, "trapezius-upper": 0}


@pytest.mark.parametrize("name", condition_library.ids()[::7])
def test_the_legend_of_a_condition_has_what_is_drawn(name: str) -> None:
    for side, size in (("left", "slide"), ("both", "a4")):
        assert told_but_not_drawn(planned(name, side=side, size=size)) == []


@pytest.mark.parametrize("number", range(0, ALL, ALL // 12))
def test_the_legend_of_a_chart_at_random_has_what_is_drawn(number: int) -> None:
    made, options = chart_at_random(number)
    try:
        scene = plan(made, **options)
    except BodymapError:
        pytest.skip("no room on this sheet")
    assert told_but_not_drawn(scene) == []


@pytest.mark.parametrize(
    ("muscle", "seen"),
    [("soleus.3@left", True), ("sternocleidomastoid-sternal.1@left", False), ("infraspinatus.3@left", True)],
)
def test_pain_that_lies_beside_the_figure_is_not_told(muscle: str, seen: bool) -> None:
    """Pain that lies far above or below has a figure of its own."""
    scene = plan(chart(None, MarkRequest(muscles=[muscle])))
    told = describe.long(scene)
    assert any(key.kind == "zone" for key in scene.legend) == seen
    assert bool([zone for figure in scene.figures for zone in figure.zones]) == seen
    assert ("dots" in told.lower()) == seen
    assert told_but_not_drawn(scene) == []


def test_crosses_closer_than_a_cross_share_one() -> None:
    """On small figures too, no X lies on another."""
    from bodymap.body import plates

    for name, size in (("low-back-pain", "slide"), ("jaw-disorder", "a5"), ("tennis-elbow", "square")):
        for figure in plan(name, size=size, points="all").all_figures:
            points = {point.id: point for point in plates.load(figure.body, figure.view).points}
            at = np.array([figure.at(points[mark.point].x, points[mark.point].y) for mark in figure.marks])
            apart = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
            assert (apart[np.triu_indices(len(at), 1)] > CROSS).all(), (name, size)


def test_no_layers_at_all_still_name_every_muscle() -> None:
    for given in ("low-back-pain", "tennis-elbow", "plantar-fasciitis"):
        usual, bare = plan(given, side="left"), plan(given, side="left", layers="none")
        assert {label.muscle for label in bare.labels} >= {
            entry.muscle for entry in usual.muscles if entry.views and entry.muscle not in _hidden(bare)
        }
        assert {entry.muscle for entry in bare.muscles} == {entry.muscle for entry in usual.muscles}
        assert not any(figure.marks or figure.zones for figure in bare.figures)


def _hidden(scene: Scene) -> set[str]:
    return {entry.muscle for entry in scene.muscles if not entry.views}


def test_values_stay_with_their_names() -> None:
    """Whether names stand beside the muscles or in a list of numbers, each has its own value."""
    muscles = ["soleus@left=0.3", "soleus@right=0.9", "gastrocnemius-medial=0.5", "semitendinosus=0.7"]
    for labels in ("plain", "numbers", "both"):
        scene = plan(chart(None, MarkRequest(muscles=muscles)), labels=labels)
        said: dict[str, list[tuple[float, str]]] = {}
        for label in scene.labels:
            end = label.leader[-1][0] if label.leader else 0.0
            said.setdefault(label.muscle, []).append((end, " ".join(line.text for line in label.lines)))
        [(_, gastrocnemius)], [(_, semitendinosus)] = said["gastrocnemius-medial"], said["semitendinosus"]
        assert gastrocnemius.endswith("Intensity 0.5"), labels
        assert semitendinosus.endswith("Intensity 0.7"), labels
        if labels == "numbers":
            [(_, soleus)] = said["soleus"]
            assert soleus.endswith("Intensity 0.3 left, 0.9 right"), labels
            continue
        # A muscle whose sides differ has a name for each, which leads to its own side: from behind, left is left.
        [figure] = scene.figures
        assert figure.view == View.POSTERIOR
        left, right = sorted(said["soleus"])
        assert left[0] < figure.at(0, 0)[0] < right[0], labels
        assert left[1].endswith("Intensity 0.3"), labels
        assert right[1].endswith("Intensity 0.9"), labels


def test_secondary_muscles_have_crosses_only_if_asked() -> None:
    def marked(points: str) -> set[str]:
        return {
            mark.muscle for figure in plan("tennis-elbow", side="left", points=points).figures for mark in figure.marks
        }

    roles = {entry.muscle: entry.role for entry in plan("tennis-elbow", side="left").muscles}
    assert {roles[muscle] for muscle in marked("auto")} == {"primary"}
    assert {roles[muscle] for muscle in marked("all")} == {"primary", "secondary"}


def test_quiet_muscles_are_said_to_have_points_only_if_they_have() -> None:
    def said(**marks: list[str]) -> list[str]:
        scene = plan(chart(None, MarkRequest(**marks)))
        return [" ".join(line.text for line in key.lines) for key in scene.legend if key.kind == "quiet"]

    assert said(points=["infraspinatus.2@left"]) == ["Muscle of a marked point"]
    assert said(muscles=["infraspinatus@left:quiet", "soleus@left"]) == ["Muscle drawn for orientation"]
    assert said(points=["infraspinatus.2@left"], muscles=["soleus@left:quiet"]) == ["Muscles drawn for orientation"]


def test_a_chart_without_room_for_dots_says_nothing_of_them() -> None:
    scene = plan(Chart(marks=chart(None, MarkRequest(muscles=["rotatores.1"])).marks), size="320x240", dpi=72)
    assert told_but_not_drawn(scene) == []
