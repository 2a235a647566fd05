"""The layout of every picture of the library: names, leaders and words keep apart, whatever is shown on what.

All that there is, conditions x bodies x sides x sheets, is about eight thousand plans and takes minutes: with
BODYMAP_EVERY_LAYOUT=1 each is made. Otherwise a part of it, the same one each time: every condition on every other sheet,
the body, the side, the kind of names and of points going round, so that each condition meets each of them.
`test_gallery` looks at every condition on a slide of each body.
"""

from __future__ import annotations

import os
from itertools import product

import msgspec
import numpy as np
import pytest

from bodymap.body import plates
from bodymap.body.plate import Point
from bodymap.errors import BodymapError
from bodymap.finding import named_muscles
from bodymap.knowledge import condition_library
from bodymap.layout.records import Figure
from bodymap.layout.sheets import NAMED
from bodymap.scene import Scene, plan
from tests.layout import box_of, breaches

SHEETS = (*NAMED, "slide-portrait", "a4-landscape", "letter-landscape", "a5-landscape", "1920x1080", "1080x1350")
SIDES = ("left", "right", "both")
KINDS = ("plain", "latin", "both", "numbers")
POINTS = ("auto", "numbers", "list")
EVERY = bool(os.environ.get("BODYMAP_EVERY_LAYOUT"))


