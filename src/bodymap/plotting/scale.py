"""The scale of a plot: which colour a value has, for numbers and for classes."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import BodymapError, BodymapTypeError, alike, nearest, quoted
from ..options.option import kind_of
from ..style.colour import to_hex
from ..style.matplotlib_import import matplotlib
from .options import PlotOptions
from .values import Value

NUMBERS, DIFFERENCES = "viridis", "RdBu_r"
"""Colour maps for numbers, and for numbers on both sides of a centre."""

OKABE_ITO = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#999999")
"""Colours of classes that all kinds of colour vision tell apart: M. Okabe and K. Ito, "Color Universal Design (CUD):
how to make figures and presentations that are friendly to colorblind people", 2008, jfly.uni-koeln.de/color."""

MORE_CLASSES = "tab20"
"""Colour map for more classes than these."""

MOST_CLASSES = 20


Rgba = tuple[float, float, float, float]
"""Red, green, blue and opacity, from 0 to 1."""


@dataclass(frozen=True)
class ColourScale:
    """The colours of values.

    Attributes:
        mappable: a ScalarMappable of matplotlib with the norm and the colour map.
        classes: the classes in order; empty if the values are numbers.
        low: whether a value lies below the scale.
        high: whether one lies above it.
    """

    mappable: Any
    classes: tuple[str, ...] = ()
    low: bool = False
    high: bool = False

    @property
    def extend(self) -> str:
        """At which ends a colour bar needs a point: `neither`, `min`, `max` or `both`."""
        return {(0, 0): "neither", (1, 0): "min", (0, 1): "max", (1, 1): "both"}[self.low, self.high]

    def rgba(self, value: Value) -> Rgba:
        """Return the colour of a value: `cmap(norm(value))`."""
        return self.colours([value])[value]

    def colours(self, values: Iterable[Value]) -> dict[Value, Rgba]:
        """Return the colour of each value that is not missing: `cmap(norm(value))`."""
        known = [value for value in dict.fromkeys(values) if value is not None]
        if not known:
            return {}
        places = [float(self.classes.index(v)) if isinstance(v, str) else v for v in known]
        found = self.mappable.cmap(self.mappable.norm(np.array(places, dtype=np.float64))).tolist()
        return {value: (red, green, blue, alpha) for value, (red, green, blue, alpha) in zip(known, found, strict=True)}

    def at(self, place: float) -> str:
        """Return the colour at a place of the colour map, from 0 to 1, as #rrggbb."""
        return str(matplotlib("colors").to_hex(self.mappable.cmap(place)))

    def hex(self, value: Value) -> str:
        """Return the colour of a value as #rrggbb; empty if it is missing."""
        return "" if value is None else to_hex(self.rgba(value)[:3])


def scale_of(
    values: Iterable[Value], options: PlotOptions, *, cmap: Any = None, norm: Any = None, palette: Any = None
) -> ColourScale:
    """Return the scale for values, which several plots may share.

    Args:
        values: all values, those of every panel and frame.
        options: the options of the plot.
        cmap: a colour map of matplotlib, in place of the name in the options.
        norm: a norm of matplotlib. One that has no limits yet is copied and gets those of the values.
        palette: for classes, their colours by name or in order.

    Raises:
        BodymapError: a colour map is unknown, the limits don't go together, or the norm has no place for a value.
        BodymapTypeError: a norm or a palette has the wrong type.
    """
    given = [value for value in values if value is not None]
    words = list(dict.fromkeys(value for value in given if isinstance(value, str)))
    if words:
        if norm is not None or any(limit is not None for limit in (options.vmin, options.vmax, options.center)):
            raise BodymapError("the values are classes, so the scale has no norm and no limits", field="norm")
        return _of_classes(words, palette, cmap if cmap is not None else options.cmap)
    if palette is not None and given:
        raise BodymapError(
            "the values are numbers, so they have no palette; give a colour map as cmap", field="palette"
        )
    numbers = [float(value) for value in given if not isinstance(value, str)]
    finite = [value for value in numbers if math.isfinite(value)]
    chosen = _norm(finite, options, norm)
    _check_placed(finite, chosen)
    chosen_map = _colour_map(cmap if cmap is not None else options.cmap, centred=options.center is not None)
    mappable = matplotlib("cm").ScalarMappable(norm=chosen, cmap=chosen_map)
    mappable.set_array(finite)
    low, high = (min(numbers), max(numbers)) if numbers else (chosen.vmin, chosen.vmax)
    return ColourScale(mappable, (), low < chosen.vmin, high > chosen.vmax)


def _check_placed(values: Sequence[float], norm: Any) -> None:
    """Check that a norm has a place for each value: a logarithmic one has none for 0 and below.

    Raises:
        BodymapError: it has none for some of them, which would have no colour.
    """
    placed = np.ma.masked_invalid(norm(np.array(values, dtype=np.float64)))
    lost = [value for value, out in zip(values, np.ma.getmaskarray(placed).tolist(), strict=True) if out]
    if lost:
        raise BodymapError(
            f"{type(norm).__name__} has no place for {min(lost):g}, so it would have no colour; "
            "leave such values out, or use another norm such as SymLogNorm",
            field="norm",
        )


