"""What every plot of values does before it draws: options, values, scale and views, and warnings about names."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import BodymapError, BodymapWarning
from ..options.calls import build
from .frames import Data
from .options import PlotOptions
from .panel import COLOURS_ALONE, Channels, PanelData, have_classes, hidden, legend, panel_data, views_of
from .scale import ColourScale, scale_of

if TYPE_CHECKING:
    from ..content.plot_content import PlotView
    from ..pages.plot_page import Entry

PACKAGE = Path(__file__).parents[1]

MOST_TOLD = 5
"""Maximum number of names that a warning lists as not seen; `hidden` has them all."""


@dataclass(frozen=True)
class PreparedPlot:
    """What a plot shows, before it is drawn.

    Attributes:
        options: the options of the plot.
        channels: the columns of what it says beside its colours.
        panels: the values of each body.
        scale: the scale that all bodies share.
        views: the views that all bodies share.
        hidden: the names in the data of which no view shows anything, each with its parts.
    """

    options: PlotOptions
    channels: Channels
    panels: tuple[PanelData, ...]
    scale: ColourScale
    views: tuple[PlotView, ...]
    hidden: Mapping[str, tuple[str, ...]]

    @property
    def legend(self) -> tuple[Entry, ...]:
        """The entries of the legend."""
        return legend(self.panels, self.scale, self.channels, self.options)


def prepare(
    rows: Data,
    options: PlotOptions,
    channels: Channels = COLOURS_ALONE,
    groups: Sequence[Data] | None = None,
    *,
    cmap: Any = None,
    norm: Any = None,
    palette: Any = None,
) -> PreparedPlot:
    """Return what a plot shows, after a warning about names that mean nothing or can't be seen.

    Args:
        rows: the rows of a table.
        options: the options of the plot.
        channels: the columns of what it says beside its colours.
        groups: the rows of each body; None for one body with all rows.
        cmap: a colour map of matplotlib, in place of one by its name.
        norm: a norm of matplotlib.
        palette: for classes, their colours.

    Raises:
        BodymapError: something that was asked for does not exist, or a cell can't be read.
    """
    classes = None if groups is None else have_classes(rows, options)
    bodies = (rows,) if groups is None else groups
    panels = tuple(panel_data(own, options, channels, classes=classes) for own in bodies)
    values = [value for panel in panels for value in panel.values.values()]
    scale = scale_of(values, options, cmap=cmap, norm=norm, palette=palette)
    views = views_of(panels, options)
    unseen = {name: parts for panel in panels for name, parts in hidden(panel, views, options).items()}
    warn(panels, unseen, options)
    return PreparedPlot(options, channels, panels, scale, views, unseen)


def asked_for(options: PlotOptions | None, keywords: Mapping[str, Any]) -> tuple[PlotOptions, Any]:
    """Return the options of a call, and a colour map if one was given in place of a name.

    Raises:
        BodymapError: a keyword is not an option, or a value is not one of its choices.
        BodymapTypeError: a value has the wrong Python type.
    """
    given = dict(keywords)
    cmap = given.pop("cmap") if "cmap" in given and not isinstance(given["cmap"], str | None) else None
    for name in ("views", "hide"):
        if isinstance(given.get(name), list | tuple):
            given[name] = ",".join(map(str, given[name]))
    return build(PlotOptions, options, given), cmap


def warn(panels: Sequence[PanelData], told: Mapping[str, Sequence[str]], options: PlotOptions) -> None:
    """Tell all names that mean nothing in one warning or error, and what can't be seen in another.

    Raises:
        BodymapError: names mean nothing, and that is to be an error.
    """
    unknown = {name: fault for panel in panels for name, fault in panel.unknown.items()}
    if unknown and options.unknown != "ignore":
        message = "; ".join(unknown.values())
        if options.unknown == "error":
            raise BodymapError(message, field="unknown")
        values = "its value is" if len(unknown) == 1 else "their values are"
        tell(f"{message}; {values} left out")
    if told:
        few = list(map(repr, told))[:MOST_TOLD]
        names = ", ".join(few) + (f" and {len(told) - len(few)} more" if len(told) > len(few) else "")
        tell(f"no view of the plot shows {names}; choose other views, or leave out with hide what lies over them")


def tell(message: str) -> None:
    """Warn the code that called bodymap."""
    warnings.warn(message, BodymapWarning, stacklevel=_outside())


def _outside() -> int:
    """Return how many calls up from `tell` the code lies that called bodymap, as `stacklevel` counts them."""
    frame, level = sys._getframe(1), 1
    while frame.f_back and Path(frame.f_code.co_filename).is_relative_to(PACKAGE):
        frame, level = frame.f_back, level + 1
    return level
