"""Names beside figures: on which side, with how many words, in which order, and when they become numbers."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from bodymap.body import plates
from bodymap.body.geometry import bounds, grown, rings
from bodymap.finding import find, named_muscles
from bodymap.knowledge import condition_library
from bodymap.layout import label_columns
from bodymap.layout.label_modes import LabelRequest
from bodymap.layout.records import Figure, Label
from bodymap.options.records import RenderOptions
from bodymap.scene import Scene, plan, prepare
from tests import plans
from tests.composing import METRICS
from tests.layout import Body, box_of, breaches

SHEETS = ("slide", "a4", "square", "story", "a5", "a5-landscape")


@cache
def planned(name: str, side: str = "right", sheet: str = "slide", **options: str) -> Scene:
    return plans.planned(name, side=side, size=sheet, **options)  # type: ignore[arg-type]


def right_of_its_figure(scene: Scene, label: Label) -> bool:
    return label.box[0] > max(figure.place[2] for figure in scene.figures)


def on_the_right(label: Label) -> bool:
    """Return whether a name is on the right of what its leader leads to."""
    return label.box[0] > label.leader[-1][0]


def heights(figure: Figure) -> dict[str, float]:
    """Return how far down the plate each muscle and structure of a figure lies, in mm."""
    parts = {part.id: part.shape for part in plates.load(figure.body, figure.view).parts}
    shown = [(h.muscle, h.part) for h in figure.highlights] + [(s.structure, s.part) for s in figure.structures]
    return {key: float(parts[part].points[:, 1].mean()) for key, part in shown}


def text(label: Label) -> str:
    return " ".join(line.text for line in label.lines)


# --- on which side --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("side", ["left", "right"])
def test_names_beside_a_trunk_stand_on_the_side_of_their_muscles(sheet: str, side: str) -> None:
    """Only a muscle beside the spine may be named on the other side, where there is more room."""
    scene = planned("low-back-pain", side, sheet)
    [figure] = scene.figures
    x0, _, x1, _ = figure.place
    away = [label for label in scene.labels if on_the_right(label) != (side == "right")]
    assert len(away) <= 1
    assert all(abs(label.leader[-1][0] - (x0 + x1) / 2) < 0.15 * (x1 - x0) for label in away)


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_figure_in_a_corner_of_which_muscles_lie_has_its_names_there(side: str) -> None:
    """The trunk from the front with muscles of one flank: seen from the front, the patient's right is on the left."""
    muscles = named_muscles.chart(["serratus-anterior", "external-oblique"], title="Flank")
    scene = plan(muscles, side=side, view="anterior")
    assert {on_the_right(label) for label in scene.labels} == {side == "left"}


def test_of_two_figures_side_by_side_each_has_its_names_beside_it_and_none_stands_on_a_body() -> None:
    scene = planned("knee-osteoarthritis", "right", "2400x1000")
    left, right = sorted(scene.figures, key=lambda figure: figure.place)
    assert left.place[2] < right.place[0]
    for label in scene.labels:
        x0, _, x1, _ = label.box
        own = next(figure for figure in (left, right) if figure.place[0] <= label.leader[-1][0] <= figure.place[2])
        other = right if own is left else left
        assert x1 < own.place[0] or x0 > own.place[2]
        assert x1 < other.place[0] or x0 > other.place[2]
        beside = own.place[0] - x1 if x1 < own.place[0] else x0 - own.place[2]
        assert beside < 0.1 * scene.sheet.width, "no other body stands between"


