"""In which of several views a muscle is named: where it is seen best, but not all in one view while another has room."""

from __future__ import annotations

from collections import Counter

import pytest

from bodymap.content.numbering import homes
from bodymap.knowledge import condition_library
from bodymap.knowledge.chart_input import as_chart
from bodymap.scene import content_of, plan

SHOULDERS = ("rotator-cuff-pain", "shoulder-impingement", "swimmers-shoulder", "frozen-shoulder")


def named_in(condition: str) -> dict[str, str]:
    content = content_of(as_chart(condition_library.load(condition)), side="right")
    return {muscle: content.views[i].view for muscle, i in homes(content.named, content.views).items()}


@pytest.mark.parametrize("condition", SHOULDERS)
def test_names_are_shared_between_two_views(condition: str) -> None:
    counts = Counter(named_in(condition).values())
    assert abs(counts["posterior"] - counts["anterior"]) <= 2


@pytest.mark.parametrize("condition", SHOULDERS)
def test_so_there_is_room_for_what_each_of_them_does(condition: str) -> None:
    scene = plan(condition, side="right")
    assert all(len(label.lines) > 1 for label in scene.labels)
    assert min(figure.scale for figure in scene.figures) > 0.85


def test_a_muscle_that_is_bared_in_one_view_is_named_there() -> None:
    found = named_in("rotator-cuff-pain")
    assert found["infraspinatus"] == found["supraspinatus"] == found["teres-minor"] == "posterior"
    assert found["subscapularis"] == "anterior", "both views have a window of it"


def test_a_muscle_that_only_one_view_shows_is_named_there() -> None:
    found = named_in("hip-impingement")
    assert found["iliacus"] == "anterior"
    assert found["gluteus-medius"] == "right-lateral"


def test_with_one_view_all_are_named_there() -> None:
    assert {*named_in("low-back-pain").values()} == {"posterior"}
