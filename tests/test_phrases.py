from __future__ import annotations

import pytest

from bodymap.finding.phrases import content, sides


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the backs of my knees", "knee, back"),
        ("Low back", "lower-back"),
        ("lateral elbow", "the outside of the elbow"),
        ("bottom of my feet", "Bottom of the foot"),
        ("calves", "calf"),
        ("arches", "arch"),
    ],
)
def test_phrases_that_say_the_same(one: str, other: str) -> None:
    assert content(one) == content(other) != frozenset()


def test_biceps_is_one_muscle() -> None:
    assert content("biceps") == {"biceps"}


def test_left_and_right_are_no_place_of_their_own() -> None:
    assert content("left temple") == content("temple")
    assert sides("Left temple") == ("left",)
    assert sides("both, left and right") == ("left", "right")
