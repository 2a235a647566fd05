from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import msgspec
import numpy as np
import pytest

from bodymap.body import plates
from bodymap.body.geometry import inside, rings
from bodymap.content import view_choice
from bodymap.content.extremities import extremities
from bodymap.content.focus import belly
from bodymap.errors import BodymapError
from bodymap.knowledge import condition_library
from bodymap.knowledge.chart_marks import ChartMark
from bodymap.knowledge.charts import Chart
from bodymap.layout import boundary_labeling
from bodymap.layout.sheets import NAMED
from bodymap.scene import Scene, plan, point_styles
from bodymap.style.text import Text
from tests import manikin
from tests.layout import Body


@pytest.fixture(autouse=True)
def _manikin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path, monkeypatch)
    yield
    manikin.forget()


def planned(name: str, **options: object) -> Scene:
    return plan(condition_library.load(name), **options)  # type: ignore[arg-type]


def boxes_of(scene: Scene) -> list[tuple[float, float, float, float]]:
    return [label.box for label in scene.labels]


def overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


# --- views ------------------------------------------------------------------------------------------------------------


def test_the_view_that_shows_the_main_muscles_is_chosen() -> None:
    assert [f.view for f in planned("yoke-ache").figures] == ["posterior"]
    assert [f.view for f in planned("front-only", side="left").figures] == ["anterior"]


def test_a_second_view_is_added_where_one_cannot_show_every_main_muscle() -> None:
    scene = planned("all-round", side="right")
    assert {f.view for f in scene.figures} == {"anterior", "posterior"}
    assert len({round(f.scale, 6) for f in scene.figures}) == 1
    assert len({round(f.at(0, 0)[1], 6) for f in scene.figures}) == 1


def test_a_view_that_is_asked_for_is_taken_and_what_it_hides_is_said() -> None:
    scene = planned("all-round", side="right", view="anterior")
    assert [f.view for f in scene.figures] == ["anterior"]
    assert [a.muscle for a in scene.muscles if not a.views] == ["yoke", "loin"]
    assert any(t.text.startswith("Not seen in this view: Yoke muscle, Loin muscle") for t in scene.texts)


def test_a_view_that_shows_nothing_is_refused() -> None:
    with pytest.raises(
        BodymapError, match=r"^Front only: the posterior view shows none of its muscles on the left side$"
    ):
        planned("front-only", side="left", view="posterior")


# --- laterality ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "view", "right_is"), [("yoke-ache", "posterior", 1), ("front-only", "anterior", -1)])
def test_letters_and_highlights_are_on_the_patients_side(name: str, view: str, right_is: int) -> None:
    scene = planned(name, side="both", view=view)
    (figure,) = scene.figures
    middle = figure.at(0, 0)[0]
    letters = {t.text: t.x for t in figure.letters}
    assert (letters["R"] - middle) * right_is > 0 > (letters["L"] - middle) * right_is
    parts = {p.id: p for p in plates.load(figure.body, figure.view).parts}
    for highlight in figure.highlights:
        x = figure.at(float(parts[highlight.part].shape.points[:, 0].mean()), 0)[0]
        assert (x - middle) * right_is * (1 if highlight.side == "right" else -1) > 0


@pytest.mark.parametrize("side", ["left", "right"])
def test_one_side_shows_that_side_alone(side: str) -> None:
    scene = planned("yoke-ache", side=side)
    (figure,) = scene.figures
    assert (
        {h.side for h in figure.highlights}
        == {z.side for z in figure.zones}
        == {m.side for m in figure.marks}
        == {side}
    )


def test_left_is_the_mirror_of_right() -> None:
    left, right = (planned("forearm-ache", side=side).figures[0].frame for side in ("left", "right"))
    assert left == pytest.approx((-right[2], right[1], -right[0], right[3]))


def test_every_locator_has_its_letters() -> None:
    scene = planned("forearm-ache", side="right")
    assert [{t.text for t in locator.letters} for locator in scene.locators] == [{"R", "L"}]


# --- what is shown ------------------------------------------------------------------------------------------------------


def test_a_muscle_under_another_is_deep_and_comes_last() -> None:
    (figure,) = planned("yoke-ache").figures
    assert [(h.muscle, h.deep) for h in figure.highlights] == [
        ("yoke", False), ("yoke", False), ("strap", True), ("strap", True)
    ]  # fmt: skip


def test_the_legend_lists_what_is_on_the_picture() -> None:
    assert [k.kind for k in planned("yoke-ache").legend] == ["primary", "secondary", "deep", "point", "zone"]
    assert [k.kind for k in planned("front-only").legend] == ["primary"]


