"""Colour calculations: contrast, simulated colour blindness, and the distance between two colours.

Contrast follows WCAG 2.2. Colour blindness is simulated after Machado, Oliveira and Fernandes, "A physiologically-
based model for simulation of color vision deficiency", IEEE Trans. Vis. Comput. Graph. 15 (2009) 1291-1298, doi
10.1109/TVCG.2009.113, at severity 1. Distance is CIEDE2000 after Sharma, Wu and Dalal, "The CIEDE2000 color-difference
formula", Color Res. Appl. 30 (2005) 21-30, doi 10.1002/col.20070, for D65 and sRGB.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Rgb = tuple[float, float, float]
"""Red, green and blue from 0 to 1, sRGB."""

_LIGHT = np.array([0.2126, 0.7152, 0.0722])
_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])

EYES: dict[str, NDArray[np.float64]] = {
    "all colours": np.eye(3),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
    "grey": np.tile(_LIGHT, (3, 1)),
}
"""For each kind of colour vision, and for a photocopy: the matrix that it applies to linear light."""


def rgb(colour: str) -> Rgb:
    """Return #rrggbb as numbers."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def mixed(colour: str | Rgb, alpha: float, ground: str | Rgb) -> Rgb:
    """Return a translucent colour over a background, mixed as renderers do."""
    over, under = (rgb(c) if isinstance(c, str) else c for c in (colour, ground))
    red, green, blue = (alpha * a + (1 - alpha) * b for a, b in zip(over, under, strict=True))
    return red, green, blue


def to_hex(colour: Rgb) -> str:
    """Return numbers from 0 to 1 as #rrggbb."""
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in colour)


def luminance(colour: str | Rgb) -> float:
    """Return the relative luminance, 0 to 1."""
    return float(_linear(colour) @ _LIGHT)


def contrast(one: str | Rgb, other: str | Rgb) -> float:
    """Return the contrast ratio, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(colour: str | Rgb, eye: str = "all colours") -> NDArray[np.float64]:
    """Return L*, a* and b* of a colour as one of `EYES` sees it."""
    t = _XYZ @ np.clip(EYES[eye] @ _linear(colour), 0.0, 1.0) / _WHITE
    f = np.where(t > 216 / 24389, np.cbrt(t), (24389 / 27 * t + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one: str | Rgb, other: str | Rgb, eye: str = "all colours") -> float:
    """Return the CIEDE2000 distance of two colours as one of `EYES` sees them; 1 is about the smallest visible one."""
    return ciede2000(lab(one, eye), lab(other, eye))


def ciede2000(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return the CIEDE2000 difference of two colours in L*a*b*; the terms are named as in the paper."""
    l1, a1, b1 = one
    l2, a2, b2 = other
    mean_c7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    g = 0.5 * (1 - np.sqrt(mean_c7 / (mean_c7 + 25.0**7)))
    c1, c2 = np.hypot((1 + g) * a1, b1), np.hypot((1 + g) * a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, (1 + g) * a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    # The signs of half a turn and of a mean across 0 degrees are as in the paper.
    turn = turn if abs(h2 - h1) != 180 else h2 - h1
    dl, dc, dh = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    if c1 * c2 == 0:
        mean_h = h1 + h2
    elif abs(h1 - h2) <= 180:
        mean_h = (h1 + h2) / 2
    else:
        mean_h = (h1 + h2 + (360 if h1 + h2 < 360 else -360)) / 2
    t = (
        1
        - 0.17 * np.cos(np.radians(mean_h - 30))
        + 0.24 * np.cos(np.radians(2 * mean_h))
        + 0.32 * np.cos(np.radians(3 * mean_h + 6))
        - 0.20 * np.cos(np.radians(4 * mean_h - 63))
    )
    sl = 1 + 0.015 * (mean_l - 50) ** 2 / np.sqrt(20 + (mean_l - 50) ** 2)
    sc, sh = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    rc = 2 * np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7))
    rt = -np.sin(np.radians(60 * np.exp(-(((mean_h - 275) / 25) ** 2)))) * rc
    return float(np.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * (dc / sc) * (dh / sh)))


def _linear(colour: str | Rgb) -> NDArray[np.float64]:
    c = np.array(rgb(colour) if isinstance(colour, str) else colour)
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
