"""A body in its panel: as large as it may be there, and without an edge where it nearly ends anyway."""

from __future__ import annotations

import msgspec
import pytest

from bodymap.body.geometry import Box, bounds
from bodymap.layout import composition
from bodymap.layout.composition import Place, Tries, compose
from bodymap.layout.label_modes import NUMBERS, LabelMode, LabelRequest
from bodymap.layout.panel import EDGES, Panel, Task, largest
from tests.composing import METRICS, task_of

BACK = [
    "trapezius-middle", "trapezius-lower", "latissimus-dorsi", "infraspinatus", "teres-minor", "teres-major",
    "rhomboid-major", "longissimus-thoracis",
]  # fmt: skip


def bare(muscle: str, window: Box, **panel: object) -> Task:
    """A muscle on both sides of the back, without names, in a panel of its own."""
    return task_of([muscle], Panel(window, window, **panel), side="both", request=LabelRequest(labelling="none"))  # type: ignore[arg-type]


def test_captions_go_below_a_body_that_they_would_make_much_smaller_beside_it() -> None:
    task = bare("latissimus-dorsi", (0.0, 0.0, 300.0, 400.0), clean=EDGES)
    found = compose(task)
    assert found
    assert found.figure.scale > 0.75 * largest(task.view, task.panel, METRICS)


@pytest.mark.parametrize("labels", [{"strict": True}, {"labelling": "key"}])
def test_what_was_tried_with_other_labels_or_a_larger_body_changes_nothing(labels: dict[str, object]) -> None:
    """A body is composed again if another one is smaller, or has its names set in another way."""
    window, tries = (0.0, 0.0, 700.0, 400.0), Tries()
    usual = task_of(BACK[3:], Panel(window, window))
    larger = compose(usual, tries)
    assert larger
    for most in (larger.figure.scale, 0.9 * larger.figure.scale):
        again = msgspec.structs.replace(usual, request=LabelRequest(**labels), most=most)  # type: ignore[arg-type]
        assert compose(again, tries) == compose(again)


@pytest.mark.parametrize(("short", "whole"), [(5.0, True), (20.0, True), (90.0, False)])
def test_a_body_that_would_end_close_to_its_crown_is_shown_to_the_end(short: float, whole: bool) -> None:
    """It would have to fade this many millimetres below its crown."""
    task = bare("infraspinatus", (0.0, 0.0, 300.0, 600.0), clean=("left", "right"))
    crown = bounds([task.view.plate.outline])[1]
    beyond = task.view.focus[1] - crown - short
    found = compose(bare("infraspinatus", (0.0, 0.0, 300.0, 600.0), clean=("left", "right"), beyond=beyond))
    assert found
    assert (found.figure.frame[1] <= crown) == whole


@pytest.mark.parametrize(("count", "many"), [(7, False), (8, True)])
def test_many_numbers_that_do_not_fit_are_given_up_sooner_than_a_few(
    count: int, many: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They would fit as little at another place of the panel, or in a body of less than half the size."""
    tried: dict[float, set[float]] = {}

    def placed(task: Task, place: Place, *_: object) -> None:
        if not task.panel.strip:
            tried.setdefault(place.attempt.body.scale, set()).add(place.attempt.zero)

    monkeypatch.setattr(composition, "placed", placed)
    window = (0.0, 0.0, 600.0, 400.0)
    task = task_of(BACK[:count], Panel(window, window, clean=EDGES), request=LabelRequest(labelling="discs"))
    assert compose(task) is None
    assert (min(tried) >= 0.5 * max(tried)) == many
    assert (max(map(len, tried.values())) == 1) == many


def test_a_body_may_become_smaller_for_numbers_than_for_leaders() -> None:
    task = task_of(["infraspinatus"], Panel((0.0, 0.0, 300.0, 400.0), (0.0, 0.0, 300.0, 400.0)))
    assert composition._least(task, NUMBERS) == composition.SMALLEST
    assert composition._least(task, LabelMode(notes=True)) == composition.SMALLEST_WITH_LEADERS
