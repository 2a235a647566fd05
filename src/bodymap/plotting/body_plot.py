"""`plot`: values on a body, drawn into a matplotlib Axes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from ..errors import BodymapError, BodymapTypeError, quoted
from ..knowledge.anatomy import Side
from ..options.calls import takes
from . import frames
from .figures import inches_of, ink_bar, is_dark, look_of, notebook_image, own_figure, saved
from .options import PlotKeywords, PlotOptions
from .panel import Channels, PanelData, described, displayed, planned
from .preparation import asked_for, prepare
from .scale import ColourScale
from .values import BodyPart, Value

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..content.plot_content import PlotView
    from ..pages.plot_page import Entry, PlotScene
    from ..style.theme import Theme

LEGEND_FROM = 140.0
"""The shorter side of an Axes, pt, from which it has a legend of its own."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class AxesPlot:
    """A body with colours of a scale, drawn into an Axes.

    Attributes:
        ax: the Axes.
        mappable: the ScalarMappable with the norm and the colour map. If one of them changes, the colours follow.
        alt: a short text for people who can't see the plot.
    """

    ax: Axes
    mappable: Any
    alt: str = ""
    _scale: ColourScale
    _label: str = ""
    _theme: Theme
    _again: Callable[[], None]

    @property
    def figure(self) -> Figure:
        """The figure that the Axes is in."""
        figure = self.ax.get_figure(root=True)
        assert figure is not None  # noqa: S101 (the plot was drawn into it)
        return figure

    def colorbar(self, **keywords: Any) -> Any:
        """Add a colour bar to the figure and return it. For classes it has a field for each.

        If it takes room from the Axes, the plot is laid out anew for what is left.

        Args:
            keywords: the arguments of `Figure.colorbar`, such as `cax`, `ax`, `location` or `shrink`.
        """
        scale = self._scale
        usual: dict[str, Any] = {} if "cax" in keywords else {"ax": self.ax}
        if scale.extend != "neither":
            usual["extend"] = scale.extend
        if self._label:
            usual["label"] = self._label
        before = axes_size(self.ax)
        bar = self.figure.colorbar(self.mappable, **{**usual, **keywords})
        if axes_size(self.ax) != before:
            self._again()
        if scale.classes:
            bar.set_ticks(list(range(len(scale.classes))), labels=list(scale.classes))
            bar.ax.minorticks_off()
        if is_dark(self._theme):
            ink_bar(bar, self._theme)
        return bar

    def save(self, path: str | PathLike[str], *, dpi: float | None = None) -> Path:
        """Write the figure to a file: .png, .jpg, .webp, .svg or .pdf. The same plot always gives the same bytes.

        Raises:
            BodymapError: the ending is unknown or the path can't be written to.
        """
        return saved(self.figure, Path(path), dpi=dpi, alt=self.alt)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Show the plot in a notebook, with its alt text for people who can't see it."""
        return notebook_image(self.figure, self.alt, repr(self))


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class BodyPlot(AxesPlot):
    """Values on a body, drawn into an Axes.

    Attributes:
        ax: the Axes.
        mappable: the ScalarMappable with the norm and the colour map. If one of them changes, the colours follow.
        alt: a short text for people who can't see the plot.
        artists: the patches of each part that is seen, by its name: `artists["soleus@left"]`. A part that several
            views show has one for each.
        values: the value of each part, by its name; None if it is missing.
        unknown: the names in the data that mean nothing, each with what is wrong.
        hidden: the names in the data of which no view shows anything, each with its parts.
        untold: the parts that are seen, but have no room for their value or mark.
    """

    artists: Mapping[str, tuple[Artist, ...]]
    values: Mapping[str, Value]
    unknown: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    untold: Sequence[str] = ()

    def __repr__(self) -> str:
        seen = sum(value is not None for value in self.values.values())
        return f"<bodymap plot: {seen} parts with values, {len(self.values) - seen} missing>"


