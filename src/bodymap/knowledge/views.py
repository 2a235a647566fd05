"""What each view is: which sides it shows and where, and what it is for. One record for each, in one table."""

from __future__ import annotations

import msgspec

from .. import words
from .anatomy import Side, View


class ViewFacts(msgspec.Struct, frozen=True):
    """The facts about a view.

    Attributes:
        view: its name.
        sides: the patient's sides from the picture's left to its right; in a lateral view the near side.
        preference: how readily it is chosen. A patient finds a place more easily from the front or the back, so that a
            lateral view has to show clearly more.
        upright: it shows the whole body standing, from the front or the back. Its two sides may become two figures,
            and its hands and head may have insets.
        own_scale: it shows a part of the body on a frame of its own, not at the scale or the height of the others.
    """

    view: View
    sides: tuple[Side, ...]
    preference: float = 1.0
    upright: bool = False
    own_scale: bool = False

    @property
    def near(self) -> Side | None:
        """The side that is near in a lateral view; None in the others."""
        return self.sides[0] if len(self.sides) == 1 else None

    @property
    def right_of_picture(self) -> Side:
        """The patient's side that lies on the picture's right, or the near one."""
        return self.sides[-1]

    @property
    def edges(self) -> tuple[tuple[Side, int], ...]:
        """Each side that has a letter, with the edge of the picture that it stands on: -1 left, 1 right."""
        return tuple(zip(self.sides, (-1, 1), strict=False))

    @property
    def caption(self) -> str:
        """What stands under a figure of it."""
        return words.text(f"view.{self.view}")

    @property
    def seen(self) -> str:
        """Where it looks from, for a sentence."""
        return words.text(f"seen.{self.view}")

    @property
    def orientation(self) -> str:
        """Which side lies where, for a sentence."""
        return words.text(f"letters.{self.view}")


_L, _R = Side.LEFT, Side.RIGHT

VIEWS: dict[View, ViewFacts] = {
    facts.view: facts
    for facts in (
        ViewFacts(View.ANTERIOR, (_R, _L), upright=True),
        ViewFacts(View.POSTERIOR, (_L, _R), upright=True),
        ViewFacts(View.LEFT_LATERAL, (_L,), preference=0.85),
        ViewFacts(View.RIGHT_LATERAL, (_R,), preference=0.85),
        ViewFacts(View.PLANTAR, (_R, _L), own_scale=True),
    )
}
"""The facts about each view."""


def facts_of(view: str) -> ViewFacts:
    """Return the facts about a view, by its name."""
    return VIEWS[View(view)]
