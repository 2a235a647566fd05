"""What a picture shows when nothing is asked for, and what each layer takes away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bodymap.knowledge import condition_library
from bodymap.scene import Scene, plan
from tests import manikin


@pytest.fixture
def _manikin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path, monkeypatch)
    yield
    manikin.forget()


def shown(scene: Scene) -> dict[str, bool]:
    """Which layers a picture has something of."""
    figures = scene.figures
    return {
        "deep": any(h.deep for f in figures for h in f.highlights),
        "points": any(f.marks for f in figures),
        "zones": any(f.zones for f in figures),
        "areas": any(f.spots for f in figures),
        "fibres": any(f.fibres for f in figures),
        "others": any(f.others for f in figures),
        "locator": bool(scene.locators),
    }


def test_a_usual_picture_shows_everything_but_the_outlined_areas() -> None:
    scene = plan(condition_library.load("rotator-cuff-pain"), side="right")
    assert shown(scene) == {layer: layer != "areas" for layer in shown(scene)}


@pytest.mark.parametrize("layer", ["deep", "points", "zones", "fibres", "others", "locator"])
def test_a_layer_that_is_taken_away_takes_nothing_else_with_it(layer: str) -> None:
    usual = shown(plan(condition_library.load("rotator-cuff-pain"), side="right"))
    assert shown(plan(condition_library.load("rotator-cuff-pain"), side="right", layers=f"-{layer}")) == usual | {
        layer: False
    }


@pytest.mark.usefixtures("_manikin")
def test_without_deep_muscles_their_points_and_names_go_too() -> None:
    scene = plan(condition_library.load("yoke-ache"), side="right", layers="-deep")
    assert {m.muscle for f in scene.figures for m in f.marks} == {"yoke"}
    assert {label.muscle for label in scene.labels} == {"yoke"}


def test_fibres_are_drawn_on_muscles_that_lie_on_top_alone() -> None:
    scene = plan(condition_library.load("rotator-cuff-pain"), side="right")
    for figure in scene.figures:
        deep = {h.part for h in figure.highlights if h.deep}
        on_top = {h.part for h in figure.highlights if not h.deep}
        owners = {fibre.replace(".fibres", "").split(".")[0] for fibre in figure.fibres}
        assert owners
        assert not owners & {part.split(".")[0] for part in deep - on_top}


@pytest.mark.usefixtures("_manikin")
@pytest.mark.parametrize(("side", "sides"), [(None, 2), ("both", 2), ("left", 1), ("right", 1)])
def test_the_side_that_is_asked_for_is_shown_and_both_where_none_is(side: str | None, sides: int) -> None:
    scene = plan(condition_library.load("yoke-ache"), side=side)
    assert scene.sides == (("left", "right") if sides == 2 else (side,))
    assert {h.side for f in scene.figures for h in f.highlights} == set(scene.sides)


def test_main_muscles_are_drawn_over_others_and_deep_ones_over_all() -> None:
    for name in ("rotator-cuff-pain", "low-back-pain", "tennis-elbow"):
        for figure in plan(condition_library.load(name), side="right").figures:
            ranks = [(h.deep, h.role == "primary") for h in figure.highlights]
            assert [deep for deep, _ in ranks] == sorted(deep for deep, _ in ranks)


@pytest.mark.usefixtures("_manikin")
def test_a_muscle_of_several_views_counts_as_seen_in_each_and_deep_only_where_all_hide_it() -> None:
    scene = plan(condition_library.load("all-round"), side="right")
    by_name = {entry.muscle: entry for entry in scene.muscles}
    assert by_name["yoke"].views == ("posterior",)
    assert by_name["chest"].views == ("anterior",)
    assert not any(entry.deep for entry in scene.muscles)
    assert {m.muscle: m.deep for m in plan(condition_library.load("yoke-ache")).muscles} == {
        "yoke": False,
        "strap": True,
    }


@pytest.mark.parametrize("view", ["right-lateral", "left-lateral"])
def test_from_the_side_the_near_side_alone_is_told_and_shown(view: str) -> None:
    scene = plan(condition_library.load("low-back-pain"), side="both", view=view)
    near = view.partition("-")[0]
    assert scene.sides == (near,)
    assert {h.side for f in scene.figures for h in f.highlights} <= {near, "midline"}
    assert any(text.text == f"{near.capitalize()} side" for text in scene.texts)
