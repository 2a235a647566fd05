"""The records of options once more, as keywords: so an editor and a type checker know the options of a call.

A test holds the keywords and the fields of the records equal.
"""

# Annotations are evaluated here, but for quoted ones: the help of an option must not wait for what its type needs.

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from ..formats import TextMode
from .choices import (
    AboutNeedling,
    Audience,
    BaseName,
    LabelStyle,
    NameStyle,
    Orientation,
    Pages,
    Paper,
    PointStyle,
    PosterSize,
    Sides,
    SourceStyle,
    ViewName,
)

if TYPE_CHECKING:
    from ..content.layers import Layers
    from ..export.handout.clinic import Clinic
    from ..knowledge.anatomy import View
    from ..layout.sheets import Sheet
    from ..style.theme import Theme


class FigureKeywords(TypedDict, total=False):
    """The fields of `FigureOptions` as keywords."""

    side: Sides | None
    body: str
    view: "View | ViewName | None"
    theme: "str | Theme"
    skin: str | None
    base: BaseName | None
    layers: "str | Layers"


class DrawKeywords(FigureKeywords, total=False):
    """The fields of `DrawOptions` as keywords."""

    labels: LabelStyle
    points: PointStyle
    transparent: bool


class RenderKeywords(DrawKeywords, total=False):
    """The fields of `RenderOptions` as keywords."""

    key: bool

    size: "str | Sheet"
    orientation: Orientation | None
    dpi: float | None
    text: TextMode
    id_prefix: str


class HandoutKeywords(FigureKeywords, total=False):
    """The fields of `HandoutOptions` as keywords."""

    audience: Audience
    paper: Paper
    large: bool
    bw: bool
    pages: Pages
    about: AboutNeedling
    sources: SourceStyle
    clinic: "Clinic | Path | str | None"
    patient: str
    date: str
    title: str
    template: Path | str | None


class SlideKeywords(FigureKeywords, total=False):
    """The fields of `SlideOptions` as keywords."""

    labels: LabelStyle
    key: bool
    quiz: bool
    build: bool
    editable: bool
    title: str
    template: Path | str | None
    layout: str | None


class CardKeywords(FigureKeywords, total=False):
    """The fields of `CardOptions` as keywords."""


class QuizKeywords(FigureKeywords, total=False):
    """The fields of `QuizOptions` as keywords."""

    paper: Paper
    title: str


class PosterKeywords(FigureKeywords, total=False):
    """The fields of `PosterOptions` as keywords."""

    size: PosterSize
    orientation: Orientation | None
    names: NameStyle
    tiles: Paper | None
    title: str
    clinic: "Clinic | Path | str | None"
