"""Themes, which say how a picture looks: colours, line widths in points, type. `named` reads one from its file.

The themes that come with bodymap are in `assets/themes`; users' themes follow the same rules. A file says only what
differs from the theme that it is `like`, or from `clinic`, which is complete.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from ..files.fields import Id, Line, naming
from ..options.choices import BaseName

DEFAULT = "clinic"

FORMAT = 4
"""Version of the compiled form. Raise it whenever the records below change."""

CLEAR = 3.0
"""Minimum contrast, after WCAG 2.2, of a meaningful shape to its background."""

Colour = Annotated[str, msgspec.Meta(pattern=r"^#[0-9a-fA-F]{6}$", description="a colour as '#cf3a2c', in quotes")]
Share = Annotated[float, msgspec.Meta(ge=0, le=1, description="a number from 0 to 1")]
Width = Annotated[float, msgspec.Meta(ge=0, le=12, description="a width in points, 0 to 12")]
Size = Annotated[float, msgspec.Meta(ge=5, le=72, description="a size in points, 5 to 72")]
Gap = Annotated[float, msgspec.Meta(ge=1, le=40, description="a distance in points, 1 to 40")]
Angle = Annotated[float, msgspec.Meta(ge=-90, le=90, description="an angle in degrees, -90 to 90; 0 is level")]

QUIET_ALPHA = 0.55
"""How opaque a muscle is that is drawn quietly: light enough to be seen on a shaded body."""


class Hatch(msgspec.Struct, frozen=True):
    """Parallel lines in a muscle's edge colour, to tell roles apart without colour.

    Attributes:
        angle: The direction of the lines; 0 is level.
        gap: The distance between two lines.
        width: The width of a line.
    """

    angle: Angle
    gap: Gap
    width: Width


class MuscleStyle(msgspec.Struct, frozen=True):
    """How muscles of one role are drawn.

    Attributes:
        fill: The colour of the muscle.
        edge: The colour of its edge and its hatching.
        alpha: How strong the colour is: its share in the mix with the body's, which is opaque. At 0 there is no colour.
        deep_alpha: The same where the muscle lies under another one. Its edge is dashed with the theme's `dash`, and
            the gaps of its hatching are twice as wide.
        width: The width of the edge, in points.
        hatch: The hatching, if there is any.
    """

    fill: Colour
    edge: Colour
    alpha: Share
    deep_alpha: Share
    width: Width
    hatch: Hatch | None = None


class Scale(msgspec.Struct, frozen=True):
    """How intensity is coloured.

    Attributes:
        map: A perceptually uniform colour map of matplotlib, or `own` for strengths of the main muscles' colour.
        low: The place of intensity 0 on the map.
        high: The place of intensity 1 on the map.
        alpha: How opaque the colour is. At 0 there is no colour, and closer hatching means more.
    """

    map: Annotated[str, naming("scale")]
    low: Share
    high: Share
    alpha: Share


OWN = "own"
"""Used in place of a colour map: strengths of the main muscles' own colour."""

SCALES = ("viridis", "plasma", "inferno", "magma", "cividis", OWN)
"""Colour maps whose lightness rises evenly, so that their order is visible to the colour-blind and in grey."""


class AreaStyle(msgspec.Struct, frozen=True):
    """How an area of the skin is drawn: a soft tint with a dotted edge.

    Attributes:
        tint: The colour of the area.
        alpha: How opaque the tint is.
        edge: The colour of the edge.
        width: The width of the edge, in points.
    """

    tint: Colour
    alpha: Share
    edge: Colour
    width: Width