def test_zones_of_main_muscles_are_on_both_sides_where_both_are_drawn() -> None:
    (figure,) = planned("yoke-ache").figures
    assert {(z.muscle, z.side) for z in figure.zones} == {("yoke", "left"), ("yoke", "right")}


def test_a_condition_may_narrow_the_points() -> None:
    condition = msgspec.structs.replace(condition_library.load("yoke-ache"), points={"yoke": (2,)})
    (figure,) = plan(condition, side="right").figures
    assert {(m.muscle, m.number) for m in figure.marks} == {("yoke", 2)}
    (figure,) = plan(condition, side="right", points="all").figures
    assert {(m.muscle, m.number) for m in figure.marks} == {("yoke", 2), ("strap", 1)}


def test_a_figure_holds_the_bellies_and_the_points_of_what_is_shown() -> None:
    for name in manikin.CONDITIONS:
        for figure in planned(name, side="right").figures:
            x0, y0, x1, y1 = figure.frame
            plate = plates.load(figure.body, figure.view)
            parts = {p.id: p for p in plate.parts}
            for highlight in figure.highlights:
                a, b, c, d = belly(parts[highlight.part].shape)
                assert b >= y0 - 0.1
                if any(abs(hand.above[1] - y1) < 0.1 for hand in extremities(plate)):
                    assert d < y1 + 80, "where a limb is cut above the hand, the end of a belly may run off"
                    continue
                assert a >= x0 - 0.1
                assert c <= x1 + 0.1
                assert d <= y1 + 0.1
            marked = {mark.point for mark in figure.marks}
            for point in plate.points:
                if point.id in marked:
                    assert x0 < point.x < x1
                    assert y0 < point.y < y1
    (figure,) = planned("forearm-ache", side="right").figures
    assert figure.frame[0] > 100, "the trunk is left out"


def test_a_crop_comes_with_a_locator_and_runs_off_the_sheet_where_it_cuts() -> None:
    scene = planned("forearm-ache", side="right")
    (figure,) = scene.figures
    assert figure.cut
    assert figure.place[3] == pytest.approx(scene.sheet.height)
    assert not figure.fade
    (locator,) = scene.locators
    (shows,) = locator.shows
    assert overlap(shows, locator.place)


# --- names --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", [*NAMED, "1920x1080", "1080x1920", "800x800"])
@pytest.mark.parametrize("side", ["left", "right", "both"])
@pytest.mark.parametrize("name", manikin.CONDITIONS)
def test_names_stand_free_on_the_sheet(name: str, side: str, sheet: str) -> None:
    scene = planned(name, side=side, size=sheet)
    boxes = boxes_of(scene)
    assert len(boxes) == sum(bool(a.views) for a in scene.muscles)
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    for x0, y0, x1, y1 in [*boxes, *(f.place for f in scene.figures), *(loc.place for loc in scene.locators)]:
        assert x0 >= -1e-6
        assert y0 >= -1e-6
        assert x1 <= scene.sheet.width + 1e-6
        assert y1 <= scene.sheet.height + 1e-6
    for box in boxes:
        assert not any(Body(f).meets(box) for f in scene.figures)
        assert not any(overlap(box, loc.place) for loc in scene.locators)
    assert (
        boundary_labeling.crossings(
            [boundary_labeling.PlacedName(x.muscle, x.leader) for x in scene.labels if x.leader]
        )
        == 0
    )
    assert min(t.size for t in every_text(scene)) >= 7


def every_text(scene: Scene) -> list[Text]:
    found = [*scene.texts]
    for label in scene.labels:
        found += label.lines
    for key in scene.legend:
        found += key.lines
    for figure in scene.figures:
        found += [*figure.letters, *([figure.caption] if figure.caption else [])]
    return found


def test_a_leader_ends_in_its_muscle_and_off_the_marks() -> None:
    for name in manikin.CONDITIONS:
        scene = planned(name, side="right")
        for figure in scene.figures:
            parts = {p.id: p for p in plates.load(figure.body, figure.view).parts}
            points = {p.id: p for p in plates.load(figure.body, figure.view).points}
            own = {h.muscle: figure.on_sheet(rings(parts[h.part].shape)[0]) for h in figure.highlights}
            for label in scene.labels:
                if label.muscle not in own or len(scene.figures) > 1:
                    continue
                end = np.array([label.leader[-1]])
                assert inside([own[label.muscle]], end).all()
                for mark in figure.marks:
                    at = figure.at(points[mark.point].x, points[mark.point].y)
                    assert np.hypot(*(end[0] - at)) > 5


