"""Charts: what is on one body. Every picture is of a chart; a condition with a side becomes one.

A chart is a list of marks: muscles, trigger points, structures, areas and free spots, each with a side of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from .. import words
from ..files.fields import Line
from .anatomy import Record, Source, View
from .chart_contents import default_role, muscle_roles, structures_of
from .chart_marks import AllPoints, ChartMark, as_marks, check_fields, spelled_side, spot_of
from .chart_sides import ChartSide, SideLike
from .conditions import Condition, ConditionStructure, Felt, Role, StructureRole
from .flags import flags
from .groups import name_of, of_id
from .structures import structures

MOST_NAMED = 3
"""Maximum number of muscles in a title made of their names."""


class ChartFields(Record, frozen=True):
    """What is on one body, as a file says it: marks, and the words around them.

    Attributes:
        marks: What is marked.
        title: The title. Without it, the names of the main muscles, or that it shows what was treated today.
        summary: One or two sentences under the title.
        note: One line at the foot, such as an instruction for the patient.
        side: The side of marks that name none: left, right or both. Without it, the side that is asked for, or both.
        views: The views to show. Without it, the clearest are chosen.
        sources: The works that it is based on.
    """

    marks: tuple[ChartMark, ...] = ()
    title: Line = ""
    summary: Line = ""
    note: Line = ""
    side: ChartSide | None = None
    views: tuple[View, ...] = ()
    sources: tuple[Source, ...] = ()

    def __post_init__(self) -> None:
        """Accept plain words and lists from Python: `side="Left"`, `marks=[…]`.

        Raises:
            BodymapError: a value is not allowed.
            BodymapTypeError: a value has the wrong Python type.
        """
        if (marks := as_marks(self.marks)) != self.marks:
            msgspec.structs.force_setattr(self, "marks", marks)
        check_fields(self, {"side": spelled_side})


class Chart(ChartFields, frozen=True):
    """What is on one body: marks, and the words around them.

    `condition` is the condition that it is made from. Its words are in handouts, cards and the notes of slides.
    """

    condition: Condition | None = None

    @property
    def name(self) -> str:
        """The title, or one made of what is marked."""
        return self.title or _title(self)

    @property
    def subject(self) -> Condition:
        """What documents tell about: the condition, or if there is none, one made of the marks."""
        if self.condition:
            return msgspec.structs.replace(self.condition, name=self.name, summary=self.summary)
        muscles, shown = tuple(muscle_roles(self)), structures_of(self)
        pain = tuple(dict.fromkeys(mark.area for mark in self.marks if mark.area))
        return Condition(
            id="ad-hoc",
            name=self.name,
            group="own",
            summary=self.summary,
            muscles=muscles,
            structures=tuple(ConditionStructure(found.structure, found.role, found.note) for found in shown),
            pain=pain,
            felt=Felt.AREAS,
            views=self.views,
            sources=self.sources,
            flags=_flags(self),
        )


def _flags(chart: Chart) -> tuple[str, ...]:
    """Return the red flags that what is marked requires, wherever a part of the body has some."""
    places = [mark.area or spot_of(mark.spot or "").area for mark in chart.marks if mark.area or mark.spot]
    muscles = [entry.muscle for entry in muscle_roles(chart)]
    return flags().required_of_marks(muscles, [one.structure for one in structures_of(chart)], filter(None, places))


def of_condition(condition: Condition, side: SideLike | None = None) -> Chart:
    """Return the chart of a condition, on one side or on both; None leaves the side to the options of a picture.

    Only its main muscles have their trigger points marked; `with_points` adds the others.
    """
    muscles = (
        ChartMark(
            muscle=entry.muscle,
            role=entry.role,
            value=entry.intensity,
            points=_own_points(entry.muscle, condition) if entry.role == Role.PRIMARY else (),
            note=entry.why,
        )
        for entry in condition.muscles
    )
    named = (
        ChartMark(structure=entry.structure, role=MARK_ROLES[entry.role], note=entry.why)
        for entry in condition.structures
    )
    return Chart(
        marks=(*muscles, *named),
        title=condition.name,
        summary=condition.summary,
        side=ChartSide(side) if side else None,
        views=condition.views,
        condition=condition,
    )


MARK_ROLES = {StructureRole.PAINFUL: Role.PRIMARY, StructureRole.RELATED: Role.SECONDARY}
"""The role that a mark has for each role of a structure."""


def with_points(chart: Chart) -> Chart:
    """Return a chart with trigger points on each of its muscles: all, or those that its condition has."""
    return _with_points_of(chart, tuple(Role))


def with_main_points(chart: Chart) -> Chart:
    """Return a chart with trigger points on each of its main muscles."""
    return _with_points_of(chart, (Role.PRIMARY,))


def _with_points_of(chart: Chart, roles: Sequence[Role]) -> Chart:
    rest = default_role(chart)
    marks = tuple(
        msgspec.structs.replace(mark, points=mark.points or _own_points(mark.muscle, chart.condition))
        if mark.muscle and (mark.role or rest) in roles
        else mark
        for mark in chart.marks
    )
    return msgspec.structs.replace(chart, marks=marks)


def _own_points(muscle: str, condition: Condition | None) -> tuple[int, ...] | AllPoints:
    return condition.points.get(muscle, AllPoints.ALL) if condition else AllPoints.ALL


def chose_points(chart: Chart) -> bool:
    """Return whether trigger points were chosen by their numbers, as in infraspinatus.1,2, not by a condition."""
    return chart.condition is None and any(
        mark.point or (mark.points and mark.points is not AllPoints.ALL) for mark in chart.marks
    )


def treated_today(chart: Chart) -> bool:
    """Return whether a chart shows the trigger points that were treated: points by themselves, without a title."""
    if chart.title or chart.condition or not any(mark.point for mark in chart.marks):
        return False
    muscles = list(muscle_roles(chart))
    sore = any(found.role == StructureRole.PAINFUL for found in structures_of(chart))
    return not sore and all(entry.role == Role.QUIET for entry in muscles)


def without_points(chart: Chart) -> Chart:
    """Return a chart without the trigger points of its muscles; points that are marked by themselves stay."""
    marks = tuple(msgspec.structs.replace(mark, points=()) for mark in chart.marks)
    return msgspec.structs.replace(chart, marks=marks)


def _title(chart: Chart) -> str:
    if chart.condition:
        return chart.condition.name
    muscles = list(muscle_roles(chart))
    shown = structures_of(chart)
    sore = [found for found in shown if found.role == StructureRole.PAINFUL] or (shown if not muscles else [])
    sore_names = [structures().structure(found.structure).name for found in sore]
    if not sore and all(entry.role == Role.QUIET for entry in muscles):
        return words.text("chart.treated" if treated_today(chart) else "chart.marked")
    rest = default_role(chart)
    main = [mark.muscle for mark in chart.marks if mark.muscle and (mark.role or rest) == Role.PRIMARY]
    named = main or [entry.muscle for entry in muscles]
    names = [*dict.fromkeys(_name_on_side(chart, id) for id in named), *sore_names]
    if len(names) <= MOST_NAMED:
        return _joined(names)
    return words.text("chart.more", muscles=words.series(names[:MOST_NAMED]), number=len(names) - MOST_NAMED)


def _joined(names: Sequence[str]) -> str:
    """Return names as a title: "Quadriceps and hamstrings"; with commas alone if one of them has a comma itself."""
    if any("," in name for name in names):
        return words.series(names)
    first, *rest = names
    return words.listing([first, *map(words.within, rest)])


def _name_on_side(chart: Chart, id: str) -> str:
    """Return the name of a muscle or group, with its side if what is marked lies on different sides."""
    sides = {mark.side for mark in chart.marks if mark.muscle == id}
    if len({mark.side for mark in chart.marks if mark.muscle}) > 1 and sides in ({"left"}, {"right"}):
        return words.text(f"chart.{sides.pop()}", muscle=_name(id))
    return _name(id)


def _name(id: str) -> str:
    """Return the name of a muscle or of a group."""
    return name_of(of_id(id))