class StructureStyle(msgspec.Struct, frozen=True):
    """How tendons, fasciae, ligaments, bones, nerves, bursae and joints are drawn. All but nerves are opaque.

    Attributes:
        fill: The colour of all but bones and nerves.
        edge: The colour of their edge and fibres.
        sore: The colour of the edge of what hurts.
        nerve: The colour of a nerve.
        nerve_edge: The colour of its edge.
        bone: The colour of a bone.
        bone_edge: The colour of its edge.
        width: The width of the edge of what hurts, in points; other edges are half as wide.
        nerve_width: The width of a nerve, in points.
    """

    fill: Colour
    edge: Colour
    sore: Colour
    nerve: Colour
    nerve_edge: Colour
    bone: Colour
    bone_edge: Colour
    width: Width
    nerve_width: Width


DIM_TENDON = "#867b6c"
"""Tendons on a dark body: darker than its light edges and dots by 3:1, and lighter than the body."""


class PainStyle(msgspec.Struct, frozen=True):
    """How pain is marked: rings where it hurts, dots where the pain may spread, both on a halo of their own.

    Attributes:
        line: The colour of the rings and of their centre.
        halo: The colour of the halos.
        dot: The colour of the dots.
        strength: What the widths of the rings are multiplied by.
        rim: How far a halo reaches beyond a ring or a centre on each side, in points.
    """

    line: Colour
    halo: Colour
    dot: Colour
    strength: Annotated[float, msgspec.Meta(ge=0.5, le=2, description="a number from 0.5 to 2")] = 1.0
    rim: Width = 1.25


class Marks(msgspec.Struct, frozen=True):
    """The styles of everything drawn on the body, which depend on how light the body is.

    Attributes:
        primary: Main muscles.
        secondary: Muscles that are often involved.
        scale: Intensity.
        area: Areas of the skin.
        other: The lines of other muscles.
        pain: Rings where it hurts, and dots where the pain may spread.
        tendon: Tendons.
    """

    primary: MuscleStyle
    secondary: MuscleStyle
    scale: Scale
    area: AreaStyle
    other: Colour
    pain: PainStyle
    tendon: Colour = DIM_TENDON


WEIGHTS = ("regular", "semibold", "italic")
"""The fonts that a theme can replace."""


class Fonts(msgspec.Struct, frozen=True):
    """Font files (.ttf, .otf) to use in place of Inter or beside it, relative to the theme's folder.

    Attributes:
        regular: The font of running text.
        semibold: The font of titles and names.
        italic: The font of Latin names.
        fallback: Fonts for lines with letters that the others lack, e.g. Chinese or Arabic; the first that has them.
    """

    regular: Line | None = None
    semibold: Line | None = None
    italic: Line | None = None
    fallback: tuple[Line, ...] = ()


class TypeScale(msgspec.Struct, frozen=True):
    """Sizes of type in points, for a sheet whose short side is 540 pt (7.5 in). On other sheets they are scaled.

    Attributes:
        title: The title.
        lead: The summary under it.
        name: The names of muscles.
        note: The note under a name.
        key: The legend.
        caption: The name of the view.
        letter: L and R beside a figure.
        foot: The line at the foot of the page.
        least: The smallest size of any text on any sheet.
    """

    title: Size = 26
    lead: Size = 12.5
    name: Size = 12.5
    note: Size = 10
    key: Size = 11
    caption: Size = 10
    letter: Size = 14
    foot: Size = 8
    least: Size = 7


