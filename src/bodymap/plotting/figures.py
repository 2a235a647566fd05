"""Figures of bodymap's own for plots: their size, the place of the colour bar, and how they are written to files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..backends.matplotlib_modules import font_properties, svg_backend
from ..display.records import Font
from ..errors import BodymapError, one_of, quoted
from ..export.notebook import image_bundle
from ..export.targets import no_folder, place
from ..files.disk import write
from ..layout import sheets
from ..layout.plot_figures import aspect_of
from ..options import checks
from ..scene import theme_of
from ..style import fonts
from ..style.colour import luminance
from ..style.matplotlib_import import matplotlib
from ..style.theme import Theme
from .options import PlotOptions

if TYPE_CHECKING:
    from ..content.plot_content import PlotView

HEIGHT, NAMED_HEIGHT = 4.6, 6.2
"""Height of a figure, in, and of one with names."""

NAMES = 2.8
"""Width that names beside a body need, in."""

BAR, TICKS = 0.13, 0.75
"""Width of a colour bar, and of its ticks and label, in."""

TITLE = 0.34
"""Height of a title, in."""

PAD = 0.08
"""Space around the bodies, in."""

DPI = 144
"""Resolution, dots per inch."""

SHORTEST = 1.5
"""Least height of the bodies in a figure of a given width, in."""

WIDEST = 13.0
"""Greatest width of a figure, in."""

MM = 25.4
"""Millimetres in an inch."""

NARROWEST_MM, WIDEST_MM = 25.0, 2000.0
"""Least and greatest width of a figure that may be asked for, mm."""

ENDINGS = {".png": "png", ".jpg": "jpg", ".jpeg": "jpg", ".webp": "webp", ".svg": "svg", ".pdf": "pdf"}
"""The files that a plot can be written to."""

TEXT, TITLE_SIZE = 8.5, 11.0
"""Size of the type beside a colour bar and of a title, pt."""


@dataclass(frozen=True)
class OwnFigure:
    """A figure with an Axes for the body and one for the colour bar."""

    figure: Any
    body: Any
    bar: Any
    theme: Theme

    def style(self, bar: Any) -> None:
        """Set the type of a colour bar in bodymap's font."""
        style_bar(bar, self.theme)


def inches_of(width: float | None) -> float | None:
    """Return a width in mm in inches; None stays None.

    Raises:
        BodymapError: no figure has such a width.
        BodymapTypeError: it is not a number.
    """
    if width is None:
        return None
    if not NARROWEST_MM <= checks.number(width, "width", "a number of mm") <= WIDEST_MM:
        raise BodymapError(
            f"a figure is from {NARROWEST_MM:g} to {WIDEST_MM:g} mm wide, not {width:g}", field="width", value=width
        )
    return width / MM


def own_figure(views: Sequence[PlotView], options: PlotOptions, *, bar: bool, width: float | None = None) -> OwnFigure:
    """Return a new figure for a plot, as wide as its views need or as is asked for, in inches."""
    top, tall = TITLE if options.title else 0.0, NAMED_HEIGHT if options.labels == "names" else HEIGHT
    aspect = aspect_of(views)
    side = BAR + TICKS + (0.2 if options.label else 0.0) if bar else 0.0
    high = tall - top - 2 * PAD
    names = NAMES * len(views) if options.labels == "names" else 0.0
    body = min(max(high * aspect * 1.02, 2.2) + names, WIDEST)
    if width is not None:
        body = width - 2 * PAD - side
        high = min(high, max((body - names) / (aspect * 1.02), SHORTEST))
        tall = high + top + 2 * PAD
    width = body + 2 * PAD + side
    theme = look_of(options)
    figure = new_figure(width, tall, theme)
    ax = figure.add_axes((PAD / width, PAD / tall, body / width, high / tall))
    where = (PAD + body + 0.1) / width, (PAD + 0.28 * high) / tall, BAR / width, 0.5 * high / tall
    beside = figure.add_axes(where) if bar else None
    if options.title:
        write_title(figure, options.title, (0.5 * (2 * PAD + body) / width, 1 - 0.6 * TITLE / tall), theme)
    return OwnFigure(figure, ax, beside, theme)


