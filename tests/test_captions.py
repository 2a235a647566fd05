"""Where the caption and the letters of a body go: beside it or below it, clear of the words of the page."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from bodymap.layout.captions import ASIDE, captioned
from bodymap.layout.panel import Panel
from tests.composing import METRICS, column_body, task_of

WINDOW = (0.0, 0.0, 600.0, 400.0)


@pytest.mark.parametrize(("names", "at"), [((0.0, 0.0, 420.0, 400.0), 380.0), ((180.0, 0.0, 600.0, 400.0), 120.0)])
def test_a_caption_below_a_body_stays_where_words_may_be(names: tuple[float, float, float, float], at: float) -> None:
    """The body may run on to the edge of the sheet, but no words do."""
    task = task_of(["latissimus-dorsi"], Panel(WINDOW, names, strip=True), side="both")
    said = captioned(task, column_body(WINDOW, at, at + 100))
    assert said
    assert len(said.letters) == 2
    assert all(names[0] <= x0 and x1 <= names[2] for x0, _, x1, _ in said.boxes)


def test_a_caption_beside_a_body_is_not_read_together_with_words_that_it_is_level_with() -> None:
    body, panel = column_body(WINDOW, 150, 250), Panel(WINDOW, WINDOW)
    task = task_of(["latissimus-dorsi"], panel)
    alone = captioned(task, body)
    assert alone
    end = max(x1 for _, _, x1, _ in alone.boxes)
    words = (end + METRICS.length(ASIDE) - 6, 0.0, 600.0, 120.0)
    beside = captioned(msgspec.structs.replace(task, panel=msgspec.structs.replace(panel, taken=(words,))), body)
    assert beside
    *_, (_, low, _, _) = sorted(beside.boxes)
    assert low > words[3]


@pytest.mark.parametrize("strip", [False, True])
@pytest.mark.parametrize(("side", "letters"), [("both", 2), ("right", 1)])
def test_a_caption_stands_just_below_a_body_that_ends_far_above_the_foot_of_its_panel(
    side: str, letters: int, strip: bool
) -> None:
    body = column_body(WINDOW, 200, 320)
    shown = body.heights > 150
    body = msgspec.structs.replace(
        body, left=np.where(shown, body.left, np.inf), right=np.where(shown, body.right, -np.inf)
    )
    view = "posterior" if side == "both" else "right-lateral"
    said = captioned(task_of(["latissimus-dorsi"], Panel(WINDOW, WINDOW, strip=strip), view, side), body)
    assert said
    assert len(said.letters) == letters
    boxes = [(min(b[0] for b in said.boxes), max(b[2] for b in said.boxes))]
    assert all(150 - 3 * METRICS.size("letter") < b[1] < b[3] < 150 for b in said.boxes)
    assert boxes[0][0] < 260 < boxes[0][1], "below the body, not beside it"