def test_a_muscle_is_named_at_the_figure_that_shows_most_of_it() -> None:
    scene = planned("knee-osteoarthritis", "right", "2400x1000")
    for label in scene.labels:
        sizes = {}
        for figure in scene.figures:
            parts = {part.id: part for part in plates.load(figure.body, figure.view).parts}
            shown = [h.part for h in figure.highlights if h.muscle == label.muscle]
            shown += [one.part for one in figure.structures if one.structure == label.muscle]
            boxes = [bounds([parts[part].shape]) for part in shown]
            sizes[figure.place] = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in boxes)
        end = label.leader[-1]
        [home] = [place for place in sizes if place[0] <= end[0] <= place[2]]
        assert sizes[home] > 0.4 * max(sizes.values())


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("sheet", ["slide", "a4"])
def test_inner_muscles_are_named_on_the_inner_side_and_outer_ones_on_the_outer(sheet: str, side: str) -> None:
    ends = {
        label.muscle: (on_the_right(label), label.leader[-1][0])
        for label in planned("calf-tightness", side, sheet).labels
    }
    assert {muscle for muscle, (right, _) in ends.items() if right == (side == "right")} == {
        "plantaris", "gastrocnemius-lateral", "soleus"
    }  # fmt: skip
    assert max(x for right, x in ends.values() if not right) < min(x for right, x in ends.values() if right)


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("sheet", ["slide", "a4"])
@pytest.mark.parametrize("name", ["stiff-neck", "calf-tightness"])
def test_names_are_shared_between_both_sides_where_both_have_room(name: str, sheet: str, side: str) -> None:
    labels = planned(name, side, sheet).labels
    right = sum(on_the_right(label) for label in labels)
    assert abs(right - (len(labels) - right)) <= 1


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("name", ["tennis-elbow", "hamstring-strain"])
def test_names_stand_on_one_side_where_there_is_no_room_on_the_other(name: str, side: str) -> None:
    """On a page, these figures are so large that names have room on one side alone."""
    assert {on_the_right(label) for label in planned(name, side, "a4").labels} == {side == "right"}


@pytest.mark.parametrize("name", ["tennis-elbow"])
def test_of_two_arms_apart_one_has_all_the_names(name: str) -> None:
    scene = planned(name, "both")
    homes = {
        min(range(2), key=lambda n: abs(sum(scene.figures[n].place[::2]) / 2 - label.leader[-1][0]))
        for label in scene.labels
    }
    assert len(homes) == 1


# --- how many words -------------------------------------------------------------------------------------------------


def test_a_sheet_with_room_says_why_each_muscle_matters_and_one_without_leaves_that_out_first() -> None:
    condition = condition_library.load("low-back-pain")
    why = {entry.muscle: entry.why for entry in condition.muscles}
    why |= {entry.structure: entry.why for entry in condition.structures}
    told = {
        sheet: {label.muscle: text(label) for label in planned("low-back-pain", sheet=sheet).labels} for sheet in SHEETS
    }
    full = [sheet for sheet, words in told.items() if all(why[m].split()[-1] in words[m] for m in words)]
    assert "slide" in full
    assert "a4" in full


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("name", ["low-back-pain", "stiff-neck", "tennis-elbow", "runners-knee"])
def test_a_name_with_its_reason_is_narrower_than_its_figure_needs(name: str, sheet: str) -> None:
    """Names leave most of the sheet to the body."""
    scene = planned(name, "right", sheet)
    widest = max(label.box[2] - label.box[0] for label in scene.labels)
    assert 0.05 * scene.sheet.width < widest < 0.4 * scene.sheet.width


@pytest.mark.parametrize("kind", ["plain", "latin", "both"])
def test_names_are_in_the_language_that_is_asked_for(kind: str) -> None:
    scene = planned("tennis-elbow", labels=kind)
    entries = {entry.muscle: entry for entry in scene.muscles} | {entry.structure: entry for entry in scene.structures}
    for label in scene.labels:
        entry = entries[label.muscle]
        if entry.name != entry.latin:
            assert (entry.name in text(label)) == (kind != "latin")
            assert (entry.latin in text(label)) == (kind != "plain")
        assert label.lines[0].weight == ("italic" if kind == "latin" else "semibold")


