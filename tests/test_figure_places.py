"""Figures on the sheet: true to the body, as large as their panel allows, side by side or one under the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import pytest

from bodymap.body import plates
from bodymap.body.geometry import Box, union
from bodymap.content.focus import belly
from bodymap.export.handout.figures import planned as planned_figure
from bodymap.finding import named_muscles
from bodymap.knowledge.chart_input import as_chart
from bodymap.layout.records import Figure
from bodymap.options.records import HandoutOptions
from bodymap.pages.figure_page import figure_page
from bodymap.scene import Scene, plan
from bodymap.style.text import Text
from tests import plans
from tests.layout import Body, box_of, breaches

SHEETS = ("slide", "a4", "square", "story", "a5-landscape", "2400x1000")


@cache
def planned(name: str, side: str, sheet: str, **options: str) -> Scene:
    return plans.planned(name, side=side, size=sheet, **options)  # type: ignore[arg-type]


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


@pytest.mark.parametrize(
    ("name", "side", "sheet"),
    EVERY,
)
def test_each_view_is_named_at_its_figure_with_the_sides_in_their_places(name: str, side: str, sheet: str) -> None:
    """The caption stands with a letter, off the body; each of two letters stands on its side of the body.

    Where a half is opened, each half says what it shows: beside its letter, or in one caption below both.
    """
    words = {"anterior": "Front", "posterior": "Back", "plantar": "Sole"}
    figures = planned(name, side, sheet).figures
    for figure in figures:
        x0, _, x1, _ = figure.place
        caption, letters = figure.caption, letters_of(figure)
        assert caption
        view = words.get(figure.view, ("Left side" if "left" in figure.view else "Right side")) + " view"
        if figure.opened and len(letters) == 2:
            said = "deeper" if figure.opened.side == "left" else "surface"
            assert told_of_halves(figure, letters) == {"L": said, "R": {"deeper": "surface", "surface": "deeper"}[said]}
            assert view.lower() in caption.text.lower()
        else:
            assert caption.text == view
            assert figure.letters == letters
        box = box_of(caption)
        assert not Body(figure).meets(box)
        assert nearest(box, figures) is figure, "it stands at its own figure"
        assert 3 < min(gaps(caption, letters)) < 1.5 * caption.size
        if len(letters) == 2:
            first, second = sorted(letters, key=lambda letter: letter.x)
            left = {"anterior": "R", "posterior": "L", "plantar": "R"}[figure.view]
            assert (first.text, second.text) == ((left, "L") if left == "R" else (left, "R"))
            middle = figure.at(0.0, 0.0)[0]
            if x0 < middle < x1:
                assert first.x < middle < second.x


def test_words_of_opened_halves_go_below_the_letters_where_one_line_is_too_wide() -> None:
    """Figures stand side by side as large as they can, not small and stacked for the sake of a long caption."""
    chart = planned_figure(as_chart("fibromyalgia"), HandoutOptions(side="left"))
    figures = figure_page(
        chart.content, (283.0, 316.0), chart.metrics, chart.prepared.theme, points=chart.points, discs=chart.discs
    ).scene.figures
    back, front = sorted(figures, key=lambda figure: figure.view, reverse=True)
    assert front.place[2] < back.place[0], "they are abreast, for the left side in the opposite order"
    assert back.caption
    assert front.caption
    assert back.caption.y == pytest.approx(front.caption.y)
    left, right = letters_of(back)
    deeper, surface = (text for text in back.letters if text.tone == "quiet")
    assert (left.text, back.caption.text, right.text) == ("L", "Back view", "R")
    assert (deeper.text, surface.text) == ("deeper", "surface")
    assert deeper.y == surface.y < left.y
    assert box_of(deeper)[2] < back.caption.x < box_of(surface)[0]
    assert box_of(deeper)[3] < box_of(left)[1], "the second line is clear of the letters"


def letters_of(figure: Figure) -> tuple[Text, ...]:
    """The letters of the sides, without the quiet words beside them."""
    return tuple(text for text in figure.letters if text.tone == "ink")


def gaps(word: Text, letters: Sequence[Text]) -> list[float]:
    """How far a word is from each letter on its line."""
    box = box_of(word)
    level = [box_of(letter) for letter in letters if letter.y == word.y]
    return [max(other[0] - box[2], box[0] - other[2]) for other in level]


def told_of_halves(figure: Figure, letters: Sequence[Text]) -> dict[str, str]:
    """What the words nearest to each letter say that its half shows."""
    caption = figure.caption
    assert caption
    left, right = sorted(letters, key=lambda letter: letter.x)
    if " · " in caption.text:
        first, _, last = caption.text.split(" · ")
        assert left.x < caption.x < right.x
        return {left.text: first, right.text: last}
    [quiet] = [text for text in figure.letters if text.tone == "quiet"]
    own = {}
    for text in (caption, quiet):
        near = min(letters, key=lambda letter: abs(letter.x - text.x))
        assert 3 < min(gaps(text, [near])) < 1.5 * text.size
        own[near.text] = text.text.rsplit(", ", 1)[-1]
    return own


def nearest(box: Box, figures: Sequence[Figure]) -> Figure:
    """The figure that a box is nearest to: across the sheet where figures stand side by side, otherwise along it."""
    abreast = all(a.place[2] <= b.place[0] for a, b in pairwise(sorted(figures, key=lambda figure: figure.place)))

    def away(figure: Figure) -> tuple[float, float]:
        x0, y0, x1, y1 = figure.place
        across, along = max(box[0] - x1, x0 - box[2], 0.0), max(box[1] - y1, y0 - box[3], 0.0)
        return (across, along) if abreast else (along, across)

    return min(figures, key=away)


def test_a_limb_alone_has_the_letter_of_its_side_and_both_sides_have_both() -> None:
    [arm] = planned("tennis-elbow", "right", "slide").figures
    assert [(letter.text, letter.tone) for letter in arm.letters] == [("R", "ink")]
    [back] = planned("low-back-pain", "both", "slide").figures
    assert [letter.text for letter in letters_of(back)] == ["L", "R"]
    assert [(text.text, text.tone) for text in back.letters if text not in letters_of(back)] == [("surface", "quiet")]
    arms = planned("tennis-elbow", "both", "slide").figures
    assert [len(figure.letters) for figure in arms] == [1, 1], "the other side stands next to it"
    assert {letter.text for figure in arms for letter in figure.letters} == {"L", "R"}


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
@pytest.mark.parametrize("side", ["right", "both"])
@pytest.mark.parametrize("name", ["low-back-pain", "stiff-neck", "runners-knee"])
def test_a_figure_with_its_names_takes_the_breadth_of_its_panel(name: str, side: str, sheet: str) -> None:
    """What is free to the left of both is free to the right too; a limb that runs off the sheet may stand at its edge.

    A body never reaches into the column of the words; a name may stand below or between them.
    """
    scene = planned(name, side, sheet, view="posterior") if name == "stiff-neck" else planned(name, side, sheet)
    [figure] = scene.figures
    x0, _, x1, _ = figure.place
    margin, width = min(t.x for t in scene.texts), scene.sheet.width
    beside = words_beside(scene)
    begin = max(box_of(t)[2] for t in scene.texts if t.y > 0.4 * scene.sheet.height) if beside else 0.0
    assert x0 >= begin
    assert all(margin - 0.1 <= label.box[0] and label.box[2] <= width - 0.7 * margin for label in scene.labels)
    left, right = max(min(x0, *(q.box[0] for q in scene.labels)), begin), max(x1, *(q.box[2] for q in scene.labels))
    spare = (width - right) - (left - begin)
    assert abs(spare) < (0.2 if x1 > width - 1 else 0.12) * width


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("name", ["low-back-pain", "stiff-neck", "tennis-elbow"])
def test_a_figure_is_as_large_as_its_room_allows(name: str, sheet: str) -> None:
    """Either its height fills what heading, legend and foot line leave, or its width does with the names."""
    scene = planned(name, "right", sheet, view="posterior") if name == "stiff-neck" else planned(name, "right", sheet)
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
    """Side by side, views stand in the middle of one row, in either order.

    A figure's box ends a little beyond its body, or where the sheet ends, so those of a sole and a leg differ by a few points.
    """
    scene = planned(name, side, sheet)
    assert len(scene.figures) == 2
    one, other = scene.figures
    if one.place[0] > other.place[2]:
        one, other = other, one
    (_, b0, a1, b1), (x0, y0, _, y1) = one.place, other.place
    gutter = min(12.0, 0.0155 * scene.sheet.width)
    if x0 > a1:
        assert x0 - a1 > gutter
        if "plantar" in (one.view, other.view):
            assert (b0 + b1) / 2 == pytest.approx((y0 + y1) / 2, abs=5)
        else:
            assert (b0 + b1) / 2 == pytest.approx((y0 + y1) / 2)
    else:
        assert b0 > y1 + gutter


@pytest.mark.parametrize("sheet", ["slide", "2400x1000", "a5-landscape"])
def test_a_sole_beside_a_leg_is_no_taller_and_leaves_the_leg_all_the_height(sheet: str) -> None:
    """Each is as large as the sheet is high; only the sole, which is drawn at its own scale, may be smaller."""
    scene = planned("plantar-fasciitis", "right", sheet)
    by_view = {figure.view: figure.place for figure in scene.figures}
    sole = by_view.pop("plantar")
    [leg] = by_view.values()
    assert sole[0] > leg[2] or leg[0] > sole[2], "side by side"
    assert leg[3] - leg[1] > 0.97 * scene.sheet.height
    assert 0.7 * (leg[3] - leg[1]) < sole[3] - sole[1] < leg[3] - leg[1]


@pytest.mark.parametrize("sheet", ["slide", "a4", "story", "a5"])
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


def all_over(sheet: str) -> Scene:
    muscles = ["temporalis", "trapezius-upper", "gluteus-maximus", "abductor-digiti-minimi-hand", "soleus"]
    body = named_muscles.chart([*muscles, "abductor-digiti-minimi-foot"], title="All over")
    return plan(body, side="both", size=sheet, view="posterior")


@pytest.mark.parametrize("sheet", ["slide", "a4", "square"])
def test_a_whole_body_needs_no_locator(sheet: str) -> None:
    scene = all_over(sheet)
    assert scene.figures[0].fade == ()
    assert scene.locators == ()


@pytest.mark.parametrize("sheet", ["slide", "a4", "square"])
def test_a_whole_body_is_not_cut(sheet: str) -> None:
    assert not all_over(sheet).figures[0].cut


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


def test_under_a_broad_figure_the_letters_stand_on_both_sides_of_its_middle() -> None:
    """The caption stands under the spine, each letter on its side of it, at the same distance."""
    [figure] = planned("low-back-pain", "both", "a4").figures
    assert figure.caption
    assert box_of(figure.caption)[3] < figure.place[1]
    assert figure.caption.x == pytest.approx(figure.at(0.0, 0.0)[0])
    left, right = figure.letters
    assert (left.text, right.text) == ("L", "R")
    assert figure.caption.x - left.x == pytest.approx(right.x - figure.caption.x)
    assert left.y == right.y == figure.caption.y


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
    ("muscles", "level"),
    [
        (("tibialis-anterior", "infraspinatus"), False),
        (("pectoralis-major-sternal", "soleus"), True),
        (("biceps-brachii", "gluteus-maximus"), False),
        (("tibialis-anterior", "soleus"), True),
    ],
)
def test_two_views_each_show_the_bellies_of_their_own_muscles(
    sheet: str, muscles: tuple[str, str], level: bool
) -> None:
    """Views of the same part stand level, so that one can look across; views of different parts show each its own.

    A soleus is seen from the front too, so with a muscle of the chest both views show the same part.
    """
    scene = plan(named_muscles.chart(list(muscles), title="Two"), side="right", size=sheet)
    assert {figure.view for figure in scene.figures} >= {"anterior", "posterior"}
    for figure in scene.figures:
        parts = {part.id: part.shape for part in plates.load(figure.body, figure.view).parts}
        assert figure.highlights
        x0, y0, x1, y1 = union(*(belly(parts[h.part]) for h in figure.highlights))
        a, b, c, d = figure.frame
        assert (a < x0, b < y0, x1 < c, y1 < d) == (True,) * 4
    one, other = scene.figures
    assert max(one.place[0], other.place[0]) > min(one.place[2], other.place[2]) or not level
    if max(one.place[0], other.place[0]) > min(one.place[2], other.place[2]):
        shared = min(one.frame[3], other.frame[3]) - max(one.frame[1], other.frame[1])
        assert (shared > 0.9 * (one.frame[3] - one.frame[1])) is level
