"""Plan the picture for a slide: a figure with its names and legend. The title is the slide's own text."""

from __future__ import annotations

from ..content.picture_content import PictureContent
from ..layout.blocks import NoRoom
from ..layout.figure import FigureRequest, figure
from ..layout.records import Scene
from ..layout.sheets import Sheet
from ..style.theme import Theme
from .frame import PageWords, foot_line, legend_of
from .page import page_of, too_small
from .picture import composed, set_frames, ways
from .unseen import only_seen


def slide_picture(
    content: PictureContent, sheet: Sheet, request: FigureRequest, theme: Theme, *, locator: bool
) -> Scene:
    """Plan the picture for a slide; a strip at the bottom stays free for the slide's own note.

    Raises:
        BodymapError: if there is too little room.
    """
    page = page_of(sheet, theme)
    floor = foot_line(page, len(content.views))[0].y + page.metrics.size("foot") * 1.1
    said = PageWords(None, legend_of(content), len(content.views), (), floor, bleeds=False)
    try:
        frames = set_frames([(way, said) for way in ways(page)])
        block = figure(content, [frame.space for frame in frames], request, page.metrics)
    except NoRoom as error:
        raise too_small(sheet) from error
    if fewer := only_seen(content, (*block.figures, *block.insets)):
        return slide_picture(fewer, sheet, request, theme, locator=locator)
    return composed(content, page, frames[block.space], block, theme, transparent=True, locator=locator)
