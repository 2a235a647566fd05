"""`plot_frequency`: a map of the body that shows how many people marked each cell, drawn into a matplotlib Axes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
from numpy.typing import NDArray

from .. import words
from ..body import bodies
from ..content.paints import SurfaceImage
from ..content.plot_content import PlotView
from ..display.plots import compile_plot
from ..errors import BodymapError, BodymapTypeError, quoted
from ..knowledge.anatomy import View
from ..options import checks
from ..options.calls import takes
from ..pages.plot_page import PlotRequest, plot_page
from ..scene import theme_of
from ..style.matplotlib_import import matplotlib
from .body_plot import AxesPlot, axes_size, check_axes, every_artist, follow, write_axes_title
from .figures import look_of, own_figure
from .options import PlotKeywords, PlotOptions
from .pain_frequency import FrequencyGrid, PainFrequency
from .panel import PanelData, views_of
from .preparation import asked_for, tell
from .scale import ColourScale, scale_of

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.image import AxesImage

CRISP = 4
"""Number of pixels along each side of a cell, so that cells keep their edges when an image is scaled."""

USUAL = PlotOptions(rest="none", vmin=0.0)
"""The options of a map if nobody says them: on bare skin, from zero."""

HEAT, FROM = "YlOrRd", 0.14
"""The colour map of a map, and where in it the scale begins: below, its colours are too near to that of skin."""

IDLE = ("agg", "names", "unknown", "labels", "hide", "electrodes")
"""Options of a plot that have no meaning for a map of cells."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class FrequencyMap(AxesPlot):
    """How many people marked each cell of the body, drawn into an Axes.

    Attributes:
        ax: the Axes.
        mappable: the ScalarMappable with the norm and the colour map. If one of them changes, the colours follow.
        alt: a short text for people who can't see the map.
        images: the image of each view.
        values: what each cell of a view shows, (rows, columns); NaN where it shows nothing.
    """

    images: Mapping[str, AxesImage]
    values: Mapping[str, NDArray[np.float64]]

    def __repr__(self) -> str:
        shown = sum(int(np.isfinite(values).sum()) for values in self.values.values())
        return f"<bodymap frequency map: {shown} cells>"


@takes(PlotOptions)
def plot_frequency(
    found: PainFrequency,
    options: PlotOptions | None = None,
    *,
    least: int = 1,
    percent: bool = True,
    ax: Axes | None = None,
    norm: Any = None,
    **keywords: Unpack[PlotKeywords],
) -> FrequencyMap:
    """Draw how many people marked each cell of the front and the back of the body.

    Without `ax`, a new figure with a colour bar is made, which pyplot doesn't know.

    Args:
        found: what `frequency` returned.
        options: the options of the plot.
        least: the least number of people for which a cell is shown. A map of few people may tell who they are.
        percent: whether the scale is in percent of the people; otherwise it is their number.
        ax: the Axes to draw into, of 60 points or more.
        norm: a norm of matplotlib, in place of `vmin` and `vmax`.
        keywords: single options, which override `options`; see `PlotOptions`. `cmap` may be a colour map of matplotlib.

    Raises:
        BodymapError: an option is not for a map, the body is another one, or the Axes is too small.
        BodymapTypeError: something has the wrong Python type.
    """
    if not isinstance(found, PainFrequency):
        raise BodymapTypeError(
            f"a PainFrequency is needed, as frequency returns it, not {quoted(found)} ({type(found).__name__})",
            field="found",
        )
    checks.count(least, "least")
    checks.switch(percent, "percent")
    asked, cmap = _asked(found, options, keywords, norm)
    values = {view: _values(grid, found.charts, least, percent=percent) for view, grid in found.grids.items()}
    shown = [float(value) for own in values.values() for value in own[np.isfinite(own)]]
    scale = scale_of(shown, asked, cmap=cmap, norm=norm)
    views = views_of([PanelData({})], asked)
    for view in views:
        if view.view.value not in found.grids:
            message = f"the {view.view.value} view was not counted; only the front and the back were"
            raise BodymapError(message, field="views", value=view.view.value)
    if not shown:
        tell(f"the map is empty: no cell was marked by {least} people or more")
    label = asked.label or _label(found.charts, least, percent=percent)
    draw = _Drawing(found, views, values, scale, asked, label)
    if ax is None:
        figure = own_figure(views, asked, bar=True)
        drawn = draw.into(figure.body)
        figure.style(drawn.colorbar(cax=figure.bar))
        return drawn
    check_axes(ax)
    drawn = draw.into(ax)
    write_axes_title(ax, asked)
    return drawn


