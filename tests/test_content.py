"""What a picture shows, decided without a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from bodymap.content.layers import Layers
from bodymap.content.picture_content import ContentOptions, PictureContent, picture_content
from bodymap.errors import BodymapError
from bodymap.knowledge import chart_input, condition_library
from bodymap.knowledge.anatomy import Side
from bodymap.knowledge.conditions import Role
from tests import manikin
from tests.plans import planned


@pytest.fixture
def _manikin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path, monkeypatch)
    yield
    manikin.forget()


def content_of(name: str, **options: object) -> PictureContent:
    return picture_content(chart_input.load(name), ContentOptions(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize("id", [condition.id for condition in condition_library.library()])
def test_content_goes_through_json_and_back_and_is_what_the_scene_shows(id: str) -> None:
    content = content_of(id)
    assert msgspec.json.decode(msgspec.json.encode(content), type=PictureContent) == content
    scene = planned(id, dpi=40)  # as the gallery plans it
    assert scene.muscles == content.muscles
    assert [figure.view for figure in scene.figures] == [view.view for view in content.views]
    assert [figure.highlights for figure in scene.figures] == [view.highlights for view in content.views]
    assert (scene.sides, scene.hurts, scene.spreads) == (content.sides, content.hurts, content.spreads)
    assert scene.hidden == content.hidden


@pytest.mark.usefixtures("_manikin")
def test_the_entries_say_who_is_shown_where() -> None:
    content = content_of("all-round", side="right", view="anterior")
    assert content.hidden == ("Yoke muscle", "Loin muscle")
    assert {entry.views for entry in content.muscles} == {(), ("anterior",)}
    assert content.muscles[0].role == Role.PRIMARY
    assert (content.side, content.sides) == ("right", (Side.RIGHT,))


@pytest.mark.usefixtures("_manikin")
def test_ranks_count_the_main_muscles_first() -> None:
    assert [entry.rank for entry in content_of("yoke-ache", ranked=True).muscles] == [1, 2]
    assert {entry.rank for entry in content_of("yoke-ache").muscles} == {0}


@pytest.mark.usefixtures("_manikin")
def test_both_sides_have_points_and_zones_and_names_are_beside_the_nearer_one() -> None:
    (view,) = content_of("yoke-ache", side="both").views
    assert {mark.side for mark in view.marks} == {zone.side for zone in view.zones} == {Side.LEFT, Side.RIGHT}
    assert view.named_side == Side.RIGHT
    assert (view.named_from("left"), view.named_from("right")) == (Side.LEFT, Side.RIGHT)


@pytest.mark.usefixtures("_manikin")
def test_layers_decide_what_there_is() -> None:
    (view,) = content_of("yoke-ache", layers=Layers(deep=False, fibres=False, others=False)).views
    assert view.muscles == ("yoke",)
    assert (view.fibres, view.others) == ((), False)


@pytest.mark.usefixtures("_manikin")
def test_what_can_not_be_shown_is_refused() -> None:
    with pytest.raises(BodymapError, match="unknown side 'up'"):
        content_of("yoke-ache", side="up")
    with pytest.raises(BodymapError, match="the posterior view shows none of its muscles on the left side"):
        content_of("front-only", side="left", view="posterior")
