"""A picture takes off, on one half of the body, what covers the deep muscles that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np
import pytest

from bodymap import describe
from bodymap.backends import agg
from bodymap.body import forms, plates
from bodymap.body.geometry import bounds, distance, inside, rings
from bodymap.content.nerve_depth import depth_of
from bodymap.content.opened import Opened
from bodymap.display.compile import compile_scene
from bodymap.display.records import Display, Group, Item, Path
from bodymap.finding import named_muscles
from bodymap.knowledge import condition_library
from bodymap.layout.records import Scene
from bodymap.scene import plan
from tests.plans import planned

BODIES = ("neutral-adult", "female-adult", "male-adult")


@cache
def scene(condition: str, body: str = "neutral-adult", layers: str = "", side: str = "both") -> Scene:
    return planned(condition, side=side, body=body, layers=layers)  # type: ignore[arg-type]


def opened(condition: str, **options: str) -> Opened:
    return scene(condition, **options).figures[0].opened


def within(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from within(item.items)


def muscle(display: Display, part: str) -> list[Path]:
    groups = [g for g in within(display.items) if isinstance(g, Group) and g.kind == "muscle" and g.part == part]
    return [item for group in groups for item in group.items if isinstance(item, Path)]


@cache
def low_back() -> Display:
    return compile_scene(scene("low-back-pain"))


def fills(display: Display, part: str) -> set[str]:
    return {fill for path in muscle(display, part) if (fill := display.styles[path.style].fill)}


# --- when -----------------------------------------------------------------------------------------------------------


def test_low_back_pain_takes_off_what_covers_its_deep_muscles() -> None:
    found = opened("low-back-pain")
    assert {"latissimus-dorsi", "gluteus-maximus", "thoracolumbar-fascia"} <= {*found.off}
    assert {"multifidus-lumborum", "quadratus-lumborum", "piriformis"} <= {*found.bared}
    assert not {*found.off} & {*found.bared}


def test_superficial_muscles_are_named_first_and_in_the_same_order_every_time() -> None:
    assert opened("low-back-pain").names()[:2] == ("latissimus dorsi", "gluteus maximus")
    assert opened("desk-neck-and-upper-back").names()[0] == "trapezius", "its three parts are named together"


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize(
    ("condition", "main"),
    [
        ("piriformis-syndrome", "piriformis"),
        ("low-back-pain", "multifidus-lumborum"),
        ("hip-flexor-tightness", "psoas-major"),
        ("thoracic-outlet", "pectoralis-minor"),
        ("posterior-tibial-tendon", "tibialis-posterior"),
    ],
)
def test_one_side_is_opened_for_a_main_muscle_that_is_mostly_covered(condition: str, main: str, side: str) -> None:
    found = opened(condition, side=side)
    assert main in found.bared
    assert (found.side, found.alone) == (side, True)
    display = compile_scene(scene(condition, side=side))
    assert fills(display, f"{main}.{side}"), "its colour, not only a dashed edge"


@pytest.mark.parametrize("side", ["left", "right"])
def test_on_one_side_a_main_muscle_is_never_taken_off(side: str) -> None:
    for condition in condition_library.library():
        for figure in scene(condition.id, side=side).figures:
            main = {h.part.removesuffix(f".{side}") for h in figure.highlights if h.role == "primary"}
            if figure.opened.alone:
                assert not main & {*figure.opened.off}, condition.id


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("rib-pain", "pectoralis minor lies under another main muscle"),
        ("occipital-neuralgia", "so does semispinalis capitis"),
        ("hamstring-strain", "all main muscles lie on top"),
        ("frozen-shoulder", "what lies behind bone is never shown"),
    ],
)
def test_one_side_keeps_its_windows_where_no_main_muscle_can_be_bared(condition: str, why: str) -> None:
    assert not opened(condition, side="right"), why


def test_without_the_deep_layer_nothing_is_taken_off() -> None:
    assert not opened("low-back-pain", layers="-deep")


def test_views_from_the_side_take_nothing_off() -> None:
    side = plan(condition_library.load("low-back-pain"), side="both", view="right-lateral")
    assert not side.figures[0].opened


def of_muscles(*texts: str) -> Opened:
    return plan(named_muscles.chart([*texts]), view="posterior").figures[0].opened


def test_on_both_sides_one_deep_main_muscle_is_enough_and_of_others_two() -> None:
    assert of_muscles("piriformis").bared == ("piriformis",)
    assert not of_muscles("piriformis:secondary", "deltoid-posterior")
    assert of_muscles("piriformis", "quadratus-lumborum").bared == ("quadratus-lumborum", "piriformis")


def test_on_one_side_one_deep_main_muscle_is_enough_but_not_one_that_is_often_involved() -> None:
    assert of_muscles("piriformis@left").bared == ("piriformis",)
    assert not of_muscles("piriformis@left:secondary", "gluteus-medius@left")


@pytest.mark.parametrize(
    "texts",
    [
        ("piriformis@left", "quadratus-lumborum@right"),
        ("piriformis", "quadratus-lumborum", "gluteus-maximus@right"),
        ("piriformis=0.4", "quadratus-lumborum=0.7"),
    ],
)
def test_sides_that_differ_and_values_are_not_opened(texts: tuple[str, ...]) -> None:
    assert not of_muscles(*texts)


def test_what_lies_behind_bone_is_never_shown() -> None:
    for figure in scene("rotator-cuff-pain").figures:
        assert "subscapularis" not in figure.opened.bared
    assert not scene("rotator-cuff-pain").figures[1].opened, "from the front, subscapularis is its only deep muscle"


def test_a_highlighted_muscle_is_taken_off_only_if_it_covers_much() -> None:
    found = opened("hip-flexor-tightness")
    assert "sartorius" not in found.off
    assert {"psoas-major", "iliacus"} <= {*found.bared}
    assert "organs" in found.off


# --- how it is drawn ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "role"), [("multifidus-lumborum.right", "primary"), ("piriformis.right", "secondary")]
)
def test_a_bared_muscle_has_the_colour_of_its_role(part: str, role: str) -> None:
    display = low_back()
    assert display.styles[f"{role}-fill"].fill in fills(display, part)
    other = part.replace("right", "left")
    assert display.styles[f"{role}-fill"].fill not in fills(display, other), "its window, or only its edge"


def test_nothing_of_a_muscle_that_is_taken_off_is_filled() -> None:
    display = low_back()
    (edge,) = muscle(display, "gluteus-maximus.right")[-1:]
    assert not fills(display, "gluteus-maximus.right")
    assert display.styles[edge.style].dash
    assert fills(display, "gluteus-maximus.left")


def test_the_bones_of_an_arm_that_is_left_out_are_left_out() -> None:
    shown = scene("disc-herniation", "female-adult")
    bones = [
        item for item in within(compile_scene(shown).items) if isinstance(item, Path) and item.style == "quiet-bone"
    ]
    drawn = {bone.part for bone in bones}
    assert any(figure.limb for figure in shown.figures), "a trunk without its arms"
    assert "structure.sacrum" in drawn
    assert not {id for id in drawn if "epicondyle" in id or "olecranon" in id}


def test_no_colour_of_a_muscle_that_is_taken_off_shows_on_its_half() -> None:
    shown = plan(condition_library.load("low-back-pain"), side="both", labels="none", layers="none,deep")
    (figure,) = shown.figures
    pixels = agg.pixels(compile_scene(shown))
    parts = {part.id: part for part in plates.load(figure.body, figure.view).parts}
    dots = pixels.shape[1] / shown.sheet.width
    orange = {}
    for id in ("gluteus-maximus.left", "gluteus-maximus.right"):
        ring = figure.on_sheet(rings(parts[id].shape)[0])
        x, y = ring.mean(0)
        places = np.array([(x + dx, y + dy) for dx in range(-60, 61, 6) for dy in range(-60, 61, 6)])
        own = [p for p, held in zip(places.tolist(), inside([ring], places), strict=True) if held]
        seen = [pixels[int((shown.sheet.height - b) * dots), int(a * dots)][:3].astype(int) for a, b in own]
        orange[id] = sum(bool(r - blue > 90) for r, _, blue in seen) / len(seen)
    assert orange["gluteus-maximus.left"] > 0.8
    assert orange["gluteus-maximus.right"] < 0.4, "only piriformis below it"


def test_on_the_opened_half_the_deepest_muscle_is_drawn_first() -> None:
    order = [g.part for g in within(low_back().items) if isinstance(g, Group) and g.kind == "muscle"]
    assert order.index("quadratus-lumborum.right") < order.index("iliocostalis-lumborum.right")


def test_what_is_taken_off_covers_no_nerve() -> None:
    plate = plates.load("neutral-adult", "posterior")
    course = next(part for part in plate.parts if part.kind == "course" and part.id.startswith("structure.sciatic"))
    covered = [len(depth_of(plate, course, off).covered.codes) for off in ((), ("gluteus-maximus",))]
    assert covered[1] < covered[0]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("condition", ["low-back-pain", "desk-neck-and-upper-back", "piriformis-syndrome"])
def test_all_bodies_draw_their_opened_half(condition: str, body: str) -> None:
    shown = scene(condition, body)
    display = compile_scene(shown)
    (figure,) = shown.figures
    assert figure.opened
    for of in figure.opened.bared:
        assert fills(display, f"{of}.right"), of
    for highlight in figure.highlights:
        if highlight.part.removesuffix(".right") in figure.opened.off:
            assert not fills(display, highlight.part)


# --- what the forms say ---------------------------------------------------------------------------------------------


def above(view: str, of: str) -> Mapping[str, float]:
    known = forms.load("neutral-adult", view)  # type: ignore[arg-type]
    assert known
    part = next(p for p in plates.load("neutral-adult", view).parts if p.id == f"{of}.right")
    form = known.of(part)
    assert form
    return dict(form.above)


def test_forms_know_all_that_lies_over_a_muscle() -> None:
    assert {"gluteus-maximus", "gluteus-medius"} <= above("posterior", "gluteus-minimus").keys()
    assert {"latissimus-dorsi", "longissimus-thoracis"} <= above("posterior", "quadratus-lumborum").keys()
    assert above("posterior", "subscapularis")["bone"] == 1
    assert above("anterior", "psoas-major")["organs"] == 1


@pytest.mark.parametrize(
    ("under", "over"),
    [
        ("longissimus-thoracis", "rhomboid-major"),
        ("splenius-cervicis", "rhomboid-minor"),
        ("rectus-capitis-posterior-major", "semispinalis-capitis"),
        ("quadratus-lumborum", "multifidus-lumborum"),
    ],
)
def test_the_muscles_of_the_back_lie_in_their_order(under: str, over: str) -> None:
    assert over in above("posterior", under)
    assert under not in above("posterior", over)


@pytest.mark.parametrize("body", BODIES)
def test_views_from_front_and_back_have_the_light_of_deeper_layers(body: str) -> None:
    for view in ("anterior", "posterior"):
        known = forms.load(body, view)  # type: ignore[arg-type]
        assert known
        for layers in (1, 2):
            below = known.relief_below(layers)
            assert below
            assert below.grey.shape == known.relief.grey.shape
    lateral = forms.load(body, "right-lateral")  # type: ignore[arg-type]
    assert lateral
    assert lateral.relief_below(1) is None


# --- what is said ---------------------------------------------------------------------------------------------------


def test_the_picture_says_what_is_taken_off() -> None:
    shown = scene("low-back-pain")
    lines = " ".join(text.text for text in shown.texts)
    assert "Right half: latissimus dorsi, gluteus maximus" in lines
    assert "taken off" in lines
    assert any(line.text == "Under, or taken off" for key in shown.legend for line in key.lines)
    assert "right half" in describe.alt(shown)
    assert "taken off" in describe.long(shown)
    label = next(
        g.label for g in within(low_back().items) if isinstance(g, Group) and g.part == "gluteus-maximus.right"
    )
    assert "taken off" in label


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_picture_of_one_side_says_what_is_taken_off_without_a_half(side: str) -> None:
    shown = scene("piriformis-syndrome", side=side)
    lines = " ".join(text.text for text in shown.texts)
    assert "Taken off: gluteus maximus." in lines
    assert "half" not in lines
    assert "What covers the deeper muscles is taken off." in describe.alt(shown)
    assert "This is taken off to show the muscles below: gluteus maximus." in describe.long(shown)


def test_beside_an_opened_side_the_other_one_is_the_surface() -> None:
    figure = scene("stiff-neck", side="right").figures[0]
    middle = figure.at(0.0, 0.0)[0]
    said = {text.text: text.x > middle for text in (*figure.letters, figure.caption) if text}
    assert said == {"L": False, "surface": False, "R": True, "Back view, deeper": True}


def test_a_picture_with_nothing_taken_off_says_nothing_about_it() -> None:
    shown = scene("rib-pain", side="left")
    assert "taken off" not in describe.long(shown) + " ".join(text.text for text in shown.texts)


def test_each_half_says_what_it_shows() -> None:
    (figure,) = scene("low-back-pain").figures
    assert figure.caption
    said = {text.text for text in (*figure.letters, figure.caption)}
    assert said == {"L", "surface", "R", "Back view, deeper"}
    tall = plan(condition_library.load("low-back-pain"), side="both", size="a4").figures[0].caption
    assert tall
    assert tall.text == "surface \u00b7 back view \u00b7 deeper"


def test_from_the_front_the_opened_half_is_on_the_left_of_the_picture() -> None:
    (figure,) = scene("hip-flexor-tightness").figures
    middle = figure.at(0.0, 0.0)[0]
    deeper = [text for text in (*figure.letters, figure.caption) if text and "deeper" in text.text]
    assert [text.x < middle for text in deeper] == [True]


def test_numbers_stand_where_their_muscle_is_seen() -> None:
    shown = plan(condition_library.load("low-back-pain"), side="both", labels="numbers")
    middle = shown.figures[0].at(0.0, 0.0)[0]
    badges = {label.muscle: label.badge[0] for label in shown.labels if label.badge}
    assert badges["gluteus-maximus"] < middle < badges["piriformis"]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("condition", ["low-back-pain", "desk-neck-and-upper-back", "sacroiliac-pain"])
def test_names_end_in_what_is_seen(condition: str, body: str) -> None:
    shown = scene(condition, body)
    (figure,) = shown.figures
    parts = {part.id: part for part in plates.load(body, figure.view).parts}
    middle = figure.at(0.0, 0.0)[0]
    ends = {label.muscle: label.leader[-1] for label in shown.labels if label.leader}
    found = 0
    for highlight in figure.highlights:
        of, end = highlight.part.removesuffix(".right"), ends.get(highlight.muscle)
        if end is None or highlight.part == of:
            continue
        if of in figure.opened.off:
            assert end[0] < middle, "named on the surface"
        elif of == highlight.muscle and of in figure.opened.bared:
            found += 1
            region = [figure.on_sheet(ring) for ring in rings(parts[highlight.part].shape)]
            assert inside(region, np.array([end]))[0], of
    assert found > 1


@pytest.mark.parametrize(
    ("condition", "of"),
    [
        ("low-back-pain", "gluteus-maximus"),
        ("piriformis-syndrome", "gluteus-maximus"),
        ("posterior-tibial-tendon", "soleus"),
    ],
)
@pytest.mark.parametrize("side", ["left", "right"])
def test_on_one_side_the_name_of_what_is_taken_off_points_to_its_edge(condition: str, of: str, side: str) -> None:
    shown = scene(condition, side=side)
    figure = shown.figures[0]
    part = next(p for p in plates.load(figure.body, figure.view).parts if p.id == f"{of}.{side}")
    end = next(label.leader[-1] for label in shown.labels if label.muscle == of)
    edge = [figure.on_sheet(ring) for ring in rings(part.shape)]
    assert distance(edge, np.array([end]))[0] < 2.0


def test_what_is_taken_off_is_named_on_the_other_side_of_the_body() -> None:
    shown = scene("low-back-pain")
    place = shown.figures[0].place
    box = next(label.box for label in shown.labels if label.muscle == "gluteus-maximus")
    assert box[2] < (place[0] + place[2]) / 2


def test_a_note_names_all_of_a_few_and_of_many_only_the_superficial_ones() -> None:
    few = ("trapezius-upper", "splenius-capitis", "semispinalis-capitis")
    assert Opened(few).note() == "Right half: upper trapezius, splenius capitis and semispinalis capitis taken off."
    many = Opened((*few, "rhomboid-major", "serratus-posterior-superior")).note()
    assert many == "Right half: upper trapezius and four muscles below taken off."


@pytest.mark.parametrize(("condition", "right_of_picture"), [("low-back-pain", True), ("hip-flexor-tightness", False)])
def test_bones_are_bared_on_the_half_of_the_right_side_alone(condition: str, right_of_picture: bool) -> None:
    """From the back it is the picture's right half, from the front its left."""
    shown = scene(condition)
    [figure] = [figure for figure in shown.figures if figure.opened]
    middle = figure.on_sheet(np.array([(0.0, 900.0)]))[0, 0]
    bones = [
        item
        for item in within(compile_scene(shown).items)
        if isinstance(item, Path) and item.clip is not None and item.style == "quiet-bone"
    ]
    assert bones
    for bone in bones:
        x0, _, x1, _ = bounds([bone.clip])
        assert (x0 >= middle - 0.01) if right_of_picture else (x1 <= middle + 0.01)
