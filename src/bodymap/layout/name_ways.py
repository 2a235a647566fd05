"""The ways to set the names of a body, from the one with the most words to the tightest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from ..content import sided
from ..content.view_content import MuscleEntry, PictureSide
from ..knowledge.conditions import Role
from .blocks import Name
from .label_columns import GAP, TIGHT_GAP
from .label_modes import LabelMode, label_modes, name_of
from .panel import SIDES, Task

WIDTHS = 215.0, 150.0
"""Widths of names to try, pt on a slide."""

NOTED = 0.6
"""Share of the names that have a note where there is no room for all notes."""

_WITHOUT_NOTES, _NUMBERED, _UNLISTED, _TOGETHER = 0.55, 0.6, 0.6, 0.6


class NameWay(msgspec.Struct, frozen=True):
    """A way to set the names of a body.

    Attributes:
        mode: how they are set; None if there are none.
        width: how wide they are at most, pt.
        worth: how much the words are worth, 1 for all of them.
        noted: the muscles whose names have a note.
    """

    mode: LabelMode | None
    width: float = 0.0
    worth: float = 1.0
    noted: frozenset[str] = frozenset()

    @property
    def leaders(self) -> bool:
        """Whether names have leaders."""
        return self.mode is not None and not self.mode.numbered


def ways_to_name(task: Task) -> Iterator[NameWay]:
    """Yield the ways to set the names, from the one with the most words to the tightest."""
    if not task.entries or task.request.labelling in ("none", "discs"):
        yield NameWay(None)
        return
    ranked = any(entry.rank for entry in task.entries)
    points, blank = bool(task.request.points), task.request.blank
    for mode in label_modes(task.request.labelling, ranked=ranked, points=points, blank=blank):
        if mode.halves or (mode.numbered and task.request.strict):
            continue
        usual = task.request.labelling == "key" or ranked
        worth = _NUMBERED if mode.numbered and not usual else 1.0
        worth *= (0.8 if mode.small else 1.0) * (_UNLISTED if task.request.points and mode.points != "sites" else 1.0)
        for noted, share in _noted(task) if mode.notes and not mode.numbered else ((_all(task), float(mode.notes)),):
            told = 1.0 if usual or blank else _WITHOUT_NOTES + (1.0 - _WITHOUT_NOTES) * share
            for width in map(task.metrics.length, WIDTHS):
                if not mode.numbered and task.view.both_sides and any(map(_has_own_side, task.entries)):
                    yield NameWay(msgspec.structs.replace(mode, sided=True), width, worth * told, noted)
                    yield NameWay(mode, width, worth * told * _TOGETHER, noted)
                else:
                    yield NameWay(mode, width, worth * told, noted)


def _noted(task: Task) -> Iterator[tuple[frozenset[str], float]]:
    """Yield the names that have a note, first all, then some, the main ones first, and what share they are."""
    order = sorted((e for e in task.entries if e.why), key=lambda entry: tuple(Role).index(entry.role))
    yield _all(task), 1.0
    if 0 < (count := round(NOTED * len(order))) < len(order):
        yield frozenset(entry.muscle for entry in order[:count]), count / len(order)


def _all(task: Task) -> frozenset[str]:
    return frozenset(entry.muscle for entry in task.entries)


def names_of(task: Task, way: NameWay) -> tuple[Name, ...]:
    """Return the names of a body, in the order of their numbers, as a way sets them."""
    mode = way.mode
    if mode is None:
        return ()
    names = []
    for entry in sorted(task.entries, key=lambda entry: task.numbers[entry.muscle]):
        own = mode if entry.muscle in way.noted else msgspec.structs.replace(mode, notes=False)
        for facing, shown in _sided(task, entry) if mode.sided else ((None, entry),):
            name = name_of(task.metrics, shown, own, task.request, task.numbers[entry.muscle], way.width)
            names.append(msgspec.structs.replace(name, facing=facing) if facing else name)
    return tuple(names)


def _has_own_side(entry: MuscleEntry) -> bool:
    """Return whether a muscle is named from its own side where both are shown."""
    return len(entry.sides) == 1 or sided.differs(entry)


def _sided(task: Task, entry: MuscleEntry) -> Iterator[tuple[PictureSide | None, MuscleEntry]]:
    """Yield a muscle once; if it has another value on each side, once for each side of the body that has one.

    A muscle of one side is named from that side.
    """
    if len(entry.sides) == 1 and not sided.differs(entry):
        yield next((facing for facing in SIDES if task.view.named_from(facing) in entry.sides), None), entry
        return
    if not sided.differs(entry):
        yield None, entry
        return
    for facing in SIDES:
        on = entry.at(task.view.named_from(facing))
        if on and on.intensity is not None:
            yield facing, msgspec.structs.replace(entry, on=(on,))


def too_tall(task: Task, mode: LabelMode | None, names: Sequence[Name]) -> bool:
    """Return whether names are taller than the columns that they may stand in: one of a key, else one on each side."""
    if mode is None:
        return False
    gap = task.metrics.length(TIGHT_GAP if mode.small else GAP)
    tall = task.panel.names[3] - task.panel.names[1] + gap
    return sum(name.above + name.below + gap for name in names) > tall * (1 if mode.numbered else len(SIDES))


def tightest_of(ways: Sequence[NameWay]) -> list[NameWay]:
    """Return the ways to set names with leaders that need least room: where none of them fits, no other does."""
    leaders = [way for way in ways if way.leaders and way.mode and not way.mode.sided]
    return [way for way in leaders if (way.mode, way.noted) == (leaders[-1].mode, leaders[-1].noted)]
