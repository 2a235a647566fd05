"""Turn a planned plot into a display list: its bodies, the texts on them, and the legend."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ..body.geometry import bounds
from ..pages.plot_page import PlotKey, PlotScene
from ..style.theme import Hatch
from .bodies import figure_group
from .compile import figure_words
from .furniture import name_group, words
from .hatching import hatch_lines
from .paints import EDGE, HATCH_WIDTH, MISSING, edge_colour
from .records import Display, Group, Item, Path, Style
from .shapes import rectangle, segments
from .styles import Styles

DPI = 144
"""Resolution of a plot that is not part of a matplotlib figure, dots per inch."""


def compile_plot(scene: PlotScene, *, title: str, alt: str, paper: str = "") -> Display:
    """Return the display list of a plot, from back to front.

    Args:
        scene: the plot.
        title: what it is about.
        alt: what it shows, in words.
        paper: the colour of the ground; empty for none.
    """
    styles = Styles(scene.theme)
    items = (
        *(figure_group(shown, styles, {}, transparent=True) for shown in scene.figures),
        *(name_group(label, styles, halo=False) for label in scene.labels),
        *(group for shown in scene.figures for group in figure_words(shown, styles, halo=False)),
        *(Group("legend", tuple(_key(key, styles)), part="legend") for key in scene.legend),
    )
    return Display(
        width=scene.size[0],
        height=scene.size[1],
        dpi=DPI,
        unit="pt",
        paper=paper,
        theme_paper=scene.theme.paper,
        title=title,
        alt=alt,
        description=alt,
        items=items,
        styles=styles.styles,
        fonts=styles.fonts,
    )


def compile_legend(scene: PlotScene) -> Display:
    """Return the display list of a legend by itself."""
    return compile_plot(scene, title="", alt="")


def _key(key: PlotKey, styles: Styles) -> Iterator[Item]:
    """Yield an entry of the legend: its sample, or the text that it explains, and its words."""
    theme, look, box = styles.theme, key.look, rectangle(key.swatch)
    if look.text:
        x0, _, x1, _ = key.swatch
        middle = msgspec.structs.replace(key.words, text=look.text, x=(x0 + x1) / 2, align="center", weight="semibold")
        yield from words([msgspec.structs.replace(middle, y=key.words.y)], styles, halo=False)
    else:
        name = look.fill.removeprefix("#").lower() or "missing"
        yield Path(box, styles.add(f"value-{name}", Style(fill=look.fill or theme.body_light)), "legend")
        if gap := look.hatch or (0.0 if look.fill else MISSING.gap):
            angle = MISSING.angle if look.fill else -MISSING.angle
            lines = hatch_lines(bounds([box]), Hatch(angle, gap, HATCH_WIDTH))
            width = HATCH_WIDTH if look.fill else MISSING.width
            drawn = styles.line(f"hatch-{name}", edge_colour(theme, look.fill), width)
            if len(lines):
                yield Path(segments(lines), drawn, "legend", clip=box)
        edge = Style(stroke=theme.outline, width=round(EDGE * look.edge, 2), join="round")
        yield Path(box, styles.add("edge-value", edge), "legend")
    yield from words([key.words], styles, halo=False)
