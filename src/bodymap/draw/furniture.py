"""What stands around the figures: words, names with their leaders, the legend, the locators; and the X of a point."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Text as TextArtist

from .. import fonts, plates
from ..labels import DISC
from ..layout import Key, Label, Locator
from ..theme import Theme
from ..typeset import Text
from .dots import sample_dots
from .shapes import ORDER, mixed, path, placing


def draw_texts(texts: Iterable[Text], ax: Axes, look: Theme, *, halo: bool) -> list[Artist]:
    """Lines of text where the scene has them."""
    found: list[Artist] = []
    for text in texts:
        artist = TextArtist(
            text.x,
            text.y,
            text.text,
            color=look.ink if text.tone == "ink" else look.quiet,
            fontproperties=_face(text),
            verticalalignment="baseline",
            zorder=ORDER["text"],
            parse_math=False,
        )
        artist.set(horizontalalignment=text.align)
        if halo:
            artist.set_path_effects([withStroke(linewidth=2.4, foreground=look.halo)])
        ax.add_artist(artist)
        artist.set_clip_on(False)
        found.append(artist)
    return found


def _face(text: Text) -> FontProperties:
    """The bundled file; its names are for an SVG whose text stays text."""
    return FontProperties(
        family="Inter",
        style="italic" if text.weight == "italic" else "normal",
        weight=600 if text.weight == "semibold" else 400,
        fname=str(fonts.path(text.weight)),
        size=text.size,
    )


def draw_label(label: Label, ax: Axes, look: Theme, *, halo: bool) -> list[Artist]:
    """A name, with its leader or its number in a disc."""
    found = draw_texts(label.lines, ax, look, halo=halo)
    if label.badge:
        found += _badge(label.badge, label.number, ax, look)
    if label.leader:
        x, y = zip(*label.leader, strict=True)
        for colour, width, size, layer in ((look.halo, 1.3, 2.6, 0.0), (look.leader, 0.0, 1.55, 0.1)):
            line = Line2D(x, y, color=colour, lw=look.leader_width + width, zorder=ORDER["leader"] + layer)
            line.set(solid_capstyle="butt", solid_joinstyle="round", alpha=0.75 if width else 1.0)
            line.set_gid(f"leader.{label.muscle}")
            dot = Line2D(
                x[-1:], y[-1:], marker="o", markersize=size * 2, markeredgewidth=0, color=colour, linestyle="none"
            )
            dot.set_zorder(ORDER["leader"] + 0.2 + layer)
            for artist in (line, dot):
                ax.add_line(artist)
                found.append(artist)
    return found


def _badge(at: tuple[float, float], number: str, ax: Axes, look: Theme) -> list[Artist]:
    """A number in a disc."""
    size = look.type.foot
    disc = Line2D([at[0]], [at[1]], linestyle="none", marker="o", markersize=2 * DISC, color=look.paper)
    disc.set(markeredgecolor=look.leader, markeredgewidth=look.leader_width, zorder=ORDER["leader"])
    ax.add_line(disc)
    text = Text(number, at[0], at[1] - size * 0.36, size, "semibold", align="center")
    return [disc, *draw_texts([text], ax, look, halo=False)]


def draw_key(key: Key, ax: Axes, look: Theme, *, halo: bool) -> list[Artist]:
    """A sample and its words."""
    x0, y0, x1, y1 = key.swatch
    middle = ((x0 + x1) / 2, (y0 + y1) / 2)
    found = draw_texts(key.lines, ax, look, halo=halo)
    sample = Path([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], [1, 2, 2, 2, 79])
    role, _, rank = key.kind.partition("-")
    if role in ("primary", "secondary", "rank"):
        style = look.role(role, int(rank or 0))
        ground = PathPatch(sample, fc=look.body_light, ec="none")
        patches = [ground, PathPatch(sample, fc=to_rgba(style.fill, style.alpha), ec=style.edge, lw=style.width)]
    elif key.kind == "deep":
        patches = [PathPatch(sample, fc=look.body_light, ec=look.quiet, lw=1.0, linestyle=(0, look.dash))]
    elif key.kind == "point":
        return found + draw_marks([middle], ax, look)
    else:
        dots = sample_dots(key.swatch, look)
        line = Line2D(dots[:, 0], dots[:, 1], linestyle="none", marker="o", markersize=look.dot)
        line.set(markeredgewidth=0, color=look.zone)
        ax.add_line(line)
        if not halo:
            return [*found, line]
        patches = [PathPatch(sample, fc=look.body_light, ec="none")]
        found.append(line)
        line.set_zorder(ORDER["zone"])
    for patch in patches:
        patch.set_zorder(ORDER["muscle"])
        ax.add_artist(patch)
    return [*found, *patches]


def draw_locator(locator: Locator, ax: Axes, look: Theme, *, halo: bool) -> list[Artist]:
    """The whole body in one tone, and the frame on it."""
    plate = plates.load(locator.body, locator.view)
    place = placing(locator, ax)
    tone = mixed(look.body_shade, look.paper, 0.55)
    body = PathPatch(path(plate.outline), fc=tone, ec="none", transform=place)
    body.set_gid("locator")
    x0, y0, x1, y1 = locator.shows
    frame = Rectangle((x0, y0), x1 - x0, y1 - y0, fc="none", ec=look.ink, lw=0.9, joinstyle="miter", gid="shows")
    if halo:
        frame.set_path_effects([withStroke(linewidth=2.4, foreground=look.halo)])
    for artist in (body, frame):
        ax.add_artist(artist)
    return [body, frame, *draw_texts(locator.letters, ax, look, halo=halo)]


def draw_marks(places: Sequence[tuple[float, float]], ax: Axes, look: Theme, shrink: float = 1.0) -> list[Artist]:
    """An X at each place, with a light halo; smaller, by `shrink`, where the body is small."""
    if not places:
        return []
    x, y = zip(*places, strict=True)
    cross = MarkerStyle("x", capstyle="round")
    found: list[Artist] = []
    for colour, width, layer in ((look.halo, look.halo_width, 0.0), (look.point, look.point_width, 0.1)):
        line = Line2D(x, y, linestyle="none", marker=cross, color=colour, zorder=ORDER["mark"] + layer)
        line.set(
            markersize=look.point_size * 2 * shrink,
            markeredgewidth=width * shrink,
            markeredgecolor=colour,
            gid="points",
        )
        ax.add_line(line)
        found.append(line)
    return found
