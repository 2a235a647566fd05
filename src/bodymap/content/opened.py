"""Decide what a picture takes off one half of the body, to show the muscles below."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from .. import words
from ..body import forms
from ..body.forms import Form
from ..body.geometry import area
from ..body.plate import STRUCTURE_KINDS, Part, Plate
from ..knowledge.anatomy import Layer, Side, atlas
from ..knowledge.conditions import Role
from ..knowledge.structures import structures
from ..knowledge.views import facts_of
from .depth import LAYERS

if TYPE_CHECKING:
    from .view_content import Highlight

OPENED_SIDE = Side.RIGHT
"""The patient's side on which muscles are taken off if both sides are shown."""

LEAST, LEAST_SHOWN, LEAST_UNDRAWN = 0.14, 0.25, 0.03
"""What covers less than this share of a muscle is left on: a muscle, one that is highlighted itself, or what no plate
draws."""

ALL = 2.0
"""A share that no muscle reaches: deep muscles that are highlighted are never taken off."""

FEWEST = 2
"""How many highlighted muscles must come into view before others are taken off, if both sides are shown and no deep
main muscle is among them; windows do for fewer. One such muscle is enough, and needed where one side is shown."""

HIDDEN = 0.5
"""Only a deep muscle that is covered by at least this share is a reason to take anything off."""

GAIN = 0.3
"""A muscle counts as shown by this if at least this share of it was covered."""

MOST_NAMED = 4
"""If more is taken off than this, the muscles below the superficial ones are not named."""

BONE, ORGANS, FASCIA = "bone", "organs", "fascia"
"""What covers muscles without being drawn on a plate; what lies behind bone is never shown."""


class Opened(msgspec.Struct, frozen=True):
    """What is taken off one half of a view; nothing is, unless `off` names something.

    Attributes:
        off: the ids of the muscles and structures that are taken off; also `fascia` and `organs`, which no plate draws.
        bared: the ids of the highlighted muscles that this shows.
        told: whether words name what is taken off; a picture that asks for names doesn't.
        side: the patient's side on which it is taken off.
        alone: whether the muscles of that side are the only ones shown; if not, the other half shows the surface.
        edged: whether dashed edges of what is taken off are left, and of what lies under highlighted muscles.
    """

    off: tuple[str, ...] = ()
    bared: tuple[str, ...] = ()
    told: bool = True
    side: Side = OPENED_SIDE
    alone: bool = False
    edged: bool = True

    def __bool__(self) -> bool:
        """Return whether anything is taken off."""
        return bool(self.off)

    @property
    def half(self) -> str:
        """The half that is opened, as in the keys of words: `left`, `right`, or `alone` if it is the only one shown."""
        return "alone" if self.alone else str(self.side)

    def takes_off(self, part: Part) -> bool:
        """Return whether a part of the plate is taken off."""
        return part.side == self.side and part.of in self.off

    def bares(self, part: Part) -> bool:
        """Return whether this shows a part of a highlighted muscle that is covered on the other side."""
        return part.side == self.side and part.of in self.bared

    def half_of(self, part: Part) -> Side | None:
        """Return the side on which a muscle is named, if there is a better one: the one that shows more of it."""
        if self.alone:
            return None
        if part.of in self.off:
            return next(side for side in (Side.LEFT, Side.RIGHT) if side != self.side)
        return self.side if part.of in self.bared else None

    def names(self) -> tuple[str, ...]:
        """Return the names of what is taken off, inside a sentence; several parts of a muscle are named together."""
        if not self.told:
            return (words.text("opened.cover"),)
        library, known = atlas(), structures()
        found: dict[str, None] = {}
        parents = [library.muscle(id).parent for id in self.off if id in library.muscles]
        for id in self.off:
            if id in library.muscles:
                parent = library.muscle(id).parent
                id = parent if parent and parents.count(parent) > 1 else id
                found[words.within(library.muscle(id).name)] = None
            elif id in (FASCIA, ORGANS):
                found[words.text(f"opened.{id}")] = None
            else:
                found[words.within(known.structure(id).name)] = None
        return tuple(found)

    def note(self, view: str = "") -> str:
        """Return the line of a picture that says what is taken off, in a view; of many things, those seen first."""
        few = len(self.off) <= MOST_NAMED or not self.told
        first = msgspec.structs.replace(self, off=tuple(id for id in self.off if few or _comes_first(id)))
        rest = len(self.off) - len(first.off)
        names = [*first.names(), *([words.text("opened.more", rest, number=words.number(rest))] if rest else [])]
        key = f"opened.note-in-{self.half}" if view else f"opened.note-{self.half}"
        return words.text(key, view=view, names=words.listing(names))


def _comes_first(id: str) -> bool:
    muscle = atlas().muscles.get(id)
    return muscle is None or muscle.layer == Layer.SUPERFICIAL


NOTHING = Opened()


