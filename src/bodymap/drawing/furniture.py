"""What stands around the figures: words, names with their leaders, the legend; and the X of a point."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from PIL import Image

from ..layout.number_discs import DISC
from ..layout.records import Key, Label, Logo
from ..style import fonts
from ..style.colour import contrast
from ..style.text import Text
from ..style.theme import CLEAR, Theme
from .areas import outlined
from .dots import sample_dots
from .hatching import hatching
from .scale import colour as of_scale
from .scale import coloured
from .shapes import ORDER, mixed
from .words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patheffects import AbstractPathEffect


def draw_texts(texts: Iterable[Text], ax: Axes, look: Theme, *, halo: bool) -> list[Artist]:
    """Lines of text where the scene has them."""
    found: list[Artist] = []
    for text in texts:
        artist = Words(
            text.x,
            text.y,
            text.text,
            color=getattr(look, text.tone),
            fontproperties=_set_in(text, look),
            verticalalignment="baseline",
            zorder=ORDER["text"],
            parse_math=False,
        )
        artist.set(horizontalalignment=text.align)
        if halo:
            artist.set_path_effects(ringed(look))
        ax.add_artist(artist)
        artist.set_clip_on(False)
        found.append(artist)
    return found


def ringed(look: Theme) -> list[AbstractPathEffect]:
    """What keeps words readable on whatever ground a transparent picture gets."""
    from matplotlib.patheffects import withStroke  # here: most pictures have a ground

    return [withStroke(linewidth=2.4, foreground=look.halo)]


def _set_in(text: Text, look: Theme) -> FontProperties:
    """The face of a text by its file; its names are for an SVG whose text stays text."""
    face = str(_face(text, look))
    return FontProperties(
        family=_family(face),
        style="italic" if text.weight == "italic" else "normal",
        weight="semibold" if text.weight == "semibold" else "normal",
        fname=face,
        size=text.size,
    )


@cache
def _family(face: str) -> str:
    return str(FT2Font(face).family_name)


def _face(text: Text, look: Theme) -> FilePath:
    """The font file of a text: the theme's own if it has every letter of it, else Inter."""
    own = fonts.path(text.weight, look.fonts)
    return own if set(map(ord, text.text)) <= _letters(own) else fonts.path(text.weight)


@cache
def _letters(face: FilePath) -> frozenset[int]:
    return frozenset(FT2Font(str(face)).get_charmap())


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
    if key.kind in ("primary", "secondary", "rank"):
        style = look.role(key.kind, key.rank)
        ground = PathPatch(sample, fc=look.body_light, ec="none")
        patches = [ground, PathPatch(sample, fc=to_rgba(style.fill, style.alpha), ec=style.edge, lw=style.width)]
        if hatch := hatching(key.swatch, style):
            hatch.set_zorder(ORDER["muscle"] + 0.1)
            ax.add_collection(hatch, autolim=False)
            hatch.set_clip_path(sample, ax.transData)
            found.append(hatch)
    elif key.kind == "scale":
        found += _ramp(key, ax, look)
        patches = [PathPatch(sample, fc="none", ec=look.primary.edge, lw=look.secondary.width)]
    elif key.kind == "area":
        patches = [PathPatch(sample, fc=look.body_light, ec="none")]
        for artist, layer in outlined(sample, ax.transData, look):
            artist.set_zorder(ORDER[layer] + ORDER["muscle"])
            ax.add_artist(artist)
            found.append(artist)
    elif key.kind == "deep":
        edge = look.quiet if contrast(look.quiet, look.body_light) >= CLEAR else look.secondary.edge
        patches = [PathPatch(sample, fc=look.body_light, ec=edge, lw=1.0, linestyle=(0, look.dash))]
    elif key.kind == "point":
        return found + draw_marks([middle], ax, look)
    else:
        dots = sample_dots(key.swatch, look)
        line = Line2D(dots[:, 0], dots[:, 1], linestyle="none", marker="o", markersize=look.dot)
        line.set(markeredgewidth=0, color=look.zone)
        ax.add_line(line)
        if not halo and contrast(look.zone, look.paper) >= CLEAR:
            return [*found, line]
        patches = [PathPatch(sample, fc=look.body_light, ec="none")]
        found.append(line)
        line.set_zorder(ORDER["zone"])
    for patch in patches:
        patch.set_zorder(ORDER["muscle"])
        ax.add_artist(patch)
    return [*found, *patches]


def _ramp(key: Key, ax: Axes, look: Theme) -> list[Artist]:
    """The scale of intensity, from 0 at the left to 1 at the right: in colours, or in steps of hatching."""
    x0, y0, x1, y1 = key.swatch
    if look.scale.alpha == 0:
        found: list[Artist] = []
        edges = np.linspace(x0, x1, 6)
        for step, (left, right) in enumerate(pairwise(edges)):
            box = (float(left), y0, float(right), y1)
            if hatch := hatching(box, coloured(look.primary, look, step / 4)):
                hatch.set_zorder(ORDER["muscle"])
                ax.add_collection(hatch, autolim=False)
                hatch.set_clip_path(Path([(left, y0), (right, y0), (right, y1), (left, y1), (left, y0)]), ax.transData)
                found.append(hatch)
        return found
    ramp = AxesImage(ax, extent=(x0, x1, y0, y1), origin="upper", interpolation="bilinear")
    over = [mixed(of_scale(look, t), look.body_light, look.scale.alpha) for t in np.linspace(0, 1, 65)]
    ramp.set_data(np.round(np.array([over]) * 255).astype(np.uint8))
    ramp.set_zorder(ORDER["muscle"])
    ax.add_artist(ramp)
    return [ramp]


def draw_logo(logo: Logo, ax: Axes) -> list[Artist]:
    """A picture in its box."""
    x0, y0, x1, y1 = logo.place
    with Image.open(logo.path) as picture:
        pixels = np.asarray(picture.convert("RGBA"))
    image = AxesImage(ax, extent=(x0, x1, y0, y1), origin="upper", interpolation="antialiased")
    image.set_data(pixels)
    image.set(zorder=ORDER["text"], gid="logo")
    ax.add_artist(image)
    return [image]


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
