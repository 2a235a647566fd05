"""Which side of a body a name stands on, and at which heights: where it has room, and is clear of the body."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from bodymap.layout.blocks import Name
from bodymap.layout.captions import FigureWords
from bodymap.layout.label_modes import NUMBERS, LabelMode
from bodymap.layout.name_columns import NameColumn, shared
from bodymap.layout.name_margins import TEXT
from bodymap.layout.panel import CLEAR, Panel, Task
from bodymap.style.text import Text
from tests.composing import METRICS, column_body, task_of

WINDOW = (0.0, 0.0, 800.0, 400.0)
MUSCLE = "latissimus-dorsi"
TOP = 300.0
"""The height of the plate at the top of the window, mm: the muscle lies in the middle of the window."""

EDGES = (250.0, 550.0)
"""How far the body reaches at mid-height, pt."""
NO_WORDS = FigureWords(Text("", 0.0, 0.0, 10.0), (), ())


def task_between(low: float, high: float, side: str = "right") -> Task:
    """A muscle of the back whose name may stand between two heights."""
    task = task_of([MUSCLE], Panel(WINDOW, (0.0, low, 800.0, high)), side=side)
    return msgspec.structs.replace(
        task, view=msgspec.structs.replace(task.view, focus=(-50.0, TOP + 50, 50.0, TOP + 350))
    )


def columns_of(task: Task, names: list[Name], mode: LabelMode, slope: float = 0.0) -> tuple[NameColumn, ...] | None:
    found = shared(task, column_body(WINDOW, *EDGES, slope, TOP), NO_WORDS, names, mode)
    return found[1] if found else None


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_muscle_of_one_side_is_named_beside_that_side_of_the_body(side: str) -> None:
    """The back: the patient's right is on the right."""
    columns = columns_of(task_between(0, 400, side), [Name(MUSCLE, 1, (), 80, 6, 20)], LabelMode())
    assert columns
    assert [column.facing for column in columns] == [side]


@pytest.mark.parametrize("slope", [-0.5, 0.5])
@pytest.mark.parametrize(("above", "below"), [(6.0, 60.0), (60.0, 6.0)])
@pytest.mark.parametrize("side", ["left", "right"])
def test_all_lines_of_a_name_beside_a_limb_that_slants_are_clear_of_it(
    side: str, above: float, below: float, slope: float
) -> None:
    task = task_between(0, 400, side)
    columns = columns_of(task, [Name(MUSCLE, 1, (), 60, above, below, facing=side)], LabelMode(), slope)  # type: ignore[arg-type]
    assert columns
    [column] = columns
    assert column.line.slope == pytest.approx(slope, abs=0.01)
    turn = 1 if side == "right" else -1
    for low, high in column.free[MUSCLE]:
        for level in np.linspace(low + below, high - above, 5) if high - low > above + below else []:
            heights = np.array([level - below, level + above])
            body = EDGES[side == "right"] + slope * (heights - 200)
            begins = float(column.line.at(np.array([level]))[0]) + turn * METRICS.length(TEXT)
            assert (turn * (begins - body)).min() >= METRICS.length(CLEAR)


def test_a_name_stands_where_it_just_has_room() -> None:
    name = Name(MUSCLE, 1, (), 80, 6, 60)
    assert columns_of(task_between(150, 150 + 66 + 5), [name], LabelMode())
    assert columns_of(task_between(150, 150 + 66 - 5), [name], LabelMode()) is None


def test_a_key_that_is_taller_than_its_room_is_not_set() -> None:
    names = [Name(MUSCLE, n, (), 80, 6, 60) for n in (1, 2, 3)]
    assert columns_of(task_between(0, 400), names, NUMBERS)
    assert columns_of(task_between(0, 150), names, NUMBERS) is None


@pytest.mark.parametrize("side", ["left", "right"])
def test_names_stand_near_their_body(side: str) -> None:
    columns = columns_of(task_between(0, 400, side), [Name(MUSCLE, 1, (), 80, 6, 20)], LabelMode())
    assert columns
    away = columns[0].line.x - 550 if side == "right" else 250 - columns[0].line.x
    assert 15 < away < 40


def test_words_of_the_page_that_are_not_beside_a_name_leave_it_its_room() -> None:
    """The page's words are at the far left, and under the name; between the two of them there is nothing."""
    task = task_between(0, 250, "left")
    far, under, beside = (0.0, 0.0, 60.0, 345.0), (150.0, 270.0, 220.0, 290.0), (150.0, 0.0, 220.0, 345.0)
    for taken, facing in (((far,), "left"), ((under,), "left"), ((far, under), "left"), ((beside,), "right")):
        own = msgspec.structs.replace(task, panel=msgspec.structs.replace(task.panel, taken=taken))
        columns = columns_of(own, [Name(MUSCLE, 1, (), 80, 6, 20)], LabelMode())
        assert columns
        assert [column.facing for column in columns] == [facing]