def opened(plate: Plate, highlights: Sequence[Highlight]) -> Opened:
    """Return what is taken off a half of a plate, to show highlighted muscles below.

    Nothing is in a lateral view or on a sole. Taking off what covers deep muscles has to show a main one that is mostly
    covered; if both sides show the same, several others are enough. A main muscle is taken
    off only to show another main one, and never if it can't be seen on the other half.
    """
    side = _side_opened(highlights)
    if not side or not facts_of(plate.view).hangs or not any(h.deep for h in highlights):
        return NOTHING
    alone = all(h.side in (side, Side.MIDLINE) for h in highlights)
    known = forms.load(plate.body, plate.view)
    own = {part.id: part for part in plate.parts if part.kind == "muscle" and part.side == side}
    shown = [(h, own[h.part]) for h in highlights if h.part in own]
    found = {part.id: known.of(part) for _, part in shown} if known else {}
    made_of = {id: form for id, form in found.items() if form}
    if len(made_of) < len(shown):
        return NOTHING
    drawn = {part.of for part in plate.parts if part.kind in STRUCTURE_KINDS} | {part.of for part in own.values()}
    least = dict.fromkeys((part.of for part in own.values()), LEAST)
    least |= {part.of: ALL if h.deep else LEAST_SHOWN for h, part in shown}
    over = {part.id: _cover(made_of[part.id], least) for _, part in shown}
    main = {part.of for h, part in shown if h.role == Role.PRIMARY}
    spared = {part.id: main if alone or h.role != Role.PRIMARY else set[str]() for h, part in shown}
    wanted = {id: {*over[id]} - spared[id] for id in over}
    hidden = [(h, part) for h, part in shown if h.deep and _hidden(part, made_of[part.id]) >= HIDDEN]
    behind = {h.muscle for h, part in hidden if h.role == Role.PRIMARY and wanted[part.id] != {*over[part.id]}}
    reasons = [(h, part) for h, part in hidden if not alone or (h.role == Role.PRIMARY and h.muscle not in behind)]
    # Alone, a muscle of the picture is taken off only for a main one: its colour is seen nowhere else.
    coloured = {part.of for _, part in shown} if alone else set[str]()
    first = [wanted[part.id] for _, part in reasons if wanted[part.id] == {*over[part.id]}]
    off = _taken_off(first, [covers - coloured for covers in wanted.values()])
    bared = [(h, part) for h, part in shown if part.of not in off and over[part.id] and off >= {*over[part.id]}]
    gained = {h.muscle for h, part in bared if h.deep or sum(over[part.id].values()) >= GAIN}
    main_gained = {h.muscle for h, _ in hidden if h.role == Role.PRIMARY} & gained - behind
    if not main_gained and (alone or len(gained) < FEWEST):
        return NOTHING
    order = {part.of: n for n, part in enumerate(sorted(own.values(), key=lambda part: LAYERS[part.layer]))}
    named = {of if of in drawn or of == ORGANS else FASCIA for of in off}
    names = sorted(named, key=lambda of: (order.get(of, len(order)), of))
    return Opened(tuple(names), tuple(dict.fromkeys(part.of for _, part in bared)), side=side, alone=alone)


def bared(plate: Plate, muscles: Collection[str], side: Side = OPENED_SIDE) -> Opened:
    """Return what is taken off one half of a plate to show some muscles whole, whatever lies over them.

    Nothing is for a muscle that lies behind bone. The forms of soles don't say what lies over what: there, the
    superficial layer is taken off for a deeper muscle.
    """
    own = {part.of: part for part in plate.parts if part.kind == "muscle" and part.side == side}
    if facts_of(plate.view).own_scale:
        below = tuple(of for of in muscles if of in own and own[of].layer != Layer.SUPERFICIAL)
        over = sorted(of for of, part in own.items() if part.layer == Layer.SUPERFICIAL)
        return Opened(tuple(over), below, side=side, edged=False) if below else NOTHING
    known = forms.load(plate.body, plate.view)
    made = {of: form for of in muscles if of in own and known and (form := known.of(own[of]))}
    shown = {of: form for of, form in made.items() if not any(over == BONE for over, _ in form.above)}
    off = {over for form in shown.values() for over, share in form.above if share >= LEAST and over in own}
    found = tuple(of for of, form in shown.items() if off & {over for over, _ in form.above})
    off -= {*muscles}
    return Opened(tuple(sorted(off)), found, side=side, edged=False) if off else NOTHING


def _side_opened(highlights: Sequence[Highlight]) -> Side | None:
    """Return the side on which something may be taken off: the only one shown, or the usual one if both are alike.

    None if the sides differ, or muscles have values or colours of their own.
    """
    if any(h.intensity is not None or h.colour for h in highlights):
        return None
    left, right = (
        {(h.part.removesuffix(f".{side}"), h.role, h.rank) for h in highlights if h.side == side}
        for side in (Side.LEFT, Side.RIGHT)
    )
    if left == right:
        return OPENED_SIDE
    return None if left and right else Side.LEFT if left else Side.RIGHT


def _hidden(part: Part, form: Form) -> float:
    """Return the share of a muscle that is covered."""
    if form.seen is None:
        return 0.0
    return 1.0 - (area(form.seen) / area(part.shape) if len(form.seen.codes) else 0.0)


def _cover(form: Form, least: Mapping[str, float]) -> dict[str, float]:
    """Return what would be taken off to show a muscle, with the share of it that this covers; nothing behind bone.

    `least` is the share from which each muscle of the plate is taken off.
    """
    if any(of == BONE for of, _ in form.above):
        return {}
    return {of: share for of, share in form.above if share >= least.get(of, LEAST_UNDRAWN)}


def _taken_off(first: Sequence[set[str]], every: Sequence[set[str]]) -> set[str]:
    """Return what is taken off: what covers the deep muscles, and the rest of what covers a muscle that this bares."""
    off = {of for over in first for of in over}
    while more := {of for over in every if off & over for of in over} - off:
        off |= more
    return off
