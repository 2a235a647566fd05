"""What a view shows of a condition: the areas that hurt, and what its crop takes in for them."""

from __future__ import annotations

import msgspec
import pytest

from bodymap.body import plates
from bodymap.body.geometry import bounds, within
from bodymap.content.view_content import ViewContent
from bodymap.knowledge import condition_library
from bodymap.knowledge.anatomy import View
from bodymap.knowledge.chart_input import as_chart
from bodymap.knowledge.conditions import Condition
from bodymap.scene import content_of


def seen(condition: Condition, view: View) -> ViewContent:
    """A view of the right side of the neutral adult."""
    [found] = [shown for shown in content_of(as_chart(condition), side="right").views if shown.view == view]
    return found


@pytest.mark.parametrize(
    ("condition", "view", "area"),
    [
        ("tennis-elbow", View.RIGHT_LATERAL, "outer-elbow-bone"),
        ("shin-splints", View.MEDIAL, "shin-inner-edge"),
        ("hip-osteoarthritis", View.ANTERIOR, "hip-joint-front"),
    ],
)
def test_what_hurts_beside_the_muscles_is_in_the_crop(condition: str, view: View, area: str) -> None:
    shown = seen(condition_library.load(condition), view)
    [part] = [part for part in plates.load(shown.body, view).parts if part.id == f"area.{area}.right"]
    assert part.id in shown.painful
    assert within(bounds([part.shape]), shown.focus)


def test_a_hand_that_the_pain_spreads_to_is_shown_whole() -> None:
    """Muscles of the forearm alone end a picture above the wrist."""
    condition = condition_library.load("golfers-elbow")
    pain = condition.pain
    assert pain

    def lower_end(*spreads: str) -> float:
        changed = msgspec.structs.replace(condition, pain=msgspec.structs.replace(pain, spreads=spreads))
        return seen(changed, View.ANTERIOR).focus[3]

    [palm] = [p for p in plates.load("neutral-adult", View.ANTERIOR).parts if p.id == "area.palm.right"]
    _, top, _, bottom = bounds([palm.shape])
    assert lower_end() < top
    assert lower_end("palm") > bottom
