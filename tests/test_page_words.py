"""The words around the figures: the legend says what is on the picture, one or many; nothing runs into anything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from bodymap.knowledge import condition_library
from bodymap.knowledge.conditions import Condition, MuscleRole, Role
from bodymap.scene import Scene, plan
from bodymap.style import fonts, theme_files
from bodymap.style import theme as themes
from tests import manikin
from tests.layout import box_of, overlap


@pytest.fixture(autouse=True)
def _manikin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path, monkeypatch)
    yield
    manikin.forget()


def of(*muscles: str, **fields: object) -> Condition:
    """A condition of muscles; those that end in `?` are secondary."""
    roles = tuple(
        MuscleRole(name.rstrip("?"), Role.SECONDARY if name.endswith("?") else Role.PRIMARY) for name in muscles
    )
    return msgspec.structs.replace(condition_library.load("yoke-ache"), muscles=roles, **fields)


def legend(scene: Scene) -> dict[str, str]:
    return {key.kind: " ".join(line.text for line in key.lines) for key in scene.legend}


def words(scene: Scene) -> list[str]:
    return [text.text for text in scene.texts]


# --- the legend -----------------------------------------------------------------------------------------------------


def test_the_legend_speaks_of_one_or_of_many() -> None:
    one = legend(plan(of("yoke", "strap?"), side="right", view="posterior"))
    many = legend(plan(of("yoke", "loin", "strap"), side="right", view="posterior"))
    assert one["primary"].endswith("muscle")
    assert many["primary"].endswith("muscles")
    assert "Lies under" in one["deep"]
    assert "muscles" in many["primary"]
    single = legend(plan(of("forearm-back"), side="right"))
    assert single["point"].startswith("Trigger point,")
    assert one["point"].startswith("Trigger points,")
    assert legend(plan(of("strap", "yoke"), side="right"))["deep"].startswith("Lies")


def test_the_legend_counts_the_muscles_not_the_shapes_of_both_sides() -> None:
    assert legend(plan(of("yoke", "strap?"), side="both"))["primary"].endswith("muscle")


def test_the_legend_has_no_entry_for_what_is_not_on_the_picture() -> None:
    assert set(legend(plan(of("chest"), side="right"))) == {"primary"}
    scene = plan(of("yoke", "chest?"), side="right", view="posterior")
    assert "secondary" not in legend(scene), "the chest is not seen from behind"
    assert "Not seen in this view: Chest muscle." in words(scene)


def test_intensity_has_a_scale_in_place_of_the_roles() -> None:
    hot = msgspec.structs.replace(of("yoke"), muscles=(MuscleRole("yoke", Role.PRIMARY, intensity=0.4),))
    kinds = list(legend(plan(hot, side="right")))
    assert kinds[0] == "scale"
    assert "primary" not in kinds


def test_few_areas_are_named_and_many_are_not() -> None:
    pain = ("nape", "forearm", "flank")
    named = plan(of("yoke", pain=pain), side="right", view="posterior", layers="areas")
    assert legend(named)["area"] == "Outline: nape, forearm, flank"
    usual = legend(plan(of("yoke", pain=pain), side="right", view="posterior"))
    assert usual["pain"] == "Where it hurts"
    assert "area" not in usual


@pytest.mark.parametrize("sheet", ["slide", "a4", "square", "story", "a5-landscape"])
def test_entries_of_the_legend_stand_apart_each_beside_its_sample(sheet: str) -> None:
    scene = plan(of("yoke", "strap?"), side="right", size=sheet)
    samples = [key.swatch for key in scene.legend]
    assert len({round(x1 - x0, 6) for x0, _, x1, _ in samples}) == 1
    for key in scene.legend:
        x0, y0, x1, y1 = key.swatch
        first = key.lines[0]
        assert 0 < first.x - x1 < x1 - x0, "its words begin a little to the right of its sample"
        assert y0 < first.y + 0.36 * first.size < y1, "at the height of its sample"
        assert 0.3 * first.size < y1 - y0 < 1.6 * first.size
        for upper, lower in pairwise(key.lines):
            assert 1.1 * first.size < upper.y - lower.y < 1.6 * first.size
    boxes = [[box_of(line) for line in key.lines] + [key.swatch] for key in scene.legend]
    for one, other in pairwise(boxes):
        assert not any(overlap(a, b) for a in one for b in other)
    heights = sorted({round((s[1] + s[3]) / 2, 3) for s in samples}, reverse=True)
    size = scene.legend[0].lines[0].size
    assert all(1.4 * size < a - b < 6 * size for a, b in pairwise(heights))


@pytest.mark.parametrize("sheet", ["a4", "story", "letter"])
def test_above_and_below_a_figure_entries_stand_side_by_side_where_they_fit(sheet: str) -> None:
    scene = plan(of("yoke", "strap?"), side="right", size=sheet)
    first, second, *_ = scene.legend
    assert second.swatch[0] > first.swatch[2]
    assert second.swatch[1] == first.swatch[1]
    beside = plan(of("yoke", "strap?"), side="right", size="slide").legend
    assert len({key.swatch[0] for key in beside}) == 1


# --- heading, foot line, logo ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", ["slide", "a4", "square", "story", "letter-landscape"])
def test_the_heading_reads_from_the_title_down(sheet: str) -> None:
    scene = plan(of("yoke"), side="right", size=sheet)
    title, side = (next(t for t in scene.texts if t.text == text) for text in ("Yoke ache", "Right side"))
    summary = [t for t in scene.texts if t.text and t.text in condition_library.load("yoke-ache").summary]
    assert title.size > side.size
    assert title.y > side.y > max(t.y for t in summary)
    assert 0 < title.y - side.y < 2.5 * title.size
    assert 0 < side.y - max(t.y for t in summary) < 3 * summary[0].size
    margin = title.x
    assert 0.03 < margin / min(scene.sheet.width, scene.sheet.height) < 0.12
    top = scene.sheet.height - (title.y + 0.73 * title.size)
    assert top == pytest.approx(margin, rel=0.35), "as far from the upper edge as from the left one"


def test_the_side_is_said_as_it_is_shown() -> None:
    assert "Both sides" in words(plan(of("yoke"), side="both"))
    assert "Left side" in words(plan(of("yoke"), side="left"))


@pytest.mark.parametrize("sheet", ["slide", "a4", "square", "story", "a5", "slide-portrait"])
def test_the_foot_line_stands_under_everything_inside_the_margin(sheet: str) -> None:
    scene = plan(of("yoke"), side="right", size=sheet)
    foot = [t for t in scene.texts if t.tone == "quiet" and ("education" in t.text or "clinician" in t.text.lower())]
    low, high = min(box_of(t)[1] for t in foot), max(box_of(t)[3] for t in foot)
    margin = foot[0].x
    assert 0.2 * margin < low < margin
    others = [key.swatch[1] for key in scene.legend] + [locator.place[1] for locator in scene.locators]
    if scene.sheet.width < scene.sheet.height:  # on a wide sheet, the figure runs off beside it
        others += [figure.place[1] for figure in scene.figures]
    assert high < min(others)
    assert min(others) - high < 0.25 * scene.sheet.height
    assert max(box_of(t)[2] for t in foot) <= scene.sheet.width - margin + 0.1
    for upper, lower in pairwise(foot):
        assert 1.2 * foot[0].size < upper.y - lower.y < 1.7 * foot[0].size


@pytest.mark.parametrize("sheet", ["slide", "a4", "square", "story"])
@pytest.mark.parametrize("shape", [(300, 100), (100, 300), (100, 100), (2000, 60)])
def test_a_logo_stands_small_in_the_lower_right_corner_with_its_own_shape(
    tmp_path: Path, sheet: str, shape: tuple[int, int]
) -> None:
    path = tmp_path / "logo.png"
    Image.new("RGB", shape, "red").save(path)
    theme = msgspec.structs.replace(theme_files.named(themes.DEFAULT), logo=str(path))
    scene = plan(of("yoke"), side="right", size=sheet, theme=theme)
    assert scene.logo
    x0, y0, x1, y1 = scene.logo.place
    assert (x1 - x0) / (y1 - y0) == pytest.approx(shape[0] / shape[1])
    margin = next(t.x for t in scene.texts if t.text == "Yoke ache")
    assert x1 == pytest.approx(scene.sheet.width - margin)
    assert 0 < y0 < margin
    assert max((x1 - x0) / scene.sheet.width, (y1 - y0) / scene.sheet.height) < 0.25
    foot = [t for t in scene.texts if t.tone == "quiet" and t.y < 0.3 * scene.sheet.height]
    assert foot
    assert all(box_of(t)[2] < x0 - 2 for t in foot)
    assert all(figure.place[1] > y1 for figure in scene.figures)
    assert not any(overlap(scene.logo.place, locator.place) for locator in scene.locators)


@pytest.mark.parametrize("sheet", ["slide", "a4", "square", "story", "a4-landscape"])
def test_words_take_as_much_of_the_sheet_as_they_need_and_the_figure_has_the_rest(sheet: str) -> None:
    scene = plan(of("yoke"), side="both", size=sheet)
    wide, tall = scene.sheet.width, scene.sheet.height
    x0, y0, x1, y1 = scene.figures[0].place
    if wide > 1.25 * tall:
        column = max(box_of(t)[2] for t in scene.texts if t.y > 0.3 * tall)
        assert x0 - column > 0
        assert column < 0.4 * wide
    else:
        heading = min(box_of(t)[1] for t in scene.texts if t.y > 0.5 * tall)
        keys = max(key.swatch[3] for key in scene.legend)
        assert keys < y0 < y1 < heading
        assert heading - y1 < 0.12 * tall
    share = max((x1 - x0) / wide, (y1 - y0) / tall)
    assert share > 0.3


@pytest.mark.parametrize("sheet", ["slide", "a4", "story", "square", "a5"])
def test_locators_are_small_and_stand_in_the_corner_that_the_words_leave(sheet: str) -> None:
    scene = plan(of("forearm-back"), side="right", size=sheet)
    for locator in scene.locators:
        x0, y0, x1, y1 = locator.place
        assert (y1 - y0) < 0.35 * scene.sheet.height
        assert y1 - y0 >= 40
        body = locator.frame
        assert (x1 - x0) / (y1 - y0) == pytest.approx((body[2] - body[0]) / (body[3] - body[1]))
        (shows,) = locator.shows
        assert x0 <= shows[0] < shows[2] <= x1
        assert y0 <= shows[1] < shows[3] <= y1
        left, right = sorted(locator.letters, key=lambda t: t.x)
        assert (left.text, right.text) == ("L", "R"), "seen from behind"
        middle = (x0 + x1) / 2
        assert middle - left.x == pytest.approx(right.x - middle)
        assert 0.2 * (x1 - x0) < right.x - middle < 0.6 * (x1 - x0)
        assert all(t.y == y0 for t in locator.letters)


def test_a_title_too_long_for_its_column_goes_on_on_the_next_line() -> None:
    long = of("yoke", name="Pain between the shoulder blades after long hours at a desk without a break")
    scene = plan(long, side="right")
    size = max(t.size for t in scene.texts)
    title = [t for t in scene.texts if t.size == size]
    assert len(title) > 1
    assert " ".join(t.text for t in title) == long.name
    widths = [fonts.measure(t.text, t.weight, t.size) for t in title]
    assert max(widths) < 0.3 * scene.sheet.width
    for upper, lower in pairwise(title):
        assert 1.0 * size < upper.y - lower.y < 1.4 * size
