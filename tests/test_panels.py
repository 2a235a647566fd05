"""Which block of names a picture gets: the one beside which its bodies, and the words in it, are worth the most."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bodymap.finding import named_muscles
from bodymap.layout import blocks, panels
from bodymap.layout.composition import Composed, Tries
from bodymap.layout.key_block import MANY, KeyBlock
from bodymap.layout.label_modes import KEY, NUMBERS, LabelMode, LabelRequest
from bodymap.layout.panel import Panel, Task, largest
from bodymap.layout.panel_division import OFF_MIDDLE, Division, moved
from bodymap.layout.records import Figure, Label
from bodymap.options.records import RenderOptions
from bodymap.scene import plan, prepare
from tests.composing import METRICS, view_of

BACK = [
    "trapezius-middle", "trapezius-lower", "latissimus-dorsi", "infraspinatus", "teres-minor", "teres-major",
    "rhomboid-major", "gluteus-maximus", "gluteus-medius", "longissimus-thoracis", "iliocostalis-lumborum",
]  # fmt: skip

WORTH = {NUMBERS: 0.9, KEY: 0.6}
"""What the words of two blocks are worth: those of the first are all there."""


def panel_of(width: float) -> Panel:
    """A panel so tall that its width alone says how large a body can be."""
    box = (0.0, 0.0, width, 9000.0)
    return Panel(box, box, strip=True)


def scale_of(widths: Mapping[LabelMode, float], fit: float, monkeypatch: pytest.MonkeyPatch) -> tuple[float, float]:
    """The width of the panel that bodies are composed in beside the best of two blocks, and their scale there.

    Args:
        widths: what each block leaves of the panel.
        fit: beside the second block the numbers fit at this share of the largest scale; beside the first at the largest.
        monkeypatch: replaces the blocks, and the placing of the numbers.
    """
    content = prepare(named_muscles.chart(BACK, title="Back"), RenderOptions(side="right", view="posterior")).content
    assert len(content.named) >= MANY
    names = tuple(
        blocks.name(METRICS, entry.muscle, entry.number, [blocks.NameLine(entry.name, "name")], 200.0)
        for entry in content.named
    )
    places = tuple((0.0, 0.0) for _ in names)
    made = {mode: KeyBlock(names, places, panel_of(width), mode) for mode, width in widths.items()}

    def compose(task: Task, _: Tries) -> Composed:
        share = fit if task.panel == made[KEY].rest else 1.0
        scale = largest(task.view, task.panel, METRICS) * share
        figure = Figure(task.view.body, task.view.view, (0.0, 0.0, 100.0, 100.0), (0.0, 0.0, 100 * scale, 100 * scale))
        return Composed(figure, tuple(Label(e.muscle, (), (0.0, 0.0, 1.0, 1.0), (), "1") for e in task.entries))

    monkeypatch.setattr(panels, "compose", compose)
    monkeypatch.setattr(panels, "key_modes", lambda entries, request: [*WORTH.items()])
    monkeypatch.setattr(panels, "key_blocks", lambda metrics, entries, mode, request, panel: [made[mode]])
    found = panels.composed(content, panel_of(900.0), LabelRequest(labelling="key"), {}, METRICS)
    assert found
    full = {mode: largest(content.views[0], made[mode].rest, METRICS) for mode in made}
    scale = found[0].figure.scale
    return scale / full[NUMBERS], scale / full[KEY]


def test_fewer_words_are_taken_where_bodies_get_larger_by_more_than_the_words_lose(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Though by little: the bodies are two thirds as large beside the block with all words, which is worth 1.5 times."""
    _, beside_fewer = scale_of({NUMBERS: 205.0, KEY: 320.0}, 1.0, monkeypatch)
    assert beside_fewer == pytest.approx(1.0)


def test_another_block_is_tried_where_the_numbers_of_the_first_make_bodies_small(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    beside_all, _ = scale_of({NUMBERS: 205.0, KEY: 320.0}, 0.5, monkeypatch)
    assert beside_all == pytest.approx(1.0)


def test_bodies_in_two_rows_have_one_scale_and_each_the_height_that_it_needs() -> None:
    """The back is shown from the neck down, the front only from the shoulders: its row is lower."""
    back, front = plan("rotator-cuff-pain", side="both").figures
    assert back.scale == pytest.approx(front.scale)
    assert back.place[1] > front.place[3]
    assert back.place[3] - back.place[1] > 1.2 * (front.place[3] - front.place[1])


def test_a_body_is_closed_where_the_next_row_begins() -> None:
    back, front = plan("rotator-cuff-pain", side="both").figures
    assert (back.closed, front.closed) == (("bottom",), ("top",))
    assert not back.fade
    assert not front.fade


@pytest.mark.parametrize(("size", "ways"), [((400.0, 300.0), 0), ((300.0, 400.0), 2)])
def test_a_body_alone_is_moved_up_and_down_in_a_tall_panel(size: tuple[float, float], ways: int) -> None:
    box = (0.0, 0.0, *size)
    view = view_of(["latissimus-dorsi"], "posterior", "right")
    found = [*moved(Division((view,), (Panel(box, box),)))]
    assert [part.lower for division in found for part in division.parts] == [OFF_MIDDLE, -OFF_MIDDLE][:ways]


def test_a_view_that_shows_only_a_slice_of_a_limb_gets_a_row_as_high_as_the_other() -> None:
    """The belly of extensor digitorum ends just above the height at which a forearm is cut."""
    figures = plan(named_muscles.chart(["flexor-carpi-radialis", "extensor-digitorum"]), side="both").figures
    assert {figure.view for figure in figures} == {"anterior", "posterior"}
    assert len({round(figure.place[3] - figure.place[1]) for figure in figures}) == 1