def cases(place: int) -> list[tuple[str, str, str, str, str]]:
    """Body, side, sheet, names and points that the condition at that place of the library is drawn with."""
    bodies = plates.bodies()
    if EVERY:
        return [(*case, "plain", POINTS[n % 3]) for n, case in enumerate(product(bodies, SIDES, SHEETS), place)]
    rounds = list(product(bodies, SIDES))
    return [
        (*rounds[(place + n) % len(rounds)], sheet, KINDS[(place + n) // 2 % len(KINDS)], POINTS[(place + n) % 3])
        for n, sheet in enumerate(SHEETS)
        if n % 2 == place % 2
    ]


LIBRARY = [condition.id for condition in condition_library.library()]


@pytest.mark.parametrize("id", LIBRARY)
def test_words_and_leaders_keep_apart_on_many_sheets(id: str) -> None:
    """A plan is written as JSON and read back on the way, as whoever keeps it for later does."""
    condition = condition_library.load(id)
    found = {}
    for body, side, sheet, kind, points in cases(LIBRARY.index(id)):
        scene = plan(condition, body=body, side=side, size=sheet, labels=kind, points=points)
        assert msgspec.json.decode(msgspec.json.encode(scene), type=Scene) == scene
        named = (*scene.muscles, *scene.structures)
        assert len(scene.labels) == sum(bool(entry.views) for entry in named)
        if wrong := breaches(scene):
            found[body, side, sheet, kind, points] = wrong
    assert not found


@pytest.mark.parametrize("size", ["400x64", "3000x80", "300x300", "400x300", "200x400", "500x200"])
def test_a_small_sheet_is_refused_or_set_well(size: str) -> None:
    for id in ("stiff-neck", "fibromyalgia", "plantar-fasciitis"):
        try:
            scene = plan(condition_library.load(id), size=size, dpi=72)
        except BodymapError as error:
            assert "no room for the picture; take a larger size or fewer dpi" in str(error)
        else:
            assert not breaches(scene)


@pytest.mark.parametrize("sheet", ["slide", "a4", "a5", "square", "story", "a5-landscape"])
@pytest.mark.parametrize("count", [8, 14, 20])
def test_names_become_numbers_where_there_is_no_room(sheet: str, count: int) -> None:
    view = plates.load(plates.DEFAULT_BODY, "posterior")
    muscles = sorted({part.of for part in view.parts if part.kind == "muscle"})[:count]
    scene = plan(named_muscles.chart(muscles, title="Many"), side="right", size=sheet, labels="both", view="posterior")
    assert len(scene.labels) == len(muscles)
    assert not breaches(scene)
    if (sheet, count) == ("a5-landscape", 20):
        assert all(label.number and label.badge for label in scene.labels)
    if (sheet, count) == ("a4", 8):
        assert all(label.leader for label in scene.labels)


def test_two_figures_stand_under_each_other_where_that_shows_them_larger() -> None:
    upper, lower = (figure.place for figure in two_figures("slide").figures)
    assert upper[1] > lower[3]
    knees = plan(condition_library.load("knee-osteoarthritis"), side="both", size="slide")
    left, right = sorted(figure.place for figure in knees.figures)
    assert left[2] < right[0]


@pytest.mark.parametrize(("sheet", "beside"), [("slide", True), ("letter-landscape", True), ("letter", False)])
def test_locators_keep_to_the_words_of_the_page(sheet: str, beside: bool) -> None:
    """They stand in the column of the words, or below the figures in the row of the legend, clear of it."""
    scene = plan(condition_library.load("knee-osteoarthritis"), side="both", size=sheet)
    assert len(scene.locators) == 2
    if beside:
        assert max(x.place[2] for x in scene.locators) < min(f.place[0] for f in scene.figures)
    else:
        assert max(x.place[3] for x in scene.locators) < min(f.place[1] for f in scene.figures)
        ends = [box_of(line)[2] for key in scene.legend for line in key.lines]
        assert min(x.place[0] for x in scene.locators) > max(ends)
    assert breaches(scene) == []


def two_figures(sheet: str) -> Scene:
    return plan(condition_library.load("hip-impingement"), side="both", size=sheet)


def test_a_breach_is_seen() -> None:
    """The rules themselves: each is broken once."""
    scene = plan(condition_library.load("tennis-elbow"), side="right", size="slide")
    assert breaches(scene) == []
    replace = msgspec.structs.replace
    one, two, *rest = scene.labels
    (figure,) = scene.figures
    moved = replace(two, lines=one.lines)
    assert any("overlaps" in b for b in breaches(replace(scene, labels=(one, moved, *rest))))
    off = replace(one, lines=tuple(replace(t, x=scene.sheet.width) for t in one.lines))
    assert any("runs off" in b for b in breaches(replace(scene, labels=(off, two, *rest))))
    small = replace(one, lines=tuple(replace(t, size=5.0) for t in one.lines))
    assert any("5.0 pt" in b for b in breaches(replace(scene, labels=(small, two, *rest))))
    x, y = one.leader[-1]
    crossing = (
        replace(one, leader=((x + 20, y), (x, y + 20))),
        replace(two, leader=((x + 20, y + 20), (x, y))),
    )
    assert any("cross" in b for b in breaches(replace(scene, labels=(*crossing, *rest))))
    middle = (two.box[0] + two.box[2]) / 2
    through = replace(one, leader=((middle, two.box[3] + 20), (middle, two.box[1] - 20)))
    assert any("crosses the name" in b for b in breaches(replace(scene, labels=(through, two, *rest))))
    numbered = plan(condition_library.load("tennis-elbow"), side="right", size="slide", points="numbers")
    (limb,) = numbered.figures
    first, second, *others = limb.numerals
    strayed = replace(limb, numerals=(replace(first, x=second.x, y=second.y), second, *others))
    found = breaches(replace(numbered, figures=(strayed,)))
    assert any("overlaps numeral" in b for b in found)
    assert any("stands at the X of another" in b for b in found)
    far = replace(limb, numerals=(replace(first, y=first.y + 60), second, *others))
    assert any("pt from its X" in b for b in breaches(replace(numbered, figures=(far,))))
    inside = figure.at(*map(float, np.mean([(p.x, p.y) for p in shown_points(figure)], axis=0)))
    onto = replace(one, lines=tuple(replace(t, x=inside[0], y=inside[1], align="center") for t in one.lines))
    assert any("lies on the body" in b for b in breaches(replace(scene, labels=(onto, two, *rest))))


def shown_points(figure: Figure) -> list[Point]:
    """The trigger points that a figure marks."""
    marked = {mark.point for mark in figure.marks}
    return [point for point in plates.load(figure.body, figure.view).points if point.id in marked]


def test_what_can_not_be_laid_out_is_refused() -> None:
    with pytest.raises(BodymapError, match="no room for the picture"):
        plan(condition_library.load("tennis-elbow"), size="300x300", dpi=300)