def test_a_value_stands_with_its_name() -> None:
    scene = plan(named_muscles.chart(["infraspinatus=0.8", "deltoid-posterior=0.25"]), side="right")
    told = {label.muscle: text(label) for label in scene.labels}
    assert "0.8" in told["infraspinatus"]
    assert "0.25" in told["deltoid-posterior"]


# --- numbers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("name", ["low-back-pain", "fibromyalgia", "tennis-elbow", "cyclists-neck-and-hands"])
def test_numbers_count_from_one_and_stand_in_the_order_of_the_list(name: str, sheet: str) -> None:
    scene = planned(name, "right", sheet, labels="numbers")
    assert sorted(int(label.number) for label in scene.labels) == list(range(1, len(scene.labels) + 1))
    columns: dict[tuple[float, int], list[Label]] = {}
    for label in scene.labels:
        assert text(label).startswith(f"{label.number} ")
        assert label.badge
        columns.setdefault((round(label.box[0], 1), 0), []).append(label)
    for column in columns.values():
        down = [int(label.number) for label in sorted(column, key=lambda label: -label.box[3])]
        assert down == sorted(down)


@pytest.mark.parametrize("sheet", ["slide", "a4", "square"])
def test_numbers_of_one_figure_run_down_the_body(sheet: str) -> None:
    scene = planned("tennis-elbow", "right", sheet, labels="numbers")
    [figure] = scene.figures
    middle = heights(figure)
    by_number = sorted(scene.labels, key=lambda label: int(label.number))
    down = [middle[label.muscle] for label in by_number]
    assert down == sorted(down)


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("name", ["tennis-elbow", "runners-knee", "stiff-neck", "calf-tightness"])
def test_few_names_have_leaders_not_numbers(name: str, sheet: str) -> None:
    scene = planned(name, "right", sheet)
    assert not any(label.badge for label in scene.labels)
    assert all(label.leader for label in scene.labels)


def test_leaders_are_kept_where_a_key_would_show_the_body_hardly_larger() -> None:
    """On a square, eleven muscles of neck and hands: with numbers an inset would fit, but then no name is at its muscle."""
    scene = planned("cyclists-neck-and-hands", "both", "square")
    assert all(label.leader and not label.badge for label in scene.labels)


def test_names_beside_figures_keep_a_gap_to_them_that_leaders_can_be_followed_in() -> None:
    for sheet in SHEETS:
        scene = planned("low-back-pain", "right", sheet)
        [figure] = scene.figures
        body = Body(figure)
        for label in scene.labels:
            assert not body.meets(grown(label.box, 6.0))
            x, _ = label.leader[0]
            edge = label.box[0] if on_the_right(label) else label.box[2]
            assert 1 < abs(x - edge) < 10, "the line begins just beside the words"


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("name", ["low-back-pain", "tennis-elbow", "thumb-and-wrist-overuse"])
def test_the_box_of_a_name_is_just_around_its_lines(name: str, sheet: str) -> None:
    for labels in ("plain", "both", "numbers"):
        for label in planned(name, "right", sheet, labels=labels).labels:
            boxes = [box_of(line) for line in label.lines]
            around = (
                min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
            )  # fmt: skip
            assert label.box == pytest.approx(around, abs=0.25 * label.lines[0].size)
            assert label.box[1] <= around[1] + 0.1
            assert label.box[0] <= around[0] + 0.1
            assert around[2] <= label.box[2] + 0.1
            first = label.lines[0]
            if label.leader and not label.badge:
                assert first.y < label.leader[0][1] < first.y + 0.73 * first.size, "the line meets the name's middle"
            for upper, lower in pairwise(label.lines):
                assert 1.0 * lower.size < upper.y - lower.y < 1.7 * lower.size


@pytest.mark.parametrize("sheet", ["slide", "square"])
def test_muscles_that_rank_are_listed_in_the_order_of_their_ranks(sheet: str) -> None:
    asked = find.places(["lateral-elbow"])
    scene = plan(find.as_condition(asked, find.find(asked)), side="right", size=sheet, labels="numbers", ranked=True)
    assert {label.muscle: int(label.number) for label in scene.labels} == {
        entry.muscle: entry.rank for entry in scene.muscles if entry.views
    }
    for x in {round(label.box[0]) for label in scene.labels}:
        column = [label for label in scene.labels if round(label.box[0]) == x]
        down = [int(label.number) for label in sorted(column, key=lambda label: -label.box[3])]
        assert down == sorted(down)


