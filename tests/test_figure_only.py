"""The figure alone: as large as its box, with numbers and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bodymap.errors import BodymapError
from bodymap.export import describe, image
from bodymap.export.handout import figure_only
from bodymap.knowledge import conditions
from bodymap.options import FigureOptions
from bodymap.scene import plan
from tests import manikin


@pytest.fixture(autouse=True)
def _manikin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path, monkeypatch)
    yield
    manikin.forget()


@pytest.mark.parametrize("name", ["yoke-ache", "forearm-ache", "all-round"])
@pytest.mark.parametrize("box", [(250.0, 330.0), (370.0, 210.0), (210.0, 280.0)])
def test_a_figure_fills_its_box_and_no_more(name: str, box: tuple[float, float]) -> None:
    found = figure_only.figure(conditions.load(name), *box)
    assert 0.9 < found.share(*box) <= 1


@pytest.mark.parametrize("name", ["yoke-ache", "forearm-ache", "all-round"])
def test_everything_lies_on_the_sheet(name: str) -> None:
    scene = figure_only.figure(conditions.load(name), 250, 330).scene
    places = [part.place for part in (*scene.figures, *scene.locators)]
    texts = [(t.x, t.y, t.x, t.y) for f in scene.figures for t in (*f.letters, f.caption) if t]
    texts += [(t.x, t.y, t.x, t.y) for small in scene.locators for t in small.letters]
    badges = [(*label.badge, *label.badge) for label in scene.labels if label.badge]
    for x0, y0, x1, y1 in (*places, *texts, *badges):
        assert 0 <= x0 <= x1 <= scene.sheet.width
        assert 0 <= y0 <= y1 <= scene.sheet.height
    for small in scene.locators:
        assert all(small.place[0] > f.place[2] for f in scene.figures), "the small body stands beside"


def test_it_has_numbers_and_no_words_but_the_captions() -> None:
    found = figure_only.figure(conditions.load("yoke-ache"), 250, 330)
    assert [label.number for label in found.scene.labels] == ["1", "2"]
    assert not any(label.lines for label in found.scene.labels)
    assert found.scene.texts == found.scene.legend == ()
    assert [key.kind for key in found.legend] == ["primary", "secondary", "deep", "point", "zone"]


def test_numbers_lie_where_they_lay() -> None:
    """Moved with their figure: the same place on the body."""
    whole = plan(conditions.load("yoke-ache"), size="600x800", dpi=72, labels="numbers", points="marks")
    bare = figure_only.strip(whole).scene
    for before, after in zip(whole.labels, bare.labels, strict=True):
        assert before.badge
        assert after.badge
        for axis in (0, 1):
            moved = bare.figures[0].place[axis] - whole.figures[0].place[axis]
            assert after.badge[axis] - before.badge[axis] == pytest.approx(moved)


def test_it_is_told_as_the_whole_picture_is() -> None:
    condition = conditions.load("yoke-ache")
    assert describe.long(figure_only.figure(condition, 250, 330).scene) == describe.long(plan(condition))


def test_a_sample_of_the_legend_is_drawn_alone() -> None:
    found = figure_only.figure(conditions.load("yoke-ache"), 250, 330)
    [first, *_] = [image.encode(figure_only.sample(found.scene, key), "svg") for key in found.legend]
    assert first == image.encode(figure_only.sample(found.scene, found.legend[0]), "svg")
    assert len(first) < 20_000


def test_what_can_not_be_shown_is_refused_by_the_name_of_the_condition() -> None:
    with pytest.raises(BodymapError, match=r"^Yoke ache: the anterior view shows none of its muscles on either side$"):
        figure_only.figure(conditions.load("yoke-ache"), 250, 330, FigureOptions(view="anterior"))
