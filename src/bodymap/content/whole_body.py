"""Decide what a chart of all muscles shows: every muscle of a view, and one half on which the surface is taken off.

What is taken off follows from two facts that have their sources in the atlas and with the plates: the layer of each
muscle, and what lies over it. A superficial muscle is taken off if it covers a deeper one.
"""

from __future__ import annotations

from functools import lru_cache

from ..body import forms
from ..body.forms import Form
from ..body.plate import Part, Plate
from ..body.plates import load
from ..knowledge.anatomy import Layer, Side, View, atlas
from ..knowledge.chart_contents import MuscleOnSide
from ..knowledge.charts import Chart
from ..knowledge.conditions import Role
from .depth import LAYERS
from .opened import BONE, LEAST, OPENED_SIDE, Opened
from .picture_content import PictureContent
from .view_content import Highlight, MuscleEntry, ViewContent


def whole_body(body: str, shown: tuple[View, ...], title: str) -> PictureContent:
    """Return the content of a chart of all muscles in some views.

    Raises:
        BodymapError: there is no such body.
    """
    contents = tuple(_view(load(body, view)) for view in shown)
    ids = dict.fromkeys(highlight.muscle for view in contents for highlight in view.highlights)
    sides = (Side.LEFT, Side.RIGHT)
    entries = tuple(
        MuscleEntry(
            id,
            muscle.name,
            muscle.latin,
            Role.PRIMARY,
            "",
            (id,),
            views=tuple(view.view for view in contents if id in view.muscles),
            on=tuple(MuscleOnSide(side, Role.PRIMARY) for side in sides),
        )
        for id in ids
        for muscle in [atlas().muscle(id)]
    )
    return PictureContent(Chart((), title=title), body, entries, sides, contents)


@lru_cache(16)
def _view(plate: Plate) -> ViewContent:
    """Return every muscle of a plate, the right half opened, from the deepest up."""
    muscles = sorted((p for p in plate.parts if p.kind == "muscle"), key=lambda part: -LAYERS[part.layer])
    known = forms.load(plate.body, plate.view)
    made = {part.of: form for part in muscles if part.side == OPENED_SIDE and known and (form := known.of(part))}
    own = {part.of: part for part in muscles if part.side == OPENED_SIDE}
    opened = _soles(own) if plate.view == View.PLANTAR else _opened(own, made)
    shown = [
        part
        for part in muscles
        if part.side != OPENED_SIDE or not (opened.takes_off(part) or _is_behind_bone(made.get(part.of), opened))
    ]
    highlights = tuple(
        Highlight(part.id, part.of, part.side, Role.PRIMARY, deep=part.layer != Layer.SUPERFICIAL) for part in shown
    )
    return ViewContent(
        body=plate.body,
        view=plate.view,
        highlights=highlights,
        fibres=(),
        zones=(),
        marks=(),
        points=(),
        named_side=Side.LEFT,
        windows=False,
        opened=opened,
    )


def _opened(own: dict[str, Part], made: dict[str, Form]) -> Opened:
    """Return what is taken off the opened half, and what that bares."""
    over = {of: {of_over: share for of_over, share in form.above if of_over in own} for of, form in made.items()}
    off = {
        cover
        for of, covers in over.items()
        if own[of].layer != Layer.SUPERFICIAL
        for cover, share in covers.items()
        if share >= LEAST and own[cover].layer == Layer.SUPERFICIAL
    }
    bared = tuple(of for of, covers in over.items() if of not in off and off & covers.keys())
    return Opened(tuple(sorted(off)), bared, told=False, edged=False)


def _soles(own: dict[str, Part]) -> Opened:
    """Return the same for the soles, whose forms don't say what lies over what: the superficial layer is taken off."""
    off = tuple(sorted(of for of, part in own.items() if part.layer == Layer.SUPERFICIAL))
    return Opened(off, tuple(of for of in own if of not in off), told=False, edged=False)


def _is_behind_bone(form: Form | None, opened: Opened) -> bool:
    return bool(opened) and form is not None and any(of == BONE for of, _ in form.above)
