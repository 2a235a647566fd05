"""Facts about each view: which sides it shows and where, and how it is used. One table with one record per view."""

from __future__ import annotations

import msgspec

from .. import words
from .anatomy import Side, View, ViewLike


class ViewFacts(msgspec.Struct, frozen=True):
    """The facts about a view.

    Attributes:
        view: its name.
        sides: the patient's sides from left to right in the picture; in a lateral view, the near side.
        preference: its weight when a view is chosen. Patients find a place more easily from the front or the back, so a
            view from the side has to show clearly more.
        upright: whether it shows the whole body standing, from the front or the back. Its two sides may become two
            figures, and its hands and head may have insets.
        own_scale: whether it shows a part of the body in a separate frame, not at the scale or height of the others.
        limbs: whether it shows limbs alone, side by side. What is on both sides becomes two figures.
    """

    view: View
    sides: tuple[Side, ...]
    preference: float = 1.0
    upright: bool = False
    own_scale: bool = False
    limbs: bool = False

    @property
    def near(self) -> Side | None:
        """The near side in a lateral view; None in the others."""
        return self.sides[0] if len(self.sides) == 1 else None

    @property
    def hangs(self) -> bool:
        """Whether its limbs hang straight down. From the side, an arm is held out and runs off a corner."""
        return self.upright or self.limbs

    @property
    def right_of_picture(self) -> Side:
        """The patient's side on the right of the picture, or the near side in a lateral view."""
        return self.sides[-1]

    @property
    def edges(self) -> tuple[tuple[Side, int], ...]:
        """Each side with a letter, and the edge of the picture where the letter is: -1 left, 1 right."""
        return tuple(zip(self.sides, (-1, 1), strict=False))

    @property
    def caption(self) -> str:
        """The caption under a figure."""
        return words.text(f"view.{self.view}")

    @property
    def seen(self) -> str:
        """The direction it is seen from, as used in a sentence."""
        return words.text(f"seen.{self.view}")

    @property
    def orientation(self) -> str:
        """Which side is where, as used in a sentence."""
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
        ViewFacts(View.MEDIAL, (_R, _L), preference=0.85, limbs=True),
    )
}
"""The facts about each view."""


def facts_of(view: ViewLike) -> ViewFacts:
    """Return the facts about a view, by its name."""
    return VIEWS[View(view)]
