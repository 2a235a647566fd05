from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from bodymap.content.layers import NAMES, Layers, parse_layers
from bodymap.display import records
from bodymap.display.compile import compile_scene
from bodymap.errors import BodymapError
from bodymap.knowledge import condition_library, conditions
from bodymap.scene import Scene, plan
from tests import manikin


@pytest.fixture
def _manikin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path, monkeypatch)
    yield
    manikin.forget()


STRUCTURES = ("structures", "bones")


def planned(layers: str, name: str = "yoke-ache", **options: object) -> Scene:
    return plan(condition_library.load(name), layers=layers, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("", {"deep", "pain", "points", "zones", *STRUCTURES, "fibres", "others", "locator", "insets"}),
        ("areas", {"deep", "pain", "points", "zones", "areas", *STRUCTURES, "fibres", "others", "locator", "insets"}),
        ("areas, -fibres,-others", {"deep", "pain", "points", "zones", "areas", *STRUCTURES, "locator", "insets"}),
        ("none,points,zones", {"deep", "points", "zones"}),
        ("all,-points", set(NAMES) - {"points"}),
        ("none", {"deep"}),
        ("none,-deep", set()),
        ("points,-points", {"deep", "pain", "zones", *STRUCTURES, "fibres", "others", "locator", "insets"}),
    ],
)
def test_a_list_changes_the_usual_layers_or_starts_afresh(text: str, on: set[str]) -> None:
    assert {name for name in NAMES if getattr(parse_layers(text), name)} == on


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("point", "unknown layer 'point'; did you mean 'points'? `"),
        ("points,none", "'none' can only come first"),
        ("areas,,points", "unknown layer ''"),
    ],
)
def test_what_is_no_layer_is_refused(text: str, message: str) -> None:
    with pytest.raises(BodymapError) as refused:
        parse_layers(text)
    assert str(refused.value).startswith(message.rstrip("` "))


@pytest.mark.usefixtures("_manikin")
@pytest.mark.parametrize(("layer", "field"), [("points", "marks"), ("zones", "zones"), ("deep", "highlights")])
def test_a_hidden_layer_is_gone_from_the_figure_and_the_legend(layer: str, field: str) -> None:
    shown, hidden = planned(""), planned(f"-{layer}")
    kind = {"points": "point", "zones": "zone"}.get(layer, layer)
    assert kind in [key.kind for key in shown.legend]
    assert kind not in [key.kind for key in hidden.legend]
    before, after = (getattr(scene.figures[0], field) for scene in (shown, hidden))
    assert len(after) < len(before)
    assert set(after) < set(before) or not after


@pytest.mark.usefixtures("_manikin")
def test_a_hidden_muscle_has_neither_name_nor_points_nor_a_note() -> None:
    scene = planned("-deep")
    assert [actor.muscle for actor in scene.muscles] == ["yoke"]
    assert [label.muscle for label in scene.labels] == ["yoke"]
    assert {mark.muscle for mark in scene.figures[0].marks} == {"yoke"}
    assert not [text for text in scene.texts if text.text.startswith("Not seen")]


@pytest.mark.usefixtures("_manikin")
def test_a_picture_of_deep_muscles_alone_needs_their_layer() -> None:
    condition = condition_library.load("yoke-ache")
    strap = msgspec.structs.replace(condition.muscles[1], role=conditions.Role.PRIMARY)
    with pytest.raises(BodymapError, match=r"^Yoke ache: without the deep layer there is no muscle to show$"):
        plan(msgspec.structs.replace(condition, muscles=(strap,)), layers=Layers(deep=False))


@pytest.mark.usefixtures("_manikin")
def test_the_locator_and_the_lines_of_other_muscles_can_be_left_out() -> None:
    assert planned("", "forearm-ache", side="right").locators
    assert not planned("-locator", "forearm-ache", side="right").locators
    for layers, drawn in (("", True), ("-others", False)):
        scene = planned(layers, name="all-round")
        display = compile_scene(scene)
        faint = {name for name, style in display.styles.items() if style.stroke == scene.theme.other}
        lines = [item for item in records.walk(display.items) if isinstance(item, records.Path) and item.style in faint]
        assert bool(lines) is drawn


AREA_LAYERS = "areas,-points,-zones"


def test_areas_of_pain_are_outlined_and_named_where_they_are_asked_for() -> None:
    scene = plan(condition_library.load("tennis-elbow"), side="right", layers=AREA_LAYERS)
    assert {spot.area for figure in scene.figures for spot in figure.spots} == {"outer-elbow-bone"}
    (key,) = [key for key in scene.legend if key.kind == "area"]
    assert "outer elbow" in " ".join(line.text for line in key.lines)
    items = [item for item in records.walk(compile_scene(scene).items) if isinstance(item, records.Path)]
    drawn = {item.part for item in items if item.style == "area-edge"}
    assert {spot.part for figure in scene.figures for spot in figure.spots} == drawn - {""}, "the legend's has no part"
    assert not [key for key in planned_real().legend if key.kind == "area"]


def planned_real() -> Scene:
    return plan(condition_library.load("tennis-elbow"), side="right")