def _asked(
    found: PainFrequency, options: PlotOptions | None, keywords: Mapping[str, Any], norm: Any
) -> tuple[PlotOptions, Any]:
    given = {"body": found.body, **keywords}
    usual = USUAL if norm is None else PlotOptions(rest=USUAL.rest)
    asked, cmap = asked_for(options or usual, given)
    if cmap is None and asked.cmap is None:
        heat = matplotlib().colormaps[HEAT]
        cmap = matplotlib("colors").ListedColormap(heat(np.linspace(FROM, 1, 256)), name="bodymap-heat")
    for name in IDLE:
        if getattr(asked, name) != getattr(PlotOptions(), name):
            raise BodymapError(f"a map of cells has no {name}; leave it out", field=name)
    if bodies.known(asked.body) != bodies.known(found.body):
        raise BodymapError(
            f"the cells were counted on {found.body}; call frequency with body={asked.body!r}", field="body"
        )
    return asked, cmap


def _values(grid: FrequencyGrid, charts: int, least: int, *, percent: bool) -> NDArray[np.float64]:
    """Return what each cell shows; NaN for those that fewer people marked than are shown."""
    values = grid.counts * (100 / charts if percent else 1.0)
    return np.where(grid.counts >= least, values, np.nan)


def _label(charts: int, least: int, *, percent: bool) -> str:
    what = words.text("plot.people-share", number=charts) if percent else words.text("plot.people", number=charts)
    return what if least == 1 else f"{what}\n{words.text('plot.least-people', number=least)}"


@dataclass(frozen=True)
class _Drawing:
    """A map before it is drawn."""

    found: PainFrequency
    views: tuple[PlotView, ...]
    values: Mapping[str, NDArray[np.float64]]
    scale: ColourScale
    options: PlotOptions
    label: str

    def into(self, ax: Axes) -> FrequencyMap:
        """Draw it into an Axes."""
        from ..backends import axes

        made: list[Artist] = []
        images: dict[str, AxesImage] = {}

        def again() -> None:
            display = compile_plot(self._page(axes_size(ax)), title=self._title, alt=self._alt)
            for artist in made:
                artist.remove()
            made[:] = axes.draw(display, ax)
            gids = {f"{view}.grid": view for view in self.values}
            images.clear()
            for artist in every_artist(made):
                if view := gids.get(artist.get_gid() or ""):
                    images[view] = artist  # type: ignore[assignment]

        def repaint() -> None:
            for view, image in images.items():
                image.set_data(self._pixels(view))

        again()
        follow(self.scale.mappable, repaint)
        return FrequencyMap(
            ax=ax,
            mappable=self.scale.mappable,
            alt=self._alt,
            _scale=self.scale,
            _label=self.label,
            _theme=look_of(self.options),
            _again=again,
            images=images,
            values=self.values,
        )

    def _page(self, size: tuple[float, float]) -> Any:
        images = {View(view): SurfaceImage(self.found.grids[view].box, self._pixels(view)) for view in self.values}
        options = self.options
        return plot_page(
            PlotRequest(
                bodies.known(options.body),
                self.views,
                {},
                theme_of(options.theme, options.skin, None),
                size,
                options.captions,
                rest=options.rest,
                images=images,
            )
        )

    def _pixels(self, view: str) -> NDArray[np.uint8]:
        """Return the colours of a view's cells, (h, w, 4) uint8, those without a value transparent."""
        values, mappable = self.values[view], self.scale.mappable
        known = np.isfinite(values)
        # What is transparent has the lowest colour, so that scaling mixes no other colour into the edges.
        filled = np.where(known, values, mappable.norm.vmin)
        pixels = (mappable.cmap(mappable.norm(filled)) * 255).round().astype(np.uint8)
        pixels[..., 3] = np.where(known, pixels[..., 3], 0)
        repeated: NDArray[np.uint8] = pixels.repeat(CRISP, 0).repeat(CRISP, 1)
        return repeated

    @property
    def _title(self) -> str:
        return self.options.title or words.text("plot.title")

    @property
    def _alt(self) -> str:
        shown = [float(np.nanmax(own)) for own in self.values.values() if np.isfinite(own).any()]
        about = self.options.title or self.label.partition("\n")[0]
        return words.text("plot.map", about=about, number=self.found.charts, most=f"{max(shown, default=0.0):.3g}")
