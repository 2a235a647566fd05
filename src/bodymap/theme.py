"""How a picture looks, as data: colours, line widths in points, type. A theme is a value; `themes` lists them."""

from __future__ import annotations

import msgspec

from .errors import unknown


class MuscleStyle(msgspec.Struct, frozen=True):
    """How muscles of one role are drawn: `fill` over the body with `alpha`, an `edge` of `width` pt.

    `deep_alpha` is the fill of a muscle that lies under another; its edge is dashed with `Theme.dash`.
    """

    fill: str
    edge: str
    alpha: float
    deep_alpha: float
    width: float


class TypeScale(msgspec.Struct, frozen=True):
    """Sizes in points on a sheet whose short side is 540 pt (7.5 in); other sheets scale them, never below `least`."""

    title: float = 26
    lead: float = 12.5
    name: float = 12.5
    note: float = 10
    key: float = 11
    caption: float = 10
    letter: float = 14
    foot: float = 8
    least: float = 7


class Theme(msgspec.Struct, frozen=True):
    """Everything that `draw` needs to know about looks. Colours are #rrggbb, widths and lengths are points.

    `ink` writes, `quiet` writes what may be overlooked (both 4.5:1 on `paper`). The body runs from `body_light` to
    `body_shade` with the plate's shading. Roles differ by hue and by lightness, and by the weight of the edge; ranks,
    from the first to the last, by lightness.
    """

    name: str
    paper: str
    ink: str
    quiet: str
    body_light: str
    body_shade: str
    outline: str
    contour: str
    primary: MuscleStyle
    secondary: MuscleStyle
    ranks: tuple[MuscleStyle, ...]
    other: str
    zone: str
    point: str
    halo: str
    leader: str
    outline_width: float = 0.9
    contour_width: float = 0.55
    other_width: float = 0.4
    fibre_width: float = 0.55
    fibre_alpha: float = 0.5
    leader_width: float = 0.6
    dash: tuple[float, float] = (3.2, 2.0)
    point_size: float = 3.6
    point_width: float = 1.7
    halo_width: float = 3.6
    dot: float = 1.55
    fade: float = 46
    type: TypeScale = TypeScale()

    def role(self, role: str, rank: int = 0) -> MuscleStyle:
        """The style of a role, `primary` or `secondary`; in a picture that ranks its muscles, that of a rank from 1."""
        if rank:
            return self.ranks[min(rank, len(self.ranks)) - 1]
        return self.primary if role == "primary" else self.secondary


CLINIC = Theme(
    name="clinic",
    paper="#ffffff",
    ink="#26211f",
    quiet="#6b635e",
    body_light="#fbf6f1",
    body_shade="#c0b0a4",
    outline="#55493f",
    contour="#8c7b6f",
    primary=MuscleStyle(fill="#cf3a2c", edge="#6b0f0a", alpha=0.62, deep_alpha=0.34, width=1.25),
    secondary=MuscleStyle(fill="#f2ae3d", edge="#7d4f05", alpha=0.62, deep_alpha=0.4, width=0.85),
    ranks=tuple(
        MuscleStyle(fill=fill, edge="#5a1408", alpha=0.74, deep_alpha=0.45, width=1.0)
        for fill in ("#8e1414", "#bf2a1e", "#dc4f2c", "#ec7a3a", "#f49f4e", "#f7be69", "#f8d78b", "#f8e9b8")
    ),
    other="#b5a296",
    zone="#43207a",
    point="#17120f",
    halo="#ffffff",
    leader="#4d4540",
)

themes: dict[str, Theme] = {CLINIC.name: CLINIC}
"""Every theme by its name."""


def named(name: str) -> Theme:
    """The theme of that name; BodymapError names the nearest where there is none."""
    if name not in themes:
        raise unknown("theme", name, themes)
    return themes[name]
