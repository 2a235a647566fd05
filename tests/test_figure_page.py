"""The figure without a page: as large as its box, with numbers and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bodymap import describe
from bodymap.errors import BodymapError
from bodymap.export import image
from bodymap.export.handout import figures
from bodymap.finding import named_muscles
from bodymap.knowledge import condition_library
from bodymap.knowledge.chart_input import as_chart
from bodymap.knowledge.conditions import Condition
from bodymap.layout import free_place
from bodymap.layout.figure import FigureBlock
from bodymap.layout.metrics import Metrics
from bodymap.layout.panel import FADED
from bodymap.options.records import HandoutOptions, RenderOptions
from bodymap.pages import figure_page
from bodymap.pages.figure_page import FigurePage
from bodymap.scene import plan, prepare
from bodymap.style import fonts
from tests import manikin
from tests.layout import breaches

BOXES = [(250.0, 330.0), (370.0, 210.0), (210.0, 280.0)]
MANIKINS = ["yoke-ache", "forearm-ache", "all-round"]
LIBRARY = [condition.id for condition in condition_library.library()]


@pytest.fixture
def _manikin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path, monkeypatch)
    yield
    manikin.forget()


def page_of(
    condition: str | Condition, box: tuple[float, float] = BOXES[0], *, factor: float = 0.9, **options: str
) -> FigurePage:
    known = condition_library.load(condition) if isinstance(condition, str) else condition
    asked = prepare(known, RenderOptions(**options))  # type: ignore[arg-type]
    metrics = Metrics(asked.theme.type, fonts.measure, factor)
    shows = {"insets": asked.layers.insets, "locator": asked.layers.locator}
    return figure_page.figure_page(asked.content, box, metrics, asked.theme, **shows)


@pytest.mark.parametrize("id", LIBRARY[::9])
def test_what_must_be_seen_is_as_large_as_its_box_allows(id: str) -> None:
    """One figure is limited by the width or the height of its box, less the space at its edges and its caption."""
    for box in BOXES:
        page, asked = page_of(id, box, side="right"), prepare(condition_library.load(id), RenderOptions(side="right"))
        if len(page.scene.figures) > 1 or page.scene.insets:
            continue
        [view], scale = asked.content.views, page.scale
        wide, tall = (view.focus[2] - view.focus[0]) * scale, (view.focus[3] - view.focus[1]) * scale
        assert wide > box[0] - 75 or tall > box[1] - 105, id


@pytest.mark.parametrize("id", LIBRARY)
def test_every_condition_keeps_to_its_box_and_to_the_rules_of_layout(id: str) -> None:
    place = LIBRARY.index(id)
    for n, box in enumerate((*BOXES, (560.0, 640.0))):
        side, body = ("left", "right", "both")[(place + n) % 3], ("neutral-adult", "female-adult")[(place + n) % 2]
        scene = page_of(id, box, side=side, body=body).scene
        assert scene.sheet.width <= box[0] + 0.1
        assert scene.sheet.height <= box[1] + 0.1
        assert not [breach for breach in breaches(scene) if "overlaps" in breach or "runs off" in breach]
        assert len(scene.labels) == sum(bool(entry.views) for entry in (*scene.muscles, *scene.structures))


@pytest.mark.usefixtures("_manikin")
@pytest.mark.parametrize("name", MANIKINS)
def test_everything_lies_on_the_sheet(name: str) -> None:
    scene = page_of(name).scene
    places = [part.place for part in (*scene.figures, *scene.locators)]
    texts = [(t.x, t.y, t.x, t.y) for f in scene.figures for t in (*f.letters, f.caption) if t]
    texts += [(t.x, t.y, t.x, t.y) for small in scene.locators for t in small.letters]
    badges = [(*label.badge, *label.badge) for label in scene.labels if label.badge]
    tiny = 1e-6  # pt, what floating-point arithmetic may add to a body that ends at the edge
    for x0, y0, x1, y1 in (*places, *texts, *badges):
        assert -tiny <= x0 <= x1 <= scene.sheet.width + tiny
        assert -tiny <= y0 <= y1 <= scene.sheet.height + tiny


@pytest.mark.parametrize("id", ["tennis-elbow", "low-back-pain", "tension-headache", "knee-osteoarthritis", "rib-pain"])
def test_a_small_body_stands_where_nothing_else_is(id: str) -> None:
    for box in BOXES:
        scene = page_of(id, box, side="right").scene
        assert scene.locators
        grid = free_place.taken(box, scene.figures, scene.labels, scene.insets)
        for small in scene.locators:
            x0, y0, x1, y1 = (round(edge / free_place.CELL) for edge in small.place)
            assert not grid[y0:y1, x0:x1].any(), id
    assert not page_of(id, side="right", layers="-locator").scene.locators


def test_a_figure_of_nearly_the_whole_body_needs_no_small_one() -> None:
    assert page_of("fibromyalgia", (400.0, 400.0)).scene.locators == ()


def test_a_body_runs_off_the_edges_that_bleed_and_fades_at_others() -> None:
    asked = prepare(condition_library.load("low-back-pain"), RenderOptions(side="right"))
    metrics = Metrics(asked.theme.type, fonts.measure, 0.9)
    [bled] = figure_page.figure_page(
        asked.content, (300.0, 300.0), metrics, asked.theme, bleeds=("left", "top", "bottom")
    ).scene.figures
    [faded] = figure_page.figure_page(asked.content, (300.0, 300.0), metrics, asked.theme).scene.figures
    assert not bled.fade
    assert (bled.place[1], bled.place[3]) == (0.0, 300.0)
    assert {"top", "bottom"} <= set(faded.fade)


def test_a_body_does_not_run_on_far_beyond_what_must_be_seen() -> None:
    """A head that is as wide as its box allows is not shown with the whole trunk below it."""
    asked = prepare(condition_library.load("tension-headache"), RenderOptions(side="right"))
    page = page_of("tension-headache", (200.0, 500.0), side="right")
    for view, shown in zip(asked.content.views, page.scene.figures, strict=True):
        assert shown.frame[3] <= view.focus[3] + figure_page.BEYOND + FADED / shown.scale


@pytest.mark.usefixtures("_manikin")
def test_it_has_numbers_and_no_words_but_the_captions() -> None:
    page = page_of("yoke-ache")
    assert [label.number for label in page.scene.labels] == ["1", "2"]
    assert not any(label.lines for label in page.scene.labels)
    assert page.scene.texts == page.scene.legend == ()
    assert [entry.kind for entry in page.legend] == ["primary", "secondary", "deep", "point", "zone"]
    assert page.legend[0].words == "Main muscle"


@pytest.mark.usefixtures("_manikin")
def test_numbers_lie_in_their_muscles_as_on_a_whole_picture() -> None:
    """The same numbers stand for the same muscles."""
    whole = plan(condition_library.load("yoke-ache"), size="600x800", dpi=72, labels="numbers", points="marks")
    bare = page_of("yoke-ache").scene
    assert {(x.muscle, x.number) for x in bare.labels} == {(x.muscle, x.number) for x in whole.labels}


@pytest.mark.usefixtures("_manikin")
def test_type_has_the_size_that_is_asked_for() -> None:
    """It does not follow from the box."""
    for factor in (0.9, 1.2):
        captions = {page_of("yoke-ache", box, factor=factor).scene.figures[0].caption for box in BOXES}
        assert {caption.size for caption in captions if caption} == {10 * factor}


@pytest.mark.usefixtures("_manikin")
def test_it_is_described_as_the_whole_picture_is() -> None:
    assert describe.long(page_of("yoke-ache").scene) == describe.long(plan(condition_library.load("yoke-ache")))


def test_an_inset_moves_with_its_figure() -> None:
    small = named_muscles.chart(["trapezius-upper", "dorsal-interossei-hand"], title="Small", points=True)
    scene = page_of(small, (600.0, 400.0), side="right").scene
    assert scene.insets
    for inset in scene.insets:
        for box in (inset.place, inset.source):
            assert min(box) > 0
            assert box[2] < scene.sheet.width
            assert box[3] < scene.sheet.height
        assert inset.source == pytest.approx(scene.figures[inset.of].on_box(inset.frame))
        for tie in inset.ties:
            assert tie[0] in {(inset.source[i], inset.source[j]) for i in (0, 2) for j in (1, 3)}


@pytest.mark.usefixtures("_manikin")
def test_a_sample_of_the_legend_is_drawn_by_itself() -> None:
    page = page_of("yoke-ache")
    metrics = Metrics(page.scene.theme.type, fonts.measure, 0.9)
    samples = [figure_page.sample(page.scene, entry, metrics) for entry in page.legend]
    assert [key.kind for sample in samples for key in sample.legend] == [entry.kind for entry in page.legend]
    for sample in samples:
        x0, y0, x1, y1 = sample.legend[0].swatch
        assert 0 < x0 < x1 < sample.sheet.width
        assert 0 < y0 < y1 < sample.sheet.height
        assert len(image.encode(sample, "svg")) < 30_000


@pytest.mark.usefixtures("_manikin")
def test_it_goes_through_json_and_back() -> None:
    page = page_of("yoke-ache")
    assert msgspec.json.decode(msgspec.json.encode(page), type=FigurePage) == page


@pytest.mark.usefixtures("_manikin")
def test_what_can_not_be_is_refused() -> None:
    with pytest.raises(BodymapError, match="unknown side 'lft'; did you mean 'left'"):
        page_of("yoke-ache", side="lft")
    with pytest.raises(BodymapError, match=r"^Yoke ache: the figure has no room in a box of 30 x 30 points$"):
        page_of("yoke-ache", (30.0, 30.0))


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("id", LIBRARY[::6])
def test_a_handout_costs_six_layouts_of_its_figure_at_most(
    id: str, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One, two more where only a strip of its own has room for the small body, and one more each where words stick out."""
    layouts = []
    whole = figure_page.figure

    def counted(*arguments: Any) -> FigureBlock:
        layouts.append(arguments)
        return whole(*arguments)

    monkeypatch.setattr(figure_page, "figure", counted)
    planned = figures.planned(as_chart(id), HandoutOptions(large=large))
    figures.with_figure(planned, figures.ROOM, thumbnail=False)
    assert 1 <= len(layouts) <= 6