@pytest.mark.parametrize("name", ["fibromyalgia", "cyclists-neck-and-hands", "low-back-pain"])
@pytest.mark.parametrize("sheet", ["slide", "a5", "square"])
def test_numbers_of_names_and_of_points_keep_off_each_other(name: str, sheet: str) -> None:
    for side in ("right", "both"):
        assert breaches(planned(name, side, sheet, labels="numbers", points="numbers")) == []


def test_entries_of_a_tight_key_stand_close_together() -> None:
    """Twenty muscles on half a sheet: the key has no room for the air that names beside a figure have.

    It only makes way for the hand, which reaches to its column.
    """
    muscles = sorted({p.of for p in plates.load("neutral-adult", "posterior").parts if p.kind == "muscle"})[:20]
    condition = named_muscles.chart(muscles, title="Many")
    scene = plan(condition, side="right", size="a5-landscape", labels="numbers", points="marks", view="posterior")
    assert all(label.badge for label in scene.labels)
    [figure] = scene.figures
    body = np.concatenate([figure.on_sheet(ring) for ring in rings(plates.load(figure.body, figure.view).outline)])
    for x in {round(label.box[0]) for label in scene.labels}:
        column = sorted((label.box for label in scene.labels if round(label.box[0]) == x), key=lambda box: -box[3])
        gaps = [(lower[3], upper[1]) for upper, lower in pairwise(column)]
        wide = [gap for gap in gaps if gap[1] - gap[0] >= 6]
        assert all(low < high for low, high in gaps)
        assert len(wide) <= 1
        assert all(((body[:, 0] > x - 10) & (body[:, 1] > low) & (body[:, 1] < high)).any() for low, high in wide)


def test_a_key_that_is_too_tall_for_one_column_goes_on_in_the_next() -> None:
    muscles = sorted({p.of for p in plates.load("neutral-adult", "posterior").parts if p.kind == "muscle"})[:44]
    condition = named_muscles.chart(muscles, title="Many")
    scene = plan(condition, side="right", size="a5-landscape", view="posterior")
    assert all(label.badge and label.number for label in scene.labels)
    in_columns = sorted(scene.labels, key=lambda label: (round(label.box[0]), -label.box[3]))
    assert len({round(label.box[0]) for label in scene.labels}) == 2
    assert [int(label.number) for label in in_columns] == list(range(1, 45))


# --- columns before they are placed ---------------------------------------------------------------------------------


def columns_in_one_row(condition: str) -> dict[tuple[int, str], set[str]]:
    """The muscles that are named on each side of each figure, where all figures share a row."""
    content = prepare(condition_library.load(condition), RenderOptions(side="right")).content
    row = (0.0, 0.0, 900.0, 400.0)
    columns = label_columns.columns_of(
        METRICS, content.named, content.views, LabelRequest(), [row] * len(content.views), label_columns.NameLimits()
    )
    return {(column.figure, column.facing): {name.muscle for name in column.names} for column in columns}


def test_names_of_two_figures_in_a_row_do_not_stand_between_them() -> None:
    assert columns_in_one_row("knee-osteoarthritis").keys() == {(0, "left"), (1, "right")}


def test_muscles_that_others_lie_beside_are_named_on_their_own_side_of_a_figure() -> None:
    """The right leg from behind: its inner hamstrings are on the left."""
    inner, outer = {"semitendinosus", "semimembranosus"}, {"biceps-femoris-long", "biceps-femoris-short"}
    columns = columns_in_one_row("hamstring-strain")
    assert columns[0, "left"] == inner
    assert columns[0, "right"] >= outer
