"""Plan a tile of the atlas: one muscle with its points and all its zones, or one structure, without names."""

from __future__ import annotations

import msgspec

from ..body.geometry import Box, bounds, grown
from ..content.picture_content import PictureContent
from ..content.view_content import ViewContent
from ..errors import BodymapError
from ..layout.blocks import NoRoom
from ..layout.figure import FigureRequest, Space, figure
from ..layout.label_columns import UNDER
from ..layout.label_modes import LabelRequest
from ..layout.metrics import Metrics
from ..layout.panel import Panel
from ..layout.records import Scene
from ..layout.sheets import Sheet
from ..style import fonts
from ..style.theme import Theme
from .assemble import assembled

AIR = 24.0
"""Space around the muscle and its zones, mm."""

LEAST = 170.0
"""Least width and height of the body that a tile shows, mm, so that the place can be recognised."""

FACTOR = 0.9
"""Type size on a tile, as a share of a slide's."""


def tile(content: PictureContent, sheet: Sheet, theme: Theme) -> Scene:
    """Plan a tile: the figure of one view, centred on what it shows.

    Raises:
        BodymapError: if the tile is too small.
    """
    width, height = sheet.width, sheet.height
    metrics = Metrics(theme.type, fonts.measurer(theme.fonts), FACTOR)
    view = content.views[0]
    focus = _focus(view, width / (height - metrics.length(UNDER)))
    framed = msgspec.structs.replace(content, views=(msgspec.structs.replace(view, focus=focus),))
    request = FigureRequest(LabelRequest("none"), insets=False)
    box = (0.0, 0.0, width, height)
    panel = Panel(box, box, ("left", "top", "right", "bottom"), strip=True)
    try:
        block = figure(framed, [Space(box, panel=panel)], request, metrics)
    except NoRoom as error:
        raise BodymapError(f"a tile of {width:.0f} x {height:.0f} points is too small") from error
    return assembled(framed, block, sheet, theme)


def _focus(view: ViewContent, aspect: float) -> Box:
    """Return what the tile frames: the muscle with all the zones that the view shows, centred."""
    ids = {h.part for h in view.highlights} | {zone.part for zone in view.zones} | {s.part for s in view.structures}
    x0, y0, x1, y1 = grown(bounds([part.shape for part in view.plate.parts if part.id in ids]), AIR)
    wide = max(x1 - x0, LEAST, max(y1 - y0, LEAST) * aspect)
    tall = wide / aspect
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2
