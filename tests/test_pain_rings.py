"""Where it hurts: the shape of its mark, on the body, and how it is drawn."""

from __future__ import annotations

from functools import cache

import msgspec
import numpy as np
import pytest

from bodymap import describe
from bodymap.body.geometry import CLOSE, bounds, distance, inside, rings
from bodymap.body.plates import load
from bodymap.content.pain_rings import LEVELS, SoreArea, pain_rings, share_within
from bodymap.display import pain_marks
from bodymap.display.compile import compile_scene
from bodymap.display.records import Display, Group, Path, walk
from bodymap.export.pptx import editable
from bodymap.knowledge import condition_library, conditions
from bodymap.knowledge.anatomy import Side
from bodymap.knowledge.chart_input import as_chart
from bodymap.knowledge.chart_marks import ChartMark
from bodymap.knowledge.charts import Chart
from bodymap.knowledge.conditions import Laterality, where_it_hurts
from bodymap.layout.records import Scene
from bodymap.scene import content_of, plan
from bodymap.style.theme_files import named

EACH = pytest.mark.parametrize("condition", condition_library.library(), ids=lambda condition: condition.id)


def sore(view: str, *wanted: str, body: str = "neutral-adult") -> tuple[SoreArea, ...]:
    """The areas of a plate, as `buttock.right`, or as `low-back` or `low-back.right` across the midline."""
    found = []
    for name in wanted:
        area, _, side = name.partition(".")
        parts = [p for p in load(body, view).parts if p.kind == "area" and p.of == area]  # type: ignore[arg-type]
        [part] = [p for p in parts if not side or p.side in (side, "midline")]
        found.append(SoreArea(part.id, area, Side(side) if side else part.side))
    return tuple(found)


def areas_of(shown: Display, part: str) -> list[Group]:
    return [item for item in walk(shown.items) if isinstance(item, Group) and (item.kind, item.part) == ("pain", part)]


@cache
def usual(id: str, **options: str) -> tuple[Scene, Display]:
    scene = plan(id, **options)  # type: ignore[arg-type]
    return scene, compile_scene(scene)


# --- shape ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["low-back", "buttock.right", "calf.right", "lateral-elbow.right"])
def test_rings_have_no_corners(place: str) -> None:
    """Where two curves of a ring meet, it goes on in the direction that it came from."""
    for mark in pain_rings(load("neutral-adult", "posterior"), sore("posterior", place), (-400, 0, 400, 1800), 2.0):
        for ring in (*mark.rings, mark.centre):
            points = ring.points[:-1]  # where a curve starts, its two controls, and so on, to the start again
            into = points[:-1:3] - np.roll(points[2::3], 1, 0)
            out = points[1::3] - points[:-1:3]
            cosine = (into * out).sum(1) / np.hypot(*into.T) / np.hypot(*out.T)
            assert cosine.min() > 0.99


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_pin_lies_in_its_area_on_the_side_that_is_shown(side: str) -> None:
    content = content_of(as_chart(condition_library.load("fibromyalgia")), side=side)
    pins = 0
    for view in content.views:
        parts = {part.id: part.shape for part in view.plate.parts}
        for area in view.sore:
            for mark in pain_rings(view.plate, (area,), view.crop, 1.0):
                pins += area.alone
                assert not area.alone or inside(rings(parts[area.part]), np.array([mark.place]))[0], area.area
    assert pins > 5


@EACH
def test_rings_close_inside_the_body_each_within_the_next(condition: conditions.Condition) -> None:
    side = "right" if condition.side == Laterality.ASK else "both"
    content = content_of(as_chart(condition), side=side)
    assert any(view.sore for view in content.views)
    for view in content.views:
        body = rings(view.plate.outline)
        fingers = {"toes", "fingers"} & {area.area for area in view.sore}  # with gaps between them
        if any(area.alone for area in view.sore):
            continue  # pins
        for mark in pain_rings(view.plate, view.sore, view.crop, 1.0):
            for shape in (*mark.rings, mark.centre):
                assert (shape.points[0] == shape.points[-1]).all()
                assert shape.codes[-1] == CLOSE
                [ring] = rings(shape)
                out = ring[~inside(body, ring)]
                assert fingers or not len(out) or distance(body, out).max() < 4
            for outer, inner in zip(mark.rings, (*mark.rings[1:], mark.centre), strict=True):
                assert inside(rings(outer), rings(inner)[0]).all()


