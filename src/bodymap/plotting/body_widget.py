"""`widget`: values on a body as a fragment of HTML, for notebooks and dashboards, without a server or a script."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from html import escape
from os import PathLike
from pathlib import Path
from typing import Any, Unpack
from xml.etree.ElementTree import Element, SubElement, tostring  # noqa: TID251 (only builds elements, parses nothing)

from ..backends.html import PageStyles, picture
from ..errors import BodymapError
from ..export.targets import no_folder, place
from ..files.disk import write
from ..layout.plot_figures import aspect_of
from ..options.calls import takes
from ..style.theme import Theme
from . import frames
from .figures import look_of
from .options import PlotKeywords, PlotOptions
from .panel import Channels, displayed, planned
from .preparation import asked_for, prepare
from .scale import ColourScale, ticks

HEIGHT = 430.0
"""Height of the bodies, pt; the page scales them to its width."""

BAR = (14.0, 190.0, 96.0)
"""Width and height of a colour bar, and the width with its numbers, in units of its own picture."""

STEPS = 64
"""Number of fields of a colour bar."""

STYLE = """
.{id} {{ display: flex; flex-wrap: wrap; gap: 1rem; align-items: center; justify-content: center; margin: 0;
  font: 14px/1.4 Inter, system-ui, "Segoe UI", Helvetica, Arial, sans-serif; color: {ink}; background: {paper}; }}
