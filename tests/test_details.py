"""The small parts of a body that an inset may show again."""

from __future__ import annotations

import msgspec

from bodymap.content.opened import Opened
from bodymap.knowledge.anatomy import Side
from bodymap.layout.details import details
from tests.composing import view_of

HAND = ["abductor-pollicis-brevis", "opponens-pollicis", "lumbricals-hand"]


def test_of_two_hands_the_one_with_more_names_is_shown_again() -> None:
    """On the opened half one muscle is taken off, so it is named on the other, and two come into view."""
    view = view_of(HAND, "anterior", "both")
    highlights = tuple(sorted(view.highlights, key=lambda one: HAND.index(one.muscle)))
    opened = Opened((HAND[0],), (HAND[1], HAND[2]), side=Side.RIGHT)
    [hand] = details(msgspec.structs.replace(view, highlights=highlights, opened=opened))
    assert (hand.name, hand.side) == ("hand", "right")
    assert hand.muscles == (HAND[1], HAND[2])