def test_a_mark_lies_where_its_area_does() -> None:
    plate = load("neutral-adult", "right-lateral")  # type: ignore[arg-type]
    (elbow,) = sore("right-lateral", "lateral-elbow.right")
    [shape] = [part.shape for part in plate.parts if part.id == elbow.part]
    [mark] = pain_rings(plate, (elbow,), plate.box, 1.0)
    assert inside(rings(shape), np.array([mark.place])).all()
    x0, y0, x1, y1 = bounds([shape])
    assert np.hypot(mark.place[0] - (x0 + x1) / 2, mark.place[1] - (y0 + y1) / 2) < 0.2 * (y1 - y0)


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (("buttock.left", "buttock.right"), 2),
        (("buttock.right", "thigh-back.right"), 1),
        (("low-back", "buttock.left", "buttock.right"), 1),
        (("low-back.right", "thigh-back.right"), 2),
        (("neck-back",), 1),
    ],
)
def test_neighbours_share_a_mark_and_two_sides_do_not(wanted: tuple[str, ...], count: int) -> None:
    plate = load("neutral-adult", "posterior")  # type: ignore[arg-type]
    assert len(pain_rings(plate, sore("posterior", *wanted), plate.box, 1.0)) == count


def test_the_low_back_ends_where_the_buttocks_begin() -> None:
    plate = load("neutral-adult", "posterior")  # type: ignore[arg-type]
    [mark] = pain_rings(plate, sore("posterior", "low-back"), plate.box, 1.0)
    buttocks = [ring for area in sore("posterior", "buttock.left", "buttock.right") for part in plate.parts
                if part.id == area.part for ring in rings(part.shape)]  # fmt: skip
    assert inside(buttocks, rings(mark.rings[0])[0]).mean() < 0.3
    [whole] = [part.shape for part in plate.parts if part.of == "low-back" and part.kind == "area"]
    _, y0, _, y1 = bounds([whole])
    assert mark.place[1] < (y0 + y1) / 2


def test_one_side_of_a_midline_area_has_half_its_mark() -> None:
    plate = load("neutral-adult", "posterior")  # type: ignore[arg-type]
    [right] = pain_rings(plate, sore("posterior", "low-back.right"), plate.box, 1.0)
    [left] = pain_rings(plate, sore("posterior", "low-back.left"), plate.box, 1.0)
    assert right.place[0] > 10
    assert right.place[0] == pytest.approx(-left.place[0], abs=3)
    assert content_of(as_chart("stiff-neck"), side="left").views[0].sore[0].side == Side.LEFT
    tailbone = content_of(as_chart("tailbone-pain"), side="left").views[0].sore
    assert {area.side for area in tailbone} == {Side.MIDLINE}


def test_a_mark_has_more_rings_where_it_is_larger_on_paper() -> None:
    plate = load("neutral-adult", "posterior")  # type: ignore[arg-type]
    counts = [
        len(pain_rings(plate, sore("posterior", "low-back"), plate.box, scale)[0].rings) for scale in (0.05, 0.2, 1.0)
    ]
    assert counts == [1, 2, 3] == [*LEVELS]


def test_a_mark_is_never_cut_by_the_edge_of_its_figure() -> None:
    plate = load("neutral-adult", "posterior")  # type: ignore[arg-type]
    [whole] = pain_rings(plate, sore("posterior", "low-back"), plate.box, 1.0)
    window = (plate.box[0], whole.place[1], plate.box[2], plate.box[3])
    [mark] = pain_rings(plate, sore("posterior", "low-back"), window, 1.0)
    assert bounds([mark.rings[0]])[1] > window[1] - 2


def test_pain_that_only_repeats_the_rings_has_no_dots() -> None:
    plate = load("neutral-adult", "posterior")  # type: ignore[arg-type]
    [buttock] = sore("posterior", "buttock.right")
    [shape] = [part.shape for part in plate.parts if part.id == buttock.part]
    assert share_within(plate, (buttock,), shape) > 0.95
    assert share_within(plate, sore("posterior", "low-back"), shape) == 0.0, "the low back ends at the buttock"
    assert share_within(plate, (), shape) == 0.0


