"""Figures on the sheet: true to the body, in the middle of their room, side by side or one under the other."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest

from bodymap.body import plates
from bodymap.body.geometry import bounds
from bodymap.finding import named_muscles
from bodymap.knowledge import conditions
from bodymap.scene import Scene, plan
from tests.layout import box_of, breaches

SHEETS = ("slide", "a4", "square", "story", "a5-landscape", "2400x1000")


@cache
def planned(name: str, side: str, sheet: str, **options: str) -> Scene:
    return plan(conditions.load(name), side=side, size=sheet, **options)  # type: ignore[arg-type]


NAMES = ("tennis-elbow", "low-back-pain", "thumb-and-wrist-overuse", "plantar-fasciitis", "stiff-neck", "runners-knee")
EVERY = [(name, side, sheet) for n, name in enumerate(NAMES) for m, side in enumerate(("right", "both", "left"))
         for k, sheet in enumerate(SHEETS) if (n + m + k) % 3 == 0]  # fmt: skip


@pytest.mark.parametrize(("name", "side", "sheet"), EVERY)
def test_a_body_is_as_wide_as_it_is_for_its_height(name: str, side: str, sheet: str) -> None:
    scene = planned(name, side, sheet)
    for shown in (*scene.figures, *scene.insets, *scene.locators):
        (a, b, c, d), (x0, y0, x1, y1) = shown.frame, shown.place
        assert (x1 - x0) / (c - a) == pytest.approx((y1 - y0) / (d - b))


@pytest.mark.parametrize(("name", "side", "sheet"), EVERY)
def test_views_of_the_whole_body_share_their_scale(name: str, side: str, sheet: str) -> None:
    upright = [f for f in planned(name, side, sheet).figures if f.view != "plantar"]
    assert len({round(f.scale, 6) for f in upright}) <= 1


@pytest.mark.parametrize(("name", "side", "sheet"), EVERY)
def test_each_view_is_named_under_its_figure_with_the_sides_in_their_places(name: str, side: str, sheet: str) -> None:
    words = {"anterior": "Front", "posterior": "Back", "plantar": "Sole"}
    for figure in planned(name, side, sheet).figures:
        x0, y0, x1, _ = figure.place
        assert figure.caption
        assert figure.caption.text.startswith(words.get(figure.view, ("Left" if "left" in figure.view else "Right")))
        low, high = box_of(figure.caption)[1], box_of(figure.caption)[3]
        assert high < y0
        assert y0 - low < 2.5 * figure.caption.size
        assert figure.caption.x == pytest.approx((x0 + x1) / 2)
        for letter in figure.letters:
            side_of = 1 if letter.x > figure.caption.x else -1
            right = {"anterior": "L", "posterior": "R", "plantar": "L"}.get(figure.view)
            if right:
                assert (right in letter.text) == (side_of > 0)
            assert letter.y == figure.caption.y
            gap = (
                box_of(letter)[0] - box_of(figure.caption)[2]
                if side_of > 0
                else box_of(figure.caption)[0] - box_of(letter)[2]
            )
            assert gap > 3


def test_a_side_that_is_not_in_the_picture_is_pointed_to_by_an_arrow() -> None:
    [figure] = planned("tennis-elbow", "right", "slide").figures
    texts = {letter.text: letter for letter in figure.letters}
    assert set(texts) == {"R", "\u2190 L"} if figure.view == "posterior" else {"R", "L \u2192"}
    assert [t.tone for t in figure.letters if len(t.text) > 1] == ["quiet"]
    [back] = planned("low-back-pain", "both", "slide").figures
    assert {letter.text for letter in back.letters} == {"L", "R"}
    assert {letter.tone for letter in back.letters} == {"ink"}
    left, right = planned("tennis-elbow", "both", "slide").figures
    assert [len(f.letters) for f in (left, right)] == [1, 1], "the other side stands next to it"


def words_beside(scene: Scene) -> bool:
    """Whether the heading stands beside the figures, not above them."""
    side = next(text for text in scene.texts if text.text.endswith((" side", "sides")))
    return max(figure.place[3] for figure in scene.figures) > box_of(side)[1] or side.x > 0.5 * scene.sheet.width


def test_words_stand_where_the_body_comes_out_larger_on_a_square() -> None:
    """A back with its arms beside it is broad and needs the height; a neck needs the breadth."""
    assert words_beside(planned("low-back-pain", "right", "square"))
    assert not words_beside(planned("tennis-elbow", "right", "a4"))
    assert not words_beside(planned("low-back-pain", "right", "story"))
    assert words_beside(planned("low-back-pain", "right", "slide"))


@pytest.mark.parametrize("sheet", ["slide", "a4", "square", "story"])
@pytest.mark.parametrize("name", ["low-back-pain", "stiff-neck", "runners-knee"])
def test_a_figure_with_its_names_stands_in_the_middle_of_its_room(name: str, sheet: str) -> None:
    """What is free to the left of it is free to the right of the names too."""
    scene = planned(name, "right", sheet)
    if len(scene.figures) > 1:
        return
    x0, _, x1, _ = scene.figures[0].place
    edges = [(x0, x1), *((label.box[0], label.box[2]) for label in scene.labels)]
    left, right = min(a for a, _ in edges), max(b for _, b in edges)
    margin = min(t.x for t in scene.texts)
    wide = words_beside(scene)
    begin = max(box_of(t)[2] for t in scene.texts if t.y > 0.4 * scene.sheet.height) if wide else margin
    assert left - begin >= -0.1
    spare = (scene.sheet.width - margin - right) - (left - begin)
    assert abs(spare) < 0.12 * scene.sheet.width


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("name", ["low-back-pain", "stiff-neck", "tennis-elbow"])
def test_a_figure_is_as_large_as_its_room_allows(name: str, sheet: str) -> None:
    """Either its height fills what heading, legend and foot line leave, or its width does with the names."""
    scene = planned(name, "right", sheet)
    [figure] = scene.figures
    x0, y0, _, y1 = figure.place
    wide = words_beside(scene)
    margin = min(t.x for t in scene.texts)
    if wide:
        top, foot = (
            scene.sheet.height - margin,
            max(box_of(t)[3] for t in scene.texts if t.y < 0.1 * scene.sheet.height),
        )
    else:
        top = min(box_of(t)[1] for t in scene.texts if t.y > 0.6 * scene.sheet.height)
        foot = max(key.swatch[3] for key in scene.legend)
    width = max(label.box[2] for label in scene.labels) - min(x0, *(label.box[0] for label in scene.labels))
    tall = (y1 - y0) / (top - foot)
    broad = width / (scene.sheet.width - 2 * margin) / (0.72 if wide else 1)
    assert max(tall, broad) > 0.75


@pytest.mark.parametrize(("name", "side"), [("knee-osteoarthritis", "right"), ("plantar-fasciitis", "right")])
@pytest.mark.parametrize("sheet", SHEETS)
def test_figures_stand_apart_and_level(name: str, side: str, sheet: str) -> None:
    figures = planned(name, side, sheet).figures
    assert len(figures) == 2
    (_, b0, a1, b1), (x0, y0, _, y1) = (figure.place for figure in figures)
    if x0 > a1:
        assert x0 - a1 > 12
        assert (b0 + b1) / 2 == pytest.approx((y0 + y1) / 2), "side by side in the middle of one row"
    else:
        assert b0 > y1 + 12


@pytest.mark.parametrize("sheet", ["slide", "2400x1000", "a5-landscape"])
def test_a_sole_beside_a_leg_leaves_the_leg_most_of_the_room(sheet: str) -> None:
    scene = planned("plantar-fasciitis", "right", sheet)
    by_view = {figure.view: figure.place for figure in scene.figures}
    sole = by_view.pop("plantar")
    [leg] = by_view.values()
    if sole[0] > leg[2] or leg[0] > sole[2]:
        assert sole[3] - sole[1] < 0.85 * (leg[3] - leg[1])
        assert sole[3] - sole[1] > 0.3 * (leg[3] - leg[1])


@pytest.mark.parametrize("sheet", ["slide", "a4", "story", "square"])
def test_locators_show_the_whole_body_with_what_each_figure_shows_of_it(sheet: str) -> None:
    scene = planned("thumb-and-wrist-overuse", "both", sheet)
    assert {locator.view for locator in scene.locators} == {figure.view for figure in scene.figures}
    for locator in scene.locators:
        x0, y0, x1, y1 = locator.place
        shown = [figure for figure in scene.figures if figure.view == locator.view]
        assert len(locator.shows) == len(shown)
        for box, figure in zip(sorted(locator.shows), sorted(shown, key=lambda f: f.frame), strict=True):
            assert (box[2] - box[0]) / locator.scale <= figure.frame[2] - figure.frame[0] + 0.01
            assert (box[3] - box[1]) / locator.scale == pytest.approx(
                min(figure.frame[3], locator.frame[3]) - figure.frame[1], abs=0.1
            )
            assert (box[0] + box[2] > x0 + x1) == (figure.frame[0] + figure.frame[2] > 0)
        assert y1 - y0 > 35
    for one, other in pairwise(sorted(scene.locators, key=lambda locator: locator.place)):
        gap = other.place[0] - one.place[2]
        assert 5 < gap < 80
        assert one.place[1] == other.place[1]


@pytest.mark.parametrize("sheet", ["slide", "a4", "square"])
def test_a_whole_body_needs_no_locator(sheet: str) -> None:
    body = named_muscles.chart(["trapezius-upper", "soleus", "gluteus-maximus"], title="All over")
    scene = plan(body, side="both", size=sheet, view="posterior")
    assert scene.figures[0].fade == ()
    assert scene.locators == ()


def test_a_view_from_the_side_has_one_letter_and_no_arrow() -> None:
    """Whichever way the limb reaches out of the body, there is no other side to point to."""
    for name in ("tennis-elbow", "stiff-neck", "runners-knee"):
        scene = planned(name, "right", "slide", view="right-lateral")
        [figure] = scene.figures
        assert [(letter.text, letter.tone) for letter in figure.letters] == [("R", "ink")]
        for locator in scene.locators:
            [letter] = locator.letters
            assert letter.text == "R"
            assert 0 < letter.x - locator.place[2] < 12, "just beside it"


def test_under_a_broad_figure_the_letters_stand_under_their_sides() -> None:
    scene = planned("low-back-pain", "both", "a4")
    [figure] = scene.figures
    assert figure.caption
    for letter in figure.letters:
        assert 0.25 < abs(letter.x - figure.caption.x) / (figure.place[2] - figure.place[0]) < 0.5


@pytest.mark.parametrize("sheet", [*SHEETS, "slide-portrait"])
@pytest.mark.parametrize("side", ["right", "both"])
@pytest.mark.parametrize("view", [None, "plantar"])
def test_soles_are_set_as_well_as_any_figure(sheet: str, side: str, view: str | None) -> None:
    scene = planned("plantar-fasciitis", side, sheet, view=view) if view else planned("plantar-fasciitis", side, sheet)
    assert breaches(scene) == []
    assert max(figure.place[3] - figure.place[1] for figure in scene.figures) > 0.2 * scene.sheet.height


@pytest.mark.parametrize("sheet", ["a4", "story", "square", "letter"])
@pytest.mark.parametrize("name", ["low-back-pain", "tennis-elbow", "runners-knee"])
def test_names_keep_off_the_words_under_the_figure(name: str, sheet: str) -> None:
    scene = planned(name, "right", sheet)
    if not words_beside(scene):
        top = max(key.swatch[3] for key in scene.legend)
        assert min(label.box[1] for label in scene.labels) > top
        heading = min(box_of(t)[1] for t in scene.texts if t.y > 0.6 * scene.sheet.height)
        assert max(label.box[3] for label in scene.labels) < heading


@pytest.mark.parametrize("sheet", ["slide", "a4", "story"])
@pytest.mark.parametrize(
    "muscles",
    [
        ("tibialis-anterior", "infraspinatus"),
        ("pectoralis-major-sternal", "soleus"),
        ("biceps-brachii", "gluteus-maximus"),
    ],
)
def test_two_views_of_different_parts_each_show_their_own_whole(sheet: str, muscles: tuple[str, str]) -> None:
    """They stand level, so that one can look across: each reaches from the highest to the lowest of both."""
    scene = plan(named_muscles.chart(list(muscles), title="Two"), side="right", size=sheet)
    assert {figure.view for figure in scene.figures} >= {"anterior", "posterior"}
    for figure in scene.figures:
        parts = {part.id: part.shape for part in plates.load(figure.body, figure.view).parts}
        assert figure.highlights
        x0, y0, x1, y1 = bounds([parts[h.part] for h in figure.highlights])
        a, b, c, d = figure.frame
        assert (a < x0, b < y0, x1 < c, y1 < d) == (True,) * 4
    if max(f.place[0] for f in scene.figures) > min(f.place[2] for f in scene.figures):
        assert len({figure.frame[1::2] for figure in scene.figures}) == 1