class Theme(msgspec.Struct, frozen=True):
    """How a picture looks. Colours are `#rrggbb`, widths and lengths are points.

    Attributes:
        name: The name of the theme, which is the name of its file.
        paper: The background.
        ink: The colour of text. Its contrast to the paper must be at least 4.5:1.
        quiet: The colour of text that is less important. Its contrast must be at least 4.5:1 too.
        body_light: The body in full light.
        body_shade: The body in full shade. If it equals `body_light`, the body is flat.
        outline: The outline of the body.
        contour: Lines inside the outline, where one part of the body hides another.
        locator: The small figure that shows which part of the body is drawn.
        primary: Main muscles. They must differ from secondary ones by more than hue: in lightness, edge or hatching.
        secondary: Muscles that are often involved.
        ranks: Muscles that `find` ranks, from the first to the last.
        scale: Intensity.
        area: Areas of the skin.
        structure: Tendons, bones, nerves and joints.
        other: The lines of muscles that are not highlighted.
        pain: Rings where it hurts, and dots where the pain may spread.
        tendon: Tendons.
        base: What the rest of the body is: `skin` with faint lines of the other muscles, or quiet `muscles`.
        relief: How strongly muscles are modelled by light and shade, from 0 to 1.
        point: The X of a trigger point.
        halo: The rim around trigger points, and around text on a transparent background.
        leader: The line from a muscle to its name.
        like: The theme that this one changes. Without it, `clinic`.
        about: What the theme is for, in one line.
        reversed: The marks for a skin that is dark where this theme's body is light, or the other way round. Without
            them, no skin can be chosen.
        skin: The skin to use, unless another one is chosen.
        fonts: Fonts of your own.
        logo: A picture to print on every page: a file, relative to the theme's folder.
        outline_width: The width of the outline.
        contour_width: The width of the contours.
        other_width: The width of the lines of other muscles.
        fibre_width: The width of a fibre's line.
        fibre_alpha: How opaque fibres are.
        leader_width: The width of a leader.
        locator_width: The width of the locator's outline.
        dash: The dashes of a deep muscle's edge: the length of a dash, and of a gap.
        point_size: Half the size of a trigger point's X.
        point_width: The width of its lines.
        halo_width: The width of the lines of its rim.
        dot: The diameter of a dot of pain, without its halo.
        fade: How far the body fades out where a figure ends.
        type: The sizes of type.
    """

    name: Id
    paper: Colour
    ink: Colour
    quiet: Colour
    body_light: Colour
    body_shade: Colour
    outline: Colour
    contour: Colour
    locator: Colour
    primary: MuscleStyle
    secondary: MuscleStyle
    ranks: tuple[MuscleStyle, ...]
    scale: Scale
    area: AreaStyle
    structure: StructureStyle
    other: Colour
    pain: PainStyle
    point: Colour
    halo: Colour
    leader: Colour
    like: Annotated[Id, naming("theme")] | None = None
    about: Line | None = None
    reversed: Marks | None = None
    skin: Annotated[Id, naming("skin")] | None = None
    fonts: Fonts = Fonts()
    logo: Line | None = None
    outline_width: Width = 0.9
    contour_width: Width = 0.55
    other_width: Width = 0.4
    fibre_width: Width = 0.55
    fibre_alpha: Share = 0.5
    leader_width: Width = 0.6
    locator_width: Width = 0.0
    dash: Annotated[tuple[Gap, ...], msgspec.Meta(min_length=2, max_length=2)] = (3.2, 2.0)
    point_size: Width = 3.6
    point_width: Width = 1.7
    halo_width: Width = 3.6
    dot: Width = 1.9
    tendon: Colour = "#fbf7ee"
    relief: Share = 1.0
    base: BaseName = "skin"
    fade: Annotated[float, msgspec.Meta(ge=0, le=200, description="a length in points, 0 to 200")] = 46
    type: TypeScale = TypeScale()

    def role(self, role: str, rank: int = 0) -> MuscleStyle:
        """Return the style of a role, e.g. `primary`, or that of a rank, from 1, if muscles are ranked."""
        if rank:
            return self.ranks[min(rank, len(self.ranks)) - 1]
        if role == "quiet":  # the body's own tone with a clear edge
            return MuscleStyle(self.body_light, self.contour, QUIET_ALPHA, 0.0, self.secondary.width)
        return self.primary if role == "primary" else self.secondary

    @property
    def toned(self) -> bool:
        """Whether the body has light and shade."""
        return self.body_light != self.body_shade


class Skin(msgspec.Struct, frozen=True):
    """A skin tone: the body in light and in shade, its outline, its contours, and its colour in the locator."""

    name: Line
    body_light: Colour
    body_shade: Colour
    outline: Colour
    contour: Colour
    locator: Colour