# --- what is marked -------------------------------------------------------------------------------------------------


def test_a_rim_is_marked_only_in_the_view_that_shows_more() -> None:
    content = content_of(as_chart("hip-osteoarthritis"), side="right")
    assert [view.view for view in content.views] == ["anterior", "right-lateral"]
    assert sore("right-lateral", "hip-joint-front.right"), "its rim is seen from the side"
    assert [[area.area for area in view.sore] for view in content.views] == [["hip-joint-front"], []]


@EACH
def test_what_hurts_is_named_and_explained(condition: conditions.Condition) -> None:
    side = "right" if condition.side == Laterality.ASK else "both"
    content = content_of(as_chart(condition), side=side)
    hurts = where_it_hurts(condition).hurts
    assert {area.area for view in content.views for area in view.sore} == {*hurts}
    assert content.hurts
    assert not {*content.hurts} & {*content.spreads}


def test_without_its_layer_nothing_is_ringed() -> None:
    scene, shown = usual("tennis-elbow", side="right", layers="-pain")
    assert not any(figure.sore for figure in scene.figures)
    assert not areas_of(shown, "hurts")
    assert "pain" not in {key.kind for key in scene.legend}
    assert "Rings" not in describe.long(scene)


def test_the_legend_starts_with_where_it_hurts_and_ends_with_where_it_may_spread() -> None:
    scene, _ = usual("tennis-elbow", side="right")
    assert [key.kind for key in scene.legend] == [
        "pain",
        "sore",
        "primary",
        "secondary",
        "deep",
        "point",
        "zone",
    ]
    words = {key.kind: key.lines[0].text for key in scene.legend}
    assert (words["pain"], words["zone"]) == ("Where it hurts", "Pain may spread here")


def test_words_say_where_it_hurts_before_the_muscles() -> None:
    scene, _ = usual("tennis-elbow", side="right")
    for text in (describe.alt(scene), describe.long(scene)):
        assert "Rings on the right side mark where it hurts: bony point of the outer elbow." in text
        assert text.index("bony point of the outer elbow") < text.casefold().index("extensor carpi radialis brevis")
    mixed = msgspec.structs.replace(
        scene,
        figures=tuple(
            msgspec.structs.replace(figure, sore=(*figure.sore, SoreArea("x", "heel", Side.LEFT)))
            for figure in scene.figures
        ),
    )
    assert "Rings mark where it hurts: bony point of the outer elbow, right side and heel, left side." in describe.long(
        mixed
    )


# --- how it is drawn ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["clinic", "dark", "ink", "print"])
def test_every_halo_lies_under_every_line(theme: str) -> None:
    scene, shown = usual("low-back-pain", theme=theme)
    [group] = areas_of(shown, "hurts")
    lines = [item for item in group.items if isinstance(item, Path)]
    halos = [item.style.endswith("-halo") for item in lines]
    assert halos == sorted(halos, reverse=True)
    assert halos.count(True) == halos.count(False) == 4
    pain = named(theme).pain
    for halo, line in zip(lines[:4], lines[4:], strict=True):
        under, over = shown.styles[halo.style], shown.styles[line.style]
        assert (under.stroke, over.stroke or over.fill) == (pain.halo, pain.line)
        assert under.width == pytest.approx(over.width + 2 * pain.rim)
        assert np.array_equal(halo.shape.points, line.shape.points)
    widths = [shown.styles[line.style].width for line in lines[4:]]
    assert widths[:3] == sorted(widths[:3]), "heavier towards the centre"
    assert scene.theme.pain == pain


@pytest.mark.parametrize("id", ["low-back-pain", "plantar-fasciitis", "jaw-disorder", "frozen-shoulder", "stiff-neck"])
def test_dots_keep_off_the_rings_and_the_centre_keeps_off_the_crosses(id: str) -> None:
    scene, shown = usual(id, side="right")
    for figure, group in zip(scene.figures, [g for g in shown.items if g.kind == "figure"], strict=True):
        within = [item for item in walk(group.items) if isinstance(item, Group)]
        marks = [item for item in within if (item.kind, item.part) == ("pain", "hurts")]
        outer = [
            ring
            for mark in marks
            for item in mark.items
            if isinstance(item, Path) and item.style.startswith(("pain-ring-outer", "pain-pin-outer"))
            for ring in rings(item.shape)
        ]
        for dots in (item for item in within if (item.kind, item.part) == ("pain", "zones")):
            for item in dots.items:
                assert isinstance(item, Path)
                assert item.at is not None
                assert not outer or not any(inside([ring], item.at).any() for ring in outer)
        crosses = np.array(
            [
                figure.at(p.x, p.y)
                for p in load(figure.body, figure.view).points
                if p.id in {m.point for m in figure.marks}
            ]
        )
        for mark in marks:
            for item in mark.items:
                if isinstance(item, Path) and item.style == "pain-centre" and len(crosses):
                    assert not inside(rings(item.shape), crosses).any()


