"""A condition of the library with marks of one's own: what a file of a chart may say."""

from __future__ import annotations

import msgspec

from ..errors import BodymapError
from . import condition_library, conditions
from .chart_contents import area_sides, muscle_roles, structures_of
from .chart_marks import AllPoints
from .chart_sides import split_side
from .charts import Chart, ChartFields, of_condition
from .conditions import Condition, ConditionStructure, Pain
from .groups import of_id


def with_condition(name: str, fields: ChartFields) -> Chart:
    """Return the chart of a condition with further marks.

    A muscle or structure that both have is drawn as its mark says. Where the fields have no title, summary or views,
    those of the condition are used.

    Args:
        name: the condition, by id or name, which a side may follow (`low-back-pain@left`).
        fields: the marks and the words around them.

    Raises:
        BodymapError: there is no such condition or side, or the fields name another side.
    """
    plain, side = split_side(name)
    if side and fields.side not in (None, side):
        raise BodymapError(f"{name}: 'side' says {fields.side}; name the side once", field="condition", value=name)
    condition = condition_library.load(plain)
    of_it = of_condition(condition, side)
    own = {id for mark in fields.marks if mark.muscle for id in of_id(mark.muscle)}
    own_structures = {found.structure for found in structures_of(Chart(marks=fields.marks))}
    kept = [
        mark
        for mark in of_it.marks
        if own.isdisjoint(of_id(mark.muscle) if mark.muscle else ()) and mark.structure not in own_structures
    ]
    chart = Chart(
        marks=(*kept, *fields.marks),
        title=fields.title or of_it.title,
        summary=fields.summary or of_it.summary,
        note=fields.note,
        side=side or fields.side,
        views=fields.views or of_it.views,
        sources=fields.sources,
        condition=condition,
    )
    return msgspec.structs.replace(chart, condition=_told(condition, chart))


def _told(condition: Condition, chart: Chart) -> Condition:
    """Return a condition as documents tell of it beside the marks of its chart."""
    pain = conditions.where_it_hurts(condition)
    of_muscle = {entry.muscle: entry for entry in condition.muscles}
    return msgspec.structs.replace(
        condition,
        muscles=tuple(
            msgspec.structs.replace(of_muscle.get(entry.muscle, entry), role=entry.role, why=entry.why)
            for entry in muscle_roles(chart)
        ),
        structures=tuple(ConditionStructure(one.structure, one.role, one.note) for one in structures_of(chart)),
        pain=Pain(tuple(dict.fromkeys((*pain.hurts, *area_sides(chart)))), pain.spreads),
        points=_points(condition, chart),
        sources=(*condition.sources, *chart.sources),
    )


def _points(condition: Condition, chart: Chart) -> dict[str, tuple[int, ...]]:
    """Return the points to which the chart or else the condition limits each muscle."""
    chosen = {
        mark.muscle: mark.points
        for mark in chart.marks
        if mark.muscle and mark.points and not isinstance(mark.points, AllPoints)
    }
    return condition.points | chosen
