"""Whether a theme can be read, by numbers: text on paper, shapes on what they lie on, roles for every eye."""

from __future__ import annotations

from collections.abc import Iterator

from .colour import EYES, Rgb, apart, contrast, mixed, rgb
from .theme import CLEAR, Hatch, MuscleStyle, Theme

TEXT = 4.5
"""The contrast that text has to its paper: WCAG 2.2, level AA."""

STRONG = 7.0
"""The same, level AAA."""

APART = 10.0
"""The CIEDE2000 distance between the flat colours of two roles: ten times what is just noticed, told at a glance."""

BESIDE = 5.0
"""The same between a role and the light of the body, for eyes that see some colour: its edge, at 3:1, tells it too."""

TURNED, SPACED = 45.0, 1.6
"""Two hatchings are told apart by so many degrees between them, or by gaps that are so many times as wide."""


def shortfalls(theme: Theme, *, text: float = TEXT) -> Iterator[str]:
    """What of a theme falls short, a line each; nothing where all is well."""
    pairs: list[tuple[str, str | Rgb, str | Rgb, float]] = [
        ("ink on paper", theme.ink, theme.paper, text),
        ("quiet on paper", theme.quiet, theme.paper, text),
        ("outline on paper", theme.outline, theme.paper, CLEAR),
        ("leader on paper", theme.leader, theme.paper, CLEAR),
        ("leader on its halo", theme.leader, theme.halo, CLEAR),
        ("point on its halo", theme.point, theme.halo, text),
    ]
    for name, ground in _grounds(theme).items():
        pairs += [
            (f"zone on {name}", theme.zone, ground, CLEAR),
            (f"area.edge on {name}", theme.area.edge, ground, CLEAR),
            (f"zone on the area on {name}", theme.zone, mixed(theme.area.tint, theme.area.alpha, ground), CLEAR),
        ]
        for role in ("primary", "secondary"):
            style = theme.role(role)
            pairs.append((f"{role}.edge on {name}", style.edge, ground, CLEAR))
            for kind, fill in _fills(style, ground).items():
                pairs.append((f"{role}.edge on its {kind}, on {name}", style.edge, fill, CLEAR))
                pairs.append((f"zone on the {kind} of {role}, on {name}", theme.zone, fill, CLEAR))
    for what, one, other, least in pairs:
        if (found := contrast(one, other)) < least:
            yield f"{what}: contrast {found:.1f}:1, less than {least:g}:1"
    yield from _roles(theme)


def _roles(theme: Theme) -> Iterator[str]:
    """Whether the two roles are told apart, and from the body: by colour, or by hatching."""
    for name, ground in _grounds(theme).items():
        one, other = (mixed(theme.role(r).fill, theme.role(r).alpha, ground) for r in ("primary", "secondary"))
        for eye in EYES if not hatched_apart(theme.primary.hatch, theme.secondary.hatch) else ():
            if (found := apart(one, other, eye)) < APART:
                yield f"primary and secondary, on {name}, {eye}: CIEDE2000 {found:.1f}, less than {APART:g}"
    ground = rgb(theme.body_light)
    for role in ("primary", "secondary"):
        style = theme.role(role)
        for eye in EYES if not style.hatch else ():
            found = apart(mixed(style.fill, style.alpha, ground), ground, eye)
            if found < BESIDE and eye != "grey":
                yield f"{role} and the body, {eye}: CIEDE2000 {found:.1f}, less than {BESIDE:g}"


def hatched_apart(one: Hatch | None, other: Hatch | None) -> bool:
    """Whether hatching tells two shapes apart: one has none, or they differ in direction or in density."""
    if one is None or other is None:
        return one is not other
    turn = abs(one.angle - other.angle) % 180
    return min(turn, 180 - turn) >= TURNED or max(one.gap, other.gap) >= SPACED * min(one.gap, other.gap)


def _grounds(theme: Theme) -> dict[str, Rgb]:
    return {"body_light": rgb(theme.body_light), "body_shade": rgb(theme.body_shade)}


def _fills(style: MuscleStyle, ground: Rgb) -> dict[str, Rgb]:
    return {"fill": mixed(style.fill, style.alpha, ground), "deep fill": mixed(style.fill, style.deep_alpha, ground)}