def test_the_letter_of_a_free_spot_takes_the_place_of_the_centre() -> None:
    marks = ChartMark(muscle="infraspinatus"), ChartMark(area="low-back")
    [view] = plan(Chart(marks), side="right").figures
    [mark] = pain_rings(load(view.body, view.view), view.sore, view.frame, view.scale)
    x, y = (round(value, 1) for value in mark.place)
    for up, centres in ((0, 0), (90, 2)):  # a centre is a line and its halo
        spot = ChartMark(spot=f"posterior:{x},{y - up}", note="here")
        shown = compile_scene(plan(Chart((*marks, spot)), side="right"))
        [figure] = [item for item in shown.items if isinstance(item, Group) and item.kind == "figure"]
        drawn = [item.style for item in walk(figure.items) if isinstance(item, Path)]
        assert sum(style.startswith("pain-centre") for style in drawn) == centres
        assert sum(style.startswith("pain-ring-outer") for style in drawn) == 2


def test_widespread_pain_takes_pins_that_do_not_overlap() -> None:
    scene, shown = usual("fibromyalgia")
    assert all(area.alone for figure in scene.figures for area in figure.sore)
    for group in areas_of(shown, "hurts"):
        assert {item.style for item in group.items if isinstance(item, Path)} == {
            f"pain-{name}{halo}" for name in ("small-pin-outer", "small-pin-inner", "centre") for halo in ("", "-halo")
        }
        places = np.array(
            [
                item.shape.points.mean(0)
                for item in group.items
                if isinstance(item, Path) and item.style == "pain-centre"
            ]
        )
        apart = np.hypot(*(places[:, None] - places).transpose(2, 0, 1)) + np.eye(len(places)) * 99
        assert apart.min() > pain_marks.SMALL_PIN


def test_an_area_too_small_for_rings_takes_a_pin() -> None:
    scene, _ = usual("low-back-pain", view="posterior")
    whole = load("neutral-adult", "posterior").box  # type: ignore[arg-type]
    small = msgspec.structs.replace(scene.figures[0], frame=whole, sore=sore("posterior", "ear.right"), zones=())
    shown = compile_scene(msgspec.structs.replace(scene, figures=(small,)))
    styles = {item.style for group in areas_of(shown, "hurts") for item in group.items if isinstance(item, Path)}
    assert {"pain-pin-outer", "pain-pin-inner"} <= styles


def test_an_editable_slide_has_the_rings_as_shapes_of_their_own() -> None:
    _, shown = usual("tennis-elbow", side="right")
    marks = {group.part: group for group in editable.marks(shown).items}
    group = marks["where it hurts right-lateral"]
    assert group.label == "Rings: where it hurts. Bony point of the outer elbow"
    assert all(isinstance(item, Path) for item in group.items)
    assert "pain right-lateral" in marks


def test_a_mark_leans_to_the_tendon_that_hurts_and_has_one_ring_fewer_over_it() -> None:
    plate = load("neutral-adult", "right-lateral")  # type: ignore[arg-type]
    elbow = sore("right-lateral", "lateral-elbow.right")
    [tendon] = [part for part in plate.parts if part.of == "common-extensor-origin" and part.kind == "structure"]
    [plain] = pain_rings(plate, elbow, plate.box, 2.0)
    [over] = pain_rings(plate, elbow, plate.box, 2.0, (tendon.id,))
    middle = rings(tendon.shape)[0].mean(0)
    assert len(over.rings) == len(plain.rings) - 1
    assert np.hypot(*(over.place - middle)) < np.hypot(*(plain.place - middle))