.{id} figcaption {{ flex-basis: 100%; text-align: center; font-weight: 600; }}
.{id} .bodies {{ flex: 1 1 16rem; max-width: {wide}px; height: auto; }}
.{id} .bar {{ flex: none; width: {bar}px; height: auto; }}
.{id} .muscle, .{id} .structure {{ cursor: pointer; }}
.{id} .muscle:hover [class$="edge-value"], .{id} .structure:hover [class$="edge-value"],
.{id} .muscle:focus [class$="edge-value"], .{id} .structure:focus [class$="edge-value"] {{ stroke-width: 2; }}
.{id} :focus {{ outline: none; }}
.{id} :focus-visible {{ outline: 2px solid #1a5fb4; outline-offset: 1px; }}
"""


@dataclass(frozen=True, repr=False)
class BodyWidget:
    """A fragment of HTML that shows values on a body; each part shows its name and value when pointed at.

    Attributes:
        html: the fragment, one `figure` element with its style.
        title: what it is about.
        alt: a short text for people who can't see it.
    """

    html: str
    title: str
    alt: str

    def save(self, path: str | PathLike[str]) -> Path:
        """Write a page with nothing but the plot to a file, .html.

        Raises:
            BodymapError: the ending is another one, or the path can't be written to.
        """
        target = Path(path)
        no_folder(target)
        if target.suffix.lower() not in (".html", ".htm"):
            raise BodymapError(f"{target}: a widget is written to .html")
        place(target)
        head = f'<meta charset="utf-8"><title>{escape(self.title)}</title>'
        view = '<meta name="viewport" content="width=device-width, initial-scale=1">'
        page = f'<!doctype html>\n<html lang="en"><head>{head}{view}</head>\n<body>\n{self.html}\n</body></html>\n'
        write(target, page.encode())
        return target

    def __str__(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"<bodymap widget: {self.title}>"

    def _repr_html_(self) -> str:
        return self.html


@takes(PlotOptions)
def widget(
    data: Any,
    options: PlotOptions | None = None,
    *,
    muscle: str | None = None,
    side: str | None = None,
    value: str | None = None,
    norm: Any = None,
    palette: Any = None,
    mark: str | None = None,
    edge: str | None = None,
    hatch: str | None = None,
    **keywords: Unpack[PlotKeywords],
) -> BodyWidget:
    """Make a fragment of HTML that shows values on a body.

    A notebook shows it by itself; `str(widget)` goes into Streamlit (`st.html`), Dash, Quarto or any page. It holds one
    SVG and its style, loads nothing and runs nothing.

    Args:
        data: a mapping or a table, as for `plot`.
        options: the options of the plot.
        muscle: the column of names.
        side: the column of sides.
        value: the column of values.
        norm: a norm of matplotlib.
        palette: for classes, their colours.
        mark: a column of marks or probabilities.
        edge: a column of numbers that set the width of the edge.
        hatch: a column of yes or no that sets hatching.
        keywords: single options, which override `options`; see `PlotOptions`.

    Raises:
        BodymapError: as for `plot`.
        BodymapTypeError: a value has the wrong Python type.
    """
    asked, cmap = asked_for(options, keywords)
    channels = Channels(mark, edge, hatch)
    rows = frames.read(data, frames.Columns(muscle, side, value), channels.columns)
    ready = prepare(rows, asked, channels, cmap=cmap, norm=norm, palette=palette)
    (panel,), views, scale = ready.panels, ready.views, ready.scale
    aspect = aspect_of(views)
    names = 360.0 * len(views) if asked.labels == "names" else 0.0
    size = max(HEIGHT * aspect * 1.02, 180.0) + names, HEIGHT
    display = displayed(planned(panel, views, scale, asked, size, ready.legend), panel, asked)
    # A name of its own keeps the styles of several widgets on a page apart.
    own = f"bodymap-{sha256(repr((display.alt, display.styles, size)).encode()).hexdigest()[:10]}"
    styles = PageStyles()
    box = (0.0, 0.0, *size)
    svg = picture(display, display.items, box, f"{own}-", styles, display.alt, class_prefix=f"{own}-", titled=True)
    svg.set("class", "bodies")
    html = _fragment(own, svg, styles, scale, asked, size[0])
    return BodyWidget(html, display.title, display.alt)


def _fragment(own: str, svg: Element, styles: PageStyles, scale: ColourScale, options: PlotOptions, wide: float) -> str:
    theme = look_of(options)
    figure = Element("figure", {"class": own})
    style = SubElement(figure, "style")
    own_style = STYLE.format(id=own, wide=round(wide * 1.4), bar=round(BAR[2]), ink=theme.ink, paper=theme.paper)
    style.text = f"{own_style}{styles.text()}\n"
    if options.title:
        SubElement(figure, "figcaption").text = options.title
    figure.append(svg)
    if not scale.classes:
        figure.append(_bar(scale, options.label, theme))
    return str(tostring(figure, encoding="unicode", method="html"))


def _bar(scale: ColourScale, label: str, theme: Theme) -> Element:
    """Return a colour bar: even steps of the norm, and ticks where the norm puts their values."""
    wide, tall, whole = BAR
    top = 12.0
    bar = Element("svg", {"class": "bar", "viewBox": f"0 0 {whole:g} {tall + 2 * top:g}", "role": "img"})
    bar.set("aria-label", f"{label}: {scale.mappable.norm.vmin:g} – {scale.mappable.norm.vmax:g}".removeprefix(": "))
    step = tall / STEPS
    for n in range(STEPS):
        colour = scale.at((n + 0.5) / STEPS)
        y = top + tall - (n + 1) * step
        # A field reaches under the next one, so that no gap shines through.
        box = {"x": "0", "y": f"{y:.2f}", "width": f"{wide:g}", "height": f"{step + (0.5 if n else 0):.2f}"}
        SubElement(bar, "rect", box | {"fill": colour})
    for at, said in ticks(scale):
        level = f"{top + tall * (1 - at):.2f}"
        line = {"x1": f"{wide:g}", "x2": f"{wide + 4:g}", "y1": level, "y2": level, "stroke": theme.quiet}
        SubElement(bar, "line", line)
        text = {"x": f"{wide + 8:g}", "y": level, "dy": "0.35em", "font-size": "12", "fill": theme.ink}
        SubElement(bar, "text", text).text = said
    if label:
        middle = top + tall / 2
        turned = {"transform": f"translate({whole - 6:g} {middle:g}) rotate(-90)", "text-anchor": "middle"}
        SubElement(bar, "text", turned | {"font-size": "12", "fill": theme.ink}).text = label
    return bar
