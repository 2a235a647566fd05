"""What lies under what on a half that is opened: what is bared, in which order it is drawn, under which light."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from ..body.forms import Form, Forms
from ..body.plate import Part, Shading
from ..content.opened import LEAST
from ..content.view_content import Highlight
from .context import FigureContext

_T = TypeVar("_T")


def is_bared(context: FigureContext, part: Part, form: Form) -> bool:
    """Return whether something is taken off that covers a muscle."""
    off = context.figure.opened.off
    return part.side == context.figure.opened.side and any(of in off for of, share in form.above if share >= LEAST)


def in_depth_order(context: FigureContext) -> tuple[Highlight, ...]:
    """Return the highlights in drawing order; on an opened side the deepest come first."""
    shown, opened = context.figure.highlights, context.figure.opened
    if not opened:
        return shown
    below = [h for h in shown if h.side == opened.side and not opened.takes_off(context.parts[h.part])]
    rest = [h for h in shown if h not in below]
    return (*rest, *deepest_first(below, lambda h: context.parts[h.part], context))


def deepest_first(shown: Sequence[_T], part_of: Callable[[_T], Part], context: FigureContext) -> list[_T]:
    """Return muscles of one side in an order in which each comes after all that lie under it."""
    forms = {part.of: context.form(part) for part in map(part_of, shown)}
    above = {of: {other for other, _ in form.above} if form else set() for of, form in forms.items()}
    left, found = list(shown), list[_T]()
    while left:
        of = [part_of(one).of for one in left]
        n = next((n for n, own in enumerate(of) if not any(own in above[other] for other in of if other != own)), 0)
        found.append(left.pop(n))
    return found


def light_on(context: FigureContext, known: Forms, part: Part, form: Form) -> Shading:
    """Return the relief that shows a muscle of an opened side: of its own layer, with what is taken off left out."""
    layers = {other.of: other.layer for other in context.plate.parts if other.kind == "muscle"}
    off = {layers.get(of, "") for of, _ in form.above if of in context.figure.opened.off}
    deepest = 2 if part.layer == "deep" and "intermediate" in off else 1
    return known.relief_below(deepest) or known.relief