@takes(PlotOptions)
def plot(
    data: Any,
    options: PlotOptions | None = None,
    *,
    muscle: str | None = None,
    side: str | None = None,
    value: str | None = None,
    ax: Axes | None = None,
    width: float | None = None,
    norm: Any = None,
    palette: Any = None,
    mark: str | None = None,
    edge: str | None = None,
    hatch: str | None = None,
    **keywords: Unpack[PlotKeywords],
) -> BodyPlot:
    """Draw values on a body: muscles, groups of muscles, structures or areas in the colours of a scale.

    A value belongs to a side (`soleus@left`, or a column of sides), or to both. A missing value is hatched, never
    drawn as zero. Without `ax`, a new figure with a colour bar is made, which pyplot doesn't know.

    Args:
        data: a mapping of names to values; a pandas Series; a mapping of columns, a list of records, a data frame
            (pandas, Polars, Arrow); or the path of a table (.csv, .xlsx, .parquet, .sto, .mot).
        options: the options of the plot.
        muscle: the column of names, of muscles or other parts.
        side: the column of sides.
        value: the column of values: numbers, or words for classes.
        ax: the Axes to draw into, of 60 points or more. Its units become points; nothing else in the figure changes.
        width: the width of the new figure without `ax`, mm, such as that of a journal's column.
        norm: a norm of matplotlib, in place of `vmin`, `vmax` and `center`.
        palette: for classes, the colour of each by its name, or a list of colours.
        mark: a column of marks, such as `x`, or of probabilities, which become one to three stars.
        edge: a column of numbers that set the width of the edge.
        hatch: a column of yes or no that sets hatching.
        keywords: single options, which override `options`; see `PlotOptions`. `cmap` may be a colour map of matplotlib.

    Raises:
        BodymapError: a column or name is unknown, a part has several values, or the Axes is too small.
        BodymapTypeError: a value has the wrong Python type.
    """
    asked, cmap = asked_for(options, keywords)
    inches = inches_of(width)
    if inches is not None and ax is not None:
        raise BodymapError("the Axes has a width already; leave width out", field="width", value=width)
    channels = Channels(mark, edge, hatch)
    rows = frames.read(data, frames.Columns(muscle, side, value), channels.columns)
    ready = prepare(rows, asked, channels, cmap=cmap, norm=norm, palette=palette)
    (panel,), views, scale = ready.panels, ready.views, ready.scale
    if ax is None:
        figure = own_figure(views, asked, bar=not scale.classes, width=inches)
        drawn = draw(panel, views, scale, asked, figure.body, ready.legend, ready.hidden)
        if figure.bar is not None:
            figure.style(drawn.colorbar(cax=figure.bar))
        return drawn
    check_axes(ax)
    room = min(axes_size(ax))
    drawn = draw(panel, views, scale, asked, ax, ready.legend if room >= LEGEND_FROM else (), ready.hidden)
    write_axes_title(ax, asked)
    return drawn


def write_axes_title(ax: Axes, options: PlotOptions) -> None:
    """Write the title of a plot over the caller's Axes, in the caller's type; in the ink of a dark theme."""
    if options.title:
        title, theme = ax.set_title(options.title), look_of(options)
        if is_dark(theme):
            title.set_color(theme.ink)


def check_axes(ax: Any) -> None:
    """Check that something is an Axes with straight axes in a figure.

    Raises:
        BodymapError: it belongs to no figure, or it is polar or 3D.
        BodymapTypeError: it is not an Axes.
    """
    if not hasattr(ax, "get_position"):
        raise BodymapTypeError(f"ax must be a matplotlib Axes, not {quoted(ax)} ({type(ax).__name__})", field="ax")
    if ax.get_figure(root=True) is None:
        raise BodymapError("the Axes belongs to no figure", field="ax")
    if ax.name != "rectilinear":
        raise BodymapError(
            f"the Axes has the projection {quoted(ax.name)}, which would bend the body; give an Axes without one",
            field="ax",
        )


