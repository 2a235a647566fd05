"""Pictures that ask for names: what their words may say, and what is asked for."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from .. import words
from ..knowledge import names
from ..knowledge.anatomy import atlas
from ..knowledge.chart_contents import muscles_of, structures_of
from ..knowledge.charts import Chart
from ..knowledge.structures import structures
from .picture_content import PictureContent

KINDS = frozenset(("bone", "bursa", "common", "disc", "fascia", "joint", "ligament", "nerve", "tendon"))
"""Words that say what kind of structure it is, which don't tell one from another."""

STEM = 5
"""Names are compared by words that begin alike, with at least this many letters: "trapezius" and "trapezial"."""


def asking(chart: Chart) -> Chart:
    """Return a chart that asks for the names of its muscles and structures, in words that give none of them away.

    Its title is kept unless it names one of them. In place of the summary it says what to do.
    """
    number = len(muscles_of(chart)) + len(structures_of(chart))
    title = words.text("blank.title", number) if gives_away(chart.name, chart) else chart.name
    return msgspec.structs.replace(chart, title=title, summary=words.text("blank.ask"))


def gives_away(text: str, chart: Chart) -> bool:
    """Return whether a text names a muscle or structure of a chart, or has a word that tells its name from others."""
    said = set(names.words_of(text))
    for name in _names(chart):
        every = names.key(name)
        telling = every - names.GENERAL - names.SKIPPED - KINDS
        if (every and every <= said) or any(_alike(one, word) for one in telling for word in said):
            return True
    return False


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= STEM and one[:-2].startswith(other[: len(one) - 2]))


def _names(chart: Chart) -> Iterator[str]:
    for entry in muscles_of(chart):
        for muscle in (atlas().muscle(entry.muscle), *atlas().drawn(entry.muscle)):
            yield from (muscle.name, muscle.latin)
    for shown in structures_of(chart):
        structure = structures().structure(shown.structure)
        yield from filter(None, (structure.name, structure.latin))


def visible(content: PictureContent) -> PictureContent:
    """Return the content without what no view shows: nobody can be asked for it."""
    return msgspec.structs.replace(
        content,
        muscles=tuple(entry for entry in content.muscles if entry.views),
        structures=tuple(entry for entry in content.structures if entry.views),
        hidden_pain=(),
        views=tuple(
            msgspec.structs.replace(view, opened=msgspec.structs.replace(view.opened, told=False))
            if view.opened
            else view
            for view in content.views
        ),
    )