@pytest.mark.parametrize(
    ("kind", "first"),
    [("plain", "Yoke muscle"), ("latin", "Musculus yoke"), ("both", "Yoke muscle"), ("numbers", "2 Yoke muscle")],
)
def test_names_in_every_kind(kind: str, first: str) -> None:
    scene = planned("yoke-ache", labels=kind)
    (label,) = [x for x in scene.labels if x.muscle == "yoke"]
    assert label.lines[0].text == first
    assert bool(label.leader) is (kind != "numbers")
    assert bool(label.badge) is (kind == "numbers")
    assert ("Musculus yoke" in [t.text for t in label.lines]) is (kind in ("latin", "both"))
    assert planned("yoke-ache", labels="none").labels == ()


# --- the record and its sheets --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", manikin.CONDITIONS)
def test_a_scene_goes_through_json_and_back(name: str) -> None:
    scene = planned(name)
    assert msgspec.json.decode(msgspec.json.encode(scene), type=Scene) == scene


def test_the_same_request_gives_the_same_scene() -> None:
    assert planned("yoke-ache") == planned("yoke-ache")


def test_portrait_sheets_are_laid_out_anew() -> None:
    slide, a4 = planned("yoke-ache"), planned("yoke-ache", size="a4")
    assert slide.texts[0].x < slide.figures[0].place[0]
    assert a4.figures[0].place[3] < min(t.y for t in a4.texts if t.text in ("Yoke ache", "Both sides"))
    assert a4.legend[0].swatch[3] < a4.figures[0].place[1]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"side": "up"}, "unknown side 'up'. It may be left, right or both."),
        ({"view": "anteriour"}, "unknown view 'anteriour'; did you mean 'anterior'?"),
        ({"body": "chidl"}, "unknown body 'chidl'"),
        ({"labels": "plane"}, "unknown kind of labels 'plane'; did you mean 'plain'?"),
        ({"theme": "clinc"}, "unknown theme 'clinc'"),
        (
            {"size": "a44"},
            "unknown size 'a44'; did you mean 'a4'? It may be slide, a4, a5, letter, square, story or pixels, e.g. 1920x1080",
        ),
        ({"size": "0x0"}, "size '0x0' is not possible; each side may be 64 to 20000 pixels"),
        ({"size": "100000x100000"}, "size '100000x100000' is not possible; each side may be 64 to 20000 pixels"),
        ({"dpi": 0}, "a resolution of 0 dpi is not possible; use 10 to 2400"),
        ({"dpi": 2400}, "slide at 2400 dpi is 32000 x 18000 pixels; a side may have at most 20000"),
        (
            {"size": "300x300", "dpi": 300},
            "300x300 at 300 dpi is 1 x 1 in: no room for the picture; take a larger size",
        ),
    ],
)
def test_what_is_not_possible_is_refused_in_one_line(options: dict[str, object], message: str) -> None:
    with pytest.raises(BodymapError) as refused:
        planned("yoke-ache", **options)
    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


def test_pixels_and_points_agree() -> None:
    for sheet, pixels in {"1920x1080": (1920, 1080), "slide": (1920, 1080), "333x777": (333, 777)}.items():
        assert planned("yoke-ache", size=sheet).sheet.pixels == pixels
    assert planned("yoke-ache", size="a4", dpi=300).sheet.pixels == (2480, 3508)
    assert planned("yoke-ache", size="1920x1080", dpi=96).sheet.pixels == (1920, 1080)


def test_viewing_counts_what_a_plate_shows() -> None:
    back = plates.load("neutral-adult", "posterior")
    assert view_choice.visible_area(back, ["yoke"], ["right"]) == pytest.approx(
        view_choice.visible_area(back, ["yoke"], ["left"])
    )
    assert view_choice.visible_area(back, ["chest"], ["right"]) == 0


@pytest.mark.parametrize(
    ("labels", "points", "styles"),
    [
        ("plain", "auto", ("list", "marks")),
        ("numbers", "auto", ("list", "marks")),
        ("numbers", "all", ("list", "marks")),
        ("numbers", "list", ("list",)),
        ("plain", "all", ("marks",)),
        ("none", "auto", ("marks",)),
        ("plain", "numbers", ("numbers",)),
    ],
)
def test_a_list_of_points_that_nobody_asked_for_may_be_left_out(
    labels: str, points: str, styles: tuple[str, ...]
) -> None:
    chosen = Chart((ChartMark(point="infraspinatus.2"),))
    assert point_styles(chosen, labels, points) == styles
