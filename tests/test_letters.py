"""The letters R and L: each stands on its own side of the body."""

from __future__ import annotations

import pytest

from bodymap import words
from bodymap.knowledge import condition_library
from bodymap.knowledge.views import facts_of
from tests.plans import planned

CASES = [
    (condition.id, side, body)
    for n, condition in enumerate(condition_library.library())
    for side, body in [
        (("left", "right")[n % 2], ("neutral-adult", "female-adult", "male-adult")[n % 3]),
    ]
] + [("osgood-schlatter", "right", "neutral-adult"), ("sciatica-look-alikes", "left", "male-adult")]


@pytest.mark.parametrize(("condition", "side", "body"), CASES)
def test_a_letter_stands_on_its_own_side_of_the_body(condition: str, side: str, body: str) -> None:
    scene = planned(condition, side=side, body=body)  # type: ignore[arg-type]
    for figure in scene.figures:
        facts = facts_of(figure.view)
        if facts.near or not figure.frame[0] < -20.0 < 20.0 < figure.frame[2]:
            continue
        middle = figure.at(0.0, figure.frame[1])[0]
        turns = {words.text(f"letter.{own}"): turn for own, turn in facts.edges}
        for letter in figure.letters:
            if letter.text in turns:
                assert (letter.x - middle) * turns[letter.text] > 0, f"{letter.text} names the other side"