def axes_size(ax: Axes) -> tuple[float, float]:
    """Return the width and height of an Axes, pt."""
    figure = ax.get_figure(root=True)
    assert figure is not None  # noqa: S101 (it was checked)
    width, height = (figure.get_size_inches() * 72 * ax.get_position().size).tolist()
    return width, height


def draw(
    panel: PanelData,
    views: Sequence[PlotView],
    scale: ColourScale,
    options: PlotOptions,
    ax: Axes,
    entries: Sequence[Entry] = (),
    told: Mapping[str, tuple[str, ...]] | None = None,
) -> BodyPlot:
    """Draw one body into an Axes.

    Raises:
        BodymapError: the Axes is too small, or there is no such theme.
    """
    from ..backends import axes

    found: dict[str, tuple[Artist, ...]] = {}
    made: list[Artist] = []
    untold: list[str] = []
    values = {part.name: value for part, value in panel.values.items()}

    def again() -> None:
        scene = planned(panel, views, scale, options, axes_size(ax), entries)
        for artist in made:
            artist.remove()
        made[:] = axes.draw(displayed(scene, panel, options), ax)
        found.clear()
        found.update(_by_part(made, scene, panel))
        untold[:] = [name for name, own in found.items() if own[0].get_gid() in scene.untold]
        paint_values(found, values, scale)

    again()
    if not scale.classes:
        follow(scale.mappable, lambda: paint_values(found, values, scale))
    return BodyPlot(
        ax=ax,
        mappable=scale.mappable,
        alt=described(panel, options),
        _scale=scale,
        _label=options.label,
        _theme=look_of(options),
        _again=again,
        artists=found,
        values=values,
        unknown=panel.unknown,
        hidden=told or {},
        untold=untold,
    )


def _by_part(made: Sequence[Artist], scene: PlotScene, panel: PanelData) -> dict[str, tuple[Artist, ...]]:
    """Return the patches of each part, by its name."""
    paints = [paint for shown in scene.figures for paint in shown.paints]
    parts = {paint.id: _part(paint.kind, paint.of, panel, paint.half or paint.side) for paint in paints}
    found: dict[str, list[Artist]] = {}
    for artist in every_artist(made):
        if (part := parts.get(artist.get_gid() or "")) is not None:
            found.setdefault(part.name, []).append(artist)
    return {name: tuple(artists) for name, artists in found.items()}


def paint_values(artists: Mapping[str, Sequence[Any]], values: Mapping[str, Value], scale: ColourScale) -> None:
    """Give the patches of each part the colour of its value."""
    colours = scale.colours(values.values())
    for name, own in artists.items():
        if (value := values.get(name)) is None:
            continue
        colour = colours[value]
        for artist in own:
            if artist.get_facecolor()[3]:
                artist.set_facecolor(colour)
            else:  # the line of a nerve
                artist.set_edgecolor(colour)


def follow(mappable: Any, paint: Callable[[], None]) -> None:
    """Paint anew whenever a mappable changes: another norm, other limits or another colour map."""

    def changed(_: Any) -> None:
        paint()

    mappable.callbacks.connect("changed", changed)
    # The registry keeps no function alive by itself.
    mappable._bodymap = [*getattr(mappable, "_bodymap", []), changed]


def _part(kind: Any, of: str, panel: PanelData, side: Any) -> BodyPart | None:
    """Return the part that a shape belongs to; one in the middle of the body may have the value of a side."""
    for one in (side, Side.MIDLINE, Side.LEFT, Side.RIGHT):
        if (part := BodyPart(kind, of, one)) in panel.values and (one == side or side == Side.MIDLINE):
            return part
    return None


def every_artist(artists: Sequence[Artist]) -> Iterator[Artist]:
    """Yield artists, and those in a group that fades."""
    for artist in artists:
        yield artist
        yield from every_artist(artist.get_children()) if not artist.get_gid() else ()
