"""The options of a plot, in one place for Python and for the command line."""

# Annotations are evaluated here, but for quoted ones: the help of an option must not wait for what its type needs.

from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from ..options.choices import DEFAULT_BODY, DEFAULT_THEME
from ..options.option import About, Options
from ..options.records import BodyField, SkinField, ThemeField

if TYPE_CHECKING:
    from ..style.theme import Theme

Aggregate = Literal["mean", "median", "min", "max", "sum"]
"""How several values of one part become one."""

Unknown = Literal["warn", "error", "ignore"]
"""What to do about names that mean nothing."""

Rest = Literal["muscles", "outlines", "none"]
"""What is shown of the muscles without a value."""

PlotLabels = Literal["values", "names"]
"""What stands on a part, or beside it."""

Captions = Literal["full", "letters", "none"]
"""What stands under a body."""

Electrodes = Literal["seniam"]
"""Whose sites of electrodes are shown."""


class PlotOptions(Options, frozen=True, kw_only=True):
    """The options of a plot of values on the body."""

    body: BodyField = DEFAULT_BODY
    views: Annotated[
        str | None,
        About(
            "Show these views: anterior, posterior, left-lateral, right-lateral, plantar, medial, separated by commas.",
            default="from the front and the back, as far as they show something",
            metavar="LIST",
        ),
    ] = None
    crop: Annotated[
        str | None,
        About(
            "Show only this part of the body: a region, a muscle, a group or an area, e.g. leg or shoulder@left; "
            "or values, what has a value.",
            default="the whole body",
            metavar="PART",
        ),
    ] = None
    hide: Annotated[
        str, About("Leave out these muscles, separated by commas, to show what lies below.", metavar="LIST")
    ] = ""
    rest: Annotated[
        Rest,
        About(
            "Show the muscles without a value as a quiet figure (muscles), as outlines, or not at all (none).",
            choices=Rest,
        ),
    ] = "muscles"
    theme: ThemeField = DEFAULT_THEME
    skin: SkinField = None
    cmap: Annotated[
        str | None,
        About("Use this colour map of matplotlib.", default="viridis, or RdBu_r with a centre", metavar="NAME"),
    ] = None
    vmin: Annotated[float | None, About("Start the scale at this value.", default="the smallest", metavar="NUMBER")] = (
        None
    )
    vmax: Annotated[float | None, About("End the scale at this value.", default="the largest", metavar="NUMBER")] = None
    center: Annotated[
        float | None,
        About("Use this value as the middle of the scale, e.g. 0 for differences.", default="none", metavar="NUMBER"),
    ] = None
    label: Annotated[str, About("Print this beside the scale: what the values are, with their unit.")] = ""
    title: Annotated[str, About("Print this title.")] = ""
    labels: Annotated[
        PlotLabels | None,
        About("Write values on the parts, or names beside them.", choices=PlotLabels, default="neither"),
    ] = None
    electrodes: Annotated[
        Electrodes | None,
        About(
            "Show the electrode sites that this project recommends, on the muscles with a value.",
            choices=Electrodes,
            default="none",
        ),
    ] = None
    captions: Annotated[
        Captions,
        About(
            "Write the view and the letters of the sides under a body (full), only the letters, or nothing (none).",
            choices=Captions,
        ),
    ] = "full"
    agg: Annotated[
        Aggregate | None,
        About(
            "Use the mean, median, min, max or sum where a part has several values.",
            choices=Aggregate,
            noun="way to combine values",
            default="none: several values are an error",
        ),
    ] = None
    names: Annotated[
        str | None,
        About(
            "Read names as this model or list spells them: opensim:rajagopal, opensim:gait2392, emg, "
            "widespread-pain-2016, choir-2021 or fibromyalgia-1990.",
            default="names as bodymap knows them",
        ),
    ] = None
    unknown: Annotated[
        Unknown,
        About(
            "Answer unknown names with a warning (warn) or an error (error), or skip them (ignore).",
            choices=Unknown,
            noun="answer to unknown names",
        ),
    ] = "warn"


class PlotKeywords(TypedDict, total=False):
    """The fields of `PlotOptions` as keywords."""

    body: str
    views: str | None
    crop: str | None
    hide: str
    rest: Rest
    theme: "str | Theme"
    skin: str | None
    cmap: str | None
    vmin: float | None
    vmax: float | None
    center: float | None
    label: str
    title: str
    labels: PlotLabels | None
    electrodes: Electrodes | None
    captions: Captions
    agg: Aggregate | None
    names: str | None
    unknown: Unknown
