"""Small parts once more, larger: which pictures have an inset, what it shows, and that every output has it."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import product

import msgspec
import numpy as np
import pytest
from PIL import Image
from pptx import Presentation

from bodymap import describe
from bodymap.body import plates
from bodymap.body.geometry import bounds
from bodymap.content import two_parts
from bodymap.content.chart_views import view_content
from bodymap.content.picture_content import muscle_entries, sides_of
from bodymap.display.compile import compile_scene
from bodymap.export import image
from bodymap.export.html.card import card
from bodymap.export.pptx import steps
from bodymap.export.pptx.slides import SlideOptions, slides
from bodymap.finding import named_muscles
from bodymap.knowledge import condition_library, conditions
from bodymap.layout import details, insets
from bodymap.layout.records import Inset
from bodymap.scene import Scene, plan
from tests.layout import breaches

SMALL = ("frontalis", "opponens-pollicis")


def planned(side: str = "right", **options: object) -> Scene:
    options = {"size": "1600x700", **options}
    return plan(named_muscles.chart(list(SMALL), title="Small", points=True), side=side, **options)  # type: ignore[arg-type]


def only(scene: Scene) -> Inset:
    (inset,) = scene.insets
    return inset


@pytest.mark.parametrize(("body", "view"), [*product(plates.bodies(), ["anterior", "posterior"])])
def test_a_hand_is_framed_from_the_wrist_to_the_fingertips(body: str, view: str) -> None:
    plate = plates.load(body, view)
    for side in ("left", "right"):
        frame = details.PARTS["hand"](plate, side)
        assert frame
        x0, y0, x1, y1 = frame
        marks = {p.of: p for p in plate.points if p.side == side}
        for name in ("wrist", "knuckle-3", "fingertip-3"):
            assert name not in marks or (x0 < marks[name].x < x1 and y0 < marks[name].y < y1)
        assert y0 > marks["elbow"].y + 100
        assert 150 < y1 - y0 < 300
        assert 120 < x1 - x0 < 260
        digits = [p.shape for p in plate.parts if p.of == "lumbricals-hand" and p.side == side]
        for shape in digits:
            a, b, c, d = bounds([shape])
            assert (x0 < a, y0 < b, c < x1, d < y1) == (True,) * 4


def test_a_figure_that_shows_a_hand_small_has_an_inset_of_it() -> None:
    scene = planned()
    inset, (figure,) = only(scene), scene.figures
    assert (inset.name, inset.side, inset.named) == ("hand", "right", ("opponens-pollicis",))
    assert inset.times >= insets.GAIN
    assert inset.times == pytest.approx(inset.scale / figure.scale, abs=0.06)
    assert inset.caption
    assert inset.caption.text == f"Right hand, ×{inset.times:g}"
    assert [t.text for t in inset.letters] == ["R"]
    assert {h.muscle for h in inset.highlights} == {"opponens-pollicis"}
    assert {h.side for h in inset.highlights} == {"right"}
    assert figure.on_box(inset.frame) == inset.source
    assert breaches(scene) == []


def test_its_muscles_are_named_there_and_its_points_are_marked_there_alone() -> None:
    scene = planned()
    inset, (figure,) = only(scene), scene.figures
    x0, y0, x1, y1 = inset.place
    for label in scene.labels:
        x, y = label.leader[-1]
        assert (x0 < x < x1 and y0 < y < y1) == (label.muscle in inset.named)
    assert {m.muscle for m in inset.marks} == {"opponens-pollicis"}
    assert {m.muscle for m in figure.marks} == {"frontalis"}


def test_a_free_spot_has_its_letter_in_the_inset_too() -> None:
    chart = named_muscles.chart(list(SMALL), title="Small", spots=["palm@right=splint", "palm@left=ring", "chest=wire"])
    scene = plan(chart, side="right", size="1600x700")
    inset, (figure,) = only(scene), scene.figures
    assert inset.side == "right"
    assert {pin.note for pin in inset.pins} == {"splint"}
    assert {pin.note for pin in figure.pins} >= {"splint", "wire"}


def test_of_two_hands_the_one_with_the_names_carries_the_points_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(two_parts, "TALL", 2.0)  # in one figure
    condition = msgspec.structs.replace(
        named_muscles.chart(["frontalis", "adductor-pollicis"], points=True).subject, felt=conditions.Felt.ZONES
    )
    scene = plan(condition, side="both", size="2400x1000")
    inset = only(scene)
    figure = scene.figures[inset.of]
    assert {h.side for h in figure.highlights} == {"left", "right"}
    assert {m.side for m in figure.marks} == {"left", "right"}
    assert {m.side for m in inset.marks} == {z.side for z in inset.zones} == {inset.side} == {"right"}, (
        "the half that is opened"
    )
    assert {m.muscle for m in inset.marks} <= {m.muscle for m in figure.marks}


def test_no_inset_where_the_muscles_are_large_or_the_figure_would_suffer_or_it_is_not_wanted() -> None:
    assert not plan(condition_library.load("tennis-elbow"), side="right").insets
    assert not planned(layers="-insets").insets
    for sheet in ("slide", "a4", "square"):
        scene = planned(side="both", size=sheet)
        without = planned(side="both", size=sheet, layers="-insets")
        if scene.insets:
            assert scene.figures[0].scale > 0.7 * without.figures[0].scale
        else:
            assert scene == without


@pytest.mark.parametrize(
    ("muscles", "side", "sheet"),
    [
        (("deltoid-posterior", "lumbricals-hand"), "right", "slide"),
        (("extensor-carpi-radialis-brevis", "opponens-pollicis"), "right", "a4"),
        (("biceps-brachii", "suboccipital-group"), "both", "story"),
    ],
)
def test_nothing_is_shown_again_that_would_be_hardly_larger(muscles: tuple[str, ...], side: str, sheet: str) -> None:
    """In each of these there is room for an inset 1.3 or 1.4 times as large as the figure."""
    scene = plan(named_muscles.chart(list(muscles), title="Small"), side=side, size=sheet)
    assert all(inset.times >= 1.5 for inset in scene.insets)


def test_numbers_of_its_muscles_stand_in_it() -> None:
    scene = planned(labels="numbers")
    inset = only(scene)
    x0, y0, x1, y1 = inset.place
    badges = {label.muscle: label.badge for label in scene.labels}
    x, y = badges["opponens-pollicis"] or (0, 0)
    assert x0 < x < x1
    assert y0 < y < y1
    assert inset.numerals


def test_it_is_told_in_words() -> None:
    scene = planned()
    assert f"An inset shows the right hand {only(scene).times:g} times as large." in describe.long(scene)


def test_it_is_drawn_within_its_frame_and_tells_the_whole_of_it() -> None:
    scene = planned(dpi=96)
    bare = msgspec.structs.replace(scene, insets=())
    drawn, without = (image.pixels(s)[..., :3].astype(int) for s in (scene, bare))
    rows, columns = np.nonzero(np.abs(drawn - without).sum(2) > 30)
    scale = scene.sheet.dpi / 72
    inset = only(scene)
    box = np.array(inset.place) * scale
    inside = (columns > box[0]) & (columns < box[2]) & (rows > 700 - box[3]) & (rows < 700 - box[1])
    assert inside.mean() > 0.8, "most of what it adds is in the frame; the rest is its caption, ties and source"
    _, y0, x1, y1 = inset.place
    column = int(x1 * scale)  # the line lies there, or half in a neighbour; no leader crosses it on this side
    right = drawn[round(700 - y1 * scale) + 3 : round(700 - y0 * scale) - 3, column - 1 : column + 2]
    assert (right.min(1).sum(1) < 500).all(), "the frame is whole"


def test_every_kind_of_file_has_it() -> None:
    scene = planned()
    svg = image.encode(scene, "svg").decode()
    ids = re.findall(r' id="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert {"inset.frame", "inset.source", "inset.tie", "inset.tie.2", "opponens-pollicis.right.2"} <= set(ids)
    assert (svg.count('class="inset-tie"'), svg.count('class="inset-frame"')) == (2, 2), "ties, source and frame"
    assert image.encode(scene, "pdf").startswith(b"%PDF")
    page = card(named_muscles.chart(list(SMALL), title="Small"), side="right").decode()
    assert page.count("<figure>") == 1 + page.count("<span>Right hand, ×")


def test_talks_have_it_step_by_step_and_as_shapes() -> None:
    scene = planned()
    first, *_, last = steps.steps(scene, compile_scene(scene))
    assert first.scene.insets
    assert not first.scene.insets[0].highlights
    assert first.scene.insets[0].place == scene.insets[0].place
    assert last.scene.insets == scene.insets
    far = named_muscles.chart(["soleus", "suboccipital-group"], title="Far apart")
    deck = Presentation(BytesIO(slides([far], SlideOptions(editable=True), side="right")))
    groups = {shape.name: shape for shape in deck.slides[0].shapes}
    assert "suboccipital" not in groups
    assert len(groups["muscles posterior inset"].shapes) > 3


def test_a_transparent_ground_stays_clear_around_it() -> None:
    with Image.open(BytesIO(image.encode(planned(transparent=True), "png"))) as picture:
        alpha = np.asarray(picture.getchannel("A"))
    assert alpha[2, 2] == 0
    assert (alpha > 0).mean() < 0.6


def test_parts_of_a_stage_are_found() -> None:
    condition = named_muscles.chart(["masseter", "frontalis", "opponens-pollicis"], title="Three")
    entries = muscle_entries(condition)
    plate = plates.load(plates.DEFAULT_BODY, "anterior")
    found = {d.name: d for d in details.details(view_content(condition, entries, plate, sides_of("both")))}
    assert found["hand"].side == "right", "the half on which the opponens is uncovered"
    assert found["hand"].muscles == ("opponens-pollicis",)
    assert set(found["head"].muscles) == {"masseter", "frontalis"}


@pytest.mark.parametrize("sheet", ["slide", "a4", "square", "story"])
def test_two_hands_and_nothing_else_are_a_figure_each(sheet: str) -> None:
    condition = named_muscles.chart(["dorsal-interossei-hand"], points=True)
    scene = plan(condition, side="both", size=sheet)
    assert [{h.side for h in figure.highlights} for figure in scene.figures] == [{"left"}, {"right"}]
    assert len({figure.view for figure in scene.figures}) == 1
    assert len(scene.labels) == 1
    assert scene.sides == ("left", "right")
    assert breaches(scene) == []
    assert "Two figures, one of each side, show a part of the body from the back" in describe.long(scene)
    one = plan(condition, side="right", size=sheet)
    assert scene.figures[0].scale > 0.4 * one.figures[0].scale
