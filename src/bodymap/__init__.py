"""Printable body charts for physiotherapists: muscles, trigger points and referred pain.

Every public name is imported when it is first used, so that `bodymap --help` does not wait for numpy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .content.layers import Layers
    from .documents import Document, card, handout, poster, quiz, slides
    from .errors import BodymapError, BodymapTypeError, BodymapWarning, FileError
    from .export.handout.clinic import Clinic
    from .finding.find import Finding, PainPlace
    from .finding.search import Match
    from .knowledge.anatomy import Atlas, Layer, Muscle, Side, View, atlas
    from .knowledge.areas import Area
    from .knowledge.chart_marks import ChartMark
    from .knowledge.charts import Chart
    from .knowledge.conditions import Condition, ConditionStructure, MuscleRole, Role, StructureRole
    from .knowledge.groups import Group
    from .knowledge.structures import Structure, StructureKind
    from .lookup import (
        bodies,
        check,
        condition,
        conditions,
        find,
        groups,
        members,
        muscle,
        search,
        structure,
        structures,
        themes,
    )
    from .options.records import (
        CardOptions,
        DrawOptions,
        FigureOptions,
        HandoutOptions,
        PosterOptions,
        QuizOptions,
        RenderOptions,
        SlideOptions,
    )
    from .picture import Picture, draw, render
    from .plotting.animation import BodyAnimation, animate
    from .plotting.body_facets import BodyFacets, facet
    from .plotting.body_plot import BodyPlot, plot
    from .plotting.body_widget import BodyWidget, widget
    from .plotting.frequency_map import FrequencyMap, plot_frequency
    from .plotting.options import PlotOptions
    from .plotting.pain_frequency import PainFrequency, frequency
    from .scene import Scene, plan
    from .style.theme import Theme

__version__ = "0.1.0"

_MODULES = {
    "Area": "knowledge.areas",
    "Atlas": "knowledge.anatomy",
    "BodyAnimation": "plotting.animation",
    "BodyFacets": "plotting.body_facets",
    "BodyPlot": "plotting.body_plot",
    "BodyWidget": "plotting.body_widget",
    "BodymapError": "errors",
    "BodymapTypeError": "errors",
    "BodymapWarning": "errors",
    "CardOptions": "options.records",
    "Chart": "knowledge.charts",
    "ChartMark": "knowledge.charts",
    "Clinic": "export.handout.clinic",
    "Condition": "knowledge.conditions",
    "ConditionStructure": "knowledge.conditions",
    "Document": "documents",
    "DrawOptions": "options.records",
    "FigureOptions": "options.records",
    "FileError": "errors",
    "Finding": "finding.find",
    "FrequencyMap": "plotting.frequency_map",
    "Group": "knowledge.groups",
    "HandoutOptions": "options.records",
    "Layer": "knowledge.anatomy",
    "Layers": "content.layers",
    "Match": "finding.search",
    "Muscle": "knowledge.anatomy",
    "MuscleRole": "knowledge.conditions",
    "Picture": "picture",
    "PainFrequency": "plotting.pain_frequency",
    "PainPlace": "finding.find",
    "PlotOptions": "plotting.options",
    "PosterOptions": "options.records",
    "QuizOptions": "options.records",
    "RenderOptions": "options.records",
    "Role": "knowledge.conditions",
    "Scene": "scene",
    "Side": "knowledge.anatomy",
    "SlideOptions": "options.records",
    "Structure": "knowledge.structures",
    "StructureKind": "knowledge.structures",
    "StructureRole": "knowledge.conditions",
    "Theme": "style.theme",
    "View": "knowledge.anatomy",
    "animate": "plotting.animation",
    "atlas": "knowledge.anatomy",
    "bodies": "lookup",
    "card": "documents",
    "check": "lookup",
    "condition": "lookup",
    "conditions": "lookup",
    "draw": "picture",
    "facet": "plotting.body_facets",
    "find": "lookup",
    "frequency": "plotting.pain_frequency",
    "groups": "lookup",
    "handout": "documents",
    "members": "lookup",
    "muscle": "lookup",
    "plan": "scene",
    "plot": "plotting.body_plot",
    "plot_frequency": "plotting.frequency_map",
    "poster": "documents",
    "quiz": "documents",
    "render": "picture",
    "search": "lookup",
    "slides": "documents",
    "structure": "lookup",
    "structures": "lookup",
    "themes": "lookup",
    "widget": "plotting.body_widget",
}
"""Every public name, with the module that it is imported from."""

__all__ = [
    "Area",
    "Atlas",
    "BodyAnimation",
    "BodyFacets",
    "BodyPlot",
    "BodyWidget",
    "BodymapError",
    "BodymapTypeError",
    "BodymapWarning",
    "CardOptions",
    "Chart",
    "ChartMark",
    "Clinic",
    "Condition",
    "ConditionStructure",
    "Document",
    "DrawOptions",
    "FigureOptions",
    "FileError",
    "Finding",
    "FrequencyMap",
    "Group",
    "HandoutOptions",
    "Layer",
    "Layers",
    "Match",
    "Muscle",
    "MuscleRole",
    "PainFrequency",
    "PainPlace",
    "Picture",
    "PlotOptions",
    "PosterOptions",
    "QuizOptions",
    "RenderOptions",
    "Role",
    "Scene",
    "Side",
    "SlideOptions",
    "Structure",
    "StructureKind",
    "StructureRole",
    "Theme",
    "View",
    "__version__",
    "animate",
    "atlas",
    "bodies",
    "card",
    "check",
    "condition",
    "conditions",
    "draw",
    "facet",
    "find",
    "frequency",
    "groups",
    "handout",
    "members",
    "muscle",
    "plan",
    "plot",
    "plot_frequency",
    "poster",
    "quiz",
    "render",
    "search",
    "slides",
    "structure",
    "structures",
    "themes",
    "widget",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module 'bodymap' has no attribute {name!r}")
    return getattr(import_module(f".{_MODULES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted(__all__)
