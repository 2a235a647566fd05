"""Colours by numbers: contrast as WCAG 2.2 defines it, and what is left of a difference when colours are not seen.

Simulation: Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision deficiency", IEEE
Trans. Vis. Comput. Graph. 15 (2009) 1291-1298, doi 10.1109/TVCG.2009.113, severity 1. Difference: CIE 1976 in L*a*b* (D65).
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from bodymap.errors import BodymapError
from bodymap.theme import MuscleStyle, Theme, named, themes

SEEN = {
    "as it is": np.eye(3),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
    "grey": np.tile([0.2126, 0.7152, 0.0722], (3, 1)),
}

APART = 12.0
"""L*a*b* distance at which two flat colours are told apart at a glance: five times the just noticeable 2.3."""

ALL = pytest.mark.parametrize("theme", themes.values(), ids=themes)


def linear(colour: object) -> np.ndarray:
    c = np.array(to_rgb(colour))  # type: ignore[arg-type]
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def luminance(colour: object) -> float:
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(a: object, b: object) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def laid(colour: str, alpha: float, ground: object) -> tuple[float, ...]:
    return tuple(alpha * np.array(to_rgb(colour)) + (1 - alpha) * np.array(to_rgb(ground)))  # type: ignore[arg-type]


def lab(colour: object, seen: np.ndarray) -> np.ndarray:
    rgb = np.clip(seen @ linear(colour), 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ rgb
    t = xyz / [0.9505, 1.0, 1.089]
    f = np.where(t > 0.008856, np.cbrt(t), 7.787 * t + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def grounds(theme: Theme) -> list[str]:
    return [theme.body_light, theme.body_shade]


def fills(theme: Theme) -> list[tuple[MuscleStyle, tuple[float, ...]]]:
    return [
        (style, laid(style.fill, alpha, ground))
        for style in (theme.primary, theme.secondary)
        for alpha in (style.alpha, style.deep_alpha)
        for ground in grounds(theme)
    ]


@ALL
def test_text_stands_out_from_the_paper(theme: Theme) -> None:
    assert contrast(theme.ink, theme.paper) >= 7
    assert contrast(theme.quiet, theme.paper) >= 4.5


@ALL
def test_shapes_that_mean_something_stand_out_from_what_they_lie_on(theme: Theme) -> None:
    for style, fill in fills(theme):
        assert contrast(style.edge, fill) >= 3, "a muscle's edge on its own fill"
    for ground in grounds(theme):
        for colour in (theme.primary.edge, theme.secondary.edge, theme.zone, theme.point, theme.leader):
            assert contrast(colour, ground) >= 3
    for _, fill in fills(theme):
        assert contrast(theme.point, theme.halo) >= 7
        assert contrast(theme.zone, fill) >= 3, "dots of a zone on a muscle"
    assert contrast(theme.outline, theme.paper) >= 3


@ALL
@pytest.mark.parametrize("sight", SEEN)
def test_roles_stay_apart_for_every_eye(theme: Theme, sight: str) -> None:
    ground = theme.body_light
    flat = {
        "primary": laid(theme.primary.fill, theme.primary.alpha, ground),
        "secondary": laid(theme.secondary.fill, theme.secondary.alpha, ground),
        "body": to_rgb(ground),
    }
    for (a, one), (b, other) in combinations(flat.items(), 2):
        apart = np.linalg.norm(lab(one, SEEN[sight]) - lab(other, SEEN[sight]))
        assert apart >= APART, f"{a} and {b}"


@ALL
def test_roles_are_never_colour_alone(theme: Theme) -> None:
    assert theme.primary.width > theme.secondary.width
    assert theme.primary.deep_alpha < theme.primary.alpha
    assert len(theme.dash) == 2
    assert theme.type.least >= 7


def test_a_theme_is_found_by_its_name() -> None:
    assert named("clinic") is themes["clinic"]
    with pytest.raises(BodymapError, match=r"^unknown theme 'clinick'; did you mean 'clinic'\?"):
        named("clinick")
