"""Assemble a scene from its content, a placed figure and the words around it: the only place that makes a `Scene`."""

from __future__ import annotations

from collections.abc import Sequence

from ..content.picture_content import PictureContent
from ..layout.figure import FigureBlock
from ..layout.records import Key, Locator, Logo, Scene
from ..layout.sheets import Sheet
from ..style.text import Text
from ..style.theme import Theme
from .unseen import with_seen_zones


def assembled(
    content: PictureContent,
    block: FigureBlock,
    sheet: Sheet,
    theme: Theme,
    *,
    transparent: bool = False,
    locators: Sequence[Locator] = (),
    legend: Sequence[Key] = (),
    texts: Sequence[Text] = (),
    logo: Logo | None = None,
) -> Scene:
    """Return the scene of a figure on a sheet.

    Args:
        content: what it shows.
        block: the figure, placed on the sheet.
        sheet: the sheet.
        theme: how it looks.
        transparent: whether it has a transparent background.
        locators: the small whole bodies.
        legend: the entries of the legend.
        texts: the other words on the sheet.
        logo: a picture supplied by the user.
    """
    return Scene(
        condition=content.condition.id,
        title=content.condition.name,
        summary=content.condition.summary,
        body=content.body,
        sides=content.sides,
        theme=theme,
        transparent=transparent,
        sheet=sheet,
        muscles=content.muscles,
        figures=with_seen_zones(block.figures),
        locators=tuple(locators),
        labels=block.labels,
        legend=tuple(legend),
        texts=tuple(texts),
        hurts=content.hurts,
        spreads=content.spreads,
        hidden_pain=content.hidden_pain,
        logo=logo,
        insets=with_seen_zones(block.insets),
        note=content.chart.note,
        structures=content.structures,
        example=content.example,
    )
