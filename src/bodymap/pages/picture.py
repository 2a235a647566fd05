"""Plan a picture: a condition's figure on a sheet, with its title, side, summary, legend and foot line."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

import msgspec

from ..content.picture_content import PictureContent
from ..layout.blocks import NoRoom
from ..layout.figure import FigureBlock, FigureRequest, figure
from ..layout.locators import place_locators
from ..layout.records import Logo, Scene
from ..style.theme import Theme
from .assemble import assembled
from .frame import PageFrame, PageWords, page_words, place_logo, set_frame
from .page import Page, too_small
from .unseen import only_seen

SQUARISH = 0.78, 1.35
"""Between these ratios of width to height, words may be either beside the figure or above and below it."""


def picture(
    content: PictureContent, page: Page, request: FigureRequest, theme: Theme, *, transparent: bool, locator: bool
) -> Scene:
    """Plan a picture.

    Args:
        content: what it shows.
        page: the page to draw on.
        request: how muscles and points are labelled.
        theme: how it looks.
        transparent: whether it has a transparent background.
        locator: whether a crop comes with a small whole body.

    Raises:
        BodymapError: if the sheet is too small.
    """
    logo = place_logo(page, theme.logo) if theme.logo else None
    try:
        frames = set_frames([(way, page_words(way, content, logo)) for way in ways(page)])
        block = figure(content, [frame.space for frame in frames], request, page.metrics)
    except NoRoom as error:
        raise too_small(page.sheet) from error
    if fewer := only_seen(content, (*block.figures, *block.insets)):
        return picture(fewer, page, request, theme, transparent=transparent, locator=locator)
    return composed(
        content, page, frames[block.space], block, theme, transparent=transparent, locator=locator, logo=logo
    )


def ways(page: Page) -> tuple[Page, ...]:
    """Return the ways to place words on a page: beside the figure, or above and below it; the usual one first."""
    low, high = SQUARISH
    if low < page.sheet.width / page.sheet.height < high:
        return page, msgspec.structs.replace(page, beside=not page.beside)
    return (page,)


def set_frames(pages: Sequence[tuple[Page, PageWords]]) -> list[PageFrame]:
    """Set the words on each page to try.

    Raises:
        NoRoom: if they fit on none.
    """
    frames: list[PageFrame] = []
    for page, said in pages:
        with contextlib.suppress(NoRoom):
            frames.append(set_frame(page, said))
    if not frames:
        raise NoRoom
    return frames


def composed(
    content: PictureContent,
    page: Page,
    frame: PageFrame,
    block: FigureBlock,
    theme: Theme,
    *,
    transparent: bool,
    locator: bool,
    logo: Logo | None = None,
) -> Scene:
    """Combine the words and the figure into a picture."""
    return assembled(
        content,
        block,
        page.sheet,
        theme,
        transparent=transparent,
        locators=place_locators(page.metrics, frame.locators, block.figures) if locator else (),
        legend=frame.legend,
        texts=frame.texts,
        logo=logo,
    )
