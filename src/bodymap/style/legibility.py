"""Measure a theme's legibility: text on paper, shapes on their background, roles for all kinds of colour vision."""

from __future__ import annotations

from collections.abc import Iterator

from .colour import EYES, Rgb, apart, contrast, mixed, rgb
from .theme import CLEAR, Hatch, MuscleStyle, Theme

TEXT = 4.5
"""Minimum contrast of text on paper: WCAG 2.2, level AA."""

STRONG = 7.0
"""The same for level AAA."""

APART = 10.0
"""Minimum CIEDE2000 distance between the flat colours of two roles: ten times the smallest visible one."""

BESIDE = 5.0
"""The same between a role and the lit body, except in grey. It is lower because the edge, at 3:1, helps too."""

TURNED, SPACED = 45.0, 1.6
"""Two hatchings look different if they are this many degrees apart, or if one has gaps this many times as wide."""


def shortfalls(theme: Theme, *, text: float = TEXT) -> Iterator[str]:
    """Yield the problems of a theme, one per line; nothing if there are none."""
    pairs: list[tuple[str, str | Rgb, str | Rgb, float]] = [
        ("ink on paper", theme.ink, theme.paper, text),
        ("quiet on paper", theme.quiet, theme.paper, text),
        ("outline on paper", theme.outline, theme.paper, CLEAR),
        ("leader on paper", theme.leader, theme.paper, CLEAR),
        ("leader on its halo", theme.leader, theme.halo, CLEAR),
        ("point on its halo", theme.point, theme.halo, text),
        ("pain.line on its halo", theme.pain.line, theme.pain.halo, TEXT),
        ("pain.dot on its halo", theme.pain.dot, theme.pain.halo, TEXT),
    ]
    seen: list[tuple[str, Rgb]] = []
    parts = theme.structure
    pairs += [
        ("structure.edge on its fill", parts.edge, parts.fill, CLEAR),
        ("structure.sore on its fill", parts.sore, parts.fill, CLEAR),
        ("structure.sore on a bone", parts.sore, parts.bone, CLEAR),
        ("structure.nerve_edge on a nerve", parts.nerve_edge, parts.nerve, CLEAR),
    ]
    seen += [(f"pain.line or its halo on structure.{name}", rgb(getattr(parts, name))) for name in ("fill", "bone")]
    for name, ground in _grounds(theme).items():
        area = mixed(theme.area.tint, theme.area.alpha, ground)
        seen.append((f"pain.line or its halo on {name}", ground))
        pairs += [
            (f"pain.dot on {name}", theme.pain.dot, ground, CLEAR),
            (f"area.edge on {name}", theme.area.edge, ground, CLEAR),
            (f"pain.dot on the area on {name}", theme.pain.dot, area, CLEAR),
        ]
        for role in ("primary", "secondary"):
            style = theme.role(role)
            pairs.append((f"{role}.edge on {name}", style.edge, ground, CLEAR))
            for kind, fill in _fills(style, theme, ground).items():
                pairs.append((f"{role}.edge on its {kind}, on {name}", style.edge, fill, CLEAR))
                pairs.append((f"pain.dot on the {kind} of {role}, on {name}", theme.pain.dot, fill, CLEAR))
                seen.append((f"pain.line or its halo on the {kind} of {role}, on {name}", fill))
    for what, one, other, least in pairs:
        if (found := contrast(one, other)) < least:
            yield f"{what}: contrast {found:.1f}:1, less than {least:g}:1"
    for what, ground in seen:
        best = max(contrast(theme.pain.line, ground), contrast(theme.pain.halo, ground))
        if best < CLEAR:
            yield f"{what}: contrast {best:.1f}:1, less than {CLEAR:g}:1"
    yield from _roles(theme)


def _roles(theme: Theme) -> Iterator[str]:
    """Yield where the two roles can't be told from each other or from the body, by colour or by hatching."""
    ground = rgb(theme.body_light)
    one, other = (mixed(theme.role(r).fill, theme.role(r).alpha, ground) for r in ("primary", "secondary"))
    for eye in EYES if not hatched_apart(theme.primary.hatch, theme.secondary.hatch) else ():
        if (found := apart(one, other, eye)) < APART:
            yield f"primary and secondary, {eye}: CIEDE2000 {found:.1f}, less than {APART:g}"
    for role in ("primary", "secondary"):
        style = theme.role(role)
        for eye in EYES if not style.hatch else ():
            found = apart(mixed(style.fill, style.alpha, ground), ground, eye)
            if found < BESIDE and eye != "grey":
                yield f"{role} and the body, {eye}: CIEDE2000 {found:.1f}, less than {BESIDE:g}"


def hatched_apart(one: Hatch | None, other: Hatch | None) -> bool:
    """Return whether hatching tells two shapes apart: only one has it, or they differ in direction or density."""
    if one is None or other is None:
        return one is not other
    turn = abs(one.angle - other.angle) % 180
    return min(turn, 180 - turn) >= TURNED or max(one.gap, other.gap) >= SPACED * min(one.gap, other.gap)


def _grounds(theme: Theme) -> dict[str, Rgb]:
    return {"body_light": rgb(theme.body_light), "body_shade": rgb(theme.body_shade)}


def _fills(style: MuscleStyle, theme: Theme, ground: Rgb) -> dict[str, Rgb]:
    """Return the fill of a muscle, which is opaque, its tendon, and its tint of the ground where it is covered."""
    fill = mixed(style.fill, style.alpha, theme.body_light)
    return {"fill": fill, "tendon": rgb(theme.tendon), "deep fill": mixed(style.fill, style.deep_alpha, ground)}