def _norm(values: Sequence[float], options: PlotOptions, norm: Any) -> Any:
    colors = matplotlib("colors")
    if norm is not None:
        return _given(values, options, norm)
    low, high, center = options.vmin, options.vmax, options.center
    if center is not None:
        reach = max((abs(value - center) for value in values), default=1.0) or 1.0
        low, high = (center - reach if low is None else low), (center + reach if high is None else high)
        if not low < center < high:
            raise BodymapError(f"the centre {center:g} must lie between {low:g} and {high:g}", field="center")
        return colors.TwoSlopeNorm(center, low, high)
    low = min(values, default=0.0) if low is None else low
    high = max(values, default=1.0) if high is None else high
    if low == high:  # one value lies in the middle of its scale
        reach = abs(low) / 2 or 0.5
        low, high = (low - reach if options.vmin is None else low), (high + reach if options.vmax is None else high)
    if not low < high:
        raise BodymapError(f"the scale must end above its start, {low:g}, not at {high:g}", field="vmax", value=high)
    return colors.Normalize(low, high)


def _given(values: Sequence[float], options: PlotOptions, norm: Any) -> Any:
    """Return the caller's norm; if it has no limits, a copy with those of the values.

    Raises:
        BodymapError: limits are given beside it.
        BodymapTypeError: it is not a norm.
    """
    if not isinstance(norm, matplotlib("colors").Normalize):
        raise BodymapTypeError(
            f"norm must be a norm of matplotlib, not {quoted(norm)} ({type(norm).__name__})", field="norm"
        )
    for name in ("vmin", "vmax", "center"):
        if getattr(options, name) is not None:
            raise BodymapError("the norm has the limits; leave them out", field=name)
    if norm.scaled():
        return norm
    own = copy.deepcopy(norm)
    own.autoscale_None(values or [0.0, 1.0])
    if own.vmin == own.vmax:
        reach = abs(own.vmin) / 2 or 0.5
        own.vmin, own.vmax = own.vmin - reach, own.vmax + reach
    return own


def _colour_map(cmap: Any, *, centred: bool = False) -> Any:
    mpl = matplotlib()
    if cmap is None:
        return mpl.colormaps[DIFFERENCES if centred else NUMBERS]
    if isinstance(cmap, str):
        if cmap not in mpl.colormaps:
            known = list(mpl.colormaps)
            near = f"did you mean {nearest(cmap, known)!r}?" if alike(cmap, known) else "viridis is one"
            raise BodymapError(f"unknown colour map {quoted(cmap)}; {near}", field="cmap", value=cmap)
        return mpl.colormaps[cmap]
    if not isinstance(cmap, matplotlib("colors").Colormap):
        raise BodymapTypeError(
            f"cmap must be a colour map of matplotlib or its name, not {quoted(cmap)} ({type(cmap).__name__})",
            field="cmap",
        )
    return cmap


def _of_classes(words: Sequence[str], palette: Any, cmap: Any) -> ColourScale:
    colors = matplotlib("colors")
    if isinstance(palette, Mapping):
        if missing := [word for word in words if word not in palette]:
            raise BodymapError(f"the palette has no colour for {', '.join(map(repr, missing))}", field="palette")
        words = [*palette]
        chosen = list(palette.values())
    elif isinstance(palette, Sequence) and not isinstance(palette, str):
        chosen = list(palette)
    elif palette is not None:
        message = f"palette must be a mapping of classes to colours or a list of colours, not {kind_of(palette)}"
        raise BodymapTypeError(message, field="palette", value=palette)
    elif cmap is not None:
        chosen = _spread(_colour_map(cmap), len(words))
    else:
        chosen = list(OKABE_ITO) if len(words) <= len(OKABE_ITO) else _spread(_colour_map(MORE_CLASSES), len(words))
    if len(words) > min(len(chosen), MOST_CLASSES):
        most = min(len(chosen), MOST_CLASSES)
        raise BodymapError(f"there are {len(words)} classes, but colours for {most}", field="palette")
    try:
        colours = [colors.to_rgba(colour) for colour in chosen[: len(words)]]
    except ValueError as error:
        raise BodymapError(f"the palette has a colour that matplotlib doesn't know: {error}", field="palette") from None
    norm = colors.BoundaryNorm([n - 0.5 for n in range(len(words) + 1)], len(words))
    mappable = matplotlib("cm").ScalarMappable(norm=norm, cmap=colors.ListedColormap(colours, name="classes"))
    mappable.set_array(list(range(len(words))))
    return ColourScale(mappable, tuple(words))


def _spread(cmap: Any, count: int) -> list[Any]:
    """Return a given number of colours of a colour map: the first ones of a list, else evenly spaced ones."""
    if hasattr(cmap, "colors") and cmap.N <= 2 * MOST_CLASSES:
        return [cmap(n) for n in range(min(count, cmap.N))]
    return [cmap(n / max(count - 1, 1)) for n in range(count)]


def ticks(scale: ColourScale, most: int = 6) -> list[tuple[float, str]]:
    """Return the ticks of a scale of numbers: where the norm puts each, from 0 to 1, and what it says."""
    norm, ticker = scale.mappable.norm, matplotlib("ticker")
    log = isinstance(norm, matplotlib("colors").LogNorm)
    locator = ticker.LogLocator() if log else ticker.MaxNLocator(most - 1, steps=[1, 2, 2.5, 5, 10])
    found = [float(tick) for tick in locator.tick_values(norm.vmin, norm.vmax)]
    inside = [tick for tick in found if norm.vmin <= tick <= norm.vmax]
    return [(float(norm(tick)), f"{tick:.6g}".replace("-", "\u2212")) for tick in inside]