def look_of(options: PlotOptions) -> Theme:
    """Return the theme of a plot, on its skin.

    Raises:
        BodymapError: there is no such theme or skin.
    """
    return theme_of(options.theme, options.skin, None)


def new_figure(width: float, height: float, theme: Theme) -> Any:
    """Return an empty figure of a size in inches on a theme's paper, that pyplot doesn't know."""
    figure = matplotlib("figure").Figure(figsize=(round(width, 3), round(height, 3)), dpi=DPI)
    matplotlib("backends.backend_agg").FigureCanvasAgg(figure)
    figure.patch.set_facecolor(theme.paper)
    return figure


def write_title(figure: Any, text: str, at: tuple[float, float], theme: Theme, size: float = TITLE_SIZE) -> Any:
    """Write a title at a place given in shares of the figure, and return it."""
    return figure.text(*at, text, ha="center", va="center", fontproperties=font("semibold", size), color=theme.ink)


def font(weight: str, size: float) -> Any:
    """Return one of bodymap's own fonts as matplotlib knows it."""
    file = fonts.path(weight)
    named = Font(file.name, fonts.family(file), weight)  # type: ignore[arg-type]
    return font_properties(named, file, size)


def style_bar(bar: Any, theme: Theme, size: float = TEXT) -> None:
    """Set the type of a colour bar in bodymap's font and a theme's ink, and draw thin lines."""
    axis = bar.ax.yaxis if bar.orientation == "vertical" else bar.ax.xaxis
    for text in (*axis.get_ticklabels(), *axis.get_ticklabels(minor=True), axis.get_offset_text()):
        text.set_fontproperties(font("regular", size))
    axis.label.set_fontproperties(font("regular", size + 0.5))
    bar.ax.tick_params(which="both", width=0.6, length=2.5)
    bar.outline.set_linewidth(0.6)
    ink_bar(bar, theme)


def ink_bar(bar: Any, theme: Theme) -> None:
    """Give the lines and the text of a colour bar the ink of a theme."""
    axis = bar.ax.yaxis if bar.orientation == "vertical" else bar.ax.xaxis
    axis.label.set_color(theme.ink)
    axis.get_offset_text().set_color(theme.ink)
    bar.ax.tick_params(which="both", color=theme.quiet, labelcolor=theme.ink)
    bar.outline.set_edgecolor(theme.quiet)


def is_dark(theme: Theme) -> bool:
    """Return whether a theme has light text on dark paper."""
    return luminance(theme.paper) < luminance(theme.ink)


def saved(figure: Any, path: Path, *, dpi: float | None, alt: str) -> Path:
    """Write a figure to a file, whole or not at all, and return its path. It contains no dates and no versions.

    Raises:
        BodymapError: the ending is unknown or the path can't be written to.
    """
    no_folder(path)
    kind = ENDINGS.get(path.suffix.lower())
    if kind is None:
        raise BodymapError(f"{path}: unknown kind of picture {quoted(path.suffix)}; it may be {one_of(ENDINGS)}")
    place(path)
    write(path, encoded(figure, kind, dpi=dpi, alt=alt))
    return path


def encoded(figure: Any, kind: str, *, dpi: float | None, alt: str) -> bytes:
    """Return a figure as the bytes of a file.

    Raises:
        BodymapError: no picture has such a resolution.
        BodymapTypeError: the resolution is not a number.
    """
    if dpi is not None:
        sheets.check_dpi(checks.number(dpi, "dpi"))
    metadata: dict[str, dict[str, Any]] = {
        "png": {"Software": None, "Description": alt},
        "svg": {"Date": None, "Creator": None, "Description": alt},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None, "Subject": alt},
    }
    out = BytesIO()
    more: dict[str, Any] = {"metadata": metadata[kind]} if kind in metadata else {}
    if kind == "svg":
        more["backend"] = svg_backend()
    figure.savefig(out, format=kind, dpi=dpi or "figure", **more)
    return out.getvalue()


def notebook_image(figure: Any, alt: str, plain: str) -> dict[str, str]:
    """Return a figure for a notebook, by MIME type; see `image_bundle`."""
    width = round(figure.get_figwidth() * figure.dpi)
    return image_bundle(encoded(figure, "png", dpi=None, alt=alt), width, alt, plain)
